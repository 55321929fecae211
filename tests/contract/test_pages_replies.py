"""Answers short of advice: five kinds, each a fact, none of them advice, none of them moving a day. S13 and S15."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from tests import builders as b
from tests.contract.test_pages_desk import at, view
from tests.support.casework import answer, assessing, filled, on, week
from tests.support.web import Web, hidden, summary, words

HEALTH = AdviceItem.HEALTH
DUE = "Due on 30 March 2026 (statutory, reg 8(1))"
REPORT = {
    "kind": "existing_report",
    "advice_written_on": "4 11 2024",
    "purpose": "A hearing review",
}


def asked(web: Web) -> b.Journey:
    """A case whose health advice was asked for in week 5, on the Tuesday after."""
    journey = assessing(web)
    on(web, week(5) + timedelta(days=1))
    return journey


def replied(web: Web, journey: b.Journey, **answers: object) -> str:
    """The request's page after an answer by a health administrator."""
    browser = web.signed_in(Role.HEALTH_ADMINISTRATOR)
    sent = answer(browser, at(journey, page="/reply"), **answers)
    assert sent.status_code == 303, summary(sent.text)
    return words(browser.get(at(journey)).text)


def told(web: Web, template: str) -> list[str]:
    statement = text("SELECT recipient FROM outbox_message WHERE template = :template")
    with web.database.reading() as connection:
        return list(connection.scalars(statement, {"template": template}))


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"kind": "known"}, "Known to them, the advice is coming"),
        ({"kind": "not_known"}, "Answered “not known” The advice is still owed."),
        (
            {"kind": "new_assessment", "planned_for": "20 3 2026"},
            "New assessment planned for Fri 20 Mar 2026",
        ),
        (REPORT, "Existing report offered: the authority and the family are to say"),
        (
            {"kind": "other_area", "other_body": "Invented Moors NHS"},
            "Another area’s patient The advice is still owed.",
        ),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_each_answer_is_shown_is_no_advice_and_moves_no_day(
    web: Web, answers: dict[str, object], says: str
) -> None:
    journey = asked(web)
    page = replied(web, journey, **answers)
    assert says in page
    assert DUE in page
    assert "this is a reply, not advice" in page
    assert "No advice has been given yet." in page
    assert "0 Given, to be checked" in view(web.signed_in(Role.DCO), "to_give")


def test_a_planned_day_after_the_due_day_says_by_how_much(web: Web) -> None:
    page = replied(web, asked(web), kind="new_assessment", planned_for="9 4 2026")
    assert "New assessment planned for Thu 9 Apr 2026, 10 days after the due day" in page
    listed = view(web.signed_in(Role.DCO), "to_give")
    assert "planned for Thu 9 Apr 2026, 10 days after the due day" in listed


def test_another_areas_patient_goes_to_the_dco_to_resolve(web: Web) -> None:
    journey = asked(web)
    page = replied(web, journey, kind="other_area", other_body="Invented Moors NHS")
    assert "Whose patient: Invented Moors NHS" in page
    browser = web.signed_in(Role.DCO)
    listed = browser.get("/desk?view=not_known").text
    assert "1 Not known, to resolve" in words(listed)
    assert "Another area’s patient" in words(listed)
    assert f'href="{at(journey, page="/settle")}"' in listed
    answer(browser, at(journey, page="/settle"), statement="The community team can advise.")
    assert "0 Not known, to resolve" in view(browser, "not_known")


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"kind": "new_assessment"}, "Enter the day the new assessment is planned for."),
        (
            {"kind": "new_assessment", "planned_for": "16 2 2026"},
            "The day it is planned for is 16 February 2026, before today on 17 February 2026.",
        ),
        ({"kind": "known", "replied_on": "13 2 2026"}, "before it was asked on 16 February 2026"),
        ({"kind": "known", "replied_on": "18 2 2026"}, "which is in the future"),
        ({"kind": "known", "planned_for": "20 3 2026"}, "has a planned day: choose that answer"),
        ({"kind": "existing_report"}, "Enter the day the report was written."),
        ({**REPORT, "purpose": ""}, "Say what the report was written for."),
        ({**REPORT, "advice_written_on": "1 1 2027"}, "The day it was written is 1 January 2027"),
        ({"kind": "not_known", "other_body": "Moors"}, "names another body: choose that answer"),
    ],
)
def test_what_cannot_be_true_is_refused_and_nothing_typed_is_lost(
    web: Web, answers: dict[str, object], why: str
) -> None:
    journey = asked(web)
    browser = web.signed_in(Role.HEALTH_ADMINISTRATOR)
    sent = answer(browser, at(journey, page="/reply"), **answers, note="Words to keep.")
    assert sent.status_code == 422
    assert why in summary(sent.text), summary(sent.text)
    assert "Words to keep." in sent.text


