"""What the outbox holds goes out: addressed at that moment, tried again, and never silently given up."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import default
from itertools import pairwise
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr
from sqlalchemy import insert, text, update

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.jobs.deliver import DeliveryReport, deliver
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.notify import Mail, MemoryNotifier, UndeliveredError, notifier_for
from ehc_workflow.notify.smtp import SmtpNotifier
from ehc_workflow.service.mail_words import TEMPLATES
from ehc_workflow.service.messages import Message as Sent
from ehc_workflow.settings import Settings
from ehc_workflow.store import delivery, organisation, outbox
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount
from ehc_workflow.store.tables.organisation import Service
from tests.builders import AUTHORITY, MONDAY, SERVICES, TEAM, Journey, found_authority

ADDRESS = "https://ehc.example.invalid"
DAY = MONDAY + timedelta(weeks=9)

AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A random id in a link: any four digits may stand in it, those of a year of birth among them."""


@dataclass
class MovedClock:
    """A clock that the test moves."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 3, 16, 6, tzinfo=UTC))

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


class BrokenNotifier:
    """A mail server that is down."""

    def __init__(self) -> None:
        self.tried: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.tried.append(mail)
        raise UndeliveredError("The mail server could not be reached (TimeoutError).")

    def close(self) -> None:
        pass


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def rows(database: Database, sql: str) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(text(sql)).all())


def put(database: Database, *messages: tuple[str, str]) -> None:
    """Messages in the outbox, each with its recipient and template."""
    params = {
        "reference": "EHC-ABCDE-12345",
        "assessment_id": "case-1",
        "ref": "r",
        "request_id": "r",
    }
    params |= {
        "level": "late",
        "duty": "Something",
        "reason": "Why (reg 5(1)).",
        "back_by": "2026-04-20",
        "last_day": "2026-05-04",
        "token": "made-up",
        "consultation_id": "c",
        "code": "123456",
        "alert_id": "a",
        **dict.fromkeys(("on", "total", "law", "other", "near", "lines"), "Some"),
        "road": "GOV.UK Notify",
    }
    with database.writing() as connection:
        outbox.add(
            Rows(connection),
            None,
            [
                Sent(key=f"test/{number}", recipient=recipient, template=template, params=params)
                for number, (recipient, template) in enumerate(messages)
            ],
            MovedClock().now(),
        )


def seat(database: Database, name: str, role: Role, **where: str | None) -> str:
    """A seat with somebody in it; their address is the seat's name."""
    with database.writing() as connection:
        connection.execute(
            insert(SeatRow).values(
                id=name, role=role.value, name=name, authority_id=AUTHORITY, **where
            )
        )
        connection.execute(
            insert(UserAccount).values(
                id=f"user {name}",
                email=f"{name}@example.invalid",
                name=f"Invented {name}",
                active=True,
                created_at=MovedClock().now(),
            )
        )
        connection.execute(
            insert(SeatHolding).values(
                id=f"holding {name}", seat_id=name, user_id=f"user {name}", first_day=MONDAY
            )
        )
    return name


def vacate(database: Database, name: str) -> None:
    with database.writing() as connection:
        connection.execute(
            update(SeatHolding).where(SeatHolding.seat_id == name).values(last_day=MONDAY)
        )


def to_whom(database: Database, recipient: str, day: date = DAY) -> tuple[str, ...]:
    with database.reading() as connection:
        return delivery.addresses(connection, recipient, day)


def test_a_message_goes_once_and_says_where_it_went(database: Database) -> None:
    put(database, (f"service:{SERVICES[AdviceItem.HEALTH]}", "advice_asked"))
    notifier = MemoryNotifier()
    first = deliver(database, notifier, MovedClock(), ADDRESS)
    again = deliver(database, notifier, MovedClock(), ADDRESS)
    assert (first, again) == (DeliveryReport(1, 0, 0), DeliveryReport(0, 0, 0))
    (mail,) = notifier.sent
    assert mail.to == ("health@example.invalid",)
    assert f"{ADDRESS}/desk/requests/r" in mail.body
    kept = rows(database, "SELECT sent_to, attempts, error FROM outbox_message")
    assert kept == [("health@example.invalid", 1, "")]


def test_the_address_is_looked_up_when_it_is_sent(database: Database) -> None:
    put(database, (f"service:{SERVICES[AdviceItem.HEALTH]}", "advice_asked"))
    with database.writing() as connection:
        mine = Service.id == SERVICES[AdviceItem.HEALTH]
        connection.execute(update(Service).where(mine).values(email="new@example.invalid"))
    notifier = MemoryNotifier()
    deliver(database, notifier, MovedClock(), ADDRESS)
    assert notifier.sent[0].to == ("new@example.invalid",)


