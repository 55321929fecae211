"""One item of the plan: written, linked, changed, taken out, and what it said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api.deps import Caller, Execute, ReadContext, Reads
from api.pages.drafts import form_of, keep, others_told, refuse_stale, seen_written
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.plan import may_write
from api.pages.plan_item_form import (
    FIELDS,
    Desk,
    ItemForm,
    as_values,
    asked_of,
    may_meet,
    may_rest_on,
)
from api.pages.plan_words import HINTS, LOCKED, grounds, prompts
from api.words import moment
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Source
from ehc_workflow.domain.errors import (
    Impossible,
    ImpossibleFactsError,
    NotFoundError,
    NotPermittedError,
)
from ehc_workflow.domain.outlook import outlook_of
from ehc_workflow.domain.plan_items import labels
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.rules.plan_sections import TITLES
from ehc_workflow.service.case_view import case_view, note_seen
from ehc_workflow.service.drafts import Kept, about_plan, forget_words, kept_words
from ehc_workflow.service.plan_taking import item_for
from ehc_workflow.store.queries.plan_text import Written, accepted_advice, history_of, plan_items

pages = APIRouter(prefix="/assessments/{assessment_id}/plan/items/{item_id}")

ItemId = Annotated[str, Path(max_length=64, pattern=r"^[0-9a-zA-Z_-]+$")]


def _desk(reads: ReadContext, assessment_id: str) -> Desk:
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    if not may_write(view):
        raise NotPermittedError("You may read this plan, and not write it now.")
    advice = accepted_advice(reads.connection, view.case)
    items = plan_items(reads.connection, assessment_id)
    return Desk(view, items, advice, grounds(view.case, advice, view.names))


@pages.get("")
def item_page(
    assessment_id: str,
    item_id: ItemId,
    request: Request,
    page: Page,
    reads: Reads,
    section: Annotated[str, Query(max_length=2)] = "",
    of: Annotated[str, Query(max_length=80)] = "",
    version: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    words: Annotated[str, Query(max_length=40)] = "",
    because: Annotated[str, Query(max_length=80)] = "",
) -> HTMLResponse:
    """Show one item. A new one names its `section`; `of` is a paragraph to begin from, `version` an older text.

    `because` is what the family said that prompts the change.
    """
    desk = _desk(reads, assessment_id)
    item = desk.item(item_id)
    name = item.section if item else section
    if name not in FIELDS:
        raise NotFoundError("There is no such item in this plan, and no such section to write in.")
    past = history_of(reads.connection, assessment_id, item_id)
    begun = _begun(desk, past, item, of=of, version=version)
    case = desk.view.case
    note_seen(request.app.state.database, reads.actor, assessment_id, "plan", at=page.clock.now())
    asked = prompts(case)
    step = STEPS["save_plan"]
    fields = [
        *asked_of(desk, name, item, page.today),
        "section",
        *(["prompted_by"] if asked else []),
    ]
    kept = kept_words(reads.connection, reads.actor, about_plan(assessment_id), item_id)
    brought = _brought_back(kept, words) if not version else None
    stands = item.seen if item else 0
    typed_against = page.sent if page.sent is not None else brought
    return page.show(
        "plan/item.html",
        view=desk.view,
        here=f"/assessments/{assessment_id}/plan",
        item_id=item_id,
        item=item,
        label=labels(desk.items).get(item_id, ""),
        section=name,
        title=TITLES[name],
        hint=HINTS.get(name, ""),
        locked=LOCKED,
        fields=fields,
        theirs=_theirs(typed_against, past, stands),
        is_asked_again=not page.is_refused,
        met_by=[one for one in desk.items if item_id in one.meets],
        names=labels(desk.items),
        seen=seen_written(brought) if brought and not page.is_refused else stands,
        begun_from=version if version and begun is not item else 0,
        past=past,
        unmet=outlook_of(case, step, desk.view.known).unmet,
        form=page.form(
            ItemForm,
            values={
                **(as_values(begun) if begun else {}),
                "section": name,
                "prompted_by": because,
            },
            choices={
                "meets": may_meet(desk.items, name, item_id),
                "sources": may_rest_on(desk, name),
                "prompted_by": asked,
            },
            typed=brought,
        ),
        kept=kept,
        others=others_told(ItemForm, kept, page.sent),
        is_again=page.is_refused or bool(version),
    )


def _brought_back(kept: Kept, chosen: str) -> FormData | None:
    """What was typed before and not saved, or a colleague's words to go on from."""
    draft = kept.to_go_on(chosen)
    return form_of(draft.words) if draft else None


def _begun(
    desk: Desk, past: Sequence[Written], item: c.PlanItem | None, *, of: str, version: int
) -> c.PlanItem | None:
    """What the form starts with: an older text, a paragraph of advice, or the item as it stands."""
    if version:
        old = next((one for one in past if one.item.seen == version and not one.removed), None)
        return old.item if old else item
    if item is None and of:
        return next(
            (
                item_for(advice, passage)
                for advice in desk.advice
                for passage in advice.passages
                if of == f"{advice.id}:{passage.number}"
            ),
            None,
        )
    return item


