"""What an import did, would do, or why it did nothing, in words and for machines. It never names a child."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ehc_workflow.importing.caseload import Prepared

_NAMES_SHOWN = 20
_PLURALS = {
    "team": "teams",
    "caseworker": "caseworkers' seats",
    "setting": "settings",
    "health": "health services",
    "psychology": "psychology services",
    "social_care": "social care services",
    "other": "other services",
}


def as_json(prepared: Prepared, *, dry_run: bool) -> dict[str, Any]:
    """Counts first, then what a person should know, then every fault. Where there is one, nothing was written."""
    plan = prepared.plan
    refused = prepared.refused
    return {
        "dry_run": dry_run,
        "refused": refused,
        "rows": prepared.rows,
        "brought_in": 0 if refused else len(plan.imports),
        "joined": 0 if refused else plan.rows_joined,
        "already_here": plan.rows_here_already,
        "late_on_arrival": 0 if refused else plan.late_cases,
        "limits_passed": 0 if refused else plan.limits_passed,
        "added": {} if refused else prepared.names.added(),
        "notes": plan.notes,
        "faults": [
            {"rows": list(fault.rows), "column": fault.column, "why": fault.why}
            for fault in plan.faults
        ],
    }


def as_text(prepared: Prepared, *, dry_run: bool) -> Iterator[str]:
    """The same for a person, with what to do next."""
    if prepared.refused:
        yield from _refusal(prepared)
    else:
        yield from prepared.plan.notes
        yield from _summary(prepared, dry_run=dry_run)


def _refusal(prepared: Prepared) -> Iterator[str]:
    faults = prepared.plan.faults
    yield from map(str, faults)
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    yield (
        f"Nothing was brought in: {count} in {_rows(prepared.rows)}. All rows go in together or none does, so that "
        "nobody has to wonder which cases are in. Put the file right and run the same command again."
    )


def _summary(prepared: Prepared, *, dry_run: bool) -> Iterator[str]:
    plan = prepared.plan
    yield f"{_rows(prepared.rows)} read."
    yield f"{_done('brought in', dry_run)}: {len(plan.imports)}."
    yield f"{_done('joined', dry_run)} to another row's case or one here already: {plan.rows_joined}."
    yield f"Already here, unchanged: {plan.rows_here_already}."
    if plan.late_cases:
        yield (
            f"Late on arrival: {plan.late_cases}, which have passed {plan.limits_passed} "
            f"limit{'' if plan.limits_passed == 1 else 's'} of the law between them."
        )
    for what, names in prepared.names.added().items():
        yield f"{_done('added', dry_run)}, {_PLURALS[what]}: {_listed(names)}."
    yield from _next(prepared, dry_run=dry_run)


def _done(what: str, dry_run: bool) -> str:
    return f"Would be {what}" if dry_run else what.capitalize()


def _next(prepared: Prepared, *, dry_run: bool) -> Iterator[str]:
    if dry_run:
        yield "Nothing was written. Leave out --dry-run to bring the cases in."
        return
    if prepared.names.added():
        yield "Next: seat people (`ehc user seat give`), and give the settings and services added their addresses."
    if prepared.plan.commands:
        yield "Next: `ehc sweep` raises the alerts that these cases are due."
    else:
        yield "Nothing is new, so nothing was changed."


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMES_SHOWN
    shown = ", ".join(names[:_NAMES_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