def test_a_vacant_seat_hides_nothing(database: Database) -> None:
    seat(database, "caseworker", Role.CASEWORKER, team_id=TEAM)
    seat(database, "head", Role.MANAGER)
    assert to_whom(database, "seat:caseworker") == ("caseworker@example.invalid",)
    vacate(database, "caseworker")
    assert to_whom(database, "seat:caseworker") == ("head@example.invalid",)
    seat(database, "manager", Role.MANAGER, team_id=TEAM)
    assert to_whom(database, "seat:caseworker") == ("manager@example.invalid",)
    assert to_whom(database, f"team_managers:{TEAM}") == ("manager@example.invalid",)
    vacate(database, "manager")
    assert to_whom(database, f"team_managers:{TEAM}") == ("head@example.invalid",)


def test_who_decides_hears_and_where_nobody_does_the_head_of_service(database: Database) -> None:
    seat(database, "head", Role.MANAGER)
    seat(database, "manager", Role.MANAGER, team_id=TEAM)
    assert to_whom(database, f"head_of_service:{AUTHORITY}") == ("head@example.invalid",)
    assert to_whom(database, f"decision_makers:{AUTHORITY}") == ("head@example.invalid",)
    seat(database, "decides", Role.DECISION_MAKER)
    assert to_whom(database, f"decision_makers:{AUTHORITY}") == ("decides@example.invalid",)


def test_the_ladder_of_health_reaches_its_people(database: Database) -> None:
    health = SERVICES[AdviceItem.HEALTH]
    seat(database, "dco", Role.DCO, service_id=health)
    with database.writing() as connection:
        organisation.set_health_body(
            connection, "Invented health body", "executive@example.invalid"
        )
        organisation.change_service(connection, health, health_body="Invented health body")
    assert to_whom(database, f"service:{health}") == ("health@example.invalid",)
    assert to_whom(database, f"service_lead:{health}") == ("health.lead@example.invalid",)
    assert to_whom(database, f"dco:{AUTHORITY}") == ("dco@example.invalid",)
    assert to_whom(database, f"executive_lead:{health}") == ("executive@example.invalid",)


def test_a_closed_account_gets_nothing(database: Database) -> None:
    seat(database, "dco", Role.DCO, service_id=SERVICES[AdviceItem.HEALTH])
    with database.writing() as connection:
        connection.execute(update(UserAccount).values(active=False))
    assert to_whom(database, f"dco:{AUTHORITY}") == ()
    assert to_whom(database, "user:user dco") == ()


@pytest.mark.parametrize(
    "recipient",
    [
        "seat:x",
        "team_managers:x",
        "head_of_service:x",
        "decision_makers:x",
        "service:x",
        "service_lead:x",
        "executive_lead:x",
        "dco:x",
        "contact:x",
    ],
)
def test_without_an_address_it_fails_with_the_reason(database: Database, recipient: str) -> None:
    put(database, (recipient, "deadline_alert"))
    assert deliver(database, MemoryNotifier(), MovedClock(), ADDRESS) == DeliveryReport(0, 0, 1)
    ((error,),) = rows(database, "SELECT error FROM outbox_message WHERE failed_at IS NOT NULL")
    assert error == delivery.why_nobody(recipient)
    assert error.endswith(".")


def test_a_failure_is_tried_again_later_and_given_up_after_the_last(database: Database) -> None:
    put(database, (f"service:{SERVICES[AdviceItem.HEALTH]}", "advice_asked"))
    broken, clock = BrokenNotifier(), MovedClock()
    moments = []
    while not rows(database, "SELECT 1 FROM outbox_message WHERE failed_at IS NOT NULL"):
        if deliver(database, broken, clock, ADDRESS) != DeliveryReport(0, 0, 0):
            moments.append(clock.now())
        clock.moment += timedelta(minutes=1)
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert tuple(gaps) == delivery.WAITS
    assert len(broken.tried) == delivery.TRIES
    assert len({mail.message_id("example.invalid") for mail in broken.tried}) == 1
    ((error,),) = rows(database, "SELECT error FROM outbox_message WHERE failed_at IS NOT NULL")
    assert error == "The mail server could not be reached (TimeoutError)."


def test_a_message_that_recovers_is_sent(database: Database) -> None:
    put(database, (f"service:{SERVICES[AdviceItem.HEALTH]}", "advice_asked"))
    clock, notifier = MovedClock(), MemoryNotifier()
    assert deliver(database, BrokenNotifier(), clock, ADDRESS).put_off == 1
    assert deliver(database, notifier, clock, ADDRESS).sent == 0
    clock.moment += delivery.WAITS[0]
    assert deliver(database, notifier, clock, ADDRESS).sent == 1
    assert rows(database, "SELECT error, attempts FROM outbox_message") == [("", 2)]


