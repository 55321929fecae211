"""What the authority believes it sent, held against what went out, what arrived, and a list kept elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, UploadFile
from fastapi.responses import HTMLResponse

from api.deps import ReadContext, Reads
from api.pages.desk_figures import months_to
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.words import month as month_in_words
from ehc_workflow.dates.months import last_of_month
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.importing.faults import UnreadableFileError
from ehc_workflow.importing.references import ReferenceList, references_of
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.reporting.reconciliation import reconcile
from ehc_workflow.service.desk import desk_reach
from ehc_workflow.service.permissions import CONTRIBUTORS
from ehc_workflow.store.queries.reconciliation import AskedAndTold, asked_and_told

pages = APIRouter()


class ListForm(PageForm):
    """A list of references that somebody keeps elsewhere, for one month."""

    month: str = question("Month", control="hidden", default="")
    references: str = question(
        "Paste your list of references",
        hint="One to a line, such as EHC-7K2Q9-XFM4D.",
        default="",
        control="textarea",
        lines=6,
        max_length=200_000,
    )
    list_file: UploadFile | None = question(
        "Or choose a file with it",
        hint="A CSV with one column. Give no names: only the references are needed.",
        default=None,
    )


@pages.get("/desk/reconciliation")
def reconciliation_page(page: Page, reads: Reads, month: str = "") -> HTMLResponse:
    """What was asked in one month against what went and what arrived; any other month given shows this one."""
    page.only_for(*CONTRIBUTORS)
    months = {f"{first:%Y-%m}": first for first in months_to(reads.today)}
    chosen = month if month in months else next(iter(months))
    return page.show(
        "desk/reconciliation.html",
        month=chosen,
        months=[(name, month_in_words(day)) for name, day in months.items()],
        title=month_in_words(months[chosen]),
        found=reconcile(_asked(reads, months[chosen]), today=reads.today),
        items=ITEMS,
        form=page.form(ListForm, values={"month": chosen}),
    )


@pages.post("/desk/reconciliation")
def comparison_page(
    form: Annotated[ListForm, sent(ListForm)], page: Page, reads: Reads
) -> HTMLResponse:
    """What stands only in the list given, and what only here. Nothing is kept, and nothing is changed."""
    page.only_for(*CONTRIBUTORS)
    months = {f"{first:%Y-%m}": first for first in months_to(reads.today)}
    first = months.get(form.month, reads.today.replace(day=1))
    return page.show(
        "desk/comparison.html",
        month=f"{first:%Y-%m}",
        title=month_in_words(first),
        compared=compare(_list(form), _asked(reads, first)),
        items=ITEMS,
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """A list given beside what was asked in a month."""

    given: ReferenceList
    both: int
    only_given: tuple[tuple[int, str], ...]
    only_here: tuple[AskedAndTold, ...]


def compare(given: ReferenceList, asked: tuple[AskedAndTold, ...]) -> Compared:
    """By reference. A reference that this desk does not reach is only "not asked here": no more is told of it."""
    here = {one.reference for one in asked}
    return Compared(
        given=given,
        both=len(here & set(given.rows)),
        only_given=tuple((row, one) for one, row in given.rows.items() if one not in here),
        only_here=tuple(one for one in asked if one.reference not in given.rows),
    )


def _list(form: ListForm) -> ReferenceList:
    """The list that was pasted, else the one in the file."""
    content = form.references.encode() or (form.list_file.file.read() if form.list_file else b"")
    if not content.strip():
        raise ImpossibleFactsError(
            Impossible("/references", "Paste your list, or choose the file that holds it.")
        )
    try:
        return references_of(content)
    except UnreadableFileError as error:
        field = "/references" if form.references else "/list_file"
        says = " ".join(str(fault) for fault in error.faults)
        raise ImpossibleFactsError(Impossible(field, says)) from None


def _asked(reads: ReadContext, first: date) -> tuple[AskedAndTold, ...]:
    return asked_and_told(
        reads.connection,
        desk_reach(reads.actor),
        first_day=first,
        last_day=last_of_month(first),
    )
