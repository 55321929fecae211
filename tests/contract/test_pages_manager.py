"""The manager's pages: late limits by team, seat and cause, alerts taken up, and messages that did not go."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.facts import DelayKind
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.store import organisation
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries import manager, standing_alerts
from ehc_workflow.store.queries.reach import reach_of
from ehc_workflow.store.queries.refusals import refusals
from tests import builders as b
from tests.support.casework import assessing, counted, on, week
from tests.support.web import Web, words

MANAGERS = frozenset({Role.MANAGER})


def late_advice(web: Web, day_after: int = 1) -> b.Journey:
    """A case whose advice has been late for some days, after the night's sweep."""
    journey = assessing(web, asked_on=week(4))
    day = week(10) + timedelta(days=day_after)
    on(web, day)
    sweep(web.database, day, web.clock.now())
    return journey


def test_a_managers_first_page_is_the_overview(web: Web) -> None:
    browser = web.signed_in(Role.MANAGER)
    assert browser.get("/").headers["location"] == "/manager"
    assert "Nothing is late or at risk." in words(browser.get("/manager").text)


@pytest.mark.parametrize(
    "path",
    ["/manager", "/manager/limits", "/refusals"],
)
def test_these_pages_are_the_managers(web: Web, path: str) -> None:
    for role in (Role.CASEWORKER, Role.DCO, Role.FAMILY, Role.ADMINISTRATOR):
        assert web.signed_in(role).get(path).status_code == 403


def test_late_limits_are_counted_by_law_and_otherwise(web: Web) -> None:
    late_advice(web)
    told = words(web.signed_in(Role.MANAGER).get("/manager").text)
    assert "1 limits of the law late and still owed" in told
    assert "3 late by guidance or our own targets" in told
    assert "Invented health service 1 late by law: Invented health service 0 0 1" in told
    assert "Invented psychology service 0 1 late otherwise: Invented psychology service" in told
    assert "Health advice 1 late by law: Health advice 0 0 1" in told


def test_each_count_leads_to_its_list(web: Web) -> None:
    journey = late_advice(web)
    assert journey.case
    browser = web.signed_in(Role.MANAGER)
    html = browser.get("/manager").text
    counts = re.findall(r'href="(/manager/limits\?[^"]*)">(\d+)<', html)
    assert len(counts) > 6
    for address, count in counts:
        page = browser.get(address.replace("&amp;", "&"))
        assert page.text.count('<th scope="row"') == int(count), address
        assert journey.case.reference in page.text


def test_refusals_are_counted_by_reason_with_those_reversed_in_one_statement(web: Web) -> None:
    journey = b.Journey(web.database).receive().at(week(1)).consider().at(week(3))
    journey.decide_to_refuse(reasons="There is no diagnosis.")
    confirm = c.ConfirmRefusal(
        assessment_id=journey.case_id, confirmed_on=week(3), reasons="The second limb is not met."
    )
    journey.do(confirm, b.SECOND_DECISION_MAKER)
    journey.tell_refusal().at(week(5)).certify().appeal().at(week(7)).order(c.OrderToAssess)
    on(web, week(7))
    browser = web.signed_in(Role.MANAGER)
    told = words(browser.get("/refusals").text)
    assert "1 refusals told 1 of them reversed since" in told
    assert "Provision through a plan is not needed (second limb) 1 1 100" in told
    assert "A diagnosis that is lacking 1 1 100" in told
    assert "Nothing but local criteria 1 1 100" in told
    earlier = words(browser.get("/refusals?year=2025").text)
    assert "No refusal was told in 2025." in earlier
    mine, this_year = reach_of(b.MANAGER, MANAGERS), (date(2026, 1, 1), date(2026, 12, 31))
    with web.database.reading() as connection, counted(connection) as said:
        refusals(connection, mine, first_day=this_year[0], last_day=this_year[1])
    assert len(said) == 1


