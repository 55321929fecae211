"""`ehc template`: the words of messages, built in or an authority's own."""

from __future__ import annotations

import json
from getpass import getuser
from pathlib import Path

import click
from sqlalchemy import Connection

from ehc_workflow.cli.counting import opened
from ehc_workflow.clock import Clock
from ehc_workflow.importing.caseload import authority_named
from ehc_workflow.service import message_wording
from ehc_workflow.service.counting_changes import By
from ehc_workflow.service.message_wording import Proposed
from ehc_workflow.settings import load_settings
from ehc_workflow.store.engine import Database
from ehc_workflow.store.message_wording import OwnWords, changes

_authority = click.option(
    "--authority", metavar="NAME", help="Whose words they are, where there are several."
)
_dry_run = click.option(
    "--dry-run", is_flag=True, help="Write nothing; show what the message would look like."
)
_reason = click.option("--reason", default="", help="Why; kept with the words.")
_by = click.option("--by", "who", default=getuser, help="Who does it; the user of the machine.")
_name = click.argument("name")


@click.group(name="template")
def command() -> None:
    """Keep the words of messages: an authority's own in place of those built in."""


@command.command(name="list")
@_authority
@click.option("--json", "in_json", is_flag=True, help="For machines.")
def list_templates(authority: str | None, in_json: bool) -> None:
    """List every message that is sent, with its subject and whose words it has."""
    with opened() as (database, _), database.reading() as connection:
        found = message_wording.listed(connection, authority_named(database, authority))
    rows = [
        {
            "name": one.template,
            "subject": one.words.subject,
            "own_version": one.change.number if one.change and one.words.is_own else None,
        }
        for one in found
    ]
    if in_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        whose = f"own, version {row['own_version']}" if row["own_version"] else "built in"
        click.echo(f"{row['name']}  {row['subject']}  ({whose})")


@command.command(name="show")
@_name
@_authority
def show(name: str, authority: str | None) -> None:
    """Show the words of one message, and every change of them."""
    with opened() as (database, _), database.reading() as connection:
        whose = authority_named(database, authority)
        words = message_wording.one(connection, whose, name).words
        made = changes(connection, whose, name)
    click.echo(f"Subject: {words.subject}\n\n{words.body}")
    click.echo(f"Text message: {words.sms or 'none'}")
    for one in made:
        undoes = f", takes back {one.undoes}" if one.undoes else ""
        click.echo(f"{one.number}{undoes}  {one.made_at:%Y-%m-%d}  {one.made_by}  {one.reason}")


@command.command(name="change")
@_name
@click.option("--subject", required=True, help="The subject, with fields in braces.")
@click.option(
    "--body",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="A file with the text of the e-mail or letter.",
)
@click.option("--sms", default="", help="The text message; without one it never goes as one.")
@_authority
@_reason
@_by
@_dry_run
def change(
    name: str,
    subject: str,
    body: Path,
    sms: str,
    authority: str | None,
    reason: str,
    who: str,
    dry_run: bool,
) -> None:
    """Put an authority's own words in place of those that hold."""
    words = OwnWords(is_own=True, subject=subject, body=body.read_text("utf-8"), sms=sms)
    with opened() as (database, clock):
        with database.reading() as connection:
            proposed = message_wording.proposed(
                connection, authority_named(database, authority), name, words, _address()
            )
        _carry_out(database, clock, proposed, who=who, reason=reason, dry_run=dry_run)


@command.command(name="undo")
@_name
@click.argument("number", type=int)
@_authority
@_reason
@_by
@_dry_run
def undo(
    name: str, number: int, authority: str | None, reason: str, who: str, dry_run: bool
) -> None:
    """Have the words as they were before version NUMBER."""
    with opened() as (database, clock):
        with database.reading() as connection:
            proposed = _before(connection, database, authority, name, number)
        _carry_out(database, clock, proposed, who=who, reason=reason, dry_run=dry_run)


def _before(
    connection: Connection, database: Database, authority: str | None, name: str, number: int
) -> Proposed:
    whose = authority_named(database, authority)
    return message_wording.undone(connection, whose, name, number, _address())


def _carry_out(
    database: Database, clock: Clock, proposed: Proposed, *, who: str, reason: str, dry_run: bool
) -> None:
    sample = proposed.sample
    click.echo(f"Subject: {sample.subject}\n\n{sample.body}\nText message: {sample.sms or 'none'}")
    if dry_run:
        click.echo("Nothing was written.")
        return
    by = By(name=who, reason=reason, now=clock.now(), today=clock.today())
    made = message_wording.apply(database, proposed, by, _address())
    click.echo(f"Written as version {made.number}.")


def _address() -> str:
    return load_settings().address
