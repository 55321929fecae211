"""S19, the part of it that warns: week 16 is watched from week 14, with a working day as its target."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES
from ehc_workflow.domain.alerts import CLIMBED
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.risk import standing
from ehc_workflow.rules.ladders import Level
from ehc_workflow.service.alert_words import reason
from ehc_workflow.store.engine import Database, open_database
from tests.builders import MONDAY, Journey, found_authority
from tests.support.mornings import Mornings

WEEK_14, WEEK_16 = date(2026, 4, 20), date(2026, 5, 4)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def test_from_week_fourteen_the_case_warns_with_its_working_target(database: Database) -> None:
    journey, mornings = Journey(database).receive().consider(), Mornings(database)
    journey.at(MONDAY + timedelta(weeks=6)).decide_to_assess().tell_assessing().ask()
    raised = {
        day: alert
        for day, alert in mornings.until(MONDAY, WEEK_14)
        if alert.code == "decide_no_plan" and not alert.rung.startswith(CLIMBED)
    }
    assert list(raised) == [date(2026, 4, 17)]  # ten working days before Friday 1 May
    assert journey.case is not None
    limit = next(one for one in deadlines(journey.case) if one.code == "decide_no_plan")
    assert (limit.due_on, limit.act_by) == (WEEK_16, date(2026, 5, 1))
    assert standing(limit, WEEK_14).level is Level.AT_RISK
    assert reason(limit, WEEK_14, ENGLAND_AND_WALES) == (
        "Tell the family that there will be no plan: due on Monday 4 May 2026, a bank holiday, "
        "so the working target is Friday 1 May 2026 (reg 10(1)). 11 days left."
    )


def test_missing_advice_rolls_nothing_forward(database: Database) -> None:
    """No decision can properly be made: the case goes onto the list of what is late, and stays there."""
    journey, mornings = Journey(database).receive().consider(), Mornings(database)
    journey.at(MONDAY + timedelta(weeks=6)).decide_to_assess().tell_assessing().ask()
    rungs = [
        (day, alert.rung)
        for day, alert in mornings.until(MONDAY, WEEK_16 + timedelta(days=14))
        if alert.code == "decide_no_plan" and not alert.rung.startswith(CLIMBED)
    ]
    assert rungs == [
        (date(2026, 4, 17), "at_risk"),
        (date(2026, 4, 24), "close"),
        (date(2026, 5, 1), "due_now"),
        (date(2026, 5, 5), "overdue"),
        (date(2026, 5, 11), "head_of_service"),
    ]
    with database.reading() as connection:
        row = connection.execute(
            text("SELECT status, level, due_on FROM deadline WHERE code = 'decide_no_plan'")
        ).one()
    assert (row.status, row.level, str(row.due_on)) == ("breached_open", "late", "2026-05-04")
