"""What may be asked of a case around panels: on and off an agenda, its pack, interests, the advice. None decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import PanelAdvised, PanelMatter
from ehc_workflow.domain.commands.command import Command, given


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOnAgenda(Command):
    """Put a matter on a meeting's agenda, or move it there. Unless it is said, its pack is everything on file."""

    step: ClassVar[str] = "put_on_agenda"
    agenda_id: str
    matter: PanelMatter
    meeting_id: str
    put_on: date
    documents_seen: tuple[str, ...] | None = None
    advice_seen: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePack(Command):
    """Give the members other papers: what came since, or what they do not need."""

    step: ClassVar[str] = "change_pack"
    agenda_id: str
    changed_on: date
    documents_seen: tuple[str, ...] | None = None
    advice_seen: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOffAgenda(Command):
    """Take a matter off its agenda: it is decided without the panel, or is not ready."""

    step: ClassVar[str] = "take_off_agenda"
    agenda_id: str
    taken_off_on: date
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareInterest(Command):
    """A member has an interest in this child's case: they are named, and do not count for it."""

    step: ClassVar[str] = "declare_interest"
    agenda_id: str
    member_id: str
    declared_on: date
    interest: str

    @property
    def prose(self) -> Mapping[str, str]:
        """What the interest is."""
        return {"interest": self.interest}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """One member who saw it otherwise, and why."""

    member_id: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPanelAdvice(Command):
    """What the panel advised, and who dissented. It is advice: a named officer decides, and may differ."""

    step: ClassVar[str] = "record_panel_advice"
    agenda_id: str
    advised: PanelAdvised
    said: str
    dissent: tuple[Dissent, ...] = ()

    @property
    def prose(self) -> Mapping[str, str]:
        """What was said, and each dissent in the order in which it is named."""
        dissent = {f"dissent_{n}": one.said for n, one in enumerate(self.dissent, start=1)}
        return {"panel_advised": self.said, **given(dissent)}
