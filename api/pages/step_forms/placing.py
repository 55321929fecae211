"""Deciding placement: what section I will say and why, and for each setting asked for and not named the ground."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import create_model

from api.pages.questions import PageForm, question
from api.pages.step_forms.choosing import CHOOSERS, ON_FILE, Offer, Options
from api.pages.step_forms.wording import ask_for
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import NotNamedGround
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.passed_over import NOT_NAMED

LONG = 20_000


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A setting that the family asked for, and the names of its two questions."""

    setting_id: str
    name: str
    ground: str
    because: str


def _seen(name: str) -> Any:
    ask = ask_for("settle_placement", name)
    return question(ask.label, hint=ask.hint, control=ask.control, default=())


class PlacingForm(PageForm):
    """What section I will say, and why."""

    decided_on: date = question("Day of the decision")
    setting_id: str = question(
        "Setting that is named",
        hint="One that was consulted on this draft. Leave it empty where a type of setting is named instead.",
        control="select",
        default="",
    )
    setting_type: str = question(
        "Or a type of setting",
        hint="Where no setting is named (sections 39(5), 40(2)): for example, a mainstream primary school.",
        default="",
        max_length=200,
    )
    reasons: str = question(
        "Reasons",
        hint="About this child or young person. They go into the letter with the final plan.",
        control="textarea",
        lines=6,
        missing="Say why, about this child or young person",
        max_length=LONG,
    )
    differs_because: str = question(
        "Where a panel advised otherwise: why you decide differently",
        hint="A panel advises; you decide. Kept with the decision, and not in the letter.",
        control="textarea",
        lines=3,
        default="",
        max_length=LONG,
    )
    documents_seen: tuple[str, ...] = _seen("documents_seen")
    advice_seen: tuple[str, ...] = _seen("advice_seen")


def asked_for(offer: Offer) -> list[AskedFor]:
    """What the family asked for, each setting once."""
    return [
        AskedFor(each, offer.view.names.service(each), f"ground-{number}", f"because-{number}")
        for number, each in enumerate(offer.case.settings_asked_for)
    ]


def form_of_placing(offer: Offer) -> type[PlacingForm]:
    """The form with two questions more for each setting that the family asked for."""
    return _form(tuple((one.ground, one.because, one.name) for one in asked_for(offer)))


@lru_cache(maxsize=128)
def _form(asked: tuple[tuple[str, str, str], ...]) -> type[PlacingForm]:
    more: dict[str, Any] = {}
    for ground, because, name in asked:
        says = {one.value: f"{words[:1].upper()}{words[1:]}" for one, words in NOT_NAMED.items()}
        more[ground] = (
            NotNamedGround | None,
            question(
                f"If {name} is not named: the ground",
                hint="Section 39(4) has the first three and no other.",
                control="select",
                options=says,
                default=None,
            ),
        )
        more[because] = (
            str,
            question(
                f"If {name} is not named: why",
                hint="About this child or young person: what was weighed, and what it rests on.",
                control="textarea",
                lines=4,
                default="",
                max_length=LONG,
            ),
        )
    made: type[PlacingForm] = create_model(
        "PlacingForm", __base__=PlacingForm, __doc__=PlacingForm.__doc__, **more
    )
    return made


def choices_of_placing(offer: Offer) -> dict[str, Options]:
    """The settings consulted on this draft: no other can be named; and what was before whoever decides."""
    ids = dict.fromkeys(asked.setting_id for asked in offer.case.consultations_that_count)
    return {
        "setting_id": [(each, offer.view.names.service(each)) for each in ids],
        **{name: CHOOSERS[name](offer) for name in ON_FILE},
    }


def values_of_placing(offer: Offer) -> dict[str, Any]:
    """Today; the family's choice where it was consulted and is the only one."""
    consulted = [each for each in offer.case.settings_asked_for if offer.case.has_consulted(each)]
    chosen = consulted[0] if len(consulted) == 1 else ""
    on_file = {name: tuple(one for one, _ in CHOOSERS[name](offer)) for name in ON_FILE}
    return {"decided_on": offer.view.today, "setting_id": chosen, **on_file}


def command_of_placing(form: PlacingForm, offer: Offer) -> c.SettlePlacement:
    """The decision, once each setting that was asked for is named or explained."""
    _refuse_halves(form, offer)
    return c.SettlePlacement(
        assessment_id=offer.case.id,
        decided_on=form.decided_on,
        setting_id=form.setting_id or None,
        setting_type=form.setting_type or None,
        reasons=form.reasons,
        differs_because=form.differs_because,
        not_named=tuple(_not_named(form, offer)),
        documents_seen=form.documents_seen,
        advice_seen=form.advice_seen,
    )


def _not_named(form: PlacingForm, offer: Offer) -> Iterator[c.SettingNotNamed]:
    for one in asked_for(offer):
        ground, because = getattr(form, one.ground), getattr(form, one.because)
        if ground is not None:
            yield c.SettingNotNamed(setting_id=one.setting_id, ground=ground, because=because)


def _refuse_halves(form: PlacingForm, offer: Offer) -> None:
    """Each setting asked for is either named, or has its ground and its reasons."""
    faults = []
    for one in asked_for(offer):
        ground, because = getattr(form, one.ground), getattr(form, one.because)
        if one.setting_id == form.setting_id:
            if ground is not None or because:
                says = f"{one.name} is named: take the ground and the words out, or name another"
                faults.append(Impossible(f"/{one.because}", says))
            continue
        if ground is None:
            says = f"Select on what ground {one.name} is not named (section 39(3), (4))"
            faults.append(Impossible(f"/{one.ground}", says))
        if not because:
            says = f"Say why {one.name} is not named, about this child or young person"
            faults.append(Impossible(f"/{one.because}", says))
    if form.setting_id and form.setting_type:
        says = "Name a setting or a type of setting, not both"
        faults.append(Impossible("/setting_type", says))
    if faults:
        raise ImpossibleFactsError(*faults)
