"""S11: reminders go before, on and after the day, marked as automatic; chasing is a person's, and its lack is seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from ehc_workflow.clock import LONDON
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.alerts import CLIMBED
from ehc_workflow.domain.case import AdviceItem, Channel
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries.automatic_messages import automatic_messages
from tests.builders import SERVICES, Journey, found_authority
from tests.support.mornings import Mornings

ASKED, DUE, LATE = date(2026, 2, 23), date(2026, 4, 6), date(2026, 4, 20)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def late_journey(database: Database) -> Journey:
    journey = Journey(database).receive().consider()
    return journey.at(ASKED).decide_to_assess().tell_assessing().ask()


def test_reminders_before_on_and_after_each_with_time_channel_and_to_whom(
    database: Database,
) -> None:
    journey, mornings = late_journey(database), Mornings(database)
    list(mornings.until(ASKED, LATE))
    request_id = journey.request_id(AdviceItem.PSYCHOLOGY)
    with database.reading() as connection:
        sent = automatic_messages(connection, journey.case_id, ref=request_id)
    to_service = [
        one for one in sent if one.recipient == f"service:{SERVICES[AdviceItem.PSYCHOLOGY]}"
    ]
    assert [
        (one.rung, one.sent_at.astimezone(LONDON).date()) for one in to_service if one.sent_at
    ] == [
        ("reminder_before", date(2026, 3, 26)),  # five working days before the last working day
        ("reminder_due", date(2026, 4, 2)),  # the due day is a bank holiday: its last working day
        ("reminder_after", date(2026, 4, 9)),
    ]
    for one in to_service:
        assert (one.channel, one.sent_to) == ("email", "psychology@example.invalid")
    mails = [mail for mail in mornings.notifier.sent if mail.to == ("psychology@example.invalid",)]
    reminders = [mail for mail in mails if "reminder" in mail.subject]
    assert len(reminders) == 3
    assert all("automatic reminder" in mail.body for mail in reminders)


def test_a_reminder_is_no_chase_and_the_lack_of_one_reaches_the_manager(database: Database) -> None:
    journey, mornings = late_journey(database), Mornings(database)
    psychology = journey.request_id(AdviceItem.PSYCHOLOGY)
    raised = [
        (day, alert.rung, alert.audience)
        for day, alert in mornings.until(ASKED, LATE)
        if alert.code == "chase_advice" and not alert.rung.startswith(CLIMBED)
    ]
    assert raised
    assert {(day, rung, told) for day, rung, told in raised} == {
        (DUE + timedelta(days=8), "overdue", ("caseworker", "team_manager"))
    }
    assert journey.case is not None
    request = journey.case.advice_request(psychology)
    assert request is not None
    assert request.chases == ()

    journey.at(LATE).do(
        c.RecordChase(
            assessment_id=journey.case_id,
            request_id=psychology,
            chased_on=LATE,
            channel=Channel.PHONE,
            to_whom="Invented administrator",
            reply="It will come this week.",
        )
    )
    mornings.run(LATE + timedelta(days=1))
    again = [
        (day, alert.rung)
        for day, alert in mornings.until(LATE + timedelta(days=2), LATE + timedelta(days=9))
        if alert.code == "chase_advice" and not alert.rung.startswith(CLIMBED)
    ]
    assert again == [(LATE + timedelta(days=8), "overdue")]  # a week after the last chase
    with database.reading() as connection:
        stands = connection.execute(
            text(
                "SELECT count(*) FROM alert WHERE code = 'chase_advice' AND ref = :ref AND cleared_on IS NULL"
            ),
            {"ref": psychology},
        ).scalar_one()
    assert stands == 1  # the first was cleared by the chase
