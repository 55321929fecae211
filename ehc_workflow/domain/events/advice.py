"""What happened while advice is asked for, answered, received, checked and chased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    Chase,
    Contribution,
    FamilyAsk,
    Finding,
    Invitation,
    MissedAppointment,
    ParagraphKind,
    ReceiptProof,
    Recheck,
    Reply,
    ReuseAgreement,
)
from ehc_workflow.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRequested(Event):
    """Advice was asked for."""

    kind: ClassVar[str] = "advice_requested"
    requests: tuple[AdviceRequest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReachedContributor(Event):
    """A contributor received the request: their period runs."""

    kind: ClassVar[str] = "request_reached_contributor"
    request_id: str
    received_by_body_on: date
    proof: ReceiptProof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceNotAsked(Event):
    """An item of reg 6(1) was not asked for, with a reason."""

    kind: ClassVar[str] = "advice_not_asked"
    request_id: str
    item: AdviceItem
    declined_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyAsked(Event):
    """The family asked for advice from somebody in particular."""

    kind: ClassVar[str] = "family_asked"
    ask: FamilyAsk


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyAskDeclined(Event):
    """What the family asked for is not sought, with a reason that the family was told."""

    kind: ClassVar[str] = "family_ask_declined"
    ask_id: str
    declined_on: date
    family_told_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseRecorded(Event):
    """What the three parties said to existing advice standing in."""

    kind: ClassVar[str] = "reuse_recorded"
    request_id: str
    item: AdviceItem
    reuse: ReuseAgreement


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceReceived(Event):
    """Advice came in, with the digest of its paragraphs and the ids of its files."""

    kind: ClassVar[str] = "advice_received"
    request_id: str
    contribution: Contribution
    digest: str
    document_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceMarkedOut(Event):
    """Paragraphs of advice in files were marked out by whoever screens it; `digest` is that of their words."""

    kind: ClassVar[str] = "advice_marked_out"
    request_id: str
    contribution_id: str
    marking: int
    marked_on: date
    digest: str
    kinds: tuple[ParagraphKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceAccepted(Event):
    """Advice was found good enough to write from."""

    kind: ClassVar[str] = "advice_accepted"
    request_id: str
    accepted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceReturned(Event):
    """Advice went back with its gaps named."""

    kind: ClassVar[str] = "advice_returned"
    request_id: str
    returned_on: date
    return_due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckRaised(Event):
    """Advice came after something rested on what was there before: a look is owed whether it still stands."""

    kind: ClassVar[str] = "recheck_raised"
    recheck: Recheck


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckSettled(Event):
    """Somebody looked, up to this version of the advice, and found this."""

    kind: ClassVar[str] = "recheck_settled"
    recheck_id: str
    contribution_id: str
    settled_on: date
    finding: Finding
    prompted_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorReplied(Event):
    """A contributor answered something that is not advice."""

    kind: ClassVar[str] = "contributor_replied"
    request_id: str
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRouted(Event):
    """The request lies with this service now."""

    kind: ClassVar[str] = "request_routed"
    request_id: str
    service_id: str
    routed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKnownSettled(Event):
    """After "not known": someone else was identified, or a reasoned position recorded."""

    kind: ClassVar[str] = "not_known_settled"
    request_id: str
    settled_on: date
    service_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorChased(Event):
    """A person chased late advice."""

    kind: ClassVar[str] = "contributor_chased"
    request_id: str
    chase: Chase


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeRecorded(Event):
    """The authority recorded whether it gets late advice another way."""

    kind: ClassVar[str] = "alternative_recorded"
    request_id: str
    recorded_on: date
    another_way: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentMissed(Event):
    """The child or young person missed a contributor's appointment: `visit` where it was planned here.

    `next_visit` numbers the visit that takes its place, where the day of the new appointment is known.
    """

    kind: ClassVar[str] = "appointment_missed"
    request_id: str
    missed: MissedAppointment
    visit: int | None = None
    next_visit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorInvited(Event):
    """Somebody without an account was sent a one-time link to a request."""

    kind: ClassVar[str] = "contributor_invited"
    request_id: str
    invitation: Invitation


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn(Event):
    """A one-time link was taken back."""

    kind: ClassVar[str] = "invitation_withdrawn"
    request_id: str
    invitation_id: str
    withdrawn_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceCompleted(Event):
    """The advice is complete, or the assessment goes on without the items named."""

    kind: ClassVar[str] = "advice_completed"
    completed_on: date
    without: tuple[str, ...] = ()
