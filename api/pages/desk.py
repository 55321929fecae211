"""The desk of those who give advice: every request that a seat reaches, late and due first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api import cursors
from api.deps import ReadContext, Reads
from api.pages.desk_batches import chase_form
from api.pages.page import Link, Page
from api.pages.request_words import basis_in_words
from api.pages.routing import health_services
from ehc_workflow.domain.actors import Actor
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.desk import desk_reach
from ehc_workflow.service.permissions import CONTRIBUTORS, HEALTH, MAY
from ehc_workflow.store.queries import desk
from ehc_workflow.store.queries.desk import Line, View
from ehc_workflow.store.queries.desk_reach import DeskReach

pages = APIRouter()
navigation = [Link("Requests for advice", "/desk", 10, CONTRIBUTORS)]

VIEWS = {
    View.UNROUTED: "No service named",
    View.TO_GIVE: "To give",
    View.LATE: "Late",
    View.THIS_WEEK: "Due this week",
    View.NOT_KNOWN: "Not known, to resolve",
    View.TO_CHECK: "Given, to be checked",
    View.TO_SIGN_OFF: "Section G to sign off",
    View.RETURNED: "Returned to us",
    View.NOT_CONFIRMED: "Receipt to confirm",
    View.DONE: "Accepted lately",
}
FIRST = (View.UNROUTED, View.TO_GIVE, View.RETURNED, View.TO_SIGN_OFF, View.NOT_KNOWN)
"""What is looked for in turn when the desk opens: what nobody has been given yet comes before what is owed."""
FOR_HEALTH = frozenset({View.NOT_KNOWN, View.UNROUTED, View.TO_SIGN_OFF})
NOTHING = {
    View.TO_GIVE: "Nothing is waiting for your advice.",
    View.LATE: "Nothing is late.",
    View.THIS_WEEK: "Nothing falls due in the next seven days.",
    View.RETURNED: "Nothing has come back to you.",
    View.NOT_CONFIRMED: "Every request has been confirmed as received.",
    View.NOT_KNOWN: "No answer of “not known”, or of another area’s patient, waits for a decision.",
    View.UNROUTED: "Every request has a service.",
    View.TO_CHECK: "No advice waits to be checked.",
    View.TO_SIGN_OFF: "No draft’s health provision waits to be agreed.",
    View.DONE: "No advice was accepted in the last four weeks.",
}


@dataclass(frozen=True, slots=True)
class Quick:
    """What is mostly done with a request of one part, offered beside it to those who may."""

    step: str
    text: str
    path: str


QUICK = {
    View.LATE: Quick("record_chase", "Log a chase", "chase"),
    View.NOT_KNOWN: Quick("settle_not_known", "Say who can advise", "settle"),
    View.TO_CHECK: Quick("accept_advice", "Check it", "check"),
    View.TO_SIGN_OFF: Quick("agree_health_provision", "Read and agree it", "section-g"),
}


@dataclass(frozen=True, slots=True)
class Sought:
    """Which part of the desk is looked at, narrowed to what, and from where on."""

    view: View
    q: str = ""
    service: str = ""
    after: str = ""
    before: str = ""

    @property
    def address(self) -> str:
        """Its address on the desk, without what is not asked for."""
        return f"/desk?{urlencode({name: value for name, value in asdict(self).items() if value})}"

    @property
    def top(self) -> Sought:
        """The same from its first page on."""
        return replace(self, after="", before="")

    @property
    def is_moved(self) -> bool:
        """Whether it is not the first page."""
        return bool(self.after or self.before)


@pages.get("/desk")
def desk_page(
    request: Request,
    page: Page,
    reads: Reads,
    view: View | None = None,
    q: str = "",
    service: str = "",
    after: str = "",
    before: str = "",
) -> HTMLResponse:
    """The requests of one part of the desk, the one due first on top."""
    page.only_for(*CONTRIBUTORS)
    reach = desk_reach(reads.actor)
    counted = desk.counts(reads.connection, reach, today=reads.today)
    sought = Sought(view or _first_view(reads.actor, counted), q, service, after, before)
    found = _lines(reads, reach, sought)
    if not found and sought.is_moved:
        # The last of a page were dealt with: what is left begins at the top.
        sought = sought.top
        found = _lines(reads, reach, sought)
    shown = found[1:] if sought.before and len(found) > desk.PAGE else found[: desk.PAGE]
    view, for_health = sought.view, bool(reads.actor.roles & HEALTH)
    return page.show(
        "desk/list.html",
        view=view,
        views=[
            (one, VIEWS[one], counted[one], f"/desk?view={one}", one is View.LATE)
            for one in _views_for(reads.actor)
        ],
        questions=desk.questions_waiting(reads.connection, reach),
        title=VIEWS[view],
        nothing=NOTHING[view],
        q=q,
        service=service,
        here=sought.address,
        asked_of=desk.services_asked(reads.connection, reach)
        if for_health and view is not View.UNROUTED
        else (),
        lines=shown,
        services=_services(reads) if view is View.UNROUTED and shown else (),
        chosen_all="all" in request.query_params,
        typed=page.typed,
        quick=_quick(reads.actor, view),
        chase=chase_form(page, reads.actor) if view is View.LATE and shown else None,
        items=ITEMS,
        basis=basis_in_words,
        places=_places_in_words(reads.actor),
        around=_pages(sought, found, shown),
    )


def _first_view(actor: Actor, counted: Mapping[View, int]) -> View:
    """Where somebody begins the morning: with the first part in which something waits for them."""
    mine = _views_for(actor)
    return next((one for one in FIRST if one in mine and counted[one]), View.TO_GIVE)


def _lines(reads: ReadContext, reach: DeskReach, sought: Sought) -> tuple[Line, ...]:
    return desk.lines(
        reads.connection,
        reach,
        sought.view,
        today=reads.today,
        text=sought.q,
        service_id=sought.service,
        after=cursors.to_desk(sought.after),
        before=cursors.to_desk(sought.before),
    )


def _services(reads: ReadContext) -> list[tuple[str, str]]:
    """The services that health advice can be sent to, by name, each once however many authorities it serves."""
    areas = {seat.authority_id for seat in reads.actor.seats}
    named = {one: name for known in health_services(reads, areas).values() for one, name in known}
    return sorted(named.items(), key=lambda one: one[1])


def _quick(actor: Actor, view: View) -> Quick | None:
    quick = QUICK.get(view)
    return quick if quick and MAY[quick.step] & actor.roles else None


def _views_for(actor: Actor) -> list[View]:
    return [view for view in VIEWS if view not in FOR_HEALTH or actor.roles & HEALTH]


def _places_in_words(actor: Actor) -> str:
    if actor.roles & HEALTH:
        return "All health advice asked for in your area, and everything asked of an NHS service."
    return "Everything your service has been asked for."


def _pages(sought: Sought, found: tuple[Line, ...], shown: tuple[Line, ...]) -> dict[str, Any]:
    """Where the next and the previous page begin, when there are any."""
    if not shown:
        return {}
    more = len(found) > desk.PAGE
    onwards = bool(sought.before) or more
    back = more if sought.before else bool(sought.after)

    view, top = sought.view, sought.top
    last, first = (cursors.of_desk(line.place(view)) for line in (shown[-1], shown[0]))
    return {
        "next": replace(top, after=last).address if onwards else None,
        "previous": replace(top, before=first).address if back else None,
    }
