"""What a case owes and by when: the law's limits and guidance; the authority's own targets come last.

The dates come from `domain.clocks`, the same code that answers the clock vectors; what this adds is which of them still
bind this case, who owes them, and how each stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from ehc_workflow.dates.counting import last_working_day_on_or_before
from ehc_workflow.domain import after_decision
from ehc_workflow.domain import facts as f
from ehc_workflow.domain.case import (
    ENDED_STATES,
    REFUSES_ASSESSMENT,
    AdviceItem,
    AdviceRequest,
    AssessOutcome,
    Case,
    Letter,
    RefusalRoute,
)
from ehc_workflow.domain.clocks import Clock, clocks, done_on
from ehc_workflow.domain.deadlines.model import ADVICE_LIMITS, Deadline, Kind, Owner
from ehc_workflow.domain.deadlines.targets import targets
from ehc_workflow.domain.notices import CLOCK_KINDS
from ehc_workflow.rules.local_policy import DEFAULT_POLICY, Policy
from ehc_workflow.rules.tribunal_procedure_rules_2008 import RESPONSE_TO_APPEAL

_FAMILYS_OWN = {"draft_window", "mediation_contact", "appeal"}
_HEALTH_BODYS = {"arrange_health_mediation", "tell_authority_of_agreement"}
_GUIDANCE = {"school_reply", "latest_draft_service"}
_OWNERS = {
    **dict.fromkeys(_FAMILYS_OWN, Owner.FAMILY),
    **dict.fromkeys(ADVICE_LIMITS, Owner.SERVICE),
    **dict.fromkeys(_HEALTH_BODYS, Owner.DCO),
    "mediation_certificate": Owner.SERVICE,
    "school_reply": Owner.SERVICE,
    "latest_draft_service": Owner.PLAN_WRITER,
}
"""Whose move each limit is; every other is the caseworker's."""
_LIMITS_OF_A_PLAN = {"decide_no_plan", "final_plan", "latest_draft_service"}
_TO_DECIDE = {"decide_whether_to_assess", "decide_whether_to_reassess"}
_ASKS_NOTHING = {f.TriggerKind.IDENTIFIED_BY_AUTHORITY, f.TriggerKind.BROUGHT_TO_ATTENTION}
"""What may lead the authority to re-assess, and is no request to: no answer is owed to it, reg 25(1)."""
_OWN_REASSESSMENT = "own-decision"
"""What names the decision to re-assess that nobody asked for."""


def facts_of(case: Case) -> f.Facts:
    """The facts of a case in the words of the clocks."""
    return f.Facts(
        triggers=() if case.reassesses else _triggers(case),
        reassessment=_reassessment(case),
        advice_requests=tuple(
            _advice_facts(request)
            for request in case.advice
            if request.is_asked and request.item is not AdviceItem.FAMILY
        ),
        closures=case.closures,
        absences=case.absences,
        personal_circumstances=case.circumstances,
        missed_appointments=tuple(
            f.MissedAppointment(
                contributor=f.Contributor(request.item.value),
                purpose=missed.purpose,
                missed_on=missed.missed_on,
                ref=request.id,
            )
            for request in case.advice
            if request.item is not AdviceItem.FAMILY
            for missed in request.missed_appointments
        ),
        consultations=tuple(
            f.Consultation(consulted_on=asked.consulted_on, ref=asked.id)
            for asked in case.consultations
        ),
        drafts=tuple(
            f.DraftFacts(
                sent_on=draft.sent_on,
                method=draft.method,
                time=time(17, 1) if draft.sent_after_five else None,
                ref=draft.id,
            )
            for draft in case.drafts
            if not draft.part
        ),
        notices=tuple(
            f.NoticeFacts(
                kind=CLOCK_KINDS[notice.kind],
                sent_on=notice.sent_on,
                method=notice.method,
                certificate_issued_on=after_decision.certificate_issued_on(case, notice.id),
                ref=notice.id,
            )
            for notice in case.notices
            if notice.kind in CLOCK_KINDS
        ),
        mediations=tuple(after_decision.mediations(case)),
        mediation_agreements=tuple(after_decision.agreements(case)),
        unopposed_appeals=tuple(after_decision.unopposed(case)),
        orders=tuple(after_decision.orders(case)),
        rules_of=case.rules_of,
    )


