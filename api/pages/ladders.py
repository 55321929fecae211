"""Whom the authority tells of a day at risk: every ladder, a change tried on today's caseload first, a way back."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Caller, ReadContext, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page, PageContext
from api.pages.reasons import duty_of
from api.pages.whose import UndoForm, by_name, whose
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.errors import (
    Impossible,
    ImpossibleFactsError,
    NotFoundError,
)
from ehc_workflow.jobs.ladder_preview import ladder_preview
from ehc_workflow.rules.changes import NewLadder
from ehc_workflow.rules.ladders import LADDERS, Audience, Rung, Way
from ehc_workflow.service import ladders
from ehc_workflow.service.counting_changes import By
from ehc_workflow.service.ladder_words import AUDIENCES, moments, step
from ehc_workflow.service.ladders import KEEPERS, Proposed
from ehc_workflow.store.counting import Change
from ehc_workflow.store.rows import Rows

pages = APIRouter()
navigation = [
    Link(
        "Who is told",
        "/ladders",
        71,
        KEEPERS,
        of_all=True,
        under="/settings",
        hint="For everything that can be late: who hears of it, when, and by which way.",
    )
]


class When(StrEnum):
    """How the moment of a step is counted."""

    BEFORE = "before"
    ON = "on"
    AFTER = "after"
    PERCENT = "percent"


class RungRow(PageForm):
    """One step of the ladder."""

    when: When = question(
        "When",
        options={
            "before": "Working days before the day it is due",
            "on": "On the last working day for it",
            "after": "Days after the day it was due",
            "percent": "When so much of its time has gone",
        },
        control="select",
        missing="Say when this step comes",
    )
    days: int | None = question(
        "Days, or percent of the time",
        hint="For example 5, or 80. Leave it empty for the last working day itself.",
        default=None,
        width="3",
        ge=1,
    )
    audience: tuple[Audience, ...] = question(
        "Whom it tells",
        options={key.value: words[0].upper() + words[1:] for key, words in AUDIENCES.items()},
        missing="Say whom this step tells",
    )
    way: Way = question(
        "How it reaches them at most",
        hint="Each person may choose less. Who hears of everything at once has no digest: for them it is on the list.",
        options={
            "at_once": "At once by e-mail, in the digest and on the list of alerts",
            "digest": "In the digest and on the list of alerts",
            "in_app": "On the list of alerts alone",
        },
        control="select",
        missing="Say how far this step goes",
    )
    unless_planned: bool = question(
        "Leave it out while somebody has taken it up with a day of recovery still ahead",
        default=False,
    )
    left_out: bool = question("Take this step away", default=False)


class LadderForm(PageForm):
    """One ladder as it is to be."""

    rungs: tuple[RungRow, ...] = question("Steps", noun="step", default=())
    reason: str = question(
        "Why", hint="Kept with the change.", control="textarea", lines=2, max_length=2000
    )


class Listed(NamedTuple):
    """One ladder of the list: when its steps come, in a line, and each step whole."""

    code: str
    duty: str
    moments: str
    steps: list[str]


def _listed(code: str, rungs: Sequence[Rung]) -> Listed:
    return Listed(code, duty_of(code, ""), moments(rungs), [step(rung) for rung in rungs])


@pages.get("/ladders")
def ladders_page(page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """Every ladder with its steps, which are the authority's own, and every change."""
    authority_id = whose(ladders.kept_by(reads.actor), authority)
    made = ladders.changes_of(Rows(reads.connection), authority_id)
    own = reads.policy.ladders_of(authority_id)
    return page.show(
        "ladders/list.html",
        ladders=sorted(
            (_listed(code, own[code]) for code in LADDERS),
            key=lambda one: one.duty,
        ),
        since={one.content["code"]: one for one in made},
        changes=[(one, duty_of(one.content["code"], "")) for one in reversed(made)],
        taken_back={one.content["undoes"] for one in made},
        lists=by_name(reads, ladders.kept_by(reads.actor)),
        authority=authority_id,
    )


