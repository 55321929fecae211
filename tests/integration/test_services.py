"""Services, seats and cover on both databases: nothing that is owed is left with somebody who is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.errors import ImpossibleFactsError, NotFoundError
from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.service import closing, organisation, seating
from ehc_workflow.service.accounts import Accounts, Passwords
from ehc_workflow.service.desk import desk_reach
from ehc_workflow.service.organisation import ServiceDetails
from ehc_workflow.service.organisation_changes import By, by_command_line
from ehc_workflow.store import delivery, organisation_changes
from ehc_workflow.store import organisation as rows
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries import allocation, desk, services
from ehc_workflow.store.queries.services import ServicesSeen, Show
from tests import builders as b
from tests.support.web import CheapHasher

HEALTH = b.SERVICES[AdviceItem.HEALTH]
DAY = b.MONDAY + timedelta(weeks=5)
OTHER_AUTHORITY = "another authority"
SEEN = ServicesSeen((b.AUTHORITY,))


@dataclass
class Office:
    """An authority with a case whose advice is asked, and people to put into seats."""

    database: Database
    accounts: Accounts
    journey: b.Journey

    @property
    def by(self) -> By:
        """An administrator of the authority on the day."""
        someone = Actor("an administrator", "Invented administrator", ())
        return replace(
            by_command_line(now=at(DAY), today=DAY),
            actor=someone,
            authority_ids=frozenset({b.AUTHORITY}),
        )

    def person(self, name: str) -> str:
        """Somebody with an account and no seat; their address."""
        address = f"{name}@example.invalid"
        self.accounts.create(address, name.capitalize(), password=None, now=at(DAY))
        return address

    def seat(self, role: Role = Role.HEALTH_ADMINISTRATOR, service: str | None = HEALTH) -> str:
        """A vacant seat; its id."""
        seat = Seat(id=new_id(), role=role, authority_id=b.AUTHORITY, service_id=service)
        if service is None:
            seat = replace(seat, team_id=b.TEAM)
        return seating.make_seat(self.database, seat, "First desk", by=self.by)

    def service(self, name: str, kind: ServiceKind = ServiceKind.HEALTH, body: str = "") -> str:
        """A service more; its id."""
        details = ServiceDetails(name=name, kind=kind, health_body=body or None)
        return organisation.add_service(
            self.database, details, authority_ids=frozenset({b.AUTHORITY}), by=self.by
        )

    def actor(self, address: str, day: date = DAY) -> Actor:
        """Who somebody acts as."""
        return self.accounts.actor(address, today=day)

    def line(self, service_id: str = HEALTH) -> services.ServiceLine:
        """The service as the list has it."""
        with self.database.reading() as connection:
            found = services.service_line(connection, SEEN, service_id, today=DAY)
        assert found is not None
        return found

    def desk(self, actor: Actor) -> set[str]:
        """The requests on somebody's desk."""
        with self.database.reading() as connection:
            found = desk.lines(connection, desk_reach(actor), desk.View.TO_GIVE, today=DAY)
        return {line.request_id for line in found}

    def to_whom(self, recipient: str, day: date = DAY) -> tuple[str, ...]:
        """Where a message would go."""
        with self.database.reading() as connection:
            return delivery.addresses(connection, recipient, day)

    def kinds_of_change(self, about: str) -> set[ChangeKind]:
        """What was noted."""
        with self.database.reading() as connection:
            found = organisation_changes.latest(connection, [about])
        return {one.kind for one in found}


def at(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=UTC)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    database = open_database(database_url)
    b.found_authority(database)
    with database.writing() as connection:
        rows.add_authority(
            connection, authority_id=OTHER_AUTHORITY, name="Otherland", dfe_number="998"
        )
    journey = b.Journey(database).receive().consider()
    journey.at(DAY).decide_to_assess().tell_assessing().ask()
    yield Office(database, Accounts(database, Passwords(CheapHasher())), journey)
    database.close()


