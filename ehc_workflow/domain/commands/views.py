"""What may be asked about the views of a parent, child or young person: reg 6(1)(a), section 19, reg 9."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import ParagraphKind, Support, Way
from ehc_workflow.domain.commands.advice import Paragraph
from ehc_workflow.domain.commands.command import Command
from ehc_workflow.domain.facts import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveViews(Command):
    """A parent, child or young person gave their views, in whatever way: the family's own part of the advice.

    `helped_by` says who helped them to say it, or spoke for them; `support` what came of reg 9, and `support_by` whose.
    """

    step: ClassVar[str] = "give_views"
    request_id: str
    contribution_id: str
    voice: Who
    received_on: date
    author_name: str
    words: str
    ways: tuple[Way, ...]
    language: str = ""
    helped_by: str = ""
    support: Support
    support_by: str = ""
    document_ids: tuple[str, ...] = ()

    @property
    def author_role(self) -> str:
        """What whoever gave them is to the case."""
        return self.voice.value.replace("_", " ").capitalize()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The words, a blank line between paragraphs, each to be pointed at by its number."""
        parts = (part.strip() for part in self.words.split("\n\n"))
        return tuple(Paragraph(kind=ParagraphKind.VIEW, text=part) for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordViewsNotObtained(Command):
    """Somebody's views could not be had: what was tried, and why it did not do. Never a silent blank."""

    step: ClassVar[str] = "record_views_not_obtained"
    request_id: str
    voice: Who
    recorded_on: date
    tried: str
    why_not: str

    @property
    def prose(self) -> Mapping[str, str]:
        """What was tried and why it did not do."""
        return {"tried": self.tried, "why_not": self.why_not}
