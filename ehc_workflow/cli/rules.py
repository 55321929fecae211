"""`ehc rules`: a new version of a rule as data, the running cases that follow it, and the authority's own targets."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from ehc_workflow.cli.counting import Report, carry_out, opened, with_json, with_name
from ehc_workflow.dates.words import in_words
from ehc_workflow.importing.rule_change import read_rule_change
from ehc_workflow.rules.changes import NewPlannedDays, NewTarget
from ehc_workflow.rules.local_targets import LocalTarget
from ehc_workflow.service.counting_changes import (
    By,
    changes_made,
    moved_to,
    new_version,
    other_planned_days,
    other_target,
    policy_now,
    undone,
)
from ehc_workflow.store.counting import Change

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_dry_run = click.option("--dry-run", is_flag=True, help="Write nothing; say what would happen.")
_reason = click.option(
    "--reason",
    default="",
    help="Why, with the provision it rests on; kept with every day that moves.",
)


@click.group(name="rules")
def command() -> None:
    """Add a new version of a rule; move running cases to it, or back; set own targets and planned days."""


@command.command(name="add")
@click.argument("file", type=FILE)
@_dry_run
@_reason
@with_name
@with_json
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
@with_name
@with_json
def move(code: str, dry_run: bool, reason: str, name: str, in_json: bool) -> None:
    """Move running cases to the newest version of the rule CODE, where a transitional rule says so.

    Only cases whose limit by this rule is still owed and began under an earlier version move. The report says which,
    by how many days, which become late or are late no longer, and who was told by an alert of a day that is wrong now.
    """
    with opened() as (database, clock):
        by = By(name=name, reason=reason, now=clock.now(), today=clock.today())
        report = carry_out(database, moved_to(database, code), by, dry_run=dry_run)
    _say(report, f"Running cases to the newest version of {code}.", in_json=in_json)


@command.command(name="target")
@click.argument("code")
@click.argument("days", type=int)
@_dry_run
@_reason
@with_name
@with_json
def target(code: str, days: int, dry_run: bool, reason: str, name: str, in_json: bool) -> None:
    """Give the authority's own target CODE so many DAYS; `ehc rules targets` lists them.

    Every target of this kind that is still owed moves from today, with your reason in the log of its case. What was met
    stays as it was counted then. No limit of law moves.
    """
    with opened() as (database, clock):
        by = By(name=name, reason=reason, now=clock.now(), today=clock.today())
        new = other_target(database, NewTarget(code=code, days=days), by.today)
        report = carry_out(database, new, by, dry_run=dry_run)
    _say(report, f"{code}: {days} days, from {in_words(by.today)}.", in_json=in_json)


@command.command(name="targets")
@with_json
def list_targets(in_json: bool) -> None:
    """List the authority's own targets: code, days, what is owed and why."""
    with opened() as (database, _):
        targets = list(policy_now(database).targets)
    if in_json:
        click.echo(json.dumps([_target_as_json(one) for one in targets]))
        return
    for one in targets:
        click.echo(f"{one.code}  {_days_of(one)}  {one.duty}. {one.because}")


@command.command(name="plan")
@click.argument("code")
@click.argument("days", type=int)
@_dry_run
@_reason
@with_name
@with_json
def plan(code: str, days: int, dry_run: bool, reason: str, name: str, in_json: bool) -> None:
    """Plan so many DAYS for the part CODE of the authority's own work; `ehc rules planned` lists them.

    A forecast adds them up: the day on which a delay is first seen moves, with your reason in the log of its case, and
    the day that a family is told to expect follows from then on. No limit of law moves.
    """
    with opened() as (database, clock):
        by = By(name=name, reason=reason, now=clock.now(), today=clock.today())
        new = other_planned_days(database, NewPlannedDays(code=code, days=days))
        report = carry_out(database, new, by, dry_run=dry_run)
    _say(report, f"{code}: {days} days planned, from {in_words(by.today)}.", in_json=in_json)


@command.command(name="planned")
@with_json
def list_planned(in_json: bool) -> None:
    """List the parts of the authority's own work that a forecast adds up: code, days, and why so many."""
    with opened() as (database, _):
        planned = list(policy_now(database).planned)
    if in_json:
        click.echo(json.dumps([asdict(one) for one in planned]))
        return
    for one in planned:
        click.echo(f"{one.code}  {one.days} days  {one.says}. {one.because}")


@command.command(name="undo")
@click.argument("number", type=int)
@_dry_run
@_reason
@with_name
@with_json
def undo(number: int, dry_run: bool, reason: str, name: str, in_json: bool) -> None:
    """Take change NUMBER back: the cases that it moved, or the days that it gave a target or a part of the work."""
    with opened() as (database, clock):
        by = By(name=name, reason=reason, now=clock.now(), today=clock.today())
        report = carry_out(database, undone(database, number, by.today), by, dry_run=dry_run)
    _say(report, f"Change {number} taken back.", in_json=in_json)


@command.command(name="list")
@with_json
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
                "days": one.content.get("days"),
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
        what = _what(one)
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


def _what(change: Change) -> str:
    code, days = change.content.get("code", ""), change.content.get("days")
    said = f"{change.kind.value.replace('_', ' ')} {code}".strip()
    return said if days is None else f"{said}: {days} days"


def _days_of(target: LocalTarget) -> str:
    if target.set_by_hand:
        return "set each time"
    unit = "working days" if target.working_days else "days"
    return f"{target.days} {unit}"


def _target_as_json(target: LocalTarget) -> dict[str, str | int | None]:
    return {
        "code": target.code,
        "days": None if target.set_by_hand else target.days,
        "counting": "working days" if target.working_days else "days",
        "duty": target.duty,
        "because": target.because,
    }
