"""Consulting settings: those chosen, how the letter goes and where to, what goes with it, and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import create_model

from api.pages.answers import AnswersError
from api.pages.questions import PageForm, question
from api.pages.step_forms.choosing import Offer, Options
from api.pages.step_forms.wording import METHODS
from api.words import short_day
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, State
from ehc_workflow.domain.decisions.placement import accepted_advice_of
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.facts import Method
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.reporting.case_words import ITEMS, VOICES
from ehc_workflow.service.case_view import CaseView
from ehc_workflow.service.consultation_letter import consultation_letter
from ehc_workflow.store.ids import new_id

LONG = 20_000
GOES_WITH = frozenset({DocumentKind.FAMILY, DocumentKind.OTHER})
"""Files that may be enclosed by themselves; those of advice go with the advice."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A setting that was chosen; `whither` is its question of where the letter goes by post or by hand."""

    setting_id: str
    name: str
    whither: str


class ConsultForm(PageForm):
    """How and when the letter goes, what goes with it, and its words."""

    consulted_on: date = question(
        "Day it goes",
        hint="The setting is asked to answer within 15 days of this day (Code 9.83).",
    )
    method: Method = question("How it goes", options=METHODS)
    contributions: tuple[str, ...] = question(
        "Advice that goes with the draft",
        hint="Each in the version named here. What comes later does not go to the setting by itself.",
        control="checkboxes",
        default=(),
    )
    document_ids: tuple[str, ...] = question(
        "Other papers that go with it",
        hint="Only what the setting needs in order to answer.",
        control="checkboxes",
        default=(),
    )
    letter: str = question(
        "The letter",
        hint="Draft words, the same for each setting. Make them fit this child or young person.",
        control="textarea",
        lines=14,
        max_length=LONG,
    )


def chosen_of(offer: Offer, setting_ids: Sequence[str]) -> list[Chosen]:
    """The settings that were chosen, each once; whatever is no open setting of the authority is left out."""
    names = dict(offer.choices.of_kind(ServiceKind.SETTING))
    known = [each for each in dict.fromkeys(setting_ids) if each in names]
    return [Chosen(each, names[each], f"to-{each}") for each in known]


def form_of_consulting(chosen: Sequence[Chosen]) -> type[ConsultForm]:
    """The form with one more question for each setting that was chosen: its address."""
    return _form(tuple((one.whither, one.name) for one in chosen))


@lru_cache(maxsize=128)
def _form(whither: tuple[tuple[str, str], ...]) -> type[ConsultForm]:
    asked: dict[str, Any] = {
        field: (
            str,
            question(
                f"Address of {name}",
                hint="By post or by hand. By e-mail it goes to the address on file.",
                default="",
                max_length=500,
            ),
        )
        for field, name in whither
    }
    made: type[ConsultForm] = create_model(
        "ConsultForm", __base__=ConsultForm, __doc__=ConsultForm.__doc__, **asked
    )
    return made


def choices_of_consulting(offer: Offer) -> dict[str, Options]:
    """The advice that was accepted, by its version, and the papers that can go too."""
    return {
        "contributions": [
            (one.contribution_id, advice_title(offer.view, one.contribution_id))
            for one in accepted_advice_of(offer.case).values()
        ],
        "document_ids": [
            (one.id, f"{one.name}, {short_day(one.added_at.date())}")
            for one in offer.view.papers.documents
            if one.kind in GOES_WITH
        ],
    }


def advice_title(view: CaseView, contribution_id: str) -> str:
    """Whose advice it is, of which service, in which version, and when it came."""
    for request in view.case.advice:
        for given in request.contributions:
            if given.id == contribution_id:
                whom = view.names.service(request.service_id) if request.service_id else ""
                voice = VOICES[given.voice] if given.voice else ""
                item = f"{ITEMS[request.item]}{f' ({voice})' if voice else ''}"
                parts = (item, whom if request.item is not AdviceItem.FAMILY else "")
                return (
                    f"{', '.join(part for part in parts if part)}, version {given.version}, "
                    f"came {short_day(given.received_on)}"
                )
    return "Advice"


def values_of_consulting(offer: Offer) -> dict[str, Any]:
    """Today, by e-mail, with all the advice, in the draft words."""
    return {
        "consulted_on": offer.view.today,
        "method": Method.EMAIL,
        "contributions": tuple(accepted_advice_of(offer.case)),
        "letter": consultation_letter(offer.view.file, days=offer.view.policy.school_reply_days),
    }


def step_of(offer: Offer) -> str:
    """Which step it is: the first consultation moves the case, more settings can be asked while placement is open."""
    return "consult_another" if offer.case.state is State.PLACING else "consult_on_placement"


def command_of_consulting(
    form: ConsultForm, offer: Offer, chosen: Sequence[Chosen], step: str
) -> c.ConsultOnPlacement:
    """One consultation for each setting."""
    if not chosen:
        says = "Choose at least one setting: find it by name and add it"
        raise AnswersError(Impossible("/settings", says))
    kind = c.ConsultAnother if step == "consult_another" else c.ConsultOnPlacement
    return kind(
        assessment_id=offer.case.id,
        settings=tuple(
            c.SettingToConsult(
                consultation_id=new_id(),
                setting_id=one.setting_id,
                sent_to=getattr(form, one.whither),
            )
            for one in chosen
        ),
        consulted_on=form.consulted_on,
        method=form.method,
        contributions=form.contributions,
        document_ids=form.document_ids,
        letter=form.letter,
    )
