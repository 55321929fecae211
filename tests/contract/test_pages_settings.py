"""One page for what is the authority's own to choose, and a header that leads there with one link."""

from __future__ import annotations

import re

import pytest

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.store.ids import new_id
from tests.builders import AUTHORITY, TEAM
from tests.support.web import SIGN_IN, Web, words

MANAGERS = {"/ladders", "/wording", "/services", "/panels"}
ADMINISTRATORS = MANAGERS | {
    "/alert-settings",
    "/message-templates",
    "/letter-words",
    "/document-look",
    "/family-letters",
    "/webhooks",
    "/teams",
}
HEADER = re.compile(r'<nav aria-label="Main".*?</nav>', re.DOTALL)
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
HREF = re.compile(r'href="(/[^"?#]*)')


def header(html: str) -> list[str]:
    found = HEADER.search(html)
    return HREF.findall(found[0]) if found else []


@pytest.mark.parametrize(
    ("role", "expected"),
    [(Role.MANAGER, MANAGERS), (Role.ADMINISTRATOR, ADMINISTRATORS)],
)
def test_each_choice_is_listed_with_a_line_and_leads_back(
    web: Web, role: Role, expected: set[str]
) -> None:
    browser = web.signed_in(role)
    html = browser.get("/settings").text
    main = MAIN.search(html)
    assert main
    assert set(HREF.findall(main[0])) == expected
    assert main[0].count("ehc-listed__hint") == len(expected)
    assert "/settings" in header(html)
    assert not expected & set(header(html))
    for path in sorted(expected):
        shown = browser.get(path)
        assert shown.status_code == 200, path
        assert re.search(r'govuk-back-link">\s*Settings', shown.text), path
        assert "/settings" in header(shown.text)


def test_nobody_else_has_it_and_keeps_what_is_theirs_in_the_header(web: Web) -> None:
    for role in set(SIGN_IN) - {Role.MANAGER, Role.ADMINISTRATOR}:
        browser = web.signed_in(role)
        assert browser.get("/settings").status_code == 403, role
    assert "/services" in header(web.signed_in(Role.DCO).get("/desk").text)
    seat = Seat(id=new_id(), role=Role.MANAGER, authority_id=AUTHORITY, team_id=TEAM)
    of_a_team = web.signed_in(Role.MANAGER, seat=seat)
    assert of_a_team.get("/settings").status_code == 403
    shown = header(of_a_team.get("/manager").text)
    assert "/services" in shown
    assert "/ladders" not in shown


def test_the_figures_are_reached_from_the_overview(web: Web) -> None:
    browser = web.signed_in(Role.MANAGER)
    html = browser.get("/manager").text
    assert "Timeliness · Where the days went · Refusals" in words(html)
    assert "/timeliness" not in header(html)
    figures = browser.get("/timeliness").text
    assert re.search(r'govuk-back-link">\s*Overview', figures)
    assert re.search(r'href="/manager"[^>]*aria-current="true"', figures), "the header says where"
