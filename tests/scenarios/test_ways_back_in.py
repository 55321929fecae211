"""The ways back in: what a family contests comes back by mediation, concession or order, with limits of its own.

The limits of the request stay on file as superseded, and the new ones name the order or the agreement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.alerts import CLIMBED
from ehc_workflow.domain.case import DatedLimit, MediationEnd, Overlay, PlanOutcome, State
from ehc_workflow.domain.deadlines import Deadline, deadlines
from ehc_workflow.domain.errors import (
    ImpossibleFactsError,
    NotPermittedError,
    TransitionRefusedError,
)
from ehc_workflow.domain.facts import ClockId, MediationIssues, OrderKind
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.service.verify import verify
from ehc_workflow.store import recount
from ehc_workflow.store.engine import Database, open_database
from tests.builders import DECISION_MAKER, MONDAY, Journey, found_authority
from tests.support.mornings import Mornings

WEEK = timedelta(weeks=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def refused(database: Database) -> Journey:
    """Refused in week five, on Monday 16 February 2026."""
    journey = Journey(database).receive().at(MONDAY + WEEK).consider()
    return journey.at(MONDAY + 5 * WEEK).decide_to_refuse().tell_refusal()


def no_plan(database: Database) -> Journey:
    """Assessed, and told in week twelve, on Monday 6 April 2026, that there will be no plan."""
    journey = Journey(database).receive().at(MONDAY + WEEK).consider()
    journey.at(MONDAY + 4 * WEEK).decide_to_assess().tell_assessing().ask()
    journey.at(MONDAY + 11 * WEEK).complete_advice()
    return journey.at(MONDAY + 12 * WEEK).decide_plan(PlanOutcome.NO_PLAN).tell_no_plan()


def issued(database: Database) -> Journey:
    """The final plan went in week seventeen, on Monday 11 May 2026."""
    return Journey(database).to_final()


def appealed(journey: Journey) -> Journey:
    """Mediation declined two weeks after the decision, the appeal registered two weeks later."""
    journey.at(journey.today + 2 * WEEK).certify()
    return journey.at(journey.today + 2 * WEEK).appeal()


def state(journey: Journey) -> State:
    return journey.now.state


def limit(journey: Journey, code: str, ref: str = "") -> Deadline:
    (found,) = [d for d in deadlines(journey.now) if (d.code, d.ref) == (code, ref)]
    return found


def stored(journey: Journey, code: str, ref: str = "") -> Any:
    with journey.database.reading() as connection:
        return connection.execute(
            text(
                "SELECT status, due_on, provision FROM deadline "
                "WHERE assessment_id = :id AND code = :code AND ref = :ref"
            ),
            {"id": journey.case_id, "code": code, "ref": ref},
        ).one()


def is_in_order(journey: Journey) -> None:
    """The log proves the case, and what is stored is what is worked out."""
    assert verify(journey.database).is_whole
    assert not recount.differing(journey.database, [journey.case_id], journey.today, DEFAULT_POLICY)


def on_lists(journey: Journey) -> bool:
    """Whether the case is among those that something is owed for."""
    with journey.database.reading() as connection:
        found = connection.execute(
            text("SELECT closed_on FROM assessment WHERE id = :id"), {"id": journey.case_id}
        ).scalar_one()
    return found is None


# --- ordered to assess ----------------------------------------------------------------------------------------------


def test_an_order_to_assess_starts_limits_of_its_own_and_the_old_ones_stay(
    database: Database,
) -> None:
    journey = refused(database)
    assert not on_lists(journey)
    appealed(journey)
    assert Overlay.IN_APPEAL in journey.now.overlays
    assert on_lists(journey)
    assert limit(journey, "tribunal_response", "appeal-1").due_on == journey.today + 6 * WEEK
    was = {d.code: d.due_on for d in deadlines(journey.now) if not d.ref}

    made_on = date(2026, 6, 1)
    journey.at(date(2026, 6, 3)).order(c.OrderToAssess, made_on=made_on)

    assert state(journey) is State.ASSESS_ORDERED
    assert not journey.now.overlays
    for code, weeks in (("notify_will_assess", 2), ("decide_no_plan", 10), ("final_plan", 14)):
        new = limit(journey, code, "order-1")
        assert (new.starts_on, new.due_on) == (made_on, made_on + weeks * WEEK)
        assert new.provision == "reg 44(2)(b)"
    for code in ("decide_no_plan", "final_plan", "latest_draft_service"):
        row = stored(journey, code)
        assert (row.status, str(row.due_on)) == ("superseded", str(was[code]))
    assert stored(journey, "decide_whether_to_assess").status == "met"
    assert stored(journey, "tell_decision", "assess").status == "met"
    assert not [
        d.code for d in deadlines(journey.now) if d.status(journey.today) == "breached_open"
    ]
    is_in_order(journey)

    journey.at(date(2026, 6, 12)).tell_ordered_assessment()
    assert state(journey) is State.ASSESSING
    assert limit(journey, "notify_will_assess", "order-1").met_on == date(2026, 6, 12)

    journey.ask().at(date(2026, 7, 20)).complete_advice()
    journey.at(date(2026, 7, 27)).decide_plan().save_plan().agree_health().serve_draft()
    assert limit(journey, "decide_no_plan", "order-1").met_on == date(2026, 7, 27)
    journey.at(date(2026, 8, 12)).ask_for_setting().consult()
    journey.at(date(2026, 9, 1)).answer_all().place().confirm_address().send_final()
    assert limit(journey, "final_plan", "order-1").met_on == date(2026, 9, 1)
    assert stored(journey, "final_plan").status == "superseded"
    assert not on_lists(journey)
    is_in_order(journey)


def test_whoever_is_late_with_an_order_is_told_week_by_week(database: Database) -> None:
    journey = appealed(refused(database))
    journey.at(date(2026, 6, 1)).order(c.OrderToAssess)
    raised = [
        (day, alert.rung)
        for day, alert in Mornings(database).until(date(2026, 6, 1), date(2026, 6, 17))
        if alert.code == "notify_will_assess" and not alert.rung.startswith(CLIMBED)
    ]
    assert raised == [
        (date(2026, 6, 8), "close"),
        (date(2026, 6, 15), "due_now"),
        (date(2026, 6, 16), "overdue"),
    ]
    assert stored(journey, "notify_will_assess", "order-1").status == "breached_open"


def test_a_day_the_tribunal_directed_stands_in_the_place_of_the_tables(database: Database) -> None:
    journey = appealed(refused(database))
    directed = DatedLimit(clock=ClockId.FINAL_PLAN, day=date(2026, 8, 14))
    journey.at(date(2026, 6, 1)).order(c.OrderToAssess, directed_dates=(directed,))
    final = limit(journey, "final_plan", "order-1")
    assert (final.due_on, final.provision) == (date(2026, 8, 14), "reg 44(1)")
    assert limit(journey, "decide_no_plan", "order-1").due_on == date(2026, 8, 10)


# --- ordered to make a plan, and sent back --------------------------------------------------------------------------


def test_an_order_to_make_a_plan_gives_five_weeks_and_eleven(database: Database) -> None:
    journey = appealed(no_plan(database))
    made_on = journey.today + 4 * WEEK
    journey.at(made_on).order(c.OrderToMakePlan)
    assert state(journey) is State.PLAN_ORDERED
    assert limit(journey, "draft_plan", "order-1").due_on == made_on + 5 * WEEK
    assert limit(journey, "final_plan", "order-1").due_on == made_on + 11 * WEEK
    assert stored(journey, "decide_no_plan").status == "met"
    assert stored(journey, "final_plan").status == "superseded"

    journey.do(c.StartOrderedPlan(assessment_id=journey.case_id, started_on=journey.today))
    journey.at(made_on + 3 * WEEK).save_plan().agree_health().serve_draft()
    assert limit(journey, "draft_plan", "order-1").met_on == journey.today
    journey.at(made_on + 4 * WEEK).ask_for_setting().consult()
    journey.at(made_on + 7 * WEEK).answer_all().place().confirm_address().send_final()
    assert state(journey) is State.PLAN_ISSUED
    assert stored(journey, "final_plan", "order-1").status == "met"
    is_in_order(journey)


def test_what_is_sent_back_is_decided_again_and_not_taken_as_decided(database: Database) -> None:
    journey = appealed(no_plan(database))
    journey.at(journey.today + 4 * WEEK).confirm_address().order(c.OrderToReconsider)
    assert state(journey) is State.REMITTED
    ordered_on = journey.today
    assert limit(journey, "reconsider", "order-1").due_on == ordered_on + 2 * WEEK
    with pytest.raises(TransitionRefusedError, match="A named officer has decided"):
        journey.tell_no_plan()

    journey.at(ordered_on + WEEK).decide_plan(PlanOutcome.NO_PLAN).tell_no_plan()
    assert state(journey) is State.NO_PLAN
    assert limit(journey, "reconsider", "order-1").met_on == journey.today
    assert limit(journey, "appeal", "no_plan-2").starts_on == journey.today
    is_in_order(journey)

    appealed(journey).at(journey.today + WEEK).order(c.OrderToMakePlan)
    assert stored(journey, "reconsider", "order-1").status == "met"
    assert limit(journey, "draft_plan", "order-2").due_on == journey.today + 5 * WEEK


def test_what_is_sent_back_can_end_in_a_draft(database: Database) -> None:
    journey = appealed(no_plan(database))
    journey.at(journey.today + 4 * WEEK).order(c.OrderToReconsider)
    ordered_on = journey.today
    journey.at(ordered_on + WEEK).decide_plan().save_plan().agree_health().serve_draft()
    assert state(journey) is State.DRAFT_WITH_FAMILY
    assert limit(journey, "reconsider", "order-1").met_on == ordered_on + WEEK


# --- conceded -------------------------------------------------------------------------------------------------------


def test_an_appeal_not_opposed_counts_from_the_day_the_tribunal_was_told(
    database: Database,
) -> None:
    journey = appealed(refused(database))
    journey.at(journey.today + WEEK).concede(c.ConcedeAssessment)
    assert state(journey) is State.ASSESS_ORDERED
    for code, weeks in (("notify_will_assess", 2), ("decide_no_plan", 10), ("final_plan", 14)):
        new = limit(journey, code, "appeal-1")
        assert (new.starts_on, new.due_on) == (journey.today, journey.today + weeks * WEEK)
    assert stored(journey, "tribunal_response", "appeal-1").status == "void"
    is_in_order(journey)


def test_after_the_response_only_an_order_can_follow(database: Database) -> None:
    journey = appealed(no_plan(database))
    journey.do(
        c.RespondToAppeal(
            assessment_id=journey.case_id, appeal_id="appeal-1", responded_on=journey.today
        )
    )
    assert stored(journey, "tribunal_response", "appeal-1").status == "met"
    with pytest.raises(TransitionRefusedError, match=r"response has not gone .*\(reg 45\(1\)\)"):
        journey.concede(c.ConcedePlan)


def test_a_decision_stands_when_the_appeal_is_dismissed_or_withdrawn(database: Database) -> None:
    for step in (
        c.DismissAppeal(assessment_id="", appeal_id="appeal-1", made_on=MONDAY + 30 * WEEK),
        c.WithdrawAppeal(assessment_id="", appeal_id="appeal-1", withdrawn_on=MONDAY + 30 * WEEK),
    ):
        journey = appealed(refused(database)).at(MONDAY + 30 * WEEK)
        journey.do(replace(step, assessment_id=journey.case_id))
        assert state(journey) is State.REFUSED_TO_ASSESS
        assert not journey.now.overlays
        assert not on_lists(journey)
        assert stored(journey, "final_plan").status == "void"
        is_in_order(journey)


# --- mediation ------------------------------------------------------------------------------------------------------


def test_mediation_that_ends_in_an_agreement_to_assess(database: Database) -> None:
    journey = refused(database)
    journey.at(journey.today + 3 * WEEK).ask_for_mediation()
    assert journey.now.overlays == (Overlay.IN_MEDIATION,)
    arranged = limit(journey, "arrange_mediation", "mediation-1")
    assert arranged.due_on == journey.today + timedelta(days=30)
    assert limit(journey, "mediation_contact", "refusal_to_assess-1").met_on == journey.today

    journey.at(journey.today + 3 * WEEK).agree(c.AgreeAssessment)
    assert state(journey) is State.ASSESS_ORDERED
    assert stored(journey, "arrange_mediation", "mediation-1").status == "met"
    final = limit(journey, "final_plan", "agreement-1")
    assert (final.due_on, final.provision) == (journey.today + 14 * WEEK, "reg 42(2)")
    assert stored(journey, "final_plan").status == "superseded"
    assert stored(journey, "appeal", "refusal_to_assess-1").status == "void", "nothing to appeal"
    journey.tell_ordered_assessment()
    assert state(journey) is State.ASSESSING
    is_in_order(journey)


def test_days_agreed_in_writing_replace_only_what_they_name(database: Database) -> None:
    journey = no_plan(database)
    journey.at(journey.today + WEEK).ask_for_mediation()
    journey.at(journey.today + WEEK)
    agreed = DatedLimit(clock=ClockId.DRAFT_PLAN, day=journey.today + 8 * WEEK)
    journey.agree(c.AgreePlan, agreed_dates=(agreed,))
    draft = limit(journey, "draft_plan", "agreement-1")
    assert (draft.due_on, draft.provision) == (journey.today + 8 * WEEK, "reg 42(5)")
    assert limit(journey, "final_plan", "agreement-1").due_on == journey.today + 11 * WEEK


def test_mediation_that_fails_leads_to_a_certificate_and_more_time_to_appeal(
    database: Database,
) -> None:
    journey = refused(database)
    journey.at(journey.today + 7 * WEEK).ask_for_mediation()
    before = limit(journey, "appeal", "refusal_to_assess-1").due_on
    journey.at(journey.today + 2 * WEEK)
    with pytest.raises(TransitionRefusedError, match="declined mediation, or mediation"):
        journey.certify(declined_on=None)
    journey.do(
        c.EndMediation(
            assessment_id=journey.case_id,
            mediation_id="mediation-1",
            ended=MediationEnd.MET,
            ended_on=journey.today,
        )
    )
    certificate = limit(journey, "mediation_certificate", "mediation-1")
    ended_on = journey.today
    journey.at(certificate.due_on).certify(declined_on=None)
    assert certificate.due_on > ended_on
    assert stored(journey, "mediation_certificate", "mediation-1").status == "met"
    after = limit(journey, "appeal", "refusal_to_assess-1").due_on
    assert after > before
    assert after >= certificate.due_on + timedelta(days=28)
    is_in_order(journey)


def test_what_health_must_hear_of_it_hears_in_three_working_days(database: Database) -> None:
    journey = refused(database)
    friday = date(2026, 2, 27)
    journey.at(friday).ask_for_mediation(issues=MediationIssues.HEALTH)
    assert limit(journey, "tell_health_body", "mediation-1").due_on == date(2026, 3, 4)
    journey.at(date(2026, 3, 5)).do(
        c.TellHealthBody(
            assessment_id=journey.case_id, mediation_id="mediation-1", told_on=journey.today
        )
    )
    assert stored(journey, "tell_health_body", "mediation-1").status == "met_late"
    health = limit(journey, "arrange_health_mediation", "mediation-1")
    assert (health.due_on, health.owner) == (journey.today + timedelta(days=30), "dco")


def test_what_cannot_be_appealed_is_done_in_two_weeks(database: Database) -> None:
    journey = issued(database)
    journey.at(journey.today + WEEK).ask_for_mediation()
    journey.agree(c.AgreeOther, authority_told_on=journey.today)
    done = limit(journey, "carry_out_agreement", "agreement-1")
    assert (done.due_on, done.provision) == (journey.today + 2 * WEEK, "reg 42(3)")
    assert limit(journey, "tell_authority_of_agreement", "agreement-1").met_on == journey.today
    assert on_lists(journey)
    journey.at(journey.today + WEEK).do(
        c.CarryOutAgreement(
            assessment_id=journey.case_id, agreement_id="agreement-1", done_on=journey.today
        )
    )
    assert stored(journey, "carry_out_agreement", "agreement-1").status == "met"
    assert not on_lists(journey)


# --- a plan that stands ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "weeks", "provision"),
    [
        (OrderKind.AMEND_CONTENTS, 5, "reg 44(2)(e)"),
        (OrderKind.AMEND_PLACEMENT, 2, "reg 44(2)(f)"),
        (OrderKind.CONTINUE_AND_AMEND, 5, "reg 44(2)(h)"),
    ],
)
def test_an_order_to_amend_is_owed_until_the_amended_plan_goes(
    database: Database, kind: OrderKind, weeks: int, provision: str
) -> None:
    journey = appealed(issued(database))
    journey.at(journey.today + WEEK).order(c.OrderToAmend, kind=kind)
    assert state(journey) is State.PLAN_ISSUED
    amended = limit(journey, "amended_plan", "order-1")
    assert (amended.due_on, amended.provision) == (journey.today + weeks * WEEK, provision)
    assert on_lists(journey)
    journey.at(journey.today + WEEK).confirm_address().send_amended(setting_type="A special school")
    assert limit(journey, "amended_plan", "order-1").met_on == journey.today
    assert limit(journey, "appeal", "amended_plan-1").starts_on == journey.today
    assert not on_lists(journey)
    is_in_order(journey)


def test_an_appeal_about_the_placement_alone_needs_no_certificate(database: Database) -> None:
    journey = issued(database).at(MONDAY + 20 * WEEK)
    with pytest.raises(TransitionRefusedError, match=r"certificate is on file.*\(s55\)"):
        journey.appeal()
    journey.appeal(placement_only=True)
    journey.concede(c.ConcedeAmendment)
    assert limit(journey, "amended_plan", "appeal-1").due_on == journey.today + 2 * WEEK


# --- what is refused ------------------------------------------------------------------------------------------------


def test_a_certificate_from_before_the_notice_is_refused(database: Database) -> None:
    journey = refused(database).at(date(2026, 3, 2))
    with pytest.raises(
        ImpossibleFactsError, match=r"\(s55\) is 9 February 2026, before the notice"
    ):
        journey.certify(issued_on=date(2026, 2, 9), declined_on=date(2026, 3, 1))


def test_an_order_on_an_open_case_is_refused_with_its_provision(database: Database) -> None:
    journey = Journey(database).receive()
    with pytest.raises(
        TransitionRefusedError,
        match=r"only while it is refused to assess \(reg 44\(2\)\(b\)\)",
    ):
        journey.do(
            c.OrderToAssess(
                assessment_id=journey.case_id, order_id="o", appeal_id="a", made_on=MONDAY
            )
        )


def test_an_order_cannot_come_from_the_future_or_from_before_the_appeal(
    database: Database,
) -> None:
    journey = appealed(refused(database))
    for made_on, says in (
        (journey.today + WEEK, "in the future"),
        (journey.today - WEEK, "before the appeal was registered"),
    ):
        with pytest.raises(ImpossibleFactsError, match=says):
            journey.order(c.OrderToAssess, made_on=made_on)


def test_mediation_asked_for_after_two_months_is_refused(database: Database) -> None:
    journey = refused(database)
    sent_on = journey.today
    journey.at(date(2026, 4, 17))
    assert limit(journey, "mediation_contact", "refusal_to_assess-1").due_on == date(2026, 4, 16)
    with pytest.raises(TransitionRefusedError, match=r"within 2 months .*\(reg 33\)"):
        journey.ask_for_mediation()
    journey.ask_for_mediation(contacted_adviser_on=date(2026, 4, 16))
    assert sent_on == date(2026, 2, 16)


def test_a_decision_can_be_appealed_once_at_a_time(database: Database) -> None:
    journey = appealed(refused(database))
    with pytest.raises(TransitionRefusedError, match="No other appeal about this decision"):
        journey.appeal()


def test_a_direction_can_only_name_what_it_can_change(database: Database) -> None:
    journey = appealed(refused(database))
    directed = (DatedLimit(clock=ClockId.SCHOOL_REPLY, day=journey.today),)
    with pytest.raises(ImpossibleFactsError, match=r"school reply.*reg 44\(1\)"):
        journey.order(c.OrderToAssess, directed_dates=directed)


def test_only_a_decision_maker_concedes(database: Database) -> None:
    journey = appealed(refused(database))
    concession = c.ConcedeAssessment(
        assessment_id=journey.case_id, appeal_id="appeal-1", notified_tribunal_on=journey.today
    )
    with pytest.raises(NotPermittedError):
        journey.do(concession)
    journey.do(concession, DECISION_MAKER)
    assert state(journey) is State.ASSESS_ORDERED
