"""What may be asked about placement: settings consulted, their replies, and what section I will say, s39 and s40."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import Channel, NotNamedGround, PlacementGround
from ehc_workflow.domain.commands.command import NO_PROSE, Command
from ehc_workflow.domain.facts import Method
from ehc_workflow.domain.passed_over import reasons_field


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingToConsult:
    """One setting of those consulted together. By e-mail it goes to the address on file, otherwise to `sent_to`."""

    consultation_id: str
    setting_id: str
    sent_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultOnPlacement(Command):
    """T13: consult settings on the draft, s39(2) or 40(3): all of them or none, each with its own 15 days.

    The draft that was served goes with it; `contributions` are the versions of advice and `document_ids` the files that
    go too. `letter` is what is written to each.
    """

    step: ClassVar[str] = "consult_on_placement"
    settings: tuple[SettingToConsult, ...]
    consulted_on: date
    method: Method = Method.EMAIL
    contributions: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    letter: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """The letter, word for word."""
        return {"letter": self.letter} if self.letter else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultAnother(ConsultOnPlacement):
    """Consult more settings while placement is open."""

    step: ClassVar[str] = "consult_another"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsultationReply(Command):
    """A consulted setting replied: it can meet the needs, or it says on what ground of s39(4) it cannot.

    Each ground is explained for this child. A second reply is a new fact, and the first stays on file.
    """

    step: ClassVar[str] = "record_consultation_reply"
    consultation_id: str
    replied_on: date
    can_meet_needs: bool
    grounds: tuple[PlacementGround, ...] = ()
    because_unsuitable: str = ""
    because_education_of_others: str = ""
    because_use_of_resources: str = ""
    needs: str = ""
    starts_on: date | None = None
    places: int | None = None
    reply: str = ""

    @property
    def because(self) -> Mapping[PlacementGround, str]:
        """What it says of each ground."""
        return {
            PlacementGround.UNSUITABLE: self.because_unsuitable,
            PlacementGround.EDUCATION_OF_OTHERS: self.because_education_of_others,
            PlacementGround.USE_OF_RESOURCES: self.because_use_of_resources,
        }

    @property
    def prose(self) -> Mapping[str, str]:
        """Why on each ground, what it would need, and whatever else it said."""
        said = {f"because_{ground.value}": words for ground, words in self.because.items()}
        said |= {"needs": self.needs, "reply": self.reply}
        return {field: words for field, words in said.items() if words}


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
class RecordConsultationAttempt(Command):
    """Somebody tried to reach a consulted setting that does not answer: when, how, and what came of it."""

    step: ClassVar[str] = "record_consultation_attempt"
    consultation_id: str
    tried_on: date
    channel: Channel
    what_came_of_it: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Whom, where, and what came of it."""
        return {"what_came_of_it": self.what_came_of_it}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSettingNotReached(Command):
    """A consulted setting could not be reached: to be said only with the attempts that prove it. It ends no duty."""

    step: ClassVar[str] = "record_setting_not_reached"
    consultation_id: str
    found_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingNotNamed:
    """A setting that the family asked for and section I will not name: the ground, and why for this child."""

    setting_id: str
    ground: NotNamedGround
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePlacement(Command):
    """T14: a named officer decides what section I will say, s39(3) to (5) or 40(2).

    Every setting that the family asked for and that is not named is in `not_named`.
    """

    step: ClassVar[str] = "settle_placement"
    decided_on: date
    setting_id: str | None
    setting_type: str | None
    reasons: str
    documents_seen: tuple[str, ...] | None = None
    advice_seen: tuple[str, ...] | None = None
    not_named: tuple[SettingNotNamed, ...] = ()
    differs_because: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """The reasons, for each setting asked for and not named why not, and why it is not what a panel advised."""
        why = {
            reasons_field(number): one.because
            for number, one in enumerate(self.not_named, start=1)
            if one.because
        }
        differs = {"differs_because": self.differs_because} if self.differs_because else {}
        return {"reasons": self.reasons, **why, **differs}
