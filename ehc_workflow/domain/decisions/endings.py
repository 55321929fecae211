"""Exceptions, causes of delay, facts they rest on, and the ways a case ends without a decision: T25 to T28."""

from __future__ import annotations

from ehc_workflow.dates.counting import months_after
from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case, ClaimedException, DelayCause
from ehc_workflow.domain.deadlines import deadline_of
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    not_before,
    not_in_future,
    not_used,
    refuse,
)
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.handover import first_review_by, plan_made_on


@answers(c.RecordClosure)
def record_closure(case: Case, command: c.RecordClosure, facing: Facing) -> tuple[e.Event, ...]:
    """A setting cannot reopen before it closes. Closures to come may be entered."""
    closure = command.closure
    if closure.reopening_day <= closure.first_closed_day:
        refuse(
            [
                Impossible(
                    "/closure/reopening_day", "The reopening day is not after the first closed day."
                )
            ]
        )
    return (e.ClosureRecorded(closure=closure),)


@answers(c.HandOverPlan)
def hand_over_plan(case: Case, command: c.HandOverPlan, facing: Facing) -> tuple[e.Event, ...]:
    """Once the plan was sent, to somebody who is named. The first review is counted from the day of the plan."""
    what, made_on = "The day of the handover", plan_made_on(case)
    refuse(
        not_in_future(command.handed_over_on, facing, "/handed_over_on", what),
        not_before(command.handed_over_on, made_on, "/handed_over_on", what, "the plan was sent")
        if made_on
        else [Impossible("/handed_over_on", "The sending of this plan is not on file.")],
        [] if command.to_whom.strip() else [Impossible("/to_whom", "Say who maintains the plan.")],
    )
    review_by = first_review_by(case)
    assert review_by is not None  # it was sent, or it was refused above
    return (e.PlanHandedOver(handed_over_on=command.handed_over_on, review_by=review_by),)


@answers(c.RecordAbsence)
def record_absence(case: Case, command: c.RecordAbsence, facing: Facing) -> tuple[e.Event, ...]:
    """One continuous absence of one person."""
    absence = command.absence
    refuse(
        not_before(
            absence.last_day,
            absence.first_day,
            "/absence/last_day",
            "The last day",
            "the absence began",
        )
    )
    return (e.AbsenceRecorded(absence=absence),)


@answers(c.RecordCircumstances)
def record_circumstances(
    case: Case, command: c.RecordCircumstances, facing: Facing
) -> tuple[e.Event, ...]:
    """Circumstances that a person has found exceptional."""
    found = command.circumstance
    refuse(
        not_before(
            found.last_day, found.first_day, "/circumstance/last_day", "The last day", "they began"
        )
    )
    return (e.CircumstancesRecorded(circumstance=found),)


@answers(c.ClaimException)
def claim_exception(case: Case, command: c.ClaimException, facing: Facing) -> tuple[e.Event, ...]:
    """T28. The limit reads "as soon as practicable"; its original day stays and no new one is made."""
    happened(case, command.decided_on, facing, "/decided_on", "The day of the decision")
    refuse(
        not_in_future(
            command.family_told_on, facing, "/family_told_on", "The day the family was told"
        ),
        not_before(
            command.review_on, command.decided_on, "/review_on", "The review", "the decision"
        ),
        not_used((claim.id for claim in case.exceptions), command.exception_id, "/exception_id"),
    )
    deadline = deadline_of(case, command.limit, command.ref, facing.known.policy)
    return (
        e.ExceptionClaimed(
            claim=ClaimedException(
                id=command.exception_id,
                limit=command.limit,
                ref=command.ref,
                ground=command.ground,
                decided_on=command.decided_on,
                decided_by=facing.actor_id,
                family_told_on=command.family_told_on,
                review_on=command.review_on,
                is_late=deadline is not None and command.decided_on > deadline.due_on,
            )
        ),
    )


@answers(c.SettleLateException)
def settle_late_exception(
    case: Case, command: c.SettleLateException, facing: Facing
) -> tuple[e.Event, ...]:
    """Claiming late needs a reason and an approver, and nobody approves a claim of their own."""
    happened(case, command.settled_on, facing, "/settled_on", "The day of the answer")
    claim = _claim(case, command.exception_id)
    refuse(not_before(command.settled_on, claim.decided_on, "/settled_on", "The day", "the claim"))
    if claim.decided_by == facing.actor_id:
        refuse([Impossible("/approved", "The second person cannot be the one who made the claim.")])
    return (
        e.LateExceptionSettled(
            exception_id=claim.id,
            settled_on=command.settled_on,
            approved_by=facing.actor_id if command.approved else None,
        ),
    )


