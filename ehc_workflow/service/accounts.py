"""Accounts: who may come in, how they prove it, and as whom they then act."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NoReturn, Protocol

from pwdlib import PasswordHash
from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.domain.errors import EhcError, NotFoundError, NotSignedInError
from ehc_workflow.domain.organisation import email_address
from ehc_workflow.service import seating
from ehc_workflow.service.organisation_changes import By, by_command_line, wrong
from ehc_workflow.service.seating import ONE_DAY
from ehc_workflow.service.tokens import digest_of
from ehc_workflow.settings import Settings
from ehc_workflow.store import accounts as people
from ehc_workflow.store import calendar_feeds, holdings, organisation, sessions
from ehc_workflow.store import seats as places
from ehc_workflow.store.calendar_feeds import CalendarFeed
from ehc_workflow.store.engine import Database
from ehc_workflow.store.ids import new_id

SHORTEST_PASSWORD = 12
DFE_DIGITS = 3
GIVES_ADVICE = frozenset(
    {Role.DCO, Role.HEALTH_ADMINISTRATOR, Role.SOCIAL_CARE, Role.PSYCHOLOGY, Role.SETTING}
)
SEEN_AGAIN_AFTER = timedelta(minutes=1)


class SignInRefusedError(NotSignedInError):
    """The e-mail address or the password is not right."""


class TooManyTriesError(EhcError):
    """There were too many tries to sign in."""

    def __init__(self, minutes: int) -> None:
        """`minutes` is when trying again makes sense at the latest."""
        super().__init__(f"There were too many tries to sign in. Try again in {minutes} minutes.")
        self.minutes = minutes


class Hasher(Protocol):
    """Turns a password into what may be kept of it."""

    def hash(self, password: str) -> str:
        """The hash to keep."""

    def verify(self, password: str, hash: str) -> bool:
        """Whether the password is the one that was hashed."""


class Passwords:
    """Argon2 as recommended, and a decoy so that an unknown address takes as long to refuse as a known one."""

    def __init__(self, hasher: Hasher | None = None) -> None:
        self._hasher = hasher or PasswordHash.recommended()
        self._decoy = self._hasher.hash(secrets.token_urlsafe(16))

    def hash(self, password: str) -> str:
        """What to keep of a password."""
        return self._hasher.hash(password)

    def match(self, password: str, password_hash: str | None) -> bool:
        """Whether the password is right; where there is none to compare, the work is done all the same."""
        return self._hasher.verify(password, password_hash or self._decoy) and bool(password_hash)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts and how often one may try to start one."""

    idle: timedelta = timedelta(hours=1)
    absolute: timedelta = timedelta(hours=12)
    tries: int = 5
    tries_per_address: int = 50
    window: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one installation."""

    database: Database
    passwords: Passwords = field(default_factory=Passwords)
    limits: Limits = Limits()

    # People

    def create(self, email: str, name: str, *, password: str | None, now: datetime) -> str:
        """Open an account and say its id. Without a password, nobody can sign in to it yet."""
        account = people.Account(
            id=new_id(),
            email=email_address(email),
            name=name.strip() or wrong("/name", "Enter the person's name."),
            active=True,
            password_hash=None if password is None else self._hash(password),
        )
        with self.database.writing() as connection:
            if people.account_by_email(connection, account.email):
                wrong("/email", f"{account.email} has an account already.")
            people.add_account(connection, account, at=now)
        return account.id

    def listed(self) -> list[people.Account]:
        """Every account, by address."""
        with self.database.reading() as connection:
            return people.accounts(connection)

    def set_password(self, email: str, password: str) -> None:
        """Replace a password; whoever was signed in with the old one no longer is."""
        password_hash = self._hash(password)
        user_id = self._account(email).id
        with self.database.writing() as connection:
            people.set_password_hash(connection, user_id, password_hash)
            sessions.end_sessions_of(connection, user_id)

    def close(self, email: str, *, now: datetime, today: date) -> None:
        """Let a leaver in no more: sessions, tokens, calendars, seats and cover end at once; their work stays."""
        user_id = self._account(email).id
        by = by_command_line(now=now, today=today)
        with self.database.writing() as connection:
            people.set_active(connection, user_id, active=False)
            sessions.end_sessions_of(connection, user_id)
            sessions.revoke_keys(connection, user_id, at=now)
            calendar_feeds.revoke_all(connection, user_id, at=now)
            _leave(connection, user_id, None, today - ONE_DAY, by)

    def actor(self, email: str, *, today: date) -> Actor:
        """Who a person acts as today."""
        with self.database.reading() as connection:
            actor = places.actor_by_email(connection, email_address(email), day=today)
        return actor or _no_account(email)

    def _account(self, email: str) -> people.Account:
        with self.database.reading() as connection:
            account = people.account_by_email(connection, email_address(email))
        return account or _no_account(email)

    def _hash(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            wrong("/password", f"Use a password of {SHORTEST_PASSWORD} characters or more.")
        return self.passwords.hash(password)

    # Seats

    def give_seat(
        self, email: str, seat: Seat, *, name: str | None, first_day: date, by: By
    ) -> str:
        """Seat a person: in a vacant seat that serves the same, so that its work goes on, else in a new one."""
        user_id = self._account(email).id
        with self.database.writing() as connection:
            seat_id = places.vacant_seat(connection, seat, name=name, day=first_day)
            if seat_id is None:
                seat_id = seat.id
                seating.add_seat(connection, seat, name=name or _words(seat.role), by=by)
            seating.hold(connection, seat_id, user_id, first_day=first_day, by=by)
        return seat_id

    def take_seats(self, email: str, *, role: Role | None, last_day: date, by: By) -> int:
        """End what a person holds or covers, of one role or all; say how many seats they have left."""
        user_id = self._account(email).id
        with self.database.writing() as connection:
            return _leave(connection, user_id, role, last_day, by)

    def seats(self, *, today: date) -> list[places.SeatListing]:
        """Every seat and who holds it today."""
        with self.database.reading() as connection:
            return places.seats(connection, day=today)

    def seat_at(
        self,
        role: Role,
        *,
        authority: str | None = None,
        team: str | None = None,
        service: str | None = None,
        case: str | None = None,
    ) -> Seat:
        """A new seat in the places of these names. An authority need not be named where there is one."""
        if role in GIVES_ADVICE and service is None:
            wrong("/service", f"Name the service: {_words(role)} gives advice for one.")
        if (role is Role.FAMILY) != (case is not None):
            wrong("/case", "A family's seat, and no other, is that of one case: name it.")
        with self.database.reading() as connection:
            assessment_id = places.assessment_id(connection, case) if case else None
            if case and assessment_id is None:
                raise NotFoundError(f"There is no case {case}.")
            authority_id = pick("authority", organisation.authorities(connection), authority)
            teams = organisation.teams(connection, authority_id)
            services = organisation.services(connection) if service else []
        return Seat(
            id=new_id(),
            role=role,
            authority_id=authority_id,
            team_id=pick("team", teams, team) if team else None,
            service_id=pick("service", services, service) if service else None,
            assessment_id=assessment_id,
        )

    def add_authority(self, name: str, dfe_number: str) -> str:
        """Make a local authority, which every other row belongs to."""
        if not (dfe_number.isdecimal() and len(dfe_number) == DFE_DIGITS):
            wrong("/dfe_number", "An authority's DfE number has three digits.")
        authority_id = new_id()
        with self.database.writing() as connection:
            if name in (known for _, known in organisation.authorities(connection)):
                wrong("/name", f"{name} is there already.")
            organisation.add_authority(
                connection, authority_id=authority_id, name=name, dfe_number=dfe_number
            )
        return authority_id

    def example_sign_ins(self, *, today: date) -> list[tuple[Role, str, str]]:
        """One address for each role that somebody holds, in the order of the roles. For demonstrations."""
        with self.database.reading() as connection:
            found = places.example_sign_ins(connection, day=today)
        order = list(Role)
        return sorted(
            ((Role(role), email, name) for role, email, name in found),
            key=lambda example: order.index(example[0]),
        )

    # Sessions

    def sign_in(self, email: str, password: str, *, address: str, now: datetime) -> str:
        """Start a session and give its token, or refuse in one sentence that tells a guesser nothing."""
        email = email.strip().lower()
        self._count_attempt(email, address, now)
        with self.database.reading() as connection:
            account = people.account_by_email(connection, email)
        right = self.passwords.match(password, account.password_hash if account else None)
        if account is None or not account.active or not right:
            raise SignInRefusedError
        return self._start_session(account.id, email, now)

    def _count_attempt(self, email: str, address: str, now: datetime) -> None:
        names = {"email_hash": digest_of(email), "address_hash": digest_of(address)}
        attempt_id = new_id()
        with self.database.writing() as connection:
            people.add_attempt(connection, attempt_id=attempt_id, at=now, **names)
        with self.database.reading() as connection:
            since = now - self.limits.window
            by_email, by_address = people.attempts_since(connection, since=since, **names)
        if by_email > self.limits.tries or by_address > self.limits.tries_per_address:
            # Refused unjudged, so it must not prolong the wait of the account's owner.
            with self.database.writing() as connection:
                people.forget_attempt(connection, attempt_id)
            raise TooManyTriesError(int(self.limits.window.total_seconds() // 60))

    def _start_session(self, user_id: str, email: str, now: datetime) -> str:
        with self.database.writing() as connection:
            before = now - self.limits.window
            people.forget_attempts(connection, email_hash=digest_of(email), before=before)
        return self.sit_in(user_id, None, now=now)

    def sit_in(self, user_id: str, seat_id: str | None, *, now: datetime) -> str:
        """Start a session of somebody who has proved who they are, in one seat or in all they hold; its token."""
        token = secrets.token_urlsafe(32)
        with self.database.writing() as connection:
            sessions.end_expired_sessions(connection, at=now)
            sessions.add_session(
                connection,
                token_hash=digest_of(token),
                csrf_token=secrets.token_urlsafe(32),
                user_id=user_id,
                seat_id=seat_id,
                at=now,
                expires_at=now + self.limits.absolute,
            )
        return token

    def session(self, token: str, *, now: datetime, today: date) -> sessions.Session | None:
        """The session of a token while it lasts: not idle too long, not too old, its person not gone."""
        with self.database.reading() as connection:
            found = sessions.session(connection, digest_of(token), day=today)
        if found is None or now >= found.expires_at or now - found.last_seen_at > self.limits.idle:
            return None
        return found

    def see_session(self, token_hash: str, *, now: datetime) -> None:
        """Note that a session is in use, so that it does not run out."""
        with self.database.writing() as connection:
            sessions.see_session(connection, token_hash, at=now)

    def leave_notice(self, token_hash: str, notice: str | None) -> None:
        """Keep a sentence for the session's next page; None forgets it."""
        with self.database.writing() as connection:
            sessions.set_notice(connection, token_hash, notice)

    def sign_out(self, token_hash: str) -> None:
        """End one session."""
        with self.database.writing() as connection:
            sessions.end_session(connection, token_hash)

    # API tokens

    def issue_token(self, email: str, name: str, *, now: datetime) -> str:
        """Make a token for a program that acts as this person. It is shown once and kept only as a hash."""
        user_id = self._account(email).id
        token = f"ehc_{secrets.token_urlsafe(32)}"
        with self.database.writing() as connection:
            sessions.add_key(
                connection, token_hash=digest_of(token), user_id=user_id, name=name, at=now
            )
        return token

    def revoke_tokens(self, email: str, *, now: datetime) -> int:
        """Revoke every token of a person; say how many held."""
        user_id = self._account(email).id
        with self.database.writing() as connection:
            return sessions.revoke_keys(connection, user_id, at=now)

    def calendars(self, email: str) -> tuple[CalendarFeed, ...]:
        """The calendar addresses that a person made, the newest first."""
        user_id = self._account(email).id
        with self.database.reading() as connection:
            return calendar_feeds.feeds_of(connection, user_id)

    def end_calendars(self, email: str, *, now: datetime) -> int:
        """End every calendar address of a person; say how many held."""
        user_id = self._account(email).id
        with self.database.writing() as connection:
            return calendar_feeds.revoke_all(connection, user_id, at=now)

    def key(self, token: str, *, today: date) -> sessions.Key | None:
        """The API token, with whom it acts as today, if it holds."""
        with self.database.reading() as connection:
            return sessions.key(connection, digest_of(token), day=today)

    def see_key(self, token_hash: str, *, now: datetime) -> None:
        """Note that an API token is in use."""
        with self.database.writing() as connection:
            sessions.use_key(connection, token_hash, at=now)


