"""The plan by section, each item with its sources and links, beside what became of every paragraph of the advice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.asked_back import by_paragraph, may_ask
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.plan_words import HINTS, KINDS, LOCKED, Ground, cited, grounds
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Case, Source, State
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.guards import REQUIRED_SECTIONS
from ehc_workflow.domain.outlook import outlook_of
from ehc_workflow.domain.plan_items import labels, unmet_needs
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.rules.plan_sections import TITLES
from ehc_workflow.service.case_view import CaseView, case_view, note_seen
from ehc_workflow.service.drafts import about_plan
from ehc_workflow.service.plan_coverage import Covered, Stands, covered
from ehc_workflow.service.plan_taking import item_for, taken_in
from ehc_workflow.store.author_questions import of_case
from ehc_workflow.store.drafts import Draft, begun_by
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.plan_text import (
    Advice,
    Written,
    accepted_advice,
    fates,
    plan_items,
    written_items,
)

pages = APIRouter(prefix="/assessments/{assessment_id}/plan")

STANDS = {
    Stands.USED: ("met", "In the plan"),
    Stands.CHANGED: ("due_now", "Changed"),
    Stands.LEFT_OUT: ("none", "Left out"),
    Stands.NOT_YET: ("at_risk", "Not yet"),
}
EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item as the page has it: its number, who wrote it last, what it rests on, what it meets and what meets it."""

    label: str
    written: Written
    rests_on: tuple[Ground, ...]
    meets: tuple[tuple[str, str], ...]
    met_by: tuple[tuple[str, str], ...]
    is_unmet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section with its items, and the id that a new item of it would have."""

    name: str
    title: str
    hint: str
    lines: tuple[Line, ...]
    is_missing: bool
    new_id: str


@pages.get("")
def plan_page(
    assessment_id: str,
    request: Request,
    page: Page,
    reads: Reads,
    advice: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Show the plan as it stands; `advice=not_yet` leaves beside it only what nobody has looked at yet."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    case = view.case
    given = accepted_advice(reads.connection, case)
    written = written_items(reads.connection, assessment_id)
    items = [one.item for one in written]
    every = covered(given, items, fates(reads.connection, assessment_id))
    note_seen(request.app.state.database, reads.actor, assessment_id, "plan", at=page.clock.now())
    step = STEPS["save_plan"]
    here = f"/assessments/{assessment_id}/plan"
    asked = of_case(reads.connection, view.case)
    return page.show(
        "plan/plan.html",
        view=view,
        here=here,
        asked=by_paragraph(asked),
        open_questions=[one for one in asked if one.is_open],
        may_ask=may_ask(view),
        sections=list(_sections(case, written, grounds(case, given, view.names))),
        locked=LOCKED,
        attached=given,
        beside=list(_beside(given, every, only_new=advice == Stands.NOT_YET)),
        counts=_counts(every, here),
        shown=advice,
        stands=STANDS,
        kinds=KINDS,
        may=may_write(view),
        may_account=view.may("account_for_advice")
        and case.state in STEPS["account_for_advice"].sources,
        is_drafting=case.state is State.DRAFTING,
        needs_prompt=case.state not in (State.DRAFTING, State.PLAN_ISSUED),
        unmet=outlook_of(case, step, view.known).unmet if case.state in step.sources else (),
        everything=EVERYTHING,
        item_for=item_for,
        begun=_begun(reads, view, items) if may_write(view) else (),
    )


def _begun(
    reads: ReadContext, view: CaseView, items: Sequence[c.PlanItem]
) -> list[tuple[Draft, str]]:
    """What this person has typed into items and not saved, with the section each is for."""
    about = about_plan(view.case.id).about
    sections = {item.id: item.section for item in items}
    found = (
        (draft, sections.get(draft.form) or dict(draft.words).get("section", ""))
        for draft in begun_by(reads.connection, about, reads.actor.id)
    )
    return [(draft, section) for draft, section in found if section in TITLES]


def may_write(view: CaseView) -> bool:
    """Whether this person may write the plan now: what went as final stays, until an amendment of it is owed."""
    is_closed = view.case.state is State.PLAN_ISSUED and not view.case.amendment_is_owed
    return view.may("save_plan") and view.case.state in STEPS["save_plan"].sources and not is_closed


def _sections(
    case: Case, written: Sequence[Written], known: dict[Source, Ground]
) -> Iterator[Section]:
    names = labels(one.item for one in written)
    met_by: dict[str, list[tuple[str, str]]] = {}
    for one in written:
        for met in one.item.meets:
            met_by.setdefault(met, []).append((one.item.id, names[one.item.id]))
    unmet = {line.id for line in unmet_needs(case)}
    for name, title in TITLES.items():
        lines = tuple(
            Line(
                label=names[one.item.id],
                written=one,
                rests_on=tuple(cited(case, source, known) for source in one.item.sources),
                meets=tuple((met, names[met]) for met in one.item.meets if met in names),
                met_by=tuple(met_by.get(one.item.id, ())),
                is_unmet=one.item.id in unmet,
            )
            for one in written
            if one.item.section == name
        )
        yield Section(
            name=name,
            title=title,
            hint=HINTS.get(name, ""),
            lines=lines,
            is_missing=name in REQUIRED_SECTIONS and not lines,
            new_id=new_id(),
        )


def _beside(
    given: Sequence[Advice], every: Sequence[Covered], *, only_new: bool
) -> Iterator[tuple[Advice, list[Covered], bool]]:
    """Each piece of advice with its paragraphs, and whether any of them can still be taken in."""
    for advice in given:
        theirs = [one for one in every if one.advice.id == advice.id]
        shown = [one for one in theirs if not only_new or one.stands is Stands.NOT_YET]
        if shown or not only_new:
            yield advice, shown, any(one.stands is Stands.NOT_YET for one in theirs)


def _counts(every: Sequence[Covered], here: str) -> list[tuple[str, str, int, str, bool]]:
    """How the recommendations stand, as the parts of the list: what the family thinks is not counted."""
    counted = Counter(one.stands for one in every if one.is_recommendation)
    return [
        ("", "recommendations in all", counted.total(), here, False),
        (
            Stands.NOT_YET.value,
            "not yet looked at",
            counted[Stands.NOT_YET],
            f"{here}?advice={Stands.NOT_YET}",
            True,
        ),
    ]


class TakeForm(PageForm):
    """Which paragraph was pressed: `ID:NUMBER`, `ID:0` for all of one piece of advice, or everything."""

    take: str = question("What to take into the plan", control="hidden", max_length=80)


@pages.post("/take")
def take_in(
    assessment_id: str,
    form: Annotated[TakeForm, sent(TakeForm)],
    request: Request,
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Take a paragraph into the plan, all of one piece of advice, or everything that nobody has looked at yet."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    given = accepted_advice(reads.connection, view.case)
    items = plan_items(reads.connection, assessment_id)
    every = covered(given, items, fates(reads.connection, assessment_id))
    waiting = [one for one in every if one.stands is Stands.NOT_YET and _is_meant(one, form.take)]
    here = f"/assessments/{assessment_id}/plan"
    if not waiting:
        if any(_is_meant(one, form.take) for one in every):
            return page.done(here, "Nothing was left to take in: all of it is looked at already.")
        raise ImpossibleFactsError(Impossible("/take", "There is no such paragraph to take in."))
    written = tuple(
        item
        for advice in given
        if (wanted := [one.passage for one in waiting if one.advice.id == advice.id])
        for item in taken_in(advice, wanted, items)
    )
    command = c.SavePlan(assessment_id=assessment_id, saved_on=page.today, items=written)
    run(command, key=button_key(request, form.take))
    many = "1 paragraph stands" if len(waiting) == 1 else f"{len(waiting)} paragraphs stand"
    return page.done(here, f"{many} in the plan now, each with its source.")


def _is_meant(one: Covered, take: str) -> bool:
    of, _, number = take.partition(":")
    return take == EVERYTHING or (
        one.source.of == of and number in ("0", str(one.source.paragraph))
    )


def button_key(request: Request, pressed: str) -> str | None:
    """One form holds many buttons: the same one pressed twice is done once, another one is another step."""
    key = request.state.form.get("_key")
    return f"{key}/{pressed}" if key else None


class MoveForm(PageForm):
    """Which item goes up or down: `up:ID` or `down:ID`."""

    move: str = question("Which item to move", control="hidden", max_length=80)


@pages.post("/move")
def move(
    assessment_id: str,
    form: Annotated[MoveForm, sent(MoveForm)],
    request: Request,
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Move an item one place up or down within its section."""
    case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    way, _, item_id = form.move.partition(":")
    moved = list(_moved(plan_items(reads.connection, assessment_id), item_id, up=way == "up"))
    if moved:
        run(
            c.SavePlan(assessment_id=assessment_id, saved_on=page.today, items=tuple(moved)),
            key=button_key(request, form.move),
        )
    return page.done(f"/assessments/{assessment_id}/plan#item-{item_id}")


def _moved(items: Sequence[c.PlanItem], item_id: str, *, up: bool) -> Iterator[c.PlanItem]:
    """The items whose place changes: the two that change places, and any that had no place of its own."""
    mine = next((item for item in items if item.id == item_id), None)
    if mine is None:
        return
    order = [item for item in items if item.section == mine.section]
    place = order.index(mine)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for number, item in enumerate(order, start=1):
        if item.number != number:
            yield replace(item, number=number)
