"""Delivery: what the outbox holds goes out, at least once, and what cannot go is seen by an administrator."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ehc_workflow.clock import Clock
from ehc_workflow.domain.channels import MessageChannel
from ehc_workflow.jobs import choices
from ehc_workflow.notify import (
    NOTIFY,
    BusyError,
    Carriers,
    ClosedError,
    Mail,
    Notifier,
    RefusedError,
    UndeliveredError,
)
from ehc_workflow.notify.webhook import Signed
from ehc_workflow.service.channel_faults import tell_administrators
from ehc_workflow.service.invitations import fresh_secrets
from ehc_workflow.service.mail_words import NoWordsError, has_sms
from ehc_workflow.service.message_wording import Words, words_for
from ehc_workflow.service.webhooks import body_of
from ehc_workflow.store import addressing, channel_state, delivery, webhooks
from ehc_workflow.store.addressing import NobodyError
from ehc_workflow.store.channel_state import Pause
from ehc_workflow.store.delivery import Waiting
from ehc_workflow.store.delivery_outcomes import FIRST_CHECK
from ehc_workflow.store.engine import Database

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What one round sent, put off until later, gave up, and left to people's digests."""

    sent: int
    put_off: int
    given_up: int
    left: int = 0


class _NotNowError(Exception):
    """The road of this message is closed for now, and the message is not at fault."""

    def __init__(self, pause: Pause) -> None:
        super().__init__(pause.why)
        self.until = pause.until


def deliver(
    database: Database,
    notifier: Notifier,
    clock: Clock,
    address: str,
    *,
    carriers: Carriers | None = None,
    goes_on: Callable[[], bool] = lambda: True,
) -> DeliveryReport:
    """Send every message that is due: e-mail by `notifier`, the rest by `carriers`.

    `address` is where people reach the pages. A message is sent outside any transaction, so a slow mail server holds
    up nobody. Whoever dies between sending and writing it down leaves a message that is sent again, under the same id.
    """
    round_ = _Round(database, notifier, clock, address, carriers or Carriers())
    counted = {"sent": 0, "put_off": 0, "given_up": 0, "left": 0}
    try:
        while goes_on() and (message := round_.take()) is not None:
            counted[round_.send(message)] += 1
    finally:
        for road in (notifier, *round_.carriers.others.values()):
            road.close()
    return DeliveryReport(**counted)