def test_one_that_cannot_go_does_not_stop_the_rest(database: Database) -> None:
    put(
        database,
        ("contact:nobody", "letter_waiting"),
        (f"service:{SERVICES[AdviceItem.HEALTH]}", "no such template"),
        (f"service:{SERVICES[AdviceItem.HEALTH]}", "advice_asked"),
    )
    assert deliver(database, MemoryNotifier(), MovedClock(), ADDRESS) == DeliveryReport(1, 0, 2)


def test_two_workers_never_take_the_same_message(postgresql_url: str) -> None:
    """On SQLite there is one writer at a time, and so no second to step aside."""
    database = open_database(postgresql_url)
    health = f"service:{SERVICES[AdviceItem.HEALTH]}"
    put(database, *[(health, "advice_asked")] * 2)
    with database.writing() as one, database.writing() as other:
        first = delivery.take(one, MovedClock().now())
        second = delivery.take(other, MovedClock().now())
        third = delivery.take(other, MovedClock().now())
    database.close()
    assert first is not None
    assert second is not None
    assert first.id != second.id
    assert third is None


def test_a_whole_journey_sends_no_name(database: Database) -> None:
    """Every template is rendered with a real case; nothing of the child or family is in any message."""
    journey = Journey(database).receive()
    sweep(database, MONDAY + timedelta(weeks=7), MovedClock().now())
    journey.consider().decide_to_assess().tell_assessing().ask()
    sweep(database, DAY, MovedClock().now())
    seat(database, "manager", Role.MANAGER, team_id=TEAM)
    seat(database, "dco", Role.DCO, service_id=SERVICES[AdviceItem.HEALTH])
    every = [(f"service:{SERVICES[AdviceItem.HEALTH]}", name) for name, _ in TEMPLATES]
    put(database, *every)
    notifier = MemoryNotifier()
    assert (
        deliver(database, notifier, MovedClock(datetime(2026, 4, 1, 7, tzinfo=UTC)), ADDRESS).sent
        > 10
    )
    words = AN_ID.sub("", " ".join(mail.subject + mail.body for mail in notifier.sent))
    for secret in ("Robin", "Example", "2018", "Sam ", "sam@"):
        assert secret not in words
    assert journey.case is not None
    assert journey.case.reference in words


class Fussy(MemoryNotifier):
    """Fails in a way that nobody foresaw at one recipient."""

    def send(self, mail: Mail) -> None:
        if "health@example.invalid" in mail.to:
            raise ValueError(f"unexpected: {mail.to}")
        super().send(mail)


