"""From the curves to the days of one case: the request, then the advice, then the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from ehc_workflow.domain.case import AdviceItem, AssessOutcome, PlanOutcome, RefusalRoute
from ehc_workflow.domain.facts import (
    Absence,
    CircumstanceKind,
    Closure,
    DelayKind,
    PersonalCircumstance,
    RightHolder,
    Setting,
    TriggerKind,
    Who,
)
from ehc_workflow.domain.services import SchoolType
from ehc_workflow.simulate import profiles as p
from ehc_workflow.simulate import terms
from ehc_workflow.simulate.advice_drawing import draw_advice, drawn_items
from ehc_workflow.simulate.arrivals import Arrival
from ehc_workflow.simulate.authority import Cast, Place
from ehc_workflow.simulate.contest_drawing import draw_contest
from ehc_workflow.simulate.course import Course, Excuse
from ehc_workflow.simulate.days import (
    after,
    near,
    working,
    working_before,
    working_days_after,
    working_days_before,
)
from ehc_workflow.simulate.dice import Dice
from ehc_workflow.simulate.people import Child
from ehc_workflow.simulate.plan_drawing import draw_plan
from ehc_workflow.simulate.profiles import Asker, Profile
from ehc_workflow.simulate.timing import SIX_WEEKS, TWENTY_WEEKS, Timing, timing

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a course is drawn from, and whether the request will be refused."""

    profile: Profile
    refused: bool
    cast: Cast
    child: Child
    arrival: Arrival
    dice: Dice
    place: Place = field(init=False)

    def __post_init__(self) -> None:
        """The child goes to a setting of their age."""
        object.__setattr__(self, "place", self._place())

    def _place(self) -> Place:
        age = self.child.age_on(self.arrival.received_on)
        if age < 4:
            kinds = (SchoolType.EARLY_YEARS, SchoolType.MAINTAINED_NURSERY)
        elif age >= 16:
            kinds = (SchoolType.FURTHER_EDUCATION, SchoolType.ACADEMY_MAINSTREAM)
        else:
            kinds = (SchoolType.MAINTAINED_MAINSTREAM, SchoolType.ACADEMY_MAINSTREAM)
        return self.dice.one_of(self.cast.places_of(*kinds))


def draw_course(of: Drawing) -> Course:
    """The whole course of one case."""
    course = _request(of)
    at = timing(of.profile, drawn_items(of.child, of.dice), of.dice)
    course = _decision(of, course, at)
    if course.outcome is AssessOutcome.REFUSE:
        course = course.and_then(contest=draw_contest(of.dice, course))
    if course.assessed_from is not None:
        course = draw_advice(of.dice, of.profile, of.cast, of.child, of.place, course, at)
        course = _plan_decision(of, course, at)
        if course.plan_outcome is PlanOutcome.MAKE_PLAN:
            course = draw_plan(of.dice, of.cast, of.child, of.place, course, at)
    if course.outcome is AssessOutcome.ASSESS:
        course = _late(of, course)
        course = course.and_then(exceptions=tuple(_excuses(of, course)))
    return _endings(of, course)


# --- the request ------------------------------------------------------------------------------------------------------


def _request(of: Drawing) -> Course:
    dice, arrival = of.dice, of.arrival
    missing = dice.chance(p.SOMETHING_MISSING[arrival.asker])
    logged = arrival.logged_on
    course = Course(
        received_on=arrival.received_on,
        logged_on=logged,
        kind=trigger_kind(of.child, arrival, of.place, dice),
        evidence=f"From {dice.share_of(p.ARRIVES_BY)}",
        setting_id=of.place.service_id,
        setting=of.place.setting,
        missing=(dice.one_of(("The school's view", "A page of the form", "Consent to share")),)
        if missing
        else (),
        missing_came_on=after(logged, dice.between(4, 24))
        if missing and dice.chance(0.8)
        else None,
    )
    if dice.chance(p.ASKED_TWICE):
        return course.and_then(
            second_request_on=working(arrival.received_on + timedelta(days=dice.number(2, 56))),
            second_request_kind=_other_asker(course.kind, of),
        )
    if dice.chance(0.004):  # A: an older letter turns up
        return course.and_then(
            earlier_arrival_on=arrival.received_on - timedelta(days=dice.number(2, 12)),
            earlier_found_on=after(logged, dice.between(3, 12)),
        )
    return course


