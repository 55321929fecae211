"""SI 2014/1530, reg 44: the limits after a Tribunal order.

It stands as amended by SI 2015/359 from 23 March 2015. The text before that day is not held, so an order of an
earlier day has no rule here and is refused, not answered with the later one.
"""

from ehc_workflow.rules.model import ClockId, Counting, Owner, Period, Start, TimeLimit, weeks
from ehc_workflow.rules.send_regs_2014.citations import (
    REG_44_1,
    REG_44_2_B,
    REG_44_2_C,
    REG_44_2_D,
    REG_44_2_E,
    REG_44_2_F,
    REG_44_2_H,
    SINCE_23_MARCH_2015,
    SINCE_2014,
)
from ehc_workflow.rules.send_regs_2014.grounds import REG_44_3_GROUNDS

ORDER_NOTIFY_WILL_ASSESS = TimeLimit(
    code="order_notify_will_assess",
    clocks=(ClockId.NOTIFY_WILL_ASSESS,),
    duty="Tell the family that it will assess or re-assess (ordered)",
    owner=Owner.AUTHORITY,
    start=Start.ORDER_MADE,
    period=weeks(2),
    citation=REG_44_2_B,
    in_force=SINCE_23_MARCH_2015,
    grounds=REG_44_3_GROUNDS,
)

ORDER_DECIDE_NO_PLAN = TimeLimit(
    code="order_decide_no_plan",
    clocks=(ClockId.DECIDE_NO_PLAN,),
    duty="Tell the family that there will be no plan (assessment ordered)",
    owner=Owner.AUTHORITY,
    start=Start.ORDER_MADE,
    period=weeks(10),
    citation=REG_44_2_B,
    in_force=SINCE_23_MARCH_2015,
    grounds=REG_44_3_GROUNDS,
)

ORDER_FINAL_PLAN_AFTER_ASSESSMENT = TimeLimit(
    code="order_final_plan_after_assessment",
    clocks=(ClockId.FINAL_PLAN,),
    duty="Send the final plan (assessment ordered)",
    owner=Owner.AUTHORITY,
    start=Start.ORDER_MADE,
    period=weeks(14),
    citation=REG_44_2_B,
    in_force=SINCE_23_MARCH_2015,
    grounds=REG_44_3_GROUNDS,
)

ORDER_DRAFT_PLAN = TimeLimit(
    code="order_draft_plan",
    clocks=(ClockId.DRAFT_PLAN,),
    duty="Send the draft plan (plan ordered)",
    owner=Owner.AUTHORITY,
    start=Start.ORDER_MADE,
    period=weeks(5),
    citation=REG_44_2_C,
    in_force=SINCE_23_MARCH_2015,
    grounds=REG_44_3_GROUNDS,
)

ORDER_FINAL_PLAN = TimeLimit(
    code="order_final_plan",
    clocks=(ClockId.FINAL_PLAN,),
    duty="Send the final plan (plan ordered)",
    owner=Owner.AUTHORITY,
    start=Start.ORDER_MADE,
    period=weeks(11),
    citation=REG_44_2_C,
    in_force=SINCE_23_MARCH_2015,
    grounds=REG_44_3_GROUNDS,
)

ORDER_RECONSIDER = TimeLimit(
    code="order_reconsider",
    clocks=(ClockId.RECONSIDER,),
    duty="Reconsider, and send a draft plan or a refusal (sent back by the Tribunal)",
    owner=Owner.AUTHORITY,
    start=Start.ORDER_MADE,
    period=weeks(2),
    citation=REG_44_2_D,
    in_force=SINCE_23_MARCH_2015,
)

ORDER_AMEND_CONTENTS = TimeLimit(
    code="order_amend_contents",
    clocks=(ClockId.AMENDED_PLAN,),
    duty="Send the amended plan (contents, ordered)",
    owner=Owner.AUTHORITY,
    start=Start.ORDER_MADE,
    period=weeks(5),
    citation=REG_44_2_E,
    in_force=SINCE_23_MARCH_2015,
)

ORDER_AMEND_PLACEMENT = TimeLimit(
    code="order_amend_placement",
    clocks=(ClockId.AMENDED_PLAN,),
    duty="Send the amended plan (placement alone, ordered)",
    owner=Owner.AUTHORITY,
    start=Start.ORDER_MADE,
    period=weeks(2),
    citation=REG_44_2_F,
    in_force=SINCE_23_MARCH_2015,
)

ORDER_CONTINUE_AND_AMEND = TimeLimit(
    code="order_continue_and_amend",
    clocks=(ClockId.AMENDED_PLAN,),
    duty="Send the amended plan (to be continued and amended, ordered)",
    owner=Owner.AUTHORITY,
    start=Start.ORDER_MADE,
    period=weeks(5),
    citation=REG_44_2_H,
    in_force=SINCE_23_MARCH_2015,
)

DATE_DIRECTED = TimeLimit(
    code="date_directed",
    clocks=(*ClockId,),
    duty="Act by the date that the Tribunal directed",
    owner=Owner.AUTHORITY,
    start=Start.ORDER_MADE,
    period=Period(0, Counting.ANOTHER_DATE),
    citation=REG_44_1,
    in_force=SINCE_2014,
    note="A direction overrides the table for what it names; the rest stands.",
)

ORDER_LIMITS = {
    "assess": (
        "order_notify_will_assess",
        "order_decide_no_plan",
        "order_final_plan_after_assessment",
    ),
    "reassess": (
        "order_notify_will_assess",
        "order_decide_no_plan",
        "order_final_plan_after_assessment",
    ),
    "make_plan": ("order_draft_plan", "order_final_plan"),
    "reconsider": ("order_reconsider",),
    "amend_contents": ("order_amend_contents",),
    "amend_placement": ("order_amend_placement",),
    "continue_and_amend": ("order_continue_and_amend",),
}

REPLACES_THE_TRIGGER = frozenset({"assess", "make_plan", "reconsider"})
"""What puts limits of its own in the place of the 6, 16 and 20 weeks of a first request."""

REOPENS = frozenset({"assess", "reassess", "make_plan", "reconsider"})
"""What makes an assessment of one that was refused or had its outcome, a re-assessment included."""

TIME_LIMITS = (
    ORDER_NOTIFY_WILL_ASSESS,
    ORDER_DECIDE_NO_PLAN,
    ORDER_FINAL_PLAN_AFTER_ASSESSMENT,
    ORDER_DRAFT_PLAN,
    ORDER_FINAL_PLAN,
    ORDER_RECONSIDER,
    ORDER_AMEND_CONTENTS,
    ORDER_AMEND_PLACEMENT,
    ORDER_CONTINUE_AND_AMEND,
    DATE_DIRECTED,
)