def _theirs(typed: FormData | None, past: Sequence[Written], stands: int) -> Written | None:
    """What was written or taken out since the writer saw it, where words typed before that come back to them."""
    if typed is None or not past:
        return None
    return past[0] if seen_written(typed) != stands else None


@pages.post("")
def save_item(
    assessment_id: str,
    item_id: ItemId,
    form: Annotated[ItemForm, sent(ItemForm)],
    request: Request,
    page: Page,
    reads: Reads,
    run: Execute,
    section: Annotated[str, Query(max_length=2)] = "",
) -> RedirectResponse:
    """Save the item. Whatever refuses it leaves every word in its box."""
    desk = _desk(reads, assessment_id)
    before = desk.item(item_id)
    refuse_stale(
        kept_words(reads.connection, reads.actor, about_plan(assessment_id), item_id),
        request.state.form,
    )
    start = before or c.PlanItem(id=item_id, section=section, text="")
    item = _written(form, start, asked_of(desk, start.section, before, page.today))
    kept = _no_longer_offered(before, desk) if before else ()
    command = c.SavePlan(
        assessment_id=assessment_id,
        saved_on=page.today,
        items=(
            replace(item, sources=(*item.sources, *kept), seen=seen_written(request.state.form)),
        ),
        prompted_by=form.prompted_by or None,
    )
    try:
        run(command)
    except ImpossibleFactsError as error:
        raise _in_its_box(error) from None
    _forget_typed(request, reads, assessment_id, item_id)
    return page.done(f"/assessments/{assessment_id}/plan#item-{item_id}", "The item is saved.")


def _forget_typed(request: Request, reads: ReadContext, assessment_id: str, item_id: str) -> None:
    """Only here: an item moved, or taken in once more, is not what somebody is typing into its form."""
    forget_words(request.app.state.database, reads.actor, about_plan(assessment_id), item_id)


def _written(form: ItemForm, start: c.PlanItem, asked: Sequence[str]) -> c.PlanItem:
    """The item with what was asked for as it was answered, in its place."""
    answered = form.model_dump(include=set(asked)) | {
        "sources": tuple(_source(each) for each in form.sources)
    }
    return replace(start, **answered, number=0)


def _source(named: str) -> Source:
    of, _, number = named.rpartition(":")
    return Source(of, int(number) if number.isdecimal() and len(number) < 6 else -1)


def _no_longer_offered(before: c.PlanItem, desk: Desk) -> tuple[Source, ...]:
    """Sources that the form has no box for, as of a version that a newer one took the place of: they stay."""
    return tuple(source for source in before.sources if source not in desk.known)


def _in_its_box(error: ImpossibleFactsError) -> ImpossibleFactsError:
    """The same, at the box on this page: it holds one item."""
    return ImpossibleFactsError(
        *(Impossible(each.pointer.removeprefix("/items/0"), each.detail) for each in error.errors)
    )


@pages.post("/draft")
def save_draft(
    assessment_id: str,
    item_id: ItemId,
    request: Request,
    page: Page,
    reads: Reads,
    caller: Caller,
    section: Annotated[str, Query(max_length=2)] = "",
) -> Response:
    """Keep what was typed so far: for the page's script, or for a person who comes back later."""
    _desk(reads, assessment_id)
    version = keep(request, about_plan(assessment_id), item_id, caller)
    if "application/json" in request.headers.get("Accept", ""):
        return JSONResponse({"version": version, "told": f"Saved {moment(page.clock.now())}"})
    told = "What you typed is kept, and not in the plan yet. It is there when you come back."
    return page.done(f"/assessments/{assessment_id}/plan#section-{section}", told)


class TakeOutForm(PageForm):
    """Why an item leaves the plan, where a draft is out."""

    prompted_by: str = question("What prompted the change", control="hidden", default="")


@pages.post("/take-out")
def take_out(
    assessment_id: str,
    item_id: ItemId,
    form: Annotated[TakeOutForm, sent(TakeOutForm)],
    request: Request,
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Take the item out of the plan. Its history stays, and it can be put back from there."""
    item = _desk(reads, assessment_id).item(item_id)
    here = f"/assessments/{assessment_id}/plan"
    if item is None:
        return page.done(here, "The item is out of the plan already.")
    gone = c.TakenOut(id=item_id, seen=seen_written(request.state.form))
    run(
        c.SavePlan(
            assessment_id=assessment_id,
            saved_on=page.today,
            taken_out=(gone,),
            prompted_by=form.prompted_by or None,
        )
    )
    _forget_typed(request, reads, assessment_id, item_id)
    return page.done(
        f"{here}/items/{item_id}/history", "The item is out of the plan. It can be put back below."
    )
