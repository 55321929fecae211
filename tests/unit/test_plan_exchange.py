"""A plan as data: out and in again it is the same plan, and as a start for another it is new."""

from __future__ import annotations

import json
from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.domain.case import Case, Source
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.domain.plan_items import SECTIONS
from ehc_workflow.service.plan_exchange import as_new, exported, items_of, read_plan

CASE = Case(id="case", authority_id="la", team_id="team", child_id="child", reference="EHC-1")
words = st.text(st.characters(codec="utf-8"), max_size=40)
plans = st.lists(
    st.builds(
        PlanItem,
        id=st.uuids().map(str),
        section=st.sampled_from(SECTIONS),
        text=words,
        amount=words,
        frequency=words,
        by_whom=words,
        qualified=words,
        achieve_by=st.none() | st.dates(),
        sources=st.lists(st.builds(Source, words, st.integers(0, 99)), max_size=3).map(tuple),
        none_found=st.booleans(),
    ),
    max_size=12,
)


@given(plans)
def test_a_plan_comes_back_as_it_went(items: list[PlanItem]) -> None:
    data = exported(CASE, items, (), ()).model_dump_json().encode()
    assert items_of(read_plan(data)) == tuple(items)


def test_a_start_for_another_plan_keeps_its_links_and_leaves_sources_and_placement() -> None:
    items = (
        PlanItem(id="b", section="B", text="A need.", sources=(Source("advice", 1),)),
        PlanItem(id="f", section="F", text="Provision.", meets=("b",), seen=4, number=2),
        PlanItem(id="i", section="I", text="An invented school."),
    )
    ids = count(1)
    need, provision = as_new(items, lambda: f"new-{next(ids)}")
    assert (need.id, provision.id) == ("new-1", "new-2")
    assert provision.meets == (need.id,)
    assert (need.sources, provision.seen, provision.number) == ((), 0, 0)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"no data", "At the beginning: this is no plan that was saved from here as data."),
        (b"[]", "At the beginning"),
        (json.dumps({"format": "ehc-plan/2", "items": []}).encode(), "/format"),
        (
            json.dumps(
                {"format": "ehc-plan/1", "items": [{"id": "x", "section": "Z", "text": "?"}]}
            ).encode(),
            "There is no section Z.",
        ),
        (
            json.dumps({"format": "ehc-plan/1", "items": [{"id": "x", "section": "B"}]}).encode(),
            "/items/0/text",
        ),
    ],
)
def test_what_is_no_plan_is_refused_with_its_place(data: bytes, says: str) -> None:
    with pytest.raises(ImpossibleFactsError, match=says):
        read_plan(data)


def test_a_day_stays_a_day() -> None:
    item = PlanItem(id="e", section="E", text="Walks alone.", achieve_by=date(2027, 7, 20))
    (back,) = items_of(read_plan(exported(CASE, [item], (), ()).model_dump_json().encode()))
    assert back.achieve_by == date(2027, 7, 20)
