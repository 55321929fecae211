"""An authority's choices about its alerts: how long one may wait, when it goes up, and when people are told."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page
from api.pages.preferences import TELLINGS, time_of
from api.pages.whose import (
    ADMINISTRATORS,
    as_administrator,
    by_name,
    whose_of_administrator,
)
from ehc_workflow.domain.alerts import hour_in_words
from ehc_workflow.rules.alert_policy import Telling
from ehc_workflow.service import alert_choices

pages = APIRouter()
navigation = [
    Link(
        "Alert settings",
        "/alert-settings",
        72,
        ADMINISTRATORS,
        under="/settings",
        hint="How long an alert may wait, when the digest comes, the quiet hours.",
    )
]
_TIMES = ("digest_at", "quiet_from", "quiet_until")
_LEAST = {one.value: words for one, words in TELLINGS.items()}


class AlertSettingsForm(PageForm):
    """What the authority chooses. None of it moves a limit."""

    climbs_after_late_days: int = question(
        "A limit of the law has passed: working days until it goes to the next one up", width="2"
    )
    climbs_after_days: int = question(
        "Anything else due now or late: working days until it goes to the next one up", width="2"
    )
    longest_snooze_days: int = question("Longest that an alert can be put off, in days", width="2")
    longest_late_snooze_days: int = question(
        "The same once a limit of the law has passed", width="2"
    )
    longest_promise_days: int = question(
        "How far ahead a service’s own recovery day may lie, in days", width="2"
    )
    digest_at: str = question("When the message of the day comes", hint="Such as 07:30", width="5")
    quiet_from: str = question("What can wait is not sent from", hint="Such as 19:00", width="5")
    quiet_until: str = question("until", hint="Such as 07:00", width="5")
    managers_at_least: str = question("The least that a manager may choose", options=_LEAST)
    others_at_least: str = question("The least that anybody else may choose", options=_LEAST)


@pages.get("/alert-settings")
def alert_settings(page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """What is chosen now, for one of the authorities that this person looks after."""
    kept, authority_id = whose_of_administrator(page, reads.actor, authority)
    policy = alert_choices.choices_of(reads.connection, authority_id)
    values = {name: getattr(policy, name) for name in AlertSettingsForm.model_fields}
    shown = {name: hour_in_words(values[name]) for name in _TIMES}
    return page.show(
        "alerts/settings.html",
        form=page.form(AlertSettingsForm, values={**values, **shown}),
        lists=by_name(reads, kept),
        authority=authority_id,
    )


@pages.post("/alert-settings")
def choose(
    request: Request,
    form: Annotated[AlertSettingsForm, sent(AlertSettingsForm)],
    page: Page,
    reads: Reads,
    authority: str = "",
) -> RedirectResponse:
    """Keep what was chosen."""
    _, authority_id = whose_of_administrator(page, reads.actor, authority)
    times: dict[str, time] = {name: time_of(getattr(form, name), f"/{name}") for name in _TIMES}
    least = {
        name: Telling(getattr(form, name)) for name in ("managers_at_least", "others_at_least")
    }
    by = as_administrator(page, reads.actor)
    alert_choices.choose(
        request.app.state.database,
        by,
        authority_id,
        {**form.model_dump(), **times, **least},
    )
    here = f"/alert-settings?authority={authority_id}"
    return page.done(here, "Alerts are handled so from now on.")