def accounts_for(
    settings: Settings, database: Database, *, passwords: Passwords | None = None
) -> Accounts:
    """The accounts as an installation's settings have them."""
    limits = Limits(
        idle=timedelta(minutes=settings.session_idle_minutes),
        absolute=timedelta(hours=settings.session_hours),
        tries=settings.sign_in_tries,
        tries_per_address=settings.sign_in_tries_per_address,
        window=timedelta(minutes=settings.sign_in_minutes),
    )
    return Accounts(database, passwords or Passwords(), limits)


def is_due_again(last_noted: datetime | None, now: datetime) -> bool:
    """Whether a use is worth noting: once a minute, or every page would wait for the database to write."""
    return last_noted is None or now - last_noted > SEEN_AGAIN_AFTER


def _leave(connection: Connection, user_id: str, role: Role | None, last_day: date, by: By) -> int:
    left = holdings.seats_of(connection, user_id, role=role, after=last_day)
    for seat_id in left:
        seating.leave(connection, seat_id, user_id, last_day=last_day, by=by)
    return len(left)


def _no_account(email: str) -> NoReturn:
    raise NotFoundError(f"Nobody here has the address {email.strip()}.")


def _words(role: Role) -> str:
    return role.value.replace("_", " ").capitalize()


def pick(what: str, known: list[tuple[str, str]], name: str | None) -> str:
    """The id of the one place of this name, or of the only place there is."""
    if name is None and len(known) == 1:
        return known[0][0]
    for place_id, place in known:
        if place == name:
            return place_id
    names = ", ".join(place for _, place in known) or "none"
    raise NotFoundError(f"Name the {what}: there is {names}.")
