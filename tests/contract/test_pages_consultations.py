"""Settings consulted together, what each was sent, how it answered, and the decision that names one of them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import Case, Letter, Notice, Placement, State
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.domain.facts import Method
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.service.documents import enclosed_for
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.tables.organisation import Service
from ehc_workflow.store.tables.papers import DocumentRow, OutboxMessage
from tests.builders import AUTHORITY, CASEWORKER, OTHER_SCHOOL, SCHOOL, Journey
from tests.support.casework import answer, counted, filled, on, week, with_family
from tests.support.web import Web, hidden, summary, words

OUTSIDERS = (Role.SETTING, Role.FAMILY, Role.DCO, Role.PSYCHOLOGY)
BOTH = f"setting={SCHOOL}&setting={OTHER_SCHOOL}"


def step(journey: Journey, trigger: str, query: str = "") -> str:
    return f"/assessments/{journey.case_id}/steps/{trigger}{f'?{query}' if query else ''}"


def listed(journey: Journey) -> str:
    return f"/assessments/{journey.case_id}/consultations"


def asked_for(web: Web) -> Journey:
    """The family asks for Larkrise School in week 13."""
    journey = with_family(web).at(week(13)).ask_for_setting()
    on(web, week(13))
    return journey


def stored(web: Web, journey: Journey) -> Case:
    with web.database.reading() as connection:
        journey.case = case_file(connection, journey.case_id).case
    return journey.now


def senco(web: Web, service_id: str = SCHOOL) -> TestClient:
    seat = Seat(id=new_id(), role=Role.SETTING, authority_id=AUTHORITY, service_id=service_id)
    return web.signed_in(Role.SETTING, seat=seat)


def filed(web: Web, journey: Journey, name: str) -> str:
    found = web.app.state.documents.add(
        name,
        io.BytesIO(b"%PDF-1.7\n" + name.encode()),
        assessment_id=journey.case_id,
        request_id=None,
        kind=DocumentKind.OTHER,
        actor=CASEWORKER,
        now=web.clock.now(),
    )
    return str(found.id)


def test_settings_are_found_by_name_added_and_consulted_in_one_action(web: Web) -> None:
    journey = asked_for(web)
    browser = web.signed_in(Role.CASEWORKER)
    assert "No setting has been consulted" in words(browser.get(listed(journey)).text)
    first = browser.get(step(journey, "consult_on_placement", "q=quay"))
    shown = words(first.text)
    assert "Larkrise School the family’s choice office@example.invalid" in shown
    assert "Quayside School Add" in shown
    assert f'name="_add" value="{OTHER_SCHOOL}"' in first.text
    assert f'action="consult_on_placement?q=quay&amp;setting={SCHOOL}"' in first.text
    sent = answer(browser, step(journey, "consult_on_placement", BOTH))
    assert sent.status_code == 303, sent.text
    shown = words(browser.get(sent.headers["location"]).text)
    assert "2 settings consulted. Each has its own 15 days to answer." in shown
    assert shown.count("E-mail office@example.invalid waits to be sent") == 2
    assert shown.count("Draft, version 1") == 2
    assert "still in time to answer, until 28 April 2026" in shown
    assert [one.setting_id for one in stored(web, journey).consultations] == [SCHOOL, OTHER_SCHOOL]


def test_what_was_typed_stays_while_settings_are_found_added_and_taken_off(web: Web) -> None:
    journey = asked_for(web)
    browser = web.signed_in(Role.CASEWORKER)
    here = step(journey, "consult_on_placement", f"setting={SCHOOL}")
    page = browser.get(here)
    typed = {**hidden(page.text), **filled(page.text), "letter": "Typed with care"}
    found = browser.post(here, data={**typed, "q": "quay", "_find": "yes"})
    assert (found.status_code, "Typed with care" in found.text) == (200, True)
    added = browser.post(here, data={**typed, "q": "quay", "_add": OTHER_SCHOOL})
    assert "Typed with care" in added.text
    assert f'name="to-{OTHER_SCHOOL}"' in added.text
    both = step(journey, "consult_on_placement", BOTH)
    to = {f"to-{SCHOOL}": "1 Larkrise Street", f"to-{OTHER_SCHOOL}": "2 Quay Street"}
    alone = browser.post(both, data={**typed, **to, "_off": SCHOOL})
    assert "2 Quay Street" in alone.text
    assert "1 Larkrise Street" not in alone.text
    assert "Typed with care" in alone.text
    assert not stored(web, journey).consultations


def test_more_settings_are_asked_while_placement_is_open(web: Web) -> None:
    journey = asked_for(web).consult()
    browser = web.signed_in(Role.CASEWORKER)
    query = f"setting={OTHER_SCHOOL}"
    assert answer(browser, step(journey, "consult_another", query)).status_code == 303
    assert len(stored(web, journey).consultations) == 2


def test_a_fault_stands_at_the_setting_it_is_about_and_nobody_is_consulted(web: Web) -> None:
    journey = asked_for(web)
    browser = web.signed_in(Role.CASEWORKER)
    here = step(journey, "consult_on_placement", BOTH)
    refused = answer(
        browser,
        here,
        method="first_class_post",
        letter="Typed with care",
        **{f"to-{SCHOOL}": "1 Invented Street"},
    )
    assert refused.status_code == 422
    assert "Quayside School" in summary(refused.text)
    assert "Larkrise School" not in summary(refused.text)
    assert "Typed with care" in refused.text
    assert "1 Invented Street" in refused.text
    with web.database.writing() as connection:
        mine = update(Service).where(Service.id == OTHER_SCHOOL)
        connection.execute(mine.values(email=None))
    refused = answer(browser, here)
    assert "No e-mail address of Quayside School is on file" in summary(refused.text)
    assert stored(web, journey).consultations == ()


def test_without_a_setting_there_is_nothing_to_send(web: Web) -> None:
    journey = asked_for(web)
    shown = words(
        web.signed_in(Role.CASEWORKER)
        .get(step(journey, "consult_on_placement", "setting=&q=nobodys"))
        .text
    )
    assert "No setting is chosen yet" in shown
    assert "No other setting of this authority matches “nobodys”" in shown


def test_a_setting_sees_exactly_what_it_was_sent(web: Web) -> None:
    journey = asked_for(web)
    enclosed, kept_back = filed(web, journey, "timetable.pdf"), filed(web, journey, "memo.pdf")
    browser = web.signed_in(Role.CASEWORKER)
    here = step(journey, "consult_on_placement")
    assert answer(browser, here, document_ids=[enclosed], letter="Dear school").status_code == 303
    (asked,) = stored(web, journey).consultations
    school = senco(web)
    page = school.get(f"/children/{journey.case_id}/consultations/{asked.id}")
    shown = words(page.text)
    assert "Dear school" in shown
    assert "timetable.pdf" in shown
    assert "memo.pdf" not in shown
    assert shown.count(": version ") == len(asked.advice)
    assert school.get(f"/documents/{enclosed}").status_code == 200
    assert school.get(f"/documents/{kept_back}").status_code == 404
    other = senco(web, OTHER_SCHOOL)
    assert other.get(f"/documents/{enclosed}").status_code == 404


def test_a_setting_that_the_final_plan_does_not_name_keeps_nothing_of_what_it_was_sent(
    web: Web,
) -> None:
    journey = asked_for(web)
    enclosed = filed(web, journey, "timetable.pdf")
    here = step(journey, "consult_on_placement")
    sent = answer(web.signed_in(Role.CASEWORKER), here, document_ids=[enclosed], letter="Dear you")
    assert sent.status_code == 303
    case = stored(web, journey)
    (asked,) = case.consultations
    seat = Seat(
        id="s", role=Role.SETTING, authority_id=case.authority_id, service_id=asked.setting_id
    )
    assert enclosed_for(seat, case) == {enclosed}
    final = Notice(
        id="n",
        kind=Letter.FINAL_PLAN,
        dated_on=journey.today,
        sent_on=journey.today,
        method=Method.EMAIL,
        addressee="a",
    )
    gone = replace(case, notices=(*case.notices, final))
    assert gone.passed_over(asked.setting_id)
    assert enclosed_for(seat, gone) == frozenset()
    named = Placement(
        decided_on=journey.today, decided_by="d", setting_id=asked.setting_id, setting_type=None
    )
    assert enclosed_for(seat, replace(gone, placement=named)) == {enclosed}


@pytest.mark.parametrize("kind", [DocumentKind.NOTICE, DocumentKind.WAITING])
def test_no_letter_and_nothing_that_waits_is_enclosed_to_a_setting(
    web: Web, kind: DocumentKind
) -> None:
    journey = asked_for(web)
    paper = filed(web, journey, "letter.pdf")
    with web.database.writing() as connection:
        mine = update(DocumentRow).where(DocumentRow.id == paper)
        connection.execute(mine.values(kind=kind.value))
    browser = web.signed_in(Role.CASEWORKER)
    here = step(journey, "consult_on_placement")
    assert "letter.pdf" not in words(browser.get(here).text)
    refused = answer(browser, here, document_ids=[paper], letter="Dear school")
    assert refused.status_code == 422
    assert stored(web, journey).consultations == ()
    with pytest.raises(ImpossibleFactsError, match="no such document to enclose"):
        journey.consult(document_ids=(paper,))


@pytest.mark.parametrize("role", OUTSIDERS, ids=[role.value for role in OUTSIDERS])
def test_the_list_is_for_those_who_work_on_the_case(web: Web, role: Role) -> None:
    journey = asked_for(web).consult()
    assert web.signed_in(role).get(listed(journey)).status_code in (403, 404)


def test_a_message_that_came_back_shows_with_its_address_and_why(web: Web) -> None:
    journey = asked_for(web).consult()
    with web.database.writing() as connection:
        connection.execute(
            update(OutboxMessage)
            .where(OutboxMessage.template == "consultation_sent")
            .values(
                sent_at=web.clock.now(),
                sent_to="old@example.invalid",
                bounced_at=web.clock.now(),
                delivery_detail="no such mailbox",
            )
        )
    browser = web.signed_in(Role.CASEWORKER)
    shown = words(browser.get(listed(journey)).text)
    assert "old@example.invalid Came back" in shown
    assert "no such mailbox" in shown
    one = browser.get(f"{listed(journey)}/{stored(web, journey).consultations[0].id}")
    assert "It did not reach the setting this way" in words(one.text)


def test_attempts_are_kept_with_day_method_and_words(web: Web) -> None:
    journey = asked_for(web).consult()
    (asked,) = journey.now.consultations
    query = f"consultation_id={asked.id}"
    for day in (6, 8):
        on(web, week(13) + timedelta(days=day))
        browser = web.signed_in(Role.CASEWORKER)
        done = answer(
            browser,
            step(journey, "record_consultation_attempt", query),
            channel="phone",
            what_came_of_it=f"The office rang out, try of day {day}.",
        )
        assert done.status_code == 303, done.text
    assert answer(browser, step(journey, "record_setting_not_reached", query)).status_code == 303
    assert "Not reached 2 attempts on file" in words(browser.get(listed(journey)).text)
    one = words(browser.get(f"{listed(journey)}/{asked.id}").text)
    assert "try of day 6" in one
    school = words(senco(web).get(f"/children/{journey.case_id}/consultations/{asked.id}").text)
    assert "rang out" not in school


def test_a_setting_changes_its_answer_and_what_it_said_first_stays(web: Web) -> None:
    journey = asked_for(web).consult()
    (asked,) = journey.now.consultations
    here = f"/children/{journey.case_id}/consultations/{asked.id}"
    on(web, week(14))
    school = senco(web)
    assert answer(school, here, answer="yes", words="With pleasure", places="2").status_code == 303
    on(web, week(15))
    school = senco(web)
    no: dict[str, Any] = {"grounds": ["unsuitable"], "because_unsuitable": "The stairs"}
    assert answer(school, here, answer="no", **no).status_code == 303
    shown = words(school.get(here).text)
    assert "You answered on 27 April 2026: you should not be named" in shown
    assert "With pleasure" in shown
    on_case = words(web.signed_in(Role.CASEWORKER).get(listed(journey)).text)
    assert "Mon 20 Apr 2026 changed Mon 27 Apr 2026" in on_case
    assert "The stairs" in on_case


def test_silence_holds_nothing_once_the_days_are_over_and_the_page_says_so(web: Web) -> None:
    journey = asked_for(web).consult()
    on(web, week(13) + timedelta(days=16))
    shown = words(web.signed_in(Role.DECISION_MAKER).get(listed(journey)).text)
    assert "No setting holds the decision any more" in shown
    assert "Silence does not hold the final plan" in shown
    assert "No reply in its 15 days" in shown


def test_another_is_named_with_the_ground_and_the_reasons_and_the_letter_has_them(
    web: Web,
) -> None:
    journey = asked_for(web).consult(SCHOOL, OTHER_SCHOOL).at(week(16)).answer_all()
    on(web, week(16))
    browser = web.signed_in(Role.DECISION_MAKER)
    here = step(journey, "settle_placement")
    given = {"setting_id": OTHER_SCHOOL, "reasons": "The provision is made there already."}
    refused = answer(browser, here, **given)
    assert refused.status_code == 422
    assert "Select on what ground Larkrise School is not named" in summary(refused.text)
    assert "Say why Larkrise School is not named" in summary(refused.text)
    assert "The provision is made there already." in refused.text
    why = {"ground-0": "use_of_resources", "because-0": "A second teacher for this child alone."}
    differs = {"differs_because": "The panel had not seen the second reply."}
    done = answer(browser, here, **given, **why, **differs)
    assert done.status_code == 303, done.text
    assert stored(web, journey).state is State.FINALISING
    taken = words(browser.get(f"/assessments/{journey.case_id}").text)
    assert "The panel had not seen the second reply." in taken
    letter = words(browser.get(step(journey, "send_final_plan")).text)
    assert "Section I names Quayside School. The provision is made there already." in letter
    assert "You asked for Larkrise School. It is not named, because" in letter
    assert "A second teacher for this child alone." in letter
    assert "The panel had not seen" not in letter


def test_the_list_takes_as_many_statements_for_one_setting_as_for_two(web: Web) -> None:
    journey = asked_for(web).consult()
    browser = web.signed_in(Role.CASEWORKER)
    browser.get(listed(journey))
    with counted(web.database.engine) as for_one:
        browser.get(listed(journey))
    journey.consult(OTHER_SCHOOL)
    with counted(web.database.engine) as for_two:
        browser.get(listed(journey))
    assert len(for_two) == len(for_one)


def test_after_a_fresh_draft_one_action_asks_all_of_them_again(web: Web) -> None:
    journey = asked_for(web).consult(SCHOOL, OTHER_SCHOOL).hear(SCHOOL, reply="With a ramp.")
    journey.at(week(14)).fresh_draft("fresh")
    on(web, week(14))
    browser = web.signed_in(Role.CASEWORKER)
    case_page = browser.get(f"/assessments/{journey.case_id}")
    says = "To be asked again with the new draft: Larkrise School, Quayside School"
    assert says in words(case_page.text)
    ask = step(journey, "consult_on_placement")
    assert f'href="{ask}">Ask all of them again' in case_page.text
    assert "If we have consulted you before" in words(browser.get(ask).text)
    sent = answer(browser, ask)
    assert sent.status_code == 303, sent.text
    shown = words(browser.get(sent.headers["location"]).text)
    assert "2 settings consulted" in shown
    assert says not in shown
    assert shown.count("Draft, version 1") == shown.count("Draft, version 2") == 2
    assert "On an earlier draft It can meet the needs" in shown
    assert "With a ramp." in shown
    assert "On an earlier draft It did not reply" in shown
    first, _, again, _ = stored(web, journey).consultations
    school = senco(web)
    old = school.get(f"/children/{journey.case_id}/consultations/{first.id}")
    assert "You were asked again with the new draft: answer that one" in words(old.text)
    assert f'href="/children/{journey.case_id}/consultations/{again.id}"' in old.text
    assert "Give the new answer" not in old.text


def test_only_a_setting_asked_with_the_new_draft_can_be_chosen(web: Web) -> None:
    journey = asked_for(web).consult(SCHOOL, OTHER_SCHOOL).hear(SCHOOL)
    journey.at(week(14)).fresh_draft("fresh").consult(SCHOOL)
    on(web, week(14))
    page = web.signed_in(Role.DECISION_MAKER).get(step(journey, "settle_placement"))
    assert "To be asked again with the new draft: Quayside School" in words(page.text)
    assert f'<option value="{SCHOOL}"' in page.text
    assert f'<option value="{OTHER_SCHOOL}"' not in page.text
