"""S12: late NHS advice climbs from the service to its lead, the DCO and the health body; the authority acts as well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, text

from ehc_workflow.clock import LONDON
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.alerts import CLIMBED
from ehc_workflow.domain.case import AdviceItem, Channel, ReplyKind
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.service.delay_letter import Delay, done_on_file, why_late
from ehc_workflow.store import organisation
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries.automatic_messages import automatic_messages
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount
from tests.builders import AUTHORITY, MONDAY, SERVICES, Journey, found_authority
from tests.support.mornings import Mornings

ASKED, DUE, LATE = date(2026, 2, 23), date(2026, 4, 6), date(2026, 4, 20)
HEALTH = SERVICES[AdviceItem.HEALTH]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    name_the_ladder(opened)
    yield opened
    opened.close()


def name_the_ladder(database: Database) -> None:
    """A DCO in their seat, and the health body with its executive lead."""
    with database.writing() as connection:
        organisation.set_health_body(
            connection, "Invented health body", "executive@example.invalid"
        )
        organisation.change_service(connection, HEALTH, health_body="Invented health body")
        connection.execute(
            insert(SeatRow).values(
                id="dco", role=Role.DCO.value, name="DCO", authority_id=AUTHORITY, service_id=HEALTH
            )
        )
        connection.execute(
            insert(UserAccount).values(
                id="dco",
                email="dco@example.invalid",
                name="Invented DCO",
                active=True,
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
        )
        connection.execute(
            insert(SeatHolding).values(id="dco", seat_id="dco", user_id="dco", first_day=MONDAY)
        )


def test_each_step_of_the_ladder_is_dated_and_goes_to_its_person(database: Database) -> None:
    journey, mornings = Journey(database).receive().consider(), Mornings(database)
    journey.at(ASKED).decide_to_assess().tell_assessing().ask()
    raised = list(mornings.until(ASKED, LATE))
    with database.reading() as connection:
        sent = automatic_messages(
            connection, journey.case_id, ref=journey.request_id(AdviceItem.HEALTH)
        )
    ladder = [
        (one.sent_at.astimezone(LONDON).date(), one.sent_to)
        for one in sent
        if one.code == "advice_health"
        and one.sent_at
        and one.recipient.split(":")[0] != "team_managers"
        and not one.rung.startswith(CLIMBED)
    ]
    assert ladder == [
        (date(2026, 3, 26), "health@example.invalid"),
        (date(2026, 4, 2), "health@example.invalid"),
        (date(2026, 4, 9), "health@example.invalid"),
        (date(2026, 4, 13), "health.lead@example.invalid"),
        (date(2026, 4, 16), "dco@example.invalid"),
        (date(2026, 4, 20), "executive@example.invalid"),
    ]
    own_service = {a.audience for _, a in raised if a.code == "advice_social_care"}
    assert not {"dco", "executive_lead"} & {one for told in own_service for one in told}


def test_the_authority_records_by_a_set_day_whether_it_gets_the_advice_another_way(
    database: Database,
) -> None:
    journey, mornings = Journey(database).receive().consider(), Mornings(database)
    journey.at(ASKED).decide_to_assess().tell_assessing().ask()
    request_id = journey.request_id(AdviceItem.HEALTH)
    raised = [
        (day, alert.rung)
        for day, alert in mornings.until(ASKED, date(2026, 4, 21))
        if alert.code == "other_way"
    ]
    assert set(raised) == {(LATE, "due_now"), (date(2026, 4, 21), "overdue")}
    journey.at(date(2026, 4, 21)).do(
        c.RecordAlternative(
            assessment_id=journey.case_id,
            request_id=request_id,
            recorded_on=date(2026, 4, 21),
            another_way=True,
            reasons="An independent therapist can see the child this week.",
        )
    )
    mornings.run(date(2026, 4, 22))
    with database.reading() as connection:
        open_still = connection.execute(
            text(
                "SELECT count(*) FROM alert WHERE code = 'other_way' AND ref = :ref AND cleared_on IS NULL"
            ),
            {"ref": request_id},
        ).scalar_one()
        limit = connection.execute(
            text("SELECT status, due_on FROM deadline WHERE code = 'advice_health'")
        ).one()
    assert open_still == 0
    assert (limit.status, str(limit.due_on)) == ("breached_open", "2026-04-06")  # it is still owed


def test_the_family_is_told_which_advice_is_late_since_when_and_whose_step_is_next(
    database: Database,
) -> None:
    """It names the advice and no service, clinician or person; what nobody did again is said of the authority."""
    journey = Journey(database).receive().consider()
    journey.at(ASKED).decide_to_assess().tell_assessing().ask()
    journey.at(date(2026, 3, 30))
    for item in journey.items():
        if item is not AdviceItem.HEALTH:
            journey.give(item).accept(item)
    health = journey.request_id(AdviceItem.HEALTH)
    journey.at(date(2026, 4, 13)).do(
        c.RecordChase(
            assessment_id=journey.case_id,
            request_id=health,
            chased_on=journey.today,
            channel=Channel.PHONE,
            to_whom="Dr Invented Name",
            reply="Off sick",
        )
    )
    delay = Delay(case=journey.now, owed=deadlines(journey.now), today=LATE, policy=DEFAULT_POLICY)
    told = why_late(delay)
    assert "We are still waiting for: health advice, due by 6 April 2026." in told
    assert "The next step lies with those we asked; ours is to ask them again." in told
    done = done_on_file(delay, "")
    assert (
        done
        == "We asked for the health advice on 23 February 2026 and last asked again on 13 April 2026."
    )
    for named in ("Invented health service", "Dr Invented", "sick", "therapist", "nurse"):
        assert named not in told + done

    journey.at(LATE).do(
        c.ReplyToRequest(
            assessment_id=journey.case_id,
            request_id=health,
            replied_on=LATE,
            kind=ReplyKind.NOT_KNOWN,
        )
    )
    unknown = Delay(
        case=journey.now, owed=deadlines(journey.now), today=LATE, policy=DEFAULT_POLICY
    )
    assert "For the health advice, the next step is ours: to find who can advise." in why_late(
        unknown
    )
