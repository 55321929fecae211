"""Special Educational Needs and Disability Regulations 2014, SI 2014/1530: limits, grounds, advice and plan sections.

The limits that follow an order, an unopposed appeal or a mediation agreement are in `send_regs_2014_ways_back`.
Every provision that was not read in the statutory text says so in its citation (`Source.UNVERIFIED` or `CONFIRMED`).
"""

from datetime import date

from ehc_workflow.rules.cfa_2014 import CODE_2015
from ehc_workflow.rules.model import (
    AdviceKey,
    AdviceSource,
    Citation,
    ClockId,
    Counting,
    ExceptionGround,
    GroundKind,
    InForce,
    Instrument,
    LimitKind,
    Owner,
    Period,
    PlanSection,
    Source,
    Start,
    TimeLimit,
    days,
    days_beginning_with,
    months,
    months_beginning_with,
    weeks,
    working_days,
    working_days_beginning_with,
)

SEND_REGS_2014 = Instrument("SI 2014/1530", "Special Educational Needs and Disability Regulations 2014")

SINCE_2014 = InForce(first_day=date(2014, 9, 1))

REG_3 = Citation(SEND_REGS_2014, "reg 3", Source.UNVERIFIED)
REG_4_1 = Citation(SEND_REGS_2014, "reg 4(1)")
REG_4_2 = Citation(SEND_REGS_2014, "reg 4(2)")
REG_5_1 = Citation(SEND_REGS_2014, "reg 5(1)")
REG_5_2 = Citation(SEND_REGS_2014, "reg 5(2)")
REG_5_3 = Citation(SEND_REGS_2014, "reg 5(3)")
REG_6_1 = Citation(SEND_REGS_2014, "reg 6(1)", Source.CONFIRMED)
REG_6_2 = Citation(SEND_REGS_2014, "reg 6(2)", Source.CONFIRMED)
REG_6_3 = Citation(SEND_REGS_2014, "reg 6(3)", Source.UNVERIFIED)
REG_6_4 = Citation(SEND_REGS_2014, "reg 6(4)", Source.CONFIRMED)
REG_7 = Citation(SEND_REGS_2014, "reg 7", Source.UNVERIFIED)
REG_8_1 = Citation(SEND_REGS_2014, "reg 8(1)")
REG_9 = Citation(SEND_REGS_2014, "reg 9", Source.CONFIRMED)
REG_10_1 = Citation(SEND_REGS_2014, "reg 10(1)")
REG_10_3 = Citation(SEND_REGS_2014, "reg 10(3)")
REG_11 = Citation(SEND_REGS_2014, "reg 11")
REG_12_1 = Citation(SEND_REGS_2014, "reg 12(1)")
REG_12_2 = Citation(SEND_REGS_2014, "reg 12(2)")
REG_12_3 = Citation(SEND_REGS_2014, "reg 12(3)", Source.CONFIRMED)
REG_12_4 = Citation(SEND_REGS_2014, "reg 12(4)", Source.CONFIRMED)
REG_13_1 = Citation(SEND_REGS_2014, "reg 13(1)")
REG_13_2 = Citation(SEND_REGS_2014, "reg 13(2)")
REG_13_3 = Citation(
    SEND_REGS_2014,
    "reg 13(3)",
    Source.LAW_READ,
    "It borrows reg 10(4), whose words point at 16 weeks; whether it looks at 20 is a reading.",
)
REG_14_2 = Citation(SEND_REGS_2014, "reg 14(2)", Source.UNVERIFIED)
REG_15_2 = Citation(SEND_REGS_2014, "reg 15(2)")
REG_15_4 = Citation(SEND_REGS_2014, "reg 15(4)")
REG_15_5 = Citation(SEND_REGS_2014, "reg 15(5)", Source.CONFIRMED, "Counting of months beginning with a day at month end is unverified.")
REG_25_1 = Citation(SEND_REGS_2014, "reg 25(1)", Source.CONFIRMED)
REG_27_2 = Citation(SEND_REGS_2014, "reg 27(2)")
REG_32 = Citation(SEND_REGS_2014, "reg 32")
REG_33 = Citation(SEND_REGS_2014, "reg 33")
REGS_34_TO_39 = Citation(SEND_REGS_2014, "regs 34 to 39", Source.CONFIRMED, "Which regulation sets which number of days was not read.")
CODE_9_41 = Citation(CODE_2015, "Code 9.41", Source.UNVERIFIED)
CODE_9_43 = Citation(CODE_2015, "Code 9.43", Source.CONFIRMED)
CODE_9_77 = Citation(CODE_2015, "Code 9.77", Source.CONFIRMED)
CODE_9_83 = Citation(CODE_2015, "Code 9.83", Source.CONFIRMED)
CODE_9_125 = Citation(CODE_2015, "Code 9.125", Source.CONFIRMED)

LEAST_CLOSED_DAYS = 28

NO_GROUNDS: tuple[ExceptionGround, ...] = ()

