"""The read models of the caseworker's pages give the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, Letter, State
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.replay import replay
from ehc_workflow.rules.ladders import Level
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.service.case_view import case_view, choices_of
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries import worklist
from ehc_workflow.store.queries.letters_sent import letter_as_sent
from ehc_workflow.store.queries.plan_text import accepted_advice, plan_items
from ehc_workflow.store.queries.reach import reach_of
from ehc_workflow.store.queries.search import same_child
from ehc_workflow.store.queries.worklist import Wanted
from tests.builders import (
    AUTHORITY,
    CASEWORKER,
    MANAGER,
    MONDAY,
    PSYCHOLOGIST,
    SCHOOL,
    Journey,
    found_authority,
    parent_of,
)

ROLES = frozenset({Role.CASEWORKER})


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


@pytest.fixture
def finished(database: Database) -> Journey:
    return Journey(database).to_final()


def test_a_whole_case_reads_back(database: Database, finished: Journey) -> None:
    with database.reading() as connection:
        view = case_view(
            connection, MANAGER, finished.case_id, finished.today, policy=DEFAULT_POLICY
        )
    assert view.case == finished.case
    assert view.names.service(SCHOOL) == "Larkrise School"
    assert view.names.contact(parent_of(finished.case_id)) == "Sam Example"
    blank = view.case.__class__(
        id=finished.case_id, authority_id="", team_id="", child_id="", reference=""
    )
    history = [(entry.event, entry.to_state) for entry in view.entries]
    assert replay(blank, history, view.case.person) == view.case
    assert view.words_of("assessment_decided", "reasons").startswith("Both limbs")


def test_a_case_out_of_reach_is_no_case(database: Database, finished: Journey) -> None:
    with database.reading() as connection:
        for actor, case_id in ((PSYCHOLOGIST, finished.case_id), (MANAGER, "no such case")):
            with pytest.raises(NotFoundError):
                case_view(connection, actor, case_id, finished.today, policy=DEFAULT_POLICY)


def test_letters_read_in_their_exact_words(database: Database, finished: Journey) -> None:
    with database.reading() as connection:
        view = case_view(
            connection, MANAGER, finished.case_id, finished.today, policy=DEFAULT_POLICY
        )
        final = view.entries[-1]
        letter = letter_as_sent(connection, finished.case_id, final.seq)
    assert letter.kind == Letter.FINAL_PLAN
    assert dict(letter.blocks)["final_plan"] == "Invented words: the final plan."


def test_advice_and_plan_read_side_by_side(database: Database, finished: Journey) -> None:
    assert finished.case
    with database.reading() as connection:
        advice = accepted_advice(connection, finished.case)
        items = plan_items(connection, finished.case_id, 1)
    assert list(dict.fromkeys(one.item for one in advice)) == list(finished.items())
    (school,) = [one for one in advice if one.item is AdviceItem.EDUCATION]
    assert [passage.number for passage in school.passages] == [1, 2, 3]
    assert school.service == "Larkrise School"
    assert {item.section for item in items} >= {"A", "B", "F", "H2"}


def test_the_list_pages_search_and_counts(database: Database, finished: Journey) -> None:
    fresh = Journey(database, today=MONDAY).receive()
    assert fresh.case
    reach = reach_of(CASEWORKER, ROLES)
    with database.reading() as connection:
        (line,) = worklist.lines(connection, reach, Wanted())
        assert (line.id, line.state, line.code) == (
            fresh.case_id,
            State.RECEIVED,
            "decide_whether_to_assess",
        )
        assert worklist.lines(connection, reach, Wanted(), after=line.place) == ()
        assert worklist.counts(connection, reach, mine=False)[Level.ON_TRACK] == 1
        assert len(worklist.lines(connection, reach, Wanted(text="ROBIN ex"))) == 2
        assert len(worklist.lines(connection, reach, Wanted(text="%"))) == 0
        assert len(worklist.lines(connection, reach, Wanted(text=fresh.case.reference))) == 1
        assert worklist.lines(connection, reach, Wanted(level=Level.LATE)) == ()
        assert worklist.lines(connection, reach, Wanted(mine=True)) == ()


def test_a_child_is_found_again_and_choices_read(database: Database, finished: Journey) -> None:
    with database.reading() as connection:
        (known,) = same_child(
            connection,
            authority_id=AUTHORITY,
            name="Robyn Example",
            date_of_birth=date(2018, 3, 4),
        )
        choices = choices_of(connection, AUTHORITY, MONDAY)
    assert known.id == finished.case_id
    assert (SCHOOL, "Larkrise School") in choices.of_kind("setting")
    assert AdviceItem.HEALTH.value in {one.kind for one in choices.services}
