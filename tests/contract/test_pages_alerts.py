"""The alerts of each person: whose they are, taken up one or many at once, put off, given on, put back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.service import counting_changes
from ehc_workflow.service.counting_changes import By, other_holidays
from ehc_workflow.service.organisation_changes import by_command_line
from ehc_workflow.store import digests, organisation
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries import standing_alerts
from ehc_workflow.store.queries.alert_reach import TOLD
from tests import builders as b
from tests.support.casework import answer, assessing, counted, filled, on, week
from tests.support.web import SIGN_IN, Web, hidden, sign_in, summary, words

DAY = timedelta(days=1)


def late_advice(web: Web, day_after: int = 1) -> b.Journey:
    """A case whose advice has been late for some days, after the night's sweep."""
    journey = assessing(web, asked_on=week(4))
    swept(web, week(10) + timedelta(days=day_after))
    return journey


def swept(web: Web, day: date) -> None:
    on(web, day)
    sweep(web.database, day, web.clock.now())


def caseworker_seat() -> Seat:
    return Seat(id=new_id(), role=Role.CASEWORKER, authority_id=b.AUTHORITY, team_id=b.TEAM)


def held_by(web: Web) -> TestClient:
    """The browser of whoever is given the vacant seat that the tests' cases belong to."""
    return web.signed_in(Role.CASEWORKER, seat=caseworker_seat())


def first_alert(html: str) -> str:
    found = re.search(r'href="(/alerts/[0-9a-f-]{36})"', html)
    assert found
    return found[1]


def take_up(browser: TestClient, path: str, **answers: Any) -> Any:
    """Take up one alert on its own page, which has other forms as well."""
    given = {"recovery_on-day": "", "recovery_on-month": "", "recovery_on-year": ""}
    page = browser.get(path)
    assert page.status_code == 200, page.text
    return browser.post(path, data={**hidden(page.text), **given, "_form": "TakeUpForm", **answers})


def sent(browser: TestClient, path: str, to: str, **answers: Any) -> Any:
    """Send one of the page's other forms."""
    return browser.post(path + to, data={**hidden(browser.get(path).text), **answers})


def tick(browser: TestClient, address: str, *alerts: str, **answers: Any) -> Any:
    """Take up the ticked alerts of a list."""
    html = browser.get(address).text
    data = {**hidden(html), "_form": "TakeUpForm", "alert": list(alerts), **answers}
    return browser.post("/alerts/taken-up", data=data)


def alert_ids(browser: TestClient, address: str = "/alerts") -> list[str]:
    return re.findall(r'name="alert" type="checkbox" value="([^"]+)"', browser.get(address).text)


def rows(web: Web, sql: str) -> list[Any]:
    with web.database.reading() as connection:
        return list(connection.execute(text(sql)).all())


@pytest.mark.parametrize("role", SIGN_IN)
def test_whoever_is_told_of_alerts_has_the_page(web: Web, role: Role) -> None:
    browser = web.signed_in(role)
    for path in ("/alerts", "/preferences"):
        assert browser.get(path).status_code == (200 if role in TOLD else 403), path
    expected = 404 if role in TOLD else 403
    assert browser.get("/alerts/no-such-alert").status_code == expected


def test_an_alert_says_why_under_what_and_who_was_told(web: Web) -> None:
    late_advice(web, day_after=15)
    told = words(web.signed_in(Role.MANAGER).get("/alerts").text)
    first = told[told.index("Give health advice") :]
    assert first.startswith(
        "Give health advice: was due on Monday 23 March 2026 (reg 8(1)). It is 15 days late and still owed."
    )
    for who in ("service lead", "designated clinical officer", "executive lead", "team manager"):
        assert who in first.split("Take up")[0]


