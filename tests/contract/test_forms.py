"""The one way every form goes: shown, read, refused with what was typed, sent twice, gone stale."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import pytest
from fastapi import APIRouter, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.testclient import TestClient
from jinja2 import ChoiceLoader, DictLoader

from api.deps import Execute, NewCaseId, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.errors import StaleCaseError, TransitionRefusedError, Unmet
from tests import builders
from tests.support.web import Web, hidden, send, summary, words


class Colour(StrEnum):
    """Something to choose."""

    RED = "red"
    DARK_GREEN = "dark_green"


class Row(PageForm):
    """One of several."""

    what: str = question("What", max_length=20)
    hours: int | None = question("Hours a week", default=None, ge=1)


class Everything(PageForm):
    """A question of every kind."""

    name: str = question("Child’s name", missing="Enter the child’s name", max_length=20)
    received_on: date = question("Received date")
    told_on: date | None = question("Date told", default=None)
    age: int = question("Age", ge=0, le=25)
    colour: Colour = question("Colour", options={"red": "Red as a rose", "dark_green": "Green"})
    colours: tuple[Colour, ...] = question("More colours", default=())
    place: str = question("Place", control="select")
    agreed: bool = question("The parent agrees", default=False)
    notes: tuple[str, ...] = question("Notes", control="textarea", default=())
    rows: tuple[Row, ...] = question("Provision", noun="provision", min_length=1)
    report: UploadFile | None = question("Report", default=None)


class Received(PageForm):
    """What the real command needs from this test's page."""

    received_on: date = question("Received date")


TEMPLATES = {
    "everything.html": (
        '{% extends "page.html" %}{% from "macros/forms.html" import whole_form, one_button %}'
        "{% block title %}Everything{% endblock %}"
        '{% block content %}<h1>Everything</h1>{{ one_button(hidden, "/refuse", "Refuse me") }}'
        '{{ whole_form(form, "Send it") }}{% endblock %}'
    )
}
FULL = {
    "name": "Zoë <b>",
    "received_on-day": "12",
    "received_on-month": "jan",
    "received_on-year": "2026",
    "age": "7",
    "colour": "dark_green",
    "colours": ["red", "dark_green"],
    "place": "b",
    "agreed": "yes",
    "notes": "one\r\n\r\n two ",
    "rows-0-what": "",
    "rows-0-hours": "",
    "rows-1-what": "Speech therapy",
    "rows-1-hours": "2",
}
taken: list[Everything] = []
pages = APIRouter()


@pages.get("/everything")
def everything(page: Page) -> HTMLResponse:
    form = page.form(Everything, choices={"place": [("a", "Here"), ("b", "There")]}, version=3)
    return page.show("everything.html", form=form)


@pages.post("/everything")
def take(page: Page, form: Annotated[Everything, sent(Everything)]) -> RedirectResponse:
    if form.name == "stale":
        raise StaleCaseError(4)
    taken.append(form)
    return page.done("/everything", "It was taken.")


@pages.post("/refuse")
def refuse() -> None:
    unmet = (Unmet("An educational psychologist has advised", "reg. 6(1)(d)", "advised"),)
    raise TransitionRefusedError("Not now.", unmet=unmet)


@pages.get("/request")
def request_page(page: Page) -> HTMLResponse:
    return page.show("everything.html", form=page.form(Received))


@pages.post("/request")
def receive(
    page: Page, form: Annotated[Received, sent(Received)], run: Execute, case_id: NewCaseId
) -> RedirectResponse:
    case = run(builders.receive_request(case_id, received_on=form.received_on))
    return page.done(f"/cases/{case.id}", "The request was registered.")


@pages.get("/count")
def count(reads: Reads) -> dict[str, int]:
    found = reads.connection.exec_driver_sql("SELECT count(*) FROM assessment").scalar_one()
    return {"cases": found}


@pytest.fixture
def caseworker(web: Web) -> TestClient:
    """Somebody signed in, in a program that has the pages above as well."""
    web.app.include_router(pages)
    templates = web.app.state.templates
    loader = ChoiceLoader([templates.loader, DictLoader(TEMPLATES)])
    web.app.state.templates = templates.overlay(loader=loader)
    taken.clear()
    seat = builders.CASEWORKER.seats[0]
    return web.signed_in(Role.CASEWORKER, seat=seat)


def test_a_full_form_is_taken_and_said_so_once(caseworker: TestClient) -> None:
    answer = send(caseworker, "/everything", FULL)
    assert (answer.status_code, answer.headers["location"]) == (303, "/everything")
    assert taken == [
        Everything(
            name="Zoë <b>",
            received_on=date(2026, 1, 12),
            age=7,
            colour=Colour.DARK_GREEN,
            colours=(Colour.RED, Colour.DARK_GREEN),
            place="b",
            agreed=True,
            notes=("one", "two"),
            rows=(Row(what="Speech therapy", hours=2),),
        )
    ]
    assert "It was taken." in caseworker.get("/everything").text
    assert "It was taken." not in caseworker.get("/everything").text


def test_an_empty_form_names_everything_it_misses_in_order(caseworker: TestClient) -> None:
    answer = send(caseworker, "/everything", {})
    assert answer.status_code == 422
    assert summary(answer.text) == (
        "There is a problem Enter the child’s name Enter received date Enter age Select colour "
        "Select place Add at least one provision"
    )
    assert "<title>Error: Everything" in answer.text
    for target in ("name", "received_on-day", "age", "colour", "place", "rows"):
        assert f'href="#{target}"' in answer.text
        assert f'id="{target}"' in answer.text


