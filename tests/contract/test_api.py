"""The JSON API: reads within reach, steps that run once, refusals as problems, and its own description."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance
from sqlalchemy import select

from api.schemas.steps import commands_of_one_case
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem, Letter
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.service.permissions import AUTHORITY_WIDE, MAY
from ehc_workflow.store.tables.people import ChildRow
from tests import builders
from tests.builders import MONDAY, Journey
from tests.support.web import SIGN_IN, Web

CASES = "/api/v1/assessments"
REQUEST: dict[str, Any] = {
    "authority_id": builders.AUTHORITY,
    "team_id": builders.TEAM,
    "child": {
        "id": "child-1",
        "given_name": "Robin",
        "family_name": "Example",
        "date_of_birth": "2018-03-04",
    },
    "contacts": [{"id": "parent-1", "kind": "parent", "name": "Sam Example"}],
    "trigger_id": "trigger-1",
    "kind": "parental_request",
    "received_on": MONDAY.isoformat(),
    "evidence": "E-mail in the team inbox",
}


def opened(program: TestClient, key: str = "first", **changes: Any) -> Any:
    return program.post(CASES, json={**REQUEST, **changes}, headers={"Idempotency-Key": key})


def test_a_request_sent_twice_with_one_key_opens_one_case(web: Web) -> None:
    officer = web.program(Role.CASEWORKER)
    first, again = opened(officer), opened(officer)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert len(officer.get(CASES).json()["items"]) == 1


def test_a_name_is_kept_without_what_nobody_sees_of_it(web: Web) -> None:
    officer = web.program(Role.CASEWORKER)
    child = {**REQUEST["child"], "given_name": "Ro\u200bbin", "family_name": "\u202eelpmaxE"}
    assert opened(officer, child=child).status_code == 201
    with web.database.reading() as connection:
        row = connection.execute(select(ChildRow.given_name, ChildRow.family_name)).one()
    assert tuple(row) == ("Robin", "elpmaxE")


def test_a_case_is_read_with_an_etag_and_not_sent_again_unchanged(web: Web) -> None:
    officer = web.program(Role.CASEWORKER)
    where = opened(officer).headers["Location"]
    answer = officer.get(where)
    assert answer.headers["ETag"] == '"1"'
    assert officer.get(where, headers={"If-None-Match": '"1"'}).status_code == 304


def test_the_second_of_two_editors_is_told(web: Web) -> None:
    officer = web.program(Role.CASEWORKER)
    where = opened(officer).headers["Location"]
    consulted = {"consulted_on": MONDAY.isoformat()}
    seen = {"If-Match": '"1"'}
    assert officer.post(f"{where}/consult-family", json=consulted, headers=seen).status_code == 200
    refused = officer.post(f"{where}/consult-family", json=consulted, headers=seen)
    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/stale-case"
    assert refused.json()["version"] == 2


def test_a_refusal_names_every_unmet_guard_with_its_provision(web: Web) -> None:
    officer = web.program(Role.CASEWORKER)
    where = opened(officer).headers["Location"]
    letter = {
        "dated_on": MONDAY.isoformat(),
        "sent_on": MONDAY.isoformat(),
        "method": "email",
        "addressee": "parent-1",
        "blocks": [],
    }
    refused = officer.post(f"{where}/notify-refusal", json=letter)
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    citations = {unmet["citation"] for unmet in refused.json()["unmet"]}
    assert {"s36(4)", "s36(5), s36(8)"} <= citations
    assert len(refused.json()["unmet"]) >= 4


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"received_on": (MONDAY + timedelta(days=1)).isoformat()}, "/received_on"),
        ({"received_on": "2017-01-01"}, "/received_on"),
        ({"contacts": []}, "/contacts"),
        ({"evidence": " "}, "/evidence"),
    ],
)
def test_facts_that_cannot_be_true_are_named(web: Web, changes: Any, pointer: str) -> None:
    refused = opened(web.program(Role.CASEWORKER), **changes)
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/impossible-facts"
    assert pointer in {error["pointer"] for error in refused.json()["errors"]}


def test_a_body_of_the_wrong_shape_is_named_by_pointer(web: Web) -> None:
    refused = opened(web.program(Role.CASEWORKER), received_on="31 February", nonsense=1)
    pointers = {error["pointer"] for error in refused.json()["errors"]}
    assert refused.status_code == 422
    assert {"/received_on", "/nonsense"} <= pointers


def test_a_body_that_is_no_json_is_refused(web: Web) -> None:
    officer = web.program(Role.CASEWORKER)
    answer = officer.post(CASES, content=b"{", headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/invalid-request"


def test_a_limit_proves_itself(web: Web) -> None:
    officer = web.program(Role.CASEWORKER)
    where = opened(officer).headers["Location"]
    limits = {limit["code"]: limit for limit in officer.get(f"{where}/deadlines").json()}
    assert limits["decide_no_plan"]["due_on"] == "2026-05-04"
    assert limits["decide_no_plan"]["act_by"] == "2026-05-01"
    proof = officer.get(f"{where}/deadlines/decide_no_plan/proof").json()
    assert (proof["due"], proof["basis"]) == ("2026-05-04", "reg 10(1)")
    assert proof["steps"]


def test_the_log_is_chained(web: Web) -> None:
    officer = web.program(Role.CASEWORKER)
    where = opened(officer).headers["Location"]
    officer.post(f"{where}/consult-family", json={"consulted_on": MONDAY.isoformat()})
    first, second = officer.get(f"{where}/log").json()
    assert second["previous"] == first["hash"]
    assert "Robin" not in officer.get(f"{where}/log").text


def test_steps_say_what_is_missing(web: Web) -> None:
    officer = web.program(Role.CASEWORKER)
    where = opened(officer).headers["Location"]
    steps = {step["step"]: step for step in officer.get(f"{where}/steps").json()}
    assert steps["consult_family"]["open"]
    assert not steps["decide_whether_to_assess"]["open"]
    assert steps["decide_whether_to_assess"]["unmet"][0]["citation"] == "s36(4)"


def test_lists_go_on_where_the_page_before_ended(web: Web) -> None:
    officer = web.program(Role.CASEWORKER)
    assert officer.get(CASES, params={"after": "nowhere"}).status_code == 404
    assert officer.get(CASES).json() == {"items": [], "next": None}


@pytest.fixture
def asked(web: Web) -> Journey:
    """A case in which advice has been asked for."""
    journey = Journey(web.database).receive().consider().decide_to_assess().tell_assessing()
    return journey.ask()


def test_a_contributor_gets_their_part_and_nothing_else(web: Web, asked: Journey) -> None:
    where = f"{CASES}/{asked.case_id}"
    dco = web.program(Role.DCO)
    assert dco.get(where).status_code == 404
    (line,) = dco.get("/api/v1/advice-requests").json()["items"]
    assert (line["item"], line["basis"]) == ("health", "reg 8(1)")
    given = {
        "request_id": line["request_id"],
        "contribution_id": "contribution-1",
        "received_on": MONDAY.isoformat(),
        "author_name": "Invented Author",
        "author_role": "Paediatrician",
        "paragraphs": [{"kind": "need", "text": "Finds it hard to follow spoken instructions."}],
    }
    answer = dco.post(f"{where}/submit-advice", json=given)
    assert set(answer.json()) == {"id", "reference", "version"}


BODIES: dict[str, dict[str, Any]] = {"consult_family": {"consulted_on": MONDAY.isoformat()}}


@pytest.mark.parametrize("role", SIGN_IN)
def test_every_role_gets_what_the_permission_table_says(
    web: Web, asked: Journey, role: Role
) -> None:
    """Each step with a body of no sense: a role that may not ask it never learns what is wrong with it."""
    seat = None
    if role is Role.FAMILY:
        seat = Seat(id="f", role=role, authority_id=builders.AUTHORITY, assessment_id=asked.case_id)
    program = web.program(role, seat=seat)
    whole = role in AUTHORITY_WIDE
    assert program.get(f"{CASES}/{asked.case_id}").status_code == (200 if whole else 404)
    consulted = program.post(
        f"{CASES}/{asked.case_id}/consult-family", json=BODIES["consult_family"]
    )
    if role in MAY["consult_family"]:
        assert consulted.status_code == 409  # not open any more, but theirs to ask
    else:
        assert consulted.status_code in (403, 404)


def test_nobody_gets_in_without_a_token(web: Web) -> None:
    stranger = TestClient(web.app)
    for method, path in web.routes():
        if path.startswith("/api/v1"):
            answer = stranger.request(method, path.replace("{", "").replace("}", ""), json={})
            assert answer.status_code == 401, (method, path)


# --- its own description --------------------------------------------------------------------------------------------


def test_every_command_is_a_route_with_the_words_of_the_table(web: Web) -> None:
    paths = web.app.openapi()["paths"]
    for command in commands_of_one_case():
        described = paths[f"{CASES}/{{assessment_id}}/{command.step.replace('_', '-')}"]["post"]
        assert described["summary"] == STEPS[command.step].label
        assert described["description"]
        assert described["operationId"] == command.step
        assert {"401", "403", "404", "409", "422"} <= set(described["responses"])


def test_every_operation_is_described_and_named_once(web: Web) -> None:
    operations = [
        operation
        for path, methods in web.app.openapi()["paths"].items()
        for operation in methods.values()
        if path.startswith("/api/v1")
    ]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    assert all(
        operation.get("summary") and operation.get("description") for operation in operations
    )


def test_a_thousand_odd_calls_get_only_described_answers(web: Web) -> None:
    """Schemathesis makes bodies from the description. Well-formed facts may still be impossible: the rest must hold."""
    officer = web.program(Role.CASEWORKER)
    known = Journey(web.database).receive().case_id
    token = officer.headers["Authorization"]
    schema = schemathesis.openapi.from_asgi("/openapi.json", web.app)

    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if not operation.path.startswith("/api/v1"):
            continue

        @settings(
            max_examples=6,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def probe(case: Any) -> None:
            if "assessment_id" in case.path_parameters:
                case.path_parameters["assessment_id"] = known
            answer = case.call(headers={"Authorization": token, **(case.headers or {})})
            assert answer.status_code < 500, (case.method, case.path, answer.text)
            case.validate_response(answer, excluded_checks=[positive_data_acceptance])

        given(case=operation.as_strategy())(probe)()


def test_a_whole_case_goes_by_program_alone(web: Web) -> None:
    """From request to the advice being asked, over HTTP only, with the clock of the program moved on."""
    officer, decider = web.program(Role.CASEWORKER), web.program(Role.DECISION_MAKER)
    where = opened(officer).headers["Location"]
    letter = {
        "dated_on": MONDAY.isoformat(),
        "sent_on": MONDAY.isoformat(),
        "method": "email",
        "addressee": "parent-1",
        "blocks": [list(block) for block in builders.blocks(Letter.CONSIDERING)],
    }
    decision = {
        "outcome": "assess",
        "decided_on": MONDAY.isoformat(),
        "reasons": "Both limbs are met on this child's evidence.",
        "may_have_sen": True,
        "may_need_plan": True,
        "views_considered": True,
    }
    told = {**letter, "blocks": [list(block) for block in builders.blocks(Letter.WILL_ASSESS)]}
    asked = {
        "requested_on": MONDAY.isoformat(),
        "received_by_body_on": MONDAY.isoformat(),
        "asked": [
            {
                "request_id": item.value,
                "item": item.value,
                "service_id": builders.SERVICES.get(item),
            }
            for item in (AdviceItem.HEALTH, AdviceItem.PSYCHOLOGY)
        ],
    }
    for program, step, body in (
        (officer, "consult-family", {"consulted_on": MONDAY.isoformat()}),
        (officer, "tell-family-considering", letter),
        (decider, "decide-whether-to-assess", decision),
        (officer, "notify-assessment", told),
        (officer, "request-advice", asked),
    ):
        answer = program.post(f"{where}/{step}", json=body)
        assert answer.status_code == 200, (step, answer.text)
    assert officer.get(where).json()["state"] == "assessing"
    health = [d for d in officer.get(f"{where}/deadlines").json() if d["code"] == "advice_health"]
    assert health[0]["due_on"] == "2026-02-23"
