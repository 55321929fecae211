"""Calendars for one's own calendar program: an address made once, read without a sign-in, and ended."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem, VisitPlace
from ehc_workflow.domain.deadlines import OPEN_STATUSES, Kind, deadlines
from ehc_workflow.domain.facts import AppointmentPurpose
from ehc_workflow.service import calendar_feeds
from ehc_workflow.service.calendar_feeds import MAY_HAVE_ONE
from ehc_workflow.service.organisation_changes import by_command_line
from tests import builders as b
from tests.support.casework import answer, assessing, counted, on, week
from tests.support.web import SIGN_IN, Web, hidden, sign_in, words

ADDRESS = re.compile(r"<code>(\S+/feeds/(\S+)\.ics)</code>")


def made(browser: TestClient, which: str) -> str:
    """A new address's path."""
    shown = answer(browser, "/calendars", which=which)
    found = ADDRESS.search(shown.text)
    assert found, words(shown.text)
    return f"/feeds/{found[2]}.ics"


def read(web: Web, path: str) -> Any:
    """What a calendar program gets: it has no session."""
    answered = web.browser().get(path)
    assert answered.status_code == 200, answered.text
    return Calendar.from_ical(answered.content)


def summaries(calendar: Any) -> list[str]:
    return [str(event["summary"]) for event in calendar.walk("VEVENT")]


def manager(web: Web) -> TestClient:
    return web.signed_in(Role.MANAGER)


def test_every_day_that_is_owed_is_in_it_and_nothing_else(web: Web) -> None:
    journey = assessing(web)
    on(web, week(6))
    calendar = read(web, made(manager(web), f"authority:{b.AUTHORITY}"))
    owed = [
        one
        for one in deadlines(journey.now)
        if one.status(week(6)) in OPEN_STATUSES and one.kind is not Kind.FAMILY
    ]
    days = {(str(e["uid"]), e.decoded("dtstart")) for e in calendar.walk("VEVENT")}
    assert days == {
        (f"{journey.case_id}/{one.code}/{one.ref}/{which}", day)
        for one in owed
        for which, day in (("due", one.due_on), ("act-by", one.act_by))
        if which == "due" or one.act_by != one.due_on
    }
    plan = next(e for e in calendar.walk("VEVENT") if "final_plan//due" in e["uid"])
    assert plan["summary"].startswith("Due: ")
    assert journey.now.reference in plan["summary"]
    assert "reg 13" in plan["description"]
    assert plan.decoded("dtend") - plan.decoded("dtstart") == timedelta(days=1)
    assert int(plan["sequence"]) == journey.now.version


def test_nothing_in_it_is_about_a_child(web: Web) -> None:
    assessing(web)
    on(web, week(6))
    written = web.browser().get(made(manager(web), f"authority:{b.AUTHORITY}")).text
    assert "Robin" not in written
    assert "Example" not in written
    assert "2018" not in written


def test_a_service_has_what_it_owes_and_no_more(web: Web) -> None:
    assessing(web)
    on(web, week(6))
    dco = summaries(read(web, made(web.signed_in(Role.DCO), "desk")))
    psychology = summaries(read(web, made(web.signed_in(Role.PSYCHOLOGY), "desk")))
    assert len(dco) >= 1
    assert all("health" in one.lower() for one in dco)
    assert all("psycholog" in one.lower() for one in psychology)


def test_own_cases_are_those_of_the_own_seat(web: Web) -> None:
    held, nobodys = assessing(web), assessing(web, caseworker_seat_id=None)
    on(web, week(6))
    vacant = Seat(id="c", role=Role.CASEWORKER, authority_id=b.AUTHORITY, team_id=b.TEAM)
    browser = web.signed_in(Role.CASEWORKER, seat=vacant)  # in the one that holds the made-up cases
    found = summaries(read(web, made(browser, "own")))
    assert found
    assert all(held.now.reference in one for one in found)
    assert not any(nobodys.now.reference in one for one in found)


