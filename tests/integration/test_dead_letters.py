"""Messages that did not go or came back: sent again under one id, set aside, and reported by mail servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from ehc_workflow.cli import ehc
from ehc_workflow.clock import SystemClock
from ehc_workflow.domain.errors import ImpossibleFactsError, NotFoundError
from ehc_workflow.jobs.deliver import deliver
from ehc_workflow.notify import ClosedError, Mail, MemoryNotifier
from ehc_workflow.service import dead_letters
from ehc_workflow.service.bounces import take_in
from ehc_workflow.service.channel_faults import tell_administrators
from ehc_workflow.service.dead_letters import Dealing
from ehc_workflow.service.messages import Message
from ehc_workflow.store import delivery, delivery_outcomes, health, outbox
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries import failed_messages
from ehc_workflow.store.queries.failed_messages import Part
from ehc_workflow.store.rows import Rows
from tests.builders import AUTHORITY, Journey, found_authority
from tests.integration.test_deliver import ADDRESS, BrokenNotifier, MovedClock, rows
from tests.unit.test_bounces import report

BY = Dealing(authority_ids=(AUTHORITY,), name="Ada", now=MovedClock().now() + timedelta(weeks=20))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


@pytest.fixture
def asked(database: Database) -> Journey:
    """A case in which advice was asked for, with those messages alone."""
    journey = Journey(database).receive().consider().decide_to_assess().tell_assessing()
    with database.writing() as connection:
        connection.execute(text("DELETE FROM outbox_message"))
    return journey.ask()


def clock() -> MovedClock:
    return MovedClock(BY.now)


def listed(database: Database, part: Part, search: str = "") -> list[Any]:
    with database.reading() as connection:
        return list(
            failed_messages.failed_messages(connection, [AUTHORITY], part=part, search=search)
        )


def counted(database: Database) -> dict[Part, int]:
    with database.reading() as connection:
        return failed_messages.counts(connection, [AUTHORITY])


def give_up(database: Database) -> list[str]:
    """Every message fails for good."""
    with database.writing() as connection:
        connection.execute(text("UPDATE outbox_message SET attempts = 7"))
    deliver(database, BrokenNotifier(), clock(), ADDRESS)
    return [one.id for one in listed(database, Part.GIVEN_UP)]


def test_what_was_given_up_is_listed_with_its_attempts(database: Database, asked: Journey) -> None:
    ids = give_up(database)
    assert len(ids) == counted(database)[Part.GIVEN_UP] > 3
    one = listed(database, Part.GIVEN_UP)[0]
    assert one.why == "The mail server could not be reached (TimeoutError)."
    assert one.first_attempt_at == one.last_attempt_at == BY.now
    assert one.recipient_kind == "service"
    with database.reading() as connection:
        assert failed_messages.failed_messages(connection, ["another authority"]) == ()


def test_a_search_finds_by_reference_message_and_reason(database: Database, asked: Journey) -> None:
    ids = give_up(database)
    case = asked.case
    assert case is not None
    for words in (case.reference.lower(), "advice asked", "timeouterror", "service"):
        assert len(listed(database, Part.GIVEN_UP, words)) == len(ids), words
    assert listed(database, Part.GIVEN_UP, "100%") == []


def test_sent_again_it_keeps_its_id_and_goes(database: Database, asked: Journey) -> None:
    ids = give_up(database)
    assert dead_letters.send_again(database, ids[:2], BY) == 2
    assert counted(database)[Part.GIVEN_UP] == len(ids) - 2
    notifier = MemoryNotifier()
    assert deliver(database, notifier, clock(), ADDRESS).sent == 2
    assert {mail.key for mail in notifier.sent} == set(ids[:2])
    assert dead_letters.send_again(database, ids[:2], BY) == 0, "it went"
    assert rows(
        database, "SELECT DISTINCT resent_by FROM outbox_message WHERE sent_at IS NOT NULL"
    ) == [("Ada",)]


def test_set_aside_it_leaves_the_list_with_its_reason_and_never_goes(
    database: Database, asked: Journey
) -> None:
    ids = give_up(database)
    with pytest.raises(ImpossibleFactsError, match="Say why"):
        dead_letters.set_aside(database, ids[:1], "  ", BY)
    assert dead_letters.set_aside(database, ids[:1], "Told by telephone", BY) == 1
    (aside,) = listed(database, Part.SET_ASIDE)
    assert (aside.set_aside_by, aside.set_aside_why) == ("Ada", "Told by telephone")
    assert dead_letters.send_again(database, ids[:1], BY) == 0
    with pytest.raises(ImpossibleFactsError, match="Choose the messages first"):
        dead_letters.send_again(database, [], BY)


def test_one_that_is_still_tried_can_be_set_aside_and_stops(
    database: Database, asked: Journey
) -> None:
    deliver(database, BrokenNotifier(), clock(), ADDRESS)
    ids = [one.id for one in listed(database, Part.TRIED)]
    assert dead_letters.set_aside(database, ids, "Asked by letter", BY) == len(ids)
    later = MovedClock(BY.now + timedelta(days=9))
    assert deliver(database, MemoryNotifier(), later, ADDRESS).sent == 0


def test_another_authoritys_messages_are_left_alone(database: Database, asked: Journey) -> None:
    ids = give_up(database)
    stranger = Dealing(authority_ids=("another",), name="Eve", now=BY.now)
    assert dead_letters.send_again(database, ids, stranger) == 0
    assert dead_letters.set_aside(database, ids, "no", stranger) == 0


def test_what_was_withheld_after_a_death_cannot_be_sent_again(
    database: Database, asked: Journey
) -> None:
    assert asked.case_id is not None
    with database.writing() as connection:
        connection.execute(text("UPDATE outbox_message SET recipient = 'contact:x'"))
        outbox.withhold_from_contacts(Rows(connection), asked.case_id, BY.now)
    ids = [id_ for (id_,) in rows(database, "SELECT id FROM outbox_message")]
    assert dead_letters.send_again(database, ids, BY) == 0
    assert counted(database)[Part.SET_ASIDE] == len(ids)


def about_no_case(database: Database) -> None:
    """A closed road is told to the administrators, and each person's digest is theirs alone."""
    with database.writing() as connection:
        connection.execute(text("DELETE FROM outbox_message"))
        tell_administrators(connection, "smtp", BY.now)
        digest = Message(
            key="digest/somebody/today",
            recipient="user:somebody",
            template="alert_digest",
            params={"authority_id": AUTHORITY, "urgent": False},
        )
        outbox.add(Rows(connection), None, [digest], BY.now)


