"""Cases for the pages to show: on the web program's own database, with its clock moved to the day of the last step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine, event, update

from ehc_workflow.domain.actors import Role
from ehc_workflow.store.engine import Database
from ehc_workflow.store.tables.organisation import Authority
from tests.builders import AUTHORITY, MONDAY, Journey
from tests.support.web import Web, hidden, summary

LETTER_SETTINGS = {
    "mediation_adviser": {
        "name": "Invented Mediation",
        "phone": "01632 960001",
        "email": "adviser@example.invalid",
    },
    "disagreement_resolution": {"name": "Invented Resolution", "phone": "01632 960002"},
    "sendiass": {"name": "Invented SENDIASS", "phone": "01632 960003"},
    "contact": {"name": "SEN team", "phone": "01632 960004", "email": "sen@example.invalid"},
    "local_offer": {"name": "Invented local offer", "web": "www.example.invalid"},
}


def week(number: int) -> date:
    """The Monday so many weeks after the base case arrived."""
    return MONDAY + timedelta(weeks=number)


def set_letters(web: Web, settings: dict[str, Any] | None = None) -> None:
    """Tell the authority's letters whom to name."""
    name_letters(web.database, settings)


def name_letters(database: Database, settings: dict[str, Any] | None = None) -> None:
    """The same where there are no pages."""
    with database.writing() as connection:
        connection.execute(
            update(Authority)
            .where(Authority.id == AUTHORITY)
            .values(settings=LETTER_SETTINGS if settings is None else settings)
        )


def considered(web: Web, **changes: object) -> Journey:
    """A case that is being considered, a week after it arrived."""
    return Journey(web.database).receive(**changes).at(week(1)).consider()


def assessing(web: Web, *, asked_on: date | None = None, **changes: object) -> Journey:
    """A case whose advice was asked for, in week 5 unless said otherwise."""
    journey = considered(web, **changes).at(week(4)).decide_to_assess().tell_assessing()
    return journey.at(asked_on or week(5)).ask()


def drafting(web: Web) -> Journey:
    """A case whose plan is being written, in week 12."""
    return assessing(web).at(week(10)).complete_advice().at(week(12)).decide_plan()


def with_family(web: Web) -> Journey:
    """A case whose draft was served by e-mail in week 12."""
    return drafting(web).save_plan().agree_health().serve_draft()


def placed(web: Web) -> Journey:
    """A case whose placement is decided, in week 16."""
    journey = with_family(web).at(week(13)).ask_for_setting().consult()
    return journey.at(week(16)).answer_all().place()


def on(web: Web, day: date) -> None:
    """Move the program's clock."""
    web.clock.day = day


def answer(browser: TestClient, path: str, **answers: Any) -> Any:
    """Open a form's page and send it as it stands, changed by these answers; days are given whole."""
    page = browser.get(path)
    assert page.status_code == 200, page.text
    return browser.post(path, data={**hidden(page.text), **filled(page.text), **answers})


def send_final(web: Web, journey: Journey) -> None:
    """Send the final plan by its page, on the day the journey has come to."""
    on(web, journey.today)
    done = answer(
        web.signed_in(Role.DECISION_MAKER),
        f"/assessments/{journey.case_id}/steps/send_final_plan",
        signed_by="Invented officer",
        setting_told="yes",
        health_body_told="yes",
    )
    assert done.status_code == 303, summary(done.text)


class Reader(HTMLParser):
    """Reads what a browser would send of a form left as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.area: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and not name.startswith("_"):
            if given.get("type") in {"radio", "checkbox"}:
                if "checked" in given:
                    self._put(name, given.get("value") or "")
            elif given.get("type") != "submit":
                self._put(name, given.get("value") or "")
        elif tag == "textarea":
            self.area = name
            self.values[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self._put(self.select, given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.values[self.area] += data

    def _put(self, name: str, value: str) -> None:
        known = self.values.get(name)
        self.values[name] = value if known is None else [*_listed(known), value]


def filled(html: str) -> dict[str, Any]:
    """What stands in the form of a page: boxes, ticked choices, selected options."""
    reader = Reader()
    reader.feed(html)
    return reader.values


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


@contextmanager
def counted(connection: Connection | Engine) -> Iterator[list[str]]:
    """The statements that reach the database while the block runs."""
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(connection, "before_cursor_execute", note)
