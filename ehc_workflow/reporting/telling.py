"""What happened, told in a sentence: the log as a person reads it. Names come from beside the log, which holds none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    Became,
    Case,
    CheckEnd,
    Finding,
    Letter,
    NotNamedGround,
    PanelAdvised,
    PanelMatter,
    PanelView,
    PlacementGround,
    ReplyKind,
    RestsOn,
    ScreeningFinding,
)
from ehc_workflow.domain.facts import Who
from ehc_workflow.domain.joint_advice import given_together, holder_of, signers_of
from ehc_workflow.store.queries.case_page import Names

Teller = Callable[[Any, Case, Names], str]

LETTERS = {
    Letter.CONSIDERING: "that an assessment is being considered",
    Letter.WILL_ASSESS: "that there will be an assessment",
    Letter.REFUSAL_TO_ASSESS: "that there will be no assessment",
    Letter.THRESHOLD_REFUSAL: "that there will be no assessment",
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
    Letter.NO_PLAN: "No plan",
    Letter.FINAL_PLAN: "The final plan",
    Letter.AMENDED_PLAN: "The amended plan",
}
"""The decisions that can be appealed, in two words."""
RESTED_ON = {
    RestsOn.GATHERING: "gathering of advice",
    RestsOn.DECISION: "decision",
    RestsOn.DRAFT: "draft",
}
FINDINGS = {
    Finding.STANDS: "what was decided or drafted stands",
    Finding.TAKEN_UP: "it is taken up in the decision or the text being written",
    Finding.PROMPTED: "the family’s representation prompted it, and the draft may change by that",
    Finding.DECIDE_AGAIN: "the decision is to be taken again",
    Finding.FRESH_DRAFT: "a fresh draft is needed, with a fresh window",
}
ITEMS = {
    AdviceItem.FAMILY: "Family’s views",
    AdviceItem.EDUCATION: "Education",
    AdviceItem.HEALTH: "Health",
    AdviceItem.PSYCHOLOGY: "Educational psychology",
    AdviceItem.SOCIAL_CARE: "Social care",
    AdviceItem.OTHER: "Other advice",
    AdviceItem.ADULTHOOD: "Preparing for adulthood",
    AdviceItem.REQUESTED: "Advice the family asked for",
}

SCREENED = {
    ScreeningFinding.NO_NEEDS: "no social care needs found",
    ScreeningFinding.NEEDS: "needs found",
    ScreeningFinding.MORE_TO_SEE: "more has to be looked at",
}
GROUNDS = {
    PlacementGround.UNSUITABLE: "the age, ability, aptitude or special educational needs",
    PlacementGround.EDUCATION_OF_OTHERS: "the efficient education of others",
    PlacementGround.USE_OF_RESOURCES: "the efficient use of resources",
}
"""What s39(4) lets stand against naming a setting, for the middle of a sentence."""
NOT_NAMED = {
    NotNamedGround.UNSUITABLE: "it is unsuitable for the age, ability, aptitude or special educational needs",
    NotNamedGround.EDUCATION_OF_OTHERS: "attendance would not fit with the efficient education of others",
    NotNamedGround.USE_OF_RESOURCES: "attendance would not fit with the efficient use of resources",
    NotNamedGround.NOT_OF_A_KIND: "it is not of a kind that can be asked for (section 38(3))",
    NotNamedGround.NO_LONGER_ASKED_FOR: "it is no longer asked for",
}
"""Why a setting that the family asked for is not named, for the middle of a sentence."""

VOICES = {
    Who.PARENT: "the parent’s",
    Who.CHILD: "the child’s own",
    Who.YOUNG_PERSON: "the young person’s own",
}
"""Whose views, for the middle of a sentence."""


def grounds_in_words(grounds: Iterable[PlacementGround]) -> str:
    """The grounds a setting gave, as one list."""
    return "; ".join(GROUNDS[ground] for ground in grounds)


def tell(event: e.Event, case: Case, names: Names) -> str:
    """One event as a sentence without its full stop."""
    return _TELLERS[type(event)](event, case, names)


def item_of(case: Case, request_id: str) -> str:
    """What a request for advice is about, for the middle of a sentence."""
    request = case.advice_request(request_id)
    return _inside(ITEMS[request.item]) if request else "advice"


def advice_in_words(case: Case, received: Iterable[e.AdviceReceived]) -> list[str]:
    """Versions of advice, by whose it is: of joint advice everybody who signed it."""
    return [
        f"{items_together(case, event.contribution.id)}, version {event.contribution.version}"
        for event in received
        if case.advice_request(event.request_id) is not None
    ]


def items_together(case: Case, contribution_id: str) -> str:
    """Whose advice a contribution is, to begin a line: `Health and education` where both signed it."""
    names = [ITEMS[each.item] for each in signers_of(case, contribution_id)]
    return " and ".join((*names[:1], *(_inside(each) for each in names[1:])))


def newest_together(case: Case, request: AdviceRequest) -> str:
    """Whose the newest advice on a request is, its own first: `Health and education` where both signed it."""
    others = [_inside(ITEMS[each.item]) for each in given_together(case, request)]
    return " and ".join((ITEMS[request.item], *others))


def _inside(text: str) -> str:
    return text[:1].lower() + text[1:]


def _consulted(case: Case, names: Names, consultation_id: str) -> str:
    """The setting by its name; where it reads of itself alone, and names nobody, as what it is."""
    asked = case.consultation(consultation_id)
    return names.services.get(asked.setting_id if asked else "", "Consulted setting")


def _day(value: Any) -> str:
    return in_words(value)


def _words(value: Any) -> str:
    return str(value).replace("_", " ")


def _advice_requested(event: e.AdviceRequested, case: Case, names: Names) -> str:
    asked = ", ".join(_inside(ITEMS[request.item]) for request in event.requests)
    return f"Advice asked for: {asked}"


def _exception(event: e.ExceptionClaimed, case: Case, names: Names) -> str:
    claim = event.claim
    waits = "; it waits for a second person, because the limit had passed" if claim.is_late else ""
    return (
        f"Exception claimed for “{_words(claim.limit)}” under {claim.ground}; "
        f"review on {_day(claim.review_on)}{waits}"
    )


def _received(event: e.AdviceReceived, case: Case, names: Names) -> str:
    given, item = event.contribution, item_of(case, event.request_id)
    if given.voice:
        return f"Views given: {VOICES[given.voice]}"
    if given.joint_with is not None:
        holder = holder_of(case, given.joint_with)
        by = item_of(case, holder.id) if holder else "another service"
        return f"Joint advice signed: {item}, with {by}, version {given.version}"
    together = [item_of(case, one) for one in given.offered_to]
    with_whom = f", written together with {' and '.join(together)}" if together else ""
    return f"Advice received: {item}, version {given.version}{with_whom}"


def _limit_of(claim_id: str, case: Case) -> str:
    return next(_words(one.limit) for one in case.exceptions if one.id == claim_id)


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


def _rechecked(event: e.RecheckSettled, case: Case, names: Names) -> str:
    found = next(one for one in case.rechecks if one.id == event.recheck_id)
    return f"New advice from {item_of(case, found.request_id)} looked at: {FINDINGS[event.finding]}"


def _alternative(event: e.AlternativeRecorded, case: Case, names: Names) -> str:
    way = "will be got another way" if event.another_way else "will not be got another way"
    return f"Late {item_of(case, event.request_id)} advice {way}"


def _visit_planned(event: e.VisitPlanned, case: Case, names: Names) -> str:
    visit = event.visit
    at = f" at {visit.at.isoformat('minutes')}" if visit.at else ""
    return f"Visit planned for {_day(visit.visit_on)}{at}: {item_of(case, event.request_id)}"


_REPLIES = {
    ReplyKind.KNOWN: "known here, the advice is coming",
    ReplyKind.NOT_KNOWN: "not known to this service",
    ReplyKind.EXISTING_REPORT: "an existing report will do, if the authority and the family agree",
    ReplyKind.NEW_ASSESSMENT: "a new assessment is needed",
    ReplyKind.OTHER_AREA: "another area’s patient",
}


def _replied(event: e.ContributorReplied, case: Case, names: Names) -> str:
    reply = event.reply
    planned = f", planned for {_day(reply.planned_for)}" if reply.planned_for else ""
    answer = f"{_REPLIES[reply.kind]}{planned}"
    return f"Reply from {item_of(case, event.request_id)}: {answer}; this is a reply, not advice"


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
        f"{_words(one.code)} from {_day(one.was_due_on)} to {_day(one.due_on)}"
        if one.was_due_on != one.due_on
        else f"{_words(one.code)}, to act by {_day(one.act_by)} and not {_day(one.was_act_by)}"
        for one in event.moved
    )
    return f"Counted again under {event.provision}: {moved}"


def _case_ended(event: e.CaseEnded, case: Case, names: Names) -> str:
    to = f"; moved to {event.new_authority}" if event.new_authority else ""
    return f"Assessment ended on {_day(event.ended_on)}{to}"


MATTERS = {
    PanelMatter.ASSESS: "whether to assess",
    PanelMatter.ISSUE: "whether to make a plan",
    PanelMatter.PLACEMENT: "placement",
}
_ADVISED = {
    PanelAdvised.YES: "for it",
    PanelAdvised.NO: "against it",
    PanelAdvised.OTHER: "something else, in words",
}


def panel_says(advice: PanelView) -> str:
    """What a panel advised and who dissented, for the middle of a sentence."""
    said = _ADVISED[advice.advised] if advice.advised else "as its minute says"
    if advice.dissented:
        return f"{said}, with dissent from {' and '.join(advice.dissented)}"
    return f"{said}{', with dissent' if advice.dissent else ''}"


_TELLERS: Mapping[type[e.Event], Teller] = {
    e.RequestReceived: lambda v, c, n: (
        f"Request registered, received on {_day(v.trigger.received_on)}"
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
    e.AssessmentDecided: lambda v, c, n: f"Decided: {_words(v.decision.outcome)}",
    e.RefusalConfirmed: lambda v, c, n: f"Refusal confirmed by {n.person(v.confirmed_by)}",
    e.NoticeSent: lambda v, c, n: (
        f"Letter sent {LETTERS[v.notice.kind]}, to {n.contact(v.notice.addressee)} by {_words(v.notice.method)}"
    ),
    e.AdviceRequested: _advice_requested,
    e.RequestReachedContributor: lambda v, c, n: (
        f"Request for {item_of(c, v.request_id)} received by the contributor on {_day(v.received_by_body_on)}"
    ),
    e.AdviceNotAsked: lambda v, c, n: f"{ITEMS[v.item]}: not asked for",
    e.FamilyAsked: lambda v, c, n: (
        f"The family asked on {_day(v.ask.asked_on)} for somebody’s advice"
    ),
    e.FamilyAskDeclined: lambda v, c, n: (
        f"Advice the family asked for declined; the family was told on {_day(v.family_told_on)}"
    ),
    e.ReuseRecorded: lambda v, c, n: (
        f"{ITEMS[v.item]}: existing advice of {_day(v.reuse.advice_written_on)} "
        + (
            "stands in by agreement of all three"
            if v.reuse.agreed_by_all
            else "not agreed by all three"
        )
    ),
    e.AdviceReceived: _received,
    e.DocumentSealed: lambda v, c, n: "A document about another child was sealed",
    e.DocumentUnsealed: lambda v, c, n: "A document that was sealed by mistake was unsealed",
    e.AdviceMarkedOut: lambda v, c, n: (
        f"Paragraphs marked out in the files of {item_of(c, v.request_id)}"
        + (", again" if v.marking > 1 else "")
    ),
    e.ViewsCouldNotBeHad: lambda v, c, n: f"Views could not be had: {VOICES[v.not_obtained.voice]}",
    e.AdviceAccepted: lambda v, c, n: f"Advice accepted: {item_of(c, v.request_id)}",
    e.AdviceReturned: lambda v, c, n: (
        f"Advice returned: {item_of(c, v.request_id)}, to come back by {_day(v.return_due_on)}"
    ),
    e.RecheckRaised: lambda v, c, n: (
        f"New advice from {item_of(c, v.recheck.request_id)}: to look whether the "
        f"{RESTED_ON[v.recheck.rests_on]} still stands"
    ),
    e.RecheckSettled: _rechecked,
    e.PutOnPanelAgenda: lambda v, c, n: (
        f"Put on the agenda of a panel that meets on {_day(v.item.meets_on)}: {MATTERS[v.item.matter]}"
    ),
    e.PackChanged: lambda v, c, n: "The pack for a panel was changed",
    e.TakenOffAgenda: lambda v, c, n: "Taken off a panel’s agenda",
    e.InterestDeclared: lambda v, c, n: "A panel member’s interest was declared; they do not count",
    e.PanelAdviceRecorded: lambda v, c, n: (
        f"A panel advised on {_day(v.advice.met_on)}: {panel_says(v.advice)}"
    ),
    e.ContributorReplied: _replied,
    e.RequestRouted: lambda v, c, n: (
        f"Request for advice ({item_of(c, v.request_id)}) sent to {n.service(v.service_id)}"
    ),
    e.NotKnownSettled: lambda v, c, n: (
        f"Settled who can advise instead, or the position stated: {item_of(c, v.request_id)}"
    ),
    e.ContributorChased: lambda v, c, n: (
        f"Chased {item_of(c, v.request_id)} by {_words(v.chase.channel)}"
    ),
    e.AlternativeRecorded: _alternative,
    e.RequestAllocated: lambda v, c, n: (
        f"Request for {item_of(c, v.request_id)} advice "
        + (f"allocated to {n.seat(v.seat_id)}" if v.seat_id else "taken back: not allocated")
    ),
    e.VisitPlanned: _visit_planned,
    e.VisitKept: lambda v, c, n: f"Visit kept on {_day(v.kept_on)}: {item_of(c, v.request_id)}",
    e.VisitCalledOff: lambda v, c, n: (
        f"Visit called off on {_day(v.called_off_on)}: {item_of(c, v.request_id)}"
    ),
    e.ScreeningRecorded: lambda v, c, n: (
        f"Screening by social care on {_day(v.screening.screened_on)}: "
        f"{SCREENED[v.screening.found]}; this is no advice"
    ),
    e.ContributorInvited: lambda v, c, n: (
        f"One-time link sent for {item_of(c, v.request_id)}, good until {_day(v.invitation.last_day)}"
    ),
    e.InvitationWithdrawn: lambda v, c, n: (
        f"One-time link for {item_of(c, v.request_id)} taken back"
    ),
    e.AppointmentMissed: lambda v, c, n: (
        f"Appointment missed on {_day(v.missed.missed_on)}: {item_of(c, v.request_id)}"
    ),
    e.AdviceCompleted: lambda v, c, n: (
        "Gathering of advice closed"
        + (f", going on without {len(v.without)} of the items" if v.without else "")
    ),
    e.PlanDecided: lambda v, c, n: f"Decided: {_words(v.decision.outcome)}",
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
        f"From the family on {_day(v.representation.received_on)}: {_words(v.representation.kind)}"
        + (f" for {n.service(v.representation.setting_id)}" if v.representation.setting_id else "")
    ),
    e.RepresentationAnswered: lambda v, c, n: f"Family answered: {_words(v.answer)}",
    e.RepresentationAddedTo: lambda v, c, n: "The family said more about the draft",
    e.RepresentationTakenBack: lambda v, c, n: "The family took back something it said",
    e.MeetingOffered: lambda v, c, n: (
        f"Meeting offered to the family for {_day(v.offer.meet_on)}, {_words(v.offer.way)}"
    ),
    e.OfferRefused: lambda v, c, n: (
        f"The family could not take an offer of a meeting, {_day(v.refused_on)}"
    ),
    e.MeetingHeld: lambda v, c, n: (
        f"Meeting with the family held on {_day(v.held_on)}, {_words(v.way)}; points agreed: {v.agreed}"
    ),
    e.AgreedPointSettled: lambda v, c, n: (
        f"Point {v.point} agreed with the family: {_words(v.settled)}"
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
        f"{_words(v.attempt.channel)}"
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
        f"Message of the family, {_day(v.message.received_on)}, by {_words(v.message.road)}"
    ),
    e.FamilyAnswered: lambda v, c, n: (
        f"Reply to the family on {_day(v.answered_on)} by {_words(v.road)}"
        + (f"; promised for {_day(v.promise.promised_on)}" if v.promise else "")
    ),
    e.FamilyMessageClosed: lambda v, c, n: "Message of the family needs no reply",
    e.FamilyUpdated: lambda v, c, n: (
        f"Family told of a delay: {', '.join(_words(code) for code, _ in v.told.about)}"
        + (
            f"; expected {_words(v.told.sure)} {_day(v.told.expected_on)}"
            if v.told.expected_on
            else "; no day could be said"
        )
    ),
    e.PromiseKept: lambda v, c, n: f"Promise to the family kept on {_day(v.kept_on)}",
    e.FamilyReached: lambda v, c, n: (
        f"Family reached by {_words(v.road)} about a notice, {_day(v.reached_on)}"
        + (f"; the paper counts as served on {_day(v.served_on)}" if v.served_on else "")
    ),
    e.NoticeOpened: lambda v, c, n: f"Notice opened on {_day(v.opened_on)}",
    e.NoticeFailed: lambda v, c, n: (
        "Notice sent by electronic means to somebody who does not use them"
        if v.offline
        else f"Notice did not get through, {_day(v.failed_on)}"
    ),
    e.ClosureRecorded: lambda v, c, n: (
        f"Closure recorded: {_words(v.closure.setting)} from {_day(v.closure.first_closed_day)} "
        f"until {_day(v.closure.reopening_day)}"
    ),
    e.AbsenceRecorded: lambda v, c, n: (
        f"Absence recorded: {_words(v.absence.who)}, {_day(v.absence.first_day)} to {_day(v.absence.last_day)}"
    ),
    e.CircumstancesRecorded: lambda v, c, n: (
        f"Exceptional circumstances recorded: {_words(v.circumstance.kind)}"
    ),
    e.ExceptionClaimed: _exception,
    e.LateExceptionSettled: _late_exception,
    e.ExceptionReviewed: _reviewed,
    e.DelayCauseRecorded: lambda v, c, n: (
        f"Cause of delay recorded: {_words(v.cause.cause)}; it excepts nothing"
    ),
    e.CaseEnded: _case_ended,
    e.WithdrawalRefused: lambda v, c, n: (
        "A withdrawal came; the case stays open because the authority’s own duty remains"
    ),
    e.MediationStarted: lambda v, c, n: (
        f"The family wants mediation on {_words(v.mediation.issues)}; the authority was told on "
        f"{_day(v.mediation.authority_told_on)}"
    ),
    e.HealthBodyTold: lambda v, c, n: f"Health body told of the mediation on {_day(v.told_on)}",
    e.MediationEnded: lambda v, c, n: f"Mediation over on {_day(v.ended_on)}: {_words(v.ended)}",
    e.CertificateIssued: lambda v, c, n: (
        f"Mediation certificate issued on {_day(v.certificate.issued_on)}"
    ),
    e.AgreementMade: lambda v, c, n: (
        f"Agreed at mediation on {_day(v.agreement.agreed_on)}: {_words(v.agreement.matter)}"
    ),
    e.AgreementCarriedOut: lambda v, c, n: f"What was agreed was done on {_day(v.done_on)}",
    e.AppealRegistered: lambda v, c, n: (
        f"Appeal registered on {_day(v.appeal.registered_on)}; the Tribunal wants the response by "
        f"{_day(v.appeal.reply_due_on)}"
    ),
    e.AppealAnswered: lambda v, c, n: f"Response sent to the Tribunal on {_day(v.responded_on)}",
    e.AppealConceded: lambda v, c, n: (
        f"Appeal not opposed: {_words(v.matter)}; the Tribunal was told on {_day(v.notified_tribunal_on)}"
    ),
    e.OrderMade: lambda v, c, n: (
        f"The Tribunal ordered on {_day(v.order.made_on)}: {_words(v.order.kind)}"
    ),
    e.AppealEnded: lambda v, c, n: f"Appeal {_words(v.ended)} on {_day(v.ended_on)}",
    e.OrderedPlanStarted: lambda v, c, n: "Drafting began, as ordered or agreed",
    e.AmendedPlanSent: lambda v, c, n: f"Amended plan sent to {n.contact(v.notice.addressee)}",
    e.AlertAcknowledged: lambda v, c, n: f"Alert taken up; recovery by {_day(v.recovery_on)}",
    e.AlertSnoozed: lambda v, c, n: f"Alert put off to the end of {_day(v.until)}",
    e.AlertDelegated: lambda v, c, n: "Alert given to another seat",
    e.AlertPutBack: lambda v, c, n: "Alert put back: nobody has it in hand",
}
