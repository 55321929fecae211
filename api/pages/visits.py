"""Visits to children and young people: planned, with what speaks against the day; kept, called off, listed by week."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BeforeValidator

from api.deps import Execute, ReadContext, Reads
from api.pages.advice_answers import PURPOSES, form_page
from api.pages.advice_requests import cautions_of
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page
from api.pages.request_actions import asked, open_for
from api.pages.step_forms.wording import VISIT_PLACES
from ehc_workflow.domain.case import Visit, VisitPlace
from ehc_workflow.domain.commands import CallOffVisit, PlanVisit, RecordVisitKept
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.domain.facts import AppointmentPurpose
from ehc_workflow.domain.visits import cautions
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.desk import RequestFile, desk_reach, seats_of
from ehc_workflow.service.permissions import ALLOCATES, CONTRIBUTORS
from ehc_workflow.store.queries import visits
from ehc_workflow.store.queries.visits import Line

pages = APIRouter()
navigation = [Link("Visits", "/visits", 14, ALLOCATES)]
WEEK = timedelta(weeks=1)


def read_time(typed: object) -> object:
    """A time of day as people type it: 9:30, 9.30 or 09:30; what is none is left for its sentence."""
    text = str(typed or "").strip().replace(".", ":")
    if not text:
        return None
    hour, colon, minute = text.partition(":")
    if not (colon and hour.isdecimal() and len(minute) == 2 and minute.isdecimal()):
        raise ValueError("Time of day must be like 9:30 or 14:00")
    if int(hour) > 23 or int(minute) > 59:
        raise ValueError("Time of day must be like 9:30 or 14:00")
    return time(int(hour), int(minute))


class VisitForm(PageForm):
    """A visit that is planned."""

    visit_on: date = question("Day of the visit")
    at: Annotated[time | None, BeforeValidator(read_time)] = question(
        "Time of day", hint="For example, 9:30", default=None, control="text", width="5"
    )
    purpose: AppointmentPurpose = question("What is it for?", options=PURPOSES)
    place: VisitPlace = question("Where?", options=VISIT_PLACES)
    sure: bool = question("Plan it for this day all the same", default=False)


@pages.get("/desk/requests/{request_id}/visit")
def visit_form(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask about a visit. Where something speaks against its day, the page says so and asks once more."""
    found = open_for(asked(reads, request_id), "plan_visit")
    form = page.form(VisitForm, values={"purpose": AppointmentPurpose.EXAMINATION})
    why = "It is kept with the request and shown in the list of visits. A visit moves no day."
    return form_page(
        page,
        found,
        form,
        title="Plan a visit",
        button="Plan it",
        why=why,
        template="visits/plan.html",
    )


