"""Many requests for advice at once, from the lists of the desk: received, sent to a service, chased.

Each request is a step of its own: where one is refused the others are done, and the answer says which were not, and
why. Afterwards the list stands where it stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from api.deps import Execute, ReadContext, Reads, Run
from api.pages.answers import read_answers
from api.pages.forms import PageForm, question
from api.pages.page import Page, PageContext
from api.pages.routing import health_services
from api.words import plural
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import Channel
from ehc_workflow.domain.commands import (
    Command,
    RecordChase,
    RecordRequestReceived,
    RouteRequest,
)
from ehc_workflow.domain.errors import EhcError, Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.service.desk import NOT_YOURS, desk_reach
from ehc_workflow.service.permissions import MAY
from ehc_workflow.store.queries import desk
from ehc_workflow.store.queries.desk import Line, View

pages = APIRouter()


class ChaseSeveralForm(PageForm):
    """A chase by a person about several requests: one call to a service that owes them all."""

    channel: Channel = question("How did you chase?")
    to_whom: str = question("Whom did you reach?", max_length=200)
    reply: str = question(
        "What did they say?", default="", control="textarea", lines=3, max_length=5000
    )


def chase_form(page: PageContext, actor: Actor) -> Any:
    """The form below a list by which one chase is logged for its ticked requests, or None for who may not chase."""
    if not MAY["record_chase"] & actor.roles:
        return None
    return page.form(ChaseSeveralForm, values={"channel": Channel.PHONE})


@pages.post("/desk/received")
def confirm_received(request: Request, reads: Reads, run: Execute, page: Page) -> RedirectResponse:
    """Confirm that several requests were received today: each one's six weeks run from its receipt."""
    chosen = ticked(request.state.form, "Choose the requests that you have received.")

    def received(line: Line) -> Command:
        return RecordRequestReceived(
            assessment_id=line.assessment_id,
            request_id=line.request_id,
            received_by_body_on=page.today,
        )

    said = for_each(reads, run, dict.fromkeys(chosen, received), "confirmed as received today")
    return page.done(_back_to(page, View.NOT_CONFIRMED), said)


@pages.post("/desk/routed")
def route_several(request: Request, reads: Reads, run: Execute, page: Page) -> RedirectResponse:
    """Send the requests of a list: each to the service named beside it, the ticked ones to the one named for all."""
    chosen = dict(_routes(request.state.form))
    if not chosen:
        why = "Tick requests and choose a service, or choose one beside a request."
        raise ImpossibleFactsError(Impossible("/request", why))

    lines = desk.lines_of(reads.connection, chosen, desk_reach(reads.actor))
    known = health_services(reads, (line.authority_id for line in lines.values()))

    def to(service_id: str) -> Callable[[Line], Command]:
        def routed(line: Line) -> Command:
            if line.request_id not in lines:
                raise NotFoundError(NOT_YOURS)
            if service_id not in dict(known[line.authority_id]):
                raise ImpossibleFactsError(Impossible("/service_id", "Choose a service."))
            return RouteRequest(
                assessment_id=line.assessment_id,
                request_id=line.request_id,
                service_id=service_id,
                routed_on=page.today,
            )

        return routed

    steps = {request_id: to(service_id) for request_id, service_id in chosen.items()}
    said = for_each(reads, run, steps, "sent to a service")
    return page.done(_back_to(page, View.UNROUTED), said)


@pages.post("/desk/chased")
def chase_several(request: Request, reads: Reads, run: Execute, page: Page) -> RedirectResponse:
    """Keep one chase by a person, made today, with every request that it was about."""
    return page.done(_back_to(page, View.LATE), log_chases(request, reads, run, page))


def log_chases(request: Request, reads: ReadContext, run: Run, page: PageContext) -> str:
    """Keep one chase with every ticked request, and say of how many."""
    answers = read_answers(ChaseSeveralForm, request.state.form)
    chosen = ticked(request.state.form, "Tick the requests that the chase was about.")

    def chased(line: Line) -> Command:
        return RecordChase(
            assessment_id=line.assessment_id,
            request_id=line.request_id,
            chased_on=page.today,
            channel=answers.channel,
            to_whom=answers.to_whom,
            reply=answers.reply,
        )

    return for_each(reads, run, dict.fromkeys(chosen, chased), "logged as chased today")


def ticked(form: FormData, otherwise: str) -> list[str]:
    """The requests that were ticked, or `ImpossibleFactsError` with this sentence."""
    chosen = [str(each) for each in form.getlist("request")]
    if not chosen:
        raise ImpossibleFactsError(Impossible("/request", otherwise))
    return chosen


def _routes(form: FormData) -> Iterator[tuple[str, str]]:
    """Request and service: of the ticked rows, then of those with a service of their own, which wins."""
    if for_all := str(form.get("for_all") or ""):
        yield from ((str(each), for_all) for each in form.getlist("request"))
    for name, value in form.items():
        if name.startswith("to-") and value:
            yield name.removeprefix("to-"), str(value)


def for_each(
    reads: ReadContext,
    run: Callable[[Command], Any],
    steps: Mapping[str, Callable[[Line], Command]],
    done_to_them: str,
) -> str:
    """Carry out one step for each request, and say for how many it was done, and which were refused and why."""
    lines = desk.lines_of(reads.connection, steps)
    refused: dict[str, list[str]] = {}
    # Of a request that is not theirs to know of, nobody is told so much as the reference.
    for request_id, step in steps.items():
        line = lines.get(request_id)
        try:
            if line is None:
                raise NotFoundError(NOT_YOURS)
            run(step(line))
        except EhcError as error:
            known = line is not None and not isinstance(error, NotFoundError)
            refused.setdefault(error.message, []).append(line.reference if line and known else "")
    done = len(steps) - sum(len(each) for each in refused.values())
    why = "".join(
        f" {len(which)} could not be: {_of(which)}{why}" for why, which in refused.items()
    )
    return f"{plural(done, 'request')} {done_to_them}.{why}"


def _of(references: list[str]) -> str:
    known = ", ".join(sorted(each for each in references if each))
    return f"{known}: " if known else ""


def _back_to(page: PageContext, view: View) -> str:
    """The place in the list that the form was sent from, with nothing chosen any more."""
    came_from = urlsplit(str(page.request.state.form.get("_shown_at", "")))
    if came_from.path != "/desk":
        return f"/desk?{urlencode({'view': view.value})}"
    kept = [(name, value) for name, value in parse_qsl(came_from.query) if name != "all"]
    return f"/desk?{urlencode(dict(kept) | {'view': view.value})}"