def test_what_nobody_foresaw_is_a_failed_try_of_its_message_alone(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    put(
        database,
        (f"service:{SERVICES[AdviceItem.HEALTH]}", "advice_asked"),
        (f"service:{SERVICES[AdviceItem.PSYCHOLOGY]}", "advice_asked"),
    )
    clock = MovedClock()
    assert deliver(database, Fussy(), clock, ADDRESS) == DeliveryReport(1, 1, 0)
    waiting = "SELECT attempts, error FROM outbox_message WHERE sent_at IS NULL"
    ((attempts, error),) = rows(database, waiting)
    assert attempts == 1
    assert error.startswith("Something went wrong here (ValueError)")
    assert "health@" not in error + caplog.text
    assert deliver(database, Fussy(), clock, ADDRESS) == DeliveryReport(0, 0, 0), "it waits"
    with database.writing() as connection:
        connection.execute(text(f"UPDATE outbox_message SET attempts = {delivery.TRIES - 1}"))
    clock.moment += timedelta(days=3)
    assert deliver(database, Fussy(), clock, ADDRESS) == DeliveryReport(0, 0, 1)


# --- over a real connection ------------------------------------------------------------------------------------------


class Mailbox:
    """What arrives at a mail server; it can be told to refuse."""

    def __init__(self) -> None:
        self.arrived: list[EmailMessage | Message] = []
        self.refuses = ""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name for it
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.refuses in address and self.refuses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name for it
        self.arrived.append(BytesParser(policy=default).parsebytes(envelope.content))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class MailServer:
    box: Mailbox
    port: int


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield MailServer(box, port)
    controller.stop()


def smtp_settings(port: int) -> Settings:
    return Settings(
        mail_channel="smtp",
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_from="SEN team <sen@authority.invalid>",
    )


def test_messages_arrive_by_smtp_over_one_connection(
    database: Database, mail_server: MailServer
) -> None:
    put(database, *[(f"service:{SERVICES[AdviceItem.HEALTH]}", name) for name, _ in TEMPLATES])
    notifier = notifier_for(smtp_settings(mail_server.port))
    report = deliver(database, notifier, MovedClock(), ADDRESS)
    assert report.sent == len(TEMPLATES) == len(mail_server.box.arrived)
    one = mail_server.box.arrived[0]
    assert one["To"] == "health@example.invalid"
    assert one["From"] == "SEN team <sen@authority.invalid>"
    assert str(one["Message-ID"]).endswith("@authority.invalid>")
    assert one["Auto-Submitted"] == "auto-generated"
    assert len({mail["Message-ID"] for mail in mail_server.box.arrived}) == len(TEMPLATES)


def test_a_refused_mailbox_is_put_off_with_the_code(
    database: Database, mail_server: MailServer
) -> None:
    mail_server.box.refuses = "@"
    put(database, (f"service:{SERVICES[AdviceItem.HEALTH]}", "advice_asked"))
    notifier = notifier_for(smtp_settings(mail_server.port))
    assert deliver(database, notifier, MovedClock(), ADDRESS).put_off == 1
    told = "The mail server refused the recipient (code 550)."
    assert rows(database, "SELECT error FROM outbox_message") == [(told,)]


def test_one_refused_of_several_is_tried_again_alone(
    database: Database, mail_server: MailServer
) -> None:
    seat(database, "one", Role.MANAGER, team_id=TEAM)
    seat(database, "two", Role.MANAGER, team_id=TEAM)
    put(database, (f"team_managers:{TEAM}", "deadline_alert"))
    one, two = to_whom(database, f"team_managers:{TEAM}")
    clock = MovedClock()
    mail_server.box.refuses = two
    notifier = notifier_for(smtp_settings(mail_server.port))
    assert deliver(database, notifier, clock, ADDRESS).put_off == 1
    told = "The mail server refused the recipient (code 550)."
    assert rows(database, "SELECT error, sent_to FROM outbox_message") == [(told, one)]
    mail_server.box.refuses = ""
    clock.moment += delivery.WAITS[0]
    assert deliver(database, notifier, clock, ADDRESS).sent == 1
    assert [mail["To"] for mail in mail_server.box.arrived] == [f"{one}, {two}", two]


def test_a_server_that_is_not_there_is_said_so() -> None:
    notifier = notifier_for(smtp_settings(free_port()))
    with pytest.raises(UndeliveredError, match="could not be reached"):
        notifier.send(Mail(key="k", to=("a@example.invalid",), subject="s", body="b"))


def test_no_password_goes_unencrypted_to_another_machine(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ehc_workflow.notify.smtp._LOOPBACK", ())
    notifier = SmtpNotifier(
        host="127.0.0.1",
        port=mail_server.port,
        sender="a@example.invalid",
        user="u",
        password=SecretStr("p"),
    )
    with pytest.raises(UndeliveredError, match="no encryption"):
        notifier.send(Mail(key="k", to=("a@example.invalid",), subject="s", body="b"))


def test_killed_after_sending_it_is_sent_again_under_the_same_id(
    database: Database, database_url: str, mail_server: MailServer
) -> None:
    """At least once: the process dies before it can write down that the message went."""
    put(database, (f"service:{SERVICES[AdviceItem.HEALTH]}", "advice_asked"))
    script = (
        "import os, signal, sys\n"
        "from datetime import date\n"
        "from ehc_workflow.clock import FixedClock\n"
        "from ehc_workflow.jobs.deliver import deliver\n"
        "from ehc_workflow.notify import notifier_for\n"
        "from ehc_workflow.settings import Settings\n"
        "from ehc_workflow.store import delivery\n"
        "from ehc_workflow.store.engine import open_database\n"
        "delivery.mark_sent = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        "settings = Settings(mail_channel='smtp', smtp_host='127.0.0.1', smtp_port=int(sys.argv[1]),\n"
        "                    smtp_from='sen@authority.invalid')\n"
        "database = open_database(os.environ['EHC_DATABASE_URL'])\n"
        "deliver(database, notifier_for(settings), FixedClock(date(2026, 3, 17)), 'https://x.invalid')\n"
    )
    died = subprocess.run(
        [sys.executable, "-c", script, str(mail_server.port)],
        env={**os.environ, "EHC_DATABASE_URL": database_url},
        check=False,
        timeout=60,
    )
    assert died.returncode == -signal.SIGKILL
    clock = MovedClock(datetime(2026, 3, 19, 6, tzinfo=UTC))
    notifier = notifier_for(smtp_settings(mail_server.port))
    assert deliver(database, notifier, clock, ADDRESS).sent == 1
    assert [mail["Message-ID"] for mail in mail_server.box.arrived] == [
        mail_server.box.arrived[0]["Message-ID"]
    ] * 2
