"""CFA 2014 s44(1): the first review of a plan. The later ones belong to whoever maintains it."""

from __future__ import annotations

from ehc_workflow.rules.cfa_2014 import PART_3_IN_FORCE, S44_1
from ehc_workflow.rules.model import Owner, Start, TimeLimit, months_beginning_with

FIRST_REVIEW = TimeLimit(
    code="first_review",
    clocks=(),
    duty="Review the plan for the first time",
    owner=Owner.AUTHORITY,
    start=Start.LAST_REVIEW,
    period=months_beginning_with(12),
    citation=S44_1,
    in_force=PART_3_IN_FORCE,
    note="It begins with the day the plan was made, which counts as the first.",
)
