"""Giving out the work of a service, its visits, a screening by social care. S13, S16 and S18."""

from __future__ import annotations

import re
from datetime import date

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, VisitEnd
from ehc_workflow.store import organisation
from ehc_workflow.store.queries.case_page import case_file
from tests import builders as b
from tests.contract.test_pages_advice import WHOSE
from tests.support.casework import answer, assessing, filled, on, week
from tests.support.web import Web, hidden, summary, words

PSYCHOLOGY, SOCIAL = AdviceItem.PSYCHOLOGY, AdviceItem.SOCIAL_CARE
SEATS = re.compile(r'<option value="([0-9a-f-]{36})"[^>]*>([^<]*)</option>')


def at(journey: b.Journey, page: str = "", item: AdviceItem = PSYCHOLOGY) -> str:
    return f"/desk/requests/{journey.request_id(item)}{page}"


def kept(web: Web, journey: b.Journey, item: AdviceItem = PSYCHOLOGY) -> object:
    with web.database.reading() as connection:
        case = case_file(connection, journey.case_id).case
    found = case.advice_request(journey.request_id(item))
    assert found is not None
    return found


def waiting(web: Web, number: int = 1) -> list[b.Journey]:
    journeys = [assessing(web) for _ in range(number)]
    on(web, week(6))
    return journeys


def my_seat(page: str) -> str:
    """The seat that the list offers first: one's own."""
    (mine,) = [seat for seat, called in SEATS.findall(page) if "(you)" in called]
    return str(mine)


def allocate(browser: TestClient, journeys: list[b.Journey], **more: str) -> object:
    page = browser.get("/allocation").text
    ticked = [one.request_id(PSYCHOLOGY) for one in journeys]
    was = {f"was-{one}": "" for one in ticked}
    sent = {"request": ticked, "seat_id": my_seat(page), **was, **more}
    return browser.post("/allocation", data={**hidden(page), **sent})


def test_the_queue_says_what_is_due_and_the_authoritys_weeks_behind_it(web: Web) -> None:
    (journey,) = waiting(web)
    page = words(web.signed_in(Role.PSYCHOLOGY).get("/allocation").text)
    assert "1 Not allocated 0 Mine 0 Allocated" in page
    assert journey.now.reference in page
    assert "Larkrise School North team" in page
    assert re.search(r"no plan told by Mon 4 May 2026 final plan sent by Mon 1 Jun 2026", page)


@pytest.mark.parametrize(
    "role", [Role.CASEWORKER, Role.DCO, Role.SETTING, Role.MANAGER, Role.AUDITOR]
)
def test_only_services_that_give_out_work_by_seat_have_the_queue(web: Web, role: Role) -> None:
    browser = web.signed_in(role)
    assert browser.get("/allocation").status_code == 403
    assert "/allocation" not in browser.get("/desk").text


def test_social_care_sees_its_own_queue(web: Web) -> None:
    (journey,) = waiting(web)
    page = web.signed_in(Role.SOCIAL_CARE).get("/allocation").text
    assert journey.request_id(SOCIAL) in page
    assert journey.request_id(PSYCHOLOGY) not in page


def test_several_are_allocated_in_one_action_and_no_day_moves(web: Web) -> None:
    journeys = waiting(web, 3)
    browser = web.signed_in(Role.PSYCHOLOGY)
    due = words(browser.get(at(journeys[0])).text)
    answered = allocate(browser, journeys[:2])
    assert answered.status_code == 303  # type: ignore[attr-defined]
    page = words(browser.get("/allocation?part=mine").text)
    assert "2 requests allocated." in page
    assert "1 Not allocated 2 Mine 2 Allocated" in page
    now = words(browser.get(at(journeys[0])).text)
    assert "Allocated to Nobody yet" in due
    assert "Allocated to Invented psychology" in now
    assert re.search(r"Due on .*?\)", now)[0] == re.search(r"Due on .*?\)", due)[0]  # type: ignore[index]


def test_nothing_ticked_or_nobody_chosen_is_said_and_loses_nothing(web: Web) -> None:
    (journey,) = waiting(web)
    browser = web.signed_in(Role.PSYCHOLOGY)
    refused = allocate(browser, [])
    assert "Tick the requests to allocate." in summary(refused.text)  # type: ignore[attr-defined]
    refused = allocate(browser, [journey], seat_id="")
    assert "Choose whom to allocate them to." in summary(refused.text)  # type: ignore[attr-defined]
    assert f'value="{journey.request_id(PSYCHOLOGY)}" checked' in refused.text  # type: ignore[attr-defined]


def test_what_a_colleague_gave_out_meanwhile_is_left_alone(web: Web) -> None:
    (journey,) = waiting(web)
    first, second = web.signed_in(Role.PSYCHOLOGY), web.signed_in(Role.PSYCHOLOGY)
    seen = second.get("/allocation").text
    allocate(first, [journey])
    request_id = journey.request_id(PSYCHOLOGY)
    sent = {"request": request_id, "seat_id": my_seat(seen), f"was-{request_id}": ""}
    second.post("/allocation", data={**hidden(seen), **sent})
    said = words(second.get("/allocation").text)
    assert "0 requests allocated. 1 could not be: " in said
    assert "a colleague allocated it meanwhile" in said.lower()
    assert "1 Mine" in words(first.get("/allocation").text)


