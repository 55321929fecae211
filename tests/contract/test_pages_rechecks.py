"""Advice that came late, on the pages: the case says so, the work of the day lists it, and a finding settles it."""

from __future__ import annotations

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from tests import builders as b
from tests.support.casework import answer, drafting, on, week, with_family
from tests.support.web import Web, summary, words

HEALTH = AdviceItem.HEALTH


def test_the_case_says_that_new_advice_came_and_a_finding_settles_it(web: Web) -> None:
    journey = drafting(web).give(HEALTH, b.HEALTH_ADMINISTRATOR, contribution_id="later")
    on(web, week(12))
    browser = web.signed_in(Role.CASEWORKER)
    here = f"/assessments/{journey.case_id}"
    told = words(browser.get(here).text)
    assert "New advice came after the decision" in told
    assert "Look whether the decision or draft still stands after new advice: health" in told
    step = words(browser.get(f"{here}/steps/settle_recheck").text)
    assert "It is taken up" in step
    assert "a fresh draft" not in step, "nothing was served yet"
    refused = answer(browser, f"{here}/steps/settle_recheck", finding="taken_up", reason="")
    assert refused.status_code == 422
    assert summary(refused.text)
    answer(browser, f"{here}/steps/settle_recheck", finding="taken_up", reason="Goes into F")
    told = words(browser.get(here).text)
    assert "New advice came after the decision" not in told
    assert "New advice from health looked at: it is taken up" in told


def test_after_the_draft_the_finding_may_be_a_fresh_draft(web: Web) -> None:
    journey = with_family(web).give(HEALTH, b.HEALTH_ADMINISTRATOR, contribution_id="later")
    on(web, week(12))
    browser = web.signed_in(Role.DECISION_MAKER)
    here = f"/assessments/{journey.case_id}"
    answer(
        browser, f"{here}/steps/settle_recheck", finding="fresh_draft", reason="New hearing test"
    )
    assert "a fresh draft is needed, with a fresh window" in words(browser.get(here).text)


def test_whoever_gave_advice_can_give_a_later_version(web: Web) -> None:
    journey = drafting(web)
    on(web, week(12))
    page = f"/desk/requests/{journey.request_id(HEALTH)}"
    told = words(web.signed_in(Role.DCO).get(page).text)
    assert "Accepted on" in told
    assert "Give a new version" in told