def test_taking_up_an_alert_with_a_date_and_a_plan(web: Web) -> None:
    late_advice(web)
    browser = web.signed_in(Role.MANAGER)
    path = first_alert(browser.get("/alerts").text)
    without = take_up(browser, path)
    assert "Say what will be done to recover" in summary(without.text)
    past = take_up(browser, path, plan="Ring them.", recovery_on="1 3 2026")
    assert "The recovery date has already passed." in summary(past.text)
    assert "Ring them." in past.text
    before = words(browser.get("/alerts").text)
    assert take_up(browser, path, plan="Ring them.", recovery_on="27 3 2026").status_code == 303
    assert "is taken up." in words(browser.get("/alerts").text)
    count = int(re.search(r"(\d+) Nobody has taken up", before)[1])  # type: ignore[index]
    told = words(browser.get("/alerts?show=taken-up").text)
    assert f"{count - 1} Nobody has taken up 1 In hand" in told
    assert "Recovery by 27 March 2026" in told
    assert "Ring them. (Invented manager," in told
    on(web, week(11))
    browser = web.signed_in(Role.MANAGER)
    assert "Recovery date passed" in words(browser.get("/alerts").text)
    assert "0 In hand" in words(browser.get("/alerts").text)


def test_a_worse_rung_of_the_same_level_leaves_it_in_hand(web: Web) -> None:
    late_advice(web)
    browser = web.signed_in(Role.MANAGER)
    alert = first_alert(browser.get("/alerts").text)
    take_up(browser, alert, plan="Ring them.", recovery_on="27 4 2026")
    swept(web, week(12) + DAY)  # two weeks late: the ladder has gone on
    told = words(web.signed_in(Role.MANAGER).get("/alerts?show=taken-up").text)
    assert "Recovery by 27 April 2026" in told
    assert "1 In hand" in told


def test_a_limit_that_passes_while_it_is_in_hand_waits_again(web: Web) -> None:
    assessing(web, asked_on=week(4))
    swept(web, week(10))  # due now
    browser = web.signed_in(Role.MANAGER)
    for alert in alert_ids(browser):
        take_up(browser, f"/alerts/{alert}", plan="Ring them.", recovery_on="27 4 2026")
    assert "0 Nobody has taken up" in words(browser.get("/alerts").text)
    swept(web, week(10) + DAY)
    told = words(web.signed_in(Role.MANAGER).get("/alerts").text)
    assert "It has got worse since it was taken up." in told


def test_the_counter_counts_what_waits_for_the_seat(web: Web) -> None:
    late_advice(web)
    mine, another = held_by(web), web.signed_in(Role.CASEWORKER)
    waiting = len(alert_ids(mine))
    assert waiting > 3
    assert f"Alerts {waiting} waiting for you" in words(mine.get("/worklist").text)
    assert "waiting for you" not in words(another.get("/worklist").text)
    assert "Nothing of yours is late or near." in words(another.get("/alerts?whose=mine").text)
    assert len(alert_ids(another, "/alerts?whose=team")) == waiting
    assert "waiting for you" not in words(web.signed_in(Role.AUDITOR).get("/worklist").text)


def test_a_list_is_narrowed_by_level_kind_and_reference(web: Web) -> None:
    journey = late_advice(web)
    assert journey.case
    browser = web.signed_in(Role.MANAGER)
    every, law = alert_ids(browser), alert_ids(browser, "/alerts?kind=law")
    other = alert_ids(browser, "/alerts?kind=other")
    assert sorted(every) == sorted(law + other)
    assert law
    assert other
    assert alert_ids(browser, "/alerts?level=late")
    assert alert_ids(browser, f"/alerts?q={journey.case.reference}") == every
    assert "No alert is like that." in words(browser.get("/alerts?q=nothing").text)


