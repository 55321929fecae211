"""An authority's choice about letters that the engine writes to a family itself, where no person has."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page
from api.pages.whose import (
    ADMINISTRATORS,
    as_administrator,
    by_name,
    whose_of_administrator,
)
from ehc_workflow.domain.own_letters import ByHand
from ehc_workflow.service import family_letters
from ehc_workflow.store.rows import Rows

pages = APIRouter()
BY_HAND = {
    ByHand.OTHER_FORM: "the family needs another language, an interpreter or another format",
    ByHand.PAPER: "the family chose paper",
    ByHand.UNREACHED: "an earlier letter did not get through, and nobody has reached the family since",
    ByHand.NOBODY: "nobody who holds the rights today is on file",
    ByHand.NO_ADDRESS: "no e-mail address is on file",
    ByHand.INCOMPLETE: "the authority’s settings do not say whom a family can turn to",
}
"""Why a letter that is due is left to a person."""
navigation = [
    Link(
        "Letters about a delay",
        "/family-letters",
        77,
        ADMINISTRATORS,
        under="/settings",
        hint="What the engine writes to a family itself, where nobody has.",
    )
]


class FamilyLettersForm(PageForm):
    """What the engine may write where nobody has."""

    updates: bool = question(
        "Write the next letter on the day it is due",
        hint="A family of a late case hears at least every 14 days. With this off, silence is shown and not ended.",
        control="checkbox",
        default=False,
    )
    first: bool = question(
        "Write the first letter before the limit passes",
        hint="Only where the forecast shows the limit missed and nobody has told the family.",
        control="checkbox",
        default=False,
    )
    days_before: int = question(
        "How many days before the limit passes",
        hint="Until then it is left to a person.",
        width="2",
    )


@pages.get("/family-letters")
def letters_settings(
    request: Request, page: Page, reads: Reads, authority: str = ""
) -> HTMLResponse:
    """What is chosen now for one of the authorities that this person looks after, and what it would come to today."""
    kept, authority_id = whose_of_administrator(page, reads.actor, authority)
    chosen = family_letters.choices_of(reads.connection, authority_id)
    policy = request.app.state.database.counting.policy(Rows(reads.connection))
    today = family_letters.would_write(reads.connection, authority_id, page.today, policy)
    values = {name: getattr(chosen, name) for name in FamilyLettersForm.model_fields}
    return page.show(
        "families/letters.html",
        lists=by_name(reads, kept),
        authority=authority_id,
        most=family_letters.LOOKED_AT,
        form=page.form(FamilyLettersForm, values=values),
        would_go=today[None],
        by_hand=[(BY_HAND[why], count) for why, count in sorted(today.items(), key=str) if why],
    )


@pages.post("/family-letters")
def choose(
    request: Request,
    form: Annotated[FamilyLettersForm, sent(FamilyLettersForm)],
    page: Page,
    reads: Reads,
    authority: str = "",
) -> RedirectResponse:
    """Keep what was chosen."""
    _, authority_id = whose_of_administrator(page, reads.actor, authority)
    by = as_administrator(page, reads.actor)
    family_letters.choose(request.app.state.database, by, authority_id, form.model_dump())
    here = f"/family-letters?authority={authority_id}"
    return page.done(here, "Letters about a delay are written so from the next morning on.")
