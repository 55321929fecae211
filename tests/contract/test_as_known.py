"""A case as it was known on a past day: what was known then, and what of that time was learned later."""

from __future__ import annotations

from datetime import timedelta

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, State
from ehc_workflow.service.as_known import as_known, recorded_on
from ehc_workflow.store.queries.timeline import log_entries
from tests.builders import Journey
from tests.support.casework import assessing, considered, on, week
from tests.support.web import Web, words


def path(journey: Journey, day: object) -> str:
    return f"/api/v1/assessments/{journey.case_id}/as-known-on/{day}"


def test_a_report_recorded_late_was_outstanding_as_known_and_is_learned_later(web: Web) -> None:
    journey = assessing(web, asked_on=week(4))
    came, recorded = week(7), week(8)
    journey.at(recorded).give(AdviceItem.HEALTH, received_on=came)
    on(web, week(9))
    program = web.program(Role.CASEWORKER)
    between = came + timedelta(days=2)
    told = program.get(path(journey, between)).json()
    health = [d for d in told["known_then"]["deadlines"] if d["code"] == "advice_health"]
    assert [d["status"] for d in health] == ["running"]
    (later,) = told["learned_later"]
    assert later["recorded_on"] == recorded.isoformat()
    assert later["happened_on"]["received_on"] == came.isoformat()
    after = program.get(path(journey, recorded)).json()
    assert after["learned_later"] == []
    assert [
        d["status"] for d in after["known_then"]["deadlines"] if d["code"] == "advice_health"
    ] == ["met"]


def test_each_day_gives_the_state_stored_then(web: Web) -> None:
    journey = Journey(web.database).at(week(0)).to_final()
    with web.database.reading() as connection:
        entries = log_entries(connection, journey.case_id)
    for number, entry in enumerate(entries, start=1):
        day = recorded_on(entry)
        known = as_known(journey.now, entries, day, today=journey.today)
        last = [each for each in entries if recorded_on(each) <= day][-1]
        assert known.case.state == last.state
        assert known.case.version == last.seq >= number
    assert known.case == journey.now
    assert known.learned_later == ()


def test_days_to_come_and_days_before_the_record_are_refused(web: Web) -> None:
    journey = considered(web)
    on(web, week(3))
    program = web.program(Role.CASEWORKER)
    to_come = program.get(path(journey, week(4)))
    assert to_come.status_code == 422
    assert "still to come" in to_come.text
    before = program.get(path(journey, week(0) - timedelta(days=1)))
    assert before.status_code == 422
    assert "on record before" in before.text
    assert program.get(path(journey, "2026-02-31")).status_code == 404
    assert journey.now.state is State.CONSIDERING


def test_it_is_no_more_open_than_the_case(web: Web) -> None:
    journey = considered(web)
    on(web, week(3))
    assert web.program(Role.DCO).get(path(journey, week(2))).status_code == 404


def test_the_page_tells_both_and_keeps_what_was_typed(web: Web) -> None:
    journey = assessing(web, asked_on=week(4))
    journey.at(week(8)).give(AdviceItem.HEALTH, received_on=week(7))
    on(web, week(9))
    browser = web.signed_in(Role.CASEWORKER)
    address = f"/assessments/{journey.case_id}/as-known-on"
    assert address in browser.get(f"/assessments/{journey.case_id}").text
    assert "Day" in words(browser.get(address).text)
    day = week(7) + timedelta(days=1)
    told = words(browser.get(address, params={"day": f"{day:%d/%m/%Y}"}).text)
    assert f"Known on {day.day} {day:%B %Y}" in told
    assert f"{week(7).day} {week(7):%B %Y}, recorded on {week(8).day} {week(8):%B %Y}" in told
    for wrong, says in (("31/2/2026", "Write a day"), (f"{week(10)}", "still to come")):
        refused = browser.get(address, params={"day": wrong})
        assert refused.status_code == 422
        assert says in words(refused.text)
        assert f'value="{wrong}"' in refused.text
