"""Dealing with messages that did not go, for the authorities whose administrator somebody is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.errors import (
    Impossible,
    ImpossibleFactsError,
    NotFoundError,
)
from ehc_workflow.service.permissions import authorities_kept
from ehc_workflow.store import channel_state, dead_letters, webhooks
from ehc_workflow.store.channel_state import Pause
from ehc_workflow.store.engine import Database

KEEPERS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealing:
    """Who deals with messages, of which authorities, and when."""

    authority_ids: tuple[str, ...]
    name: str
    now: datetime


def kept_by(actor: Actor) -> tuple[str, ...]:
    """The authorities whose messages this person deals with; raises `NotPermittedError` for none."""
    return authorities_kept(actor, KEEPERS, "An administrator deals with messages that did not go.")


def send_again(database: Database, ids: Sequence[str], by: Dealing) -> int:
    """Have messages sent again, each under its own id; how many. One that cannot be sent again is left out."""
    _some(ids)
    with database.writing() as connection:
        return dead_letters.send_again(connection, by.authority_ids, ids, by=by.name, now=by.now)


def set_aside(database: Database, ids: Sequence[str], why: str, by: Dealing) -> int:
    """Give messages up with a reason; how many."""
    _some(ids)
    if not why.strip():
        raise ImpossibleFactsError(
            Impossible("/reason", "Say why: the reason is kept with the messages.")
        )
    with database.writing() as connection:
        return dead_letters.set_aside(
            connection, by.authority_ids, ids, by=by.name, why=why.strip(), now=by.now
        )


def _some(ids: Sequence[str]) -> None:
    if not ids:
        raise ImpossibleFactsError(Impossible("/message", "Choose the messages first."))


def closed_roads(
    connection: Connection, authority_ids: Sequence[str]
) -> tuple[tuple[Pause, str], ...]:
    """The roads that are closed and concern these authorities, each with its name in words."""
    hooks = {
        hook.road: f"Webhook: {hook.name}"
        for authority_id in authority_ids
        for hook in webhooks.hooks(connection, authority_id)
    }
    names = {"smtp": "E-mail", "notify": "GOV.UK Notify"} | hooks
    return tuple((pause, names[pause.name]) for pause in channel_state.stopped(connection, names))


def try_now(database: Database, road: str, by: Dealing) -> None:
    """Have a closed road tried at once, with everything that waits for it."""
    with database.writing() as connection:
        known = {pause.name: pause for pause, _ in closed_roads(connection, by.authority_ids)}
        if road not in known:
            raise NotFoundError("This way is open again, or it is not yours.")
        channel_state.go_on(connection, road)
        dead_letters.hurry(connection, known[road].why, by.now)
