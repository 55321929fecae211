"""What a calendar shows of the days that are owed: each as a whole day, named by its case's reference alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_workflow.domain.deadlines import Deadline


class Whose(StrEnum):
    """Whose days a calendar shows: those of one's own seats, of one's desk, of a team, or of a whole authority."""

    OWN = "own"
    DESK = "desk"
    TEAM = "team"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Something still owed, with the case it belongs to; `version` is that of the case."""

    assessment_id: str
    reference: str
    version: int
    deadline: Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVisit:
    """A visit that is still to be, with the case it is for. `at` is the time of day, where one was set."""

    assessment_id: str
    reference: str
    version: int
    request_id: str
    number: int
    visit_on: date
    at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What one calendar shows: days that are owed and, apart from them, visits."""

    owed: tuple[Owed, ...] = ()
    visits: tuple[PlannedVisit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One whole day of a calendar. `uid` stays the same while its day moves, and `version` goes up with the case."""

    uid: str
    day: date
    is_act_by: bool
    owed: Owed


def entries_of(owed: Owed) -> Iterator[Entry]:
    """The last lawful day, and where that is no working day the last working day for it as well."""
    deadline = owed.deadline
    name = f"{owed.assessment_id}/{deadline.code}/{deadline.ref}"
    yield Entry(uid=f"{name}/due", day=deadline.due_on, is_act_by=False, owed=owed)
    if deadline.act_by != deadline.due_on:
        yield Entry(uid=f"{name}/act-by", day=deadline.act_by, is_act_by=True, owed=owed)
