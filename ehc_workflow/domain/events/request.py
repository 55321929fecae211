"""What happened while a request is received, put right and decided on, and notices go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import (
    AssessDecision,
    Contact,
    MissingItem,
    MovedLimit,
    Notice,
    Reassessed,
    Trigger,
)
from ehc_workflow.domain.events.event import Event
from ehc_workflow.domain.facts import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReceived(Event):
    """A request arrived, or a child was brought to attention, and a case was opened for it."""

    kind: ClassVar[str] = "request_received"
    authority_id: str
    team_id: str
    child_id: str
    reference: str
    rule_version: str
    trigger: Trigger
    contacts: tuple[Contact, ...]
    missing_items: tuple[MissingItem, ...] = ()
    setting_id: str | None = None
    setting_kind: Setting = Setting.NONE
    caseworker_seat_id: str | None = None
    imported: bool = False
    reassesses: Reassessed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerAdded(Event):
    """Another arrival for the same child was logged. An earlier one moves limits: who was told wrong days is named."""

    kind: ClassVar[str] = "trigger_added"
    trigger: Trigger
    moved: tuple[MovedLimit, ...] = ()
    told_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedDateCorrected(Event):
    """A received date was corrected; the old value stays here, with the limits it moved and who was told before."""

    kind: ClassVar[str] = "received_date_corrected"
    trigger_id: str
    old: date
    new: date
    evidence: str
    moved: tuple[MovedLimit, ...] = ()
    told_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesMoved(Event):
    """The case was counted again by a changed calendar, rule or target."""

    kind: ClassVar[str] = "dates_moved"
    change: int
    provision: str
    moved: tuple[MovedLimit, ...]
    code: str = ""
    rules_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Event):
    """The case or its plan was given to a seat. `on` is empty in logs older than it."""

    kind: ClassVar[str] = "assigned"
    caseworker_seat_id: str | None
    plan_writer_seat_id: str | None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAdded(Event):
    """Someone else can be written to."""

    kind: ClassVar[str] = "contact_added"
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressConfirmed(Event):
    """A delivery address was confirmed."""

    kind: ClassVar[str] = "address_confirmed"
    contact_id: str
    confirmed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesAgreed(Event):
    """A parent may have copies, or represents the young person."""

    kind: ClassVar[str] = "copies_agreed"
    contact_id: str
    agreed_on: date
    capacity_finding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageNeedsRecorded(Event):
    """Language and format needs were recorded; what they are is kept with the child and not here."""

    kind: ClassVar[str] = "language_needs_recorded"
    recorded_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyConsulted(Event):
    """The family was consulted, s36(4)."""

    kind: ClassVar[str] = "family_consulted"
    consulted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingAsked(Event):
    """Something the request lacked was asked for."""

    kind: ClassVar[str] = "missing_asked"
    item: MissingItem


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingReceived(Event):
    """Something missing came."""

    kind: ClassVar[str] = "missing_received"
    item_id: str
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsReceived(Event):
    """The family's views or evidence came in."""

    kind: ClassVar[str] = "views_received"
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDecided(Event):
    """A named officer decided whether to assess. Nobody has been told yet."""

    kind: ClassVar[str] = "assessment_decided"
    decision: AssessDecision
    views_considered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalConfirmed(Event):
    """A second person confirmed a decision, not to assess or not to make a plan, that rests on house rules."""

    kind: ClassVar[str] = "refusal_confirmed"
    confirmed_by: str
    confirmed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSent(Event):
    """A notice went to the family, with the digest of its exact words."""

    kind: ClassVar[str] = "notice_sent"
    notice: Notice
    digest: str