def test_visits_that_are_still_to_be_stand_in_it_where_their_case_may_be_seen(web: Web) -> None:
    journey = assessing(web)
    journey.at(week(6))
    for at, days in ((time(9, 30), 3), (None, 4)):
        journey.do(
            c.PlanVisit(
                assessment_id=journey.case_id,
                request_id=journey.request_id(AdviceItem.PSYCHOLOGY),
                visit_on=week(6) + timedelta(days=days),
                purpose=AppointmentPurpose.EXAMINATION,
                place=VisitPlace.HOME,
                at=at,
            )
        )
    on(web, week(6))
    path = made(manager(web), f"authority:{b.AUTHORITY}")
    mine = [one for one in read(web, path).walk("VEVENT") if "/visit/" in str(one["uid"])]
    assert [str(one["summary"]) for one in mine] == [
        f"Visit at 09:30 ({journey.now.reference})",
        f"Visit ({journey.now.reference})",
    ]
    assert mine[0].decoded("dtstart") == week(6) + timedelta(days=3)
    own = made(web.signed_in(Role.PSYCHOLOGY), "desk")
    assert len([one for one in summaries(read(web, own)) if one.startswith("Visit")]) == 2
    others = made(web.signed_in(Role.DCO), "desk")
    assert not [one for one in summaries(read(web, others)) if one.startswith("Visit")]
    whole = web.browser().get(path).text
    assert "home" not in whole.lower(), "where a child lives or is seen is nobody's calendar's"
    on(web, week(7))
    assert not [one for one in summaries(read(web, path)) if one.startswith("Visit")]


def test_an_address_that_was_ended_gives_nothing(web: Web) -> None:
    browser = manager(web)
    path = made(browser, f"authority:{b.AUTHORITY}")
    assert web.browser().get(path).status_code == 200
    page = browser.get("/calendars").text
    assert "Never" not in words(page)
    (end,) = re.findall(r'href="(/calendars/\S+/end)"', page)
    asked = browser.get(end).text
    assert "nothing brings it back" in words(asked)
    assert web.browser().get(path).status_code == 200, "asking ends nothing"
    stranger = web.signed_in(Role.MANAGER)
    assert stranger.get(end).status_code == 404
    assert stranger.post(end, data=hidden(stranger.get("/calendars").text)).status_code == 404
    assert browser.post(end, data=hidden(asked)).status_code == 303
    assert browser.get(end).status_code == 404, "it has ended already"
    assert web.browser().get(path).status_code == 404
    assert "Ended" in words(browser.get("/calendars").text)


def test_a_leaver_and_whoever_lost_the_seat_read_nothing_more(web: Web) -> None:
    assessing(web)
    on(web, week(6))
    address, browser = web.person(Role.MANAGER), web.browser()
    sign_in(browser, address)
    path = made(browser, f"authority:{b.AUTHORITY}")
    assert summaries(read(web, path))
    by = by_command_line(now=web.clock.now(), today=web.clock.today())
    web.accounts.take_seats(address, role=None, last_day=week(6), by=by)
    on(web, week(7))
    assert summaries(read(web, path)) == []
    web.accounts.close(address, now=web.clock.now(), today=week(7))
    assert web.browser().get(path).status_code == 404


@pytest.mark.parametrize("role", sorted(set(SIGN_IN)))
def test_who_may_have_one(web: Web, role: Role) -> None:
    journey = assessing(web) if role is Role.FAMILY else None
    seat = (
        Seat(id="f", role=role, authority_id=b.AUTHORITY, assessment_id=journey.case_id)
        if journey
        else None
    )
    browser = web.signed_in(role, seat=seat)
    expected = 200 if role in MAY_HAVE_ONE else 403
    assert browser.get("/calendars").status_code == expected
    assert ('href="/calendars"' in browser.get("/calendars").text) == (expected == 200)


def test_out_of_reach_is_refused_and_an_unknown_address_says_nothing(web: Web) -> None:
    browser = web.signed_in(Role.DCO)
    refused = answer(browser, "/calendars", which=f"authority:{b.AUTHORITY}")
    assert refused.status_code == 403
    assert "Say whose days you want" in words(answer(browser, "/calendars").text)
    assert web.browser().get("/feeds/unknown.ics").status_code == 404


def test_a_calendar_is_three_statements_however_many_and_unchanged_is_said_in_none(
    web: Web,
) -> None:
    for _ in range(3):
        assessing(web)
    on(web, week(6))
    path = made(manager(web), f"authority:{b.AUTHORITY}")
    first = web.browser().get(path)
    token = path.removeprefix("/feeds/").removesuffix(".ics")
    with counted(web.database.reader) as said:
        calendar_feeds.calendar(web.database, token, web.clock, "https://ehc.example.invalid")
    asked = [
        one for one in said if one.startswith("SELECT c") or "deadline" in one or "visit" in one
    ]
    assert len(asked) == 3, "whose it is, what is owed, which visits"
    again = web.browser().get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["content-type"].startswith("text/calendar")
