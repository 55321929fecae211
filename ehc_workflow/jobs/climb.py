"""What nobody takes up goes to the next one up: once for each limit, day and person, and never while it is in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ehc_workflow.dates.bank_holidays import BankHolidays
from ehc_workflow.domain.alerts import next_up, rung_up, unheeded_until
from ehc_workflow.rules.alert_policy import DEFAULT_ALERT_POLICY, AlertPolicy
from ehc_workflow.rules.ladders import Level, Rung
from ehc_workflow.service.alert_words import alert_messages, reason
from ehc_workflow.store import climbing as store
from ehc_workflow.store.alert_policies import ALERTS
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.sweep import Found

EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Climbed:
    """An alert that went up."""

    found: Found
    rung: Rung
    reason: str


def climb(
    database: Database,
    as_of: date,
    now: datetime,
    *,
    chunk: int,
    goes_on: Callable[[], bool] = lambda: True,
) -> list[Climbed]:
    """Put what nobody took up before the next one up. Interrupted, it is run again."""
    with database.reading() as connection:
        every = tuple(waiting(database, Rows(connection), as_of))
    climbed: list[Climbed] = []
    for waits in every:
        while goes_on():
            with database.reading() as connection:  # a look that keeps nobody out
                if not store.any_unheeded(Rows(connection), waits):
                    break
            with database.writing() as connection:
                rows = Rows(connection)
                calendar = database.counting.policy(rows).calendar
                climbed += climb_chunk(rows, waits, as_of, now, calendar, limit=chunk)
    return climbed


def waiting(database: Database, rows: Rows, as_of: date) -> Iterator[store.Waits]:
    """What to look for, by authorities that let alerts wait equally long. Nothing goes up on a day nobody works."""
    calendar = database.counting.policy(rows).calendar
    chosen: dict[tuple[int, int], list[str]] = {_days(DEFAULT_ALERT_POLICY): []}
    for authority_id, policy in ALERTS.of_all(rows).items():
        chosen.setdefault(_days(policy), []).append(authority_id)
    for (late, other), authorities in chosen.items():
        late_until = unheeded_until(as_of, late, calendar)
        until = unheeded_until(as_of, other, calendar)
        if authorities and late_until is not None and until is not None:
            yield store.Waits(max(late_until, until), until, late_until, tuple(authorities))


def _days(policy: AlertPolicy) -> tuple[int, int]:
    return policy.climbs_after_late_days, policy.climbs_after_days


def climb_chunk(
    rows: Rows,
    waits: store.Waits,
    as_of: date,
    now: datetime,
    calendar: BankHolidays,
    *,
    limit: int,
) -> list[Climbed]:
    """Take the next alerts that wait too long, in the transaction that is open, and raise what follows."""
    found = store.unheeded(rows, waits, limit=limit)
    if not found:
        return []
    told = store.told_of(rows, found)
    made: list[tuple[store.NewClimb, Climbed]] = []
    for one in found:
        rungs, people, seats = told[one.found.key]
        for audience in next_up(one.audience, one.found.deadline):
            if audience in people or rung_up(audience) in rungs:
                continue
            rungs.add(rung_up(audience))
            people.add(audience)
            rung = Rung(rung_up(audience), int(one.level is Level.LATE), (audience,))
            why = _why(one, as_of, calendar)
            new = store.NewClimb(
                found=one.found,
                rung=rung.code,
                level=one.level,
                audience=audience,
                goes_on_from=as_of,
                delegated_to=next(iter(seats), None),
                messages=alert_messages(one.found, rung, (audience,), why, climbed=True),
            )
            made.append((new, Climbed(one.found, rung, why)))
    store.record(rows, found, [new for new, _ in made], as_of=as_of, now=now)
    return [climbed for _, climbed in made]


def _why(one: store.Unheeded, day: date, calendar: BankHolidays) -> str:
    why = reason(one.found.deadline, day, calendar)
    return f"{why} Nobody has taken it up, so it comes to you."
