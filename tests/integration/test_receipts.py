"""A request that those who owe it have opened is received, whether or not they said so; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, AdviceRequest, ReceiptProof
from ehc_workflow.jobs.receipts import ReceiptsReport, prove_receipts
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.record_views import note_view
from tests.builders import SERVICES, Journey, found_authority

HEALTH = AdviceItem.HEALTH
ASKED = date(2026, 2, 23)
MORNING = datetime(2026, 3, 2, 6, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def asked(database: Database) -> Journey:
    """A case that asked for health advice and was not told that the request arrived."""
    journey = Journey(database).receive().consider().at(ASKED).decide_to_assess().tell_assessing()
    journey.do(
        c.RequestAdvice(
            assessment_id=journey.case_id,
            requested_on=ASKED,
            asked=(
                c.Asked(
                    request_id=journey.request_id(HEALTH),
                    item=HEALTH,
                    service_id=SERVICES[HEALTH],
                ),
            ),
        )
    )
    return journey


def view(database: Database, journey: Journey, at: datetime, *, owes: bool = True) -> None:
    with database.writing() as connection:
        note_view(
            connection,
            assessment_id=journey.case_id,
            user_id="somebody",
            part="request for advice: health",
            at=at,
            request_id=journey.request_id(HEALTH) if owes else None,
        )


def request_of(database: Database, journey: Journey) -> AdviceRequest:
    with database.reading() as connection:
        found = case_file(connection, journey.case_id).case.advice_request(
            journey.request_id(HEALTH)
        )
    assert found is not None
    return found


def test_the_first_opening_is_the_receipt_by_the_day_of_london(database: Database) -> None:
    journey = asked(database)
    view(database, journey, datetime(2026, 2, 27, 9, tzinfo=UTC))
    view(database, journey, datetime(2026, 2, 25, 23, 30, tzinfo=UTC))
    assert prove_receipts(database, MORNING) == ReceiptsReport(proved=1, refused=0)
    found = request_of(database, journey)
    assert (found.received_by_body_on, found.receipt_proof) == (
        date(2026, 2, 25),
        ReceiptProof.OPENED,
    )
    assert prove_receipts(database, MORNING) == ReceiptsReport(proved=0, refused=0)


def test_half_past_eleven_at_night_in_summer_is_the_next_day(database: Database) -> None:
    journey = asked(database)
    view(database, journey, datetime(2026, 3, 30, 23, 30, tzinfo=UTC))
    prove_receipts(database, datetime(2026, 4, 1, 6, tzinfo=UTC))
    assert request_of(database, journey).received_by_body_on == date(2026, 3, 31)


def test_a_look_by_the_authority_proves_nothing(database: Database) -> None:
    journey = asked(database)
    view(database, journey, datetime(2026, 2, 25, 9, tzinfo=UTC), owes=False)
    assert prove_receipts(database, MORNING) == ReceiptsReport(proved=0, refused=0)
    assert request_of(database, journey).receipt_is_unproven


def test_what_was_confirmed_before_stays(database: Database) -> None:
    journey = asked(database)
    journey.at(ASKED + timedelta(days=1)).do(
        c.RecordRequestReceived(
            assessment_id=journey.case_id,
            request_id=journey.request_id(HEALTH),
            received_by_body_on=journey.today,
        )
    )
    view(database, journey, datetime(2026, 2, 27, 9, tzinfo=UTC))
    assert prove_receipts(database, MORNING) == ReceiptsReport(proved=0, refused=0)
    assert request_of(database, journey).receipt_proof is ReceiptProof.CONFIRMED
