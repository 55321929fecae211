"""The sweep: whoever has to know of a deadline hears of it on the day, and of the same cause never twice."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES, BankHolidays
from ehc_workflow.domain.alerts import climbs
from ehc_workflow.domain.deadlines import Deadline
from ehc_workflow.domain.risk import (
    Standing,
    audience_of,
    rungs_reached,
    rungs_to_raise,
    standing,
)
from ehc_workflow.jobs.climb import EVERYTHING, Climbed, climb, climb_chunk, waiting
from ehc_workflow.rules.ladders import LADDERS, LEVELS, Audience, Ladders, Level, Rung
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service.alert_words import alert_messages, duty_of, reason
from ehc_workflow.service.messages import Message
from ehc_workflow.store import sweep as store
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

CHUNK = 5_000
"""Deadlines in one transaction: short enough that nobody at a desk waits for it."""


@dataclass(frozen=True, slots=True)
class RaisedAlert:
    """One alert that this sweep raised, as the command line prints it. It names no child."""

    reference: str
    code: str
    duty: str
    rung: str
    level: Level
    due_on: date
    reason: str
    audience: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What a sweep did: how many deadlines it looked at, and the alerts it raised and cleared."""

    as_of: date
    looked_at: int
    cleared: int
    alerts: tuple[RaisedAlert, ...]

    @property
    def raised(self) -> int:
        """How many alerts were raised now."""
        return len(self.alerts)


def sweep(
    database: Database,
    as_of: date,
    now: datetime,
    *,
    told_on: date | None = None,
    chunk: int = CHUNK,
    after_chunk: Callable[[], object] = lambda: None,
    goes_on: Callable[[], bool] = lambda: True,
) -> SweepReport:
    """Look at every deadline whose day has come and write what follows. Interrupted anywhere, it is simply run again.

    `told_on` is the day on which the messages are read: later than `as_of` where a missed day is made up for. Each
    alert is put on file as of its own day, and waits to be taken up from the day on which it can be seen; each
    recipient hears of a deadline once, in words that are true when read. Nothing climbs on a day that is made up for:
    what has waited too long goes up with the sweep of `told_on` itself.

    `after_chunk` is called when a chunk has been committed; once `goes_on` says no, the rest is left for the next run.
    """
    done: list[store.Outcome] = []
    while goes_on():
        with database.reading() as connection:
            due = store.due(Rows(connection), as_of, limit=chunk)
        if not due:
            break
        with database.writing() as connection:
            rows, cases = Rows(connection), {key[0] for key in due}
            views = Views(as_of, database.counting.policy(rows), told_on)
            done += _sweep_cases(rows, cases, views, now)
        after_chunk()
    report = _report(as_of, done)
    if told_on is not None and told_on > as_of:
        return report
    return _with_climbed(report, climb(database, as_of, now, chunk=chunk, goes_on=goes_on))


class _NotMeantError(Exception):
    """Undoes the transaction of a dry run."""


def dry_run(database: Database, as_of: date, now: datetime) -> SweepReport:
    """What a sweep would do: it does it, and undoes it."""
    done: list[store.Outcome] = []
    went_up: list[Climbed] = []
    try:
        with database.writing() as connection:
            rows = Rows(connection)
            policy = database.counting.policy(rows)
            views = Views(as_of, policy)
            while due := store.due(rows, as_of, limit=CHUNK):
                done += _sweep_cases(rows, {key[0] for key in due}, views, now)
            went_up = [
                one
                for waits in waiting(database, rows, as_of)
                for one in climb_chunk(rows, waits, as_of, now, policy.calendar, limit=EVERYTHING)
            ]
            raise _NotMeantError
    except _NotMeantError:
        return _with_climbed(_report(as_of, done), went_up)


def _sweep_cases(
    rows: Rows, case_ids: Iterable[str], views: Views, now: datetime
) -> list[store.Outcome]:
    found = store.read(rows, case_ids, views.as_of)
    if not found:
        return []
    raised = store.raised_before(rows, found)
    outcomes = [outcome_of(one, raised.get(one.key, ()), views.of(one)) for one in found]
    store.record(rows, outcomes, as_of=views.as_of, seen_on=views.told_on, now=now)
    return outcomes


@dataclass(frozen=True, slots=True)
class View:
    """How a deadline is seen on a day: how it stands, the rungs to raise with whom they tell, and why in a sentence.

    `told` are those of each rung's audiences who are sent a message, and `words` the sentence in it, read on `told_on`.
    """

    as_of: date
    told_on: date
    standing: Standing
    wanted: tuple[tuple[Rung, tuple[Audience, ...]], ...]
    reason: str
    told: Mapping[str, tuple[Audience, ...]]
    words: str


class Views:
    """The views of one day. Thousands of deadlines share rule and day, and so their view: each is worked out once."""

    def __init__(self, as_of: date, policy: Policy, told_on: date | None = None) -> None:
        """Nothing has been looked at yet. `told_on` is the day messages are read, where that is not `as_of`."""
        self.as_of = as_of
        self.told_on = told_on or as_of
        self._policy = policy
        self._known: dict[tuple[object, ...], View] = {}

    def of(self, found: store.Found) -> View:
        """How this deadline is seen: it depends on everything but whose it is."""
        deadline, ladders = found.deadline, self._policy.ladders_of(found.authority_id)
        what = (deadline.code, deadline.kind, deadline.owner, deadline.provision)
        when = (
            deadline.starts_on,
            deadline.due_on,
            deadline.act_by,
            deadline.met_on,
            deadline.rule_version,
        )
        over = (deadline.is_void, deadline.is_superseded, deadline.disapplied_by is None)
        key = (ladders, *what, *when, *over)
        if key not in self._known:
            calendar = self._policy.calendar
            self._known[key] = view_of(deadline, self.as_of, calendar, ladders, self.told_on)
        return self._known[key]


