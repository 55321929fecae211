"""`ehc import`: the open caseload from the spreadsheet that keeps it today."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import click

from ehc_workflow.clock import clock_for
from ehc_workflow.domain.actors import SYSTEM
from ehc_workflow.importing.caseload import Prepared, authority_named, bring_in, prepare
from ehc_workflow.importing.columns import as_markdown
from ehc_workflow.importing.report import as_json, as_text
from ehc_workflow.service.accounts import accounts_for
from ehc_workflow.settings import load_settings
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.migrate import require_newest

Item = TypeVar("Item")


def _show_columns(context: click.Context, option: click.Parameter, asked: bool) -> None:
    """Answer and leave before a file is missed."""
    if asked and not context.resilient_parsing:
        click.echo(as_markdown())
        context.exit()


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--authority", metavar="NAME", help="Whose caseload it is, where there are several.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would happen.")
@click.option(
    "--add-unknown",
    is_flag=True,
    help="Add teams, settings, services and caseworkers' seats that are not known here yet.",
)
@click.option(
    "--as", "address", metavar="ADDRESS", help="The administrator who does this; else the engine."
)
@click.option("--json", "in_json", is_flag=True, help="For machines.")
@click.option(
    "--columns",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_columns,
    help="Say which columns a file may have, and stop.",
)
def command(
    file: Path,
    authority: str | None,
    dry_run: bool,
    add_unknown: bool,
    address: str | None,
    in_json: bool,
) -> None:
    """Bring in the open cases of a CSV FILE, every row or none. The same file twice changes nothing.

    Exit status 1 says that something is wrong with a row and that nothing was brought in.
    """
    settings = load_settings()
    require_newest(settings.database_url)
    database = open_database(settings.database_url)
    clock = clock_for(settings.today)
    try:
        today = clock.today()
        actor = accounts_for(settings, database).actor(address, today=today) if address else SYSTEM
        prepared = prepare(
            database,
            authority_named(database, authority),
            file.read_bytes(),
            today=today,
            add_unknown=add_unknown,
            watch=_on_stderr,
        )
        if not dry_run:
            bring_in(
                database, prepared, actor=actor, now=clock.now(), today=today, watch=_on_stderr
            )
    finally:
        database.close()
    _say(prepared, dry_run=dry_run, in_json=in_json)


def _say(prepared: Prepared, *, dry_run: bool, in_json: bool) -> None:
    if in_json:
        click.echo(json.dumps(as_json(prepared, dry_run=dry_run)))
    else:
        for line in as_text(prepared, dry_run=dry_run):
            click.echo(line)
    if prepared.refused:
        raise click.exceptions.Exit(1)


def _on_stderr(items: Iterable[Item], *, length: int, label: str) -> Iterator[Item]:
    with click.progressbar(
        items, length=length, label=label, file=sys.stderr, update_min_steps=50
    ) as shown:
        yield from shown
