"""Cases that something in a file points to, and those on which the same file lies: within reach, and few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, or_, select, union

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.clues import Clues
from ehc_workflow.domain.matching import Candidate, Waiting
from ehc_workflow.store.queries.desk_reach import DeskReach, reached
from ehc_workflow.store.queries.reach import Reach, within
from ehc_workflow.store.queries.search import matching
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Service
from ehc_workflow.store.tables.papers import DocumentRow
from ehc_workflow.store.tables.people import ChildRow

_MOST = 50
FOUND_BY_HAND = 10


def reachable(reach: Reach, desk: DeskReach) -> ColumnElement[bool]:
    """Cases of the authority's own seats, and those on which a desk was asked for advice."""
    asked = exists().where(
        AdviceRequestRow.assessment_id == AssessmentRow.id,
        AdviceRequestRow.requested_on.is_not(None),
        reached(desk),
    )
    return within(reach) if desk.is_empty else or_(within(reach), asked)


def pointed_to(
    connection: Connection, authority_id: str, scope: ColumnElement[bool], clues: Clues
) -> list[Candidate]:
    """The cases of the children whose name, number or date of birth is among the clues, or that have the reference."""
    children = union(
        *(
            select(ChildRow.id).where(ChildRow.authority_id == authority_id, column.in_(values))
            for column, values in (
                (ChildRow.search_name, clues.names),
                (ChildRow.nhs_number, clues.nhs_numbers - {""}),
                (ChildRow.upn, clues.upns - {""}),
                (ChildRow.date_of_birth, clues.days),
            )
        )
    )
    mine = or_(AssessmentRow.child_id.in_(children), AssessmentRow.reference.in_(clues.references))
    statement = _cases().where(scope, AssessmentRow.authority_id == authority_id, mine)
    return _candidates(connection, statement.limit(_MOST))


def found_by_hand(
    connection: Connection, authority_id: str, scope: ColumnElement[bool], text: str
) -> list[Candidate]:
    """Cases whose child's name, reference or pupil number somebody typed."""
    statement = _cases().where(scope, AssessmentRow.authority_id == authority_id, matching(text))
    return _candidates(connection, statement.limit(FOUND_BY_HAND))


def with_what_waits(
    connection: Connection, candidates: Sequence[Candidate], desk: DeskReach | None
) -> list[Candidate]:
    """The same cases with the advice still owed on them: all of it, or what one desk was asked for."""
    statement = (
        select(
            AdviceRequestRow.assessment_id, AdviceRequestRow.id, AdviceRequestRow.item, Service.name
        )
        .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
        .outerjoin(Service, Service.id == AdviceRequestRow.service_id)
        .where(
            AdviceRequestRow.assessment_id.in_([one.assessment_id for one in candidates]),
            AdviceRequestRow.requested_on.is_not(None),
            AdviceRequestRow.accepted_on.is_(None),
            AdviceRequestRow.closed.is_(False),
            AdviceRequestRow.item != AdviceItem.FAMILY.value,
            *([reached(desk)] if desk is not None else []),
        )
        .order_by(AdviceRequestRow.item, AdviceRequestRow.id)
    )
    waits: dict[str, list[Waiting]] = {}
    for case_id, request_id, item, service in connection.execute(statement):
        waits.setdefault(case_id, []).append(Waiting(request_id, AdviceItem(item), service or ""))
    return [replace(one, waits_for=tuple(waits.get(one.assessment_id, ()))) for one in candidates]


def lies_on(
    connection: Connection, scope: ColumnElement[bool], sha256: str
) -> list[tuple[str, datetime]]:
    """The references of cases within reach on which this very file lies, with when it came."""
    statement = (
        select(AssessmentRow.reference, DocumentRow.added_at)
        .join(AssessmentRow, AssessmentRow.id == DocumentRow.assessment_id)
        .where(DocumentRow.sha256 == sha256, DocumentRow.sealed_at.is_(None), scope)
        .order_by(DocumentRow.added_at, DocumentRow.id)
        .limit(_MOST)
    )
    return [(reference, added_at) for reference, added_at in connection.execute(statement)]


def _cases() -> Select[*tuple[Any, ...]]:
    return (
        select(
            AssessmentRow.id,
            AssessmentRow.reference,
            ChildRow.given_name,
            ChildRow.family_name,
            ChildRow.date_of_birth,
            ChildRow.upn,
            ChildRow.nhs_number,
        )
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .order_by(AssessmentRow.received_on.desc(), AssessmentRow.id)
    )


def _candidates(connection: Connection, statement: Select[*tuple[Any, ...]]) -> list[Candidate]:
    return [
        Candidate(
            assessment_id=row.id,
            reference=row.reference,
            name=f"{row.given_name} {row.family_name}",
            date_of_birth=row.date_of_birth,
            upn=row.upn,
            nhs_number=row.nhs_number,
        )
        for row in connection.execute(statement)
    ]
