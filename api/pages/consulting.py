"""Consulting settings on the draft: found by name, chosen together, and sent to in one action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from api.deps import Execute, Reads
from api.pages.answers import read_answers
from api.pages.forms import AnotherRowError
from api.pages.page import Page
from api.pages.step_forms.choosing import Offer
from api.pages.step_forms.consulting import (
    Chosen,
    choices_of_consulting,
    chosen_of,
    command_of_consulting,
    form_of_consulting,
    step_of,
    values_of_consulting,
)
from api.pages.steps import offer_of
from api.words import plural
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.outlook import outlook_of
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.store.queries.setting import addresses_of

pages = APIRouter(prefix="/assessments/{assessment_id}/steps")
SHOWN = 20
"""Settings shown of those that match: who finds more looks for more of the name."""
SettingIds = Annotated[list[str] | None, Query(alias="setting")]


@pages.get("/consult_on_placement")
@pages.get("/consult_another")
def consult_page(
    assessment_id: str,
    request: Request,
    page: Page,
    reads: Reads,
    q: str = "",
    setting: SettingIds = None,
) -> HTMLResponse:
    """Find settings and add them; the letter, and what goes with it, once for all of them."""
    trigger = request.url.path.rpartition("/")[2]
    offer = offer_of(reads, assessment_id, trigger)
    part = f"step {trigger}"
    note_seen(request.app.state.database, reads.actor, assessment_id, part, at=page.clock.now())
    step = STEPS[step_of(offer)]
    chosen = chosen_of(offer, setting if setting is not None else _asked_for(offer))
    ids = [one.setting_id for one in chosen]
    return page.show(
        "consultations/consult.html",
        view=offer.view,
        step=step,
        is_open=offer.case.state in step.sources,
        may=offer.view.may(step.trigger),
        unmet=outlook_of(offer.case, step, offer.view.known).unmet,
        q=q,
        chosen=chosen,
        sends_to=_address(trigger, q, ids),
        emails=addresses_of(reads.connection, ids),
        found=_found(offer, trigger, q, chosen),
        most=SHOWN,
        asked_for=offer.case.settings_asked_for,
        ids=ids,
        form=page.form(
            form_of_consulting(chosen),
            name="ConsultForm",
            values=values_of_consulting(offer),
            choices=choices_of_consulting(offer),
            version=offer.case.version,
        ),
    )


@pages.post("/consult_on_placement")
@pages.post("/consult_another")
def consult(
    assessment_id: str,
    request: Request,
    page: Page,
    reads: Reads,
    run: Execute,
    setting: SettingIds = None,
) -> RedirectResponse:
    """Consult all of them, or none."""
    trigger = request.url.path.rpartition("/")[2]
    offer = offer_of(reads, assessment_id, trigger)
    asked = setting if setting is not None else _asked_for(offer)
    chosen = chosen_of(offer, asked)
    ids = [one.setting_id for one in chosen]
    if wanted := _otherwise(request.state.form, trigger, ids):
        raise AnotherRowError(at=f"/assessments/{assessment_id}/steps/{wanted}")
    form: Any = read_answers(form_of_consulting(chosen), request.state.form)
    try:
        run(command_of_consulting(form, offer, chosen, trigger))
    except ImpossibleFactsError as error:
        raise _by_name(error, chosen) from error
    many = plural(len(chosen), "setting")
    return page.done(
        f"/assessments/{assessment_id}/consultations",
        f"{many} consulted. Each has its own 15 days to answer.",
    )


def _otherwise(sent: FormData, trigger: str, ids: Sequence[str]) -> str:
    """This page as somebody who is at the letter already wants it: one setting more or less, or others to be found."""
    q = str(sent.get("q", ""))
    if add := sent.get("_add"):
        return _address(trigger, q, [*ids, str(add)])
    if off := sent.get("_off"):
        return _address(trigger, q, [each for each in ids if each != off])
    return _address(trigger, q, ids) if "_find" in sent else ""


def _by_name(error: ImpossibleFactsError, chosen: Sequence[Chosen]) -> ImpossibleFactsError:
    """The same faults, each at the box of the setting it is about and with its name."""
    return ImpossibleFactsError(*(_of_its_setting(one, chosen) for one in error.errors))


def _of_its_setting(fault: Impossible, chosen: Sequence[Chosen]) -> Impossible:
    parts = fault.pointer.strip("/").split("/")
    if parts[0] != "settings" or len(parts) < 2:
        return fault
    one = chosen[int(parts[1])]
    return Impossible(f"/{one.whither}", f"{one.name}: {fault.detail}")


def _asked_for(offer: Offer) -> list[str]:
    """At first those that the family asked for and nobody consulted yet, s39(2), and all whose draft was replaced."""
    case = offer.case
    missing = [each for each in case.settings_asked_for if not case.has_consulted(each)]
    return list(dict.fromkeys((*missing, *case.settings_to_consult_again)))


def _found(
    offer: Offer, trigger: str, q: str, chosen: Sequence[Chosen]
) -> list[tuple[str, str, str]]:
    """Settings whose name holds what was typed: id, name, and the address of this page with it added."""
    ids = [one.setting_id for one in chosen]
    wanted = q.strip().casefold()
    return [
        (each, name, _address(trigger, q, [*ids, each]))
        for each, name in offer.choices.of_kind(ServiceKind.SETTING)
        if wanted and wanted in name.casefold() and each not in ids
    ]


def _address(trigger: str, q: str, ids: Sequence[str]) -> str:
    """This page with these settings chosen; an empty one says that none is."""
    chosen = [("setting", each) for each in ids or ("",)]
    return f"{trigger}?{urlencode([('q', q), *chosen])}"
