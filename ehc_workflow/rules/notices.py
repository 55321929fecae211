"""What each notice must contain, and to whom it goes: N1 to N8, each part with the provision that asks for it."""

from ehc_workflow.rules.cfa_2014 import S32, S36_5, S36_7, S36_9, S38_2_TO_4, S38_5, S55
from ehc_workflow.rules.local_targets import OWN_PROMISE
from ehc_workflow.rules.model import Citation, Instrument, Notice, NoticeContent, Source
from ehc_workflow.rules.send_regs_2014.citations import (
    CODE_9_43,
    CODE_9_77,
    REG_4_2,
    REG_5_1,
    REG_5_2,
    REG_5_3,
    REG_10_1,
    REG_10_3,
    REG_13_1,
    REG_13_2,
    REG_14_2,
    REG_25_1,
    REG_32,
    SEND_REGS_2014,
)

REG_25 = Citation(
    SEND_REGS_2014,
    "reg 25",
    Source.UNVERIFIED,
    "What a refusal to re-assess must contain was not read.",
)

FAMILY = "family"
HEALTH_BODY = "responsible commissioning body"
SOCIAL_CARE_OFFICERS = "social care officers for special educational needs"
EDUCATION_CONTACT = "head teacher, principal or early years provider"
NAMED_INSTITUTION = "named school, institution or early years provider"
TOLD_UNDER_REG_4_2 = (FAMILY, HEALTH_BODY, SOCIAL_CARE_OFFICERS, EDUCATION_CONTACT)

N1 = Notice(
    number="N1",
    title="Considering an assessment",
    goes_to=TOLD_UNDER_REG_4_2,
    must_contain=(
        NoticeContent(
            "being_considered", "that the authority is considering an assessment", REG_4_2
        ),
        NoticeContent(
            "right_to_views",
            "the right to give views, orally or in writing, and to submit evidence",
            S36_7,
        ),
    ),
    citation=REG_4_2,
)

N2 = Notice(
    number="N2",
    title="Will assess",
    goes_to=TOLD_UNDER_REG_4_2,
    must_contain=(NoticeContent("decision", "that the authority will assess", REG_5_1),),
    citation=REG_5_2,
)

N3 = Notice(
    number="N3",
    title="Refused to assess",
    goes_to=TOLD_UNDER_REG_4_2,
    must_contain=(
        NoticeContent("decision", "that the authority will not assess", REG_5_1),
        NoticeContent("reasons", "the reasons", S36_5),
        NoticeContent("right_of_appeal", "the right of appeal", REG_5_3),
        NoticeContent("appeal_time_limits", "the time limits for an appeal", REG_5_3),
        NoticeContent("mediation", "the information about mediation", REG_32),
        NoticeContent(
            "disagreement_resolution",
            "that disagreement resolution services are available",
            REG_5_3,
        ),
        NoticeContent(
            "information_and_advice",
            "that information and advice about SEN matters is available",
            REG_5_3,
        ),
    ),
    citation=REG_5_3,
)

N4 = Notice(
    number="N4",
    title="No plan",
    goes_to=(FAMILY, HEALTH_BODY, EDUCATION_CONTACT),
    must_contain=(
        NoticeContent(
            "decision", "the outcome of the assessment and that there will be no plan", REG_10_1
        ),
        NoticeContent("reasons", "the reasons", S36_9),
        NoticeContent("right_of_appeal", "the right of appeal", REG_10_3),
        NoticeContent("appeal_time_limits", "the time limits for an appeal", REG_10_3),
        NoticeContent("mediation", "the information about mediation", REG_32),
        NoticeContent(
            "disagreement_resolution",
            "that disagreement resolution services are available",
            REG_10_3,
        ),
        NoticeContent(
            "information_and_advice",
            "that information and advice about SEN matters is available",
            REG_10_3,
        ),
    ),
    citation=REG_10_3,
)

N5 = Notice(
    number="N5",
    title="Draft plan",
    goes_to=(FAMILY,),
    must_contain=(
        NoticeContent(
            "draft_plan",
            "the draft plan, with no institution named and no type of institution",
            S38_5,
        ),
        NoticeContent(
            "right_to_representations",
            "the right to make representations about the draft",
            S38_2_TO_4,
        ),
        NoticeContent(
            "right_to_request_institution",
            "the right to ask for a particular school or other institution",
            S38_2_TO_4,
        ),
        NoticeContent(
            "period", "the period for representations and requests, at least 15 days", S38_2_TO_4
        ),
        NoticeContent(
            "right_to_meeting",
            "the right to require a meeting with an officer of the authority",
            REG_13_1,
        ),
        NoticeContent(
            "where_to_find_institutions",
            "where to find information about schools and colleges",
            REG_13_1,
        ),
        NoticeContent("advice", "copies of the advice and information obtained", CODE_9_77),
    ),
    citation=REG_13_1,
)

