"""Who is asked for advice on one child, and how each answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.facts import AppointmentPurpose
from ehc_workflow.simulate import profiles as p
from ehc_workflow.simulate.authority import Cast, Place
from ehc_workflow.simulate.course import AdviceCourse, Course
from ehc_workflow.simulate.days import after, near, working, working_days_after
from ehc_workflow.simulate.dice import Dice
from ehc_workflow.simulate.people import Child
from ehc_workflow.simulate.profiles import Profile
from ehc_workflow.simulate.timing import Timing

SIX_WEEKS = timedelta(weeks=6)
WEEK = timedelta(weeks=1)
YEAR_9_AGE = 13
_A_TERM = timedelta(weeks=16)
_WITHOUT_VIEWS = (
    "The family was asked three times, in writing and by telephone, and offered a visit; their views in the request "
    "itself are used."
)


def drawn_items(child: Child, dice: Dice) -> tuple[AdviceItem, ...]:
    """The items whose times decide how long the case takes: health where a service knows the child."""
    items = [AdviceItem.EDUCATION, AdviceItem.PSYCHOLOGY, AdviceItem.SOCIAL_CARE]
    if child.nhs_services:
        items.append(AdviceItem.HEALTH)
    if dice.chance(p.FAMILY_ASKS_FOR_OTHER_ADVICE):
        items.append(AdviceItem.REQUESTED)
    return tuple(items)


def draw_advice(
    dice: Dice,
    profile: Profile,
    cast: Cast,
    child: Child,
    place: Place,
    course: Course,
    at: Timing,
) -> Course:
    """Every request for advice with its answers, and the day on which all of it is in."""
    assert course.assessed_from is not None
    asked_on = max(near(course.received_on, at.asked), course.assessed_from)
    asked = list(_asked(dice, cast, child, place, asked_on, at))
    if dice.chance(p.HELD_ALREADY):
        asked = [one for one in asked if one.item is not AdviceItem.PSYCHOLOGY]
        course = course.and_then(held_psychology_on=asked_on)
    heard = max(one.first_on for one in asked if one.first_on)
    views, why_without = _family_views(dice, asked_on, heard)
    answers = [views, *asked]
    if _in_year_nine(child, heard + _A_TERM):
        answers.append(_adulthood(dice, place, asked_on, heard))
    answers = _some_together(dice, [_lived(dice, profile, cast, one, asked_on) for one in answers])
    return course.and_then(asked_on=asked_on, advice=tuple(answers), why_without=why_without)


def _some_together(dice: Dice, answers: list[AdviceCourse]) -> list[AdviceCourse]:
    """Now and then two therapists write one report: the second signs it on the day the slower first one gives it."""
    by_name = {one.name: one for one in answers}
    first, second = by_name.get("health-1"), by_name.get("health-2")
    on = first.last_received_on if first else None
    if first is None or second is None or on is None or second.reached_on is None:
        return answers
    simple = second.not_known_on is None and first.not_known_on is None and second.reached_on < on
    if not simple or not dice.chance(p.WRITTEN_TOGETHER):
        return answers
    joint = replace(
        second,
        first_on=on,
        returned_on=None,
        back_by=None,
        second_on=None,
        accepted_on=None,
        missed_on=second.missed_on if second.missed_on and second.missed_on < on else None,
        chased_on=tuple(day for day in second.chased_on if day < on),
        other_way_on=second.other_way_on
        if second.other_way_on and second.other_way_on < on
        else None,
        signs_with=first.name,
    )
    return [joint if one is second else one for one in answers]


def _in_year_nine(child: Child, day: date) -> bool:
    """Whether reg 6(1)(g) applies by this day: aged 13 before the school year began."""
    year = day.year if day.month >= 9 else day.year - 1
    return child.age_on(date(year, 8, 31)) >= YEAR_9_AGE


def _asked(
    dice: Dice, cast: Cast, child: Child, place: Place, asked_on: date, at: Timing
) -> Iterator[AdviceCourse]:
    services = {
        AdviceItem.EDUCATION: place.service_id,
        AdviceItem.PSYCHOLOGY: cast.psychology_id,
        AdviceItem.SOCIAL_CARE: cast.social_care_id,
        AdviceItem.REQUESTED: cast.other_service_id,
    }
    for item, service_id in services.items():
        if item in at.advice:
            yield AdviceCourse(
                name=item.value,
                item=item,
                service_id=service_id,
                setting=place.setting if item is AdviceItem.EDUCATION else None,
                teacher_consulted=item is AdviceItem.EDUCATION
                and (child.details.vision_impaired or child.details.hearing_impaired),
                first_on=near(asked_on, at.advice[item]),
            )
    yield from _health(dice, cast, child, asked_on, at)


def _health(
    dice: Dice, cast: Cast, child: Child, asked_on: date, at: Timing
) -> Iterator[AdviceCourse]:
    """One request to each NHS service that has the child, else to the desk. The curve is that of the slowest."""
    length = at.advice.get(AdviceItem.HEALTH)
    if length is None:
        yield AdviceCourse(
            name="health-1",
            item=AdviceItem.HEALTH,
            service_id=cast.health_desk_id,
            first_on=after(asked_on, dice.between(14, 30)),
        )
        return
    for number, service_id in enumerate(dice.some(cast.therapies, child.nhs_services), start=1):
        share = 1.0 if number == 1 else dice.between(0.45, 0.95)
        yield AdviceCourse(
            name=f"health-{number}",
            item=AdviceItem.HEALTH,
            service_id=service_id,
            first_on=near(asked_on, max(3.0, length * share)),
        )


def _family_views(dice: Dice, asked_on: date, heard: date) -> tuple[AdviceCourse, str]:
    """The family's own views. What has not come when all else has is done without, by a decision-maker's reasons."""
    views = AdviceCourse(name="family", item=AdviceItem.FAMILY, service_id=None)
    if not dice.chance(p.FAMILY_NEVER):
        came = after(asked_on, p.FAMILY_VIEWS.draw(dice) * 7)
        if came <= heard:
            return replace(views, first_on=came), ""
    return views, _WITHOUT_VIEWS


def _adulthood(dice: Dice, place: Place, asked_on: date, heard: date) -> AdviceCourse:
    came = min(after(asked_on, dice.lognormal(32, 0.3)), heard)
    return AdviceCourse(
        name="adulthood", item=AdviceItem.ADULTHOOD, service_id=place.service_id, first_on=came
    )


# --- how each one answers ---------------------------------------------------------------------------------------------


def _lived(
    dice: Dice, profile: Profile, cast: Cast, one: AdviceCourse, asked_on: date
) -> AdviceCourse:
    """The same request with what happens on the way: when it reached them, replies, returns, chases, checks."""
    one = _reached(dice, one, asked_on)
    one = _first_answers(dice, cast, one, asked_on)
    one = _in_two_versions(dice, one, asked_on)
    came = one.last_received_on
    if came is not None:
        one = replace(one, accepted_on=working_days_after(came, dice.number(0, 3)))
    return _chased(dice, profile, one, asked_on)


def _reached(dice: Dice, one: AdviceCourse, asked_on: date) -> AdviceCourse:
    """Nearly all by e-mail the same day; some by post, and some to a person who has left."""
    reached = asked_on
    if one.item is not AdviceItem.FAMILY:
        if dice.chance(p.SENT_TO_SOMEBODY_WHO_LEFT):
            reached = working_days_after(asked_on, dice.number(4, 9))
        elif dice.chance(p.RECEIVED_LATER_BY_BODY):
            reached = working_days_after(asked_on, dice.number(1, 2))
    if one.first_on is not None:
        reached = min(reached, one.first_on)
    return replace(one, reached_on=reached)


def _first_answers(dice: Dice, cast: Cast, one: AdviceCourse, asked_on: date) -> AdviceCourse:
    """A fast "not known to us", which somebody then has to settle; an appointment not kept."""
    reached = one.reached_on or asked_on
    shares = {AdviceItem.HEALTH: p.NOT_KNOWN, AdviceItem.SOCIAL_CARE: p.NOT_KNOWN_SOCIAL_CARE}
    if one.service_id != cast.health_desk_id and dice.chance(shares.get(one.item, 0.0)):
        not_known = after(reached, p.NOT_KNOWN_AFTER_DAYS.draw(dice))
        settled = working_days_after(not_known, dice.number(1, 6))
        other = dice.one_of(cast.therapies) if one.item is AdviceItem.HEALTH else None
        if one.first_on is not None and settled <= one.first_on:
            return replace(
                one, not_known_on=not_known, settled_on=settled, settled_by_service_id=other
            )
    missed = dice.chance(p.MISSED.get(one.item, 0.0))
    missed_on = working(reached + timedelta(days=dice.number(12, 30)))
    if missed and one.first_on is not None and missed_on < one.first_on:
        purpose = dice.one_of((AppointmentPurpose.EXAMINATION, AppointmentPurpose.MEETING))
        return replace(one, missed_on=missed_on, missed_purpose=purpose)
    return one


def _in_two_versions(dice: Dice, one: AdviceCourse, asked_on: date) -> AdviceCourse:
    """Advice that lacked something came first, went back, and came again on the day the curve gave."""
    if one.first_on is None or not dice.chance(p.RETURNED.get(one.item, 0.0)):
        return one
    last = one.first_on
    earliest = max(one.settled_on or asked_on, one.reached_on or asked_on)
    returned = last - timedelta(days=max(2, round(p.SECOND_VERSION_DAYS.draw(dice))))
    first = working(returned - timedelta(days=dice.number(1, 4)))
    returned = working(returned)
    if not earliest < first <= returned < last:
        return one
    back_by = max(working_days_after(returned, 7), returned + timedelta(days=1))
    return replace(one, first_on=first, returned_on=returned, back_by=back_by, second_on=last)


def _chased(dice: Dice, profile: Profile, one: AdviceCourse, asked_on: date) -> AdviceCourse:
    """Each week of lateness brings a chase as often as the profile says, and some way round the wait is thought of."""
    due = (one.reached_on or asked_on) + SIX_WEEKS
    came = one.first_on
    if one.item is AdviceItem.FAMILY or came is None or came <= due:
        return one
    days = [
        day
        for week in range(30)
        if (day := after(due + WEEK * week, dice.number(1, 6))) < came
        and dice.chance(profile.chased_each_week)
    ]
    other_way = working(due + timedelta(days=dice.number(8, 20)))
    found = other_way < came and dice.chance(p.OTHER_WAY_RECORDED)
    return replace(one, chased_on=tuple(days), other_way_on=other_way if found else None)
