"""What a case owes and by when: the law's limits, guidance, and the authority's own targets, kept apart.

The dates come from `domain.clocks`, the same code that answers the clock vectors; what this adds is which of them still
bind this case, who owes them, and how each stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple

from ehc_workflow.dates.counting import (
    days_after,
    last_working_day_on_or_before,
    working_days_after,
)
from ehc_workflow.domain import after_decision
from ehc_workflow.domain import facts as f
from ehc_workflow.domain.advice_list import blank_items, expected_advice, requests_for
from ehc_workflow.domain.case import (
    ENDED_STATES,
    AdviceItem,
    AdviceRequest,
    Case,
    Letter,
    PlanOutcome,
    RefusalRoute,
    State,
)
from ehc_workflow.domain.clocks import Clock, clocks, done_on
from ehc_workflow.domain.notices import CLOCK_KINDS
from ehc_workflow.rules.local_policy import DEFAULT_POLICY, Policy
from ehc_workflow.rules.local_targets import (
    ADVICE_BACK,
    ASK_FOR_ADVICE,
    CHASE_ADVICE,
    CHECK_ADVICE,
    OTHER_WAY,
    REVIEW_EXCEPTION,
    SETTLE_LATE_EXCEPTION,
    SETTLE_NOT_KNOWN,
    TELL_DECISION,
    LocalTarget,
)
from ehc_workflow.rules.tribunal_procedure_rules_2008 import RESPONSE_TO_APPEAL

LOCAL = "local target"
"""What a target of the authority's own has in place of a provision."""


class Kind(StrEnum):
    """What makes a day binding: the law, guidance, the authority itself; or it is the family's own time."""

    STATUTORY = "statutory"
    GUIDANCE = "guidance"
    LOCAL = "local"
    FAMILY = "family"


class Status(StrEnum):
    """How a limit stands (statutory-timetable section 5.4)."""

    RUNNING = "running"
    MET = "met"
    MET_LATE = "met_late"
    BREACHED_OPEN = "breached_open"
    DISAPPLIED_ASAP = "disapplied_asap"
    SUPERSEDED = "superseded"
    VOID = "void"


OPEN_STATUSES = frozenset({Status.RUNNING, Status.BREACHED_OPEN, Status.DISAPPLIED_ASAP})


class Owner(StrEnum):
    """Whose move it is."""

    CASEWORKER = "caseworker"
    PLAN_WRITER = "plan_writer"
    SERVICE = "service"
    DCO = "dco"
    FAMILY = "family"


class Deadline(NamedTuple):
    """One day by which something is owed for one case. `due_on` is the last lawful day; no weekend moves it."""

    code: str
    ref: str
    kind: Kind
    owner: Owner
    starts_on: date
    due_on: date
    act_by: date
    provision: str
    rule_version: str
    service_id: str | None = None
    met_on: date | None = None
    is_void: bool = False
    is_superseded: bool = False
    disapplied_by: str | None = None

    def status(self, today: date) -> Status:
        """How it stands on this London day. An exception disapplies and moves no day; a family's own time just ends."""
        if self.met_on is not None:
            return Status.MET if self.met_on <= self.due_on else Status.MET_LATE
        if self.is_superseded:
            return Status.SUPERSEDED
        over = self.kind is Kind.FAMILY and today > self.due_on
        if self.is_void or over:
            return Status.VOID
        if self.disapplied_by is not None:
            return Status.DISAPPLIED_ASAP
        return Status.BREACHED_OPEN if today > self.due_on else Status.RUNNING

    def days_late(self, today: date) -> int:
        """Calendar days after the due day, to the day it was met or to today; 0 when in time."""
        return max(0, ((self.met_on or today) - self.due_on).days)