SCHOOL_CLOSED = "Advice was asked of the head teacher or principal from one week before a closure of at least 4 weeks to one week before it ended"
EARLY_YEARS_CLOSED = "Advice was asked of the early years provider from one week before a closure of at least 4 weeks to one week before it ended"
CIRCUMSTANCES = "Exceptional personal circumstances affected the child, the parent or the young person in the period"
AWAY_FOUR_WEEKS = "The child, the parent or the young person was away from the area for at least 4 weeks on end in the period"
MISSED = "The child or young person did not keep an appointment for an examination or a test by the body in the period"

REG_5_4_GROUNDS = (
    ExceptionGround(GroundKind.SCHOOL_CLOSURE, Citation(SEND_REGS_2014, "reg 5(4)(a)"), SCHOOL_CLOSED, LEAST_CLOSED_DAYS),
    ExceptionGround(GroundKind.EARLY_YEARS_CLOSURE, Citation(SEND_REGS_2014, "reg 5(4)(b)", Source.CONFIRMED), EARLY_YEARS_CLOSED, LEAST_CLOSED_DAYS),
    ExceptionGround(GroundKind.CIRCUMSTANCES, Citation(SEND_REGS_2014, "reg 5(4)(c)", Source.CONFIRMED), CIRCUMSTANCES),
    ExceptionGround(GroundKind.ABSENCE, Citation(SEND_REGS_2014, "reg 5(4)(d)", Source.CONFIRMED), AWAY_FOUR_WEEKS, 28),
)

REG_8_2_GROUNDS = (
    ExceptionGround(GroundKind.CIRCUMSTANCES, Citation(SEND_REGS_2014, "reg 8(2)(a)"), CIRCUMSTANCES),
    ExceptionGround(GroundKind.ABSENCE, Citation(SEND_REGS_2014, "reg 8(2)(b)"), AWAY_FOUR_WEEKS, 28),
    ExceptionGround(GroundKind.APPOINTMENT, Citation(SEND_REGS_2014, "reg 8(2)(c)"), MISSED),
)

REG_10_4_GROUNDS = (
    ExceptionGround(GroundKind.SCHOOL_CLOSURE, Citation(SEND_REGS_2014, "reg 10(4)(a)"), SCHOOL_CLOSED, LEAST_CLOSED_DAYS),
    ExceptionGround(GroundKind.EARLY_YEARS_CLOSURE, Citation(SEND_REGS_2014, "reg 10(4)(b)"), EARLY_YEARS_CLOSED, LEAST_CLOSED_DAYS),
    ExceptionGround(GroundKind.CIRCUMSTANCES, Citation(SEND_REGS_2014, "reg 10(4)(c)"), CIRCUMSTANCES),
    ExceptionGround(GroundKind.ABSENCE, Citation(SEND_REGS_2014, "reg 10(4)(d)"), AWAY_FOUR_WEEKS, 28),
)

REG_13_3_GROUNDS = (
    ExceptionGround(GroundKind.SCHOOL_CLOSURE, Citation(SEND_REGS_2014, "reg 13(3) with 10(4)(a)"), SCHOOL_CLOSED, LEAST_CLOSED_DAYS),
    ExceptionGround(GroundKind.EARLY_YEARS_CLOSURE, Citation(SEND_REGS_2014, "reg 13(3) with 10(4)(b)"), EARLY_YEARS_CLOSED, LEAST_CLOSED_DAYS),
    ExceptionGround(GroundKind.CIRCUMSTANCES, Citation(SEND_REGS_2014, "reg 13(3) with 10(4)(c)"), CIRCUMSTANCES, 0, weeks(16)),
    ExceptionGround(GroundKind.ABSENCE, Citation(SEND_REGS_2014, "reg 13(3) with 10(4)(d)"), AWAY_FOUR_WEEKS, 28, weeks(16)),
)

REG_27_3_GROUNDS = (
    ExceptionGround(GroundKind.SCHOOL_CLOSURE, Citation(SEND_REGS_2014, "reg 27(3)(a)"), SCHOOL_CLOSED, LEAST_CLOSED_DAYS),
    ExceptionGround(GroundKind.EARLY_YEARS_CLOSURE, Citation(SEND_REGS_2014, "reg 27(3)(b)"), EARLY_YEARS_CLOSED, LEAST_CLOSED_DAYS),
    ExceptionGround(GroundKind.CIRCUMSTANCES, Citation(SEND_REGS_2014, "reg 27(3)(c)"), CIRCUMSTANCES),
    ExceptionGround(GroundKind.ABSENCE, Citation(SEND_REGS_2014, "reg 27(3)(d)"), AWAY_FOUR_WEEKS, 28),
)

FROM_YEAR_9 = "from national curriculum year 9"