def test_one_is_allocated_and_taken_back_on_its_own_page(web: Web) -> None:
    (journey,) = waiting(web)
    browser = web.signed_in(Role.PSYCHOLOGY)
    seat = my_seat(browser.get("/allocation").text)
    answer(browser, at(journey, "/allocate"), seat_id=seat)
    assert kept(web, journey).allocated_seat_id == seat  # type: ignore[attr-defined]
    told = words(browser.get(at(journey)).text)
    assert "The request is allocated." in told
    answer(browser, at(journey, "/allocate"), seat_id="-")
    assert kept(web, journey).allocated_seat_id is None  # type: ignore[attr-defined]


def test_the_caseworker_sees_who_has_it_and_the_visits_and_cannot_allocate(web: Web) -> None:
    (journey,) = waiting(web)
    psychologist, caseworker = web.signed_in(Role.PSYCHOLOGY), web.signed_in(Role.CASEWORKER)
    allocate(psychologist, [journey])
    visit(psychologist, journey, date(2026, 3, 3))
    case = words(caseworker.get(f"/assessments/{journey.case_id}").text)
    assert "allocated to " in case
    assert re.search(r"Visit (Tue )?3 Mar(ch)? 2026: planned", case)
    page = caseworker.get(at(journey)).text
    assert "Tuesday 3 March 2026" in words(page)
    assert "/allocate" not in page
    assert caseworker.get(at(journey, "/allocate")).status_code == 404


def visit(browser: TestClient, journey: b.Journey, day: date, **more: str) -> object:
    sent = {"visit_on": day.isoformat(), "place": "setting", "at": "9.30", **more}
    return answer(browser, at(journey, "/visit"), **sent)


def test_a_visit_is_planned_kept_and_stands_in_the_list_of_its_week(web: Web) -> None:
    (journey,) = waiting(web)
    browser = web.signed_in(Role.PSYCHOLOGY)
    assert visit(browser, journey, date(2026, 3, 3)).status_code == 303  # type: ignore[attr-defined]
    listed = words(browser.get("/visits?week=2026-03-05").text)
    assert "Tuesday 3 March 2026" in listed
    assert "09:30" in listed
    assert "Robin Example" in listed
    assert "No visits in this week." in words(browser.get("/visits?week=2026-03-10").text)
    assert "No visits" in words(browser.get("/visits?week=2026-03-05&whose=mine").text)
    on(web, date(2026, 3, 3))
    again = web.signed_in(Role.PSYCHOLOGY)
    answer(again, at(journey, "/visits/1/kept"))
    assert kept(web, journey).visits[0].ended is VisitEnd.KEPT  # type: ignore[attr-defined]
    assert again.get(at(journey, "/visits/1/kept")).status_code == 404


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 3, 10), "The setting is closed from 9 March 2026"),
        (date(2026, 3, 7), "7 March 2026 is a Saturday."),
        (date(2026, 4, 3), "3 April 2026 is a bank holiday (Good Friday)."),
    ],
)
def test_what_speaks_against_a_day_is_said_before_and_the_person_decides(
    web: Web, day: date, says: str
) -> None:
    (journey,) = waiting(web)
    with web.database.writing() as connection:
        closed = [(date(2026, 3, 9), date(2026, 3, 16))]
        organisation.add_closures(
            connection, b.SCHOOL, closed, recorded_by="Term dates", recorded_on=b.MONDAY
        )
    browser = web.signed_in(Role.PSYCHOLOGY)
    refused = visit(browser, journey, day)
    assert says in summary(refused.text)  # type: ignore[attr-defined]
    assert "Plan it for this day all the same" in refused.text  # type: ignore[attr-defined]
    assert 'value="9.30"' in refused.text  # type: ignore[attr-defined]
    assert kept(web, journey).visits == ()  # type: ignore[attr-defined]
    assert visit(browser, journey, day, sure="yes").status_code == 303  # type: ignore[attr-defined]
    assert says in words(browser.get(at(journey)).text)
    assert says in words(browser.get(f"/visits?week={day}").text)


@pytest.mark.parametrize("typed", ["half nine", "25:00", "9:5"])
def test_a_time_that_is_none_is_said_and_stays(web: Web, typed: str) -> None:
    (journey,) = waiting(web)
    refused = visit(web.signed_in(Role.PSYCHOLOGY), journey, date(2026, 3, 3), at=typed)
    assert "Time of day must be like 9:30 or 14:00" in summary(refused.text)  # type: ignore[attr-defined]
    assert f'value="{typed}"' in refused.text  # type: ignore[attr-defined]


