"""Every limit for every start day from the law's first to the end of 2040, against a walk day by day."""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain import facts as f
from ehc_workflow.domain.clocks import Clock, clocks, compulsory_school_age_ends
from tests.unit.domain import day_by_day as walk

FIRST, LAST = date(2014, 9, 1), date(2040, 12, 31)
ORDERS_SINCE, NEW_RULE_12_SINCE = date(2015, 3, 23), date(2020, 7, 21)
EVERY_DAY = walk.EVERY_DAY[walk.PLACE[FIRST] : walk.PLACE[LAST] + 1]


def facts_on(day: date) -> f.Facts:
    """A case in which everything happens on one day."""
    return f.Facts(
        triggers=(f.Trigger(f.TriggerKind.PARENTAL_REQUEST, received_on=day),),
        advice_requests=(
            f.AdviceRequestFacts(f.Contributor.HEALTH, received_by_body_on=day),
            f.AdviceRequestFacts(f.Contributor.PSYCHOLOGY, received_by_body_on=day),
        ),
        drafts=tuple(f.DraftFacts(day, method) for method in f.Method),
        consultations=(f.Consultation(day),),
        notices=(f.NoticeFacts(f.NoticeKind.REFUSAL_TO_AMEND, day, f.Method.EMAIL),),
        mediations=(
            f.Mediation(f.MediationIssues.BOTH, authority_told_on=day, ended_on=day),
            f.Mediation(f.MediationIssues.HEALTH, health_body_told_on=day),
        ),
        reassessment=f.Reassessment(received_on=day, own_initiative_on=day),
        transfer=f.Transfer(day, day, day, day),
    )


def way_back_on(day: date) -> f.Facts:
    """Every way back in, on one day."""
    return f.Facts(
        orders=tuple(f.OrderFacts(kind, day, ref=kind.value) for kind in f.OrderKind),
        unopposed_appeals=tuple(
            f.UnopposedAppeal(matter, day, ref=matter.value) for matter in f.AppealMatter
        ),
        mediation_agreements=tuple(
            f.MediationAgreement(matter, day, authority_took_part=False, ref=matter.value)
            for matter in f.AgreementMatter
        ),
    )


Found = dict[tuple[str, str], list[Clock]]


def found(given: f.Facts) -> Found:
    """The clocks of some facts by what started them and by id."""
    by: Found = {}
    for clock in clocks(given):
        by.setdefault((clock.item[0], clock.clock.value), []).append(clock)
    return by


DAYS_AFTER = {
    ("triggers", "threshold_refusal"): 42,
    ("triggers", "decide_whether_to_assess"): 42,
    ("triggers", "decide_no_plan"): 112,
    ("triggers", "final_plan"): 140,
    ("triggers", "latest_draft_service"): 125,
    ("advice_requests", "advice_health"): 42,
    ("advice_requests", "advice_psychology"): 42,
    ("consultations", "school_reply"): 15,
    ("mediations", "arrange_mediation"): 30,
    ("mediations", "arrange_health_mediation"): 30,
    ("reassessment", "decide_whether_to_reassess"): 15,
    ("reassessment", "final_plan"): 98,
    ("transfer", "tell_family_of_transfer"): 42,
}


def test_every_limit_of_a_case_in_which_everything_happens_on_one_day() -> None:
    for day in EVERY_DAY:
        by = found(facts_on(day))
        days_and_weeks_agree(day, by)
        working_days_and_months_agree(day, by)
        the_familys_time_agrees(day, by)
        windows_agree(day, by["drafts", "draft_window"])


def days_and_weeks_agree(day: date, by: Found) -> None:
    for key, number in DAYS_AFTER.items():
        (clock,) = by[key]
        due = walk.day_after(day, number)
        assert (clock.starts_on, clock.due_on, clock.act_by) == (
            day,
            due,
            walk.open_on_or_before(due),
        ), (day, key)


def working_days_and_months_agree(day: date, by: Found) -> None:
    three = walk.working_day_after(day, 3)
    assert [clock.due_on for clock in by["mediations", "tell_health_body"]] == [three]
    assert [clock.due_on for clock in by["mediations", "mediation_certificate"]] == [three]
    (review,) = by["transfer", "first_review_after_transfer"]
    assert review.due_on == walk.months_beginning_with(day, 12)
    (transfer,) = by["transfer", "transfer_plan"]
    assert transfer.due_on == walk.working_day_after(walk.open_on_or_after(day), 14)


def the_familys_time_agrees(day: date, by: Found) -> None:
    two_months = walk.months_after(day, 2)
    assert [clock.due_on for clock in by["notices", "mediation_contact"]] == [two_months]
    (appeal,) = by["notices", "appeal"]
    assert (appeal.starts_on, appeal.unadjusted) == (day, two_months)
    if day >= NEW_RULE_12_SINCE:
        assert appeal.due_on == walk.tribunal_end(two_months), day


def windows_agree(day: date, windows: list[Clock]) -> None:
    posted = {
        "first_class_post": walk.working_day_after(day, 2),
        "second_class_post": walk.working_day_after(day, 4),
    }
    for method, window in zip(f.Method, windows, strict=True):
        first_day = posted.get(method.value, walk.open_on_or_after(day))
        assert window.starts_on == first_day, (day, method)
        assert window.due_on == walk.day_after(first_day, 14)
        assert window.earliest_final == walk.day_after(first_day, 15)
        assert window.act_by is None
        assert window.final_in_time is True


WEEKS_BACK = {
    "notify_will_assess": {"assess": 2, "reassess": 2},
    "decide_no_plan": {"assess": 10, "reassess": 10},
    "final_plan": {"assess": 14, "reassess": 14, "make_plan": 11},
    "draft_plan": {"make_plan": 5},
    "reconsider": {"reconsider": 2},
    "amended_plan": {"amend_contents": 5, "amend_placement": 2, "continue_and_amend": 5},
    "carry_out_agreement": {"not_appealable": 2},
}


def test_limits_on_the_way_back_on_every_day() -> None:
    for day in EVERY_DAY[walk.PLACE[ORDERS_SINCE] - walk.PLACE[FIRST] :]:
        for clock in clocks(way_back_on(day)):
            if clock.clock == "tell_authority_of_agreement":
                assert clock.due_on == walk.day_after(day, 7)
                continue
            assert clock.ref is not None
            due = walk.day_after(day, 7 * WEEKS_BACK[clock.clock][clock.ref])
            assert (clock.starts_on, clock.due_on, clock.act_by) == (
                day,
                due,
                walk.open_on_or_before(due),
            ), clock


def test_a_letter_with_no_day_of_arrival_on_every_day() -> None:
    for day in EVERY_DAY:
        posted = f.Facts(triggers=(f.Trigger(f.TriggerKind.SCHOOL_REQUEST, posted_on=day),))
        assert clocks(posted)[0].starts_on == walk.working_day_after(day)


def test_compulsory_school_age_for_every_birthday() -> None:
    ends = {year: walk.last_friday_in_june(year) for year in range(2014, 2043)}
    for day in walk.EVERY_DAY[: walk.PLACE[date(2025, 9, 1)]]:
        assert compulsory_school_age_ends(day) == ends[day.year + (17 if day.month >= 9 else 16)], (
            day
        )
