"""`ehc migrate`: the only way a schema comes to be."""

from __future__ import annotations

import click

from ehc_workflow.settings import load_settings
from ehc_workflow.store import migrate


@click.command(name="migrate")
@click.option(
    "--check", is_flag=True, help="Change nothing; exit with 1 unless the schema is the newest."
)
def command(check: bool) -> None:
    """Bring the database to the newest schema, or leave it untouched where that fails."""
    url = load_settings().database_url
    if check:
        migrate.require_newest(url)
    else:
        migrate.upgrade(url)
    click.echo(migrate.newest())