N6 = Notice(
    number="N6",
    title="Final plan",
    goes_to=(FAMILY, NAMED_INSTITUTION, HEALTH_BODY),
    must_contain=(
        NoticeContent("final_plan", "the final plan", REG_13_2),
        NoticeContent("right_of_appeal", "the right of appeal about sections B, F and I", REG_14_2),
        NoticeContent("appeal_time_limits", "the time limits for an appeal", REG_14_2),
        NoticeContent("mediation", "the information about mediation", REG_32),
        NoticeContent(
            "disagreement_resolution",
            "that disagreement resolution services are available",
            REG_14_2,
        ),
        NoticeContent(
            "information_and_advice",
            "that information and advice about SEN matters is available",
            REG_14_2,
        ),
    ),
    citation=REG_13_2,
)

N7 = Notice(
    number="N7",
    title="Refused to re-assess",
    goes_to=(FAMILY,),
    must_contain=(
        NoticeContent("decision", "that the authority will not re-assess", REG_25_1),
        NoticeContent("reasons", "the reasons", REG_25),
        NoticeContent("right_of_appeal", "the right of appeal", REG_25),
        NoticeContent("appeal_time_limits", "the time limits for an appeal", REG_25),
        NoticeContent("mediation", "the information about mediation", REG_32),
        NoticeContent(
            "disagreement_resolution", "that disagreement resolution services are available", REG_25
        ),
        NoticeContent(
            "information_and_advice",
            "that information and advice about SEN matters is available",
            REG_25,
        ),
    ),
    citation=REG_25,
)

N8 = Notice(
    number="N8",
    title="Exception applied",
    goes_to=(FAMILY,),
    must_contain=(
        NoticeContent("limit", "which limit is not being kept, and its date", CODE_9_43),
        NoticeContent("ground", "which exemption is relied on", CODE_9_43),
        NoticeContent("why", "why that made the limit impractical", CODE_9_43),
    ),
    citation=CODE_9_43,
)

NOTICES = {"N1": N1, "N2": N2, "N3": N3, "N4": N4, "N5": N5, "N6": N6, "N7": N7, "N8": N8}

MEDIATION_BLOCK = (
    NoticeContent(
        "right_to_mediation", "the right to ask for mediation under section 53 or 54", REG_32
    ),
    NoticeContent("certificate", "that a certificate is needed before most appeals", REG_32),
    NoticeContent("adviser", "how to reach the mediation adviser", REG_32),
    NoticeContent("timescales", "the timescales for asking for mediation", REG_32),
    NoticeContent(
        "duty_to_tell",
        "that the authority must be told if mediation is wanted, what the issues are "
        "and, where health provision is missing, what is wanted",
        REG_32,
    ),
    NoticeContent("authority_contact", "whom to contact at the authority about mediation", REG_32),
)

PLAN_WILL_BE_MADE = (
    NoticeContent("decision", "the outcome of the assessment and that a plan will be made", S36_9),
    NoticeContent("reasons", "the reasons", S36_9),
)
"""The letter that a plan will be made: no regulation gives it a number of its own."""

WILL_REASSESS = (NoticeContent("decision", "that the authority will re-assess", REG_25_1),)
"""The letter that there will be a re-assessment, from which the 14 weeks of reg 27(2) run; it too has no number."""

PLACEMENT_ONLY_APPEAL = NoticeContent(
    "placement_only_appeal",
    "that an appeal about the placement alone needs no mediation certificate",
    S55,
)

PROMISED = Citation(Instrument("own promise", OWN_PROMISE, is_law=False), OWN_PROMISE)
DELAY_UPDATE = (
    NoticeContent("what_is_late", "which limit is missed or will be, and its day", PROMISED),
    NoticeContent("why_late", "why", PROMISED),
    NoticeContent("being_done", "what is being done", PROMISED),
    NoticeContent("expected", "the day now expected, and how sure that is", PROMISED),
    NoticeContent("complaint", "how to complain, and the Ombudsman", PROMISED),
    NoticeContent(
        "information_and_advice", "that independent information and advice is available", S32
    ),
    NoticeContent("contact", "whom to ask, by name", PROMISED),
)
"""What a family is told of a delay. No regulation prescribes it: the authority promises it. Section 32 alone gives a
family information and advice that is not the authority's.
"""
