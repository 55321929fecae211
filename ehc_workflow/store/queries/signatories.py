"""Who signed advice that several services gave as one: the service that gave the words, and those that signed them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Exists, exists, or_, select
from sqlalchemy.orm import aliased

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.store.tables.advice import AdviceRequestRow, ContributionRow
from ehc_workflow.store.tables.organisation import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """One person who signed, for which request and service, and the day it came from them."""

    contribution_id: str
    request_id: str
    item: AdviceItem
    service: str
    author_name: str
    author_role: str
    received_on: date


def signed_by_another(words: type[ContributionRow]) -> Exists:
    """Whether somebody signed these words besides whoever gave them."""
    other = aliased(ContributionRow)
    return exists().where(other.joint_with == words.id).correlate(words)


def signatories(
    connection: Connection, contribution_ids: Collection[str]
) -> dict[str, tuple[Signatory, ...]]:
    """By the contribution that holds the words, who signed them: its author first. In one statement, or in none."""
    if not contribution_ids:
        return {}
    row = ContributionRow
    statement = (
        select(
            row.id,
            row.joint_with,
            row.request_id,
            AdviceRequestRow.item,
            Service.name,
            row.author_name,
            row.author_role,
            row.received_on,
        )
        .join(AdviceRequestRow, AdviceRequestRow.id == row.request_id)
        .outerjoin(Service, Service.id == AdviceRequestRow.service_id)
        .where(or_(row.id.in_(contribution_ids), row.joint_with.in_(contribution_ids)))
        .order_by(row.joint_with.is_not(None), row.received_on, row.id)
    )
    found: dict[str, tuple[Signatory, ...]] = {}
    for one in connection.execute(statement):
        words = one.joint_with or one.id
        signed = Signatory(
            contribution_id=one.id,
            request_id=one.request_id,
            item=AdviceItem(one.item),
            service=one.name or "",
            author_name=one.author_name,
            author_role=one.author_role,
            received_on=one.received_on,
        )
        found[words] = (*found.get(words, ()), signed)
    return found
