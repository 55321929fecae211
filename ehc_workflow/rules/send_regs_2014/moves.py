"""SI 2014/1530, regs 15, 25 and 27: the limits of a plan that moves and of a re-assessment."""

from ehc_workflow.rules.model import (
    ClockId,
    Counting,
    LimitKind,
    Owner,
    Period,
    Start,
    TimeLimit,
    days,
    months_beginning_with,
    weeks,
    working_days_beginning_with,
)
from ehc_workflow.rules.send_regs_2014.citations import (
    REG_15_2,
    REG_15_4,
    REG_15_5,
    REG_25_1,
    REG_27_2,
    SINCE_2014,
)
from ehc_workflow.rules.send_regs_2014.grounds import REG_27_3_GROUNDS

DECIDE_WHETHER_TO_REASSESS = TimeLimit(
    code="decide_whether_to_reassess",
    clocks=(ClockId.DECIDE_WHETHER_TO_REASSESS,),
    duty="Tell the family whether it will re-assess",
    owner=Owner.AUTHORITY,
    start=Start.REASSESSMENT_REQUESTED,
    period=days(15),
    citation=REG_25_1,
    in_force=SINCE_2014,
)

REASSESSMENT_FINAL_PLAN = TimeLimit(
    code="reassessment_final_plan",
    clocks=(ClockId.FINAL_PLAN,),
    duty="Send the final plan after re-assessment",
    owner=Owner.AUTHORITY,
    start=Start.REASSESSMENT_NOTIFIED,
    period=weeks(14),
    citation=REG_27_2,
    in_force=SINCE_2014,
    grounds=REG_27_3_GROUNDS,
    note="From the day the letter was sent; for a re-assessment of its own motion from the day of the decision.",
)

MOVE_KNOWN_IN_TIME = TimeLimit(
    code="move_known_in_time",
    clocks=(ClockId.TRANSFER_PLAN,),
    duty="Know of the move early enough to transfer the plan on its day",
    owner=Owner.AUTHORITY,
    start=Start.MOVE,
    period=Period(15, Counting.WORKING_DAYS_BEFORE),
    citation=REG_15_2,
    in_force=SINCE_2014,
    kind=LimitKind.REFERENCE,
    note="The working day before the move is the first of the fifteen.",
)

TRANSFER_PLAN_KNOWN_IN_TIME = TimeLimit(
    code="transfer_plan_known_in_time",
    clocks=(ClockId.TRANSFER_PLAN,),
    duty="Transfer the plan to the new authority (move known in time)",
    owner=Owner.AUTHORITY,
    start=Start.MOVE,
    period=Period(0, Counting.THE_DAY_ITSELF),
    citation=REG_15_2,
    in_force=SINCE_2014,
)

TRANSFER_PLAN_KNOWN_LATE = TimeLimit(
    code="transfer_plan_known_late",
    clocks=(ClockId.TRANSFER_PLAN,),
    duty="Transfer the plan to the new authority (move known late)",
    owner=Owner.AUTHORITY,
    start=Start.OLD_AUTHORITY_AWARE,
    period=working_days_beginning_with(15),
    citation=REG_15_2,
    in_force=SINCE_2014,
)

TELL_FAMILY_OF_TRANSFER = TimeLimit(
    code="tell_family_of_transfer",
    clocks=(ClockId.TELL_FAMILY_OF_TRANSFER,),
    duty="Tell the family of the transfer, whether it will assess, and when it will review",
    owner=Owner.AUTHORITY,
    start=Start.PLAN_TRANSFERRED,
    period=weeks(6),
    citation=REG_15_4,
    in_force=SINCE_2014,
)

REVIEW_FROM_LAST_REVIEW = TimeLimit(
    code="review_from_last_review",
    clocks=(ClockId.FIRST_REVIEW_AFTER_TRANSFER,),
    duty="Review the transferred plan (twelve months from the last review)",
    owner=Owner.AUTHORITY,
    start=Start.LAST_REVIEW,
    period=months_beginning_with(12),
    citation=REG_15_5,
    in_force=SINCE_2014,
    note="The later of the two limbs is the limit.",
)

REVIEW_FROM_TRANSFER = TimeLimit(
    code="review_from_transfer",
    clocks=(ClockId.FIRST_REVIEW_AFTER_TRANSFER,),
    duty="Review the transferred plan (three months from the transfer)",
    owner=Owner.AUTHORITY,
    start=Start.PLAN_TRANSFERRED,
    period=months_beginning_with(3),
    citation=REG_15_5,
    in_force=SINCE_2014,
    note="The later of the two limbs is the limit.",
)

TIME_LIMITS = (
    DECIDE_WHETHER_TO_REASSESS,
    REASSESSMENT_FINAL_PLAN,
    MOVE_KNOWN_IN_TIME,
    TRANSFER_PLAN_KNOWN_IN_TIME,
    TRANSFER_PLAN_KNOWN_LATE,
    TELL_FAMILY_OF_TRANSFER,
    REVIEW_FROM_LAST_REVIEW,
    REVIEW_FROM_TRANSFER,
)
