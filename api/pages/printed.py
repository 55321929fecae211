"""Letters as they were printed, handed out to whoever may read them."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import StreamingResponse

from api.pages.documents import handed_out
from api.pages.page import PageContext
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.service.documents import Documents
from ehc_workflow.store.queries.letters_sent import LetterAsSent


def handed_out_as(
    form: str, letter: LetterAsSent, request: Request, page: PageContext, actor: Actor
) -> StreamingResponse:
    """One printed form of a letter, or `NotFoundError` where it was not printed so."""
    if form not in letter.printed:
        raise NotFoundError("No such copy of this letter is kept. Its exact words are on its page.")
    documents: Documents = request.app.state.documents
    opened = documents.open_copy(
        letter.printed[form], part=f"letter {letter.seq}", actor=actor, now=page.clock.now()
    )
    return handed_out(opened)