_ADVICE_ITEMS = {f"advice_{item.value}" for item in AdviceItem}
_FAMILYS_OWN = {"draft_window", "mediation_contact", "appeal"}
_HEALTH_BODYS = {"arrange_health_mediation", "tell_authority_of_agreement"}
_GUIDANCE = {"school_reply", "latest_draft_service"}
_OWNERS = {
    **dict.fromkeys(_FAMILYS_OWN, Owner.FAMILY),
    **dict.fromkeys(_ADVICE_ITEMS, Owner.SERVICE),
    **dict.fromkeys(_HEALTH_BODYS, Owner.DCO),
    "mediation_certificate": Owner.SERVICE,
    "school_reply": Owner.SERVICE,
    "latest_draft_service": Owner.PLAN_WRITER,
}
"""Whose move each limit is; every other is the caseworker's."""
_LIMITS_OF_A_PLAN = {"decide_no_plan", "final_plan", "latest_draft_service"}
_REFUSED = (Letter.REFUSAL_TO_ASSESS, Letter.THRESHOLD_REFUSAL)


def facts_of(case: Case) -> f.Facts:
    """The facts of a case in the words of the clocks."""
    return f.Facts(
        triggers=tuple(f.Trigger(kind=t.kind, received_on=t.received_on) for t in case.triggers),
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
    return (*limits, *_local_targets(case, limits, policy.calendar.days))


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


def due_days_of_advice(limits: Iterable[Deadline]) -> dict[str, date]:
    """The last day of each request for advice that has one, by the request's id."""
    return {limit.ref: limit.due_on for limit in limits if limit.code in _ADVICE_ITEMS}


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
    if case.notice(*_REFUSED):
        return code in _LIMITS_OF_A_PLAN or code == "decide_whether_to_assess"
    if code in _ADVICE_ITEMS and _stands_in(case, ref):
        return True
    if code in _ADVICE_ITEMS and case.way_back is not None and starts_on < case.way_back.began_on:
        return True  # that assessment ended without it
    if case.notice(Letter.NO_PLAN):
        return code in _LIMITS_OF_A_PLAN or code in _ADVICE_ITEMS
    return not case.is_open


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


# --- the authority's own targets ----------------------------------------------------------------------------------


def _local_targets(case: Case, limits: list[Deadline], holidays: Set[date]) -> Iterator[Deadline]:
    """The targets of an open case; of a closed one those that were met, for its record."""
    for target in _every_target(case, limits, holidays):
        if case.is_open or target.met_on is not None:
            yield target


def _every_target(case: Case, limits: list[Deadline], holidays: Set[date]) -> Iterator[Deadline]:
    advice_due = due_days_of_advice(limits)
    yield from _untold_decision(case, holidays)
    yield from _unasked_advice(case, holidays)
    yield from _open_exceptions(case, limits, holidays)
    for request in case.advice:
        yield from _checks(request, holidays)
        yield from _open_reply(request, holidays)
        if request.is_outstanding and request.id in advice_due:
            yield from _late_advice(request, advice_due[request.id], holidays)


def _target(
    holidays: Set[date],
    rule: LocalTarget,
    ref: str,
    starts_on: date,
    owner: Owner,
    *,
    due_on: date | None = None,
    service_id: str | None = None,
    met_on: date | None = None,
) -> Deadline:
    if due_on is None and rule.working_days:
        due_on = working_days_after(starts_on, rule.days, holidays)
    due = due_on or days_after(starts_on, rule.days)
    return Deadline(
        rule.code,
        ref,
        Kind.LOCAL,
        owner,
        starts_on,
        due,
        last_working_day_on_or_before(due, holidays),
        LOCAL,
        f"{rule.code}/{rule.days}",
        service_id,
        met_on,
    )


def _untold_decision(case: Case, holidays: Set[date]) -> Iterator[Deadline]:
    assess, plan = case.assess_decision, case.plan_decision
    if assess is not None:
        yield _target(
            holidays,
            TELL_DECISION,
            "assess",
            assess.decided_on,
            Owner.CASEWORKER,
            met_on=_told_on(case, assess.decided_on, Letter.WILL_ASSESS, *_REFUSED),
        )
    if plan is not None:
        letter = Letter.NO_PLAN if plan.outcome is PlanOutcome.NO_PLAN else Letter.PLAN_WILL_BE_MADE
        yield _target(
            holidays,
            TELL_DECISION,
            "plan",
            plan.decided_on,
            Owner.CASEWORKER,
            met_on=_told_on(case, plan.decided_on, letter),
        )


def _told_on(case: Case, decided_on: date, *letters: Letter) -> date | None:
    """The day a decision was told, whether or not something set it aside later."""
    sent = [one.sent_on for one in case.notices if one.kind in letters]
    return min((day for day in sent if day >= decided_on), default=None)


def _unasked_advice(case: Case, holidays: Set[date]) -> Iterator[Deadline]:
    told = case.notice(Letter.WILL_ASSESS)
    if told is None:
        return
    blank = case.state is State.ASSESSING and bool(blank_items(case, told.sent_on))
    done = None if blank else max(_asked_on(case, told.sent_on), default=told.sent_on)
    yield _target(holidays, ASK_FOR_ADVICE, "", told.sent_on, Owner.CASEWORKER, met_on=done)


def _asked_on(case: Case, told_on: date) -> Iterator[date]:
    """The day each item that the law lists was first asked for, or found not to be needed; later wishes are others."""
    for expected in expected_advice(case, told_on):
        days = [
            day
            for request in requests_for(case, expected.item)
            if (day := request.requested_on or request.not_asked_on) is not None
        ]
        if days:
            yield max(told_on, min(days))


def _open_exceptions(case: Case, limits: list[Deadline], holidays: Set[date]) -> Iterator[Deadline]:
    """A late claim that waits for its approval, and one that stands until its cause or its limit is over."""
    still_owed = {
        (one.code, one.ref)
        for one in limits
        if one.met_on is None and not (one.is_void or one.is_superseded)
    }
    for claim in case.exceptions:
        if (claim.limit, claim.ref) not in still_owed:
            continue
        if claim.is_waiting:
            yield _target(
                holidays, SETTLE_LATE_EXCEPTION, claim.id, claim.decided_on, Owner.CASEWORKER
            )
        elif claim.is_relied_on:
            yield _target(
                holidays,
                REVIEW_EXCEPTION,
                claim.id,
                claim.reviewed_on or claim.decided_on,
                Owner.CASEWORKER,
                due_on=claim.review_on,
            )


def _checks(request: AdviceRequest, holidays: Set[date]) -> Iterator[Deadline]:
    for contribution in request.contributions:
        unmarked = contribution.accepted_on is None and contribution.returned_on is None
        if unmarked and contribution is not request.contributions[-1]:
            continue  # a newer version came before this one was looked at
        yield _target(
            holidays,
            CHECK_ADVICE,
            contribution.id,
            contribution.received_on,
            Owner.CASEWORKER,
            met_on=contribution.accepted_on or contribution.returned_on,
        )
        if contribution.returned_on and contribution.return_due_on:
            later = [
                c.received_on for c in request.contributions if c.version > contribution.version
            ]
            yield _target(
                holidays,
                ADVICE_BACK,
                contribution.id,
                contribution.returned_on,
                Owner.SERVICE,
                due_on=contribution.return_due_on,
                service_id=request.service_id,
                met_on=min(later, default=None),
            )


def _open_reply(request: AdviceRequest, holidays: Set[date]) -> Iterator[Deadline]:
    if request.not_known_open:
        yield _target(
            holidays,
            SETTLE_NOT_KNOWN,
            request.id,
            request.replies[-1].replied_on,
            Owner.DCO if request.item is AdviceItem.HEALTH else Owner.CASEWORKER,
            service_id=request.service_id,
        )


def _late_advice(request: AdviceRequest, due_on: date, holidays: Set[date]) -> Iterator[Deadline]:
    """What the authority owes itself once advice is late: a chase every week, and a decision on another way."""
    last_chase = max((chase.chased_on for chase in request.chases), default=due_on)
    yield _target(holidays, CHASE_ADVICE, request.id, max(due_on, last_chase), Owner.CASEWORKER)
    if request.alternative_recorded_on is None:
        yield _target(holidays, OTHER_WAY, request.id, due_on, Owner.CASEWORKER)
