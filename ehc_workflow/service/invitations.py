"""One-time links: opened with a code sent by e-mail, good for one request until the advice is given or their last day.

Neither link nor code is kept or waits in the outbox: each is made when the message that carries it goes, and only its
SHA-256 stays. A message sent twice carries two, and the newer one holds.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NoReturn

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.service.accounts import Accounts
from ehc_workflow.service.messages import Message
from ehc_workflow.service.tokens import digest_of
from ehc_workflow.store import invitations as store
from ehc_workflow.store import outbox
from ehc_workflow.store.engine import Database
from ehc_workflow.store.invitations import Invitation
from ehc_workflow.store.rows import Rows

CODE_HOLDS = timedelta(minutes=15)
CODE_DIGITS = 6
TRIES = 5
"""How often one code may be typed wrong."""
MOST_CODES = 20
"""How many codes one link may ask for: with the tries of each, guessing stays hopeless."""
NOT_OURS = "This link does not hold. If you were sent a newer one, use that; else ask for one."


@dataclass(frozen=True, slots=True)
class Invitations:
    """The one-time links of one installation."""

    database: Database

    def of_token(self, token: str, *, today: date) -> Invitation:
        """The link that was sent with this token, or `NotFoundError` with why it holds no more."""
        with self.database.reading() as connection:
            found = store.by_token(connection, digest_of(token))
        if found is None:
            raise NotFoundError(NOT_OURS)
        if found.withdrawn_at is not None:
            raise NotFoundError("This link was taken back. Whoever sent it can say why.")
        if found.used_at is not None:
            raise NotFoundError(
                "This link has been used: the advice was given. To change it, ask for a new link."
            )
        if today > found.last_day:
            raise NotFoundError(
                f"This link ended on {in_words(found.last_day)}. Ask whoever sent it for a new one."
            )
        return found

    def ask_for_code(self, token: str, *, now: datetime, today: date) -> Invitation:
        """Have a code sent to the address that the link was sent to."""
        found = self.of_token(token, today=today)
        with self.database.writing() as connection:
            number = store.count_code(connection, found.id, most=MOST_CODES)
            if number is None:
                raise NotFoundError("Too many codes were asked for. Ask for a new link.")
            message = Message(
                key=f"invitation/{found.id}/code/{number}",
                recipient=f"invitation:{found.id}",
                template="invitation_code",
                params={"authority": found.authority, "authority_id": found.authority_id},
            )
            outbox.add(Rows(connection), None, [message], now)
        return found

    def enter(
        self, accounts: Accounts, token: str, code: str, *, now: datetime, today: date
    ) -> tuple[str, str]:
        """Start a session in the link's one seat, for the right code: the session's token, and the request's id."""
        found = self.of_token(token, today=today)
        if found.code_hash is None or found.code_ends_at is None or now >= found.code_ends_at:
            _wrong("This code has ended, or none was sent. Ask for a new one.")
        with self.database.writing() as connection:
            may_try = store.take_try(connection, found.id, most=TRIES)
        if not may_try:
            _wrong("The code was typed wrong too often. Ask for a new one.")
        right = hmac.compare_digest(_code_digest(found.id, code), found.code_hash)
        with self.database.writing() as connection:
            if not right or not store.spend_code(
                connection, found.id, found.code_hash, opened_at=now
            ):
                _wrong("This is not the code that was sent last. Look at the newest message.")
        return accounts.sit_in(found.user_id, found.id, now=now), found.request_id


def fresh_secrets(
    database: Database, template: str, recipient: str, *, now: datetime
) -> dict[str, str]:
    """What a message about a link carries and nothing keeps: made now, in the moment it goes."""
    invitation_id = recipient.partition(":")[2]
    if template == "invitation":
        token = secrets.token_urlsafe(32)
        with database.writing() as connection:
            store.change(connection, invitation_id, token_hash=digest_of(token))
        return {"token": token}
    if template == "invitation_code":
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        with database.writing() as connection:
            store.change(
                connection,
                invitation_id,
                code_hash=_code_digest(invitation_id, code),
                code_ends_at=now + CODE_HOLDS,
                code_tries=0,
            )
        return {"code": code}
    return {}


def _code_digest(invitation_id: str, code: str) -> str:
    """Six digits are soon tried through: they are safe by their tries and their quarter of an hour, not by the hash."""
    return digest_of(f"{invitation_id}/{code.strip().replace(' ', '')}")


def _wrong(says: str) -> NoReturn:
    raise ImpossibleFactsError(Impossible("/code", says))
