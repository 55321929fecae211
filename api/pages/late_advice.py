"""Advice that the authority waits for, over all its cases: chased from the list, one or many at once."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api import cursors
from api.deps import Execute, Reads
from api.pages.desk_batches import chase_form, log_chases
from api.pages.page import Link, Page
from api.pages.request_words import basis_in_words
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.permissions import OFFICERS
from ehc_workflow.store.delivery_outcomes import of_requests
from ehc_workflow.store.queries import late_advice
from ehc_workflow.store.queries.late_advice import PAGE, Part, Wanted
from ehc_workflow.store.queries.reach import reach_of

pages = APIRouter()
navigation = [Link("Late advice", "/late-advice", 15, OFFICERS)]

PARTS = {
    Part.LATE: "Late",
    Part.NOT_CHASED: "Late, and nobody chased",
    Part.NOT_ARRIVED: "Nothing shows that it arrived",
}
NOTHING = {
    Part.LATE: "No advice is late.",
    Part.NOT_CHASED: "Everything late was chased in the last days.",
    Part.NOT_ARRIVED: "Every request is known to have arrived.",
}


@pages.get("/late-advice")
def late_advice_page(
    request: Request,
    page: Page,
    reads: Reads,
    part: Part = Part.LATE,
    whose: str = "",
    service: str = "",
    after: str = "",
) -> HTMLResponse:
    """One page of one part, the longest waited for first, with a form to log one chase for the ticked ones."""
    page.only_for(*OFFICERS)
    reach = reach_of(reads.actor, OFFICERS)
    mine = (whose or ("mine" if reach.has_own_work else "team")) == "mine"
    wanted = Wanted(
        today=reads.today,
        chase_days=reads.policy.targets.chase_advice.days,
        part=part,
        mine=mine,
        service_id=service,
    )
    found = late_advice.lines(reads.connection, reach, wanted, after=cursors.to_desk(after))
    counts = late_advice.counts(reads.connection, reach, wanted)
    shown = found[:PAGE]
    here = _given(part=part.value, whose="mine" if mine else "team", service=service)
    return page.show(
        "late_advice/list.html",
        part=part,
        title=PARTS[part],
        parts=[
            (one, PARTS[one], counts[one], _address({**here, "part": one}), one is not Part.LATE)
            for one in Part
        ],
        part_options=[(one.value, PARTS[one]) for one in Part],
        nothing=NOTHING[part],
        lines=shown,
        outcomes=of_requests(
            reads.connection,
            {line.request_id: line.assessment_id for line in shown if not line.received_by_body_on},
        ),
        services=late_advice.services(reads.connection, reach, wanted),
        service=service,
        whose="mine" if mine else "team",
        has_own_work=reach.has_own_work,
        chase_days=wanted.chase_days,
        chosen_all="all" in request.query_params,
        all_address=_address({**here, "after": after, "all": "1"}),
        none_address=_address({**here, "after": after}),
        here=here,
        typed=page.typed,
        chase=chase_form(page, reads.actor) if shown else None,
        items=ITEMS,
        basis=basis_in_words,
        next_page=_address({**here, "after": cursors.of_desk(late_advice.place(shown[-1], part))})
        if len(found) > PAGE
        else None,
        first_page=_address(here) if after else None,
    )


def _given(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _address(here: Mapping[str, str]) -> str:
    return f"/late-advice?{urlencode(_given(**here))}"


@pages.post("/late-advice")
def chase_several(request: Request, reads: Reads, run: Execute, page: Page) -> RedirectResponse:
    """Keep one chase by a person, made today, with every ticked request; then back to the same list."""
    said = log_chases(request, reads, run, page)
    here = {name: request.query_params.get(name, "") for name in ("part", "whose", "service")}
    return page.done(_address(here), said)
