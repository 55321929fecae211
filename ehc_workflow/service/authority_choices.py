"""What an authority's administrator chooses for it: changed in one place, and kept with who changed what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, TypeVar

from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.service.organisation_changes import By, note
from ehc_workflow.store.authority_settings import Choice
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


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
    if not by.looks_after(authority_id):
        raise NotFoundError("There is no such authority, or it is not yours to change.")
    with database.writing() as connection:
        rows = Rows(connection)
        before = choice.of(rows, authority_id)
        try:
            after = replace(before, **chosen)
        except ValueError as error:
            name, _, says = str(error).partition(" ")
            raise ImpossibleFactsError(Impossible(f"/{name}", f"This {says}")) from None
        was, now = asdict(before), asdict(after)
        changed = {
            name: [told_as(was[name]), told_as(now[name])] for name in was if was[name] != now[name]
        }
        if changed:
            choice.keep(rows, authority_id, after)
            note(connection, by, kind, authority_id, **changed)
    return after
