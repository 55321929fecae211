"""A plan that was written elsewhere, as items to start from: out of a file of Word, OpenDocument or PDF, or of data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from ehc_workflow.documents.kinds import DocumentRefusedError, clean_name
from ehc_workflow.documents.text import FileText, Table, text_of
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.domain.papers import Scan
from ehc_workflow.domain.plan_found import sections_in
from ehc_workflow.domain.plan_items import MOST_ITEMS
from ehc_workflow.service.documents import Documents
from ehc_workflow.service.plan_exchange import as_new, items_of, read_plan
from ehc_workflow.store.ids import new_id

LARGEST_DATA = 5_000_000


def brought_in(
    documents: Documents, name: str, source: BinaryIO, *, now: datetime
) -> tuple[PlanItem, ...]:
    """The items that a file holds, new for this case, or `DocumentRefusedError` with what to do. No file is kept."""
    shown = clean_name(name)
    if shown.lower().endswith(".json"):
        return _of_data(shown, source)
    with documents.received(shown, source, now=now) as (taken, scan):
        if scan is Scan.WAITING:
            raise DocumentRefusedError(
                "The virus scanner does not answer, so the file was not opened. Try again in a few minutes."
            )
        read = text_of(taken.path, taken.media_type)
    if not read.is_whole:
        raise DocumentRefusedError(f"{shown} was not taken: {read.left_out}")
    found = sections_in(_lines(read))
    if not found:
        raise DocumentRefusedError(
            f"In {shown} no heading of a section was found, such as “Section B”. Put the headings in, or write the "
            "plan here from the advice."
        )
    if len(found) > MOST_ITEMS:
        raise DocumentRefusedError(
            f"{shown} holds {len(found)} paragraphs, and a plan has {MOST_ITEMS} items at most. "
            "Take out what is no plan."
        )
    return tuple(PlanItem(id=new_id(), section=one.section, text=one.text) for one in found)


def _of_data(name: str, source: BinaryIO) -> tuple[PlanItem, ...]:
    data = source.read(LARGEST_DATA + 1)
    if len(data) > LARGEST_DATA:
        raise DocumentRefusedError(f"{name} is larger than {LARGEST_DATA // 1_000_000} MB.")
    items = as_new(items_of(read_plan(data)), new_id)
    if not items:
        raise DocumentRefusedError(f"{name} holds a plan without any item.")
    return items


def _lines(read: FileText) -> Iterator[tuple[str, bool]]:
    """Each paragraph, and each row of a table as one line, with whether the file makes it a heading."""
    for page in read.pages:
        for block in page.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    cells = dict.fromkeys(cell.strip() for cell in row)
                    yield ", ".join(cell for cell in cells if cell), False
            else:
                for line in block.text.split("\n"):
                    yield line, block.level > 0