def test_many_are_taken_up_with_one_plan_and_put_back(web: Web) -> None:
    late_advice(web)
    browser = web.signed_in(Role.MANAGER)
    every = alert_ids(browser)
    none = tick(browser, "/alerts", plan="Ring them.", recovery_on="27 4 2026")
    assert "Tick the alerts that the plan is about." in summary(none.text)
    assert "Ring them." in none.text
    done = tick(browser, "/alerts", *every[:2], plan="Ring them.", recovery_on="27 4 2026")
    assert done.status_code == 303
    page = browser.get(done.headers["location"])
    assert "2 alerts taken up." in words(page.text)
    assert "2 In hand" in words(page.text)
    undo = re.search(r'name="alerts" value="([^"]+)"', page.text)
    assert undo
    assert set(undo[1].split(",")) == set(every[:2])
    back = browser.post("/alerts/put-back", data={**hidden(page.text), "alerts": undo[1]})
    assert back.status_code == 303
    assert "2 alerts put back." in words(browser.get("/alerts").text)
    assert sorted(alert_ids(browser)) == sorted(every)
    kinds = "SELECT kind FROM log_entry WHERE kind LIKE 'alert%' ORDER BY kind"
    assert [kind for (kind,) in rows(web, kinds)] == [
        "alert_acknowledged",
        "alert_acknowledged",
        "alert_put_back",
        "alert_put_back",
    ]


def test_what_cannot_be_taken_up_is_said_beside_what_was(web: Web) -> None:
    late_advice(web)
    browser = web.signed_in(Role.MANAGER)
    every = alert_ids(browser)
    tick(browser, "/alerts", every[0], plan="Ring them.", recovery_on="27 4 2026")
    mixed = tick(
        browser,
        "/alerts",
        every[0],
        every[1],
        "no-such-alert",
        plan="Ring.",
        recovery_on="27 4 2026",
    )
    told = words(browser.get(mixed.headers["location"]).text)
    assert "1 alert taken up. 1 could not be (" in told
    assert "Somebody has taken up this alert already." in told
    assert "There is no such alert, or it is not yours" in told


def test_an_alert_is_put_off_once_and_within_limits(web: Web) -> None:
    late_advice(web)
    browser = web.signed_in(Role.MANAGER)
    alert = first_alert(browser.get("/alerts?kind=law").text)
    too_long = sent(browser, alert, "/put-off", until="26 3 2026", reason="It comes on Thursday.")
    assert "It can be put off to Wednesday 25 March 2026 at the latest." in summary(too_long.text)
    gone = sent(browser, alert, "/put-off", until="25 3 2026", reason="It comes on Wednesday.")
    assert gone.status_code == 303
    assert "Put off to 25 March 2026" in words(browser.get("/alerts?show=taken-up").text)
    on(web, date(2026, 3, 26))
    browser = web.signed_in(Role.MANAGER)
    assert "It was put off to 25 March 2026, and that day has passed." in words(
        browser.get("/alerts").text
    )
    again = sent(browser, alert, "/put-off", until="27 3 2026", reason="Again.")
    assert "It was put off once already." in summary(again.text)


def test_whoever_is_given_an_alert_has_it_until_they_leave(web: Web) -> None:
    late_advice(web)
    mine, seat = held_by(web), caseworker_seat()
    address = web.person(Role.CASEWORKER, seat=seat)
    before = alert_ids(mine)
    alert = f"/alerts/{before[0]}"
    none = sent(mine, alert, "/given", seat_id=new_id(), why="She knows the school.")
    assert none.status_code == 422
    assert sent(mine, alert, "/given", seat_id=seat.id, why="She knows.").status_code == 303
    assert before[0] not in alert_ids(mine)
    with web.database.reading() as connection:
        actor = Actor(id="somebody", name="Somebody", seats=(seat,))
        found = standing_alerts.alerts(
            connection,
            standing_alerts.sight_of(actor),
            standing_alerts.Wanted(),
            today=web.clock.today(),
        )
    assert [each.id for each in found] == [before[0]]
    told = rows(web, "SELECT recipient FROM outbox_message WHERE template = 'alert_delegated'")
    assert told == [(f"seat:{seat.id}",)]
    web.accounts.close(address, now=web.clock.now(), today=web.clock.today() - DAY)
    assert sorted(alert_ids(mine)) == sorted(before)
    assert "where nobody sits any more" in words(mine.get("/alerts").text)