# --- leavers, vacancies, cover ------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["close", "take", "take the seat"])
def test_the_work_of_a_leaver_stands_in_the_queue_the_same_moment(office: Office, how: str) -> None:
    seat, asha, bo = office.seat(), office.person("asha"), office.person("bo")
    seating.give_seat(office.database, seat, asha, by=office.by)
    request = office.journey.request_id(AdviceItem.HEALTH)
    assert request in office.desk(office.actor(asha))
    if how == "close":
        office.accounts.close(asha, now=at(DAY), today=DAY)
    elif how == "take":
        yesterday = DAY - timedelta(days=1)
        office.accounts.take_seats(asha, role=None, last_day=yesterday, by=office.by)
    else:
        seating.take_seat(office.database, seat, by=office.by)
    line = office.line()
    assert (line.waiting, line.held, line.vacant) == (1, 0, 1)
    assert [one.email for one in office.accounts.seats(today=DAY) if one.id == seat] == [None]
    if how != "close":
        assert office.actor(asha).seats == ()
    seating.give_seat(office.database, seat, bo, by=office.by)
    assert request in office.desk(office.actor(bo))
    assert office.line().held == 1


def test_what_was_given_to_a_seat_is_to_be_given_again_when_its_holder_leaves(
    office: Office,
) -> None:
    psychology = b.SERVICES[AdviceItem.PSYCHOLOGY]
    seat, asha = office.seat(Role.PSYCHOLOGY, psychology), office.person("asha")
    seating.give_seat(office.database, seat, asha, by=office.by)
    request = office.journey.request_id(AdviceItem.PSYCHOLOGY)
    case_id = office.journey.case_id
    given = c.AllocateRequest(
        assessment_id=case_id, request_id=request, seat_id=seat, allocated_on=DAY
    )
    office.journey.do(given, office.actor(asha))
    reach = desk_reach(office.actor(asha))

    def counted() -> tuple[int, int]:
        with office.database.reading() as connection:
            parts = allocation.counts(connection, reach, (), today=DAY)
        return parts[allocation.Part.NOT_ALLOCATED], parts[allocation.Part.ALLOCATED]

    assert counted() == (0, 1)
    with pytest.raises(ImpossibleFactsError, match="take the seat from them first"):
        seating.close_seat(office.database, seat, by=office.by)
    office.accounts.close(asha, now=at(DAY), today=DAY)
    assert counted() == (1, 0)
    assert (office.line(psychology).waiting, office.line(psychology).held) == (1, 0)
    with pytest.raises(ImpossibleFactsError, match="1 open request was given to it"):
        seating.close_seat(office.database, seat, by=office.by)


def test_requests_with_nobody_in_a_seat_are_a_vacancy(office: Office) -> None:
    with office.database.reading() as connection:
        every = services.service_lines(connection, SEEN, Show.VACANT, today=DAY)
        count = services.vacancies(connection, SEEN, today=DAY)
    assert HEALTH in {line.id for line in every}
    assert count == len(every)
    seat, asha, bo = office.seat(), office.person("asha"), office.person("bo")
    seating.cover_seat(office.database, seat, bo, first_day=DAY, last_day=DAY, by=office.by)
    with office.database.reading() as connection:
        assert services.vacancies(connection, SEEN, today=DAY) == count, "cover fills no seat"
    seating.give_seat(office.database, seat, asha, by=office.by)
    with office.database.reading() as connection:
        assert services.vacancies(connection, SEEN, today=DAY) == count - 1


