"""`ehc wording`: the vague expressions that an authority looks for in advice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click
from sqlalchemy import Connection

from ehc_workflow.cli.counting import opened, with_json, with_name, with_reason
from ehc_workflow.dates.words import in_words
from ehc_workflow.importing.caseload import authority_named
from ehc_workflow.rules.vague_wording import TermChange
from ehc_workflow.service import wording
from ehc_workflow.service.counting_changes import By
from ehc_workflow.service.wording import Finds, Proposed
from ehc_workflow.store.wording import ChangeOnFile, changes

_authority = click.option(
    "--authority", metavar="NAME", help="Whose list it is, where there are several."
)
_dry_run = click.option(
    "--dry-run", is_flag=True, help="Write nothing; say what would be found in advice on file."
)


@click.group(name="wording")
def command() -> None:
    """Keep the list of vague expressions that are pointed out in advice."""


@command.command(name="list")
@_authority
@with_json
def list_terms(authority: str | None, in_json: bool) -> None:
    """List the expressions that are looked for, with what the author is to say in place of each."""
    with opened() as (database, _), database.reading() as connection:
        found = wording.listed(connection, authority_named(database, authority))
    if in_json:
        rows = [
            {
                "words": one.term.words,
                "instead": one.term.instead,
                "is_on": one.is_on,
                "change": one.change.number if one.change else None,
            }
            for one in found
        ]
        click.echo(json.dumps(rows))
        return
    for one in found:
        off = "" if one.is_on else "  (switched off)"
        click.echo(f"{one.term.words}  {one.term.instead}{off}")


@command.command(name="add")
@click.argument("words")
@click.argument("instead")
@_authority
@_dry_run
@with_reason
@with_name
@with_json
def add(words: str, instead: str, **how: Any) -> None:
    """Look for WORDS from now on, and tell the author INSTEAD; words that are known get this advice.

    WORDS are plain words in any writing, never a pattern. No advice and no decision changes, only what is pointed out.
    """
    term = TermChange(words=words, instead=instead, is_on=True)
    _carry_out(lambda connection, whose: wording.proposed(connection, whose, term), **how)


@command.command(name="off")
@click.argument("words")
@_authority
@_dry_run
@with_reason
@with_name
@with_json
def switch_off(words: str, **how: Any) -> None:
    """Look for WORDS no more."""
    term = TermChange(words=words, instead="", is_on=False)
    _carry_out(lambda connection, whose: wording.proposed(connection, whose, term), **how)


@command.command(name="undo")
@click.argument("number", type=int)
@_authority
@_dry_run
@with_reason
@with_name
@with_json
def undo(number: int, **how: Any) -> None:
    """Take change NUMBER back: its words become again what they were before it."""
    _carry_out(lambda connection, whose: wording.undone(connection, whose, number), **how)


@command.command(name="changes")
@_authority
@with_json
def list_changes(authority: str | None, in_json: bool) -> None:
    """List every change of the list: what, when, by whom and why."""
    with opened() as (database, _), database.reading() as connection:
        made = changes(connection, authority_named(database, authority))
    if in_json:
        click.echo(json.dumps([_as_json(one) for one in made]))
        return
    if not made:
        click.echo("Nothing was changed: the list is what is built in.")
    for one in made:
        day = in_words(one.made_at.date())
        click.echo(f"{one.number}  {day}  {_what(one.term)}, by {one.made_by}: {one.reason}")


def _carry_out(
    propose: Any,
    *,
    authority: str | None,
    dry_run: bool,
    reason: str,
    name: str,
    in_json: bool,
) -> None:
    """Say what the change would find, and make it unless it is a dry run."""
    with opened() as (database, clock):
        whose = authority_named(database, authority)
        with database.reading() as connection:
            change, finds = _tried(connection, propose, whose)
        by = By(name=name, reason=reason, now=clock.now(), today=clock.today())
        made = None if dry_run else wording.apply(database, change, by)
    if in_json:
        number = {"change": made.number} if made else {}
        click.echo(json.dumps({"dry_run": dry_run, **number, **_finds_as_json(finds)}))
        return
    for line in _as_text(change, finds, made):
        click.echo(line)


def _tried(connection: Connection, propose: Any, whose: str) -> tuple[Proposed, Finds]:
    change: Proposed = propose(connection, whose)
    return change, wording.preview(connection, change)


def _as_text(change: Proposed, finds: Finds, made: ChangeOnFile | None) -> Iterator[str]:
    yield f"{_what(change.term)}."
    yield (
        f"Of the newest {finds.read} pieces of provision on file, {finds.with_words} have these words; something vague "
        f"is found in {finds.before} now and in {finds.after} after the change."
    )
    yield f"Written as change {made.number}." if made else "Nothing was written."


def _what(term: TermChange) -> str:
    if term.is_on:
        return f"“{term.words}” is looked for: {term.instead}"
    return f"“{term.words}” is not looked for"


def _finds_as_json(finds: Finds) -> dict[str, int]:
    return {
        "read": finds.read,
        "with_words": finds.with_words,
        "before": finds.before,
        "after": finds.after,
    }


def _as_json(change: ChangeOnFile) -> dict[str, Any]:
    return {
        "number": change.number,
        "words": change.term.words,
        "instead": change.term.instead,
        "is_on": change.term.is_on,
        "undoes": change.undoes,
        "reason": change.reason,
        "made_by": change.made_by,
        "made_at": change.made_at.isoformat(),
    }
