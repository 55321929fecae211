"""The desk: every request a seat reaches, late and due first, and what can be done about one. S08, S11 to S13, S16."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem, ReplyKind
from ehc_workflow.service.desk import desk_reach
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries import desk
from ehc_workflow.store.queries.desk import View
from tests import builders as b
from tests.support.casework import (
    answer,
    assessing,
    considered,
    counted,
    drafting,
    filled,
    on,
    week,
)
from tests.support.web import Web, hidden, summary, words

HEALTH = AdviceItem.HEALTH
LISTED = re.compile(r'href="/desk/requests/([0-9a-f-]{36})"')
WITHIN_THE_CASE = ("", "/advice", "/reply", "/received", "/missed-appointment", "/chase", "/check")


def at(journey: b.Journey, item: AdviceItem = HEALTH, page: str = "") -> str:
    return f"/desk/requests/{journey.request_id(item)}{page}"


def asked_unconfirmed(web: Web, *items: AdviceItem, service: bool = True) -> b.Journey:
    """A case that asked in week 4 and was not told that it arrived."""
    journey = considered(web).at(week(4)).decide_to_assess().tell_assessing()
    journey.do(
        c.RequestAdvice(
            assessment_id=journey.case_id,
            requested_on=journey.today,
            asked=tuple(
                c.Asked(
                    request_id=journey.request_id(item),
                    item=item,
                    service_id=b.SERVICES.get(item) if service else None,
                )
                for item in items
            ),
        )
    )
    return journey


def view(browser: TestClient, name: str, **more: str) -> str:
    return words(browser.get("/desk", params={"view": name, **more}).text)


def test_a_contributors_first_page_is_the_desk(web: Web) -> None:
    for role in (Role.DCO, Role.HEALTH_ADMINISTRATOR, Role.PSYCHOLOGY, Role.SOCIAL_CARE):
        assert web.signed_in(role).get("/").headers["location"] == "/desk"


def test_nobody_else_has_a_desk(web: Web) -> None:
    for role in (Role.CASEWORKER, Role.FAMILY, Role.AUDITOR):
        assert web.signed_in(role).get("/desk").status_code == 403


def test_health_sees_all_health_advice_and_psychology_its_own(web: Web) -> None:
    journey = assessing(web)
    on(web, week(5))
    assert journey.case
    health = view(web.signed_in(Role.DCO), "to_give")
    assert f"{journey.case.reference} Health Invented health service" in health
    assert "Educational psychology" not in health
    psychology = view(web.signed_in(Role.PSYCHOLOGY), "to_give")
    assert "Educational psychology Invented psychology service" in psychology
    assert "Health" not in psychology.split("Due", 1)[1]


def test_the_due_day_stands_with_its_basis(web: Web) -> None:
    assessing(web)
    on(web, week(5))
    told = view(web.signed_in(Role.DCO), "to_give")
    assert "Mon 30 Mar 2026 statutory, reg 8(1) 42 days left" in told
    assert "guidance, Code 9.41" in view(web.signed_in(Role.PSYCHOLOGY), "to_give")


@pytest.mark.parametrize(
    ("day", "late", "soon", "badge"),
    [
        (week(11) - timedelta(days=7), 0, 0, "7 days left"),
        (week(11) - timedelta(days=6), 0, 1, "6 days left"),
        (week(11), 0, 1, "Due today"),
        (week(11) + timedelta(days=1), 1, 0, "1 day late"),
    ],
)
def test_late_and_due_this_week(web: Web, day: date, late: int, soon: int, badge: str) -> None:
    assessing(web)
    on(web, day)
    told = view(web.signed_in(Role.DCO), "to_give")
    assert f"{late} Late {soon} Due this week" in told
    assert badge in told


def test_what_is_due_first_comes_first(web: Web) -> None:
    later, sooner = assessing(web), assessing(web, asked_on=week(4))
    on(web, week(5))
    html = web.signed_in(Role.DCO).get("/desk").text
    assert html.index(sooner.request_id(HEALTH)) < html.index(later.request_id(HEALTH))


def test_search_by_name_and_reference(web: Web) -> None:
    journey = assessing(web)
    on(web, week(5))
    assert journey.case
    browser = web.signed_in(Role.DCO)
    for text in ("robin", "EXAMPLE", journey.case.reference[:7].lower()):
        assert journey.case.reference in view(browser, "to_give", q=text)
    assert "No request here matches “Somebody”" in view(browser, "to_give", q="Somebody")
    assert "No request here matches “%”" in view(browser, "to_give", q="%")


def test_empty_parts_say_so(web: Web) -> None:
    browser = web.signed_in(Role.DCO)
    assert "Nothing is waiting for your advice." in view(browser, "to_give")
    assert "No advice waits to be checked." in view(browser, "to_check")


def test_the_list_is_paged_forwards_and_back(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PAGE", 2)
    ids = {assessing(web).request_id(HEALTH) for _ in range(5)}
    on(web, week(5))
    browser = web.signed_in(Role.DCO)
    pages, address, back = [], "/desk", []
    while address:
        html = browser.get(address).text
        pages.append(LISTED.findall(html))
        back.append(link(html, "prev"))
        address = link(html, "next")
    assert [len(page) for page in pages] == [2, 2, 1]
    assert {each for page in pages for each in page} == ids
    assert LISTED.findall(browser.get(back[2]).text) == pages[1]
    assert back[0] == ""


def link(html: str, rel: str) -> str:
    found = re.search(rf'href="([^"]*)" rel="{rel}"', html)
    return found[1].replace("&amp;", "&") if found else ""


def test_the_desk_is_two_statements_and_one_request_twelve(web: Web) -> None:
    journey = assessing(web).give(HEALTH)
    on(web, week(5))
    with web.database.reading() as connection, counted(connection) as said:
        desk.lines(connection, desk_reach(b.DCO), View.TO_GIVE, today=week(5))
        desk.counts(connection, desk_reach(b.DCO), today=week(5))
    assert len(said) == 2
    browser = web.signed_in(Role.DCO)
    with counted(web.database.reader) as said:
        browser.get(at(journey))
    assert len(said) == 12 + 1, "and one to know the session"


@pytest.mark.parametrize("page", WITHIN_THE_CASE)
def test_a_request_out_of_reach_is_not_there(web: Web, page: str) -> None:
    journey = assessing(web).give(HEALTH)
    on(web, week(5))
    other_school = Seat(
        id=new_id(), role=Role.SETTING, authority_id=b.AUTHORITY, service_id=b.OTHER_SCHOOL
    )
    for browser in (
        web.signed_in(Role.PSYCHOLOGY),
        web.signed_in(Role.SETTING, seat=other_school),
        web.signed_in(Role.FAMILY),
        web.signed_in(Role.ADMINISTRATOR),
    ):
        assert browser.get(at(journey, page=page)).status_code == 404
    assert web.signed_in(Role.DCO).get(f"/desk/requests/{new_id()}{page}").status_code == 404


def test_one_request_says_what_by_when_and_why_that_day(web: Web) -> None:
    journey = assessing(web)
    on(web, week(5))
    told = words(web.signed_in(Role.DCO).get(at(journey)).text)
    assert "Due on 30 March 2026 (statutory, reg 8(1))" in told
    assert "Why it is due on 30 March 2026" in told
    assert "received by the body on Monday 16 February 2026" in told
    assert "No files came with this request." in told
    assert "Advice asked for 16 February 2026" in told


# --- receipt, replies, appointments -------------------------------------------------------------------------------


def test_several_are_confirmed_at_once(web: Web) -> None:
    journeys = [asked_unconfirmed(web, HEALTH) for _ in range(3)]
    on(web, week(5))
    browser = web.signed_in(Role.HEALTH_ADMINISTRATOR)
    page = browser.get("/desk?view=not_confirmed").text
    chosen = [journey.request_id(HEALTH) for journey in journeys[:2]]
    sent = browser.post("/desk/received", data={**hidden(page), "request": chosen})
    assert sent.status_code == 303
    told = view(browser, "not_confirmed")
    assert "2 requests confirmed as received today." in told
    assert "1 Receipt to confirm" in told
    assert "Mon 30 Mar 2026 statutory, reg 8(1)" in view(browser, "to_give")


def test_confirming_none_or_anothers_is_refused(web: Web) -> None:
    theirs = asked_unconfirmed(web, AdviceItem.PSYCHOLOGY)
    asked_unconfirmed(web, HEALTH)
    on(web, week(5))
    browser = web.signed_in(Role.HEALTH_ADMINISTRATOR)
    page = hidden(browser.get("/desk?view=not_confirmed").text)
    nothing = browser.post("/desk/received", data=page)
    assert nothing.status_code == 422
    assert "Choose the requests that you have received." in summary(nothing.text)
    strange = theirs.request_id(AdviceItem.PSYCHOLOGY)
    browser.post("/desk/received", data={**page, "request": [strange]})
    assert "0 requests confirmed" in view(browser, "not_confirmed")


def test_s08_the_six_weeks_run_from_the_day_it_was_received(web: Web) -> None:
    journey = asked_unconfirmed(web, HEALTH)
    on(web, week(6))
    browser = web.signed_in(Role.DCO)
    early = answer(browser, at(journey, page="/received"), **{"received_by_body_on-month": "1"})
    assert early.status_code == 422
    assert "before it was sent" in summary(early.text)
    answer(browser, at(journey, page="/received"))
    assert "Due on 6 April 2026 (statutory, reg 8(1))" in words(browser.get(at(journey)).text)


def test_s13_not_known_is_a_reply_and_no_advice(web: Web) -> None:
    journey = assessing(web)
    on(web, week(5) + timedelta(days=4))
    browser = web.signed_in(Role.HEALTH_ADMINISTRATOR)
    sent = answer(browser, at(journey, page="/reply"), kind="not_known", note="No record here.")
    assert sent.headers["location"] == at(journey)
    told = words(browser.get(at(journey)).text)
    assert "It is a reply, not advice: the advice is still owed." in told
    assert "No advice has been given yet." in told
    assert "Note: No record here." in told
    assert "1 Not known, to resolve" in view(browser, "not_known")
    assert "0 To give" in view(browser, "to_give")
    assert "0 Given, to be checked" in view(browser, "to_give")


def test_s13_the_dco_settles_it_with_another_service_or_a_statement(web: Web) -> None:
    journey = assessing(web)
    on(web, week(6))
    journey.at(week(6)).do(
        c.ReplyToRequest(
            assessment_id=journey.case_id,
            request_id=journey.request_id(HEALTH),
            kind=ReplyKind.NOT_KNOWN,
            replied_on=week(6),
        ),
        b.DCO,
    )
    assert (
        web.signed_in(Role.HEALTH_ADMINISTRATOR).get(at(journey, page="/settle")).status_code == 404
    )
    browser = web.signed_in(Role.DCO)
    without = answer(browser, at(journey, page="/settle"))
    assert without.status_code == 422
    assert "Say who can advise and why, or give the reasoned position" in summary(without.text)
    forged = answer(browser, at(journey, page="/settle"), statement="x", service_id=b.SCHOOL)
    assert "Choose a service from the list." in summary(forged.text)
    answer(browser, at(journey, page="/settle"), statement="The community team knows the child.")
    told = words(browser.get(at(journey)).text)
    assert "Statement: The community team knows the child." in told
    assert "0 Not known, to resolve" in view(browser, "to_give")
    assert "1 To give" in view(browser, "to_give"), "the advice is still owed"


def test_s16_a_missed_appointment_moves_nothing(web: Web) -> None:
    journey = assessing(web)
    on(web, week(8))
    browser = web.signed_in(Role.PSYCHOLOGY)
    page = at(journey, AdviceItem.PSYCHOLOGY, "/missed-appointment")
    assert "Your six weeks come from guidance" in words(browser.get(page).text)
    answer(
        browser,
        page,
        purpose="examination",
        missed_on="6 4 2026",
        what_would_help="A morning.",
    )
    sent = answer(
        browser,
        page,
        purpose="examination",
        missed_on="9 3 2026",
        new_appointment_on="20 3 2026",
        what_would_help="A morning, at school.",
    )
    assert sent.status_code == 303
    told = words(browser.get(at(journey, AdviceItem.PSYCHOLOGY)).text)
    assert "What would help: A morning, at school." in told
    assert "Due on 30 March 2026 (guidance, Code 9.41)" in told
    health = words(web.signed_in(Role.DCO).get(at(journey, page="/missed-appointment")).text)
    assert "reg 8(2)(c)" in health


def test_s11_a_chase_is_two_actions_from_the_list(web: Web) -> None:
    journey = assessing(web)
    on(web, week(13))
    browser = web.signed_in(Role.DCO)
    assert f'href="{at(journey, page="/chase")}"' in browser.get("/desk?view=late").text
    answer(browser, at(journey, page="/chase"), to_whom="The clinic’s desk", reply="Next week.")
    told = words(browser.get(at(journey)).text)
    assert "To: The clinic’s desk" in told
    assert "Last chased on 13 April 2026" in told
    assert "/chase" not in web.signed_in(Role.PSYCHOLOGY).get("/desk?view=late").text


# --- checks and section G -------------------------------------------------------------------------------------------


def test_s14_the_checker_sees_the_gaps_and_returns_the_advice_with_them(web: Web) -> None:
    journey = assessing(web).at(week(10))
    vague = c.Paragraph(kind="provision", text="Would benefit from regular input")  # type: ignore[arg-type]
    journey.give(HEALTH, b.HEALTH_ADMINISTRATOR, paragraphs=(vague,))
    on(web, week(10))
    browser = web.signed_in(Role.DCO)
    page = browser.get(at(journey, page="/check")).text
    assert "says “would benefit from”" in words(page)
    assert "Provision 1 does not say how much." in page, "the gaps stand there to be ticked"
    gaps = ["No need is stated.", "Provision 1 does not say how much."]
    answer(browser, at(journey, page="/check"), outcome="return", found=gaps)
    told = words(browser.get(at(journey)).text)
    assert "Returned on 23 March 2026" in told
    assert "Gaps: No need is stated. Provision 1 does not say how much." in told
    assert "Due on 30 March 2026" in told, "the first due day stays"
    assert "1 Returned to us" in view(browser, "returned")


def test_advice_is_accepted(web: Web) -> None:
    journey = assessing(web).at(week(10)).give(HEALTH, b.HEALTH_ADMINISTRATOR)
    on(web, week(10))
    browser = web.signed_in(Role.DCO)
    answer(browser, at(journey, page="/check"), outcome="accept", gaps="")
    assert "Accepted on 23 March 2026" in words(browser.get(at(journey)).text)
    assert "1 Accepted lately" in view(browser, "done")


def test_those_who_give_advice_do_not_check_it(web: Web) -> None:
    journey = assessing(web).at(week(10)).give(AdviceItem.PSYCHOLOGY, b.PSYCHOLOGIST)
    on(web, week(10))
    browser = web.signed_in(Role.PSYCHOLOGY)
    assert browser.get(at(journey, AdviceItem.PSYCHOLOGY, "/check")).status_code == 404
    assert "Check the advice" not in words(browser.get(at(journey, AdviceItem.PSYCHOLOGY)).text)


def test_section_g_is_agreed_for_a_case_in_drafting(web: Web) -> None:
    journey = drafting(web)
    on(web, week(12))
    browser = web.signed_in(Role.DCO)
    assert browser.get(at(journey, page="/section-g")).status_code == 404, "nothing is drafted yet"
    journey.save_plan(G="A nurse changes the tube every four hours.")
    told = words(browser.get(at(journey, page="/section-g")).text)
    assert "A nurse changes the tube every four hours." in told
    assert "Invented words of section F." not in told, "least sight"
    answer(browser, at(journey, page="/section-g"), by_whom="Invented officer, DCO")
    assert "The agreement to section G is recorded (reg 12(2))." in words(
        browser.get(at(journey)).text
    )
    assert browser.get(at(journey, page="/section-g")).status_code == 404
    kept = words(web.signed_in(Role.DCO).get(at(journey)).text)
    assert "Section G of the plan Agreed on 6 April 2026 (reg 12(2))" in kept


def test_the_desk_opens_on_what_waits_where_no_advice_is_owed(web: Web) -> None:
    journey = drafting(web)
    on(web, week(12))
    browser = web.signed_in(Role.DCO)
    assert "Nothing is waiting for your advice." in words(browser.get("/desk").text)
    journey.save_plan(G="A nurse comes every week.")
    assert "Read and agree it" in words(browser.get("/desk").text)


def test_the_health_body_agrees_no_words_that_it_did_not_read(web: Web) -> None:
    journey = drafting(web).save_plan(G="A nurse comes every week.")
    on(web, week(12))
    browser, where = web.signed_in(Role.DCO), at(journey, page="/section-g")
    page = browser.get(where).text
    journey.save_plan(G="A nurse comes every month.")
    sent = {**filled(page), "by_whom": "Invented officer, DCO"}
    refused = browser.post(where, data={**hidden(page), **sent})
    assert "Section G was changed since you opened it." in summary(refused.text)
    assert "A nurse comes every month." in words(refused.text)
    assert journey.now.health_provision_agreed_on is None
    again = browser.post(where, data={**hidden(refused.text), **filled(refused.text)})
    assert again.status_code == 303, summary(again.text)
    assert "Invented officer, DCO" in refused.text
