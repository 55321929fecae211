"""Families who wait, over all cases: for a reply, news of a delay, what was promised, a notice that gets through."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api import cursors
from api.deps import Reads
from api.pages.page import Link, Page
from api.pages.request_words import language_in_words
from ehc_workflow.domain.actors import Role
from ehc_workflow.service.alert_words import duty_of
from ehc_workflow.service.family_letters import needs_other_form
from ehc_workflow.service.permissions import OFFICERS
from ehc_workflow.store.queries import families
from ehc_workflow.store.queries.families import CODES, PAGE, Line, Part, Wanted
from ehc_workflow.store.queries.reach import reach_of

pages = APIRouter()
navigation = [Link("Families", "/families", 12, OFFICERS)]

PARTS = {
    Part.REPLIES: "Wait for a reply",
    Part.NEWS: "To be told of a delay",
    Part.PROMISES: "Were promised something",
    Part.NOTICES: "Have not opened a notice",
}
NOTHING = {
    Part.REPLIES: "Every message has its reply.",
    Part.NEWS: "Every family of a late case has heard lately.",
    Part.PROMISES: "No promise is open.",
    Part.NOTICES: "Every notice got through.",
}


@pages.get("/families")
def families_page(
    page: Page,
    reads: Reads,
    part: Part = Part.REPLIES,
    whose: str = "",
    late: str = "",
    team: str = "",
    seat: str = "",
    after: str = "",
) -> HTMLResponse:
    """One page of one part, what is due first before the rest; for a manager the silence by team and by worker."""
    page.only_for(*OFFICERS)
    reach = reach_of(reads.actor, OFFICERS)
    narrowed = bool(team or seat or late)
    mine = (whose or ("mine" if reach.has_own_work and not narrowed else "team")) == "mine"
    wanted = Wanted(today=reads.today, part=part, mine=mine, late=bool(late), team=team, seat=seat)
    found = families.lines(reads.connection, reach, wanted, after=cursors.to_family(after))
    counts = families.counts(reads.connection, reach, wanted)
    shown = found[:PAGE]
    by_engine = (
        families.written_by_the_engine(reads.connection, reach, wanted) if part is Part.NEWS else ()
    )
    here = _given(part=part.value, whose=whose, late=late, team=team, seat=seat)
    manages = Role.MANAGER in reads.actor.roles
    managed = reach_of(reads.actor, frozenset({Role.MANAGER}))
    return page.show(
        "families/list.html",
        part=part,
        parts=[
            (one, PARTS[one], *counts[one], _address({**here, "part": one.value})) for one in Part
        ],
        nothing=NOTHING[part],
        lines=shown,
        whose="mine" if mine else "team",
        late=late,
        kept=_given(part=part.value, team=team, seat=seat),
        every=_address(_given(part=part.value, whose=whose, late=late)),
        has_own_work=reach.has_own_work,
        narrowed=_narrowed(team, seat, shown),
        by_engine=by_engine,
        by_hand=_by_hand,
        duty=lambda line: duty_of(line.code, ""),
        step=_step_of,
        silence=(
            (
                "By team",
                "team",
                families.silence_by_team(reads.connection, managed, today=reads.today),
            ),
            (
                "By worker",
                "seat",
                families.silence_by_seat(reads.connection, managed, today=reads.today),
            ),
        )
        if manages
        else (),
        part_words=PARTS,
        next_page=_address({**here, "after": cursors.of_family(shown[-1].place)})
        if len(found) > PAGE
        else None,
        first_page=_address(here) if after else None,
    )


def _narrowed(team: str, seat: str, shown: tuple[Line, ...]) -> str:
    """What the list is narrowed to, in words: from its first line, where it has one."""
    if not (team or seat):
        return ""
    if not shown:
        return "One team" if team else "One worker"
    first = shown[0]
    return (
        first.team
        if team
        else " · ".join(filter(None, (first.seat, first.holder))) or "No caseworker"
    )


def _by_hand(line: Line) -> str:
    """What the family needs that the engine cannot write in, where a letter about a delay is owed."""
    wants = line.code in CODES[Part.NEWS] and needs_other_form(line)
    return language_in_words(line) if wants else ""


def _step_of(line: Line) -> tuple[str, str]:
    """What is to be done about a line: its words, and where."""
    here = f"/assessments/{line.assessment_id}"
    match line.code:
        case "answer_family_message":
            return "Read and reply", f"{here}/messages#{line.ref}"
        case "keep_promise":
            return (
                "Record that it was kept",
                f"{here}/steps/record_promise_kept?promise_id={line.ref}",
            )
        case "reach_family":
            return (
                "Record a call or post",
                f"{here}/steps/record_family_reached?notice_id={line.ref}",
            )
    return "Write to the family", f"{here}/steps/update_family"


def _given(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _address(here: Mapping[str, str]) -> str:
    return f"/families?{urlencode(here)}"
