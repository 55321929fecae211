"""SI 2014/1530, regs 42, 44 and 45: the limits on the way back in, by order, unopposed appeal or mediation agreement.

Regs 44 and 45 stand as amended by SI 2015/359 from 23 March 2015. Their text before that day is not held, so an order or a
concession of an earlier day has no rule here and is refused, not answered with the later one.
"""

from datetime import date

from ehc_workflow.rules.model import (
    Citation,
    ClockId,
    Counting,
    ExceptionGround,
    GroundKind,
    InForce,
    Owner,
    Period,
    Source,
    Start,
    TimeLimit,
    weeks,
)
from ehc_workflow.rules.send_regs_2014 import (
    CIRCUMSTANCES,
    EARLY_YEARS_CLOSED,
    LEAST_CLOSED_DAYS,
    SCHOOL_CLOSED,
    SEND_REGS_2014,
    SINCE_2014,
)

SINCE_23_MARCH_2015 = InForce(first_day=date(2015, 3, 23))

REG_42_2 = Citation(SEND_REGS_2014, "reg 42(2)")
REG_42_3 = Citation(SEND_REGS_2014, "reg 42(3)")
REG_42_4 = Citation(SEND_REGS_2014, "reg 42(4)")
REG_42_5 = Citation(SEND_REGS_2014, "reg 42(5)")
REG_44_1 = Citation(SEND_REGS_2014, "reg 44(1)")
REG_44_2_B = Citation(SEND_REGS_2014, "reg 44(2)(b)")
REG_44_2_C = Citation(SEND_REGS_2014, "reg 44(2)(c)")
REG_44_2_D = Citation(SEND_REGS_2014, "reg 44(2)(d)", Source.UNVERIFIED)
REG_44_2_E = Citation(SEND_REGS_2014, "reg 44(2)(e)", Source.CONFIRMED)
REG_44_2_F = Citation(SEND_REGS_2014, "reg 44(2)(f)", Source.CONFIRMED)
REG_44_2_H = Citation(SEND_REGS_2014, "reg 44(2)(h)", Source.UNVERIFIED, "The lettering was not seen.")
REG_45 = Citation(SEND_REGS_2014, "reg 45", Source.CONFIRMED)
REG_45_3 = Citation(SEND_REGS_2014, "reg 45(3)")
REG_45_3A = Citation(SEND_REGS_2014, "reg 45(3A)")
REG_45_4 = Citation(SEND_REGS_2014, "reg 45(4)")
REG_45_5 = Citation(SEND_REGS_2014, "reg 45(5)", Source.CONFIRMED)

AWAY_TWO_WEEKS = "The child, the parent or the young person was away from the area for at least 2 weeks on end in the period"
NUMBERING = "The grounds are confirmed, their numbering is not."

