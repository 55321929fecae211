"""Messages saved with the event that caused them, to be sent after it: rolled back, they never were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from ehc_workflow.domain.channels import MessageChannel
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.rows import Rows

TEMPLATE_VERSION = 1


class Sendable(Protocol):
    """What the outbox needs to know of a message."""

    @property
    def key(self) -> str:
        """One message, however often its cause is repeated."""

    @property
    def recipient(self) -> str:
        """Who gets it, as `kind:ID`."""

    @property
    def template(self) -> str:
        """Which words."""

    @property
    def params(self) -> dict[str, Any]:
        """What the words are filled with."""


def add(rows: Rows, assessment_id: str | None, messages: Sequence[Sendable], at: datetime) -> None:
    """Save messages in the transaction of their cause. One about no case says in its params whose it is."""
    rows.insert_many("outbox_message", [_row(assessment_id, message, at) for message in messages])


def load(rows: Rows, messages: Sequence[tuple[str, Sendable]], at: datetime) -> None:
    """Save thousands of messages, each with the id of its case."""
    rows.load("outbox_message", [_row(case_id, message, at) for case_id, message in messages])


def withhold_from_contacts(rows: Rows, assessment_id: str, at: datetime) -> None:
    """Stop what waits for the family or failed: no letter reaches people whose child has died.

    It is set aside, so that nobody sends it again.
    """
    why = "withheld: the case was ended by a death"
    rows.run(
        "UPDATE outbox_message SET failed_at = ?, error = ?, "
        "set_aside_at = ?, set_aside_by = 'the engine', set_aside_why = ? "
        "WHERE assessment_id = ? AND recipient LIKE ? AND (sent_at IS NULL OR bounced_at IS NOT NULL)",
        at,
        why,
        at,
        why,
        assessment_id,
        "contact:%",
    )


def _row(assessment_id: str | None, message: Sendable, at: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "key": message.key,
        "assessment_id": assessment_id,
        "authority_id": None if assessment_id else message.params.get("authority_id"),
        "channel": MessageChannel.EMAIL.value,  # until it is addressed
        "recipient": message.recipient,
        "template": message.template,
        "template_version": TEMPLATE_VERSION,
        "params": message.params,
        "created_at": at,
        "next_attempt_at": at,
        "attempts": 0,
        "error": "",
    }


def settle_history(rows: Rows, authority_id: str, until: datetime) -> None:
    """Count the messages of a made-up history as sent when they were made: nobody is there to get them."""
    rows.run(
        "UPDATE outbox_message SET sent_at = created_at, attempts = 1 "
        "WHERE sent_at IS NULL AND failed_at IS NULL AND created_at <= ? "
        "AND assessment_id IN (SELECT id FROM assessment WHERE authority_id = ?)",
        until,
        authority_id,
    )
