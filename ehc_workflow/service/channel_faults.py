"""Telling those who keep the installation running that a road for messages is closed: once each time it closes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from ehc_workflow.service.messages import Message
from ehc_workflow.store import organisation, outbox, webhooks
from ehc_workflow.store.rows import Rows

ROADS = {"smtp": "e-mail", "notify": "GOV.UK Notify"}


def road_in_words(name: str) -> str:
    """What a road is called; a webhook's own name is on the page."""
    return ROADS.get(name, "a webhook" if name.startswith(webhooks.PREFIX) else name)


def tell_administrators(connection: Connection, provider: str, now: datetime) -> None:
    """Put a message to every administrator whom it concerns into the outbox."""
    hook = webhooks.hook(connection, provider.removeprefix(webhooks.PREFIX))
    everybody = [authority_id for authority_id, _ in organisation.authorities(connection)]
    whom = [hook.authority_id] if hook else everybody
    messages = [
        Message(
            key=f"channel/{provider}/{now.isoformat()}/{authority_id}",
            recipient=f"administrators:{authority_id}",
            template="channel_stopped",
            params={"road": road_in_words(provider), "authority_id": authority_id},
        )
        for authority_id in whom
    ]
    outbox.add(Rows(connection), None, messages, now)