ADVICE_SOURCES = (
    AdviceSource(AdviceKey.FAMILY, "(a)", "the child's parent or the young person", REG_6_1, "always", reusable=False),
    AdviceSource(
        AdviceKey.EDUCATION, "(b)", "the manager, head teacher or principal, or else someone with SEN teaching experience", REG_6_1, "always", reusable=True
    ),
    AdviceSource(AdviceKey.HEALTH, "(c)", "a health care professional identified by the responsible commissioning body", REG_6_1, "always", reusable=True),
    AdviceSource(AdviceKey.PSYCHOLOGY, "(d)", "an educational psychologist", REG_6_1, "always", reusable=True),
    AdviceSource(AdviceKey.SOCIAL_CARE, "(e)", "the authority's social care service", REG_6_1, "always", reusable=True),
    AdviceSource(AdviceKey.OTHER, "(f)", "anyone else the authority thinks appropriate", REG_6_1, "where the authority thinks so", reusable=True),
    AdviceSource(
        AdviceKey.ADULTHOOD, "(g)", "someone who can advise on preparing for adulthood and independent living", REG_6_1, FROM_YEAR_9, reusable=True
    ),
    AdviceSource(AdviceKey.REQUESTED, "(h)", "anyone the family reasonably asks the authority to seek advice from", REG_6_1, "where the family asks", reusable=True),
)

PLAN_SECTIONS = (
    PlanSection("A", "Views, interests and aspirations", REG_12_1),
    PlanSection("B", "Special educational needs", REG_12_1),
    PlanSection("C", "Health care needs related to them", REG_12_1),
    PlanSection("D", "Social care needs related to them", REG_12_1),
    PlanSection("E", "Outcomes", REG_12_1),
    PlanSection("F", "Special educational provision", REG_12_1),
    PlanSection("G", "Health care provision", REG_12_1),
    PlanSection("H1", "Social care provision under section 2 of the Chronically Sick and Disabled Persons Act 1970", REG_12_1),
    PlanSection("H2", "Other social care provision", REG_12_1),
    PlanSection("I", "Placement", REG_12_1),
    PlanSection("J", "Direct payments", REG_12_1),
    PlanSection("K", "Advice and information", REG_12_4),
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
    note="Schools, early years providers, colleges and the authority's own psychologists and social workers are no s31 bodies.",
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

MEDIATION_CONTACT = TimeLimit(
    code="mediation_contact",
    clocks=(ClockId.MEDIATION_CONTACT,),
    duty="Contact the mediation adviser",
    owner=Owner.FAMILY,
    start=Start.NOTICE_SENT,
    period=months(2),
    citation=REG_33,
    in_force=SINCE_2014,
    note="Not moved for a weekend or holiday: rule 12 of the Tribunal's rules does not reach it.",
)

ARRANGE_MEDIATION = TimeLimit(
    code="arrange_mediation",
    clocks=(ClockId.ARRANGE_MEDIATION,),
    duty="Arrange mediation on education or social care",
    owner=Owner.AUTHORITY,
    start=Start.AUTHORITY_TOLD_OF_MEDIATION,
    period=days(30),
    citation=REGS_34_TO_39,
    in_force=SINCE_2014,
)

TELL_HEALTH_BODY = TimeLimit(
    code="tell_health_body",
    clocks=(ClockId.TELL_HEALTH_BODY,),
    duty="Tell the responsible commissioning body of the mediation issues",
    owner=Owner.AUTHORITY,
    start=Start.AUTHORITY_TOLD_OF_MEDIATION,
    period=working_days(3),
    citation=REGS_34_TO_39,
    in_force=SINCE_2014,
)

ARRANGE_HEALTH_MEDIATION = TimeLimit(
    code="arrange_health_mediation",
    clocks=(ClockId.ARRANGE_HEALTH_MEDIATION,),
    duty="Arrange mediation on health alone",
    owner=Owner.HEALTH_BODY,
    start=Start.HEALTH_BODY_TOLD,
    period=days(30),
    citation=REGS_34_TO_39,
    in_force=SINCE_2014,
)

MEDIATION_CERTIFICATE = TimeLimit(
    code="mediation_certificate",
    clocks=(ClockId.MEDIATION_CERTIFICATE,),
    duty="Issue the mediation certificate",
    owner=Owner.ADVISER,
    start=Start.MEDIATION_OVER,
    period=working_days(3),
    citation=REGS_34_TO_39,
    in_force=SINCE_2014,
)

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
    THRESHOLD_REFUSAL,
    DECIDE_WHETHER_TO_ASSESS,
    DECIDE_NO_PLAN,
    FINAL_PLAN,
    LATEST_DRAFT_SERVICE,
    ADVICE_OF_A_BOUND_BODY,
    ADVICE_OF_OTHERS,
    DRAFT_WINDOW,
    SCHOOL_REPLY,
    MEDIATION_CONTACT,
    ARRANGE_MEDIATION,
    TELL_HEALTH_BODY,
    ARRANGE_HEALTH_MEDIATION,
    MEDIATION_CERTIFICATE,
    DECIDE_WHETHER_TO_REASSESS,
    REASSESSMENT_FINAL_PLAN,
    MOVE_KNOWN_IN_TIME,
    TRANSFER_PLAN_KNOWN_IN_TIME,
    TRANSFER_PLAN_KNOWN_LATE,
    TELL_FAMILY_OF_TRANSFER,
    REVIEW_FROM_LAST_REVIEW,
    REVIEW_FROM_TRANSFER,
)
