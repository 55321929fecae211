"""Accounts and attempts to sign in: statements within the caller's connection."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from ehc_workflow.store.tables.accounts import SignInAttempt, UserAccount


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in. The password's hash stays out of what gets printed."""

    id: str
    email: str
    name: str
    active: bool
    password_hash: str | None = field(repr=False)


def add_account(connection: Connection, account: Account, *, at: datetime) -> None:
    """Write a new account."""
    connection.execute(
        insert(UserAccount).values(
            id=account.id,
            email=account.email,
            name=account.name,
            active=account.active,
            password_hash=account.password_hash,
            created_at=at,
        )
    )


def account_by_email(connection: Connection, email: str) -> Account | None:
    """The account of an address, active or not."""
    row = connection.execute(_ACCOUNTS.where(UserAccount.email == email)).one_or_none()
    return Account(*row) if row else None


def accounts(connection: Connection) -> list[Account]:
    """Every account, by address."""
    return [Account(*row) for row in connection.execute(_ACCOUNTS.order_by(UserAccount.email))]


def set_password_hash(connection: Connection, user_id: str, password_hash: str) -> None:
    """Replace a password."""
    connection.execute(
        update(UserAccount).where(UserAccount.id == user_id).values(password_hash=password_hash)
    )


def set_active(connection: Connection, user_id: str, *, active: bool) -> None:
    """Close an account, or open it again."""
    connection.execute(update(UserAccount).where(UserAccount.id == user_id).values(active=active))


_ACCOUNTS = select(
    UserAccount.id,
    UserAccount.email,
    UserAccount.name,
    UserAccount.active,
    UserAccount.password_hash,
)


def add_attempt(
    connection: Connection, *, attempt_id: str, email_hash: str, address_hash: str, at: datetime
) -> None:
    """Count an attempt before it is judged, so that attempts made at once all count."""
    connection.execute(
        insert(SignInAttempt).values(
            id=attempt_id, email_hash=email_hash, address_hash=address_hash, tried_at=at
        )
    )


def attempts_since(
    connection: Connection, *, email_hash: str, address_hash: str, since: datetime
) -> tuple[int, int]:
    """How many attempts since a moment named this account, and how many came from this address."""
    recent = SignInAttempt.tried_at > since
    counted = select(
        select(func.count())
        .where(recent, SignInAttempt.email_hash == email_hash)
        .scalar_subquery(),
        select(func.count())
        .where(recent, SignInAttempt.address_hash == address_hash)
        .scalar_subquery(),
    )
    row = connection.execute(counted).one()
    return row[0], row[1]


def forget_attempt(connection: Connection, attempt_id: str) -> None:
    """Uncount one attempt: it was refused unjudged."""
    connection.execute(delete(SignInAttempt).where(SignInAttempt.id == attempt_id))


def forget_attempts(connection: Connection, *, email_hash: str, before: datetime) -> None:
    """Uncount an account's attempts, after one that was right, and everybody's that no longer count."""
    connection.execute(
        delete(SignInAttempt).where(
            or_(SignInAttempt.email_hash == email_hash, SignInAttempt.tried_at <= before)
        )
    )


def names(connection: Connection, user_ids: Collection[str]) -> dict[str, str]:
    """What these people are called, by their ids."""
    mine = UserAccount.id.in_(user_ids)
    statement = select(UserAccount.id, UserAccount.name).where(mine)
    return {row.id: row.name for row in connection.execute(statement)}
