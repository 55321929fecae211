"""Advice that comes after a decision, on both databases: on the desk again, in the log, and on the case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, Finding
from ehc_workflow.service.desk import desk_reach
from ehc_workflow.service.verify import verify
from ehc_workflow.store import recount
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries import desk
from ehc_workflow.store.queries.desk import View
from tests.builders import DCO, MONDAY, Journey, found_authority

HEALTH = AdviceItem.HEALTH


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with closing(open_database(database_url)) as opened:
        found_authority(opened)
        yield opened


@pytest.fixture
def drafting(database: Database) -> Journey:
    journey = Journey(database).receive().at(MONDAY + timedelta(weeks=1)).consider()
    journey.at(MONDAY + timedelta(weeks=4)).decide_to_assess().tell_assessing().ask()
    return journey.at(MONDAY + timedelta(weeks=10)).complete_advice().decide_plan()


def counts(database: Database, journey: Journey) -> dict[View, int]:
    with database.reading() as connection:
        return dict(desk.counts(connection, desk_reach(DCO), today=journey.today))


def test_a_later_version_is_on_the_desk_until_it_is_accepted(
    database: Database, drafting: Journey
) -> None:
    assert counts(database, drafting)[View.TO_CHECK] == 0
    drafting.give(HEALTH, DCO)
    found = counts(database, drafting)
    assert (found[View.TO_CHECK], found[View.DONE]) == (1, 0)
    drafting.do(
        c.ReturnAdvice(
            assessment_id=drafting.case_id,
            request_id=drafting.request_id(HEALTH),
            returned_on=drafting.today,
            return_due_on=drafting.today + timedelta(days=7),
            gaps="How often?",
        )
    )
    assert counts(database, drafting)[View.RETURNED] == 1
    drafting.give(HEALTH, DCO).accept(HEALTH)
    assert counts(database, drafting)[View.DONE] == 1


def test_the_log_replays_to_the_case_with_what_was_found(
    database: Database, drafting: Journey
) -> None:
    drafting.give(HEALTH, DCO, contribution_id="later")
    drafting.do(
        c.SettleRecheck(
            assessment_id=drafting.case_id,
            recheck_id="later",
            settled_on=drafting.today,
            finding=Finding.TAKEN_UP,
            reason="The new hearing test goes into section F",
        )
    )
    assert verify(database).is_whole
    (stored,) = recount.cases_of(database, [drafting.case_id])
    assert stored.rechecks == drafting.now.rechecks
    assert stored.rechecks[0].finding is Finding.TAKEN_UP
