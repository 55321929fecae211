"""The desk of those who give advice: every request that a seat reaches, late and due first."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api import cursors
from api.deps import ReadContext, Reads
from api.pages.advice_requests import basis_in_words
from api.pages.desk_batches import ChaseSeveralForm
from api.pages.page import Link, Page
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import Channel
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.reporting.telling import ITEMS
from ehc_workflow.service.desk import desk_reach
from ehc_workflow.service.permissions import CONTRIBUTORS, HEALTH, MAY
from ehc_workflow.store.queries import desk
from ehc_workflow.store.queries.case_page import services_of_authority
from ehc_workflow.store.queries.desk import Line, Place, View

pages = APIRouter()
navigation = [Link("Requests for advice", "/desk", 10, CONTRIBUTORS)]

VIEWS = {
    View.TO_GIVE: "To give",
    View.LATE: "Late",
    View.THIS_WEEK: "Due this week",
    View.RETURNED: "Returned to us",
    View.NOT_CONFIRMED: "Receipt to confirm",
    View.NOT_KNOWN: "Answered “not known”",
    View.UNROUTED: "No service named",
    View.TO_CHECK: "Given, to be checked",
    View.DONE: "Accepted lately",
}
FOR_HEALTH = frozenset({View.NOT_KNOWN, View.UNROUTED})
NOTHING = {
    View.TO_GIVE: "Nothing is waiting for your advice.",
    View.LATE: "Nothing is late.",
    View.THIS_WEEK: "Nothing falls due in the next seven days.",
    View.RETURNED: "Nothing has come back to you.",
    View.NOT_CONFIRMED: "Every request has been confirmed as received.",
    View.NOT_KNOWN: "No answer of “not known” waits for a decision.",
    View.UNROUTED: "Every request has a service.",
    View.TO_CHECK: "No advice waits to be checked.",
    View.DONE: "No advice was accepted in the last four weeks.",
}


@pages.get("/desk")
def desk_page(
    request: Request,
    page: Page,
    reads: Reads,
    view: View = View.TO_GIVE,
    q: str = "",
    service: str = "",
    after: str = "",
    before: str = "",
) -> HTMLResponse:
    """The requests of one part of the desk, the one due first on top."""
    page.only_for(*CONTRIBUTORS)
    reach = desk_reach(reads.actor)
    asked_for = {name: value for name, value in (("q", q), ("service", service)) if value}
    here = {"view": view.value, **asked_for}
    found = desk.lines(
        reads.connection,
        reach,
        view,
        today=reads.today,
        text=q,
        service_id=service,
        after=cursors.to_desk(after),
        before=cursors.to_desk(before),
    )
    counted = desk.counts(reads.connection, reach, today=reads.today)
    shown = found[1:] if before and len(found) > desk.PAGE else found[: desk.PAGE]
    may_chase = bool(MAY["record_chase"] & reads.actor.roles)
    return page.show(
        "desk/list.html",
        view=view,
        views=[(one, VIEWS[one], counted[one]) for one in _views_for(reads.actor)],
        counts=counted,
        title=VIEWS[view],
        nothing=NOTHING[view],
        q=q,
        service=service,
        here=urlencode(
            here | {name: at for name, at in (("after", after), ("before", before)) if at}
        ),
        asked_of=desk.services_asked(reads.connection, reach) if reads.actor.roles & HEALTH else (),
        lines=shown,
        services=_health_services(reads) if view is View.UNROUTED else (),
        chosen_all="all" in request.query_params,
        typed=page.typed,
        may_chase=may_chase,
        chase=page.form(ChaseSeveralForm, values={"channel": Channel.PHONE})
        if may_chase and view is View.LATE and shown
        else None,
        items=ITEMS,
        basis=basis_in_words,
        places=_places_in_words(reads.actor),
        around=_pages(view, here, found, shown, after=bool(after), before=bool(before)),
    )


def _health_services(reads: ReadContext) -> list[tuple[str, str]]:
    """The services that health advice can be sent to, by name."""
    areas = sorted({seat.authority_id for seat in reads.actor.seats})
    listed = [one for area in areas for one in services_of_authority(reads.connection, area)]
    return [(one.id, one.name) for one in listed if one.kind == ServiceKind.HEALTH.value]


def _views_for(actor: Actor) -> list[View]:
    return [view for view in VIEWS if view not in FOR_HEALTH or actor.roles & HEALTH]


def _places_in_words(actor: Actor) -> str:
    if actor.roles & HEALTH:
        return "All health advice asked for in your area, and everything asked of an NHS service."
    return "Everything your service has been asked for."


def _pages(
    view: View,
    here: Mapping[str, str],
    found: tuple[Line, ...],
    shown: tuple[Line, ...],
    *,
    after: bool,
    before: bool,
) -> dict[str, str | None]:
    """Where the next and the previous page begin, when there are any."""
    more = len(found) > desk.PAGE
    onwards, back = more if not before else True, (more if before else after)
    return {
        "next": _address(here, "after", shown[-1].place(view)) if shown and onwards else None,
        "previous": _address(here, "before", shown[0].place(view)) if shown and back else None,
    }


def _address(here: Mapping[str, str], name: str, place: Place) -> str:
    return f"/desk?{urlencode({**here, name: cursors.of_desk(place)})}"
