"""Sending requests for advice to the service that is to answer: one from its page, or many from the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, Reads
from api.pages.advice_answers import form_page, other_services
from api.pages.advice_requests import asked, open_for
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.words import plural
from ehc_workflow.domain.commands import RouteRequest
from ehc_workflow.domain.errors import EhcError, Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.store.queries import desk
from ehc_workflow.store.queries.desk import View

pages = APIRouter()


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
    run(
        RouteRequest(
            assessment_id=found.case.id,
            request_id=request_id,
            service_id=form.service_id,
            routed_on=page.today,
        )
    )
    return page.done(f"/desk/requests/{request_id}", f"Sent to {known[form.service_id]}.")


@pages.post("/desk/routed")
def route_several(request: Request, reads: Reads, run: Execute, page: Page) -> RedirectResponse:
    """Send the requests of a list: each to the service named beside it, the ticked ones to the one named for all."""
    chosen = dict(_chosen(request.state.form))
    if not chosen:
        raise ImpossibleFactsError(
            Impossible(
                "/request", "Tick requests and choose a service, or choose one beside a request."
            )
        )
    done, refused = 0, ""
    for request_id, service_id in chosen.items():
        line = desk.line(reads.connection, request_id)
        try:
            if line is None:
                raise NotFoundError
            if service_id not in dict(other_services(reads, asked(reads, request_id))):
                raise ImpossibleFactsError(Impossible("/service_id", "Choose a service."))
            run(
                RouteRequest(
                    assessment_id=line.assessment_id,
                    request_id=request_id,
                    service_id=service_id,
                    routed_on=page.today,
                )
            )
            done += 1
        except EhcError as error:
            refused = f" {len(chosen) - done} could not be: {error.message}"
    view = f"/desk?{urlencode({'view': View.UNROUTED.value})}"
    return page.done(view, f"{plural(done, 'request')} sent to a service.{refused}")


def _chosen(form: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Request and service: of the ticked rows, then of those with a service of their own, which wins."""
    for_all = str(form.get("for_all") or "")
    if for_all:
        ticked = form.getlist("request")  # type: ignore[attr-defined]
        yield from ((str(each), for_all) for each in ticked)
    for name, value in form.items():
        if name.startswith("to-") and value:
            yield name.removeprefix("to-"), str(value)
