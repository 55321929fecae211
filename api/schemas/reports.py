"""Figures over many cases, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from ehc_workflow.reporting.timeliness import Figure, Timeliness, in_all


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
