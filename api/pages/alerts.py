"""The alerts of each person, in order of legal risk: what is owed and why, taken up with a day, one or many at once.

What is done about an alert is a step of its case, and stands in the case's record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from api import cursors
from api.deps import Execute, ReadContext, Reads, Run
from api.pages.alert_words import KINDS, next_step
from api.pages.answers import read_answers
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page
from api.words import plural
from ehc_workflow.domain.alerts import latest_snooze
from ehc_workflow.domain.commands import (
    AcknowledgeAlert,
    Command,
    DelegateAlert,
    PutBackAlert,
    SnoozeAlert,
)
from ehc_workflow.domain.errors import (
    EhcError,
    Impossible,
    ImpossibleFactsError,
    NotFoundError,
)
from ehc_workflow.rules.ladders import LEVELS, Audience, Level
from ehc_workflow.service.alert_words import reason
from ehc_workflow.service.ladder_words import AUDIENCES
from ehc_workflow.store.alert_policies import ALERTS
from ehc_workflow.store.queries import alert_seats, standing_alerts
from ehc_workflow.store.queries.alert_reach import TOLD
from ehc_workflow.store.queries.standing_alerts import Alert, Show, Sight, Wanted
from ehc_workflow.store.rows import Rows

pages = APIRouter()
navigation = [Link("Alerts", "/alerts", 16, TOLD)]

NOT_THERE = "There is no such alert, or it is not yours, or it stands no more."


class TakeUpForm(PageForm):
    """How a limit will be recovered."""

    recovery_on: date = question(
        "Day by which it will be put right",
        hint="A promise: when it has passed, the alert is back among those nobody has taken up. It moves no limit.",
    )
    plan: str = question(
        "What will be done",
        control="textarea",
        lines=3,
        max_length=5000,
        missing="Say what will be done to recover",
    )


class PutOffForm(PageForm):
    """Why a limit can wait a little."""

    until: date = question("Put off to the end of")
    reason: str = question(
        "Why it can wait",
        control="textarea",
        lines=3,
        max_length=2000,
        missing="Say why it can wait",
    )


class GiveForm(PageForm):
    """Who has it from now on."""

    seat_id: str = question("Who has it from now on?", control="select")
    why: str = question(
        "Why it goes to them",
        control="textarea",
        lines=3,
        max_length=2000,
        missing="Say why it goes to them",
    )


@pages.get("/alerts")
def alerts_page(
    request: Request,
    page: Page,
    reads: Reads,
    show: Show = Show.WAITING,
    whose: str = "",
    level: str = "",
    kind: str = "",
    q: str = "",
    after: str = "",
    done: str = "",
) -> HTMLResponse:
    """One page of the alerts that stand, the law's late limits first, with a form to take up those that are ticked."""
    page.only_for(*TOLD)
    connection, today = reads.connection, reads.today
    sight = standing_alerts.sight_of(reads.actor)
    mine = not sight.sees_cases or (whose or _first_view(sight)) == "mine"
    wanted = Wanted(
        show=show,
        mine=mine,
        level=next((one for one in LEVELS if one.value == level), None),
        by_law={"law": True, "other": False}.get(kind),
        text=q.strip()[:100],
    )
    found = standing_alerts.alerts(
        connection, sight, wanted, today=today, after=cursors.to_alert(after)
    )
    shown, calendar = found[: standing_alerts.PAGE], reads.policy.calendar
    waiting, in_hand = standing_alerts.count_alerts(connection, sight, today=today, mine=mine)
    here = _given(
        show=show.value if show is not Show.WAITING else "",
        whose="mine" if mine else "team",
        level=level,
        kind=kind,
        q=q,
    )
    return page.show(
        "alerts/list.html",
        alerts=[(each, reason(each.deadline, today, calendar)) for each in shown],
        plans=standing_alerts.recovery_plans(connection, shown) if sight.sees_cases else {},
        in_hand=show is Show.IN_HAND,
        counts=(waiting, in_hand),
        address=lambda **changes: _address({**here, **changes}),
        whose="mine" if mine else "team",
        sees_cases=sight.sees_cases,
        level=level,
        levels=[one for one in reversed(LEVELS) if one is not Level.ON_TRACK],
        kind=kind,
        kinds=KINDS,
        q=q,
        is_narrowed=bool(level or kind or q),
        told=told_in_words,
        step=lambda alert: next_step(alert, reads.actor, office=sight.sees_cases),
        chosen_all="all" in request.query_params,
        choose_all=_address({**here, "after": after, "all": "1"}),
        choose_none=_address({**here, "after": after}),
        typed=page.typed,
        form=page.form(TakeUpForm),
        here=here,
        done=_with_a_way_back(reads, sight, done),
        next=_address({**here, "after": cursors.of_alert(shown[-1].place)})
        if len(found) > standing_alerts.PAGE
        else None,
        previous=_address(here) if after else None,
    )