def test_cover_is_from_day_to_day_and_both_see_the_work(office: Office) -> None:
    seat, asha, bo = office.seat(), office.person("asha"), office.person("bo")
    seating.give_seat(office.database, seat, asha, by=office.by)
    last = DAY + timedelta(days=4)
    seating.cover_seat(office.database, seat, bo, first_day=DAY, last_day=last, by=office.by)
    for day, covers in ((DAY, True), (last, True), (last + timedelta(days=1), False)):
        assert [one.id for one in office.actor(asha, day).seats] == [seat]
        assert bool(office.actor(bo, day).seats) is covers
        assert office.to_whom(f"seat:{seat}", day) == ((bo,) if covers else (asha,))
    assert office.actor(bo, DAY - timedelta(days=1)).seats == ()
    assert office.desk(office.actor(bo)) == office.desk(office.actor(asha))
    line = office.line()
    assert (line.held, line.covered, line.vacant) == (1, 1, 0)
    user = office.actor(bo).id
    seating.end_cover(office.database, seat, user, by=office.by)
    assert office.actor(bo).seats == ()
    assert office.to_whom(f"seat:{seat}") == (asha,)


def test_a_leavers_cover_ends_as_well(office: Office) -> None:
    seat, bo = office.seat(), office.person("bo")
    last = DAY + timedelta(days=4)
    seating.cover_seat(office.database, seat, bo, first_day=DAY, last_day=last, by=office.by)
    office.accounts.close(bo, now=at(DAY), today=DAY)
    assert office.line().covered == 0


@pytest.mark.parametrize(
    ("who", "first", "last", "says"),
    [
        ("bo", 2, 1, "first day or later"),
        ("bo", -3, -1, "is over"),
        ("asha", 0, 3, "already, and cannot cover it"),
        ("nobody", 0, 3, "Nobody here has the address"),
        ("not an address", 0, 3, "Enter an e-mail address"),
    ],
)
def test_cover_that_cannot_be(office: Office, who: str, first: int, last: int, says: str) -> None:
    seat, asha = office.seat(), office.person("asha")
    office.person("bo")
    seating.give_seat(office.database, seat, asha, by=office.by)
    address = who if " " in who else f"{who}@example.invalid"
    with pytest.raises(ImpossibleFactsError) as refused:
        seating.cover_seat(
            office.database,
            seat,
            address,
            first_day=DAY + timedelta(days=first),
            last_day=DAY + timedelta(days=last),
            by=office.by,
        )
    assert says in refused.value.errors[0].detail
    assert office.line().covered == 0


def test_a_seat_is_given_once(office: Office) -> None:
    seat, asha, bo = office.seat(), office.person("asha"), office.person("bo")
    seating.give_seat(office.database, seat, asha, by=office.by)
    for address, says in ((asha, "Asha holds this seat already"), (bo, "take it from them first")):
        with pytest.raises(ImpossibleFactsError) as refused:
            seating.give_seat(office.database, seat, address, by=office.by)
        assert says in refused.value.errors[0].detail
    with pytest.raises(DBAPIError), office.database.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO seat_holding (id, seat_id, user_id, first_day) "
                "SELECT 'twice', seat_id, user_id, first_day FROM seat_holding"
            )
        )


def test_nobody_gives_themselves_a_seat_or_gives_one_that_is_not_theirs_to_give(
    office: Office,
) -> None:
    seat, asha = office.seat(), office.person("asha")
    herself = replace(office.by, actor=office.actor(asha))
    with pytest.raises(ImpossibleFactsError, match="yourself"):
        seating.give_seat(office.database, seat, asha, by=herself)
    elsewhere = replace(office.by, authority_ids=frozenset({OTHER_AUTHORITY}))
    with pytest.raises(NotFoundError):
        seating.give_seat(office.database, seat, asha, by=elsewhere)
    for role in (Role.ADMINISTRATOR, Role.FAMILY, Role.INVITED):
        with pytest.raises(NotFoundError):
            office.seat(role, service=None)


