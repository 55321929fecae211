"""How and where a message reaches its recipient: worked out when it is sent, from who it is for and what is set up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from ehc_workflow.domain.channels import MessageChannel
from ehc_workflow.domain.facts import Method
from ehc_workflow.store import delivery
from ehc_workflow.store.tables.people import ContactRow

ADDRESS_LINES = range(3, 8)
"""How many lines an address on a letter has, its name and its postcode among them."""
BY_HAND = "Post it by hand"
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
_MOBILE = re.compile(r"(\+44|0044|0)7\d{9}")
_BY_POST = frozenset({Method.HAND, Method.FIRST_CLASS_POST, Method.SECOND_CLASS_POST})


@dataclass(frozen=True, slots=True)
class Addressed:
    """How a message goes and where to: several e-mail addresses, one telephone, or the lines of one postal address."""

    channel: MessageChannel
    to: tuple[str, ...]


class NobodyError(Exception):
    """There is no way to reach the recipient; the sentence is for an administrator and names nobody."""


def addressed(
    connection: Connection,
    recipient: str,
    today: date,
    *,
    carried: frozenset[MessageChannel] = frozenset({MessageChannel.EMAIL}),
    has_sms: bool = False,
) -> Addressed:
    """How and where a recipient is reached today; raises `NobodyError`.

    `carried` are the channels that are set up. Whoever works for a service or an authority is reached by e-mail. A
    contact is reached as they prefer: by post if they said so, else by e-mail, else by text message (where the message
    `has_sms` words), else by post.
    """
    kind, _, name = recipient.partition(":")
    if kind == "contact":
        return _contact(connection, name, carried, has_sms=has_sms)
    found = delivery.addresses(connection, recipient, today)
    if not found:
        raise NobodyError(delivery.why_nobody(recipient))
    return Addressed(MessageChannel.EMAIL, found)


def _contact(
    connection: Connection,
    contact_id: str,
    carried: frozenset[MessageChannel],
    *,
    has_sms: bool,
) -> Addressed:
    row = ContactRow
    found = connection.execute(
        select(row.name, row.email, row.phone, row.address, row.preferred_method).where(
            row.id == contact_id
        )
    ).first()
    if found is None:
        raise NobodyError(delivery.why_nobody("contact:"))
    if found.preferred_method not in _BY_POST:
        if found.email.strip():
            return Addressed(MessageChannel.EMAIL, (found.email.strip(),))
        mobile = re.sub(r"[\s()-]", "", found.phone)
        if has_sms and MessageChannel.SMS in carried and _MOBILE.fullmatch(mobile):
            return Addressed(MessageChannel.SMS, (mobile,))
    return _by_post(found.name, found.address, carried)


def _by_post(name: str, address: str, carried: frozenset[MessageChannel]) -> Addressed:
    lines = postal_lines(name, address)
    if not lines:
        raise NobodyError(
            f"{BY_HAND}: this contact is reached by post alone, and the address on file is not a whole one."
        )
    if MessageChannel.LETTER not in carried:
        raise NobodyError(
            f"{BY_HAND}: this contact is reached by post alone, and no letters are set up here."
        )
    return Addressed(MessageChannel.LETTER, lines)


def postal_lines(name: str, address: str) -> tuple[str, ...]:
    """The lines of an address on a letter, the name first and the postcode last; none if it is not whole."""
    rest = [part.strip() for part in re.split(r"[\n,]", address) if part.strip()]
    *others, last = rest or [""]
    if found := re.search(rf"(.*?)\s+({_POSTCODE.pattern})$", last, re.IGNORECASE):
        others, last = [*others, found[1]], found[2]  # "Lancaster LA1 1AA" in one line
    lines = tuple(line for line in (name.strip(), *others, last) if line)
    whole = len(lines) in ADDRESS_LINES and _POSTCODE.fullmatch(last)
    return lines if whole else ()
