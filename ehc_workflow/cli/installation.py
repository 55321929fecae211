"""The installation that the settings name, for commands that change who works where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ehc_workflow.clock import Clock, clock_for
from ehc_workflow.service.accounts import Accounts, accounts_for, pick
from ehc_workflow.service.organisation_changes import By, by_command_line
from ehc_workflow.settings import load_settings
from ehc_workflow.store import organisation, seats
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.migrate import require_newest


@contextmanager
def opened() -> Iterator[tuple[Accounts, Clock]]:
    """The accounts of the installation that the settings name."""
    settings = load_settings()
    require_newest(settings.database_url)
    database = open_database(settings.database_url)
    try:
        yield accounts_for(settings, database), clock_for(settings.today)
    finally:
        database.close()


def by_now(clock: Clock) -> By:
    """Whoever has the machine, at this moment."""
    return by_command_line(now=clock.now(), today=clock.today())


def authority_named(accounts: Accounts, name: str | None) -> str:
    """The id of the authority of this name, or of the only one."""
    with accounts.database.reading() as connection:
        return pick("authority", organisation.authorities(connection), name)


def service_named(accounts: Accounts, name: str) -> str:
    """The id of the service of this name."""
    with accounts.database.reading() as connection:
        return pick("service", organisation.services(connection), name)


def seat_named(accounts: Accounts, name: str) -> str:
    """The id of the seat of this name, or of this id where several have one name."""
    with accounts.database.reading() as connection:
        return pick("seat", seats.named(connection, name), name)