def test_a_seat_is_closed_when_nothing_lies_with_it(office: Office) -> None:
    seat, asha = office.seat(Role.CASEWORKER, service=None), office.person("asha")
    seating.give_seat(office.database, seat, asha, by=office.by)
    with pytest.raises(ImpossibleFactsError, match="take the seat from them first"):
        seating.close_seat(office.database, seat, by=office.by)
    seating.take_seat(office.database, seat, by=office.by)
    case_id = office.journey.case_id
    office.journey.do(c.Assign(assessment_id=case_id, caseworker_seat_id=seat), b.MANAGER)
    with pytest.raises(ImpossibleFactsError, match="1 open case lies with it"):
        seating.close_seat(office.database, seat, by=office.by)
    empty = office.seat()
    seating.close_seat(office.database, empty, by=office.by)
    with pytest.raises(ImpossibleFactsError, match="closed: open it again first"):
        seating.give_seat(office.database, empty, asha, by=office.by)
    seating.reopen_seat(office.database, empty, by=office.by)
    seating.give_seat(office.database, empty, asha, by=office.by)
    assert office.kinds_of_change(empty) == {
        ChangeKind.SEAT_MADE,
        ChangeKind.SEAT_CLOSED,
        ChangeKind.SEAT_REOPENED,
        ChangeKind.SEAT_GIVEN,
    }


# --- health bodies ------------------------------------------------------------------------------------------------


def test_a_desk_does_not_see_what_another_body_owes_and_every_desk_sees_what_nobody_was_given(
    office: Office,
) -> None:
    north = office.service("North health desk", body="North body")
    south = office.service("South health desk", body="South body")
    dee, eli = office.person("dee"), office.person("eli")
    for address, service in ((dee, north), (eli, south)):
        seating.give_seat(office.database, office.seat(Role.DCO, service), address, by=office.by)
    request = office.journey.request_id(AdviceItem.HEALTH)
    case = office.journey.case
    assert case is not None
    both = [office.actor(dee), office.actor(eli)]
    assert [request in office.desk(one) for one in both] == [True, True], "of no body"
    office.journey.do(
        c.RouteRequest(assessment_id=case.id, request_id=request, service_id=south, routed_on=DAY),
        b.MANAGER,
    )
    assert [request in office.desk(one) for one in both] == [False, True]
    with pytest.raises(NotFoundError):
        office.journey.do(
            c.RouteRequest(
                assessment_id=case.id, request_id=request, service_id=north, routed_on=DAY
            ),
            office.actor(dee),
        )
    assert office.to_whom(f"dco:{b.AUTHORITY}/{south}") == (eli,)
    assert office.to_whom(f"dco:{b.AUTHORITY}/{HEALTH}") == (dee, eli)
    unrouted = replace(b.DCO.seats[0], not_services=frozenset({south}))
    assert desk_reach(Actor("x", "X", (unrouted,))).health_of[0].not_services == (south,)


def test_a_body_has_its_own_executive_lead_and_serves_several_authorities(office: Office) -> None:
    organisation.set_health_body(
        office.database, "North body", "Chief@Example.invalid", by=office.by
    )
    north = office.service("North health desk", body="North body")
    assert office.to_whom(f"executive_lead:{north}") == ("chief@example.invalid",)
    assert office.to_whom(f"executive_lead:{HEALTH}") == ()
    machine = by_command_line(now=at(DAY), today=DAY)
    organisation.work_for(office.database, north, OTHER_AUTHORITY, by=machine)
    with office.database.reading() as connection:
        for authority in (b.AUTHORITY, OTHER_AUTHORITY):
            lines = services.service_lines(
                connection, ServicesSeen((authority,)), Show.OPEN, today=DAY
            )
            assert north in {line.id for line in lines}


# --- addresses ----------------------------------------------------------------------------------------------------


