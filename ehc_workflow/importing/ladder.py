"""A ladder from a file, in YAML or JSON: every field that is wrong is named."""

from __future__ import annotations

from dataclasses import dataclass

from ehc_workflow.importing.rule_change import read_fields
from ehc_workflow.rules.changes import NewLadder
from ehc_workflow.rules.ladders import Audience, Rung, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRung:
    """One step as a file has it: `days` as a rung counts them, or `percent` of the period; `way` is how far at most."""

    days: int = 0
    percent: int | None = None
    audience: tuple[Audience, ...]
    way: Way = Way.AT_ONCE
    unless_planned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLadder:
    """The ladder of one code."""

    code: str
    rungs: tuple[WrittenRung, ...]


def read_ladder(text: str, authority_id: str) -> NewLadder:
    """The ladder a file describes; raises `ImpossibleFactsError`."""
    written = read_fields(text, WrittenLadder)
    return NewLadder(
        authority_id=authority_id,
        code=written.code,
        rungs=tuple(
            Rung(
                code="",
                days=each.days,
                audience=each.audience,
                way=each.way,
                percent=each.percent,
                unless_planned=each.unless_planned,
            )
            for each in written.rungs
        ),
    )
