"""What families hear and say in a made-up case: notices opened or not, messages and replies, updates on a delay.

Most caseworkers reply and write in time; some are late and some forget, so that a made-up authority has silences too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Letter, Road, Sureness
from ehc_workflow.domain.facts import Method
from ehc_workflow.simulate.course import Course
from ehc_workflow.simulate.days import working
from ehc_workflow.simulate.dice import Dice, made_id

OPENED, REACHED_AFTER_ALL = 0.88, 0.6
WRITES, REPLY_IN_TIME, REPLY_LATE, NEEDS_NONE = 0.35, 0.72, 0.15, 0.06
TOLD_IN_TIME, TOLD_LATE, GOES_ON_TELLING = 0.62, 0.22, 0.85
SAID = (
    "When shall we hear whether there will be a plan?",
    "We have a new report from the hospital. Shall we send it to you?",
    "Who is going to see our child, and when?",
    "Nobody has rung us back. Please tell us what happens next.",
    "The school says that it has not heard from you. Is that right?",
)
ANSWERED = (
    "Thank you for asking. The advice is being gathered; you find on your page what has come.",
    "Please do send it, with “Send us a document”. It goes to everybody who is asked for advice.",
    "We have looked at it and will write to you once the day is fixed.",
)
THANKS = "Thank you, that has helped us."
DELAY_WORDS = (
    ("opening", "We are writing to you about the education, health and care needs assessment."),
    ("what_is_late", "We do not expect to keep the day that the law gives us, or have missed it."),
    ("why_late", "Some of the advice that the assessment rests on has not come, or came late."),
    ("being_done", "We chase what is late every week and look for another way to get it."),
    ("expected", "We cannot say more than the day in this letter, and that is an estimate."),
    (
        "complaint",
        "You can complain to us, and then to the Local Government and Social Care Ombudsman.",
    ),
    (
        "information_and_advice",
        "SENDIASS gives you free and impartial advice; it is not part of us.",
    ),
    ("contact", "The SEN team will answer you: its number is on your page."),
)
"""The words of an invented letter. A real one is made from what is on file for the case."""
_ENDS = (c.SendFinalPlan, c.NotifyNoPlan, c.NotifyRefusal)
_LETTERS: dict[type[c.Command], Letter] = {
    c.TellFamilyConsidering: Letter.CONSIDERING,
    c.NotifyAssessment: Letter.WILL_ASSESS,
    c.StartOrderedAssessment: Letter.WILL_ASSESS,
    c.NotifyNoPlan: Letter.NO_PLAN,
    c.NotifyPlanWillBeMade: Letter.PLAN_WILL_BE_MADE,
    c.ServeDraft: Letter.DRAFT_PLAN,
    c.SendFinalPlan: Letter.FINAL_PLAN,
    c.UpdateFamily: Letter.DELAY_UPDATE,
}


class Heard(NamedTuple):
    """One command on its day; `by_engine` for what no person records."""

    on: date
    command: c.Command
    by_engine: bool = False


def messages_and_replies(case_id: str, course: Course, until: date) -> Iterator[Heard]:
    """What the family says outside the process, up to this day, with what becomes of it."""
    dice = Dice(case_id, "messages")
    span = (until - course.logged_on).days
    if span < 14 or not dice.chance(WRITES):
        return
    for number in range(dice.number(1, 2)):
        on = working(course.logged_on + timedelta(days=dice.number(7, span - 7)))
        message_id = made_id(case_id, "message", number)
        thanks = dice.chance(NEEDS_NONE)
        yield Heard(
            on,
            c.RecordFamilyMessage(
                assessment_id=case_id,
                message_id=message_id,
                received_on=on,
                road=dice.one_of((Road.PHONE, Road.EMAIL, Road.EMAIL, Road.LETTER)),
                said=THANKS if thanks else dice.one_of(SAID),
            ),
        )
        yield from _settled(case_id, message_id, on, thanks, dice)


def _settled(case_id: str, message_id: str, on: date, thanks: bool, dice: Dice) -> Iterator[Heard]:
    if thanks:
        close = c.CloseFamilyMessage(
            assessment_id=case_id,
            message_id=message_id,
            closed_on=on,
            reason="They only thank us.",
        )
        yield Heard(on, close)
        return
    if dice.chance(REPLY_IN_TIME):
        answered_on = working(on + timedelta(days=dice.number(0, 2)))
    elif dice.chance(REPLY_LATE / (1 - REPLY_IN_TIME)):
        answered_on = working(on + timedelta(days=dice.number(6, 15)))
    else:
        return  # forgotten
    reply = c.AnswerFamilyMessage(
        assessment_id=case_id,
        message_id=message_id,
        answered_on=answered_on,
        road=Road.PHONE if dice.chance(0.3) else Road.PORTAL,
        answer=dice.one_of(ANSWERED),
    )
    yield Heard(answered_on, reply)


def days_of_updates(case_id: str, course: Course) -> Iterator[date]:
    """The days on which the family of a late case is told, until its outcome. None where nothing is late."""
    limit_on = course.received_on + timedelta(weeks=20)
    ends_on = course.final_on
    if course.assessed_from is None or ends_on is None or ends_on <= limit_on:
        return
    dice = Dice(case_id, "updates")
    if dice.chance(TOLD_IN_TIME):
        day = limit_on - timedelta(days=dice.number(2, 14))
    elif dice.chance(TOLD_LATE / (1 - TOLD_IN_TIME)):
        day = limit_on + timedelta(days=dice.number(2, 25))
    else:
        return
    day = working(max(day, course.assessed_from + timedelta(days=1)))
    while day < ends_on:
        yield day
        waits = dice.number(10, 13) if dice.chance(GOES_ON_TELLING) else dice.number(20, 45)
        day = working(day + timedelta(days=waits))


def update_on(day: date, course: Course, fields: dict[str, object]) -> c.UpdateFamily:
    """One letter about the delay, with the day that its writer then thinks of."""
    ends_on = course.final_on or day
    sure = Sureness.ABOUT if (ends_on - day).days < 60 else Sureness.AT_THE_EARLIEST
    expected = max(day, ends_on - timedelta(days=7))
    letter = {**fields, "blocks": DELAY_WORDS}
    return c.UpdateFamily(sure=sure, expected_on=expected, **letter)  # type: ignore[arg-type]


def notices_followed(
    case_id: str, sent: Iterable[tuple[date, c.Command]], *, always: bool = False
) -> Iterator[Heard]:
    """For each letter behind a sign-in, in the order of going: opened within days, or rung about, or neither.

    `always` has every letter opened.
    """
    dice, counted = Dice(case_id, "notices"), Counter[Letter]()
    for on, command in sent:
        letter = _LETTERS.get(type(command))
        if letter is None or not isinstance(command, c.Sending):
            continue
        counted[letter] += 1
        if command.method not in (Method.EMAIL, Method.PORTAL):
            continue
        notice_id = f"{letter.value}-{counted[letter]}"
        if always or dice.chance(OPENED):
            opened_on = on + timedelta(days=dice.number(0, 2))
            opened = c.RecordNoticeOpened(
                assessment_id=case_id, notice_id=notice_id, opened_on=opened_on
            )
            yield Heard(opened_on, opened, by_engine=True)
        elif dice.chance(REACHED_AFTER_ALL):
            reached_on = working(on + timedelta(days=dice.number(5, 7)))
            reached = c.RecordFamilyReached(
                assessment_id=case_id, notice_id=notice_id, reached_on=reached_on, road=Road.PHONE
            )
            yield Heard(reached_on, reached)


def outlives_the_end(last: c.Command, command: c.Command) -> bool:
    """Whether this is still done after the last step of the case: its letter is opened, its family answered."""
    told = isinstance(last, _ENDS)
    return told and isinstance(
        command, c.RecordNoticeOpened | c.RecordFamilyReached | c.AnswerFamilyMessage
    )
