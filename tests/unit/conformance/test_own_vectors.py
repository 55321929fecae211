"""The project's own worked examples: each one agrees, says why, and together they leave no clock out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ehc_workflow.conformance import check, read
from ehc_workflow.conformance.report import Result
from ehc_workflow.conformance.topics import TOPICS
from ehc_workflow.domain.facts import ClockId
from ehc_workflow.rules.book import BOOK

FOLDER = Path(__file__).parents[2] / "examples" / "clock_vectors"
FILES = sorted(FOLDER.glob("*.yaml"))
RESULTS = [result for file in FILES for result in check(read(file.read_bytes())).results]
RAW: list[dict[str, Any]] = [
    vector
    for file in FILES
    for vector in yaml.safe_load(file.read_text(encoding="utf-8"))["vectors"]
]


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: result.id)
def test_the_vector_agrees(result: Result) -> None:
    assert result.problem is None
    assert [str(difference) for difference in result.differences] == []
    assert result.compared


@pytest.mark.parametrize("vector", RAW, ids=lambda vector: vector["id"])
def test_the_vector_says_why_and_by_what_provision(vector: dict[str, Any]) -> None:
    assert re.search(
        r"\b(regs? \d|Code \d|r\d|s\d|Act \d|working day)", vector["why"], re.IGNORECASE
    )


def test_no_two_vectors_share_an_id() -> None:
    ids = [vector["id"] for vector in RAW]
    assert len(ids) == len(set(ids))


def test_every_topic_is_touched() -> None:
    assert {topic for result in RESULTS for topic in result.topics} == set(TOPICS)


def test_every_clock_occurs() -> None:
    assert {
        entry["clock"] for vector in RAW for entry in vector["expect"].get("clocks", ())
    } >= set(ClockId) - {
        ClockId.ADVICE_SOCIAL_CARE,
        ClockId.ADVICE_ADULTHOOD,
        ClockId.ADVICE_REQUESTED,
        ClockId.TELL_AUTHORITY_OF_AGREEMENT,
    }


def test_every_kind_of_ground_occurs() -> None:
    met = {
        ground
        for vector in RAW
        for entry in vector["expect"].get("clocks", ())
        for ground in entry.get("exceptions", ())
    }
    listed = {ground.basis for limit in BOOK.limits for ground in limit.grounds or ()}
    assert {ground.split()[1][:2] for ground in met} == {ground.split()[1][:2] for ground in listed}
