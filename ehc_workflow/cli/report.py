"""`ehc report`: a case or the caseload as known on a past day, where the days went, and how a month's advice went."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from typing import Any

import click
from sqlalchemy import Connection

from ehc_workflow.cli.advice_report import advice_command
from ehc_workflow.cli.counting import opened
from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.days import Cause, rounded
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.rules.ladders import LEVELS
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service.as_known import AsKnown, as_known
from ehc_workflow.service.caseload_as_known import Known, KnownCase, caseload_as_known
from ehc_workflow.service.counting_changes import policy_now
from ehc_workflow.service.days_summed import days_of_caseload
from ehc_workflow.store import organisation
from ehc_workflow.store.counting import policy_as_known
from ehc_workflow.store.queries.as_known import number_on_file
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.queries.reach import Reach
from ehc_workflow.store.queries.search import id_of_reference
from ehc_workflow.store.queries.timeline import log_entries
from ehc_workflow.store.rows import Rows

ON = click.option(
    "--on",
    "day",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day, at whose end in London it was known.",
)
JSON = click.option("--json", "in_json", is_flag=True, help="For machines.")
SHOWN = 50


@click.group(name="report")
def command() -> None:
    """Say what was known on a past day, where the days went, and how the advice of a month went."""


@command.command(name="case")
@click.argument("reference")
@ON
@JSON
def case_command(reference: str, day: datetime, in_json: bool) -> None:
    """Print the case REFERENCE as it was known at the end of a day, and what of that time was learned later."""
    with opened() as (database, clock), database.reading() as connection:
        case_id = id_of_reference(connection, reference)
        if case_id is None:
            raise NotFoundError("There is no case with this reference.")
        case = case_file(connection, case_id).case
        known = as_known(case, log_entries(connection, case_id), day.date(), today=clock.today())
        policy = policy_as_known(Rows(connection), day.date())
    if in_json:
        click.echo(json.dumps(_case_as_data(known, policy)))
        return
    click.echo(f"{reference} on {in_words(known.day)}: {known.case.state.value.replace('_', ' ')}")
    for one in deadlines(known.case, policy):
        status = one.status(known.day).value.replace("_", " ")
        click.echo(f"  {one.code}: due {in_words(one.due_on)} ({one.provision}), {status}")
    click.echo(f"Learned later of that time: {len(known.learned_later)}.")
    for later in known.learned_later:
        happened = min(later.happened_on.values())
        what = later.kind.replace("_", " ")
        click.echo(f"  {what}: {in_words(happened)}, recorded on {in_words(later.recorded_on)}")


def _case_as_data(known: AsKnown, policy: Policy) -> dict[str, Any]:
    return {
        "day": known.day.isoformat(),
        "reference": known.case.reference,
        "state": known.case.state.value,
        "deadlines": [
            {
                "code": one.code,
                "ref": one.ref,
                "due_on": one.due_on.isoformat(),
                "provision": one.provision,
                "status": one.status(known.day).value,
            }
            for one in deadlines(known.case, policy)
        ],
        "learned_later": [
            {"kind": one.kind, "recorded_on": one.recorded_on.isoformat()}
            for one in known.learned_later
        ],
    }


@command.command(name="caseload")
@ON
@JSON
def caseload_command(day: datetime, in_json: bool) -> None:
    """Print the caseload as it was known at the end of a day: counts, and what was owed, worst first."""
    with opened() as (database, clock), database.reading() as connection:
        reach = _everything(connection)
        length = number_on_file(connection, reach)
        with click.progressbar(length=length, label="Looking at cases", file=sys.stderr) as bar:
            known = caseload_as_known(
                connection, reach, day.date(), today=clock.today(), on_case=bar.update
            )
    if in_json:
        click.echo(json.dumps(_caseload_as_data(known)))
        return
    counts = ", ".join(f"{known.by_level[level]} {_words(level)}" for level in reversed(LEVELS))
    click.echo(
        f"Known on {in_words(known.day)}: {len(known.owed)} cases with something owed ({counts})."
    )
    in_time = sum(plan.in_time for plan in known.plans)
    click.echo(
        f"Final plans sent by then: {len(known.plans)}, of these within 20 weeks: {in_time}."
    )
    click.echo(f"Cases of which something of that time was learned later: {known.learned_later}.")
    for one in known.owed[:SHOWN]:
        click.echo(f"  {one.case.reference}  {_words(one.rated.level)}: {_reason(one)}")
    if len(known.owed) > SHOWN:
        click.echo(f"  and {len(known.owed) - SHOWN} more; --json has them all")


def _reason(one: KnownCase) -> str:
    if one.reason is None:
        return "nothing due"
    return f"{one.reason.code}, due {in_words(one.reason.due_on)} ({one.reason.provision})"


def _caseload_as_data(known: Known) -> dict[str, Any]:
    return {
        "day": known.day.isoformat(),
        "by_level": {level.value: known.by_level[level] for level in LEVELS},
        "plans_sent": len(known.plans),
        "plans_in_time": sum(plan.in_time for plan in known.plans),
        "learned_later": known.learned_later,
        "owed": [
            {
                "reference": one.case.reference,
                "state": one.case.state.value,
                "level": one.rated.level.value,
                "code": one.rated.code,
                "due_on": one.rated.due_on.isoformat() if one.rated.due_on else None,
                "learned_later": one.learned_later,
            }
            for one in known.owed
        ],
    }


@command.command(name="days")
@click.option("--year", required=True, type=click.IntRange(2014, 2100), help="A calendar year.")
@JSON
def days_command(year: int, in_json: bool) -> None:
    """Print where the days of the cases that ended in a year went, by what they were spent on."""
    with opened() as (database, _), database.reading() as connection:
        found = days_of_caseload(
            connection,
            _everything(connection),
            policy_now(database),
            first_day=date(year, 1, 1),
            last_day=date(year, 12, 31),
        )
        names = dict(organisation.services(connection))
    of_all, late = found.in_all, rounded(found.late)
    services = sorted(
        (names.get(service, service), round(one.days), round(one.late))
        for service, one in found.by_service.items()
    )
    if in_json:
        whole = {cause.value: days for cause, days in of_all.whole.items()}
        told = {
            "year": year,
            "cases": of_all.cases,
            "days": whole,
            "late": {cause.value: days for cause, days in late.items()},
            "services": [
                {"service": name, "days": days, "late": over} for name, days, over in services
            ],
        }
        click.echo(json.dumps(told))
        return
    click.echo(f"Cases that ended in {year}: {of_all.cases}, with {of_all.days} days in all.")
    for cause, days in of_all.whole.items():
        over = f", {late[cause]} of them late" if late.get(cause) else ""
        click.echo(f"  {_cause(cause):<16} {days:>8}  {of_all.mean(cause):>6} a case{over}")
    for name, days, over_days in services:
        click.echo(f"  waited for {name}: {days} days, {over_days} of them late")


command.add_command(advice_command)


def _everything(connection: Connection) -> Reach:
    """Every authority of this installation: whoever has the command line has the database."""
    ids = tuple(one for one, _ in organisation.authorities(connection))
    return Reach(ids, (), (), ())


def _words(level: str) -> str:
    return level.replace("_", " ")


def _cause(cause: Cause) -> str:
    return cause.value.replace("_", " ")
