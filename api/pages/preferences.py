"""How a person hears of alerts beside the list of them: at once, once a day, or in the program alone."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import ReadContext, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.alerts import allowed_tellings, hour_in_words, telling_of
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.rules.alert_policy import AlertPolicy, Telling
from ehc_workflow.store import digests
from ehc_workflow.store.alert_policies import ALERTS
from ehc_workflow.store.queries.alert_reach import TOLD
from ehc_workflow.store.rows import Rows

pages = APIRouter()

TELLINGS = {
    Telling.AT_ONCE: "Each alert by e-mail, as it is raised",
    Telling.URGENT_AT_ONCE: "What is urgent at once, the rest in one message a day",
    Telling.DIGEST: "Everything in one message a day",
    Telling.IN_APP: "No e-mail: only the list of alerts and its counter",
}


class PreferencesForm(PageForm):
    """How, and at what hour."""

    telling: str = question("How do you want to hear of alerts?", control="radios")
    digest_at: str = question(
        "When should the message of the day come?",
        hint="A time of working days, such as 07:30",
        width="5",
        missing="Enter a time, such as 07:30",
    )


@pages.get("/preferences")
def preferences(page: Page, reads: Reads) -> HTMLResponse:
    """What this person chose, and what their authority allows."""
    page.only_for(*TOLD)
    policy = _policy(reads)
    telling, digest_at = digests.chosen(reads.connection, reads.actor.id)
    allowed = allowed_tellings(_told_roles(reads.actor), policy)
    return page.show(
        "alerts/preferences.html",
        form=page.form(
            PreferencesForm,
            values={
                "telling": telling_of(telling, _told_roles(reads.actor), policy).value,
                "digest_at": hour_in_words(digest_at or policy.digest_at),
            },
            choices={"telling": [(one.value, TELLINGS[one]) for one in allowed]},
        ),
        least=TELLINGS[allowed[-1]] if len(allowed) < len(TELLINGS) else "",
        quiet_from=hour_in_words(policy.quiet_from),
        quiet_until=hour_in_words(policy.quiet_until),
    )


@pages.post("/preferences")
def choose(
    request: Request,
    form: Annotated[PreferencesForm, sent(PreferencesForm)],
    page: Page,
    reads: Reads,
) -> RedirectResponse:
    """Keep what this person chose, within what the authority allows."""
    page.only_for(*TOLD)
    policy = _policy(reads)
    allowed = allowed_tellings(_told_roles(reads.actor), policy)
    telling = next((one for one in allowed if one.value == form.telling), None)
    if telling is None:
        says = "Choose one of these: your authority asks that you are told at least so much."
        raise ImpossibleFactsError(Impossible("/telling", says))
    digest_at = _hour(form.digest_at, policy)
    with request.app.state.database.writing() as connection:
        digests.choose(connection, reads.actor.id, telling, digest_at)
    return page.done("/preferences", "That is how you will hear of alerts from now on.")


def _hour(typed: str, policy: AlertPolicy) -> time:
    at = time_of(typed, "/digest_at")
    if not policy.quiet_until <= at < policy.quiet_from:
        awake = f"{hour_in_words(policy.quiet_until)} and {hour_in_words(policy.quiet_from)}"
        says = f"Choose a time between {awake}: outside it nothing is sent that can wait."
        raise ImpossibleFactsError(Impossible("/digest_at", says))
    return at


def time_of(typed: str, pointer: str) -> time:
    """A time of day as people write it, 7:30 or 07.30, or `ImpossibleFactsError`."""
    try:
        hours, minutes = typed.strip().replace(".", ":").split(":")
        return time(int(hours), int(minutes))
    except ValueError:
        says = "Enter a time, such as 07:30"
        raise ImpossibleFactsError(Impossible(pointer, says)) from None


def _told_roles(actor: Actor) -> frozenset[Role]:
    return actor.roles & TOLD


def _policy(reads: ReadContext) -> AlertPolicy:
    """The choices of the authority of this person's first seat."""
    seats = sorted((seat.id, seat.authority_id) for seat in reads.actor.seats if seat.role in TOLD)
    return ALERTS.of(Rows(reads.connection), seats[0][1])
