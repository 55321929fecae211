"""The states an assessment can be in, and which of them are open."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where an assessment stands: the states of the statutory process, and one before it exists."""

    NOT_OPEN = "not_open"
    RECEIVED = "received"
    CONSIDERING = "considering"
    ASSESSING = "assessing"
    DECIDING_PLAN = "deciding_plan"
    DRAFTING = "drafting"
    DRAFT_WITH_FAMILY = "draft_with_family"
    PLACING = "placing"
    FINALISING = "finalising"
    PLAN_ISSUED = "plan_issued"
    REFUSED_TO_ASSESS = "refused_to_assess"
    NO_PLAN = "no_plan"
    ASSESS_ORDERED = "assess_ordered"
    PLAN_ORDERED = "plan_ordered"
    REMITTED = "remitted"
    WITHDRAWN = "withdrawn"
    MOVED_OUT = "moved_out"
    LEFT_ENGLAND = "left_england"
    DIED = "died"
    OVER_25 = "over_25"
    DUPLICATE = "duplicate"
    NOT_IN_AREA = "not_in_area"


class Overlay(StrEnum):
    """What runs beside a closed or issued state; it is no state of its own."""

    IN_MEDIATION = "in_mediation"
    IN_APPEAL = "in_appeal"


OPEN_STATES = frozenset(
    {
        State.RECEIVED,
        State.CONSIDERING,
        State.ASSESSING,
        State.DECIDING_PLAN,
        State.DRAFTING,
        State.DRAFT_WITH_FAMILY,
        State.PLACING,
        State.FINALISING,
        State.ASSESS_ORDERED,
        State.PLAN_ORDERED,
        State.REMITTED,
    }
)
PLAN_STATES = frozenset({State.DRAFTING, State.DRAFT_WITH_FAMILY, State.PLACING, State.FINALISING})
"""Where the text of a plan is still open: written, with the family, being placed or made final."""
REOPENABLE_STATES = frozenset({State.PLAN_ISSUED, State.REFUSED_TO_ASSESS, State.NO_PLAN})
ENDED_STATES = frozenset(
    {
        State.WITHDRAWN,
        State.MOVED_OUT,
        State.LEFT_ENGLAND,
        State.DIED,
        State.OVER_25,
        State.DUPLICATE,
        State.NOT_IN_AREA,
    }
)