def test_one_about_no_case_is_listed_sent_again_and_set_aside(database: Database) -> None:
    about_no_case(database)
    assert deliver(database, MemoryNotifier(), clock(), ADDRESS).given_up == 2
    found = listed(database, Part.GIVEN_UP)
    assert {(one.reference, one.template) for one in found} == {
        (None, "alert_digest"),
        (None, "channel_stopped"),
    }
    assert counted(database)[Part.GIVEN_UP] == 2
    assert len(listed(database, Part.GIVEN_UP, "administrators")) == 1
    ids = [one.id for one in found]
    stranger = Dealing(authority_ids=("another",), name="Eve", now=BY.now)
    assert dead_letters.send_again(database, ids, stranger) == 0
    assert dead_letters.send_again(database, ids[:1], BY) == 1
    assert dead_letters.set_aside(database, ids[1:], "Told in person", BY) == 1
    assert counted(database)[Part.SET_ASIDE] == 1


def test_what_is_set_aside_needs_nobody_and_no_gauge_counts_it(
    database: Database, asked: Journey
) -> None:
    ids = give_up(database)
    dead_letters.set_aside(database, ids[:2], "Told by telephone", BY)
    with database.reading() as connection:
        standing = health.outbox(connection, BY.now)
        plan = connection.execute(
            text(
                ("EXPLAIN QUERY PLAN " if database.dialect == "sqlite" else "EXPLAIN ")
                + "SELECT id FROM outbox_message WHERE set_aside_at IS NOT NULL"
            )
        ).all()
    assert (standing.waiting, standing.given_up) == (0, len(ids) - 2)
    if database.dialect == "sqlite":  # a handful of rows is read whole by PostgreSQL
        assert "ix_outbox_message_set_aside_at" in str(plan)


def test_one_on_its_way_for_the_first_time_is_not_among_those_tried(
    database: Database, asked: Journey
) -> None:
    with database.writing() as connection:
        taken = delivery.take(connection, BY.now)
    assert taken is not None
    assert counted(database)[Part.TRIED] == 0
    assert dead_letters.set_aside(database, [taken.id], "Too early", BY) == 0


