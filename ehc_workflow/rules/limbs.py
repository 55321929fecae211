"""The tests of sections 36, 37 and 44 as questions about one child: each limb is answered in its own words."""

from __future__ import annotations

from ehc_workflow.rules.cfa_2014 import S36_3, S36_8, S37
from ehc_workflow.rules.model import Limb
from ehc_workflow.rules.send_regs_2014.citations import REG_24

AT_THRESHOLD = (
    Limb(
        "may_need_plan",
        "May it be necessary for special educational provision to be made through a plan?",
        "it may be necessary for special educational provision to be made through a plan",
        "it is not necessary for special educational provision to be made through a plan",
        S36_3,
    ),
)
"""What section 36(3) asks before anybody is told that an assessment is considered."""

TO_ASSESS = (
    Limb(
        "may_have_sen",
        "Has the child or young person special educational needs, or may they have them?",
        "there are special educational needs, or there may be",
        "there are no special educational needs, and it is not thought that there may be",
        S36_8,
    ),
    Limb(
        "may_need_plan",
        "May it be necessary for special educational provision to be made through a plan?",
        "it may be necessary for special educational provision to be made through a plan",
        "it is not necessary for special educational provision to be made through a plan",
        S36_8,
    ),
)
"""What section 36(8) asks: both must be met, and then the authority must assess."""

TO_REASSESS = (
    Limb(
        "further_needed",
        "Is a further assessment necessary?",
        "a further assessment is necessary",
        "a further assessment is not necessary",
        REG_24,
    ),
)
"""What regulation 24 asks of a request to re-assess, unless there was an assessment in the six months before it."""

TO_ISSUE = (
    Limb(
        "plan_needed",
        "In the light of the assessment, is it necessary for special educational provision to be made through a plan?",
        "it is necessary for special educational provision to be made through a plan",
        "it is not necessary for special educational provision to be made through a plan",
        S37,
    ),
)
"""What section 37(1) asks once the assessment is done."""
