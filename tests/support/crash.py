"""`make crash`: workers that are killed at random while they sweep and send, and what was left when one may finish.

Every worker is a process of its own, ended by SIGKILL. Each is forked from a process that has loaded the program
already, so that hundreds die in a minute. Time passes between two lives: half an hour to half a day, now and then three
days, so that mornings are lived, cut short and made up for. On PostgreSQL two live at a time.

At the end every step of a ladder must be the one that the mornings leave in a database where nobody dies. What nobody
took up goes up as it does there or later, for people have their time from the day on which they can see an alert, and
nothing may have been left below that has waited too long. Every message must have been sent, under its one key and in
the same words however often.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import text

from ehc_workflow.clock import MovedClock
from ehc_workflow.documents.folder import Folder
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.alerts import CLIMBED
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.jobs.climb import waiting
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.jobs.worker import Worker
from ehc_workflow.notify import Mail
from ehc_workflow.service.accounts import Accounts
from ehc_workflow.service.documents import Documents
from ehc_workflow.service.organisation_changes import by_command_line
from ehc_workflow.store import engine, organisation
from ehc_workflow.store.climbing import any_unheeded
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.rows import Rows
from tests.builders import (
    AUTHORITY,
    MONDAY,
    SCHOOL,
    SERVICES,
    TEAM,
    Journey,
    found_authority,
)
from tests.support import postgres, sqlite

CASES = 25
FIRST = MONDAY + timedelta(days=37)
SWEPT_AT_ONCE = 3
"""Deadlines in one transaction of a sweep here, so that a kill finds it between two."""
LIFE_SECONDS = 0.12


@dataclass
class FileNotifier:
    """Adds a line for each message to a file, before anything else can happen: what left cannot be taken back."""

    file: Path

    def send(self, mail: Mail) -> None:
        """Its key, and what it said, as a digest."""
        said = sha256(f"{mail.to}{mail.subject}{mail.body}".encode()).hexdigest()
        line = f"{mail.key}\t{said}\t{os.getpid()}\n"
        handle = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, line.encode())
        os.close(handle)

    def close(self) -> None:
        """Nothing is open."""


def worker_on(database: Database, folder: Path, moment: datetime, name: str) -> Worker:
    """A worker whose messages end in the folder's file."""
    return Worker(
        database=database,
        notifier=FileNotifier(folder / "sent"),
        clock=MovedClock(moment),
        address="https://ehc.example.invalid",
        documents=Documents(database, Folder(folder / "documents", 1)),
        name=name,
        catch_up_days=366,
    )


# --- the processes ----------------------------------------------------------------------------------------------------


def nursery(url: str, folder: Path) -> None:
    """For each moment on standard input, fork a worker that lives at that moment until it is killed."""
    tests = os.getppid()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(url, folder, datetime.fromisoformat(line.strip()), tests)
            os._exit(0)
        os.waitpid(child, 0)
        print("gone", flush=True)


def live(url: str, folder: Path, moment: datetime, tests: int) -> None:
    """A worker's ticks over and over, saying in a file which it is at. Every second one begins with sending.

    It ends by itself once the process of the tests is gone: nobody would be left to kill it.
    """
    worker = worker_on(open_database(url), folder, moment, f"worker {os.getpid()}")
    phase = os.open(folder / f"phase.{os.getpid()}", os.O_WRONLY | os.O_CREAT)
    ticks = [("job", worker.look), ("send", worker.send)]
    if os.getpid() % 2:
        ticks.reverse()

    def at(tick: str) -> None:
        os.pwrite(phase, f"{tick:8}".encode(), 0)

    worker.beat()  # opens a connection, which takes as long as the rest
    print(os.getpid(), flush=True)
    while _is_there(tests):
        try:
            for name, tick in ticks:
                at(name)
                tick()
            at("idle")
            time.sleep(0.005)
        except Exception as error:  # as the scheduler does: the next tick tries again
            at("error")
            print(type(error).__name__, file=sys.stderr)


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def hurry() -> None:
    """Have the sweep commit every few deadlines, and the server give up soon on who was cut off."""
    engine.ABANDONED_SECONDS = 2
    defaults = sweep.__kwdefaults__ or {}
    defaults["chunk"] = SWEPT_AT_ONCE


# --- killing ----------------------------------------------------------------------------------------------------------


