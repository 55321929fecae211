"""`ehc calendar`: what the days of a limit depend on and no law says: closures of settings, and bank holidays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ehc_workflow.clock import Clock, clock_for
from ehc_workflow.importing import closures_report
from ehc_workflow.importing.caseload import authority_named
from ehc_workflow.importing.closures import plan_closures, write_closures
from ehc_workflow.importing.gov_uk_holidays import read_bank_holidays
from ehc_workflow.reporting import calendar_report
from ehc_workflow.reporting.calendar_change import calendar_change
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.settings import load_settings
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.migrate import require_newest

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@contextmanager
def opened() -> Iterator[tuple[Database, Clock]]:
    """The database that the settings name, and the day it is there."""
    settings = load_settings()
    require_newest(settings.database_url)
    database = open_database(settings.database_url)
    try:
        yield database, clock_for(settings.today)
    finally:
        database.close()


@click.group(name="calendar")
def command() -> None:
    """Bring in the closures of settings; compare bank holidays."""


@command.command()
@click.argument("file", type=FILE)
@click.option(
    "--authority", metavar="NAME", help="Whose settings they are, where there are several."
)
@click.option(
    "--replace", is_flag=True, help="Let a closure on file give way to one that overlaps it."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would happen.")
@click.option("--json", "in_json", is_flag=True, help="For machines.")
def closures(
    file: Path, authority: str | None, replace: bool, dry_run: bool, in_json: bool
) -> None:
    """Bring in when settings are closed from a CSV FILE, every row or none.

    The columns are Setting, First closed day and Reopens on. The same file twice changes nothing. Exit status 1 says
    that something is wrong with a row and that nothing was written.
    """
    content = file.read_bytes()
    with opened() as (database, clock):
        authority_id = authority_named(database, authority)
        with database.reading() if dry_run else database.writing() as connection:
            plan = plan_closures(
                connection, authority_id, content, today=clock.today(), replace=replace
            )
            if not dry_run:
                write_closures(connection, plan)
    if in_json:
        click.echo(json.dumps(closures_report.as_json(plan, dry_run=dry_run)))
    else:
        for line in closures_report.as_text(plan, dry_run=dry_run):
            click.echo(line)
    if plan.refused:
        raise click.exceptions.Exit(1)


@command.command(name="bank-holidays")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Compare only. This version can do no more.")
@click.option("--json", "in_json", is_flag=True, help="For machines.")
def bank_holidays(file: Path, dry_run: bool, in_json: bool) -> None:
    """Compare FILE, which is GOV.UK's bank-holidays.json, with the bank holidays known here.

    It says which days differ, which deadlines of open cases would move and by how much, which would be late, and who
    was told by an alert of a day that would be wrong. To take a list over is not yet part of this version: the days
    are part of the program. Exit status 1 says that the file is wrong.
    """
    if not dry_run:
        raise click.UsageError(
            "To take over a list of bank holidays is not yet part of this version; --dry-run says what it would change."
        )
    policy = DEFAULT_POLICY
    calendar = read_bank_holidays(file.read_bytes(), policy.calendar, file.name)
    with opened() as (database, clock):
        change = calendar_change(database, clock.today(), policy, calendar)
    if in_json:
        click.echo(json.dumps(calendar_report.as_json(change)))
    else:
        for line in calendar_report.as_text(change):
            click.echo(line)