def test_what_was_typed_stays(caseworker: TestClient) -> None:
    answer = send(caseworker, "/everything", {**FULL, "age": "99"})
    assert summary(answer.text) == "There is a problem Age must be 25 or less"
    kept = ('value="Zoë &lt;b&gt;"', 'value="jan"', 'value="99"', 'value="Speech therapy"')
    assert all(text in answer.text for text in kept)
    assert 'value="dark_green" checked' in answer.text
    assert '<option value="b" selected' in answer.text
    assert taken == []


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (
            {"received_on-day": "31", "received_on-month": "2"},
            "must be a real date, like 12 1 2026",
        ),
        ({"received_on-day": ""}, "must include a day"),
        ({"received_on-day": "", "received_on-year": ""}, "must include a day and a year"),
        ({"received_on-year": "26"}, "must be a real date, like 12 1 2026"),
        ({"received_on-month": "13"}, "must be a real date, like 12 1 2026"),
        ({"received_on": "31/02/2026"}, "must be a real date, like 12 1 2026"),
    ],
)
def test_a_day_that_is_none_is_said_to_be_none(
    caseworker: TestClient, answers: dict[str, str], says: str
) -> None:
    answer = send(caseworker, "/everything", {**FULL, **answers})
    assert summary(answer.text) == f"There is a problem Received date {says}"


@pytest.mark.parametrize("typed", ["12/1/2026", "12.01.2026", "2026-01-12", "12 January 2026"])
def test_a_day_may_be_typed_whole(caseworker: TestClient, typed: str) -> None:
    send(caseworker, "/everything", {**FULL, "received_on": typed})
    assert [form.received_on for form in taken] == [date(2026, 1, 12)]


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"name": "x" * 21}, "Child’s name must be 20 characters or fewer"),
        ({"age": "seven"}, "Age must be a whole number"),
        ({"age": "-1"}, "Age must be 0 or more"),
        ({"colour": "blue"}, "Select colour from the list"),
        ({"rows-1-hours": "0"}, "Hours a week must be 1 or more"),
        ({"rows-0-hours": "3"}, "Enter what"),
    ],
)
def test_a_wrong_answer_is_named(
    caseworker: TestClient, answers: dict[str, str], says: str
) -> None:
    answer = send(caseworker, "/everything", {**FULL, **answers})
    assert (answer.status_code, summary(answer.text)) == (422, f"There is a problem {says}")


def test_a_row_can_be_added_and_nothing_is_lost_or_done(caseworker: TestClient) -> None:
    answer = send(caseworker, "/everything", {**FULL, "_more": "rows"})
    assert answer.status_code == 200
    assert summary(answer.text) == ""
    assert 'name="rows-2-what"' in answer.text
    assert 'value="Speech therapy"' in answer.text
    assert taken == []


def test_a_stale_page_keeps_what_was_typed_and_shows_the_version_of_now(
    caseworker: TestClient,
) -> None:
    answer = send(caseworker, "/everything", {**FULL, "name": "stale"})
    assert answer.status_code == 409
    assert summary(answer.text).startswith("There is a problem Someone changed this case first.")
    assert 'value="Speech therapy"' in answer.text
    assert hidden(answer.text)["_version"] == "3"


def test_a_button_that_is_refused_says_every_reason_on_its_own_page(caseworker: TestClient) -> None:
    page = caseworker.get("/everything")
    answer = caseworker.post("/refuse", data=hidden(page.text))
    assert answer.status_code == 409
    assert "<h1>Everything</h1>" in answer.text
    assert summary(answer.text) == (
        "There is a problem An educational psychologist has advised (reg. 6(1)(d))"
    )


def test_a_form_from_nowhere_gets_a_page_of_its_own(caseworker: TestClient) -> None:
    sent_from_nowhere = {**hidden(caseworker.get("/everything").text), "_shown_at": "/nowhere"}
    answer = caseworker.post("/refuse", data=sent_from_nowhere)
    assert answer.status_code == 409
    assert "An educational psychologist has advised (reg. 6(1)(d))" in words(answer.text)


def test_a_file_goes_with_the_form(caseworker: TestClient) -> None:
    files = {"report": ("report.pdf", b"%PDF-1.7", "application/pdf")}
    answer = send(caseworker, "/everything", FULL, files=files)
    assert answer.status_code == 303
    assert taken[0].report is not None
    assert taken[0].report.filename == "report.pdf"


def test_a_file_that_is_too_large_is_refused_with_a_sentence(caseworker: TestClient) -> None:
    files = {"report": ("report.pdf", b"x" * 30_000_000, "application/pdf")}
    answer = send(caseworker, "/everything", FULL, files=files)
    assert answer.status_code == 413
    assert "What you sent is too large: 25 MB is the most." in words(answer.text)
    assert taken == []


def test_a_form_sent_twice_opens_one_case(caseworker: TestClient) -> None:
    page = caseworker.get("/request")
    form = {**hidden(page.text), "received_on": "12/1/2026"}
    first, second = (caseworker.post("/request", data=form) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert caseworker.get("/count").json() == {"cases": 1}
    again = send(caseworker, "/request", {"received_on": "12/1/2026"})
    assert again.headers["location"] != first.headers["location"]
    assert caseworker.get("/count").json() == {"cases": 2}


def test_what_the_command_refuses_stands_at_its_field(caseworker: TestClient) -> None:
    answer = send(caseworker, "/request", {"received_on": "13/1/2026"})
    assert answer.status_code in {409, 422}
    assert summary(answer.text) != ""
    assert caseworker.get("/count").json() == {"cases": 0}
