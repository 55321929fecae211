"""The timetable, as data: what runs each London day and from when, and what runs all the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ehc_workflow.clock import LONDON
from ehc_workflow.jobs.drafts import forget_drafts
from ehc_workflow.jobs.family_letters import write_to_families
from ehc_workflow.jobs.notices import follow_notices
from ehc_workflow.jobs.receipts import prove_receipts
from ehc_workflow.jobs.recount import recount
from ehc_workflow.jobs.seal import seal
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.service.press import Press
from ehc_workflow.store.engine import Database

DELIVER_SECONDS = 5
ASK_SECONDS = 60
BEAT_SECONDS = 20
SCAN_SECONDS = 60
TELL_SECONDS = 60
LOOK_SECONDS = 30
"""How often the worker looks whether today still lacks a job: also how soon it takes over from one that died."""

QUIET_FROM = time(23)
QUIET_UNTIL = time(3)
"""No daily job begins in these hours: 01:30 comes twice on one night in October, and not at all on one in March."""


CATCH_UP_DAYS = 31
"""How many missed days are made up for, where the settings say nothing else."""
SKEW = timedelta(minutes=1)
"""So much may the clocks of two machines differ before one of them is taken to have been set back.

A sign of life that is so much older by another clock, and a beat late, is still one: `store.job_runs.STALE` is longer.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What a running job is given: where, for which day, and how it hears that it should stop.

    `today` is later than `day` where a missed day is made up for; `now` is always the real moment.
    """

    database: Database
    day: date
    today: date
    now: datetime
    goes_on: Callable[[], bool]
    press: Press | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a job did: rows written, and failures that were counted and did not stop it."""

    rows: int
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """A job for every London day, from this hour on. In the table's order: each may rely on those above it.

    `makes_up` says whether a missed day is made up for, or only the latest day is run; `because` says why, in a clause.
    """

    name: str
    does: str
    at: time
    run: Callable[[Doing], Done]
    makes_up: bool
    because: str


def _receipts(doing: Doing) -> Done:
    report = prove_receipts(doing.database, doing.now, goes_on=doing.goes_on)
    return Done(rows=report.proved, failures=report.refused)


def _notices(doing: Doing) -> Done:
    report = follow_notices(doing.database, doing.now, goes_on=doing.goes_on)
    return Done(rows=report.kept, failures=report.refused)


def _family_letters(doing: Doing) -> Done:
    report = write_to_families(doing.database, doing.now, press=doing.press, goes_on=doing.goes_on)
    return Done(rows=report.sent, failures=report.refused)


def _sweep(doing: Doing) -> Done:
    report = sweep(doing.database, doing.day, doing.now, told_on=doing.today, goes_on=doing.goes_on)
    return Done(rows=report.looked_at)


def _recount(doing: Doing) -> Done:
    report = recount(doing.database, doing.day, goes_on=doing.goes_on)
    return Done(rows=report.cases, failures=len(report.differing))


def _seal(doing: Doing) -> Done:
    sealed = seal(doing.database, doing.day)
    return Done(rows=sealed.cases if sealed else 0)


def _forget_drafts(doing: Doing) -> Done:
    return Done(rows=forget_drafts(doing.database, doing.now))


