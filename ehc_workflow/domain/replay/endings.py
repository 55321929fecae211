"""What the events make of a case while exceptions are claimed and cases end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case, ClaimedException
from ehc_workflow.domain.replay.evolving import (
    applies,
)


@applies(e.ClosureRecorded)
def _closure_recorded(case: Case, event: e.ClosureRecorded) -> Case:
    return replace(case, closures=(*case.closures, event.closure))


@applies(e.PlanHandedOver)
def _plan_handed_over(case: Case, event: e.PlanHandedOver) -> Case:
    return replace(case, handed_over_on=event.handed_over_on)


@applies(e.AbsenceRecorded)
def _absence_recorded(case: Case, event: e.AbsenceRecorded) -> Case:
    return replace(case, absences=(*case.absences, event.absence))


@applies(e.CircumstancesRecorded)
def _circumstances_recorded(case: Case, event: e.CircumstancesRecorded) -> Case:
    return replace(case, circumstances=(*case.circumstances, event.circumstance))


@applies(e.ExceptionClaimed)
def _exception_claimed(case: Case, event: e.ExceptionClaimed) -> Case:
    return replace(case, exceptions=(*case.exceptions, event.claim))


@applies(e.LateExceptionSettled)
def _late_exception_settled(case: Case, event: e.LateExceptionSettled) -> Case:
    declined_on = None if event.approved_by else event.settled_on
    return _with_claim(
        case,
        event.exception_id,
        lambda claim: replace(
            claim, late_claim_approved_by=event.approved_by, declined_on=declined_on
        ),
    )


@applies(e.ExceptionReviewed)
def _exception_reviewed(case: Case, event: e.ExceptionReviewed) -> Case:
    return _with_claim(
        case,
        event.exception_id,
        lambda claim: replace(
            claim,
            reviewed_on=event.reviewed_on,
            review_on=event.review_on or claim.review_on,
            cause_ended_on=event.cause_ended_on,
        ),
    )


def _with_claim(
    case: Case, claim_id: str, change: Callable[[ClaimedException], ClaimedException]
) -> Case:
    changed = (change(one) if one.id == claim_id else one for one in case.exceptions)
    return replace(case, exceptions=tuple(changed))


@applies(e.DelayCauseRecorded)
def _delay_cause_recorded(case: Case, event: e.DelayCauseRecorded) -> Case:
    return replace(case, delay_causes=(*case.delay_causes, event.cause))


@applies(e.CaseEnded)
def _case_ended(case: Case, event: e.CaseEnded) -> Case:
    left = tuple(replace(one, off_on=event.ended_on) if one.is_open else one for one in case.agenda)
    return replace(case, ended_on=event.ended_on, duplicate_of=event.duplicate_of, agenda=left)


@applies(e.WithdrawalRefused)
def _withdrawal_refused(case: Case, event: e.WithdrawalRefused) -> Case:
    return case  # the duty remains, and so does everything else
