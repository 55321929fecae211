"""A setting answers a consultation on a draft plan: it can meet the needs, it cannot and why, or it must know more."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.answers import AnswersError
from api.pages.consulted import FIELDS
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page, PageContext
from api.pages.request_words import basis_in_words
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import Letter, PlacementGround
from ehc_workflow.domain.commands import AskMoreOnConsultation, RecordConsultationReply
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.events import ConsultationAttempted, SettingNotReached
from ehc_workflow.reporting.case_words import GROUNDS, grounds_in_words
from ehc_workflow.reporting.telling import tell
from ehc_workflow.rules.plan_sections import TITLES
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.service.consultations import (
    ConsultationFile,
    consultation_file,
    letter_of,
    said_in,
)
from ehc_workflow.store.queries.case_page import Names
from ehc_workflow.store.queries.timeline import timeline

pages = APIRouter(prefix="/children/{assessment_id}/consultations/{consultation_id}")
LONG = 20_000
NOBODY = Names(contacts={}, services={}, people={})
"""What a setting is told of a consultation names nobody."""
OURS = (ConsultationAttempted, SettingNotReached)
"""What the authority keeps for itself: how it tried to reach the setting."""


class Answered(StrEnum):
    """What a setting says to a consultation."""

    YES = "yes"
    NO = "no"
    MORE = "more"


def _why(ground: PlacementGround) -> Any:
    return question(
        f"If because of {GROUNDS[ground]}: why",
        hint="About this child or young person: what in this draft cannot be met here, and what you looked at.",
        control="textarea",
        lines=3,
        default="",
        max_length=LONG,
    )


class ConsultationForm(PageForm):
    """The setting's answer."""

    answer: Answered = question(
        "Can you meet the needs in this draft?",
        options={
            Answered.YES: "Yes, we can",
            Answered.NO: "No, we say that we should not be named",
            Answered.MORE: "We need to know more before we can answer",
        },
        option_hints={
            Answered.MORE: "This is sent on at once. Your time to answer goes on.",
        },
    )
    grounds: tuple[PlacementGround, ...] = question(
        "If no: on what ground?",
        hint="The law has these and no other (section 39(4)). Choose each that holds.",
        options={
            PlacementGround.UNSUITABLE: "The setting is unsuitable for the age, ability, aptitude or special "
            "educational needs",
            PlacementGround.EDUCATION_OF_OTHERS: "Attendance would not fit with the efficient education of others",
            PlacementGround.USE_OF_RESOURCES: "Attendance would not fit with the efficient use of resources",
        },
        default=(),
    )
    because_unsuitable: str = _why(PlacementGround.UNSUITABLE)
    because_education_of_others: str = _why(PlacementGround.EDUCATION_OF_OTHERS)
    because_use_of_resources: str = _why(PlacementGround.USE_OF_RESOURCES)
    needs: str = question(
        "What you would need to make the provision in section F",
        hint="For example staff, training, equipment or a change to a room.",
        control="textarea",
        lines=3,
        default="",
        max_length=LONG,
    )
    starts_on: date | None = question("If yes: from which day you offer a place", default=None)
    places: int | None = question(
        "Places free in the year group", hint="As a number.", width="3", default=None, ge=0, le=999
    )
    words: str = question(
        "Anything else, in your words",
        hint="If you must know more: what you need to know.",
        control="textarea",
        lines=4,
        default="",
        max_length=LONG,
    )

    @property
    def because(self) -> dict[PlacementGround, str]:
        """What is said of each ground."""
        return {ground: getattr(self, f"because_{ground.value}") for ground in PlacementGround}


@pages.get("")
def consultation_page(
    assessment_id: str, consultation_id: str, page: Page, reads: Reads
) -> HTMLResponse:
    """What is asked and by when, the draft, and the answer or the form for it."""
    found = _found(assessment_id, consultation_id, page, reads)
    entries = timeline(reads.connection, assessment_id)
    told = [
        one for one in said_in(entries, consultation_id) if not isinstance(one.entry.event, OURS)
    ]
    assert page.actor is not None
    part = "consultation on the draft plan"
    database = page.request.app.state.database
    note_seen(database, page.actor, assessment_id, part, at=page.clock.now())
    return page.show(
        "setting/consultation.html",
        found=found,
        asked=found.asked,
        deadline=found.deadline,
        child=found.file.child,
        final_plan=Letter.FINAL_PLAN,
        titles=TITLES,
        basis=basis_in_words,
        grounds=grounds_in_words(found.asked.grounds),
        letter=letter_of(entries, consultation_id),
        fields=FIELDS,
        told=[(one, tell(one.entry.event, found.case, NOBODY)) for one in told],
        form=page.form(ConsultationForm, version=found.case.version) if found.may_answer else None,
    )


@pages.post("")
def answer_consultation(
    assessment_id: str,
    consultation_id: str,
    form: Annotated[ConsultationForm, sent(ConsultationForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Keep the answer, given today."""
    found = _found(assessment_id, consultation_id, page, reads)
    _refuse_half_an_answer(form)
    here = f"/children/{assessment_id}/consultations/{consultation_id}"
    if form.answer is Answered.MORE:
        run(
            AskMoreOnConsultation(
                assessment_id=assessment_id,
                consultation_id=consultation_id,
                asked_on=page.today,
                question=form.words,
            )
        )
        return page.done(here, f"Your question is sent to {found.file.authority}.")
    run(
        RecordConsultationReply(
            assessment_id=assessment_id,
            consultation_id=consultation_id,
            replied_on=page.today,
            can_meet_needs=form.answer is Answered.YES,
            grounds=form.grounds,
            because_unsuitable=form.because_unsuitable,
            because_education_of_others=form.because_education_of_others,
            because_use_of_resources=form.because_use_of_resources,
            needs=form.needs,
            starts_on=form.starts_on,
            places=form.places,
            reply=form.words,
        )
    )
    return page.done(here, f"Your answer is given. {found.file.authority} decides on placement.")


def _found(
    assessment_id: str, consultation_id: str, page: PageContext, reads: ReadContext
) -> ConsultationFile:
    page.only_for(Role.SETTING)
    return consultation_file(reads.connection, assessment_id, consultation_id, reads.actor)


def _refuse_half_an_answer(form: ConsultationForm) -> None:
    """A setting that says no names its ground and its reasons: they are what the authority must weigh."""
    faults = []
    if form.answer is Answered.NO and not form.grounds:
        faults.append(Impossible("/grounds", "Select on what ground you should not be named"))
    if form.answer is not Answered.NO and form.grounds:
        says = "A ground goes with an answer of no. Take the ticks out, or answer no"
        faults.append(Impossible("/grounds", says))
    if form.answer is Answered.MORE and not form.words:
        faults.append(Impossible("/words", "Say what you need to know"))
    for ground, words in form.because.items():
        if ground in form.grounds and not words:
            says = "Say why this ground holds for this child or young person"
            faults.append(Impossible(f"/because_{ground.value}", says))
        if words and ground not in form.grounds:
            says = "Choose this ground as well, or take these words out"
            faults.append(Impossible(f"/because_{ground.value}", says))
    if faults:
        raise AnswersError(*faults)
