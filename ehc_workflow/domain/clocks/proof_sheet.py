"""A proof as text for a terminal and as plain data for JSON; a page lays out the same values its own way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ehc_workflow.dates.words import with_weekday
from ehc_workflow.domain.clocks.explanation import Proof
from ehc_workflow.domain.clocks.picture import SAYS, SIGN, marks, months


def as_text(proof: Proof) -> str:
    """The proof as a parent could read it aloud."""
    return "\n".join(_lines(proof))


def _lines(proof: Proof) -> Iterator[str]:
    clock = proof.clock
    yield f"{clock.clock}{f' ({clock.ref})' if clock.ref else ''}: {with_weekday(clock.due_on)}"
    yield f"  What is owed    {proof.duty}"
    yield f"  Whose time      {proof.owner} ({proof.kind})"
    yield f"  Started by      {proof.started_by}"
    yield f"  Rule            {proof.provision}, {proof.in_force} [{proof.rule_version}]"
    yield f"  Counted as      {proof.counting}"
    yield from _listed("Steps", [f"{with_weekday(s.day)}: {s.says}" for s in proof.steps])
    yield from _listed(
        "Holidays met", [f"{with_weekday(s.day)}: {s.says}" for s in proof.holidays_met]
    )
    yield from _listed("Closures met", list(proof.closures_met))
    grounds = [
        f"{'met' if g.met else 'not met'}: {g.citation}. {g.says}. {g.why}" for g in proof.grounds
    ]
    yield from _listed("Exceptions", grounds)
    yield from _listed("To confirm", list(proof.confirm))
    if clock.act_by is not None:
        yield f"  Act by          {with_weekday(clock.act_by)}"
    if clock.earliest_final is not None:
        yield f"  Earliest final  {with_weekday(clock.earliest_final)}"
    yield f"  Outcome         {proof.outcome}"
    yield from _listed("Would change it", list(proof.would_change))
    yield from _listed("To know", list(proof.doubts))


def as_calendar(proof: Proof) -> str:
    """The days of the count month by month, for a terminal, with what each sign means."""
    found = marks(proof)
    lines = []
    for month in months(found):
        lines += [f"  {month.first_day:%B %Y}", "  Mo  Tu  We  Th  Fr  Sa  Su"]
        for week in month.weeks:
            cells = (f"{one.day.day:>2}{one.sign or ' '} " if one else "    " for one in week)
            lines.append(f"  {''.join(cells).rstrip()}")
    used = dict.fromkeys(sorted(found.values(), key=list(SAYS).index))
    lines.append("  " + ", ".join(f"{SIGN[mark]} {SAYS[mark]}" for mark in used))
    return "\n".join(lines)


def _listed(title: str, lines: list[str]) -> Iterator[str]:
    for place, line in enumerate(lines):
        yield f"  {title if place == 0 else '':<15} {line}"


def as_data(proof: Proof) -> dict[str, Any]:
    """The proof as plain values."""
    clock = proof.clock
    return {
        "clock": clock.clock.value,
        "ref": clock.ref,
        "starts": clock.starts_on.isoformat(),
        "due": clock.due_on.isoformat(),
        "act_by": clock.act_by.isoformat() if clock.act_by else None,
        "basis": clock.basis,
        "duty": proof.duty,
        "owner": proof.owner,
        "kind": proof.kind,
        "started_by": proof.started_by,
        "provision": proof.provision,
        "rule_version": proof.rule_version,
        "in_force": proof.in_force,
        "counting": proof.counting,
        "steps": [
            {"day": s.day.isoformat(), "says": s.says, "counted": s.counted} for s in proof.steps
        ],
        "calendar": [
            {"day": day.isoformat(), "mark": mark.value} for day, mark in marks(proof).items()
        ],
        "holidays_met": [{"day": s.day.isoformat(), "says": s.says} for s in proof.holidays_met],
        "closures_met": list(proof.closures_met),
        "exceptions": [
            {"citation": g.citation, "says": g.says, "met": g.met, "why": g.why}
            for g in proof.grounds
        ],
        "confirm": list(proof.confirm),
        "outcome": proof.outcome,
        "would_change": list(proof.would_change),
        "to_know": list(proof.doubts),
    }
