"""What must be true before a document is closed for being about another child, or opened again."""

from __future__ import annotations

from typing import Any

from ehc_workflow.domain.case import Case
from ehc_workflow.domain.guards.guard import Known, guard


@guard("The document is not sealed yet", "design")
def document_is_open(case: Case, command: Any, known: Known) -> bool:
    return command.document_id not in case.sealed_documents


@guard("The document is sealed", "design")
def document_is_sealed(case: Case, command: Any, known: Known) -> bool:
    return command.document_id in case.sealed_documents
