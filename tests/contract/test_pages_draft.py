"""The draft with the family: each reads what went to them, says something on the very item, sees what became of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, select

from api.deps import ReadContext
from api.pages import family_draft
from api.pages.family import own_case
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.domain.case import (
    Answer,
    ContactKind,
    MeetingWay,
    Representation,
    RepresentationKind,
    Road,
)
from ehc_workflow.domain.errors import ImpossibleFactsError, NotFoundError
from ehc_workflow.domain.facts import Method
from ehc_workflow.service.organisation_changes import by_command_line
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import CaseFile, case_file
from ehc_workflow.store.tables.accounts import UserAccount
from ehc_workflow.store.tables.papers import OutboxMessage
from ehc_workflow.store.tables.people import ContactRow
from tests import builders as b
from tests.support.casework import drafting, on, week, with_family
from tests.support.plans import items_for
from tests.support.web import Web, hidden, send, sign_in, summary, words

MINE = "\u0623\u0631\u064a\u062f \u0627\u0644\u0645\u0632\u064a\u062f \U0001f9e9 <b>30 minutes</b> is not enough"
LAST_DAY = date(2026, 4, 21)


def family_of(web: Web, journey: b.Journey) -> TestClient:
    seat = Seat(
        id=new_id(), role=Role.FAMILY, authority_id=b.AUTHORITY, assessment_id=journey.case_id
    )
    return web.signed_in(Role.FAMILY, seat=seat)


def contact_with_account(
    web: Web, journey: b.Journey, name: str, kind: ContactKind = ContactKind.PARENT
) -> TestClient:
    """One more of the family, who can be written to and signs in."""
    address = f"{name}@example.invalid"
    with web.database.writing() as connection:
        connection.execute(
            insert(ContactRow).values(
                id=b.fixed_id(name),
                assessment_id=journey.case_id,
                kind=kind.value,
                name="Invented",
                email=address,
                phone="",
                address="",
                preferred_method="email",
            )
        )
    web.accounts.create(address, "Invented", password="correct horse battery", now=web.clock.now())
    seat = Seat(
        id=new_id(), role=Role.FAMILY, authority_id=b.AUTHORITY, assessment_id=journey.case_id
    )
    by = by_command_line(now=web.clock.now(), today=web.clock.today())
    web.accounts.give_seat(address, seat, name=None, first_day=web.clock.today(), by=by)
    browser = web.browser()
    sign_in(browser, address)
    return browser


def said(web: Web, journey: b.Journey) -> Representation:
    with web.database.reading() as connection:
        return case_file(connection, journey.case_id).case.representations[-1]


@pytest.fixture
def served(web: Web) -> b.Journey:
    journey = with_family(web)
    on(web, week(12) + timedelta(days=2))
    return journey.at(week(12) + timedelta(days=2))


def test_the_draft_is_read_from_a_to_k_with_the_days_left(web: Web, served: b.Journey) -> None:
    told = words(family_of(web, served).get("/family/draft").text)
    assert "You have until the end of 21 April 2026 14 days left, counting today." in told
    titles = ["A. Your views", "B. Special", "E. Outcomes", "F. Special", "I. The school", "K. The"]
    places = [told.index(title) for title in titles]
    assert places == sorted(places)
    assert "F.1 Invented words of section F." in told, "what changes is told by this number"
    assert "left blank on purpose" in told


def test_a_comment_is_kept_on_the_very_item_in_the_version_it_is_about(
    web: Web, served: b.Journey
) -> None:
    browser = family_of(web, served)
    answer = send(browser, "/family/draft/say?item=f", {"said": MINE})
    assert answer.headers["location"] == "/family/draft#said"
    kept = said(web, served)
    assert (kept.about_item, kept.plan_version, kept.late) == ("f", 1, False)
    html = browser.get("/family/draft").text
    assert "&lt;b&gt;30 minutes&lt;/b&gt; is not enough" in html
    assert "أريد المزيد" in html
    assert "You said something about this on 8 April 2026. Waiting for our answer" in words(html)
    officer = words(web.signed_in(Role.CASEWORKER).get(_page(served)).text)
    assert "About section F, as it was served: Invented words of section F." in officer
    assert "Answer: comment of 8 April 2026" in officer


def _page(journey: b.Journey) -> str:
    return f"/assessments/{journey.case_id}/draft-with-family"


def test_an_empty_comment_comes_back_with_a_sentence(web: Web, served: b.Journey) -> None:
    browser = family_of(web, served)
    answer = send(browser, "/family/draft/say?section=F", {"said": "  "})
    assert "Write what you want to say about the draft" in summary(answer.text)
    assert browser.get("/family/draft/say?item=nothing").status_code == 404
    missing = send(browser, "/family/draft/ask-for-school", {"setting_id": "", "said": ""})
    assert "Choose a school or college, or write which one." in summary(missing.text)


@pytest.mark.parametrize(
    ("day", "at", "late"),
    [(LAST_DAY, time(23, 40), False), (LAST_DAY + timedelta(days=1), time(0, 10), True)],
)
def test_what_is_said_by_midnight_of_the_last_day_is_in_time(
    web: Web, served: b.Journey, day: date, at: time, late: bool
) -> None:
    web.clock.day, web.clock.at = day, at
    browser = family_of(web, served)
    send(browser, "/family/draft/say", {"said": "One more thing"})
    assert said(web, served).late is late
    page = words(browser.get("/family/draft").text)
    assert ("It came after your time; we may accept it all the same" in page) is late


def test_what_waits_can_be_added_to_and_taken_back_and_what_is_answered_cannot(
    web: Web, served: b.Journey
) -> None:
    browser = family_of(web, served)
    send(browser, "/family/draft/say", {"said": "First words"})
    one = said(web, served).id
    send(browser, f"/family/draft/said/{one}/add", {"said": "And more words"})
    told = words(browser.get("/family/draft").text)
    assert "First words Added 8 April 2026 And more words" in told
    page = browser.get("/family/draft")
    browser.post(f"/family/draft/said/{one}/take-back", data=hidden(page.text))
    assert "You took it back" in words(browser.get("/family/draft").text)
    again = browser.post(f"/family/draft/said/{one}/take-back", data=hidden(page.text))
    assert again.status_code == 409 or again.headers["location"] == "/family/draft#said"
    assert served.do(_comment(served, "another")).representations[-1].waits
    served.do(_answer(served, "another"))
    refused = browser.post(
        "/family/draft/said/another/take-back", data=hidden(browser.get("/family/draft").text)
    )
    assert refused.status_code == 409


def _comment(journey: b.Journey, said_id: str, **more: object) -> c.RecordRepresentation:
    fields: dict[str, object] = {
        "kind": RepresentationKind.COMMENT,
        "received_on": journey.today,
        "text": "Say how often.",
        "about_item": "f",
        **more,
    }
    return c.RecordRepresentation(
        assessment_id=journey.case_id,
        representation_id=said_id,
        **fields,  # type: ignore[arg-type]  # a builder's values
    )


def _answer(journey: b.Journey, said_id: str) -> c.AnswerRepresentation:
    return c.AnswerRepresentation(
        assessment_id=journey.case_id,
        representation_id=said_id,
        answer=Answer.ACCEPTED,
        answered_on=journey.today,
        reason="You are right: it must say how often.",
    )


def test_the_answer_reaches_the_family_without_a_word_of_the_case_in_the_message(
    web: Web, served: b.Journey
) -> None:
    served.do(_comment(served, "said", by_contact_id=b.parent_of(served.case_id)))
    served.do(_answer(served, "said"))
    told = words(family_of(web, served).get("/family/draft").text)
    assert "We agreed" in told
    assert "You are right: it must say how often." in told
    with web.database.reading() as connection:
        sent = connection.execute(
            select(OutboxMessage.recipient, OutboxMessage.params).where(
                OutboxMessage.template == "draft_reply_waiting"
            )
        ).all()
    assert [row.recipient for row in sent] == [f"contact:{b.parent_of(served.case_id)}"]
    assert set(sent[0].params) == {"reference", "assessment_id"}


def test_an_accepted_comment_is_open_work_until_the_plan_changes_by_it(
    web: Web, served: b.Journey
) -> None:
    served.do(_comment(served, "said"))
    served.do(_answer(served, "said"))
    officer = web.signed_in(Role.CASEWORKER)
    assert "Change the plan as was agreed: comment of 8 April 2026" in words(
        officer.get(_page(served)).text
    )
    served.do(
        c.SavePlan(
            assessment_id=served.case_id,
            saved_on=served.today,
            items=tuple(
                replace(one, number=7)
                for one in items_for(served.now, F="Weekly.")
                if one.id == "f"
            ),
            prompted_by="said",
        )
    )
    asked = officer.get(f"/assessments/{served.case_id}/steps/record_representation").text
    assert "Item F.1" in words(asked)
    after = words(officer.get(_page(served)).text)
    assert "Everything the family said is answered." in after
    changes = words(officer.get(f"/assessments/{served.case_id}/changes").text)
    assert "Item F.1: “Invented words of section F.” became “Weekly.”" in changes
    assert "Because of the family’s comment of 8 April 2026. Say how often." in changes
    assert family_of(web, served).get("/family/draft/changes").status_code == 404
    seen = words(family_of(web, served).get("/family/draft").text)
    assert "Invented words of section F." in seen  # what was served, never later text
    assert "Weekly." not in seen


def test_what_the_plan_was_changed_for_is_not_declined_afterwards(
    web: Web, served: b.Journey
) -> None:
    served.do(_comment(served, "said"))
    served.do(
        c.SavePlan(
            assessment_id=served.case_id,
            saved_on=served.today,
            items=tuple(one for one in items_for(served.now, F="Weekly.") if one.id == "f"),
            prompted_by="said",
        )
    )
    with pytest.raises(ImpossibleFactsError, match="changed because of this, in version 2"):
        served.do(replace(_answer(served, "said"), answer=Answer.DECLINED))
    assert served.do(_answer(served, "said")).representations[-1].answer is Answer.ACCEPTED


def test_a_draft_without_its_items_on_file_offers_to_speak_of_no_item(
    web: Web, served: b.Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_items(reads: ReadContext) -> CaseFile:
        file = own_case(reads)
        drafts = tuple(replace(draft, items=()) for draft in file.case.drafts)
        return replace(file, case=replace(file.case, drafts=drafts))

    browser = family_of(web, served)
    assert "say?item=f" in browser.get("/family/draft").text
    monkeypatch.setattr(family_draft, "own_case", without_items)
    page = browser.get("/family/draft").text
    assert "Invented words of section F." in page
    assert "say?item=" not in page
    assert "say?section=F" in page
    assert browser.get("/family/draft/say?item=f").status_code == 404


def test_a_note_of_a_call_says_who_said_it_how_and_when(web: Web, served: b.Journey) -> None:
    officer = web.signed_in(Role.CASEWORKER)
    answer = send(
        officer,
        f"/assessments/{served.case_id}/steps/record_representation",
        {
            "kind": "comment",
            "received_on-day": "8",
            "received_on-month": "4",
            "received_on-year": "2026",
            "text": "She says an hour is needed.",
            "about_item": "f",
            "road": "phone",
            "by_contact_id": b.parent_of(served.case_id),
        },
    )
    assert answer.headers["location"] == _page(served)
    shown = officer.get(_page(served)).text
    assert re.search(r"Comment\s+<strong", shown), "a heading that runs into its badge"
    told = words(shown)
    assert "Sam Example, 8 April 2026, by telephone; kept by Invented caseworker" in told


def test_a_part_draft_is_marked_and_takes_no_comments(web: Web) -> None:
    journey = drafting(web).save_plan()
    journey.do(
        c.SharePartDraft(
            assessment_id=journey.case_id,
            draft_id="part",
            sent_on=journey.today,
            method=Method.EMAIL,
            reason="To talk it over",
        )
    )
    on(web, journey.today)
    browser = family_of(web, journey)
    told = words(browser.get("/family/draft").text)
    assert "This is not the draft plan yet." in told
    assert "Your 15 days have not begun" in told
    assert "Say something about this" not in told
    assert browser.get("/family/draft/say").status_code == 404


def test_the_draft_is_for_those_it_went_to_and_their_words_are_their_own(
    web: Web, served: b.Journey
) -> None:
    other = contact_with_account(web, served, "pat")
    helper = contact_with_account(web, served, "rep", ContactKind.REPRESENTATIVE)
    parent = web.browser()
    web.accounts.create(
        "sam@example.invalid", "Sam", password="correct horse battery", now=web.clock.now()
    )
    seat = Seat(
        id=new_id(), role=Role.FAMILY, authority_id=b.AUTHORITY, assessment_id=served.case_id
    )
    by = by_command_line(now=web.clock.now(), today=web.clock.today())
    web.accounts.give_seat(
        "sam@example.invalid", seat, name=None, first_day=web.clock.today(), by=by
    )
    sign_in(parent, "sam@example.invalid")
    send(parent, "/family/draft/say?item=f", {"said": "Only mine"})
    assert "Only mine" in words(parent.get("/family/draft").text)
    for browser in (other, helper):
        told = words(browser.get("/family/draft").text)
        assert "There is no draft for you to read yet." in told
        assert "Only mine" not in told
        assert browser.get("/family/draft/say?item=f").status_code == 404
        taken = browser.post(
            f"/family/draft/said/{said(web, served).id}/take-back",
            data=hidden(browser.get("/family/draft").text),
        )
        assert taken.status_code == 404


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"by_contact_id": "pat"}, "Say it in your own name"),
        ({"by_contact_id": None}, "Say it in your own name"),
        ({"received_on": date(2026, 4, 7)}, "give today as its day"),
        ({"road": Road.LETTER}, "comes by the portal"),
    ],
)
@pytest.mark.parametrize("step", ["comment", "message"])
def test_a_parent_speaks_in_no_other_name_and_on_no_other_day(
    web: Web, served: b.Journey, step: str, changed: dict[str, object], says: str
) -> None:
    contact_with_account(web, served, "pat")
    sam = _sam(web, served)
    fields: dict[str, object] = {
        "by_contact_id": b.parent_of(served.case_id),
        "road": Road.PORTAL,
        "received_on": served.today,
    }
    if changed.get("by_contact_id"):
        changed = {"by_contact_id": b.fixed_id("pat")}
    with pytest.raises(ImpossibleFactsError) as refused:
        served.do(_words_of(step, served, {**fields, **changed}), sam)
    assert says in str(refused.value)
    served.do(_words_of(step, served, fields), sam)
    served.do(_words_of(step, served, {**fields, "road": Road.LETTER}, "by an officer"))


@pytest.mark.parametrize("day", [-1, 1])
def test_what_a_family_adds_or_takes_back_is_said_today(
    web: Web, served: b.Journey, day: int
) -> None:
    sam = _sam(web, served)
    fields: dict[str, object] = {
        "by_contact_id": b.parent_of(served.case_id),
        "road": Road.PORTAL,
        "received_on": served.today,
    }
    served.do(_words_of("comment", served, fields), sam)
    served.at(served.today + timedelta(days=2))
    other = served.today + timedelta(days=day)
    for command in (
        c.AddToRepresentation(
            assessment_id=served.case_id, representation_id="one", added_on=other, text="More"
        ),
        c.TakeBackRepresentation(
            assessment_id=served.case_id, representation_id="one", taken_back_on=other
        ),
    ):
        with pytest.raises(ImpossibleFactsError, match="today as its day"):
            served.do(command, sam)


def _words_of(
    step: str, journey: b.Journey, fields: dict[str, object], own_id: str = "one"
) -> c.Command:
    if step == "comment":
        return _comment(journey, own_id, **fields)
    return c.RecordFamilyMessage(
        assessment_id=journey.case_id,
        message_id=own_id,
        said="Hello",
        **fields,  # type: ignore[arg-type]  # a builder's values
    )


def _sam(web: Web, journey: b.Journey) -> Actor:
    """The parent on file, as somebody who has signed in."""
    address = "sam@example.invalid"
    web.accounts.create(address, "Sam", password="correct horse battery", now=web.clock.now())
    seat = Seat(
        id=new_id(), role=Role.FAMILY, authority_id=b.AUTHORITY, assessment_id=journey.case_id
    )
    with web.database.reading() as connection:
        user_id = connection.scalar(select(UserAccount.id).where(UserAccount.email == address))
    assert user_id is not None
    return Actor(id=user_id, name="Sam", seats=(seat,))


def test_what_an_officer_wrote_down_for_a_parent_is_theirs_to_add_to_and_take_back(
    web: Web, served: b.Journey
) -> None:
    add_contact(served)
    sam, theirs = _sam(web, served), b.parent_of(served.case_id)
    served.do(_comment(served, "rang", by_contact_id=theirs, road=Road.PHONE))
    served.do(_comment(served, "other", by_contact_id=b.fixed_id("pat"), road=Road.PHONE))
    more = c.AddToRepresentation(
        assessment_id=served.case_id,
        representation_id="rang",
        added_on=served.today,
        text="And once more.",
    )
    served.do(more, sam)
    back = c.TakeBackRepresentation(
        assessment_id=served.case_id, representation_id="rang", taken_back_on=served.today
    )
    after = served.do(back, sam)
    assert [one.taken_back_on for one in after.representations] == [served.today, None]
    for command in (more, back):
        with pytest.raises(NotFoundError):
            served.do(replace(command, representation_id="other"), sam)


def add_contact(journey: b.Journey) -> None:
    """A second parent on file."""
    journey.do(
        c.AddContact(
            assessment_id=journey.case_id,
            contact=c.ContactDetails(
                id=b.fixed_id("pat"),
                kind=ContactKind.PARENT,
                name="Pat Example",
                email="pat@example.invalid",
            ),
        )
    )


@pytest.mark.parametrize("role", [Role.DCO, Role.PSYCHOLOGY, Role.SOCIAL_CARE, Role.SETTING])
def test_who_gives_advice_sees_nothing_of_the_talk(web: Web, served: b.Journey, role: Role) -> None:
    browser = web.signed_in(role)
    assert browser.get(_page(served)).status_code == 404
    assert browser.get(f"/assessments/{served.case_id}/changes").status_code == 404
    assert browser.get("/family/draft").status_code == 403


def test_what_suits_is_asked_of_who_wants_to_meet_and_not_of_who_wants_a_budget(
    web: Web, served: b.Journey
) -> None:
    browser = family_of(web, served)
    assert "days and times that suit you" in browser.get("/family/draft/ask-for/meeting").text
    told = browser.get("/family/draft/ask-for/personal-budget").text
    assert "what you would use it for" in told
    assert "suit you" not in told


def test_a_meeting_is_offered_refused_and_held_in_sight_of_both(
    web: Web, served: b.Journey
) -> None:
    browser = family_of(web, served)
    send(browser, "/family/draft/ask-for/meeting", {"said": "Evenings, please"})
    asked = said(web, served).id
    served.do(
        c.OfferMeeting(
            assessment_id=served.case_id,
            representation_id=asked,
            offer_id="first",
            offered_on=served.today,
            meet_on=served.today + timedelta(days=3),
            way=MeetingWay.VIDEO,
            where="At 10am",
        )
    )
    assert "We offered 11 April 2026 , by video: At 10am." in words(
        browser.get("/family/draft").text
    )
    send(browser, f"/family/draft/said/{asked}/offers/first", {"said": "I work then"})
    officer = web.signed_in(Role.CASEWORKER)
    told = words(officer.get(_page(served)).text)
    assert "Refused on 8 April 2026: “I work then”." in told
    assert "Meet the family, or offer it days: request for a meeting of 8 April 2026" in told
    held = send(
        officer,
        f"/assessments/{served.case_id}/steps/record_meeting_held?representation_id={asked}",
        {
            "representation_id": asked,
            "held_on-day": "8",
            "held_on-month": "4",
            "held_on-year": "2026",
            "way": "phone",
            "agreed-0-words": "Say how often in F",
        },
    )
    assert held.headers["location"] == _page(served)
    assert "Do or answer point 1 agreed at the meeting" in words(officer.get(_page(served)).text)
    assert "What we agreed: Say how often in F Not done yet" in words(
        browser.get("/family/draft").text
    )


def test_the_item_opens_with_what_prompted_the_change(web: Web, served: b.Journey) -> None:
    served.do(_comment(served, "said"))
    served.do(_answer(served, "said"))
    officer = web.signed_in(Role.CASEWORKER)
    link = f"/assessments/{served.case_id}/plan/items/f?because=said"
    assert link in officer.get(_page(served)).text
    opened = web.signed_in(Role.PLAN_WRITER).get(link).text
    chosen = opened.split('value="said"')[1].split(">")[0]
    assert "checked" in chosen
