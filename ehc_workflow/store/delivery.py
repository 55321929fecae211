"""Sending what the outbox holds: one message at a time is taken, addressed as of that moment, and its outcome kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select, update
from sqlalchemy.orm import aliased

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.channels import MessageChannel
from ehc_workflow.store.seats import sat_on
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount
from ehc_workflow.store.tables.invitations import InvitationRow
from ehc_workflow.store.tables.organisation import HealthBody, Service, Team
from ehc_workflow.store.tables.papers import IS_WAITING, OutboxMessage
from ehc_workflow.store.tables.people import ContactRow

APART = ", "
"""What stands between the addresses that a message went to."""
WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 5, 15, 60, 240, 720, 1440))
"""How long after each attempt the next one comes."""
TRIES = len(WAITS) + 1
"""After so many attempts a message has failed, and an administrator sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message that has been taken to be sent. `reached` are the addresses it went to before one of them failed."""

    id: str
    key: str
    recipient: str
    template: str
    version: int
    params: dict[str, Any]
    attempts: int
    assessment_id: str | None
    authority_id: str | None
    own_version: int | None
    was_tried: bool
    reached: tuple[str, ...]

    @property
    def is_last_try(self) -> bool:
        """Whether it is given up when this attempt fails."""
        return self.attempts >= TRIES


def has_waiting(connection: Connection, now: datetime) -> bool:
    """Whether anything is to be sent: a look that keeps nobody out."""
    statement = select(OutboxMessage.id).where(IS_WAITING, OutboxMessage.next_attempt_at <= now)
    return connection.execute(statement.limit(1)).first() is not None


def take(connection: Connection, now: datetime) -> Waiting | None:
    """Take the message that has waited longest. If whoever took it dies, it comes up again by itself."""
    statement = (
        select(OutboxMessage)
        .where(IS_WAITING, OutboxMessage.next_attempt_at <= now)
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(statement.with_only_columns(*OutboxMessage.__table__.c)).first()
    if row is None:
        return None
    attempts = row.attempts + 1
    next_attempt_at = now + WAITS[min(attempts, len(WAITS)) - 1]
    connection.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == row.id)
        .values(attempts=attempts, next_attempt_at=next_attempt_at)
    )
    return Waiting(
        id=row.id,
        key=row.key,
        recipient=row.recipient,
        template=row.template,
        version=row.template_version,
        params=row.params,
        attempts=attempts,
        assessment_id=row.assessment_id,
        authority_id=row.authority_id,
        own_version=row.own_version,
        was_tried=row.first_attempt_at is not None,
        reached=tuple(row.sent_to.split(APART)) if row.sent_to else (),
    )


def mark_sent(
    connection: Connection,
    message_id: str,
    *,
    to: tuple[str, ...],
    now: datetime,
    channel: MessageChannel = MessageChannel.EMAIL,
    check_at: datetime | None = None,
) -> None:
    """Keep when it went, how and where; `check_at` is when the provider is asked what became of it.

    What another system took in is delivered: its answer says so.
    """
    _attempted(
        connection,
        message_id,
        now,
        sent_at=now,
        sent_to=APART.join(to),
        error="",
        channel=channel.value,
        check_at=check_at,
        delivered_at=now if channel is MessageChannel.WEBHOOK else None,
    )


def mark_left(connection: Connection, message_id: str, *, why: str, now: datetime) -> None:
    """Keep that nobody is written to, because everybody meant hears of it on their pages or in a digest."""
    in_app = MessageChannel.IN_APP.value
    _attempted(connection, message_id, now, sent_at=now, sent_to="", error=why, channel=in_app)


def mark_failed(
    connection: Connection,
    message_id: str,
    *,
    error: str,
    for_good: bool,
    now: datetime,
    reached: tuple[str, ...] = (),
) -> None:
    """Keep why it did not go, and which addresses it reached; `for_good` means that it is not tried again."""
    _attempted(
        connection,
        message_id,
        now,
        error=error,
        sent_to=APART.join(reached) or None,
        **({"failed_at": now} if for_good else {}),  # what was withheld meanwhile stays withheld
    )


def put_back(
    connection: Connection,
    message_id: str,
    *,
    error: str,
    until: datetime,
    reached: tuple[str, ...] = (),
) -> None:
    """Keep a message for later without counting a try: its road was closed, and it is not at fault."""
    mine = OutboxMessage.id == message_id
    values = {"error": error, "next_attempt_at": until, "sent_to": APART.join(reached) or None}
    fewer = case((OutboxMessage.attempts > 0, OutboxMessage.attempts - 1), else_=0)
    connection.execute(update(OutboxMessage).where(mine).values(attempts=fewer, **values))


def keep_wording(connection: Connection, message_id: str, own_version: int) -> None:
    """Keep which of the authority's own words a message was made from, before it first goes."""
    mine = OutboxMessage.id == message_id
    connection.execute(update(OutboxMessage).where(mine).values(own_version=own_version))


