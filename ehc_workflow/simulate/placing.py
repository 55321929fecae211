"""What section I is to name in a made-up case, and why now and then it is not what the family asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import NotNamed, NotNamedGround, Placement
from ehc_workflow.reporting.placement import in_a_letter
from ehc_workflow.simulate import profiles as p
from ehc_workflow.simulate import words
from ehc_workflow.simulate.course import Course
from ehc_workflow.simulate.dice import Dice


def named(case_id: str, course: Course) -> str | None:
    """Mostly the family's choice; now and then another that was consulted, with the reasons in the letter."""
    others = [one.setting_id for one in course.consulted if one.setting_id != _asked_for(course)]
    turned = Dice(case_id, "placement").chance(p.ANOTHER_IS_NAMED)
    return others[0] if turned and others and _asked_for(course) else course.placed_id


def _asked_for(course: Course) -> str | None:
    return next((one.setting_id for one in course.said if one.setting_id is not None), None)


def settled(case_id: str, course: Course, on: date) -> c.SettlePlacement:
    """The decision, with the ground and the reasons where the family's choice is not named."""
    setting_id, asked_for = named(case_id, course), _asked_for(course)
    passed_over = None if asked_for == setting_id else asked_for
    return c.SettlePlacement(
        assessment_id=case_id,
        decided_on=on,
        setting_id=setting_id,
        setting_type=None,
        reasons=words.ANOTHER_NAMED if passed_over else words.PLACEMENT[course.placement],
        not_named=_not_named(passed_over) if passed_over else (),
    )


def _not_named(setting_id: str) -> tuple[c.SettingNotNamed, ...]:
    why = words.WHY_NOT_NAMED
    ground = NotNamedGround.USE_OF_RESOURCES
    return (c.SettingNotNamed(setting_id=setting_id, ground=ground, because=why),)


def said(decided: c.SettlePlacement, name_of: Callable[[str], str]) -> str:
    """The decision as the letter with the final plan has it."""
    placed = Placement(
        decided_on=decided.decided_on,
        decided_by="",
        setting_id=decided.setting_id,
        setting_type=decided.setting_type,
        not_named=tuple(
            NotNamed(setting_id=one.setting_id, ground=one.ground) for one in decided.not_named
        ),
    )
    return in_a_letter(placed, decided.prose, name_of)
