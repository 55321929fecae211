"""What an authority's administrator chooses for it: changed in one place, and kept with who changed what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Connection

from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.service.organisation_changes import By, note
from ehc_workflow.store import organisation_changes
from ehc_workflow.store.authority_settings import Choice
from ehc_workflow.store.engine import Database
from ehc_workflow.store.organisation_changes import Change
from ehc_workflow.store.rows import Rows

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoned(Generic[T]):
    """A kind of choice that is kept with its reason and has a way back. `named` is what its keeper calls it."""

    choice: Choice[T]
    kind: ChangeKind
    named: str
    same: Impossible
    """What is said of a choice that holds already."""


def choose(
    database: Database,
    by: By,
    authority_id: str,
    choice: Choice[T],
    chosen: Mapping[str, Any],
    *,
    kind: ChangeKind,
    told_as: Callable[[Any], Any],
) -> T:
    """Keep other choices; `ImpossibleFactsError` where they cannot be. `told_as` words a value for the note of it."""
    _may_change(by, authority_id)
    with database.writing() as connection:
        rows = Rows(connection)
        before = choice.held(rows, authority_id)
        try:
            after = replace(before, **chosen)
        except ValueError as error:
            raise ImpossibleFactsError(fault_in(error)) from None
        was, now = asdict(before), asdict(after)
        changed = {
            name: [told_as(was[name]), told_as(now[name])] for name in was if was[name] != now[name]
        }
        if changed:
            choice.keep(rows, authority_id, after)
            note(connection, by, kind, authority_id, **changed)
    return after


def fault_in(error: ValueError) -> Impossible:
    """A choice's own refusal as a fault of its field: such a sentence begins with the field's name."""
    name, _, says = str(error).partition(" ")
    return Impossible(f"/{name}", f"This {says}")


def keep_reasoned(
    connection: Connection,
    by: By,
    authority_id: str,
    kept: Reasoned[T],
    change: Callable[[T], T],
    *,
    about: str,
    told_as: Callable[[T], Any],
    reason: str,
) -> None:
    """Change a choice with its reason. `ImpossibleFactsError` where there is none, or the choice holds already."""
    _may_change(by, authority_id)
    if not reason.strip():
        raise ImpossibleFactsError(Impossible("/reason", f"Say why: it is kept with {kept.named}."))
    rows = Rows(connection)
    before = kept.choice.held(rows, authority_id)
    after = change(before)
    if before == after:
        raise ImpossibleFactsError(kept.same)
    kept.choice.keep(rows, authority_id, after)
    was, now = told_as(before), told_as(after)
    note(connection, by, kept.kind, about, was=was, now=now, reason=reason.strip())


def last_change(connection: Connection, about: str) -> Change:
    """The newest change of what was kept with a reason, to take back; raises `NotFoundError` where there is none."""
    made = organisation_changes.latest(connection, [about])
    if not made:
        raise NotFoundError("This was never changed.")
    return made[0]


def _may_change(by: By, authority_id: str) -> None:
    if not by.looks_after(authority_id):
        raise NotFoundError("There is no such authority, or it is not yours to change.")
