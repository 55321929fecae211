"""A case taken over from the record kept until now: its history as log entries, in the order of the lifecycle.

No guard is asked: what happened before cannot be refused now. What cannot be true is (`imported_facts`), and every
deadline is the law's. What the old record does not say is not made up: nothing here invents a day or a decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    AdviceRequest,
    AssessDecision,
    AssessOutcome,
    Case,
    Consultation,
    Contribution,
    Draft,
    Letter,
    Notice,
    Person,
    Placement,
    PlanDecision,
    PlanOutcome,
    RefusalRoute,
    State,
    Trigger,
)
from ehc_workflow.domain.clocks import clocks
from ehc_workflow.domain.decisions.imported_facts import impossible, passed
from ehc_workflow.domain.decisions.registry import Facing
from ehc_workflow.domain.decisions.request import contacts_of, reference_of
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.domain.facts import DraftFacts, Facts
from ehc_workflow.domain.replay import replay

BY_RECORD = "imported"
"""Who decided or signed, where the record does not say: the log marks the entry imported."""

Entry = tuple[e.Event, State]


def imported_history(command: c.ImportCase, facing: Facing) -> tuple[Entry, ...]:
    """The log entries of an imported case, each with the state after it. All that cannot be true is named."""
    wrong = tuple(impossible(command, facing))
    if wrong:
        raise ImpossibleFactsError(*wrong)
    return tuple(_history(command, facing))


def imported_case(command: c.ImportCase, facing: Facing) -> Case:
    """The case that an import would make."""
    child = command.request.child
    person = Person(
        date_of_birth=child.date_of_birth,
        vision_impaired=child.vision_impaired,
        hearing_impaired=child.hearing_impaired,
    )
    blank = Case(
        id=command.assessment_id,
        authority_id="",
        team_id="",
        child_id="",
        reference="",
        person=person,
    )
    return replay(blank, imported_history(command, facing), person)


def _history(command: c.ImportCase, facing: Facing) -> Iterator[Entry]:
    yield _received(command, facing), State.RECEIVED
    for also in command.arrivals:
        yield e.TriggerAdded(trigger=_trigger(command, also)), State.RECEIVED
    state = State.RECEIVED
    if command.considering_told_on is not None:
        state = State.CONSIDERING
        yield _told(command, Letter.CONSIDERING, command.considering_told_on), state
    yield from _decision_on_assessment(command, state)
    if State.ASSESSING in passed(command.state):
        yield from _advice(command, facing)
        yield from _decision_on_plan(command)
        yield from _plan(command, facing)


def _received(command: c.ImportCase, facing: Facing) -> e.RequestReceived:
    request = command.request
    return e.RequestReceived(
        authority_id=request.authority_id,
        team_id=request.team_id,
        child_id=request.child.id,
        reference=reference_of(request.assessment_id),
        rule_version=facing.rule_version,
        trigger=Trigger(
            id=request.trigger_id,
            kind=request.kind,
            received_on=request.received_on,
            logged_on=command.logged_on,
            evidence=request.evidence,
        ),
        contacts=contacts_of(request),
        setting_id=request.setting_id,
        setting_kind=request.setting_kind,
        caseworker_seat_id=request.caseworker_seat_id,
        imported=True,
    )


def _trigger(command: c.ImportCase, also: c.ImportedArrival) -> Trigger:
    return Trigger(
        id=also.trigger_id,
        kind=also.kind,
        received_on=also.received_on,
        logged_on=also.logged_on,
        evidence=command.request.evidence,
    )


def _told(command: c.ImportCase, letter: Letter, sent_on: date) -> e.NoticeSent:
    return e.NoticeSent(notice=_notice(command, letter, sent_on), digest="")


def _notice(command: c.ImportCase, letter: Letter, sent_on: date) -> Notice:
    contact = command.request.contacts[0]
    return Notice(
        id=f"{letter.value}-1",
        kind=letter,
        dated_on=sent_on,
        sent_on=sent_on,
        method=contact.preferred_method,
        addressee=contact.id,
    )


# --- the decision under section 36 ----------------------------------------------------------------------------------


def _decision_on_assessment(command: c.ImportCase, state: State) -> Iterator[Entry]:
    if command.refusal_told_on is not None:
        decided_on = command.assess_decided_on or command.refusal_told_on
        yield _assess_decided(decided_on, AssessOutcome.REFUSE), state
        refusal = _told(command, Letter.REFUSAL_TO_ASSESS, command.refusal_told_on)
        yield refusal, State.REFUSED_TO_ASSESS
    elif command.assessment_told_on is not None:
        decided_on = command.assess_decided_on or command.assessment_told_on
        yield _assess_decided(decided_on, AssessOutcome.ASSESS), state
        yield _told(command, Letter.WILL_ASSESS, command.assessment_told_on), State.ASSESSING
    elif command.assess_decided_on is not None and command.assess_outcome is not None:
        yield _assess_decided(command.assess_decided_on, command.assess_outcome), state


def _assess_decided(decided_on: date, outcome: AssessOutcome) -> e.AssessmentDecided:
    # A refusal under s36(5), before the family is told anything, is rare, and its letter would have to say so:
    # a record without the first letter's day is far oftener one that did not keep it.
    route = RefusalRoute.AFTER_CONSIDERING if outcome is AssessOutcome.REFUSE else None
    return e.AssessmentDecided(
        decision=AssessDecision(
            outcome=outcome, decided_on=decided_on, decided_by=BY_RECORD, route=route
        ),
        views_considered=False,
    )


# --- advice ---------------------------------------------------------------------------------------------------------


def _advice(command: c.ImportCase, facing: Facing) -> Iterator[Entry]:
    if command.advice:
        yield e.AdviceRequested(requests=tuple(map(_asked, command.advice))), State.ASSESSING
    good_by = _found_good_by(command, facing)
    for asked in command.advice:
        if asked.received_on is not None:
            yield _came(asked, asked.received_on), State.ASSESSING
            if good_by is not None:
                yield (
                    _accepted(asked.request_id, max(asked.received_on, good_by)),
                    State.ASSESSING,
                )
    if command.advice_completed_on is not None:
        yield e.AdviceCompleted(completed_on=command.advice_completed_on), State.DECIDING_PLAN


def _found_good_by(command: c.ImportCase, facing: Facing) -> date | None:
    """The day by which what had come was accepted: the case went on, or the record says that it is checked."""
    return (
        command.advice_completed_on
        or command.plan_decided_on
        or command.plan_told_on
        or command.no_plan_told_on
        or (facing.today if command.advice_checked else None)
    )


def _asked(asked: c.ImportedAdvice) -> AdviceRequest:
    return AdviceRequest(
        id=asked.request_id,
        item=asked.item,
        service_id=asked.service_id,
        setting=asked.setting,
        bound_by_reg_8=asked.bound_by_reg_8,
        requested_on=asked.requested_on,
        received_by_body_on=asked.requested_on,
    )


def _came(asked: c.ImportedAdvice, received_on: date) -> e.AdviceReceived:
    return e.AdviceReceived(
        request_id=asked.request_id,
        contribution=Contribution(id=f"{asked.request_id}-1", version=1, received_on=received_on),
        digest="",
    )


def _accepted(request_id: str, accepted_on: date) -> e.AdviceAccepted:
    return e.AdviceAccepted(request_id=request_id, accepted_on=accepted_on)


# --- the decision under section 37, and the plan --------------------------------------------------------------------


def _decision_on_plan(command: c.ImportCase) -> Iterator[Entry]:
    if command.no_plan_told_on is not None:
        decided_on = command.plan_decided_on or command.no_plan_told_on
        yield _plan_decided(decided_on, PlanOutcome.NO_PLAN), State.DECIDING_PLAN
        yield _told(command, Letter.NO_PLAN, command.no_plan_told_on), State.NO_PLAN
    elif command.plan_told_on is not None:
        decided_on = command.plan_decided_on or command.plan_told_on
        yield _plan_decided(decided_on, PlanOutcome.MAKE_PLAN), State.DECIDING_PLAN
        yield _told(command, Letter.PLAN_WILL_BE_MADE, command.plan_told_on), State.DRAFTING
    elif command.plan_decided_on is not None and command.plan_outcome is not None:
        yield _plan_decided(command.plan_decided_on, command.plan_outcome), State.DECIDING_PLAN


def _plan_decided(decided_on: date, outcome: PlanOutcome) -> e.PlanDecided:
    return e.PlanDecided(
        decision=PlanDecision(outcome=outcome, decided_on=decided_on, decided_by=BY_RECORD)
    )


def _plan(command: c.ImportCase, facing: Facing) -> Iterator[Entry]:
    if command.draft_sent_on is not None:
        yield _served(command, command.draft_sent_on, facing), State.DRAFT_WITH_FAMILY
    if command.consulted_on is not None and command.consulted_setting_id is not None:
        yield _consulted(command.consulted_setting_id, command.consulted_on), State.PLACING
    if command.placement_decided_on is not None:
        yield _placed(command, command.placement_decided_on), State.FINALISING
    if command.final_sent_on is not None:
        yield _finished(command, command.final_sent_on), State.PLAN_ISSUED


def _served(command: c.ImportCase, sent_on: date, facing: Facing) -> e.DraftServed:
    notice = _notice(command, Letter.DRAFT_PLAN, sent_on)
    sent = Facts(drafts=(DraftFacts(sent_on=sent_on, method=notice.method),))
    window = next(
        clock for clock in clocks(sent, facing.known.policy) if clock.clock == "draft_window"
    )
    draft = Draft(
        id="draft-1",
        plan_version=0,
        sent_on=sent_on,
        method=notice.method,
        sent_after_five=False,
        served_on=window.starts_on,
        window_ends_on=window.due_on,
    )
    return e.DraftServed(draft=draft, notice=notice, digest="")


def _consulted(setting_id: str, consulted_on: date) -> e.SettingConsulted:
    return e.SettingConsulted(
        consultation=Consultation(
            id="consultation-1", setting_id=setting_id, consulted_on=consulted_on
        )
    )


def _placed(command: c.ImportCase, decided_on: date) -> e.PlacementSettled:
    named = command.placed_setting_id
    return e.PlacementSettled(
        placement=Placement(
            decided_on=decided_on,
            decided_by=BY_RECORD,
            setting_id=named,
            setting_type=None if named else "as recorded before",
        )
    )


def _finished(command: c.ImportCase, sent_on: date) -> e.FinalPlanSent:
    # Whether others were told is not in the record, and saying so is not for us: False is "not recorded".
    return e.FinalPlanSent(
        notice=_notice(command, Letter.FINAL_PLAN, sent_on),
        signed_by=BY_RECORD,
        signed_on=sent_on,
        setting_told=False,
        health_body_told=False,
        digest="",
    )
