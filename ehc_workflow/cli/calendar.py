"""`ehc calendar`: what the days of a limit depend on and no law says: closures of settings, and bank holidays."""

from __future__ import annotations

import json
import sys
from datetime import date
from getpass import getuser
from pathlib import Path

import click

from ehc_workflow.cli.counting import carry_out, opened
from ehc_workflow.cli.impact_words import calendars_as_json, calendars_as_text
from ehc_workflow.dates.bank_holidays import BankHolidays
from ehc_workflow.importing import closures_report
from ehc_workflow.importing.caseload import authority_named
from ehc_workflow.importing.closure_effects import ClosureEffects, closure_effects, settings_touched
from ehc_workflow.importing.closures import ClosurePlan, plan_closures, write_closures
from ehc_workflow.importing.gov_uk_holidays import read_bank_holidays
from ehc_workflow.service.counting_changes import By, holidays_before, other_holidays, policy_now
from ehc_workflow.store.engine import Database
from ehc_workflow.store.recount import open_cases_of_settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(name="calendar")
def command() -> None:
    """Bring in the closures of settings; take over bank holidays."""


@command.command()
@click.argument("file", type=FILE)
@click.option(
    "--authority", metavar="NAME", help="Whose settings they are, where there are several."
)
@click.option(
    "--replace", is_flag=True, help="Let a closure on file give way to one that overlaps it."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would happen.")
@click.option("--by", "name", default=getuser, help="Who brings them in; the user of the machine.")
@click.option("--json", "in_json", is_flag=True, help="For machines.")
def closures(
    file: Path, authority: str | None, replace: bool, dry_run: bool, name: str, in_json: bool
) -> None:
    """Bring in when settings are closed from a CSV FILE, every row or none.

    The columns are Setting, First closed day and Reopens on. It says which limits of open cases gain or lose the ground
    of a closure, and which claims rest on one that is taken away; it moves no date. The same file twice changes
    nothing. Exit status 1 says that something is wrong with a row and that nothing was written.
    """
    content = file.read_bytes()
    with opened() as (database, clock):
        authority_id = authority_named(database, authority)
        today = clock.today()
        with database.reading() as connection:
            plan = plan_closures(connection, authority_id, content, today=today, replace=replace)
        effects = _effects(database, authority_id, plan, today)
        if not (dry_run or plan.refused):
            # Read again in the transaction that writes: somebody else may have written since.
            with database.writing() as connection:
                plan = plan_closures(
                    connection, authority_id, content, today=today, replace=replace
                )
                write_closures(connection, plan, by=name, today=today)
    if in_json:
        click.echo(json.dumps(closures_report.as_json(plan, effects, dry_run=dry_run)))
    else:
        for line in closures_report.as_text(plan, effects, dry_run=dry_run):
            click.echo(line)
    if plan.refused:
        raise click.exceptions.Exit(1)


def _effects(
    database: Database, authority_id: str, plan: ClosurePlan, today: date
) -> ClosureEffects:
    """What the plan changes in open cases, with a bar on standard error while they are looked at."""
    policy = policy_now(database)
    if plan.refused:
        return ClosureEffects(cases=0, grounds=(), claims=())
    case_ids = open_cases_of_settings(database, settings_touched(plan))
    length = len(case_ids)
    with click.progressbar(length=length, label="Looking at open cases", file=sys.stderr) as bar:
        return closure_effects(database, authority_id, plan, case_ids, today, policy, bar.update)


@command.command(name="bank-holidays")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would happen.")
@click.option(
    "--reason", default="", help="Why the list is taken over; kept with every day that moves."
)
@click.option("--by", "name", default=getuser, help="Who takes it over; the user of the machine.")
@click.option("--json", "in_json", is_flag=True, help="For machines.")
def bank_holidays(file: Path, dry_run: bool, reason: str, name: str, in_json: bool) -> None:
    """Take over the bank holidays of FILE, which is GOV.UK's bank-holidays.json.

    It says which days differ, which deadlines of open cases move and by how much, which become late, and who was told
    by an alert of a day that is wrong now. With --dry-run nothing is written. Otherwise the list and a log entry for
    each case with a day that moves are written together, or nothing is. Exit status 1 says that the file is wrong.
    """
    with opened() as (database, clock):
        now = policy_now(database).calendar
        calendar = read_bank_holidays(file.read_bytes(), now, file.name)
        made_by = By(name=name, reason=reason, now=clock.now(), today=clock.today())
        _take_over(database, calendar, made_by, dry_run=dry_run, in_json=in_json)


@command.command(name="undo")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would happen.")
@click.option("--reason", default="", help="Why; kept with every day that moves.")
@click.option("--by", "name", default=getuser, help="Who does it; the user of the machine.")
@click.option("--json", "in_json", is_flag=True, help="For machines.")
def undo(dry_run: bool, reason: str, name: str, in_json: bool) -> None:
    """Go back to the list of bank holidays before the present one, with the same report and the same log entries."""
    with opened() as (database, clock):
        made_by = By(name=name, reason=reason, now=clock.now(), today=clock.today())
        before = holidays_before(database)
        _take_over(database, before, made_by, dry_run=dry_run, in_json=in_json)


def _take_over(
    database: Database, calendar: BankHolidays, by: By, *, dry_run: bool, in_json: bool
) -> None:
    now = policy_now(database).calendar
    report = carry_out(database, other_holidays(database, calendar), by, dry_run=dry_run)
    if in_json:
        click.echo(json.dumps({**calendars_as_json(now, calendar), **report.as_json()}))
        return
    for line in (*calendars_as_text(now, calendar), *report.as_text()):
        click.echo(line)
