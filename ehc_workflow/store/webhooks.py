"""Other systems that are told of messages: their addresses, and the copies that the outbox holds for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from ehc_workflow.domain.channels import MessageChannel
from ehc_workflow.store.delivery import Waiting
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.channels import Webhook
from ehc_workflow.store.tables.papers import OutboxMessage
from ehc_workflow.store.upserts import insert_into

PREFIX = "webhook:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """One address of another system, with the kinds of message it is told of."""

    id: str
    authority_id: str
    name: str
    address: str
    kinds: tuple[str, ...]
    active: bool
    changed_by: str
    changed_at: datetime

    @property
    def road(self) -> str:
        """The name under which its pauses are kept, and its recipient in the outbox."""
        return f"{PREFIX}{self.id}"


_COLUMNS = (
    Webhook.id,
    Webhook.authority_id,
    Webhook.name,
    Webhook.address,
    Webhook.kinds,
    Webhook.active,
    Webhook.changed_by,
    Webhook.changed_at,
)


def hooks(connection: Connection, authority_id: str) -> tuple[Hook, ...]:
    """An authority's webhooks, by name."""
    mine = select(*_COLUMNS).where(Webhook.authority_id == authority_id)
    ordered = mine.order_by(Webhook.name, Webhook.id)
    return tuple(_hook(row) for row in connection.execute(ordered))


def hook(connection: Connection, hook_id: str) -> Hook | None:
    """One webhook."""
    row = connection.execute(select(*_COLUMNS).where(Webhook.id == hook_id)).first()
    return _hook(row) if row else None


def secret_of(connection: Connection, hook_id: str) -> str | None:
    """What signs the messages to it, while it is switched on."""
    statement = select(Webhook.secret).where(Webhook.id == hook_id, Webhook.active)
    return connection.execute(statement).scalar()


def add(connection: Connection, hook: Hook, secret: str) -> None:
    """Keep a new webhook."""
    connection.execute(insert(Webhook).values(**_values(hook), id=hook.id, secret=secret))


def change(connection: Connection, hook: Hook, secret: str | None = None) -> None:
    """Keep a webhook as it is now, with a new secret if one is given."""
    values = _values(hook) | ({"secret": secret} if secret else {})
    connection.execute(update(Webhook).where(Webhook.id == hook.id).values(**values))


def copy_to_hooks(connection: Connection, message: Waiting, now: datetime) -> None:
    """Add a copy of a message for each system that asked for its kind: once, in the transaction that first takes it."""
    if message.assessment_id is None or message.recipient.startswith(PREFIX):
        return
    whose = select(AssessmentRow.authority_id).where(AssessmentRow.id == message.assessment_id)
    active = select(Webhook.id, Webhook.kinds).where(
        Webhook.active, Webhook.authority_id == whose.scalar_subquery()
    )
    asked = [row.id for row in connection.execute(active) if message.template in row.kinds]
    if not asked:
        return
    statement = insert_into(connection, OutboxMessage).on_conflict_do_nothing(
        index_elements=["key"]
    )
    connection.execute(statement, [_copy(message, hook_id, now) for hook_id in asked])


def _copy(message: Waiting, hook_id: str, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "key": f"{PREFIX}{hook_id}/{message.id}",
        "assessment_id": message.assessment_id,
        "channel": MessageChannel.WEBHOOK.value,
        "recipient": f"{PREFIX}{hook_id}",
        "template": message.template,
        "template_version": message.version,
        "params": message.params,
        "created_at": now,
        "next_attempt_at": now,
        "attempts": 0,
        "error": "",
    }


def _hook(row: Any) -> Hook:
    return Hook(**{**row._mapping, "kinds": tuple(row.kinds)})


def _values(hook: Hook) -> dict[str, Any]:
    return {
        "authority_id": hook.authority_id,
        "name": hook.name,
        "address": hook.address,
        "kinds": list(hook.kinds),
        "active": hook.active,
        "changed_by": hook.changed_by,
        "changed_at": hook.changed_at,
    }
