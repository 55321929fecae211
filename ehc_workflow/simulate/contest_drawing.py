"""What a family that is refused an assessment does about it, and when: mediation, an appeal, or nothing."""

from __future__ import annotations

from datetime import date, timedelta

from ehc_workflow.simulate import profiles as p
from ehc_workflow.simulate.course import Contest, Course, WonBy
from ehc_workflow.simulate.days import after, working, working_days_after
from ehc_workflow.simulate.dice import Dice


def draw_contest(dice: Dice, course: Course) -> Contest | None:
    """The contest of one refusal, or none: most families leave it at that, or ask again later."""
    assert course.told_on is not None
    way = dice.share_of(p.REFUSED_THEN)
    if way is p.Challenge.MEDIATION:
        return _mediation(dice, course.told_on)
    if way is p.Challenge.APPEAL:
        return _appeal(dice, course.told_on)
    return None


def _mediation(dice: Dice, refused_on: date) -> Contest:
    """The adviser is telephoned within weeks, the parties meet inside the 30 days, and it is agreed or not."""
    began_on = after(refused_on, dice.between(7, 45))
    met_on = after(began_on, dice.between(14, 26))
    agreed = dice.chance(p.AGREED_AT_MEDIATION)
    return Contest(
        mediation_on=began_on,
        met_on=met_on,
        won_by=WonBy.AGREEMENT if agreed else None,
        settled_on=met_on if agreed else None,
        told_on=_told(dice, met_on) if agreed else None,
        certified_on=None if agreed else working_days_after(met_on, 2),
    )


def _appeal(dice: Dice, refused_on: date) -> Contest:
    """Mediation declined, a certificate, an appeal inside the two months; then it is conceded, ordered or dismissed."""
    certified_on = after(refused_on, dice.between(7, 25))
    appealed_on = after(certified_on, dice.between(7, 25))
    respond_by = working(appealed_on + timedelta(weeks=6))
    won = dice.chance(p.APPEAL_WON)
    conceded = won and dice.chance(p.WON_BY_CONCESSION)
    settled_on = after(appealed_on, dice.between(7, 38) if conceded else dice.between(150, 330))
    return Contest(
        certified_on=certified_on,
        declined=True,
        appealed_on=appealed_on,
        respond_by=respond_by,
        responded_on=None if conceded else after(appealed_on, dice.between(20, 38)),
        won_by=(WonBy.CONCESSION if conceded else WonBy.ORDER) if won else None,
        settled_on=settled_on,
        told_on=_told(dice, settled_on) if won else None,
    )


def _told(dice: Dice, settled_on: date) -> date:
    """Inside two weeks, mostly."""
    return after(settled_on, dice.between(2, 12))
