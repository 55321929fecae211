"""Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care Chamber) Rules 2008, SI 2008/2699.

Rule 20(1)(c) gives the family its time to appeal; rule 12 says when that time ends. Until 20 July 2020 the days from
25 December to 1 January and of August were left out of the count; since 21 July 2020 they matter only if the time
ends on one.
"""

from datetime import date

from ehc_workflow.rules.model import (
    Citation,
    ClockId,
    Counting,
    InForce,
    Instrument,
    Owner,
    Period,
    Source,
    Start,
    TimeLimit,
    TribunalTime,
    TribunalTimeKind,
    months,
)

HESC_RULES_2008 = Instrument(
    "HESC Rules 2008",
    "Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care Chamber) Rules 2008",
)

R20_1_C = Citation(HESC_RULES_2008, "r20(1)(c)")

APPEAL_FROM_NOTICE = TimeLimit(
    code="appeal_from_notice",
    clocks=(ClockId.APPEAL,),
    duty="Have the notice of appeal reach the Tribunal",
    owner=Owner.FAMILY,
    start=Start.NOTICE_SENT,
    period=months(2),
    citation=R20_1_C,
    in_force=InForce(first_day=date(2014, 9, 1)),
    note="By 5 pm (r12(1)). Runs from sending, whatever the means.",
)

APPEAL_FROM_CERTIFICATE = TimeLimit(
    code="appeal_from_certificate",
    clocks=(ClockId.APPEAL,),
    duty="Have the notice of appeal reach the Tribunal, where this is later than two months from the notice",
    owner=Owner.FAMILY,
    start=Start.CERTIFICATE_ISSUED,
    period=months(1),
    citation=R20_1_C,
    in_force=InForce(first_day=date(2014, 9, 1)),
    note="One month, not 30 days.",
)

RESPONSE_TO_APPEAL = TimeLimit(
    code="tribunal_response",
    clocks=(),
    duty="Send the Tribunal the response to the appeal",
    owner=Owner.AUTHORITY,
    start=Start.APPEAL_REGISTERED,
    period=Period(0, Counting.ANOTHER_DATE),
    citation=Citation(
        HESC_RULES_2008,
        "r21",
        Source.UNVERIFIED,
        "The rule was not read. The Tribunal's letter that registers an appeal names the day.",
    ),
    in_force=InForce(first_day=date(2014, 9, 1)),
    note="The day is the one in the Tribunal's letter: it is stored, never worked out.",
)

TIME_LIMITS = (APPEAL_FROM_NOTICE, APPEAL_FROM_CERTIFICATE, RESPONSE_TO_APPEAL)

DAYS_LEFT_OUT = TribunalTime(
    code="tribunal_time",
    kind=TribunalTimeKind.DAYS_LEFT_OUT,
    citation=Citation(
        HESC_RULES_2008,
        "r12(3)",
        Source.UNVERIFIED,
        "The text before 21 July 2020 was not read; the Upper Tribunal's rule was.",
    ),
    in_force=InForce(first_day=date(2014, 9, 1), last_day=date(2020, 7, 20)),
    says="25 December to 1 January and the days of August are not counted",
)

ENDS_ON_SUCH_A_DAY = TribunalTime(
    code="tribunal_time",
    kind=TribunalTimeKind.ENDS_ON_SUCH_A_DAY,
    citation=Citation(HESC_RULES_2008, "r12(3)(a)", Source.CONFIRMED),
    in_force=InForce(first_day=date(2020, 7, 21)),
    says="time that ends from 25 December to 1 January or in August ends on the first working day "
    "after 1 January or 31 August",
)

TRIBUNAL_TIMES = (DAYS_LEFT_OUT, ENDS_ON_SUCH_A_DAY)
