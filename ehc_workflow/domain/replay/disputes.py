"""What the events make of a case after its decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    REFUSES_ASSESSMENT,
    Agreement,
    Appeal,
    AppealEnd,
    Case,
    Letter,
    Mediation,
    MediationEnd,
    WayBack,
)
from ehc_workflow.domain.facts import OrderKind
from ehc_workflow.domain.replay.evolving import applies, with_notice
from ehc_workflow.rules.send_regs_2014.orders import REOPENS

_SET_ASIDE = frozenset({*REFUSES_ASSESSMENT, Letter.NO_PLAN})


@applies(e.MediationStarted)
def _mediation_started(case: Case, event: e.MediationStarted) -> Case:
    return replace(case, mediations=(*case.mediations, event.mediation))


@applies(e.HealthBodyTold)
def _health_body_told(case: Case, event: e.HealthBodyTold) -> Case:
    return _with_mediation(
        case, event.mediation_id, lambda one: replace(one, health_body_told_on=event.told_on)
    )


@applies(e.MediationEnded)
def _mediation_ended(case: Case, event: e.MediationEnded) -> Case:
    return _with_mediation(
        case,
        event.mediation_id,
        lambda one: replace(one, ended=event.ended, ended_on=event.ended_on),
    )


@applies(e.CertificateIssued)
def _certificate_issued(case: Case, event: e.CertificateIssued) -> Case:
    return replace(case, certificates=(*case.certificates, event.certificate))


@applies(e.AgreementMade)
def _agreement_made(case: Case, event: e.AgreementMade) -> Case:
    agreed = event.agreement
    case = _with_mediation(
        case, agreed.mediation_id, lambda one: replace(one, agreed_on=agreed.agreed_on)
    )
    case = replace(case, agreements=(*case.agreements, agreed))
    if agreed.matter not in REOPENS:
        return case
    return _reopened(case, agreed.id, agreed.agreed_on)


@applies(e.AgreementCarriedOut)
def _agreement_carried_out(case: Case, event: e.AgreementCarriedOut) -> Case:
    def carried_out(one: Agreement) -> Agreement:
        return replace(one, carried_out_on=event.done_on) if one.id == event.agreement_id else one

    return replace(case, agreements=tuple(carried_out(one) for one in case.agreements))


@applies(e.AppealRegistered)
def _appeal_registered(case: Case, event: e.AppealRegistered) -> Case:
    return replace(case, appeals=(*case.appeals, event.appeal))


@applies(e.AppealAnswered)
def _appeal_answered(case: Case, event: e.AppealAnswered) -> Case:
    return _with_appeal(
        case, event.appeal_id, lambda one: replace(one, responded_on=event.responded_on)
    )


@applies(e.AppealConceded)
def _appeal_conceded(case: Case, event: e.AppealConceded) -> Case:
    told_on = event.notified_tribunal_on
    case = _with_appeal(
        case,
        event.appeal_id,
        lambda one: replace(one, ended=AppealEnd.CONCEDED, ended_on=told_on, conceded=event.matter),
    )
    if event.matter not in REOPENS:
        return case
    return _reopened(case, event.appeal_id, told_on)


@applies(e.OrderMade)
def _order_made(case: Case, event: e.OrderMade) -> Case:
    order = event.order
    case = _with_appeal(
        case,
        order.appeal_id,
        lambda one: replace(one, ended=AppealEnd.ORDERED, ended_on=order.made_on),
    )
    case = replace(case, orders=(*case.orders, order))
    if order.kind not in REOPENS:
        return case
    case = _reopened(case, order.id, order.made_on)
    # What was decided about a plan is to be decided again, reg 44(2)(d): the old decision must not pass for the new.
    return replace(case, plan_decision=None) if order.kind is OrderKind.RECONSIDER else case


@applies(e.AppealEnded)
def _appeal_ended(case: Case, event: e.AppealEnded) -> Case:
    return _with_appeal(
        case,
        event.appeal_id,
        lambda one: replace(one, ended=event.ended, ended_on=event.ended_on),
    )


@applies(e.OrderedPlanStarted)
def _ordered_plan_started(case: Case, event: e.OrderedPlanStarted) -> Case:
    return case  # the state says it


@applies(e.AmendedPlanSent)
def _amended_plan_sent(case: Case, event: e.AmendedPlanSent) -> Case:
    return with_notice(replace(case, placement=event.placement or case.placement), event.notice)


def _with_mediation(
    case: Case, mediation_id: str, change: Callable[[Mediation], Mediation]
) -> Case:
    return replace(
        case,
        mediations=tuple(change(one) if one.id == mediation_id else one for one in case.mediations),
    )


def _with_appeal(case: Case, appeal_id: str, change: Callable[[Appeal], Appeal]) -> Case:
    return replace(
        case, appeals=tuple(change(one) if one.id == appeal_id else one for one in case.appeals)
    )


def _reopened(case: Case, ref: str, on: date) -> Case:
    """What the case was closed by is set aside: its notice stays on file and binds no more, and no dispute is left."""
    return replace(
        case,
        way_back=WayBack(ref=ref, began_on=on),
        notices=tuple(
            replace(one, set_aside=True) if one.kind in _SET_ASIDE else one for one in case.notices
        ),
        appeals=tuple(
            replace(one, ended=AppealEnd.AGREED, ended_on=on) if one.is_running else one
            for one in case.appeals
        ),
        mediations=tuple(
            replace(one, ended=MediationEnd.OVERTAKEN, ended_on=on) if one.is_running else one
            for one in case.mediations
        ),
    )
