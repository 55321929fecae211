"""What a step still lacks is known before a form is filled in, and only what a form will say is left to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    AssessDecision,
    AssessOutcome,
    Case,
    Contact,
    ContactKind,
    Contribution,
    Person,
    State,
    Trigger,
)
from ehc_workflow.domain.facts import TriggerKind
from ehc_workflow.domain.guards import GUARDS, Known
from ehc_workflow.domain.outlook import outlook_of, step_outlook
from ehc_workflow.domain.workflow import STEPS, TABLE
from ehc_workflow.rules.local_policy import DEFAULT_POLICY

DAY = date(2026, 2, 9)
KNOWN = Known(today=DAY, policy=DEFAULT_POLICY)
CASE = Case(
    id="1",
    authority_id="a",
    team_id="t",
    child_id="c",
    reference="EHC-1",
    state=State.RECEIVED,
    person=Person(date_of_birth=date(2018, 3, 4)),
    triggers=(
        Trigger(
            id="t",
            kind=TriggerKind.PARENTAL_REQUEST,
            received_on=date(2026, 1, 12),
            logged_on=date(2026, 1, 12),
            evidence="E-mail",
        ),
    ),
    contacts=(Contact(id="p", kind=ContactKind.PARENT, address_confirmed_on=date(2026, 1, 12)),),
)


def unmet(case: Case, trigger: str) -> set[str]:
    return {one.guard for one in outlook_of(case, STEPS[trigger], KNOWN).unmet}


def asked(case: Case, trigger: str) -> set[str]:
    return {guard.name for guard in outlook_of(case, STEPS[trigger], KNOWN).asked}


@pytest.mark.parametrize("state", [state for state in State if state is not State.NOT_OPEN])
def test_it_can_be_asked_in_every_state(state: State) -> None:
    case = replace(CASE, state=state)
    steps = [outlook.step for outlook in step_outlook(case, KNOWN)]
    of_others = GUARDS["is_reassessment"]
    assert steps == [
        step for step in TABLE if state in step.sources and of_others not in step.guards
    ]


def test_every_guard_is_unmet_met_or_left_to_the_form() -> None:
    outlook = outlook_of(CASE, STEPS["decide_whether_to_assess"], KNOWN)
    named = {one.guard for one in outlook.unmet} | {guard.name for guard in outlook.asked}
    assert "family_consulted" in {one.guard for one in outlook.unmet}
    assert {"reasons_written", "limbs_answered"} <= named


def test_what_the_form_asks_does_not_close_the_step() -> None:
    consulted = replace(CASE, family_consulted_on=DAY)
    assert not unmet(consulted, "decide_whether_to_assess")
    assert "reasons_written" in asked(consulted, "decide_whether_to_assess")


def test_a_letter_is_looked_at_with_the_right_holder_as_addressee() -> None:
    decided = replace(
        CASE,
        assess_decision=AssessDecision(
            outcome=AssessOutcome.ASSESS, decided_on=DAY, decided_by="somebody"
        ),
    )
    assert not unmet(decided, "notify_assessment")
    assert unmet(replace(decided, contacts=()), "notify_assessment") == {"right_holder_addressed"}


def test_a_step_about_one_request_is_open_when_one_is_ready_for_it() -> None:
    waiting = AdviceRequest(id="1", item=AdviceItem.HEALTH, service_id=None, requested_on=DAY)
    come = replace(
        waiting, id="2", contributions=(Contribution(id="c", version=1, received_on=DAY),)
    )
    assessing = replace(CASE, state=State.ASSESSING, advice=(waiting,))
    assert unmet(assessing, "accept_advice") == {"advice_to_check"}
    assert not unmet(replace(assessing, advice=(waiting, come)), "accept_advice")


def test_a_step_about_an_appeal_waits_for_one() -> None:
    refused = replace(CASE, state=State.REFUSED_TO_ASSESS)
    assert unmet(refused, "order_to_assess") == {"appeal_running"}


def test_a_mistake_in_a_guard_is_not_taken_for_a_question() -> None:
    step = STEPS["consult_family"]

    def broken(case: Case, command: object, known: Known) -> bool:
        return bool(None.nothing)  # type: ignore[attr-defined]  # the mistake

    guard = replace(STEPS["decide_whether_to_assess"].guards[0], holds=broken)
    with pytest.raises(AttributeError):
        outlook_of(CASE, replace(step, guards=(guard,)), KNOWN)
