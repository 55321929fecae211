"""Several write one plan in the same moment: different items are all kept, and of one item nobody's words are lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.errors import EhcError, StaleItemError
from ehc_workflow.service.execute import execute
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.queries.plan_text import history_of, plan_items
from tests.builders import Journey, actor, found_authority
from tests.support.casework import week

WRITERS = 4


@pytest.fixture
def journey(database_url: str) -> Iterator[Journey]:
    """A case with a plan of one item to a section."""
    opened = open_database(database_url)
    found_authority(opened)
    found = Journey(opened).receive().at(week(1)).consider()
    found.at(week(4)).decide_to_assess().tell_assessing().ask().at(week(10)).complete_advice()
    yield found.decide_plan().save_plan()
    opened.close()


def write_at_once(journey: Journey, items: Sequence[c.PlanItem]) -> list[Case | EhcError]:
    """Each item is saved by a writer of its own, all in the same moment."""
    start = threading.Barrier(len(items))
    answers: list[Case | EhcError] = []

    def write(number: int, item: c.PlanItem) -> None:
        start.wait()
        try:
            answers.append(
                execute(
                    c.SavePlan(
                        assessment_id=journey.case_id, saved_on=journey.today, items=(item,)
                    ),
                    database=journey.database,
                    actor=actor(Role.PLAN_WRITER, name=f"writer {number}"),
                    now=datetime.combine(journey.today, time(12), tzinfo=UTC),
                    today=journey.today,
                )
            )
        except EhcError as error:
            answers.append(error)

    threads = [threading.Thread(target=write, args=one) for one in enumerate(items)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == len(items)
    return answers


def test_different_items_are_all_kept_and_nobody_hears_of_the_others(journey: Journey) -> None:
    items = [
        c.PlanItem(id=f"need-{number}", section="B", text=f"Invented need {number}.")
        for number in range(WRITERS)
    ]
    answers = write_at_once(journey, items)
    assert [answer for answer in answers if isinstance(answer, EhcError)] == []
    with journey.database.reading() as connection:
        kept = {item.text for item in plan_items(connection, journey.case_id)}
    assert {item.text for item in items} <= kept


def test_of_one_item_the_first_is_kept_and_the_others_are_told(journey: Journey) -> None:
    items = [
        c.PlanItem(id="b", section="B", text=f"Words of writer {number}.", seen=1)
        for number in range(WRITERS)
    ]
    answers = write_at_once(journey, items)
    assert sum(isinstance(answer, StaleItemError) for answer in answers) == WRITERS - 1
    with journey.database.reading() as connection:
        assert len(history_of(connection, journey.case_id, "b")) == 2