def view_of(
    deadline: Deadline,
    as_of: date,
    calendar: BankHolidays = ENGLAND_AND_WALES,
    ladders: Ladders = LADDERS,
    told_on: date | None = None,
) -> View:
    """How a deadline is seen on a day. Whoever surely hears of a later rung by `told_on` is not sent this one."""
    read_on = told_on or as_of
    wanted = rungs_to_raise(deadline, as_of, calendar, ladders)
    later = rungs_reached(deadline, as_of, read_on, calendar, ladders) if wanted else ()
    hear_later = {
        audience
        for rung, _ in later
        if rung.surely_tells
        for audience in audience_of(deadline, rung)
    }
    return View(
        as_of=as_of,
        told_on=read_on,
        standing=standing(deadline, as_of, calendar, ladders),
        wanted=wanted,
        reason=reason(deadline, as_of, calendar) if wanted else "",
        told={rung.code: _without(audience, hear_later) for rung, audience in wanted},
        words=reason(deadline, read_on, calendar) if wanted else "",
    )


def _without(audience: Iterable[Audience], others: Container[Audience]) -> tuple[Audience, ...]:
    return tuple(one for one in audience if one not in others)


def outcome_of(found: store.Found, raised: Sequence[store.Raised], view: View) -> store.Outcome:
    """What has to be raised, cleared or put back for one deadline: pure, and the same however often it is asked."""
    due_on, level = found.deadline.due_on, view.standing.level
    in_hand = next((one for one in raised if _is_in_hand(one, due_on, level, view.as_of)), None)
    is_planned = any(_is_planned(one, due_on, view.as_of) for one in raised)
    before = {one.rung for one in raised if one.due_on == due_on}
    given = (one.delegated_to for one in raised if one.standing and one.due_on == due_on)
    given_to = next((seat for seat in given if seat is not None), None)
    still = {one.id for one in raised if one.due_on == due_on} if view.wanted else set()
    wanted = [
        (rung, audience)
        for rung, audience in view.wanted
        if rung.code not in before and not (rung.unless_planned and is_planned)
    ]
    messages = _messages(found, [rung for rung, _ in wanted], view)
    return store.Outcome(
        found=found,
        standing=view.standing,
        raised=tuple(
            store.NewAlert(
                due_on=due_on,
                rung=rung.code,
                level=rung.level,
                audience=",".join(audience),
                reason=view.reason,
                messages=messages[rung.code],
                unheeded_from=_unheeded_from(in_hand, rung.level, view.told_on),
                in_hand=in_hand,
                delegated_to=given_to,
            )
            for rung, audience in wanted
        ),
        cleared=tuple(one.id for one in raised if one.standing and one.id not in still),
        restored=tuple(one.id for one in raised if not one.standing and one.id in still),
    )


def _messages(
    found: store.Found, rungs: Sequence[Rung], view: View
) -> dict[str, tuple[Message, ...]]:
    """The messages of rungs that are raised together: each recipient is sent that of the last one and no other."""
    sent: dict[str, tuple[Message, ...]] = {}
    told: set[str] = set()
    for rung in reversed(rungs):
        messages = alert_messages(found, rung, view.told[rung.code], view.words)
        sent[rung.code] = tuple(one for one in messages if one.recipient not in told)
        told |= {one.recipient for one in messages}
    return sent


def _is_in_hand(one: store.Raised, due_on: date, level: Level, as_of: date) -> bool:
    """Whether somebody has this limit in hand, by an alert that was as bad as it is now."""
    if not one.standing or one.due_on != due_on or LEVELS.index(one.level) < LEVELS.index(level):
        return False
    return any(day is not None and day >= as_of for day in (one.recovery_on, one.snoozed_until))


def _is_planned(one: store.Raised, due_on: date, as_of: date) -> bool:
    """Whether somebody has taken this limit up with a day that has not passed."""
    return one.standing and one.due_on == due_on and (one.recovery_on or date.min) >= as_of


def _unheeded_from(in_hand: store.Raised | None, level: Level, seen_on: date) -> date | None:
    """The day from which a new alert waits to be taken up, never before it can be seen; None where it never goes up."""
    if not climbs(level):
        return None
    if in_hand is None:
        return seen_on
    days = (in_hand.recovery_on, in_hand.snoozed_until)
    over = max(day for day in days if day is not None) + timedelta(days=1)
    return max(over, seen_on)


def _report(as_of: date, outcomes: Iterable[store.Outcome]) -> SweepReport:
    done = list(outcomes)
    return SweepReport(
        as_of=as_of,
        looked_at=len(done),
        cleared=sum(len(one.cleared) for one in done),
        alerts=tuple(alert for one in done for alert in _alerts(one)),
    )


def _with_climbed(report: SweepReport, climbed: Iterable[Climbed]) -> SweepReport:
    went_up = (
        RaisedAlert(
            reference=one.found.reference,
            code=one.found.deadline.code,
            duty=duty_of(one.found.deadline.code, one.found.deadline.rule_version),
            rung=one.rung.code,
            level=one.rung.level,
            due_on=one.found.deadline.due_on,
            reason=one.reason,
            audience=one.rung.audience,
        )
        for one in climbed
    )
    return replace(report, alerts=(*report.alerts, *went_up))


def _alerts(one: store.Outcome) -> Iterator[RaisedAlert]:
    deadline = one.found.deadline
    for new in one.raised:
        yield RaisedAlert(
            reference=one.found.reference,
            code=deadline.code,
            duty=duty_of(deadline.code, deadline.rule_version),
            rung=new.rung,
            level=new.level,
            due_on=new.due_on,
            reason=new.reason,
            audience=tuple(new.audience.split(",")),
        )
