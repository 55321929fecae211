"""SI 2014/1530, reg 45: the limits after the authority tells the Tribunal that it does not oppose an appeal.

It stands as amended by SI 2015/359 from 23 March 2015; the text before that day is not held.
"""

from ehc_workflow.rules.model import ClockId, Owner, Start, TimeLimit, weeks
from ehc_workflow.rules.send_regs_2014.citations import (
    REG_45,
    REG_45_3,
    REG_45_3A,
    REG_45_4,
    REG_45_5,
    SINCE_23_MARCH_2015,
)
from ehc_workflow.rules.send_regs_2014.grounds import REG_45_7_GROUNDS

UNOPPOSED_NOTIFY_WILL_ASSESS = TimeLimit(
    code="unopposed_notify_will_assess",
    clocks=(ClockId.NOTIFY_WILL_ASSESS,),
    duty="Tell the family that it will assess or re-assess (not opposed)",
    owner=Owner.AUTHORITY,
    start=Start.TRIBUNAL_NOTIFIED,
    period=weeks(2),
    citation=REG_45_3,
    in_force=SINCE_23_MARCH_2015,
    grounds=REG_45_7_GROUNDS,
)

UNOPPOSED_DECIDE_NO_PLAN = TimeLimit(
    code="unopposed_decide_no_plan",
    clocks=(ClockId.DECIDE_NO_PLAN,),
    duty="Tell the family that there will be no plan (assessment not opposed)",
    owner=Owner.AUTHORITY,
    start=Start.TRIBUNAL_NOTIFIED,
    period=weeks(10),
    citation=REG_45_3A,
    in_force=SINCE_23_MARCH_2015,
    grounds=REG_45_7_GROUNDS,
)

UNOPPOSED_FINAL_PLAN_AFTER_ASSESSMENT = TimeLimit(
    code="unopposed_final_plan_after_assessment",
    clocks=(ClockId.FINAL_PLAN,),
    duty="Send the final plan (assessment not opposed)",
    owner=Owner.AUTHORITY,
    start=Start.TRIBUNAL_NOTIFIED,
    period=weeks(14),
    citation=REG_45_3A,
    in_force=SINCE_23_MARCH_2015,
    grounds=REG_45_7_GROUNDS,
)

UNOPPOSED_DRAFT_PLAN = TimeLimit(
    code="unopposed_draft_plan",
    clocks=(ClockId.DRAFT_PLAN,),
    duty="Send the draft plan (plan not opposed)",
    owner=Owner.AUTHORITY,
    start=Start.TRIBUNAL_NOTIFIED,
    period=weeks(5),
    citation=REG_45,
    in_force=SINCE_23_MARCH_2015,
    grounds=REG_45_7_GROUNDS,
)

UNOPPOSED_FINAL_PLAN = TimeLimit(
    code="unopposed_final_plan",
    clocks=(ClockId.FINAL_PLAN,),
    duty="Send the final plan (plan not opposed)",
    owner=Owner.AUTHORITY,
    start=Start.TRIBUNAL_NOTIFIED,
    period=weeks(11),
    citation=REG_45,
    in_force=SINCE_23_MARCH_2015,
    grounds=REG_45_7_GROUNDS,
)

UNOPPOSED_AMEND_CONTENTS = TimeLimit(
    code="unopposed_amend_contents",
    clocks=(ClockId.AMENDED_PLAN,),
    duty="Send the amended plan (contents, not opposed)",
    owner=Owner.AUTHORITY,
    start=Start.TRIBUNAL_NOTIFIED,
    period=weeks(5),
    citation=REG_45_4,
    in_force=SINCE_23_MARCH_2015,
)

UNOPPOSED_AMEND_PLACEMENT = TimeLimit(
    code="unopposed_amend_placement",
    clocks=(ClockId.AMENDED_PLAN,),
    duty="Send the amended plan (placement alone, not opposed)",
    owner=Owner.AUTHORITY,
    start=Start.TRIBUNAL_NOTIFIED,
    period=weeks(2),
    citation=REG_45_5,
    in_force=SINCE_23_MARCH_2015,
)

UNOPPOSED_LIMITS = {
    "assess": (
        "unopposed_notify_will_assess",
        "unopposed_decide_no_plan",
        "unopposed_final_plan_after_assessment",
    ),
    "reassess": (
        "unopposed_notify_will_assess",
        "unopposed_decide_no_plan",
        "unopposed_final_plan_after_assessment",
    ),
    "make_plan": ("unopposed_draft_plan", "unopposed_final_plan"),
    "amend_contents": ("unopposed_amend_contents",),
    "amend_placement": ("unopposed_amend_placement",),
}

TIME_LIMITS = (
    UNOPPOSED_NOTIFY_WILL_ASSESS,
    UNOPPOSED_DECIDE_NO_PLAN,
    UNOPPOSED_FINAL_PLAN_AFTER_ASSESSMENT,
    UNOPPOSED_DRAFT_PLAN,
    UNOPPOSED_FINAL_PLAN,
    UNOPPOSED_AMEND_CONTENTS,
    UNOPPOSED_AMEND_PLACEMENT,
)
