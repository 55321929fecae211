"""What must be true before a request is decided on and refused: section 36."""

from __future__ import annotations

from typing import Any

from ehc_workflow.dates.counting import months_after
from ehc_workflow.domain.case import (
    AssessOutcome,
    Case,
    RefusalRoute,
    State,
)
from ehc_workflow.domain.facts import RightHolder, TriggerKind
from ehc_workflow.domain.guards.guard import (
    Known,
    guard,
)
from ehc_workflow.domain.guards.notices import holder_on
from ehc_workflow.domain.limbs import answer_to, answers_fit, because, limbs_of, name_of_words


@guard(
    "A request under section 36(1) is the right-holder's or a setting's; from anybody else it is a child or young "
    "person brought to attention, and the same clock runs",
    "s36(1), s24(1)",
)
def requester_entitled(case: Case, command: Any, known: Known) -> bool:
    entitled = {
        TriggerKind.PARENTAL_REQUEST: RightHolder.PARENT,
        TriggerKind.YOUNG_PERSON_REQUEST: RightHolder.YOUNG_PERSON,
    }.get(command.kind)
    return entitled is None or holder_on(case, command.received_on) is entitled


@guard("The family has been consulted on whether a plan may be needed", "s36(4)")
def family_consulted(case: Case, command: Any, known: Known) -> bool:
    return case.family_consulted_on is not None


@guard("Reasons about this child are written down", "s36(5), s36(9)")
def reasons_written(case: Case, command: Any, known: Known) -> bool:
    return len(command.reasons.split()) >= 3


@guard(
    "Both limbs of the test are answered, and the answers fit the outcome: "
    "has or may have special educational needs; a plan may be needed",
    "s36(8)",
)
def limbs_answered(case: Case, command: Any, known: Known) -> bool:
    return answers_fit(command)


@guard(
    "The test is answered, and the answer fits the outcome: in the light of the assessment, provision through a plan "
    "is necessary",
    "s37(1)",
)
def need_answered(case: Case, command: Any, known: Known) -> bool:
    return answers_fit(command)


@guard("Of each limb that is not met it is said why, about this child", "s36(5), s36(9)")
def limbs_explained(case: Case, command: Any, known: Known) -> bool:
    said = because(command)
    return all(
        name_of_words(limb) in said
        for limb in limbs_of(command)
        if answer_to(limb, command) is False
    )


@guard(
    "For a person over 18 it was considered whether they need more time than most to complete their education",
    "s36(10)",
)
def extra_time_considered(case: Case, command: Any, known: Known) -> bool:
    over_18 = case.person is not None and bool(
        months_after(case.person.date_of_birth, 12 * 18) < command.decided_on
    )
    return not over_18 or bool(command.extra_time_considered)


@guard("The views and evidence of the family were considered", "s36(7) and (8)")
def views_considered(case: Case, command: Any, known: Known) -> bool:
    return case.state is not State.CONSIDERING or bool(command.views_considered)


@guard(
    "A refusal before the family was told of considering is one under s36(5); after it, one under s36(8)",
    "s36(5), s36(8)",
)
def refusal_route_fits(case: Case, command: Any, known: Known) -> bool:
    if command.outcome is AssessOutcome.ASSESS:
        return command.route is None
    before = case.state is State.RECEIVED
    return bool(
        command.route is (RefusalRoute.THRESHOLD if before else RefusalRoute.AFTER_CONSIDERING)
    )


def has_decided(case: Case, outcome: AssessOutcome) -> bool:
    """Whether it was decided to assess, or not to: for the first time, or again."""
    return case.assess_decision is not None and case.assess_decision.outcome is outcome


@guard("The decision taken is to assess", "s36(8)")
def decided_to_assess(case: Case, command: Any, known: Known) -> bool:
    return has_decided(case, AssessOutcome.ASSESS)


@guard("A named officer has decided not to assess", "s36(5), s36(8)")
def decided_to_refuse(case: Case, command: Any, known: Known) -> bool:
    return has_decided(case, AssessOutcome.REFUSE)


@guard(
    "A refusal decided before the family was told of considering is decided afresh after it",
    "s36(5), s36(8)",
)
def refusal_fits_the_stage(case: Case, command: Any, known: Known) -> bool:
    decision = case.assess_decision
    if decision is None or decision.outcome is AssessOutcome.ASSESS:
        return True
    return (decision.route is RefusalRoute.THRESHOLD) is (case.state is State.RECEIVED)


@guard("A decision that rests on house rules is waiting for a second person", "s36(8), s37(1)")
def confirmation_is_open(case: Case, command: Any, known: Known) -> bool:
    return case.decision_to_tell is not None and case.decision_to_tell.waits_for_second


@guard(
    "Reasons that rest on house rules alone are confirmed by a second authorised person",
    "s36(8), s37(1)",
)
def house_rules_confirmed(case: Case, command: Any, known: Known) -> bool:
    return case.decision_to_tell is None or not case.decision_to_tell.waits_for_second
