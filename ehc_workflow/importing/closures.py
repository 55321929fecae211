"""When settings are closed, from a spreadsheet: every row is read and compared with what is on file, or named.

A closure runs from its first closed day to the day before the setting opens again. Only the closures of a setting that
are on file are looked at; whether one excuses late advice (SI 2014/1530 reg. 10(4)(a), (b)) is asked case by case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from ehc_workflow.dates.closures import why_no_closure
from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.importing import values
from ehc_workflow.importing.columns import Column
from ehc_workflow.importing.days import day
from ehc_workflow.importing.decoding import text_of
from ehc_workflow.importing.faults import WHOLE_ROW, Fault, UnreadableFileError, unreadable
from ehc_workflow.importing.names import folded
from ehc_workflow.importing.reading import Row, rows_of
from ehc_workflow.store import organisation
from ehc_workflow.store.organisation import ClosureOnFile
from ehc_workflow.store.queries import directory

SETTING = Column("Setting", "The school, college or early years setting.", values.words, True, "")
FIRST_CLOSED_DAY = Column("First closed day", "The first day on which it is closed.", day, True)
REOPENS_ON = Column("Reopens on", "The day on which it opens again.", day, True)
COLUMNS = (SETTING, FIRST_CLOSED_DAY, REOPENS_ON)
_LISTED = "a file of closures has Setting, First closed day and Reopens on"

OnFile = Mapping[str, Sequence[ClosureOnFile]]
"""Closures by the setting's id."""


class Closed(NamedTuple):
    """One closure. `reopening_day` is the first day on which the setting is open again; `row` is 0 for one on file."""

    service_id: str
    setting: str
    first_closed_day: date
    reopening_day: date
    row: int = 0

    @property
    def days(self) -> int:
        """Calendar days closed, weekends included."""
        return (self.reopening_day - self.first_closed_day).days

    def meets(self, other: Closed) -> bool:
        """Whether some day lies in both."""
        return (
            self.first_closed_day < other.reopening_day
            and other.first_closed_day < self.reopening_day
        )

    def same_days(self, other: Closed) -> bool:
        """Whether both begin and end on the same days."""
        return self[2:4] == other[2:4]


@dataclass
class ClosurePlan:
    """What a file would do: closures to write, those on file that give way, those there already, and every fault."""

    rows: int = 0
    new: list[Closed] = field(default_factory=list)
    replaced: list[Closed] = field(default_factory=list)
    already_here: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether anything is wrong: then nothing of the file is written."""
        return bool(self.faults)


def plan_closures(
    connection: Connection, authority_id: str, content: bytes, *, today: date, replace: bool
) -> ClosurePlan:
    """Read a file and say what it would do. `replace` lets a closure on file give way to one that overlaps it."""
    named = directory.directory(connection, authority_id, day=today).services
    settings: dict[str, list[str]] = defaultdict(list)
    for service in named:
        if service.kind is ServiceKind.SETTING:
            settings[folded(service.name)].append(service.id)
    on_file = organisation.closures(connection, authority_id)
    try:
        return read_closures(content, settings, on_file, replace=replace)
    except UnreadableFileError as error:
        return ClosurePlan(faults=list(error.faults))


def write_closures(connection: Connection, plan: ClosurePlan, *, by: str, today: date) -> None:
    """Write what was planned, in the transaction in which it was planned; nothing where a row is wrong.

    `by` is who brings them in, which is kept with the day.
    """
    if plan.refused:
        return
    for old in plan.replaced:
        organisation.remove_closure(connection, old.service_id, old.first_closed_day)
    for new in plan.new:
        days = [(new.first_closed_day, new.reopening_day)]
        organisation.add_closures(
            connection, new.service_id, days, recorded_by=by, recorded_on=today
        )


def read_closures(
    content: bytes, settings: Mapping[str, Sequence[str]], on_file: OnFile, *, replace: bool
) -> ClosurePlan:
    """The plan of a file. `settings` are the ids of the settings of each name, folded."""
    plan = ClosurePlan()
    read: dict[str, list[Closed]] = defaultdict(list)
    for row in rows_of(text_of(content), COLUMNS, _LISTED):
        plan.rows += 1
        closed = _closed(row, settings, plan.faults)
        if closed is not None:
            read[closed.service_id].append(closed)
    if not plan.rows:
        raise unreadable("there are no rows under the headings")
    for service_id, closures in read.items():
        _compare(closures, plan)
        _against_file(closures, on_file.get(service_id, ()), plan, replace=replace)
    plan.faults.sort(key=lambda fault: fault.rows)
    return plan


def _closed(row: Row, settings: Mapping[str, Sequence[str]], faults: list[Fault]) -> Closed | None:
    """The row's closure, or none with its faults added; every cell of a wrong row is looked at."""
    found = list(row.faults)
    name, first, reopening = row[SETTING], row[FIRST_CLOSED_DAY], row[REOPENS_ON]
    ids = settings.get(folded(name), ()) if name else ()
    if name and len(ids) != 1:
        several = f"{name!r} is the name of {len(ids)} settings; give each a name of its own first"
        unknown = f"{name!r} is no setting known here; `ehc user service` makes one"
        found.append(Fault((row.number,), SETTING.heading, several if ids else unknown))
    if first and reopening and (why := why_no_closure(first, reopening)):
        found.append(Fault((row.number,), REOPENS_ON.heading, why))
    faults += found
    return None if found else Closed(ids[0], name, first, reopening, row.number)


def _compare(closures: Sequence[Closed], plan: ClosurePlan) -> None:
    """Name every two rows of one setting that are the same or overlap, in the order of the days."""
    ordered = sorted(closures, key=lambda closed: (closed.first_closed_day, closed.row))
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if not one.meets(other):
                break
            rows = tuple(sorted((one.row, other.row)))
            same = "are the same closure twice; take one out"
            overlap = (
                f"are closures of {one.setting} that overlap; make them one, or put the days right"
            )
            plan.faults.append(Fault(rows, WHOLE_ROW, same if one.same_days(other) else overlap))


def _against_file(
    closures: Sequence[Closed],
    on_file: Sequence[ClosureOnFile],
    plan: ClosurePlan,
    *,
    replace: bool,
) -> None:
    """Sort a setting's closures into new and known; one that overlaps another on file replaces it, or is a fault."""
    giving_way: dict[date, Closed] = {}
    for closed in closures:
        kept = [Closed(closed.service_id, closed.setting, *one[:2]) for one in on_file]
        met = [old for old in kept if old.meets(closed)]
        if any(old.same_days(closed) for old in met):
            plan.already_here += 1
            continue
        plan.new.append(closed)
        giving_way |= {old.first_closed_day: old for old in met}
        if not replace:
            plan.faults += (_overlap(closed, old) for old in met)
    plan.replaced += giving_way.values()


def _overlap(closed: Closed, old: Closed) -> Fault:
    days = f"{in_words(old.first_closed_day)}, reopening on {in_words(old.reopening_day)}"
    why = f"overlaps a closure of {closed.setting} on file (from {days}); --replace puts this one in its place"
    return Fault((closed.row,), WHOLE_ROW, why)
