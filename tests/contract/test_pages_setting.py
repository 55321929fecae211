"""A school's page over its children and young people, its answer to a consultation, and when it is closed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem, PlacementGround
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.organisation import ClosureOnFile, closures_of
from ehc_workflow.store.queries import setting
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.queries.setting import children
from tests.builders import AUTHORITY, OTHER_SCHOOL, SCHOOL, SENCO, Journey
from tests.support.casework import (
    answer,
    assessing,
    considered,
    counted,
    on,
    placed,
    week,
    with_family,
)
from tests.support.web import SIGN_IN, Web, hidden, summary, words

OUTSIDERS = [role for role in SIGN_IN if role is not Role.SETTING]


def senco(web: Web, service_id: str = SCHOOL) -> TestClient:
    seat = Seat(id=new_id(), role=Role.SETTING, authority_id=AUTHORITY, service_id=service_id)
    return web.signed_in(Role.SETTING, seat=seat)


def consulted(web: Web, setting_id: str = SCHOOL) -> Journey:
    """A case in which a setting was consulted in week 13; it is week 14."""
    journey = with_family(web).at(week(13)).ask_for_setting(setting_id).consult(setting_id)
    on(web, week(14))
    return journey


def path_of(journey: Journey) -> str:
    asked = journey.now.consultations[-1]
    return f"/children/{journey.case_id}/consultations/{asked.id}"


def now(web: Web, journey: Journey) -> Journey:
    with web.database.reading() as connection:
        journey.case = case_file(connection, journey.case_id).case
    return journey


def test_the_first_page_of_a_senco_shows_what_is_owed_and_by_when(web: Web) -> None:
    assessing(web, setting_id=SCHOOL)
    on(web, week(6))
    browser = senco(web)
    assert browser.get("/").headers["location"] == "/children"
    shown = words(browser.get("/children").text)
    assert "Education: give advice , Robin Example" in shown
    assert "by Mon 30 Mar 2026 (guidance, Code 9.41)" in shown
    assert "Gathering advice" in shown


def test_what_was_given_and_what_came_back_is_shown(web: Web) -> None:
    journey = assessing(web, setting_id=SCHOOL).at(week(6)).give(AdviceItem.EDUCATION, SENCO)
    on(web, week(6))
    browser = senco(web)
    shown = words(browser.get("/children").text)
    assert "Nothing is owed" in shown
    assert "waits to be checked" in shown
    journey.accept(AdviceItem.EDUCATION)
    assert "Accepted Mon" in words(browser.get("/children").text)


def test_a_child_is_listed_once_the_head_was_told_and_never_before(web: Web) -> None:
    Journey(web.database).receive(setting_id=SCHOOL)
    browser = senco(web)
    assert "Nobody at your setting has an open case" in words(browser.get("/children").text)
    considered(web, setting_id=SCHOOL)
    shown = words(browser.get("/children").text)
    assert "Considering whether to assess" in shown
    assert "Nothing is owed" in shown


def test_a_setting_sees_nothing_of_another_settings_children(web: Web) -> None:
    journey = consulted(web)
    other = senco(web, OTHER_SCHOOL)
    assert "Robin" not in other.get("/children").text
    assert other.get(path_of(journey)).status_code == 404
    assert other.post(path_of(journey), data={}).status_code in (403, 404)


@pytest.mark.parametrize("role", OUTSIDERS, ids=[role.value for role in OUTSIDERS])
def test_the_pages_of_a_setting_are_for_settings_only(web: Web, role: Role) -> None:
    journey = consulted(web)
    browser = web.signed_in(role)
    for path in ("/children", "/closures", path_of(journey)):
        assert browser.get(path).status_code == 403, path


def test_a_closed_case_and_a_list_that_holds_no_match_say_so(web: Web) -> None:
    journey = consulted(web)
    browser = senco(web)
    assert "Nobody here matches" in words(browser.get("/children?q=Nobodys+Name").text)
    assert "Robin Example" in words(browser.get("/children?q=robin").text)
    journey.at(week(16)).answer_all().place().confirm_address().at(week(17)).send_final()
    assert "Nobody at your setting has an open case" in words(browser.get("/children").text)


def test_the_list_takes_three_statements_however_long_it_is(web: Web) -> None:
    for _ in range(3):
        assessing(web, setting_id=SCHOOL)
    consulted(web)
    with web.database.reading() as connection, counted(connection) as said:
        found = children(connection, [(AUTHORITY, SCHOOL)])
    assert len(found) == 4
    assert len(said) == 3
    assert [one.owed_on for one in found] == sorted(one.owed_on for one in found)


def test_the_next_page_of_the_list_goes_on_where_the_first_ends(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setting, "PAGE", 2)
    names = {assessing(web, setting_id=SCHOOL).now.reference for _ in range(3)}
    browser = senco(web)
    first = browser.get("/children").text
    (onwards,) = re.findall(r'href="(/children[^"]*after=[^"]*)"', first)
    second = browser.get(unescape(onwards)).text
    assert {name for name in names if name in first} | {
        name for name in names if name in second
    } == names
    assert sum(name in first for name in names) == 2
    assert "Back to the top of the list" in second


def test_a_setting_reads_the_draft_that_was_served_and_says_yes(web: Web) -> None:
    journey = consulted(web)
    browser = senco(web)
    assert path_of(journey) in browser.get("/children").text
    shown = words(browser.get(path_of(journey)).text)
    assert "Invented words of section F." in shown
    assert "(guidance, Code 9.83)" in shown
    sent = answer(browser, path_of(journey), answer="yes", words="With pleasure")
    assert sent.status_code == 303, sent.text
    (asked,) = now(web, journey).now.consultations
    assert (asked.can_meet_needs, asked.replied_on, asked.grounds) == (True, week(14), ())
    after = words(browser.get(path_of(journey)).text)
    assert "You answered on 20 April 2026: you can meet the needs" in after
    assert "With pleasure" in after
    assert "Give the answer" not in after


def test_an_answer_of_no_names_its_ground_and_its_reasons(web: Web) -> None:
    journey = consulted(web)
    browser = senco(web)
    refused = answer(browser, path_of(journey), answer="no")
    assert refused.status_code == 422
    assert "Select on what ground you should not be named" in summary(refused.text)
    half = answer(
        browser,
        path_of(journey),
        answer="no",
        words="The lift is too small",
        grounds=["unsuitable"],
        because_use_of_resources="A second lift",
    )
    assert "Say why this ground holds for this child or young person" in summary(half.text)
    assert "Choose this ground as well, or take these words out" in summary(half.text)
    assert "The lift is too small" in half.text
    told = answer(
        browser,
        path_of(journey),
        answer="no",
        because_unsuitable="The lift is too small",
        because_use_of_resources="A second lift for one child",
        grounds=["unsuitable", "use_of_resources"],
    )
    assert told.status_code == 303, told.text
    (asked,) = now(web, journey).now.consultations
    assert asked.can_meet_needs is False
    assert asked.grounds == (PlacementGround.UNSUITABLE, PlacementGround.USE_OF_RESOURCES)
    on_case = words(web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}").text)
    assert "cannot meet needs, replied Mon 20 Apr 2026, because of the age" in on_case
    assert "The lift is too small" in on_case


def test_a_ground_with_an_answer_of_yes_is_refused(web: Web) -> None:
    journey = consulted(web)
    refused = answer(senco(web), path_of(journey), answer="yes", grounds=["unsuitable"])
    assert "A ground goes with an answer of no" in summary(refused.text)


def test_a_setting_that_must_know_more_asks_and_its_days_go_on(web: Web) -> None:
    journey = consulted(web)
    browser = senco(web)
    before = words(browser.get("/children").text)
    empty = answer(browser, path_of(journey), answer="more")
    assert "Say what you need to know" in summary(empty.text)
    sent = answer(browser, path_of(journey), answer="more", words="Who pays for the ramp?")
    assert sent.status_code == 303, sent.text
    (asked,) = now(web, journey).now.consultations
    assert (asked.asked_more_on, asked.replied_on) == (week(14), None)
    assert words(browser.get("/children").text).split("Robin")[1:] == before.split("Robin")[1:]
    assert "You asked to know more on 20 April 2026" in words(browser.get(path_of(journey)).text)
    on_case = words(web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}").text)
    assert "it needs to know more first" in on_case
    assert "Who pays for the ramp?" in on_case
    assert answer(browser, path_of(journey), answer="yes").status_code == 303


def test_of_two_people_at_once_the_second_is_told(web: Web) -> None:
    journey = consulted(web)
    first, second = senco(web), senco(web)
    page = second.get(path_of(journey))
    assert answer(first, path_of(journey), answer="yes").status_code == 303
    late = second.post(path_of(journey), data={**hidden(page.text), "answer": "no"})
    assert late.status_code != 303
    assert now(web, journey).now.consultations[0].can_meet_needs is True


def test_a_setting_that_never_answered_is_told_that_nothing_is_looked_for(web: Web) -> None:
    journey = consulted(web)
    journey.at(week(16)).answer_all().place().confirm_address().at(week(17)).send_final()
    on(web, week(17))
    browser = senco(web)
    assert "No answer is looked for any more" in words(browser.get(path_of(journey)).text)


def test_a_setting_says_when_it_is_closed_and_a_caseworker_finds_it_in_the_case(web: Web) -> None:
    journey = assessing(web, setting_id=SCHOOL)
    browser = senco(web)
    sent = answer(
        browser, "/closures", first_closed_day="22 July 2026", reopening_day="3 September 2026"
    )
    assert sent.status_code == 303, sent.text
    with web.database.reading() as connection:
        kept = closures_of(connection, SCHOOL)
    assert kept == (
        ClosureOnFile(
            date(2026, 7, 22),
            date(2026, 9, 3),
            "Invented setting, Larkrise School",
            web.clock.today(),
        ),
    )
    assert "(43 days)" in words(browser.get("/closures").text)
    form = f"/assessments/{journey.case_id}/steps/record_closure"
    assert "closed from 22 July 2026" in words(web.signed_in(Role.CASEWORKER).get(form).text)


@pytest.mark.parametrize(
    ("first", "reopens", "says"),
    [
        ("22 July 2026", "22 July 2026", "is not after the first closed day"),
        ("22 July 2026", "3 September 2028", "look at the years"),
        ("1 August 2026", "1 October 2026", "is on file already"),
        ("31 June 2026", "1 October 2026", "must be a real date"),
    ],
)
def test_a_closure_that_cannot_be_is_refused_with_what_was_typed(
    web: Web, first: str, reopens: str, says: str
) -> None:
    browser = senco(web)
    answer(browser, "/closures", first_closed_day="22 July 2026", reopening_day="3 September 2026")
    typed = dict(zip(("day", "month", "year"), first.split(), strict=True))
    parts = {f"first_closed_day-{part}": value for part, value in typed.items()}
    refused = answer(browser, "/closures", **parts, reopening_day=reopens)
    assert refused.status_code == 422
    assert says in summary(refused.text)
    assert f'value="{typed["month"]}"' in refused.text


def test_nobody_closes_another_setting(web: Web) -> None:
    browser = senco(web)
    sent = answer(
        browser,
        "/closures",
        service_id=OTHER_SCHOOL,
        first_closed_day="22 July 2026",
        reopening_day="3 September 2026",
    )
    assert sent.status_code == 404
    with web.database.reading() as connection:
        assert closures_of(connection, OTHER_SCHOOL) == ()


def test_a_late_answer_is_counted_from_the_day_to_reply_by(web: Web) -> None:
    consulted(web)
    on(web, week(13) + timedelta(days=17))
    assert "2 days late" in words(senco(web).get("/children").text)


def test_the_setting_that_is_named_reads_the_final_plan_and_no_other_does(web: Web) -> None:
    journey = placed(web).confirm_address().at(week(17)).send_final()
    on(web, journey.today)
    shown = words(senco(web).get("/children").text)
    assert "Your setting is named The final plan of Robin Example" in shown
    assert f"sent {week(17).day} {week(17):%B %Y}" in shown
    page = words(senco(web).get(path_of(journey)).text)
    assert "Your setting is named in the final plan" in page
    assert page.index("The final plan In the words") < page.index("Invented words of section F.")
    final = page[page.index("The final plan In the words") :]
    assert final.index("The advice attached to it") < final.index("The advice that went with it")
    other = senco(web, OTHER_SCHOOL)
    assert "Your setting is named" not in words(other.get("/children").text)
    assert other.get(path_of(journey)).status_code == 404


def test_a_setting_is_told_on_its_first_page_for_four_weeks_that_it_is_named(web: Web) -> None:
    placed(web).confirm_address().at(week(17)).send_final()
    for days, is_told in ((28, True), (29, False)):
        on(web, week(17) + timedelta(days=days))
        assert ("Your setting is named" in words(senco(web).get("/children").text)) is is_told


def test_before_the_final_plan_went_no_setting_reads_that_it_is_named(web: Web) -> None:
    journey = placed(web)
    on(web, journey.today)
    assert "is named" not in words(senco(web).get("/children").text)
    assert "named in the final plan" not in words(senco(web).get(path_of(journey)).text)