@dataclass
class Toll:
    """What came of it."""

    kills: int = 0
    at: Counter[str] = field(default_factory=Counter)
    days: int = 0
    alerts: int = 0
    went_up: int = 0
    messages: int = 0
    sends: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line of figures."""
        when = ", ".join(f"{count} at {tick}" for tick, count in sorted(self.at.items()))
        return (
            f"{self.kills} kills ({when}) over {self.days} days: {self.alerts} alerts, {self.went_up} of them gone up; "
            f"{self.messages} messages, each under one key, sent {self.sends} times; {len(self.faults)} faults"
        )


@dataclass
class Fate:
    """Time as all workers share it, and how many are still to die."""

    dice: random.Random
    moment: datetime
    left: int
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> datetime | None:
        """The moment of the next life; None when enough have died."""
        with self.lock:
            if self.left == 0:
                return None
            self.left -= 1
            step = timedelta(minutes=self.dice.randint(30, 720))
            self.moment += timedelta(days=3) if self.dice.random() < 0.03 else step
            return self.moment


def kill_workers(url: str, folder: Path, kills: int, *, at_a_time: int, seed: int) -> Toll:
    """Let so many workers live and die on a caseload, let one finish, and compare with undisturbed mornings."""
    dice = random.Random(seed)
    database = open_database(url)
    make_caseload(database)
    morning = datetime.combine(FIRST, datetime.min.time(), tzinfo=UTC).replace(hour=7)
    worker_on(database, folder, morning, "the first").look()
    fate, toll = Fate(dice, morning, kills), Toll()
    threads = [
        threading.Thread(target=_lives, args=(url, folder, fate, toll, seed + number))
        for number in range(at_a_time)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    finish(database, folder, fate.moment)
    compare(database, folder, fate.moment, toll)
    database.close()
    return toll


def _lives(url: str, folder: Path, fate: Fate, toll: Toll, seed: int) -> None:
    dice = random.Random(seed)
    with _nursery(url, folder) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        while (moment := fate.next()) is not None:
            child = _begin(process, moment)
            time.sleep(dice.uniform(0, LIFE_SECONDS))
            os.kill(child, signal.SIGKILL)
            assert process.stdout.readline() == "gone\n"
            phase = folder / f"phase.{child}"
            with fate.lock:
                toll.kills += 1
                said = phase.read_text().strip() if phase.exists() else ""
                toll.at[said or "start"] += 1
            phase.unlink(missing_ok=True)


def _begin(process: subprocess.Popen[str], moment: datetime) -> int:
    """A new life at this moment; the number of its process, once it has a connection."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{moment.isoformat()}\n")
    process.stdin.flush()
    return int(process.stdout.readline())


@contextmanager
def living(url: str, folder: Path, moment: datetime) -> Iterator[int]:
    """One worker that lives at a moment while the block lasts; the number of its process."""
    with _nursery(url, folder) as process:
        child = _begin(process, moment)
        try:
            yield child
        finally:
            os.kill(child, signal.SIGKILL)


