"""The form "Record a closure of the setting" offers what is on file for the child's own setting."""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.facts import Closure, Setting
from ehc_workflow.store import organisation
from ehc_workflow.store.queries.case_page import case_file
from tests.builders import OTHER_SCHOOL, SCHOOL, Journey
from tests.support.casework import answer, on
from tests.support.web import Web, words

SUMMER = (date(2026, 7, 22), date(2026, 9, 2))
LAST_SUMMER = (date(2025, 7, 22), date(2025, 9, 2))
ON_FILE = "On file for the child’s setting: closed from 22 July 2026, reopens on 2 September 2026"


def form(journey: Journey) -> str:
    return f"/assessments/{journey.case_id}/steps/record_closure"


def on_file(web: Web, service_id: str, *closures: tuple[date, date]) -> None:
    with web.database.writing() as connection:
        organisation.add_closures(
            connection,
            service_id,
            closures,
            recorded_by="Invented Keeper of Dates",
            recorded_on=date(2026, 1, 5),
        )


def test_a_closure_on_file_stands_in_the_form_and_is_offered_once(web: Web) -> None:
    on_file(web, SCHOOL, LAST_SUMMER, SUMMER)
    journey = Journey(web.database, today=date(2026, 6, 8)).receive()
    on(web, journey.today)
    browser = web.signed_in(Role.CASEWORKER)
    shown = words(browser.get(form(journey)).text)
    assert f"{ON_FILE} (42 days), recorded by Invented Keeper of Dates on 5 January 2026." in shown
    assert "2025" not in shown.split("On file")[1].split("(42 days)")[0]
    assert answer(browser, form(journey)).status_code == 303
    with web.database.reading() as connection:
        case = case_file(connection, journey.case_id).case
    assert case.closures == (Closure(Setting.SCHOOL, *SUMMER),)
    assert "On file for the child" not in words(browser.get(form(journey)).text)


def test_another_settings_closure_is_not_offered(web: Web) -> None:
    on_file(web, OTHER_SCHOOL, SUMMER)
    journey = Journey(web.database, today=date(2026, 6, 8)).receive()
    on(web, journey.today)
    browser = web.signed_in(Role.CASEWORKER)
    assert "On file for the child" not in words(browser.get(form(journey)).text)
