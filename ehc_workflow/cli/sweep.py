"""`ehc sweep`: the nightly look at every deadline whose day has come, once and by hand."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime

import click

from ehc_workflow.clock import clock_for
from ehc_workflow.dates.words import in_words
from ehc_workflow.jobs.sweep import SweepReport, dry_run, sweep
from ehc_workflow.settings import load_settings
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.migrate import require_newest

_LEVELS = {"at_risk": "At risk", "due_now": "Due now", "late": "Late", "on_track": "On track"}


@click.command(name="sweep")
@click.option(
    "--as-of",
    "day",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The London day to look from; today if not given.",
)
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be done and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def command(day: datetime | None, dry: bool, as_json: bool) -> None:
    """Look for deadlines that have come near or passed, and raise an alert for each, once.

    Run again it raises nothing twice. The worker does the same every morning.
    """
    settings = load_settings()
    require_newest(settings.database_url)
    clock = clock_for(settings.today)
    as_of = day.date() if day else clock.today()
    database = open_database(settings.database_url)
    try:
        report = (dry_run if dry else sweep)(database, as_of, clock.now())
    finally:
        database.close()
    click.echo(json.dumps(as_data(report)) if as_json else _in_words(report))


def as_data(report: SweepReport) -> dict[str, object]:
    """The report as JSON knows it."""
    return {
        "as_of": report.as_of.isoformat(),
        "looked_at": report.looked_at,
        "raised": report.raised,
        "cleared": report.cleared,
        "alerts": [
            {key: _plain(value) for key, value in asdict(alert).items()} for alert in report.alerts
        ],
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _in_words(report: SweepReport) -> str:
    lines = [
        f"{alert.reference}  {_LEVELS[alert.level]}: {alert.reason} Told: {', '.join(alert.audience)}."
        for alert in report.alerts
    ]
    lines.append(
        f"On {in_words(report.as_of)}: looked at {report.looked_at}, raised {report.raised}, cleared {report.cleared}."
    )
    return "\n".join(lines)
