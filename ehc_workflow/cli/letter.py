"""`ehc letter`: the words of letters to families, built in or an authority's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy import Connection

from ehc_workflow.cli.counting import opened, with_json, with_reason
from ehc_workflow.cli.installation import by_now
from ehc_workflow.domain.case import Letter
from ehc_workflow.importing.caseload import authority_named
from ehc_workflow.service import letter_wording
from ehc_workflow.service.letter_wording import FROM_THE_CASE, LetterPart
from ehc_workflow.store.engine import Database
from ehc_workflow.store.organisation_changes import Change

_authority = click.option(
    "--authority", metavar="NAME", help="Whose words they are, where there are several."
)
_letter = click.argument("letter", type=click.Choice([one.value for one in Letter]))
_part = click.argument("part")


@click.group(name="letter")
def command() -> None:
    """Keep the words of letters to families: an authority's own in place of those built in."""


@command.command(name="list")
@_authority
@with_json
def list_parts(authority: str | None, in_json: bool) -> None:
    """List every part of every letter, and whose words it has."""
    with opened() as (database, _), database.reading() as connection:
        whose = authority_named(database, authority)
        rows = [
            {
                "letter": letter.value,
                "part": one.block.key,
                "title": one.block.title,
                "own": bool(one.own),
                "must_keep_built_in": one.locked,
            }
            for letter in Letter
            for one in letter_wording.listed(connection, whose, letter)
        ]
    if in_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        words = "own" if row["own"] else "built in"
        click.echo(f"{row['letter']}  {row['part']}  {row['title']}  ({words})")


@command.command(name="show")
@_letter
@_part
@_authority
def show(letter: str, part: str, authority: str | None) -> None:
    """Show one part filled in for an invented case, its own words, and every change of them."""
    with opened() as (database, _), database.reading() as connection:
        for line in _shown(connection, _meant(database, authority, letter, part)):
            click.echo(line)


def _meant(database: Database, authority: str | None, letter: str, part: str) -> LetterPart:
    whose = authority_named(database, authority)
    return LetterPart(authority_id=whose, letter=Letter(letter), key=part)


def _shown(connection: Connection, part: LetterPart) -> Iterator[str]:
    found = letter_wording.one(connection, part)
    yield found.block.text or FROM_THE_CASE
    yield f"\nOwn words: {found.own or 'none'}"
    if found.locked:
        asked_by = f" ({found.block.required_by})" if found.block.required_by else ""
        yield f"This part must be in the letter{asked_by}: own words keep {{built_in}}."
    yield from map(_told, letter_wording.changes(connection, part))


def _told(change: Change) -> str:
    what = "own words" if change.content["now"] else "the built-in words again"
    return f"{change.made_at:%Y-%m-%d}  {change.made_by}  {what}  {change.content['reason']}"


@command.command(name="change")
@_letter
@_part
@click.option(
    "--words",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="A file with the words, with fields in braces.",
)
@_authority
@with_reason
@click.option("--dry-run", is_flag=True, help="Write nothing; show a sample of the part.")
def change(
    letter: str, part: str, file: Path, authority: str | None, reason: str, dry_run: bool
) -> None:
    """Put an authority's own words in place of those that hold."""
    words = file.read_text("utf-8")
    with opened() as (database, clock):
        meant = _meant(database, authority, letter, part)
        with database.reading() as connection:
            click.echo(letter_wording.sample(connection, meant, words))
        if dry_run:
            click.echo("\nNothing was written.")
            return
        letter_wording.keep(database, by_now(clock), meant, words, reason)
    click.echo("\nWritten: letters that are written from now on begin with these words.")


@command.command(name="undo")
@_letter
@_part
@_authority
@with_reason
def undo(letter: str, part: str, authority: str | None, reason: str) -> None:
    """Have the words as they were before the last change."""
    with opened() as (database, clock):
        meant = _meant(database, authority, letter, part)
        letter_wording.take_back(database, by_now(clock), meant, reason)
        with database.reading() as connection:
            for line in _shown(connection, meant):
                click.echo(line)
