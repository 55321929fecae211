"""S25 and S03, service: a notice behind a sign-in that nobody opens, or that comes back, is rung about or posted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import insert, update

from ehc_workflow.clock import LONDON
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import Letter, Road
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.errors import TransitionRefusedError
from ehc_workflow.domain.facts import Method
from ehc_workflow.jobs.notices import follow_notices
from ehc_workflow.service.verify import verify
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.record_views import note_view
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount
from ehc_workflow.store.tables.papers import OutboxMessage
from ehc_workflow.store.tables.people import ContactRow
from tests.builders import AUTHORITY, MONDAY, Journey, found_authority, parent_of
from tests.scenarios.looking import limit, owes
from tests.support.mornings import Mornings

SENT = date(2026, 1, 19)
"""A Monday: the third working day after it is Thursday 22 January, and Friday is the last to ring."""


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


@pytest.fixture
def told(database: Database) -> Journey:
    """A family told by e-mail that there will be an assessment."""
    journey = Journey(database).receive().consider().at(SENT).decide_to_assess()
    fields = journey.sending(Letter.WILL_ASSESS, method=Method.EMAIL)
    journey.do(c.NotifyAssessment(**fields))  # type: ignore[arg-type]
    return journey


def morning(database: Database, day: date) -> int:
    at = datetime.combine(day, time(6), tzinfo=LONDON).astimezone(UTC)
    report = follow_notices(database, at)
    assert report.refused == 0
    return report.kept


def test_unopened_for_three_working_days_it_is_to_be_rung_about(
    told: Journey, database: Database
) -> None:
    owed = limit(told, "reach_family", "will_assess-1")
    assert (owed.act_by, owed.due_on) == (date(2026, 1, 22), date(2026, 1, 23))
    raised = [
        (day, alert.rung)
        for day, alert in Mornings(database).until(SENT, date(2026, 1, 24))
        if alert.code == "reach_family"
    ]
    assert raised == [(date(2026, 1, 22), "due_now"), (date(2026, 1, 24), "overdue")]
    told.at(date(2026, 1, 26)).do(
        c.RecordFamilyReached(
            assessment_id=told.case_id,
            notice_id="will_assess-1",
            reached_on=told.today,
            road=Road.PHONE,
            said="She will sign in tonight",
        )
    )
    assert not owes(told, "reach_family")
    assert limit(told, "reach_family", "will_assess-1").days_late(told.today) == 3


def test_what_a_family_opened_is_put_on_file_once_and_nobody_has_to_ring(
    told: Journey, database: Database
) -> None:
    with database.writing() as connection:
        connection.execute(
            insert(UserAccount).values(
                id="parent",
                email="parent@example.invalid",
                name="Invented parent",
                active=True,
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
        )
        connection.execute(
            insert(SeatRow).values(
                id="family",
                role=Role.FAMILY.value,
                name="Family",
                authority_id=AUTHORITY,
                assessment_id=told.case_id,
            )
        )
        connection.execute(
            insert(SeatHolding).values(
                id="holding", seat_id="family", user_id="parent", first_day=MONDAY
            )
        )
    assert morning(database, date(2026, 1, 20)) == 0
    with database.writing() as connection:
        note_view(
            connection,
            assessment_id=told.case_id,
            user_id="parent",
            part=f"letter {told.now.version}",
            at=datetime(2026, 1, 20, 19, tzinfo=UTC),
        )
    assert morning(database, date(2026, 1, 21)) == 1
    assert morning(database, date(2026, 1, 21)) == 0
    with database.reading() as connection:
        kinds = connection.exec_driver_sql(
            "SELECT kind, actor_id FROM log_entry ORDER BY seq DESC LIMIT 1"
        ).one()
    assert tuple(kinds) == ("notice_opened", "system")
    assert verify(database).faults == ()


def test_a_message_that_was_given_up_is_known_at_once_and_kept_once(
    told: Journey, database: Database
) -> None:
    with database.writing() as connection:
        connection.execute(
            update(OutboxMessage)
            .where(OutboxMessage.template == "letter_waiting")
            .values(failed_at=datetime(2026, 1, 19, 15, tzinfo=UTC), error="No such mailbox")
        )
    assert morning(database, date(2026, 1, 20)) == 1
    assert morning(database, date(2026, 1, 21)) == 0
    told.case = None
    told.at(date(2026, 1, 20))
    (row,) = list(_reach_rows(database))
    assert row == ("2026-01-19", "2026-01-20"), "known on the day it failed, to ring the day after"


def _reach_rows(database: Database) -> Iterator[tuple[str, str]]:
    with database.reading() as connection:
        for act_by, due_on in connection.exec_driver_sql(
            "SELECT act_by, due_on FROM deadline WHERE code = 'reach_family'"
        ):
            yield str(act_by), str(due_on)


def test_a_family_that_prefers_paper_is_rung_or_written_to_without_waiting(
    told: Journey, database: Database
) -> None:
    with database.writing() as connection:
        connection.execute(
            update(ContactRow)
            .where(ContactRow.id == parent_of(told.case_id))
            .values(preferred_method=Method.FIRST_CLASS_POST.value)
        )
    assert morning(database, date(2026, 1, 20)) == 1
    ((known_on, _),) = _reach_rows(database)
    assert known_on < "2026-01-22"


def test_a_draft_that_failed_is_served_by_the_post_and_its_days_begin_there(
    database: Database,
) -> None:
    journey = Journey(database).receive().consider()
    journey.at(date(2026, 2, 16)).decide_to_assess().tell_assessing().ask()
    journey.complete_advice().decide_plan().save_plan().agree_health()
    journey.at(date(2026, 3, 2)).serve_draft()
    draft = journey.now.current_draft
    assert draft is not None
    assert draft.window_ends_on == date(2026, 3, 16)
    failed = c.RecordNoticeFailed(
        assessment_id=journey.case_id, notice_id="draft_plan-1", failed_on=date(2026, 3, 2)
    )
    journey.do(failed)
    journey.at(date(2026, 3, 4)).do(
        c.RecordFamilyReached(
            assessment_id=journey.case_id,
            notice_id="draft_plan-1",
            reached_on=date(2026, 3, 4),
            road=Road.LETTER,
            posted=Method.FIRST_CLASS_POST,
        )
    )
    again = journey.now.current_draft
    assert again is not None
    assert (again.served_on, again.window_ends_on) == (date(2026, 3, 6), date(2026, 3, 20))
    (window,) = [d for d in deadlines(journey.now) if d.code == "draft_window"]
    assert window.due_on == date(2026, 3, 20)
    assert journey.now.notice(Letter.DRAFT_PLAN).sent_on == date(2026, 3, 2), "a fact of its own"  # type: ignore[union-attr]
    with pytest.raises(TransitionRefusedError):
        journey.do(failed)
    assert verify(database).faults == ()
