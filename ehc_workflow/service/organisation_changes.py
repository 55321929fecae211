"""Who changes services, seats and teams, how far they may, and the note that it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn

from sqlalchemy import Connection

from ehc_workflow.domain.actors import SYSTEM, Actor, Role
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.store import organisation_changes

COMMAND_LINE = "the command line"


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who makes a change, and when. `authority_ids` are those they look after; None is whoever has the machine."""

    actor: Actor
    now: datetime
    today: date
    authority_ids: frozenset[str] | None = None

    @classmethod
    def administrator(cls, actor: Actor, *, now: datetime, today: date) -> By:
        """A person, for the authorities in which they hold an administrator's seat."""
        return cls(actor=actor, now=now, today=today, authority_ids=administered(actor))

    @property
    def name(self) -> str:
        """What is kept of who it was: the person's id, or that it was the command line."""
        return COMMAND_LINE if self.actor.id == SYSTEM.id else self.actor.id

    def looks_after(self, authority_id: str) -> bool:
        """Whether this authority's seats and services are theirs to change."""
        return self.authority_ids is None or authority_id in self.authority_ids


def by_command_line(*, now: datetime, today: date) -> By:
    """Whoever has the machine."""
    return By(actor=SYSTEM, now=now, today=today)


def administered(actor: Actor) -> frozenset[str]:
    """The authorities in which a person holds an administrator's seat."""
    return frozenset(seat.authority_id for seat in actor.seats if seat.role is Role.ADMINISTRATOR)


def note(connection: Connection, by: By, kind: ChangeKind, about: str, **content: Any) -> None:
    """Keep that something was changed, in the transaction that changes it."""
    organisation_changes.add(connection, kind, about, content, made_by=by.name, at=by.now)


def wrong(pointer: str, detail: str) -> NoReturn:
    """Refuse an answer."""
    raise ImpossibleFactsError(Impossible(pointer, detail))