def undone(browser: TestClient, done: Any) -> str:
    """Press the way back of the confirmation, and say what is said then."""
    page = browser.get(done.headers["location"])
    region = page.text.split('aria-label="Way back"')[1]
    ids = re.search(r'name="alerts" value="([^"]+)"', region)
    assert ids, words(page.text)
    sends = {**hidden(page.text), "alerts": ids[1]}
    assert browser.post("/alerts/put-back", data=sends).status_code == 303
    return words(browser.get("/alerts").text)


def test_what_was_put_off_or_given_on_has_a_way_back_in_its_confirmation(web: Web) -> None:
    late_advice(web)
    browser = web.signed_in(Role.MANAGER)
    every = alert_ids(browser)
    off = sent(browser, f"/alerts/{every[0]}", "/put-off", until="25 3 2026", reason="It comes.")
    assert "Put off just now: " in words(browser.get(off.headers["location"]).text)
    assert "1 alert put back." in undone(browser, off)
    held_by(web)  # the vacant seat of the cases first: another is given after it
    seat = caseworker_seat()
    web.person(Role.CASEWORKER, seat=seat)
    given = sent(browser, f"/alerts/{every[1]}", "/given", seat_id=seat.id, why="She knows.")
    assert given.status_code == 303, summary(given.text)
    assert "Given to another seat just now: " in words(browser.get(given.headers["location"]).text)
    assert "1 alert put back." in undone(browser, given)
    assert sorted(alert_ids(browser)) == sorted(every)


def test_a_service_takes_back_what_it_gave_to_another_of_its_seats(web: Web) -> None:
    late_advice(web, day_after=4)
    browser = web.signed_in(Role.PSYCHOLOGY)
    (mine,) = alert_ids(browser)
    seat = Seat(
        id=new_id(),
        role=Role.PSYCHOLOGY,
        authority_id=b.AUTHORITY,
        service_id=b.fixed_id("psychology"),
    )
    web.person(Role.PSYCHOLOGY, seat=seat)
    given = sent(browser, f"/alerts/{mine}", "/given", seat_id=seat.id, why="She knows the school.")
    assert given.status_code == 303, summary(given.text)
    assert alert_ids(browser) == []
    assert "1 alert put back." in undone(browser, given)
    assert alert_ids(browser) == [mine]


def test_a_link_to_an_older_alert_leads_on_to_the_newest_of_its_limit(web: Web) -> None:
    assessing(web, asked_on=week(4))
    swept(web, week(10))
    (old,) = rows(
        web, "SELECT id FROM alert WHERE code = 'advice_health' AND rung = 'reminder_due'"
    )
    swept(web, week(10) + DAY)
    browser = web.signed_in(Role.MANAGER)
    led = browser.get(f"/alerts/{old.id}")
    assert led.status_code == 303
    told = words(browser.get(led.headers["location"]).text)
    assert "an older one of the same limit. This is the newest." in told
    assert "Give health advice: was due on Monday 23 March 2026" in told
    assert web.signed_in(Role.PSYCHOLOGY).get(f"/alerts/{old.id}").status_code == 404
    with web.database.writing() as connection:
        connection.execute(text("UPDATE alert SET cleared_on = raised_on"))
    assert browser.get(f"/alerts/{old.id}").status_code == 404, "what was owed is done"


def test_the_reason_knows_a_bank_holiday_that_was_proclaimed(web: Web) -> None:
    proclaimed = replace(
        ENGLAND_AND_WALES, days=ENGLAND_AND_WALES.days | {week(10)}, source="Announced"
    )
    by = By(name="Ada", reason="Announced", now=web.clock.now(), today=web.clock.today())
    counting_changes.apply(web.database, other_holidays(web.database, proclaimed), by)
    assessing(web, asked_on=week(4))
    swept(web, week(10) - 3 * DAY)
    says = "due on Monday 23 March 2026, a bank holiday, so the working target is Friday 20 March"
    browser = web.signed_in(Role.MANAGER)
    assert says in words(browser.get("/alerts").text)
    assert says in words(browser.get(first_alert(browser.get("/alerts").text)).text)
    listed = web.program(Role.MANAGER).get("/api/v1/alerts", params={"mine": "false"}).json()
    assert says in repr([each["reason"] for each in listed["items"]])