@dataclass(slots=True)
class _Round:
    """One round of delivery. `over` counts the messages that found no turn at Notify, to spread them over minutes."""

    database: Database
    notifier: Notifier
    clock: Clock
    address: str
    carriers: Carriers
    over: int = field(default=0)

    def take(self) -> Waiting | None:
        """The message that has waited longest; the first time it comes up, its copies for other systems are added."""
        now = self.clock.now()
        with self.database.reading() as connection:
            if not delivery.has_waiting(connection, now):
                return None
        with self.database.writing() as connection:
            message = delivery.take(connection, now)
            if message is not None and message.attempts == 1:
                webhooks.copy_to_hooks(connection, message, now)
        return message

    def send(self, message: Waiting) -> str:
        """Send one message and keep what came of it: `sent`, `put_off`, `given_up` or `left` to a digest."""
        try:
            return self._by_its_road(message)
        except choices.LeftToTheDigestError as error:
            with self.database.writing() as connection:
                delivery.mark_left(connection, message.id, why=str(error), now=self.clock.now())
            return "left"
        except _NotNowError as error:
            return self._put_back(message, str(error), error.until)
        except (NobodyError, NoWordsError, RefusedError) as error:
            return self._failed(message, error, for_good=True)
        except Exception as error:
            return self._failed(message, error, for_good=message.is_last_try)

    def _by_its_road(self, message: Waiting) -> str:
        if message.recipient.startswith(webhooks.PREFIX):
            return self._to_system(message)
        until = choices.quiet_until(self.database, self.clock, message)
        if until is not None:
            return self._put_back(message, "", until)
        return self._to_people(message)

    # --- people -----------------------------------------------------------------------------------------------------

    def _to_people(self, message: Waiting) -> str:
        with self.database.reading() as connection:
            found = addressing.addressed(
                connection,
                message.recipient,
                self.clock.today(),
                carried=self.carriers.carried,
                has_sms=has_sms(message.template, message.version),
            )
        if found.channel is MessageChannel.EMAIL:
            found = replace(
                found, to=choices.who_hears_at_once(self.database, self.clock, message, found.to)
            )
        provider = self.carriers.provider_of(found.channel)
        turns = 1 if found.channel is MessageChannel.LETTER else len(found.to)
        was_paused = self._wait_for_turn(provider, turns)
        words = self._words(message)
        mail = Mail(
            key=message.id,
            to=tuple(one for one in found.to if one not in message.reached),
            subject=words.subject,
            body=words.sms if found.channel is MessageChannel.SMS else words.body,
            channel=found.channel,
            was_tried=message.attempts > 1 or message.was_tried,
        )
        road = self.carriers.others.get(found.channel, self.notifier)
        stopped = self._carried(
            message,
            provider,
            lambda: road.send(mail) if mail.to else None,  # all were reached before somebody left
            was_paused=was_paused,
        )
        if stopped is not None:
            return stopped
        now = self.clock.now()
        with self.database.writing() as connection:
            delivery.mark_sent(
                connection,
                message.id,
                to=found.to
                if found.channel is not MessageChannel.LETTER
                else ("\n".join(found.to),),
                now=now,
                channel=found.channel,
                check_at=now + FIRST_CHECK if provider == NOTIFY else None,
            )
        return "sent"

    def _words(self, message: Waiting) -> Words:
        """The words of a message: those it was first made from, however often it is tried."""
        made = fresh_secrets(
            self.database, message.template, message.recipient, now=self.clock.now()
        )
        with self.database.reading() as connection:
            try:
                words = words_for(connection, message, message.params | made, self.address)
            except KeyError as error:
                says = f"The words of '{message.template}' lack {error}."
                raise NoWordsError(says) from error
        if words.own_version is not None and message.own_version is None:
            with self.database.writing() as connection:
                delivery.keep_wording(connection, message.id, words.own_version)
        return words

    # --- other systems ----------------------------------------------------------------------------------------------

    def _to_system(self, message: Waiting) -> str:
        with self.database.reading() as connection:
            hook = webhooks.hook(connection, message.recipient.removeprefix(webhooks.PREFIX))
            secret = webhooks.secret_of(connection, hook.id) if hook else None
        if hook is None or secret is None or self.carriers.webhooks is None:
            raise NobodyError("This webhook is switched off.")
        was_paused = self._wait_for_turn(hook.road)
        sender, now = self.carriers.webhooks, self.clock.now()
        signed = Signed(
            key=message.id,
            address=hook.address,
            secret=secret,
            body=body_of(message, self.address),
            at=now,
        )
        stopped = self._carried(
            message, hook.road, lambda: sender.send(signed), was_paused=was_paused
        )
        if stopped is not None:
            return stopped
        with self.database.writing() as connection:
            delivery.mark_sent(
                connection,
                message.id,
                to=(hook.name,),
                now=now,
                channel=MessageChannel.WEBHOOK,
            )
        return "sent"

    # --- roads ------------------------------------------------------------------------------------------------------

    def _wait_for_turn(self, provider: str, turns: int = 1) -> bool:
        """Raise where a provider is left alone for now, or has been given as much as it takes in a minute.

        Whether it was left alone, and nothing has gone there since.
        """
        now, most = self.clock.now(), self.carriers.per_minute
        with self.database.reading() as connection:
            found = channel_state.state(connection, provider, now)
        if found.pause is not None:
            raise _NotNowError(found.pause)
        if provider == NOTIFY and most is not None:
            with self.database.writing() as connection:
                full = channel_state.take_turns(connection, provider, now, turns, per_minute=most)
            if full is not None:
                raise _NotNowError(self._later(full, most))
        return found.was_paused

    def _later(self, pause: Pause, per_minute: int) -> Pause:
        """Those that found no turn come up minute by minute, or all of them would be looked at in each."""
        minutes, self.over = self.over // per_minute, self.over + 1
        return Pause(
            name=pause.name,
            until=pause.until + timedelta(minutes=minutes),
            stopped_since=None,
            why=pause.why,
        )

    def _carried(
        self, message: Waiting, provider: str, send: Callable[[], None], *, was_paused: bool
    ) -> str | None:
        """Send by a provider; nothing when it went. One that refuses us or is busy is left alone, and no try counts."""
        try:
            send()
        except (BusyError, ClosedError) as error:
            reached = message.reached + error.reached
            return self._put_back(message, str(error), self._pause(provider, error), reached)
        if was_paused:
            with self.database.writing() as connection:
                channel_state.go_on(connection, provider)
        return None

    def _pause(self, provider: str, error: BusyError | ClosedError) -> datetime:
        now = self.clock.now()
        with self.database.writing() as connection:
            if isinstance(error, BusyError):
                until = now + error.wait
                channel_state.pause(connection, provider, until, str(error))
                return until
            is_new = channel_state.stop(connection, provider, now, str(error))
            if is_new:
                tell_administrators(connection, provider, now)
        if is_new:
            _LOG.error("%s is left alone: %s", provider, error)
        return now + channel_state.PROBE

    # --- outcomes ---------------------------------------------------------------------------------------------------

    def _put_back(
        self, message: Waiting, why: str, until: datetime, reached: tuple[str, ...] | None = None
    ) -> str:
        kept = message.reached if reached is None else reached
        with self.database.writing() as connection:
            delivery.put_back(connection, message.id, error=why, until=until, reached=kept)
        return "put_off"

    def _failed(self, message: Waiting, error: Exception, *, for_good: bool) -> str:
        why = _why(error)
        reached = error.reached if isinstance(error, UndeliveredError) else ()
        with self.database.writing() as connection:
            delivery.mark_failed(
                connection,
                message.id,
                error=why,
                for_good=for_good,
                now=self.clock.now(),
                reached=message.reached + reached,
            )
        _LOG.warning("message %s to %s: %s", message.id, message.recipient, why)
        return "given_up" if for_good else "put_off"


def _why(error: Exception) -> str:
    """Why it did not go, in a sentence. An error that nobody foresaw may quote what it was about: its kind is said."""
    if isinstance(error, NobodyError | NoWordsError | UndeliveredError):
        return str(error)
    return f"Something went wrong here ({type(error).__name__}): please tell whoever looks after the program."
