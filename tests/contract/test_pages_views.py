"""The family's own part: each voice apart, in any way it can be had, and never silently blank."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem, AdviceRequest, ContactKind, Way
from ehc_workflow.domain.facts import TriggerKind, Who
from ehc_workflow.service.verify import verify
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import case_file
from tests.builders import AUTHORITY, Journey, receive_request
from tests.support.casework import answer, assessing, on, set_letters, week
from tests.support.web import Web, send, summary, words

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
SAID: dict[str, Any] = {
    "words": "I like the guinea pigs.\n\nI do not like the bell.",
    "ways": ["said", "drawn"],
    "author_name": "Robin Example",
    "support": "taken_up",
    "support_by": "Invented SENDIASS",
}


def family(web: Web, journey: Journey) -> TestClient:
    seat = Seat(
        id=new_id(), role=Role.FAMILY, authority_id=AUTHORITY, assessment_id=journey.case_id
    )
    return web.signed_in(Role.FAMILY, seat=seat)


def asked(web: Web) -> Journey:
    """A case whose family was asked in week 5; it is week 6."""
    journey = assessing(web)
    on(web, week(6))
    return journey


def views(journey: Journey, *parts: str) -> str:
    return "/".join((f"/assessments/{journey.case_id}/views", *parts))


def of_family(web: Web, journey: Journey) -> AdviceRequest:
    with web.database.reading() as connection:
        case = case_file(connection, journey.case_id).case
    (request,) = [one for one in case.advice if one.item is AdviceItem.FAMILY]
    return request


def test_a_parent_gives_their_own_views_and_the_childs_apart(web: Web) -> None:
    journey = asked(web)
    set_letters(web)
    browser = family(web, journey)
    assert views(journey) in browser.get("/family").text
    form = browser.get(views(journey, "child")).text
    assert "Invented SENDIASS" in form
    assert answer(browser, views(journey, "child"), **SAID).status_code == 303
    own = {**SAID, "words": "We want calmer mornings.", "ways": ["written"], "author_name": "Sam"}
    assert answer(browser, views(journey, "parent"), **own).status_code == 303
    shown = words(browser.get(views(journey)).text)
    assert "I like the guinea pigs." in shown
    assert "Said, and written down by somebody; Drawn, painted or photographed." in shown
    assert [one.voice for one in of_family(web, journey).contributions] == [Who.CHILD, Who.PARENT]
    assert of_family(web, journey).accepted_on is None


def test_a_caseworker_reads_them_and_the_plan_begins_with_both(web: Web) -> None:
    journey = asked(web).at(week(6)).give(AdviceItem.FAMILY)
    browser = web.signed_in(Role.CASEWORKER)
    request = f"/desk/requests/{journey.request_id(AdviceItem.FAMILY)}"
    assert "Check the advice" not in words(browser.get(request).text)
    assert browser.get(f"{request}/views").headers["location"] == views(journey)
    shown = words(browser.get(views(journey)).text)
    assert "Invented words of the parent." in shown
    assert "Invented words of the child." in shown
    assert send(browser, views(journey), {}).status_code == 303
    assert of_family(web, journey).accepted_on == week(6)
    plan = web.signed_in(Role.PLAN_WRITER).get(f"/assessments/{journey.case_id}/plan").text
    assert "Invented words of the parent." in plan
    assert "Invented words of the child." in plan


def test_a_childs_own_views_are_never_left_blank_without_a_word(web: Web) -> None:
    journey = asked(web).at(week(6)).give_views(Who.PARENT)
    browser = web.signed_in(Role.CASEWORKER)
    shown = browser.get(views(journey)).text
    assert "cannot be taken over yet: the child’s own views are blank" in words(shown)
    assert "I have read them" not in shown
    form = f"/assessments/{journey.case_id}/steps/accept_advice"
    refused = answer(
        browser, form, request_id=journey.request_id(AdviceItem.FAMILY), accepted_on=str(week(6))
    )
    assert "or what was tried to have them (s19(a), reg 6(1)(a))" in summary(refused.text)
    path = views(journey, "child", "not-obtained")
    empty = answer(browser, path, tried="", why_not="")
    assert "Answer the question “What was tried?”" in summary(empty.text)
    kept = answer(browser, path, tried="A talking mat, twice", why_not="Robin turned away")
    assert kept.status_code == 303, kept.text
    shown = words(browser.get(views(journey)).text)
    assert "A talking mat, twice" in shown
    assert "Could not be had" in shown
    assert send(browser, views(journey), {}).status_code == 303
    assert of_family(web, journey).is_answered


def test_that_a_parents_views_could_not_be_had_is_no_contribution(web: Web) -> None:
    journey = asked(web).at(week(6)).give_views(Who.CHILD)
    browser = web.signed_in(Role.CASEWORKER)
    path = views(journey, "parent", "not-obtained")
    assert answer(browser, path, tried="Two letters", why_not="No reply").status_code == 303
    assert "I have read them" not in browser.get(views(journey)).text
    request = of_family(web, journey)
    assert not request.is_answered
    assert request.first_received_on is None


def test_a_young_person_speaks_for_themself_and_a_parent_may_add(web: Web) -> None:
    contact = replace(
        receive_request("anybody").contacts[0], id=new_id(), kind=ContactKind.YOUNG_PERSON
    )
    journey = Journey(web.database).receive(
        date_of_birth=date(2008, 5, 6),
        kind=TriggerKind.YOUNG_PERSON_REQUEST,
        contacts=(contact,),
    )
    journey.sending = partial(journey.sending, addressee=contact.id)  # type: ignore[method-assign]
    journey.at(week(1)).consider().at(week(4)).decide_to_assess().tell_assessing()
    journey.at(week(5)).ask()
    on(web, week(6))
    browser = web.signed_in(Role.CASEWORKER)
    shown = words(browser.get(views(journey)).text)
    assert "The young person’s own views" in shown
    assert "A parent may add their views" in shown
    assert browser.get(views(journey, "child")).status_code == 404
    assert answer(browser, views(journey, "young_person"), **SAID).status_code == 303
    assert send(browser, views(journey), {}).status_code == 303


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"words": ""}, "Write down the views, or attach the letter"),
        ({"ways": []}, "Select how the views were obtained"),
        ({"ways": ["advocate"], "helped_by": ""}, "Say who spoke for them, or who observed."),
        ({"author_name": ""}, "name of the person whose views they are"),
        ({"support_by": ""}, "Say who gives or offered the support."),
        ({"received_on": "1 1 2031"}, "which is in the future"),
        ({"received_on": str(week(2))}, "before they were asked"),
    ],
)
def test_half_an_account_comes_back_with_what_was_typed(
    web: Web, changes: dict[str, Any], says: str
) -> None:
    journey = asked(web)
    given = {**SAID, **changes}
    if "received_on" in changes:
        given |= {f"received_on-{part}": "" for part in ("day", "month", "year")}
    refused = answer(web.signed_in(Role.CASEWORKER), views(journey, "child"), **given)
    assert refused.status_code == 422
    assert says in summary(refused.text)
    assert (changes.get("words", "I like the guinea pigs.")) in refused.text
    assert of_family(web, journey).contributions == ()


def test_a_picture_is_views_enough_and_stays_when_something_else_is_refused(web: Web) -> None:
    journey = asked(web)
    browser = family(web, journey)
    path = views(journey, "child")
    sent = {**SAID, "words": "", "ways": ["drawn"], "author_name": ""}
    drawing = {"files": ("drawing.png", PICTURE, "image/png")}
    refused = send(browser, path, {**sent, "received_on": str(week(6))}, files=drawing)
    assert "name of the person" in summary(refused.text)
    assert "drawing.png" in refused.text
    kept = answer(browser, path, **{**sent, "author_name": "Robin Example"})
    assert kept.status_code == 303, kept.text
    assert "drawing.png" in browser.get(views(journey)).text
    caseworker = web.signed_in(Role.CASEWORKER)
    assert "drawing.png" in caseworker.get(views(journey)).text
    assert of_family(web, journey).contributions[0].voice is Who.CHILD


def test_a_family_reads_what_it_gave_itself_and_no_more(web: Web) -> None:
    journey = asked(web).at(week(6)).give_views(Who.CHILD, words="At home I am afraid.")
    browser = family(web, journey)
    shown = words(browser.get(views(journey)).text)
    assert "At home I am afraid." not in shown
    assert "They were given to the local authority directly." in shown


@pytest.mark.parametrize(
    "role",
    [Role.SETTING, Role.DCO, Role.PSYCHOLOGY, Role.SOCIAL_CARE, Role.ADMINISTRATOR],
    ids=lambda role: role.value,
)
def test_nobody_else_reads_or_gives_the_familys_views(web: Web, role: Role) -> None:
    journey = asked(web)
    browser = web.signed_in(role)
    assert browser.get(views(journey)).status_code == 404
    assert browser.get(views(journey, "child")).status_code == 404


def test_an_auditor_and_a_plan_writer_read_and_give_nothing(web: Web) -> None:
    journey = asked(web).at(week(6)).give_views(Who.CHILD)
    for role in (Role.AUDITOR, Role.PLAN_WRITER):
        browser = web.signed_in(role)
        assert "Invented words of the child." in words(browser.get(views(journey)).text)
        assert browser.get(views(journey, "child")).status_code == 404


def test_another_familys_views_are_nobodys_business(web: Web) -> None:
    journey, other = asked(web), asked(web)
    assert family(web, other).get(views(journey)).status_code == 404


def test_before_anybody_was_asked_the_page_says_when_they_will_be(web: Web) -> None:
    journey = Journey(web.database).receive()
    on(web, journey.today)
    browser = family(web, journey)
    assert "Nobody has been asked yet" in words(browser.get(views(journey)).text)
    assert "Give your views" not in browser.get("/family").text


def test_the_record_vouches_for_the_words_and_how_they_were_had(web: Web) -> None:
    asked(web).at(week(6)).give_views(Who.CHILD, ways=(Way.DRAWN,), language="Makaton")
    assert verify(web.database).faults == ()
    with web.database.writing() as connection:
        connection.exec_driver_sql("UPDATE family_views SET language = 'English'")
    (fault,) = verify(web.database).faults
    assert "The advice is not what came in." in str(fault)
