"""The work of the day: open cases in order of legal risk, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api import cursors
from api.deps import Reads
from api.pages.page import Link, Page
from api.pages.reasons import duty_of, reason
from api.words import STATES
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import OPEN_STATES, State
from ehc_workflow.domain.deadlines import Kind, Status
from ehc_workflow.rules.ladders import LEVELS, Level
from ehc_workflow.service.panels_seen import next_meetings, panel_too_late
from ehc_workflow.service.permissions import MAY, OFFICERS
from ehc_workflow.store.queries import worklist
from ehc_workflow.store.queries.reach import reach_of
from ehc_workflow.store.queries.worklist import PAGE, Line, Wanted

pages = APIRouter()
WORKERS = OFFICERS | {Role.PLAN_WRITER}
LOOKERS = WORKERS | {Role.AUDITOR}
navigation = (
    Link("Work of the day", "/worklist", 10, WORKERS),
    Link("Cases", "/worklist", 40, frozenset({Role.AUDITOR})),
    Link("Register a request", "/requests/new", 20, MAY["receive_request"]),
)


@pages.get("/worklist")
def work_of_the_day(
    page: Page,
    reads: Reads,
    whose: str = "",
    state: str = "",
    risk: str = "",
    q: str = "",
    after: str = "",
) -> HTMLResponse:
    """One page of the list, with how many cases stand at each level."""
    page.only_for(*LOOKERS)
    reach = reach_of(reads.actor, LOOKERS)
    mine = (whose or ("mine" if reach.has_own_work else "team")) == "mine"
    wanted = Wanted(mine=mine, state=_state(state), level=_level(risk), text=q.strip()[:100])
    found = worklist.lines(reads.connection, reach, wanted, after=cursors.to_worklist(after))
    counts = worklist.counts(reads.connection, reach, mine=mine)
    given = {"whose": "mine" if mine else "team", "state": state, "risk": risk, "q": q}
    shown, policy = found[:PAGE], reads.policy
    authority_ids = {line.authority_id for line in shown}
    following = next_meetings(reads.connection, authority_ids, reads.today)
    return page.show(
        "worklist/list.html",
        lines=[
            (
                line,
                reason_of(line, reads.today),
                line.level_on(reads.today, policy),
                panel_too_late(following, line.authority_id, line.state, line.code, line.due_on),
            )
            for line in shown
        ],
        counts=counts,
        levels=tuple(reversed(LEVELS)),
        given=given,
        has_own_work=reach.has_own_work,
        states=[(one.value, STATES[one]) for one in State if one is not State.NOT_OPEN],
        open_states=OPEN_STATES,
        address=lambda **changes: _address({**given, **changes}),
        next_page=_address({**given, "after": cursors.of_worklist(shown[-1].place)})
        if len(found) > PAGE
        else None,
        first_page=_address(given) if after else None,
        may_register=bool(reads.actor.roles & MAY["receive_request"]),
        total=sum(counts.values()),
    )


def reason_of(line: Line, today: date) -> str:
    """Why a case stands where it stands."""
    if line.due_on is None or line.status is None:
        return "Nothing is owed" if line.due_on is None else ""
    return reason(
        duty_of(line.code, line.rule_version),
        line.due_on,
        line.provision,
        today,
        excepted=line.status is Status.DISAPPLIED_ASAP,
        familys=line.kind is Kind.FAMILY,
    )


def _state(text: str) -> State | None:
    return next((state for state in State if state.value == text), None)


def _level(text: str) -> Level | None:
    return next((level for level in Level if level.value == text), None)


def _address(given: Mapping[str, str]) -> str:
    return f"/worklist?{urlencode({key: value for key, value in given.items() if value})}"
