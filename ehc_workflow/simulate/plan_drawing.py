"""The plan of one case: written, agreed, sent, answered, placed and sent for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ehc_workflow.domain.case import RepresentationKind
from ehc_workflow.domain.facts import Method, Setting
from ehc_workflow.domain.services import SchoolType
from ehc_workflow.simulate import profiles as p
from ehc_workflow.simulate.authority import SPECIAL, Cast, Place
from ehc_workflow.simulate.course import AskedSetting, Course, Said
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
from ehc_workflow.simulate.timing import Timing

WINDOW = timedelta(days=15)
POST_TAKES = 2
SHORT = 30
"""Days from the draft to the end under which everybody hurries."""


def served_on(sent_on: date, method: Method) -> date:
    """The day the family has the draft: post takes two working days."""
    return working_days_after(sent_on, POST_TAKES) if method is Method.FIRST_CLASS_POST else sent_on


def draw_plan(
    dice: Dice, cast: Cast, child: Child, place: Place, course: Course, at: Timing
) -> Course:
    """From the decision to make a plan to the day it goes for good."""
    assert course.plan_told_on is not None
    draft_on = max(near(course.plan_told_on, at.draft), working_days_after(course.plan_told_on, 2))
    written_on = max(working_days_before(draft_on, dice.number(1, 4)), course.plan_told_on)
    method = Method.FIRST_CLASS_POST if dice.chance(p.SENT_BY_POST) else Method.EMAIL
    course = course.and_then(
        written_on=written_on,
        health_agreed_on=max(working_days_before(draft_on, dice.number(0, 2)), written_on),
        draft_on=draft_on,
        draft_method=method,
    )
    wished = near(draft_on, at.final)
    return draw_answers(dice, cast, place, course, wished)


def draw_answers(dice: Dice, cast: Cast, place: Place, course: Course, wished: date) -> Course:
    """What the family and the settings answer to the draft; the end comes as near the day wished as the law lets it."""
    assert course.draft_on is not None
    served = served_on(course.draft_on, course.draft_method)
    ends = served + WINDOW - timedelta(days=1)
    # Where little time is left the draft is gone through on the telephone, and the setting asked for the same week.
    days_left = (wished - served).days
    wish = dice.share_of(p.SETTING_ASKED_FOR)
    chosen = _chosen(dice, cast, place, wish)
    asks_for_setting = dice.chance(p.ASKS_FOR_SETTING) or days_left < SHORT
    latest = 11 if days_left >= SHORT else max(1, days_left - 19)
    asked_on = near(served, dice.number(1, latest))
    first = asked_on if asks_for_setting else working(ends + timedelta(days=1))
    consulted = tuple(_consulted(dice, cast, place, chosen, first, days_left))
    settled_on = _settled_on(consulted, working_days_before(wished, dice.number(0, 2)), ends)
    final_on = max(wished, settled_on)
    said = tuple(_said(dice, served, ends, final_on))
    if asks_for_setting:
        answered = min(settled_on, final_on)
        choice = Said(
            kind=RepresentationKind.SETTING_REQUEST,
            on=asked_on,
            answered_on=answered,
            setting_id=chosen.service_id,
        )
        said = (choice, *said)
    commented = next((one for one in said if one.kind is RepresentationKind.COMMENT), None)
    return course.and_then(
        said=said,
        consulted=consulted,
        settled_on=settled_on,
        placement=wish if asks_for_setting else "current",
        placed_id=chosen.service_id,
        changed_on=commented.answered_on if commented and dice.chance(0.6) else None,
        final_on=final_on,
    )


def _chosen(dice: Dice, cast: Cast, place: Place, wish: str) -> Place:
    if wish == "special" and place.setting is not Setting.POST16:
        return dice.one_of(cast.places_of(*SPECIAL))
    if wish == "mainstream":
        return dice.one_of(cast.places_of(place.kind))
    return place


def _consulted(
    dice: Dice, cast: Cast, place: Place, chosen: Place, first: date, days_left: int
) -> Iterator[AskedSetting]:
    count = dice.share_of(p.CONSULTED)
    others = [
        one for one in cast.places_of(place.kind, SchoolType.ACADEMY_MAINSTREAM) if one != chosen
    ]
    settings = [chosen, *dice.some(others, count - 1)]
    for number, one in enumerate(settings):
        together = number == 0 or days_left < SHORT
        on = first if together else working(first + timedelta(days=dice.number(0, 3)))
        yield AskedSetting(setting_id=one.service_id, on=on, replied_on=_reply(dice, on))


def _reply(dice: Dice, asked_on: date) -> date | None:
    if dice.chance(p.CONSULTED_NEVER_ANSWERS):
        return None
    if dice.chance(p.CONSULTED_ANSWERS_IN_TIME):
        return working_before(asked_on + timedelta(days=dice.number(4, 15)))
    return after(asked_on, max(16.0, dice.lognormal(24, 0.3)))


def _settled_on(consulted: tuple[AskedSetting, ...], wished: date, ends: date) -> date:
    """Not before the family's time is over, nor before each setting has answered or had its 15 days."""
    day = working(max(wished, ends + timedelta(days=1)))
    for one in consulted:
        silent_until = one.on + WINDOW + timedelta(days=1)
        ready = silent_until if one.replied_on is None else min(one.replied_on, silent_until)
        day = max(day, working(ready))
    return day


def _said(dice: Dice, served: date, ends: date, final_on: date) -> Iterator[Said]:
    when = dice.share_of(p.COMMENTS)
    if when == "in time":
        on = near(served, dice.number(4, 13))
        yield _answered(dice, RepresentationKind.COMMENT, on, final_on)
    elif when == "late":
        on = working(ends + timedelta(days=dice.number(1, 9)))
        if on < final_on:
            yield _answered(dice, RepresentationKind.COMMENT, on, final_on)
    if dice.chance(p.ASKS_FOR_MEETING):
        on = near(served, dice.number(5, 12))
        yield _answered(dice, RepresentationKind.MEETING_REQUEST, on, final_on)
    if dice.chance(p.ASKS_FOR_PERSONAL_BUDGET):
        on = near(served, dice.number(5, 12))
        yield _answered(dice, RepresentationKind.PERSONAL_BUDGET_REQUEST, on, final_on)


def _answered(dice: Dice, kind: RepresentationKind, on: date, final_on: date) -> Said:
    answered = min(working_days_after(on, dice.number(1, 6)), working_before(final_on))
    return Said(kind=kind, on=on, answered_on=max(on, answered))
