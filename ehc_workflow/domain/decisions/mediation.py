"""Mediation and what comes of it: told, ended, certified, agreed, carried out. T16 to T18."""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    Agreement,
    Case,
    Certificate,
    DatedLimit,
    Mediation,
    MediationEnd,
    Notice,
)
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    not_before,
    not_in_future,
    not_used,
    refuse,
)
from ehc_workflow.domain.errors import Impossible, NotFoundError
from ehc_workflow.domain.facts import AgreementMatter, ClockId

OF_ITS_OWN = frozenset(
    {
        ClockId.NOTIFY_WILL_ASSESS,
        ClockId.DECIDE_NO_PLAN,
        ClockId.DRAFT_PLAN,
        ClockId.FINAL_PLAN,
        ClockId.RECONSIDER,
        ClockId.AMENDED_PLAN,
        ClockId.CARRY_OUT_AGREEMENT,
    }
)
"""The limits that a direction, reg 44(1), or a written agreement, reg 42(5), can give a day of its own."""


@answers(c.StartMediation)
def start_mediation(case: Case, command: c.StartMediation, facing: Facing) -> tuple[e.Event, ...]:
    """T16. The family contacts the adviser first, and the authority hears of it."""
    sent_on = the_notice(case, command.notice_id).sent_on
    contacted, told = command.contacted_adviser_on, command.authority_told_on
    what = "The day the authority was told"
    refuse(
        not_before(contacted, sent_on, "/contacted_adviser_on", "The contact", "the notice went"),
        not_in_future(told, facing, "/authority_told_on", what),
        not_before(told, contacted, "/authority_told_on", what, "the adviser was contacted"),
        not_used((one.id for one in case.mediations), command.mediation_id, "/mediation_id"),
    )
    return (
        e.MediationStarted(
            mediation=Mediation(
                id=command.mediation_id,
                notice_id=command.notice_id,
                issues=command.issues,
                contacted_adviser_on=contacted,
                authority_told_on=told,
            )
        ),
    )


@answers(c.TellHealthBody)
def tell_health_body(case: Case, command: c.TellHealthBody, facing: Facing) -> tuple[e.Event, ...]:
    """From this day the health body has its own 30 days where the issues are health's alone."""
    told_on = the_mediation(case, command.mediation_id).authority_told_on
    refuse(
        not_in_future(command.told_on, facing, "/told_on", "The day of telling"),
        not_before(
            command.told_on, told_on, "/told_on", "The day of telling", "the authority was told"
        ),
    )
    return (e.HealthBodyTold(mediation_id=command.mediation_id, told_on=command.told_on),)


@answers(c.EndMediation)
def end_mediation(case: Case, command: c.EndMediation, facing: Facing) -> tuple[e.Event, ...]:
    """The adviser's 3 working days for the certificate begin."""
    told_on = the_mediation(case, command.mediation_id).authority_told_on
    refuse(
        not_in_future(command.ended_on, facing, "/ended_on", "The day of the end"),
        not_before(command.ended_on, told_on, "/ended_on", "The end", "the authority was told"),
        [Impossible("/ended", "Only an order or a concession overtakes mediation.")]
        if command.ended is MediationEnd.OVERTAKEN
        else [],
    )
    return (
        e.MediationEnded(
            mediation_id=command.mediation_id, ended=command.ended, ended_on=command.ended_on
        ),
    )


@answers(c.IssueCertificate)
def issue_certificate(
    case: Case, command: c.IssueCertificate, facing: Facing
) -> tuple[e.Event, ...]:
    """T18. It can come neither before the notice it is about nor before mediation was declined or over."""
    sent_on = the_notice(case, command.notice_id).sent_on
    issued, declined = command.issued_on, command.declined_on
    what = "The certificate (s55)"
    refuse(
        not_in_future(issued, facing, "/issued_on", what),
        not_before(issued, sent_on, "/issued_on", what, "the notice went"),
        *(
            not_before(issued, over_on, "/issued_on", what, "mediation was over")
            for over_on in _over_on(case, command.notice_id)
        ),
        []
        if declined is None
        else not_before(declined, sent_on, "/declined_on", "Declining", "the notice went")
        + not_before(issued, declined, "/issued_on", what, "mediation was declined"),
    )
    return (
        e.CertificateIssued(
            certificate=Certificate(
                notice_id=command.notice_id, issued_on=issued, declined_on=declined
            )
        ),
    )


