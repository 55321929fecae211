"""What the case page reads comes back as what it is, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.queries.case_page import papers
from tests.builders import MONDAY, Journey, found_authority


def test_the_day_of_a_reminder_is_a_day(database_url: str) -> None:
    database = open_database(database_url)
    found_authority(database)
    journey = Journey(database)
    journey.receive()
    assert journey.case is not None
    late = MONDAY + timedelta(weeks=7)
    sweep(database, late, datetime.combine(late, time(6), tzinfo=UTC))
    with database.reading() as connection:
        found = papers(connection, journey.case.id).reminders
    database.close()
    assert {type(one.raised_on) for one in found} == {date}