class RefusesUs(MemoryNotifier):
    """A mail server that refuses our password."""

    def send(self, mail: Mail) -> None:
        raise ClosedError("The mail server refuses our sign-in (code 535).")


def test_a_closed_road_is_tried_at_once_when_somebody_says_so(
    database: Database, asked: Journey
) -> None:
    count = len(rows(database, "SELECT id FROM outbox_message"))
    deliver(database, RefusesUs(), clock(), ADDRESS)
    with database.reading() as connection:
        ((pause, name),) = dead_letters.closed_roads(connection, [AUTHORITY])
    assert (pause.name, name) == ("smtp", "E-mail")
    assert counted(database)[Part.TRIED] == count, "shown while they wait, without a try"
    dead_letters.try_now(database, "smtp", BY)
    assert deliver(database, MemoryNotifier(), clock(), ADDRESS).sent == count
    with pytest.raises(NotFoundError):
        dead_letters.try_now(database, "smtp", BY)


# --- reports of mail servers -----------------------------------------------------------------------------------------


def sent(database: Database, at: datetime = BY.now) -> str:
    """A message that went; its id is in its Message-ID."""
    notifier = MemoryNotifier()
    deliver(database, notifier, MovedClock(at), ADDRESS)
    return notifier.sent[0].message_id("authority.invalid")


def test_a_bounce_is_put_on_file_and_known_of_its_request(
    database: Database, asked: Journey
) -> None:
    message_id = sent(database)
    content = report(original=f"Message-ID: {message_id}\n")
    assert take_in(database, content, BY.now) == f"Message {message_id[1:37]} came back."
    (back,) = listed(database, Part.CAME_BACK)
    assert back.why == "The mail server sent it back (5.1.1): there is no such mailbox."
    with database.reading() as connection:
        requests = {one.id: asked.now.id for one in asked.now.advice}
        (found,) = delivery_outcomes.of_requests(connection, requests).values()
    assert (found.bounced_at, found.delivered_at) == (BY.now, None)
    with pytest.raises(NotFoundError, match="had come back before"):
        take_in(database, content, BY.now)


def test_a_receipt_of_the_mailbox_is_kept_and_a_delay_changes_nothing(
    database: Database, asked: Journey
) -> None:
    original = f"Message-ID: {sent(database)}\n"
    assert "still on its way" in take_in(
        database, report(action="delayed", original=original), BY.now
    )
    assert "was delivered" in take_in(
        database, report(action="delivered", original=original), BY.now
    )
    delivered = rows(
        database, "SELECT delivered_at FROM outbox_message WHERE delivered_at IS NOT NULL"
    )
    assert len(delivered) == 1


def test_one_that_came_back_can_be_sent_again(database: Database, asked: Journey) -> None:
    take_in(database, report(original=f"Message-ID: {sent(database)}\n"), BY.now)
    (back,) = listed(database, Part.CAME_BACK)
    assert dead_letters.send_again(database, [back.id], BY) == 1
    notifier = MemoryNotifier()
    assert deliver(database, notifier, clock(), ADDRESS).sent == 1
    assert notifier.sent[0].key == back.id
    assert counted(database)[Part.CAME_BACK] == 0


# --- at the command line ----------------------------------------------------------------------------------------------


def test_the_commands_list_send_again_and_take_in_a_bounce(
    database: Database,
    database_url: str,
    asked: Journey,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EHC_DATABASE_URL", database_url)
    ids = give_up(database)
    run = CliRunner().invoke
    found = json.loads(run(ehc, ["message", "list", "--json"]).stdout)
    assert {one["id"] for one in found} == set(ids)
    again = run(ehc, ["message", "resend", ids[0], "no-such-id"])
    assert (again.exit_code, again.stdout) == (1, "1 of 2 will be sent again.\n")
    message_id = sent(database, SystemClock().now())
    file = tmp_path / "bounce.eml"
    file.write_bytes(report(original=f"Message-ID: {message_id}\n"))
    assert "came back" in run(ehc, ["bounce", str(file)]).stdout
    piped = run(ehc, ["bounce"], input=b"Subject: I am on holiday\n\nBack on Monday.\n")
    assert piped.exit_code == 1
    assert "no delivery report" in piped.output