def test_who_owes_advice_sees_and_takes_up_their_own(web: Web) -> None:
    late_advice(web, day_after=4)
    browser = web.signed_in(Role.PSYCHOLOGY)
    (mine,) = alert_ids(browser)
    page = browser.get("/alerts")
    assert "Give psychological advice" in words(page.text)
    assert "/desk/requests/" in page.text
    assert "1 waiting for you" in words(browser.get("/desk").text)
    far = take_up(browser, f"/alerts/{mine}", plan="A locum comes.", recovery_on="27 5 2026")
    assert "at most 14 days from now" in summary(far.text)
    near = take_up(browser, f"/alerts/{mine}", plan="A locum comes.", recovery_on="3 4 2026")
    assert near.status_code == 303
    office = web.signed_in(Role.MANAGER)
    assert "A locum comes." in words(office.get("/alerts?show=taken-up").text)
    others = [each for each in alert_ids(office) if each != mine]
    for each in others:
        assert browser.get(f"/alerts/{each}").status_code == 404


def test_a_health_desk_has_healths_alerts_alone(web: Web) -> None:
    late_advice(web, day_after=12)
    told = words(web.signed_in(Role.DCO).get("/alerts").text)
    assert "Give health advice" in told
    assert "Give psychological advice" not in told


def test_nobody_speaks_for_a_limit_of_somebody_else(web: Web) -> None:
    journey = late_advice(web, day_after=4)
    ((alert_id, ref),) = rows(
        web,
        "SELECT id, ref FROM alert WHERE code = 'advice_psychology' AND rung = 'reminder_after'",
    )
    health = next(r.id for r in journey.case.advice if r.item.value == "health")  # type: ignore[union-attr]
    for request_id in (None, health, ref):
        command = c.AcknowledgeAlert(
            assessment_id=journey.case_id,
            alert_id=alert_id,
            request_id=request_id,
            recovery_on=web.clock.today(),
            plan="I ring them.",
        )
        with pytest.raises(Exception, match=r"not yours to know of|no such alert"):
            journey.at(web.clock.today()).do(command, b.DCO)


def test_lists_and_counter_are_few_statements(web: Web) -> None:
    late_advice(web)
    seat = Seat(id=new_id(), role=Role.MANAGER, authority_id=b.AUTHORITY, team_id=b.TEAM)
    web.person(Role.MANAGER, seat=seat)
    sight = standing_alerts.sight_of(Actor(id="somebody", name="Somebody", seats=(seat,)))
    with web.database.reading() as connection, counted(connection) as said:
        assert standing_alerts.waiting_for(connection, sight, today=week(11)) > 3
    assert len(said) == 1
    with web.database.reading() as connection, counted(connection) as said:
        wanted = standing_alerts.Wanted()
        found = standing_alerts.alerts(connection, sight, wanted, today=week(11))
        standing_alerts.count_alerts(connection, sight, today=week(11), mine=True)
        standing_alerts.recovery_plans(connection, found)
    assert len(found) > 3
    assert len(said) <= 4
    with web.database.reading() as connection, counted(connection) as said:
        digests.summaries(connection, ["somebody", "somebody else"], week(11))
    assert len(said) == 1


def test_a_person_chooses_how_to_be_told_within_what_the_authority_allows(web: Web) -> None:
    manager, caseworker = web.signed_in(Role.MANAGER), web.signed_in(Role.CASEWORKER)
    assert "No e-mail" not in words(manager.get("/preferences").text)
    less = answer(manager, "/preferences", telling="in_app")
    assert "told at least so much" in summary(less.text)
    night = answer(caseworker, "/preferences", digest_at="22:15")
    assert "Choose a time between 07:00 and 19:00" in summary(night.text)
    assert "22:15" in night.text
    nonsense = answer(caseworker, "/preferences", digest_at="early")
    assert "Enter a time, such as 07:30" in summary(nonsense.text)
    kept = answer(caseworker, "/preferences", telling="in_app", digest_at="8.45")
    assert kept.status_code == 303
    html = caseworker.get("/preferences").text
    assert filled(html)["digest_at"] == "08:45"
    assert filled(html)["telling"] == "in_app"


