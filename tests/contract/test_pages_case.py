"""The page of one case: who may see it, what it says, and what it costs."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem, Channel, ReplyKind
from ehc_workflow.domain.facts import TriggerKind
from ehc_workflow.domain.outlook import COMMANDS
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.service.case_view import case_view
from ehc_workflow.store.ids import new_id
from tests.builders import MANAGER, Journey, parent_of
from tests.support.casework import assessing, considered, counted, on, placed, week
from tests.support.web import Web, words


def page_of(web: Web, journey: Journey, role: Role = Role.CASEWORKER) -> str:
    on(web, journey.today)
    answer = web.signed_in(role).get(f"/assessments/{journey.case_id}")
    assert answer.status_code == 200, answer.text
    return str(answer.text)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.CASEWORKER, 200),
        (Role.DECISION_MAKER, 200),
        (Role.PLAN_WRITER, 200),
        (Role.MANAGER, 200),
        (Role.AUDITOR, 200),
        (Role.DCO, 404),
        (Role.PSYCHOLOGY, 404),
        (Role.SETTING, 404),
        (Role.FAMILY, 404),
    ],
)
def test_a_case_is_shown_to_those_whose_work_it_is_and_to_nobody_else(
    web: Web, role: Role, status: int
) -> None:
    journey = assessing(web)
    browser = web.signed_in(role)
    paths = ("", "/plan", "/deadlines/final_plan", "/steps/record_chase", "/letters/3")
    answers = [browser.get(f"/assessments/{journey.case_id}{path}").status_code for path in paths]
    assert answers == [status] * len(paths)


def test_another_authoritys_officer_finds_no_such_case(web: Web) -> None:
    journey = considered(web)
    with web.database.writing() as connection:
        other = new_id()
        connection.execute(
            text(
                "INSERT INTO authority (id, name, dfe_number, settings) "
                "VALUES (:id, 'Elsewhere', '998', '{}')"
            ),
            {"id": other},
        )
    seat = Seat(id=new_id(), role=Role.CASEWORKER, authority_id=other)
    browser = web.signed_in(Role.CASEWORKER, seat=seat)
    assert browser.get(f"/assessments/{journey.case_id}").status_code == 404
    assert browser.get("/assessments/no-such-case").status_code == 404
    assert "Robin" not in browser.get("/worklist?whose=team").text


def test_every_view_of_the_record_is_noted(web: Web) -> None:
    journey = assessing(web)
    browser = web.signed_in(Role.CASEWORKER)
    for path in ("", "/deadlines/final_plan", "/plan", "/letters/3", "/steps/record_chase"):
        browser.get(f"/assessments/{journey.case_id}{path}")
    with web.database.reading() as connection:
        seen = connection.scalars(text("SELECT part FROM record_view ORDER BY part")).all()
    assert seen == ["case", "letter 3", "plan", "proof final_plan", "step record_chase"]


def test_nothing_is_noted_where_nothing_was_shown(web: Web) -> None:
    journey = assessing(web)
    web.signed_in(Role.PSYCHOLOGY).get(f"/assessments/{journey.case_id}")
    with web.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM record_view")) == 0


def test_the_case_is_four_statements(web: Web) -> None:
    journey = placed(web)
    with web.database.reading() as connection, counted(connection) as said:
        case_view(connection, MANAGER, journey.case_id, journey.today, policy=DEFAULT_POLICY)
    assert len(said) == 4


def test_the_case_with_nothing_on_it_is_four_statements_too(web: Web) -> None:
    journey = Journey(web.database).receive()
    with web.database.reading() as connection, counted(connection) as said:
        case_view(connection, MANAGER, journey.case_id, journey.today, policy=DEFAULT_POLICY)
    assert len(said) == 4


def test_s01_received_and_logged_are_two_facts_and_the_gap_is_seen(web: Web) -> None:
    journey = Journey(web.database, today=week(1)).receive(received_on=week(0) - timedelta(days=3))
    told = words(page_of(web, journey))
    assert "Fri 9 Jan 2026; logged Mon 19 Jan 2026, 10 days later" in told
    assert "Received but not yet logged" in told
    for due in ("Fri 20 Feb 2026", "Fri 1 May 2026", "Fri 29 May 2026"):
        assert due in told


def test_s02_what_is_missing_is_listed_and_stops_nothing(web: Web) -> None:
    journey = Journey(web.database).receive(missing=("School report",)).at(week(4))
    told = words(page_of(web, journey))
    assert "School report: asked Mon 12 Jan 2026, not here yet" in told
    assert "None of them stops a clock" in told
    assert "due Mon 23 Feb 2026" in told


def test_s04_the_right_holder_today_is_named(web: Web) -> None:
    child = Journey(web.database).receive()
    assert "Holds the rights today The parent" in words(page_of(web, child))
    grown = Journey(web.database).receive(
        kind=TriggerKind.YOUNG_PERSON_REQUEST, date_of_birth=date(2009, 1, 5)
    )
    assert "Holds the rights today The young person" in words(page_of(web, grown))


def test_s08_days_asked_late_are_the_authoritys_and_not_the_contributors(web: Web) -> None:
    journey = assessing(web, asked_on=week(7)).at(week(12)).give(AdviceItem.HEALTH)
    told = words(page_of(web, journey))
    assert "21 days asked late by the authority" in told
    assert "late by the contributor" not in told


def test_a_chase_by_a_person_is_told_apart_from_none(web: Web) -> None:
    journey = assessing(web).at(week(12))
    assert "No chase by a person yet" in words(page_of(web, journey))
    journey.do(
        c.RecordChase(
            assessment_id=journey.case_id,
            request_id=journey.request_id(AdviceItem.PSYCHOLOGY),
            chased_on=journey.today,
            channel=Channel.PHONE,
            to_whom="The administrator",
        )
    )
    assert "Chased Mon 6 Apr 2026 by phone" in words(page_of(web, journey))


def test_s13_not_known_is_shown_as_a_reply_and_not_as_advice(web: Web) -> None:
    journey = assessing(web).at(week(6))
    journey.do(
        c.ReplyToRequest(
            assessment_id=journey.case_id,
            request_id=journey.request_id(AdviceItem.HEALTH),
            kind=ReplyKind.NOT_KNOWN,
            replied_on=journey.today,
        )
    )
    told = words(page_of(web, journey))
    assert "Replied “not known”" in told
    assert "this is a reply, not advice" in told


def test_each_step_not_open_says_every_unmet_guard_with_its_provision(web: Web) -> None:
    journey = Journey(web.database).receive()
    told = words(page_of(web, journey, Role.DECISION_MAKER))
    assert (
        "Decide whether to assess The family has been consulted on whether a plan may be needed (s36(4))"
        in told
    )
    assert "A named officer has decided not to assess (s36(5), s36(8))" in told


def test_a_step_that_is_open_is_a_button(web: Web) -> None:
    html = page_of(web, considered(web), Role.DECISION_MAKER)
    button = r'href="/assessments/[^"]*/steps/decide_whether_to_assess"[^>]*class="govuk-button'
    assert re.search(button, html)
    assert "steps/complete_advice" not in html


def test_a_step_for_another_role_is_no_link(web: Web) -> None:
    html = page_of(web, considered(web), Role.CASEWORKER)
    assert "steps/decide_whether_to_assess" not in html
    assert "Decide whether to assess" in words(html)


def test_the_line_of_weeks_shows_marks_and_late_stretch_and_the_same_as_a_table(web: Web) -> None:
    journey = considered(web).at(week(6) + timedelta(days=2))
    journey.decide_to_assess().tell_assessing()
    html = page_of(web, journey)
    picture = html[html.index('<svg class="ehc-line__picture"') : html.index("</figure>")]
    assert "Week 6" in picture
    assert "2 days late" in picture
    assert "ehc-line__span--late" in picture
    assert " style=" not in picture
    assert "The same as a table" in html


def test_the_history_says_who_when_and_under_which_provision(web: Web) -> None:
    told = words(page_of(web, considered(web).at(week(2)).decide_to_assess()))
    assert "Decided: assess" in told
    assert "s36(3), (5) and (8)" in told
    assert "Reasons: Both limbs are met on this child" in told
    assert "Request received → Considering whether to assess" in told


def test_a_letter_is_kept_in_its_exact_words(web: Web) -> None:
    journey = considered(web)
    html = page_of(web, journey)
    address = re.search(r"/assessments/[^\"]*/letters/\d+", html)
    assert address
    told = words(web.signed_in(Role.CASEWORKER).get(address[0]).text)
    assert "Invented words: that the authority is considering an assessment." in told
    assert "To Sam Example" in told


def test_a_letter_that_is_not_there_is_not_found(web: Web) -> None:
    journey = considered(web)
    browser = web.signed_in(Role.CASEWORKER)
    assert browser.get(f"/assessments/{journey.case_id}/letters/999").status_code == 404


def test_ids_stand_for_names(web: Web) -> None:
    journey = placed(web)
    told = words(page_of(web, journey))
    assert "Placement Larkrise School" in told
    assert parent_of(journey.case_id) not in told


def test_every_step_of_the_table_that_can_be_carried_out_has_a_form(web: Web) -> None:
    journey = considered(web)
    browser = web.signed_in(Role.CASEWORKER)
    elsewhere = {
        "receive_request",
        "acknowledge_alert",
        "snooze_alert",
        "delegate_alert",
        "put_back_alert",
        "save_plan",
        "move_dates",
        "join_advice",
        "mark_out_advice",
        "allocate_request",
        "record_visit_kept",
        "call_off_visit",
        "unseal_document",
        "record_notice_opened",
    }
    views = {"give_views", "record_views_not_obtained"}
    for trigger in set(COMMANDS) - elsewhere:
        path = f"/assessments/{journey.case_id}/steps/{trigger}"
        assert browser.get(path).status_code == (303 if trigger in views else 200), trigger
    for trigger in (set(STEPS) - set(COMMANDS)) | elsewhere | {"nonsense"}:
        path = f"/assessments/{journey.case_id}/steps/{trigger}"
        assert browser.get(path).status_code == 404, trigger