def test_a_seat_stays_when_its_holder_leaves(web: Web) -> None:
    seat = Seat(id=new_id(), role=Role.CASEWORKER, authority_id=b.AUTHORITY, team_id=b.TEAM)
    address = web.person(Role.CASEWORKER, seat=seat)
    assessing(web, asked_on=week(4))  # held by the vacant seat that the person was given
    on(web, week(11))
    sweep(web.database, week(11), web.clock.now())
    browser = web.signed_in(Role.MANAGER)
    assert "Invented caseworker" in words(browser.get("/manager").text)
    web.accounts.close(address, now=web.clock.now(), today=week(11) - timedelta(days=1))
    assert "Invented caseworker" not in words(browser.get("/manager").text)
    assert "vacant" in words(browser.get("/manager").text)


def test_causes_are_counted_and_excuse_nothing(web: Web) -> None:
    journey = late_advice(web)
    journey.at(web.clock.today()).do(
        c.RecordDelayCause(
            assessment_id=journey.case_id,
            limit="advice_psychology",
            cause=DelayKind.PSYCHOLOGIST_SHORTAGE,
            recorded_on=web.clock.today(),
            what_was_done="Asked an agency.",
        ),
        b.MANAGER,
    )
    told = words(web.signed_in(Role.MANAGER).get("/manager").text)
    assert "Too few psychologists 1" in told
    assert "3 late by guidance or our own targets" in told


def test_a_manager_of_one_team_sees_that_team(web: Web) -> None:
    with web.database.writing() as connection:
        organisation.add_team(
            connection, team_id=b.fixed_id("south"), authority_id=b.AUTHORITY, name="South"
        )
    late_advice(web)
    south = Seat(
        id=new_id(), role=Role.MANAGER, authority_id=b.AUTHORITY, team_id=b.fixed_id("south")
    )
    browser = web.signed_in(Role.MANAGER, seat=south)
    assert "Nothing is late or at risk." in words(browser.get("/manager").text)
    assert "Every alert has been taken up." in words(browser.get("/alerts").text)
    found = re.search(
        r'href="(/alerts/[0-9a-f-]{36})"', web.signed_in(Role.MANAGER).get("/alerts").text
    )
    assert found
    assert browser.get(found[1]).status_code == 404


def test_what_is_done_leaves_the_list(web: Web) -> None:
    journey = late_advice(web)
    for item in journey.items():
        journey.at(web.clock.today()).give(item).accept(item)
    sweep(web.database, web.clock.today(), web.clock.now())
    browser = web.signed_in(Role.MANAGER)
    assert "Every alert has been taken up." in words(browser.get("/alerts").text)
    assert "0 limits of the law late" in words(browser.get("/manager").text)


def test_lists_go_on(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manager, "PAGE", 3)
    monkeypatch.setattr(standing_alerts, "PAGE", 3)
    assessing(web, asked_on=week(4))
    late_advice(web)
    browser = web.signed_in(Role.MANAGER)
    for start, one in (("/manager/limits?level=other", '<th scope="row"'), ("/alerts", "<article")):
        seen, address = [], start
        while address:
            html = browser.get(address).text
            seen.append(html.count(one))
            found = re.search(r'href="([^"]*)" rel="next"', html)
            address = found[1].replace("&amp;", "&") if found else ""
        assert seen == ([3, 3] if "limits" in start else [3, 3, 2])
    assert browser.get("/alerts?after=nonsense").status_code == 404


def test_the_overview_is_six_statements(web: Web) -> None:
    late_advice(web)
    reach = reach_of(b.MANAGER, MANAGERS)
    sight = standing_alerts.sight_of(b.MANAGER)
    with web.database.reading() as connection, counted(connection) as said:
        for count in (manager.by_team, manager.by_seat, manager.by_code, manager.by_service):
            count(connection, reach, today=week(11))
        manager.delay_causes(connection, reach)
        standing_alerts.count_alerts(connection, sight, today=week(11), mine=False)
    assert len(said) == 6
    with web.database.reading() as connection, counted(connection) as said:
        wanted = standing_alerts.Wanted(mine=False)
        found = standing_alerts.alerts(connection, sight, wanted, today=week(11))
        standing_alerts.recovery_plans(connection, found)
    assert len(found) > 3
    assert len(said) <= 3