def test_an_answer_for_a_withdrawn_request_is_refused_and_its_words_come_back(web: Web) -> None:
    journey = asked(web)
    browser = web.signed_in(Role.HEALTH_ADMINISTRATOR)
    path = at(journey, page="/reply")
    page = browser.get(path)
    journey.do(
        c.Withdraw(
            assessment_id=journey.case_id,
            withdrawn_on=journey.today,
            by_contact_id=b.parent_of(journey.case_id),
            reasons="The family asks for no assessment any more.",
        ),
        b.DECISION_MAKER,
    )
    late = {**hidden(page.text), **filled(page.text), "kind": "known", "note": "Words to keep."}
    sent = browser.post(path, data=late)
    assert sent.status_code == 409
    assert "Reply to a request: not open while the case is withdrawn" in summary(sent.text)
    assert "Words to keep." in sent.text
    assert browser.get(path).status_code == 404, "there is no such form for anybody else"


# --- an existing report: S15 -----------------------------------------------------------------------------------------


def say(web: Web, journey: b.Journey, authority: str, family: str) -> str:
    browser = web.signed_in(Role.CASEWORKER)
    path = at(journey, page="/existing-report")
    sent = answer(browser, path, authority=authority, family=family)
    assert sent.status_code == 303, summary(sent.text)
    return words(browser.get(at(journey)).text)


def test_s15_the_offer_opens_the_three_agreements_with_age_and_purpose(web: Web) -> None:
    journey = asked(web)
    page = replied(web, journey, **REPORT)
    about = (
        "Existing advice of 4 November 2024, 15 months old, for: A hearing review "
        "(author agrees; authority has not said yet; family has not said yet)"
    )
    assert about in page
    case = words(web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}").text)
    assert about in case
    assert "Existing report to agree" in case


def test_s15_with_all_three_it_stands_in_and_nothing_is_owed(web: Web) -> None:
    journey = asked(web)
    replied(web, journey, **REPORT)
    assert "Recorded." in say(web, journey, "enough", "not_yet")
    assert "All three agree: the report stands in" in say(web, journey, "enough", "enough")
    assert "0 To give" in view(web.signed_in(Role.DCO), "to_give")
    browser = web.signed_in(Role.CASEWORKER)
    assert browser.get(at(journey, page="/existing-report")).status_code == 404
    program = web.program(Role.HEALTH_ADMINISTRATOR)
    body = {"request_id": journey.request_id(HEALTH), "kind": "known", "replied_on": "2026-02-17"}
    late = program.post(f"/api/v1/assessments/{journey.case_id}/reply-to-request", json=body)
    assert late.status_code == 422
    assert "no answer is owed any more" in late.text


def test_s15_the_familys_no_sends_the_request_again_at_once(web: Web) -> None:
    journey = asked(web)
    replied(web, journey, **REPORT)
    page = say(web, journey, "enough", "not_enough")
    assert "The report does not stand in." in page
    assert DUE in page
    assert told(web, "advice_owed_after_all") == [f"service:{b.SERVICES[HEALTH]}"]
    listed = view(web.signed_in(Role.DCO), "to_give")
    assert "1 To give" in listed
    assert "Existing report offered" not in listed
    browser = web.signed_in(Role.HEALTH_ADMINISTRATOR)
    again = answer(browser, at(journey, page="/reply"), **REPORT)
    assert "Not everybody agreed to this report" in summary(again.text)


def test_only_the_authority_says_what_it_and_the_family_think(web: Web) -> None:
    journey = asked(web)
    replied(web, journey, **REPORT)
    for role in (Role.DCO, Role.HEALTH_ADMINISTRATOR, Role.PSYCHOLOGY, Role.FAMILY):
        path = at(journey, page="/existing-report")
        assert web.signed_in(role).get(path).status_code == 404, role