def test_s16_a_missed_visit_asks_what_would_help_and_plans_the_next(web: Web) -> None:
    (journey,) = waiting(web)
    visit(web.signed_in(Role.PSYCHOLOGY), journey, date(2026, 3, 3))
    on(web, date(2026, 3, 3))
    browser = web.signed_in(Role.PSYCHOLOGY)
    form = at(journey, "/missed-appointment?visit=1")
    answer(
        browser,
        form,
        new_appointment_on="2026-03-12",
        what_would_help="A visit at home, in the morning.",
    )
    first, second = kept(web, journey).visits  # type: ignore[attr-defined]
    assert (first.ended, second.visit_on) == (VisitEnd.MISSED, date(2026, 3, 12))
    page = words(browser.get(at(journey)).text)
    assert "A visit at home, in the morning." in page
    assert "Thursday 12 March 2026" in page


def test_a_visit_is_called_off_with_its_reason(web: Web) -> None:
    (journey,) = waiting(web)
    browser = web.signed_in(Role.PSYCHOLOGY)
    visit(browser, journey, date(2026, 3, 3))
    refused = answer(browser, at(journey, "/visits/1/call-off"))
    assert "Say why it is called off" in summary(refused.text)
    answer(browser, at(journey, "/visits/1/call-off"), reason="The psychologist is ill")
    page = words(browser.get(at(journey)).text)
    assert "Called off" in page
    assert "The psychologist is ill" in page


def test_another_service_sees_neither_the_visit_nor_a_way_to_it(web: Web) -> None:
    (journey,) = waiting(web)
    visit(web.signed_in(Role.PSYCHOLOGY), journey, date(2026, 3, 3))
    stranger = web.signed_in(Role.SOCIAL_CARE)
    assert "No visits in this week." in words(stranger.get("/visits?week=2026-03-03").text)
    for page in ("/visit", "/visits/1/kept", "/visits/1/call-off", "/allocate", "/screening"):
        assert stranger.get(at(journey, page)).status_code == 404
    assert web.signed_in(Role.CASEWORKER).get("/visits").status_code == 403


def test_s13_social_care_screens_a_child_it_did_not_know_and_still_owes_its_advice(
    web: Web,
) -> None:
    (journey,) = waiting(web)
    browser = web.signed_in(Role.SOCIAL_CARE)
    assert browser.get(at(journey, "/screening", SOCIAL)).status_code == 404
    answer(browser, at(journey, "/reply", SOCIAL), kind="not_known")
    refused = answer(browser, at(journey, "/screening", SOCIAL), screened_by="", findings="")
    assert "Say who looked" in summary(refused.text)
    answer(
        browser,
        at(journey, "/screening", SOCIAL),
        found="needs",
        findings="Help at home in the mornings would be needed.",
    )
    page = words(browser.get(at(journey, "", SOCIAL)).text)
    assert "Needs found" in page
    assert "Help at home in the mornings would be needed." in page
    assert "Give advice" in page
    assert kept(web, journey, SOCIAL).is_outstanding  # type: ignore[attr-defined]
    case = web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}")
    assert "needs found" in words(case.text)


def test_language_is_asked_with_the_request_and_recorded_later(web: Web) -> None:
    (journey,) = waiting(web)
    caseworker = web.signed_in(Role.CASEWORKER)
    step = f"/assessments/{journey.case_id}/steps/record_language_needs"
    answer(caseworker, step, language="Polish", interpreter_needed="yes", format_needs="Easy read")
    said = "Polish; an interpreter is needed; Easy read"
    assert said in words(caseworker.get(f"/assessments/{journey.case_id}").text)
    psychologist = web.signed_in(Role.PSYCHOLOGY)
    assert said in words(psychologist.get(at(journey)).text)
    narrowed = words(psychologist.get("/allocation?language=Polish").text)
    assert "Interpreter needed" in narrowed
    none = words(psychologist.get("/allocation?language=Urdu").text)
    assert "Nothing here is of that setting" in none
    assert "interpreter_needed" in caseworker.get("/requests/new").text


def test_social_care_says_which_section_its_provision_is_for_and_nobody_else_is_asked(
    web: Web,
) -> None:
    (journey,) = waiting(web)
    browser = web.signed_in(Role.SOCIAL_CARE)
    path = at(journey, "/advice", SOCIAL)
    sent = {
        "provision-0-text": "Help at home in the mornings",
        "provision-0-plan_section": "H1",
        "author_name": "Invented Social Worker",
        "author_role": "Social worker",
        **WHOSE,
    }
    looked = answer(browser, path, **sent)
    assert "Section H1 of the plan" in words(looked.text)
    browser.post(path, data={**hidden(looked.text), **filled(looked.text), "_send": "yes"})
    assert "Section H1 of the plan" in words(browser.get(at(journey, "", SOCIAL)).text)
    asked = web.signed_in(Role.PSYCHOLOGY).get(at(journey, "/advice")).text
    assert "plan_section" not in asked
