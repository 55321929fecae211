"""A form for each step: prefilled with what is known, carried out by the one command, refused with everything kept."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, Case, ContactKind, Letter, PlanOutcome, State
from ehc_workflow.domain.commands import ContactDetails
from ehc_workflow.domain.facts import Setting, TriggerKind
from ehc_workflow.domain.guards import Known
from ehc_workflow.domain.notices import required_content
from ehc_workflow.domain.outlook import addressees
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.store.queries.case_page import case_file
from tests.builders import OTHER_SCHOOL, SCHOOL, SERVICES, Journey, parent_of
from tests.support.casework import (
    answer,
    assessing,
    considered,
    filled,
    on,
    placed,
    set_letters,
    week,
    with_family,
)
from tests.support.web import Web, hidden, summary, words


def stored(web: Web, journey: Journey) -> Case:
    with web.database.reading() as connection:
        return case_file(connection, journey.case_id).case


def step(journey: Journey, trigger: str) -> str:
    return f"/assessments/{journey.case_id}/steps/{trigger}"


def take(web: Web, journey: Journey, trigger: str, role: Role, **answers: Any) -> Any:
    """Take a step as somebody of a role, with the form as it stands but for these answers."""
    on(web, journey.today)
    return answer(web.signed_in(role), step(journey, trigger), **answers)


def give_views(web: Web, journey: Journey, voice: str) -> None:
    """Write down what one of the family thinks, by the page of that voice."""
    done = answer(
        web.signed_in(Role.CASEWORKER),
        f"/assessments/{journey.case_id}/views/{voice}",
        author_name="Invented Author",
        words=f"Invented words of the {voice}.",
        ways=["said"],
        support="not_needed",
    )
    assert done.status_code == 303, summary(done.text)


# --- one step after another ---------------------------------------------------------------------------------------


def test_a_case_is_taken_from_request_to_final_plan_by_its_forms_alone(web: Web) -> None:
    set_letters(web)
    journey = Journey(web.database).receive()

    def take_on(day: date, role: Role, trigger: str, **answers: Any) -> None:
        done = take(web, journey.at(day), trigger, role, **answers)
        assert done.status_code == 303, f"{trigger}: {summary(done.text)}"

    cw, dm = Role.CASEWORKER, Role.DECISION_MAKER
    take_on(week(1), cw, "consult_family")
    take_on(week(1), cw, "tell_family_considering", setting_told="yes", health_body_told="yes")
    take_on(
        week(4),
        dm,
        "decide_whether_to_assess",
        outcome="assess",
        reasons="The advice on file shows both limbs are met.",
        may_have_sen="yes",
        may_need_plan="yes",
        views_considered="yes",
    )
    take_on(week(4), cw, "notify_assessment", setting_told="yes", health_body_told="yes")
    take_on(week(4), cw, "request_advice", **whole_day("received_by_body_on", week(4)))
    for request in stored(web, journey).advice:
        if request.item is AdviceItem.FAMILY:
            on(web, week(9))
            give_views(web, journey, "child")
            give_views(web, journey, "parent")
        else:
            take_on(
                week(9),
                cw,
                "submit_advice",
                request_id=request.id,
                author_name="Invented Author",
                author_role="Invented role",
                **{
                    "paragraphs-0-kind": "provision",
                    "paragraphs-0-text": "A language programme",
                    "paragraphs-0-amount": "30 minutes",
                    "paragraphs-0-frequency": "weekly",
                    "paragraphs-0-by_whom": "a teaching assistant",
                },
            )
        take_on(week(9), cw, "accept_advice", request_id=request.id)
    take_on(week(10), cw, "complete_advice")
    take_on(
        week(11),
        dm,
        "decide_whether_to_issue",
        outcome="make_plan",
        reasons="This child needs what only a plan secures.",
        plan_needed="yes",
    )
    take_on(week(11), cw, "notify_plan_will_be_made")
    assert stored(web, journey).state is State.DRAFTING
    journey.case = stored(web, journey)
    journey.at(week(12)).save_plan()
    take_on(week(12), cw, "agree_health_provision", by_whom="Invented officer")
    take_on(week(12), cw, "serve_draft")
    take_on(
        week(13),
        cw,
        "record_representation",
        kind="setting_request",
        text="We ask for this school.",
        setting_id=SCHOOL,
    )
    take_on(week(13), cw, "consult_on_placement")
    take_on(week(16), cw, "record_consultation_reply", can_meet_needs="yes")
    take_on(week(16), cw, "answer_representation", answer="accepted")
    take_on(
        week(16), dm, "settle_placement", setting_id=SCHOOL, reasons="It suits this child well."
    )
    take_on(
        week(16),
        cw,
        "confirm_address",
        contact_id=parent_of(journey.case_id),
    )
    take_on(week(17), dm, "send_final_plan", setting_told="yes", health_body_told="yes")
    case = stored(web, journey)
    assert case.state is State.PLAN_ISSUED
    assert case.notices[-1].sent_on == week(17)


def whole_day(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def test_after_a_step_the_case_is_shown_with_what_was_done(web: Web) -> None:
    journey = Journey(web.database).receive()
    browser = web.signed_in(Role.CASEWORKER)
    done = answer(browser, step(journey, "consult_family"))
    assert done.headers["location"] == f"/assessments/{journey.case_id}"
    told = words(browser.get(done.headers["location"]).text)
    assert "Recorded: Record that the family was consulted." in told


# --- refused, and nothing lost ------------------------------------------------------------------------------------


def test_a_refusal_by_the_law_comes_back_on_the_form_with_what_was_typed(web: Web) -> None:
    done = take(
        web,
        considered(web),
        "decide_whether_to_assess",
        Role.DECISION_MAKER,
        outcome="refuse",
        reasons="Too few support cycles were tried.",
        may_have_sen="yes",
        may_need_plan="yes",
    )
    assert done.status_code == 409
    told = summary(done.text)
    assert "Both limbs of the test are answered, and the answers fit the outcome" in told
    assert "(s36(8))" in told
    assert "The views and evidence of the family were considered" in told
    assert "Too few support cycles were tried." in done.text


def test_a_refusal_without_reasons_is_refused(web: Web) -> None:
    done = take(
        web,
        considered(web),
        "decide_whether_to_assess",
        Role.DECISION_MAKER,
        outcome="refuse",
        reasons="",
        may_have_sen="yes",
        may_need_plan="no",
        route="after_considering",
        views_considered="yes",
    )
    assert done.status_code == 422
    assert "Enter reasons" in summary(done.text)


def test_an_impossible_day_is_named_at_its_field(web: Web) -> None:
    done = take(
        web,
        considered(web),
        "record_views",
        Role.CASEWORKER,
        **whole_day("received_on", week(9)),
    )
    assert done.status_code == 422
    assert 'href="#received_on-day"' in done.text
    assert "which is in the future" in summary(done.text)


def test_a_nested_fact_is_named_at_its_field(web: Web) -> None:
    done = take(
        web,
        considered(web),
        "record_closure",
        Role.CASEWORKER,
        **{"closure-setting": "school"},
        **whole_day("closure-first_closed_day", week(30)),
        **whole_day("closure-reopening_day", week(29)),
    )
    assert done.status_code == 422
    assert 'href="#closure-reopening_day-day"' in done.text


def test_the_second_of_two_is_told_and_keeps_what_was_typed(web: Web) -> None:
    journey = considered(web)
    on(web, journey.today)
    first, second = web.signed_in(Role.CASEWORKER), web.signed_in(Role.CASEWORKER)
    path = step(journey, "record_views")
    page = second.get(path)
    assert answer(first, path, views="Mine").status_code == 303
    late = second.post(
        path, data={**hidden(page.text), **filled(page.text), "views": "Words of the second"}
    )
    assert late.status_code == 409
    assert "Someone changed this case first" in summary(late.text)
    assert "Words of the second" in late.text


def test_a_form_sent_twice_is_carried_out_once(web: Web) -> None:
    journey = considered(web)
    on(web, journey.today)
    browser, path = web.signed_in(Role.CASEWORKER), step(journey, "ask_for_missing")
    page = browser.get(path)
    data = {
        **hidden(page.text),
        **filled(page.text),
        "what": "School report",
        "asked_of": "The school",
    }
    assert [browser.post(path, data=data).status_code for _ in range(2)] == [303, 303]
    assert len(stored(web, journey).missing_items) == 1


def test_a_role_that_may_not_is_refused(web: Web) -> None:
    journey = considered(web)
    browser = web.signed_in(Role.CASEWORKER)
    page = browser.get(step(journey, "decide_whether_to_assess"))
    assert "This step is for a colleague whose role decides it." in words(page.text)
    own = browser.get(step(journey, "record_views"))
    sent = {
        **hidden(own.text),
        "outcome": "assess",
        "reasons": "Both limbs are met here.",
        "may_have_sen": "yes",
        "may_need_plan": "yes",
        "decided_on": "19 1 2026",
    }
    refused = browser.post(step(journey, "decide_whether_to_assess"), data=sent)
    assert refused.status_code == 403


def test_a_step_the_state_does_not_have_says_so(web: Web) -> None:
    told = words(
        web.signed_in(Role.DECISION_MAKER).get(step(considered(web), "send_final_plan")).text
    )
    assert "not open while the case is considering whether to assess" in told


# --- letters ------------------------------------------------------------------------------------------------------


def test_the_letter_stands_drafted_with_every_part_the_law_requires(web: Web) -> None:
    set_letters(web)
    journey = considered(web).at(week(4)).decide_to_refuse()
    on(web, journey.today)
    page = web.signed_in(Role.CASEWORKER).get(step(journey, "notify_refusal"))
    form = filled(page.text)
    for content in required_content(Letter.REFUSAL_TO_ASSESS):
        assert form[f"block-{content.key}"].strip(), content.key
    assert "Invented Mediation" in form["block-adviser"]
    reasons, first, second = form["block-reasons"].strip().replace("\r", "").split("\n\n")
    assert reasons == "The school's support meets this child's needs."
    assert first == "We found that there are special educational needs, or there may be."
    assert second.endswith("What the school does has closed the gap of last year.")
    assert form["sent_on-day"] == str(journey.today.day)


def test_s06_a_letter_with_a_part_left_out_does_not_go(web: Web) -> None:
    set_letters(web)
    journey = considered(web).at(week(4)).decide_to_refuse()
    told = {"setting_told": "yes", "health_body_told": "yes", "social_care_told": "yes"}
    done = take(
        web, journey, "notify_refusal", Role.CASEWORKER, **told, **{"block-certificate": " "}
    )
    assert done.status_code == 422
    assert "“A mediation certificate” is empty" in summary(done.text)
    assert stored(web, journey).state is State.CONSIDERING
    done = take(web, journey, "notify_refusal", Role.CASEWORKER, **told)
    assert done.status_code == 303
    assert stored(web, journey).state is State.REFUSED_TO_ASSESS


def test_where_a_setting_is_missing_the_part_stays_empty_and_the_letter_stays_here(
    web: Web,
) -> None:
    set_letters(web, {})
    journey = considered(web).at(week(4)).decide_to_refuse()
    done = take(web, journey, "notify_refusal", Role.CASEWORKER)
    assert done.status_code == 422
    assert "“The mediation adviser” is empty" in summary(done.text)


def test_s06_the_letter_for_another_decision_is_refused(web: Web) -> None:
    set_letters(web)
    journey = considered(web).at(week(4)).decide_to_refuse()
    done = take(web, journey, "notify_assessment", Role.CASEWORKER)
    assert done.status_code == 409
    assert "The decision taken is to assess (s36(8))" in summary(done.text)


def test_s07_a_letter_waits_for_a_named_officers_decision(web: Web) -> None:
    told = words(web.signed_in(Role.CASEWORKER).get(step(considered(web), "notify_refusal")).text)
    assert "A named officer has decided not to assess (s36(5), s36(8))" in told


def test_s03_a_letter_cannot_carry_another_day_than_it_goes(web: Web) -> None:
    set_letters(web)
    journey = considered(web).at(week(5)).decide_to_assess().at(week(6))
    done = take(
        web,
        journey,
        "notify_assessment",
        Role.CASEWORKER,
        **whole_day("dated_on", week(5)),
    )
    assert done.status_code == 409
    assert "The notice carries the date of the day it goes" in summary(done.text)


def test_s04_a_letter_is_addressed_to_the_young_person_and_not_the_parent(web: Web) -> None:
    set_letters(web)
    journey = Journey(web.database)
    parent, young = parent_of(journey.case_id), f"young {journey.case_id}"
    journey.receive(
        kind=TriggerKind.YOUNG_PERSON_REQUEST,
        date_of_birth=date(2009, 1, 5),
        setting_kind=Setting.POST16,
        contacts=(
            ContactDetails(id=parent, kind=ContactKind.PARENT, name="Sam Example"),
            ContactDetails(id=young, kind=ContactKind.YOUNG_PERSON, name="Robin Example"),
        ),
    )
    case = stored(web, journey)
    assert [one.id for one in addressees(case, Known(today=week(0), policy=DEFAULT_POLICY))] == [
        young
    ]
    page = web.signed_in(Role.CASEWORKER).get(step(journey, "tell_family_considering"))
    form = filled(page.text)
    assert form["addressee"] == young
    assert form["block-opening"].strip().startswith("Dear Robin Example")
    assert "your needs" in form["block-being_considered"]
    assert "does not hold the rights today" in words(page.text)
    answers = {"setting_told": "yes", "health_body_told": "yes"}
    done = answer(
        web.signed_in(Role.CASEWORKER),
        step(journey, "tell_family_considering"),
        addressee=parent,
        **answers,
    )
    assert done.status_code == 409
    assert "addressed to the person who holds the rights" in summary(done.text)


# --- advice -------------------------------------------------------------------------------------------------------


def test_s09_the_lawful_list_is_ticked_and_addressed_in_one_action(web: Web) -> None:
    journey = (
        considered(web, date_of_birth=date(2012, 3, 4))
        .at(week(4))
        .decide_to_assess()
        .tell_assessing()
    )
    on(web, journey.today)
    browser = web.signed_in(Role.CASEWORKER)
    form = filled(browser.get(step(journey, "request_advice")).text)
    assert set(form["items"]) == {
        "family",
        "education",
        "health",
        "psychology",
        "social_care",
        "adulthood",
    }
    assert form["health"] == SERVICES[AdviceItem.HEALTH]
    assert form["education"] == SCHOOL
    assert answer(browser, step(journey, "request_advice")).status_code == 303
    asked = stored(web, journey).advice
    assert {request.item.value for request in asked} == set(form["items"])
    assert all(request.requested_on == week(4) for request in asked)
    assert "Education" in words(browser.get(f"/assessments/{journey.case_id}").text)


def test_s09_nothing_is_complete_while_an_item_is_blank(web: Web) -> None:
    journey = considered(web).at(week(4)).decide_to_assess().tell_assessing()
    journey.ask(AdviceItem.FAMILY, AdviceItem.EDUCATION)
    told = words(web.signed_in(Role.CASEWORKER).get(step(journey, "complete_advice")).text)
    assert "Every item of regulation 6 is asked, not asked with a reason, or held" in told


def test_asking_for_nothing_is_refused(web: Web) -> None:
    journey = considered(web).at(week(4)).decide_to_assess().tell_assessing()
    done = take(web, journey, "request_advice", Role.CASEWORKER, items=[])
    assert done.status_code == 422
    assert "Select at least one item to ask for" in summary(done.text)


def test_a_link_says_which_request_a_step_is_about(web: Web) -> None:
    journey = assessing(web)
    request_id = journey.request_id(AdviceItem.HEALTH)
    browser = web.signed_in(Role.CASEWORKER)
    page = browser.get(f"{step(journey, 'record_chase')}?request_id={request_id}")
    assert filled(page.text)["request_id"] == request_id


def test_a_step_about_nothing_is_not_offered(web: Web) -> None:
    journey = assessing(web)
    on(web, journey.today)
    html = web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}").text
    assert "/steps/receive_missing" not in html
    assert "/steps/record_chase" in html


# --- exceptions, draft, final --------------------------------------------------------------------------------------


def test_s18_a_shortage_is_not_among_the_exceptions(web: Web) -> None:
    journey = assessing(web).at(week(15))
    on(web, journey.today)
    browser = web.signed_in(Role.DECISION_MAKER)
    told = words(browser.get(step(journey, "claim_exception")).text)
    assert "Nothing on file fits this step" in told
    assert "sychologist shortage" not in told
    cause = words(browser.get(step(journey, "record_delay_cause")).text)
    assert "Psychologist shortage" in cause
    assert "A cause is no exception" in cause


def test_s17_a_ground_that_the_facts_meet_is_offered_with_its_limit(web: Web) -> None:
    journey = Journey(web.database, today=date(2026, 6, 8)).receive()
    journey.at(date(2026, 6, 15)).consider().at(date(2026, 6, 29)).decide_to_assess()
    journey.tell_assessing().at(date(2026, 7, 20)).ask()
    closed = {
        **whole_day("closure-first_closed_day", date(2026, 7, 22)),
        **whole_day("closure-reopening_day", date(2026, 9, 3)),
    }
    done = take(
        web,
        journey,
        "record_closure",
        Role.CASEWORKER,
        **{"closure-setting": "school"},
        **closed,
    )
    assert done.status_code == 303, summary(done.text)
    page = web.signed_in(Role.DECISION_MAKER).get(step(journey, "claim_exception"))
    offered = words(page.text)
    assert "due Mon 28 Sep 2026" in offered
    assert "(reg 10(4)(a))" in offered
    value = page.text.split('name="limit"')[1].split('value="')[1].split('"')[0]
    done = answer(
        web.signed_in(Role.DECISION_MAKER),
        step(journey, "claim_exception"),
        limit=value,
        facts="The head was asked on 20 July.",
        evidence="The sent e-mail.",
        why_impractical="Nobody could be reached before September.",
        **whole_day("review_on", date(2026, 9, 10)),
    )
    assert done.status_code == 303, summary(done.text)
    told = words(web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}").text)
    assert "Exception: as soon as practicable" in told
    assert "It sets no new date." in told


def test_s20_no_draft_goes_without_the_psychologists_advice(web: Web) -> None:
    journey = assessing(web).at(week(10))
    for item in journey.items():
        if item is not AdviceItem.PSYCHOLOGY:
            journey.give(item).accept(item)
    take(
        web,
        journey,
        "complete_advice",
        Role.DECISION_MAKER,
        why_without="The psychologist has none free until July.",
    )
    journey.case = stored(web, journey)
    journey.decide_plan().save_plan().agree_health()
    on(web, journey.today)
    browser = web.signed_in(Role.CASEWORKER)
    told = words(browser.get(step(journey, "serve_draft")).text)
    assert "Advice from an educational psychologist is accepted" in told
    done = answer(browser, step(journey, "share_part_draft"), method="email", reason="Asked for.")
    assert done.status_code == 303
    case = stored(web, journey)
    assert case.state is State.DRAFTING
    assert case.drafts[0].part


def test_s22_fifteen_days_means_fifteen_days(web: Web) -> None:
    journey = considered(web).at(week(2)).decide_to_assess().tell_assessing().ask()
    journey.at(week(6)).complete_advice().at(date(2026, 3, 2)).decide_plan().save_plan()
    on(web, journey.today)
    note = words(web.signed_in(Role.CASEWORKER).get(step(journey, "serve_draft")).text)
    assert "served on 2 March 2026 and the family has until the end of 16 March 2026" in note
    journey.agree_health().serve_draft().at(date(2026, 3, 10)).ask_for_setting().consult()
    waits = "The family's time to respond to the draft is over"
    for day, open_to in (
        (date(2026, 3, 13), False),
        (date(2026, 3, 16), False),
        (date(2026, 3, 17), True),
    ):
        on(web, day)
        html = web.signed_in(Role.DECISION_MAKER).get(step(journey, "settle_placement")).text
        assert (waits not in unescape(words(html))) is open_to


def test_a_setting_not_consulted_cannot_be_named(web: Web) -> None:
    journey = with_family(web).at(week(13)).ask_for_setting().consult().at(week(16)).answer_all()
    done = take(
        web,
        journey,
        "settle_placement",
        Role.DECISION_MAKER,
        setting_id=OTHER_SCHOOL,
        reasons="It is nearer to where this child lives.",
        **{"ground-0": "use_of_resources", "because-0": "A taxi for this child alone."},
    )
    assert done.status_code == 409
    assert "A setting that is named was consulted first" in summary(done.text)


def test_the_final_goes_from_its_form_to_those_who_must_have_it(web: Web) -> None:
    set_letters(web)
    journey = placed(web)
    refused = take(web, journey, "send_final_plan", Role.DECISION_MAKER)
    assert refused.status_code == 409
    assert "The named setting and the health body get the plan too" in summary(refused.text)


def test_no_plan_by_week_16_says_which_day_it_meets(web: Web) -> None:
    journey = assessing(web).at(week(10)).complete_advice().at(week(14))
    journey.decide_plan(PlanOutcome.NO_PLAN)
    on(web, journey.today)
    told = words(web.signed_in(Role.CASEWORKER).get(step(journey, "notify_no_plan")).text)
    assert "This meets the limit of Mon 4 May 2026 (reg 10(1)); act by Fri 1 May 2026." in told


@pytest.mark.parametrize("trigger", ["serve_draft", "send_final_plan", "notify_refusal"])
def test_a_contributor_finds_no_step_of_the_authority(web: Web, trigger: str) -> None:
    browser = web.signed_in(Role.PSYCHOLOGY)
    assert browser.get(step(assessing(web), trigger)).status_code == 404


def test_s15_an_old_report_shows_its_age_its_purpose_and_the_three(web: Web) -> None:
    journey = assessing(web).at(week(8))
    answers = {
        "item": "other",
        "advice_written_on": "4 11 2024",
        "purpose": "A claim about equipment at home",
        "author": "yes",
        "authority": "yes",
    }
    done = take(web, journey, "record_reuse", Role.CASEWORKER, **answers)
    assert done.status_code == 303, summary(done.text)
    browser = web.signed_in(Role.CASEWORKER)
    told = words(browser.get(f"/assessments/{journey.case_id}").text)
    assert "Existing advice of 4 November 2024, 16 months old" in told
    assert "A claim about equipment at home" in told
    assert "family has not said yet" in told
    form = browser.get(step(journey, "request_advice"))
    assert "not all three agree" in words(form.text)
    whom = {"whom-0": SERVICES[AdviceItem.HEALTH]}
    asked = take(web, journey, "request_advice", Role.CASEWORKER, **whom)
    assert asked.status_code == 303, summary(asked.text)
    (one,) = [request for request in stored(web, journey).advice if request.item == "other"]
    assert one.is_asked
