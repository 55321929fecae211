"""SI 2020/471: limits that could be let go for a reason to do with coronavirus, 1 May to 25 September 2020.

It expired; old cases still need it, so that a limit that fell then is not called late without asking. It set no new
days: the duty became one to act as soon as reasonably practicable.
"""

from datetime import date

from ehc_workflow.rules.model import Citation, ExceptionGround, GroundKind, InForce, Instrument

CORONAVIRUS_REGS_2020 = Instrument(
    "SI 2020/471",
    "Special Educational Needs and Disability (Coronavirus) (Amendment) Regulations 2020",
)

CORONAVIRUS_IN_FORCE = InForce(first_day=date(2020, 5, 1), last_day=date(2020, 9, 25))

CORONAVIRUS_GROUND = ExceptionGround(
    kind=GroundKind.CORONAVIRUS,
    citation=Citation(CORONAVIRUS_REGS_2020, "reg 2A as inserted by SI 2020/471"),
    says="It was not reasonably practicable to keep the limit for a reason relating to coronavirus",
)

CORONAVIRUS_REACHED = (
    "threshold_refusal",
    "decide_whether_to_assess",
    "decide_no_plan",
    "final_plan",
    "advice_of_a_bound_body",
    "decide_whether_to_reassess",
    "reassessment_final_plan",
    "order_notify_will_assess",
    "order_decide_no_plan",
    "order_final_plan_after_assessment",
    "order_draft_plan",
    "order_final_plan",
    "order_reconsider",
    "order_amend_contents",
    "order_amend_placement",
    "order_continue_and_amend",
    "transfer_plan_known_in_time",
    "transfer_plan_known_late",
    "tell_family_of_transfer",
)
