"""Webhooks to a real receiver: signed, once for each id, never to where they must not go."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import text

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.jobs.deliver import DeliveryReport, deliver
from ehc_workflow.notify import Carriers, MemoryNotifier, webhooks_for
from ehc_workflow.notify.mail import ClosedError, UndeliveredError
from ehc_workflow.notify.webhook import AddressError, Signed, WebhookSender, new_secret
from ehc_workflow.service import webhooks
from ehc_workflow.service.webhooks import KINDS, HookGiven
from ehc_workflow.settings import Settings
from ehc_workflow.store import channel_state, delivery
from ehc_workflow.store import webhooks as store
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.webhooks import Hook
from tests.builders import AUTHORITY, Journey, found_authority
from tests.integration.test_deliver import ADDRESS, MovedClock, rows, seat
from tests.support.receiver import Receiver, receiver

LOOPBACK = (ip_network("127.0.0.0/8"),)
OPEN = WebhookSender(networks=LOOPBACK, https_only=False, seconds=2)
SHUT = WebhookSender(https_only=False)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


@pytest.fixture
def other() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def hooked(database: Database, other: Receiver, *kinds: str, address: str = "") -> Hook:
    given = HookGiven(
        name="Invented warehouse", address=address or other.address, kinds=kinds or KINDS
    )
    now = MovedClock().now()
    hook, other.secret = webhooks.add(database, OPEN, AUTHORITY, given, by="Ada", now=now)
    return hook


def asked(database: Database) -> Journey:
    """A case whose advice was just asked for; every other message is gone."""
    journey = Journey(database).receive().consider().decide_to_assess().tell_assessing()
    with database.writing() as connection:
        connection.execute(text("DELETE FROM outbox_message"))
    return journey.ask()


def clock_after(journey: Journey) -> MovedClock:
    return MovedClock(datetime(2026, 6, 1, 8, tzinfo=UTC))


def send(database: Database, clock: MovedClock, sender: WebhookSender = OPEN) -> DeliveryReport:
    return deliver(database, MemoryNotifier(), clock, ADDRESS, carriers=Carriers(webhooks=sender))


def copies(database: Database, columns: str) -> list[Any]:
    return rows(
        database,
        f"SELECT {columns} FROM outbox_message WHERE recipient LIKE 'webhook:%' ORDER BY key",
    )


def test_another_system_is_told_by_reference_and_link_and_no_more(
    database: Database, other: Receiver
) -> None:
    hooked(database, other, "advice_asked")
    journey = asked(database)
    send(database, clock_after(journey))
    assert other.forged == 0
    assert len(other.seen) == len(copies(database, "id")) > 3
    case = journey.case
    assert case is not None
    for key, told in other.seen.items():
        assert set(told) == {"id", "kind", "reference", "link"}
        assert told["id"] == key
        assert told["reference"] == case.reference
        assert told["link"].startswith(f"{ADDRESS}/desk/requests/")
    assert {row[0] is not None for row in copies(database, "delivered_at")} == {True}
    words = str(other.seen)
    for secret in ("Robin", "Example", "2018"):
        assert secret not in words.replace("example.invalid", "")


def test_only_kinds_that_were_asked_for_are_told(database: Database, other: Receiver) -> None:
    hooked(database, other, "deadline_alert")
    send(database, clock_after(asked(database)))
    assert other.seen == {}
    assert copies(database, "id") == []


def test_one_that_is_switched_off_hears_nothing_more(database: Database, other: Receiver) -> None:
    hook = hooked(database, other)
    journey = asked(database)
    with database.writing() as connection:
        store.change(connection, replace(hook, active=False))
    send(database, clock_after(journey))
    assert copies(database, "id") == []


def test_a_failure_is_tried_again_under_the_same_id(database: Database, other: Receiver) -> None:
    hooked(database, other, "advice_asked")
    journey = asked(database)
    other.answers += [Response(status_code=500)] * 3
    clock = clock_after(journey)
    send(database, clock)
    failed = [error for (error,) in copies(database, "error") if error]
    assert failed == ["The webhook answered with code 500."] * 3
    clock.moment += delivery.WAITS[0]
    assert send(database, clock).sent == 3
    assert {key for (key,) in copies(database, "id")} == set(other.seen)
    assert other.repeats == 0


def test_killed_after_sending_the_receiver_can_drop_the_repeat(
    database: Database, other: Receiver
) -> None:
    hooked(database, other, "advice_asked")
    send(database, clock_after(asked(database)))
    count = len(other.seen)
    with database.writing() as connection:  # as if it had died before it wrote that down
        connection.execute(text("UPDATE outbox_message SET sent_at = NULL, delivered_at = NULL"))
    send(database, MovedClock(datetime(2026, 7, 1, 8, tzinfo=UTC)))
    assert len(other.seen) == count == other.repeats


def test_a_redirect_to_the_local_network_is_refused_told_and_loses_nothing(
    database: Database, other: Receiver
) -> None:
    seat(database, "admin", Role.ADMINISTRATOR)
    hook = hooked(database, other, "advice_asked")
    journey = asked(database)
    other.always = RedirectResponse("http://127.0.0.1:1/inside", 307)
    clock = clock_after(journey)
    send(database, clock)
    waiting = copies(database, "attempts, error, failed_at")
    why = "The webhook sends on to another address, which is not followed."
    assert waiting == [(0, why, None)] * len(waiting)
    told = "SELECT recipient, sent_to FROM outbox_message WHERE template = 'channel_stopped'"
    assert rows(database, told) == [(f"administrators:{AUTHORITY}", "admin@example.invalid")]
    with database.reading() as connection:
        (pause,) = channel_state.stopped(connection, [hook.road])
    assert pause.why == why
    other.always = None
    clock.moment += channel_state.PROBE
    assert send(database, clock).sent == len(waiting) == len(other.seen)
    assert len(rows(database, told)) == 1


def test_a_receiver_that_asks_to_wait_is_waited_for(database: Database, other: Receiver) -> None:
    hooked(database, other, "advice_asked")
    journey = asked(database)
    other.answers.append(Response(status_code=429, headers={"Retry-After": "600"}))
    clock = clock_after(journey)
    send(database, clock)
    assert other.seen == {}
    assert {row[0] for row in copies(database, "attempts")} == {0}
    clock.moment += timedelta(minutes=10)
    send(database, clock)
    assert len(other.seen) == len(copies(database, "id"))


def signed(address: str) -> Signed:
    return Signed(key="k", address=address, secret=new_secret(), body=b"{}", at=MovedClock().now())


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://2130706433:1/",
        "http://[::1]:1/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
    ],
)
def test_nothing_goes_to_a_network_of_our_own(address: str) -> None:
    with pytest.raises(ClosedError):
        SHUT.send(signed(address))


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f::1", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("224.0.0.1", False),
        ("fd00:ec2::254", False),
        ("fe80::1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("168.63.129.16", False),
    ],
)
def test_which_addresses_may_be_reached(address: str, may: bool) -> None:
    assert SHUT.may_reach(ip_address(address)) is may


def test_a_setting_opens_a_network_but_never_that_of_the_machines() -> None:
    own = WebhookSender(networks=(ip_network("10.0.0.0/8"), ip_network("169.254.0.0/16")))
    assert own.may_reach(ip_address("10.1.2.3"))
    assert not own.may_reach(ip_address("192.168.0.1"))
    assert not own.may_reach(ip_address("169.254.169.254"))


def test_a_name_is_looked_up_once_and_that_address_is_connected_to(
    other: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the second answer would lead inside, and is never asked for."""
    port = int(other.address.split(":")[2].partition("/")[0])
    asked_for: list[str] = []

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        asked_for.append(host)
        inside = "127.0.0.1" if len(asked_for) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (inside, port))]

    message = signed(f"http://records.example.invalid:{port}/ehc")
    other.secret = message.secret
    with monkeypatch.context() as patched:
        patched.setattr("ehc_workflow.notify.webhook.socket.getaddrinfo", look_up)
        patched.setattr("ehc_workflow.notify.webhook.socket.create_connection", _straight_to)
        OPEN.send(message)
    assert asked_for == ["records.example.invalid"]
    assert list(other.seen) == ["k"]