@pages.post("/desk/requests/{request_id}/visit")
def plan_visit(
    request_id: str,
    form: Annotated[VisitForm, sent(VisitForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Keep a visit that is planned."""
    found = asked(reads, request_id)
    against = cautions_of(reads, found, form.visit_on, form.place)
    if against and not form.sure:
        raise ImpossibleFactsError(*(Impossible("/visit_on", says) for says in against))
    run(
        PlanVisit(
            assessment_id=found.case.id,
            request_id=request_id,
            visit_on=form.visit_on,
            purpose=form.purpose,
            place=form.place,
            at=form.at,
        )
    )
    return page.done(f"/desk/requests/{request_id}", "The visit is planned.")


def visit_of(found: RequestFile, number: int) -> Visit:
    """The visit meant, while nothing has come of it yet."""
    visit = found.request.visit(number)
    if visit is None or not visit.is_open:
        raise NotFoundError("There is no such visit, or what came of it is on file already.")
    return visit


class KeptForm(PageForm):
    """A visit that was kept."""

    kept_on: date = question("Day on which the child or young person was seen")


@pages.get("/desk/requests/{request_id}/visits/{number}/kept")
def kept_form(request_id: str, number: int, page: Page, reads: Reads) -> HTMLResponse:
    """Ask on which day a visit was kept."""
    found = asked(reads, request_id)
    visit = visit_of(found, number)
    form = page.form(KeptForm, values={"kept_on": visit.visit_on})
    return form_page(page, found, form, title="Record that the visit was kept", button="Record it")


@pages.post("/desk/requests/{request_id}/visits/{number}/kept")
def kept(
    request_id: str,
    number: int,
    form: Annotated[KeptForm, sent(KeptForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Keep that a visit was kept."""
    found = asked(reads, request_id)
    run(
        RecordVisitKept(
            assessment_id=found.case.id, request_id=request_id, visit=number, kept_on=form.kept_on
        )
    )
    return page.done(f"/desk/requests/{request_id}", "The visit is recorded as kept.")


class CallOffForm(PageForm):
    """A visit that will not be."""

    reason: str = question(
        "Why is it called off?",
        hint="Such as illness, or a day that no longer suits. If the family did not come, record it as missed.",
        control="textarea",
        lines=3,
        max_length=2000,
        missing="Say why it is called off",
    )


@pages.get("/desk/requests/{request_id}/visits/{number}/call-off")
def call_off_form(request_id: str, number: int, page: Page, reads: Reads) -> HTMLResponse:
    """Ask why a visit is called off."""
    found = asked(reads, request_id)
    visit_of(found, number)
    form = page.form(CallOffForm)
    return form_page(page, found, form, title="Call off the visit", button="Call it off")


@pages.post("/desk/requests/{request_id}/visits/{number}/call-off")
def call_off(
    request_id: str,
    number: int,
    form: Annotated[CallOffForm, sent(CallOffForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Call off a visit."""
    found = asked(reads, request_id)
    run(
        CallOffVisit(
            assessment_id=found.case.id,
            request_id=request_id,
            visit=number,
            called_off_on=page.today,
            reason=form.reason,
        )
    )
    return page.done(
        f"/desk/requests/{request_id}", "The visit is called off. You can plan another one."
    )


@pages.get("/visits")
def week_page(page: Page, reads: Reads, week: date | None = None, whose: str = "") -> HTMLResponse:
    """The visits of one week, day by day, to be printed and taken along."""
    page.only_for(*CONTRIBUTORS)
    day = week or reads.today
    monday = day - timedelta(days=day.weekday())
    seats = seats_of(reads.actor) if whose == "mine" else ()
    found = visits.week(
        reads.connection, desk_reach(reads.actor), monday, today=reads.today, seats=seats
    )
    return page.show(
        "visits/week.html",
        monday=monday,
        sunday=monday + timedelta(days=6),
        this_week=monday <= reads.today < monday + WEEK,
        whose=whose,
        before=(monday - WEEK).isoformat(),
        after=(monday + WEEK).isoformat(),
        days=_by_day(found, _against(reads, found, monday)),
        items=ITEMS,
        places=VISIT_PLACES,
        purposes=PURPOSES,
    )


def _against(
    reads: ReadContext, found: tuple[Line, ...], monday: date
) -> dict[tuple[str, int], tuple[str, ...]]:
    """What speaks against each visit that is still to be."""
    closed = visits.closures_of(
        reads.connection,
        [one.setting_id for one in found],
        first_day=monday,
        last_day=monday + WEEK,
    )
    calendar = reads.policy.calendar
    return {
        (one.request_id, one.number): cautions(
            one.visit_on,
            one.place,
            due_on=one.due_on,
            closures=closed.get(one.setting_id or "", ()),
            calendar=calendar,
        )
        for one in found
        if one.ended is None
    }


Day = tuple[date, list[tuple[Line, tuple[str, ...]]]]


def _by_day(found: tuple[Line, ...], against: dict[tuple[str, int], tuple[str, ...]]) -> list[Day]:
    """The visits under the days on which they are."""
    days: dict[date, list[tuple[Line, tuple[str, ...]]]] = {}
    for one in found:
        says = against.get((one.request_id, one.number), ())
        days.setdefault(one.visit_on, []).append((one, says))
    return list(days.items())
