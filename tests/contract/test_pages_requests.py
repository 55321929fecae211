"""Registering a request: received and logged are two facts, and a child's second case is never opened by accident."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from ehc_workflow.domain.actors import Role
from ehc_workflow.store.queries.search import are_alike
from tests.builders import MONDAY, SCHOOL, Journey
from tests.support.casework import answer, filled, on, week
from tests.support.web import Web, hidden, summary, words

CHILD = {
    "given_name": "Wren",
    "family_name": "Madeup",
    "date_of_birth-day": "4",
    "date_of_birth-month": "3",
    "date_of_birth-year": "2018",
}
REST = {
    "kind": "parental_request",
    "received_on-day": "9",
    "received_on-month": "1",
    "received_on-year": "2026",
    "evidence": "E-mail in the team inbox, 9 January, 16:55",
    "contacts-0-kind": "parent",
    "contacts-0-name": "Sam Madeup",
    "contacts-0-email": "sam@example.invalid",
    "setting_id": SCHOOL,
}
NEW = "/requests/new"


def cases(web: Web) -> list[Any]:
    with web.database.reading() as connection:
        return list(
            connection.execute(
                text("SELECT id, received_on, logged_on, reference FROM assessment ORDER BY id")
            )
        )


def test_a_request_is_registered_in_one_form(web: Web) -> None:
    browser = web.signed_in(Role.CASEWORKER)
    done = answer(browser, NEW, **CHILD, **REST)
    ((case_id, received, logged, reference),) = cases(web)
    assert done.headers["location"] == f"/assessments/{case_id}"
    assert (str(received), str(logged)) == ("2026-01-09", "2026-01-12")
    told = words(browser.get(done.headers["location"]).text)
    assert f"Registered as {reference}." in told
    assert "Wren Madeup" in told
    assert "logged Mon 12 Jan 2026, 3 days later" in told
    assert "E-mail in the team inbox, 9 January, 16:55" in told


def test_the_page_says_that_received_and_logged_differ(web: Web) -> None:
    told = words(web.signed_in(Role.CASEWORKER).get(NEW).text)
    assert "The day a request arrived and the day it is logged are two facts." in told
    assert "nothing stops the clock" in told


def test_a_double_click_opens_one_case(web: Web) -> None:
    browser = web.signed_in(Role.CASEWORKER)
    page = browser.get(NEW)
    data = {**hidden(page.text), **filled(page.text), **CHILD, **REST}
    assert [browser.post(NEW, data=data).status_code for _ in range(2)] == [303, 303]
    assert len(cases(web)) == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"received_on-day": "13"},
            "The received date is 13 January 2026, which is in the future.",
        ),
        ({"received_on-year": "2017"}, "before the child was born"),
        ({"received_on-month": "2", "received_on-day": "31"}, "must be a real date"),
        ({"evidence": ""}, "Enter how the day of arrival is known"),
        ({"contacts-0-name": ""}, "Enter name"),
        ({"given_name": " "}, "Enter given name"),
    ],
)
def test_bad_facts_are_refused_and_everything_typed_is_kept(
    web: Web, changes: dict[str, str], says: str
) -> None:
    done = answer(web.signed_in(Role.CASEWORKER), NEW, **{**CHILD, **REST, **changes})
    assert done.status_code == 422
    assert says in summary(done.text)
    assert 'value="Madeup"' in done.text
    assert not cases(web)


def test_a_date_of_birth_in_the_future_is_named_at_its_field(web: Web) -> None:
    done = answer(
        web.signed_in(Role.CASEWORKER), NEW, **{**CHILD, **REST, "date_of_birth-year": "2027"}
    )
    assert done.status_code == 422
    assert 'href="#date_of_birth-day"' in done.text


def known_child(web: Web) -> Journey:
    journey = Journey(web.database).receive(received_on=MONDAY)
    assert journey.case
    return journey


SAME = {"given_name": "Robyn", "family_name": "Example"}


def test_a_child_with_a_case_already_is_noticed_before_anything_is_saved(web: Web) -> None:
    journey = known_child(web)
    done = answer(web.signed_in(Role.CASEWORKER), NEW, **{**CHILD, **REST, **SAME})
    assert done.status_code == 422
    assert "has a case already" in summary(done.text)
    told = words(done.text)
    assert journey.case
    assert f"add it to {journey.case.reference}" in told
    assert "Another child: register it anyway" in told
    assert 'value="Robyn"' in done.text
    assert len(cases(web)) == 1


def test_a_second_request_is_added_to_the_case_and_the_earlier_day_governs(web: Web) -> None:
    journey = known_child(web)
    browser = web.signed_in(Role.CASEWORKER)
    answers = {**CHILD, **REST, **SAME, "same_child": journey.case_id}
    done = answer(browser, NEW, **answers)
    assert done.status_code == 303
    assert done.headers["location"] == f"/assessments/{journey.case_id}"
    ((_, received, _, _),) = cases(web)
    assert str(received) == "2026-01-09"


def test_another_child_is_registered_anyway(web: Web) -> None:
    known_child(web)
    answers = {**CHILD, **REST, **SAME, "same_child": "new"}
    assert answer(web.signed_in(Role.CASEWORKER), NEW, **answers).status_code == 303
    assert len(cases(web)) == 2


def test_after_a_case_has_ended_a_new_one_is_opened_for_the_same_child(web: Web) -> None:
    journey = Journey(web.database).to_final()
    on(web, week(30))
    browser = web.signed_in(Role.CASEWORKER)
    asked = answer(browser, NEW, **{**CHILD, **REST, **SAME})
    assert "The same child, Robin Example: open a new case" in words(asked.text)
    assert journey.case
    answers = {**CHILD, **REST, **SAME, "same_child": f"same:{journey.case.child_id}"}
    assert answer(browser, NEW, **answers).status_code == 303
    with web.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM child")) == 1
    assert len(cases(web)) == 2


def test_a_child_of_another_day_or_name_is_not_taken_for_it(web: Web) -> None:
    known_child(web)
    browser = web.signed_in(Role.CASEWORKER)
    assert answer(browser, NEW, **{**CHILD, **REST, "family_name": "Quite"}).status_code == 303
    later = {**CHILD, **REST, **SAME, "date_of_birth-day": "5"}
    assert answer(browser, NEW, **later).status_code == 303


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("robin example", "robin example", True),
        ("example robin", "robin example", True),
        ("jon pretend", "john pretend", True),
        ("ann-marie specimen", "annmarie specimen", True),
        ("robin example", "robyn exampel", True),
        ("wren madeup", "jay pretend", False),
    ],
)
def test_names_that_could_be_one_childs(one: str, other: str, *, alike: bool) -> None:
    assert are_alike(one, other) is alike


@pytest.mark.parametrize("role", [Role.DECISION_MAKER, Role.PLAN_WRITER, Role.DCO, Role.AUDITOR])
def test_only_caseworkers_and_managers_register(web: Web, role: Role) -> None:
    assert web.signed_in(role).get(NEW).status_code == 403


def test_the_clock_of_a_late_logged_request_runs_from_its_arrival(web: Web) -> None:
    on(web, MONDAY + timedelta(days=7))
    browser = web.signed_in(Role.CASEWORKER)
    done = answer(browser, NEW, **CHILD, **REST)
    told = words(browser.get(done.headers["location"]).text)
    for due in (date(2026, 2, 20), date(2026, 5, 1), date(2026, 5, 29)):
        assert f"{due:%a} {due.day} {due:%b %Y}" in told
