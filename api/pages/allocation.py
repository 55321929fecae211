"""Giving out the work of a service: what nobody has, what each seat has, one or many given to a seat in one action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api import cursors
from api.deps import Execute, ReadContext, Reads
from api.pages.advice_answers import form_page
from api.pages.desk_batches import for_each, ticked
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page
from api.pages.request_actions import asked, open_for
from api.words import plural
from ehc_workflow.domain.commands import AllocateRequest, Command
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.desk import allocation_reach, seats_of
from ehc_workflow.service.permissions import ALLOCATES
from ehc_workflow.store.queries import allocation
from ehc_workflow.store.queries.allocation import INTERPRETER, Filters, Line, Load, Narrowed, Part
from ehc_workflow.store.queries.desk import Line as DeskLine

pages = APIRouter()
navigation = [Link("Allocation", "/allocation", 12, ALLOCATES)]

PARTS = {
    Part.NOT_ALLOCATED: "Not allocated",
    Part.MINE: "Mine",
    Part.ALLOCATED: "Allocated",
}
NOTHING = {
    Part.NOT_ALLOCATED: "Every request that waits has been allocated.",
    Part.MINE: "Nothing is allocated to you.",
    Part.ALLOCATED: "Nothing is allocated yet.",
}
NOBODY = "-"
"""The choice of a seat that takes requests back."""


@pages.get("/allocation")
def allocation_page(
    request: Request,
    page: Page,
    reads: Reads,
    part: Part = Part.NOT_ALLOCATED,
    setting: str = "",
    team: str = "",
    language: str = "",
    seat: str = "",
    after: str = "",
    before: str = "",
) -> HTMLResponse:
    """The requests of one part, what is due first on top, beside what each seat has to do."""
    page.only_for(*ALLOCATES)
    reach, mine = allocation_reach(reads.actor), seats_of(reads.actor)
    chosen = {"setting": setting, "team": team, "language": language, "seat": seat}
    here = {"part": part.value, **{name: value for name, value in chosen.items() if value}}
    found = allocation.lines(
        reads.connection,
        reach,
        part,
        mine,
        today=reads.today,
        narrowed=Narrowed(setting_id=setting, team_id=team, language=language, seat_id=seat),
        after=cursors.to_allocation(after),
        before=cursors.to_allocation(before),
    )
    counted = allocation.counts(reads.connection, reach, mine, today=reads.today)
    loads = allocation.loads(reads.connection, reach, today=reads.today)
    shown = found[1:] if before and len(found) > allocation.PAGE else found[: allocation.PAGE]
    return page.show(
        "allocation/list.html",
        part=part,
        parts=[(one, PARTS[one], counted[one], f"/allocation?part={one}", False) for one in PARTS],
        title=PARTS[part],
        nothing=NOTHING[part],
        narrowed=any(chosen.values()),
        filters=_filters(allocation.filters(reads.connection, reach), loads, part, chosen),
        here=urlencode(here),
        lines=shown,
        items=ITEMS,
        loads=loads,
        seats=_seats(loads, mine, take_back=part is not Part.NOT_ALLOCATED),
        chosen_all="all" in request.query_params,
        typed=page.typed,
        around=_around(here, found, shown, after=bool(after), before=bool(before)),
    )


Selects = list[tuple[str, str, list[tuple[str, str]], str]]


def _filters(
    known: Filters, loads: tuple[Load, ...], part: Part, chosen: Mapping[str, str]
) -> Selects:
    """What the list can be narrowed to, each as a question."""
    languages = [
        (INTERPRETER, "An interpreter is needed"),
        *((one, one) for one in known.languages),
    ]
    found: Selects = [
        ("setting", "Setting", [("", "Every setting"), *known.settings], chosen["setting"]),
        ("team", "Area team", [("", "Every team"), *known.teams], chosen["team"]),
        ("language", "Language", [("", "Every language"), *languages], chosen["language"]),
    ]
    if part is Part.ALLOCATED:
        seats = [("", "Everybody"), *((one.seat_id, one.holder) for one in loads)]
        found.append(("seat", "Allocated to", seats, chosen["seat"]))
    return found


def _seats(
    loads: tuple[Load, ...], mine: tuple[str, ...], *, take_back: bool
) -> list[tuple[str, str]]:
    """The seats that work can be given to, one's own first, each with what it has."""
    own_first = sorted(loads, key=lambda one: one.seat_id not in mine)
    found = [(one.seat_id, _seat(one, mine)) for one in own_first]
    return [*found, (NOBODY, "Nobody: take them back")] if take_back else found


