"""Where the days of a caseload went: the parts of every case that ended in a stretch of days, added up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy import Connection

from ehc_workflow.domain.days import (
    Cause,
    Share,
    by_cause,
    in_whole_days,
    late_by_cause,
    shares,
    summed,
)
from ehc_workflow.domain.deadlines import deadlines, due_days_of_advice
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.store.queries.as_known import settled_between
from ehc_workflow.store.queries.reach import Reach


@dataclass(frozen=True, slots=True)
class Summed:
    """So many cases, and their days by cause, exact."""

    cases: int
    parts: dict[Cause, Fraction]

    @property
    def whole(self) -> dict[Cause, int]:
        """The days by cause in whole days, which add up."""
        return in_whole_days(self.parts)

    @property
    def days(self) -> int:
        """All days together."""
        return sum(self.whole.values())

    def mean(self, cause: Cause) -> float:
        """Days of a cause for each case, to one decimal place; 0 where there is no case."""
        return (
            round(float(self.parts.get(cause, Fraction()) / self.cases), 1) if self.cases else 0.0
        )


@dataclass(frozen=True, slots=True)
class ServiceDays:
    """Days a service was waited for, and how many of them came after the last day of what it was asked for; exact."""

    days: Fraction
    late: Fraction


@dataclass(frozen=True, slots=True)
class DaysOfCaseload:
    """Where the days went, in all, by the id of the team, and of the contributors by the id of the service."""

    in_all: Summed
    by_team: dict[str, Summed] = field(default_factory=dict)
    late: dict[Cause, Fraction] = field(default_factory=dict)
    by_service: dict[str, ServiceDays] = field(default_factory=dict)


def days_of_caseload(
    connection: Connection,
    reach: Reach,
    policy: Policy,
    *,
    first_day: date,
    last_day: date,
) -> DaysOfCaseload:
    """The days of the cases within reach that ended from the first day to the last, both included."""
    by_team: dict[str, list[dict[Cause, Fraction]]] = {}
    every: list[Share] = []
    for case in settled_between(connection, reach, first_day, last_day):
        own = list(shares(case, last_day, due_days_of_advice(deadlines(case, policy))))
        by_team.setdefault(case.team_id, []).append(by_cause(own))
        every += (one for one in own if one.service_id is not None)
    teams = {team: Summed(len(found), summed(found)) for team, found in by_team.items()}
    return DaysOfCaseload(
        in_all=Summed(
            sum(team.cases for team in teams.values()),
            summed(team.parts for team in teams.values()),
        ),
        by_team=teams,
        late=late_by_cause(every),
        by_service=_by_service(every),
    )


def _by_service(every: list[Share]) -> dict[str, ServiceDays]:
    found: dict[str, ServiceDays] = {}
    for one in every:
        assert one.service_id is not None
        so_far = found.get(one.service_id, ServiceDays(Fraction(), Fraction()))
        found[one.service_id] = ServiceDays(so_far.days + one.days, so_far.late + one.late)
    return found
