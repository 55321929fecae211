"""Delivery: what the outbox holds goes out, at least once, and what cannot go is seen by an administrator."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from ehc_workflow.clock import Clock
from ehc_workflow.notify import Mail, Notifier, UndeliveredError
from ehc_workflow.service.invitations import fresh_secrets
from ehc_workflow.service.mail_words import NoWordsError, words_of
from ehc_workflow.store import delivery
from ehc_workflow.store.delivery import Waiting
from ehc_workflow.store.engine import Database

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What one round sent, put off until later, and gave up."""

    sent: int
    put_off: int
    given_up: int


class _NobodyError(Exception):
    """There is no address: trying again would change nothing."""


def deliver(
    database: Database,
    notifier: Notifier,
    clock: Clock,
    address: str,
    *,
    goes_on: Callable[[], bool] = lambda: True,
) -> DeliveryReport:
    """Send every message that is due. `address` is where people reach the pages.

    A message is sent outside any transaction, so a slow mail server holds up nobody. Whoever dies between sending and
    writing it down leaves a message that is sent again, under the same Message-ID.
    """
    counted = {"sent": 0, "put_off": 0, "given_up": 0}
    try:
        while goes_on() and (message := _take(database, clock)) is not None:
            counted[_send(database, notifier, clock, address, message)] += 1
    finally:
        notifier.close()
    return DeliveryReport(**counted)


def _take(database: Database, clock: Clock) -> Waiting | None:
    now = clock.now()
    with database.reading() as connection:
        if not delivery.has_waiting(connection, now):
            return None
    with database.writing() as connection:
        return delivery.take(connection, now)


def _send(
    database: Database, notifier: Notifier, clock: Clock, address: str, message: Waiting
) -> str:
    try:
        to = _addressed(database, clock, message)
        made = fresh_secrets(database, message.template, message.recipient, now=clock.now())
        subject, body = words_of(message.template, message.version, message.params | made, address)
        notifier.send(Mail(key=message.key, to=to, subject=subject, body=body))
    except (_NobodyError, NoWordsError, KeyError) as error:
        return _failed(database, clock, message, error, for_good=True)
    except UndeliveredError as error:
        return _failed(database, clock, message, error, for_good=message.is_last_try)
    with database.writing() as connection:
        delivery.mark_sent(connection, message.id, to=to, now=clock.now())
    return "sent"


def _addressed(database: Database, clock: Clock, message: Waiting) -> tuple[str, ...]:
    with database.reading() as connection:
        found = delivery.addresses(connection, message.recipient, clock.today())
    if not found:
        raise _NobodyError(delivery.why_nobody(message.recipient))
    return found


def _failed(
    database: Database, clock: Clock, message: Waiting, error: Exception, *, for_good: bool
) -> str:
    why = (
        f"The words of '{message.template}' lack {error}."
        if isinstance(error, KeyError)
        else str(error)
    )
    with database.writing() as connection:
        delivery.mark_failed(connection, message.id, error=why, for_good=for_good, now=clock.now())
    _LOG.warning("message %s to %s: %s", message.id, message.recipient, why)
    return "given_up" if for_good else "put_off"