def test_an_address_is_confirmed_until_it_changes(office: Office) -> None:
    service = office.service("Therapies")
    with pytest.raises(ImpossibleFactsError, match="no address yet"):
        organisation.confirm_addresses(office.database, service, by=office.by)
    details = ServiceDetails(
        name="Therapies", kind=ServiceKind.HEALTH, email="inbox@example.invalid"
    )
    own = frozenset({b.AUTHORITY})
    organisation.change_service(office.database, service, details, authority_ids=own, by=office.by)
    organisation.confirm_addresses(office.database, service, by=office.by)
    assert office.line(service).confirmed_on == DAY
    renamed = replace(details, name="All therapies")
    organisation.change_service(office.database, service, renamed, authority_ids=own, by=office.by)
    assert office.line(service).confirmed_on == DAY
    moved = replace(renamed, email="new@example.invalid")
    organisation.change_service(office.database, service, moved, authority_ids=own, by=office.by)
    assert office.line(service).confirmed_on is None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"email": "no address"}, "Enter an e-mail address"),
        ({"lead_email": "@"}, "Enter an e-mail address"),
        ({"name": "  "}, "Enter the service’s name"),
        ({"name": "Invented health service"}, "There is a service"),
        ({"kind": ServiceKind.PSYCHOLOGY, "health_body": "North body"}, "Only a health service"),
    ],
)
def test_details_that_cannot_be(office: Office, changes: dict[str, object], says: str) -> None:
    details = replace(ServiceDetails(name="New", kind=ServiceKind.HEALTH), **changes)  # type: ignore[arg-type]
    with pytest.raises(ImpossibleFactsError) as refused:
        organisation.add_service(
            office.database, details, authority_ids=frozenset({b.AUTHORITY}), by=office.by
        )
    assert says in refused.value.errors[0].detail


def test_a_service_is_changed_by_who_looks_after_one_of_its_authorities(office: Office) -> None:
    elsewhere = replace(office.by, authority_ids=frozenset({OTHER_AUTHORITY}))
    with pytest.raises(NotFoundError):
        organisation.confirm_addresses(office.database, HEALTH, by=elsewhere)
    with pytest.raises(ImpossibleFactsError, match="that you look after"):
        organisation.add_service(
            office.database,
            ServiceDetails(name="New", kind=ServiceKind.HEALTH),
            authority_ids=frozenset({OTHER_AUTHORITY}),
            by=office.by,
        )


# --- closing ------------------------------------------------------------------------------------------------------


def test_a_service_with_open_requests_closes_by_sending_them_on(office: Office) -> None:
    therapy, seat, asha = office.service("Therapies"), office.seat(), office.person("asha")
    seating.give_seat(office.database, seat, asha, by=office.by)
    by = replace(office.by, actor=administrator())
    with pytest.raises(ImpossibleFactsError, match="1 open request of Invented health service"):
        closing.close_service(office.database, HEALTH, send_on_to=None, by=by)
    assert closing.close_service(office.database, HEALTH, send_on_to=therapy, by=by) == 1
    assert (office.line(HEALTH).closed_on, office.line(HEALTH).waiting) == (DAY, 0)
    assert office.line(therapy).waiting == 1
    assert office.actor(asha).seats == ()
    with office.database.reading() as connection:
        told = connection.scalar(
            text("SELECT count(*) FROM outbox_message WHERE recipient = :to"),
            {"to": f"service:{therapy}"},
        )
    assert told == 1
    closing.reopen_service(office.database, HEALTH, by=by)
    assert (office.line(HEALTH).closed_on, office.line(HEALTH).held) == (None, 0)
    assert office.kinds_of_change(HEALTH) == {
        ChangeKind.SERVICE_CLOSED,
        ChangeKind.SERVICE_REOPENED,
    }


def test_nothing_is_closed_where_one_request_cannot_be_sent_on(office: Office) -> None:
    therapy = office.service("Therapies")
    office.journey.give(AdviceItem.HEALTH)
    by = replace(office.by, actor=administrator())
    with pytest.raises(ImpossibleFactsError, match="cannot be sent on"):
        closing.close_service(office.database, HEALTH, send_on_to=therapy, by=by)
    assert office.line(HEALTH).closed_on is None


