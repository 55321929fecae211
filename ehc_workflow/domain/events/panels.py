"""What happened to a case around panels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import AgendaItem, PanelView, Seen
from ehc_workflow.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOnPanelAgenda(Event):
    """A matter was put on a meeting's agenda; from the one it stood on before, it is off."""

    kind: ClassVar[str] = "put_on_panel_agenda"
    item: AgendaItem


@dataclass(frozen=True, slots=True, kw_only=True)
class PackChanged(Event):
    """The members of a panel have other papers."""

    kind: ClassVar[str] = "pack_changed"
    agenda_id: str
    pack: Seen
    changed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOffAgenda(Event):
    """A matter is off its agenda."""

    kind: ClassVar[str] = "taken_off_agenda"
    agenda_id: str
    taken_off_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestDeclared(Event):
    """A member has an interest in this case."""

    kind: ClassVar[str] = "interest_declared"
    agenda_id: str
    member_id: str
    declared_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelAdviceRecorded(Event):
    """A panel advised. Nothing follows from it but that a named officer has it before them."""

    kind: ClassVar[str] = "panel_advice_recorded"
    agenda_id: str
    advice: PanelView
