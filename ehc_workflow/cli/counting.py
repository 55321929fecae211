"""What the commands share that change what dates are counted by: the database, the bar, the report."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getuser
from typing import Any

import click

from ehc_workflow.cli import impact_words
from ehc_workflow.clock import Clock, clock_for
from ehc_workflow.service.counting_changes import By, Proposed, apply, preview
from ehc_workflow.service.impact import Impact
from ehc_workflow.settings import load_settings
from ehc_workflow.store.counting import Change
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.migrate import require_newest
from ehc_workflow.store.recount import open_cases

with_reason = click.option("--reason", default="", help="Why; kept with the change.")
with_name = click.option(
    "--by", "name", default=getuser, help="Who does it; the user of the machine."
)
with_json = click.option("--json", "in_json", is_flag=True, help="For machines.")


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


@dataclass(frozen=True, slots=True)
class Report:
    """What a change moved, or for a dry run would move."""

    moves: Impact
    change: Change | None

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        made = {"change": self.change.number} if self.change else {}
        return {"dry_run": self.change is None, **made, **impact_words.as_json(self.moves)}

    def as_text(self) -> Iterator[str]:
        """For a person."""
        yield from impact_words.as_text(self.moves)
        if self.change is None:
            yield "Nothing was written."
        else:
            yield f"Written as change {self.change.number}, with {self.change.moved} log entries."


def carry_out(database: Database, proposed: Proposed, by: By, *, dry_run: bool) -> Report:
    """Make the change, or only say what it would move; a bar on standard error shows how far it has got."""
    length = len(open_cases(database))
    with click.progressbar(length=length, label="Looking at open cases", file=sys.stderr) as bar:
        if dry_run:
            return Report(preview(database, proposed, by.today, bar.update), None)
        change, moves = apply(database, proposed, by, bar.update)
    return Report(moves, change)