def _triggers(case: Case) -> tuple[f.Trigger, ...]:
    return tuple(f.Trigger(kind=t.kind, received_on=t.received_on) for t in case.triggers)


def _reassessment(case: Case) -> f.Reassessment | None:
    """A re-assessment has limits of its own: from the first request, or from a decision that nobody asked for."""
    if case.reassesses is None:
        return None
    last = case.reassesses.last_assessed_on
    if not is_unasked(case):
        first = min(t.received_on for t in case.triggers if t.kind not in _ASKS_NOTHING)
        return f.Reassessment(received_on=first, last_assessed_on=last)
    decided = case.assess_decision
    if decided is None or decided.outcome is not AssessOutcome.ASSESS:
        return None
    return f.Reassessment(
        own_initiative_on=decided.decided_on, last_assessed_on=last, ref=_OWN_REASSESSMENT
    )


def is_unasked(case: Case) -> bool:
    """Whether nobody had asked for this re-assessment when it was decided on: the authority's own, s44(3)."""
    if case.reassesses is None:
        return False
    requests = [t for t in case.triggers if t.kind not in _ASKS_NOTHING]
    decided = case.assess_decision
    if decided is None or decided.outcome is AssessOutcome.REFUSE or requests == [*case.triggers]:
        return not requests
    return all(t.received_on > decided.decided_on for t in requests)


def _advice_facts(request: AdviceRequest) -> f.AdviceRequestFacts:
    return f.AdviceRequestFacts(
        contributor=f.Contributor(request.item.value),
        setting=request.setting if request.item is AdviceItem.EDUCATION else None,
        s31_body=request.bound_by_reg_8 if request.item is not AdviceItem.HEALTH else None,
        requested_on=request.requested_on,
        received_by_body_on=request.received_by_body_on,
        answered_on=request.first_received_on,
        ref=request.id,
    )


def deadlines(case: Case, policy: Policy = DEFAULT_POLICY) -> tuple[Deadline, ...]:
    """Every deadline of this case, met or not, each with its provision; local targets come last."""
    if not case.triggers:
        return ()
    limits = [
        _limit(case, clock, policy)
        for clock in clocks(facts_of(case), policy)
        if _belongs(case, clock)
    ]
    limits += _tribunal_days(case, policy)
    return (*limits, *targets(case, limits, policy))


def deadline_of(case: Case, code: str, ref: str, policy: Policy) -> Deadline | None:
    """One deadline of this case, or None where it has none of the kind."""
    return next(
        (one for one in deadlines(case, policy) if (one.code, one.ref) == (code, ref)), None
    )


def _belongs(case: Case, clock: Clock) -> bool:
    """Leave out a threshold refusal nobody made, and the window of a draft that was replaced."""
    if clock.clock == "threshold_refusal":
        decision = case.assess_decision
        return decision is not None and decision.route is RefusalRoute.THRESHOLD
    if clock.clock == "draft_window":
        return any(draft.id == clock.ref and not draft.replaced for draft in case.drafts)
    return True


def _limit(case: Case, clock: Clock, policy: Policy) -> Deadline:
    code, ref = clock.clock.value, clock.ref or ""
    owner = _OWNERS.get(code, Owner.CASEWORKER)
    met_on = _met_on(case, code, clock, policy)
    replaced = met_on is None and after_decision.superseded(case, code, ref)
    return Deadline(
        code,
        ref,
        _kind(owner, code, clock.basis),
        owner,
        clock.starts_on,
        clock.due_on,
        clock.act_by or clock.due_on,
        clock.basis,
        clock.rule_version,
        _owed_by(case, code, ref) if owner is Owner.SERVICE else None,
        met_on,
        met_on is None and not replaced and _is_void(case, code, ref, clock.starts_on),
        replaced,
        _exception_on(case, code, ref) if case.exceptions else None,
    )