@contextmanager
def _nursery(url: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.crash", "--nursery", url, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=30)
        assert process.stdout is not None
        process.stdout.close()


def finish(database: Database, folder: Path, moment: datetime) -> None:
    """One worker that nobody kills: the day's jobs, and what still waits, until the longest wait is over."""
    last = datetime.combine(moment.date(), datetime.min.time(), tzinfo=UTC).replace(hour=12)
    worker = worker_on(database, folder, max(moment, last), "the last")
    worker.look()
    for _ in range(12):
        worker.send()
        assert isinstance(worker.clock, MovedClock)
        worker.clock.moment += timedelta(days=1)


# --- comparing --------------------------------------------------------------------------------------------------------


_UP = f"rung LIKE '{CLIMBED}%'"
STEPS = f"SELECT code, due_on, rung, audience, raised_on, cleared_on FROM alert WHERE NOT {_UP}"
WENT_UP = f"""
SELECT a.received_on, al.code, al.due_on, al.rung, al.audience, al.raised_on FROM alert al
JOIN assessment a ON a.id = al.assessment_id WHERE {_UP}
"""
CAUSES = "SELECT assessment_id, code, ref, due_on, rung FROM alert"
WAITING = "SELECT count(*) FROM outbox_message WHERE sent_at IS NULL"


def _rows(database: Database, sql: str) -> list[tuple[str, ...]]:
    with database.reading() as connection:
        return sorted(tuple(map(str, row)) for row in connection.execute(text(sql)))


@dataclass(frozen=True)
class Left:
    """The alerts that mornings leave, told apart by nothing that is drawn by chance."""

    steps: list[tuple[str, ...]]
    went_up: list[tuple[str, ...]]


def left_in(database: Database) -> Left:
    """The steps of ladders, and what nobody took up, each with the day on which it went up."""
    return Left(_rows(database, STEPS), _rows(database, WENT_UP))


def went_up_too_early(found: Left, quiet: Left) -> bool:
    """Whether anything went up that never does where nobody dies, or on an earlier day than there."""
    days = defaultdict[tuple[str, ...], list[str]](list)
    for *cause, day in quiet.went_up:
        days[tuple(cause)].append(day)
    for *cause, day in found.went_up:
        theirs = days[tuple(cause)]
        if not theirs or day < theirs.pop(0):
            return True
    return False


def waits_too_long(database: Database, day: date) -> bool:
    """Whether an alert waits that should have gone up by the end of this day's sweep."""
    with database.reading() as connection:
        rows = Rows(connection)
        return any(any_unheeded(rows, waits) for waits in waiting(database, rows, day))


def compare(database: Database, folder: Path, until: datetime, toll: Toll) -> None:
    """Put down whatever differs from what the mornings leave where nobody dies."""
    toll.days = (until.date() - FIRST).days
    found, causes = left_in(database), _rows(database, CAUSES)
    toll.alerts = len(causes)
    toll.went_up = len(found.went_up)
    if len(causes) != len(set(causes)):
        toll.faults.append("an alert was raised twice for one cause and threshold")
    quiet = undisturbed(folder, until.date())
    if found.steps != quiet.steps:
        toll.faults.append("the alerts are not those of mornings on which nobody dies")
    if went_up_too_early(found, quiet):
        toll.faults.append("an alert went up before its people had their time")
    if waits_too_long(database, until.date()):
        toll.faults.append("an alert that nobody took up was left where it was")
    if _rows(database, WAITING) != [("0",)]:
        toll.faults.append("a message was never sent")
    lines = [line.split("\t") for line in (folder / "sent").read_text().splitlines()]
    said = {key: digest for key, digest, _ in lines}
    toll.sends, toll.messages = len(lines), len(said)
    if any(said[key] != digest for key, digest, _ in lines):
        toll.faults.append("a message said different things under one key")
    # What people left to their digest was sent to nobody.
    went = "SELECT id FROM outbox_message WHERE sent_to <> ''"
    if {key for (key,) in _rows(database, went)} != set(said):
        toll.faults.append("what was sent is not what the outbox held")


def undisturbed(folder: Path, last: date) -> Left:
    """The alerts that the mornings from the first to the last leave where nobody dies."""
    (folder / "quiet").mkdir(parents=True)
    template = sqlite.make_template(folder / "template.db")
    database = open_database(sqlite.copy_of(template, folder / "quiet"), durable=False)
    make_caseload(database)
    for number in range((last - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        noon = datetime.combine(day, datetime.min.time(), tzinfo=UTC).replace(hour=12)
        worker_on(database, folder / "quiet", noon, "quiet").look()
    found = left_in(database)
    database.close()
    return found


def make_caseload(database: Database) -> None:
    """Cases of many ages, and somebody at every address that a ladder can name."""
    found_authority(database)
    with database.writing() as connection:
        organisation.set_health_body(connection, "Invented body", "executive@example.invalid")
        organisation.change_service(
            connection, SERVICES[AdviceItem.HEALTH], health_body="Invented body"
        )
        organisation.change_service(connection, SCHOOL, lead_email="head@example.invalid")
    now = datetime.combine(MONDAY, datetime.min.time(), tzinfo=UTC)
    accounts, by = Accounts(database), by_command_line(now=now, today=MONDAY)
    for name, role, team, service in (
        ("manager", Role.MANAGER, TEAM, None),
        ("head of service", Role.MANAGER, None, None),
        ("dco", Role.DCO, None, SERVICES[AdviceItem.HEALTH]),
    ):
        address = f"{name.replace(' ', '.')}@example.invalid"
        accounts.create(address, f"Invented {name}", password=None, now=now)
        seat = Seat(
            id=f"seat {name}", role=role, authority_id=AUTHORITY, team_id=team, service_id=service
        )
        accounts.give_seat(address, seat, name=None, first_day=MONDAY, by=by)
    for number in range(CASES):
        start = MONDAY + timedelta(days=number % 25)
        journey = Journey(database).at(start).receive(received_on=start)
        if number % 4:
            journey.consider().decide_to_assess().tell_assessing().ask()


# --- the command ------------------------------------------------------------------------------------------------------


def main() -> int:
    """Kill workers on both databases and print what came of it; 1 when anything was lost or doubled."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--kills", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    faults = 0
    with (
        tempfile.TemporaryDirectory(prefix="ehc-crash-") as made,
        postgres.running_server() as server,
    ):
        server.make_template()
        for name, at_a_time in (("SQLite", 1), ("PostgreSQL", 2)):
            folder = Path(made) / name
            folder.mkdir()
            with server.database() as postgresql:
                url = postgresql if at_a_time == 2 else sqlite.url_of(folder / "ehc.db")
                if at_a_time == 1:
                    sqlite.make_template(folder / "ehc.db")
                toll = kill_workers(url, folder, given.kills, at_a_time=at_a_time, seed=given.seed)
            print(f"{name}: {toll}", *toll.faults, sep="\n  ", flush=True)
            faults += len(toll.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--nursery"]:
        hurry()
        nursery(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main())
