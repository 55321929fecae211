"""A plan from before plans were kept item by item: its words stand in rows, and the case knows none of its items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.errors import StaleItemError
from ehc_workflow.service.changes_told import ledger_of
from ehc_workflow.service.verify import verify
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.queries.plan_text import history_of, plan_items
from ehc_workflow.store.rows import Rows
from tests.builders import PLAN_WRITER, Journey, found_authority
from tests.support.casework import week

NEW = c.PlanItem(id="new", section="B", text="A need found since.")


@pytest.fixture
def journey(database_url: str) -> Iterator[Journey]:
    """A case that knows no item of its plan, beside three rows as a migration left them."""
    opened = open_database(database_url)
    found_authority(opened)
    found = Journey(opened).receive().at(week(1)).consider()
    found.at(week(4)).decide_to_assess().tell_assessing().ask().at(week(10)).complete_advice()
    found.decide_plan()
    save(found, NEW)
    save(found, taken_out=(c.TakenOut(id="new", seen=1),))
    with opened.writing() as connection:
        Rows(connection).insert_many("plan_item", [_row(found, number) for number in (1, 2, 3)])
    yield found
    opened.close()


def _row(journey: Journey, number: int) -> dict[str, object]:
    given = journey.now.advice[0].contributions[0].id
    words = dict.fromkeys(("amount", "frequency", "by_whom", "qualified"), "")
    return {
        "assessment_id": journey.case_id,
        "id": f"v1-{number}",
        "version": 1,
        "number": number,
        "section": "B",
        "text": f"An older need {number}.",
        **words,
        "meets": [],
        "sources": [[given, 0]],
        "none_found": False,
        "removed": False,
    }


def save(journey: Journey, *items: c.PlanItem, taken_out: tuple[c.TakenOut, ...] = ()) -> None:
    journey.do(
        c.SavePlan(
            assessment_id=journey.case_id,
            saved_on=journey.today,
            items=items,
            taken_out=taken_out,
        ),
        PLAN_WRITER,
    )


def texts(journey: Journey) -> dict[str, str]:
    with journey.database.reading() as connection:
        return {item.id: item.text for item in plan_items(connection, journey.case_id)}


def test_its_items_are_changed_and_taken_out_beside_new_ones(journey: Journey) -> None:
    better = c.PlanItem(id="v1-1", section="B", text="Said better.", seen=1)
    save(
        journey,
        better,
        c.PlanItem(id="b2", section="B", text="New."),
        taken_out=(c.TakenOut(id="v1-2", seen=1),),
    )
    assert texts(journey) == {"v1-1": "Said better.", "v1-3": "An older need 3.", "b2": "New."}
    lines = {line.id: line for line in journey.now.plan_lines}
    assert {one: line.version for one, line in lines.items()} == {"v1-1": 3, "v1-3": 1, "b2": 3}
    assert lines["v1-3"].sources
    with journey.database.reading() as connection:
        gone, _ = history_of(connection, journey.case_id, "v1-2")
    assert (gone.removed, gone.item.section, gone.item.number) == (True, "B", 2)
    assert verify(journey.database).is_whole


def test_what_nobody_touched_first_can_be_changed_later(journey: Journey) -> None:
    save(journey, taken_out=(c.TakenOut(id="v1-2", seen=1),))
    save(journey, c.PlanItem(id="v1-3", section="B", text="Said later.", seen=1))
    assert texts(journey) == {"v1-1": "An older need 1.", "v1-3": "Said later."}
    assert verify(journey.database).is_whole


def test_nobody_writes_over_its_items_unseen(journey: Journey) -> None:
    with pytest.raises(StaleItemError):
        save(journey, c.PlanItem(id="v1-1", section="B", text="Unseen."))


def test_what_changed_since_an_older_draft_is_not_told_rather_than_told_without_a_cause(
    journey: Journey,
) -> None:
    save(journey, taken_out=tuple(c.TakenOut(id=f"v1-{n}", seen=1) for n in (1, 2, 3)))
    journey.save_plan().agree_health().serve_draft()
    (draft,) = journey.now.drafts
    older = replace(journey.now, drafts=(replace(draft, plan_version=2, items=()),))
    with journey.database.reading() as connection:
        told = ledger_of(connection, older)
    assert told is not None
    assert not told.is_known
    assert told.changes == ()
