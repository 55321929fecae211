"""Every error of the family has its problem, and a page says the same as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest
from fastapi import APIRouter
from sqlalchemy.exc import OperationalError

import api
import ehc_workflow
from api.problems import KINDS, SORRY, UNEXPECTED, kind_of
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.errors import (
    EhcError,
    Impossible,
    ImpossibleFactsError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    RuleBookError,
    StaleCaseError,
    TransitionRefusedError,
    Unmet,
)
from tests.support.web import Web, words

AT_A_TERMINAL = ("ehc_workflow.cli.", "ehc_workflow.importing.", "ehc_workflow.jobs.")
"""Packages the web does not use: their errors are told at a terminal, as a sentence and exit status 1."""


def family(cls: type[EhcError]) -> Iterator[type[EhcError]]:
    for child in cls.__subclasses__():
        yield child
        yield from family(child)


def test_every_error_of_the_family_has_a_problem() -> None:
    for package in (ehc_workflow, api):
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                import_module(found.name)
    without = [
        cls.__name__
        for cls in family(EhcError)
        if kind_of(cls) is UNEXPECTED and not cls.__module__.startswith(AT_A_TERMINAL)
    ]
    assert not without


@pytest.mark.parametrize(
    ("error", "status", "name"),
    [
        (NotSignedInError, 401, "not-signed-in"),
        (NotPermittedError, 403, "not-permitted"),
        (NotFoundError, 404, "not-found"),
        (TransitionRefusedError, 409, "transition-refused"),
        (StaleCaseError, 409, "stale-case"),
        (ImpossibleFactsError, 422, "impossible-facts"),
        (RuleBookError, 500, "rule-book"),
    ],
)
def test_the_types_are_those_of_the_contract(error: type[EhcError], status: int, name: str) -> None:
    assert (kind_of(error).status, kind_of(error).type) == (status, f"/problems/{name}")


UNMET = Unmet("The time to respond to the draft plan is over", "reg. 13(1)(a)", "heard")
REFUSALS: list[tuple[Exception, int, str, dict[str, object]]] = [
    (NotFoundError("No such case."), 404, "/problems/not-found", {}),
    (NotPermittedError(), 403, "/problems/not-permitted", {}),
    (
        TransitionRefusedError("Not now.", unmet=(UNMET,), allowed=("cease",)),
        409,
        "/problems/transition-refused",
        {"unmet": [{"says": UNMET.says, "citation": UNMET.citation}], "allowed": ["cease"]},
    ),
    (StaleCaseError(7), 409, "/problems/stale-case", {"version": 7}),
    (
        ImpossibleFactsError(Impossible("/received_on", "That day is in the future.")),
        422,
        "/problems/impossible-facts",
        {"errors": [{"pointer": "/received_on", "detail": "That day is in the future."}]},
    ),
]


def raising(web: Web, error: Exception) -> None:
    """Add an address to the API and a page that both raise this error."""
    router = APIRouter()

    def fail() -> None:
        raise error

    router.add_api_route("/api/v1/fail", fail, methods=["GET"])
    router.add_api_route("/fail", fail, methods=["GET"])
    web.app.include_router(router)


@pytest.mark.parametrize(("error", "status", "kind", "members"), REFUSALS)
def test_a_refusal_reads_the_same_in_json_and_on_a_page(
    web: Web, error: EhcError, status: int, kind: str, members: dict[str, object]
) -> None:
    raising(web, error)
    answer = web.program(Role.CASEWORKER).get("/api/v1/fail")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": kind,
        "title": KINDS[type(error)].title,
        "status": status,
        "detail": error.message,
        "instance": "/api/v1/fail",
        **members,
    }
    page = web.signed_in(Role.CASEWORKER).get("/fail")
    assert page.status_code == status == answer.status_code
    assert error.message in words(page.text)
    if isinstance(error, TransitionRefusedError):
        assert f"{UNMET.says} ({UNMET.citation})" in words(page.text)


@pytest.mark.parametrize("error", [RuleBookError("no rule for 1066"), KeyError("a child's name")])
def test_what_is_our_fault_tells_a_number_and_nothing_of_the_inside(
    web: Web, error: Exception
) -> None:
    raising(web, error)
    answer = web.program(Role.CASEWORKER).get("/api/v1/fail")
    assert answer.status_code == 500
    told = answer.json()
    assert told["detail"] == SORRY
    assert told["reference"] == answer.headers["X-Request-ID"]
    page = web.signed_in(Role.CASEWORKER).get("/fail")
    assert page.status_code == 500
    assert page.headers["X-Request-ID"] in page.text
    for text in (answer.text, page.text):
        assert "1066" not in text
        assert "a child" not in text


def test_a_database_that_is_busy_is_said_to_be_busy(web: Web) -> None:
    raising(web, OperationalError("UPDATE child", {"name": "somebody"}, Exception("locked")))
    answer = web.program(Role.CASEWORKER).get("/api/v1/fail")
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/busy")
    assert "somebody" not in answer.text


def test_a_body_that_cannot_be_read_is_an_invalid_request(web: Web) -> None:
    router = APIRouter()

    def take(body: dict[str, int]) -> dict[str, int]:
        return body

    router.add_api_route("/api/v1/take", take, methods=["POST"])
    web.app.include_router(router)
    program = web.program(Role.CASEWORKER)
    broken = program.post("/api/v1/take", content="{", headers={"Content-Type": "application/json"})
    assert (broken.status_code, broken.json()["type"]) == (400, "/problems/invalid-request")
    wrong = program.post("/api/v1/take", json={"age": "old"})
    assert (wrong.status_code, wrong.json()["type"]) == (422, "/problems/invalid-request")
    assert wrong.json()["errors"][0]["pointer"] == "/age"


def test_an_unknown_address_is_not_found_in_both(web: Web) -> None:
    browser = web.signed_in(Role.CASEWORKER)
    assert browser.get("/nowhere").status_code == 404
    answer = web.program(Role.CASEWORKER).get("/api/v1/nowhere")
    assert answer.json()["type"] == "/problems/not-found"
    assert web.program(Role.CASEWORKER).delete("/healthz").status_code == 405
