"""Writing the plan: sections A to J beside the accepted advice, each item with the contribution it was taken from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, Reads
from api.pages.answers import row_numbers
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, Answer, Case, ParagraphKind, Source, State
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.guards import REQUIRED_SECTIONS
from ehc_workflow.domain.outlook import outlook_of
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.service.case_view import case_view, note_seen
from ehc_workflow.store.ids import id_of, new_id
from ehc_workflow.store.queries.plan_text import Advice, accepted_advice, plan_items

pages = APIRouter(prefix="/assessments/{assessment_id}/plan")

TITLES = {
    "A": "A. Views, interests and aspirations",
    "B": "B. Special educational needs",
    "C": "C. Health needs related to them",
    "D": "D. Social care needs related to them",
    "E": "E. Outcomes",
    "F": "F. Special educational provision",
    "G": "G. Health provision",
    "H1": "H1. Social care provision under the 1970 Act",
    "H2": "H2. Other social care provision",
    "J": "J. Direct payments",
}
HINTS = {
    "C": "Or a plain statement that the assessment found none, with the reply that says so.",
    "D": "Or a plain statement that the assessment found none, with the reply that says so.",
    "F": "What, how much, how often and by whom, for each need in B.",
    "G": "The health body must agree these words before the draft goes.",
    "H1": "Or a plain statement that there is none, with the reply that says so.",
    "H2": "Or a plain statement that there is none, with the reply that says so.",
    "J": "Only where there is a direct payment.",
}
KINDS = {
    ParagraphKind.NEED: "Need",
    ParagraphKind.OUTCOME: "Outcome",
    ParagraphKind.PROVISION: "Provision",
    ParagraphKind.VIEW: "View",
}
_NEEDS = {AdviceItem.HEALTH: "C", AdviceItem.SOCIAL_CARE: "D"}
_PROVISION = {AdviceItem.HEALTH: "G", AdviceItem.SOCIAL_CARE: "H2"}


class ItemRow(PageForm):
    """One item of a section."""

    id: str = question("Item", control="hidden", default="")
    text: str = question("Words", control="textarea", lines=4)


def _section(name: str) -> Any:
    return question(TITLES[name], hint=HINTS.get(name), noun=f"section {name} item", default=())


class PlanForm(PageForm):
    """The plan's sections. I is not here: it stays blank until the final plan, section 38(5)."""

    A: tuple[ItemRow, ...] = _section("A")
    B: tuple[ItemRow, ...] = _section("B")
    C: tuple[ItemRow, ...] = _section("C")
    D: tuple[ItemRow, ...] = _section("D")
    E: tuple[ItemRow, ...] = _section("E")
    F: tuple[ItemRow, ...] = _section("F")
    G: tuple[ItemRow, ...] = _section("G")
    H1: tuple[ItemRow, ...] = _section("H1")
    H2: tuple[ItemRow, ...] = _section("H2")
    J: tuple[ItemRow, ...] = _section("J")
    prompted_by: str = question(
        "What prompted the change",
        hint="After the draft was served it may change only because of what the family said or of the placement.",
        control="radios",
        default="",
    )

    def rows(self) -> Iterator[tuple[str, ItemRow]]:
        """Every row with its section, in the order of the sections."""
        for name in TITLES:
            for row in getattr(self, name):
                yield name, row


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the text still lacks: sections that say nothing, and advice that nothing was taken from."""

    empty: tuple[str, ...]
    unused: tuple[Advice, ...]


@pages.get("")
def plan_page(assessment_id: str, request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """The text so far, or a first text made from the accepted advice, beside that advice."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    case = view.case
    advice = accepted_advice(reads.connection, case)
    saved = plan_items(reads.connection, assessment_id)
    note_seen(request.app.state.database, reads.actor, assessment_id, "plan", at=page.clock.now())
    step = STEPS["save_plan"]
    items = saved or tuple(first_text(advice))
    return page.show(
        "plan/edit.html",
        view=view,
        advice=advice,
        kinds=KINDS,
        titles=TITLES,
        is_first=not saved and bool(items),
        may=view.may("save_plan") and case.state in step.sources,
        unmet=outlook_of(case, step, view.known).unmet if case.state in step.sources else (),
        gaps=gaps_of(saved, advice) if saved else None,
        saved=saved,
        by_id={one.id: one for one in advice},
        form=page.form(
            PlanForm,
            values=as_values(items),
            version=case.version,
            choices={
                "prompted_by": _prompts(case),
            },
        ),
    )


