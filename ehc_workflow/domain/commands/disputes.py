"""After a decision: mediation, certificates, appeals, concessions, orders, and the ways back in: T16 to T24."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import DatedLimit, MediationEnd
from ehc_workflow.domain.commands.command import Command, Sending
from ehc_workflow.domain.facts import MediationIssues, OrderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StartMediation(Command):
    """T16: the family wants mediation, and has told the authority so. What they contest stays decided meanwhile."""

    step: ClassVar[str] = "start_mediation"
    mediation_id: str
    notice_id: str
    contacted_adviser_on: date
    authority_told_on: date
    issues: MediationIssues


@dataclass(frozen=True, slots=True, kw_only=True)
class TellHealthBody(Command):
    """Mediation names health: the health body is told within 3 working days."""

    step: ClassVar[str] = "tell_health_body"
    mediation_id: str
    told_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMediation(Command):
    """Mediation ended without agreement, could not be arranged (the day the adviser was told), or was given up."""

    step: ClassVar[str] = "end_mediation"
    mediation_id: str
    ended: MediationEnd
    ended_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCertificate(Command):
    """T18: the mediation adviser issued the certificate. `declined_on`: the family told the adviser it wants none."""

    step: ClassVar[str] = "issue_certificate"
    notice_id: str
    issued_on: date
    declined_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeAtMediation(Command):
    """T17: a written agreement. The limits of reg 42 run from its day; a day agreed in writing replaces one of them.

    `authority_told_on` is given only where the authority took no part: the day the health body told it, reg 42(4).
    """

    agreement_id: str
    mediation_id: str
    agreed_on: date
    terms: str
    agreed_dates: tuple[DatedLimit, ...] = ()
    authority_told_on: date | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """What was agreed."""
        return {"terms": self.terms}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeAssessment(AgreeAtMediation):
    """T17: agreed at mediation that the authority assesses."""

    step: ClassVar[str] = "agree_assessment"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreePlan(AgreeAtMediation):
    """T17: agreed at mediation that the authority makes a plan."""

    step: ClassVar[str] = "agree_plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeAmendment(AgreeAtMediation):
    """T17: agreed at mediation that the plan is amended; `placement_only` where only section I changes."""

    step: ClassVar[str] = "agree_amendment"
    placement_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeOther(AgreeAtMediation):
    """T17: something was agreed at mediation that cannot be appealed; it is done within 2 weeks, reg 42(3)."""

    step: ClassVar[str] = "agree_other"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOutAgreement(Command):
    """What was agreed on a matter that cannot be appealed is done."""

    step: ClassVar[str] = "carry_out_agreement"
    agreement_id: str
    done_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAppeal(Command):
    """T19: the Tribunal registered an appeal. The day its letter sets for the response is stored, never computed."""

    step: ClassVar[str] = "register_appeal"
    appeal_id: str
    notice_id: str
    registered_on: date
    reply_due_on: date
    placement_only: bool = False
    tribunal_gave_leave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondToAppeal(Command):
    """The authority's response went to the Tribunal: after it there is no concession under reg 45, only an order."""

    step: ClassVar[str] = "respond_to_appeal"
    appeal_id: str
    responded_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAppeal(Command):
    """The family withdrew the appeal: the decision stands."""

    step: ClassVar[str] = "withdraw_appeal"
    appeal_id: str
    withdrawn_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcedeAppeal(Command):
    """T20: before its response the authority tells the Tribunal that it does not oppose; reg 45 runs from that day."""

    appeal_id: str
    notified_tribunal_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcedeAssessment(ConcedeAppeal):
    """T20: an appeal against a refusal to assess is not opposed."""

    step: ClassVar[str] = "concede_assessment"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcedePlan(ConcedeAppeal):
    """T20: an appeal against a refusal to make a plan is not opposed."""

    step: ClassVar[str] = "concede_plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcedeAmendment(ConcedeAppeal):
    """T20: an appeal about a plan is not opposed: it is amended."""

    step: ClassVar[str] = "concede_amendment"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOrder(Command):
    """T21: the Tribunal ordered something, by consent or not. Reg 44 runs from the date of the order.

    `directed_dates`: a direction replaces the day of what it names, reg 44(1), and the rest stands.
    """

    order_id: str
    appeal_id: str
    made_on: date
    directed_dates: tuple[DatedLimit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderToAssess(RecordOrder):
    """T21: the Tribunal ordered the authority to assess."""

    step: ClassVar[str] = "order_to_assess"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderToMakePlan(RecordOrder):
    """T21: the Tribunal ordered the authority to make and maintain a plan."""

    step: ClassVar[str] = "order_to_make_plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderToReconsider(RecordOrder):
    """T21: the Tribunal sent the decision not to make a plan back, to be reconsidered."""

    step: ClassVar[str] = "order_to_reconsider"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderToAmend(RecordOrder):
    """T21: the Tribunal ordered the plan to be amended: its contents, section I alone, or continued and amended."""

    step: ClassVar[str] = "order_to_amend"
    kind: OrderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissAppeal(Command):
    """T21: the Tribunal dismissed the appeal: the decision stands."""

    step: ClassVar[str] = "dismiss_appeal"
    appeal_id: str
    made_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOrderedAssessment(Sending):
    """T22: the family is told that the authority will assess, as ordered, conceded or agreed."""

    step: ClassVar[str] = "start_ordered_assessment"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOrderedPlan(Command):
    """T23: drafting begins on a plan that was ordered, conceded or agreed."""

    step: ClassVar[str] = "start_ordered_plan"
    started_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAmendedPlan(Sending):
    """The plan as it was ordered, conceded or agreed to be amended; the setting only where section I changes."""

    step: ClassVar[str] = "send_amended_plan"
    signed_by: str
    signed_on: date
    setting_id: str | None = None
    setting_type: str | None = None
