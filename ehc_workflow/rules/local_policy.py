"""The authority's own choices where the law leaves one, and its own targets: never mixed with law."""

from __future__ import annotations

from dataclasses import dataclass

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES, BankHolidays


@dataclass(frozen=True, slots=True)
class Policy:
    """One authority's settings, each with the safest default."""

    calendar: BankHolidays = ENGLAND_AND_WALES


DEFAULT_POLICY = Policy()
