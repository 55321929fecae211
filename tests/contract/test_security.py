"""What every answer carries, and what the machine's own addresses and the logs tell."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog
from fastapi import APIRouter
from sqlalchemy import insert

from api.main import templates_for
from ehc_workflow.domain.actors import Role
from ehc_workflow.logs import configure_logs
from ehc_workflow.store import migrate
from ehc_workflow.store.tables.jobs import WorkerRow
from tests.support.web import PRODUCTION, Web, open_web


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nowhere", "/healthz", "/api/v1/nowhere"])
def test_every_answer_is_guarded(web: Web, path: str) -> None:
    headers = web.browser().get(path).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == policy["style-src"] == policy["img-src"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers  # a demonstration has no https


def test_the_one_inline_script_is_the_one_the_policy_names(web: Web) -> None:
    answer = web.browser().get("/sign-in")
    scripts = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    digests = [
        base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts
    ]
    assert len(digests) == 1
    assert f"script-src 'self' 'sha256-{digests[0]}';" in answer.headers["content-security-policy"]


def test_no_page_has_code_or_style_between_its_lines() -> None:
    templates = templates_for()
    ours = [name for name in templates.list_templates() if not name.startswith("govuk")]
    assert ours
    for name in ours:
        assert templates.loader is not None
        source = templates.loader.get_source(templates, name)[0]
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script>", source), name


def test_nothing_of_another_brand_is_left(web: Web) -> None:
    page = web.browser().get("/sign-in").text
    for trace in ("GOV.UK", "crown", "1d70b8", "GDS Transport"):
        assert trace not in page


def test_static_files_may_be_kept_by_their_content(web: Web) -> None:
    browser = web.browser()
    page = browser.get("/sign-in").text
    dated = re.findall(r'"(/static/[^"]+\?[0-9a-f]+)"', page)
    assert len(dated) >= 4
    for address in dated:
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    plain = browser.get(dated[0].partition("?")[0])
    assert plain.headers["cache-control"] == "no-cache"
    assert browser.get("/static/../main.py").status_code in {303, 404}


def test_alive_and_ready(web: Web) -> None:
    browser = web.browser()
    assert browser.get("/healthz").json() == {"status": "ok"}
    ready = browser.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    checks = {"database": True, "migrations": True, "scheduler": False, "jobs": False}
    assert ready.json()["checks"] == checks


def test_the_scheduler_is_seen_by_its_last_sign_of_life(web: Web) -> None:
    with web.database.writing() as connection:
        connection.execute(
            insert(WorkerRow).values(
                name="test", started_at=web.clock.now(), seen_at=web.clock.now()
            )
        )
    assert web.browser().get("/readyz").json()["checks"]["scheduler"] is True
    web.clock.day += timedelta(days=2)
    answer = web.browser().get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["scheduler"]) == (200, False)


def test_not_ready_before_the_migrations(web: Web) -> None:
    with web.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    answer = web.browser().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] is False
    assert answer.json()["checks"]["database"] is True
    assert migrate.newest() != "older"


def test_not_ready_without_a_database(web: Web) -> None:
    with web.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    answer = web.browser().get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, False)


def test_measures_count_by_route_and_name_no_case(web: Web) -> None:
    browser = web.signed_in(Role.CASEWORKER)
    browser.get("/nowhere/case-17")
    told = browser.get("/metrics").text
    assert 'code="200",method="GET",route="/sign-in"' in told
    assert "case-17" not in told


def test_a_request_keeps_its_number_and_a_forged_one_is_replaced(web: Web) -> None:
    browser = web.browser()
    given = "0123456789abcdef"
    assert browser.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"] == given
    forged = browser.get("/healthz", headers={"X-Request-ID": "x y"}).headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", forged)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the program logs from now on, as it does when it serves."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    taken = io.StringIO()
    monkeypatch.setattr("sys.stderr", taken)
    configure_logs("INFO")
    yield taken
    root.handlers, root.level = before, level
    structlog.reset_defaults()


def test_a_log_line_names_the_route_and_nothing_that_was_asked_for(
    web: Web, logged: io.StringIO
) -> None:
    web.browser().get("/sign-in?next=/cases?child=Zoe")
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    line = next(each for each in lines if each["event"] == "answered")
    assert (line["route"], line["status"], line["level"]) == ("/sign-in", 200, "info")
    assert len(line["request_id"]) == 32
    assert "Zoe" not in logged.getvalue()


@pytest.mark.parametrize(("environment", "tells"), [("demo", True), ("production", False)])
def test_an_unexpected_error_is_logged_by_its_place_alone_where_data_is_real(
    sqlite_url: str, logged: io.StringIO, environment: str, tells: bool
) -> None:
    settings = {**PRODUCTION, "today": None} if environment == "production" else {}
    with open_web(sqlite_url, **settings) as web:
        router = APIRouter()

        def fail() -> None:
            raise KeyError("a child's name")

        router.add_api_route("/api/v1/fail", fail)
        web.app.include_router(router)
        assert web.program(Role.CASEWORKER).get("/api/v1/fail").status_code == 500
    assert '"error": "KeyError"' in logged.getvalue()
    assert " fail" in logged.getvalue()
    assert ("a child" in logged.getvalue()) is tells
