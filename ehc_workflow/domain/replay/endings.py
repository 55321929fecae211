"""What the events make of a case while exceptions are claimed and cases end."""

from __future__ import annotations

from dataclasses import replace

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.replay.evolving import (
    applies,
)


@applies(e.ClosureRecorded)
def _closure_recorded(case: Case, event: e.ClosureRecorded) -> Case:
    return replace(case, closures=(*case.closures, event.closure))


@applies(e.AbsenceRecorded)
def _absence_recorded(case: Case, event: e.AbsenceRecorded) -> Case:
    return replace(case, absences=(*case.absences, event.absence))


@applies(e.CircumstancesRecorded)
def _circumstances_recorded(case: Case, event: e.CircumstancesRecorded) -> Case:
    return replace(case, circumstances=(*case.circumstances, event.circumstance))


@applies(e.ExceptionClaimed)
def _exception_claimed(case: Case, event: e.ExceptionClaimed) -> Case:
    return replace(case, exceptions=(*case.exceptions, event.claim))


@applies(e.DelayCauseRecorded)
def _delay_cause_recorded(case: Case, event: e.DelayCauseRecorded) -> Case:
    return replace(case, delay_causes=(*case.delay_causes, event.cause))


@applies(e.CaseEnded)
def _case_ended(case: Case, event: e.CaseEnded) -> Case:
    return replace(case, ended_on=event.ended_on, duplicate_of=event.duplicate_of)


@applies(e.WithdrawalRefused)
def _withdrawal_refused(case: Case, event: e.WithdrawalRefused) -> Case:
    return case  # the duty remains, and so does everything else


@applies(e.AlertAcknowledged)
def _alert_acknowledged(case: Case, event: e.AlertAcknowledged) -> Case:
    return case  # the alert's own row says who took it up
