"""What was before whoever decides or advises: kept as of that moment, and refused where it is not on this case."""

from __future__ import annotations

from ehc_workflow.domain.case import Case, Seen
from ehc_workflow.domain.decisions.registry import Facing, refuse
from ehc_workflow.domain.errors import Impossible


def seen(
    case: Case,
    facing: Facing,
    documents: tuple[str, ...] | None,
    advice: tuple[str, ...] | None,
) -> Seen:
    """What is named, or everything on file where nothing is said."""
    given = tuple(one.id for request in case.advice for one in request.contributions)
    on_file = facing.known.documents
    refuse(
        _unknown(documents, on_file, "documents_seen", "This case has no such document."),
        _unknown(advice, given, "advice_seen", "This case has no such version of advice."),
    )
    return Seen(
        documents=on_file if documents is None else documents,
        advice=given if advice is None else advice,
    )


def _unknown(
    named: tuple[str, ...] | None, on_file: tuple[str, ...], field: str, says: str
) -> list[Impossible]:
    return [Impossible(f"/{field}", says)] if set(named or ()) - set(on_file) else []
