"""The pace and the pauses of each provider, shared by every worker: kept in a row, not in a process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, or_, select, update

from ehc_workflow.store.tables.channels import ChannelState
from ehc_workflow.store.upserts import insert_into

PROBE = timedelta(hours=1)
"""How long a provider that refuses us is left alone before one message tries it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A provider that is left alone for now. `stopped_since` is empty while it only asked us to slow down."""

    name: str
    until: datetime
    stopped_since: datetime | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Whether a provider is left alone at this moment (`pause`), or was and nothing has gone there since."""

    pause: Pause | None = None
    was_paused: bool = False


def state(connection: Connection, name: str, now: datetime) -> State:
    """How it stands with a provider, in one read."""
    row = ChannelState
    statement = select(row.paused_until, row.stopped_since, row.why).where(row.name == name)
    found = connection.execute(statement).first()
    if found is None or found.paused_until is None:
        return State()
    if found.paused_until <= now:
        return State(was_paused=True)
    pause = Pause(
        name=name, until=found.paused_until, stopped_since=found.stopped_since, why=found.why
    )
    return State(pause=pause, was_paused=True)


def take_turns(
    connection: Connection, name: str, now: datetime, turns: int, *, per_minute: int
) -> Pause | None:
    """Take some of this minute's turns at a provider; where too few are left, say until when to wait.

    One message may take a whole fresh minute, or one to more people than a minute has turns would never go.
    """
    _known(connection, name)
    row = ChannelState
    minute = now.replace(second=0, microsecond=0)
    in_another = or_(row.minute.is_(None), row.minute != minute)
    taken = connection.execute(
        update(row)
        .where(row.name == name, or_(in_another, row.taken + turns <= per_minute))
        .values(minute=minute, taken=case((in_another, turns), else_=row.taken + turns))
    )
    if taken.rowcount:
        return None
    why = f"No more than {per_minute} messages a minute go this way."
    return Pause(name=name, until=minute + timedelta(minutes=1), stopped_since=None, why=why)


def pause(connection: Connection, name: str, until: datetime, why: str) -> None:
    """Leave a provider alone because it asked for it."""
    _known(connection, name)
    mine = update(ChannelState).where(ChannelState.name == name)
    connection.execute(mine.values(paused_until=until, why=why))


def stop(connection: Connection, name: str, now: datetime, why: str) -> bool:
    """Leave a provider alone that refuses us, but for one message an hour. Whether this is new: it is told once."""
    _known(connection, name)
    row = ChannelState
    new = connection.execute(
        update(row).where(row.name == name, row.stopped_since.is_(None)).values(stopped_since=now)
    )
    mine = update(row).where(row.name == name)
    connection.execute(mine.values(paused_until=now + PROBE, why=why))
    return bool(new.rowcount)


def go_on(connection: Connection, name: str) -> None:
    """A provider takes messages again, or an administrator says to try it now."""
    mine = update(ChannelState).where(ChannelState.name == name)
    connection.execute(mine.values(paused_until=None, stopped_since=None, why=""))


def stopped(connection: Connection, names: Iterable[str]) -> tuple[Pause, ...]:
    """Those of these providers that refuse us, by name."""
    row = ChannelState
    statement = (
        select(row.name, row.paused_until, row.stopped_since, row.why)
        .where(
            row.name.in_(sorted(names)),
            row.stopped_since.is_not(None),
            row.paused_until.is_not(None),
        )
        .order_by(row.name)
    )
    return tuple(
        Pause(
            name=found.name,
            until=found.paused_until,
            stopped_since=found.stopped_since,
            why=found.why,
        )
        for found in connection.execute(statement)
    )


def _known(connection: Connection, name: str) -> None:
    """There is a row to change; two workers that meet a provider for the first time make one."""
    statement = insert_into(connection, ChannelState).values(name=name, taken=0, why="")
    connection.execute(statement.on_conflict_do_nothing())
