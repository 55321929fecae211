"""How the requests for advice of a month went, service by service: what a DCO and a service lead are asked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import Connection, func, select

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.store.queries.desk import days_late
from ehc_workflow.store.queries.desk_reach import DeskReach, reached
from ehc_workflow.store.tables.advice import AdviceRequestRow, ContributionRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFigures:
    """Requests asked of one service in a span of days, and what came of each by today; `service` "" is none named.

    `late` were given after their last day, `overdue` are still owed after it; both are counted in `days_late`, calendar
    days, to the day it was given or to today. `right_first_time` were accepted without having been returned.
    `days_to_answer` are those to the first answer of each that was answered, be it advice or a reply short of it.
    """

    service: str
    asked: int
    in_time: int
    late: int
    overdue: int
    returned: int
    right_first_time: int
    days_late: tuple[int, ...]
    days_to_answer: tuple[int, ...]

    @property
    def waiting(self) -> int:
        """Not given, and not late: its day is to come, or none runs yet, or nothing is owed any more."""
        return self.asked - self.in_time - self.late - self.overdue

    @property
    def median_days_late(self) -> int | None:
        """The median of the late ones and the overdue ones; None where there is none."""
        return round(median(self.days_late)) if self.days_late else None

    @property
    def median_days_to_answer(self) -> int | None:
        """The median of those that were answered at all; None where none was."""
        return round(median(self.days_to_answer)) if self.days_to_answer else None


@dataclass(frozen=True, slots=True)
class _Asked:
    service: str
    requested_on: date
    due_on: date | None
    first_replied_on: date | None
    first_received_on: date | None
    returned_on: date | None
    accepted_on: date | None
    closed: bool
    versions: int

    @property
    def went_back(self) -> bool:
        return self.returned_on is not None or self.versions > 1

    @property
    def days_to_answer(self) -> int | None:
        """Calendar days to the first reply or advice."""
        answers = [day for day in (self.first_replied_on, self.first_received_on) if day]
        return (min(answers) - self.requested_on).days if answers else None


def advice_figures(
    connection: Connection, reach: DeskReach, *, first_day: date, last_day: date, today: date
) -> tuple[ServiceFigures, ...]:
    """Of what was asked from the first day to the last, both included, in closed cases too; by name of service."""
    versions = (
        select(func.count())
        .where(ContributionRow.request_id == AdviceRequestRow.id)
        .scalar_subquery()
    )
    statement = (
        select(
            func.coalesce(Service.name, ""),
            AdviceRequestRow.requested_on,
            AdviceRequestRow.due_on,
            AdviceRequestRow.first_replied_on,
            AdviceRequestRow.first_received_on,
            AdviceRequestRow.returned_on,
            AdviceRequestRow.accepted_on,
            AdviceRequestRow.closed,
            versions,
        )
        .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
        .outerjoin(Service, Service.id == AdviceRequestRow.service_id)
        .where(
            reached(reach),
            AdviceRequestRow.item != AdviceItem.FAMILY.value,
            AdviceRequestRow.requested_on.between(first_day, last_day),
        )
    )
    by_service: dict[str, list[_Asked]] = defaultdict(list)
    for row in connection.execute(statement):
        by_service[row[0]].append(_Asked(*row))
    return tuple(_figures(name, asked, today) for name, asked in sorted(by_service.items()))


def _figures(service: str, asked: list[_Asked], today: date) -> ServiceFigures:
    given = [one for one in asked if one.first_received_on is not None]
    late_days = [
        (one, days)
        for one in asked
        if (days := days_late(one.due_on, one.first_received_on, closed=one.closed, today=today))
    ]
    late = sum(one.first_received_on is not None for one, _ in late_days)
    return ServiceFigures(
        service=service,
        asked=len(asked),
        in_time=len(given) - late,
        late=late,
        overdue=len(late_days) - late,
        returned=sum(one.went_back for one in given),
        right_first_time=sum(one.accepted_on is not None and not one.went_back for one in given),
        days_late=tuple(days for _, days in late_days),
        days_to_answer=tuple(n for one in asked if (n := one.days_to_answer) is not None),
    )
