"""Plans that went, drawn by chance and rated by two people apart: how good they are, and how far the two agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, Reads
from api.pages.desk_figures import months_to
from api.pages.forms import sent
from api.pages.page import Link, Page
from api.pages.plan_checks import GRADES, MET, CriteriaForm
from api.words import month as month_in_words
from ehc_workflow.dates.months import last_of_month
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.commands import AuditPlan
from ehc_workflow.reporting.inter_rater import Agreement, agreement
from ehc_workflow.rules.plan_criteria import CRITERIA, Criterion, grade_of
from ehc_workflow.service.case_view import case_view, note_seen
from ehc_workflow.store.queries.plan_ratings import Rating, drawn, ratings
from ehc_workflow.store.queries.plan_text import plan_items
from ehc_workflow.store.queries.reach import reach_of

pages = APIRouter()
AUDITS = frozenset({Role.MANAGER, Role.DECISION_MAKER})
navigation = [Link("Plan audits", "/plan-audits", 45, AUDITS, under="/manager")]
READERS = 2
"""How many people rate each plan that was drawn."""
SAMPLE = 10
"""How many plans of a month are drawn."""


class AuditForm(CriteriaForm):
    """One reader's rating of one plan that went."""


@pages.get("/plan-audits")
def audits_page(page: Page, reads: Reads, month: str = "") -> HTMLResponse:
    """The plans drawn of one month, who rated them, and how far two readers agree."""
    page.only_for(*AUDITS)
    months = {f"{first:%Y-%m}": first for first in months_to(reads.today)}
    chosen = month if month in months else next(iter(months))
    first = months[chosen]
    reach = reach_of(reads.actor, AUDITS)
    plans, went = drawn(reads.connection, reach, first, last_of_month(first), SAMPLE)
    by_case = _by_case(ratings(reads.connection, [one.assessment_id for one in plans], "audit"))
    return page.show(
        "plan/audits.html",
        months=[(key, month_in_words(day)) for key, day in months.items()],
        month=chosen,
        in_words=month_in_words(first),
        plans=plans,
        went=went,
        by_case=by_case,
        mine={key for key, given in by_case.items() if reads.actor.id in _raters(given)},
        readers=READERS,
        grades=GRADES,
        criteria=CRITERIA,
        agreed=_agreed(by_case),
    )


@pages.get("/plan-audits/{assessment_id}")
def audit_form(assessment_id: str, request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """The plan as it went beside the criteria. What another reader said is shown only after one's own rating."""
    page.only_for(*AUDITS)
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    note_seen(request.app.state.database, reads.actor, assessment_id, "plan", at=page.clock.now())
    given = ratings(reads.connection, [assessment_id], "audit")
    rated = reads.actor.id in _raters(given)
    return page.show(
        "plan/audit.html",
        view=view,
        items=plan_items(reads.connection, assessment_id, view.case.version_sent),
        ratings=given if rated else (),
        rated=rated,
        may=view.may("audit_plan"),
        criteria=CRITERIA,
        grades=GRADES,
        met=MET,
        form=page.form(AuditForm, version=view.case.version),
    )


@pages.post("/plan-audits/{assessment_id}")
def audit(
    assessment_id: str, form: Annotated[AuditForm, sent(AuditForm)], page: Page, run: Execute
) -> RedirectResponse:
    """Keep one rating."""
    page.only_for(*AUDITS)
    answers = form.answers()
    run(AuditPlan(assessment_id=assessment_id, audited_on=page.today, answers=answers))
    grade = GRADES[grade_of({one.criterion: one.met for one in answers})]
    return page.done(f"/plan-audits/{assessment_id}", f"Your rating is kept: {grade.lower()}.")


def _by_case(given: Iterable[Rating]) -> dict[str, list[Rating]]:
    """Each case's ratings, one for each reader: the last of theirs."""
    return {
        key: list({one.rated_by: one for one in group}.values())
        for key, group in groupby(given, key=lambda one: one.assessment_id)
    }


def _raters(given: Iterable[Rating]) -> set[str]:
    return {one.rated_by for one in given}


def _agreed(by_case: Mapping[str, list[Rating]]) -> dict[Criterion, Agreement]:
    """Over plans that two people rated, criterion by criterion."""
    pairs = [given[:READERS] for given in by_case.values() if len(given) >= READERS]
    return {
        one: agreement([(first.answers[one][0], second.answers[one][0]) for first, second in pairs])
        for one in Criterion
    }
