"""Final plans that have gone, day by day: how many, how many in time, how many with an exception on file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, case, func, select
from sqlalchemy.orm import aliased

from ehc_workflow.store.queries.reach import Reach, within
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.deadlines import DeadlineRow


@dataclass(frozen=True, slots=True)
class SentOn:
    """Final plans that went on one day; `excepted` are those whose case had a limit of the authority's set aside."""

    day: date
    plans: int
    in_time: int
    excepted: int
    excepted_in_time: int


def plans_sent(
    connection: Connection, reach: Reach, *, first_day: date, last_day: date
) -> tuple[SentOn, ...]:
    """Final plans of cases within reach that went from the first day to the last, both included, against 20 weeks."""
    final, other = DeadlineRow, aliased(DeadlineRow)
    in_time = final.met_on <= final.due_on
    excepted = (
        select(other.assessment_id)
        .where(
            other.assessment_id == final.assessment_id,
            other.disapplied_by.is_not(None),
            other.code.not_like("advice%"),  # a body's own excuse excuses the authority nothing
        )
        .exists()
    )
    statement = (
        select(
            final.met_on,
            func.count(),
            func.sum(case((in_time, 1), else_=0)),
            func.sum(case((excepted, 1), else_=0)),
            func.sum(case((and_(excepted, in_time), 1), else_=0)),
        )
        .join(AssessmentRow, AssessmentRow.id == final.assessment_id)
        .where(
            within(reach),
            final.code == "final_plan",
            final.ref == "",  # those that name an order or an agreement have limits of their own
            final.met_on.between(first_day, last_day),
        )
        .group_by(final.met_on)
        .order_by(final.met_on)
    )
    return tuple(
        SentOn(day, plans, int(a), int(b), int(c))
        for day, plans, a, b, c in connection.execute(statement)
    )
