"""Other systems that are told of messages: kept by an administrator, and what they are told.

What goes out names a case by its reference and leads to its page; whoever wants more signs in. Messages that carry a
secret, or are about no case, are offered to nobody.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.errors import (
    Impossible,
    ImpossibleFactsError,
    NotFoundError,
)
from ehc_workflow.notify.webhook import AddressError, WebhookSender, new_secret
from ehc_workflow.service.mail_words import RETIRED, TEMPLATES, built_in, link_of
from ehc_workflow.service.permissions import authorities_kept
from ehc_workflow.store import channel_state
from ehc_workflow.store import webhooks as store
from ehc_workflow.store.delivery import Waiting
from ehc_workflow.store.engine import Database
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.webhooks import Hook

KEEPERS = frozenset({Role.ADMINISTRATOR})
_NOT_OFFERED = RETIRED | {"invitation", "invitation_code", "channel_stopped", "alert_digest"}
KINDS = tuple(sorted({name for name, _ in TEMPLATES} - _NOT_OFFERED))
"""The kinds of message that another system can be told of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookGiven:
    """A webhook as somebody typed it."""

    name: str
    address: str
    kinds: tuple[str, ...]
    active: bool = True


def body_of(message: Waiting, address: str) -> bytes:
    """What another system is told of a message: its kind, the reference of its case, and the link."""
    words = built_in(message.template, message.version)
    told = {
        "id": message.id,
        "kind": message.template,
        "reference": str(message.params.get("reference", "")),
        "link": link_of(words, message.params, address),
    }
    return json.dumps(told, separators=(",", ":")).encode()


def kept_by(actor: Actor) -> tuple[str, ...]:
    """The authorities whose webhooks this person keeps; raises `NotPermittedError` for somebody who keeps none."""
    return authorities_kept(actor, KEEPERS, "An administrator keeps the webhooks of an authority.")


def one(connection: Connection, actor: Actor, hook_id: str) -> Hook:
    """A webhook that this person keeps; raises `NotFoundError`."""
    found = store.hook(connection, hook_id)
    if found is None or found.authority_id not in kept_by(actor):
        raise NotFoundError("There is no such webhook, or it is not yours.")
    return found


def add(
    database: Database,
    sender: WebhookSender,
    authority_id: str,
    given: HookGiven,
    *,
    by: str,
    now: datetime,
) -> tuple[Hook, str]:
    """Keep a new webhook. Its secret is given back this once."""
    _check(sender, given)
    hook = Hook(
        id=new_id(),
        authority_id=authority_id,
        name=given.name.strip(),
        address=given.address.strip(),
        kinds=tuple(sorted(given.kinds)),
        active=given.active,
        changed_by=by,
        changed_at=now,
    )
    secret = new_secret()
    with database.writing() as connection:
        _unused(connection, hook)
        store.add(connection, hook, secret)
    return hook, secret


def change(
    database: Database,
    sender: WebhookSender,
    hook: Hook,
    given: HookGiven,
    *,
    by: str,
    now: datetime,
) -> Hook:
    """Keep a webhook as it is to be now. What waits for it goes to the new address."""
    _check(sender, given)
    changed = replace(
        hook,
        name=given.name.strip(),
        address=given.address.strip(),
        kinds=tuple(sorted(given.kinds)),
        active=given.active,
        changed_by=by,
        changed_at=now,
    )
    with database.writing() as connection:
        _unused(connection, changed)
        store.change(connection, changed)
        channel_state.go_on(connection, hook.road)
    return changed


def fresh_secret(database: Database, hook: Hook, *, by: str, now: datetime) -> str:
    """Give a webhook a new secret; the old one signs nothing any more."""
    secret = new_secret()
    with database.writing() as connection:
        store.change(connection, replace(hook, changed_by=by, changed_at=now), secret)
    return secret


def _check(sender: WebhookSender, given: HookGiven) -> None:
    faults = []
    if not given.name.strip():
        faults.append(Impossible("/name", "Enter a name for the other system."))
    try:
        sender.check(given.address.strip())
    except AddressError as error:
        faults.append(Impossible("/address", f"{error}."))
    if not given.kinds:
        faults.append(Impossible("/kinds", "Choose at least one kind of message."))
    elif unknown := sorted(set(given.kinds) - set(KINDS)):
        faults.append(Impossible("/kinds", f"'{unknown[0]}' is not a kind of message it can have."))
    if faults:
        raise ImpossibleFactsError(*faults)


def _unused(connection: Connection, hook: Hook) -> None:
    """Two webhooks of one name could not be told apart in a list."""
    for other in store.hooks(connection, hook.authority_id):
        if other.id != hook.id and other.name.casefold() == hook.name.casefold():
            raise ImpossibleFactsError(
                Impossible("/name", f"There is a webhook called {other.name} already.")
            )
