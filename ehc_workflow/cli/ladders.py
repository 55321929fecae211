"""`ehc ladders`: whom an authority tells of a day at risk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from ehc_workflow.cli.counting import opened, with_json, with_name, with_reason
from ehc_workflow.dates.words import in_words
from ehc_workflow.importing.caseload import authority_named
from ehc_workflow.importing.ladder import read_ladder
from ehc_workflow.jobs.ladder_preview import LadderPreview, ladder_preview
from ehc_workflow.rules.ladders import LADDERS
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service import ladders
from ehc_workflow.service.counting_changes import By
from ehc_workflow.service.ladder_words import step
from ehc_workflow.service.ladders import Proposed
from ehc_workflow.store.counting import Change, plain
from ehc_workflow.store.rows import Rows

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_authority = click.option(
    "--authority", metavar="NAME", help="Whose ladders they are, where there are several."
)
_dry_run = click.option(
    "--dry-run", is_flag=True, help="Write nothing; say what would be sent today."
)


@click.group(name="ladders")
def command() -> None:
    """Say whom the authority tells of a day at risk, when and how."""


@command.command(name="list")
@_authority
@with_json
def list_ladders(authority: str | None, in_json: bool) -> None:
    """List the ladder of everything that can be late, each step in the order in which it comes."""
    with opened() as (database, _):
        whose = authority_named(database, authority)
        with database.reading() as connection:
            own = database.counting.policy(Rows(connection)).ladders_of(whose)
    if in_json:
        click.echo(json.dumps({code: plain(own[code]) for code in LADDERS}))
        return
    for code in LADDERS:
        click.echo(code)
        for rung in own[code]:
            click.echo(f"  {step(rung)}")


@command.command(name="set")
@click.argument("file", type=FILE)
@_authority
@_dry_run
@with_reason
@with_name
@with_json
def set_ladder(file: Path, **how: Any) -> None:
    """Take over the ladder that FILE describes, in YAML or JSON; docs/examples/ladder.yaml is one.

    Nothing that was told is told again. Exit status 1 says that the file is wrong, or would warn nobody in time.
    """
    written = file.read_text(encoding="utf-8-sig")

    def proposed(rows: Rows, policy: Policy, whose: str) -> Proposed:
        return ladders.proposed(policy, read_ladder(written, whose))

    _carry_out(proposed, **how)


@command.command(name="undo")
@click.argument("number", type=int)
@_authority
@_dry_run
@with_reason
@with_name
@with_json
def undo(number: int, **how: Any) -> None:
    """Make the ladder of change NUMBER again what it was before; `ehc rules list` has the numbers."""

    def proposed(rows: Rows, policy: Policy, whose: str) -> Proposed:
        return ladders.undone(rows, policy, whose, number)

    _carry_out(proposed, **how)


def _carry_out(
    make: Callable[[Rows, Policy, str], Proposed],
    *,
    authority: str | None,
    dry_run: bool,
    reason: str,
    name: str,
    in_json: bool,
) -> None:
    with opened() as (database, clock):
        whose = authority_named(database, authority)
        with database.reading() as connection:
            rows = Rows(connection)
            change = make(rows, database.counting.policy(rows), whose)
            found = ladder_preview(rows, change.policy, change.new, clock.today())
        by = By(name=name, reason=reason, now=clock.now(), today=clock.today())
        made = None if dry_run else ladders.keep(database, change, by)
    if in_json:
        click.echo(json.dumps(_as_json(change, found, made)))
        return
    for line in _as_text(change, found, made):
        click.echo(line)


def _as_json(change: Proposed, found: LadderPreview, made: Change | None) -> dict[str, Any]:
    return {
        "dry_run": made is None,
        **({"change": made.number} if made else {}),
        **plain(change.new),
        "owed": found.owed,
        "alerts": found.alerts,
        "messages": found.messages,
        "climbs": found.climbs,
        "climbs_after": found.climbs_after,
        "most": [{"recipient": name, "messages": number} for name, number in found.most],
    }


def _as_text(change: Proposed, found: LadderPreview, made: Change | None) -> Iterator[str]:
    yield f"{change.new.code}:"
    for rung in change.new.rungs:
        yield f"  {step(rung)}"
    yield (
        f"Owed today: {found.owed}. The next sweep would raise {found.alerts} alerts "
        f"and send {found.messages} messages."
    )
    if found.climbs:
        yield (
            f"If nobody takes them up for {found.climbs_after} working days at most, {found.climbs} more go to the "
            "next one up, each with a message."
        )
    for name, number in found.most:
        yield f"  {name}: {number}"
    if made is None:
        yield "Nothing was written."
    else:
        yield f"Written as change {made.number}, on {in_words(made.made_at.date())}."
