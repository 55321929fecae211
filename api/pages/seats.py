"""Seats and teams: who holds which seat, who covers it, and which are vacant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import ReadContext, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.organisation_words import changes_in_words
from api.pages.page import Link, Page, PageContext
from api.pages.services import made_by, the_service
from api.words import ROLES, day
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.service import organisation as teams
from ehc_workflow.service import seating
from ehc_workflow.service.organisation_changes import administered
from ehc_workflow.service.seating import NO_SEAT
from ehc_workflow.store import organisation, organisation_changes
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries import seats
from ehc_workflow.store.queries.seats import SeatLine, TeamLine

pages = APIRouter()
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
navigation = [
    Link(
        "Teams",
        "/teams",
        77,
        ADMINISTRATORS,
        under="/settings",
        hint="The authority’s teams with their seats and who sits in each.",
    )
]

WHOLE = "whole"
"""What stands for the seats of no team in an address."""

IN_A_SERVICE: dict[ServiceKind, tuple[Role, ...]] = {
    ServiceKind.HEALTH: (Role.HEALTH_ADMINISTRATOR, Role.DCO),
    ServiceKind.PSYCHOLOGY: (Role.PSYCHOLOGY,),
    ServiceKind.SOCIAL_CARE: (Role.SOCIAL_CARE,),
    ServiceKind.SETTING: (Role.SETTING,),
    ServiceKind.OTHER: (Role.SETTING,),
}
IN_A_TEAM = (
    Role.CASEWORKER,
    Role.PLAN_WRITER,
    Role.DECISION_MAKER,
    Role.MANAGER,
    Role.AUDITOR,
)


class NewSeatForm(PageForm):
    """A seat that is not there yet."""

    role: Role = question("What is it for?", control="radios")
    name: str = question(
        "Name of the seat",
        hint="A place and not a person, like “Second desk”. It stays when somebody leaves.",
        max_length=100,
    )


class GiveForm(PageForm):
    """Who is to hold a seat."""

    email: str = question(
        "E-mail address of who is to hold it",
        hint="They need an account. From today they have the seat with all that lies on it.",
        control="email",
        missing="Enter the e-mail address of a person",
    )


class CoverForm(PageForm):
    """Who sits in a seat while its holder is absent."""

    email: str = question(
        "E-mail address of who covers it",
        hint="Both see the work; messages go to whoever covers.",
        control="email",
        missing="Enter the e-mail address of a person",
    )
    first_day: date = question("First day of cover")
    last_day: date = question("Last day of cover")


class TeamForm(PageForm):
    """A team that is not there yet."""

    name: str = question("Name of the team", max_length=100)


# --- seats --------------------------------------------------------------------------------------------------------


@pages.get("/seats/{seat_id}")
def seat_page(seat_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """One seat: who holds and who covers it, and how that came to be."""
    page.only_for(Role.ADMINISTRATOR)
    seat = _the_seat(reads, seat_id)
    return page.show(
        "services/seat.html",
        seat=seat,
        holder=seat.holder(reads.today),
        place=_place_of(reads, seat),
        give=page.form(GiveForm),
        cover=page.form(CoverForm, name="cover"),
        changes=changes_in_words(
            reads.connection,
            organisation_changes.latest(reads.connection, [seat_id]),
            authorities={},
            seats={},
        ),
    )


@pages.post("/seats/{seat_id}/give")
def give(seat_id: str, form: Annotated[GiveForm, sent(GiveForm)], page: Page) -> RedirectResponse:
    """Give a vacant seat to a person."""
    name = seating.give_seat(page.accounts.database, seat_id, form.email, by=made_by(page))
    return page.done(f"/seats/{seat_id}", f"{name} holds the seat from today.")


@pages.post("/seats/{seat_id}/take")
def take(seat_id: str, page: Page) -> RedirectResponse:
    """Take a seat from its holder."""
    seating.take_seat(page.accounts.database, seat_id, by=made_by(page))
    return page.done(f"/seats/{seat_id}", "The seat is vacant. Its work has stayed where it was.")


@pages.post("/seats/{seat_id}/cover")
def cover(
    seat_id: str, form: Annotated[CoverForm, sent(CoverForm)], page: Page
) -> RedirectResponse:
    """Let a person cover a seat from day to day."""
    name = seating.cover_seat(
        page.accounts.database,
        seat_id,
        form.email,
        first_day=form.first_day,
        last_day=form.last_day,
        by=made_by(page),
    )
    days = f"{day(form.first_day)} to {day(form.last_day)}"
    return page.done(f"/seats/{seat_id}", f"{name} covers the seat from {days}.")


@pages.post("/seats/{seat_id}/cover/{user_id}/end")
def end_cover(seat_id: str, user_id: str, page: Page) -> RedirectResponse:
    """End a person's cover."""
    seating.end_cover(page.accounts.database, seat_id, user_id, by=made_by(page))
    return page.done(f"/seats/{seat_id}", "The cover is ended.")


@pages.post("/seats/{seat_id}/close")
def close(seat_id: str, page: Page) -> RedirectResponse:
    """Close a seat that nobody needs."""
    seating.close_seat(page.accounts.database, seat_id, by=made_by(page))
    return page.done(f"/seats/{seat_id}", "The seat is closed. You can open it again.")


@pages.post("/seats/{seat_id}/reopen")
def reopen(seat_id: str, page: Page) -> RedirectResponse:
    """Open a closed seat again."""
    seating.reopen_seat(page.accounts.database, seat_id, by=made_by(page))
    return page.done(f"/seats/{seat_id}", "The seat is open and vacant.")