def _tribunal_days(case: Case, policy: Policy) -> Iterator[Deadline]:
    """The day for the response to each appeal, as the Tribunal's letter sets it: stored, never worked out."""
    for appeal in case.appeals:
        due = appeal.reply_due_on
        yield Deadline(
            RESPONSE_TO_APPEAL.code,
            appeal.id,
            Kind.STATUTORY,
            Owner.CASEWORKER,
            appeal.registered_on,
            due,
            max(
                appeal.registered_on,
                last_working_day_on_or_before(due, policy.calendar.days),
            ),
            RESPONSE_TO_APPEAL.citation.place,
            RESPONSE_TO_APPEAL.version,
            met_on=appeal.responded_on,
            is_void=appeal.responded_on is None and not appeal.is_running,
        )


def _kind(owner: Owner, code: str, basis: str) -> Kind:
    if owner is Owner.FAMILY:
        return Kind.FAMILY
    if code in _GUIDANCE or basis.startswith("Code"):
        return Kind.GUIDANCE
    return Kind.STATUTORY


def _owed_by(case: Case, code: str, ref: str) -> str | None:
    """The service asked for advice, or the setting consulted."""
    if code == "school_reply":
        return next((c.setting_id for c in case.consultations if c.id == ref), None)
    request = case.advice_request(ref)
    return request.service_id if request else None


def _met_on(case: Case, code: str, clock: Clock, policy: Policy) -> date | None:
    """The day the act counts as done. The letter that a plan will come meets the 16 weeks as well, by the same rule."""
    match code:
        case "decide_no_plan":
            letter = case.notice(Letter.PLAN_WILL_BE_MADE)
            answers_this = letter is not None and not after_decision.superseded(
                case, code, clock.ref or ""
            )
            told = (
                done_on(letter.sent_on, letter.method, policy) if letter and answers_this else None
            )
            return clock.done_on or told
        case "latest_draft_service":
            if after_decision.superseded(case, code, ""):
                return None
            return case.current_draft.served_on if case.current_draft else None
        case "school_reply":
            return next((c.replied_on for c in case.consultations if c.id == clock.ref), None)
    return after_decision.done_on(case, code, clock)


def _is_void(case: Case, code: str, ref: str, starts_on: date) -> bool:
    """Whether a later outcome took the limit's object away. A passed limit alone never does."""
    if case.state in ENDED_STATES or after_decision.is_over(case, code, ref):
        return True
    if code in after_decision.OUTLIVES_THE_OUTCOME:
        return False
    if code == "school_reply" and _draft_was_replaced(case, ref):
        return True
    if case.notice(*REFUSES_ASSESSMENT):
        return code in _LIMITS_OF_A_PLAN or code in _TO_DECIDE
    if code in ADVICE_LIMITS and _stands_in(case, ref):
        return True
    if code in ADVICE_LIMITS and case.way_back is not None and starts_on < case.way_back.began_on:
        return True  # that assessment ended without it
    if case.notice(Letter.NO_PLAN):
        return code in _LIMITS_OF_A_PLAN or code in ADVICE_LIMITS
    return not case.is_open


def _draft_was_replaced(case: Case, ref: str) -> bool:
    """Whether a setting was asked on a draft that counts no more: it is asked again, and answers that."""
    asked = case.consultation(ref)
    return asked is not None and not case.counts(asked)


def _stands_in(case: Case, ref: str) -> bool:
    """Whether existing advice took the place of what was asked for, reg 6(4): it must not be sought any more."""
    request = case.advice_request(ref)
    return request is not None and request.is_held


def _exception_on(case: Case, code: str, ref: str) -> str | None:
    return next(
        (
            claim.id
            for claim in case.exceptions
            if claim.stands and (claim.limit, claim.ref) == (code, ref)
        ),
        None,
    )
