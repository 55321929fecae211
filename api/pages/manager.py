"""The manager's pages: what is late and near, by team, seat and cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api import cursors
from api.deps import ReadContext, Reads
from api.pages.page import Link, Page
from api.pages.reasons import duty_of
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.deadlines import Deadline, Kind
from ehc_workflow.rules.ladders import Level
from ehc_workflow.service.services_seen import services_seen
from ehc_workflow.store.queries import manager, standing_alerts
from ehc_workflow.store.queries.manager import Tally, Wanted
from ehc_workflow.store.queries.reach import Reach, reach_of
from ehc_workflow.store.queries.services import vacancies

pages = APIRouter()
MANAGERS = frozenset({Role.MANAGER})
navigation = [
    Link("Overview", "/manager", 5, MANAGERS),
]

CAUSES = {
    "psychologist_shortage": "Too few psychologists",
    "therapist_shortage": "Too few therapists",
    "waiting_list": "Waiting list",
    "panel_date": "Waiting for a panel",
    "staff_absence": "Staff absence",
    "short_school_holiday": "School holiday under four weeks",
    "late_school_reply": "Late reply from a school",
    "family_slow_to_reply": "Waiting for the family’s reply",
    "family_comments_late": "Late comments from the family",
}


LISTS = {
    "law": "Limits of the law, late",
    "other": "Guidance and own targets, late",
    "near": "At risk or due now",
}
LEVELS: dict[str, tuple[Level | None, bool | None]] = {
    "law": (Level.LATE, True),
    "other": (Level.LATE, False),
    "near": (Level.AT_RISK, None),
}


def managed(reads: ReadContext) -> Reach:
    """The teams whose work this manager answers for."""
    return reach_of(reads.actor, MANAGERS)


@pages.get("/manager")
def overview(page: Page, reads: Reads) -> HTMLResponse:
    """What is late and what is near, counted five ways, each count leading to its list."""
    page.only_for(*MANAGERS)
    reach, connection, today = managed(reads), reads.connection, reads.today
    teams = manager.by_team(connection, reach, today=today)
    sight = standing_alerts.sight_of(reads.actor)
    waiting, taken_up = standing_alerts.count_alerts(connection, sight, today=today, mine=False)
    return page.show(
        "manager/overview.html",
        figures=page.under("/manager"),
        law=sum(team.law for team in teams),
        other=sum(team.other for team in teams),
        near=sum(team.near for team in teams),
        waiting=waiting,
        taken_up=taken_up,
        vacant=vacancies(connection, services_seen(reads.actor), today=today),
        tables=(
            ("By team", "Team", "team", teams),
            ("By person", "Seat", "seat", _seats(manager.by_seat(connection, reach, today=today))),
            (
                "By what is owed",
                "Limit",
                "code",
                _duties(manager.by_code(connection, reach, today=today)),
            ),
            (
                "Advice, by service",
                "Service",
                "service",
                _services(manager.by_service(connection, reach, today=today)),
            ),
        ),
        causes=[
            (CAUSES.get(cause, cause), count)
            for cause, count in manager.delay_causes(connection, reach).items()
        ],
    )


def _named(tally: Tally, name: str) -> Tally:
    return replace(tally, name=name)


def _seats(tallies: tuple[Tally, ...]) -> tuple[Tally, ...]:
    return tuple(_named(t, t.name or "No caseworker") for t in tallies)


def _services(tallies: tuple[Tally, ...]) -> tuple[Tally, ...]:
    return tuple(_named(t, t.name or "No service named") for t in tallies)


def _duties(tallies: tuple[Tally, ...]) -> tuple[Tally, ...]:
    return tuple(_named(t, duty_of(t.id, t.name)) for t in tallies)


@pages.get("/manager/limits")
def limits_page(
    page: Page,
    reads: Reads,
    level: str = "",
    team: str = "",
    seat: str = "",
    service: str = "",
    code: str = "",
    after: str = "",
) -> HTMLResponse:
    """The limits behind a count."""
    page.only_for(*MANAGERS)
    chosen, by_law = LEVELS.get(level, (None, None))
    wanted = Wanted(level=chosen, by_law=by_law, team=team, seat=seat, service=service, code=code)
    here = {
        name: value
        for name, value in (
            ("level", level),
            ("team", team),
            ("seat", seat),
            ("service", service),
            ("code", code),
        )
        if value
    }
    found = manager.limits(
        reads.connection, managed(reads), wanted, today=reads.today, after=cursors.to_limit(after)
    )
    shown = found[: manager.PAGE]
    return page.show(
        "manager/limits.html",
        limits=shown,
        title=LISTS.get(level, "Late, at risk or due now"),
        here=here,
        filtered=_filtered(here, shown),
        duty=_duty,
        source=_source,
        next=f"/manager/limits?{urlencode({**here, 'after': cursors.of_limit(shown[-1].place)})}"
        if len(found) > manager.PAGE
        else None,
        previous=f"/manager/limits?{urlencode(here)}" if after else None,
    )


def _filtered(here: Mapping[str, str], shown: Any) -> str:
    """What the list is narrowed to, in words, from its first line."""
    if not shown:
        return ""
    first = shown[0]
    said = {
        "team": first.team,
        "seat": " · ".join(filter(None, (first.seat, first.holder))) or "No caseworker",
        "service": first.service or "No service named",
        "code": _duty(first.deadline),
    }
    return ", ".join(said[name] for name in here if name in said)


def _duty(deadline: Deadline) -> str:
    return duty_of(deadline.code, deadline.rule_version)


def _source(deadline: Deadline) -> str:
    match deadline.kind:
        case Kind.LOCAL:
            return "the authority’s own target"
        case Kind.GUIDANCE:
            return f"guidance, {deadline.provision}"
    return f"statutory, {deadline.provision}"
