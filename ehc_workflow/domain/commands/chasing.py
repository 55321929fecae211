"""What is recorded when advice does not come: chases, another way to get it, appointments missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import Channel
from ehc_workflow.domain.commands.command import NO_PROSE, Command
from ehc_workflow.domain.facts import AppointmentPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChase(Command):
    """A person chased late advice."""

    step: ClassVar[str] = "record_chase"
    request_id: str
    chased_on: date
    channel: Channel
    to_whom: str
    reply: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """Whom, and what they said."""
        return {"to_whom": self.to_whom, **({"reply": self.reply} if self.reply else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAlternative(Command):
    """Whether the authority gets late advice another way, and why or why not."""

    step: ClassVar[str] = "record_alternative"
    request_id: str
    recorded_on: date
    another_way: bool
    reasons: str

    @property
    def prose(self) -> Mapping[str, str]:
        """The way, or why there is none."""
        return {"reasons": self.reasons}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMissedAppointment(Command):
    """An appointment with this contributor was missed: `visit`, where it was planned here. Asked what would help."""

    step: ClassVar[str] = "record_missed_appointment"
    request_id: str
    purpose: AppointmentPurpose
    missed_on: date
    new_appointment_on: date | None = None
    what_would_help: str = ""
    visit: int | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """What the family said would make the next one work."""
        return {"what_would_help": self.what_would_help} if self.what_would_help else NO_PROSE
