"""Somebody who has a plan is assessed again, from the request to the plan made anew, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import AssessOutcome, Letter, Reassessed, State
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.domain.facts import Setting
from ehc_workflow.service.verify import verify
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries.reach import Reach
from ehc_workflow.store.queries.refusals import refusals
from ehc_workflow.store.queries.timeliness import plans_sent
from tests.builders import (
    AUTHORITY,
    CASEWORKER,
    MONDAY,
    Journey,
    fixed_id,
    found_authority,
    receive_request,
)

WEEK = timedelta(weeks=1)
PLAN = Reassessed(last_assessed_on=date(2024, 11, 4))
EVERYBODY = Reach(
    authority_ids=(AUTHORITY,), team_ids=(), caseworker_seats=(), plan_writer_seats=()
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def test_it_goes_from_the_request_to_a_plan_made_anew(database: Database) -> None:
    journey = Journey(database).receive(reassesses=PLAN).at(MONDAY + WEEK)
    journey.decide_to_reassess().tell_reassessing().ask()
    journey.at(MONDAY + 6 * WEEK).complete_advice().at(MONDAY + 7 * WEEK).decide_plan()
    journey.save_plan().agree_health().serve_draft().at(MONDAY + 8 * WEEK)
    journey.ask_for_setting().consult().at(MONDAY + 11 * WEEK).answer_all().place()
    journey.confirm_address().send_final()
    assert journey.now.state is State.PLAN_ISSUED
    assert journey.now.reassesses == PLAN
    with database.reading() as connection:
        owed: dict[str, str] = dict(
            connection.execute(
                text(
                    "SELECT code, status FROM deadline WHERE assessment_id = :id "
                    "AND code IN ('decide_whether_to_reassess', 'final_plan', 'decide_no_plan')"
                ),
                {"id": journey.case_id},
            ).all()
        )
        assert owed == {"decide_whether_to_reassess": "met", "final_plan": "met"}
        # Twenty weeks are no measure of fourteen: the figure of first plans has none of it.
        sent = plans_sent(
            connection, EVERYBODY, first_day=MONDAY, last_day=MONDAY + timedelta(weeks=20)
        )
        assert sent == ()
    assert not verify(database).faults


def test_a_refusal_is_among_the_refusals_with_its_ground(database: Database) -> None:
    journey = Journey(database).receive(reassesses=PLAN).at(MONDAY + WEEK)
    journey.decide_to_reassess(AssessOutcome.REFUSE).tell_no_reassessment()
    with database.reading() as connection:
        (told,) = refusals(connection, EVERYBODY, first_day=MONDAY, last_day=journey.today)
        kinds = connection.scalars(text("SELECT kind FROM notice")).all()
    assert told.decision.reassessment
    assert kinds == [Letter.REFUSAL_TO_REASSESS.value]


def officer_elsewhere(database: Database) -> Actor:
    """A caseworker of another authority, which has one team."""
    with database.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO authority (id, name, dfe_number, settings) "
                "VALUES ('elsewhere', 'Elsewhere', '997', '{}')"
            )
        )
        connection.execute(
            text("INSERT INTO team (id, authority_id, name) VALUES ('team', 'elsewhere', 'Team')")
        )
    seat = replace(CASEWORKER.seats[0], authority_id="elsewhere", team_id=None)
    return replace(CASEWORKER, seats=(seat,))


def test_a_child_that_another_authority_keeps_is_not_taken_over(database: Database) -> None:
    journey = Journey(database).receive()
    other = Journey(database, case_id=fixed_id("elsewhere"))
    request = receive_request(
        other.case_id,
        authority_id="elsewhere",
        team_id="team",
        child=replace(receive_request(journey.case_id).child, given_name="Taken"),
        setting_id=None,
        setting_kind=Setting.NONE,
        caseworker_seat_id=None,
        reassesses=replace(PLAN, earlier_id=journey.case_id),
    )
    with pytest.raises(ImpossibleFactsError):
        other.do(request, officer_elsewhere(database))
    with database.reading() as connection:
        (kept,) = connection.execute(text("SELECT authority_id, given_name FROM child")).all()
    assert tuple(kept) == (AUTHORITY, "Robin")
