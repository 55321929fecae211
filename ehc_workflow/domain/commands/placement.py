"""What may be asked about placement: settings consulted, their replies, and what section I will say, s39 and s40."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import PlacementGround
from ehc_workflow.domain.commands.command import NO_PROSE, Command


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultOnPlacement(Command):
    """T13: consult a setting on the draft, s39(2) or 40(3)."""

    step: ClassVar[str] = "consult_on_placement"
    consultation_id: str
    setting_id: str
    consulted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultAnother(ConsultOnPlacement):
    """Consult one more setting while placement is open."""

    step: ClassVar[str] = "consult_another"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsultationReply(Command):
    """A consulted setting replied: it can meet the needs, or it says on what ground of s39(4) it cannot."""

    step: ClassVar[str] = "record_consultation_reply"
    consultation_id: str
    replied_on: date
    can_meet_needs: bool
    grounds: tuple[PlacementGround, ...] = ()
    reply: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """What it said."""
        return {"reply": self.reply} if self.reply else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMoreOnConsultation(Command):
    """A consulted setting says what it must know before it can answer. It is no reply, and its 15 days go on."""

    step: ClassVar[str] = "ask_more_on_consultation"
    consultation_id: str
    asked_on: date
    question: str

    @property
    def prose(self) -> Mapping[str, str]:
        """What it needs to know."""
        return {"question": self.question}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePlacement(Command):
    """T14: a named officer decides what section I will say, s39(3) to (5) or 40(2)."""

    step: ClassVar[str] = "settle_placement"
    decided_on: date
    setting_id: str | None
    setting_type: str | None
    reasons: str
    documents_seen: tuple[str, ...] | None = None
    advice_seen: tuple[str, ...] | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """The reasons, and the ground of s39(4) where a requested setting is not named."""
        return {"reasons": self.reasons}
