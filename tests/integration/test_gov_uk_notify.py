"""GOV.UK Notify over HTTP against a stand-in that checks tokens: what goes, what is refused, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import insert, text

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.channels import MessageChannel
from ehc_workflow.jobs.deliver import DeliveryReport, deliver
from ehc_workflow.jobs.outcomes import OutcomesReport, ask_outcomes
from ehc_workflow.notify import carriers_for, notifier_for
from ehc_workflow.notify.gov_uk import GovUkNotifier
from ehc_workflow.settings import Settings
from ehc_workflow.store import channel_state
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.tables.people import ContactRow
from tests.builders import AUTHORITY, SERVICES, TEAM, Journey, found_authority
from tests.integration.test_deliver import ADDRESS, MovedClock, put, rows, seat
from tests.support.gov_uk_notify import KEY, NotifyFake, notify_fake, problem

HEALTH = f"service:{SERVICES[AdviceItem.HEALTH]}"
TEMPLATES = {
    "notify_email_template": "t-email",
    "notify_sms_template": "t-sms",
    "notify_letter_template": "t-letter",
}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


@pytest.fixture
def fake() -> Iterator[NotifyFake]:
    with notify_fake() as running:
        yield running


def settings(fake: NotifyFake, **more: Any) -> Settings:
    given: dict[str, Any] = {
        "mail_channel": "notify",
        "notify_api_key": KEY,
        "notify_base_url": fake.base_url,
        **TEMPLATES,
        **more,
    }
    return Settings.model_validate(given)


def send(database: Database, fake: NotifyFake, clock: MovedClock, **more: Any) -> DeliveryReport:
    chosen = settings(fake, **more)
    return deliver(database, notifier_for(chosen), clock, ADDRESS, carriers=carriers_for(chosen))


def ask(database: Database, fake: NotifyFake, clock: MovedClock) -> OutcomesReport:
    asked = carriers_for(settings(fake)).asked
    assert asked is not None
    return ask_outcomes(database, asked, clock)


def kept(database: Database, columns: str = "attempts, error") -> list[Any]:
    return rows(database, f"SELECT {columns} FROM outbox_message ORDER BY key")


def contact(database: Database, **values: str) -> str:
    journey = Journey(database).receive()
    given = {"email": "", "phone": "", "address": "", "preferred_method": "email", **values}
    with database.writing() as connection:
        row = {"id": "c1", "assessment_id": journey.case_id, "kind": "parent", "name": "Sam Sample"}
        connection.execute(insert(ContactRow).values(**row, **given))
        connection.execute(text("DELETE FROM outbox_message"))
    return "contact:c1"


def test_an_email_goes_with_its_words_and_its_id_as_the_reference(
    database: Database, fake: NotifyFake
) -> None:
    put(database, (HEALTH, "advice_asked"))
    assert send(database, fake, MovedClock()).sent == 1
    (sent,) = fake.arrived
    assert sent["email_address"] == "health@example.invalid"
    assert sent["template_id"] == "t-email"
    assert sent["personalisation"]["subject"] == "Request for advice: case EHC-ABCDE-12345"
    assert f"{ADDRESS}/desk/requests/r" in sent["personalisation"]["body"]
    assert kept(database, "id, channel, sent_to, error") == [
        (sent["reference"], "email", "health@example.invalid", "")
    ]


def test_a_text_message_is_short_and_goes_to_a_mobile_where_there_is_no_email(
    database: Database, fake: NotifyFake
) -> None:
    put(database, (contact(database, phone="07700 900 123"), "letter_waiting"))
    assert send(database, fake, MovedClock()).sent == 1
    (sent,) = fake.arrived
    assert (sent["kind"], sent["phone_number"]) == ("sms", "07700900123")
    body = sent["personalisation"]["body"]
    assert (
        body
        == f"There is a letter for you about case EHC-ABCDE-12345. Sign in to read it: {ADDRESS}/"
    )
    assert len(body) <= 160
    assert kept(database, "channel, sent_to") == [("sms", "07700900123")]


def test_a_letter_goes_to_who_prefers_the_post(database: Database, fake: NotifyFake) -> None:
    to = contact(
        database,
        email="sam@example.invalid",
        address="1 Invented Road, Lancaster LA1 1AA",
        preferred_method="first_class_post",
    )
    put(database, (to, "letter_waiting"))
    assert send(database, fake, MovedClock()).sent == 1
    (sent,) = fake.arrived
    lines = [sent["personalisation"][f"address_line_{number}"] for number in range(1, 5)]
    assert lines == ["Sam Sample", "1 Invented Road", "Lancaster", "LA1 1AA"]
    assert kept(database, "channel") == [("letter",)]


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("1 Invented Road, Lancaster", {}),
        ("1 Invented Road, Lancaster LA1 1AA", {"notify_letter_template": ""}),
    ],
)
def test_without_a_whole_address_or_letters_it_says_to_post_it_by_hand(
    database: Database, fake: NotifyFake, address: str, more: dict[str, str]
) -> None:
    put(database, (contact(database, address=address), "letter_waiting"))
    assert send(database, fake, MovedClock(), **more) == DeliveryReport(0, 0, 1)
    assert fake.arrived == []
    ((error,),) = kept(database, "error")
    assert error.startswith("Post it by hand: ")


def test_400_is_a_dead_letter_with_the_providers_words_and_no_address(
    database: Database, fake: NotifyFake
) -> None:
    put(database, (HEALTH, "advice_asked"))
    said = "Can’t send to health@example.invalid or 07700 900123 using a team-only API key"
    fake.answers.append(problem(400, "BadRequestError", said))
    assert send(database, fake, MovedClock()) == DeliveryReport(0, 0, 1)
    ((attempts, error),) = kept(database)
    assert attempts == 1
    assert "team-only API key" in error
    assert "@" not in error
    assert "900123" not in error


def test_403_stops_the_channel_and_tells_the_administrator_once(
    database: Database, fake: NotifyFake
) -> None:
    seat(database, "admin", Role.ADMINISTRATOR)
    put(database, *[(HEALTH, "advice_asked")] * 5)
    fake.always = problem(403, "AuthError", "Invalid token: API key not found")
    clock = MovedClock()
    # The one that tells the administrator waits too: there is no other way here.
    assert send(database, fake, clock) == DeliveryReport(0, 6, 0)
    assert fake.asked == 1, "the others did not try"
    told = "SELECT recipient, template FROM outbox_message WHERE key LIKE 'channel/%'"
    assert rows(database, told) == [(f"administrators:{AUTHORITY}", "channel_stopped")]
    for hours in (1, 2):
        clock.moment += channel_state.PROBE
        send(database, fake, clock)
        assert fake.asked == 1 + hours, "one an hour"
    assert len(rows(database, told)) == 1
    assert {attempts for attempts, _ in kept(database)} == {0}, "no try was burnt"
    fake.always = None
    clock.moment += channel_state.PROBE
    assert send(database, fake, clock) == DeliveryReport(6, 0, 0)
    with database.reading() as connection:
        assert channel_state.stopped(connection, ["notify"]) == ()


def test_429_waits_without_counting_a_try(database: Database, fake: NotifyFake) -> None:
    put(database, *[(HEALTH, "advice_asked")] * 3)
    fake.answers.append(problem(429, "RateLimitError", "Exceeded rate limit"))
    clock = MovedClock()
    assert send(database, fake, clock) == DeliveryReport(0, 3, 0)
    assert fake.asked == 1
    assert {attempts for attempts, _ in kept(database)} == {0}
    clock.moment += timedelta(minutes=1)
    assert send(database, fake, clock).sent == 3


@pytest.mark.parametrize("code", [500, 503])
def test_500_is_tried_again_later(database: Database, fake: NotifyFake, code: int) -> None:
    put(database, (HEALTH, "advice_asked"))
    fake.answers.append(problem(code, "Exception", "Internal server error"))
    clock = MovedClock()
    assert send(database, fake, clock).put_off == 1
    assert kept(database) == [(1, f"GOV.UK Notify answered with code {code}.")]
    clock.moment += timedelta(minutes=2)
    assert send(database, fake, clock).sent == 1


def test_no_answer_is_tried_again_later(database: Database, fake: NotifyFake) -> None:
    put(database, (HEALTH, "advice_asked"))
    fake.seconds = 1
    impatient = GovUkNotifier(
        api_key=SecretStr(KEY),
        base_url=fake.base_url,
        templates={MessageChannel.EMAIL: "t"},
        seconds=0.1,
    )
    assert deliver(database, impatient, MovedClock(), ADDRESS).put_off == 1
    ((attempts, error),) = kept(database)
    assert (attempts, error) == (
        1,
        "GOV.UK Notify could not be reached, or did not answer in time.",
    )


def test_no_more_go_in_a_minute_than_is_allowed_and_the_rest_is_spread(
    database: Database, fake: NotifyFake
) -> None:
    put(database, *[(HEALTH, "advice_asked")] * 7)
    clock = MovedClock()
    for minute, sent in enumerate((3, 3, 1)):
        assert send(database, fake, clock, notify_per_minute=3).sent == sent, minute
        clock.moment += timedelta(minutes=1)
    assert len({each["reference"] for each in fake.arrived}) == 7
    assert {attempts for attempts, _ in kept(database)} == {1}


def test_two_workers_share_the_pace(database: Database, fake: NotifyFake) -> None:
    clock = MovedClock()
    with database.writing() as connection:
        turns = [
            channel_state.take_turns(connection, "notify", clock.now(), 1, per_minute=2)
            for _ in "abc"
        ]
    assert turns[:2] == [None, None]
    assert turns[2] is not None
    assert turns[2].until == clock.now() + timedelta(minutes=1)
    put(database, (HEALTH, "advice_asked"))
    assert send(database, fake, clock, notify_per_minute=2).put_off == 1


def test_one_address_of_several_is_not_written_to_twice(
    database: Database, fake: NotifyFake
) -> None:
    seat(database, "m1", Role.MANAGER, team_id=TEAM)
    seat(database, "m2", Role.MANAGER, team_id=TEAM)
    put(database, (f"team_managers:{TEAM}", "deadline_alert"))
    clock = MovedClock()
    clock.moment += timedelta(weeks=9)
    fake.break_after = 1
    first = send(database, fake, clock)
    assert first.put_off == 1
    assert kept(database, "sent_to") == [("m1@example.invalid",)]
    fake.break_after = None
    clock.moment += timedelta(minutes=2)
    assert send(database, fake, clock).sent == 1
    assert [each["email_address"] for each in fake.arrived] == [
        "m1@example.invalid",
        "m2@example.invalid",
    ]
    assert kept(database, "sent_to") == [("m1@example.invalid, m2@example.invalid",)]


def test_what_became_of_it_is_asked_and_kept(database: Database, fake: NotifyFake) -> None:
    put(database, *[(HEALTH, "advice_asked")] * 3)
    clock = MovedClock()
    send(database, fake, clock)
    assert ask(database, fake, clock).asked == 0, "not at once"
    ids = [each["id"] for each in fake.arrived]
    fake.statuses |= {ids[0]: "delivered", ids[1]: "permanent-failure"}
    clock.moment += timedelta(minutes=1)
    assert ask(database, fake, clock) == OutcomesReport(asked=3, delivered=1, came_back=1)
    assert ask(database, fake, clock).asked == 0, "the third is asked about later"
    delivered = rows(database, "SELECT id FROM outbox_message WHERE delivered_at IS NOT NULL")
    assert delivered == [(fake.arrived[0]["reference"],)]
    back = rows(
        database, "SELECT id, delivery_detail FROM outbox_message WHERE bounced_at IS NOT NULL"
    )
    assert back == [(fake.arrived[1]["reference"], "The address does not exist.")]
    clock.moment += timedelta(minutes=2)
    fake.statuses[ids[2]] = "delivered"
    assert ask(database, fake, clock).delivered == 1


def test_a_refused_question_is_asked_again_and_nothing_is_settled(
    database: Database, fake: NotifyFake
) -> None:
    put(database, (HEALTH, "advice_asked"))
    clock = MovedClock()
    send(database, fake, clock)
    fake.answers.append(problem(429, "RateLimitError", "Exceeded rate limit"))
    clock.moment += timedelta(minutes=1)
    assert ask(database, fake, clock) == OutcomesReport(asked=1)
    fake.statuses[fake.arrived[0]["id"]] = "delivered"
    clock.moment += timedelta(minutes=5)
    assert ask(database, fake, clock).delivered == 1


def test_a_letter_handed_to_the_post_is_no_proof_of_delivery(
    database: Database, fake: NotifyFake
) -> None:
    put(
        database,
        (contact(database, address="1 Invented Road, Lancaster LA1 1AA"), "letter_waiting"),
    )
    clock = MovedClock()
    send(database, fake, clock)
    fake.statuses[fake.arrived[0]["id"]] = "received"
    clock.moment += timedelta(minutes=1)
    ask(database, fake, clock)
    assert kept(database, "delivered_at, bounced_at, check_at, delivery_detail") == [
        (None, None, None, "The letter was printed and handed to the post.")
    ]


def test_killed_after_notify_took_it_nobody_gets_it_twice(
    database: Database, fake: NotifyFake
) -> None:
    """Notify does not drop repeats by reference: it is asked before a message that was tried goes again."""
    put(database, (HEALTH, "advice_asked"))
    clock = MovedClock()
    send(database, fake, clock)
    with database.writing() as connection:  # as if the worker had died before it wrote that down
        connection.execute(text("UPDATE outbox_message SET sent_at = NULL, sent_to = NULL"))
    clock.moment += timedelta(minutes=2)
    assert send(database, fake, clock).sent == 1
    assert len(fake.arrived) == 1


def test_one_that_came_back_and_is_sent_again_goes_again(
    database: Database, fake: NotifyFake
) -> None:
    put(database, (HEALTH, "advice_asked"))
    clock = MovedClock()
    send(database, fake, clock)
    fake.statuses[fake.arrived[0]["id"]] = "permanent-failure"
    clock.moment += timedelta(minutes=1)
    assert ask(database, fake, clock).came_back == 1
    with database.writing() as connection:
        again = "UPDATE outbox_message SET attempts = 0, sent_at = NULL, sent_to = NULL, bounced_at = NULL"
        connection.execute(text(again))
    clock.moment += timedelta(minutes=2)
    assert send(database, fake, clock).sent == 1
    assert len(fake.arrived) == 2
    fake.statuses[fake.arrived[1]["id"]] = "delivered"
    clock.moment += timedelta(minutes=1)
    assert ask(database, fake, clock).delivered == 1, "the last time counts"


def test_every_worker_needs_a_whole_key() -> None:
    with pytest.raises(ValueError, match="EHC_NOTIFY_API_KEY is missing"):
        Settings(mail_channel="notify", notify_email_template="t")
    with pytest.raises(ValueError, match="EHC_NOTIFY_API_KEY is not a key"):
        Settings(notify_api_key=SecretStr("short"))
    with pytest.raises(ValueError, match="EHC_NOTIFY_EMAIL_TEMPLATE is missing"):
        Settings(mail_channel="notify", notify_api_key=SecretStr(KEY))
