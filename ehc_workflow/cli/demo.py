"""`ehc demo`: everything in one process on this machine: a synthetic authority on a day that stands still."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click
import uvicorn
from sqlalchemy import make_url

from api.main import create_app
from ehc_workflow.cli.demo_words import opening, what_to_try
from ehc_workflow.cli.simulate import fill, shared_password
from ehc_workflow.clock import clock_for
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.jobs.lone_worker import lone_worker
from ehc_workflow.jobs.worker import Worker, scheduled
from ehc_workflow.logs import configure_logs
from ehc_workflow.notify import carriers_for, notifier_for
from ehc_workflow.settings import Settings, load_settings
from ehc_workflow.simulate import showcase
from ehc_workflow.simulate.authority import DEFAULT_NAME
from ehc_workflow.simulate.history import History, Plan
from ehc_workflow.simulate.profiles import STRUGGLING
from ehc_workflow.store import organisation
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.migrate import upgrade

REQUESTS_A_YEAR = 350
YEARS = 1.5
SEED = 7


class PortTakenError(EhcError):
    """Another program uses the port."""

    def __init__(self, host: str, port: int) -> None:
        """Say how to use another."""
        super().__init__(
            f"Port {port} of {host} is taken by another program. Choose another: EHC_PORT={port + 1} make demo"
        )


class NotForTheDemoError(EhcError):
    """The database holds something else."""

    def __init__(self, url: str) -> None:
        """Name the database without its password."""
        shown = make_url(url).render_as_string(hide_password=True)
        super().__init__(
            f"{shown} holds an authority that nobody can try: another program's, or a demonstration that was "
            "interrupted while it was made. Take the database away, or name another with EHC_DATABASE_URL."
        )


@click.command(name="demo")
def command() -> None:
    """Make a synthetic authority and serve it on this machine: database, pages, API and jobs in one process.

    Every person and case is invented, and it is always the same Monday. The first start fills the database; the next
    ones find it there.
    """
    settings = demo_settings()
    shared_password(settings)
    with listening(settings) as door:
        settings = settings.model_copy(update={"port": door.getsockname()[1]})
        prepare(settings)
        serve(settings, door)


def demo_settings() -> Settings:
    """The configured settings, on the demonstration's own day and under its own name where nothing else is set."""
    chosen: dict[str, object] = {
        "today": showcase.DEMO_DAY,
        "authority_name": DEFAULT_NAME,
        "log_level": "WARNING",
    }
    free = {
        name: value for name, value in chosen.items() if f"EHC_{name.upper()}" not in os.environ
    }
    return load_settings(**free)


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """Take the port before any work is done, so that it is said at once when it is not free."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((settings.host, settings.port))
            # Only a port that is listened to is refused to the next one who asks for it.
            door.listen(128)
        except OSError as error:
            raise PortTakenError(settings.host, settings.port) from error
        yield door


# --- the database -----------------------------------------------------------------------------------------------------


def prepare(settings: Settings) -> None:
    """Migrate, and fill what is empty. A new SQLite file gets its name only when it is whole."""
    file = sqlite_file(settings.database_url)
    if file is None or file.exists():
        upgrade(settings.database_url)
        with opened(settings.database_url) as database:
            if not has_authority(database):
                make(database, settings)
        return
    unfinished = file.with_name(f"{file.name}.unfinished")
    for left in file.parent.glob(f"{unfinished.name}*"):
        left.unlink()
    url = f"sqlite:///{unfinished}"
    upgrade(url)
    with opened(url) as database:
        make(database, settings)
    unfinished.replace(file)


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite address."""
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (
        None,
        "",
        ":memory:",
    )
    return Path(str(parsed.database)) if is_file else None


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """A database whose content can be made again."""
    database = open_database(url, durable=False)
    try:
        yield database
    finally:
        database.close()


def has_authority(database: Database) -> bool:
    """Whether somebody's cases are there already."""
    with database.reading() as connection:
        return bool(organisation.authorities(connection))


def make(database: Database, settings: Settings) -> History:
    """The authority of the demonstration, with the cases that show something among all the others."""
    click.echo("Making a synthetic authority. Everybody in it is invented.", err=True)
    plan = Plan(
        requests=REQUESTS_A_YEAR,
        years=YEARS,
        profile=STRUGGLING,
        seed=SEED,
        until=settings.today or showcase.DEMO_DAY,
    )
    return fill(
        database,
        plan,
        password=shared_password(settings),
        scene=showcase.scene,
        family_of=showcase.WINDOW_CLOSES,
    )


# --- serving ----------------------------------------------------------------------------------------------------------


def serve(settings: Settings, door: socket.socket) -> None:
    """Pages, API and the worker's jobs in this one process, until Ctrl-C."""
    configure_logs(settings.log_level)
    app = create_app(settings)
    clock = clock_for(settings.today)
    sign_ins = app.state.accounts.example_sign_ins(today=clock.today())
    if not sign_ins:
        raise NotForTheDemoError(settings.database_url)
    worker = Worker(
        database=app.state.database,
        notifier=notifier_for(settings),
        carriers=carriers_for(settings),
        clock=clock,
        address=settings.address,
        documents=app.state.documents,
        press=app.state.press,
        catch_up_days=settings.catch_up_days,
    )
    scheduler = scheduled(worker)
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
    click.echo(opening(settings, sign_ins))
    click.echo(what_to_try(settings))
    with lone_worker(settings.database_url):
        try:
            scheduler.start()
            # The server raises Ctrl-C again once it has stopped: here that is how one is meant to stop.
            with suppress(KeyboardInterrupt):
                uvicorn.Server(config).run(sockets=[door])
        finally:
            worker.stopping.set()
            scheduler.shutdown(wait=True)
            worker.leave()
            app.state.database.close()
