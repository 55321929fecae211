"""The services that owe advice: what waits for each, who sits there, and where they are written to."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api import cursors
from api.deps import ReadContext, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.organisation_words import KINDS, changes_in_words
from api.pages.page import Link, Page, PageContext
from api.words import plural
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.organisation import is_stale
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.service import closing
from ehc_workflow.service import organisation as services
from ehc_workflow.service.organisation_changes import By, administered
from ehc_workflow.service.permissions import HEALTH
from ehc_workflow.service.services_seen import LOOKS_AFTER, services_seen
from ehc_workflow.store import organisation, organisation_changes
from ehc_workflow.store.organisation import ServiceOnFile
from ehc_workflow.store.queries import seats
from ehc_workflow.store.queries import services as queue
from ehc_workflow.store.queries.services import ServiceLine, Show

pages = APIRouter()
SEES = LOOKS_AFTER | HEALTH
navigation = [
    Link(
        "Services",
        "/services",
        76,
        SEES,
        under="/settings",
        hint="Who gives advice and who is consulted: addresses, seats, where each sends on to.",
    )
]

SHOWN = {
    Show.OPEN: "Open",
    Show.VACANT: "Requests, and nobody in a seat",
    Show.UNCONFIRMED: "Address never confirmed",
    Show.CLOSED: "Closed",
}
NOTHING = {
    Show.OPEN: ("No service is found.", "Search for part of a name, or choose every kind."),
    Show.VACANT: ("Every service with requests has somebody in a seat.", ""),
    Show.UNCONFIRMED: ("Every address was confirmed at some time.", ""),
    Show.CLOSED: ("No service is closed.", ""),
}


def made_by(page: PageContext) -> By:
    """The administrator who makes a change."""
    page.only_for(Role.ADMINISTRATOR)
    assert page.actor is not None
    return By.administrator(page.actor, now=page.clock.now(), today=page.today)


@pages.get("/services")
def services_page(
    page: Page,
    reads: Reads,
    show: Show = Show.OPEN,
    kind: str = "",
    q: str = "",
    after: str = "",
) -> HTMLResponse:
    """Services by name, with their queues, seats and addresses."""
    page.only_for(*SEES)
    seen, today = services_seen(reads.actor), reads.today
    found = queue.service_lines(
        reads.connection,
        seen,
        show,
        today=today,
        text=q,
        kind=ServiceKind(kind) if kind in set(ServiceKind) else None,
        after=cursors.to_service(after),
    )
    shown = found[: queue.PAGE]
    here = {
        name: value for name, value in (("show", show.value), ("kind", kind), ("q", q)) if value
    }
    return page.show(
        "services/list.html",
        services=shown,
        show=show,
        shown=[(one.value, words) for one, words in SHOWN.items()],
        kind=kind,
        kinds=KINDS,
        q=q,
        nothing=NOTHING[show],
        vacant=queue.vacancies(reads.connection, seen, today=today),
        is_stale=is_stale,
        may_change=Role.ADMINISTRATOR in reads.actor.roles,
        next=f"/services?{urlencode({**here, 'after': cursors.of_service(shown[-1])})}"
        if len(found) > queue.PAGE
        else None,
        previous=f"/services?{urlencode(here)}" if after else None,
    )


@pages.get("/services/{service_id}")
def service_page(service_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """One service: its addresses, its seats, and what was changed."""
    page.only_for(*SEES)
    line, known = the_service(reads, service_id)
    authorities = dict(organisation.authorities(reads.connection))
    seen = services_seen(reads.actor)
    lines = seats.seats_of_service(
        reads.connection, service_id, seen.authority_ids, today=reads.today
    )
    may_change = bool(administered(reads.actor) & known.authority_ids)
    changes = organisation_changes.latest(
        reads.connection, [service_id, *(seat.id for seat in lines)]
    )
    return page.show(
        "services/service.html",
        line=line,
        known=known,
        kinds=KINDS,
        is_stale=is_stale(known.confirmed_on, reads.today),
        authorities=sorted(authorities[one] for one in known.authority_ids),
        executive=organisation.health_bodies(reads.connection).get(known.health_body or ""),
        seats=[seat for seat in lines if seat.closed_on is None],
        closed_seats=[seat for seat in lines if seat.closed_on is not None],
        may_change=may_change,
        changes=changes_in_words(
            reads.connection,
            changes,
            authorities=authorities,
            seats={seat.id: seat.name for seat in lines},
        )
        if may_change
        else (),
    )


def the_service(reads: ReadContext, service_id: str) -> tuple[ServiceLine, ServiceOnFile]:
    """A service that is theirs to see, or `NotFoundError`."""
    seen = services_seen(reads.actor)
    line = queue.service_line(reads.connection, seen, service_id, today=reads.today)
    known = organisation.service(reads.connection, service_id)
    if line is None or known is None:
        raise NotFoundError("There is no such service, or it is not yours to know of.")
    return line, known


@pages.post("/services/{service_id}/confirm")
def confirm(service_id: str, page: Page) -> RedirectResponse:
    """Keep that somebody confirmed today where the service is written to."""
    services.confirm_addresses(page.accounts.database, service_id, by=made_by(page))
    return page.done(f"/services/{service_id}", "The addresses are confirmed as of today.")


class CloseForm(PageForm):
    """Where a closing service's open requests go."""

    send_on_to: str = question(
        "Which service are its open requests sent on to?",
        hint="Each is told by e-mail, without the child’s name. No day moves.",
        default="",
        control="select",
    )


@pages.get("/services/{service_id}/close")
def close_page(service_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Say what closing means for this service, and ask where its work goes."""
    page.only_for(Role.ADMINISTRATOR)
    line, known = the_service(reads, service_id)
    left = queue.open_requests(reads.connection, service_id, known.authority_ids)
    form = page.form(CloseForm, choices={"send_on_to": _others(reads, known)})
    return page.show(
        "services/close.html",
        line=line,
        left=len(left),
        stuck=sum(not one.can_be_sent_on for one in left),
        form=form,
    )


@pages.post("/services/{service_id}/close")
def close(
    service_id: str, form: Annotated[CloseForm, sent(CloseForm)], page: Page
) -> RedirectResponse:
    """Close a service, and send what it owes to another in the same action."""
    sent_on = closing.close_service(
        page.accounts.database, service_id, send_on_to=form.send_on_to or None, by=made_by(page)
    )
    went = f" {plural(sent_on, 'request')} sent on." if sent_on else ""
    return page.done(f"/services/{service_id}", f"The service is closed.{went}")


@pages.post("/services/{service_id}/reopen")
def reopen(service_id: str, page: Page) -> RedirectResponse:
    """Open a closed service again."""
    closing.reopen_service(page.accounts.database, service_id, by=made_by(page))
    return page.done(
        f"/services/{service_id}", "The service is open again. Its seats are vacant: give them out."
    )


def _others(reads: ReadContext, known: ServiceOnFile) -> list[tuple[str, str]]:
    """The open services of the same kind that everything could be sent on to."""
    return organisation.like(reads.connection, known)
