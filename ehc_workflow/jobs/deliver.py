"""Delivery: what the outbox holds goes out, at least once, and what cannot go is seen by an administrator."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ehc_workflow.clock import LONDON, Clock
from ehc_workflow.domain.alerts import quiet_ends
from ehc_workflow.notify import Mail, Notifier, UndeliveredError
from ehc_workflow.rules.alert_policy import Telling
from ehc_workflow.service.invitations import fresh_secrets
from ehc_workflow.service.mail_words import NoWordsError, words_of
from ehc_workflow.store import delivery, digests
from ehc_workflow.store.alert_policies import alert_policies, alert_policy
from ehc_workflow.store.delivery import Waiting
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

BY_CHOICE = frozenset({"deadline_alert", "advice_escalated"})
"""Messages that people may hear of in another way. A reminder to whoever owes advice always goes."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What one round sent, put off until later, gave up, and left to people's digests."""

    sent: int
    put_off: int
    given_up: int
    left: int = 0


LEFT_TO_THE_DIGEST = "In the digest and the list of alerts, as each person chose."


class _LeftToTheDigestError(Exception):
    """Everybody meant hears of it in another way."""


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
    counted = {"sent": 0, "put_off": 0, "given_up": 0, "left": 0}
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
    if until := _quiet_until(database, clock, message):
        with database.writing() as connection:
            delivery.put_off(connection, message, until)
        return "put_off"
    try:
        to = _addressed(database, clock, message)
        made = fresh_secrets(database, message.template, message.recipient, now=clock.now())
        subject, body = words_of(message.template, message.version, message.params | made, address)
        notifier.send(Mail(key=message.key, to=to, subject=subject, body=body))
    except _LeftToTheDigestError:
        with database.writing() as connection:
            delivery.mark_left(connection, message.id, why=LEFT_TO_THE_DIGEST, now=clock.now())
        return "left"
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
    if message.template not in BY_CHOICE:
        return found
    return _who_hears_at_once(database, clock, message, found)


def _who_hears_at_once(
    database: Database, clock: Clock, message: Waiting, found: tuple[str, ...]
) -> tuple[str, ...]:
    """The addresses without those of people who chose to hear of it in their digest, or in the program alone."""
    hears = {Telling.AT_ONCE} | ({Telling.URGENT_AT_ONCE} if _is_urgent(message) else set())
    with database.reading() as connection:
        policies = alert_policies(Rows(connection))
        later = {
            person.email
            for person in digests.people_of(connection, found, clock.today())
            if person.told_by(policies[person.authority_id]) not in hears
        }
    to = tuple(address for address in found if address not in later)
    if not to:
        raise _LeftToTheDigestError
    return to


def _quiet_until(database: Database, clock: Clock, message: Waiting) -> datetime | None:
    """When a message that can wait may go; None where it may go now."""
    if _is_urgent(message):
        return None
    with database.reading() as connection:
        rows = Rows(connection)
        policy = alert_policy(rows, message.params["authority_id"])
        calendar = database.counting.policy(rows).calendar
    return quiet_ends(clock.now().astimezone(LONDON), policy, calendar)


def _is_urgent(message: Waiting) -> bool:
    """Only what says of itself that it can wait is not."""
    return bool(message.params.get("urgent", True))


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
