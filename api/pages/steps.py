"""Every step of the lifecycle as a page: what it needs, what it still lacks, and the form that carries it out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from api.deps import Execute, ReadContext, Reads
from api.pages.answers import read_answers
from api.pages.forms import AnotherRowError, BoundForm
from api.pages.page import Page
from api.pages.step_forms.advice import (
    RequestAdviceForm,
    choices_of_advice,
    command_of_advice,
    list_of_advice,
    values_of_advice,
)
from api.pages.step_forms.asking import command_of, form_of
from api.pages.step_forms.choosing import Offer, choices_for, values_for
from api.pages.step_forms.grounds import limits_looked_at
from api.pages.step_forms.notes import notes_for
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.outlook import COMMANDS, outlook_of
from ehc_workflow.domain.workflow import STEPS, Step
from ehc_workflow.service.case_view import (
    CaseView,
    case_view,
    choices_of,
    closures_on_file,
    note_seen,
)
from ehc_workflow.store.queries.search import same_child

pages = APIRouter(prefix="/assessments/{assessment_id}/steps")

ELSEWHERE = frozenset({"save_plan", "acknowledge_alert", "receive_request", "move_dates"})
"""Steps that have pages of their own, and one that only a change of the calendar or of a rule brings about."""


@pages.get("/{trigger}")
def step_page(
    assessment_id: str, trigger: str, request: Request, page: Page, reads: Reads
) -> HTMLResponse:
    """The form of one step, with what is unmet above it."""
    step, command = _step(trigger)
    offer = _offer(reads, assessment_id, trigger)
    note_seen(
        request.app.state.database,
        reads.actor,
        assessment_id,
        f"step {trigger}",
        at=page.clock.now(),
    )
    values, choices = _filled(command, offer, dict(request.query_params))
    form = page.form(_form(command), values=values, choices=choices, version=offer.case.version)
    unanswerable = [name for name, options in choices.items() if not options]
    return page.show(
        "assessment/step.html",
        view=offer.view,
        step=step,
        outlook=outlook_of(offer.case, step, offer.view.known),
        is_open=offer.case.state in step.sources,
        may=offer.view.may(trigger),
        notes=notes_for(trigger, offer),
        listed=list_of_advice(offer) if command is c.RequestAdvice else (),
        limits=limits_looked_at(offer) if command is c.ClaimException else (),
        form=form,
        unanswerable=unanswerable,
        nothing_to_choose=_nothing_to_choose(form, unanswerable) if not page.is_refused else [],
    )


@pages.post("/{trigger}")
def take_step(
    assessment_id: str, trigger: str, request: Request, page: Page, reads: Reads, run: Execute
) -> RedirectResponse:
    """Carry the step out. Whatever refuses it, the form comes back with what was typed."""
    step, command = _step(trigger)
    sent = request.state.form
    if group := sent.get("_more"):
        raise AnotherRowError(str(group))
    answers: Any = read_answers(_form(command), sent)
    if command is c.RequestAdvice:
        run(command_of_advice(answers, _offer(reads, assessment_id, trigger)))
    else:
        run(command_of(command, answers, assessment_id))
    return page.done(f"/assessments/{assessment_id}", f"Recorded: {step.label}.")


def _nothing_to_choose(form: BoundForm, unanswerable: list[str]) -> list[str]:
    """The required questions that nothing on file answers: asking the others would be work for nothing."""
    return [
        each.question.label for each in form if each.name in unanswerable and each.question.required
    ]


def _step(trigger: str) -> tuple[Step, type[c.Command]]:
    command = COMMANDS.get(trigger)
    if command is None or trigger in ELSEWHERE:
        raise NotFoundError("There is no such step.")
    return STEPS[trigger], command


def _form(command: type[c.Command]) -> type[BaseModel]:
    return RequestAdviceForm if command is c.RequestAdvice else form_of(command)


def _filled(
    command: type[c.Command], offer: Offer, given: dict[str, str]
) -> tuple[dict[str, Any], dict[str, list[tuple[str, str]]]]:
    """What stands in the form, and what its questions offer."""
    if command is c.RequestAdvice:
        return values_of_advice(offer), choices_of_advice(offer)
    return values_for(command, offer, given), choices_for(command, offer)


def _offer(reads: ReadContext, assessment_id: str, trigger: str) -> Offer:
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    choices = choices_of(reads.connection, view.case.authority_id, reads.today)
    others = _others(reads, view) if trigger == "join_duplicate" else []
    closures = closures_on_file(reads.connection, view.case) if trigger == "record_closure" else ()
    return Offer(view, choices, others, closures)


def _others(reads: ReadContext, view: CaseView) -> list[tuple[str, str]]:
    """Other cases that may be this child's: one of them can lead."""
    child = view.file.child
    found = same_child(
        reads.connection,
        authority_id=view.case.authority_id,
        name=child.name,
        date_of_birth=child.date_of_birth,
    )
    return [(one.id, f"{one.reference}, {one.name}") for one in found if one.id != view.case.id]
