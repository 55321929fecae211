"""What one of the family said about the draft: added to, taken back, and the meeting asked for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.draft_words import SAID
from api.pages.family_draft import HERE, Reader, reader_of
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.step_forms.wording import MEETING_WAYS
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.decisions.representations import MOST_SAID
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.reporting.draft_talk import Response

pages = APIRouter(prefix=f"{HERE}/said/{{said_id}}")


class AddForm(PageForm):
    """More about something said before."""

    said: str = question(
        "What do you want to add?",
        hint="What you said before stays as it is.",
        control="textarea",
        max_length=MOST_SAID,
        missing="Write what you want to add",
    )


@pages.get("/add")
def add_page(said_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Say more about something that waits for an answer."""
    reader = reader_of(page, reads)
    one = _mine(reader, reads, said_id)
    form = page.form(AddForm)
    return page.show(
        "family/draft_add.html", reference=reader.case.reference, one=one, form=form, said_as=SAID
    )


@pages.post("/add")
def add(
    said_id: str, form: Annotated[AddForm, sent(AddForm)], page: Page, reads: Reads, run: Execute
) -> RedirectResponse:
    """Keep it beneath the first words."""
    reader = reader_of(page, reads)
    one = _mine(reader, reads, said_id)
    run(
        c.AddToRepresentation(
            assessment_id=reader.case.id,
            representation_id=one.said.id,
            added_on=reads.today,
            text=form.said,
        )
    )
    return page.done(f"{HERE}#said", "We have what you added.")


@pages.post("/take-back")
def take_back(said_id: str, page: Page, reads: Reads, run: Execute) -> RedirectResponse:
    """Take back something said, before it is answered."""
    reader = reader_of(page, reads)
    one = _mine(reader, reads, said_id)
    run(
        c.TakeBackRepresentation(
            assessment_id=reader.case.id, representation_id=one.said.id, taken_back_on=reads.today
        )
    )
    return page.done(f"{HERE}#said", "You have taken it back. You can always say it again.")


def _mine(reader: Reader, reads: ReadContext, said_id: str) -> Response:
    found = next((one for one in reader.said(reads) if one.said.id == said_id), None)
    if found is None:
        raise NotFoundError("You have said nothing of that kind about the draft.")
    return found


class RefuseForm(PageForm):
    """Why the family cannot take a day, if it wants to say."""

    said: str = question(
        "What would suit you better?",
        hint="You do not have to give a reason.",
        control="textarea",
        lines=3,
        default="",
        max_length=MOST_SAID,
    )


@pages.get("/offers/{offer_id}")
def offer_page(said_id: str, offer_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Say that a day offered for the meeting does not suit."""
    reader = reader_of(page, reads)
    one = _mine(reader, reads, said_id)
    return page.show(
        "family/draft_offer.html",
        reference=reader.case.reference,
        one=one,
        offer=next((each for each in one.offers if each.offer.id == offer_id), None),
        ways=MEETING_WAYS,
        form=page.form(RefuseForm),
    )


@pages.post("/offers/{offer_id}")
def refuse_offer(
    said_id: str,
    offer_id: str,
    form: Annotated[RefuseForm, sent(RefuseForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Keep that the day does not suit: another is owed."""
    reader = reader_of(page, reads)
    one = _mine(reader, reads, said_id)
    run(
        c.RecordOfferRefused(
            assessment_id=reader.case.id,
            representation_id=one.said.id,
            offer_id=offer_id,
            refused_on=reads.today,
            said=form.said,
        )
    )
    return page.done(f"{HERE}#said", "Thank you. We will offer you another day.")


@pages.post("/no-meeting")
def give_up_meeting(said_id: str, page: Page, reads: Reads, run: Execute) -> RedirectResponse:
    """Say that the meeting is no longer wanted."""
    reader = reader_of(page, reads)
    one = _mine(reader, reads, said_id)
    run(
        c.RecordMeetingDeclined(
            assessment_id=reader.case.id, representation_id=one.said.id, declined_on=reads.today
        )
    )
    return page.done(
        f"{HERE}#said", "We have kept that you no longer want to meet about the draft."
    )
