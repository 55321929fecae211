"""`ehc report advice`: what became of the requests for advice of a month, service by service."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click
from sqlalchemy import Connection

from ehc_workflow.cli.counting import opened
from ehc_workflow.dates.months import last_of_month
from ehc_workflow.store import organisation
from ehc_workflow.store.queries.advice_figures import ServiceFigures, advice_figures
from ehc_workflow.store.queries.desk_reach import DeskReach

_FIGURES = (
    "asked",
    "in_time",
    "late",
    "overdue",
    "waiting",
    "returned",
    "right_first_time",
    "median_days_late",
    "median_days_to_answer",
)


@click.command(name="advice")
@click.option(
    "--month", required=True, type=click.DateTime(["%Y-%m"]), help="The month asked in, as 2026-06."
)
@click.option("--json", "in_json", is_flag=True, help="For machines.")
def advice_command(month: datetime, in_json: bool) -> None:
    """Print by service what became of the requests for advice made in a month: in time, late, right first time."""
    first_day = month.date()
    with opened() as (database, clock), database.reading() as connection:
        found = advice_figures(
            connection,
            DeskReach(everything_of=_authorities(connection)),
            first_day=first_day,
            last_day=last_of_month(first_day),
            today=clock.today(),
        )
    if in_json:
        services = [_as_data(one) for one in found]
        click.echo(json.dumps({"month": f"{first_day:%Y-%m}", "services": services}))
        return
    click.echo(f"Advice asked in {first_day:%B %Y}: {sum(one.asked for one in found)} requests.")
    for one in found:
        click.echo(f"  {_in_words(one)}")


def _as_data(one: ServiceFigures) -> dict[str, Any]:
    counted = {name: getattr(one, name) for name in _FIGURES}
    return {"service": one.service or None, **counted, "answered": len(one.days_to_answer)}


def _in_words(one: ServiceFigures) -> str:
    late = f", late by {one.median_days_late} (median days)" if one.days_late else ""
    days = one.median_days_to_answer
    answered = "" if days is None else f"; first answer after {days} (median days)"
    return (
        f"{one.service or 'no service named'}: {one.asked} asked, {one.in_time} in time, {one.late} late, "
        f"{one.overdue} late and not given, {one.returned} returned, "
        f"{one.right_first_time} right first time{late}{answered}"
    )


def _authorities(connection: Connection) -> tuple[str, ...]:
    """Every authority of this installation: whoever has the command line has the database."""
    return tuple(one for one, _ in organisation.authorities(connection))
