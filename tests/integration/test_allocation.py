"""What a service has to allocate, each seat's load and the visits of a week, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.case import AdviceItem, ReplyKind, ScreeningFinding, VisitPlace
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.domain.facts import AppointmentPurpose
from ehc_workflow.service.desk import allocation_reach, desk_reach
from ehc_workflow.service.verify import verify
from ehc_workflow.store import holdings, organisation, seats
from ehc_workflow.store.accounts import Account, add_account
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries import allocation, visits
from ehc_workflow.store.queries.allocation import INTERPRETER, Line, Narrowed, Part
from ehc_workflow.store.queries.case_page import case_file
from tests.builders import (
    MONDAY,
    OTHER_SCHOOL,
    PSYCHOLOGIST,
    SCHOOL,
    SERVICES,
    SOCIAL_WORKER,
    Journey,
    actor,
    fixed_id,
    found_authority,
)
from tests.support.casework import counted, week

PSYCHOLOGY = AdviceItem.PSYCHOLOGY
COLLEAGUE = actor(Role.PSYCHOLOGY, service=SERVICES[PSYCHOLOGY], name="colleague")
FIRST_DAY = MONDAY - timedelta(days=30)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    for who in (PSYCHOLOGIST, COLLEAGUE):
        sit_down(opened, who)
    yield opened
    opened.close()


def sit_down(database: Database, who: Actor) -> None:
    """Write somebody's account and seat, and that they sit in it."""
    (seat,) = who.seats
    with database.writing() as connection:
        account = Account(
            id=who.id,
            email=f"{who.id}@example.invalid",
            name=who.name,
            active=True,
            password_hash=None,
        )
        add_account(connection, account, at=datetime(2026, 1, 1, tzinfo=UTC))
        seats.add_seat(connection, seat, name=f"Seat of {who.id[:4]}")
        holdings.hold_seat(
            connection,
            holding_id=fixed_id(f"holding {who.id}"),
            seat_id=seat.id,
            user_id=who.id,
            first_day=FIRST_DAY,
        )


def assessed(database: Database, *, asked_on: date, **changes: object) -> Journey:
    journey = Journey(database).receive(**changes).at(week(1)).consider()
    return journey.at(week(4)).decide_to_assess().tell_assessing().at(asked_on).ask()


def allocate(journey: Journey, who: Actor | None, by: Actor = PSYCHOLOGIST) -> None:
    journey.do(
        c.AllocateRequest(
            assessment_id=journey.case_id,
            request_id=journey.request_id(PSYCHOLOGY),
            seat_id=who.seats[0].id if who else None,
            allocated_on=journey.today,
        ),
        by,
    )


def listed(
    database: Database, part: Part, narrowed: Narrowed | None = None, *, today: date
) -> tuple[Line, ...]:
    with database.reading() as connection:
        return allocation.lines(
            connection,
            allocation_reach(PSYCHOLOGIST),
            part,
            (PSYCHOLOGIST.seats[0].id,),
            today=today,
            narrowed=narrowed or Narrowed(),
        )


def test_what_is_due_first_is_on_top_and_behind_it_stands_the_authoritys_week_16(
    database: Database,
) -> None:
    later = assessed(database, asked_on=week(6))
    sooner = assessed(database, asked_on=week(5))
    found = listed(database, Part.NOT_ALLOCATED, today=week(7))
    assert [one.assessment_id for one in found] == [sooner.case_id, later.case_id]
    first = found[0]
    assert (first.due_on, first.week_16_on, first.week_20_on) == (week(11), week(16), week(20))
    assert (first.setting, first.team, first.item) == ("Larkrise School", "North", PSYCHOLOGY)


def test_what_is_allocated_leaves_the_queue_and_counts_for_its_seat(database: Database) -> None:
    journey = assessed(database, asked_on=week(5))
    assessed(database, asked_on=week(6))
    allocate(journey, COLLEAGUE)
    counts = {part: len(listed(database, part, today=week(6))) for part in Part}
    assert counts == {Part.NOT_ALLOCATED: 1, Part.MINE: 0, Part.ALLOCATED: 1}
    with database.reading() as connection:
        reach = allocation_reach(PSYCHOLOGIST)
        found = allocation.loads(connection, reach, today=week(12))
        counted_ = allocation.counts(connection, reach, (COLLEAGUE.seats[0].id,), today=week(6))
    by_seat = {one.seat_id: (one.open, one.late, one.soon) for one in found}
    assert by_seat == {COLLEAGUE.seats[0].id: (1, 1, 0), PSYCHOLOGIST.seats[0].id: (0, 0, 0)}
    assert counted_ == {Part.NOT_ALLOCATED: 1, Part.MINE: 1, Part.ALLOCATED: 1}


def test_the_work_of_a_leaver_is_not_allocated_from_the_day_after(database: Database) -> None:
    journey = assessed(database, asked_on=week(5))
    allocate(journey, COLLEAGUE)
    with database.writing() as connection:
        holdings.leave_seat(connection, COLLEAGUE.id, COLLEAGUE.seats[0].id, last_day=week(6))
    assert not listed(database, Part.NOT_ALLOCATED, today=week(6))
    (found,) = listed(database, Part.NOT_ALLOCATED, today=week(6) + timedelta(days=1))
    assert found.is_vacant
    assert found.seat_id == COLLEAGUE.seats[0].id
    journey.at(week(7))
    with pytest.raises(ImpossibleFactsError, match="somebody holds today"):
        allocate(assessed(database, asked_on=week(7)), COLLEAGUE)
    allocate(journey, PSYCHOLOGIST)
    assert [one.holder for one in listed(database, Part.MINE, today=week(7))] == [PSYCHOLOGIST.name]