def _attempted(connection: Connection, message_id: str, now: datetime, **values: Any) -> None:
    first = func.coalesce(OutboxMessage.first_attempt_at, now)
    mine = update(OutboxMessage).where(OutboxMessage.id == message_id)
    connection.execute(mine.values(first_attempt_at=first, last_attempt_at=now, **values))


# --- whose address ----------------------------------------------------------------------------------------------------


def addresses(connection: Connection, recipient: str, today: date) -> tuple[str, ...]:
    """Where a recipient is reached today; nothing where nobody is. `why_nobody` says why."""
    kind, _, name = recipient.partition(":")
    finder = _FINDERS.get(kind)
    return finder[0](connection, name, today) if finder else ()


def why_nobody(recipient: str) -> str:
    """Why there was no address, in a sentence for the administrator."""
    finder = _FINDERS.get(recipient.partition(":")[0])
    return finder[1] if finder else f"Nobody knows who '{recipient}' is."


Finder = Callable[[Connection, str, date], tuple[str, ...]]


def _emails(connection: Connection, statement: Select[*tuple[Any, ...]]) -> tuple[str, ...]:
    """Every address found, each once. A blank one is none."""
    found = (row[0] for row in connection.execute(statement))
    return tuple(sorted({address.strip() for address in found if address and address.strip()}))


def _holders(connection: Connection, today: date, *which: ColumnElement[bool]) -> tuple[str, ...]:
    """The people in such seats today who may still sign in: while somebody covers a seat, they and not its holder."""
    covered = (
        select(SeatHolding.seat_id)
        .join(UserAccount, UserAccount.id == SeatHolding.user_id)
        .where(sat_on(today), SeatHolding.stands_in, UserAccount.active)
    )
    statement = (
        select(UserAccount.email)
        .join(SeatHolding, SeatHolding.user_id == UserAccount.id)
        .join(SeatRow, SeatRow.id == SeatHolding.seat_id)
        .where(
            UserAccount.active,
            sat_on(today),
            or_(SeatHolding.stands_in, SeatHolding.seat_id.not_in(covered)),
            *which,
        )
    )
    return _emails(connection, statement)


def _seat(connection: Connection, seat_id: str, today: date) -> tuple[str, ...]:
    """Whoever holds the seat; while it is vacant, the managers: a leaver must not hide the work."""
    held = _holders(connection, today, SeatRow.id == seat_id)
    if held:
        return held
    place = select(SeatRow.authority_id, SeatRow.team_id).where(SeatRow.id == seat_id)
    row = connection.execute(place).first()
    return _managers(connection, row.authority_id, row.team_id, today) if row else ()


def _team_managers(connection: Connection, team_id: str, today: date) -> tuple[str, ...]:
    row = connection.execute(select(Team.authority_id).where(Team.id == team_id)).first()
    return _managers(connection, row.authority_id, team_id, today) if row else ()


def _managers(
    connection: Connection, authority_id: str, team_id: str | None, today: date
) -> tuple[str, ...]:
    """The team's own managers, or where it has none those of the whole authority."""
    manages = and_(SeatRow.role == Role.MANAGER.value, SeatRow.authority_id == authority_id)
    own = _holders(connection, today, manages, SeatRow.team_id == team_id) if team_id else ()
    return own or _holders(connection, today, manages, SeatRow.team_id.is_(None))


