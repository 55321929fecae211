"""What became of the advice: every recommendation used, changed or left out, with the reason and by whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.asked_back import may_ask
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.plan import STANDS
from api.pages.plan_words import KINDS
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Became
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.service.case_view import CaseView, case_view, note_seen
from ehc_workflow.service.plan_coverage import Covered, Stands, coverage

pages = APIRouter(prefix="/assessments/{assessment_id}/plan/advice")

ContributionId = Annotated[str, Path(max_length=64)]
Number = Annotated[int, Path(ge=1, le=100_000)]


class AccountForm(PageForm):
    """What became of one paragraph, and why."""

    became: Became = question(
        "What became of it",
        options={
            Became.LEFT_OUT.value: "It is left out of the plan",
            Became.CHANGED.value: "It stands in the plan changed",
        },
    )
    reason: str = question(
        "Why",
        hint="The family and the author may read this.",
        control="textarea",
        lines=4,
        max_length=4_000,
    )


def _view(reads: ReadContext, assessment_id: str) -> CaseView:
    return case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)


@pages.get("")
def left_out_page(assessment_id: str, request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """List every recommendation with what became of it, what is still lost first."""
    view = _view(reads, assessment_id)
    every = [one for one in coverage(reads.connection, view.case) if one.is_recommendation]
    note_seen(request.app.state.database, reads.actor, assessment_id, "plan", at=page.clock.now())
    return page.show(
        "plan/left_out.html",
        view=view,
        here=f"/assessments/{assessment_id}/plan",
        parts=[(stands, [one for one in every if one.stands is stands]) for stands in _IN_ORDER],
        titles=_TITLES,
        kinds=KINDS,
        may_account=_may(view),
    )


_IN_ORDER = (Stands.NOT_YET, Stands.LEFT_OUT, Stands.CHANGED, Stands.USED)
_TITLES = {
    Stands.NOT_YET: "Lost so far: nobody has said what becomes of it",
    Stands.LEFT_OUT: "Left out",
    Stands.CHANGED: "In the plan, changed",
    Stands.USED: "In the plan as it was given",
}


def _may(view: CaseView) -> bool:
    step = STEPS["account_for_advice"]
    return view.may("account_for_advice") and view.case.state in step.sources


@pages.get("/{contribution_id}/{paragraph}")
def account_page(
    assessment_id: str,
    contribution_id: ContributionId,
    paragraph: Number,
    request: Request,
    page: Page,
    reads: Reads,
) -> HTMLResponse:
    """Show one paragraph with what became of it, to say why it is left out or changed."""
    view = _view(reads, assessment_id)
    one = paragraph_of(reads, view, contribution_id, paragraph)
    note_seen(request.app.state.database, reads.actor, assessment_id, "plan", at=page.clock.now())
    fate = one.fate
    return page.show(
        "plan/account.html",
        view=view,
        here=f"/assessments/{assessment_id}/plan",
        one=one,
        kinds=KINDS,
        stands=STANDS,
        may=_may(view),
        may_ask=may_ask(view),
        form=page.form(
            AccountForm,
            values={"became": fate.became, "reason": fate.reason} if fate else {},
        ),
    )


def paragraph_of(
    reads: ReadContext, view: CaseView, contribution_id: str, paragraph: int
) -> Covered:
    """One paragraph of accepted advice with what became of it; raises `NotFoundError`."""
    for one in coverage(reads.connection, view.case):
        if (one.source.of, one.source.paragraph) == (contribution_id, paragraph):
            return one
    raise NotFoundError("There is no such paragraph in the advice that was accepted in this case.")


@pages.post("/{contribution_id}/{paragraph}")
def account(
    assessment_id: str,
    contribution_id: ContributionId,
    paragraph: Number,
    form: Annotated[AccountForm, sent(AccountForm)],
    page: Page,
    run: Execute,
) -> RedirectResponse:
    """Keep what became of it and why."""
    run(
        c.AccountForAdvice(
            assessment_id=assessment_id,
            contribution_id=contribution_id,
            paragraph=paragraph,
            became=form.became,
            accounted_on=page.today,
            reason=form.reason,
        )
    )
    here = f"/assessments/{assessment_id}/plan#advice-{contribution_id}-{paragraph}"
    return page.done(here, "What became of this paragraph is written down.")
