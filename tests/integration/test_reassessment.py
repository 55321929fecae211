"""Somebody who has a plan is assessed again, from the request to the plan made anew, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from ehc_workflow.domain.case import AssessOutcome, Letter, Reassessed, State
from ehc_workflow.service.verify import verify
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries.reach import Reach
from ehc_workflow.store.queries.refusals import refusals
from ehc_workflow.store.queries.timeliness import plans_sent
from tests.builders import AUTHORITY, MONDAY, Journey, found_authority

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