def _head_of_service(connection: Connection, authority_id: str, today: date) -> tuple[str, ...]:
    """The managers of the whole authority."""
    return _managers(connection, authority_id, None, today)


def _decision_makers(connection: Connection, authority_id: str, today: date) -> tuple[str, ...]:
    """Who decides there; where nobody does, the managers of the whole authority."""
    decides = SeatRow.role == Role.DECISION_MAKER.value
    found = _holders(connection, today, decides, SeatRow.authority_id == authority_id)
    return found or _managers(connection, authority_id, None, today)


def _service(connection: Connection, service_id: str, today: date) -> tuple[str, ...]:
    """The service's own inbox; without one, whoever works there."""
    inbox = _emails(connection, select(Service.email).where(Service.id == service_id))
    return inbox or _holders(connection, today, SeatRow.service_id == service_id)


def _service_lead(connection: Connection, service_id: str, today: date) -> tuple[str, ...]:
    return _emails(connection, select(Service.lead_email).where(Service.id == service_id))


def _executive_lead(connection: Connection, service_id: str, today: date) -> tuple[str, ...]:
    """The executive lead of the health body that the service belongs to."""
    body = select(Service.health_body).where(Service.id == service_id).scalar_subquery()
    return _emails(connection, select(HealthBody.executive_email).where(HealthBody.name == body))


def _dco(connection: Connection, name: str, today: date) -> tuple[str, ...]:
    """The clinical officers of an authority; where a service is named, those whose desk sees what it owes."""
    authority_id, _, service_id = name.partition("/")
    named = aliased(Service)
    of_another_body = (
        select(Service.id)
        .join(named, Service.health_body != named.health_body)
        .where(named.id == service_id)
    )
    return _holders(
        connection,
        today,
        SeatRow.role == Role.DCO.value,
        SeatRow.authority_id == authority_id,
        SeatRow.service_id.not_in(of_another_body),
    )


def _contact(connection: Connection, contact_id: str, today: date) -> tuple[str, ...]:
    return _emails(connection, select(ContactRow.email).where(ContactRow.id == contact_id))


def _user(connection: Connection, user_id: str, today: date) -> tuple[str, ...]:
    mine = and_(UserAccount.id == user_id, UserAccount.active)
    return _emails(connection, select(UserAccount.email).where(mine))


def _administrators(connection: Connection, authority_id: str, today: date) -> tuple[str, ...]:
    """Those who keep the installation running for an authority."""
    mine = SeatRow.authority_id == authority_id
    return _holders(connection, today, SeatRow.role == Role.ADMINISTRATOR.value, mine)


def _invitation(connection: Connection, invitation_id: str, today: date) -> tuple[str, ...]:
    holds = and_(
        InvitationRow.id == invitation_id,
        InvitationRow.used_at.is_(None),
        InvitationRow.withdrawn_at.is_(None),
        InvitationRow.last_day >= today,
    )
    return _emails(connection, select(InvitationRow.email).where(holds))


_FINDERS: dict[str, tuple[Finder, str]] = {
    "seat": (_seat, "Nobody holds this seat, and there is no manager to tell instead."),
    "team_managers": (_team_managers, "This team has no manager, and neither has the authority."),
    "head_of_service": (_head_of_service, "Nobody manages the whole of this authority."),
    "decision_makers": (
        _decision_makers,
        "Nobody decides in this authority, and nobody manages the whole of it.",
    ),
    "service": (_service, "This service has no e-mail address, and nobody holds a seat in it."),
    "service_lead": (_service_lead, "This service has no e-mail address of a lead."),
    "executive_lead": (
        _executive_lead,
        "No executive lead is named for this service's health body.",
    ),
    "dco": (
        _dco,
        "Nobody holds the seat of designated clinical officer for this service’s health body.",
    ),
    "invitation": (_invitation, "This link has ended, was used or was taken back."),
    "contact": (_contact, "This contact has no e-mail address."),
    "administrators": (_administrators, "This authority has no administrator."),
    "user": (_user, "This person's account is closed."),
}
