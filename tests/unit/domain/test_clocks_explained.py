"""The proof of a date: what it says of the count, the holidays, the grounds and the doubts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from ehc_workflow.domain import facts as f
from ehc_workflow.domain.clocks import clocks
from ehc_workflow.domain.clocks.explanation import Proof, explain
from ehc_workflow.domain.clocks.proof_sheet import as_data, as_text
from ehc_workflow.domain.facts import ClockId

SUMMER = f.Facts(
    triggers=(
        f.Trigger(
            f.TriggerKind.PARENTAL_REQUEST, received_at=datetime(2026, 6, 14, 23, 20, tzinfo=UTC)
        ),
    ),
    closures=(f.Closure(f.Setting.SCHOOL, date(2026, 7, 22), date(2026, 9, 2)),),
    advice_requests=(
        f.AdviceRequestFacts(
            f.Contributor.EDUCATION, f.Setting.SCHOOL, requested_on=date(2026, 7, 15)
        ),
    ),
    absences=(f.Absence(f.Who.CHILD, date(2026, 10, 6), date(2026, 11, 2)),),
)


def proof(clock: ClockId, facts: f.Facts) -> Proof:
    (found,) = [one for one in clocks(facts) if one.clock == clock]
    return explain(found, facts)


def test_it_tells_the_moment_of_arrival_and_the_london_day() -> None:
    told = proof(ClockId.FINAL_PLAN, SUMMER).started_by
    assert (
        told
        == "Parental request at 2026-06-14T23:20:00+00:00, which was Monday 15 June 2026 in London."
    )


def test_it_tells_which_of_several_triggers_governs() -> None:
    facts = replace(
        SUMMER,
        triggers=(
            f.Trigger(f.TriggerKind.SCHOOL_REQUEST, posted_on=date(2026, 6, 1)),
            *SUMMER.triggers,
        ),
    )
    told = proof(ClockId.FINAL_PLAN, facts).started_by
    assert told == (
        "School request posted on Monday 1 June 2026, day of arrival not known, so taken as received on "
        "Tuesday 2 June 2026. It governs, as the earliest of 2 that could."
    )


def test_it_tells_grounds_met_and_not_met_and_what_to_confirm() -> None:
    told = proof(ClockId.FINAL_PLAN, SUMMER)
    assert [(ground.citation, ground.met) for ground in told.grounds] == [
        ("reg 13(3) with 10(4)(a)", True),
        ("reg 13(3) with 10(4)(b)", False),
        ("reg 13(3) with 10(4)(c)", False),
        ("reg 13(3) with 10(4)(d)", True),
    ]
    assert told.grounds[0].why == "Asked on 15 July 2026."
    assert told.grounds[3].why.startswith(
        "28 days of one absence fall in the period 16 June 2026 to 2 November"
    )
    assert len(told.confirm) == 2
    assert told.closures_met == (
        "school closed for 42 days from 22 July 2026; requests from 15 July 2026 to 26 August 2026 matter",
    )


def test_it_tells_why_the_day_to_act_by_is_earlier() -> None:
    facts = f.Facts(
        triggers=(f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_on=date(2026, 11, 13)),)
    )
    last = proof(ClockId.DECIDE_WHETHER_TO_ASSESS, facts).steps[-1]
    assert (last.day, last.counted) == (date(2026, 12, 24), False)
    assert "The law does not move the last day (Christmas Day)" in last.says


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (
            date(2026, 6, 12),
            "Rule 12(3): time that ends from 25 December to 1 January or in August",
        ),
        (
            date(2026, 10, 28),
            "Rule 12(3): time that ends from 25 December to 1 January or in August",
        ),
        (
            date(2026, 3, 30),
            "Rule 12(2): the time ends on a day that is no working day (Saturday), so the next one",
        ),
        (
            date(2027, 1, 26),
            "Rule 12(2): the time ends on a day that is no working day (Good Friday), so the next",
        ),
        (
            date(2019, 7, 10),
            "Rule 12(3): 25 December to 1 January and the days of August are not counted",
        ),
    ],
)
def test_it_tells_how_rule_12_ends_the_time_to_appeal(sent: date, says: str) -> None:
    facts = f.Facts(notices=(f.NoticeFacts(f.NoticeKind.NO_PLAN, sent, f.Method.EMAIL),))
    assert proof(ClockId.APPEAL, facts).steps[-1].says.startswith(says)


def test_it_tells_that_a_month_has_no_such_day() -> None:
    facts = f.Facts(
        notices=(f.NoticeFacts(f.NoticeKind.NO_PLAN, date(2025, 12, 31), f.Method.EMAIL),)
    )
    assert [(step.day, step.says) for step in proof(ClockId.MEDIATION_CONTACT, facts).steps] == [
        (date(2025, 12, 31), "Day 0"),
        (date(2026, 1, 31), "Month 1"),
        (date(2026, 2, 28), "Month 2: no such day in this month, so its last"),
    ]


def test_it_tells_that_the_certificate_gives_the_later_day() -> None:
    notice = f.NoticeFacts(
        f.NoticeKind.NO_PLAN, date(2026, 3, 10), f.Method.EMAIL, date(2026, 4, 30)
    )
    told = proof(ClockId.APPEAL, f.Facts(notices=(notice,)))
    assert told.started_by.endswith(
        "mediation certificate issued on Thursday 30 April 2026, which gives the later day."
    )
    assert told.counting == "1 month after; the day itself is day 0"


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (f.DraftFacts(date(2026, 6, 4), f.Method.EMAIL), "by email, served that day."),
        (
            f.DraftFacts(date(2026, 6, 5), f.Method.EMAIL, time(17, 1)),
            "by email, after 5 pm, so served on the next",
        ),
        (
            f.DraftFacts(date(2026, 6, 7), f.Method.HAND),
            "by hand, on a day that is no working day, so served on",
        ),
        (
            f.DraftFacts(date(2026, 6, 5), f.Method.FIRST_CLASS_POST),
            "by first class post, served 2 working days after posting, Tuesday 9 June 2026.",
        ),
    ],
)
def test_it_tells_how_a_draft_was_served(draft: f.DraftFacts, says: str) -> None:
    told = proof(ClockId.DRAFT_WINDOW, f.Facts(drafts=(draft,)))
    assert says in told.started_by
    assert told.counting == "15 days beginning with it; the day itself is day 1"


def test_it_passes_over_days_that_do_not_count() -> None:
    mediation = f.Mediation(f.MediationIssues.HEALTH, date(2026, 4, 1))
    steps = proof(ClockId.TELL_HEALTH_BODY, f.Facts(mediations=(mediation,))).steps
    assert [step.day.day for step in steps if not step.counted] == [3, 4, 5, 6]
    assert [step.says for step in steps if step.counted] == [
        "Day 0",
        "Working day 1",
        "Working day 2",
        "Working day 3",
    ]


def test_it_tells_the_doubts_of_the_law_and_of_the_calendar() -> None:
    facts = f.Facts(orders=(f.OrderFacts(f.OrderKind.RECONSIDER, date(2029, 3, 1)),))
    assert proof(ClockId.RECONSIDER, facts).doubts == (
        "reg 44(2)(d) has not been checked against the statutory text.",
        "Bank holidays are announced to 31 December 2028; later ones are forecast.",
    )


def test_a_date_of_its_own_is_taken_as_it_stands() -> None:
    order = f.OrderFacts(
        f.OrderKind.ASSESS, date(2027, 3, 1), ((ClockId.FINAL_PLAN, date(2027, 5, 21)),)
    )
    told = proof(ClockId.FINAL_PLAN, f.Facts(orders=(order,)))
    assert told.counting == "the date set instead, taken as it stands"
    assert told.steps[-1].day == date(2027, 5, 21)


def test_the_threshold_refusal_says_that_nothing_can_except_it() -> None:
    assert (
        "No exception can be attached to this limit."
        in proof(ClockId.THRESHOLD_REFUSAL, SUMMER).would_change
    )


def test_text_and_data_hold_the_same_days() -> None:
    told = proof(ClockId.LATEST_DRAFT_SERVICE, SUMMER)
    assert as_data(told)["steps"][-2] == {
        "day": "2026-10-18",
        "says": "15 days earlier, which leaves the family its 15 days",
        "counted": True,
    }
    assert (
        "Sunday 18 October 2026: 15 days earlier, which leaves the family its 15 days"
        in as_text(told)
    )
