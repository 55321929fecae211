"""The work of the day: in order of legal risk, each line with its reason, for those whose seats reach the cases."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import State
from ehc_workflow.rules.ladders import Level
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.store import organisation
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries import worklist
from ehc_workflow.store.queries.reach import reach_of
from ehc_workflow.store.queries.worklist import Wanted
from tests.builders import AUTHORITY, CASEWORKER, TEAM, Journey, fixed_id
from tests.support.casework import assessing, considered, counted, on, week
from tests.support.web import Web, words

CASEWORKERS = frozenset({Role.CASEWORKER})
REFERENCE = re.compile(r"EHC-[0-9A-Z]{5}-[0-9A-Z]{5}")


def named(case: str, given: str, family: str) -> c.ChildDetails:
    return c.ChildDetails(
        id=fixed_id(f"child {case} {given}"),
        given_name=given,
        family_name=family,
        date_of_birth=week(-400),
        upn="A123456789012" if given == "Wren" else "",
    )


def test_an_officers_first_page_is_the_work_of_the_day(web: Web) -> None:
    browser = web.signed_in(Role.CASEWORKER)
    assert browser.get("/").headers["location"] == "/worklist"


def test_s03_a_decision_not_told_by_week_6_is_late_with_its_provision(web: Web) -> None:
    considered(web).at(week(5)).decide_to_refuse()
    on(web, week(6) + timedelta(days=2))
    told = words(web.signed_in(Role.CASEWORKER).get("/worklist?whose=team").text)
    assert "was due Mon 23 Feb 2026, 2 days late (reg 5(1))" in told
    assert "Considering whether to assess" in told


def test_the_worst_comes_first(web: Web) -> None:
    calm = Journey(web.database).at(week(5)).receive(child=named("calm", "Wren", "Madeup"))
    late = considered(web).at(week(7)).decide_to_refuse()
    on(web, week(7))
    html = web.signed_in(Role.CASEWORKER).get("/worklist?whose=team").text
    assert calm.case
    assert late.case
    assert list(dict.fromkeys(REFERENCE.findall(html))) == [
        late.case.reference,
        calm.case.reference,
    ]


def test_the_badge_is_true_even_before_the_sweep_has_run(web: Web) -> None:
    considered(web)
    on(web, week(6) + timedelta(days=1))
    with web.database.reading() as connection:
        (line,) = worklist.lines(connection, reach_of(CASEWORKER, CASEWORKERS), Wanted())
    assert line.level is Level.ON_TRACK
    assert line.level_on(web.clock.day, DEFAULT_POLICY) is Level.LATE


@pytest.mark.parametrize("text", ["wren", "Madeup", "A123456789012", "reference"])
def test_a_case_is_found_by_name_reference_or_upn(web: Web, text: str) -> None:
    wren = Journey(web.database).receive(child=named("found", "Wren", "Madeup"))
    Journey(web.database).receive(child=named("other", "Jay", "Pretend"))
    assert wren.case
    sought = wren.case.reference[:9] if text == "reference" else text
    html = web.signed_in(Role.CASEWORKER).get(f"/worklist?whose=team&q={sought}").text
    assert "Wren Madeup" in html
    assert "Jay Pretend" not in html


def test_a_closed_case_is_found_but_not_listed(web: Web) -> None:
    Journey(web.database).to_final()
    on(web, week(20))
    browser = web.signed_in(Role.CASEWORKER)
    assert "Robin Example" not in browser.get("/worklist?whose=team").text
    assert "Robin Example" in browser.get("/worklist?whose=team&q=robin").text
    assert "Robin Example" in browser.get("/worklist?whose=team&state=plan_issued").text


def test_filters_narrow_by_state_and_risk(web: Web) -> None:
    considered(web)
    on(web, week(1))
    browser = web.signed_in(Role.CASEWORKER)
    assert "Robin Example" in browser.get("/worklist?whose=team&state=considering").text
    assert "No case matches." in browser.get("/worklist?whose=team&state=drafting").text
    assert "No case matches." in browser.get("/worklist?whose=team&risk=late").text
    assert browser.get("/worklist?state=nonsense&risk=nonsense").status_code == 200


def test_mine_is_what_my_seat_holds(web: Web) -> None:
    browser = web.signed_in(Role.CASEWORKER)
    considered(web)
    assert "Your seat holds no open case." in browser.get("/worklist").text
    assert "Robin Example" in browser.get("/worklist?whose=team").text


def test_a_seat_of_one_team_does_not_see_anothers_cases(web: Web) -> None:
    other = new_id()
    with web.database.writing() as connection:
        organisation.add_team(connection, team_id=other, authority_id=AUTHORITY, name="South")
    considered(web)
    for team, sees in ((TEAM, True), (other, False)):
        seat = Seat(id=new_id(), role=Role.MANAGER, authority_id=AUTHORITY, team_id=team)
        html = web.signed_in(Role.MANAGER, seat=seat).get("/worklist").text
        assert ("Robin Example" in html) is sees


@pytest.mark.parametrize("role", [Role.DCO, Role.SETTING, Role.FAMILY, Role.ADMINISTRATOR])
def test_the_list_is_not_for_those_who_give_advice_or_administer(web: Web, role: Role) -> None:
    assert web.signed_in(role).get("/worklist").status_code == 403


def test_pages_follow_one_another_without_gap_or_double(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "PAGE", 3)
    monkeypatch.setattr("api.pages.worklist.PAGE", 3)
    made = [Journey(web.database).receive() for _ in range(7)]
    made.append(considered(web).at(week(6)).decide_to_refuse())
    on(web, week(6))
    seen: list[str] = []
    browser, address = web.signed_in(Role.CASEWORKER), "/worklist?whose=team"
    while address:
        html = browser.get(address).text
        seen += dict.fromkeys(REFERENCE.findall(html))
        following = re.search(r'href="(/worklist\?[^"]*after=[^"]*)" rel="next"', html)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(made)
    assert set(seen) == {one.case.reference for one in made if one.case}


def test_a_made_up_place_is_not_found(web: Web) -> None:
    assert web.signed_in(Role.CASEWORKER).get("/worklist?after=nonsense").status_code == 404


def test_the_list_and_its_counts_are_two_statements(web: Web) -> None:
    assessing(web)
    considered(web)
    reach = reach_of(CASEWORKER, CASEWORKERS)
    with web.database.reading() as connection, counted(connection) as said:
        lines = worklist.lines(connection, reach, Wanted())
        counts = worklist.counts(connection, reach, mine=False)
    assert len(said) == 2
    assert len(lines) == sum(counts.values()) == 2
    assert {line.state for line in lines} == {State.ASSESSING, State.CONSIDERING}


def test_the_list_reads_its_index(web: Web) -> None:
    reach = reach_of(CASEWORKER, CASEWORKERS)
    with web.database.reading() as connection:
        with counted(connection) as said:
            worklist.lines(connection, reach, Wanted())
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {said[0]}", (TEAM, worklist.PAGE + 1, 0)
        ).all()
    told = " ".join(str(row) for row in plan)
    assert "ix_assessment_team_worklist" in told
    assert "SCAN assessment" not in told
    assert "TEMP B-TREE" not in told
