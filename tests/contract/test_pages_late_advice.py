"""Late advice over all cases: parts, services, and one chase logged for many. S11."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.service.permissions import OFFICERS
from ehc_workflow.store.queries import late_advice
from ehc_workflow.store.queries.late_advice import Part, Wanted
from ehc_workflow.store.queries.reach import reach_of
from tests import builders as b
from tests.contract.test_pages_desk import HEALTH, asked_unconfirmed
from tests.support.casework import assessing, counted, on, week
from tests.support.web import SIGN_IN, Web, hidden, summary, words

LATE = week(11) + timedelta(days=10)
"""Ten days after the six weeks of what was asked in week 5 are over."""


def listed(web: Web, query: str = "whose=team") -> str:
    return words(web.signed_in(Role.CASEWORKER).get(f"/late-advice?{query}").text)


def test_what_is_late_stands_there_with_its_service_and_the_lack_of_a_chase(web: Web) -> None:
    assessing(web)
    on(web, LATE)
    page = listed(web)
    assert "Health on" in page
    assert "Invented health service" in page
    assert "10 days late" in page
    assert "Not chased" in page
    assert "4 Late, and nobody chased" in page, "everything but the family's views"


def test_nothing_is_late_before_its_day(web: Web) -> None:
    assessing(web)
    on(web, week(11))
    assert "No advice is late." in listed(web)


def test_one_is_chased_in_two_actions_from_the_list(web: Web) -> None:
    journey = assessing(web)
    on(web, LATE)
    browser = web.signed_in(Role.CASEWORKER)
    link = f"/desk/requests/{journey.request_id(HEALTH)}/chase"
    assert link in browser.get("/late-advice?whose=team").text
    page = browser.get(link).text
    sent = browser.post(link, data={**hidden(page), **chase(), **day(page)})
    assert sent.status_code == 303, summary(sent.text)
    assert "Late, and nobody chased" in listed(web)
    assert "3 Late, and nobody chased" in listed(web)


def chase(**more: object) -> dict[str, object]:
    return {"channel": "phone", "to_whom": "Invented administrator", "reply": "Next week.", **more}


def day(page: str) -> dict[str, str]:
    return {
        f"chased_on-{part}": str(getattr(LATE, part))
        for part in ("day", "month", "year")
        if f'name="chased_on-{part}"' in page
    }


def test_all_of_one_service_are_chased_in_three_actions(web: Web) -> None:
    journeys = [assessing(web), assessing(web)]
    on(web, LATE)
    browser = web.signed_in(Role.CASEWORKER)
    here = f"/late-advice?part=not_chased&whose=team&service={b.SERVICES[HEALTH]}"
    page = browser.get(f"{here}&all=1").text
    assert len(re.findall(r'name="request" [^>]* checked>', page)) == 2
    chosen = [journey.request_id(HEALTH) for journey in journeys]
    sent = browser.post(here, data={**hidden(page), **chase(request=chosen)})
    assert sent.status_code == 303, summary(sent.text)
    assert sent.headers["location"].startswith("/late-advice?part=not_chased")
    after = words(browser.get(here).text)
    assert "2 requests logged as chased today." in after
    assert "6 Late, and nobody chased" in after


def test_a_chase_of_nothing_keeps_what_was_typed(web: Web) -> None:
    assessing(web)
    on(web, LATE)
    browser = web.signed_in(Role.CASEWORKER)
    page = browser.get("/late-advice?whose=team").text
    refused = browser.post("/late-advice?whose=team", data={**hidden(page), **chase()})
    assert refused.status_code == 422
    assert "Tick the requests that the chase was about." in summary(refused.text)
    assert "Next week." in refused.text


def test_a_request_that_nothing_shows_to_have_arrived_is_in_a_part_of_its_own(web: Web) -> None:
    asked_unconfirmed(web, HEALTH)
    on(web, week(5))
    page = listed(web, "part=not_arrived&whose=team")
    assert "1 Nothing shows that it arrived" in page
    assert "Record receipt for" in page
    assert "0 Late" in page


@pytest.mark.parametrize("role", sorted(set(SIGN_IN) - OFFICERS))
def test_nobody_but_officers_has_this_list(web: Web, role: Role) -> None:
    if role is Role.FAMILY:
        assessing(web)
    assert web.signed_in(role).get("/late-advice").status_code == 403


def test_a_page_is_three_statements(web: Web) -> None:
    assessing(web)
    wanted = Wanted(today=LATE, chase_days=7)
    reach = reach_of(b.CASEWORKER, OFFICERS)
    with web.database.reading() as connection, counted(connection) as said:
        found = late_advice.lines(connection, reach, wanted)
        counts = late_advice.counts(connection, reach, wanted)
        services = late_advice.services(connection, reach, wanted)
    assert len(said) == 3
    assert counts == {Part.LATE: 4, Part.NOT_CHASED: 4, Part.NOT_ARRIVED: 0}
    assert {line.item for line in found} == {
        AdviceItem.EDUCATION,
        AdviceItem.HEALTH,
        AdviceItem.PSYCHOLOGY,
        AdviceItem.SOCIAL_CARE,
    }
    assert len(services) == 4