def trigger_kind(child: Child, arrival: Arrival, place: Place, dice: Dice) -> TriggerKind:
    """What the arrival is in law: only a parent, a young person or a school or college can request, s36(1)."""
    young_person = child.holder_on(arrival.received_on) is RightHolder.YOUNG_PERSON
    if arrival.asker in (Asker.PARENT, Asker.YOUNG_PERSON):
        return TriggerKind.YOUNG_PERSON_REQUEST if young_person else TriggerKind.PARENTAL_REQUEST
    if arrival.asker is Asker.OTHER:
        return dice.share_of(p.OTHER_TRIGGERS)
    if place.setting is Setting.EARLY_YEARS:
        return TriggerKind.BROUGHT_TO_ATTENTION
    return (
        TriggerKind.POST16_REQUEST
        if place.setting is Setting.POST16
        else TriggerKind.SCHOOL_REQUEST
    )


def _other_asker(kind: TriggerKind, of: Drawing) -> TriggerKind:
    """A second request comes from the family where the first did not, else from the setting."""
    if kind in (TriggerKind.PARENTAL_REQUEST, TriggerKind.YOUNG_PERSON_REQUEST):
        return TriggerKind.BROUGHT_TO_ATTENTION
    young_person = of.child.holder_on(of.arrival.received_on + timedelta(days=60))
    if young_person is not of.child.holder_on(of.arrival.received_on):
        return TriggerKind.BROUGHT_TO_ATTENTION  # whose right it is changes about now
    return (
        TriggerKind.YOUNG_PERSON_REQUEST
        if young_person is RightHolder.YOUNG_PERSON
        else TriggerKind.PARENTAL_REQUEST
    )


def _decision(of: Drawing, course: Course, at: Timing) -> Course:
    dice, logged = of.dice, course.logged_on
    told_on = working_before(course.received_on + timedelta(days=round(at.told)))
    told_on = max(told_on, working_days_after(logged, 6))
    refused = of.refused
    threshold = refused and dice.chance(p.REFUSED_AT_THRESHOLD)
    considering = working_days_after(logged, dice.number(1, 4))
    return course.and_then(
        consulted_on=working_days_after(logged, dice.number(0, 1)),
        considering_told_on=None if threshold else considering,
        copies_agreed_on=considering if dice.chance(0.5) else None,
        views_on=after(considering, dice.between(3, 18)) if dice.chance(0.7) else None,
        outcome=AssessOutcome.REFUSE if refused else AssessOutcome.ASSESS,
        route=(RefusalRoute.THRESHOLD if threshold else RefusalRoute.AFTER_CONSIDERING)
        if refused
        else None,
        house_rules=refused and dice.chance(p.REFUSED_ON_HOUSE_RULES),
        decided_on=max(working_days_before(told_on, dice.number(0, 2)), considering),
        told_on=told_on,
    )


def _plan_decision(of: Drawing, course: Course, at: Timing) -> Course:
    dice = of.dice
    heard = max(a.last_received_on for a in course.advice if a.last_received_on is not None)
    told_on = max(near(heard, at.decide_plan), heard)
    decided_on = max(working_days_before(told_on, dice.number(0, 2)), heard)
    return course.and_then(
        completed_on=max(working_days_before(decided_on, dice.number(0, 1)), heard),
        plan_decided_on=decided_on,
        plan_told_on=told_on,
        plan_outcome=PlanOutcome.NO_PLAN if dice.chance(p.NO_PLAN) else PlanOutcome.MAKE_PLAN,
    )


# --- what goes wrong --------------------------------------------------------------------------------------------------


