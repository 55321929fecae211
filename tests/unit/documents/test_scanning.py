"""The scanner's answer decides; whatever is no answer, or none in time, leaves the file waiting."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehc_workflow.documents.scanning import Scanner
from ehc_workflow.domain.papers import Scan
from tests.support.clamd import MARK, clamd


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.mark.parametrize("kind", ["unix", "tcp"])
def test_a_clean_file_is_clean_and_comes_whole(place: Path, tmp_path: Path, kind: str) -> None:
    place.write_bytes(b"Invented words. " * 200_000)
    with clamd(tmp_path if kind == "unix" else None) as fake:
        assert Scanner(fake.address).look_at(place) is Scan.CLEAN
        assert fake.heard == [place.read_bytes()]


def test_what_it_finds_is_infected(place: Path, tmp_path: Path) -> None:
    place.write_bytes(b"%PDF-1.7 " + MARK)
    with clamd(tmp_path) as fake:
        assert Scanner(fake.address).look_at(place) is Scan.INFECTED


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OKAY\0",
        b"stream: Can't allocate memory ERROR\0",
        b"\xff\xfe\0",
        b"OK" * 5000,
    ],
)
def test_what_is_no_answer_leaves_it_waiting(place: Path, tmp_path: Path, answer: bytes) -> None:
    place.write_bytes(b"words")
    with clamd(tmp_path, answer=answer) as fake:
        assert Scanner(fake.address).look_at(place) is Scan.WAITING


def test_a_scanner_that_hangs_is_not_waited_for_without_end(place: Path, tmp_path: Path) -> None:
    place.write_bytes(b"words")
    with clamd(tmp_path, answer=None) as fake:
        assert Scanner(fake.address, seconds=0.2).look_at(place) is Scan.WAITING


def test_a_scanner_that_drips_is_not_waited_for_without_end(place: Path, tmp_path: Path) -> None:
    place.write_bytes(b"words")
    with clamd(tmp_path, answer=b"s" * 4000, drips=True) as fake:
        assert Scanner(fake.address, seconds=0.2).look_at(place) is Scan.WAITING


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.ctl", "127.0.0.1:9"])
def test_a_scanner_that_is_away_leaves_it_waiting(place: Path, address: str) -> None:
    place.write_bytes(b"words")
    assert Scanner(address).look_at(place) is Scan.WAITING


def test_without_a_scanner_it_is_said_to_be_unscanned(place: Path) -> None:
    assert Scanner("").look_at(place) is Scan.UNSCANNED
