"""The lawful list as a page: each item with its provision, how it stands, and what is blank sent for in one action."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.advice_list import blank_items, open_asks
from ehc_workflow.domain.case import AdviceItem, Case, State
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.store import organisation
from ehc_workflow.store.queries.case_page import case_file
from tests.builders import AUTHORITY, CASEWORKER, SERVICES, Journey, fixed_id
from tests.support.casework import answer, considered, filled, on, week
from tests.support.web import Web, hidden, summary, words

BORN_FOR_YEAR_NINE = date(2012, 3, 4)
EVERYBODY = {"family", "education", "health", "psychology", "social_care"}
THERAPY = fixed_id("occupational therapy")


def stored(web: Web, journey: Journey) -> Case:
    with web.database.reading() as connection:
        return case_file(connection, journey.case_id).case


def the_list(journey: Journey) -> str:
    return f"/assessments/{journey.case_id}/steps/request_advice"


def told(web: Web, **changes: object) -> Journey:
    """The family was told today that there will be an assessment."""
    journey = considered(web, **changes).at(week(4)).decide_to_assess().tell_assessing()
    on(web, week(4))
    return journey


def asked_for(journey: Journey, ask_id: str = THERAPY) -> None:
    journey.do(
        c.RecordFamilyAsk(
            assessment_id=journey.case_id,
            ask_id=ask_id,
            asked_on=journey.today,
            from_whom="An occupational therapist",
            why="Buttons and cutlery are hard.",
        ),
        CASEWORKER,
    )


def test_the_list_is_the_next_page_once_the_family_is_told(web: Web) -> None:
    journey = considered(web).at(week(4)).decide_to_assess()
    on(web, week(4))
    browser = web.signed_in(Role.CASEWORKER)
    done = answer(browser, f"/assessments/{journey.case_id}/steps/notify_assessment")
    assert done.headers["location"] == the_list(journey)
    shown = words(browser.get(done.headers["location"]).text)
    assert "The family was told of the assessment today." in shown
    for provision in "abcde":
        assert f"(reg 6(1)({provision}))" in shown
    assert "(reg 6(1)(g))" not in shown


def test_everything_blank_is_sent_for_in_one_action(web: Web) -> None:
    journey = told(web, date_of_birth=BORN_FOR_YEAR_NINE)
    browser = web.signed_in(Role.CASEWORKER)
    sent = answer(browser, the_list(journey))
    assert sent.headers["location"] == f"/assessments/{journey.case_id}"
    case = stored(web, journey)
    assert {one.item.value for one in case.advice} == EVERYBODY | {"adulthood"}
    assert blank_items(case, week(4)) == ()
    after = words(browser.get(sent.headers["location"]).text)
    assert "6 requests for advice sent. Nothing on the list is blank." in after


def test_what_is_left_out_stays_on_the_list_as_blank(web: Web) -> None:
    journey = told(web)
    browser = web.signed_in(Role.CASEWORKER)
    sent = answer(browser, the_list(journey), items=["family", "education"])
    assert sent.headers["location"] == the_list(journey)
    shown = words(browser.get(sent.headers["location"]).text)
    assert "2 requests for advice sent. 3 items still blank." in shown
    assert "Asked Mon 9 Feb 2026: Larkrise School" in shown
    case = words(browser.get(f"/assessments/{journey.case_id}").text)
    assert "Blank on the lawful list: 3 items" in case
    assert "Social care (reg 6(1)(e))" in case


def test_days_before_the_requests_go_are_shown_as_the_authoritys_own(web: Web) -> None:
    journey = told(web)
    on(web, week(7))
    shown = words(web.signed_in(Role.CASEWORKER).get(the_list(journey)).text)
    assert "5 items blank, 21 days after the family was told" in shown
    assert "The days until everybody is asked are the authority’s own" in shown


@pytest.mark.parametrize("sense", ["vision_impaired", "hearing_impaired"])
def test_a_sensory_impairment_puts_a_qualified_teacher_on_the_list(web: Web, sense: str) -> None:
    child: dict[str, Any] = {"given_name": "Robin", "family_name": "Example", sense: True}
    journey = told(
        web, child=c.ChildDetails(id=fixed_id(sense), date_of_birth=date(2018, 3, 4), **child)
    )
    browser = web.signed_in(Role.CASEWORKER)
    shown = words(browser.get(the_list(journey)).text)
    assert "given after consulting a qualified teacher of sensory impaired pupils" in shown
    assert "(reg 6(1)(b) and (2))" in shown
    answer(browser, the_list(journey), qualified_teacher_consulted="yes")
    (education,) = [one for one in stored(web, journey).advice if one.item == "education"]
    assert education.qualified_teacher_consulted


def test_no_teacher_is_asked_about_without_an_impairment(web: Web) -> None:
    shown = web.signed_in(Role.CASEWORKER).get(the_list(told(web))).text
    assert "qualified_teacher_consulted" not in shown


def test_the_only_service_is_chosen_and_of_two_none(web: Web) -> None:
    journey = told(web)
    browser = web.signed_in(Role.CASEWORKER)
    assert (
        filled(browser.get(the_list(journey)).text)["psychology"]
        == (SERVICES[AdviceItem.PSYCHOLOGY])
    )
    with web.database.writing() as connection:
        organisation.add_service(
            connection,
            service_id=fixed_id("second"),
            kind=ServiceKind.PSYCHOLOGY,
            name="Invented second psychology service",
            authority_ids=[AUTHORITY],
            email="second@example.invalid",
        )
    refused = answer(browser, the_list(journey), requested_on="9 2 2026")
    assert refused.status_code == 422
    assert "Educational psychology: choose whom to ask" in summary(refused.text)
    assert filled(refused.text)["education"]
    assert stored(web, journey).advice == ()


def test_a_health_request_may_go_without_a_service_for_the_health_body_to_name(web: Web) -> None:
    journey = told(web)
    assert answer(web.signed_in(Role.CASEWORKER), the_list(journey), health="").status_code == 303
    (health,) = [one for one in stored(web, journey).advice if one.item == "health"]
    assert health.service_id is None


def test_it_says_what_goes_with_each_request_before_it_is_sent(web: Web) -> None:
    journey = told(web)
    journey.do(
        c.RecordViews(assessment_id=journey.case_id, received_on=week(4), views="She loves maps.")
    )
    browser = web.signed_in(Role.CASEWORKER)
    for name, kind in (("letter.txt", "family"), ("minutes.txt", "other")):
        path = f"/assessments/{journey.case_id}/documents"
        page = browser.get(path)
        done = browser.post(
            path,
            data={**hidden(page.text), "kind": kind},
            files={"files": (name, f"Invented words of {kind}.".encode(), "text/plain")},
        )
        assert done.status_code == 303, summary(done.text)
    shown = words(browser.get(the_list(journey)).text)
    assert "(reg 6(3))" in shown
    assert "letter.txt" in shown
    assert "minutes.txt" not in shown
    assert "as written down here: She loves maps." in shown
    answer(browser, the_list(journey))
    request_id = next(one.id for one in stored(web, journey).advice if one.item == "health")
    desk = words(web.signed_in(Role.DCO).get(f"/desk/requests/{request_id}").text)
    assert "letter.txt" in desk
    assert "She loves maps." in desk


def test_who_may_not_ask_sees_the_list_and_no_form(web: Web) -> None:
    journey = told(web)
    shown = web.signed_in(Role.AUDITOR).get(the_list(journey)).text
    assert "Asking for advice is for a colleague" in words(shown)
    assert 'name="items"' not in shown
    assert web.signed_in(Role.SETTING).get(the_list(journey)).status_code == 404


def test_before_the_decision_it_is_the_list_as_it_would_be(web: Web) -> None:
    journey = considered(web)
    on(web, week(1))
    shown = web.signed_in(Role.CASEWORKER).get(the_list(journey)).text
    assert "This is the list as it would be today." in words(shown)
    assert 'name="items"' not in shown


# --- what the family asked for --------------------------------------------------------------------------------------


def test_what_the_family_asked_for_is_a_line_of_the_list(web: Web) -> None:
    journey = told(web)
    asked_for(journey)
    browser = web.signed_in(Role.CASEWORKER)
    shown = words(browser.get(the_list(journey)).text)
    assert "An occupational therapist The family asked for it on Mon 9 Feb 2026." in shown
    assert "They said: Buttons and cutlery are hard. (reg 6(1)(h))" in shown
    refused = answer(browser, the_list(journey))
    assert "An occupational therapist: choose whom to ask" in unescape(summary(refused.text))
    sent = answer(browser, the_list(journey), **{"whom-5": SERVICES[AdviceItem.HEALTH]})
    assert sent.status_code == 303, summary(sent.text)
    case = stored(web, journey)
    assert open_asks(case) == ()
    (one,) = [request for request in case.advice if request.answers_ask == THERAPY]
    assert (one.item, one.service_id) == (AdviceItem.REQUESTED, SERVICES[AdviceItem.HEALTH])
    assert one.bound_by_reg_8


def test_a_bad_reason_is_refused_with_why_and_the_words_kept(web: Web) -> None:
    journey = told(web)
    asked_for(journey)
    browser = web.signed_in(Role.CASEWORKER)
    path = f"/assessments/{journey.case_id}/steps/decline_family_ask"
    refused = answer(browser, path, reason="The waiting list is long.", family_told_on="9 2 2026")
    assert refused.status_code == 422
    assert "says nothing about whether this child needs its advice" in summary(refused.text)
    assert filled(refused.text)["reason"] == "The waiting list is long."
    assert len(open_asks(stored(web, journey))) == 1
    reason = "The school's therapist assessed this in January and her report is on file."
    done = answer(browser, path, reason=reason, family_told_on="9 2 2026")
    assert done.status_code == 303, summary(done.text)
    shown = words(browser.get(the_list(journey)).text)
    assert "Declined Mon 9 Feb 2026; the family was told Mon 9 Feb 2026. The school" in shown
    assert open_asks(stored(web, journey)) == ()


def test_the_case_page_shows_what_waits_for_an_answer_and_by_when(web: Web) -> None:
    journey = told(web)
    asked_for(journey)
    shown = words(web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}").text)
    assert "An occupational therapist, asked Mon 9 Feb 2026: no answer yet" in shown
    assert "to be answered by Mon 23 Feb 2026 (the authority’s own target)" in shown


def test_a_list_that_changed_meanwhile_is_told_and_nothing_is_sent(web: Web) -> None:
    journey = told(web)
    browser = web.signed_in(Role.CASEWORKER)
    page = browser.get(the_list(journey)).text
    journey.ask(AdviceItem.PSYCHOLOGY)
    refused = browser.post(the_list(journey), data={**hidden(page), **filled(page)})
    assert refused.status_code == 409
    assert [one.item.value for one in stored(web, journey).advice] == ["psychology"]


def test_a_form_sent_twice_asks_once(web: Web) -> None:
    journey = told(web)
    browser = web.signed_in(Role.CASEWORKER)
    page = browser.get(the_list(journey)).text
    for _ in range(2):
        done = browser.post(the_list(journey), data={**hidden(page), **filled(page)})
        assert done.status_code == 303, summary(done.text)
    case = stored(web, journey)
    assert case.state is State.ASSESSING
    assert {one.item.value for one in case.advice} == EVERYBODY
    assert len(case.advice) == len(EVERYBODY)
    assert timedelta(0) == case.advice[0].requested_on - week(4)  # type: ignore[operator]  # asked
