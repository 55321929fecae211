"""The ledger of changes since the draft: each difference once, each with its cause, and none without one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.domain.change_ledger import (
    PLACEMENT,
    ChangeWithoutCauseError,
    Difference,
    Kind,
    ledger,
)
from ehc_workflow.domain.commands import PlanItem

PROVISION = PlanItem(
    id="f1", section="F", number=2, text="A language programme", amount="30 minutes"
)
WORDS = st.sampled_from(("", "30 minutes", "45 minutes", "weekly", "a therapist"))
ITEMS = st.builds(
    PlanItem,
    id=st.sampled_from(("a", "b", "c", "d")),
    section=st.sampled_from(("B", "E", "F", "G")),
    number=st.integers(1, 4),
    text=st.sampled_from(("One thing", "Another thing")),
    amount=WORDS,
    frequency=WORDS,
    seen=st.integers(0, 3),
)
PLANS = st.lists(ITEMS, max_size=4, unique_by=lambda item: item.id)


def test_a_changed_part_is_one_difference_with_its_cause() -> None:
    now = replace(PROVISION, amount="45 minutes")
    (change,) = ledger([PROVISION], [now], {"f1": ("said",)})
    assert change.kind is Kind.CHANGED
    assert (change.section, change.number, change.causes) == ("F", 2, ("said",))
    assert change.differences == (Difference(part="amount", was="30 minutes", now="45 minutes"),)


def test_what_was_added_and_what_left_are_told_whole() -> None:
    new = replace(PROVISION, id="f2", section="G")
    gone, added = ledger([PROVISION], [new], {"f1": ("said",), "f2": (PLACEMENT,)})
    assert (gone.kind, gone.differences[0].was) == (
        Kind.TAKEN_OUT,
        "A language programme, 30 minutes.",
    )
    assert (added.kind, added.differences[0].now) == (
        Kind.ADDED,
        "A language programme, 30 minutes.",
    )


def test_what_was_changed_back_and_what_an_item_rests_on_are_no_difference() -> None:
    again = replace(PROVISION, seen=7, meets=("e1",), number=5)
    assert ledger([PROVISION], [again], {"f1": ("said",)}) == ()


def test_a_change_without_a_cause_is_an_error() -> None:
    with pytest.raises(ChangeWithoutCauseError):
        ledger([PROVISION], [replace(PROVISION, amount="")], {"f2": ("said",)})


@given(served=PLANS, now=PLANS, caused=st.sets(st.sampled_from(("a", "b", "c", "d"))))
def test_no_line_stands_without_a_cause_and_no_difference_without_a_line(
    served: list[PlanItem], now: list[PlanItem], caused: set[str]
) -> None:
    before = {one.id: (one.section, one.words) for one in served}
    after = {one.id: (one.section, one.words) for one in now}
    differ = {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}
    causes = dict.fromkeys(caused, ("said",))
    if differ <= caused:
        found = ledger(served, now, causes)
        assert {one.item_id for one in found} == differ
        assert all(one.causes and one.differences for one in found)
    else:
        with pytest.raises(ChangeWithoutCauseError):
            ledger(served, now, causes)
