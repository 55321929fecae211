"""Seats: made and closed, given and taken, covered while their holder is absent. Their work stays where it is."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.organisation import ChangeKind, email_address
from ehc_workflow.service.organisation_changes import By, note, wrong
from ehc_workflow.store import accounts as people
from ehc_workflow.store import holdings, organisation, seats
from ehc_workflow.store.accounts import Account
from ehc_workflow.store.engine import Database
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.seats import SeatOnFile

NOT_BY_PAGE = frozenset({Role.ADMINISTRATOR, Role.FAMILY, Role.INVITED})
"""Given at the command line, or by a one-time link: a stolen session cannot give these rights to anybody."""
NO_SEAT = "There is no such seat, or it is not yours to look after."
ONE_DAY = timedelta(days=1)


def make_seat(database: Database, seat: Seat, name: str, *, by: By) -> str:
    """Make a vacant seat; its id."""
    with database.writing() as connection:
        _permit(seat.role, seat.authority_id, by)
        _refuse_wrong_place(connection, seat)
        add_seat(connection, seat, name=name, by=by)
    return seat.id


def add_seat(connection: Connection, seat: Seat, *, name: str, by: By) -> None:
    """Write a new seat and note it."""
    name = name.strip() or wrong("/name", "Enter the seat’s name.")
    seats.add_seat(connection, seat, name=name)
    note(connection, by, ChangeKind.SEAT_MADE, seat.id, name=name)


def close_seat(database: Database, seat_id: str, *, by: By) -> None:
    """Close a seat that nobody needs any more: nobody sits in it, and no case lies with it."""
    with database.writing() as connection:
        seat = _looked_after(connection, seat_id, by)
        if seat.closed_on is not None:
            return
        sitting = holdings.sitting(connection, [seat_id], day=by.today)
        if sitting:
            wrong("", f"{sitting[0].name} sits in it: take the seat from them first.")
        cases = seats.open_cases(connection, seat_id)
        if cases:
            lie = "case lies" if cases == 1 else "cases lie"
            wrong("", f"{cases} open {lie} with it: give them to another seat first.")
        given = seats.requests_given(connection, seat_id)
        if given:
            lie = "request was" if given == 1 else "requests were"
            wrong(
                "", f"{given} open {lie} given to it: have the service give them to others first."
            )
        seats.set_closed(connection, seat_id, by.today)
        note(connection, by, ChangeKind.SEAT_CLOSED, seat_id, name=seat.name)


def reopen_seat(database: Database, seat_id: str, *, by: By) -> None:
    """Open a closed seat again, vacant."""
    with database.writing() as connection:
        seat = _looked_after(connection, seat_id, by)
        if seat.closed_on is not None:
            seats.set_closed(connection, seat_id, None)
            note(connection, by, ChangeKind.SEAT_REOPENED, seat_id, name=seat.name)


def give_seat(database: Database, seat_id: str, email: str, *, by: By) -> str:
    """Give a vacant seat to a person from today, with all that lies on it; the person's name."""
    with database.writing() as connection:
        seat = _open(connection, seat_id, by)
        person = _person(connection, email)
        if person.id == by.actor.id:
            wrong("/email", "You cannot give yourself a seat: ask another administrator.")
        held = [
            one
            for one in holdings.sitting(connection, [seat_id], day=by.today)
            if not one.stands_in
        ]
        if held and held[0].user_id == person.id:
            wrong("/email", f"{person.name} holds this seat already.")
        if held:
            wrong("/email", f"{held[0].name} holds this seat: take it from them first.")
        hold(connection, seat.id, person.id, first_day=by.today, by=by)
    return person.name


def hold(connection: Connection, seat_id: str, user_id: str, *, first_day: date, by: By) -> None:
    """Write who holds a seat from a day on, and note it."""
    holdings.hold_seat(
        connection, holding_id=new_id(), seat_id=seat_id, user_id=user_id, first_day=first_day
    )
    note(
        connection,
        by,
        ChangeKind.SEAT_GIVEN,
        seat_id,
        person=user_id,
        first_day=first_day.isoformat(),
    )


