"""Every limit that an act can keep: the day before, the day, the day after; and who started what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ehc_workflow.domain import facts as f
from ehc_workflow.domain.clocks import Clock, clock_start, clocks, original_limits_superseded
from ehc_workflow.domain.facts import ClockId, NoticeKind

DAY = timedelta(days=1)
REQUEST = f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_on=date(2026, 3, 2))
ASKED = f.Facts(triggers=(REQUEST,))
ORDERED = f.Facts(orders=(f.OrderFacts(f.OrderKind.ASSESS, date(2026, 3, 2)),))
PLAN_ORDERED = f.Facts(orders=(f.OrderFacts(f.OrderKind.MAKE_PLAN, date(2026, 3, 2)),))
AMENDING = f.Facts(
    unopposed_appeals=(f.UnopposedAppeal(f.AppealMatter.AMEND_CONTENTS, date(2026, 3, 2)),)
)
REASSESSING = f.Facts(reassessment=f.Reassessment(received_on=date(2026, 3, 2)))


def the(clock: ClockId, facts: f.Facts) -> Clock:
    (found,) = [one for one in clocks(facts) if one.clock == clock]
    return found


@pytest.mark.parametrize("off", [-1, 0, 1], ids=["day before", "day", "day after"])
@pytest.mark.parametrize(
    ("clock", "facts", "kind"),
    [
        (ClockId.THRESHOLD_REFUSAL, ASKED, NoticeKind.THRESHOLD_REFUSAL),
        (ClockId.DECIDE_WHETHER_TO_ASSESS, ASKED, NoticeKind.WILL_ASSESS),
        (ClockId.DECIDE_WHETHER_TO_ASSESS, ASKED, NoticeKind.REFUSAL_TO_ASSESS),
        (ClockId.DECIDE_NO_PLAN, ASKED, NoticeKind.NO_PLAN),
        (ClockId.FINAL_PLAN, ASKED, NoticeKind.FINAL_PLAN),
        (ClockId.NOTIFY_WILL_ASSESS, ORDERED, NoticeKind.WILL_ASSESS),
        (ClockId.DECIDE_NO_PLAN, ORDERED, NoticeKind.NO_PLAN),
        (ClockId.FINAL_PLAN, PLAN_ORDERED, NoticeKind.FINAL_PLAN),
        (ClockId.AMENDED_PLAN, AMENDING, NoticeKind.AMENDED_PLAN),
        (ClockId.DECIDE_WHETHER_TO_REASSESS, REASSESSING, NoticeKind.WILL_REASSESS),
        (ClockId.DECIDE_WHETHER_TO_REASSESS, REASSESSING, NoticeKind.REFUSAL_TO_REASSESS),
    ],
)
def test_a_notice_keeps_its_limit_until_the_last_day_and_is_late_from_the_next(
    clock: ClockId, facts: f.Facts, kind: NoticeKind, off: int
) -> None:
    sent = the(clock, facts).due_on + off * DAY
    told = the(clock, replace(facts, notices=(f.NoticeFacts(kind, sent, f.Method.EMAIL),)))
    assert told.done_on == sent
    assert told.days_late == max(0, off)
    assert told.due_on == the(clock, facts).due_on


@pytest.mark.parametrize("off", [-1, 0, 1], ids=["day before", "day", "day after"])
def test_a_draft_keeps_the_five_weeks_of_an_order(off: int) -> None:
    sent = the(ClockId.DRAFT_PLAN, PLAN_ORDERED).due_on + off * DAY
    drafted = replace(PLAN_ORDERED, drafts=(f.DraftFacts(sent, f.Method.PORTAL),))
    assert the(ClockId.DRAFT_PLAN, drafted).days_late == max(0, off)


@pytest.mark.parametrize("off", [-1, 0, 1], ids=["day before", "day", "day after"])
@pytest.mark.parametrize("contributor", f.Contributor)
def test_advice_keeps_its_six_weeks(contributor: f.Contributor, off: int) -> None:
    answered = date(2026, 4, 13) + off * DAY
    request = f.AdviceRequestFacts(
        contributor, received_by_body_on=date(2026, 3, 2), answered_on=answered
    )
    (clock,) = clocks(f.Facts(advice_requests=(request,)))
    assert (clock.due_on, clock.done_on, clock.days_late) == (
        date(2026, 4, 13),
        answered,
        max(0, off),
    )
    assert clock.basis == ("reg 8(1)" if contributor is f.Contributor.HEALTH else "Code 9.41")
    assert clock.exceptions == (() if contributor is f.Contributor.HEALTH else None)


@pytest.mark.parametrize("off", [-1, 0, 1], ids=["day before", "day", "day after"])
def test_a_plan_is_transferred_by_its_day(off: int) -> None:
    moved = date(2027, 2, 22)
    transfer = f.Transfer(moved, date(2027, 1, 4), transferred_on=moved + off * DAY)
    assert the(ClockId.TRANSFER_PLAN, f.Facts(transfer=transfer)).days_late == max(0, off)


@pytest.mark.parametrize("off", [-1, 0, 1], ids=["day before", "day", "day after"])
def test_the_health_body_is_told_by_the_third_working_day(off: int) -> None:
    told = date(2026, 5, 6) + off * DAY
    mediation = f.Mediation(f.MediationIssues.BOTH, date(2026, 4, 30), health_body_told_on=told)
    assert the(ClockId.TELL_HEALTH_BODY, f.Facts(mediations=(mediation,))).days_late == max(0, off)


@pytest.mark.parametrize("off", [-1, 0, 1], ids=["day before", "day", "day after"])
def test_a_draft_leaves_a_full_window_until_the_latest_day_of_service(off: int) -> None:
    served = date(2027, 5, 10) + off * DAY
    facts = f.Facts(
        triggers=(f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_on=date(2027, 1, 5)),),
        drafts=(f.DraftFacts(served, f.Method.EMAIL),),
    )
    latest = the(ClockId.LATEST_DRAFT_SERVICE, facts).due_on
    window = the(
        ClockId.DRAFT_WINDOW,
        replace(facts, drafts=(f.DraftFacts(latest + off * DAY, f.Method.EMAIL),)),
    )
    assert latest == date(2027, 5, 10)
    assert window.final_in_time is (off <= 0)


@pytest.mark.parametrize("off", [-1, 0, 1], ids=["day before", "day", "day after"])
def test_a_move_is_known_in_time_until_the_fifteenth_working_day_before(off: int) -> None:
    transfer = f.Transfer(date(2027, 2, 22), date(2027, 2, 1) + off * DAY)
    clock = the(ClockId.TRANSFER_PLAN, f.Facts(transfer=transfer))
    assert clock.rule.code == (
        "transfer_plan_known_late" if off > 0 else "transfer_plan_known_in_time"
    )


def test_a_limit_tells_which_item_started_it_and_which_rule() -> None:
    facts = f.Facts(
        triggers=(
            f.Trigger(f.TriggerKind.SCHOOL_REQUEST, received_on=date(2026, 3, 9)),
            f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_on=date(2026, 3, 2)),
        ),
        consultations=(
            f.Consultation(date(2026, 5, 5)),
            f.Consultation(date(2026, 5, 6), ref="S2"),
        ),
    )
    found = clocks(facts)
    assert {clock.item for clock in found if clock.clock is ClockId.FINAL_PLAN} == {("triggers", 1)}
    assert [(clock.item, clock.ref) for clock in found if clock.clock is ClockId.SCHOOL_REPLY] == [
        (("consultations", 0), None),
        (("consultations", 1), "S2"),
    ]
    assert the(ClockId.FINAL_PLAN, facts).rule_version == "final_plan/2014-09-01"
    assert clock_start(facts) == date(2026, 3, 2)


@pytest.mark.parametrize("kind", f.OrderKind)
def test_only_orders_to_assess_to_make_a_plan_or_to_reconsider_replace_the_first_limits(
    kind: f.OrderKind,
) -> None:
    facts = replace(ASKED, orders=(f.OrderFacts(kind, date(2026, 9, 1)),))
    assert original_limits_superseded(facts) is (kind in ("assess", "make_plan", "reconsider"))
    assert len([clock for clock in clocks(facts) if clock.item[0] == "triggers"]) == 5


def test_nothing_known_starts_nothing() -> None:
    assert clocks(f.Facts()) == ()
    assert clock_start(f.Facts()) is None
