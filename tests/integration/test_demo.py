"""`ehc demo` from nothing: filled once, found again, and plain about a port or a database that is not its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from ehc_workflow.cli import demo
from ehc_workflow.settings import Settings, load_settings
from ehc_workflow.simulate import showcase
from tests.builders import found_authority


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, no settings, and an authority small enough for a test."""
    for name in [name for name in os.environ if name.startswith("EHC_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(demo, "REQUESTS_A_YEAR", 20)
    monkeypatch.setattr(demo, "YEARS", 0.5)


def settings(**given: object) -> Settings:
    return load_settings(today=showcase.DEMO_DAY, **given)


def test_an_empty_folder_is_filled_once(tmp_path: Path) -> None:
    demo.prepare(settings())
    file = tmp_path / "var" / "ehc.db"
    written = file.stat().st_mtime_ns
    demo.prepare(settings())
    assert file.stat().st_mtime_ns == written
    assert [left.name for left in file.parent.glob("*unfinished*")] == []


def test_what_an_interrupted_start_left_is_made_again(tmp_path: Path) -> None:
    left = tmp_path / "var" / "ehc.db.unfinished"
    left.parent.mkdir()
    left.write_bytes(b"half a database")
    demo.prepare(settings())
    assert (tmp_path / "var" / "ehc.db").exists()
    assert not left.exists()


def test_an_authority_that_nobody_can_try_is_left_alone(tmp_path: Path, sqlite_url: str) -> None:
    here = settings(database_url=sqlite_url)
    with demo.opened(sqlite_url) as database:
        found_authority(database)
    demo.prepare(here)
    with demo.listening(settings(port=0)) as door, pytest.raises(demo.NotForTheDemoError):
        demo.serve(here, door)


def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with (
            pytest.raises(demo.PortTakenError, match=rf"Port {port} .* EHC_PORT={port + 1}"),
            demo.listening(settings(port=port)),
        ):
            pass


SMALL = """
from ehc_workflow.cli import demo, ehc
demo.REQUESTS_A_YEAR, demo.YEARS = 20, 0.5
ehc()
"""


def test_it_serves_says_how_to_sign_in_and_stops_when_asked(tmp_path: Path) -> None:
    env = {**os.environ, "EHC_PORT": "0"}
    process = subprocess.Popen(
        [sys.executable, "-c", SMALL, "demo"],
        env=env,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = ""
        while "Stop with" not in said:
            line = process.stdout.readline()
            assert line, "it ended too early"
            said += line
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found is not None
        assert "Monday 15 June 2026" in said
        assert "caseworker@inventshire.invalid" in said
        assert all(shown.name in said for shown in showcase.SHOWN)
        page = urllib.request.urlopen(f"{found[0]}/sign-in", timeout=30).read().decode()
        assert "caseworker@inventshire.invalid" in page
        _wait_until_ready(found[0])
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=60)
        assert process.returncode == 0
        assert "Aborted" not in complaints
    finally:
        process.kill()
        process.wait()


def _wait_until_ready(address: str) -> None:
    for _ in range(100):
        with urllib.request.urlopen(f"{address}/healthz", timeout=30) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    pytest.fail("never ready")
