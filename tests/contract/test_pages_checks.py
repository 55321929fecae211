"""Checking advice on a page: gaps by tick and in words, a day to come back by, and two people at it at once. S14."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, ParagraphKind
from tests import builders as b
from tests.support.casework import answer, assessing, filled, on, week
from tests.support.web import Web, hidden, summary, words

HEALTH = AdviceItem.HEALTH
WEAK = c.Paragraph(kind=ParagraphKind.PROVISION, text="Would benefit from regular input")
NO_NEED = "No need is stated."


@pytest.fixture
def given(web: Web) -> b.Journey:
    """Weak health advice that came in week 10."""
    journey = assessing(web).at(week(10))
    on(web, week(10))
    return journey.give(HEALTH, b.HEALTH_ADMINISTRATOR, paragraphs=(WEAK,))


def request_of(journey: b.Journey) -> str:
    return f"/desk/requests/{journey.request_id(HEALTH)}"


def check_of(journey: b.Journey) -> str:
    return f"{request_of(journey)}/check"


def opened(browser: TestClient, path: str) -> dict[str, Any]:
    """What the form holds, to be sent later than another's."""
    page = browser.get(path)
    return {**hidden(page.text), **filled(page.text)}


def test_a_return_without_a_gap_is_refused_and_nothing_typed_is_lost(
    web: Web, given: b.Journey
) -> None:
    browser = web.signed_in(Role.DCO)
    no_day = {f"return_due_on-{part}": "" for part in ("day", "month", "year")}
    refused = answer(browser, check_of(given), outcome="return", gaps=" ", **no_day)
    assert refused.status_code == 422
    assert "Tick a gap, or name one" in summary(refused.text)
    assert "Enter the day the advice is to come back by" in summary(refused.text)
    assert filled(refused.text)["outcome"] == "return"


def test_gaps_are_ticked_and_named(web: Web, given: b.Journey) -> None:
    browser = web.signed_in(Role.CASEWORKER)
    answer(
        browser,
        check_of(given),
        outcome="return",
        found=[NO_NEED],
        gaps="Who gives it at weekends?",
    )
    told = words(browser.get(request_of(given)).text)
    assert f"Gaps: {NO_NEED} Who gives it at weekends?" in told
    assert "Returned on 23 March 2026" in told
    assert "Due on 30 March 2026" in told, "the first due day stays"


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("20 3 2026", "has passed"),
        ("28 3 2026", "is not a working day: the next one is 30 March 2026"),
        ("3 4 2026", "is not a working day: the next one is 7 April 2026"),
    ],
)
def test_a_day_on_which_nobody_can_give_it_is_no_day_to_come_back_by(
    web: Web, given: b.Journey, day: str, says: str
) -> None:
    browser = web.signed_in(Role.DCO)
    whole = dict(zip(("day", "month", "year"), day.split(), strict=True))
    refused = answer(
        browser,
        check_of(given),
        outcome="return",
        found=[NO_NEED],
        gaps="How often?",
        **{f"return_due_on-{part}": value for part, value in whole.items()},
    )
    assert refused.status_code in (409, 422)
    assert says in summary(refused.text) or "A day to come back by" in summary(refused.text)
    assert filled(refused.text)["gaps"] == "How often?"
    assert filled(refused.text)["found"] == NO_NEED


def test_the_second_sees_who_is_at_it(web: Web, given: b.Journey) -> None:
    first, second = web.signed_in(Role.DCO), web.signed_in(Role.CASEWORKER)
    assert "opened this check" not in words(first.get(check_of(given)).text)
    assert "Invented dco opened this check at 23 March 2026" in words(
        second.get(check_of(given)).text
    )


def test_the_second_to_decide_reads_what_was_decided_and_keeps_their_words(
    web: Web, given: b.Journey
) -> None:
    first, second = web.signed_in(Role.DCO), web.signed_in(Role.CASEWORKER)
    mine = opened(second, check_of(given))
    answer(first, check_of(given), outcome="return", gaps="How long is a session?")
    late = second.post(
        check_of(given),
        data={**mine, "outcome": "return", "found": [NO_NEED], "gaps": "And in the holidays?"},
    )
    assert late.status_code == 409
    told = words(late.text)
    assert "This advice has been checked" in told
    assert "Returned, to come back by 30 March 2026" in told
    assert "Invented dco" in told
    assert "How long is a session?" in told
    assert f"{NO_NEED} And in the holidays?" in told
    assert "And in the holidays?" not in words(second.get(request_of(given)).text)


def test_a_newer_version_is_not_decided_on_unseen(web: Web, given: b.Journey) -> None:
    browser = web.signed_in(Role.DCO)
    mine = opened(browser, check_of(given))
    given.give(HEALTH, b.HEALTH_ADMINISTRATOR)
    late = browser.post(check_of(given), data={**mine, "outcome": "accept"})
    assert late.status_code == 409
    assert "A newer version came while you were looking" in words(late.text)
    assert "The version that was looked at is the newest" in summary(late.text)
    assert "It waits to be checked." in words(browser.get(request_of(given)).text)


def test_what_changed_between_two_versions_is_shown(web: Web, given: b.Journey) -> None:
    browser = web.signed_in(Role.DCO)
    answer(browser, check_of(given), outcome="return", found=[NO_NEED])
    given.give(HEALTH, b.HEALTH_ADMINISTRATOR)
    link = re.search(r'href="(/desk/requests/[^"]+/versions/2)"', browser.get(check_of(given)).text)
    page = browser.get(f"{request_of(given)}/versions/2")
    told = words(page.text)
    assert "Need 1 Added added: Finds it hard to follow spoken instructions." in told
    assert "Provision 1 Changed" in told
    assert link is not None
    assert f"{request_of(given)}/versions/2" in browser.get(request_of(given)).text
    assert browser.get(f"{request_of(given)}/versions/1").status_code == 404
    assert web.signed_in(Role.PSYCHOLOGY).get(page.url.path).status_code == 404


def test_a_decided_check_is_for_those_who_check(web: Web, given: b.Journey) -> None:
    answer(web.signed_in(Role.DCO), check_of(given), outcome="accept")
    assert "This advice has been checked" in words(
        web.signed_in(Role.CASEWORKER).get(check_of(given)).text
    )
    assert web.signed_in(Role.HEALTH_ADMINISTRATOR).get(check_of(given)).status_code == 404
    assert web.signed_in(Role.PSYCHOLOGY).get(check_of(given)).status_code == 404
