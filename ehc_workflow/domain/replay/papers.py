"""What the events make of a case when a document of it is about another child."""

from __future__ import annotations

from dataclasses import replace

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.replay.evolving import applies


@applies(e.DocumentSealed)
def _document_sealed(case: Case, event: e.DocumentSealed) -> Case:
    return replace(case, sealed_documents=(*case.sealed_documents, event.document_id))


@applies(e.DocumentUnsealed)
def _document_unsealed(case: Case, event: e.DocumentUnsealed) -> Case:
    left = tuple(one for one in case.sealed_documents if one != event.document_id)
    return replace(case, sealed_documents=left)
