"""The lawful list of advice for one child: how each item stands, and every blank one sent for in one action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, Reads
from api.pages.advice_lines import existing_says
from api.pages.answers import read_answers
from api.pages.page import Page
from api.pages.step_forms.advice import (
    KINDS,
    Line,
    blank_lines,
    choices_of_advice,
    command_of_advice,
    form_of_advice,
    further_lines,
    values_of_advice,
)
from api.pages.steps import offer_of
from api.words import plural, short_day
from ehc_workflow.domain.advice_list import (
    Expected,
    How,
    Listed,
    blank_items,
    lawful_list,
    teacher_of_sensory_impaired_needed,
)
from ehc_workflow.domain.case import (
    GRANTS_ASSESSMENT,
    AdviceRequest,
)
from ehc_workflow.domain.events import AdviceNotAsked, FamilyAskDeclined, FamilyAsked
from ehc_workflow.domain.papers import GOES_WITH_REQUESTS
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.case_view import CaseView, note_seen, views_written
from ehc_workflow.store.queries.case_page import Filed

pages = APIRouter(prefix="/assessments/{assessment_id}/steps/request_advice")
STEP = STEPS["request_advice"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list as the page shows it: `line` is what the form asks for it, where it is blank."""

    listed: Listed
    label: str
    why: str
    now: tuple[str, ...]
    line: Line | None = None


@pages.get("")
def list_page(assessment_id: str, request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """The whole list, and one form for what is blank."""
    offer = offer_of(reads, assessment_id, STEP.trigger)
    view = offer.view
    note_seen(
        request.app.state.database,
        reads.actor,
        assessment_id,
        f"step {STEP.trigger}",
        at=page.clock.now(),
    )
    blank = blank_lines(offer)
    return page.show(
        "assessment/advice_list.html",
        view=view,
        step=STEP,
        is_open=view.case.state in STEP.sources,
        may=view.may(STEP.trigger),
        rows=list(_rows(view, blank)),
        blank=blank,
        further=further_lines(offer),
        addressed={item.value for item, kinds in KINDS.items() if kinds is not None},
        told_on=_told_on(view),
        teacher=teacher_of_sensory_impaired_needed(view.case),
        goes_with=goes_with_requests(view),
        views=views_written(view.entries),
        form=page.form(
            form_of_advice(offer),
            values=values_of_advice(offer),
            choices=choices_of_advice(offer),
            version=view.case.version,
        ),
    )


def _rows(view: CaseView, blank: list[Line]) -> Iterator[Row]:
    waiting = iter(blank)
    for listed in lawful_list(view.case, view.today):
        line = next(waiting) if listed.how is How.BLANK else None
        yield Row(
            listed,
            _label(view, listed),
            _why(view, listed.expected),
            tuple(_now(view, listed)),
            line,
        )


def _label(view: CaseView, listed: Listed) -> str:
    ask_id = listed.expected.ask_id
    return view.asked_of(ask_id) if ask_id else ITEMS[listed.expected.item]


def _why(view: CaseView, expected: Expected) -> str:
    """Why it is on the list; of what the family asked for, when and in which words."""
    for entry in view.entries:
        if isinstance(entry.event, FamilyAsked) and entry.event.ask.id == expected.ask_id:
            why = entry.words.get("why", "")
            said = f" They said: {why}" if why else ""
            return f"The family asked for it on {short_day(entry.event.ask.asked_on)}.{said}"
    return expected.why


def _now(view: CaseView, listed: Listed) -> Iterator[str]:
    """How it stands, in lines: whom it was asked of and when, why not, or what is still to be agreed."""
    for request in listed.requests:
        if request.requested_on is not None:
            yield f"Asked {short_day(request.requested_on)}: {_whom(view, request)}"
        elif request.not_asked_on is not None:
            yield f"Not asked, {short_day(request.not_asked_on)}. {_reason(view, request.id)}"
        if existing := existing_says(view, request):
            yield existing
    ask = view.case.family_ask(listed.expected.ask_id or "")
    if ask is not None and ask.declined_on is not None and ask.family_told_on is not None:
        yield (
            f"Declined {short_day(ask.declined_on)}; the family was told {short_day(ask.family_told_on)}. "
            f"{_reason(view, ask.id)}"
        )


def _whom(view: CaseView, request: AdviceRequest) -> str:
    if request.service_id is not None:
        return view.names.service(request.service_id)
    return "the family" if KINDS[request.item] is None else "no service named yet"


def _reason(view: CaseView, thing_id: str) -> str:
    """The reason written down for not asking."""
    found = (
        entry.words.get("reason", "")
        for entry in reversed(view.entries)
        if (isinstance(entry.event, AdviceNotAsked) and entry.event.request_id == thing_id)
        or (isinstance(entry.event, FamilyAskDeclined) and entry.event.ask_id == thing_id)
    )
    return next(found, "")


def _told_on(view: CaseView) -> date | None:
    told = view.case.notice(*GRANTS_ASSESSMENT)
    return told.sent_on if told else None


def goes_with_requests(view: CaseView) -> list[Filed]:
    """The files that everybody who is asked is given, reg 6(3)."""
    return [one for one in view.papers.documents if one.kind in GOES_WITH_REQUESTS]


@pages.post("")
def ask(
    assessment_id: str, request: Request, page: Page, reads: Reads, run: Execute
) -> RedirectResponse:
    """Send every request that is ticked. Whatever refuses one of them sends none, and the form comes back."""
    offer = offer_of(reads, assessment_id, STEP.trigger)
    command = command_of_advice(read_answers(form_of_advice(offer), request.state.form), offer)
    after = run(command)
    sent = f"{plural(len(command.asked), 'request')} for advice sent."
    left = len(blank_items(after, reads.today))
    stands = f"{plural(left, 'item')} still blank." if left else "Nothing on the list is blank."
    here = f"/assessments/{assessment_id}"
    return page.done(f"{here}/steps/request_advice" if left else here, f"{sent} {stands}")
