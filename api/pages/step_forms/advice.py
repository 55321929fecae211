"""Asking for advice: the whole list of regulation 6 for this child, ticked and addressed, in one action."""

from __future__ import annotations

from datetime import date
from typing import Any

from api.pages.questions import PageForm, question
from api.pages.step_forms.choosing import Offer, Options
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.advice_list import (
    NOT_AGREED,
    Expected,
    blank_items,
    expected_advice,
    requests_for,
    teacher_of_sensory_impaired_needed,
)
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.reporting.telling import ITEMS
from ehc_workflow.store.ids import new_id

HINTS = {
    "family": "The parent or young person, reg 6(1)(a)",
    "education": "The head, principal or early years lead, reg 6(1)(b)",
    "health": "A professional the health body identifies, reg 6(1)(c)",
    "psychology": "An educational psychologist, reg 6(1)(d)",
    "social_care": "Whether or not the child is known to them, reg 6(1)(e)",
    "other": "Anybody else whose advice is appropriate, reg 6(1)(f)",
    "adulthood": "From year 9, reg 6(1)(g)",
    "requested": "Somebody the family reasonably asked for, reg 6(1)(h)",
}
KINDS = {
    AdviceItem.EDUCATION: (ServiceKind.SETTING,),
    AdviceItem.HEALTH: (ServiceKind.HEALTH,),
    AdviceItem.PSYCHOLOGY: (ServiceKind.PSYCHOLOGY,),
    AdviceItem.SOCIAL_CARE: (ServiceKind.SOCIAL_CARE,),
    AdviceItem.ADULTHOOD: (ServiceKind.SETTING, ServiceKind.SOCIAL_CARE, ServiceKind.OTHER),
    AdviceItem.OTHER: (),
    AdviceItem.REQUESTED: (),
}


def _whom(item: AdviceItem) -> Any:
    return question(f"{ITEMS[item]}: whom to ask", control="select", default="")


class RequestAdviceForm(PageForm):
    """The list of regulation 6 and whom to ask for each item."""

    items: tuple[AdviceItem, ...] = question(
        "Ask for",
        hint="What the law lists for this child and is not yet asked for is ticked.",
        options={item.value: ITEMS[item] for item in AdviceItem},
        option_hints=HINTS,
        control="checkboxes",
        missing="Select at least one item to ask for",
    )
    education: str = _whom(AdviceItem.EDUCATION)
    health: str = _whom(AdviceItem.HEALTH)
    psychology: str = _whom(AdviceItem.PSYCHOLOGY)
    social_care: str = _whom(AdviceItem.SOCIAL_CARE)
    adulthood: str = _whom(AdviceItem.ADULTHOOD)
    other: str = _whom(AdviceItem.OTHER)
    requested: str = _whom(AdviceItem.REQUESTED)
    qualified_teacher_consulted: bool = question(
        "The educational advice is given after consulting a qualified teacher of sensory impaired pupils",
        hint="Needed for a child with a vision or hearing impairment, reg 6(2).",
        default=False,
    )
    requested_on: date = question("Day of asking")
    received_by_body_on: date | None = question(
        "Day the contributors received it",
        hint="Their six weeks run from this day. Leave it empty if you do not know it yet.",
        default=None,
    )


def choices_of_advice(offer: Offer) -> dict[str, Options]:
    """For each item, the services of the authority that can give it."""
    return {item.value: offer.choices.of_kind(*kinds) for item, kinds in KINDS.items()}


def values_of_advice(offer: Offer) -> dict[str, Any]:
    """What is not yet asked for is ticked, and goes to the only service there is or to the child's own setting."""
    blank = [one.item for one in blank_items(offer.case, offer.view.today)]
    values: dict[str, Any] = {"items": tuple(blank), "requested_on": offer.view.today}
    for name, options in choices_of_advice(offer).items():
        if AdviceItem(name) in blank and options:
            values[name] = options[0][0]
    if AdviceItem.EDUCATION in blank:
        values["education"] = offer.case.setting_id or ""
    if AdviceItem.ADULTHOOD in blank:
        values["adulthood"] = offer.case.setting_id or values.get("adulthood", "")
    return values


def list_of_advice(offer: Offer) -> list[tuple[Expected, str]]:
    """Each item the law lists for this child, with how it stands: asked, not asked and why, held, or blank."""
    on = offer.view.today
    listed = dict.fromkeys((*expected_advice(offer.case, on), *blank_items(offer.case, on)))
    return [(one, _standing(offer, one)) for one in listed]


def _standing(offer: Offer, expected: Expected) -> str:
    requests = requests_for(offer.case, expected.item)
    if expected in NOT_AGREED.values():
        return "Blank"
    if any(request.is_held for request in requests):
        return "Held by agreement of all three"
    if any(request.is_asked for request in requests):
        return "Asked"
    if any(request.not_asked_on is not None for request in requests):
        return "Not asked, with a reason"
    return "Blank"


def teacher_note(offer: Offer) -> str:
    """What a sensory impairment asks for."""
    if not teacher_of_sensory_impaired_needed(offer.case):
        return ""
    return (
        "A vision or hearing impairment is on file: the educational advice is given after consulting a qualified "
        "teacher of sensory impaired pupils (reg 6(2))."
    )


def command_of_advice(form: RequestAdviceForm, offer: Offer) -> c.RequestAdvice:
    """One request for each item ticked."""
    return c.RequestAdvice(
        assessment_id=offer.case.id,
        requested_on=form.requested_on,
        received_by_body_on=form.received_by_body_on,
        asked=tuple(_asked(item, form, offer) for item in form.items),
    )


def _still_blank(item: AdviceItem, offer: Offer) -> str | None:
    """The request that existing advice did not settle: asking for it settles that very one."""
    unsettled = (one.id for one in requests_for(offer.case, item) if not one.is_settled)
    return next(unsettled, None)


def _asked(item: AdviceItem, form: RequestAdviceForm, offer: Offer) -> c.Asked:
    service_id = getattr(form, item.value, "") or None
    kinds = {one.id: one.kind for one in offer.choices.services}
    is_education = item is AdviceItem.EDUCATION
    return c.Asked(
        request_id=_still_blank(item, offer) or new_id(),
        item=item,
        service_id=service_id,
        setting=offer.case.setting_kind if is_education else None,
        bound_by_reg_8=kinds.get(service_id or "") == ServiceKind.HEALTH,
        qualified_teacher_consulted=is_education and form.qualified_teacher_consulted,
    )