@pytest.mark.parametrize("where", ["another authority", "closed"])
def test_a_request_goes_to_no_service_that_would_not_answer(office: Office, where: str) -> None:
    machine = by_command_line(now=at(DAY), today=DAY)
    authority = OTHER_AUTHORITY if where == "another authority" else b.AUTHORITY
    details = ServiceDetails(name="Elsewhere", kind=ServiceKind.HEALTH)
    there = organisation.add_service(
        office.database, details, authority_ids=frozenset({authority}), by=machine
    )
    if where == "closed":
        closing.close_service(office.database, there, send_on_to=None, by=machine)
    by = replace(office.by, actor=administrator())
    with pytest.raises(ImpossibleFactsError) as refused:
        closing.close_service(office.database, HEALTH, send_on_to=there, by=by)
    assert "closed, or works for another authority" in refused.value.errors[0].detail
    assert (office.line().waiting, office.line().closed_on) == (1, None)


def test_what_another_authority_relies_on_is_not_one_authoritys_to_change(office: Office) -> None:
    machine = by_command_line(now=at(DAY), today=DAY)
    organisation.set_health_body(office.database, "Invented body", None, by=office.by)
    therapy = office.service("Therapies", body="Invented body")
    organisation.work_for(office.database, therapy, OTHER_AUTHORITY, by=machine)
    details = ServiceDetails(
        name="Therapies", kind=ServiceKind.HEALTH, health_body="Invented body", email="a@b.invalid"
    )
    own = frozenset({b.AUTHORITY})
    with pytest.raises(ImpossibleFactsError, match="Another authority relies on this service"):
        organisation.change_service(
            office.database, therapy, details, authority_ids=own, by=office.by
        )
    with pytest.raises(ImpossibleFactsError, match="relies on this health body"):
        organisation.set_health_body(office.database, "Invented body", "c@d.invalid", by=office.by)
    both = own | {OTHER_AUTHORITY}
    organisation.change_service(office.database, therapy, details, authority_ids=both, by=machine)
    organisation.set_health_body(office.database, "Invented body", "c@d.invalid", by=machine)


def test_who_shares_a_service_leaves_it_and_does_not_close_it(office: Office) -> None:
    machine = by_command_line(now=at(DAY), today=DAY)
    therapy = office.service("Therapies")
    for shared in (HEALTH, therapy):
        organisation.work_for(office.database, shared, OTHER_AUTHORITY, by=machine)
    with pytest.raises(ImpossibleFactsError, match="also works for Otherland"):
        closing.close_service(office.database, therapy, send_on_to=None, by=office.by)
    details = ServiceDetails(name="Therapies", kind=ServiceKind.HEALTH)
    nothing: frozenset[str] = frozenset()
    organisation.change_service(
        office.database, therapy, details, authority_ids=nothing, by=office.by
    )
    with office.database.reading() as connection:
        known = rows.service(connection, therapy)
    assert known is not None
    assert known.authority_ids == {OTHER_AUTHORITY}
    health = replace(details, name="Invented health service", email="health@example.invalid")
    with pytest.raises(ImpossibleFactsError, match="send them to another service first"):
        organisation.change_service(
            office.database, HEALTH, health, authority_ids=nothing, by=office.by
        )


def test_what_was_changed_is_only_added_to(office: Office) -> None:
    office.service("Therapies")
    for statement in (
        "DELETE FROM organisation_change",
        "UPDATE organisation_change SET about = ''",
    ):
        with pytest.raises(DBAPIError), office.database.writing() as connection:
            connection.execute(text(statement))


def administrator() -> Actor:
    """Who may send on what a service owes."""
    seat = Seat(id="administrator", role=Role.ADMINISTRATOR, authority_id=b.AUTHORITY)
    return Actor("an administrator", "Invented administrator", (seat,))