def _straight_to(address: tuple[str, int], timeout: float) -> socket.socket:
    """A connection to an address of numbers: no name is looked up on the way."""
    ip_address(address[0])
    made = socket.socket()
    made.settimeout(timeout)
    made.connect(address)
    return made


def test_a_name_that_also_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443))
        for ip in ("93.184.215.14", "10.0.0.1")
    ]
    monkeypatch.setattr("ehc_workflow.notify.webhook.socket.getaddrinfo", lambda *a, **k: both)
    with pytest.raises(ClosedError, match="network of our own"):
        WebhookSender().send(signed("https://records.example.invalid/"))


def test_one_that_never_answers_is_cut_off(other: Receiver) -> None:
    other.seconds = 3
    began = time.monotonic()
    with pytest.raises(UndeliveredError, match="could not be reached"):
        WebhookSender(networks=LOOPBACK, https_only=False, seconds=0.3).send(signed(other.address))
    assert time.monotonic() - began < 2


def test_one_that_answers_letter_by_letter_is_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        sender = WebhookSender(networks=LOOPBACK, https_only=False, seconds=0.5)

        def drip() -> None:
            taken, _ = door.accept()
            with taken:
                for letter in b"HTTP/1.1 200 " + b"x" * 500:
                    try:
                        taken.send(bytes([letter]))
                    except OSError:
                        return
                    time.sleep(0.1)

        threading.Thread(target=drip, daemon=True).start()
        began = time.monotonic()
        with pytest.raises(UndeliveredError):
            sender.send(signed(f"http://127.0.0.1:{door.getsockname()[1]}/"))
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://records.example.org/", "https://"),
        ("ftp://records.example.org/", "https://"),
        ("records.example.org", "whole address"),
        ("https://", "whole address"),
        ("https://records.example.org:99999/", "whole address"),
        ("https://me:secret@records.example.org/", "name, password"),
        ("https://10.0.0.1/", "network of our own"),
        ("https://[::1]/", "network of our own"),
        ("https://localhost/", "network of our own"),
        ("https://records.localhost/", "network of our own"),
        ("https://printer.local/", "network of our own"),
        ("https://records.internal./", "network of our own"),
        ("https://records/", "network of our own"),
        ("https://2130706433/", "this is a number"),
        ("https://127.1/", "this is a number"),
        ("https://0x7f.0x1/", "this is a number"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_when_it_is_typed(
    database: Database, address: str, says: str
) -> None:
    with pytest.raises(AddressError, match=says):
        WebhookSender().check(address)
    given = HookGiven(name="x", address=address, kinds=("advice_asked",))
    with pytest.raises(ImpossibleFactsError, match=says):
        webhooks.add(database, WebhookSender(), AUTHORITY, given, by="Ada", now=MovedClock().now())


def test_a_name_of_our_own_may_be_typed_where_a_network_of_our_own_is_named() -> None:
    own = WebhookSender(networks=(ip_network("10.0.0.0/8"),))
    own.check("https://records.internal/")
    with pytest.raises(AddressError, match="this is a number"):
        own.check("https://10.1/")


def test_http_is_for_a_demonstration_on_a_network_that_it_names() -> None:
    shown = Settings(environment="demo")
    assert webhooks_for(shown).https_only
    assert not webhooks_for(Settings(environment="demo", webhook_networks="127.0.0.0/8")).https_only


def test_what_carries_a_secret_or_is_about_no_case_is_offered_to_nobody() -> None:
    never = {"invitation", "invitation_code", "channel_stopped", "alert_digest"}
    assert not never & set(KINDS)
