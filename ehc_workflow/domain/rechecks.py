"""When advice that comes makes a look owed whether a decision or a draft still stands, and what may be found."""

from __future__ import annotations

from ehc_workflow.domain.case import Case, Finding, RestsOn, State

_TO_THE_DECISION = frozenset({Finding.STANDS, Finding.TAKEN_UP})
_FINDINGS = {
    RestsOn.GATHERING: _TO_THE_DECISION,
    RestsOn.DECISION: frozenset({Finding.STANDS, Finding.DECIDE_AGAIN}),
    RestsOn.DRAFT: frozenset({Finding.STANDS, Finding.PROMPTED, Finding.FRESH_DRAFT}),
}


def rests_on(case: Case) -> RestsOn | None:
    """What rests on the advice that is there; nothing while it is gathered."""
    if case.current_draft is not None:
        return RestsOn.DRAFT
    if case.state is State.DRAFTING or (
        case.state is State.DECIDING_PLAN and case.plan_decision is not None
    ):
        return RestsOn.DECISION
    return RestsOn.GATHERING if case.state is State.DECIDING_PLAN else None


def findings_that_fit(case: Case) -> frozenset[Finding]:
    """What may be found as the case stands now.

    A decision that the family was told of is not taken again by this road: the text that is being written takes the
    advice up. Once a draft was served, a change is one that the family's representations prompt, or it needs a fresh
    draft and a fresh window (Code 9.125).
    """
    found = rests_on(case)
    if case.state is State.DRAFTING:
        return _TO_THE_DECISION
    return _FINDINGS[found] if found is not None else frozenset()
