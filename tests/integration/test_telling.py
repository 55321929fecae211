"""Every kind of event has a sentence, and the line of weeks adds up."""

from __future__ import annotations

from datetime import date, timedelta

from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.events import EVENTS
from ehc_workflow.reporting.telling import _TELLERS, tell
from ehc_workflow.reporting.twenty_weeks import LEAST_WEEKS, twenty_weeks
from ehc_workflow.store.queries.case_page import names
from ehc_workflow.store.queries.timeline import timeline
from tests.builders import MONDAY
from tests.support.casework import assessing, considered, placed, week
from tests.support.web import Web


def test_every_kind_of_event_is_told() -> None:
    assert {event for event in EVENTS.values() if event not in _TELLERS} == set()


def test_a_long_history_reads_as_sentences(web: Web) -> None:
    journey = placed(web)
    assert journey.case
    with web.database.reading() as connection:
        entries = timeline(connection, journey.case_id)
        known = names(connection, journey.case)
    told = [tell(entry.event, journey.case, known) for entry in entries]
    assert [entry.seq for entry in entries] == list(range(1, journey.case.version + 1))
    assert told[0] == "Request registered, received on 12 January 2026"
    assert "Larkrise School consulted" in told
    assert all(sentence and not sentence.endswith(".") for sentence in told)


def test_the_line_has_the_three_marks_at_their_weeks(web: Web) -> None:
    case = considered(web).case
    assert case
    line = twenty_weeks(case, deadlines(case), week(1))
    assert [(mark.week, mark.due_on) for mark in line.marks] == [
        (6, date(2026, 2, 23)),
        (16, date(2026, 5, 4)),
        (20, date(2026, 6, 1)),
    ]
    assert line.marks[1].act_by == date(2026, 5, 1)
    assert line.weeks == LEAST_WEEKS
    assert line.at(MONDAY) == 0
    assert line.at(week(21)) == 1


def test_lateness_and_asking_late_are_stretches_of_days(web: Web) -> None:
    journey = assessing(web, asked_on=week(7))
    assert journey.case
    today = week(23) + timedelta(days=3)
    line = twenty_weeks(journey.case, deadlines(journey.case), today)
    spans = {(span.what, span.days) for span in line.spans}
    assert ("asked-late", 21) in spans
    assert ("late", 24) in spans
    assert line.weeks > LEAST_WEEKS
    assert all(0 <= line.at(span.last_day) <= 1 for span in line.spans)
