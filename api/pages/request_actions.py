"""One request for advice as its pages have it: whether it is this person's to know of, and what they can do with it."""

from __future__ import annotations

from dataclasses import dataclass

from api.deps import ReadContext
from api.pages.page import PageContext
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.joint_advice import to_sign
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.service.desk import RequestFile, owes, request_file


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do about a request, and where."""

    step: str
    text: str
    path: str
    main: bool = False


ACTIONS = (
    Action("mark_out_advice", "Mark out the paragraphs", "mark-out", main=True),
    Action("check_advice", "Check the advice", "check", main=True),
    Action("join_advice", "Sign advice written together", "sign", main=True),
    Action("submit_advice", "Give advice", "advice", main=True),
    Action("settle_not_known", "Say who can advise instead", "settle", main=True),
    Action("record_screening", "Record a screening", "screening", main=True),
    Action("allocate_request", "Allocate it", "allocate"),
    Action("plan_visit", "Plan a visit", "visit"),
    Action("route_request", "Send it to a service", "route"),
    Action("invite_contributor", "Send a one-time link", "invite"),
    Action("record_reuse", "Say whether the existing report will do", "existing-report"),
    Action("record_request_received", "Confirm receipt", "received"),
    Action("reply_to_request", "Answer without advice", "reply"),
    Action("record_missed_appointment", "Record a missed appointment", "missed-appointment"),
    Action("record_chase", "Log a chase", "chase"),
    Action("agree_health_provision", "Agree the health provision (section G)", "section-g"),
)
VIEWS = Action("give_views", "Read or give the views", "views", main=True)
OF_ADVICE = frozenset({"check_advice", "mark_out_advice", "submit_advice", "join_advice"})
"""What is done with advice and not with views: those are read on a page of their own, and nobody corrects them."""
FOR_OTHERS = Action("join_advice", "It was written together with another service", "sign")
NEW_VERSION = Action("submit_advice", "Give a new version", "advice")


def asked(reads: ReadContext, request_id: str) -> RequestFile:
    """The request that a page is about, if it is this person's to know of."""
    return request_file(reads.connection, request_id, reads.actor)


def may_do(found: RequestFile, step: str) -> bool:
    """Whether this step can be taken on the request by this person now."""
    return step in {action.step for action in actions_for(found)}


def open_for(found: RequestFile, step: str) -> RequestFile:
    """The request, if this step can be taken on it by this person now; else there is no such page for them."""
    if not may_do(found, step):
        raise NotFoundError("This cannot be done with this request, or not by you.")
    return found


def actions_for(found: RequestFile) -> list[Action]:
    """What this person can do about it as it stands."""
    open_now = [action for action in ACTIONS if _is_open(action.step, found)]
    if found.request.item is AdviceItem.FAMILY:
        return [VIEWS, *(action for action in open_now if action.step not in OF_ADVICE)]
    return [_as_it_stands(action, found) for action in open_now]


def _as_it_stands(action: Action, found: RequestFile) -> Action:
    """The action by the name it has here: a version after the first, a signature that nobody was asked for."""
    if _is_again(action, found):
        return NEW_VERSION
    waits = to_sign(found.case, found.request)
    return FOR_OTHERS if action.step == FOR_OTHERS.step and not waits else action


def _is_again(action: Action, found: RequestFile) -> bool:
    """Whether giving advice would be a second time."""
    return action.step == NEW_VERSION.step and bool(found.request.contributions)


def _is_open(step: str, found: RequestFile) -> bool:
    request, steps = found.request, found.steps
    is_owed, waits = request.is_owed, request.is_unread
    match step:
        case "check_advice" | "mark_out_advice" | "submit_advice" | "join_advice":
            return _is_open_on_versions(step, found)
        case "reply_to_request" | "record_missed_appointment" | "record_chase":
            return is_owed and not waits and step in steps
        case "allocate_request" | "plan_visit":
            return is_owed and not waits and request.service_id is not None and step in steps
        case "record_screening":
            social_care = request.item is AdviceItem.SOCIAL_CARE and request.was_not_known
            return is_owed and social_care and request.latest is None and step in steps
        case "route_request":
            return request.can_be_routed and step in steps
        case "settle_not_known":
            return request.not_known_open and step in steps
        case "record_reuse":
            return request.report_waits and step in steps
        case "record_request_received":
            return is_owed and request.received_by_body_on is None and step in steps
        case "agree_health_provision":
            case = found.case
            unagreed = case.health_provision_agreed_on is None and case.plan_text is not None
            return request.item is AdviceItem.HEALTH and unagreed and step in steps
    return is_owed and step in steps


def _is_open_on_versions(step: str, found: RequestFile) -> bool:
    """Whether a version can be given, signed, marked out or checked: what is about versions alone."""
    request, steps = found.request, found.steps
    if step == "check_advice":
        return request.is_unread and "accept_advice" in steps
    if step == "join_advice":
        return bool(found.to_sign)
    if step == "mark_out_advice":
        return request.has_files_to_mark_out and step in steps
    return request.is_asked and step in steps


def note_request_seen(page: PageContext, found: RequestFile) -> None:
    """Note that somebody looked at a request of a child's record; by one of those who owe it, that they have it."""
    assert page.actor is not None
    note_seen(
        page.request.app.state.database,
        page.actor,
        found.case.id,
        f"request for advice: {found.request.item.value}",
        at=page.clock.now(),
        request_id=found.request.id if owes(page.actor, found.case, found.request) else None,
    )
