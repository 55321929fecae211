"""Figures over many cases, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from ehc_workflow.domain.case import State
from ehc_workflow.domain.days import Cause, rounded
from ehc_workflow.reporting.reconciliation import Difference, Discrepancy, Reconciliation
from ehc_workflow.reporting.timeliness import Figure, Timeliness, in_all
from ehc_workflow.rules.ladders import LEVELS, Level
from ehc_workflow.service.caseload_as_known import Known, KnownCase
from ehc_workflow.service.days_summed import DaysOfCaseload, Summed
from ehc_workflow.store.queries.advice_figures import ServiceFigures


class FigureOut(BaseModel):
    """Final plans sent, and those among them within 20 weeks. `percent` is null where none was sent."""

    plans: int
    in_time: int
    percent: float | None

    @classmethod
    def of(cls, figure: Figure) -> Self:
        """The figure with its share."""
        return cls(plans=figure.plans, in_time=figure.in_time, percent=figure.percent)


class BothFiguresOut(BaseModel):
    """Both ways of counting; the second leaves every case with an exception out of plans and of those in time."""

    with_exceptions: FigureOut
    without_exceptions: FigureOut

    @classmethod
    def of(cls, both: Timeliness) -> Self:
        """Both figures."""
        return cls(
            with_exceptions=FigureOut.of(both.with_exceptions),
            without_exceptions=FigureOut.of(both.without_exceptions),
        )


class TimelinessOut(BaseModel):
    """A calendar year, in all and by month. A month without a plan is left out."""

    year: int
    in_all: BothFiguresOut
    months: dict[str, BothFiguresOut] = Field(description="By month, as 2026-06.")

    @classmethod
    def of(cls, year: int, months: dict[date, Timeliness]) -> Self:
        """The year from its months."""
        return cls(
            year=year,
            in_all=BothFiguresOut.of(in_all(months)),
            months={f"{day:%Y-%m}": BothFiguresOut.of(both) for day, both in months.items()},
        )


class ServiceFiguresOut(BaseModel):
    """Requests of a month asked of one service, null where none was named; `waiting` is what is in no column before.

    `answered` are those with advice or a reply short of it. A median is null where there is nothing to count.
    """

    service: str | None
    asked: int
    in_time: int
    late: int
    overdue: int
    waiting: int
    returned: int
    right_first_time: int
    median_days_late: int | None
    answered: int
    median_days_to_answer: int | None

    @classmethod
    def of(cls, one: ServiceFigures) -> Self:
        """The figures with their medians."""
        return cls(
            service=one.service or None,
            asked=one.asked,
            in_time=one.in_time,
            late=one.late,
            overdue=one.overdue,
            waiting=one.waiting,
            returned=one.returned,
            right_first_time=one.right_first_time,
            median_days_late=one.median_days_late,
            answered=len(one.days_to_answer),
            median_days_to_answer=one.median_days_to_answer,
        )


class AdviceFiguresOut(BaseModel):
    """What was asked in a month, service by service, and what has come of it by today."""

    month: str = Field(description="As 2026-06.")
    services: list[ServiceFiguresOut]


class TallyOut(BaseModel):
    """Requests asked of one service: `sent` to `no_message` add up to `asked`, and so do the two of receipt."""

    model_config = ConfigDict(from_attributes=True)

    service: str
    asked: int
    sent: int
    waiting: int
    failed: int
    no_message: int
    confirmed: int
    not_confirmed: int
    on_desk: int


class DiscrepancyOut(BaseModel):
    """One request that was asked and of which something is missing on the way, with what to do."""

    request_id: str
    assessment_id: str
    reference: str
    service: str | None
    requested_on: date
    kind: Difference
    says: str
    to_do: str

    @classmethod
    def of(cls, one: Discrepancy) -> Self:
        """The request without anything of the child."""
        return cls(
            request_id=one.request.request_id,
            assessment_id=one.request.assessment_id,
            reference=one.request.reference,
            service=one.request.service or None,
            requested_on=one.request.requested_on,
            kind=one.kind,
            says=one.says,
            to_do=one.to_do,
        )


class ReconciliationOut(BaseModel):
    """What was asked in a month held against what went out and what arrived."""

    month: str = Field(description="As 2026-06.")
    services: list[TallyOut]
    discrepancies: list[DiscrepancyOut]

    @classmethod
    def of(cls, month: str, found: Reconciliation) -> Self:
        """The month."""
        return cls(
            month=month,
            services=[TallyOut.model_validate(one) for one in found.tallies],
            discrepancies=[DiscrepancyOut.of(one) for one in found.discrepancies],
        )


class SummedOut(BaseModel):
    """So many cases that ended, and their days by cause in whole days, which add up to `in_all`."""

    cases: int
    in_all: int
    parts: dict[Cause, int]

    @classmethod
    def of(cls, summed: Summed) -> Self:
        """The days of these cases."""
        return cls(cases=summed.cases, in_all=summed.days, parts=summed.whole)


class ServiceDaysOut(BaseModel):
    """Days a service was waited for, and of those the days after its last day; rounded to whole days."""

    days: int
    late: int


class DaysOfCaseloadOut(BaseModel):
    """Where the days of the cases that ended in a year went; teams and services by their ids.

    `late` are days of contributors after their last day, rounded; they are in the parts too.
    """

    year: int
    all_teams: SummedOut
    by_team: dict[str, SummedOut]
    late: dict[Cause, int]
    by_service: dict[str, ServiceDaysOut]

    @classmethod
    def of(cls, year: int, found: DaysOfCaseload) -> Self:
        """The year."""
        return cls(
            year=year,
            all_teams=SummedOut.of(found.in_all),
            by_team={team: SummedOut.of(summed) for team, summed in found.by_team.items()},
            late=rounded(found.late),
            by_service={
                service: ServiceDaysOut(days=round(one.days), late=round(one.late))
                for service, one in found.by_service.items()
            },
        )


class KnownCaseOut(BaseModel):
    """One case with something owed on the day; `code` and `due_on` are those of the deadline that put it there."""

    id: str
    reference: str
    state: State
    level: Level
    code: str
    due_on: date | None
    learned_later: int

    @classmethod
    def of(cls, one: KnownCase) -> Self:
        """The case as it was known."""
        return cls(
            id=one.case.id,
            reference=one.case.reference,
            state=one.case.state,
            level=one.rated.level,
            code=one.rated.code,
            due_on=one.rated.due_on,
            learned_later=one.learned_later,
        )


class CaseloadAsKnownOut(BaseModel):
    """The caseload of a day: what was owed, worst first. `learned_later` counts cases of which more is known now."""

    day: date
    by_level: dict[Level, int]
    by_team: dict[str, dict[Level, int]]
    plans_sent: int
    plans_in_time: int
    learned_later: int
    owed: list[KnownCaseOut]

    @classmethod
    def of(cls, known: Known) -> Self:
        """The day."""
        return cls(
            day=known.day,
            by_level={level: known.by_level[level] for level in LEVELS},
            by_team={
                team: {level: found[level] for level in LEVELS}
                for team, found in known.by_team.items()
            },
            plans_sent=len(known.plans),
            plans_in_time=sum(plan.in_time for plan in known.plans),
            learned_later=known.learned_later,
            owed=[KnownCaseOut.of(one) for one in known.owed],
        )
