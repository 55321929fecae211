"""People, seats, sessions and tokens, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.errors import ImpossibleFactsError, NotFoundError
from ehc_workflow.service.accounts import (
    Accounts,
    Passwords,
    SignInRefusedError,
    TooManyTriesError,
)
from ehc_workflow.service.organisation_changes import by_command_line
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.ids import new_id
from tests import builders
from tests.support.web import PASSWORD, CheapHasher

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
TODAY = builders.MONDAY
ASHA = "asha@example.invalid"
BY = by_command_line(now=NOW, today=TODAY)


@pytest.fixture
def accounts(database_url: str) -> Iterator[Accounts]:
    """The accounts of a made-up authority."""
    with closing(open_database(database_url)) as database:
        builders.found_authority(database)
        yield Accounts(database, Passwords(CheapHasher()))


def caseworker_seat() -> Seat:
    return Seat(id=new_id(), role=Role.CASEWORKER, authority_id=builders.AUTHORITY)


def test_a_password_is_kept_as_argon2() -> None:
    passwords = Passwords()
    kept = passwords.hash(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert passwords.match(PASSWORD, kept)
    assert not passwords.match("another", kept)
    assert not passwords.match(PASSWORD, None)


def test_one_address_is_one_account(accounts: Accounts) -> None:
    accounts.create(" Asha@Example.invalid ", "Asha Invented", password=PASSWORD, now=NOW)
    assert [account.email for account in accounts.listed()] == [ASHA]
    with pytest.raises(ImpossibleFactsError, match="has an account already"):
        accounts.create("ASHA@example.invalid", "Another", password=None, now=NOW)


@pytest.mark.parametrize(
    ("email", "name", "password", "says"),
    [
        ("asha", "Asha", PASSWORD, "e-mail address"),
        ("a b@example.invalid", "Asha", PASSWORD, "e-mail address"),
        (ASHA, " ", PASSWORD, "name"),
        (ASHA, "Asha", "too short", "12 characters"),
    ],
)
def test_an_account_that_cannot_be(
    accounts: Accounts, email: str, name: str, password: str, says: str
) -> None:
    with pytest.raises(ImpossibleFactsError, match=says):
        accounts.create(email, name, password=password, now=NOW)


def test_without_a_password_nobody_signs_in(accounts: Accounts) -> None:
    accounts.create(ASHA, "Asha", password=None, now=NOW)
    for guess in ("", "None"):
        with pytest.raises(SignInRefusedError):
            accounts.sign_in(ASHA, guess, address="::1", now=NOW)


def test_a_new_password_ends_the_old_sessions(accounts: Accounts) -> None:
    accounts.create(ASHA, "Asha", password=PASSWORD, now=NOW)
    token = accounts.sign_in(ASHA, PASSWORD, address="::1", now=NOW)
    assert accounts.session(token, now=NOW, today=TODAY) is not None
    accounts.set_password(ASHA, "another long password")
    assert accounts.session(token, now=NOW, today=TODAY) is None
    with pytest.raises(SignInRefusedError):
        accounts.sign_in(ASHA, PASSWORD, address="::1", now=NOW)
    assert accounts.sign_in(ASHA, "another long password", address="::1", now=NOW)


def test_tries_at_once_all_count(accounts: Accounts) -> None:
    accounts.create(ASHA, "Asha", password=PASSWORD, now=NOW)
    for _ in range(5):
        with pytest.raises(SignInRefusedError):
            accounts.sign_in(ASHA, "a guess", address="::1", now=NOW)
    with pytest.raises(TooManyTriesError) as refused:
        accounts.sign_in(ASHA, PASSWORD, address="::1", now=NOW)
    assert refused.value.minutes == 15


def test_an_old_session_is_swept_away_by_the_next_sign_in(accounts: Accounts) -> None:
    accounts.create(ASHA, "Asha", password=PASSWORD, now=NOW)
    accounts.sign_in(ASHA, PASSWORD, address="::1", now=NOW)
    accounts.sign_in(ASHA, PASSWORD, address="::1", now=NOW + timedelta(days=2))
    with accounts.database.reading() as connection:
        counted = connection.exec_driver_sql("SELECT count(*) FROM sign_in_session").scalar()
    assert counted == 1


def test_a_successor_takes_over_the_seat_and_its_work(accounts: Accounts) -> None:
    for name in ("asha", "bo"):
        accounts.create(f"{name}@example.invalid", name, password=PASSWORD, now=NOW)
    first = accounts.give_seat(ASHA, caseworker_seat(), name=None, first_day=TODAY, by=BY)
    tomorrow = TODAY + timedelta(days=1)
    assert accounts.take_seats(ASHA, role=None, last_day=TODAY, by=BY) == 1
    other = accounts.give_seat(
        "bo@example.invalid", caseworker_seat(), name=None, first_day=TODAY, by=BY
    )
    assert other != first  # today it is still hers
    accounts.take_seats("bo@example.invalid", role=Role.CASEWORKER, last_day=TODAY, by=BY)
    again = accounts.give_seat(
        "bo@example.invalid", caseworker_seat(), name=None, first_day=tomorrow, by=BY
    )
    assert again in {first, other}
    assert [seat.id for seat in accounts.actor("bo@example.invalid", today=tomorrow).seats] == [
        again
    ]
    assert accounts.actor(ASHA, today=tomorrow).seats == ()


def test_a_seat_given_by_mistake_for_later_never_was(accounts: Accounts) -> None:
    accounts.create(ASHA, "Asha", password=PASSWORD, now=NOW)
    later = TODAY + timedelta(days=7)
    accounts.give_seat(ASHA, caseworker_seat(), name=None, first_day=later, by=BY)
    assert accounts.take_seats(ASHA, role=None, last_day=TODAY, by=BY) == 1
    assert accounts.actor(ASHA, today=later).seats == ()


def test_a_leaver_is_let_in_no_more_and_the_seat_stays(accounts: Accounts) -> None:
    accounts.create(ASHA, "Asha", password=PASSWORD, now=NOW)
    accounts.give_seat(ASHA, caseworker_seat(), name="Third desk", first_day=TODAY, by=BY)
    session = accounts.sign_in(ASHA, PASSWORD, address="::1", now=NOW)
    token = accounts.issue_token(ASHA, "reports", now=NOW)
    accounts.close(ASHA, now=NOW, today=TODAY)
    assert accounts.session(session, now=NOW, today=TODAY) is None
    assert accounts.key(token, today=TODAY) is None
    with pytest.raises(NotFoundError):
        accounts.actor(ASHA, today=TODAY)
    found = [seat for seat in accounts.seats(today=TODAY) if seat.name == "Third desk"]
    assert [seat.email for seat in found] == [None]


@pytest.mark.parametrize(
    ("role", "places", "says"),
    [
        (Role.DCO, {}, "Name the service"),
        (Role.DCO, {"service": "No such service"}, "Name the service: there is"),
        (Role.CASEWORKER, {"team": "South"}, "Name the team: there is North"),
        (Role.CASEWORKER, {"authority": "Elsewhere"}, "there is Invented Shire"),
        (Role.FAMILY, {}, "one case"),
        (Role.FAMILY, {"case": "EHC-0"}, "There is no case EHC-0"),
        (Role.MANAGER, {"case": "EHC-0"}, "one case"),
    ],
)
def test_a_seat_that_has_no_place(
    accounts: Accounts, role: Role, places: dict[str, str], says: str
) -> None:
    with pytest.raises((NotFoundError, ImpossibleFactsError), match=says):
        accounts.seat_at(role, **places)


def test_everybody_signed_in_comes_in_one_statement(accounts: Accounts) -> None:
    accounts.create(ASHA, "Asha", password=PASSWORD, now=NOW)
    for role in (Role.CASEWORKER, Role.MANAGER):
        place = accounts.seat_at(role)
        accounts.give_seat(ASHA, place, name=None, first_day=TODAY, by=BY)
    token = accounts.sign_in(ASHA, PASSWORD, address="::1", now=NOW)
    found = accounts.session(token, now=NOW, today=TODAY)
    assert found is not None
    assert found.actor.roles == {Role.CASEWORKER, Role.MANAGER}
    assert found.authority_name == "Invented Shire"


def test_the_examples_are_one_for_each_role_in_order(accounts: Accounts) -> None:
    for name, role in (("b", Role.MANAGER), ("a", Role.MANAGER), ("c", Role.CASEWORKER)):
        email = f"{name}@example.invalid"
        accounts.create(email, name, password=PASSWORD, now=NOW)
        accounts.give_seat(email, accounts.seat_at(role), name=None, first_day=TODAY, by=BY)
    assert accounts.example_sign_ins(today=TODAY) == [
        (Role.CASEWORKER, "c@example.invalid", "c"),
        (Role.MANAGER, "a@example.invalid", "a"),
    ]