def test_no_seat_of_another_service_is_given_the_work(database: Database) -> None:
    sit_down(database, SOCIAL_WORKER)
    journey = assessed(database, asked_on=week(5))
    with pytest.raises(ImpossibleFactsError, match="Choose a seat of this service"):
        allocate(journey, SOCIAL_WORKER)
    request = journey.now.advice_request(journey.request_id(PSYCHOLOGY))
    assert request is not None
    assert request.allocated_seat_id is None


def test_the_queue_is_narrowed_by_setting_team_and_language(database: Database) -> None:
    here = assessed(database, asked_on=week(5))
    there = assessed(database, asked_on=week(5), setting_id=OTHER_SCHOOL)
    there.do(
        c.RecordLanguageNeeds(
            assessment_id=there.case_id,
            recorded_on=there.today,
            language="Polish",
            interpreter_needed=True,
            format_needs="Large print",
        )
    )

    def cases(**narrowed: str) -> list[str]:
        found = listed(database, Part.NOT_ALLOCATED, Narrowed(**narrowed), today=week(5))
        return sorted(one.assessment_id for one in found)

    both = sorted([here.case_id, there.case_id])
    assert cases() == cases(team_id=here.now.team_id) == both
    assert cases(setting_id=SCHOOL) == [here.case_id]
    assert cases(language="Polish") == cases(language=INTERPRETER) == [there.case_id]
    assert cases(team_id="another") == []
    with database.reading() as connection:
        known = allocation.filters(connection, allocation_reach(PSYCHOLOGIST))
        child = case_file(connection, there.case_id).child
    assert [name for _, name in known.settings] == ["Larkrise School", "Quayside School"]
    assert ([name for _, name in known.teams], known.languages) == (["North"], ("Polish",))
    assert (child.language, child.interpreter_needed, child.format_needs) == (
        "Polish",
        True,
        "Large print",
    )


def test_the_list_goes_on_where_a_page_ended(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allocation, "PAGE", 2)
    for number in range(3):
        assessed(database, asked_on=week(5) + timedelta(days=number % 2))
    with database.reading() as connection:
        reach, today = allocation_reach(PSYCHOLOGIST), week(6)

        def page(**place: allocation.Place) -> list[str]:
            found = allocation.lines(
                connection,
                reach,
                Part.NOT_ALLOCATED,
                (),
                today=today,
                narrowed=Narrowed(),
                **place,
            )
            return [one.request_id for one in found]

        everything = page()
        with counted(connection) as said:
            first = allocation.line(connection, everything[0], today=today)
        assert len(said) == 1
        assert first is not None
        assert page(after=first.place) == everything[1:]
        last = allocation.line(connection, everything[2], today=today)
        assert last is not None
        assert page(before=last.place) == everything[:2]


def test_the_visits_of_a_week_stand_in_their_order_with_the_closures(database: Database) -> None:
    journey = assessed(database, asked_on=week(5))
    allocate(journey, COLLEAGUE)
    for day, hour in ((week(7), None), (week(6) + timedelta(days=2), 9), (week(6), None)):
        journey.do(
            c.PlanVisit(
                assessment_id=journey.case_id,
                request_id=journey.request_id(PSYCHOLOGY),
                visit_on=day,
                purpose=AppointmentPurpose.EXAMINATION,
                place=VisitPlace.SETTING,
                at=time(hour, 30) if hour else None,
            ),
            COLLEAGUE,
        )
    with database.writing() as connection:
        organisation.add_closures(
            connection,
            SCHOOL,
            [(week(6), week(6) + timedelta(days=2))],
            recorded_by="Term dates",
            recorded_on=MONDAY,
        )
    with database.reading() as connection:
        reach = desk_reach(PSYCHOLOGIST)
        found = visits.week(connection, reach, week(6), today=week(5))
        mine = visits.week(
            connection, reach, week(6), today=week(5), seats=(PSYCHOLOGIST.seats[0].id,)
        )
        of_others = visits.week(connection, desk_reach(SOCIAL_WORKER), week(6), today=week(5))
        closed = visits.closures_of(connection, [SCHOOL, None], first_day=week(6), last_day=week(7))
    assert [(one.visit_on, one.at, one.holder) for one in found] == [
        (week(6), None, COLLEAGUE.name),
        (week(6) + timedelta(days=2), "09:30", COLLEAGUE.name),
    ]
    assert mine == of_others == ()
    assert closed == {SCHOOL: ((week(6), week(6) + timedelta(days=2)),)}


def test_the_log_stands_for_everything_done_within_the_service(database: Database) -> None:
    journey = assessed(database, asked_on=week(5))
    social = journey.request_id(AdviceItem.SOCIAL_CARE)
    allocate(journey, COLLEAGUE)
    allocate(journey, None)
    reply = c.ReplyToRequest(
        assessment_id=journey.case_id,
        request_id=social,
        kind=ReplyKind.NOT_KNOWN,
        replied_on=journey.today,
    )
    journey.do(reply, SOCIAL_WORKER)
    journey.do(
        c.RecordScreening(
            assessment_id=journey.case_id,
            request_id=social,
            screened_on=journey.today,
            screened_by="Invented Social Worker, duty team",
            found=ScreeningFinding.NO_NEEDS,
            findings="Nothing that needs help",
        ),
        SOCIAL_WORKER,
    )
    with database.reading() as connection:
        kept = case_file(connection, journey.case_id).case
    assert kept.advice == journey.now.advice
    assert verify(database).is_whole
