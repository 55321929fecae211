"""What must hold of any facts whatever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as time_of_day

from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.dates.counting import is_working_day
from ehc_workflow.domain import facts as f
from ehc_workflow.domain.clocks import Clock, clocks, london_date, served_on
from ehc_workflow.domain.clocks.explanation import explain
from ehc_workflow.domain.clocks.picture import Mark, marks, months
from ehc_workflow.domain.clocks.proof_sheet import as_calendar, as_data, as_text
from ehc_workflow.domain.clocks.reckoning import FAMILYS_OWN

DAYS = st.dates(date(2020, 8, 1), date(2032, 12, 31))
MAYBE = st.none() | DAYS
REFS = st.none() | st.sampled_from(["A1", "B2"])


@st.composite
def stretches(draw: st.DrawFn) -> tuple[date, date]:
    first_day = draw(DAYS)
    return first_day, first_day + timedelta(days=draw(st.integers(1, 60)))


TRIGGERS = st.builds(f.Trigger, st.sampled_from(f.TriggerKind), received_on=DAYS) | st.builds(
    f.Trigger, st.sampled_from(f.TriggerKind), posted_on=DAYS
)
ABSENCES = stretches().map(lambda days: f.Absence(f.Who.CHILD, *days))
CIRCUMSTANCES = stretches().map(
    lambda days: f.PersonalCircumstance(f.Who.PARENT, f.CircumstanceKind.BEREAVEMENT, *days)
)
CLOSURES = st.builds(
    lambda setting, days: f.Closure(setting, *days),
    st.sampled_from([f.Setting.SCHOOL, f.Setting.POST16, f.Setting.EARLY_YEARS]),
    stretches(),
)
FACTS = st.builds(
    f.Facts,
    triggers=st.lists(TRIGGERS, max_size=3).map(tuple),
    advice_requests=st.lists(
        st.builds(
            f.AdviceRequestFacts,
            st.sampled_from(f.Contributor),
            st.sampled_from(f.Setting),
            st.none() | st.booleans(),
            MAYBE,
            MAYBE,
            MAYBE,
            REFS,
        ),
        max_size=4,
    ).map(tuple),
    closures=st.lists(CLOSURES, max_size=2).map(tuple),
    absences=st.lists(ABSENCES, max_size=2).map(tuple),
    personal_circumstances=st.lists(CIRCUMSTANCES, max_size=2).map(tuple),
    missed_appointments=st.lists(
        st.builds(
            f.MissedAppointment,
            st.sampled_from(f.Contributor),
            st.sampled_from(f.AppointmentPurpose),
            DAYS,
            REFS,
        ),
        max_size=2,
    ).map(tuple),
    consultations=st.lists(st.builds(f.Consultation, DAYS, REFS), max_size=2).map(tuple),
    drafts=st.lists(
        st.builds(f.DraftFacts, DAYS, st.sampled_from(f.Method), st.none() | st.times(), REFS),
        max_size=2,
    ).map(tuple),
    notices=st.lists(
        st.builds(
            f.NoticeFacts,
            st.sampled_from(f.NoticeKind),
            DAYS,
            st.sampled_from(f.Method),
            MAYBE,
            REFS,
        ),
        max_size=3,
    ).map(tuple),
    mediations=st.lists(
        st.builds(
            f.Mediation, st.sampled_from(f.MediationIssues), MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, REFS
        ),
        max_size=2,
    ).map(tuple),
    mediation_agreements=st.lists(
        st.builds(
            f.MediationAgreement,
            st.sampled_from(f.AgreementMatter),
            DAYS,
            st.just(()) | st.tuples(st.tuples(st.just(f.ClockId.FINAL_PLAN), DAYS)),
            st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    unopposed_appeals=st.lists(
        st.builds(f.UnopposedAppeal, st.sampled_from(f.AppealMatter), DAYS), max_size=2
    ).map(tuple),
    orders=st.lists(
        st.builds(
            f.OrderFacts,
            st.sampled_from(f.OrderKind),
            DAYS,
            st.just(()) | st.tuples(st.tuples(st.just(f.ClockId.NOTIFY_WILL_ASSESS), DAYS)),
        ),
        max_size=2,
    ).map(tuple),
    reassessment=st.none() | st.builds(f.Reassessment, MAYBE, MAYBE, MAYBE),
    transfer=st.none() | st.builds(f.Transfer, DAYS, DAYS, MAYBE, MAYBE),
)


def days_of(found: tuple[Clock, ...]) -> list[tuple[object, ...]]:
    return [
        (clock.clock, clock.ref, clock.starts_on, clock.due_on, clock.act_by, clock.item)
        for clock in found
    ]


@given(FACTS)
def test_the_day_to_act_by_is_a_working_day_not_after_the_last_day(facts: f.Facts) -> None:
    for clock in clocks(facts):
        assert (clock.act_by is None) is (clock.clock in FAMILYS_OWN)
        if clock.act_by is not None:
            assert clock.act_by <= clock.due_on
            assert is_working_day(clock.act_by)


@given(FACTS)
def test_no_ground_for_an_exception_ever_moves_a_day(facts: f.Facts) -> None:
    bare = replace(
        facts, closures=(), absences=(), personal_circumstances=(), missed_appointments=()
    )
    assert days_of(clocks(bare)) == days_of(clocks(facts))
    assert all(not clock.exceptions and not clock.confirm for clock in clocks(bare))


@given(FACTS, st.integers(0, 400))
def test_an_earlier_trigger_never_gives_a_later_day(facts: f.Facts, earlier: int) -> None:
    def limits(received: date) -> dict[str, date]:
        only = f.Facts(
            triggers=(
                *facts.triggers,
                f.Trigger(f.TriggerKind.SCHOOL_REQUEST, received_on=received),
            )
        )
        return {clock.clock: clock.due_on for clock in clocks(only)}

    late, early = limits(date(2027, 6, 1)), limits(date(2027, 6, 1) - timedelta(days=earlier))
    assert all(early[clock] <= due for clock, due in late.items())


@given(FACTS)
def test_the_order_of_the_triggers_does_not_matter(facts: f.Facts) -> None:
    turned = replace(facts, triggers=facts.triggers[::-1])
    assert [clock[:6] for clock in clocks(turned)] == [clock[:6] for clock in clocks(facts)]


@given(FACTS)
def test_lateness_is_never_negative_and_goes_with_the_day_of_doing(facts: f.Facts) -> None:
    for clock in clocks(facts):
        assert (clock.done_on is None) is (clock.days_late is None)
        if clock.done_on is not None and clock.days_late is not None:
            assert clock.days_late == max(0, (clock.done_on - clock.due_on).days)


@given(FACTS)
def test_grounds_are_only_ever_those_of_the_limits_own_list(facts: f.Facts) -> None:
    for clock in clocks(facts):
        listed = clock.rule.grounds
        assert (clock.exceptions is None) is (listed is None)
        assert set(clock.exceptions or ()) <= {ground.basis for ground in listed or ()}


@given(FACTS)
def test_the_proof_ends_on_the_day_it_proves(facts: f.Facts) -> None:
    for clock in clocks(facts):
        proof = explain(clock, facts)
        counted = [step.day for step in proof.steps if step.counted]
        assert (
            counted[0] in (clock.starts_on, clock.due_on) or proof.steps[0].day == clock.starts_on
        )
        assert counted[-1] == clock.due_on
        assert as_data(proof)["due"] == clock.due_on.isoformat()
        assert clock.rule.citation.place in as_text(proof)
        assert [ground.citation for ground in proof.grounds if ground.met] == list(
            clock.exceptions or ()
        )


@given(DAYS, st.sampled_from(f.Method), st.none() | st.times())
def test_a_draft_is_served_on_a_working_day_not_before_it_was_sent(
    day: date, method: f.Method, time: time_of_day | None
) -> None:
    served = served_on(day, method, time)
    assert served >= day
    assert is_working_day(served)


MOMENTS = st.integers(0, 26 * 366 * 24 * 60).map(
    lambda minutes: datetime(2014, 9, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(MOMENTS, st.integers(-14 * 60, 14 * 60))
def test_the_london_day_does_not_depend_on_the_offset_it_was_written_with(
    utc: datetime, minutes: int
) -> None:
    elsewhere = utc.astimezone(timezone(timedelta(minutes=minutes)))
    assert london_date(utc) == london_date(elsewhere)
    assert london_date(utc) - utc.date() in (timedelta(0), timedelta(days=1))


@given(FACTS)
def test_every_step_of_a_count_stands_on_its_calendar(facts: f.Facts) -> None:
    for clock in clocks(facts):
        proof = explain(clock, facts)
        found = marks(proof)
        assert found[clock.due_on] is Mark.DUE
        assert {step.day for step in proof.steps} <= set(found)
        assert {step.day for step in proof.holidays_met} <= set(found)
        shown = [
            one.day
            for month in months(found)
            for week in month.weeks
            for one in week
            if one is not None
        ]
        assert shown == sorted(set(shown))
        assert set(found) <= set(shown)
        assert shown[0].day == 1
        assert as_calendar(proof).count("●") == 2  # the last day, and what the sign means


@given(FACTS, st.integers(1, 60))
def test_an_earlier_arrival_never_gives_a_later_day(facts: f.Facts, days: int) -> None:
    """Whatever else is known: the 6, 16 and 20 weeks follow the trigger that governs."""
    if not facts.triggers or any(one.received_on is None for one in facts.triggers):
        return
    earlier = tuple(
        replace(one, received_on=one.received_on - timedelta(days=days))
        for one in facts.triggers
        if one.received_on is not None
    )
    before = {(c.clock, c.ref): c.due_on for c in clocks(facts) if c.item[0] == "triggers"}
    after = clocks(replace(facts, triggers=earlier))
    for clock in after:
        if clock.item[0] == "triggers":
            assert clock.due_on <= before[clock.clock, clock.ref]


@given(FACTS)
def test_what_could_excuse_a_limit_never_moves_it(facts: f.Facts) -> None:
    """An exception lets a limit go; it makes no other day."""
    bare = replace(facts, closures=(), absences=(), personal_circumstances=(), other_delays=())
    days = [(c.clock, c.ref, c.starts_on, c.due_on, c.act_by) for c in clocks(facts)]
    assert days == [(c.clock, c.ref, c.starts_on, c.due_on, c.act_by) for c in clocks(bare)]
