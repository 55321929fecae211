"""What the authority believes it sent, held against what went out and what arrived: sums by service, and what differs.

Every request that was asked is in one column of messages and in one of receipts, so the columns add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_workflow.clock import LONDON
from ehc_workflow.store.queries.reconciliation import AskedAndTold


class Told(StrEnum):
    """What became of the message that told the service."""

    SENT = "sent"
    WAITING = "waiting"
    FAILED = "failed"
    NONE = "none"


class Difference(StrEnum):
    """What stands between "we asked" and "they have it"."""

    NO_SERVICE = "no_service"
    NO_MESSAGE = "no_message"
    FAILED = "failed"
    WAITING = "waiting"
    NOT_CONFIRMED = "not_confirmed"
    GIVEN_UNCONFIRMED = "given_unconfirmed"


SAYS = {
    Difference.NO_SERVICE: "It was asked, but no service is named: nobody was told.",
    Difference.NO_MESSAGE: "No message to the service is on record.",
    Difference.FAILED: "The message to the service could not be sent.",
    Difference.WAITING: "The message to the service still waits to be sent.",
    Difference.NOT_CONFIRMED: "The message went, and nobody has confirmed that it arrived: the six weeks do not run.",
    Difference.GIVEN_UNCONFIRMED: "Advice came, but no day of receipt is on file: nobody can say if it came in time.",
}
TO_DO = {
    Difference.NO_SERVICE: "Send it to a service.",
    Difference.NO_MESSAGE: "Ask the service whether it has the request, and confirm the receipt.",
    Difference.FAILED: "Have the service’s address put right, and tell the service another way meanwhile.",
    Difference.WAITING: "Ask whoever runs the system whether messages are being sent.",
    Difference.NOT_CONFIRMED: "Ask the service whether it has the request, and confirm the receipt.",
    Difference.GIVEN_UNCONFIRMED: "Record the day on which the service received the request.",
}


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One request that the two sides would tell differently."""

    request: AskedAndTold
    kind: Difference

    @property
    def says(self) -> str:
        """What differs."""
        return SAYS[self.kind]

    @property
    def to_do(self) -> str:
        """What to do about it."""
        return TO_DO[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was asked of one service, "" for none named; the messages add up to it, and so do the receipts."""

    service: str
    asked: int
    sent: int
    waiting: int
    failed: int
    no_message: int
    confirmed: int
    not_confirmed: int
    on_desk: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A month: sums by service, and each request that differs."""

    tallies: tuple[Tally, ...]
    discrepancies: tuple[Discrepancy, ...]


def reconcile(requests: Sequence[AskedAndTold], *, today: date) -> Reconciliation:
    """Hold what was asked against what went and what arrived."""
    by_service: dict[str, list[AskedAndTold]] = {}
    for request in requests:
        by_service.setdefault(request.service, []).append(request)
    return Reconciliation(
        tallies=tuple(_tally(name, by_service[name]) for name in sorted(by_service)),
        discrepancies=tuple(
            Discrepancy(request, kind)
            for request in requests
            if (kind := _difference(request, today)) is not None
        ),
    )


def told(request: AskedAndTold) -> Told:
    """What became of the message about a request."""
    if request.told_at is None:
        return Told.NONE
    if request.bounced_at is not None:
        return Told.FAILED
    if request.sent_at is not None:
        return Told.SENT
    return Told.FAILED if request.failed_at is not None else Told.WAITING


def _tally(service: str, requests: Iterable[AskedAndTold]) -> Tally:
    asked = list(requests)
    messages = Counter(told(one) for one in asked)
    confirmed = sum(one.received_by_body_on is not None for one in asked)
    return Tally(
        service=service,
        asked=len(asked),
        sent=messages[Told.SENT],
        waiting=messages[Told.WAITING],
        failed=messages[Told.FAILED],
        no_message=messages[Told.NONE],
        confirmed=confirmed,
        not_confirmed=len(asked) - confirmed,
        on_desk=sum(not one.closed for one in asked),
    )


def _difference(request: AskedAndTold, today: date) -> Difference | None:
    """What differs, once a day has passed: what was asked today may still be on its way."""
    if request.closed or request.received_by_body_on is not None:
        return None
    if request.first_received_on is not None:
        return Difference.GIVEN_UNCONFIRMED
    if not request.service:
        return Difference.NO_SERVICE
    message = told(request)
    if message is Told.FAILED:
        return Difference.FAILED
    if request.told_at is None:
        return Difference.NO_MESSAGE
    if (request.sent_at or request.told_at).astimezone(LONDON).date() >= today:
        return None
    return Difference.NOT_CONFIRMED if message is Told.SENT else Difference.WAITING