@pages.post("")
def save_plan(
    assessment_id: str,
    form: Annotated[PlanForm, sent(PlanForm)],
    request: Request,
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Save a version. What refuses it leaves every word in its box."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    before = plan_items(reads.connection, assessment_id)
    known = before or tuple(first_text(accepted_advice(reads.connection, view.case)))
    items = written(form, known)
    kept = {item.id for item in items}
    command = c.SavePlan(
        assessment_id=assessment_id,
        saved_on=page.today,
        items=tuple(item for item in items if item not in before),
        taken_out=tuple(
            c.TakenOut(id=one.id, seen=one.seen) for one in before if one.id not in kept
        ),
        prompted_by=form.prompted_by or None,
    )
    try:
        case = run(command)
    except ImpossibleFactsError as error:
        raise _in_its_box(error, request.state.form) from None
    version = case.plan_text.version if case.plan_text else 0
    return page.done(f"/assessments/{assessment_id}/plan", f"Saved as version {version}.")


def written(form: PlanForm, known: tuple[c.PlanItem, ...]) -> tuple[c.PlanItem, ...]:
    """The items as the form has them, each with the links and sources of the item it was shown as."""
    by_id = {item.id: item for item in known}
    found = []
    for name, row in form.rows():
        was = by_id.get(row.id)
        if was is None or was.section != name:
            found.append(c.PlanItem(id=row.id or new_id(), section=name, text=row.text))
        else:
            text = was.text if row.text == was.in_full else row.text
            found.append(replace(was, text=text))
    return tuple(found)


def as_values(items: tuple[c.PlanItem, ...]) -> dict[str, Any]:
    """The items in the boxes of their sections."""
    values: dict[str, list[dict[str, str]]] = {}
    for item in items:
        values.setdefault(item.section, []).append({"id": item.id, "text": item.in_full})
    return {name: rows for name, rows in values.items() if name in TITLES}


def first_text(advice: tuple[Advice, ...]) -> Iterator[c.PlanItem]:
    """Every paragraph of the advice in the section it belongs to: a start to write from, each line with its source.

    Of one piece of advice the outcomes are for its needs, and the provision is for its outcomes.
    """
    found = [item for one in advice for item in _items_of(one)]
    yield from sorted(found, key=lambda item: list(TITLES).index(item.section))


def _items_of(one: Advice) -> list[c.PlanItem]:
    ids = {passage.number: id_of(one.id, passage.number) for passage in one.passages}
    of_kind = {
        kind: tuple(ids[each.number] for each in one.passages if each.kind is kind)
        for kind in ParagraphKind
    }
    needs, outcomes = of_kind[ParagraphKind.NEED], of_kind[ParagraphKind.OUTCOME]
    meets = {ParagraphKind.OUTCOME: needs, ParagraphKind.PROVISION: outcomes or needs}
    return [
        c.PlanItem(
            id=ids[passage.number],
            section=passage.plan_section or _section_of(one.item, passage.kind),
            text=passage.text_until,
            amount=passage.amount,
            frequency=passage.frequency,
            by_whom=passage.by_whom,
            meets=meets.get(passage.kind, ()),
            sources=(Source(one.id, passage.number),),
        )
        for passage in one.passages
    ]


def _section_of(item: AdviceItem, kind: ParagraphKind) -> str:
    if item is AdviceItem.FAMILY:
        return "A"
    if kind is ParagraphKind.OUTCOME:
        return "E"
    return _NEEDS.get(item, "B") if kind is ParagraphKind.NEED else _PROVISION.get(item, "F")


def gaps_of(saved: tuple[c.PlanItem, ...], advice: tuple[Advice, ...]) -> Gaps:
    """Sections a draft cannot lack, and accepted advice that no item names as its source."""
    filled = {item.section for item in saved}
    used = {source.of for item in saved for source in item.sources}
    return Gaps(
        empty=tuple(TITLES[name] for name in REQUIRED_SECTIONS if name not in filled),
        unused=tuple(one for one in advice if one.passages and one.id not in used),
    )


def _prompts(case: Case) -> list[tuple[str, str]]:
    """What may prompt a change once the draft is out: what the family said, or the placement."""
    if case.state is State.DRAFTING:
        return []
    said = [
        (
            one.id,
            f"{one.kind.value.replace('_', ' ').capitalize()} of the family, {one.received_on:%d/%m/%Y}",
        )
        for one in case.representations
        if one.answer is not Answer.DECLINED
    ]
    return [*said, *([("placement", "The placement decision")] if case.placement else [])]


def _in_its_box(error: ImpossibleFactsError, sent_form: Any) -> ImpossibleFactsError:
    """The same, at the box that holds the item: the command counts items, the page counts rows of a section."""
    boxes = [
        f"/{name}/{number}"
        for name in TITLES
        for number in row_numbers(sent_form, name)
        if str(sent_form.get(f"{name}-{number}-text", "")).strip()
    ]
    moved = []
    for each in error.errors:
        parts = each.pointer.split("/")
        is_item = len(parts) > 3 and parts[1] == "items" and int(parts[2]) < len(boxes)
        pointer = f"{boxes[int(parts[2])]}/{parts[3]}" if is_item else each.pointer
        moved.append(Impossible(pointer, each.detail))
    return ImpossibleFactsError(*moved)
