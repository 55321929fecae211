"""Asking for advice: the whole list of regulation 6 for this child, ticked and addressed, in one action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import create_model

from api.pages.answers import AnswersError
from api.pages.questions import PageForm, question
from api.pages.step_forms.choosing import Offer, Options
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.advice_list import (
    How,
    Listed,
    lawful_list,
)
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.store.ids import new_id

KINDS = {
    AdviceItem.FAMILY: None,
    AdviceItem.EDUCATION: (ServiceKind.SETTING,),
    AdviceItem.HEALTH: (ServiceKind.HEALTH,),
    AdviceItem.PSYCHOLOGY: (ServiceKind.PSYCHOLOGY,),
    AdviceItem.SOCIAL_CARE: (ServiceKind.SOCIAL_CARE,),
    AdviceItem.ADULTHOOD: (ServiceKind.SETTING, ServiceKind.SOCIAL_CARE, ServiceKind.OTHER),
    AdviceItem.OTHER: (),
    AdviceItem.REQUESTED: (),
}
"""The services that can give an item; nothing in the brackets is every service, and the family is asked itself."""

_NAMED_BY_OTHERS = frozenset({AdviceItem.FAMILY, AdviceItem.HEALTH})
"""Who need not be named here: the family is known, and the professional is the health body's to identify."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that can be asked for here; what is blank on the list comes with it.

    `key` is its tick in the form, `whom` the name of its question of whom to ask.
    """

    key: str
    whom: str
    item: AdviceItem
    label: str
    blank: Listed | None = None

    @property
    def request_id(self) -> str | None:
        """The request that existing advice did not settle: asking for it settles that very one."""
        unsettled = self.blank.requests if self.blank else ()
        return unsettled[0].id if unsettled else None

    @property
    def ask_id(self) -> str | None:
        """What the family asked for, where this is that."""
        return self.blank.expected.ask_id if self.blank else None


def blank_lines(offer: Offer) -> list[Line]:
    """What the list has blank, in its order."""
    blank = [one for one in lawful_list(offer.case, offer.view.today) if one.how is How.BLANK]
    return [_line(offer, one, number) for number, one in enumerate(blank)]


def _line(offer: Offer, listed: Listed, number: int) -> Line:
    item, ask_id = listed.expected.item, listed.expected.ask_id
    if item not in (AdviceItem.OTHER, AdviceItem.REQUESTED):
        return Line(item.value, item.value, item, ITEMS[item], listed)
    key = ask_id or listed.requests[0].id
    label = offer.view.asked_of(ask_id) if ask_id else ITEMS[item]
    return Line(key, f"whom-{number}", item, label, listed)


def further_lines(offer: Offer) -> list[Line]:
    """What can be asked for besides: another service for an item that is asked for, or somebody not on the list."""
    blank = {line.key for line in blank_lines(offer)}
    return [
        Line(item.value, item.value, item, ITEMS[item]) for item in AdviceItem if item not in blank
    ]


def _whom(label: str) -> Any:
    return question(f"{label}: whom to ask", control="select", default="")


class RequestAdviceForm(PageForm):
    """What to ask for, whom, and when."""

    items: tuple[str, ...] = question(
        "Ask for",
        control="checkboxes",
        min_length=1,
        missing="Select at least one item to ask for",
    )
    education: str = _whom(ITEMS[AdviceItem.EDUCATION])
    health: str = _whom(ITEMS[AdviceItem.HEALTH])
    psychology: str = _whom(ITEMS[AdviceItem.PSYCHOLOGY])
    social_care: str = _whom(ITEMS[AdviceItem.SOCIAL_CARE])
    adulthood: str = _whom(ITEMS[AdviceItem.ADULTHOOD])
    other: str = _whom(ITEMS[AdviceItem.OTHER])
    requested: str = _whom(ITEMS[AdviceItem.REQUESTED])
    qualified_teacher_consulted: bool = question(
        "The educational advice is given after consulting a qualified teacher of sensory impaired pupils",
        hint="It cannot be complete otherwise, reg 6(2).",
        default=False,
    )
    requested_on: date = question("Day of asking")
    received_by_body_on: date | None = question(
        "Day the contributors received it",
        hint="Their six weeks run from this day. Leave it empty if you do not know it yet.",
        default=None,
    )


def form_of_advice(offer: Offer) -> type[RequestAdviceForm]:
    """The form for this case: one more question of whom to ask for each line that is not an item of the law's own."""
    own = (line.whom for line in blank_lines(offer) if line.whom != line.key)
    return _form(tuple(own))