TIMETABLE = (
    Daily(
        name="receipts",
        does="Puts on file that opened requests for advice were received",
        at=time(6),
        run=_receipts,
        makes_up=True,
        because="the sweep of a missed day must find the receipts that would have been on file",
    ),
    Daily(
        name="notices",
        does="Puts on file which letters were opened, and which did not arrive",
        at=time(6),
        run=_notices,
        makes_up=True,
        because="the sweep of a missed day must find what would have been on file",
    ),
    Daily(
        name="family letters",
        does="Writes to families of late cases to whom nobody has written by the day a letter is due",
        at=time(6),
        run=_family_letters,
        makes_up=False,
        because="a letter goes on the day it is written, and one is enough",
    ),
    Daily(
        name="sweep",
        does="Raises an alert for every time limit that came near or passed",
        at=time(6),
        run=_sweep,
        makes_up=True,
        because="each step of a ladder is put on file on its own day, also the one nobody was there to see",
    ),
    Daily(
        name="recount",
        does="Counts every open case again from its facts",
        at=time(6, 15),
        run=_recount,
        makes_up=False,
        because="it compares with how things stand now: an older day would put back what is true today",
    ),
    Daily(
        name="seal",
        does="Seals the log of all cases",
        at=time(6, 30),
        run=_seal,
        makes_up=True,
        because="an auditor looks for one seal a day; a late one says what stood when it was made",
    ),
    Daily(
        name="forget drafts",
        does="Deletes what was typed and never sent",
        at=time(6, 45),
        run=_forget_drafts,
        makes_up=False,
        because="it goes by the age that a draft has now",
    ),
)


def is_quiet(now: datetime) -> bool:
    """Whether no daily job begins at this moment."""
    there = now.astimezone(LONDON).time()
    return there >= QUIET_FROM or there < QUIET_UNTIL


def due(now: datetime, *, day_stands_still: bool = False) -> tuple[Daily, ...]:
    """The jobs whose hour has come. On a demonstration's fixed day there is no morning to wait for."""
    if day_stands_still:
        return TIMETABLE
    if is_quiet(now):
        return ()
    there = now.astimezone(LONDON).time()
    return tuple(job for job in TIMETABLE if job.at <= there)


# --- what was missed --------------------------------------------------------------------------------------------------


def missed(job: Daily, today: date, last: date | None) -> tuple[date, ...]:
    """The days before today that a job still lacks, oldest first; one that never ran has missed none."""
    if not job.makes_up or last is None:
        return ()
    return tuple(last + timedelta(days=after) for after in range(1, (today - last).days))


def owed(
    now: datetime,
    today: date,
    last: Mapping[str, date],
    *,
    most_days: int,
    day_stands_still: bool = False,
) -> tuple[tuple[date, Daily], ...]:
    """What is to be run at this moment: missed days first, in their order and the timetable's, then today.

    `last` is the last day for which each job is done; no day more than `most_days` before today is made up for.
    """
    if is_quiet(now) and not day_stands_still:
        return ()
    late = [
        (day, job)
        for job in TIMETABLE
        for day in missed(job, today, last.get(job.name))
        if (today - day).days <= most_days
    ]
    late.sort(key=lambda each: each[0])  # a stable sort: within a day the timetable's order stays
    of_today = (
        (today, job)
        for job in due(now, day_stands_still=day_stands_still)
        if last.get(job.name, date.min) < today
    )
    return (*late, *of_today)


def too_long_ago(today: date, last: Mapping[str, date], *, most_days: int) -> tuple[date, ...]:
    """The missed days that nobody makes up for, because they lie more than `most_days` back; oldest first."""
    return tuple(
        sorted(
            {
                day
                for job in TIMETABLE
                for day in missed(job, today, last.get(job.name))
                if (today - day).days > most_days
            }
        )
    )


def is_set_back(
    now: datetime,
    today: date,
    last: Mapping[str, date],
    last_finished_at: datetime | None,
    *,
    day_stands_still: bool = False,
) -> bool:
    """Whether the clock is behind what has been run. On a fixed day the hours begin again every midnight."""
    if any(day > today for day in last.values()):
        return True
    if day_stands_still or last_finished_at is None:
        return False
    return now < last_finished_at - SKEW


def stretches(days: tuple[date, ...]) -> Iterator[tuple[date, date]]:
    """Days as stretches, each with its first and last."""
    first = previous = None
    for day in days:
        if previous is None or day - previous > timedelta(days=1):
            if first is not None and previous is not None:
                yield first, previous
            first = day
        previous = day
    if first is not None and previous is not None:
        yield first, previous
