"""Writes docs/lifecycle.md from the transition table: `python scripts/lifecycle.py > docs/lifecycle.md`."""

from __future__ import annotations

from collections.abc import Iterator

from ehc_workflow.domain.case import State
from ehc_workflow.domain.workflow import TABLE, Step

INTRODUCTION = """# The lifecycle of an assessment

Made from the transition table; `make docs` writes it anew. A step is refused until every guard beside it holds, and a
refusal names every guard that does not. Steps that keep the state stand in the second table.
"""


def moves(step: Step) -> bool:
    """Whether the step moves a case to another state."""
    return step.dest is not None


def diagram() -> Iterator[str]:
    """The states and what moves a case between them, as a Mermaid diagram. Endings are drawn once."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    direction LR"
    for step in TABLE:
        if step.dest is None or len(step.sources) > 3:
            continue
        for source in step.sources:
            start = "[*]" if source is State.NOT_OPEN else source.value
            yield f"    {start} --> {step.dest.value} : {f'{step.number} {step.label}'.strip()}"
    yield "```"


def row(step: Step) -> str:
    """One step as a line of a table."""
    sources = (
        "any open state"
        if len(step.sources) > 5
        else ", ".join(f"`{source}`" for source in step.sources)
    )
    guards = "<br>".join(f"{guard.says} ({guard.citation})" for guard in step.guards)
    target = f"`{step.dest}`" if step.dest is not None else ""
    return f"| {step.number} | {step.label} | {sources} | {target} | {step.citation} | {guards} |"


def page() -> Iterator[str]:
    """The whole page, line by line."""
    yield INTRODUCTION
    yield from diagram()
    for title, wanted in (("Steps that move a case", True), ("Steps that keep the state", False)):
        yield f"\n## {title}\n"
        yield "| # | Step | From | To | Provision | Guards |"
        yield "| --- | --- | --- | --- | --- | --- |"
        yield from (row(step) for step in TABLE if moves(step) is wanted)


if __name__ == "__main__":
    print("\n".join(page()))
