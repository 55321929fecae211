"""A caseload file brought in: read, compared with what is on file, and written in one transaction: all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.errors import EhcError, ImpossibleFactsError, NotFoundError
from ehc_workflow.importing.candidate import Candidate, candidate
from ehc_workflow.importing.decoding import text_of
from ehc_workflow.importing.faults import Fault, UnreadableFileError, unreadable
from ehc_workflow.importing.names import Names
from ehc_workflow.importing.plan import Plan, plan_of
from ehc_workflow.importing.reading import count_of, rows_of
from ehc_workflow.service.execute import Asked, execute_all
from ehc_workflow.store import organisation
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries import directory

Item = TypeVar("Item")


class ChangedMeanwhileError(EhcError):
    """Somebody else wrote some of these cases at the same moment. Nothing was brought in; run the import again."""


class Watch(Protocol):
    """Shows how far something has got: it gives back the items it is given."""

    def __call__(self, items: Iterable[Item], *, length: int, label: str) -> Iterable[Item]:
        """Hand the items on, counting them."""


def unwatched(items: Iterable[Item], *, length: int, label: str) -> Iterable[Item]:
    """Show nothing."""
    return items


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A file read and compared with what is on file: how many rows it has, what it would do, and what it would add."""

    rows: int
    plan: Plan
    names: Names

    @property
    def refused(self) -> bool:
        """Whether anything is wrong: then nothing of the file is brought in."""
        return bool(self.plan.faults)


def authority_named(database: Database, name: str | None) -> str:
    """The id of the authority of this name, or of the only one."""
    with database.reading() as connection:
        known = organisation.authorities(connection)
    for authority_id, known_name in known:
        if known_name == name or (name is None and len(known) == 1):
            return authority_id
    if not known:
        raise NotFoundError(
            "There is no authority yet: `ehc user authority NAME NUMBER` makes one."
        )
    listed = ", ".join(known_name for _, known_name in known)
    raise NotFoundError(f"Name the authority with --authority: there is {listed}.")


def prepare(
    database: Database,
    authority_id: str,
    content: bytes,
    *,
    today: date,
    add_unknown: bool = False,
    watch: Watch = unwatched,
) -> Prepared:
    """Read a file and say what it would do. Nothing is written."""
    with database.reading() as connection:
        names = Names(
            directory.directory(connection, authority_id, day=today), add_unknown=add_unknown
        )
    try:
        rows, candidates, faults = _read(content, names, today, watch)
    except UnreadableFileError as error:
        return Prepared(rows=0, plan=Plan(faults=list(error.faults)), names=names)
    with database.reading() as connection:
        known = directory.known(
            connection,
            authority_id,
            born={each.command.request.child.date_of_birth for each in candidates},
            case_ids={each.command.assessment_id for each in candidates},
        )
    plan = plan_of(candidates, known, today)
    plan.faults = sorted((*faults, *plan.faults), key=lambda fault: fault.rows)
    return Prepared(rows=rows, plan=plan, names=names)


def _read(
    content: bytes, names: Names, today: date, watch: Watch
) -> tuple[int, list[Candidate], list[Fault]]:
    text = text_of(content)
    candidates: list[Candidate] = []
    faults: list[Fault] = []
    rows = 0
    for row in watch(rows_of(text), length=count_of(text), label="Reading"):
        rows += 1
        found = candidate(row, names, today)
        if isinstance(found, Candidate):
            candidates.append(found)
        else:
            faults += found
    if not rows:
        raise unreadable("there are no rows under the headings")
    return rows, candidates, [*faults, *names.faults()]


def bring_in(
    database: Database,
    prepared: Prepared,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    watch: Watch = unwatched,
) -> None:
    """Write what was prepared, in one transaction: killed in the middle, it never was."""
    commands = prepared.plan.commands
    if prepared.refused or not commands:
        return

    def asked() -> Iterator[Asked]:
        for command in watch(commands, length=len(commands), label="Writing"):
            yield Asked(command=command, actor=actor, now=now, today=today)

    try:
        execute_all(database, asked(), first=prepared.names.add)
    except ImpossibleFactsError as error:
        raise ChangedMeanwhileError from error
