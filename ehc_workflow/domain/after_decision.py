"""What the limits of mediation, appeals, orders and agreements need of a case: facts, what met and what ended them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehc_workflow.domain import facts as f
from ehc_workflow.domain.case import Case, Letter, MediationEnd
from ehc_workflow.domain.clocks import Clock
from ehc_workflow.rules.send_regs_2014.orders import REOPENS

OUTLIVES_THE_OUTCOME = frozenset(
    {
        "draft_window",
        "mediation_contact",
        "appeal",
        "arrange_mediation",
        "tell_health_body",
        "arrange_health_mediation",
        "mediation_certificate",
        "amended_plan",
        "carry_out_agreement",
        "tell_authority_of_agreement",
    }
)
"""Limits that are owed though the assessment has its outcome: the family's own time, and what a dispute brings."""

_TAKEN_OVER = frozenset(
    {
        "threshold_refusal",
        "decide_whether_to_assess",
        "decide_whether_to_reassess",
        "decide_no_plan",
        "final_plan",
        "latest_draft_service",
        "notify_will_assess",
        "draft_plan",
        "reconsider",
    }
)
"""Limits of the assessment that an order, a concession or an agreement takes over with days of its own."""


def superseded(case: Case, code: str, ref: str) -> bool:
    """Whether a later order, concession or agreement has put limits of its own in the place of this one."""
    return case.way_back is not None and code in _TAKEN_OVER and ref != case.way_back.ref


def reopenings(case: Case) -> Iterator[tuple[str, date]]:
    """What reopened the assessment, each with its day: `assess`, `reassess`, `make_plan` or `reconsider`."""
    matters = (
        *((one.kind, one.made_on) for one in case.orders),
        *((one.conceded, one.ended_on) for one in case.appeals),
        *((one.matter, one.agreed_on) for one in case.agreements),
    )
    for matter, on in matters:
        if matter in REOPENS and on is not None:
            yield str(matter), on


def reopened_for_a_plan(case: Case, day: date) -> bool:
    """Whether a plan had been ordered, conceded or agreed before this day."""
    return any(matter == "make_plan" and on < day for matter, on in reopenings(case))


def mediations(case: Case) -> Iterator[f.Mediation]:
    """Mediation asked for, and mediation declined: a certificate is issued within 3 working days of either's end."""
    for one in case.mediations:
        not_arranged = one.ended is MediationEnd.NOT_ARRANGED
        over_on = one.ended_on or one.agreed_on
        yield f.Mediation(
            issues=one.issues,
            authority_told_on=one.authority_told_on,
            health_body_told_on=one.health_body_told_on,
            ended_on=None if not_arranged else over_on,
            adviser_told_cannot_arrange_on=over_on if not_arranged else None,
            ref=one.id,
        )
    for certificate in case.certificates:
        if certificate.declined_on is not None:
            yield f.Mediation(declined_on=certificate.declined_on, ref=certificate.notice_id)


def agreements(case: Case) -> Iterator[f.MediationAgreement]:
    """Agreements, with the days agreed in writing."""
    for one in case.agreements:
        yield f.MediationAgreement(
            matter=one.matter,
            agreed_on=one.agreed_on,
            agreed_dates=tuple((dated.clock, dated.day) for dated in one.agreed_dates),
            authority_took_part=one.authority_told_on is None,
            ref=one.id,
        )


def unopposed(case: Case) -> Iterator[f.UnopposedAppeal]:
    """Appeals that the authority told the Tribunal it does not oppose."""
    for one in case.appeals:
        if one.conceded is not None and one.ended_on is not None:
            yield f.UnopposedAppeal(
                matter=one.conceded, notified_tribunal_on=one.ended_on, ref=one.id
            )


def orders(case: Case) -> Iterator[f.OrderFacts]:
    """Orders, with the days directed."""
    for one in case.orders:
        yield f.OrderFacts(
            kind=one.kind,
            made_on=one.made_on,
            directed_dates=tuple((dated.clock, dated.day) for dated in one.directed_dates),
            ref=one.id,
        )


def certificate_issued_on(case: Case, notice_id: str) -> date | None:
    """The day of the certificate about this notice."""
    return next((one.issued_on for one in case.certificates if one.notice_id == notice_id), None)


def done_on(case: Case, code: str, clock: Clock) -> date | None:
    """The day the act was done that one of these limits asks for."""
    ref = clock.ref or ""
    match code:
        case "mediation_contact":
            return _contacted_on(case, ref)
        case "appeal":
            return next((one.registered_on for one in case.appeals if one.notice_id == ref), None)
        case "arrange_mediation" | "arrange_health_mediation":
            return _met_on(case, ref)
        case "mediation_certificate":
            mediation = case.mediation(ref)
            return certificate_issued_on(case, mediation.notice_id if mediation else ref)
        case "reconsider":
            return _reconsidered_on(case, clock.starts_on)
        case "carry_out_agreement":
            agreement = case.agreement(ref)
            return agreement.carried_out_on if agreement else None
        case "tell_authority_of_agreement":
            agreement = case.agreement(ref)
            return agreement.authority_told_on if agreement else None
    return clock.done_on


def _contacted_on(case: Case, notice_id: str) -> date | None:
    asked = [one.contacted_adviser_on for one in case.mediations if one.notice_id == notice_id]
    declined = [
        one.declined_on or one.issued_on for one in case.certificates if one.notice_id == notice_id
    ]
    return min([*asked, *declined], default=None)


def _met_on(case: Case, mediation_id: str) -> date | None:
    """Mediation was arranged in time if the parties had met by the day: nothing earlier is sure to be enough."""
    mediation = case.mediation(mediation_id)
    if mediation is None:
        return None
    return mediation.agreed_on or (
        mediation.ended_on if mediation.ended is MediationEnd.MET else None
    )


def _reconsidered_on(case: Case, ordered_on: date) -> date | None:
    """A draft or a refusal meets reg 44(2)(d)."""
    days = [
        one.sent_on
        for one in case.notices
        if one.kind is Letter.NO_PLAN and (one.sent_on > ordered_on or not one.set_aside)
    ]
    days += [one.served_on for one in case.drafts if not one.part]
    return min((day for day in days if day >= ordered_on), default=None)


def is_over(case: Case, code: str, ref: str) -> bool:
    """Whether there is nothing left to do for one of these limits, though nobody did it."""
    match code:
        case "arrange_mediation" | "tell_health_body" | "arrange_health_mediation":
            mediation = case.mediation(ref)
            return mediation is None or not mediation.is_running
        case "mediation_certificate":
            mediation = case.mediation(ref)
            overtaken = mediation is not None and mediation.ended is MediationEnd.OVERTAKEN
            return overtaken or (mediation is not None and mediation.agreed_on is not None)
        case "appeal" | "mediation_contact":
            notice = case.notice_of_id(ref)
            return notice is not None and notice.set_aside
    return False
