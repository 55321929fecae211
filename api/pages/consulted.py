"""The settings consulted in one case: what went to each, how and where, what it said, and the replies side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import Reads
from api.pages.page import Page
from api.pages.step_forms.consulting import advice_title
from api.pages.step_forms.wording import METHODS
from ehc_workflow.domain.case import Consultation, State
from ehc_workflow.domain.deadlines import OPEN_STATUSES
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.events import ConsultationAnswered
from ehc_workflow.reporting.case_words import GROUNDS, grounds_in_words
from ehc_workflow.reporting.telling import tell
from ehc_workflow.rules.plan_sections import TITLES
from ehc_workflow.service.case_view import CaseView, case_view, note_seen
from ehc_workflow.service.consultations import (
    NOT_YOURS,
    Said,
    enclosed_with,
    letter_of,
    said_in,
)
from ehc_workflow.store.queries.automatic_messages import AutomaticMessage, consultation_letters

pages = APIRouter(prefix="/assessments/{assessment_id}/consultations")
FIELDS = {
    **{f"because_{ground.value}": f"Because of {words}" for ground, words in GROUNDS.items()},
    "needs": "What it would need",
    "reply": "In its words",
    "question": "It asks",
    "what_came_of_it": "What came of it",
}
"""What each part of a reply is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One consultation as the list has it."""

    asked: Consultation
    setting: str
    how: str
    message: AutomaticMessage | None
    advice: tuple[str, ...]
    documents: tuple[str, ...]
    due_on: date | None
    days_late: int
    is_open: bool
    reply: Said | None
    earlier_draft: bool

    @property
    def sent_to(self) -> str:
        """Where it went: what the message says once it has gone, else the address it was sent to."""
        return (self.message.sent_to if self.message else "") or self.asked.sent_to

    @property
    def came_back(self) -> bool:
        """Whether nothing reached the setting this way, so that somebody has to try another."""
        return self.message is not None and bool(self.message.bounced_at or self.message.failed_at)

    @property
    def by_hand_from(self) -> date | None:
        """The first day on which placement may be decided without its reply."""
        return self.due_on + timedelta(days=1) if self.due_on else None


@pages.get("")
def consultations_page(
    assessment_id: str, request: Request, page: Page, reads: Reads
) -> HTMLResponse:
    """Every consultation of the case, and the replies side by side for whoever decides."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    _note(request, page, view, "consultations")
    letters = consultation_letters(reads.connection, assessment_id)
    rows = [_row(view, asked, letters) for asked in view.case.consultations]
    return page.show(
        "consultations/list.html",
        view=view,
        rows=rows,
        fields=FIELDS,
        grounds=grounds_in_words,
        waits=[row for row in rows if row.is_open and not row.days_late],
        silent=[row for row in rows if row.is_open and row.days_late],
        not_asked=[
            view.names.service(each)
            for each in view.case.settings_asked_for
            if not view.case.has_consulted(each) and each not in view.case.settings_to_consult_again
        ],
        again=to_ask_again(view),
    )


@pages.get("/{consultation_id}")
def one_consultation_page(
    assessment_id: str, consultation_id: str, request: Request, page: Page, reads: Reads
) -> HTMLResponse:
    """One consultation: its letter word for word, what went with it, and everything said and tried since."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    asked = view.case.consultation(consultation_id)
    if asked is None:
        raise NotFoundError(NOT_YOURS)
    _note(request, page, view, "consultation")
    letters = consultation_letters(reads.connection, assessment_id)
    return page.show(
        "consultations/one.html",
        view=view,
        row=_row(view, asked, letters),
        enclosed=enclosed_with(reads.connection, view.case, asked),
        letter=letter_of(view.entries, consultation_id),
        titles=TITLES,
        fields=FIELDS,
        said=[
            (one, tell(one.entry.event, view.case, view.names))
            for one in said_in(view.entries, consultation_id)
        ],
    )


def rows_of(view: CaseView, letters: Mapping[str, AutomaticMessage]) -> list[Row]:
    """Every consultation of the case, as the list has it."""
    return [_row(view, asked, letters) for asked in view.case.consultations]


def to_ask_again(view: CaseView) -> list[str]:
    """Settings that were consulted on an earlier draft alone, by name, while the new one is with the family."""
    if view.case.state not in (State.DRAFT_WITH_FAMILY, State.PLACING):
        return []
    return [view.names.service(each) for each in view.case.settings_to_consult_again]


def _note(request: Request, page: Page, view: CaseView, part: str) -> None:
    database = request.app.state.database
    note_seen(database, view.actor, view.case.id, part, at=page.clock.now())


def _row(view: CaseView, asked: Consultation, letters: Mapping[str, AutomaticMessage]) -> Row:
    pair = view.deadline("school_reply", asked.id)
    due_on = pair[0].due_on if pair else None
    is_open = pair is not None and pair[1].status in OPEN_STATUSES
    return Row(
        asked=asked,
        setting=view.names.service(asked.setting_id),
        how=METHODS[asked.method.value].lower() if asked.method else "",
        message=letters.get(asked.id),
        advice=tuple(advice_title(view, one.contribution_id) for one in asked.advice),
        documents=tuple(_documents(view, asked)),
        due_on=due_on,
        days_late=pair[0].days_late(view.today) if pair and is_open else 0,
        is_open=is_open,
        reply=_last_reply(view, asked.id),
        earlier_draft=not view.case.counts(asked),
    )


def _documents(view: CaseView, asked: Consultation) -> Iterator[str]:
    known = {one.id: one.name for one in view.papers.documents}
    yield from (known[each] for each in asked.document_ids if each in known)


def _last_reply(view: CaseView, consultation_id: str) -> Said | None:
    for one in said_in(view.entries, consultation_id):
        if isinstance(one.entry.event, ConsultationAnswered):
            return one
    return None
