"""How plans were rated: each reader's answers to the criteria, plans to audit, and names a plan may not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import Connection, func, select

from ehc_workflow.domain.case import Letter
from ehc_workflow.rules.plan_criteria import Criterion, Grade, Met
from ehc_workflow.store.queries.reach import Reach, within
from ehc_workflow.store.tables.accounts import UserAccount
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.papers import NoticeRow, PlanRatingRow
from ehc_workflow.store.tables.people import ChildRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What one reader answered. `comment` is what the whole plan lacks, beside the comment on each criterion."""

    assessment_id: str
    kind: str
    plan_version: int
    grade: Grade
    answers: dict[Criterion, tuple[Met, str]]
    comment: str
    rated_on: date
    rated_by: str
    by: str


def ratings(connection: Connection, case_ids: Collection[str], kind: str) -> tuple[Rating, ...]:
    """Every check, or every audit, of these cases' plans, the first first."""
    row = PlanRatingRow
    statement = (
        select(*row.__table__.c, UserAccount.name.label("by"))
        .join(UserAccount, UserAccount.id == row.rated_by)
        .where(row.assessment_id.in_(case_ids), row.kind == kind)
        .order_by(row.assessment_id, row.seq)
    )
    return tuple(
        Rating(
            assessment_id=each.assessment_id,
            kind=each.kind,
            plan_version=each.plan_version,
            grade=Grade(each.grade),
            answers={
                Criterion(criterion): (Met(met), said) for criterion, met, said in each.answers
            },
            comment=each.comment,
            rated_on=each.rated_on,
            rated_by=each.rated_by,
            by=each.by,
        )
        for each in connection.execute(statement)
    )


@dataclass(frozen=True, slots=True)
class ToAudit:
    """One plan that went, drawn for audit."""

    assessment_id: str
    reference: str
    sent_on: date


def drawn(
    connection: Connection, reach: Reach, first: date, last: date, many: int
) -> tuple[tuple[ToAudit, ...], int]:
    """So many of the plans that went in these days, both included, and how many went.

    The draw is by chance and always the same: by the hash of the case's id, which nobody can choose.
    """
    statement = (
        select(AssessmentRow.id, AssessmentRow.reference, func.min(NoticeRow.sent_on).label("on"))
        .join(NoticeRow, NoticeRow.assessment_id == AssessmentRow.id)
        .where(
            NoticeRow.kind == Letter.FINAL_PLAN.value,
            NoticeRow.sent_on >= first,
            NoticeRow.sent_on <= last,
            within(reach),
        )
        .group_by(AssessmentRow.id, AssessmentRow.reference)
    )
    went = [ToAudit(*row) for row in connection.execute(statement)]
    by_chance = sorted(went, key=lambda one: sha256(one.assessment_id.encode()).digest())
    return tuple(by_chance[:many]), len(went)


def names_of_others(
    connection: Connection, authority_id: str, child_id: str, words: Iterable[str]
) -> frozenset[str]:
    """Which of these words are given names of other children of the authority."""
    statement = (
        select(ChildRow.given_name)
        .where(
            ChildRow.authority_id == authority_id,
            ChildRow.id != child_id,
            ChildRow.given_name.in_(sorted(set(words))),
        )
        .distinct()
    )
    return frozenset(connection.scalars(statement))
