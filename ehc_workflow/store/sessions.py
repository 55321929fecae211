"""Signed-in browsers and API tokens: each found with its person and their seats in one statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update

from ehc_workflow.domain.actors import Actor
from ehc_workflow.store.seats import SEAT_COLUMNS, actor_from, with_seats
from ehc_workflow.store.tables.accounts import (
    ApiToken,
    SeatHolding,
    SignInSession,
    UserAccount,
)
from ehc_workflow.store.tables.organisation import Authority


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser, with who is behind it on the day."""

    token_hash: str = field(repr=False)
    csrf_token: str = field(repr=False)
    actor: Actor
    authority_name: str | None
    notice: str | None
    last_seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Key:
    """An API token that holds, with who is behind it on the day."""

    token_hash: str = field(repr=False)
    actor: Actor
    last_used_at: datetime | None


_IN_ITS_SEATS = or_(SignInSession.seat_id.is_(None), SignInSession.seat_id == SeatHolding.seat_id)
_SESSION = with_seats(
    select(
        SignInSession.token_hash,
        SignInSession.csrf_token,
        SignInSession.notice,
        SignInSession.last_seen_at,
        SignInSession.expires_at,
        UserAccount.id.label("user_id"),
        UserAccount.name,
        Authority.name.label("authority_name"),
        *SEAT_COLUMNS,
    )
    .join(UserAccount, UserAccount.id == SignInSession.user_id)
    .where(SignInSession.token_hash == bindparam("token_hash"), UserAccount.active),
    _IN_ITS_SEATS,
)


def session(connection: Connection, token_hash: str, *, day: date) -> Session | None:
    """The session of a token, if its person may still sign in. Whether it has run out is for the caller to say."""
    rows = connection.execute(_SESSION, {"token_hash": token_hash, "day": day}).all()
    if not rows:
        return None
    first = rows[0]
    return Session(
        token_hash=first.token_hash,
        csrf_token=first.csrf_token,
        actor=actor_from(rows),
        authority_name=first.authority_name,
        notice=first.notice,
        last_seen_at=first.last_seen_at,
        expires_at=first.expires_at,
    )


def add_session(
    connection: Connection,
    *,
    token_hash: str,
    csrf_token: str,
    user_id: str,
    seat_id: str | None,
    at: datetime,
    expires_at: datetime,
) -> None:
    """Write a new session: in this seat alone, or in every seat its person holds."""
    connection.execute(
        insert(SignInSession).values(
            token_hash=token_hash,
            csrf_token=csrf_token,
            user_id=user_id,
            seat_id=seat_id,
            notice=None,
            created_at=at,
            last_seen_at=at,
            expires_at=expires_at,
        )
    )


def see_session(connection: Connection, token_hash: str, *, at: datetime) -> None:
    """Note that a session is in use."""
    _change_session(connection, token_hash, last_seen_at=at)


def set_notice(connection: Connection, token_hash: str, notice: str | None) -> None:
    """Keep a sentence for the session's next page, or forget it."""
    _change_session(connection, token_hash, notice=notice)


def _change_session(connection: Connection, token_hash: str, **values: object) -> None:
    mine = SignInSession.token_hash == token_hash
    connection.execute(update(SignInSession).where(mine).values(**values))


def end_session(connection: Connection, token_hash: str) -> None:
    """Forget one session."""
    connection.execute(delete(SignInSession).where(SignInSession.token_hash == token_hash))


def end_sessions_of(connection: Connection, user_id: str) -> None:
    """Forget every session of a person."""
    connection.execute(delete(SignInSession).where(SignInSession.user_id == user_id))


def end_expired_sessions(connection: Connection, *, at: datetime) -> None:
    """Forget the sessions whose time is over."""
    connection.execute(delete(SignInSession).where(SignInSession.expires_at <= at))


_KEY = with_seats(
    select(
        ApiToken.token_hash,
        ApiToken.last_used_at,
        UserAccount.id.label("user_id"),
        UserAccount.name,
        *SEAT_COLUMNS,
    )
    .join(UserAccount, UserAccount.id == ApiToken.user_id)
    .where(
        ApiToken.token_hash == bindparam("token_hash"),
        ApiToken.revoked_at.is_(None),
        UserAccount.active,
    )
)


def key(connection: Connection, token_hash: str, *, day: date) -> Key | None:
    """The API token of a hash, if it holds."""
    rows = connection.execute(_KEY, {"token_hash": token_hash, "day": day}).all()
    return Key(token_hash, actor_from(rows), rows[0].last_used_at) if rows else None


def add_key(
    connection: Connection, *, token_hash: str, user_id: str, name: str, at: datetime
) -> None:
    """Write a new API token."""
    connection.execute(
        insert(ApiToken).values(token_hash=token_hash, user_id=user_id, name=name, created_at=at)
    )


def use_key(connection: Connection, token_hash: str, *, at: datetime) -> None:
    """Note that an API token is in use."""
    mine = ApiToken.token_hash == token_hash
    connection.execute(update(ApiToken).where(mine).values(last_used_at=at))


def revoke_keys(connection: Connection, user_id: str, *, at: datetime) -> int:
    """Revoke every API token of a person; say how many held."""
    held = and_(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    return connection.execute(update(ApiToken).where(held).values(revoked_at=at)).rowcount
