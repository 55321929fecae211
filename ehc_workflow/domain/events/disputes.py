"""What happened after a decision: mediation, certificates, appeals, orders, agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import (
    Agreement,
    Appeal,
    AppealEnd,
    Certificate,
    Mediation,
    MediationEnd,
    Notice,
    Order,
    Placement,
)
from ehc_workflow.domain.events.event import Event
from ehc_workflow.domain.facts import AppealMatter


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationStarted(Event):
    """The family wants mediation and told the authority so."""

    kind: ClassVar[str] = "mediation_started"
    mediation: Mediation


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthBodyTold(Event):
    """The health body was told of the mediation issues."""

    kind: ClassVar[str] = "health_body_told"
    mediation_id: str
    told_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationEnded(Event):
    """Mediation is over without an agreement."""

    kind: ClassVar[str] = "mediation_ended"
    mediation_id: str
    ended: MediationEnd
    ended_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateIssued(Event):
    """The adviser issued a certificate."""

    kind: ClassVar[str] = "certificate_issued"
    certificate: Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementMade(Event):
    """Something was agreed in writing at mediation."""

    kind: ClassVar[str] = "agreement_made"
    agreement: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementCarriedOut(Event):
    """What was agreed is done."""

    kind: ClassVar[str] = "agreement_carried_out"
    agreement_id: str
    done_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRegistered(Event):
    """The Tribunal registered an appeal."""

    kind: ClassVar[str] = "appeal_registered"
    appeal: Appeal
    tribunal_gave_leave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealAnswered(Event):
    """The authority's response went to the Tribunal."""

    kind: ClassVar[str] = "appeal_answered"
    appeal_id: str
    responded_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealConceded(Event):
    """The authority told the Tribunal that it does not oppose."""

    kind: ClassVar[str] = "appeal_conceded"
    appeal_id: str
    matter: AppealMatter
    notified_tribunal_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMade(Event):
    """The Tribunal made an order."""

    kind: ClassVar[str] = "order_made"
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealEnded(Event):
    """An appeal ended and the decision stands: dismissed, or withdrawn."""

    kind: ClassVar[str] = "appeal_ended"
    appeal_id: str
    ended: AppealEnd
    ended_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedPlanStarted(Event):
    """Drafting began on a plan that was ordered, conceded or agreed."""

    kind: ClassVar[str] = "ordered_plan_started"
    started_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendedPlanSent(Event):
    """The amended plan went to the family; a placement only where section I changed."""

    kind: ClassVar[str] = "amended_plan_sent"
    notice: Notice
    signed_by: str
    signed_on: date
    digest: str
    placement: Placement | None = None
