"""SI 2014/1530, regs 4 to 13: the limits of the assessment, with the Code's two where the Regulations have none."""

from datetime import date

from ehc_workflow.rules.model import (
    ClockId,
    Counting,
    InForce,
    LimitKind,
    Owner,
    Period,
    Start,
    TimeLimit,
    days,
    days_beginning_with,
    weeks,
)
from ehc_workflow.rules.send_regs_2014.citations import (
    CODE_9_41,
    CODE_9_83,
    REG_4_1,
    REG_5_1,
    REG_8_1,
    REG_10_1,
    REG_13_1,
    REG_13_2,
    SINCE_2014,
)
from ehc_workflow.rules.send_regs_2014.grounds import (
    NO_GROUNDS,
    REG_5_4_GROUNDS,
    REG_8_2_GROUNDS,
    REG_10_4_GROUNDS,
    REG_13_3_GROUNDS,
)

ADVICE_CLOCKS = (
    ClockId.ADVICE_EDUCATION,
    ClockId.ADVICE_HEALTH,
    ClockId.ADVICE_PSYCHOLOGY,
    ClockId.ADVICE_SOCIAL_CARE,
    ClockId.ADVICE_OTHER,
    ClockId.ADVICE_ADULTHOOD,
    ClockId.ADVICE_REQUESTED,
)

THRESHOLD_REFUSAL = TimeLimit(
    code="threshold_refusal",
    clocks=(ClockId.THRESHOLD_REFUSAL,),
    duty="Tell the family that there will be no assessment because a plan is plainly not needed",
    owner=Owner.AUTHORITY,
    start=Start.REQUEST_OR_RESPONSIBLE,
    period=weeks(6),
    citation=REG_4_1,
    in_force=SINCE_2014,
    grounds=NO_GROUNDS,
    note="No exception of any kind: reg 4(1) has no list.",
)

DECIDE_WHETHER_TO_ASSESS = TimeLimit(
    code="decide_whether_to_assess",
    clocks=(ClockId.DECIDE_WHETHER_TO_ASSESS,),
    duty="Tell the family whether there will be an assessment",
    owner=Owner.AUTHORITY,
    start=Start.REQUEST_OR_RESPONSIBLE,
    period=weeks(6),
    citation=REG_5_1,
    in_force=SINCE_2014,
    grounds=REG_5_4_GROUNDS,
)

DECIDE_NO_PLAN = TimeLimit(
    code="decide_no_plan",
    clocks=(ClockId.DECIDE_NO_PLAN,),
    duty="Tell the family that there will be no plan",
    owner=Owner.AUTHORITY,
    start=Start.REQUEST_OR_RESPONSIBLE,
    period=weeks(16),
    citation=REG_10_1,
    in_force=SINCE_2014,
    grounds=REG_10_4_GROUNDS,
    note="The ombudsman expects the decision that a plan will come by the same day.",
)

FINAL_PLAN = TimeLimit(
    code="final_plan",
    clocks=(ClockId.FINAL_PLAN,),
    duty="Send the final plan",
    owner=Owner.AUTHORITY,
    start=Start.REQUEST_OR_RESPONSIBLE,
    period=weeks(20),
    citation=REG_13_2,
    in_force=SINCE_2014,
    grounds=REG_13_3_GROUNDS,
)

LATEST_DRAFT_SERVICE = TimeLimit(
    code="latest_draft_service",
    clocks=(ClockId.LATEST_DRAFT_SERVICE,),
    duty="Serve the draft plan, to leave the family's 15 days before the final plan is due",
    owner=Owner.AUTHORITY,
    start=Start.FINAL_PLAN_DUE,
    period=Period(15, Counting.DAYS_BEFORE),
    citation=REG_13_1,
    in_force=SINCE_2014,
    kind=LimitKind.REFERENCE,
    note="Not in the Regulations as a limit: what is left when the window and the 20 weeks are put together.",
)

ADVICE_OF_A_BOUND_BODY = TimeLimit(
    code="advice_of_a_bound_body",
    clocks=ADVICE_CLOCKS,
    duty="Answer the authority's request for advice (a body bound by s31)",
    owner=Owner.CONTRIBUTOR,
    start=Start.BODY_RECEIVED_REQUEST,
    period=weeks(6),
    citation=REG_8_1,
    in_force=SINCE_2014,
    grounds=REG_8_2_GROUNDS,
)

ADVICE_OF_OTHERS = TimeLimit(
    code="advice_of_others",
    clocks=ADVICE_CLOCKS,
    duty="Answer the authority's request for advice (everyone else)",
    owner=Owner.CONTRIBUTOR,
    start=Start.BODY_RECEIVED_REQUEST,
    period=weeks(6),
    citation=CODE_9_41,
    in_force=InForce(first_day=date(2014, 9, 1)),
    kind=LimitKind.GUIDANCE,
    note="Schools, early years providers, colleges and the authority's own psychologists "
    "and social workers are no s31 bodies.",
)

DRAFT_WINDOW = TimeLimit(
    code="draft_window",
    clocks=(ClockId.DRAFT_WINDOW,),
    duty="Make representations on the draft plan and ask for a school or other institution",
    owner=Owner.FAMILY,
    start=Start.DRAFT_SERVED,
    period=days_beginning_with(15),
    citation=REG_13_1,
    in_force=SINCE_2014,
    note="At least 15 days, never fewer; the 20 weeks keep running.",
)

SCHOOL_REPLY = TimeLimit(
    code="school_reply",
    clocks=(ClockId.SCHOOL_REPLY,),
    duty="Answer the consultation on naming the institution",
    owner=Owner.SETTING,
    start=Start.CONSULTED,
    period=days(15),
    citation=CODE_9_83,
    in_force=InForce(first_day=date(2014, 9, 1)),
    kind=LimitKind.GUIDANCE,
)

TIME_LIMITS = (
    THRESHOLD_REFUSAL,
    DECIDE_WHETHER_TO_ASSESS,
    DECIDE_NO_PLAN,
    FINAL_PLAN,
    LATEST_DRAFT_SERVICE,
    ADVICE_OF_A_BOUND_BODY,
    ADVICE_OF_OTHERS,
    DRAFT_WINDOW,
    SCHOOL_REPLY,
)
