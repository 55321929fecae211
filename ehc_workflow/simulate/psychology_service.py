"""What happens within the psychology service before it advises: a request is allocated, a visit planned and kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import NamedTuple

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import AdviceItem, VisitPlace
from ehc_workflow.domain.facts import AppointmentPurpose
from ehc_workflow.simulate.course import AdviceCourse
from ehc_workflow.simulate.days import working_days_after
from ehc_workflow.simulate.dice import Dice

PLACES = (VisitPlace.SETTING,) * 6 + (VisitPlace.HOME, VisitPlace.SERVICE, VisitPlace.ONLINE)
HOURS = (time(9, 15), time(10), time(11, 30), time(13, 15), time(14))


class Step(NamedTuple):
    """One thing somebody does on a day."""

    on: date
    command: c.Command
    who: Actor


def within_psychology(
    one: AdviceCourse, request_id: str, case_id: str, psychologists: tuple[Actor, ...]
) -> Iterator[Step]:
    """From its own dice, so that everything else about the case stays as it was drawn."""
    if one.item is not AdviceItem.PSYCHOLOGY or one.reached_on is None or one.first_on is None:
        return
    dice = Dice(case_id, "within the psychology service")
    given_on = min(working_days_after(one.reached_on, dice.number(1, 12)), one.first_on)
    who = dice.one_of(psychologists)
    allocated = c.AllocateRequest(
        assessment_id=case_id,
        request_id=request_id,
        seat_id=who.seats[0].id,
        allocated_on=given_on,
    )
    yield Step(given_on, allocated, psychologists[0])
    seen_on = working_days_after(given_on, dice.number(4, 15))
    if seen_on < one.first_on and (one.missed_on is None or seen_on < one.missed_on):
        yield from _visit(dice, request_id, case_id, given_on, seen_on, who)


def _visit(
    dice: Dice, request_id: str, case_id: str, given_on: date, seen_on: date, who: Actor
) -> Iterator[Step]:
    planned = c.PlanVisit(
        assessment_id=case_id,
        request_id=request_id,
        visit_on=seen_on,
        purpose=AppointmentPurpose.EXAMINATION,
        place=dice.one_of(PLACES),
        at=dice.one_of(HOURS),
    )
    yield Step(given_on, planned, who)
    kept = c.RecordVisitKept(assessment_id=case_id, request_id=request_id, visit=1, kept_on=seen_on)
    yield Step(seen_on, kept, who)
