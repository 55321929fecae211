"""Asking the author of accepted advice back from a line of it, and the author's answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.advice_requests import asked_about
from api.pages.asked_back import may_ask
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.plan_advice import ContributionId, Number, paragraph_of
from api.pages.plan_words import KINDS
from api.pages.request_actions import asked, note_request_seen
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Case, Source
from ehc_workflow.domain.decisions.questions import LONGEST
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.case_view import CaseView, case_view
from ehc_workflow.store.author_questions import Question, of_case
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.plan_text import accepted_advice

pages = APIRouter()
QuestionId = Annotated[str, Path(max_length=64)]


class QuestionForm(PageForm):
    """What is asked."""

    question: str = question(
        "What do you want to know?",
        hint="Such as how much, how often, or what is meant. The author reads it beside this paragraph.",
        control="textarea",
        lines=5,
        max_length=LONGEST,
        missing="Write what you want to know",
    )


class AnswerForm(PageForm):
    """What is answered."""

    answer: str = question(
        "Your answer",
        hint="It is kept with your advice and goes with the plan. The advice itself stays as it was accepted.",
        control="textarea",
        lines=6,
        max_length=LONGEST,
        missing="Write your answer",
    )


@pages.get("/assessments/{assessment_id}/plan/advice/{contribution_id}/{paragraph}/ask")
def ask_page(
    assessment_id: str,
    contribution_id: ContributionId,
    paragraph: Number,
    page: Page,
    reads: Reads,
) -> HTMLResponse:
    """One paragraph with what was asked about it, and a form to ask more."""
    view = _view(reads, assessment_id)
    one = paragraph_of(reads, view, contribution_id, paragraph)
    if not may_ask(view):
        raise NotFoundError("This is asked by whoever writes the plan, while it is written.")
    return page.show(
        "plan/ask.html",
        view=view,
        here=f"/assessments/{assessment_id}/plan",
        one=one,
        kinds=KINDS,
        asked=[q for q in of_case(reads.connection, view.case) if q.source == one.source],
        form=page.form(QuestionForm, version=view.case.version),
    )


@pages.post("/assessments/{assessment_id}/plan/advice/{contribution_id}/{paragraph}/ask")
def ask(
    assessment_id: str,
    contribution_id: ContributionId,
    paragraph: Number,
    form: Annotated[QuestionForm, sent(QuestionForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Ask it."""
    one = paragraph_of(reads, _view(reads, assessment_id), contribution_id, paragraph)
    run(
        c.AskAuthor(
            assessment_id=assessment_id,
            question_id=new_id(),
            request_id=one.advice.request_id,
            contribution_id=contribution_id,
            paragraph=paragraph,
            asked_on=page.today,
            question=form.question,
        )
    )
    here = f"/assessments/{assessment_id}/plan#advice-{contribution_id}-{paragraph}"
    return page.done(here, f"{one.advice.title} is asked. The answer comes back to this line.")


@pages.post("/assessments/{assessment_id}/plan/questions/{question_id}/take-back")
def take_back(
    assessment_id: str, question_id: QuestionId, page: Page, reads: Reads, run: Execute
) -> RedirectResponse:
    """Ask no more."""
    view = _view(reads, assessment_id)
    known = next((one for one in view.case.questions if one.id == question_id), None)
    if known is None:
        raise NotFoundError("There is no such question.")
    run(
        c.TakeBackQuestion(
            assessment_id=assessment_id,
            question_id=question_id,
            request_id=known.request_id,
            taken_back_on=page.today,
        )
    )
    here = f"/assessments/{assessment_id}/plan#advice-{known.source.of}-{known.source.paragraph}"
    return page.done(here, "The question is taken back. Nobody need answer it.")


@pages.get("/desk/requests/{request_id}/questions/{question_id}")
def answer_page(request_id: str, question_id: QuestionId, page: Page, reads: Reads) -> HTMLResponse:
    """One question with the words it is about, for whoever gave the advice."""
    found = asked(reads, request_id)
    one = next((each for each in asked_about(reads, found) if each.id == question_id), None)
    if one is None:
        says = "There is no such question about this advice. It may have been taken back."
        raise NotFoundError(says)
    note_request_seen(page, found)
    return page.show(
        "desk/question.html",
        found=found,
        line=found.line,
        child=found.file.child,
        item=ITEMS[found.request.item],
        one=one,
        about=_words_asked_about(reads, found.case, one),
        may="answer_question" in found.steps,
        form=page.form(AnswerForm),
    )


@pages.post("/desk/requests/{request_id}/questions/{question_id}")
def answer(
    request_id: str,
    question_id: QuestionId,
    form: Annotated[AnswerForm, sent(AnswerForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Answer it."""
    found = asked(reads, request_id)
    run(
        c.AnswerQuestion(
            assessment_id=found.case.id,
            question_id=question_id,
            request_id=request_id,
            answered_on=page.today,
            answer=form.answer,
        )
    )
    return page.done(f"/desk/requests/{request_id}#questions", "Your answer went to the writer.")


def _view(reads: ReadContext, assessment_id: str) -> CaseView:
    return case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)


def _words_asked_about(reads: ReadContext, case: Case, one: Question) -> str:
    """The paragraph as it was accepted."""
    return next(
        (
            passage.in_full
            for given in accepted_advice(reads.connection, case)
            for passage in given.passages
            if Source(given.id, passage.number) == one.source
        ),
        "",
    )
