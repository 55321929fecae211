"""How a plan comes about: the decision whether to make one, its text, and the questions back to an author."""

from __future__ import annotations

from datetime import date, timedelta

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import AdviceItem, Letter, PanelMatter, PlanOutcome
from ehc_workflow.simulate import words
from ehc_workflow.simulate.advice_drawing import YEAR_9_AGE
from ehc_workflow.simulate.advice_told import accepted, given
from ehc_workflow.simulate.days import working
from ehc_workflow.simulate.dice import Dice
from ehc_workflow.simulate.tale import Tale


def tell_plan_decision(tale: Tale) -> None:
    """Whether to make a plan, and the letter that says so."""
    course = tale.course
    if course.plan_decided_on is None:
        return
    make = course.plan_outcome is PlanOutcome.MAKE_PLAN
    reasons = tale.dice.one_of(words.TO_ISSUE if make else words.NOT_TO_ISSUE)
    differs = tale.before_the_panel(
        PanelMatter.ISSUE,
        open_from=course.asked_on,
        ready_on=course.completed_on,
        decided_on=course.plan_decided_on,
        weeks=16,
        granted=make,
    )
    decided = c.DecideWhetherToIssue(
        assessment_id=tale.case_id,
        outcome=course.plan_outcome,
        decided_on=course.plan_decided_on,
        reasons=reasons,
        plan_needed=make,
        differs_because=differs,
        plan_needed_because=words.PLAN_SECURES_IT if make else words.SUPPORT_IS_ENOUGH,
    )
    tale.do(course.plan_decided_on, decided, tale.decider())
    if course.plan_told_on is None:
        return
    if not make:
        tale.confirm_address(course.plan_told_on)
        fields = tale.sending(Letter.NO_PLAN, course.plan_told_on, reasons)
        tale.do(course.plan_told_on, c.NotifyNoPlan(**fields))  # type: ignore[arg-type]
        return
    fields = tale.sending(Letter.PLAN_WILL_BE_MADE, course.plan_told_on, reasons)
    tale.do(course.plan_told_on, c.NotifyPlanWillBeMade(**fields))  # type: ignore[arg-type]


def tell_plan(tale: Tale) -> None:
    """The plan is written, its health part agreed, and the draft served."""
    course = tale.course
    if course.written_on is None:
        return
    writer = tale.writer()
    seat = c.Assign(assessment_id=tale.case_id, plan_writer_seat_id=writer.seats[0].id)
    tale.do(course.plan_told_on, seat, tale.team.manager)
    written = c.SavePlan(
        assessment_id=tale.case_id, saved_on=course.written_on, items=text_of(tale)
    )
    tale.do(course.written_on, written, writer)
    _asks_back(tale, course.written_on, writer)
    if course.health_agreed_on is not None:
        agreed = c.AgreeHealthProvision(
            assessment_id=tale.case_id,
            agreed_on=course.health_agreed_on,
            by_whom="The health body's commissioning manager",
        )
        tale.do(course.health_agreed_on, agreed, tale.cast.dco)
    if course.draft_on is not None:
        fields = tale.sending(Letter.DRAFT_PLAN, course.draft_on, method=course.draft_method)
        draft = c.ServeDraft(draft_id=tale.id_of("draft"), **fields)  # type: ignore[arg-type]
        tale.do(course.draft_on, draft)


def _asks_back(tale: Tale, on: date, writer: Actor) -> None:
    """Some writers ask the psychologist what is meant, and most hear within days."""
    dice = Dice(tale.case_id, "asks back")
    asked = next((one for one in tale.course.advice if one.item is AdviceItem.PSYCHOLOGY), None)
    if asked is None or asked.accepted_on is None or not dice.chance(words.ASKED_BACK):
        return
    about = given(tale, asked)
    question = c.AskAuthor(
        assessment_id=tale.case_id,
        question_id=tale.id_of("question"),
        request_id=tale.id_of("advice", asked.name),
        contribution_id=about.id,
        paragraph=1,
        asked_on=on,
        question=dice.one_of(words.QUESTIONS),
    )
    tale.do(on, question, writer)
    answered_on = working(on + timedelta(days=dice.number(1, 9)))
    final_on = tale.course.final_on
    in_time = final_on is None or answered_on < final_on
    if dice.chance(words.ANSWERED_BACK) and in_time:
        answer = c.AnswerQuestion(
            assessment_id=tale.case_id,
            question_id=question.question_id,
            request_id=question.request_id,
            answered_on=answered_on,
            answer=dice.one_of(words.ANSWERS_BACK),
        )
        tale.do(answered_on, answer, tale.contributor(asked, answered_on))


def text_of(tale: Tale) -> tuple[c.PlanItem, ...]:
    """The items of the plan as they are first written."""
    name, written_on = tale.child.details.given_name, tale.course.written_on
    # Year 9 may begin before the final plan goes: a year is more than that ever takes.
    grows_up = written_on is not None and tale.child.age_on(written_on) >= YEAR_9_AGE - 1
    return words.plan(name, tale.child.need, accepted(tale), grows_up=grows_up)
