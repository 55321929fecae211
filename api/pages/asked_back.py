"""What the authors of accepted advice were asked back, as the pages of a plan show it."""

from __future__ import annotations

from ehc_workflow.domain.case import Source
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.service.case_view import CaseView
from ehc_workflow.store.author_questions import Question


def may_ask(view: CaseView) -> bool:
    """Whether this person can ask the authors of advice now."""
    return view.may("ask_author") and view.case.state in STEPS["ask_author"].sources


def by_paragraph(questions: tuple[Question, ...]) -> dict[Source, list[Question]]:
    """The questions about each paragraph, in the order of asking."""
    found: dict[Source, list[Question]] = {}
    for one in questions:
        found.setdefault(one.source, []).append(one)
    return found
