"""SI 2014/1530, reg 42: the limits after a mediation agreement.

Reg 42(2) lends those of reg 44, held from 23 March 2015. Whether its exceptions come with them is not settled.
"""

from ehc_workflow.rules.model import ClockId, Counting, Owner, Period, Start, TimeLimit, weeks
from ehc_workflow.rules.send_regs_2014.citations import (
    REG_42_2,
    REG_42_3,
    REG_42_4,
    REG_42_5,
    SINCE_23_MARCH_2015,
    SINCE_2014,
)

AGREEMENT_NOTIFY_WILL_ASSESS = TimeLimit(
    code="agreement_notify_will_assess",
    clocks=(ClockId.NOTIFY_WILL_ASSESS,),
    duty="Tell the family that it will assess or re-assess (agreed at mediation)",
    owner=Owner.AUTHORITY,
    start=Start.AGREEMENT_MADE,
    period=weeks(2),
    citation=REG_42_2,
    in_force=SINCE_23_MARCH_2015,
)

AGREEMENT_DECIDE_NO_PLAN = TimeLimit(
    code="agreement_decide_no_plan",
    clocks=(ClockId.DECIDE_NO_PLAN,),
    duty="Tell the family that there will be no plan (assessment agreed at mediation)",
    owner=Owner.AUTHORITY,
    start=Start.AGREEMENT_MADE,
    period=weeks(10),
    citation=REG_42_2,
    in_force=SINCE_23_MARCH_2015,
)

AGREEMENT_FINAL_PLAN_AFTER_ASSESSMENT = TimeLimit(
    code="agreement_final_plan_after_assessment",
    clocks=(ClockId.FINAL_PLAN,),
    duty="Send the final plan (assessment agreed at mediation)",
    owner=Owner.AUTHORITY,
    start=Start.AGREEMENT_MADE,
    period=weeks(14),
    citation=REG_42_2,
    in_force=SINCE_23_MARCH_2015,
)

AGREEMENT_DRAFT_PLAN = TimeLimit(
    code="agreement_draft_plan",
    clocks=(ClockId.DRAFT_PLAN,),
    duty="Send the draft plan (plan agreed at mediation)",
    owner=Owner.AUTHORITY,
    start=Start.AGREEMENT_MADE,
    period=weeks(5),
    citation=REG_42_2,
    in_force=SINCE_23_MARCH_2015,
)

AGREEMENT_FINAL_PLAN = TimeLimit(
    code="agreement_final_plan",
    clocks=(ClockId.FINAL_PLAN,),
    duty="Send the final plan (plan agreed at mediation)",
    owner=Owner.AUTHORITY,
    start=Start.AGREEMENT_MADE,
    period=weeks(11),
    citation=REG_42_2,
    in_force=SINCE_23_MARCH_2015,
)

AGREEMENT_AMEND_CONTENTS = TimeLimit(
    code="agreement_amend_contents",
    clocks=(ClockId.AMENDED_PLAN,),
    duty="Send the amended plan (contents, agreed at mediation)",
    owner=Owner.AUTHORITY,
    start=Start.AGREEMENT_MADE,
    period=weeks(5),
    citation=REG_42_2,
    in_force=SINCE_23_MARCH_2015,
)

AGREEMENT_AMEND_PLACEMENT = TimeLimit(
    code="agreement_amend_placement",
    clocks=(ClockId.AMENDED_PLAN,),
    duty="Send the amended plan (placement alone, agreed at mediation)",
    owner=Owner.AUTHORITY,
    start=Start.AGREEMENT_MADE,
    period=weeks(2),
    citation=REG_42_2,
    in_force=SINCE_23_MARCH_2015,
)

CARRY_OUT_AGREEMENT = TimeLimit(
    code="carry_out_agreement",
    clocks=(ClockId.CARRY_OUT_AGREEMENT,),
    duty="Do what was agreed at mediation on a matter that cannot be appealed",
    owner=Owner.AUTHORITY,
    start=Start.AGREEMENT_MADE,
    period=weeks(2),
    citation=REG_42_3,
    in_force=SINCE_2014,
)

TELL_AUTHORITY_OF_AGREEMENT = TimeLimit(
    code="tell_authority_of_agreement",
    clocks=(ClockId.TELL_AUTHORITY_OF_AGREEMENT,),
    duty="Tell the authority, which took no part, of the mediation agreement",
    owner=Owner.HEALTH_BODY,
    start=Start.AGREEMENT_MADE,
    period=weeks(1),
    citation=REG_42_4,
    in_force=SINCE_2014,
)

DATE_AGREED = TimeLimit(
    code="date_agreed",
    clocks=(*ClockId,),
    duty="Act by the date that was agreed in writing at mediation",
    owner=Owner.AUTHORITY,
    start=Start.AGREEMENT_MADE,
    period=Period(0, Counting.ANOTHER_DATE),
    citation=REG_42_5,
    in_force=SINCE_2014,
    note="A date agreed in writing replaces the one it names; the rest stands.",
)

AGREEMENT_LIMITS = {
    "assess": (
        "agreement_notify_will_assess",
        "agreement_decide_no_plan",
        "agreement_final_plan_after_assessment",
    ),
    "reassess": (
        "agreement_notify_will_assess",
        "agreement_decide_no_plan",
        "agreement_final_plan_after_assessment",
    ),
    "make_plan": ("agreement_draft_plan", "agreement_final_plan"),
    "amend_contents": ("agreement_amend_contents",),
    "amend_placement": ("agreement_amend_placement",),
    "not_appealable": ("carry_out_agreement",),
}

TIME_LIMITS = (
    AGREEMENT_NOTIFY_WILL_ASSESS,
    AGREEMENT_DECIDE_NO_PLAN,
    AGREEMENT_FINAL_PLAN_AFTER_ASSESSMENT,
    AGREEMENT_DRAFT_PLAN,
    AGREEMENT_FINAL_PLAN,
    AGREEMENT_AMEND_CONTENTS,
    AGREEMENT_AMEND_PLACEMENT,
    CARRY_OUT_AGREEMENT,
    TELL_AUTHORITY_OF_AGREEMENT,
    DATE_AGREED,
)
