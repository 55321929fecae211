"""Where the days of a caseload went: the parts of every case that ended in a stretch of days, added up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy import Connection

from ehc_workflow.domain.days import Cause, in_whole_days, summed, where_the_days_went
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
class DaysOfCaseload:
    """Where the days went, in all and by team: by the id of the team."""

    in_all: Summed
    by_team: dict[str, Summed] = field(default_factory=dict)


def days_of_caseload(
    connection: Connection, reach: Reach, *, first_day: date, last_day: date
) -> DaysOfCaseload:
    """The days of the cases within reach that ended from the first day to the last, both included."""
    by_team: dict[str, list[dict[Cause, Fraction]]] = {}
    for case in settled_between(connection, reach, first_day, last_day):
        parts = where_the_days_went(case, last_day)
        by_team.setdefault(case.team_id, []).append(parts)
    teams = {team: Summed(len(found), summed(found)) for team, found in by_team.items()}
    return DaysOfCaseload(
        Summed(
            sum(team.cases for team in teams.values()),
            summed(team.parts for team in teams.values()),
        ),
        teams,
    )
