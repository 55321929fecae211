"""`ehc simulate`: a made-up authority with years of history in the configured database, or a made-up caseload file."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from ehc_workflow.cli.made_caseload import export
from ehc_workflow.cli.mornings import Mornings
from ehc_workflow.cli.progress import progress_bar
from ehc_workflow.clock import clock_for
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.settings import Settings, load_settings
from ehc_workflow.simulate.authority import DEFAULT_NAME
from ehc_workflow.simulate.checks import Check, by_state, checks, on_time_share, split_of
from ehc_workflow.simulate.history import History, Plan, Scene, simulate
from ehc_workflow.simulate.profiles import PROFILES
from ehc_workflow.simulate.showcase import Shown, case_id
from ehc_workflow.simulate.sign_ins import open_sign_ins, settle_outbox
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.migrate import require_newest


class NotADemonstrationError(EhcError):
    """Invented people do not belong in a production installation."""


@click.command(name="simulate")
@click.option("--requests", default=1150, show_default=True, help="Requests a year.", type=int)
@click.option("--years", default=2.0, show_default=True, help="Years of history.")
@click.option("--profile", default="middle", show_default=True, type=click.Choice(list(PROFILES)))
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same history.")
@click.option(
    "--until",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The day after the history; today if not given.",
)
@click.option("--authority", default=DEFAULT_NAME, show_default=True, help="Its name.")
@click.option(
    "--mornings",
    "with_mornings",
    is_flag=True,
    help="Run the daily jobs and delivery every morning of it, and check what they promise.",
)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option(
    "--export-csv",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a made-up open caseload to this file instead, for `ehc import`.",
)
@click.option("--rows", default=200, show_default=True, help="How many rows the file has.")
def command(
    requests: int,
    years: float,
    profile: str,
    seed: int,
    until: datetime | None,
    authority: str,
    with_mornings: bool,
    as_json: bool,
    file: Path | None,
    rows: int,
) -> None:
    """Write the history of a synthetic authority into the configured database.

    Every person, school and case is invented. The cases are lived through day by day by the same commands that people
    use, up to the evening before UNTIL, so that work goes on from there.

    With --mornings a worker's real jobs run at seven each day, and what they send goes nowhere. Exit status 1 when the
    population is unlike the published ones, or a promise of the jobs was not kept.
    """
    settings = load_settings()
    password = shared_password(settings)
    last = until.date() if until else clock_for(settings.today).today()
    plan = Plan(
        requests=requests,
        years=years,
        profile=PROFILES[profile],
        seed=seed,
        until=last,
        authority=authority,
    )
    if file is not None:
        export(plan, file, rows)
        return
    require_newest(settings.database_url)
    database = open_database(settings.database_url, durable=False)
    mornings = Mornings(database, settings) if with_mornings else None
    try:
        history = fill(database, plan, password=password, mornings=mornings)
    finally:
        database.close()
    report(history, as_json=as_json, mornings=mornings)


def shared_password(settings: Settings) -> str:
    """The password of every invented person. Outside a demonstration there are none."""
    if settings.shared_password is None:
        raise NotADemonstrationError
    return settings.shared_password.get_secret_value()


def fill(
    database: Database,
    plan: Plan,
    *,
    password: str,
    scene: Scene | None = None,
    family_of: Shown | None = None,
    mornings: Mornings | None = None,
) -> History:
    """Simulate with a progress bar, and let people sign in as the first person of each role."""
    with progress_bar(plan) as progress:
        history = simulate(
            database,
            plan,
            sweep=None if mornings else sweep,
            morning=mornings,
            scene=scene,
            progress=progress,
        )
    settle_outbox(database, history)
    bound_to = case_id(history, family_of) if family_of else None
    open_sign_ins(database, history, password, family_of=bound_to)
    return history


# --- what is said of it ----------------------------------------------------------------------------------------------


def summary(history: History, done: list[Check]) -> dict[str, object]:
    """The population in figures."""
    cases = list(history.cases)
    split = split_of(cases, history.plan.until)
    return {
        "authority": history.plan.authority,
        "profile": history.plan.profile.name,
        "seed": history.plan.seed,
        "first_day": history.plan.first_day.isoformat(),
        "until": history.plan.until.isoformat(),
        "requests": len(cases),
        "open": len(history.open_cases),
        "states": {state.value: count for state, count in by_state(cases).items()},
        "commands": history.commands,
        "seconds": round(history.seconds, 1),
        "on_time": {
            "exceptions_counted": _share(on_time_share(cases, leave_out_exceptions=False)),
            "exceptions_left_out": _share(on_time_share(cases, leave_out_exceptions=True)),
        },
        "split": {
            "by_week_20": round(split.by_20, 1),
            "to_a_year": round(split.to_52, 1),
            "over_a_year": round(split.over_52, 1),
            "plans": split.plans,
            "published": history.plan.profile.split,
        },
        "checks": [asdict(check) for check in done],
    }


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 1)


def report(history: History, *, as_json: bool, mornings: Mornings | None = None) -> None:
    """Say what was made. A population unlike the published ones, or a promise that was not kept, exits with 1."""
    done = checks(history)
    figures = summary(history, done)
    kept = mornings.checks() if mornings else []
    if mornings is not None:
        figures["mornings"] = {**asdict(mornings.counts), "checks": [asdict(each) for each in kept]}
    if as_json:
        click.echo(json.dumps(figures))
    else:
        _say(history, figures, done)
        if mornings is not None:
            click.echo(str(mornings.counts))
            _say_checks(kept)
    if any(check.passed is False for check in [*done, *kept]):
        raise click.exceptions.Exit(1)


def _say(history: History, figures: dict[str, object], done: list[Check]) -> None:
    click.echo(
        f"{history.plan.authority} (invented): {figures['requests']} requests, {figures['open']} open; "
        f"{history.commands:,} commands in {history.seconds:.0f} seconds, "
        f"{history.commands / history.seconds:,.0f} a second."
    )
    _say_checks(done)


def _say_checks(done: list[Check]) -> None:
    for check in done:
        click.echo(f"{_MARKS[check.passed]} {check.number}. {check.says}: {check.found}")


_MARKS = {True: "yes   ", False: "NO    ", None: "unsure"}