@pages.get("/ladders/{code}")
def ladder_form(code: str, page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """One ladder, to be changed."""
    authority_id = whose(ladders.kept_by(reads.actor), authority)
    if code not in LADDERS:
        raise NotFoundError("There is no such ladder.")
    rungs = [_row(rung) for rung in reads.policy.ladders_of(authority_id)[code]]
    return page.show(
        "ladders/change.html",
        duty=duty_of(code, ""),
        form=page.form(LadderForm, values={"rungs": rungs}),
        authority=authority_id,
    )


@pages.post("/ladders/{code}", response_model=None)
def change(
    code: str,
    form: Annotated[LadderForm, sent(LadderForm)],
    page: Page,
    reads: Reads,
    caller: Caller,
    authority: str = "",
) -> HTMLResponse | RedirectResponse:
    """Show what the ladder would send today; when told to, keep it."""
    authority_id = whose(ladders.kept_by(caller), authority)
    proposed = _proposed(form, code, authority_id, reads)
    if page.request.state.form.get("_send"):
        return _kept(page, caller, proposed, form.reason)
    typed = page.request.state.form.multi_items()
    return page.show(
        "ladders/preview.html",
        **_shown(proposed, reads, page),
        typed=[(name, value) for name, value in typed if not name.startswith("_")],
    )


@pages.get("/ladders/changes/{number}/undo", response_model=None)
def undo_form(
    number: int, page: Page, reads: Reads, authority: str = ""
) -> HTMLResponse | RedirectResponse:
    """Say what taking a change back would send today, and ask why. Where somebody has done so, say that."""
    try:
        proposed = _undone(number, reads, authority)
    except ImpossibleFactsError as error:
        return _nothing_to_undo(page, error, authority)
    return page.show(
        "ladders/undo.html",
        **_shown(proposed, reads, page),
        number=number,
        form=page.form(UndoForm),
    )


@pages.post("/ladders/changes/{number}/undo")
def undo(
    number: int,
    form: Annotated[UndoForm, sent(UndoForm)],
    page: Page,
    reads: Reads,
    caller: Caller,
    authority: str = "",
) -> RedirectResponse:
    """Make a ladder again what it was before a change."""
    try:
        proposed = _undone(number, reads, authority)
    except ImpossibleFactsError as error:
        return _nothing_to_undo(page, error, authority)
    return _kept(page, caller, proposed, form.reason)


def _nothing_to_undo(
    page: PageContext, error: ImpossibleFactsError, authority: str
) -> RedirectResponse:
    said = " ".join(each.detail for each in error.errors)
    return page.done(f"/ladders?authority={authority}", said)


def _undone(number: int, reads: ReadContext, authority: str) -> Proposed:
    authority_id = whose(ladders.kept_by(reads.actor), authority)
    return ladders.undone(Rows(reads.connection), reads.policy, authority_id, number)


def _shown(proposed: Proposed, reads: ReadContext, page: PageContext) -> dict[str, Any]:
    new = proposed.new
    return {
        "duty": duty_of(new.code, ""),
        "before": [step(rung) for rung in reads.policy.ladders_of(new.authority_id)[new.code]],
        "after": [step(rung) for rung in new.rungs],
        "found": ladder_preview(Rows(reads.connection), proposed.policy, new, page.today),
        "code": new.code,
        "authority": new.authority_id,
    }


def _kept(page: PageContext, caller: Actor, proposed: Proposed, reason: str) -> RedirectResponse:
    by = By(name=caller.name, reason=reason, now=page.clock.now(), today=page.today)
    made: Change = ladders.keep(page.request.app.state.database, proposed, by)
    said = f"{duty_of(proposed.new.code, '')}: the new steps hold from the next sweep on (change {made.number})."
    return page.done(f"/ladders?authority={proposed.new.authority_id}", said)


# --- between a rung and its row ------------------------------------------------------------------------------------


def _proposed(form: LadderForm, code: str, authority_id: str, reads: ReadContext) -> Proposed:
    """What was sent as a ladder; what is wrong with a step is said at its row on the page."""
    rows = [(number, row) for number, row in enumerate(form.rungs) if not row.left_out]
    rungs = tuple(_rung(number, row) for number, row in rows)
    new = NewLadder(authority_id=authority_id, code=code, rungs=rungs)
    try:
        return ladders.proposed(reads.policy, new)
    except ImpossibleFactsError as error:
        numbers = [number for number, _ in rows]
        raise ImpossibleFactsError(*(_at_row(each, numbers) for each in error.errors)) from None


def _at_row(wrong: Impossible, numbers: Sequence[int]) -> Impossible:
    """Steps that were taken away are rows of the page all the same."""
    group, *rest = wrong.pointer.strip("/").split("/")
    if group != "rungs" or not rest:
        return wrong
    return Impossible(f"/rungs/{numbers[int(rest[0])]}/{rest[1]}", wrong.detail)


def _rung(number: int, row: RungRow) -> Rung:
    if row.when is When.ON and row.days:
        says = "This step comes on the day itself: leave the days empty, or choose another moment"
        raise ImpossibleFactsError(Impossible(f"/rungs/{number}/days", says))
    if row.when is not When.ON and not row.days:
        unit = "percent" if row.when is When.PERCENT else "days"
        raise ImpossibleFactsError(Impossible(f"/rungs/{number}/days", f"Enter how many {unit}"))
    number_of = row.days or 0
    days = {When.BEFORE: -number_of, When.AFTER: number_of}.get(row.when, 0)
    return Rung(
        code="",
        days=days,
        audience=row.audience,
        way=row.way,
        percent=number_of if row.when is When.PERCENT else None,
        unless_planned=row.unless_planned,
    )


def _row(rung: Rung) -> dict[str, object]:
    """A rung as the form asks for it."""
    if rung.percent is not None:
        when, days = When.PERCENT, rung.percent
    else:
        when = When.BEFORE if rung.days < 0 else When.AFTER if rung.days else When.ON
        days = abs(rung.days)
    return {
        "when": when,
        "days": days or None,
        "audience": rung.audience,
        "way": rung.way,
        "unless_planned": rung.unless_planned,
    }
