"""`ehc user`, `ehc migrate` and `ehc serve`, as somebody at a terminal meets them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient

from api.main import create_app
from ehc_workflow.cli import ehc
from ehc_workflow.domain.calendars import Whose
from ehc_workflow.service import calendar_feeds
from ehc_workflow.service.accounts import Accounts
from ehc_workflow.service.calendar_feeds import Choice
from ehc_workflow.settings import load_settings
from ehc_workflow.store.engine import open_database
from tests.support.web import PASSWORD

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `ehc` on a fresh database."""
    for name in [name for name in os.environ if name.startswith("EHC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EHC_DATABASE_URL", sqlite_url)

    def run(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(ehc, list(words), input=typed)

    return run


def test_from_nothing_to_a_token_that_works(run: Run) -> None:
    assert run("user", "authority", "Invented Shire", "999").exit_code == 0
    added = run("user", "add", "Asha@example.invalid", "--name", "Asha", typed=f"{PASSWORD}\n")
    assert added.exit_code == 0, added.output
    assert run("user", "seat", "give", "asha@example.invalid", "manager").exit_code == 0
    token = run("user", "token", "asha@example.invalid").stdout.strip()
    app = create_app(load_settings())
    with TestClient(app, headers={"Authorization": f"Bearer {token}"}) as program:
        assert program.post("/api/v1/assessments", json={}).status_code == 422
        assert run("user", "token", "asha@example.invalid", "--revoke").exit_code == 0
        assert program.post("/api/v1/assessments", json={}).status_code == 401
    app.state.database.close()


def test_the_list_shows_people_and_seats(run: Run) -> None:
    run("user", "authority", "Invented Shire", "999")
    run("user", "add", "asha@example.invalid", "--name", "Asha", "--no-password")
    run("user", "seat", "give", "asha@example.invalid", "caseworker", "--name", "First desk")
    told = json.loads(run("user", "list", "--json").stdout)
    assert told["users"] == [{"address": "asha@example.invalid", "name": "Asha", "active": True}]
    assert told["seats"][0]["name"] == "First desk"
    assert told["seats"][0]["email"] == "asha@example.invalid"
    assert "First desk" in run("user", "list").stdout
    assert run("user", "seat", "take", "asha@example.invalid").exit_code == 0
    assert run("user", "close", "asha@example.invalid").exit_code == 0
    assert "closed" in run("user", "list").stdout


@pytest.mark.parametrize(
    ("words", "typed", "says"),
    [
        (("token", "nobody@example.invalid"), "", "Nobody here has the address"),
        (("add", "asha", "--name", "A"), f"{PASSWORD}\n", "Enter an e-mail address"),
        (("add", "a@example.invalid", "--name", "A"), "short\n", "12 characters or more"),
        (("password", "nobody@example.invalid"), f"{PASSWORD}\n", "Nobody here has the address"),
        (("seat", "give", "a@example.invalid", "manager"), "", "Name the authority: there is none"),
        (("authority", "Invented Shire", "99"), "", "three digits"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    run: Run, words: tuple[str, ...], typed: str, says: str
) -> None:
    refused = run("user", *words, typed=typed)
    assert refused.exit_code == 1
    assert says in refused.stderr
    assert refused.stdout == ""


def test_a_role_that_is_none_is_wrong_use(run: Run) -> None:
    assert run("user", "seat", "give", "a@example.invalid", "king").exit_code == 2
    assert run("user", "seat", "give", "a@example.invalid", "system").exit_code == 2


def test_a_database_without_a_schema_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EHC_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    for words in (("user", "list"), ("serve",), ("migrate", "--check")):
        refused = run(*words)
        assert refused.exit_code == 1, words
        assert "run `ehc migrate`" in refused.stderr
    assert run("migrate").exit_code == 0
    assert run("migrate", "--check").exit_code == 0
    assert run("user", "list").exit_code == 0


def test_a_wrong_setting_stops_start_up(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EHC_PORT", "eighty")
    refused = run("serve")
    assert refused.exit_code == 1
    assert "EHC_PORT is wrong" in refused.stderr


def test_the_calendars_of_a_leaver_are_listed_and_ended(run: Run) -> None:
    address = "leaver@example.invalid"
    run("user", "authority", "Invented Shire", "999")
    run("user", "team", "North")
    run("user", "add", address, "--name", "Lee", "--no-password")
    assert run("user", "calendars", address).stdout == ""
    settings = load_settings()
    database = open_database(settings.database_url)
    actor = Accounts(database).actor(address, today=date(2026, 3, 2))
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    for _ in range(2):
        calendar_feeds.make(database, actor, Choice(Whose.OWN), now=now)
    database.close()
    listed = run("user", "calendars", address).stdout.splitlines()
    assert listed == ["own\tmade 2026-03-02\tnever read\tholds"] * 2
    assert "Ended: 2." in run("user", "calendars", address, "--end").stderr
    assert "Ended: 0." in run("user", "calendars", address, "--end").stderr
    (one, _) = json.loads(run("user", "calendars", address, "--json").stdout)
    assert one["revoked_at"]
    assert "token" not in str(one)
    assert run("user", "calendars", "nobody@example.invalid").exit_code == 1


def test_an_authority_is_set_up_without_a_line_of_sql(run: Run) -> None:
    run("user", "authority", "Invented Shire", "999")
    assert run("user", "team", "North").exit_code == 0
    again = run("user", "team", "North")
    assert (again.exit_code, "already" in again.output) == (1, True)
    therapies = ("user", "service", "Invented Therapies", "health")
    made = run(*therapies, "--email", "old@example.invalid")
    changed = run(*therapies, "--email", "inbox@example.invalid")
    assert made.stdout == changed.stdout
    run("user", "add", "dco@example.invalid", "--name", "Dee", "--no-password")
    seated = ("user", "seat", "give", "dco@example.invalid", "dco", "--service")
    assert run(*seated, "Invented Therapies").exit_code == 0
    assert "Invented Therapies" in run("user", "list").stdout


def test_services_are_confirmed_shared_covered_and_closed_at_the_command_line(run: Run) -> None:
    for name, number in (("Invented Shire", "999"), ("Otherland", "998")):
        run("user", "authority", name, number)
    here = ("--authority", "Invented Shire")
    run("user", "health-body", "North body", "--executive-email", "chief@example.invalid")
    inbox = ("--email", "inbox@example.invalid", "--health-body", "North body")
    assert run("user", "service", "Therapies", "health", *inbox, *here).exit_code == 0
    for words, says in (
        (("works-for", "Therapies", "Otherland"), "works for Otherland"),
        (("confirm-addresses", "Therapies"), "are confirmed"),
    ):
        done = run("user", *words)
        assert (done.exit_code, says in done.stderr) == (0, True), done.output
    for name in ("asha", "bo"):
        run("user", "add", f"{name}@example.invalid", "--name", name, "--no-password")
    place = ("dco", "--service", "Therapies", "--name", "First desk", *here)
    assert run("user", "seat", "give", "asha@example.invalid", *place).exit_code == 0
    cover = ("user", "seat", "cover", "bo@example.invalid", "First desk", "--to")
    assert "bo covers First desk." in run(*cover, "2999-12-31").stderr
    assert "is over" in run(*cover, "2020-01-01", "--from", "2019-12-31").stderr
    assert run("user", "seat", "end-cover", "bo@example.invalid", "First desk").exit_code == 0
    assert "take the seat from them first" in run("user", "seat", "close", "First desk").stderr
    assert run("user", "seat", "take", "asha@example.invalid").exit_code == 0
    assert run("user", "seat", "close", "First desk").exit_code == 0
    assert run("user", "seat", "reopen", "First desk").exit_code == 0
    assert "Requests sent on: 0." in run("user", "close-service", "Therapies").stderr
    assert "closed already" in run("user", "close-service", "Therapies").stderr
    assert run("user", "reopen-service", "Therapies").exit_code == 0
