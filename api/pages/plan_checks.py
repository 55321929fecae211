"""Checking a plan before it goes: what its words show by rules, and a person's answers to the criteria."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.plan import may_write
from ehc_workflow.domain.case import Case, CheckEnd
from ehc_workflow.domain.commands import CheckPlan, CriterionAnswer, PlanItem
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.plan_checks import About, Finding, findings, words_used
from ehc_workflow.domain.plan_items import labels, lacks_adulthood, lost
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.rules.plan_criteria import CRITERIA, Criterion, Grade, Met, grade_of
from ehc_workflow.service.case_view import CaseView, case_view, note_seen
from ehc_workflow.store import wording
from ehc_workflow.store.queries.plan_ratings import names_of_others, ratings
from ehc_workflow.store.queries.plan_text import plan_items

pages = APIRouter(prefix="/assessments/{assessment_id}/plan/checks")

GRADES = {
    Grade.GOOD: "Good",
    Grade.TO_IMPROVE: "Good enough, with points to improve",
    Grade.NOT_GOOD_ENOUGH: "Not good enough",
}
MET = {Met.MET.value: "Yes", Met.PARTLY.value: "Partly", Met.NOT_MET.value: "No"}
ENDS = {CheckEnd.SIGNED_OFF: "Signed off", CheckEnd.RETURNED: "Returned to be changed"}


def answer_to(criterion: Criterion) -> Any:
    """Ask one criterion."""
    asked = CRITERIA[criterion]
    return question(
        asked.question,
        hint=f"Rests on {asked.rests_on}.",
        options=MET,
        missing=f"Answer this: {asked.question}",
    )


def comment_on(criterion: Criterion) -> Any:
    """What would have to be changed for this criterion."""
    return question(
        f"What to change: {criterion.value}",
        default="",
        control="textarea",
        lines=2,
        max_length=5000,
    )


class CriteriaForm(PageForm):
    """The criteria, each with a comment."""

    needs: str = answer_to(Criterion.NEEDS)
    needs_comment: str = comment_on(Criterion.NEEDS)
    outcomes: str = answer_to(Criterion.OUTCOMES)
    outcomes_comment: str = comment_on(Criterion.OUTCOMES)
    provision: str = answer_to(Criterion.PROVISION)
    provision_comment: str = comment_on(Criterion.PROVISION)
    evidence: str = answer_to(Criterion.EVIDENCE)
    evidence_comment: str = comment_on(Criterion.EVIDENCE)
    sections: str = answer_to(Criterion.SECTIONS)
    sections_comment: str = comment_on(Criterion.SECTIONS)
    voice: str = answer_to(Criterion.VOICE)
    voice_comment: str = comment_on(Criterion.VOICE)
    plain: str = answer_to(Criterion.PLAIN)
    plain_comment: str = comment_on(Criterion.PLAIN)

    def answers(self) -> tuple[CriterionAnswer, ...]:
        """The answers as a command has them."""
        return tuple(
            CriterionAnswer(
                criterion=one,
                met=Met(getattr(self, one.value)),
                comment=getattr(self, f"{one.value}_comment"),
            )
            for one in Criterion
        )


class CheckForm(CriteriaForm):
    """The check of one version."""

    end: str = question(
        "What do you decide?",
        hint="The grade follows from your answers. With a “No” the plan goes back.",
        options={
            CheckEnd.SIGNED_OFF.value: "Sign this version off",
            CheckEnd.RETURNED.value: "Return it with what has to be changed",
        },
    )
    comment: str = question(
        "Anything else for the writer",
        default="",
        control="textarea",
        lines=3,
        max_length=20000,
    )
    plan_version: int = question("Version", control="hidden")


@pages.get("")
def checks_page(assessment_id: str, request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """What the words show, the criteria to answer, and the checks there were."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    items = plan_items(reads.connection, assessment_id)
    note_seen(request.app.state.database, reads.actor, assessment_id, "plan", at=page.clock.now())
    text = view.case.plan_text
    found = found_in(reads, view, items)
    own = text is not None and text.saved_by == reads.actor.id
    is_open = view.case.state in STEPS["check_plan"].sources and bool(items)
    return page.show(
        "plan/checks.html",
        view=view,
        version=text.version if text else 0,
        by_criterion=in_groups(found),
        criteria=CRITERIA,
        places=labels(items),
        checks=ratings(reads.connection, [assessment_id], "check"),
        ends={check.plan_version: check.end for check in view.case.plan_checks},
        grades=GRADES,
        end_words=ENDS,
        met=MET,
        own=own,
        may_write=may_write(view),
        is_open=is_open,
        may=view.may("check_plan") and is_open and not own,
        form=page.form(
            CheckForm,
            values={"plan_version": text.version if text else 0},
            version=view.case.version,
        ),
    )


@pages.post("")
def check(
    assessment_id: str, form: Annotated[CheckForm, sent(CheckForm)], page: Page, run: Execute
) -> RedirectResponse:
    """Sign off or return."""
    answers = form.answers()
    end = CheckEnd(form.end)
    try:
        run(
            CheckPlan(
                assessment_id=assessment_id,
                plan_version=form.plan_version,
                checked_on=page.today,
                end=end,
                answers=answers,
                comment=form.comment,
            )
        )
    except ImpossibleFactsError as error:
        raise _at_its_question(error) from None
    grade = GRADES[grade_of({one.criterion: one.met for one in answers})]
    told = f"{ENDS[end]}: version {form.plan_version}. By your answers: {grade.lower()}."
    return page.done(f"/assessments/{assessment_id}/plan/checks", told)


def _at_its_question(error: ImpossibleFactsError) -> ImpossibleFactsError:
    """The same, where the form asks each criterion by its own name."""
    return ImpossibleFactsError(
        *(Impossible(one.pointer.replace("/answers", ""), one.detail) for one in error.errors)
    )


def found_in(
    reads: ReadContext, view: CaseView, items: tuple[PlanItem, ...]
) -> tuple[Finding, ...]:
    """The findings in the plan as it stands: two statements."""
    case: Case = view.case
    about = About(
        given_name=view.file.child.given_name,
        other_names=names_of_others(
            reads.connection, case.authority_id, case.child_id, words_used(items)
        ),
        lost=len(lost(case)),
        year_9_by=_year_9_by(view),
        today=reads.today,
    )
    return findings(items, about, wording.terms(reads.connection, case.authority_id))


def _year_9_by(view: CaseView) -> date | None:
    """The last day for the final plan, where year 9 begins before it and nothing prepares for adulthood yet.

    None from year 9 on: what is missing then is refused, in words of its own, when the draft is sent.
    """
    due = min((one.due_on for one, _ in view.deadlines if one.code == "final_plan"), default=None)
    if due is None or lacks_adulthood(view.case, view.today):
        return None
    return due if lacks_adulthood(view.case, due) else None


def in_groups(found: Iterable[Finding]) -> dict[Criterion, list[Finding]]:
    """The findings of each criterion that has any."""
    return {key: list(group) for key, group in groupby(found, key=lambda one: one.criterion)}
