"""The timetable, as data: what runs each London day and from when, and what runs all the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from ehc_workflow.clock import LONDON
from ehc_workflow.jobs.drafts import forget_drafts
from ehc_workflow.jobs.notices import follow_notices
from ehc_workflow.jobs.receipts import prove_receipts
from ehc_workflow.jobs.recount import recount
from ehc_workflow.jobs.seal import seal
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.store.engine import Database

DELIVER_SECONDS = 5
BEAT_SECONDS = 20
SCAN_SECONDS = 60
LOOK_SECONDS = 30
"""How often the worker looks whether today still lacks a job: also how soon it takes over from one that died."""

QUIET_FROM = time(23)
QUIET_UNTIL = time(3)
"""No daily job begins in these hours: 01:30 comes twice on one night in October, and not at all on one in March."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What a running job is given: where, for which day, and how it hears that it should stop."""

    database: Database
    day: date
    now: datetime
    goes_on: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Done:
    """What a job did: rows written, and failures that were counted and did not stop it."""

    rows: int
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """A job for every London day, from this hour on. In the table's order: each may rely on those above it."""

    name: str
    at: time
    run: Callable[[Doing], Done]


def _receipts(doing: Doing) -> Done:
    report = prove_receipts(doing.database, doing.now, goes_on=doing.goes_on)
    return Done(rows=report.proved, failures=report.refused)


def _notices(doing: Doing) -> Done:
    report = follow_notices(doing.database, doing.now, goes_on=doing.goes_on)
    return Done(rows=report.kept, failures=report.refused)


def _sweep(doing: Doing) -> Done:
    report = sweep(doing.database, doing.day, doing.now, goes_on=doing.goes_on)
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
    Daily(name="receipts", at=time(6), run=_receipts),
    Daily(name="notices", at=time(6), run=_notices),
    Daily(name="sweep", at=time(6), run=_sweep),
    Daily(name="recount", at=time(6, 15), run=_recount),
    Daily(name="seal", at=time(6, 30), run=_seal),
    Daily(name="forget drafts", at=time(6, 45), run=_forget_drafts),
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
