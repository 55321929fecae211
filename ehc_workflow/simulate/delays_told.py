"""What is told beside the process: delays and what excuses them, what the family hears, and ends before their time."""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import SYSTEM
from ehc_workflow.domain.case import Letter
from ehc_workflow.domain.facts import Absence, Closure
from ehc_workflow.simulate import hearing, words
from ehc_workflow.simulate.tale import Tale


def tell_delays(tale: Tale) -> None:
    """Why it is late, and the exceptions that are claimed for it."""
    course = tale.course
    if course.delay_cause is not None and course.delay_recorded_on is not None:
        cause = c.RecordDelayCause(
            assessment_id=tale.case_id,
            limit=course.delay_limit,
            cause=course.delay_cause,
            recorded_on=course.delay_recorded_on,
            what_was_done=words.REMEDIES[course.delay_cause],
        )
        tale.do(course.delay_recorded_on, cause)
    for excuse in course.exceptions:
        command, facts = _fact(tale, excuse.fact)
        tale.do(excuse.fact_recorded_on, command)
        claim = c.ClaimException(
            assessment_id=tale.case_id,
            exception_id=tale.id_of("exception", excuse.limit),
            limit=excuse.limit,
            ref="",
            ground=excuse.ground,
            decided_on=excuse.on,
            family_told_on=excuse.on,
            review_on=date.fromordinal(excuse.on.toordinal() + 21),
            facts=facts,
            evidence="Dates from the setting and the family, kept on file.",
            why_impractical="Advice that the plan rests on could not be had in that time.",
        )
        tale.do(excuse.on, claim, tale.decider())
        tale.do(excuse.on, _told_of(tale, claim), tale.worker(excuse.on))


def _told_of(tale: Tale, claim: c.ClaimException) -> c.TellOfException:
    """The letter in which the family is told of it."""
    limit = "The time limit moves nowhere: what is owed is done as soon as it can be."
    to = tale.holder(claim.decided_on)
    drafted = dict(tale.blocks(Letter.EXCEPTION, to, "", ""))
    said = {"limit": limit, "ground": claim.ground, "why": claim.why_impractical}
    sending = tale.sending(Letter.EXCEPTION, claim.decided_on)
    blocks = {"opening": drafted["opening"], **said, "contact": drafted["contact"]}
    return c.TellOfException(
        exception_id=claim.exception_id,
        **{**sending, "blocks": tuple(blocks.items())},  # type: ignore[arg-type]
    )


def _fact(tale: Tale, fact: object) -> tuple[c.Command, str]:
    if isinstance(fact, Closure):
        closure = c.RecordClosure(assessment_id=tale.case_id, closure=fact)
        return closure, words.CLOSURE_FACTS
    if isinstance(fact, Absence):
        absence = c.RecordAbsence(assessment_id=tale.case_id, absence=fact)
        return absence, words.AWAY_FACTS
    circumstances = c.RecordCircumstances(
        assessment_id=tale.case_id,
        circumstance=fact,  # type: ignore[arg-type]  # the third kind of fact
    )
    return circumstances, words.CIRCUMSTANCES_FACTS


def tell_hearing(tale: Tale) -> None:
    """What the family hears and says beside the process, and which of its letters it opens."""
    course = tale.course
    for day in hearing.days_of_updates(tale.case_id, course):
        fields = tale.sending(Letter.DELAY_UPDATE, day)
        tale.do(day, hearing.update_on(day, course, fields))
    letters = sorted(
        ((step.on, step.command) for step in tale.steps if isinstance(step.command, c.Sending)),
        key=lambda step: step[0],
    )
    last = letters[-1][0] if letters else course.logged_on
    for heard in (
        *hearing.notices_followed(tale.case_id, letters, always=tale.opens_everything),
        *hearing.messages_and_replies(tale.case_id, course, last),
    ):
        tale.do(heard.on, heard.command, SYSTEM if heard.by_engine else None)


def tell_ending(tale: Tale) -> None:
    """A withdrawal, or a move to another area."""
    course = tale.course
    if course.withdrawn_on is not None:
        withdrawn = c.Withdraw(
            assessment_id=tale.case_id,
            withdrawn_on=course.withdrawn_on,
            by_contact_id=tale.holder(course.withdrawn_on).id,
            reasons=words.WITHDRAWN,
        )
        tale.do(course.withdrawn_on, withdrawn, tale.decider())
    if course.moved_out_on is not None:
        moved = c.MoveOut(
            assessment_id=tale.case_id,
            moved_on=course.moved_out_on,
            new_authority="Invented Neighbourshire",
        )
        tale.do(course.moved_out_on, moved)