def _over_on(case: Case, notice_id: str) -> list[date]:
    return [
        one.ended_on or one.agreed_on or one.authority_told_on
        for one in case.mediations
        if one.notice_id == notice_id
    ][-1:]


@answers(c.AgreeAssessment)
def agree_assessment(case: Case, command: c.AgreeAssessment, facing: Facing) -> tuple[e.Event, ...]:
    """T17, reg 42(2): to assess, or to assess again."""
    matter = AgreementMatter.REASSESS if case.reassesses else AgreementMatter.ASSESS
    return _agreed(case, command, facing, matter)


@answers(c.AgreePlan)
def agree_plan(case: Case, command: c.AgreePlan, facing: Facing) -> tuple[e.Event, ...]:
    """T17, reg 42(2)."""
    return _agreed(case, command, facing, AgreementMatter.MAKE_PLAN)


@answers(c.AgreeAmendment)
def agree_amendment(case: Case, command: c.AgreeAmendment, facing: Facing) -> tuple[e.Event, ...]:
    """T17, reg 42(2)."""
    matter = AgreementMatter.AMEND_CONTENTS
    if command.placement_only:
        matter = AgreementMatter.AMEND_PLACEMENT
    return _agreed(case, command, facing, matter)


@answers(c.AgreeOther)
def agree_other(case: Case, command: c.AgreeOther, facing: Facing) -> tuple[e.Event, ...]:
    """T17, reg 42(3)."""
    return _agreed(case, command, facing, AgreementMatter.NOT_APPEALABLE)


def _agreed(
    case: Case, command: c.AgreeAtMediation, facing: Facing, matter: AgreementMatter
) -> tuple[e.Event, ...]:
    told_on = the_mediation(case, command.mediation_id).authority_told_on
    absent = command.authority_told_on
    what = "The day of the agreement"
    refuse(
        not_in_future(command.agreed_on, facing, "/agreed_on", what),
        not_before(command.agreed_on, told_on, "/agreed_on", what, "the authority was told"),
        []
        if absent is None
        else not_before(
            absent, command.agreed_on, "/authority_told_on", "The day of telling", "it was made"
        ),
        [] if command.terms.strip() else [Impossible("/terms", "Write down what was agreed.")],
        not_used((one.id for one in case.agreements), command.agreement_id, "/agreement_id"),
        days_of_their_own(command.agreed_dates, command.agreed_on, "/agreed_dates", "reg 42(5)"),
    )
    return (
        e.AgreementMade(
            agreement=Agreement(
                id=command.agreement_id,
                mediation_id=command.mediation_id,
                matter=matter,
                agreed_on=command.agreed_on,
                agreed_dates=command.agreed_dates,
                authority_told_on=absent,
            )
        ),
    )


@answers(c.CarryOutAgreement)
def carry_out_agreement(
    case: Case, command: c.CarryOutAgreement, facing: Facing
) -> tuple[e.Event, ...]:
    """Done is done: late or not, the limit says."""
    agreement = case.agreement(command.agreement_id)
    if agreement is None:
        raise NotFoundError("This case has no such agreement.")
    refuse(
        not_in_future(command.done_on, facing, "/done_on", "The day"),
        not_before(command.done_on, agreement.agreed_on, "/done_on", "The day", "it was agreed"),
    )
    return (e.AgreementCarriedOut(agreement_id=agreement.id, done_on=command.done_on),)


def the_notice(case: Case, notice_id: str) -> Notice:
    """The notice that a dispute is about, or `NotFoundError`."""
    notice = case.notice_of_id(notice_id)
    if notice is None:
        raise NotFoundError("This case has no such notice.")
    return notice


def the_mediation(case: Case, mediation_id: str) -> Mediation:
    """The mediation meant, or `NotFoundError`."""
    mediation = case.mediation(mediation_id)
    if mediation is None:
        raise NotFoundError("This case has no such mediation.")
    return mediation


def days_of_their_own(
    dated: tuple[DatedLimit, ...], began_on: date, pointer: str, citation: str
) -> list[Impossible]:
    """Each names another limit of these routes, and lies after the day the limits run from."""
    found = []
    for place, one in enumerate(dated):
        if one.clock not in OF_ITS_OWN or one.clock in {other.clock for other in dated[:place]}:
            words = one.clock.value.replace("_", " ")
            says = f"No other day can be set here for “{words}” ({citation})."
            found.append(Impossible(f"{pointer}/{place}/clock", says))
        found += not_before(
            one.day, began_on, f"{pointer}/{place}/day", f"A day set ({citation})", "it was set"
        )
    return found
