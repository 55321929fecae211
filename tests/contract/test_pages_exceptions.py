"""Exceptions through pages and API: grounds offered and why not, late claims, reviews; refused in one voice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from api.pages.step_forms.asking import form_of
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.commands import ClaimException, RecordAbsence, RecordCircumstances
from ehc_workflow.domain.facts import Absence, CircumstanceKind, PersonalCircumstance, Who
from ehc_workflow.store.queries.case_page import case_file
from tests.builders import Journey
from tests.support.casework import answer, assessing, considered, on, week
from tests.support.web import Web, hidden, summary, words

WEEK_20 = week(20)
PERSONAL = "reg 13(3) with 10(4)(c)"
WRITTEN = {
    "facts": "A death in the family.",
    "evidence": "A letter from the school.",
    "why_impractical": "Nobody could be seen.",
}


def stored(web: Web, journey: Journey) -> Case:
    with web.database.reading() as connection:
        return case_file(connection, journey.case_id).case


def step(journey: Journey, trigger: str) -> str:
    return f"/assessments/{journey.case_id}/steps/{trigger}"


def bereaved(web: Web) -> Journey:
    """Being assessed, with a bereavement in week eight."""
    journey = assessing(web).at(week(8))
    journey.do(
        RecordCircumstances(
            assessment_id=journey.case_id,
            circumstance=PersonalCircumstance(
                Who.PARENT, CircumstanceKind.BEREAVEMENT, week(8), week(10)
            ),
        )
    )
    return journey


def claim_by_form(web: Web, journey: Journey, ground: str = PERSONAL, **answers: Any) -> Any:
    on(web, journey.today)
    typed = {
        "limit": f"final_plan||{ground}",
        "review_on": _typed(journey.today + timedelta(days=14)),
        **WRITTEN,
        **answers,
    }
    return answer(web.signed_in(Role.DECISION_MAKER), step(journey, "claim_exception"), **typed)


def claim_by_program(web: Web, journey: Journey, **fields: Any) -> Any:
    on(web, journey.today)
    today = journey.today.isoformat()
    body = {
        "exception_id": "claim",
        "limit": "final_plan",
        "ref": "",
        "ground": PERSONAL,
        "decided_on": today,
        "family_told_on": today,
        "review_on": today,
        **WRITTEN,
        **fields,
    }
    return web.program(Role.DECISION_MAKER).post(
        f"/api/v1/assessments/{journey.case_id}/claim-exception", json=body
    )


def _typed(day: date) -> str:
    return f"{day.day} {day.month} {day.year}"


def told(web: Web, journey: Journey, role: Role = Role.CASEWORKER) -> str:
    on(web, journey.today)
    return words(web.signed_in(role).get(f"/assessments/{journey.case_id}").text)


# --- what is offered, and why the rest is not ------------------------------------------------------------------------


def test_each_ground_of_each_open_limit_is_offered_or_says_why_not(web: Web) -> None:
    journey = assessing(web).at(week(8))
    journey.do(
        RecordAbsence(assessment_id=journey.case_id, absence=Absence(Who.CHILD, week(7), week(9)))
    )
    on(web, journey.today)
    says = words(web.signed_in(Role.DECISION_MAKER).get(step(journey, "claim_exception")).text)
    assert "15 days of the longest absence fall in the period" in says
    assert "28 are needed." in says
    assert "No exceptional circumstances are on file in the period" in says
    assert "No closure of such a setting is on file." in says
    assert "These days come from guidance, not from the regulations" in says
    assert "No missed examination or test of this body is on file" in says


# --- refusals ---------------------------------------------------------------------------------------------------------

REFUSALS = [
    ("reg 8(2)(c)", "final_plan", "The law lists this ground for this limit"),
    (
        "reg 13(3) with 10(4)(d)",
        "final_plan",
        "The recorded facts meet the ground (reg 5(4), 8(2), 10(4), 13(3))",
    ),
    ("reg 5(4)(c)", "decide_whether_to_assess", "The limit has not been met or replaced"),
]


@pytest.mark.parametrize(("ground", "limit", "says"), REFUSALS)
def test_page_and_api_refuse_a_claim_in_the_same_words(
    web: Web, ground: str, limit: str, says: str
) -> None:
    journey = bereaved(web)
    page = claim_by_form(web, journey, limit=f"{limit}||{ground}")
    assert page.status_code == 409, summary(page.text)
    assert says in words(page.text)
    assert WRITTEN["facts"] in page.text
    sent = claim_by_program(web, journey, limit=limit, ground=ground)
    assert sent.status_code == 409
    assert says in sent.text
    assert not stored(web, journey).exceptions


def test_a_second_claim_for_one_limit_is_refused(web: Web) -> None:
    journey = bereaved(web)
    assert claim_by_program(web, journey).status_code == 200
    says = "No other exception is on file for this limit"
    again = claim_by_program(web, journey, exception_id="again")
    assert again.status_code == 409
    assert says in again.text
    own = web.signed_in(Role.DECISION_MAKER).get(step(journey, "claim_exception"))
    assert "is on file for it already" in words(own.text)


@pytest.mark.parametrize("limit", ["final_plan", "|", "no-such|limit|ground|more", ""])
def test_a_limit_that_was_not_offered_is_an_error_of_the_form(web: Web, limit: str) -> None:
    journey = bereaved(web)
    page = claim_by_form(web, journey, limit=limit)
    assert page.status_code == 422
    assert WRITTEN["facts"] in page.text


def test_what_was_typed_comes_back_where_nothing_can_be_claimed(web: Web) -> None:
    journey = considered(web).at(week(3))
    on(web, journey.today)
    browser = web.signed_in(Role.DECISION_MAKER)
    claim = step(journey, "claim_exception")
    assert "there is nothing to choose" in words(browser.get(claim).text)
    opened_before = {
        **hidden(browser.get(step(journey, "decide_whether_to_assess")).text),
        "_shown_at": claim,
        "_form": form_of(ClaimException).__name__,
    }
    page = browser.post(claim, data={**opened_before, **WRITTEN})
    assert page.status_code == 422
    assert WRITTEN["facts"] in page.text


# --- a claim after the limit -----------------------------------------------------------------------------------------


def test_a_late_claim_counts_only_when_another_decision_maker_approves_it(web: Web) -> None:
    journey = bereaved(web).at(WEEK_20 + timedelta(days=3))
    page = claim_by_form(web, journey)
    assert page.status_code == 409
    assert "An exception claimed after the limit has passed says why it comes so late" in words(
        page.text
    )
    done = claim_by_form(web, journey, late_claim_reason="The letter came today.")
    assert done.status_code == 303, summary(done.text)
    says = told(web, journey)
    assert "until a second person approves it" in says
    assert "Exception: as soon as practicable" not in says
    assert "Approve or decline an exception claimed after its limit" in says

    first = stored(web, journey).exceptions[0].decided_by
    answers = {"approved": "yes", "reasons": "The letter could not have come sooner."}
    address = step(journey, "settle_late_exception")
    done = answer(web.signed_in(Role.DECISION_MAKER), address, **answers)
    assert done.status_code == 303, summary(done.text)
    (claim,) = stored(web, journey).exceptions
    assert claim.stands
    assert claim.late_claim_approved_by not in (None, first)
    assert "Exception: as soon as practicable" in told(web, journey)


def test_nobody_approves_a_claim_of_their_own(web: Web) -> None:
    journey = bereaved(web).at(WEEK_20 + timedelta(days=3))
    program = web.program(Role.DECISION_MAKER)
    on(web, journey.today)
    day = journey.today.isoformat()
    address = f"/api/v1/assessments/{journey.case_id}"
    body = {
        **WRITTEN,
        "exception_id": "claim",
        "limit": "final_plan",
        "ref": "",
        "ground": PERSONAL,
        "decided_on": day,
        "family_told_on": day,
        "review_on": day,
        "late_claim_reason": "The letter came today.",
    }
    assert program.post(f"{address}/claim-exception", json=body).status_code == 200
    answer_ = {"exception_id": "claim", "approved": True, "settled_on": day, "reasons": "It is so."}
    own = program.post(f"{address}/settle-late-exception", json=answer_)
    assert own.status_code == 422
    assert "cannot be the one who made the claim" in own.text
    other = web.program(Role.DECISION_MAKER)
    declined = other.post(
        f"{address}/settle-late-exception",
        json={**answer_, "approved": False, "reasons": "The letter is a year old."},
    )
    assert declined.status_code == 200
    says = told(web, journey)
    assert "The limit runs on." in says
    assert "Exception: as soon as practicable" not in says


# --- looked at again --------------------------------------------------------------------------------------------------


def test_a_review_moves_the_next_one_or_says_that_the_cause_has_ended(web: Web) -> None:
    journey = bereaved(web)
    assert claim_by_form(web, journey).status_code == 303
    review = week(10)
    assert stored(web, journey).exceptions[0].review_on == review

    journey.at(review + timedelta(days=1))
    assert "Look again at an exception that is relied on" in told(web, journey)
    neither = answer(
        web.signed_in(Role.CASEWORKER),
        step(journey, "review_exception"),
        findings="The parent is still away.",
    )
    assert neither.status_code == 422
    assert "one of the two" in summary(neither.text)
    done = answer(
        web.signed_in(Role.CASEWORKER),
        step(journey, "review_exception"),
        findings="The parent is still away.",
        review_on=_typed(week(12)),
    )
    assert done.status_code == 303, summary(done.text)
    assert stored(web, journey).exceptions[0].review_on == week(12)

    on(web, journey.at(week(12)).today)
    done = answer(
        web.signed_in(Role.CASEWORKER),
        step(journey, "review_exception"),
        findings="The child is back.",
        cause_ended_on=_typed(week(11)),
    )
    assert done.status_code == 303, summary(done.text)
    says = told(web, journey)
    assert f"The cause ended Mon {week(11).day}" in says
    assert "finish as soon as practicable" in says
    assert "Exception: as soon as practicable" in says
    proof = web.signed_in(Role.CASEWORKER).get(
        f"/assessments/{journey.case_id}/deadlines/final_plan"
    )
    assert "finish as soon as practicable" in words(proof.text)
    review_page = web.signed_in(Role.CASEWORKER).get(step(journey, "review_exception"))
    assert "nothing to choose" in words(review_page.text)
