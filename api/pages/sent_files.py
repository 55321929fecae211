"""Files that a form sends with a request: they are kept at once, so that a refusal of something else costs none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.service.documents import Documents


def take_files(
    request: Request, assessment_id: str, request_id: str, caller: Actor
) -> tuple[list[str], list[Impossible]]:
    """Take off the files that were ticked and keep those that came; the ticked ids, and what was wrong with a file."""
    form: FormData = request.state.form
    documents: Documents = request.app.state.documents
    now = request.app.state.clock.now()
    chosen = [str(each) for each in form.getlist("remove")]
    documents.remove(chosen, request_id=request_id, actor=caller)
    faults = [
        fault
        for file in form.getlist("files")
        if isinstance(file, UploadFile) and file.filename
        for fault in _file(documents, file, assessment_id, request_id, caller, now)
    ]
    return chosen, faults


def _file(
    documents: Documents,
    file: UploadFile,
    assessment_id: str,
    request_id: str,
    caller: Actor,
    now: datetime,
) -> Iterator[Impossible]:
    """File one document; what is wrong with it, if it cannot be taken."""
    try:
        documents.add(
            file.filename or "",
            file.file,
            assessment_id=assessment_id,
            request_id=request_id,
            kind=DocumentKind.WAITING,
            actor=caller,
            now=now,
        )
    except ImpossibleFactsError as error:
        yield from error.errors
