"""`ehc audit`: whether the record is as it was written."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Protocol

import click

from ehc_workflow.service.verify import Fault, Verified, verify
from ehc_workflow.settings import load_settings
from ehc_workflow.store.audit import number_of_cases
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.migrate import require_newest

SHOWN = 20
"""Faults printed in words; --json has them all."""


class Progress(Protocol):
    """Hears how many cases have been read."""

    def __call__(self, number: int) -> None:
        """So many by now."""


@click.group(name="audit")
def command() -> None:
    """Verify the log."""


@command.command(name="verify")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def verify_command(as_json: bool) -> None:
    """Walk every case's chain, take every digest again, replay every case, and check the seals.

    Exits with 1 where anything is not as it was written, and names the first bad entry.
    """
    settings = load_settings()
    require_newest(settings.database_url)
    database = open_database(settings.database_url)
    try:
        with progress(database) as on_case:
            found = verify(database, on_case)
    finally:
        database.close()
    click.echo(json.dumps(as_data(found)) if as_json else in_words(found))
    if not found.is_whole:
        sys.exit(1)


@contextmanager
def progress(database: Database) -> Iterator[Progress]:
    """A bar on standard error, where somebody looks at it."""
    with database.reading() as connection:
        length = number_of_cases(connection)
    with click.progressbar(
        length=length, label="Cases", file=sys.stderr, update_min_steps=200
    ) as bar:
        yield lambda number: bar.update(1)


def as_data(found: Verified) -> dict[str, object]:
    """The findings as JSON knows them."""
    return {
        "ok": found.is_whole,
        "cases": found.cases,
        "entries": found.entries,
        "seals": found.seals,
        "first_bad": asdict(found.faults[0]) if found.faults else None,
        "faults": [asdict(fault) for fault in found.faults],
    }


def in_words(found: Verified) -> str:
    """The findings for a person."""
    read = f"Read: cases {found.cases}, entries {found.entries}, seals {found.seals}."
    if found.is_whole:
        return f"{read} Everything is as it was written."
    lines = [_line(fault) for fault in found.faults[:SHOWN]]
    if len(found.faults) > SHOWN:
        lines.append(f"and {len(found.faults) - SHOWN} more")
    return "\n".join([read, *lines])


def _line(fault: Fault) -> str:
    if fault.assessment_id is None:
        return fault.what
    return f"Case {fault.assessment_id}, entry {fault.seq}: {fault.what}"
