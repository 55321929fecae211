"""The family's page: where are we, whom do we wait for, what the law sets and when, and letters to the right person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, select, text

from api.pages.family_words import _STANDINGS, ENDED
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem, Case, ContactKind, State
from ehc_workflow.service.organisation_changes import by_command_line
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.tables.accounts import UserAccount
from ehc_workflow.store.tables.cases import RecordView
from ehc_workflow.store.tables.people import ContactRow
from tests import builders as b
from tests.support.casework import assessing, considered, counted, on, placed, week, with_family
from tests.support.web import Web, send, sign_in, summary, words


def family_of(web: Web, journey: b.Journey) -> TestClient:
    seat = Seat(
        id=new_id(), role=Role.FAMILY, authority_id=b.AUTHORITY, assessment_id=journey.case_id
    )
    return web.signed_in(Role.FAMILY, seat=seat)


def test_a_familys_first_page_is_where_they_are(web: Web) -> None:
    browser = family_of(web, considered(web))
    assert browser.get("/").headers["location"] == "/family"


def test_every_state_has_plain_words() -> None:
    assert {*_STANDINGS, *ENDED} == {*State} - {State.NOT_OPEN}


def test_where_whom_and_when(web: Web) -> None:
    journey = considered(web)
    on(web, week(2))
    browser = family_of(web, journey)
    told = words(browser.get("/family").text)
    assert "Robin’s assessment" in told
    assert "We are deciding whether there will be an assessment." in told
    assert "Waiting for: Us, the local authority" in told
    assert (
        "By 23 February 2026 We tell you whether there will be an assessment (reg 5(1)) in 28 days"
        in told
    )
    assert "By 4 May 2026 We tell you if there will be no plan (reg 10(1))" in told
    assert "By 1 June 2026 We send you the final plan, if there is to be one (reg 13(2))" in told


def test_a_passed_limit_is_owned_up_to(web: Web) -> None:
    journey = considered(web)
    on(web, week(6) + timedelta(days=3))
    browser = family_of(web, journey)
    told = words(browser.get("/family").text)
    assert "(reg 5(1)) 3 days late We still owe you this." in told


def test_advice_is_told_by_kind_and_never_by_name(web: Web) -> None:
    journey = assessing(web)
    journey.at(week(8)).give(AdviceItem.HEALTH, b.DCO)
    on(web, week(12))
    told = words(family_of(web, journey).get("/family").text)
    assert "Health 16 February 2026 30 March 2026 (reg 8(1)) Yes, on 9 March 2026" in told
    assert (
        "An educational psychologist 16 February 2026 30 March 2026 (guidance, Code 9.41) 7 days late"
        in told
    )
    for name in ("Invented Author", "Invented dco", "Invented health service", "Larkrise"):
        assert name not in told


def test_the_draft_puts_the_days_of_the_family_beside_ours(web: Web) -> None:
    journey = with_family(web)
    on(web, week(12))
    # E-mailed on Easter Monday, so served on Tuesday 7 April: the fifteenth day is the 21st.
    told = words(family_of(web, journey).get("/family").text)
    assert "Waiting for: You: say what you think of the draft" in told
    assert "To 21 April 2026 Your time to say what you think of the draft plan (reg 13(1))" in told
    assert "We told you what we decided about a plan (reg 10(1)) Done on 6 April 2026" in told
    assert "Ask for a meeting with us about the draft." in told


def test_letters_can_be_read_in_their_own_words(web: Web) -> None:
    journey = assessing(web)
    on(web, week(5))
    browser = family_of(web, journey)
    html = browser.get("/family").text
    assert "Letter that there will be an assessment" in words(html)
    address = html.split('href="/family/letters/')[1].split('"')[0]
    letter = browser.get(f"/family/letters/{address}")
    assert "Invented words" in words(letter.text)
    assert browser.get("/family/letters/999").status_code == 404


def test_s04_a_letter_is_for_the_person_it_went_to(web: Web) -> None:
    journey = assessing(web)
    on(web, week(5))
    with web.database.writing() as connection:
        connection.execute(
            insert(ContactRow).values(
                id=b.fixed_id("other parent"),
                assessment_id=journey.case_id,
                kind=ContactKind.PARENT.value,
                name="Pat Example",
                email="pat@example.invalid",
                phone="",
                address="",
                preferred_method="email",
            )
        )
    assert "No letter has gone to you yet." in words(family_of(web, journey).get("/family").text)
    seat = Seat(
        id=new_id(), role=Role.FAMILY, authority_id=b.AUTHORITY, assessment_id=journey.case_id
    )
    web.accounts.create(
        "sam@example.invalid", "Sam Example", password="correct horse battery", now=web.clock.now()
    )
    by = by_command_line(now=web.clock.now(), today=web.clock.today())
    web.accounts.give_seat("sam@example.invalid", seat, name=None, first_day=week(5), by=by)
    browser = web.browser()
    sign_in(browser, "sam@example.invalid")
    assert "Letter that there will be an assessment" in words(browser.get("/family").text)


def test_another_familys_case_is_not_there(web: Web) -> None:
    considered(web)
    stranger = web.signed_in(Role.FAMILY)
    assert stranger.get("/family").status_code == 404
    assert stranger.get("/family/letters/2").status_code == 404
    for role in (Role.CASEWORKER, Role.DCO, Role.MANAGER):
        assert web.signed_in(role).get("/family").status_code == 403


def test_after_a_death_little_is_said(web: Web) -> None:
    journey = considered(web)
    journey.do(
        c.RecordDeath(
            assessment_id=journey.case_id, ended_on=journey.today, evidence="Told by phone."
        ),
        b.DECISION_MAKER,
    )
    on(web, week(2))
    told = words(family_of(web, journey).get("/family").text)
    assert "The case is closed." in told
    for word in ("Robin", "assessment", "plan", "late"):
        assert word not in told.split("Sign out", 1)[1].split("All people and cases")[0]


def test_the_page_is_four_statements_and_noted(web: Web) -> None:
    journey = assessing(web)
    on(web, week(5))
    browser = family_of(web, journey)
    with counted(web.database.reader) as said:
        browser.get("/family")
    assert len(said) == 3 + 1, "and one to know the session"
    with web.database.reading() as connection:
        seen = connection.execute(
            select(RecordView.part).join(UserAccount, UserAccount.id == RecordView.user_id)
        ).all()
    assert [row.part for row in seen] == ["family page"]


@pytest.mark.parametrize("path", ["/family", "/desk", "/manager", "/alerts", "/messages"])
def test_nobody_looks_without_signing_in(web: Web, path: str) -> None:
    assert web.browser().get(path).headers["location"].startswith("/sign-in")


def test_a_family_asks_for_somebodys_advice_and_sees_what_becomes_of_it(web: Web) -> None:
    journey = assessing(web)
    on(web, journey.today)
    browser = family_of(web, journey)
    assert 'href="/family/ask-for-advice"' in browser.get("/family").text
    nothing = send(browser, "/family/ask-for-advice", {"why": "Cutlery is hard."})
    assert nothing.status_code == 422
    assert "Cutlery is hard." in nothing.text
    done = send(
        browser,
        "/family/ask-for-advice",
        {"from_whom": "An occupational therapist", "why": "Cutlery is hard."},
    )
    assert done.headers["location"] == "/family"
    told = words(browser.get("/family").text)
    assert "We have what you asked for." in told
    assert "An occupational therapist you asked on 16 February 2026" in told
    assert "We owe you an answer: we mean to give it by 2 March 2026." in told
    (ask,) = _case(web, journey).family_asks
    journey.at(week(6)).do(
        c.DeclineFamilyAsk(
            assessment_id=journey.case_id,
            ask_id=ask.id,
            declined_on=week(6),
            family_told_on=week(6),
            reason="The school's therapist looked at this in January.",
        )
    )
    told = words(browser.get("/family").text)
    assert "We decided not to ask, and told you on 23 February 2026. Our reason: The school" in told


def test_nobody_asks_for_advice_once_none_is_gathered(web: Web) -> None:
    journey = considered(web).decide_to_refuse().tell_refusal()
    on(web, journey.today)
    browser = family_of(web, journey)
    assert browser.get("/family/ask-for-advice").status_code == 404
    assert "/family/ask-for-advice" not in browser.get("/family").text
    assert web.signed_in(Role.CASEWORKER).get("/family/ask-for-advice").status_code == 403


def test_what_a_family_writes_keeps_its_script_and_loses_what_would_turn_it_around(
    web: Web,
) -> None:
    browser = family_of(web, assessing(web))
    typed = "\u202eمتى ستنتهون؟\u202c \u200bWhen will you be done?\0"
    done = send(browser, "/family/messages", {"said": typed, "_form": "WriteForm"})
    assert done.status_code == 303, summary(done.text)
    assert "متى ستنتهون؟ When will you be done?" in browser.get("/family/messages").text
    with web.database.reading() as connection:
        kept = list(connection.execute(text("SELECT body FROM log_text")).scalars())
    assert "متى ستنتهون؟ When will you be done?" in kept


def _case(web: Web, journey: b.Journey) -> Case:
    with web.database.reading() as connection:
        return case_file(connection, journey.case_id).case


def test_while_the_plan_is_made_final_the_draft_and_our_answers_stay_in_reach(web: Web) -> None:
    journey = placed(web)
    on(web, journey.today)
    browser = family_of(web, journey)
    html = browser.get("/family").text
    assert "Read what became of everything you said about the draft." in words(html)
    assert "Read the draft and respond" in words(html), "what comes late is kept as well"
    assert 'href="/family/messages"' in html
    journey.confirm_address().at(week(17)).send_final()
    told = words(browser.get("/family").text)
    assert "The draft, and what became of what you said" in told
    assert "Read the draft and respond" not in told
