"""Changing the vague expressions that an authority looks for in advice: tried on what is on file, kept with its reason.

Pages and the command line call the same functions. A change alters no advice and no decision: only what is pointed out.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.errors import (
    Impossible,
    ImpossibleFactsError,
    NotFoundError,
)
from ehc_workflow.domain.specificity import vague_in
from ehc_workflow.rules.changes import RuleChangeError
from ehc_workflow.rules.vague_wording import TermChange, VagueTerm, terms_of, with_change
from ehc_workflow.service.counting_changes import By
from ehc_workflow.service.execute import known_things
from ehc_workflow.service.permissions import authorities_kept
from ehc_workflow.store import wording
from ehc_workflow.store.engine import Database
from ehc_workflow.store.wording import ChangeOnFile

KEEPERS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
"""Who keeps an authority's list."""
TRIED_ON = 1000
"""How many pieces of provision a change is tried on: enough to see what it would find, and one short read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A change before it is made: one expression as it is to be, and the list before and after."""

    authority_id: str
    term: TermChange
    undoes: int | None
    before: tuple[VagueTerm, ...]
    after: tuple[VagueTerm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finds:
    """What a change finds in advice on file: pieces of provision read, and those with something vague in them."""

    read: int
    with_words: int
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One expression that is looked for or was, with the change that made it so; none is what is built in."""

    term: VagueTerm
    is_on: bool
    change: ChangeOnFile | None


def kept_by(actor: Actor) -> tuple[str, ...]:
    """The authorities whose list this person keeps; raises `NotPermittedError` for somebody who keeps none."""
    says = "A manager of the whole authority or an administrator keeps the list of vague wording."
    return authorities_kept(actor, KEEPERS, says)


def listed(connection: Connection, authority_id: str) -> list[Listed]:
    """Every expression by its words: those looked for, and those that were and are switched off."""
    made = wording.changes(connection, authority_id)
    on = {term.words: term for term in terms_of(change.term for change in made)}
    last = {change.term.words: change for change in made}
    off = {
        words: VagueTerm(words, change.term.instead)
        for words, change in last.items()
        if words not in on
    }
    known = sorted((on | off).values(), key=lambda term: term.words)
    return [
        Listed(term=term, is_on=term.words in on, change=last.get(term.words)) for term in known
    ]


def proposed(
    connection: Connection, authority_id: str, change: TermChange, undoes: int | None = None
) -> Proposed:
    """The change and what it makes of the list; raises `ImpossibleFactsError` where it makes no sense."""
    before = wording.terms(connection, authority_id)
    try:
        after = with_change(before, change)
    except RuleChangeError as error:
        raise ImpossibleFactsError(Impossible(f"/{error.field}", str(error))) from None
    return Proposed(
        authority_id=authority_id,
        term=_as_kept(change, before, after),
        undoes=undoes,
        before=before,
        after=after,
    )


def _as_kept(
    change: TermChange, before: tuple[VagueTerm, ...], after: tuple[VagueTerm, ...]
) -> TermChange:
    """The one expression in which the two lists differ, with what to say in its place."""
    (differs,) = set(after) - set(before) if change.is_on else set(before) - set(after)
    return TermChange(words=differs.words, instead=differs.instead, is_on=change.is_on)


def undone(connection: Connection, authority_id: str, number: int) -> Proposed:
    """The change that makes the expression of change `number` again what it was before it."""
    made = wording.changes(connection, authority_id)
    change = next((one for one in made if one.number == number), None)
    if change is None:
        raise NotFoundError(f"There is no change {number} of this list.")
    earlier = terms_of(one.term for one in made if one.number < number)
    was = next((term for term in earlier if term.words == change.term.words), None)
    back = TermChange(
        words=change.term.words, instead=was.instead if was else "", is_on=was is not None
    )
    return proposed(connection, authority_id, back, undoes=number)


def preview(connection: Connection, change: Proposed) -> Finds:
    """Try a change on the provision that came last. Nothing is written."""
    provision = wording.newest_provision(connection, change.authority_id, TRIED_ON)
    alone = (VagueTerm(change.term.words, change.term.instead),)

    def count(terms: tuple[VagueTerm, ...]) -> int:
        return sum(bool(vague_in(one, terms)) for one in provision)

    return Finds(
        read=len(provision),
        with_words=count(alone),
        before=count(change.before),
        after=count(change.after),
    )


def apply(database: Database, change: Proposed, by: By) -> ChangeOnFile:
    """Make the change. Raises `ImpossibleFactsError` without a reason, or where somebody has just made it."""
    reason = by.why("the change")
    with known_things(database), database.writing() as connection:
        again = proposed(connection, change.authority_id, change.term, change.undoes)
        made = wording.changes(connection, change.authority_id)
        new = ChangeOnFile(
            number=max((one.number for one in made), default=0) + 1,
            term=again.term,
            undoes=change.undoes,
            reason=reason,
            made_by=by.name,
            made_at=by.now,
        )
        wording.add(connection, change.authority_id, new)
    return new
