"""`ehc rules`: a new version of a rule of law as data, and the running cases that follow it."""

from __future__ import annotations

import json
from getpass import getuser
from pathlib import Path

import click

from ehc_workflow.cli.counting import Report, carry_out, opened
from ehc_workflow.dates.words import in_words
from ehc_workflow.importing.rule_change import read_rule_change
from ehc_workflow.service.counting_changes import (
    By,
    changes_made,
    moved_back,
    moved_to,
    new_version,
)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_dry_run = click.option("--dry-run", is_flag=True, help="Write nothing; say what would happen.")
_reason = click.option(
    "--reason",
    default="",
    help="Why, with the provision it rests on; kept with every day that moves.",
)
_by = click.option("--by", "name", default=getuser, help="Who does it; the user of the machine.")
_json = click.option("--json", "in_json", is_flag=True, help="For machines.")


@click.group(name="rules")
def command() -> None:
    """Add a new version of a rule; move running cases to it, or back."""


@command.command(name="add")
@click.argument("file", type=FILE)
@_dry_run
@_reason
@_by
@_json
def add(file: Path, dry_run: bool, reason: str, name: str, in_json: bool) -> None:
    """Add the new version of a rule that FILE describes, in YAML or JSON.

    The old version ends on the day before. Limits that have begun keep the version they began under, so no day of a
    running case moves; `ehc rules move` moves them where the law says so. Exit status 1 says that the file is wrong.
    """
    new = read_rule_change(file.read_text(encoding="utf-8-sig"))
    with opened() as (database, clock):
        by = By(name=name, reason=reason, now=clock.now(), today=clock.today())
        report = carry_out(database, new_version(database, new), by, dry_run=dry_run)
    said = f"{new.code}: {new.number} {new.counting}, from {in_words(new.first_day)} ({new.provision})."
    _say(report, said, in_json=in_json)


@command.command(name="move")
@click.argument("code")
@_dry_run
@_reason
@_by
@_json
def move(code: str, dry_run: bool, reason: str, name: str, in_json: bool) -> None:
    """Move running cases to the newest version of the rule CODE, where a transitional rule says so.

    Only cases whose limit by this rule is still owed and began under an earlier version move. The report says which,
    by how many days, which become late or are late no longer, and who was told by an alert of a day that is wrong now.
    """
    with opened() as (database, clock):
        by = By(name=name, reason=reason, now=clock.now(), today=clock.today())
        report = carry_out(database, moved_to(database, code), by, dry_run=dry_run)
    _say(report, f"Running cases to the newest version of {code}.", in_json=in_json)


@command.command(name="undo")
@click.argument("number", type=int)
@_dry_run
@_reason
@_by
@_json
def undo(number: int, dry_run: bool, reason: str, name: str, in_json: bool) -> None:
    """Move the cases of the batch NUMBER back to the version their limits began under."""
    with opened() as (database, clock):
        by = By(name=name, reason=reason, now=clock.now(), today=clock.today())
        report = carry_out(database, moved_back(database, number), by, dry_run=dry_run)
    _say(
        report,
        f"The cases of change {number} back to the version they began under.",
        in_json=in_json,
    )


@command.command(name="list")
@_json
def list_changes(in_json: bool) -> None:
    """List every change of what dates are counted by: what, when, by whom, why, and how many cases moved."""
    with opened() as (database, _):
        made = changes_made(database)
    if in_json:
        rows = [
            {
                "number": one.number,
                "kind": one.kind.value,
                "code": one.content.get("code"),
                "provision": one.provision,
                "reason": one.reason,
                "made_by": one.made_by,
                "made_at": one.made_at.isoformat(),
                "moved": one.moved,
            }
            for one in made
        ]
        click.echo(json.dumps(rows))
        return
    if not made:
        click.echo("Nothing was changed: dates are counted by what is built in.")
    for one in made:
        what = " ".join(filter(None, (one.kind.value.replace("_", " "), one.content.get("code"))))
        click.echo(
            f"{one.number}  {in_words(one.made_at.date())}  {what} ({one.provision}), by {one.made_by}: {one.reason} "
            f"Cases moved: {one.moved}."
        )


def _say(report: Report, what: str, *, in_json: bool) -> None:
    if in_json:
        click.echo(json.dumps(report.as_json()))
        return
    for line in (what, *report.as_text()):
        click.echo(line)
