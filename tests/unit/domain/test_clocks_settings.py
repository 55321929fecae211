"""Each setting of the authority: the safe default, and what the other reading would give."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES, BankHolidays
from ehc_workflow.domain import facts as f
from ehc_workflow.domain.clocks import Clock, clock_start, clocks, done_on, received_on, served_on
from ehc_workflow.domain.clocks.explanation import explain
from ehc_workflow.domain.errors import ImpossibleFactsError, RuleBookError
from ehc_workflow.domain.facts import ClockId
from ehc_workflow.rules.book import BOOK, RuleBook
from ehc_workflow.rules.local_policy import (
    DEFAULT_POLICY,
    AbsenceRule,
    AgreementExceptions,
    ClosureBoundary,
    ElectronicService,
    ExceptionPeriod,
    InternalTarget,
    LeadTrigger,
    Policy,
    ReceiptRule,
    Reg133Period,
    SendMeans,
)
from ehc_workflow.rules.model import InForce, weeks
from ehc_workflow.rules.send_regs_2014.assessment import FINAL_PLAN

REQUEST = f.Facts(
    triggers=(f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_on=date(2026, 3, 2)),)
)


def the(clock: ClockId, facts: f.Facts, policy: Policy = DEFAULT_POLICY) -> Clock:
    (found,) = [one for one in clocks(facts, policy) if one.clock == clock]
    return found


@pytest.mark.parametrize(
    ("moment", "later"),
    [
        (datetime(2026, 6, 5, 15, 59, tzinfo=UTC), date(2026, 6, 5)),
        (datetime(2026, 6, 5, 16, 0, tzinfo=UTC), date(2026, 6, 5)),
        (datetime(2026, 6, 5, 16, 1, tzinfo=UTC), date(2026, 6, 8)),
        (datetime(2026, 6, 6, 10, 0, tzinfo=UTC), date(2026, 6, 8)),
        (datetime(2026, 5, 25, 10, 0, tzinfo=UTC), date(2026, 5, 26)),
    ],
    ids=["before five", "five", "after five", "Saturday", "bank holiday"],
)
def test_receipt_after_hours(moment: datetime, later: date) -> None:
    trigger = f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_at=moment)
    assert received_on(trigger) == moment.date()
    assert received_on(trigger, Policy(receipt_rule=ReceiptRule.NEXT_WORKING_DAY)) == later


def test_receipt_of_which_no_hour_is_known() -> None:
    trigger = f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_on=date(2026, 6, 7))
    assert received_on(trigger) == date(2026, 6, 7)
    assert received_on(trigger, Policy(receipt_rule=ReceiptRule.NEXT_WORKING_DAY)) == date(
        2026, 6, 8
    )


def test_post_of_unknown_arrival() -> None:
    trigger = f.Trigger(f.TriggerKind.PARENTAL_REQUEST, posted_on=date(2026, 5, 22))
    assert received_on(trigger) == date(2026, 5, 26)
    assert received_on(trigger, Policy(unknown_post_receipt_working_days=2)) == date(2026, 5, 27)


def test_the_trigger_that_leads() -> None:
    facts = replace(
        REQUEST,
        triggers=(
            *REQUEST.triggers,
            f.Trigger(f.TriggerKind.SCHOOL_REQUEST, received_on=date(2026, 3, 9)),
        ),
    )
    assert clock_start(facts) == date(2026, 3, 2)
    assert clock_start(facts, Policy(lead_trigger=LeadTrigger.LATEST)) == date(2026, 3, 9)


def test_the_internal_target() -> None:
    facts = f.Facts(
        triggers=(f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_on=date(2026, 11, 13)),)
    )
    decide = ClockId.DECIDE_WHETHER_TO_ASSESS
    assert the(decide, facts).act_by == date(2026, 12, 24)
    assert the(decide, facts, Policy(internal_target=InternalTarget.LEGAL_DAY)).act_by == date(
        2026, 12, 25
    )


def test_when_something_posted_is_done() -> None:
    day = date(2026, 3, 30)
    assert done_on(day, f.Method.FIRST_CLASS_POST) == date(2026, 4, 1)
    assert done_on(day, f.Method.FIRST_CLASS_POST, Policy(send_means=SendMeans.DAY_POSTED)) == day
    assert done_on(day, f.Method.FIRST_CLASS_POST, Policy(first_class_working_days=1)) == date(
        2026, 3, 31
    )
    assert done_on(day, f.Method.EMAIL) == day


def test_when_an_electronic_draft_is_served() -> None:
    friday, after_hours = date(2026, 6, 5), time(17, 1)
    policy = Policy(electronic_service=ElectronicService.DAY_SENT)
    assert served_on(friday, f.Method.EMAIL, after_hours) == date(2026, 6, 8)
    assert served_on(friday, f.Method.EMAIL, after_hours, policy) == friday
    assert served_on(friday, f.Method.SECOND_CLASS_POST, None, policy) == date(2026, 6, 11)


def test_more_time_for_the_family_takes_it_from_the_authority() -> None:
    facts = replace(REQUEST, drafts=(f.DraftFacts(date(2026, 7, 3), f.Method.EMAIL),))
    policy = Policy(draft_window_days=20)
    window = the(ClockId.DRAFT_WINDOW, facts, policy)
    assert (window.due_on, window.earliest_final) == (date(2026, 7, 22), date(2026, 7, 23))
    assert window.final_in_time is False
    assert the(ClockId.LATEST_DRAFT_SERVICE, facts, policy).due_on == date(2026, 6, 30)
    assert the(ClockId.FINAL_PLAN, facts, policy).due_on == date(2026, 7, 20)


def test_the_schools_reply() -> None:
    facts = f.Facts(consultations=(f.Consultation(date(2026, 5, 6)),))
    assert the(ClockId.SCHOOL_REPLY, facts).due_on == date(2026, 5, 21)
    assert the(
        ClockId.SCHOOL_REPLY, facts, Policy(school_reply_counts_day_sent=True)
    ).due_on == date(2026, 5, 20)
    assert the(ClockId.SCHOOL_REPLY, facts, Policy(school_reply_days=20)).due_on == date(
        2026, 5, 26
    )


ON_THE_BOUNDARY = f.Facts(
    triggers=(f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_on=date(2026, 7, 1)),),
    closures=(f.Closure(f.Setting.SCHOOL, date(2026, 7, 22), date(2026, 9, 2)),),
    advice_requests=(
        f.AdviceRequestFacts(
            f.Contributor.EDUCATION, f.Setting.SCHOOL, requested_on=date(2026, 7, 15)
        ),
    ),
)


def test_the_boundary_of_a_closure_window() -> None:
    decide = ClockId.DECIDE_WHETHER_TO_ASSESS
    in_ = the(decide, ON_THE_BOUNDARY)
    out = the(decide, ON_THE_BOUNDARY, Policy(closure_boundary=ClosureBoundary.OUT))
    assert (in_.exceptions, in_.confirm) == (("reg 5(4)(a)",), ("closure_boundary",))
    assert (out.exceptions, out.confirm) == ((), ())


def test_an_absence_that_only_overlaps() -> None:
    facts = replace(
        REQUEST, absences=(f.Absence(f.Who.CHILD, date(2026, 4, 1), date(2026, 4, 28)),)
    )
    decide = ClockId.DECIDE_WHETHER_TO_ASSESS
    assert the(decide, facts).exceptions == ()
    policy = Policy(absence_rule=AbsenceRule.OVERLAPPING)
    assert the(decide, facts, policy).exceptions == ("reg 5(4)(d)",)
    elsewhere = replace(
        REQUEST, absences=(f.Absence(f.Who.CHILD, date(2026, 4, 14), date(2026, 5, 20)),)
    )
    assert the(decide, elsewhere, policy).exceptions == ()


def test_whether_day_0_is_in_the_period() -> None:
    facts = replace(
        REQUEST, absences=(f.Absence(f.Who.CHILD, date(2026, 3, 2), date(2026, 3, 29)),)
    )
    decide = ClockId.DECIDE_WHETHER_TO_ASSESS
    assert the(decide, facts).exceptions == ()
    assert the(decide, facts, Policy(exception_period=ExceptionPeriod.DAY_ZERO)).exceptions == (
        "reg 5(4)(d)",
    )


def test_which_period_reg_13_3_looks_at() -> None:
    late = f.PersonalCircumstance(
        f.Who.CHILD, f.CircumstanceKind.HOSPITAL_STAY, date(2026, 6, 23), date(2026, 6, 25)
    )
    facts = replace(REQUEST, personal_circumstances=(late,))
    final = the(ClockId.FINAL_PLAN, facts)
    assert (final.exceptions, final.confirm) == (
        ("reg 13(3) with 10(4)(c)",),
        ("twenty_week_reading",),
    )
    strict = the(ClockId.FINAL_PLAN, facts, Policy(reg_13_3_period=Reg133Period.SIXTEEN_WEEKS))
    assert (strict.exceptions, strict.confirm) == ((), ())


def test_exceptions_of_an_agreement() -> None:
    facts = f.Facts(
        mediation_agreements=(f.MediationAgreement(f.AgreementMatter.MAKE_PLAN, date(2026, 3, 2)),),
        absences=(f.Absence(f.Who.CHILD, date(2026, 3, 3), date(2026, 3, 16)),),
    )
    assert the(ClockId.DRAFT_PLAN, facts).exceptions is None
    policy = Policy(agreement_exceptions=AgreementExceptions.AS_FOR_ORDERS)
    draft = the(ClockId.DRAFT_PLAN, facts, policy)
    assert draft.exceptions == ("reg 44(3)(b)",)
    assert [ground.met for ground in explain(draft, facts, policy).grounds] == [
        False,
        False,
        False,
        True,
    ]


def test_another_calendar() -> None:
    local = BankHolidays(
        ENGLAND_AND_WALES.days | {date(2026, 4, 13)}, date(2028, 12, 31), "invented"
    )
    decide = the(ClockId.DECIDE_WHETHER_TO_ASSESS, REQUEST, Policy(calendar=local))
    assert (decide.due_on, decide.act_by) == (date(2026, 4, 13), date(2026, 4, 10))


LONGER = replace(FINAL_PLAN, period=weeks(24), in_force=InForce(first_day=date(2026, 3, 3)))
"""Invented: a longer limit for requests from 3 March 2026."""


def test_a_case_keeps_the_rule_that_was_the_law_when_its_clock_started() -> None:
    until = replace(FINAL_PLAN, in_force=InForce(FINAL_PLAN.in_force.first_day, date(2026, 3, 2)))
    others = [limit for limit in BOOK.limits if limit is not FINAL_PLAN]
    book = RuleBook([*others, until, LONGER], BOOK.tribunal_times)
    (old,) = [
        clock for clock in clocks(REQUEST, Policy(book=book)) if clock.clock is ClockId.FINAL_PLAN
    ]
    assert old.due_on == date(2026, 7, 20)
    newer = f.Facts(
        triggers=(f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_on=date(2026, 3, 3)),)
    )
    (new,) = [
        clock for clock in clocks(newer, Policy(book=book)) if clock.clock is ClockId.FINAL_PLAN
    ]
    assert (new.due_on, new.rule_version) == (date(2026, 8, 18), "final_plan/2026-03-03")


def test_facts_from_before_the_law_are_an_error_of_the_rule_book() -> None:
    before = f.Facts(
        triggers=(f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_on=date(2014, 8, 31)),)
    )
    with pytest.raises(RuleBookError, match="31 August 2014"):
        clocks(before)


def test_a_rule_that_stands_twice_is_an_error_of_the_rule_book() -> None:
    with pytest.raises(RuleBookError, match="Two versions"):
        clocks(REQUEST, Policy(book=RuleBook([*BOOK.limits, FINAL_PLAN], BOOK.tribunal_times)))


def test_a_trigger_without_a_day_and_a_moment_without_an_offset_are_impossible() -> None:
    with pytest.raises(ImpossibleFactsError):
        clocks(f.Facts(triggers=(f.Trigger(f.TriggerKind.PARENTAL_REQUEST),)))
    naive = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001  # what must be refused
    with pytest.raises(ImpossibleFactsError):
        clocks(f.Facts(triggers=(f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_at=naive),)))


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (date(2019, 7, 10), date(2019, 10, 11)),
        (date(2019, 5, 31), date(2019, 7, 31)),
        (date(2019, 6, 3), date(2019, 9, 3)),
        (date(2020, 7, 20), date(2020, 10, 21)),
        (date(2020, 7, 21), date(2020, 9, 21)),
    ],
    ids=[
        "August inside",
        "before August",
        "ends in August",
        "last day of the old rule",
        "first day of the new",
    ],
)
def test_time_to_appeal_before_21_july_2020_left_august_out(sent: date, due: date) -> None:
    notice = f.NoticeFacts(f.NoticeKind.NO_PLAN, sent, f.Method.EMAIL)
    assert the(ClockId.APPEAL, f.Facts(notices=(notice,))).due_on == due
