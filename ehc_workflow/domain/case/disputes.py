"""The parts of a case after its decision: mediation, certificates, appeals, orders and agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_workflow.domain.facts import (
    AgreementMatter,
    AppealMatter,
    ClockId,
    MediationIssues,
    OrderKind,
)


class MediationEnd(StrEnum):
    """How mediation came to its end without an agreement; `overtaken` by an order or a concession."""

    MET = "met"
    NOT_ARRANGED = "not_arranged"
    FAMILY_WITHDREW = "family_withdrew"
    OVERTAKEN = "overtaken"


class AppealEnd(StrEnum):
    """How an appeal ended; `agreed`: overtaken by an agreement at mediation."""

    ORDERED = "ordered"
    CONCEDED = "conceded"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedLimit:
    """A day of its own for one limit: directed by the Tribunal, reg 44(1), or agreed in writing, reg 42(5)."""

    clock: ClockId
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediation:
    """Mediation about one notice, from the day the family told the authority that it wants it."""

    id: str
    notice_id: str
    issues: MediationIssues
    contacted_adviser_on: date
    authority_told_on: date
    health_body_told_on: date | None = None
    ended: MediationEnd | None = None
    ended_on: date | None = None
    agreed_on: date | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is neither over nor agreed."""
        return self.ended_on is None and self.agreed_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The adviser's certificate that s55 asks for, with the day the family declined mediation where it did."""

    notice_id: str
    issued_on: date
    declined_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What was agreed in writing at mediation. `authority_told_on` only where the authority took no part."""

    id: str
    mediation_id: str
    matter: AgreementMatter
    agreed_on: date
    agreed_dates: tuple[DatedLimit, ...] = ()
    authority_told_on: date | None = None
    carried_out_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """An appeal about one notice. The day the response is due is the Tribunal's own: it is in its letter."""

    id: str
    notice_id: str
    registered_on: date
    reply_due_on: date
    placement_only: bool = False
    responded_on: date | None = None
    ended: AppealEnd | None = None
    ended_on: date | None = None
    conceded: AppealMatter | None = None

    @property
    def is_running(self) -> bool:
        """Whether it waits for an outcome."""
        return self.ended is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the Tribunal ordered."""

    id: str
    appeal_id: str
    kind: OrderKind
    made_on: date
    directed_dates: tuple[DatedLimit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WayBack:
    """What reopened the assessment last: its id is the `ref` of the limits that took the place of the earlier ones."""

    ref: str
    began_on: date
