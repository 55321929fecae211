"""Deciding placement: the replies side by side, and the decision with its reasons for each setting asked for."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, Reads
from api.pages.answers import read_answers
from api.pages.consulted import FIELDS, rows_of, to_ask_again
from api.pages.page import Page
from api.pages.step_forms.placing import (
    asked_for,
    choices_of_placing,
    command_of_placing,
    form_of_placing,
    values_of_placing,
)
from api.pages.steps import offer_of
from ehc_workflow.domain.outlook import outlook_of
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.reporting.case_words import grounds_in_words
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.store.queries.automatic_messages import consultation_letters

STEP = STEPS["settle_placement"]
ANSWERED_HERE = frozenset(
    {
        "placement_named",
        "reasons_written",
        "named_setting_consulted",
        "not_naming_is_grounded",
        "requested_setting_consulted",
    }
)
"""Guards that the answers of the form meet or fail: they say nothing of an empty one."""
pages = APIRouter(prefix=f"/assessments/{{assessment_id}}/steps/{STEP.trigger}")


@pages.get("")
def placing_page(assessment_id: str, request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """What each setting said, and the form of the decision."""
    offer = offer_of(reads, assessment_id, STEP.trigger)
    view = offer.view
    part = f"step {STEP.trigger}"
    note_seen(request.app.state.database, reads.actor, assessment_id, part, at=page.clock.now())
    return page.show(
        "consultations/place.html",
        view=view,
        step=STEP,
        is_open=view.case.state in STEP.sources,
        may=view.may(STEP.trigger),
        unmet=[
            one
            for one in outlook_of(view.case, STEP, view.known).unmet
            if one.guard not in ANSWERED_HERE
        ],
        again=to_ask_again(view),
        rows=rows_of(view, consultation_letters(reads.connection, assessment_id)),
        fields=FIELDS,
        grounds=grounds_in_words,
        asked_for=asked_for(offer),
        form=page.form(
            form_of_placing(offer),
            name="PlacingForm",
            values=values_of_placing(offer),
            choices=choices_of_placing(offer),
            version=view.case.version,
        ),
    )


@pages.post("")
def place(
    assessment_id: str, request: Request, page: Page, reads: Reads, run: Execute
) -> RedirectResponse:
    """Decide. Whatever refuses it, the form comes back with what was typed."""
    offer = offer_of(reads, assessment_id, STEP.trigger)
    form: Any = read_answers(form_of_placing(offer), request.state.form)
    run(command_of_placing(form, offer))
    return page.done(f"/assessments/{assessment_id}", f"Recorded: {STEP.label}.")
