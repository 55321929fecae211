"""The digest of each person: once a day at their hour, quiet at night, instead of what can wait."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from ehc_workflow.domain.actors import Role
from ehc_workflow.jobs.deliver import deliver
from ehc_workflow.jobs.digest import make_digests
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.notify.memory import MemoryNotifier
from ehc_workflow.rules.alert_policy import Telling
from ehc_workflow.service import message_wording
from ehc_workflow.service.counting_changes import By
from ehc_workflow.store import digests
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.message_wording import OwnWords
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount
from tests.builders import AUTHORITY, MONDAY, TEAM, Journey, found_authority

ADDRESS = "https://ehc.example.invalid"
OVERDUE = date(2026, 2, 24)  # a Tuesday: the day after week 6


@dataclass
class MovedClock:
    """A clock that the test moves."""

    moment: datetime = field(
        default_factory=lambda: datetime.combine(OVERDUE, time(7, 30), tzinfo=UTC)
    )

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def person(database: Database, name: str, role: Role, **where: str | None) -> str:
    with database.writing() as connection:
        values = {"id": name, "role": role.value, "name": name, "authority_id": AUTHORITY}
        connection.execute(insert(SeatRow).values(**values, **where))
        connection.execute(
            insert(UserAccount).values(
                id=name,
                email=f"{name}@example.invalid",
                name=f"Invented {name}",
                active=True,
                created_at=MovedClock().now(),
            )
        )
        connection.execute(
            insert(SeatHolding).values(
                id=f"holding {name}", seat_id=name, user_id=name, first_day=MONDAY
            )
        )
    return name


def at(hour: int, minute: int = 0, day: date = OVERDUE) -> MovedClock:
    return MovedClock(datetime.combine(day, time(hour, minute), tzinfo=UTC))


def rows(database: Database, sql: str) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(text(sql)).all())


def swept(database: Database, day: date = OVERDUE) -> None:
    sweep(database, day, datetime.combine(day, time(6), tzinfo=UTC))


def made(database: Database) -> list[str]:
    keys = "SELECT key FROM outbox_message WHERE template = 'alert_digest' ORDER BY key"
    return [key for (key,) in rows(database, keys)]


def test_one_message_a_day_says_what_waits_and_names_no_child(database: Database) -> None:
    person(database, "manager", Role.MANAGER, team_id=TEAM)
    cases = [Journey(database).receive() for _ in range(7)]
    swept(database)
    assert make_digests(database, at(7, 29)) == 0
    assert make_digests(database, at(7, 30)) == 1
    assert make_digests(database, at(7, 31)) == 0
    assert made(database) == [f"digest/manager/{OVERDUE}"]
    notifier = MemoryNotifier()
    with database.writing() as connection:
        connection.execute(text("DELETE FROM outbox_message WHERE template <> 'alert_digest'"))
    deliver(database, notifier, at(7, 31), ADDRESS)
    (mail,) = notifier.sent
    assert mail.to == ("manager@example.invalid",)
    assert "14 alerts wait for you." in mail.body
    assert "Limits of the law that have passed: 7" in mail.body
    assert "Late by guidance or our own targets: 7" in mail.body
    assert "And 9 more." in mail.body
    assert f"{ADDRESS}/alerts" in mail.body
    assert sum(case.case.reference in mail.body for case in cases if case.case) == 5
    assert "Robin" not in mail.body
    assert "Example" not in mail.body


def test_a_digest_has_the_authoritys_own_words(database: Database) -> None:
    person(database, "manager", Role.MANAGER, team_id=TEAM)
    Journey(database).receive()
    swept(database)
    words = OwnWords(is_own=True, subject="What waits for you", body="{lines}\n{link}\n")
    by = By(name="Ada", reason="Shorter", now=at(7).now(), today=OVERDUE)
    with database.reading() as connection:
        proposed = message_wording.proposed(connection, AUTHORITY, "alert_digest", words, ADDRESS)
    message_wording.apply(database, proposed, by, ADDRESS)
    assert make_digests(database, at(8)) == 1
    with database.writing() as connection:
        connection.execute(text("DELETE FROM outbox_message WHERE template <> 'alert_digest'"))
    notifier = MemoryNotifier()
    deliver(database, notifier, at(8, 1), ADDRESS)
    assert [mail.subject for mail in notifier.sent] == ["What waits for you"]
    assert rows(database, "SELECT own_version FROM outbox_message") == [(1,)]


def test_nothing_is_said_where_nothing_waits_nor_on_days_nobody_works(database: Database) -> None:
    person(database, "manager", Role.MANAGER, team_id=TEAM)
    assert make_digests(database, at(8)) == 0
    Journey(database).receive()
    saturday = date(2026, 2, 28)
    swept(database, saturday)
    assert make_digests(database, at(8, day=saturday)) == 0
    assert make_digests(database, at(22, day=saturday - timedelta(days=1))) == 0
    assert make_digests(database, at(8, day=saturday + timedelta(days=2))) == 1


@pytest.mark.parametrize(
    ("sunday", "last_hour", "first_hour"),
    [(date(2026, 3, 29), 7, 6), (date(2026, 10, 25), 6, 7)],
)
def test_about_the_nights_of_the_clock_changes_everybody_gets_one_a_day_at_half_past_seven_in_london(
    database: Database, sunday: date, last_hour: int, first_hour: int
) -> None:
    """By the clocks of the machines, which keep UTC, the hour differs before the night and after it."""
    person(database, "manager", Role.MANAGER, team_id=TEAM)
    Journey(database).receive()
    swept(database, sunday - timedelta(days=2))
    hours: dict[str, list[tuple[int, int]]] = {}
    friday = datetime.combine(sunday - timedelta(days=2), time(0), tzinfo=UTC)
    for half_hours in range(2 * 24 * 4):
        clock = MovedClock(friday + timedelta(minutes=30 * half_hours))
        before = set(made(database))
        make_digests(database, clock)
        for key in set(made(database)) - before:
            hours.setdefault(key, []).append((clock.moment.hour, clock.moment.minute))
    days = (sunday - timedelta(days=2), sunday + timedelta(days=1))
    assert hours == {
        f"digest/manager/{days[0]}": [(last_hour, 30)],
        f"digest/manager/{days[1]}": [(first_hour, 30)],
    }


def test_each_has_their_own_hour_and_way(database: Database) -> None:
    names = ("early", "late", "silent", "eager")
    for name in names:
        person(database, name, Role.MANAGER, team_id=TEAM)
    person(database, "caseworker", Role.CASEWORKER, team_id=TEAM)
    with database.writing() as connection:
        digests.choose(connection, "early", Telling.DIGEST, time(7, 15))
        digests.choose(connection, "late", Telling.DIGEST, time(16))
        digests.choose(connection, "silent", Telling.IN_APP, time(7, 15))  # less than it may be
        digests.choose(connection, "eager", Telling.AT_ONCE, time(7, 15))
    Journey(database).receive()
    swept(database)
    assert make_digests(database, at(7, 15)) == 2
    assert made(database) == [f"digest/early/{OVERDUE}", f"digest/silent/{OVERDUE}"]
    assert make_digests(database, at(15, 59)) == 0
    assert make_digests(database, at(16)) == 1


def test_urgent_goes_at_once_to_whoever_has_not_chosen_the_digest_alone(
    database: Database,
) -> None:
    for name in ("usual", "digest"):
        person(database, name, Role.MANAGER, team_id=TEAM)
    with database.writing() as connection:
        digests.choose(connection, "digest", Telling.DIGEST, time(7, 30))
    Journey(database).receive()
    swept(database)
    notifier = MemoryNotifier()
    deliver(database, notifier, at(6, 1), ADDRESS)  # a limit of the law has passed
    assert {mail.to for mail in notifier.sent} == {("usual@example.invalid",)}


def test_what_can_wait_is_left_to_the_digest_or_waits_for_the_morning(database: Database) -> None:
    for name in ("usual", "eager"):
        person(database, name, Role.MANAGER, team_id=TEAM)
    with database.writing() as connection:
        digests.choose(connection, "eager", Telling.AT_ONCE, time(7, 30))
    Journey(database).receive()
    swept(database, date(2026, 2, 16))  # five working days before: at risk
    notifier = MemoryNotifier()
    early = deliver(database, notifier, at(6, 1, day=date(2026, 2, 16)), ADDRESS)
    assert (early.sent, early.put_off, notifier.sent) == (0, 3, [])
    kept = rows(database, "SELECT attempts FROM outbox_message WHERE template = 'deadline_alert'")
    assert kept == [(0,)] * 3
    assert deliver(database, notifier, at(6, 59, day=date(2026, 2, 16)), ADDRESS).sent == 0
    deliver(database, notifier, at(7, 0, day=date(2026, 2, 16)), ADDRESS)
    assert {mail.to for mail in notifier.sent} == {("eager@example.invalid",)}


def test_a_message_left_to_the_digest_says_so(database: Database) -> None:
    person(database, "usual", Role.MANAGER, team_id=TEAM)
    Journey(database).receive()
    day = date(2026, 2, 16)
    swept(database, day)
    notifier = MemoryNotifier()
    report = deliver(database, notifier, at(9, day=day), ADDRESS)
    assert (report.sent, report.left, notifier.sent) == (0, 2, [])
    (kept,) = set(
        rows(
            database,
            "SELECT sent_to, failed_at, error, channel FROM outbox_message WHERE failed_at IS NULL",
        )
    )
    assert (kept.sent_to, kept.failed_at, kept.channel) == ("", None, "in_app")
    assert "digest" in kept.error
    assert make_digests(database, at(9, day=day)) == 1


def test_two_workers_write_each_digest_once(database: Database, database_url: str) -> None:
    for number in range(30):
        person(database, f"manager{number}", Role.MANAGER, team_id=TEAM)
    Journey(database).receive()
    swept(database)
    others = [open_database(database_url) for _ in range(2)]
    try:
        with ThreadPoolExecutor(4) as pool:
            counts = list(pool.map(lambda one: make_digests(one, at(8)), others * 2))
    finally:
        for one in others:
            one.close()
    assert sum(counts) == 30
    assert len(made(database)) == len(set(made(database))) == 30


def test_killed_between_claim_and_message_it_is_simply_run_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(database, "manager", Role.MANAGER, team_id=TEAM)
    Journey(database).receive()
    swept(database)

    class KilledError(Exception):
        pass

    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr("ehc_workflow.store.outbox.add", killed)
        with pytest.raises(KilledError):
            make_digests(database, at(8))
    assert made(database) == []
    assert make_digests(database, at(8, 5)) == 1
