"""Calendars that a person's own calendar program reads: an address that is its own key, ended at any time.

What an address shows follows the seats of whoever made it, on the day it is read. A calendar program has no sign-in,
and calendars are shared and printed: entries name a case by its reference and never a child.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection

from ehc_workflow.clock import Clock
from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.calendars import Days, Whose
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.service.accounts import is_due_again
from ehc_workflow.service.desk import desk_reach
from ehc_workflow.service.ical import as_ical
from ehc_workflow.service.panels_seen import seen_authorities
from ehc_workflow.service.permissions import CONTRIBUTORS, OFFICERS
from ehc_workflow.service.tokens import digest_of
from ehc_workflow.store import calendar_feeds as store
from ehc_workflow.store.calendar_feeds import CalendarFeed
from ehc_workflow.store.engine import Database
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries import agendas
from ehc_workflow.store.queries.agendas import MeetingLine
from ehc_workflow.store.queries.reach import Reach, held_by, reach_of, within

LOOKS = OFFICERS | {Role.PLAN_WRITER}
"""Whose seats see cases of their team or authority."""
MAY_HAVE_ONE = LOOKS | CONTRIBUTORS
NOT_THERE = "There is no such calendar."


@dataclass(frozen=True, slots=True)
class Choice:
    """One calendar that a person may have."""

    whose: Whose
    place_id: str | None = None


def choices(actor: Actor) -> tuple[Choice, ...]:
    """The calendars that this person's seats reach today."""
    reach = reach_of(actor, LOOKS)
    return (
        *((Choice(Whose.OWN),) if reach.has_own_work else ()),
        *(() if desk_reach(actor).is_empty else (Choice(Whose.DESK),)),
        *(Choice(Whose.TEAM, one) for one in reach.team_ids),
        *(Choice(Whose.AUTHORITY, one) for one in reach.authority_ids),
    )


def make(database: Database, actor: Actor, choice: Choice, *, now: datetime) -> str:
    """The secret part of a new address for one of this person's `choices`; it is given this once."""
    token = secrets.token_urlsafe(32)
    new = CalendarFeed(
        id=new_id(),
        whose=choice.whose,
        place_id=choice.place_id,
        made_at=now,
        last_read_at=None,
        revoked_at=None,
    )
    with database.writing() as connection:
        store.add(connection, new, user_id=actor.id, token_hash=digest_of(token))
    return token


def one_of(connection: Connection, actor: Actor, feed_id: str) -> CalendarFeed:
    """One's own address that still holds, or `NotFoundError`."""
    found = (one for one in store.feeds_of(connection, actor.id) if one.id == feed_id)
    feed = next((one for one in found if one.revoked_at is None), None)
    if feed is None:
        raise NotFoundError(NOT_THERE)
    return feed


def end(database: Database, actor: Actor, feed_id: str, *, now: datetime) -> None:
    """End one's own address, or `NotFoundError`."""
    with database.writing() as connection:
        if not store.revoke(connection, feed_id, user_id=actor.id, at=now):
            raise NotFoundError(NOT_THERE)


def calendar(database: Database, token: str, clock: Clock, address: str) -> bytes:
    """The calendar of an address as text/calendar, or `NotFoundError`. `address` is where people reach the pages."""
    today, now = clock.today(), clock.now()
    with database.reading() as connection:
        read = store.by_token(connection, digest_of(token), day=today)
        if read is None:
            raise NotFoundError(NOT_THERE)
        choice = Choice(read.feed.whose, read.feed.place_id)
        days = Days()
        meetings: tuple[MeetingLine, ...] = ()
        if choice in choices(read.actor):
            days = _days(connection, read.actor, choice, today)
            meetings = _meetings(connection, read.actor, choice, today)
    if is_due_again(read.feed.last_read_at, now):
        with database.writing() as connection:
            store.note_read(connection, read.feed.id, at=now)
    return as_ical(days, address, meetings)


def _meetings(
    connection: Connection, actor: Actor, choice: Choice, today: date
) -> tuple[MeetingLine, ...]:
    """Panels that meet in the authority of this calendar, for those who may know of them; a desk has none."""
    if choice.whose is Whose.DESK:
        return ()
    authority_ids = seen_authorities(actor)
    if choice.whose is Whose.AUTHORITY:
        authority_ids = tuple(one for one in authority_ids if one == choice.place_id)
    found = agendas.meetings(connection, authority_ids, since=today - store.BEHIND)
    return tuple(one for one in found if one.called_off_on is None)


def _days(connection: Connection, actor: Actor, choice: Choice, today: date) -> Days:
    if choice.whose is Whose.DESK:
        reach = desk_reach(actor)
        return Days(
            owed=store.owed_by_desk(connection, reach, today=today),
            visits=store.visits_by_desk(connection, reach, today=today),
        )
    scope = _cases(actor, choice)
    return Days(
        owed=store.owed_in(connection, scope, today=today),
        visits=store.visits_in(connection, scope, today=today),
    )


def _cases(actor: Actor, choice: Choice) -> ColumnElement[bool]:
    """Those of one's own seats, of the team or of the authority."""
    if choice.whose is Whose.OWN:
        return held_by(reach_of(actor, LOOKS))
    place = (choice.place_id or "",)
    one = Reach(
        authority_ids=place if choice.whose is Whose.AUTHORITY else (),
        team_ids=place if choice.whose is Whose.TEAM else (),
        caseworker_seats=(),
        plan_writer_seats=(),
    )
    return within(one)