def _late(of: Drawing, course: Course) -> Course:
    """Why a plan will come after week 20, as an officer writes it down near that week."""
    due = course.received_on + timedelta(days=int(TWENTY_WEEKS))
    if course.final_on is None or course.final_on <= due or not of.dice.chance(p.CAUSE_RECORDED):
        return course
    recorded_on = after(due, of.dice.between(-10, 8))
    return course.and_then(delay_cause=_cause(of, course), delay_recorded_on=recorded_on)


def _cause(of: Drawing, course: Course) -> DelayKind:
    assert course.told_on is not None
    if (course.told_on - course.received_on).days > SIX_WEEKS + 7:
        return of.dice.one_of((DelayKind.PANEL_DATE, DelayKind.STAFF_ABSENCE))
    last = max(
        (a for a in course.advice if a.last_received_on),
        key=lambda a: a.last_received_on or course.received_on,
    )
    return {
        AdviceItem.PSYCHOLOGY: DelayKind.PSYCHOLOGIST_SHORTAGE,
        AdviceItem.HEALTH: DelayKind.THERAPIST_SHORTAGE,
    }.get(last.item, DelayKind.STAFF_ABSENCE)


def _excuses(of: Drawing, course: Course) -> Iterator[Excuse]:
    """The few exceptions that are lawful: the facts meet the ground, and the limit was about to be missed."""
    due = course.received_on + timedelta(days=int(TWENTY_WEEKS))
    fears = due - timedelta(weeks=3)
    if course.final_on is None or course.final_on <= fears or course.asked_on is None:
        return
    claim_on = working_before(due - timedelta(days=of.dice.number(2, 14)))
    if claim_on <= course.asked_on + timedelta(days=35):
        return
    fact = _fact(of, course, claim_on)
    if fact is not None and claim_on < course.final_on:
        yield Excuse(
            limit="final_plan",
            ground=f"reg 13(3) with 10(4)({_LETTERS[type(fact)]})",
            on=claim_on,
            fact=fact,
            fact_recorded_on=min(claim_on, working(course.asked_on + timedelta(days=35))),
        )


_LETTERS: dict[type, str] = {Closure: "a", PersonalCircumstance: "c", Absence: "d"}


def _fact(
    of: Drawing, course: Course, claim_on: date
) -> Closure | Absence | PersonalCircumstance | None:
    asked = course.asked_on
    assert asked is not None
    first, reopening = terms.summer_closure(asked.year)
    week = timedelta(weeks=1)
    in_closure = first - week < asked < reopening - week
    at_school = course.setting in (Setting.SCHOOL, Setting.POST16)
    if in_closure and at_school and of.dice.chance(p.EXCEPTION_CLAIMED):
        return Closure(course.setting, first, reopening)
    if of.dice.chance(p.AWAY):
        return Absence(Who.CHILD, asked + _ONE_DAY, asked + timedelta(days=31))
    if of.dice.chance(p.CIRCUMSTANCES):
        kind = of.dice.one_of((CircumstanceKind.SERIOUS_ILLNESS, CircumstanceKind.BEREAVEMENT))
        return PersonalCircumstance(Who.PARENT, kind, asked + _ONE_DAY, asked + timedelta(days=28))
    return None


def _endings(of: Drawing, course: Course) -> Course:
    dice = of.dice
    assert course.told_on is not None
    if dice.chance(p.WITHDRAWN_BEFORE_DECISION):
        span = (course.told_on - course.logged_on).days - 1
        return course.and_then(withdrawn_on=after(course.logged_on, dice.between(1, max(1, span))))
    if course.outcome is AssessOutcome.REFUSE:
        return course
    if dice.chance(p.WITHDRAWN_IN_ASSESSMENT):
        return course.and_then(withdrawn_on=after(course.told_on, dice.between(3, 60)))
    if dice.chance(p.MOVED_OUT):
        return course.and_then(moved_out_on=after(course.told_on, dice.between(3, 110)))
    leaves = dice.chance(p.CASEWORKER_LEAVES)
    return course.and_then(
        caseworker_leaves_on=after(course.told_on, dice.between(5, 60)) if leaves else None
    )
