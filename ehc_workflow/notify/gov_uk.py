"""GOV.UK Notify: e-mail, text messages and letters, and what became of them.

One template of each kind carries every message: the words are made and kept here, Notify's template is their envelope.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient
from pydantic import SecretStr

from ehc_workflow.domain.channels import MessageChannel
from ehc_workflow.notify.mail import (
    BusyError,
    ClosedError,
    Mail,
    RefusedError,
    UndeliveredError,
)

SECONDS = 15
_LONGEST = 300
_ADDRESSES = re.compile(r"\S+@\S+|\+?\d[\d ()-]{5,}\d")

# The client logs each failure with the provider's words, which may hold an address.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


class Fate(StrEnum):
    """What became of a message. `on_its_way` may still change; `handed_over` is the last that is ever said of it."""

    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    CAME_BACK = "came_back"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True)
class Status:
    """What the provider says of a message: its fate, and a sentence without an address."""

    fate: Fate
    says: str = ""


_CAME_BACK = {
    "permanent-failure": "The address does not exist.",
    "temporary-failure": "The message could not be delivered in three days: the mailbox may be full.",
    "technical-failure": "It failed between GOV.UK Notify and those it sends by.",
    "validation-failed": "The letter could not be printed.",
    "virus-scan-failed": "The letter was refused by a virus scan.",
    "cancelled": "The letter was cancelled at GOV.UK Notify.",
}


class GovUkNotifier:
    """Sends by GOV.UK Notify. The client is not thread-safe: one of these belongs to one thread."""

    def __init__(
        self,
        *,
        api_key: SecretStr,
        base_url: str,
        templates: Mapping[MessageChannel, str],
        seconds: float = SECONDS,
    ) -> None:
        """Nothing is opened before the first message. `templates` are the ids at Notify, by channel."""
        self._templates = templates
        self._api_key, self._base_url, self._seconds = api_key, base_url, seconds
        self._client: Any = None

    def send(self, mail: Mail) -> None:
        """Send one message to each of its addresses, the message's key as the reference of all."""
        taken = self._taken(mail) if mail.was_tried else frozenset()
        if mail.channel is MessageChannel.LETTER:
            if not taken:
                self._ask(partial(self._letter, mail=mail))
            return
        reached: list[str] = []
        for address in (one for one in mail.to if one not in taken):
            try:
                self._ask(partial(self._one, mail=mail, to=address))
            except UndeliveredError as error:
                error.reached = tuple(reached)
                raise
            reached.append(address)

    def close(self) -> None:
        """Let go of the connection."""
        client, self._client = self._client, None
        if client is not None:
            client.request_session.close()

    def status_of(self, key: str) -> Status:
        """What became of a message: come back if it came back from one address, delivered if it came to all."""
        said = list(self._statuses(key).values())
        back = next((_CAME_BACK[status] for status in said if status in _CAME_BACK), None)
        if back is not None:
            return Status(Fate.CAME_BACK, back)
        if said and all(status == "delivered" for status in said):
            return Status(Fate.DELIVERED)
        if said and all(status == "received" for status in said):
            return Status(Fate.HANDED_OVER, "The letter was printed and handed to the post.")
        return Status(Fate.ON_ITS_WAY)

    def _taken(self, mail: Mail) -> frozenset[str]:
        """Whom Notify has this message for already. One that came back and is sent again is not among them."""
        found = self._statuses(mail.key).items()
        return frozenset(to for to, status in found if status not in _CAME_BACK)

    def _statuses(self, key: str) -> dict[str, str]:
        """How it stands with each address that a message went to: by the last time that it went there."""
        answer = self._ask(lambda client: client.get_all_notifications(reference=key))
        found = sorted(answer.get("notifications", ()), key=lambda one: str(one.get("created_at")))
        return {
            str(one.get("email_address") or one.get("phone_number") or one.get("line_1")): str(
                one.get("status", "")
            )
            for one in found
        }

    def _one(self, client: Any, mail: Mail, to: str) -> Any:
        template = self._templates[mail.channel]
        if mail.channel is MessageChannel.SMS:
            return client.send_sms_notification(
                to, template, personalisation={"body": mail.body}, reference=mail.key
            )
        words = {"subject": mail.subject, "body": mail.body}
        return client.send_email_notification(
            to, template, personalisation=words, reference=mail.key
        )

    def _letter(self, client: Any, mail: Mail) -> Any:
        lines = {f"address_line_{number}": line for number, line in enumerate(mail.to, 1)}
        words = {"subject": mail.subject, "body": mail.body}
        return client.send_letter_notification(
            self._templates[mail.channel], personalisation={**lines, **words}, reference=mail.key
        )

    def _ask(self, asks: Callable[[Any], Any]) -> Any:
        if self._client is None:
            self._client = NotificationsAPIClient(
                self._api_key.get_secret_value(), base_url=self._base_url, timeout=self._seconds
            )
        try:
            return asks(self._client)
        except APIError as error:
            raise _told(error) from error


def _told(error: APIError) -> UndeliveredError:
    """What an answer means for the message: refused for good, our account refused, too many, or later."""
    match error.status_code:
        case 401 | 403:
            return ClosedError(f"GOV.UK Notify refuses this service's key: {_words(error)}")
        case 429:
            return BusyError("GOV.UK Notify was sent too much and asks to wait.")
        case code if error.response is None:
            return UndeliveredError(
                "GOV.UK Notify could not be reached, or did not answer in time."
            )
        case code if 400 <= code < 500:
            return RefusedError(f"GOV.UK Notify refused the message: {_words(error)}")
        case code:
            return UndeliveredError(f"GOV.UK Notify answered with code {code}.")


def _words(error: APIError) -> str:
    """The provider's own words, without anything that looks like an address or a number of somebody."""
    said = error.message
    if isinstance(said, list):
        said = " ".join(str(each.get("message", "")) for each in said if isinstance(each, dict))
    words = " ".join(_ADDRESSES.sub("[left out]", str(said or "")).split())[:_LONGEST]
    return words or "it gave no reason."