@lru_cache(maxsize=64)
def _form(own: tuple[str, ...]) -> type[RequestAdviceForm]:
    asked: dict[str, Any] = {name: (str, _whom(ITEMS[AdviceItem.REQUESTED])) for name in own}
    made: type[RequestAdviceForm] = create_model(
        "RequestAdviceForm", __base__=RequestAdviceForm, __doc__=RequestAdviceForm.__doc__, **asked
    )
    return made


def choices_of_advice(offer: Offer) -> dict[str, Options]:
    """What can be asked for, and for each the services of the authority that can give it."""
    lines = (*blank_lines(offer), *further_lines(offer))
    return {"items": [(line.key, line.label) for line in lines]} | {
        line.whom: offer.choices.of_kind(*kinds)
        for line in lines
        if (kinds := KINDS[line.item]) is not None
    }


def values_of_advice(offer: Offer) -> dict[str, Any]:
    """What is blank is ticked, and goes to the child's own setting or to the only service there is."""
    blank = blank_lines(offer)
    values: dict[str, Any] = {
        "items": tuple(line.key for line in blank),
        "requested_on": offer.view.today,
    }
    for line in blank:
        values[line.whom] = _usual(offer, line.item)
    return values


def _usual(offer: Offer, item: AdviceItem) -> str:
    kinds = KINDS[item]
    if not kinds:
        return ""
    if ServiceKind.SETTING in kinds and offer.case.setting_id:
        return offer.case.setting_id
    options = offer.choices.of_kind(*kinds)
    return options[0][0] if len(options) == 1 else ""


def command_of_advice(form: RequestAdviceForm, offer: Offer) -> c.RequestAdvice:
    """One request for each line ticked."""
    lines = {line.key: line for line in (*blank_lines(offer), *further_lines(offer))}
    unknown = [key for key in form.items if key not in lines]
    if unknown:
        says = "What is on the list has changed. Look at it again and choose from it."
        raise AnswersError(Impossible("/items", says))
    chosen = [lines[key] for key in form.items]
    nobody = [line for line in chosen if _needs_a_service(line, form, offer)]
    if nobody:
        raise AnswersError(
            *(Impossible(f"/{one.whom}", f"{one.label}: choose whom to ask") for one in nobody)
        )
    return c.RequestAdvice(
        assessment_id=offer.case.id,
        requested_on=form.requested_on,
        received_by_body_on=form.received_by_body_on,
        asked=tuple(_asked(line, form, offer) for line in chosen),
    )


def _needs_a_service(line: Line, form: RequestAdviceForm, offer: Offer) -> bool:
    """A request is owed by a service: an item that services can give is asked of one of them."""
    kinds = KINDS[line.item]
    if line.item in _NAMED_BY_OTHERS or kinds is None or getattr(form, line.whom):
        return False
    return bool(offer.choices.of_kind(*kinds))


def _asked(line: Line, form: RequestAdviceForm, offer: Offer) -> c.Asked:
    service_id = getattr(form, line.whom, "") or None
    kinds = {one.id: one.kind for one in offer.choices.services}
    is_education = line.item is AdviceItem.EDUCATION
    return c.Asked(
        request_id=line.request_id or new_id(),
        item=line.item,
        service_id=service_id,
        setting=offer.case.setting_kind if is_education else None,
        bound_by_reg_8=kinds.get(service_id or "") == ServiceKind.HEALTH,
        qualified_teacher_consulted=is_education and form.qualified_teacher_consulted,
        answers_ask=line.ask_id,
    )
