"""S03, the part of it that warns: a decision taken and not told is on somebody's list, and told late is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import text

from ehc_workflow.clock import LONDON, MovedClock
from ehc_workflow.documents.folder import Folder
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Letter
from ehc_workflow.jobs.worker import Worker
from ehc_workflow.notify import MemoryNotifier
from ehc_workflow.service.documents import Documents
from ehc_workflow.store.engine import Database, open_database
from tests.builders import DECISION_MAKER, MONDAY, Journey, found_authority
from tests.support.mornings import Mornings

FRIDAY, WEEK_SIX, WEDNESDAY = date(2026, 2, 20), date(2026, 2, 23), date(2026, 2, 25)
THURSDAY = date(2026, 2, 19)


def morning(day: date) -> datetime:
    """Seven o'clock in London."""
    return datetime.combine(day, time(7), tzinfo=LONDON)


def worker_at(database: Database, day: date) -> Worker:
    """A worker on the morning of a day."""
    return Worker(
        database=database,
        notifier=MemoryNotifier(),
        clock=MovedClock(morning(day)),
        address="https://ehc.example.invalid",
        documents=Documents(database, Folder(Path("nowhere"), 1)),
    )


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def listed(database: Database) -> set[tuple[str, str]]:
    """What is due now or late, as the lists show it."""
    with database.reading() as connection:
        return {
            (row.code, row.level)
            for row in connection.execute(
                text("SELECT code, level FROM deadline WHERE level IN ('due_now', 'late')")
            )
        }


def test_decided_on_friday_and_sent_on_wednesday(database: Database) -> None:
    journey, mornings = Journey(database).receive().consider(), Mornings(database)
    list(mornings.until(MONDAY, FRIDAY))

    journey.at(FRIDAY).decide_to_refuse()
    assert ("tell_decision", "due_now") in listed(database)
    assert [a.code for a in mornings.run(FRIDAY)] == ["tell_decision"]  # that same day, if asked

    raised = {(a.code, a.rung) for _, a in mornings.until(date(2026, 2, 21), WEEK_SIX)}
    assert raised == {("tell_decision", "overdue"), ("decide_whether_to_assess", "due_now")}
    assert listed(database) == {
        ("tell_decision", "late"),
        ("decide_whether_to_assess", "due_now"),
        ("tell_family_of_delay", "due_now"),
    }

    late = {a.code: a.reason for a in mornings.run(date(2026, 2, 24))}
    assert late == {
        "decide_whether_to_assess": "Tell the family whether there will be an assessment: was due on "
        "Monday 23 February 2026 (reg 5(1)). It is 1 day late and still owed.",
        "tell_family_of_delay": "Tell the family that a limit will not be kept: was due on Monday 23 February 2026 "
        "(the authority's own target, not law). It is 1 day late and still owed.",
    }

    journey.at(WEDNESDAY)
    told = {"setting_told": True, "health_body_told": True, "social_care_told": True}
    fields = journey.sending(Letter.REFUSAL_TO_ASSESS, **told)
    journey.do(c.NotifyRefusal(**fields), DECISION_MAKER)  # type: ignore[arg-type]  # a builder's values
    with database.reading() as connection:
        limit = connection.execute(
            text(
                "SELECT due_on, met_on, status FROM deadline WHERE code = 'decide_whether_to_assess'"
            )
        ).one()
    assert [str(limit.due_on), str(limit.met_on), limit.status] == [
        "2026-02-23",
        "2026-02-25",
        "met_late",
    ]
    mornings.run(date(2026, 2, 26))
    assert listed(database) == set()


def test_it_is_on_file_for_both_days_though_no_worker_ran_over_the_weekend(
    database: Database,
) -> None:
    """The worker stops on Thursday; on Monday it makes up for Friday, Saturday and Sunday, each as of its own day."""
    journey = Journey(database).receive().consider()
    worker = worker_at(database, THURSDAY)
    worker.look()
    journey.at(FRIDAY).decide_to_refuse()
    assert isinstance(worker.clock, MovedClock)
    worker.clock.moment = morning(WEEK_SIX)
    worker.look()
    with database.reading() as connection:
        found = connection.execute(
            text(
                "SELECT code, rung, raised_on FROM alert "
                "WHERE code IN ('tell_decision', 'decide_whether_to_assess') AND level IN ('due_now', 'late')"
            )
        )
        raised = {(code, rung, str(day)) for code, rung, day in found}
        told = list(
            connection.scalars(
                text("SELECT recipient FROM outbox_message WHERE key LIKE '%/tell_decision/%'")
            )
        )
    assert raised == {
        ("tell_decision", "due_now", "2026-02-20"),
        ("tell_decision", "overdue", "2026-02-21"),
        ("decide_whether_to_assess", "due_now", "2026-02-23"),
    }
    assert len(told) == len(set(told)) >= 2  # each hears once, that it is late
    assert listed(database) >= {("tell_decision", "late"), ("decide_whether_to_assess", "due_now")}
