"""A plan is read by somebody who did not write it, and rated once it went, by criteria and not by a typed grade."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case, CheckEnd, PlanCheck
from ehc_workflow.domain.decisions.registry import Facing, answers, happened, refuse
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.rules.plan_criteria import CRITERIA, Criterion, Grade, Met, grade_of


@answers(c.CheckPlan)
def check_plan(case: Case, command: c.CheckPlan, facing: Facing) -> tuple[e.Event, ...]:
    """Only the version that stands can be signed off, and not by whoever wrote it last."""
    happened(case, command.checked_on, facing, "/checked_on", "The day of the check")
    given = _answered(command.answers)
    refuse(
        _another_version(case, command),
        _own_words(case, facing),
        _unanswered(given),
        _end_does_not_fit(command, given),
    )
    check = PlanCheck(
        plan_version=command.plan_version,
        checked_on=command.checked_on,
        checked_by=facing.actor_id,
        end=command.end,
        grade=grade_of(given),
    )
    return (e.PlanChecked(check=check),)


@answers(c.AuditPlan)
def audit_plan(case: Case, command: c.AuditPlan, facing: Facing) -> tuple[e.Event, ...]:
    """Of the plan as it went, and not by whoever wrote it."""
    happened(case, command.audited_on, facing, "/audited_on", "The day of the audit")
    given = _answered(command.answers)
    refuse(_unanswered(given), _wrote_what_went(case, facing))
    return (
        e.PlanAudited(
            plan_version=case.version_sent,
            audited_on=command.audited_on,
            grade=grade_of(given),
        ),
    )


def _answered(given: tuple[c.CriterionAnswer, ...]) -> dict[Criterion, Met]:
    return {one.criterion: one.met for one in given}


def _unanswered(given: dict[Criterion, Met]) -> list[Impossible]:
    return [
        Impossible(f"/answers/{one.value}", f"Answer this: {asked.question}")
        for one, asked in CRITERIA.items()
        if one not in given
    ]


def _another_version(case: Case, command: c.CheckPlan) -> list[Impossible]:
    now = case.plan_text.version if case.plan_text else 0
    if command.plan_version == now:
        return []
    says = (
        f"The plan was written on since: version {now} stands now. Look at it, then check that one."
    )
    return [Impossible("/plan_version", says)]


def _own_words(case: Case, facing: Facing) -> list[Impossible]:
    if case.plan_text is None or case.plan_text.saved_by != facing.actor_id:
        return []
    return [Impossible("", "You wrote this version yourself: somebody else has to check it.")]


def _wrote_what_went(case: Case, facing: Facing) -> list[Impossible]:
    text = case.plan_text
    stands = text is not None and text.version == case.version_sent
    wrote = case.final_written_by or (text.saved_by if text and stands else "")
    if wrote != facing.actor_id:
        return []
    return [Impossible("", "You wrote this plan as it went: somebody else has to rate it.")]


def _end_does_not_fit(command: c.CheckPlan, given: dict[Criterion, Met]) -> list[Impossible]:
    if command.end is CheckEnd.RETURNED:
        said = command.comment.strip() or any(one.comment.strip() for one in command.answers)
        says = "Say what has to be changed, so that it can be done in one go."
        return [] if said else [Impossible("/comment", says)]
    if grade_of(given) is Grade.NOT_GOOD_ENOUGH:
        says = "A criterion is not met: return the plan with what has to be changed."
        return [Impossible("/end", says)]
    return []
