"""Special Educational Needs and Disability Regulations 2014, SI 2014/1530, by the step they govern."""

from ehc_workflow.rules.send_regs_2014 import (
    agreements,
    assessment,
    disputes,
    moves,
    orders,
    unopposed,
)

TIME_LIMITS = (
    *assessment.TIME_LIMITS,
    *disputes.TIME_LIMITS,
    *orders.TIME_LIMITS,
    *unopposed.TIME_LIMITS,
    *agreements.TIME_LIMITS,
    *moves.TIME_LIMITS,
)
