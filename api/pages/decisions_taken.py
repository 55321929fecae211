"""The decisions on a case as they were taken: limb by limb, with the reasons, who confirmed them, and what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.words import day, plural, words
from ehc_workflow.domain.case import (
    REFUSES_ASSESSMENT,
    AssessDecision,
    Letter,
    PanelView,
    Placement,
    PlanDecision,
    Seen,
)
from ehc_workflow.reporting.case_words import ITEMS, panel_says
from ehc_workflow.reporting.decided import LimbSaid, limbs_said
from ehc_workflow.service.case_view import CaseView


@dataclass(frozen=True, slots=True)
class Paper:
    """Something that was before whoever decided, and where it can be opened."""

    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One decision. `papers` is None where what was seen was not kept."""

    title: str
    says: str
    limbs: tuple[LimbSaid, ...]
    reasons: str
    criteria: str
    flagged: str
    papers: tuple[Paper, ...] | None
    panel: str
    differs: str
    panel_papers: tuple[Paper, ...] | None


def decisions_taken(view: CaseView) -> list[Taken]:
    """The two determinations and the placement, as far as they were taken."""
    return list(_taken(view))


def _taken(view: CaseView) -> Iterator[Taken]:
    case = view.case
    for title, kind, decision in (
        (
            "Whether to re-assess" if case.reassesses else "Whether to assess",
            "assessment_decided",
            case.assess_decision,
        ),
        ("Whether to make a plan", "plan_decided", case.plan_decision),
    ):
        if decision is not None:
            yield _decision(view, title, kind, decision)
    if case.placement is not None:
        yield _placement(view, case.placement)


def _decision(
    view: CaseView, title: str, kind: str, decision: AssessDecision | PlanDecision
) -> Taken:
    said = view.words_with(kind)
    return Taken(
        title=title,
        says=f"{words(decision.outcome)}, decided {day(decision.decided_on)} by "
        f"{view.names.person(decision.decided_by)}{_too_soon(decision)}{_set_aside(view, decision)}",
        limbs=limbs_said(decision, said),
        reasons=said.get("reasons", ""),
        criteria=said.get("criteria_weighed", ""),
        flagged=_flagged(view, decision),
        papers=papers_of(view, decision.seen),
        panel=_panel(decision.panel),
        differs=said.get("differs_because", ""),
        panel_papers=_panel_papers(view, decision.panel),
    )


def _too_soon(decision: AssessDecision | PlanDecision) -> str:
    """That a refusal to re-assess rests on how short ago the last assessment was, reg 24."""
    rests_on_it = isinstance(decision, AssessDecision) and decision.too_soon
    return ", because of an assessment in the six months before the request" if rests_on_it else ""


def _set_aside(view: CaseView, decision: AssessDecision | PlanDecision) -> str:
    """That an order, a concession or an agreement took a refusal's place."""
    letters = {Letter.NO_PLAN} if isinstance(decision, PlanDecision) else set(REFUSES_ASSESSMENT)
    aside = any(one.set_aside and one.kind in letters for one in view.case.notices)
    return "; set aside since" if aside else ""


def _placement(view: CaseView, placement: Placement) -> Taken:
    named = (
        view.names.service(placement.setting_id)
        if placement.setting_id
        else placement.setting_type or ""
    )
    return Taken(
        title="Placement",
        says=f"{named}, decided {day(placement.decided_on)} by "
        f"{view.names.person(placement.decided_by)}",
        limbs=(),
        reasons=view.words_of("placement_settled", "reasons"),
        criteria="",
        flagged="",
        papers=papers_of(view, placement.seen),
        panel=_panel(placement.panel),
        differs=view.words_of("placement_settled", "differs_because"),
        panel_papers=_panel_papers(view, placement.panel),
    )


def _panel(advice: PanelView | None) -> str:
    """What the panel advised that was before whoever decided."""
    if advice is None:
        return ""
    there = f" {plural(len(advice.attended), 'member')} counted." if advice.attended else ""
    return f"A panel advised on {day(advice.met_on)}: {panel_says(advice)}.{there}"


def _panel_papers(view: CaseView, advice: PanelView | None) -> tuple[Paper, ...] | None:
    return papers_of(view, advice.seen) if advice and advice.seen else None


def _flagged(view: CaseView, decision: AssessDecision | PlanDecision) -> str:
    """That the reasons rest on local criteria alone, and what became of that."""
    if not decision.house_rules_only:
        return ""
    alone = "The reasons rest on local criteria alone."
    if decision.confirmed_by is None:
        return (
            f"{alone} The letter waits until a second authorised person has confirmed the decision."
        )
    return f"{alone} Confirmed by {view.names.person(decision.confirmed_by)} as second person."


def papers_of(view: CaseView, seen: Seen | None) -> tuple[Paper, ...] | None:
    """What was before somebody, by name: files that are still there to be opened, and versions of advice."""
    if seen is None:
        return None
    on_file = {one.id: one.name for one in view.papers.documents}
    return (
        *(
            Paper(on_file.get(one, "A document that is sealed now"), f"/documents/{one}")
            for one in seen.documents
        ),
        *(
            Paper(
                f"{ITEMS[request.item]}, version {given.version}, came {day(given.received_on)}",
                f"/desk/requests/{request.id}",
            )
            for request in view.case.advice
            for given in request.contributions
            if given.id in seen.advice
        ),
    )