def _seat(load: Load, mine: tuple[str, ...]) -> str:
    who = f"{load.holder} (you)" if load.seat_id in mine else load.holder
    return f"{who}, {load.seat}: {plural(load.open, 'request')} open, {load.late} late"


def _around(
    here: Mapping[str, str],
    found: tuple[Line, ...],
    shown: tuple[Line, ...],
    *,
    after: bool,
    before: bool,
) -> dict[str, str | None]:
    """Where the next and the previous page begin, when there are any."""
    more = len(found) > allocation.PAGE
    onwards, back = more if not before else True, (more if before else after)
    return {
        "next": _address(here, "after", shown[-1]) if shown and onwards else None,
        "previous": _address(here, "before", shown[0]) if shown and back else None,
    }


def _address(here: Mapping[str, str], name: str, line: Line) -> str:
    return f"/allocation?{urlencode({**here, name: cursors.of_allocation(line.place)})}"


@pages.post("/allocation")
def allocate_several(request: Request, reads: Reads, run: Execute, page: Page) -> RedirectResponse:
    """Give the ticked requests to one seat, or take them back; what a colleague gave out meanwhile is left alone."""
    form = request.state.form
    chosen = ticked(form, "Tick the requests to allocate.")
    seat_id = str(form.get("seat_id") or "")
    if not seat_id:
        raise ImpossibleFactsError(Impossible("/seat_id", "Choose whom to allocate them to."))

    def given(line: DeskLine) -> Command:
        was = form.get(f"was-{line.request_id}")
        _refuse_given_meanwhile(reads, line.request_id, str(was) if was is not None else None)
        return AllocateRequest(
            assessment_id=line.assessment_id,
            request_id=line.request_id,
            seat_id=None if seat_id == NOBODY else seat_id,
            allocated_on=page.today,
        )

    done = "taken back" if seat_id == NOBODY else "allocated"
    said = for_each(reads, run, dict.fromkeys(chosen, given), done)
    return page.done(f"/allocation?{urlencode(_place_of(form))}", said)


def _refuse_given_meanwhile(reads: ReadContext, request_id: str, was: str | None) -> None:
    """Two people go through one list: the second must not undo what the first did a minute ago."""
    now = asked(reads, request_id).request.allocated_seat_id or ""
    if was is not None and was != now:
        says = "a colleague allocated it meanwhile. Look at the list again."
        raise ImpossibleFactsError(Impossible("/request", says))


def _place_of(form: Mapping[str, object]) -> dict[str, str]:
    """The part of the list that was shown."""
    part = str(form.get("_part") or Part.NOT_ALLOCATED.value)
    return {"part": part if part in set(Part) else Part.NOT_ALLOCATED.value}


class AllocateForm(PageForm):
    """Whose work one request is."""

    seat_id: str = question(
        "Who is to do it?",
        hint="The service still owes the advice, and no day moves.",
        control="radios",
        missing="Choose who is to do it",
    )


@pages.get("/desk/requests/{request_id}/allocate")
def allocate_form(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask whose work one request is."""
    found = open_for(asked(reads, request_id), "allocate_request")
    loads = allocation.loads(reads.connection, allocation_reach(reads.actor), today=reads.today)
    given = found.request.allocated_seat_id
    offered = [
        one
        for one in _seats(loads, seats_of(reads.actor), take_back=given is not None)
        if one[0] != given
    ]
    form = page.form(AllocateForm, choices={"seat_id": offered}, version=found.case.version)
    return form_page(page, found, form, title="Allocate the request", button="Allocate it")


@pages.post("/desk/requests/{request_id}/allocate")
def allocate(
    request_id: str,
    form: Annotated[AllocateForm, sent(AllocateForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Give one request to a seat, or take it back."""
    found = asked(reads, request_id)
    taken_back = form.seat_id == NOBODY
    run(
        AllocateRequest(
            assessment_id=found.case.id,
            request_id=request_id,
            seat_id=None if taken_back else form.seat_id,
            allocated_on=page.today,
        )
    )
    said = (
        "The request is taken back: nobody has it." if taken_back else "The request is allocated."
    )
    return page.done(f"/desk/requests/{request_id}", said)
