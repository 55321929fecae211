"""The plan is decided on, written, agreed, and responded to by the family: sections 37 and 38."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    Case,
    PanelMatter,
    PlanDecision,
    Representation,
)
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    not_before,
    not_in_future,
    not_used,
    refuse,
)
from ehc_workflow.domain.decisions.seen import seen
from ehc_workflow.domain.decisions.weighing import house_rules_in
from ehc_workflow.domain.errors import Impossible, NotFoundError
from ehc_workflow.domain.panels import advised_on


@answers(c.DecideWhetherToIssue)
def decide_whether_to_issue(
    case: Case, command: c.DecideWhetherToIssue, facing: Facing
) -> tuple[e.Event, ...]:
    """s37(1). The one who acts is the named officer."""
    happened(case, command.decided_on, facing, "/decided_on", "The day of the decision")
    weak = house_rules_in(command, facing)
    return (
        e.PlanDecided(
            decision=PlanDecision(
                outcome=command.outcome,
                decided_on=command.decided_on,
                decided_by=facing.actor_id,
                plan_needed=command.plan_needed,
                house_rules_only=weak.alone,
                house_rules=weak.named,
                panel=advised_on(case, PanelMatter.ISSUE),
                seen=seen(case, facing, command.documents_seen, command.advice_seen),
            )
        ),
    )


@answers(c.AgreeHealthProvision)
def agree_health_provision(
    case: Case, command: c.AgreeHealthProvision, facing: Facing
) -> tuple[e.Event, ...]:
    """reg 12(2)."""
    happened(case, command.agreed_on, facing, "/agreed_on", "The day of agreeing")
    if not command.by_whom.strip():
        refuse([Impossible("/by_whom", "Say who agreed it for the health body.")])
    return (e.HealthProvisionAgreed(agreed_on=command.agreed_on),)


@answers(c.RecordRepresentation)
def record_representation(
    case: Case, command: c.RecordRepresentation, facing: Facing
) -> tuple[e.Event, ...]:
    """T11. What comes late is recorded too: whether to accept it is the answer's business."""
    happened(case, command.received_on, facing, "/received_on", "The day it came")
    known = (said.id for said in case.representations)
    refuse(not_used(known, command.representation_id, "/representation_id"))
    said = Representation(
        id=command.representation_id,
        kind=command.kind,
        received_on=command.received_on,
        setting_id=command.setting_id,
    )
    return (e.RepresentationReceived(representation=said),)


@answers(c.AnswerRepresentation)
def answer_representation(
    case: Case, command: c.AnswerRepresentation, facing: Facing
) -> tuple[e.Event, ...]:
    """Accepted, partly, or declined with a reason."""
    said = next((r for r in case.representations if r.id == command.representation_id), None)
    if said is None:
        raise NotFoundError("This case has no such representation.")
    refuse(
        not_in_future(command.answered_on, facing, "/answered_on", "The day of the answer"),
        not_before(
            command.answered_on,
            said.received_on,
            "/answered_on",
            "The day of the answer",
            "it came",
        ),
    )
    return (
        e.RepresentationAnswered(
            representation_id=said.id, answer=command.answer, answered_on=command.answered_on
        ),
    )


@answers(c.StartFreshDraft)
def start_fresh_draft(
    case: Case, command: c.StartFreshDraft, facing: Facing
) -> tuple[e.Event, ...]:
    """T12: a fresh 15 days will follow; the 20 weeks do not change."""
    return (e.FreshDraftStarted(),)
