"""What people did about alerts changes nothing of a case: the alert's own row says who has it in hand."""

from __future__ import annotations

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.replay.evolving import applies


@applies(e.AlertAcknowledged)
def _alert_acknowledged(case: Case, event: e.AlertAcknowledged) -> Case:
    return case


@applies(e.AlertSnoozed)
def _alert_snoozed(case: Case, event: e.AlertSnoozed) -> Case:
    return case


@applies(e.AlertDelegated)
def _alert_delegated(case: Case, event: e.AlertDelegated) -> Case:
    return case


@applies(e.AlertPutBack)
def _alert_put_back(case: Case, event: e.AlertPutBack) -> Case:
    return case
