"""What the assessment leaves to whoever maintains the plan: by when it is reviewed first."""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain.case import Case, Letter
from ehc_workflow.domain.clocks.arithmetic import last_day
from ehc_workflow.rules.first_review import FIRST_REVIEW


def plan_made_on(case: Case) -> date | None:
    """The day on the final plan, which is the day it went; None before."""
    notice = case.notice(Letter.FINAL_PLAN)
    return notice.dated_on if notice else None


def first_review_by(case: Case) -> date | None:
    """The last day for the first review, twelve months beginning with the day the plan was made: s44(1)."""
    made_on = plan_made_on(case)
    return last_day(FIRST_REVIEW.period, made_on, frozenset()) if made_on else None
