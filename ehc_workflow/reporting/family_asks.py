"""What the family asked for, told with its words: waiting for an answer, asked for, or declined and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.advice_list import answers_to
from ehc_workflow.domain.case import Case, FamilyAsk
from ehc_workflow.domain.deadlines import Deadline
from ehc_workflow.domain.events import FamilyAskDeclined, FamilyAsked
from ehc_workflow.store.queries.timeline import Entry


@dataclass(frozen=True, slots=True)
class AskTold:
    """One thing the family asked for. `answer_by` is the authority's own target, while the answer is owed."""

    ask: FamilyAsk
    from_whom: str
    why: str
    reason: str
    sought_on: date | None
    answer_by: date | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered."""
        return self.sought_on is None and self.ask.declined_on is None


def asks_told(
    case: Case, entries: Iterable[Entry], owed: Iterable[Deadline]
) -> tuple[AskTold, ...]:
    """Everything the family asked for, in the order of asking."""
    asked, declined = _words(entries)
    targets = {one.ref: one for one in owed if one.code == "answer_family_ask"}
    return tuple(
        _told(case, ask, asked.get(ask.id, {}), declined.get(ask.id, {}), targets.get(ask.id))
        for ask in case.family_asks
    )


def _told(
    case: Case,
    ask: FamilyAsk,
    asked: Mapping[str, str],
    declined: Mapping[str, str],
    target: Deadline | None,
) -> AskTold:
    sought = (one.requested_on for one in answers_to(case, ask) if one.requested_on is not None)
    return AskTold(
        ask=ask,
        from_whom=asked.get("from_whom", ""),
        why=asked.get("why", ""),
        reason=declined.get("reason", ""),
        sought_on=min(sought, default=None),
        answer_by=target.due_on if target and target.met_on is None else None,
    )


def _words(
    entries: Iterable[Entry],
) -> tuple[dict[str, Mapping[str, str]], dict[str, Mapping[str, str]]]:
    """The words of each asking and of each refusal, by what was asked for."""
    asked: dict[str, Mapping[str, str]] = {}
    declined: dict[str, Mapping[str, str]] = {}
    for entry in entries:
        if isinstance(entry.event, FamilyAsked):
            asked[entry.event.ask.id] = entry.words
        elif isinstance(entry.event, FamilyAskDeclined):
            declined[entry.event.ask_id] = entry.words
    return asked, declined
