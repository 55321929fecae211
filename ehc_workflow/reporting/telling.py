"""What happened, told in a sentence: the log as a person reads it. Names come from beside the log, which holds none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Became, Case, CheckEnd, Letter
from ehc_workflow.domain.passed_over import NOT_NAMED
from ehc_workflow.reporting.case_words import (
    MATTERS,
    grounds_in_words,
    panel_says,
    spaced,
)
from ehc_workflow.reporting.telling_advice import OF_ADVICE, Teller
from ehc_workflow.store.queries.case_page import Names

LETTERS = {
    Letter.CONSIDERING: "that an assessment is being considered",
    Letter.WILL_ASSESS: "that there will be an assessment",
    Letter.REFUSAL_TO_ASSESS: "that there will be no assessment",
    Letter.THRESHOLD_REFUSAL: "that there will be no assessment",
    Letter.WILL_REASSESS: "that there will be a re-assessment",
    Letter.REFUSAL_TO_REASSESS: "that there will be no re-assessment",
    Letter.NO_PLAN: "that there will be no plan",
    Letter.PLAN_WILL_BE_MADE: "that a plan will be made",
    Letter.DRAFT_PLAN: "with the draft plan",
    Letter.FINAL_PLAN: "with the final plan",
    Letter.AMENDED_PLAN: "with the amended plan",
    Letter.EXCEPTION: "that an exception is relied on",
    Letter.DELAY_UPDATE: "about a delay",
}
DECISIONS_SAID = {
    Letter.REFUSAL_TO_ASSESS: "No assessment",
    Letter.THRESHOLD_REFUSAL: "No assessment",
    Letter.REFUSAL_TO_REASSESS: "No re-assessment",
    Letter.NO_PLAN: "No plan",
    Letter.FINAL_PLAN: "The final plan",
    Letter.AMENDED_PLAN: "The amended plan",
}
"""The decisions that can be appealed, in two words."""


def tell(event: e.Event, case: Case, names: Names) -> str:
    """One event as a sentence without its full stop."""
    return _TELLERS[type(event)](event, case, names)


def _consulted(case: Case, names: Names, consultation_id: str) -> str:
    """The setting by its name; where it reads of itself alone, and names nobody, as what it is."""
    asked = case.consultation(consultation_id)
    return names.services.get(asked.setting_id if asked else "", "Consulted setting")


def _day(value: Any) -> str:
    return in_words(value)


def _exception(event: e.ExceptionClaimed, case: Case, names: Names) -> str:
    claim = event.claim
    waits = "; it waits for a second person, because the limit had passed" if claim.is_late else ""
    return (
        f"Exception claimed for “{spaced(claim.limit)}” under {claim.ground}; "
        f"review on {_day(claim.review_on)}{waits}"
    )


def _limit_of(claim_id: str, case: Case) -> str:
    return next(spaced(one.limit) for one in case.exceptions if one.id == claim_id)


def _late_exception(event: e.LateExceptionSettled, case: Case, names: Names) -> str:
    limit = _limit_of(event.exception_id, case)
    if event.approved_by:
        return f"Late exception to “{limit}” approved by a second person"
    return f"Late exception to “{limit}” declined: the limit runs on"


def _reviewed(event: e.ExceptionReviewed, case: Case, names: Names) -> str:
    limit = _limit_of(event.exception_id, case)
    if event.cause_ended_on:
        return f"Exception to “{limit}” looked at: its cause ended on {_day(event.cause_ended_on)}"
    return f"Exception to “{limit}” looked at: it goes on, to be looked at again {_day(event.review_on)}"


def _assigned(event: e.Assigned, case: Case, names: Names) -> str:
    given = [
        what
        for what, seat in (
            ("caseworker", event.caseworker_seat_id),
            ("plan writer", event.plan_writer_seat_id),
        )
        if seat
    ]
    return f"Given to a {' and a '.join(given)}" if given else "Assigned"


def _dates_moved(event: e.DatesMoved, case: Case, names: Names) -> str:
    moved = "; ".join(
        f"{spaced(one.code)} from {_day(one.was_due_on)} to {_day(one.due_on)}"
        if one.was_due_on != one.due_on
        else f"{spaced(one.code)}, to act by {_day(one.act_by)} and not {_day(one.was_act_by)}"
        for one in event.moved
    )
    return f"Counted again under {event.provision}: {moved}"


def _case_ended(event: e.CaseEnded, case: Case, names: Names) -> str:
    to = f"; moved to {event.new_authority}" if event.new_authority else ""
    return f"Assessment ended on {_day(event.ended_on)}{to}"


_TELLERS: Mapping[type[e.Event], Teller] = {
    **OF_ADVICE,
    e.RequestReceived: lambda v, c, n: (
        f"Request{' to re-assess' if v.reassesses else ''} registered, received on {_day(v.trigger.received_on)}"
    ),
    e.TriggerAdded: lambda v, c, n: (
        f"Another request added, received on {_day(v.trigger.received_on)}"
    ),
    e.ReceivedDateCorrected: lambda v, c, n: (
        f"Received date corrected from {_day(v.old)} to {_day(v.new)}"
    ),
    e.DatesMoved: _dates_moved,
    e.Assigned: _assigned,
    e.ContactAdded: lambda v, c, n: f"Contact added: {n.contact(v.contact.id)}",
    e.AddressConfirmed: lambda v, c, n: f"Address of {n.contact(v.contact_id)} confirmed",
    e.CopiesAgreed: lambda v, c, n: (
        f"Capacity found lacking: {n.contact(v.contact_id)} represents the young person"
        if v.capacity_finding
        else f"{n.contact(v.contact_id)} may have copies"
    ),
    e.LanguageNeedsRecorded: lambda v, c, n: "Language and format needs recorded",
    e.FamilyConsulted: lambda v, c, n: f"Family consulted on {_day(v.consulted_on)}",
    e.MissingAsked: lambda v, c, n: f"Something missing asked of {v.item.asked_of}",
    e.MissingReceived: lambda v, c, n: f"Something missing came on {_day(v.received_on)}",
    e.ViewsReceived: lambda v, c, n: f"Family’s views received on {_day(v.received_on)}",
    e.AssessmentDecided: lambda v, c, n: (
        f"Decided{' on a re-assessment' if v.decision.reassessment else ''}: {spaced(v.decision.outcome)}"
    ),
    e.RefusalConfirmed: lambda v, c, n: f"Refusal confirmed by {n.person(v.confirmed_by)}",
    e.NoticeSent: lambda v, c, n: (
        f"Letter sent {LETTERS[v.notice.kind]}, to {n.contact(v.notice.addressee)} by {spaced(v.notice.method)}"
    ),
    e.DocumentSealed: lambda v, c, n: "A document about another child was sealed",
    e.DocumentUnsealed: lambda v, c, n: "A document that was sealed by mistake was unsealed",
    e.PutOnPanelAgenda: lambda v, c, n: (
        f"Put on the agenda of a panel that meets on {_day(v.item.meets_on)}: {MATTERS[v.item.matter]}"
    ),
    e.PackChanged: lambda v, c, n: "The pack for a panel was changed",
    e.TakenOffAgenda: lambda v, c, n: "Taken off a panel’s agenda",
    e.InterestDeclared: lambda v, c, n: "A panel member’s interest was declared; they do not count",
    e.PanelAdviceRecorded: lambda v, c, n: (
        f"A panel advised on {_day(v.advice.met_on)}: {panel_says(v.advice)}"
    ),
    e.PlanDecided: lambda v, c, n: f"Decided: {spaced(v.decision.outcome)}",
    e.AdviceAccountedFor: lambda v, c, n: (
        "Said why a recommendation is left out of the plan"
        if v.accounted.became is Became.LEFT_OUT
        else "Said why a recommendation stands in the plan changed"
    ),
    e.PlanChecked: lambda v, c, n: (
        f"Plan text checked: version {v.check.plan_version} signed off"
        if v.check.end is CheckEnd.SIGNED_OFF
        else f"Plan text checked: version {v.check.plan_version} returned to be changed"
    ),
    e.PlanAudited: lambda v, c, n: "Plan rated in an audit",
    e.AuthorAsked: lambda v, c, n: "The author of advice was asked about a paragraph of it",
    e.QuestionAnswered: lambda v, c, n: "A question about advice was answered",
    e.QuestionTakenBack: lambda v, c, n: "A question about advice was taken back",
    e.PlanHandedOver: lambda v, c, n: (
        f"Plan handed over on {_day(v.handed_over_on)}; its first review is due by {_day(v.review_by)}"
    ),
    e.PlanSaved: lambda v, c, n: f"Plan text saved, version {v.text.version}",
    e.HealthProvisionAgreed: lambda v, c, n: "Health provision in section G agreed",
    e.DraftServed: lambda v, c, n: (
        f"Draft plan served on {_day(v.draft.served_on)}"
        + (
            f"; the family has until {_day(v.draft.window_ends_on)}"
            if v.draft.window_ends_on
            else ""
        )
    ),
    e.PartDraftShared: lambda v, c, n: "Part-draft shared for conversation; no period began",
    e.RepresentationReceived: lambda v, c, n: (
        f"From the family on {_day(v.representation.received_on)}: {spaced(v.representation.kind)}"
        + (f" for {n.service(v.representation.setting_id)}" if v.representation.setting_id else "")
    ),
    e.RepresentationAnswered: lambda v, c, n: f"Family answered: {spaced(v.answer)}",
    e.RepresentationAddedTo: lambda v, c, n: "The family said more about the draft",
    e.RepresentationTakenBack: lambda v, c, n: "The family took back something it said",
    e.MeetingOffered: lambda v, c, n: (
        f"Meeting offered to the family for {_day(v.offer.meet_on)}, {spaced(v.offer.way)}"
    ),
    e.OfferRefused: lambda v, c, n: (
        f"The family could not take an offer of a meeting, {_day(v.refused_on)}"
    ),
    e.MeetingHeld: lambda v, c, n: (
        f"Meeting with the family held on {_day(v.held_on)}, {spaced(v.way)}; points agreed: {v.agreed}"
    ),
    e.AgreedPointSettled: lambda v, c, n: (
        f"Point {v.point} agreed with the family: {spaced(v.settled)}"
    ),
    e.MeetingDeclined: lambda v, c, n: f"The family gave up the meeting on {_day(v.declined_on)}",
    e.FreshDraftStarted: lambda v, c, n: "Fresh draft started; the one served before is replaced",
    e.SettingConsulted: lambda v, c, n: f"{n.service(v.consultation.setting_id)} consulted",
    e.ConsultationAnswered: lambda v, c, n: (
        f"{_consulted(c, n, v.consultation_id)} replied: it "
        + ("can" if v.can_meet_needs else "cannot")
        + " meet needs"
        + (f", because of {grounds_in_words(v.grounds)}" if v.grounds else "")
    ),
    e.MoreAskedOnConsultation: lambda v, c, n: (
        f"{_consulted(c, n, v.consultation_id)} needs to know more before it replies, {_day(v.asked_on)}"
    ),
    e.ConsultationAttempted: lambda v, c, n: (
        f"{_consulted(c, n, v.consultation_id)}: attempt to reach it on {_day(v.attempt.tried_on)}, "
        f"{spaced(v.attempt.channel)}"
    ),
    e.SettingNotReached: lambda v, c, n: (
        f"{_consulted(c, n, v.consultation_id)} could not be reached, {_day(v.found_on)}"
    ),
    e.PlacementSettled: lambda v, c, n: (
        "Placement decided: "
        + (
            n.service(v.placement.setting_id)
            if v.placement.setting_id
            else v.placement.setting_type or ""
        )
        + "".join(
            f"; {n.service(one.setting_id)} not named, because {NOT_NAMED[one.ground]}"
            for one in v.placement.not_named
        )
    ),
    e.FinalPlanSent: lambda v, c, n: f"Final plan sent to {n.contact(v.notice.addressee)}",
    e.FamilyWrote: lambda v, c, n: (
        f"Message of the family, {_day(v.message.received_on)}, by {spaced(v.message.road)}"
    ),
    e.FamilyAnswered: lambda v, c, n: (
        f"Reply to the family on {_day(v.answered_on)} by {spaced(v.road)}"
        + (f"; promised for {_day(v.promise.promised_on)}" if v.promise else "")
    ),
    e.FamilyMessageClosed: lambda v, c, n: "Message of the family needs no reply",
    e.FamilyUpdated: lambda v, c, n: (
        f"Family told of a delay: {', '.join(spaced(code) for code, _ in v.told.about)}"
        + (
            f"; expected {spaced(v.told.sure)} {_day(v.told.expected_on)}"
            if v.told.expected_on
            else "; no day could be said"
        )
    ),
    e.PromiseKept: lambda v, c, n: f"Promise to the family kept on {_day(v.kept_on)}",
    e.FamilyReached: lambda v, c, n: (
        f"Family reached by {spaced(v.road)} about a notice, {_day(v.reached_on)}"
        + (f"; the paper counts as served on {_day(v.served_on)}" if v.served_on else "")
    ),
    e.NoticeOpened: lambda v, c, n: f"Notice opened on {_day(v.opened_on)}",
    e.NoticeFailed: lambda v, c, n: (
        "Notice sent by electronic means to somebody who does not use them"
        if v.offline
        else f"Notice did not get through, {_day(v.failed_on)}"
    ),
    e.ClosureRecorded: lambda v, c, n: (
        f"Closure recorded: {spaced(v.closure.setting)} from {_day(v.closure.first_closed_day)} "
        f"until {_day(v.closure.reopening_day)}"
    ),
    e.AbsenceRecorded: lambda v, c, n: (
        f"Absence recorded: {spaced(v.absence.who)}, {_day(v.absence.first_day)} to {_day(v.absence.last_day)}"
    ),
    e.CircumstancesRecorded: lambda v, c, n: (
        f"Exceptional circumstances recorded: {spaced(v.circumstance.kind)}"
    ),
    e.ExceptionClaimed: _exception,
    e.LateExceptionSettled: _late_exception,
    e.ExceptionReviewed: _reviewed,
    e.DelayCauseRecorded: lambda v, c, n: (
        f"Cause of delay recorded: {spaced(v.cause.cause)}; it excepts nothing"
    ),
    e.CaseEnded: _case_ended,
    e.WithdrawalRefused: lambda v, c, n: (
        "A withdrawal came; the case stays open because the authority’s own duty remains"
    ),
    e.MediationStarted: lambda v, c, n: (
        f"The family wants mediation on {spaced(v.mediation.issues)}; the authority was told on "
        f"{_day(v.mediation.authority_told_on)}"
    ),
    e.HealthBodyTold: lambda v, c, n: f"Health body told of the mediation on {_day(v.told_on)}",
    e.MediationEnded: lambda v, c, n: f"Mediation over on {_day(v.ended_on)}: {spaced(v.ended)}",
    e.CertificateIssued: lambda v, c, n: (
        f"Mediation certificate issued on {_day(v.certificate.issued_on)}"
    ),
    e.AgreementMade: lambda v, c, n: (
        f"Agreed at mediation on {_day(v.agreement.agreed_on)}: {spaced(v.agreement.matter)}"
    ),
    e.AgreementCarriedOut: lambda v, c, n: f"What was agreed was done on {_day(v.done_on)}",
    e.AppealRegistered: lambda v, c, n: (
        f"Appeal registered on {_day(v.appeal.registered_on)}; the Tribunal wants the response by "
        f"{_day(v.appeal.reply_due_on)}"
    ),
    e.AppealAnswered: lambda v, c, n: f"Response sent to the Tribunal on {_day(v.responded_on)}",
    e.AppealConceded: lambda v, c, n: (
        f"Appeal not opposed: {spaced(v.matter)}; the Tribunal was told on {_day(v.notified_tribunal_on)}"
    ),
    e.OrderMade: lambda v, c, n: (
        f"The Tribunal ordered on {_day(v.order.made_on)}: {spaced(v.order.kind)}"
    ),
    e.AppealEnded: lambda v, c, n: f"Appeal {spaced(v.ended)} on {_day(v.ended_on)}",
    e.OrderedPlanStarted: lambda v, c, n: "Drafting began, as ordered or agreed",
    e.AmendedPlanSent: lambda v, c, n: f"Amended plan sent to {n.contact(v.notice.addressee)}",
    e.AlertAcknowledged: lambda v, c, n: f"Alert taken up; recovery by {_day(v.recovery_on)}",
    e.AlertSnoozed: lambda v, c, n: f"Alert put off to the end of {_day(v.until)}",
    e.AlertDelegated: lambda v, c, n: "Alert given to another seat",
    e.AlertPutBack: lambda v, c, n: "Alert put back: nobody has it in hand",
}
