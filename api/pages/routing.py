"""Sending a request for advice to the service that is to answer. Many at once: `desk_batches`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.advice_answers import form_page, other_services
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.request_actions import asked, open_for
from ehc_workflow.domain.commands import RouteRequest
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.service.desk import sees_request
from ehc_workflow.store.queries.case_page import services_of_authority

pages = APIRouter()


def health_services(
    reads: ReadContext, authority_ids: Iterable[str]
) -> Mapping[str, list[tuple[str, str]]]:
    """The health services of each of these authorities, by name: id and name."""
    return {
        authority: [
            (one.id, one.name)
            for one in services_of_authority(reads.connection, authority)
            if one.kind == ServiceKind.HEALTH.value
        ]
        for authority in sorted(set(authority_ids))
    }


class RouteForm(PageForm):
    """The service that is to answer."""

    service_id: str = question(
        "Which service is to give the advice?",
        hint="It is told by e-mail, without the child’s name. No day moves.",
        control="select",
        missing="Choose the service",
    )


@pages.get("/desk/requests/{request_id}/route")
def route_form(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask which service is to answer one request."""
    found = open_for(asked(reads, request_id), "route_request")
    form = page.form(RouteForm, choices={"service_id": other_services(reads, found)})
    return form_page(page, found, form, title="Send it to a service", button="Send it")


@pages.post("/desk/requests/{request_id}/route")
def route(
    request_id: str,
    form: Annotated[RouteForm, sent(RouteForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Send one request to a service."""
    found = asked(reads, request_id)
    known = dict(other_services(reads, found))
    if form.service_id not in known:
        raise ImpossibleFactsError(Impossible("/service_id", "Choose a service from the list."))
    after = run(
        RouteRequest(
            assessment_id=found.case.id,
            request_id=request_id,
            service_id=form.service_id,
            routed_on=page.today,
        )
    )
    sent_on = after.advice_request(request_id)
    still_theirs = sent_on is not None and sees_request(reads.actor, after, sent_on)
    # What was handed to another health body is no longer on the desk that handed it over.
    there = f"/desk/requests/{request_id}" if still_theirs else "/desk"
    return page.done(there, f"Sent to {known[form.service_id]}.")