def test_a_program_lists_alerts_and_takes_one_up(web: Web) -> None:
    late_advice(web)
    program = web.program(Role.MANAGER)
    listed = program.get("/api/v1/alerts", params={"mine": "false"}).json()
    assert len(listed["items"]) > 3
    first = listed["items"][0]
    assert first["reason"].startswith("Give health advice: was due on Monday 23 March 2026")
    assert "Robin" not in repr(listed)
    address = f"/api/v1/alerts/{first['id']}/acknowledgement"
    past = program.post(address, json={"recovery_on": "2026-03-01", "plan": "Ring them."})
    assert (past.status_code, past.json()["errors"][0]["pointer"]) == (422, "/recovery_on")
    done = program.post(address, json={"recovery_on": "2026-04-27", "plan": "Ring them."})
    assert done.status_code == 201
    assert done.json()["taken_up"]
    assert done.json()["recovery_on"] == "2026-04-27"
    assert web.program(Role.AUDITOR).get("/api/v1/alerts").status_code == 403
    elsewhere = web.program(Role.PSYCHOLOGY).post(
        address, json={"recovery_on": "2026-03-27", "plan": "Ring them."}
    )
    assert elsewhere.status_code == 404


def test_an_administrator_chooses_how_alerts_are_handled(web: Web) -> None:
    for role in set(SIGN_IN) - {Role.ADMINISTRATOR}:
        assert web.signed_in(role).get("/alert-settings").status_code == 403
    browser = web.signed_in(Role.ADMINISTRATOR)
    forgotten = answer(browser, "/alert-settings", climbs_after_days="90")
    assert "This must be from 1 to 20." in summary(forgotten.text)
    assert filled(forgotten.text)["climbs_after_days"] == "90"
    night = answer(browser, "/alert-settings", digest_at="21:00")
    assert "This must lie outside the quiet hours." in summary(night.text)
    kept = answer(browser, "/alert-settings", climbs_after_days="3", digest_at="8.00")
    assert kept.status_code == 303
    shown = filled(browser.get("/alert-settings").text)
    assert (shown["climbs_after_days"], shown["digest_at"]) == ("3", "08:00")
    ((content,),) = rows(web, "SELECT content FROM organisation_change WHERE kind = 'alerts_set'")
    assert '"climbs_after_days": ["2", "3"]' in content
    assert filled(web.signed_in(Role.CASEWORKER).get("/preferences").text)["digest_at"] == "08:00"


def test_an_administrator_of_several_authorities_says_whose_alerts_are_meant(web: Web) -> None:
    with web.database.writing() as connection:
        organisation.add_authority(
            connection, authority_id="zz", name="Another Shire", dfe_number="998"
        )
    address = web.person(Role.ADMINISTRATOR)
    by = by_command_line(now=web.clock.now(), today=web.clock.today())
    second = Seat(id=new_id(), role=Role.ADMINISTRATOR, authority_id="zz")
    web.accounts.give_seat(address, second, name=None, first_day=web.clock.today(), by=by)
    browser = web.browser()
    sign_in(browser, address)
    assert "Another Shire" in words(browser.get("/alert-settings").text)
    there = "/alert-settings?authority=zz"
    kept = answer(browser, there, climbs_after_days="5")
    assert kept.headers["location"] == there
    assert filled(browser.get(there).text)["climbs_after_days"] == "5"
    own = filled(browser.get(f"/alert-settings?authority={b.AUTHORITY}").text)
    assert own["climbs_after_days"] == "2"
    assert browser.get("/alert-settings?authority=nowhere").status_code == 404
