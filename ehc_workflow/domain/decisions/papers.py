"""Documents that lie under the wrong child: sealed, and unsealed where that was the mistake."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.decisions.registry import Facing, answers, not_in_future, refuse


@answers(c.SealDocument)
def seal_document(case: Case, command: c.SealDocument, facing: Facing) -> tuple[e.Event, ...]:
    """Closed at once; what advice rested on it is for people to look at again."""
    refuse(not_in_future(command.sealed_on, facing, "/sealed_on", "The day of sealing"))
    return (e.DocumentSealed(document_id=command.document_id, sealed_on=command.sealed_on),)


@answers(c.UnsealDocument)
def unseal_document(case: Case, command: c.UnsealDocument, facing: Facing) -> tuple[e.Event, ...]:
    """Open again for those who may open the documents of the case."""
    refuse(not_in_future(command.unsealed_on, facing, "/unsealed_on", "The day of unsealing"))
    return (e.DocumentUnsealed(document_id=command.document_id, unsealed_on=command.unsealed_on),)