def take_seat(database: Database, seat_id: str, *, by: By) -> None:
    """Take a seat from its holder: they see its work no more from this moment on, and it is vacant."""
    with database.writing() as connection:
        _looked_after(connection, seat_id, by)
        for one in holdings.sitting(connection, [seat_id], day=by.today):
            if not one.stands_in:
                leave(connection, seat_id, one.user_id, last_day=by.today - ONE_DAY, by=by)


def leave(connection: Connection, seat_id: str, user_id: str, *, last_day: date, by: By) -> None:
    """End what a person is to a seat, and note it."""
    holdings.leave_seat(connection, user_id, seat_id, last_day=last_day)
    note(
        connection,
        by,
        ChangeKind.SEAT_TAKEN,
        seat_id,
        person=user_id,
        last_day=last_day.isoformat(),
    )


def cover_seat(
    database: Database, seat_id: str, email: str, *, first_day: date, last_day: date, by: By
) -> str:
    """Let another person sit in a seat from day to day, both included, while its holder is absent; their name."""
    with database.writing() as connection:
        seat = _open(connection, seat_id, by)
        person = _person(connection, email)
        if person.id == by.actor.id:
            wrong("/email", "You cannot give yourself cover: ask another administrator.")
        if last_day < first_day:
            wrong("/last_day", "The last day of cover must be the first day or later.")
        if last_day < by.today:
            wrong("/last_day", "The last day of cover is over: enter today or a later day.")
        if holdings.overlaps(connection, seat.id, person.id, first_day, last_day):
            wrong(
                "/email",
                f"{person.name} sits in this seat in these days already, and cannot cover it.",
            )
        holdings.cover_seat(
            connection,
            holding_id=new_id(),
            seat_id=seat.id,
            user_id=person.id,
            first_day=first_day,
            last_day=last_day,
        )
        note(
            connection,
            by,
            ChangeKind.COVER_GIVEN,
            seat_id,
            person=person.id,
            first_day=first_day.isoformat(),
            last_day=last_day.isoformat(),
        )
    return person.name


def end_cover(database: Database, seat_id: str, user_id: str, *, by: By) -> None:
    """End a person's cover of a seat from this moment on, and cover that has not begun."""
    with database.writing() as connection:
        _looked_after(connection, seat_id, by)
        ended = holdings.end_cover(connection, seat_id, user_id, last_day=by.today - ONE_DAY)
        if ended:
            note(connection, by, ChangeKind.COVER_ENDED, seat_id, person=user_id)


def _looked_after(connection: Connection, seat_id: str, by: By) -> SeatOnFile:
    seat = seats.seat(connection, seat_id)
    if seat is None:
        raise NotFoundError(NO_SEAT)
    _permit(seat.role, seat.authority_id, by)
    return seat


def _permit(role: Role, authority_id: str, by: By) -> None:
    by_page = by.authority_ids is not None
    if (by_page and role in NOT_BY_PAGE) or not by.looks_after(authority_id):
        raise NotFoundError(NO_SEAT)


def _open(connection: Connection, seat_id: str, by: By) -> SeatOnFile:
    """A seat that somebody can be given."""
    seat = _looked_after(connection, seat_id, by)
    if seat.closed_on is not None:
        wrong("", f"{seat.name} is closed: open it again first.")
    if seat.service_id is not None:
        _refuse_closed_service(connection, seat.service_id)
    return seat


def _refuse_wrong_place(connection: Connection, seat: Seat) -> None:
    """A seat serves a team or an open service of its own authority."""
    if seat.team_id and seat.team_id not in dict(organisation.teams(connection, seat.authority_id)):
        wrong("/team_id", "Choose a team of this authority.")
    if seat.service_id:
        known = organisation.service(connection, seat.service_id)
        if known is None or seat.authority_id not in known.authority_ids:
            wrong("/service_id", "Choose a service that works for this authority.")
        _refuse_closed_service(connection, seat.service_id)


def _refuse_closed_service(connection: Connection, service_id: str) -> None:
    known = organisation.service(connection, service_id)
    if known is not None and known.closed_on is not None:
        wrong("", f"{known.name} is closed: open it again first.")


def _person(connection: Connection, email: str) -> Account:
    address = email_address(email)
    person = people.account_by_email(connection, address)
    if person is None:
        wrong(
            "/email",
            f"Nobody here has the address {address}: open an account first, with `ehc user add`.",
        )
    if not person.active:
        wrong("/email", f"The account of {person.name} is closed.")
    return person
