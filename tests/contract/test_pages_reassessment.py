"""Somebody who has a plan is assessed again: registered from the case of the plan, decided, told, and seen by them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AssessOutcome, Letter, Reassessed, State
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.queries.letters_sent import letters_as_sent
from tests.builders import (
    AUTHORITY,
    DECISION_MAKER,
    MONDAY,
    Journey,
    fixed_id,
    parent_of,
    receive_request,
)
from tests.support.casework import answer, filled, on, placed, set_letters, week
from tests.support.web import Web, hidden, summary, words

NEW = "/requests/new"


@pytest.fixture
def issued(web: Web) -> Journey:
    """A plan that was sent in week 17."""
    set_letters(web)
    journey = placed(web).confirm_address().at(week(17)).send_final()
    on(web, week(30))
    return journey


def stored(web: Web, case_id: str) -> Any:
    with web.database.reading() as connection:
        return case_file(connection, case_id).case


def registered(web: Web, issued: Journey, **answers: Any) -> Any:
    """The form of a request to re-assess as it comes filled in, sent with these answers."""
    browser = web.signed_in(Role.CASEWORKER)
    page = browser.get(NEW, params={"again": issued.case_id})
    assert page.status_code == 200, summary(page.text)
    given = {
        "kind": "parental_request",
        "received_on-day": "10",
        "received_on-month": "8",
        "received_on-year": "2026",
        "evidence": "Letter, stamped 10 August",
    }
    return browser.post(NEW, data={**hidden(page.text), **filled(page.text), **given, **answers})


def the_new_case(web: Web, done: Any) -> Any:
    assert done.status_code == 303, summary(done.text)
    return stored(web, done.headers["location"].removeprefix("/assessments/"))


def test_it_is_registered_from_the_case_of_the_plan_with_what_is_known(
    web: Web, issued: Journey
) -> None:
    there = web.signed_in(Role.CASEWORKER).get(f"/assessments/{issued.case_id}")
    assert f'href="/requests/new?again={issued.case_id}"' in there.text
    case = the_new_case(web, registered(web, issued))
    assert case.reassesses == Reassessed(last_assessed_on=week(12), earlier_id=issued.case_id)
    assert case.child_id == issued.now.child_id
    assert case.received_on == date(2026, 8, 10)
    told = words(web.signed_in(Role.CASEWORKER).get(f"/assessments/{case.id}").text)
    assert "A re-assessment: there is a plan already" in told
    assert "Decide whether to re-assess" in told
    assert "Telling the family whether there will be a re-assessment" in told
    assert "Tell the family an assessment is considered" not in told


def test_the_child_chosen_is_that_of_the_plan_and_not_a_twin(web: Web, issued: Journey) -> None:
    twin = Journey(web.database, case_id=fixed_id("twin")).at(week(29)).receive()
    twin.do(
        c.Withdraw(
            assessment_id=twin.case_id,
            withdrawn_on=week(29),
            by_contact_id=parent_of(twin.case_id),
            reasons="No duty remains",
        ),
        DECISION_MAKER,
    )
    case = the_new_case(web, registered(web, issued))
    assert case.child_id == issued.now.child_id
    assert case.reassesses.earlier_id == issued.case_id


def test_nothing_is_chosen_where_a_case_of_the_child_is_open(web: Web, issued: Journey) -> None:
    the_new_case(web, registered(web, issued))
    second = registered(web, issued)
    assert second.status_code == 422
    assert "Say what this request is" in summary(second.text)


def test_looking_at_what_is_known_is_noted_and_is_for_whoever_may_see_it(
    web: Web, issued: Journey
) -> None:
    web.signed_in(Role.CASEWORKER).get(NEW, params={"again": issued.case_id})
    with web.database.reading() as connection:
        parts = connection.scalars(text("SELECT part FROM record_view")).all()
    assert "re-assessment" in parts
    for role in (Role.PLAN_WRITER, Role.DCO, Role.FAMILY):
        assert web.signed_in(role).get(NEW, params={"again": issued.case_id}).status_code == 403
    unknown = web.signed_in(Role.CASEWORKER).get(NEW, params={"again": "no-such-case"})
    assert unknown.status_code == 404


def test_a_case_without_a_plan_is_not_reassessed(web: Web) -> None:
    journey = Journey(web.database).receive()
    page = web.signed_in(Role.CASEWORKER).get(NEW, params={"again": journey.case_id})
    assert page.status_code == 404
    there = web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}")
    assert "?again=" not in there.text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"asks_for": "assessment"}, "leave the day of the last assessment out"),
        (
            {f"last_assessed_on-{part}": "" for part in ("day", "month", "year")},
            "Give the day the family was told the outcome of the last assessment",
        ),
        ({"last_assessed_on-year": "2027"}, "must have ended by the day of the request"),
    ],
)
def test_what_is_asked_for_must_be_clear_and_what_was_typed_comes_back(
    web: Web, issued: Journey, changes: dict[str, str], says: str
) -> None:
    refused = registered(web, issued, **changes)
    assert refused.status_code == 422
    assert says in summary(refused.text)
    assert "Letter, stamped 10 August" in refused.text
    with web.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM assessment")) == 1


def test_a_plan_made_before_the_system_is_reassessed_too(web: Web) -> None:
    on(web, week(1))
    done = answer(
        web.signed_in(Role.CASEWORKER),
        NEW,
        given_name="Wren",
        family_name="Madeup",
        **dict(zip(_day("date_of_birth"), ("4", "3", "2018"), strict=True)),
        asks_for="reassessment",
        **dict(zip(_day("last_assessed_on"), ("1", "9", "2023"), strict=True)),
        kind="health_body_notification",
        **dict(zip(_day("received_on"), ("13", "1", "2026"), strict=True)),
        evidence="E-mail of the health body",
        **{
            "contacts-0-kind": "parent",
            "contacts-0-name": "Sam Madeup",
            "contacts-0-email": "sam@example.invalid",
        },
    )
    case = the_new_case(web, done)
    assert case.reassesses == Reassessed(last_assessed_on=date(2023, 9, 1), earlier_id=None)


def _day(name: str) -> tuple[str, str, str]:
    return (f"{name}-day", f"{name}-month", f"{name}-year")


def asked_again(web: Web, **changes: object) -> Journey:
    set_letters(web)
    plan = Reassessed(last_assessed_on=date(2025, 11, 3))
    return Journey(web.database).receive(reassesses=plan, **changes)


def take(web: Web, journey: Journey, role: Role, trigger: str, **answers: Any) -> Any:
    path = f"/assessments/{journey.case_id}/steps/{trigger}"
    return answer(web.signed_in(role), path, **answers)


def test_it_is_refused_with_n7_and_the_family_reads_that_the_plan_stays(web: Web) -> None:
    journey = asked_again(web)
    on(web, week(1))
    asked = f"/assessments/{journey.case_id}/steps/decide_whether_to_reassess"
    assert "3 November 2025, in the six months" in words(
        web.signed_in(Role.DECISION_MAKER).get(asked).text
    )
    why = "The plan of November names what this child needs, and the school gives it."
    done = take(
        web,
        journey,
        Role.DECISION_MAKER,
        "decide_whether_to_reassess",
        outcome="refuse",
        reasons=why,
        further_needed="no",
        further_needed_because="Nothing has changed since November.",
    )
    assert done.status_code == 303, summary(done.text)
    page = web.signed_in(Role.CASEWORKER).get(
        f"/assessments/{journey.case_id}/steps/notify_refusal_to_reassess"
    )
    assert "The plan that there is stays as it is." in page.text
    assert why in page.text
    sent = take(web, journey, Role.CASEWORKER, "notify_refusal_to_reassess")
    assert sent.status_code == 303, summary(sent.text)
    case = stored(web, journey.case_id)
    assert case.state is State.REFUSED_TO_ASSESS
    with web.database.reading() as connection:
        (letter,) = letters_as_sent(connection, journey.case_id)
    assert letter.kind == Letter.REFUSAL_TO_REASSESS
    assert set(letter.printed) == {"pdf", "word"}
    told = words(web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}").text)
    assert "Whether to re-assess" in told
    assert "Is a further assessment necessary?" in told
    assert "Nothing has changed since November." in told
    assert "Printed pdf" not in told


def test_a_part_of_n7_that_is_left_out_holds_it_back(web: Web) -> None:
    journey = asked_again(web).at(week(1)).decide_to_reassess(AssessOutcome.REFUSE)
    on(web, week(1))
    held = take(
        web,
        journey,
        Role.CASEWORKER,
        "notify_refusal_to_reassess",
        **{"block-right_of_appeal": " "},
    )
    assert held.status_code == 422
    assert "“The right of appeal” is empty" in summary(held.text)
    assert stored(web, journey.case_id).state is State.RECEIVED


def test_the_family_reads_a_way_to_a_new_plan(web: Web) -> None:
    journey = asked_again(web).at(week(1)).decide_to_reassess().tell_reassessing()
    on(web, week(2))
    seat = Seat(
        id=new_id(), role=Role.FAMILY, authority_id=AUTHORITY, assessment_id=journey.case_id
    )
    told = words(web.signed_in(Role.FAMILY, seat=seat).get("/family").text)
    assert "Deciding whether to assess again" in told
    assert "We send you the new final plan" in told
    assert "if there is to be one" not in told
    assert "whether a plan is needed" not in told


def test_a_refusal_of_the_health_bodys_request_is_not_taken(web: Web) -> None:
    journey = asked_again(web, kind="health_body_notification")
    on(web, week(1))
    held = take(
        web,
        journey,
        Role.DECISION_MAKER,
        "decide_whether_to_reassess",
        outcome="refuse",
        reasons="The plan still fits this child.",
        further_needed="no",
        further_needed_because="Nothing has changed.",
    )
    assert held.status_code == 409
    assert "A request of the health body to re-assess is met" in summary(held.text)


def test_it_is_granted_and_everybody_is_asked_for_advice_next(web: Web) -> None:
    journey = asked_again(web).at(week(1)).decide_to_reassess()
    on(web, week(1))
    sent = take(web, journey, Role.CASEWORKER, "notify_reassessment")
    assert sent.headers["location"].endswith("/steps/request_advice")
    told = words(web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}").text)
    assert "14 weeks on" in told
    assert (MONDAY + timedelta(weeks=15)).strftime("%-d %b %Y") in told


def test_a_step_of_a_first_assessment_says_which_test_this_is(web: Web) -> None:
    journey = asked_again(web)
    on(web, week(1))
    page = web.signed_in(Role.CASEWORKER).get(
        f"/assessments/{journey.case_id}/steps/tell_family_considering"
    )
    assert "one to assess again is decided by a test of its own" in words(page.text)


def test_a_program_registers_and_decides_it(web: Web) -> None:
    set_letters(web)
    on(web, week(1))
    journey = asked_again(web).at(week(1)).decide_to_reassess()
    read = web.signed_in(Role.CASEWORKER).get(f"/api/v1/assessments/{journey.case_id}").json()
    assert read["reassesses"] == {"last_assessed_on": "2025-11-03", "earlier_id": None}
    assert "notify_reassessment" in read["allowed_steps"]
    assert "notify_assessment" not in read["allowed_steps"]


def test_the_managers_list_of_refusals_counts_it_by_its_ground(web: Web) -> None:
    journey = asked_again(web).at(week(1)).decide_to_reassess(AssessOutcome.REFUSE)
    journey.tell_no_reassessment()
    on(web, week(2))
    told = words(web.signed_in(Role.MANAGER).get("/refusals").text)
    assert "Re-assessment: a further assessment is not needed" in told


def drafted_again(web: Web, issued: Journey) -> Journey:
    """The plan of the first case made anew in a second one, as far as its drafting."""
    plan = Reassessed(last_assessed_on=week(12), earlier_id=issued.case_id)
    child = receive_request(issued.case_id).child
    again = Journey(web.database, case_id=fixed_id("again")).at(week(30))
    again.receive(child=child, reassesses=plan).decide_to_reassess().tell_reassessing().ask()
    return again.at(week(36)).complete_advice().decide_plan()


def test_the_new_plan_starts_from_the_one_there_is_in_one_press(web: Web, issued: Journey) -> None:
    again = drafted_again(web, issued)
    on(web, week(36))
    here = f"/assessments/{again.case_id}/plan/bring-in"
    writer = web.signed_in(Role.PLAN_WRITER)
    page = writer.get(here)
    assert issued.now.reference in words(page.text)
    done = writer.post(f"{here}/earlier", data={**hidden(page.text), "_form": "StartForm"})
    assert done.status_code == 303, summary(done.text)
    old, new = stored(web, issued.case_id), stored(web, again.case_id)
    assert [one.section for one in new.plan_lines] == [
        one.section for one in old.plan_lines if one.section != "I"
    ]
    assert not {one.id for one in new.plan_lines} & {one.id for one in old.plan_lines}
    assert not any(one.sources for one in new.plan_lines)


def test_another_childs_plan_is_no_start_though_a_program_named_it(
    web: Web, issued: Journey
) -> None:
    plan = Reassessed(last_assessed_on=week(12), earlier_id=issued.case_id)
    other = Journey(web.database, case_id=fixed_id("another child")).at(week(30))
    other.receive(reassesses=plan).decide_to_reassess().tell_reassessing().ask()
    other.at(week(36)).complete_advice().decide_plan()
    on(web, week(36))
    here = f"/assessments/{other.case_id}/plan/bring-in"
    writer = web.signed_in(Role.PLAN_WRITER)
    page = writer.get(here)
    assert "Start from that plan" not in page.text
    refused = writer.post(f"{here}/earlier", data={**hidden(page.text), "_form": "StartForm"})
    assert refused.status_code == 404


@pytest.mark.parametrize("named", ["no-such-case", fixed_id("nothing")])
def test_a_program_that_names_no_case_leaves_the_way_by_a_file_open(web: Web, named: str) -> None:
    plan = Reassessed(last_assessed_on=week(0) - timedelta(days=400), earlier_id=named)
    again = Journey(web.database, case_id=fixed_id("again")).receive(reassesses=plan)
    again.at(week(1)).decide_to_reassess().tell_reassessing().ask()
    again.at(week(7)).complete_advice().decide_plan()
    on(web, week(7))
    page = web.signed_in(Role.PLAN_WRITER).get(f"/assessments/{again.case_id}/plan/bring-in")
    assert page.status_code == 200
    assert "Start from that plan" not in page.text


def test_a_request_to_reassess_does_not_join_a_first_assessment_unsaid(web: Web) -> None:
    first = Journey(web.database).receive()
    on(web, week(1))
    held = answer(
        web.signed_in(Role.CASEWORKER),
        NEW,
        given_name="Robin",
        family_name="Example",
        **dict(zip(_day("date_of_birth"), ("4", "3", "2018"), strict=True)),
        same_child=first.case_id,
        asks_for="reassessment",
        kind="school_request",
        **dict(zip(_day("received_on"), ("16", "1", "2026"), strict=True)),
        evidence="E-mail of the school",
        **{"contacts-0-kind": "parent", "contacts-0-name": "Sam Example"},
    )
    assert held.status_code == 422
    assert "is about a first assessment" in summary(held.text)
    assert len(stored(web, first.case_id).triggers) == 1
