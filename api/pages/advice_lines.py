"""The requests for advice on the page of a case: where each stands, and what the law lists and nobody asked for."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.reuse_words import purpose_of, reuse_in_words
from ehc_workflow.domain.advice_list import blank_items
from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    Contribution,
    ReplyKind,
    State,
)
from ehc_workflow.domain.deadlines import Deadline, Status
from ehc_workflow.domain.joint_advice import given_together, to_sign
from ehc_workflow.domain.risk import Standing
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.case_view import CaseView
from ehc_workflow.store.queries.case_page import Reminder


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """One request for advice: asked, received and accepted are three facts, and each late day has an owner.

    `together` is whose advice the newest version is too; `to_sign` says that another's waits for a signature.
    """

    request: AdviceRequest
    item: str
    service: str
    deadline: Deadline | None
    standing: Standing | None
    days_late: int
    asked_late: int
    state: str
    reminders: tuple[Reminder, ...]
    existing: str
    together: tuple[str, ...]
    to_sign: bool


def advice_lines(view: CaseView) -> list[AdviceLine]:
    """The requests in the order of regulation 6."""
    order = list(AdviceItem)
    requests = sorted(view.case.advice, key=lambda one: order.index(one.item))
    return [_advice_line(view, request) for request in requests]


def blank_of(view: CaseView) -> list[str]:
    """What the law lists for this child and nobody has asked for, while advice is gathered."""
    if view.case.state is not State.ASSESSING:
        return []
    return [
        f"{view.asked_of(one.ask_id) if one.ask_id else ITEMS[one.item]} ({one.provision})"
        for one in blank_items(view.case, view.today)
    ]


def _advice_line(view: CaseView, request: AdviceRequest) -> AdviceLine:
    pair = view.deadline(f"advice_{request.item.value}", request.id)
    deadline, at = pair if pair else (None, None)
    void = at is not None and at.status in (Status.VOID, Status.SUPERSEDED)
    return AdviceLine(
        request=request,
        item=ITEMS[request.item],
        service=view.names.service(request.service_id)
        if request.service_id
        else "The family"
        if request.item is AdviceItem.FAMILY
        else "Nobody named",
        deadline=deadline,
        standing=at,
        days_late=0 if deadline is None or void else deadline.days_late(view.today),
        asked_late=view.days_asked_late(request),
        state=_state_of(request),
        together=tuple(ITEMS[one.item].lower() for one in given_together(view.case, request)),
        to_sign=bool(to_sign(view.case, request)),
        reminders=tuple(one for one in view.papers.reminders if one.ref == request.id),
        existing=existing_says(view, request),
    )


def existing_says(view: CaseView, request: AdviceRequest) -> str:
    """How old the existing advice is, what it was written for, and what each of the three says (reg 6(4))."""
    if request.reuse is None:
        return ""
    return reuse_in_words(request.reuse, purpose_of(view.entries, request.id), view.today)


def _state_of(request: AdviceRequest) -> str:
    if request.is_held:
        return "Held by agreement of all three"
    if request.not_asked_on is not None:
        return "Not asked, with a reason"
    if request.latest is not None:
        return _state_of_version(request.latest)
    if request.not_known_open:
        elsewhere = request.standing_reply is ReplyKind.OTHER_AREA
        return "Replied “another area’s patient”" if elsewhere else "Replied “not known”"
    if request.report_waits:
        return "Existing report to agree"
    return "Waiting" if request.is_asked else "Not asked"


def _state_of_version(latest: Contribution) -> str:
    if latest.accepted_on is not None:
        return "Accepted"
    return "Returned" if latest.returned_on is not None else "To be checked"