def _the_seat(reads: ReadContext, seat_id: str) -> SeatLine:
    found = seats.seat_line(reads.connection, seat_id, today=reads.today)
    if found is None or found.authority_id not in administered(reads.actor):
        raise NotFoundError(NO_SEAT)
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where a seat is: what it is called and its page."""

    name: str
    href: str


def _place_of(reads: ReadContext, seat: SeatLine) -> Place:
    if seat.service_id is not None:
        known = organisation.service(reads.connection, seat.service_id)
        return Place(known.name if known else "", f"/services/{seat.service_id}")
    team = _the_team(reads, seat.authority_id, seat.team_id)
    return Place(team.name, team_address(team))


# --- making seats -------------------------------------------------------------------------------------------------


@pages.get("/services/{service_id}/seats/new")
def new_seat_page(service_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask what a new seat in a service is for."""
    page.only_for(Role.ADMINISTRATOR)
    line, known = the_service(reads, service_id)
    place = Place(line.name, f"/services/{service_id}")
    return _ask_for_seat(page, place, IN_A_SERVICE[known.kind])


@pages.post("/services/{service_id}/seats/new")
def make_seat(
    service_id: str,
    form: Annotated[NewSeatForm, sent(NewSeatForm)],
    page: Page,
    reads: Reads,
) -> RedirectResponse:
    """Make a vacant seat in a service."""
    by = made_by(page)
    _, known = the_service(reads, service_id)
    if form.role not in IN_A_SERVICE[known.kind]:
        raise NotFoundError(NO_SEAT)
    shared = sorted(administered(reads.actor) & known.authority_ids)
    if not shared:
        raise NotFoundError(NO_SEAT)
    authority_id = shared[0]
    seat = Seat(id=new_id(), role=form.role, authority_id=authority_id, service_id=service_id)
    seating.make_seat(page.accounts.database, seat, form.name, by=by)
    return page.done(f"/seats/{seat.id}", "The seat is there, and vacant: give it to somebody.")


def _ask_for_seat(page: PageContext, place: Place, roles: tuple[Role, ...]) -> HTMLResponse:
    options = [(role.value, ROLES[role]) for role in roles]
    first = {"role": roles[0].value} if len(roles) == 1 else {}
    form = page.form(NewSeatForm, values=first, choices={"role": options})
    return page.show("services/new_seat.html", place=place, form=form)


# --- teams --------------------------------------------------------------------------------------------------------


@pages.get("/teams")
def teams_page(page: Page, reads: Reads) -> HTMLResponse:
    """The teams of the authority with their seats, and a form for one more."""
    page.only_for(Role.ADMINISTRATOR)
    own = administered(reads.actor)
    lines = [
        line
        for one in sorted(own)
        for line in seats.team_lines(reads.connection, one, today=reads.today)
    ]
    return page.show(
        "services/teams.html",
        teams=lines,
        address=team_address,
        authorities=dict(organisation.authorities(reads.connection)) if len(own) > 1 else {},
        form=page.form(TeamForm),
    )


@pages.post("/teams")
def make_team(
    form: Annotated[TeamForm, sent(TeamForm)], page: Page, reads: Reads
) -> RedirectResponse:
    """Make a team."""
    (authority_id, *_) = sorted(administered(reads.actor)) or [""]
    teams.add_team(page.accounts.database, form.name, authority_id=authority_id, by=made_by(page))
    return page.done("/teams", f"The team {form.name} is there. Next: make its seats.")


def team_address(team: TeamLine) -> str:
    """The page of a team."""
    return f"/teams/{team.authority_id}/{team.id or WHOLE}"


@pages.get("/teams/{authority_id}/{team}")
def team_page(authority_id: str, team: str, page: Page, reads: Reads) -> HTMLResponse:
    """One team's seats."""
    page.only_for(Role.ADMINISTRATOR)
    found = _the_team(reads, authority_id, None if team == WHOLE else team)
    lines = seats.seats_of_team(reads.connection, authority_id, found.id, today=reads.today)
    return page.show(
        "services/team.html",
        team=found,
        here=team_address(found),
        seats=[seat for seat in lines if seat.closed_on is None],
        closed_seats=[seat for seat in lines if seat.closed_on is not None],
    )


@pages.get("/teams/{authority_id}/{team}/seats/new")
def new_team_seat_page(authority_id: str, team: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask what a new seat in a team is for."""
    page.only_for(Role.ADMINISTRATOR)
    found = _the_team(reads, authority_id, None if team == WHOLE else team)
    return _ask_for_seat(page, Place(found.name, team_address(found)), IN_A_TEAM)


@pages.post("/teams/{authority_id}/{team}/seats/new")
def make_team_seat(
    authority_id: str,
    team: str,
    form: Annotated[NewSeatForm, sent(NewSeatForm)],
    page: Page,
    reads: Reads,
) -> RedirectResponse:
    """Make a vacant seat in a team."""
    by = made_by(page)
    found = _the_team(reads, authority_id, None if team == WHOLE else team)
    if form.role not in IN_A_TEAM:
        raise NotFoundError(NO_SEAT)
    seat = Seat(id=new_id(), role=form.role, authority_id=authority_id, team_id=found.id)
    seating.make_seat(page.accounts.database, seat, form.name, by=by)
    return page.done(f"/seats/{seat.id}", "The seat is there, and vacant: give it to somebody.")


def _the_team(reads: ReadContext, authority_id: str, team_id: str | None) -> TeamLine:
    if authority_id in administered(reads.actor):
        for line in seats.team_lines(reads.connection, authority_id, today=reads.today):
            if line.id == team_id:
                return line
    raise NotFoundError("There is no such team, or it is not yours to look after.")
