"""The ledger of a plan's changes since the draft, in sentences: what became what, and because of whose words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.case import Case, Letter, RepresentationKind
from ehc_workflow.domain.change_ledger import PLACEMENT, Change, Difference, Kind, ledger
from ehc_workflow.domain.plan_items import labels
from ehc_workflow.rendering.document import Listing, Paragraph, Part
from ehc_workflow.store.queries.plan_text import causes_since, plan_items

CHANGED = "What changed since the draft"
SAID_AS = {
    RepresentationKind.COMMENT: "comment",
    RepresentationKind.SETTING_REQUEST: "request for a school or college",
    RepresentationKind.MEETING_REQUEST: "request for a meeting",
    RepresentationKind.PERSONAL_BUDGET_REQUEST: "request for a personal budget",
}
_PARTS = {
    "amount": "how much",
    "frequency": "how often",
    "by_whom": "by whom",
    "qualified": "how they are qualified",
    "achieve_by": "the day to achieve it by",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTold:
    """One change as sentences, with why; `because_of` are the representations that caused it."""

    change: Change
    says: tuple[str, ...]
    because: str
    because_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Every change between two versions of the plan text: the draft as served, and the plan as it stands or was signed.

    `is_known` is False where the draft or the final plan is from before its words were kept: there is nothing to
    compare.
    """

    from_version: int
    to_version: int
    is_final: bool
    changes: tuple[ChangeTold, ...]
    is_known: bool = True


def ledger_of(connection: Connection, case: Case) -> Ledger | None:
    """The changes since the draft that counts, three statements; None while the family has no draft.

    Once the plan was signed, they are those up to the version signed, whatever was amended later.
    """
    draft = case.current_draft
    if draft is None or case.plan_text is None:
        return None
    last = case.final_version or case.plan_text.version
    sent = case.notice(Letter.FINAL_PLAN) is not None
    known = bool(draft.items) and (case.final_version > 0 or not sent)
    return Ledger(
        from_version=draft.plan_version,
        to_version=last,
        is_final=bool(case.final_version),
        changes=tuple(_changes(connection, case, draft.plan_version, last)) if known else (),
        is_known=known,
    )


def changes_printed(told: Ledger) -> tuple[Part, ...]:
    """The ledger as it goes to a family with the final plan."""
    if not told.changes:
        says = (
            "But for section I, which a draft leaves blank, nothing in the plan was changed after the draft "
            "that you had."
        )
        return (Paragraph(says),)
    lines = (f"{' '.join(one.says)} This is because of {one.because}." for one in told.changes)
    return (
        Paragraph("This is what was changed after the draft that you had, and why."),
        Listing(tuple(lines)),
    )


def _changes(connection: Connection, case: Case, first: int, last: int) -> Iterator[ChangeTold]:
    causes = causes_since(connection, case.id, first, last)
    served, now = plan_items(connection, case.id, first), plan_items(connection, case.id, last)
    cited = labels(now)
    for change in ledger(served, now, causes):
        yield ChangeTold(
            change=change,
            says=tuple(_says(change, cited)),
            because=_because(case, change.causes),
            because_of=tuple(one for one in change.causes if one != PLACEMENT),
        )


def _says(change: Change, cited: Mapping[str, str]) -> Iterator[str]:
    """What happened to it; one that stands in the plan still is cited as the plan cites it."""
    where = f"In section {change.section}"
    for one in change.differences:
        if change.kind is Kind.ADDED:
            yield f"{where}, this was added: “{one.now}”"
        elif change.kind is Kind.TAKEN_OUT:
            yield f"{where}, this was taken out: “{one.was}”"
        else:
            yield f"Item {cited[change.item_id]}: {_became(one)}"


def _became(one: Difference) -> str:
    if one.part == "section":
        return f"it moved here from section {one.was}."
    if one.part == "text":
        return f"“{one.was}” became “{one.now}”"
    part = _PARTS[one.part]
    if not one.was:
        return f"it now says {part}: “{one.now}”."
    if not one.now:
        return f"it no longer says {part}: “{one.was}”."
    return f"{part}, “{one.was}” became “{one.now}”."


def _because(case: Case, causes: tuple[str, ...]) -> str:
    """Why, as it goes on from “because of”."""
    return " and ".join(_cause(case, one) for one in causes)


def _cause(case: Case, cause: str) -> str:
    if cause == PLACEMENT:
        return "the placement decision"
    said = case.representation(cause)
    if said is None:
        return "what the family said"
    return f"the family’s {SAID_AS[said.kind]} of {in_words(said.received_on)}"
