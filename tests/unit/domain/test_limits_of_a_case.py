"""The limits of a case built by commands, on the day before, the day and the day after; and what never moves one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES
from ehc_workflow.dates.counting import working_days_after
from ehc_workflow.domain import commands as c
from ehc_workflow.domain import facts as f
from ehc_workflow.domain.case import AdviceItem, PlanOutcome, ReceiptProof, ReplyKind, State
from ehc_workflow.domain.deadlines import Deadline, Kind, Status, deadlines
from ehc_workflow.domain.errors import ImpossibleFactsError, TransitionRefusedError
from ehc_workflow.domain.facts import Method
from ehc_workflow.domain.risk import standing
from ehc_workflow.rules.ladders import Level
from tests.builders import MANAGER, MONDAY
from tests.unit.domain.course import Course
from tests.unit.domain.places import CASE_ID, LAWFUL, at

S = State
DAY = timedelta(days=1)
WEEK_6, WEEK_16, WEEK_20 = date(2026, 2, 23), date(2026, 5, 4), date(2026, 6, 1)


def limit(course: Course, code: str, ref: str = "") -> Deadline:
    (found,) = [d for d in deadlines(course.now) if (d.code, d.ref) == (code, ref)]
    return found


def codes(course: Course) -> set[str]:
    return {deadline.code for deadline in deadlines(course.now)}


def test_the_base_case_has_the_days_of_the_scenarios() -> None:
    course = at(S.RECEIVED)
    assert {d.code: d.due_on for d in deadlines(course.now) if d.kind is not Kind.LOCAL} == {
        "decide_whether_to_assess": WEEK_6,
        "decide_no_plan": WEEK_16,
        "final_plan": WEEK_20,
        "latest_draft_service": date(2026, 5, 17),
    }


def test_week_16_is_a_bank_holiday_so_the_day_to_act_by_is_the_friday_before() -> None:
    found = limit(at(S.RECEIVED), "decide_no_plan")
    assert (found.due_on, found.act_by) == (date(2026, 5, 4), date(2026, 5, 1))


@pytest.mark.parametrize(
    ("code", "due_on", "state"),
    [
        ("decide_whether_to_assess", WEEK_6, S.CONSIDERING),
        ("decide_no_plan", WEEK_16, S.DECIDING_PLAN),
        ("final_plan", WEEK_20, S.FINALISING),
    ],
)
def test_an_open_limit_runs_to_the_end_of_its_day_and_is_breached_the_day_after(
    code: str, due_on: date, state: State
) -> None:
    found = limit(at(state), code)
    assert found.due_on == due_on
    days = (due_on - DAY, due_on, due_on + DAY, due_on + 90 * DAY)
    assert [found.status(day) for day in days] == [
        Status.RUNNING,
        Status.RUNNING,
        Status.BREACHED_OPEN,
        Status.BREACHED_OPEN,
    ]
    assert [found.days_late(day) for day in days] == [0, 0, 1, 90]


@pytest.mark.parametrize(("off", "status"), [(-1, "met"), (0, "met"), (1, "met_late")])
def test_telling_the_family_meets_the_six_weeks(off: int, status: str) -> None:
    day = WEEK_6 + off * DAY
    told = at(S.CONSIDERING).at(day).decide_to_assess().tell_assessing()
    found = limit(told, "decide_whether_to_assess")
    assert (found.met_on, found.status(day)) == (day, status)
    assert found.days_late(date(2027, 1, 1)) == max(0, off)


def test_deciding_in_time_and_telling_late_is_late() -> None:
    course = at(S.CONSIDERING).at(date(2026, 2, 20)).decide_to_refuse()
    assert limit(course, "decide_whether_to_assess").status(date(2026, 2, 24)) == "breached_open"
    course.at(date(2026, 2, 25)).tell_refusal()
    found = limit(course, "decide_whether_to_assess")
    assert (found.status(course.today), found.days_late(course.today)) == ("met_late", 2)


@pytest.mark.parametrize(("off", "status"), [(-1, "met"), (0, "met"), (1, "met_late")])
def test_telling_of_no_plan_meets_the_sixteen_weeks(off: int, status: str) -> None:
    day = WEEK_16 + off * DAY
    course = at(S.DECIDING_PLAN).at(day)
    confirm(course)
    course.decide_plan(PlanOutcome.NO_PLAN).tell_no_plan()
    assert limit(course, "decide_no_plan").status(day) == status


@pytest.mark.parametrize(("off", "status"), [(-1, "met"), (0, "met"), (1, "met_late")])
def test_telling_that_a_plan_will_be_made_meets_the_sixteen_weeks_too(
    off: int, status: str
) -> None:
    course = at(S.DECIDING_PLAN).at(WEEK_16 + off * DAY).decide_plan()
    assert limit(course, "decide_no_plan").status(course.today) == status


def test_the_letter_that_a_plan_will_be_made_counts_by_post_when_it_is_delivered() -> None:
    course = at(S.DECIDING_PLAN).at(date(2026, 4, 30))
    by_post = replace(LAWFUL["notify_plan_will_be_made"](course), method=Method.FIRST_CLASS_POST)
    course.do(by_post)
    assert limit(course, "decide_no_plan").met_on == date(2026, 5, 5)
    assert limit(course, "decide_no_plan").status(course.today) == "met_late"


@pytest.mark.parametrize(("off", "status"), [(-1, "met"), (0, "met"), (1, "met_late")])
def test_sending_the_final_plan_meets_the_twenty_weeks(off: int, status: str) -> None:
    day = WEEK_20 + off * DAY
    course = at(S.FINALISING).at(day)
    confirm(course)
    course.send_final()
    assert limit(course, "final_plan").status(day) == status


@pytest.mark.parametrize(
    ("posted_on", "method", "met_on", "status"),
    [
        (date(2026, 5, 28), Method.FIRST_CLASS_POST, date(2026, 6, 1), "met"),
        (date(2026, 5, 29), Method.FIRST_CLASS_POST, date(2026, 6, 2), "met_late"),
        (date(2026, 5, 26), Method.SECOND_CLASS_POST, date(2026, 6, 1), "met"),
        (date(2026, 6, 1), Method.HAND, date(2026, 6, 1), "met"),
    ],
)
def test_a_final_plan_by_post_is_judged_by_the_day_it_is_deemed_delivered(
    posted_on: date, method: Method, met_on: date, status: str
) -> None:
    course = at(S.FINALISING).at(posted_on)
    confirm(course)
    course.send_final(method=method)
    found = limit(course, "final_plan")
    assert (found.met_on, found.status(date(2026, 7, 1))) == (met_on, status)


def confirm(course: Course) -> None:
    course.do(LAWFUL["confirm_address"](course))


def test_a_threshold_refusal_meets_its_own_limit_and_ends_the_other_one() -> None:
    course = at(S.RECEIVED)
    course.do(LAWFUL["notify_refusal"](course))
    assert limit(course, "threshold_refusal").status(WEEK_20) == "met"
    assert limit(course, "decide_whether_to_assess").status(WEEK_20) == "void"
    assert limit(course, "decide_no_plan").status(WEEK_20) == "void"
    assert limit(course, "final_plan").status(WEEK_20) == "void"


def test_no_plan_ends_the_limits_of_a_plan() -> None:
    course = at(S.NO_PLAN)
    assert limit(course, "final_plan").status(WEEK_20 + DAY) == "void"
    assert limit(course, "decide_no_plan").status(WEEK_20 + DAY) == "met"


@pytest.mark.parametrize("step", ["withdraw", "move_out", "record_death", "join_duplicate"])
def test_an_ended_case_owes_nothing_more_and_what_was_met_stays_met(step: str) -> None:
    course = at(S.ASSESSING).at(date(2026, 4, 1))
    course.do(LAWFUL[step](course))
    late = WEEK_20 + 30 * DAY
    standing_then = {d.code: d.status(late) for d in deadlines(course.now)}
    assert standing_then.pop("decide_whether_to_assess") == "met"
    kept = {d.code for d in deadlines(course.now) if d.met_on is not None}
    assert {status for code, status in standing_then.items() if code not in kept} == {"void"}


def test_a_withdrawal_that_leaves_a_duty_stops_no_clock() -> None:
    course = at(S.ASSESSING)
    before = deadlines(course.now)
    course.do(LAWFUL["keep_open_after_withdrawal"](course))
    assert deadlines(course.now) == before
    assert course.now.is_open


def test_an_incomplete_request_runs_like_any_other() -> None:
    course = at(S.RECEIVED)
    before = deadlines(course.now)
    course.do(LAWFUL["ask_for_missing"](course))
    assert deadlines(course.now) == before


def test_an_exception_moves_no_day_and_makes_no_new_one() -> None:
    course = at(S.DRAFTING)
    before = {
        (d.code, d.ref): (d.due_on, d.act_by)
        for d in deadlines(course.now)
        if d.kind is not Kind.LOCAL
    }
    course.do(LAWFUL["claim_exception"](course))
    after = {
        (d.code, d.ref): (d.due_on, d.act_by)
        for d in deadlines(course.now)
        if d.kind is not Kind.LOCAL
    }
    assert after == before
    found = limit(course, "final_plan")
    days = (WEEK_20, WEEK_20 + DAY, WEEK_20 + 400 * DAY)
    assert {found.status(day) for day in days} == {Status.DISAPPLIED_ASAP}
    assert limit(course, "decide_no_plan").disapplied_by is None


def test_an_exception_to_one_limit_says_nothing_about_another() -> None:
    course = at(S.CONSIDERING).at(date(2026, 2, 24))
    course.do(LAWFUL["record_circumstances"](course))
    claim = replace(
        LAWFUL["claim_exception"](course),
        limit="decide_whether_to_assess",
        ground="reg 5(4)(c)",
        late_claim_reason="The hospital wrote today",
    )
    course.do(claim)
    assert limit(course, "decide_whether_to_assess").status(course.today) == "breached_open"
    course.do(
        c.SettleLateException(
            assessment_id=course.now.id,
            exception_id=claim.exception_id,
            approved=True,
            settled_on=course.today,
            reasons="The letter could not have come sooner",
        ),
        MANAGER,
    )
    today = date(2026, 6, 30)
    assert limit(course, "decide_whether_to_assess").status(today) == "disapplied_asap"
    assert limit(course, "decide_no_plan").status(today) == "breached_open"
    assert limit(course, "final_plan").status(today) == "breached_open"


def test_no_exception_ever_reaches_a_refusal_under_section_36_5() -> None:
    course = at(S.RECEIVED)
    LAWFUL["notify_refusal"](course)  # decided, not yet told
    for record in ("record_circumstances", "record_absence", "record_closure"):
        course.do(LAWFUL[record](course))
    claim = LAWFUL["claim_exception"](course)
    for ground in ("reg 5(4)(a)", "reg 5(4)(c)", "reg 5(4)(d)", "reg 10(4)(c)"):
        with pytest.raises(TransitionRefusedError) as refused:
            course.do(replace(claim, limit="threshold_refusal", ground=ground))
        assert "ground_listed" in {unmet.guard for unmet in refused.value.unmet}


def test_met_late_under_an_exception_still_says_late() -> None:
    course = at(S.FINALISING)
    course.do(LAWFUL["claim_exception"](course))
    course.at(WEEK_20 + 7 * DAY)
    confirm(course)
    course.send_final()
    assert limit(course, "final_plan").status(course.today) == "met_late"


# --- advice -------------------------------------------------------------------------------------------------------


def test_a_bound_body_has_six_weeks_by_law_and_others_by_the_code() -> None:
    course = at(S.ASSESSING)
    health = limit(course, "advice_health", course.request_id(AdviceItem.HEALTH))
    psychology = limit(course, "advice_psychology", course.request_id(AdviceItem.PSYCHOLOGY))
    assert (health.kind, health.provision, health.due_on) == (
        Kind.STATUTORY,
        "reg 8(1)",
        date(2026, 3, 23),
    )
    assert psychology.kind is Kind.GUIDANCE
    assert psychology.provision.startswith("Code 9.")


def test_the_six_weeks_run_from_receipt_by_the_body_and_without_one_there_is_no_guess() -> None:
    course = at(S.ASSESSING)
    course.do(LAWFUL["request_advice"](course))
    owed = [d for d in deadlines(course.now) if d.ref == "one-more"]
    assert [(d.code, d.kind) for d in owed] == [("prove_receipt", Kind.LOCAL)], "no limit of theirs"
    course.at(course.today + 3 * DAY).do(
        c.RecordRequestReceived(
            assessment_id=CASE_ID, request_id="one-more", received_by_body_on=course.today
        )
    )
    assert limit(course, "advice_other", "one-more").due_on == course.today + timedelta(weeks=6)
    assert not [d for d in deadlines(course.now) if d.code == "prove_receipt"]


def test_whether_a_request_arrived_is_found_out_in_two_working_days() -> None:
    course = at(S.ASSESSING)
    course.do(LAWFUL["request_advice"](course))
    owed = limit(course, "prove_receipt", "one-more")
    assert owed.due_on == working_days_after(course.today, 2, ENGLAND_AND_WALES.days)
    course.at(course.today + 30 * DAY)
    assert limit(course, "prove_receipt", "one-more").status(course.today) == "breached_open"


@pytest.mark.parametrize("proof", [ReceiptProof.DELIVERED, ReceiptProof.TOLD])
def test_a_receipt_that_others_speak_of_says_who_or_which(proof: ReceiptProof) -> None:
    course = at(S.ASSESSING)
    course.do(LAWFUL["request_advice"](course))
    said = c.RecordRequestReceived(
        assessment_id=CASE_ID,
        request_id="one-more",
        received_by_body_on=course.today,
        proof=proof,
        evidence=" ",
    )
    with pytest.raises(ImpossibleFactsError) as refused:
        course.do(said)
    assert [fault.pointer for fault in refused.value.errors] == ["/evidence"]
    course.do(replace(said, evidence="Invented administrator, by telephone."))
    request = course.now.advice_request("one-more")
    assert request is not None
    assert request.receipt_proof is proof


@pytest.mark.parametrize(("off", "status"), [(-1, "met"), (0, "met"), (1, "met_late")])
def test_advice_is_in_time_to_the_end_of_its_day(off: int, status: str) -> None:
    due = date(2026, 3, 23)
    course = at(S.ASSESSING).at(due + off * DAY).give(AdviceItem.HEALTH)
    found = limit(course, "advice_health", course.request_id(AdviceItem.HEALTH))
    assert found.status(course.today) == status


def test_advice_returned_keeps_the_day_it_first_came_and_the_day_it_was_due() -> None:
    course = at(S.ASSESSING).at(date(2026, 3, 23)).give(AdviceItem.HEALTH)
    request_id = course.request_id(AdviceItem.HEALTH)
    before = limit(course, "advice_health", request_id)
    course.do(
        c.ReturnAdvice(
            assessment_id=CASE_ID,
            request_id=request_id,
            returned_on=course.today,
            return_due_on=course.today + 10 * DAY,
            gaps="How often, and by whom?",
        )
    )
    course.at(date(2026, 4, 2)).give(AdviceItem.HEALTH).accept(AdviceItem.HEALTH)
    assert limit(course, "advice_health", request_id) == before
    request = course.now.advice_request(request_id)
    assert request is not None
    assert (request.first_received_on, request.accepted_on) == (
        date(2026, 3, 23),
        date(2026, 4, 2),
    )


def test_a_newer_version_takes_the_place_of_one_nobody_had_looked_at() -> None:
    course = at(S.ASSESSING).give(AdviceItem.HEALTH).give(AdviceItem.HEALTH)
    assert len([d for d in deadlines(course.now) if d.code == "check_advice"]) == 1


def test_existing_advice_that_all_three_accept_ends_the_wait_for_new_advice() -> None:
    course = at(S.ASSESSING)
    request_id = course.request_id(AdviceItem.HEALTH)
    reuse = replace(
        LAWFUL["record_reuse"](course), request_id=request_id, item=AdviceItem.HEALTH, family=True
    )
    course.do(reuse)
    assert limit(course, "advice_health", request_id).status(WEEK_20) == "void"


def test_each_not_known_is_open_until_it_is_settled_and_the_next_one_again() -> None:
    course = at(S.ASSESSING)
    request_id = course.request_id(AdviceItem.HEALTH)
    reply = c.ReplyToRequest(
        assessment_id=CASE_ID,
        request_id=request_id,
        kind=ReplyKind.NOT_KNOWN,
        replied_on=course.today,
    )
    settle = c.SettleNotKnown(
        assessment_id=CASE_ID,
        request_id=request_id,
        settled_on=course.today,
        service_id="another service",
        statement="They know the child",
    )
    for asked in (reply, settle):
        course.do(asked)
    assert "settle_not_known" not in codes(course)
    course.do(reply)
    assert "settle_not_known" in codes(course)


def test_asked_late_is_the_authoritys_own_delay_and_later_wishes_do_not_add_to_it() -> None:
    course = at(S.CONSIDERING).at(WEEK_6).decide_to_assess().tell_assessing()
    assert limit(course, "ask_for_advice").status(date(2026, 3, 1)) == "breached_open"
    course.at(date(2026, 3, 16)).ask()
    asked = limit(course, "ask_for_advice")
    assert (asked.met_on, asked.days_late(course.today)) == (date(2026, 3, 16), 21)
    course.at(date(2026, 4, 20)).ask(AdviceItem.REQUESTED)
    assert limit(course, "ask_for_advice") == asked


# --- the draft ------------------------------------------------------------------------------------------------------


def test_the_window_of_a_replaced_draft_goes_and_the_fresh_one_has_its_own_fifteen_days() -> None:
    course = at(S.DRAFT_WITH_FAMILY)
    first = limit(course, "draft_window", "draft-1")
    assert first.due_on == first.starts_on + 14 * DAY
    course.do(LAWFUL["start_fresh_draft"](course))
    assert "draft_window" not in codes(course)
    assert limit(course, "latest_draft_service").met_on is None
    course.at(course.today + 8 * DAY).save_plan(F="Other provision.").serve_draft("draft-2")
    fresh = limit(course, "draft_window", "draft-2")
    assert fresh.starts_on == course.today
    assert fresh.due_on == course.today + 14 * DAY
    assert limit(course, "final_plan").due_on == WEEK_20


def test_the_familys_time_ends_and_is_never_late() -> None:
    found = limit(at(S.DRAFT_WITH_FAMILY), "draft_window", "draft-1")
    assert found.kind is Kind.FAMILY
    days = (found.due_on - DAY, found.due_on, found.due_on + DAY)
    assert [found.status(day) for day in days] == ["running", "running", "void"]
    assert standing(found, found.due_on + DAY).level is Level.ON_TRACK


def test_a_part_draft_starts_nobodys_time() -> None:
    course = at(S.DRAFTING)
    before = codes(course)
    course.do(LAWFUL["share_part_draft"](course))
    assert codes(course) == before


# --- what moves a limit -----------------------------------------------------------------------------------------------


def test_an_earlier_arrival_found_later_moves_every_limit_back_and_says_so() -> None:
    course = at(S.ASSESSING)
    command = c.AddTrigger(
        assessment_id=CASE_ID,
        trigger_id="earlier",
        kind=f.TriggerKind.SCHOOL_REQUEST,
        received_on=MONDAY - 3 * DAY,
        evidence="An e-mail in another inbox",
    )
    course.do(command)
    event, _ = course.history[-1]
    assert limit(course, "final_plan").due_on == WEEK_20 - 3 * DAY
    moved = {m.code: (m.was_due_on, m.due_on) for m in event.moved}  # type: ignore[attr-defined]
    assert moved["final_plan"] == (WEEK_20, WEEK_20 - 3 * DAY)
    assert set(moved) == {
        "decide_whether_to_assess",
        "decide_no_plan",
        "final_plan",
        "latest_draft_service",
    }
    assert event.told_before == (course.now.contacts[0].id,)  # type: ignore[attr-defined]


def test_a_second_request_restarts_nothing() -> None:
    course = at(S.ASSESSING)
    before = deadlines(course.now)
    course.do(LAWFUL["add_trigger"](course))
    assert deadlines(course.now) == before
    event, _ = course.history[-1]
    assert event.moved == ()  # type: ignore[attr-defined]