@answers(c.ReviewException)
def review_exception(case: Case, command: c.ReviewException, facing: Facing) -> tuple[e.Event, ...]:
    """Either the cause has ended, or there is a next day to look: never both, never neither."""
    happened(case, command.reviewed_on, facing, "/reviewed_on", "The day of the review")
    claim = _claim(case, command.exception_id)
    ended, again = command.cause_ended_on, command.review_on
    refuse(
        not_before(command.reviewed_on, claim.decided_on, "/reviewed_on", "The review", "the claim")
    )
    if (ended is None) == (again is None):
        refuse(
            [
                Impossible(
                    "/review_on",
                    "Give the day the cause ended, or the day to look again: one of the two.",
                )
            ]
        )
    if ended is not None:
        refuse(not_in_future(ended, facing, "/cause_ended_on", "The day the cause ended"))
    if again is not None and again <= command.reviewed_on:
        refuse([Impossible("/review_on", "The next review is not after this one.")])
    return (
        e.ExceptionReviewed(
            exception_id=claim.id,
            reviewed_on=command.reviewed_on,
            review_on=again,
            cause_ended_on=ended,
        ),
    )


def _claim(case: Case, claim_id: str) -> ClaimedException:
    return next(one for one in case.exceptions if one.id == claim_id)


@answers(c.RecordDelayCause)
def record_delay_cause(
    case: Case, command: c.RecordDelayCause, facing: Facing
) -> tuple[e.Event, ...]:
    """A cause is no exception: the case stays late in every figure."""
    happened(case, command.recorded_on, facing, "/recorded_on", "The day")
    cause = DelayCause(limit=command.limit, cause=command.cause, recorded_on=command.recorded_on)
    return (e.DelayCauseRecorded(cause=cause),)


@answers(c.KeepOpenAfterWithdrawal)
def keep_open_after_withdrawal(
    case: Case, command: c.KeepOpenAfterWithdrawal, facing: Facing
) -> tuple[e.Event, ...]:
    """T25: the clocks run on."""
    happened(case, command.withdrawn_on, facing, "/withdrawn_on", "The day of the withdrawal")
    return (e.WithdrawalRefused(withdrawn_on=command.withdrawn_on),)


@answers(c.Withdraw)
def withdraw(case: Case, command: c.Withdraw, facing: Facing) -> tuple[e.Event, ...]:
    """T25."""
    happened(case, command.withdrawn_on, facing, "/withdrawn_on", "The day of the withdrawal")
    return (e.CaseEnded(ended_on=command.withdrawn_on),)


@answers(c.MoveOut)
def move_out(case: Case, command: c.MoveOut, facing: Facing) -> tuple[e.Event, ...]:
    """T26: the new authority decides afresh; no date is carried over."""
    happened(case, command.moved_on, facing, "/moved_on", "The day of the move")
    return (e.CaseEnded(ended_on=command.moved_on, new_authority=command.new_authority),)


@answers(c.RecordOver25)
def record_over_25(case: Case, command: c.RecordOver25, facing: Facing) -> tuple[e.Event, ...]:
    """T27: not before the day, s83(2): closing earlier would end every duty to a young person."""
    if case.person is not None:
        turned_25 = months_after(case.person.date_of_birth, 12 * 25)
        refuse(not_before(command.ended_on, turned_25, "/ended_on", "The day", "turning 25"))
    return end_case(case, command, facing)


@answers(c.RecordDeath, c.RecordLeftEngland, c.RecordNotInArea)
def end_case(case: Case, command: c.EndCase, facing: Facing) -> tuple[e.Event, ...]:
    """T27."""
    happened(case, command.ended_on, facing, "/ended_on", "The day")
    return (e.CaseEnded(ended_on=command.ended_on),)


@answers(c.JoinDuplicate)
def join_duplicate(case: Case, command: c.JoinDuplicate, facing: Facing) -> tuple[e.Event, ...]:
    """T27: this case closes; the lead case keeps the earlier clock through a trigger of its own."""
    happened(case, command.joined_on, facing, "/joined_on", "The day")
    return (e.CaseEnded(ended_on=command.joined_on, duplicate_of=command.lead_assessment_id),)
