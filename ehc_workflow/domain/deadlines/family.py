"""What the authority owes a family besides the law's limits: to hear of a delay first and go on hearing, a reply, a
promise kept, and a notice that gets through. All of it is the authority's own target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ehc_workflow.dates.counting import last_working_day_on_or_before, working_days_after
from ehc_workflow.domain.case import ENDED_STATES, Case, Notice
from ehc_workflow.domain.deadlines.forecast import FORECAST_LIMITS, first_seen_missed, open_limits
from ehc_workflow.domain.deadlines.making import target
from ehc_workflow.domain.deadlines.model import Deadline, Owner
from ehc_workflow.domain.facts import Method
from ehc_workflow.rules.local_policy import Policy

ELECTRONIC = frozenset({Method.EMAIL, Method.PORTAL})


def owed_to_the_family(
    case: Case, limits: Sequence[Deadline], policy: Policy
) -> Iterator[Deadline]:
    """All of it. A case that ended otherwise than by an outcome has nobody left to tell; what was done stays."""
    for one in _owed(case, limits, policy):
        if one.met_on is not None or case.state not in ENDED_STATES:
            yield one


def _owed(case: Case, limits: Sequence[Deadline], policy: Policy) -> Iterator[Deadline]:
    yield from _replies(case, policy)
    yield from _delay_told(case, limits, policy)
    yield from _updates(case, limits, policy)
    yield from _promises(case, policy)
    for notice in case.notices:
        yield from _getting_through(case, notice, policy)


def _replies(case: Case, policy: Policy) -> Iterator[Deadline]:
    for message in case.family_messages:
        yield target(
            policy,
            policy.targets.answer_family_message,
            message.id,
            message.received_on,
            Owner.CASEWORKER,
            met_on=message.settled_on,
        )


def _delay_told(case: Case, limits: Sequence[Deadline], policy: Policy) -> Iterator[Deadline]:
    """To tell the family before a limit passes, from the first day on which it is seen to be missed (`act_by`).

    One at a time: the earliest limit that nobody has told it of, from the day on which any limit is seen to be missed.
    What comes later is in the same letter, or is owed next. A letter with the outcome itself, sent late, tells late.
    """
    told = {about: one.sent_on for one in reversed(case.delays_told) for about in one.about}
    for limit in limits:
        if limit.code not in FORECAST_LIMITS:
            continue
        heard_on = told.get((limit.code, limit.ref))
        if heard_on is None and not case.imported and limit.met_on is not None:
            heard_on = limit.met_on if limit.met_on > limit.due_on else None
        if heard_on is not None:
            yield _tell(policy, limit, limit.act_by, heard_on)
    untold = [one for one in open_limits(limits) if (one.code, one.ref) not in told]
    if untold:
        first = untold[0]
        seen = min(first_seen_missed(case, one, limits, policy) for one in untold)
        yield _tell(policy, first, max(first.starts_on, min(seen, first.act_by)), None)


def _tell(policy: Policy, limit: Deadline, seen_on: date, heard_on: date | None) -> Deadline:
    made = target(
        policy,
        policy.targets.tell_family_of_delay,
        ":".join(filter(None, (limit.code, limit.ref))),
        limit.starts_on,
        Owner.CASEWORKER,
        due_on=limit.due_on,
        met_on=heard_on,
    )
    return made._replace(act_by=seen_on)


def _updates(case: Case, limits: Sequence[Deadline], policy: Policy) -> Iterator[Deadline]:
    """The next update, as long as a limit that the family was told of is still owed.

    A promise that was passed and neither kept nor replaced brings it forward to the working day after.
    """
    about = {each for one in case.delays_told for each in one.about}
    if not any((one.code, one.ref) in about for one in open_limits(limits)):
        return
    last = max(one.sent_on for one in case.delays_told)
    made = target(policy, policy.targets.update_family, "", last, Owner.CASEWORKER)
    passed = min((one.promised_on for one in case.promises if one.is_open), default=None)
    if passed is not None:
        after = working_days_after(max(passed, last), 1, policy.calendar.days)
        due_on = min(made.due_on, after)
        made = made._replace(
            due_on=due_on, act_by=last_working_day_on_or_before(due_on, policy.calendar.days)
        )
    yield made


def _promises(case: Case, policy: Policy) -> Iterator[Deadline]:
    for promise in case.promises:
        if promise.replaced_on is None:
            yield target(
                policy,
                policy.targets.keep_promise,
                promise.id,
                promise.made_on,
                Owner.CASEWORKER,
                due_on=promise.promised_on,
                met_on=promise.kept_on,
            )


def _getting_through(case: Case, notice: Notice, policy: Policy) -> Iterator[Deadline]:
    """To ring or post, where a notice by electronic means failed or was not opened, or is owed in another form.

    `act_by` is the day on which that is known; a working day later the family should have been reached.
    """
    if notice.set_aside or not (notice.other_form or notice.method in ELECTRONIC):
        return
    if notice.opened_on is not None and notice.reached_on is None and not notice.other_form:
        return
    if case.imported and notice.sent_on <= case.logged_on:
        return
    rule, holidays = policy.targets.reach_family, policy.calendar.days
    known_on = working_days_after(notice.sent_on, rule.days_on(notice.reached_on), holidays)
    if notice.failed_on is not None:
        known_on = min(known_on, notice.failed_on)
    if notice.other_form:
        known_on = notice.sent_on
    known_on = max(known_on, notice.sent_on)
    made = target(
        policy,
        rule,
        notice.id,
        notice.sent_on,
        Owner.CASEWORKER,
        due_on=working_days_after(known_on, 1, holidays),
        met_on=notice.reached_on,
    )
    yield made._replace(act_by=min(known_on, made.due_on))
