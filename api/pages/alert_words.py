"""Who is told of alerts, in words, and where the step is that would do what is owed."""

from __future__ import annotations

from dataclasses import dataclass

from ehc_workflow.domain.actors import Actor
from ehc_workflow.service.permissions import MAY
from ehc_workflow.store.queries.standing_alerts import Alert

KINDS = [("", "Every limit"), ("law", "Limits of the law"), ("other", "Guidance and own targets")]


@dataclass(frozen=True, slots=True)
class Next:
    """What to do next, and where."""

    text: str
    href: str


_ON_CASE = {
    "threshold_refusal": ("decide_whether_to_assess", "Decide whether to assess"),
    "decide_whether_to_assess": ("decide_whether_to_assess", "Decide whether to assess"),
    "decide_whether_to_reassess": ("decide_whether_to_reassess", "Decide whether to re-assess"),
    "ask_for_advice": ("request_advice", "Ask for the advice"),
    "review_exception": ("review_exception", "Look at the exception again"),
    "settle_late_exception": ("settle_late_exception", "Approve or decline the exception"),
    "carry_out_agreement": ("carry_out_agreement", "Record that the agreement is carried out"),
    "tribunal_response": ("respond_to_appeal", "Record the response to the appeal"),
    "tell_health_body": ("tell_health_body", "Tell the health body"),
}
"""What is owed on a case, the step that does it, and its words."""
_ON_REQUEST = {
    "check_advice": ("accept_advice", "check", "Check the advice"),
    "chase_advice": ("record_chase", "chase", "Log a chase"),
    "prove_receipt": ("record_request_received", "received", "Record receipt"),
    "settle_not_known": ("settle_not_known", "settle", "Say who can advise instead"),
}
"""What is owed on a request for advice, the step that does it, its page, and its words."""


def next_step(alert: Alert, actor: Actor, *, office: bool) -> Next:
    """The step that would do what is owed, where this person may take it; otherwise where to look."""
    code, ref = alert.deadline.code, alert.deadline.ref
    if code in _ON_REQUEST:
        trigger, path, text = _ON_REQUEST[code]
        if actor.roles & MAY[trigger]:
            return Next(text, f"/desk/requests/{ref}/{path}")
    if not office:
        advice = code.startswith("advice")
        return Next("Give the advice" if advice else "See the request", f"/desk/requests/{ref}")
    if code in _ON_CASE:
        trigger, text = _ON_CASE[code]
        if actor.roles & MAY[trigger]:
            return Next(text, f"/assessments/{alert.assessment_id}/steps/{trigger}")
    if code.startswith("advice") and code != "advice_back":
        return Next("Log a chase", f"/desk/requests/{ref}/chase")
    if code == "school_reply":
        return Next("See the consultations", f"/assessments/{alert.assessment_id}/consultations")
    return Next("Open the case", f"/assessments/{alert.assessment_id}")
