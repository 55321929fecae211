"""Every step of the lifecycle as a page: what it needs, what it still lacks, and the form that carries it out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.deps import Execute, ReadContext, Reads
from api.pages.answers import read_answers
from api.pages.forms import AnotherRowError, BoundForm
from api.pages.page import Page, PageContext
from api.pages.saved import saved
from api.pages.step_forms.asking import command_of, form_of
from api.pages.step_forms.choosing import Offer, choices_for, values_for
from api.pages.step_forms.grounds import limits_looked_at
from api.pages.step_forms.notes import notes_for
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.outlook import COMMANDS, outlook_of
from ehc_workflow.domain.workflow import STEPS, Step
from ehc_workflow.rules.local_targets import OWN_PROMISE
from ehc_workflow.service.case_view import (
    CaseView,
    case_view,
    choices_of,
    closures_on_file,
    note_seen,
)
from ehc_workflow.service.panels_seen import meetings_of, meetings_to_come
from ehc_workflow.service.permissions import may_step
from ehc_workflow.service.press import FORMS, Press
from ehc_workflow.store.queries.search import same_child

pages = APIRouter(prefix="/assessments/{assessment_id}/steps")

_BASES = {
    "design": "The authority’s own record",
    OWN_PROMISE: "The authority’s own promise, not law",
}
"""What a step that no provision asks for rests on."""

ELSEWHERE = frozenset(
    {
        "request_advice",
        "give_views",
        "record_views_not_obtained",
        "save_plan",
        "consult_on_placement",
        "consult_another",
        "settle_placement",
        "acknowledge_alert",
        "snooze_alert",
        "delegate_alert",
        "put_back_alert",
        "receive_request",
        "move_dates",
        "join_advice",
        "mark_out_advice",
        "allocate_request",
        "record_visit_kept",
        "call_off_visit",
        "unseal_document",
        "record_notice_opened",
    }
)
"""Steps that have pages of their own, and one that only a change of the calendar or of a rule brings about."""
TELLS_OF_ASSESSMENT = frozenset(
    {"notify_assessment", "notify_reassessment", "start_ordered_assessment"}
)
"""Letters from whose day every item of regulation 6 is to be asked for."""


ON_DRAFT = frozenset(
    {
        "record_representation",
        "answer_representation",
        "add_to_representation",
        "take_back_representation",
        "offer_meeting",
        "record_offer_refused",
        "record_meeting_held",
        "settle_agreed_point",
        "record_meeting_declined",
    }
)
"""Steps about what the family says of the draft, after which the page of all of it shows what is left to do."""


@pages.get("/{trigger}")
def step_page(
    assessment_id: str, trigger: str, request: Request, page: Page, reads: Reads
) -> HTMLResponse:
    """The form of one step, with what is unmet above it."""
    step, command = _step(trigger)
    offer = offer_of(reads, assessment_id, trigger)
    note_seen(
        request.app.state.database,
        reads.actor,
        assessment_id,
        f"step {trigger}",
        at=page.clock.now(),
    )
    values = values_for(command, offer, dict(request.query_params))
    choices = choices_for(command, offer)
    form = page.form(form_of(command), values=values, choices=choices, version=offer.case.version)
    unanswerable = [name for name, options in choices.items() if not options]
    return page.show(
        "assessment/step.html",
        view=offer.view,
        step=step,
        basis=_BASES.get(step.citation, f"Under {step.citation}"),
        outlook=outlook_of(offer.case, step, offer.view.known),
        is_open=offer.case.state in step.sources,
        may=offer.view.may(trigger),
        notes=notes_for(trigger, offer),
        limits=limits_looked_at(offer) if command is c.ClaimException else (),
        form=form,
        unanswerable=unanswerable,
        nothing_to_choose=_nothing_to_choose(form, unanswerable) if not page.is_refused else [],
    )


@pages.post("/{trigger}", response_model=None)
def take_step(
    assessment_id: str, trigger: str, request: Request, page: Page, reads: Reads, run: Execute
) -> Response:
    """Carry the step out, or show the letter as it would go. Whatever refuses it, what was typed comes back."""
    step, command = _step(trigger)
    sent = request.state.form
    if group := sent.get("_more"):
        raise AnotherRowError(str(group))
    answers: Any = read_answers(form_of(command), sent)
    asked = command_of(command, answers, assessment_id)
    if (wanted := str(sent.get("_look_as", ""))) and isinstance(asked, c.Sending):
        return _preview(asked, wanted, page, reads)
    after = run(asked)
    return page.done(_onward(reads, after, trigger), f"Recorded: {step.label}.")


def _preview(command: c.Sending, wanted: str, page: PageContext, reads: ReadContext) -> Response:
    """The letter as it would go, marked as not sent. Nothing is kept, and nothing has happened."""
    form = next((each for each in FORMS if each == wanted), None)
    if form is None:
        raise NotFoundError("There is no such form of a letter.")
    press: Press = page.request.app.state.press
    made = press.preview(command, form, actor=reads.actor, today=reads.today)
    media_type, ends = FORMS[form]
    name = f"not-sent-{command.step.replace('_', '-')}.{ends}"
    return saved(made, media_type, name)


def _onward(reads: ReadContext, after: Case, trigger: str) -> str:
    """The case, or where the next thing to do is: once the family is told of the assessment, everybody is asked."""
    here = f"/assessments/{after.id}"
    if trigger in ON_DRAFT:
        return f"{here}/draft-with-family"
    asks_next = trigger in TELLS_OF_ASSESSMENT and may_step(reads.actor, "request_advice", after)
    return f"{here}/steps/request_advice" if asks_next else here


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


def offer_of(reads: ReadContext, assessment_id: str, trigger: str) -> Offer:
    """The case as this person may see it, with what its forms choose from."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    choices = choices_of(reads.connection, view.case.authority_id, reads.today)
    others = _others(reads, view) if trigger == "join_duplicate" else []
    closures = closures_on_file(reads.connection, view.case) if trigger == "record_closure" else ()
    with_meetings = trigger == "put_on_agenda"
    meetings = meetings_to_come(reads.connection, view.case, reads.today) if with_meetings else ()
    return Offer(view, choices, others, closures, meetings, _members(reads, view, trigger))


def _members(reads: ReadContext, view: CaseView, trigger: str) -> list[tuple[str, str]]:
    """Who sits on the panels whose agendas the case is on: only what a panel said is theirs."""
    if trigger not in ("declare_interest", "record_panel_advice"):
        return []
    return [
        (member.id, f"{member.name} ({member.body})")
        for meeting in meetings_of(reads.connection, view.case)
        for member in meeting.members
    ]


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
