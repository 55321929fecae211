"""`ehc bench`: how near the product comes to the bare database, measured by turns in one run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from ehc_workflow.bench.measure import Result
from ehc_workflow.bench.suite import NAMES, Plan, run

_MEASURED = {
    "clocks": "all clocks of a hundred cases",
    "transition": "a durable step through execute",
    "deliver": "messages taken from the outbox and written down as sent",
    "sweep_find": "what the sweep of one day must look at, found",
    "sweep": "the sweep of one day, found and recorded",
    "worklist": "the first page of a caseworker's list",
    "case_page": "the four statements of a case's page",
    "desk": "the counts and a first page of the health desk",
    "plan_open": "a plan of 300 items, opened",
    "plan_save": "one item of a plan of 300 saved",
    "plan_print": "a plan of 300 items as PDF and Word",
}


@click.command(name="bench")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="Rounds.")
@click.option(
    "--cases",
    default=75_000,
    show_default=True,
    type=click.IntRange(1_000),
    help="Invented cases; one in 19 is open. 1500000 is England in ten years and takes long.",
)
@click.option(
    "--postgresql",
    metavar="URL",
    help="A PostgreSQL server to measure as well, in a new database that is dropped afterwards.",
)
@click.option(
    "--only",
    "names",
    multiple=True,
    type=click.Choice(NAMES),
    help="Measure only this. Repeatable.",
)
def command(
    as_json: bool, rounds: int, cases: int, postgresql: str | None, names: tuple[str, ...]
) -> None:
    """Measure the product against the bare database doing the same work in the same run.

    Only the ratios mean anything on another day or machine. Exit status 1 when a mark is missed.
    """
    plan = Plan(names=names or NAMES, rounds=rounds, cases=cases, say=_say)
    results = []
    for result in run(plan, postgresql):
        _say(_line(result))
        results.append(result)
    click.echo(json.dumps([_as_data(each) for each in results]) if as_json else table(results))
    if any(each.reached is False for each in results):
        raise SystemExit(1)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _as_data(result: Result) -> dict[str, object]:
    return {**asdict(result), "reached": result.reached}


def table(results: Sequence[Result]) -> str:
    """The results as a table in Markdown, as docs/benchmarks.md has them."""
    lines = [
        "| what | database | a second | bare | ratio (range) | mark |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    return "\n".join([*lines, *map(_line, results)])


def _line(result: Result) -> str:
    ratio = f"{result.ratio:.2g} ({result.worst:.2g}–{result.best:.2g})"
    cells = (
        _MEASURED[result.name],
        result.database,
        _per_second(result.per_second),
        _per_second(result.limit_per_second),
        ratio,
        _mark(result),
    )
    return f"| {' | '.join(cells)} |"


def _per_second(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def _mark(result: Result) -> str:
    if result.mark is None:
        return "none set"
    return f"{result.mark} {'reached' if result.reached else 'missed'}"