def _first_view(sight: Sight) -> str:
    """A caseworker begins with their own, a manager with the team's."""
    return "mine" if sight.reach.has_own_work else "team"


def _given(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _address(here: Mapping[str, str]) -> str:
    return f"/alerts?{urlencode(_given(**here))}" if _given(**here) else "/alerts"


def told_in_words(alert: Alert) -> str:
    """Who was told of a limit by any of its alerts."""
    return ", ".join(AUDIENCES[Audience(each)] for each in alert.audience)


# --- many at once -------------------------------------------------------------------------------------------------


@pages.post("/alerts/taken-up")
def take_up_several(request: Request, reads: Reads, run: Execute, page: Page) -> RedirectResponse:
    """Take up every ticked alert with one day and one plan; what cannot be is said with its reason."""
    page.only_for(*TOLD)
    answers = read_answers(TakeUpForm, request.state.form)
    chosen = _ticked(request.state.form)

    def taken_up(alert: Alert, request_id: str | None) -> Command:
        return AcknowledgeAlert(
            assessment_id=alert.assessment_id,
            alert_id=alert.id,
            request_id=request_id,
            recovery_on=answers.recovery_on,
            plan=answers.plan,
        )

    done, said = _for_each(reads, run, chosen, taken_up, "taken up")
    if not done:
        raise ImpossibleFactsError(Impossible("/alert", said))
    here = {
        name: request.query_params.get(name, "") for name in ("show", "whose", "level", "kind", "q")
    }
    return page.done(_address({**here, "done": ",".join(done)}), said)


@pages.post("/alerts/put-back")
def put_back_several(request: Request, reads: Reads, run: Execute, page: Page) -> RedirectResponse:
    """Take back what was done about these alerts."""
    page.only_for(*TOLD)
    chosen = str(request.state.form.get("alerts") or "").split(",")[: standing_alerts.PAGE]

    def put_back(alert: Alert, request_id: str | None) -> Command:
        return PutBackAlert(
            assessment_id=alert.assessment_id, alert_id=alert.id, request_id=request_id
        )

    done, said = _for_each(reads, run, chosen, put_back, "put back")
    if not done:
        raise ImpossibleFactsError(Impossible("", said))
    return page.done("/alerts", said)


def _ticked(form: FormData) -> list[str]:
    chosen = [str(each) for each in form.getlist("alert")][: standing_alerts.PAGE]
    if not chosen:
        raise ImpossibleFactsError(Impossible("/alert", "Tick the alerts that the plan is about."))
    return chosen


def _for_each(
    reads: ReadContext,
    run: Run,
    chosen: Iterable[str],
    step: Callable[[Alert, str | None], Command],
    done_to_them: str,
) -> tuple[list[str], str]:
    """Carry out one step for each alert: those it was done to, and a sentence that says also which were refused."""
    sight = standing_alerts.sight_of(reads.actor)
    wanted = list(dict.fromkeys(chosen))
    known = standing_alerts.alerts_by_id(reads.connection, sight, wanted, today=reads.today)
    done: list[str] = []
    refused: dict[str, list[str]] = {}
    for alert_id in wanted:
        alert = known.get(alert_id)
        try:
            if alert is None:
                raise NotFoundError(NOT_THERE)
            run(step(alert, _request_of(alert, sight)))
            done.append(alert_id)
        except EhcError as error:
            refused.setdefault(_why(error), []).append(alert.reference if alert else "")
    why = "".join(f" {_not_done(which)} {says}" for says, which in refused.items())
    return done, f"{plural(len(done), 'alert')} {done_to_them}.{why}"


def _why(error: EhcError) -> str:
    if isinstance(error, ImpossibleFactsError) and error.errors:
        return " ".join(each.detail for each in error.errors)
    return error.message


def _not_done(references: Collection[str]) -> str:
    known = ", ".join(sorted(each for each in references if each))
    return f"{len(references)} could not be{f' ({known})' if known else ''}:"


def _with_a_way_back(reads: ReadContext, sight: Sight, done: str) -> list[Alert]:
    """The alerts that were just taken up, put off or given on, for as long as that can be taken back."""
    ids = done.split(",")[: standing_alerts.PAGE] if done else []
    if not ids:
        return []
    found = standing_alerts.alerts_by_id(reads.connection, sight, ids, today=reads.today)
    return [each for each in found.values() if each.can_be_put_back(reads.today)]


def _request_of(alert: Alert, sight: Sight) -> str | None:
    """The request that a contributor speaks for; the authority speaks for the case."""
    return None if sight.sees_cases else alert.deadline.ref


# --- one -----------------------------------------------------------------------------------------------------------


@pages.get("/alerts/{alert_id}", response_model=None)
def alert_page(alert_id: str, page: Page, reads: Reads) -> HTMLResponse | RedirectResponse:
    """One limit: why there is an alert, and what can be done about it. An older alert of it leads on to the newest."""
    page.only_for(*TOLD)
    sight, alert = _the_alert(reads, alert_id, or_newer=True)
    if alert.id != alert_id:
        said = "The alert that you followed is an older one of the same limit. This is the newest."
        return page.done(f"/alerts/{alert.id}", said)
    plans = standing_alerts.recovery_plans(reads.connection, [alert]) if sight.sees_cases else {}
    policy = ALERTS.of(Rows(reads.connection), alert.authority_id)
    seats = alert_seats.seats_for(
        reads.connection, alert, office=sight.sees_cases, today=page.today
    )
    latest = latest_snooze(alert.deadline, page.today, policy)
    return page.show(
        "alerts/one.html",
        alert=alert,
        reason=reason(alert.deadline, reads.today, reads.policy.calendar),
        told=told_in_words(alert),
        plan=plans.get((alert.assessment_id, alert.deadline.code, alert.deadline.ref)),
        step=next_step(alert, reads.actor, office=sight.sees_cases),
        form=page.form(TakeUpForm),
        latest=latest,
        refused=page.is_refused,
        put_off=page.form(PutOffForm, values={"until": latest})
        if latest and alert.snoozed_until is None
        else None,
        give=page.form(GiveForm, choices={"seat_id": seats}) if seats else None,
    )


@pages.post("/alerts/{alert_id}")
def take_up(
    alert_id: str,
    form: Annotated[TakeUpForm, sent(TakeUpForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Take up an alert with a recovery date and a plan."""
    page.only_for(*TOLD)
    sight, alert = _the_alert(reads, alert_id)
    run(AcknowledgeAlert(**_about(alert, sight), recovery_on=form.recovery_on, plan=form.plan))
    return page.done(_address({"done": alert.id}), f"The alert on {alert.reference} is taken up.")


@pages.post("/alerts/{alert_id}/put-off")
def put_off(
    alert_id: str,
    form: Annotated[PutOffForm, sent(PutOffForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Put an alert off for some days, with a reason."""
    page.only_for(*TOLD)
    sight, alert = _the_alert(reads, alert_id)
    run(SnoozeAlert(**_about(alert, sight), until=form.until, reason=form.reason))
    return page.done(_address({"done": alert.id}), f"The alert on {alert.reference} is put off.")


@pages.post("/alerts/{alert_id}/given")
def give(
    alert_id: str,
    form: Annotated[GiveForm, sent(GiveForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Give an alert to another seat, with a reason."""
    page.only_for(*TOLD)
    sight, alert = _the_alert(reads, alert_id)
    run(DelegateAlert(**_about(alert, sight), seat_id=form.seat_id, reason=form.why))
    said = f"The alert on {alert.reference} is with another seat."
    return page.done(_address({"done": alert.id}), said)


def _about(alert: Alert, sight: Sight) -> dict[str, Any]:
    return {
        "assessment_id": alert.assessment_id,
        "alert_id": alert.id,
        "request_id": _request_of(alert, sight),
    }


def _the_alert(reads: ReadContext, alert_id: str, *, or_newer: bool = False) -> tuple[Sight, Alert]:
    sight = standing_alerts.sight_of(reads.actor)
    wanted = [alert_id]
    if or_newer and (newest := standing_alerts.newest_of(reads.connection, alert_id)):
        wanted = [newest]
    seen = standing_alerts.alerts_by_id(reads.connection, sight, wanted, today=reads.today)
    found = next(iter(seen.values()), None)
    if found is None:
        raise NotFoundError(NOT_THERE)
    return sight, found
