"""SI 2014/1530, regs 33 to 39: the limits of mediation."""

from ehc_workflow.rules.model import ClockId, Owner, Start, TimeLimit, days, months, working_days
from ehc_workflow.rules.send_regs_2014.citations import REG_33, REGS_34_TO_39, SINCE_2014

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

TIME_LIMITS = (
    MEDIATION_CONTACT,
    ARRANGE_MEDIATION,
    TELL_HEALTH_BODY,
    ARRANGE_HEALTH_MEDIATION,
    MEDIATION_CERTIFICATE,
)
