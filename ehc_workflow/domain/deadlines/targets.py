"""The days that the authority sets itself for a case, by the targets of its policy. None of them is law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ehc_workflow.domain.advice_list import (
    answers_to,
    blank_items,
    expected_advice,
    requests_for,
)
from ehc_workflow.domain.case import (
    GRANTS_ASSESSMENT,
    REFUSES_ASSESSMENT,
    AdviceItem,
    AdviceRequest,
    Case,
    Letter,
    PlanOutcome,
    State,
)
from ehc_workflow.domain.deadlines.family import owed_to_the_family
from ehc_workflow.domain.deadlines.making import target
from ehc_workflow.domain.deadlines.model import ADVICE_LIMITS, Deadline, Owner
from ehc_workflow.domain.joint_advice import is_read_with_another
from ehc_workflow.rules.local_policy import Policy


def targets(case: Case, limits: Sequence[Deadline], policy: Policy) -> Iterator[Deadline]:
    """The targets of an open case; of a closed one those that were met, for its record.

    `limits` are those of law and guidance: what is late under them is to be chased. What was met keeps the days that
    the target had when it was.
    """
    for one in _every_target(case, limits, policy):
        if case.is_open or one.met_on is not None:
            yield one
    yield from owed_to_the_family(case, limits, policy)


def _every_target(case: Case, limits: Sequence[Deadline], policy: Policy) -> Iterator[Deadline]:
    advice_due = due_days_of_advice(limits)
    yield from _nobodys_case(case, policy)
    yield from _untold_decision(case, policy)
    yield from _unasked_advice(case, policy)
    yield from _family_asks(case, policy)
    yield from _open_exceptions(case, limits, policy)
    yield from _rechecks(case, policy)
    for request in case.advice:
        yield from _checks(case, request, policy)
        yield from _questions(case, request, policy)
        yield from _open_reply(request, policy)
        yield from _unproven_receipt(request, policy)
        late_from = advice_due.get(request.id) if request.is_outstanding else None
        if late_from is not None:
            yield _chase(request, late_from, policy)
        yield from _other_way(request, late_from, policy)


def _nobodys_case(case: Case, policy: Policy) -> Iterator[Deadline]:
    """A case that was registered without a caseworker, until it has one."""
    if case.caseworker_since != case.logged_on:
        rule = policy.targets.name_caseworker
        met_on = case.caseworker_since
        yield target(policy, rule, "", case.logged_on, Owner.CASEWORKER, met_on=met_on)


def _untold_decision(case: Case, policy: Policy) -> Iterator[Deadline]:
    assess, plan = case.assess_decision, case.plan_decision
    if assess is not None:
        yield target(
            policy,
            policy.targets.tell_decision,
            "assess",
            assess.decided_on,
            Owner.CASEWORKER,
            met_on=_told_on(case, assess.decided_on, *GRANTS_ASSESSMENT, *REFUSES_ASSESSMENT),
        )
    if plan is not None:
        letter = Letter.NO_PLAN if plan.outcome is PlanOutcome.NO_PLAN else Letter.PLAN_WILL_BE_MADE
        yield target(
            policy,
            policy.targets.tell_decision,
            "plan",
            plan.decided_on,
            Owner.CASEWORKER,
            met_on=_told_on(case, plan.decided_on, letter),
        )


def _told_on(case: Case, decided_on: date, *letters: Letter) -> date | None:
    """The day a decision was told, whether or not something set it aside later."""
    sent = [one.sent_on for one in case.notices if one.kind in letters]
    return min((day for day in sent if day >= decided_on), default=None)


def _unasked_advice(case: Case, policy: Policy) -> Iterator[Deadline]:
    told = case.notice(*GRANTS_ASSESSMENT)
    if told is None:
        return
    blank = case.state is State.ASSESSING and any(
        one.ask_id is None for one in blank_items(case, told.sent_on)
    )
    done = None if blank else max(_asked_on(case, told.sent_on), default=told.sent_on)
    yield target(
        policy, policy.targets.ask_for_advice, "", told.sent_on, Owner.CASEWORKER, met_on=done
    )


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


def _family_asks(case: Case, policy: Policy) -> Iterator[Deadline]:
    """What the family asked for waits for an answer from the day of asking; before the assessment, from its notice."""
    told = case.notice(*GRANTS_ASSESSMENT)
    if told is None:
        return
    for ask in case.family_asks:
        starts_on = max(ask.asked_on, told.sent_on)
        answered = [
            day
            for day in (ask.declined_on, *(one.requested_on for one in answers_to(case, ask)))
            if day is not None
        ]
        yield target(
            policy,
            policy.targets.answer_family_ask,
            ask.id,
            starts_on,
            Owner.CASEWORKER,
            met_on=max(starts_on, min(answered)) if answered else None,
        )


def _open_exceptions(case: Case, limits: Sequence[Deadline], policy: Policy) -> Iterator[Deadline]:
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
            yield target(
                policy,
                policy.targets.settle_late_exception,
                claim.id,
                claim.decided_on,
                Owner.CASEWORKER,
            )
        elif claim.is_relied_on:
            yield target(
                policy,
                policy.targets.review_exception,
                claim.id,
                claim.reviewed_on or claim.decided_on,
                Owner.CASEWORKER,
                due_on=claim.review_on,
            )


def _questions(case: Case, request: AdviceRequest, policy: Policy) -> Iterator[Deadline]:
    """What the author of accepted advice was asked back. It holds no step, and ends with the assessment."""
    for one in case.questions:
        if one.request_id == request.id and one.taken_back_on is None:
            yield target(
                policy,
                policy.targets.answer_question,
                one.id,
                one.asked_on,
                Owner.SERVICE,
                service_id=request.service_id,
                met_on=one.answered_on,
            )


def _checks(case: Case, request: AdviceRequest, policy: Policy) -> Iterator[Deadline]:
    for contribution in request.contributions:
        unmarked = contribution.accepted_on is None and contribution.returned_on is None
        if unmarked and contribution is not request.contributions[-1]:
            continue  # a newer version came before this one was looked at
        if not is_read_with_another(case, contribution):
            yield target(
                policy,
                policy.targets.check_advice,
                contribution.id,
                contribution.received_on,
                Owner.CASEWORKER,
                met_on=contribution.accepted_on or contribution.returned_on,
            )
        if contribution.returned_on and contribution.return_due_on:
            later = [
                c.received_on for c in request.contributions if c.version > contribution.version
            ]
            yield target(
                policy,
                policy.targets.advice_back,
                contribution.id,
                contribution.returned_on,
                Owner.SERVICE,
                due_on=contribution.return_due_on,
                service_id=request.service_id,
                met_on=min(later, default=None),
            )


def _rechecks(case: Case, policy: Policy) -> Iterator[Deadline]:
    for recheck in case.rechecks:
        yield target(
            policy,
            policy.targets.look_again,
            recheck.id,
            recheck.raised_on,
            Owner.CASEWORKER,
            met_on=recheck.settled_on,
        )


def _open_reply(request: AdviceRequest, policy: Policy) -> Iterator[Deadline]:
    if request.not_known_open:
        yield target(
            policy,
            policy.targets.settle_not_known,
            request.id,
            request.replies[-1].replied_on,
            Owner.DCO if request.item is AdviceItem.HEALTH else Owner.CASEWORKER,
            service_id=request.service_id,
        )


def _unproven_receipt(request: AdviceRequest, policy: Policy) -> Iterator[Deadline]:
    if request.receipt_is_unproven and request.requested_on is not None:
        yield target(
            policy,
            policy.targets.prove_receipt,
            request.id,
            request.requested_on,
            Owner.CASEWORKER,
        )


def _chase(request: AdviceRequest, due_on: date, policy: Policy) -> Deadline:
    """Late advice is chased every week."""
    last_chase = max((chase.chased_on for chase in request.chases), default=due_on)
    return target(
        policy, policy.targets.chase_advice, request.id, max(due_on, last_chase), Owner.CASEWORKER
    )


def _other_way(
    request: AdviceRequest, late_from: date | None, policy: Policy
) -> Iterator[Deadline]:
    """A decision on another way to late advice: at once where the service cannot give what the family asked for."""
    decided_on = request.alternative_recorded_on
    if request.item is AdviceItem.REQUESTED and request.not_known_open:
        replied_on = request.replies[-1].replied_on
        if decided_on is None or decided_on < replied_on:
            yield target(
                policy,
                policy.targets.other_way,
                request.id,
                replied_on,
                Owner.CASEWORKER,
                due_on=replied_on,
            )
    elif late_from is not None and decided_on is None:
        yield target(policy, policy.targets.other_way, request.id, late_from, Owner.CASEWORKER)


def due_days_of_advice(limits: Iterable[Deadline]) -> dict[str, date]:
    """The last day of each request for advice that has one, by the request's id."""
    return {limit.ref: limit.due_on for limit in limits if limit.code in ADVICE_LIMITS}