REG_44_3_GROUNDS = (
    ExceptionGround(
        GroundKind.SCHOOL_CLOSURE, Citation(SEND_REGS_2014, "reg 44(3)(c) with 10(4)(a)", Source.UNVERIFIED, NUMBERING), SCHOOL_CLOSED, LEAST_CLOSED_DAYS
    ),
    ExceptionGround(
        GroundKind.EARLY_YEARS_CLOSURE,
        Citation(SEND_REGS_2014, "reg 44(3)(c) with 10(4)(b)", Source.UNVERIFIED, NUMBERING),
        EARLY_YEARS_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(GroundKind.CIRCUMSTANCES, Citation(SEND_REGS_2014, "reg 44(3)(a)", Source.UNVERIFIED, NUMBERING), CIRCUMSTANCES),
    ExceptionGround(GroundKind.ABSENCE, Citation(SEND_REGS_2014, "reg 44(3)(b)", Source.UNVERIFIED, NUMBERING), AWAY_TWO_WEEKS, 14),
)

REG_45_7_GROUNDS = (
    ExceptionGround(
        GroundKind.SCHOOL_CLOSURE, Citation(SEND_REGS_2014, "reg 45(7)(c) with 10(4)(a)", Source.UNVERIFIED, NUMBERING), SCHOOL_CLOSED, LEAST_CLOSED_DAYS
    ),
    ExceptionGround(
        GroundKind.EARLY_YEARS_CLOSURE,
        Citation(SEND_REGS_2014, "reg 45(7)(c) with 10(4)(b)", Source.UNVERIFIED, NUMBERING),
        EARLY_YEARS_CLOSED,
        LEAST_CLOSED_DAYS,
    ),
    ExceptionGround(GroundKind.CIRCUMSTANCES, Citation(SEND_REGS_2014, "reg 45(7)(a)", Source.UNVERIFIED, NUMBERING), CIRCUMSTANCES),
    ExceptionGround(GroundKind.ABSENCE, Citation(SEND_REGS_2014, "reg 45(7)(b)", Source.UNVERIFIED, NUMBERING), AWAY_TWO_WEEKS, 14),
)

ANY_CLOCK: tuple[ClockId, ...] = ()

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

DATE_DIRECTED = TimeLimit(
    code="date_directed",
    clocks=ANY_CLOCK,
    duty="Act by the date that the Tribunal directed",
    owner=Owner.AUTHORITY,
    start=Start.ORDER_MADE,
    period=Period(0, Counting.ANOTHER_DATE),
    citation=REG_44_1,
    in_force=SINCE_2014,
    note="A direction overrides the table for what it names; the rest stands.",
)

DATE_AGREED = TimeLimit(
    code="date_agreed",
    clocks=ANY_CLOCK,
    duty="Act by the date that was agreed in writing at mediation",
    owner=Owner.AUTHORITY,
    start=Start.AGREEMENT_MADE,
    period=Period(0, Counting.ANOTHER_DATE),
    citation=REG_42_5,
    in_force=SINCE_2014,
    note="A date agreed in writing replaces the one it names; the rest stands.",
)

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
    UNOPPOSED_NOTIFY_WILL_ASSESS,
    UNOPPOSED_DECIDE_NO_PLAN,
    UNOPPOSED_FINAL_PLAN_AFTER_ASSESSMENT,
    UNOPPOSED_DRAFT_PLAN,
    UNOPPOSED_FINAL_PLAN,
    UNOPPOSED_AMEND_CONTENTS,
    UNOPPOSED_AMEND_PLACEMENT,
    AGREEMENT_NOTIFY_WILL_ASSESS,
    AGREEMENT_DECIDE_NO_PLAN,
    AGREEMENT_FINAL_PLAN_AFTER_ASSESSMENT,
    AGREEMENT_DRAFT_PLAN,
    AGREEMENT_FINAL_PLAN,
    AGREEMENT_AMEND_CONTENTS,
    AGREEMENT_AMEND_PLACEMENT,
    CARRY_OUT_AGREEMENT,
    TELL_AUTHORITY_OF_AGREEMENT,
    DATE_DIRECTED,
    DATE_AGREED,
)

ORDER_LIMITS = {
    "assess": ("order_notify_will_assess", "order_decide_no_plan", "order_final_plan_after_assessment"),
    "reassess": ("order_notify_will_assess", "order_decide_no_plan", "order_final_plan_after_assessment"),
    "make_plan": ("order_draft_plan", "order_final_plan"),
    "reconsider": ("order_reconsider",),
    "amend_contents": ("order_amend_contents",),
    "amend_placement": ("order_amend_placement",),
    "continue_and_amend": ("order_continue_and_amend",),
}

UNOPPOSED_LIMITS = {
    "assess": ("unopposed_notify_will_assess", "unopposed_decide_no_plan", "unopposed_final_plan_after_assessment"),
    "reassess": ("unopposed_notify_will_assess", "unopposed_decide_no_plan", "unopposed_final_plan_after_assessment"),
    "make_plan": ("unopposed_draft_plan", "unopposed_final_plan"),
    "amend_contents": ("unopposed_amend_contents",),
    "amend_placement": ("unopposed_amend_placement",),
}

AGREEMENT_LIMITS = {
    "assess": ("agreement_notify_will_assess", "agreement_decide_no_plan", "agreement_final_plan_after_assessment"),
    "reassess": ("agreement_notify_will_assess", "agreement_decide_no_plan", "agreement_final_plan_after_assessment"),
    "make_plan": ("agreement_draft_plan", "agreement_final_plan"),
    "amend_contents": ("agreement_amend_contents",),
    "amend_placement": ("agreement_amend_placement",),
    "not_appealable": ("carry_out_agreement",),
}

REPLACES_THE_TRIGGER = frozenset({"assess", "make_plan", "reconsider"})
