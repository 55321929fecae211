"""`ehc clock`: work out statutory dates from facts, check them, explain them, and print the limits.

Results go to standard output, messages to standard error. Exit status 1 when the answer is no (a vector differs or
cannot be worked out), 2 for a file that cannot be read or other wrong use.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from typing import IO, Any

import click

from ehc_workflow.conformance import Document, DocumentError, Report, Vector, check, compute, read
from ehc_workflow.domain.clocks import Clock, clocks
from ehc_workflow.domain.clocks.explanation import explain
from ehc_workflow.domain.clocks.proof_sheet import as_calendar, as_data, as_text
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.domain.facts import ClockId, Facts, Trigger, TriggerKind
from ehc_workflow.rules.book import BOOK
from ehc_workflow.rules.printed import limits_page

FILE = click.File("rb")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


@click.group("clock")
def command() -> None:
    """Work out statutory dates, check them and explain them."""


@command.command("compute")
@click.argument("file", type=FILE)
@click.option(
    "--json", is_flag=True, expose_value=False, help="Print JSON for machines, as it always does."
)
def compute_command(file: IO[bytes]) -> None:
    """Print everything that can be worked out from the vectors in FILE (YAML or JSON, - for standard input)."""
    answers = compute(_document(file))
    click.echo(json.dumps(answers, indent=2, ensure_ascii=False))
    failed = {name: answer["error"] for name, answer in answers.items() if "error" in answer}
    for name, error in failed.items():
        click.echo(f"{name}: {error}", err=True)
    sys.exit(1 if failed else 0)


@command.command("check")
@click.argument("file", type=FILE)
@click.option(
    "--answers",
    type=FILE,
    help="JSON of another system's answers, vector id to answer, to be checked instead of ours.",
)
@AS_JSON
def check_command(file: IO[bytes], answers: IO[bytes] | None, as_json: bool) -> None:
    """Hold the answers against what the vectors in FILE expect, and print a score by topic."""
    report = check(_document(file), None if answers is None else _answers(answers))
    click.echo(
        json.dumps(_report_data(report), indent=2, ensure_ascii=False)
        if as_json
        else _sheet(report)
    )
    sys.exit(0 if report.all_agree else 1)


@command.command("explain")
@click.argument("file", type=FILE, required=False)
@click.argument("vector_id", required=False)
@click.argument("clock", required=False, type=click.Choice([clock.value for clock in ClockId]))
@click.option(
    "--received",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Instead of FILE: explain the limits of a parental request received on this day.",
)
@click.option("--calendar", is_flag=True, help="Show the days of each count on a calendar as well.")
@AS_JSON
def explain_command(
    file: IO[bytes] | None,
    vector_id: str | None,
    clock: str | None,
    received: datetime | None,
    calendar: bool,
    as_json: bool,
) -> None:
    """Print the proof of each limit, or of one CLOCK, of the vector VECTOR_ID in FILE."""
    facts = _facts_to_explain(file, vector_id, received)
    found = [one for one in _clocks(facts) if clock is None or one.clock == clock]
    if not found:
        click.echo("The facts start no such limit.", err=True)
        sys.exit(1)
    proofs = [explain(one, facts) for one in found]
    if as_json:
        click.echo(json.dumps([as_data(proof) for proof in proofs], indent=2, ensure_ascii=False))
    else:
        parts = ([as_text(one), as_calendar(one)] if calendar else [as_text(one)] for one in proofs)
        click.echo("\n\n".join("\n\n".join(part) for part in parts))


@command.command("limits")
def limits_command() -> None:
    """Print the table of limits as Markdown, from the rules: docs/limits.md is this."""
    click.echo(limits_page(BOOK), nl=False)


def _document(file: IO[bytes]) -> Document:
    try:
        return read(file.read())
    except DocumentError as error:
        raise click.UsageError(f"{_name(file)}: {error}") from error


def _name(file: IO[bytes]) -> str:
    return str(getattr(file, "name", "standard input"))


def _answers(file: IO[bytes]) -> dict[str, Any]:
    try:
        answers = json.load(file)
    except ValueError as error:
        raise click.UsageError(f"{_name(file)} is not JSON: {error}") from error
    if not isinstance(answers, dict):
        raise click.UsageError(f"{_name(file)} is not an object of vector ids and answers.")
    return answers


def _facts_to_explain(
    file: IO[bytes] | None, vector_id: str | None, received: datetime | None
) -> Facts:
    if received is not None and file is None:
        return _request_on(received.date())
    if file is None or vector_id is None or received is not None:
        raise click.UsageError("Give FILE and VECTOR_ID, or --received DATE.")
    vector = _document(file).find(vector_id)
    if vector is None:
        raise click.UsageError(f"{_name(file)} has no vector {vector_id}.")
    return _facts_of(vector)


def _request_on(day: date) -> Facts:
    return Facts(triggers=(Trigger(TriggerKind.PARENTAL_REQUEST, received_on=day),))


def _facts_of(vector: Vector) -> Facts:
    if vector.facts is None:
        click.echo(f"{vector.id}: {vector.problem}", err=True)
        sys.exit(1)
    return vector.facts


def _clocks(facts: Facts) -> tuple[Clock, ...]:
    try:
        return clocks(facts)
    except EhcError as error:
        click.echo(error.message, err=True)
        sys.exit(1)


def _sheet(report: Report) -> str:
    lines = []
    for result in report.results:
        if result.problem is not None:
            lines.append(f"{result.id}: {result.problem}")
        lines += [f"{result.id}: {difference}" for difference in result.differences]
    if lines:
        lines.append("")
    width = max((len(score.topic) for score in report.scores()), default=0)
    lines += [
        f"{score.topic:<{width}}  {score.agree:>6} of {score.of}" for score in report.scores()
    ]
    lines.append(
        f"{report.agreeing} of {report.compared} vectors agree in everything that is compared."
    )
    return "\n".join(lines)


def _report_data(report: Report) -> dict[str, Any]:
    return {
        "vectors": len(report.results),
        "compared": report.compared,
        "agree": report.agreeing,
        "topics": {
            score.topic: {"agree": score.agree, "of": score.of} for score in report.scores()
        },
        "differences": {
            result.id: [
                {"where": one.where, "expected": one.expected, "answered": one.answered}
                for one in result.differences
            ]
            for result in report.results
            if result.differences
        },
        "problems": {
            result.id: result.problem for result in report.results if result.problem is not None
        },
    }
