"""One-time links as they are kept: found by what was sent, and changed as they are opened, used and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    select,
    update,
)

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceRequest, Case
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.organisation import email_address
from ehc_workflow.store.cases import Change
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.tables.accounts import SeatRow
from ehc_workflow.store.tables.invitations import InvitationRow
from ehc_workflow.store.tables.organisation import Authority

_ACCOUNT = "SELECT id, password_hash, active FROM user_account WHERE email = ?"
_USED = (
    "UPDATE invitation SET used_at = ?, code_hash = NULL "
    "WHERE request_id = ? AND used_at IS NULL AND withdrawn_at IS NULL"
)
_SIGN_OUT = (
    "DELETE FROM sign_in_session WHERE seat_id = ?"  # whoever is in by this link, and by no other
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One link, with the name of the authority that it is about."""

    id: str
    request_id: str
    user_id: str
    name: str
    email: str
    authority_id: str
    authority: str
    invited_at: datetime
    last_day: date
    code_hash: str | None
    code_ends_at: datetime | None
    code_tries: int
    codes_asked: int
    opened_at: datetime | None
    used_at: datetime | None
    withdrawn_at: datetime | None


def by_token(connection: Connection, token_hash: str) -> Invitation | None:
    """The link of this token, whatever has become of it."""
    return _one(connection, InvitationRow.token_hash == token_hash)


def of_request(connection: Connection, request_id: str) -> tuple[Invitation, ...]:
    """Every link to a request, the newest first."""
    statement = _all().where(InvitationRow.request_id == request_id)
    rows = connection.execute(statement.order_by(InvitationRow.invited_at.desc(), InvitationRow.id))
    return tuple(Invitation(**dict(row._mapping)) for row in rows)


def change(connection: Connection, invitation_id: str, **values: Any) -> None:
    """Write what has become of a link."""
    mine = InvitationRow.id == invitation_id
    connection.execute(update(InvitationRow).where(mine).values(**values))


def take_try(connection: Connection, invitation_id: str, *, most: int) -> bool:
    """Count one try at the code; False where there were as many as there may be."""
    open_still = and_(InvitationRow.id == invitation_id, InvitationRow.code_tries < most)
    counted = (
        update(InvitationRow).where(open_still).values(code_tries=InvitationRow.code_tries + 1)
    )
    return connection.execute(counted).rowcount == 1


def count_code(connection: Connection, invitation_id: str, *, most: int) -> int | None:
    """Count one code more, and say which it is; None where there were as many as there may be."""
    fewer = and_(InvitationRow.id == invitation_id, InvitationRow.codes_asked < most)
    counted = update(InvitationRow).where(fewer).values(codes_asked=InvitationRow.codes_asked + 1)
    return connection.scalar(counted.returning(InvitationRow.codes_asked))


def spend_code(
    connection: Connection, invitation_id: str, code_hash: str, *, opened_at: datetime
) -> bool:
    """Let a code be used once; False where somebody was quicker."""
    unspent = and_(InvitationRow.id == invitation_id, InvitationRow.code_hash == code_hash)
    first = func.coalesce(
        InvitationRow.opened_at, bindparam("at", opened_at, InvitationRow.opened_at.type)
    )
    spent = update(InvitationRow).where(unspent).values(code_hash=None, opened_at=first)
    return connection.execute(spent).rowcount == 1


def _one(connection: Connection, which: ColumnElement[bool]) -> Invitation | None:
    row = connection.execute(_all().where(which)).one_or_none()
    return Invitation(**dict(row._mapping)) if row else None


def _all() -> Select[*tuple[Any, ...]]:
    return (
        select(
            InvitationRow.id,
            InvitationRow.request_id,
            InvitationRow.user_id,
            InvitationRow.name,
            InvitationRow.email,
            SeatRow.authority_id,
            Authority.name.label("authority"),
            InvitationRow.invited_at,
            InvitationRow.last_day,
            InvitationRow.code_hash,
            InvitationRow.code_ends_at,
            InvitationRow.code_tries,
            InvitationRow.codes_asked,
            InvitationRow.opened_at,
            InvitationRow.used_at,
            InvitationRow.withdrawn_at,
        )
        .join(SeatRow, SeatRow.id == InvitationRow.id)
        .join(Authority, Authority.id == SeatRow.authority_id)
    )


# --- what the steps of a case write -----------------------------------------------------------------------------------


def keep(rows: Rows, command: c.InviteContributor, change: Change) -> None:
    """Write a new link, with the seat that it leads to: for one person, one request and some days."""
    request = change.after.advice_request(command.request_id)
    assert request is not None
    email = email_address(command.email)
    user_id = _person(rows, email, command.name.strip(), change.at)
    _seat(rows, command, change.after, request, user_id)
    rows.insert(
        "invitation",
        {
            "id": command.invitation_id,
            "assessment_id": command.assessment_id,
            "request_id": command.request_id,
            "user_id": user_id,
            "name": command.name.strip(),
            "email": email,
            "invited_at": change.at,
            "last_day": command.last_day,
            "code_tries": 0,
            "codes_asked": 0,
        },
    )


def _person(rows: Rows, email: str, name: str, at: datetime) -> str:
    """An account without a password: nobody signs in to it. Who has one here already keeps it as it is."""
    known = rows.first(_ACCOUNT, email)
    if known is None:
        user_id = new_id()
        rows.insert(
            "user_account",
            {"id": user_id, "email": email, "name": name, "active": True, "created_at": at},
        )
        return user_id
    user_id, password_hash, active = known
    if not active:
        says = "This person's account here was closed. Ask an administrator."
        raise ImpossibleFactsError(Impossible("/email", says))
    if password_hash is not None:
        says = "This person has an account here and can sign in: send the request to their service."
        raise ImpossibleFactsError(Impossible("/email", says))
    return str(user_id)


def _seat(
    rows: Rows, command: c.InviteContributor, case: Case, request: AdviceRequest, user_id: str
) -> None:
    rows.insert(
        "seat",
        {
            "id": command.invitation_id,
            "role": Role.INVITED.value,
            "name": "Invited",
            "authority_id": case.authority_id,
            "request_id": request.id,
        },
    )
    rows.insert(
        "seat_holding",
        {
            "id": command.invitation_id,
            "seat_id": command.invitation_id,
            "user_id": user_id,
            "first_day": command.invited_on,
            "last_day": command.last_day,
        },
    )


def withdraw(rows: Rows, command: c.WithdrawInvitation, change: Change) -> None:
    """End a link, and whoever is in by it."""
    _end(rows, command.invitation_id, change.at)


def _end(rows: Rows, invitation_id: str, at: datetime) -> None:
    ended = {"withdrawn_at": at, "code_hash": None}
    rows.change("invitation", ended, {"id": invitation_id})
    rows.run(_SIGN_OUT, invitation_id)


def end_all(rows: Rows, command: c.RouteRequest | c.SettleNotKnown, change: Change) -> None:
    """End every link to a request that lies with another service now."""
    before = change.before.advice_request(command.request_id)
    after = change.after.advice_request(command.request_id)
    if before is None or after is None or before.service_id == after.service_id:
        return
    for link in before.invitations:
        if link.withdrawn_on is None:
            _end(rows, link.id, change.at)


def use_up(rows: Rows, request_id: str, at: datetime) -> None:
    """Advice came: every link to this request has done its work."""
    rows.run(_USED, at, request_id)
