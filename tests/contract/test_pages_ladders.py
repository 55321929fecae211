"""Who is told, on a page: every ladder, a change tried first, kept, and taken back."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.rules.ladders import LADDERS
from ehc_workflow.store.ids import new_id
from tests.builders import AUTHORITY, TEAM
from tests.support.casework import answer, assessing, filled, on, week
from tests.support.web import SIGN_IN, Web, hidden, summary, words

KEEPERS = [Role.MANAGER, Role.ADMINISTRATOR]
AT = "/ladders/final_plan"
WHY = {"reason": "The panel meets once a month"}


def keep(browser: TestClient, shown: Any) -> Any:
    """From the look at what it would send."""
    assert shown.status_code == 200, summary(shown.text)
    carried = {name: value for name, value in filled(shown.text).items() if name[0] != "_"}
    return browser.post(AT, data={**hidden(shown.text), **carried, "_send": "yes"})


@pytest.mark.parametrize("role", KEEPERS)
def test_a_keeper_changes_a_ladder_after_a_look_and_takes_it_back(web: Web, role: Role) -> None:
    assessing(web)
    on(web, week(6))
    browser = web.signed_in(role)
    listed = words(browser.get("/ladders").text)
    assert "Nothing was changed." in listed
    assert "10 working days before: caseworker" in listed
    assert "10 and 5 working days before, on the day, 1 and 7 days after" in listed
    shown = answer(browser, AT, **{"rungs-0-when": "percent", "rungs-0-days": "20", **WHY})
    told = words(shown.text)
    assert "When 20 % of the time has gone: caseworker" in told
    assert "This would raise 1 alert and send 1 message with the next sweep." in told
    assert "When 20 %" not in browser.get("/ladders").text
    done = keep(browser, shown)
    told = words(browser.get(done.headers["location"]).text)
    assert "Final plan: the new steps hold from the next sweep on (change 1)." in told
    assert "When 20 % of the time has gone" in told
    assert WHY["reason"] in told
    undone = answer(browser, "/ladders/changes/1/undo", reason="Too soon")
    told = words(browser.get(undone.headers["location"]).text)
    assert "When 20 %" not in told
    assert "Final plan: change 1 taken back" in told


def test_what_was_taken_back_already_is_said_so_and_offered_no_more(web: Web) -> None:
    browser = web.signed_in(Role.MANAGER)
    keep(browser, answer(browser, AT, **{"rungs-0-days": "12", **WHY}))
    undo = "/ladders/changes/1/undo"
    stale = browser.get(undo)
    assert undo in browser.get("/ladders").text
    answer(browser, undo, reason="Too soon")
    assert undo not in browser.get("/ladders").text
    told = "The ladder is as it was before change 1: there is nothing to take back."
    again = browser.get(undo)
    assert told in words(browser.get(again.headers["location"]).text)
    twice = browser.post(undo, data={**hidden(stale.text), "reason": "Twice"})
    assert told in words(browser.get(twice.headers["location"]).text)
    assert "Change 3" not in browser.get("/ladders").text


def test_a_step_says_by_which_way_it_reaches_people_at_most(web: Web) -> None:
    browser = web.signed_in(Role.MANAGER)
    shown = answer(browser, AT, **{"rungs-0-way": "digest", "rungs-1-way": "in_app", **WHY})
    told = words(shown.text)
    assert "10 working days before: caseworker, in the digest and on the list" in told
    assert "5 working days before: caseworker and team manager, on the list alone" in told
    keep(browser, shown)
    kept = filled(browser.get(AT).text)
    assert (kept["rungs-0-way"], kept["rungs-1-way"]) == ("digest", "in_app")


def test_what_is_wrong_is_said_at_its_step_though_one_above_was_taken_away(web: Web) -> None:
    browser = web.signed_in(Role.MANAGER)
    changed = {"rungs-0-left_out": "yes", "rungs-2-when": "after", "rungs-2-days": "999", **WHY}
    refused = answer(browser, AT, **changed)
    assert refused.status_code == 422
    assert "A step is at most 60 working days before and 365 days after" in summary(refused.text)
    assert "#rungs-2-days" in refused.text
    assert filled(refused.text)["reason"] == WHY["reason"]
    empty = answer(browser, AT, **{"rungs-0-when": "before", "rungs-0-days": "", **WHY})
    assert "Enter how many days" in summary(empty.text)


def test_a_ladder_that_would_warn_nobody_is_refused(web: Web) -> None:
    browser = web.signed_in(Role.MANAGER)
    steps = range(len(LADDERS["final_plan"]))
    late_alone = {f"rungs-{number}-left_out": "yes" for number in steps[:-1]}
    refused = answer(browser, AT, **late_alone, **WHY)
    assert "Somebody must hear of this before the due day" in summary(refused.text)
    none = {f"rungs-{number}-left_out": "yes" for number in steps}
    assert "nobody would ever be told" in summary(answer(browser, AT, **none, **WHY).text)


def test_a_form_sent_twice_is_kept_once(web: Web) -> None:
    browser = web.signed_in(Role.MANAGER)
    shown = answer(browser, AT, **{"rungs-0-days": "12", **WHY})
    first, second = keep(browser, shown), keep(browser, shown)
    assert first.status_code == 303
    assert second.status_code in (303, 422)
    assert "change 2" not in words(browser.get("/ladders").text).lower()


def test_nobody_else_decides_who_is_told(web: Web) -> None:
    for role in set(SIGN_IN) - set(KEEPERS):
        browser = web.signed_in(role)
        assert browser.get("/ladders").status_code == 403, role
        assert browser.get(AT).status_code == 403, role
        assert '"/ladders"' not in browser.get("/").text
    keeper = web.signed_in(Role.MANAGER)
    assert keeper.get("/ladders?authority=another").status_code == 404
    assert keeper.get("/ladders/made_up").status_code == 404
    assert keeper.get("/ladders/changes/9/undo").status_code == 404


def test_a_teams_manager_decides_for_no_other_team(web: Web) -> None:
    seat = Seat(id=new_id(), role=Role.MANAGER, authority_id=AUTHORITY, team_id=TEAM)
    browser = web.signed_in(Role.MANAGER, seat=seat)
    refused = browser.get(AT)
    assert refused.status_code == 403
    assert "A manager of the whole authority or an administrator" in words(refused.text)
    sent = browser.post(AT, data={**hidden(browser.get("/manager").text), **WHY})
    assert sent.status_code == 403
    assert '"/ladders"' not in browser.get("/manager").text
