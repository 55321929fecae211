"""The letters of a case: what went when and how, and each as it was printed when it went."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import StreamingResponse

from api.deps import Reads
from api.pages.documents import handed_out
from api.problems import problems
from api.schemas.letters import LetterOut
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.service.case_view import note_seen, open_file
from ehc_workflow.service.documents import Documents
from ehc_workflow.service.press import FORMS, Form
from ehc_workflow.store.queries.letters_sent import letter_as_sent, letters_as_sent

router = APIRouter(prefix="/api/v1/assessments/{assessment_id}/letters", tags=["letters"])
AssessmentId = Annotated[str, Path(description="The id of the case.", max_length=36)]
Seq = Annotated[int, Path(description="The number of its entry in the log.", ge=1, le=2**31 - 1)]
MISSES = problems(401, 404)
_FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {media_type: {} for media_type, _ in FORMS.values()}}
}


@router.get("", responses=MISSES, operation_id="list_letters")
def list_letters(assessment_id: AssessmentId, reads: Reads, request: Request) -> list[LetterOut]:
    """List the letters that went, the oldest first, with their exact words. The view is noted."""
    open_file(reads.connection, reads.actor, assessment_id)
    state = request.app.state
    note_seen(state.database, reads.actor, assessment_id, "letters", at=state.clock.now())
    return [LetterOut.of(each) for each in letters_as_sent(reads.connection, assessment_id)]


@router.get(
    "/{seq}/{form}",
    responses={**MISSES, **_FILES},
    response_class=StreamingResponse,
    operation_id="read_printed_letter",
)
def read_printed_letter(
    assessment_id: AssessmentId,
    seq: Seq,
    form: Form,
    reads: Reads,
    request: Request,
) -> StreamingResponse:
    """Read a letter as it was printed when it went. The view is noted."""
    open_file(reads.connection, reads.actor, assessment_id)
    letter = letter_as_sent(reads.connection, assessment_id, seq)
    if form not in letter.printed:
        raise NotFoundError("No such copy of this letter is kept.")
    documents: Documents = request.app.state.documents
    return handed_out(
        documents.open_copy(
            letter.printed[form],
            part=f"letter {seq}",
            actor=reads.actor,
            now=request.app.state.clock.now(),
        )
    )
