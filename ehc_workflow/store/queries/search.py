"""Finding a child again: by a part of the name, a reference or a UPN, and before a second case is opened by mistake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from sqlalchemy import ColumnElement, Connection, or_, select

from ehc_workflow.domain.case import State
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.people import ChildRow

SIMILAR = 0.7
"""How alike two spellings of a name must be for a person to be asked: `Jon` and `John`, `Ann-Marie` and `Annmarie`."""


def matching(text: str) -> ColumnElement[bool]:
    """Cases whose child's name holds these words, or whose reference or UPN begins with them."""
    plain = text.strip().casefold()
    escaped = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return or_(
        ChildRow.search_name.like(f"%{escaped}%", escape="\\"),
        AssessmentRow.reference.like(f"{escaped.upper()}%", escape="\\"),
        ChildRow.upn == plain.upper(),
    )


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case that may be this child's."""

    id: str
    child_id: str
    reference: str
    name: str
    date_of_birth: date
    state: State
    received_on: date


def id_of_reference(connection: Connection, reference: str) -> str | None:
    """The id of the case of this reference, if there is one."""
    statement = select(AssessmentRow.id).where(AssessmentRow.reference == reference.strip().upper())
    return connection.scalar(statement)


def same_child(
    connection: Connection, *, authority_id: str, name: str, date_of_birth: date
) -> tuple[KnownCase, ...]:
    """Cases of children born on that day with the same or nearly the same name, the latest first."""
    statement = (
        select(
            AssessmentRow.id,
            AssessmentRow.child_id,
            AssessmentRow.reference,
            ChildRow.given_name + " " + ChildRow.family_name,
            ChildRow.date_of_birth,
            AssessmentRow.state,
            AssessmentRow.received_on,
            ChildRow.search_name,
        )
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .where(ChildRow.authority_id == authority_id, ChildRow.date_of_birth == date_of_birth)
        .order_by(AssessmentRow.received_on.desc(), AssessmentRow.id)
        .limit(50)
    )
    wanted = name.casefold()
    return tuple(
        KnownCase(row[0], row[1], row[2], row[3], row[4], State(row[5]), row[6])
        for row in connection.execute(statement)
        if are_alike(wanted, row[7])
    )


def are_alike(one: str, other: str) -> bool:
    """Whether two names could be one child's: spelled nearly the same, in whichever order, or sharing a family name."""
    ones, others = sorted(one.split()), sorted(other.split())
    shared = bool(set(ones) & set(others))
    return shared or SequenceMatcher(None, " ".join(ones), " ".join(others)).ratio() >= SIMILAR
