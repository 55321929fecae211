"""What may be asked while advice is sought, given and accepted: regulation 6 and regulation 8."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import AdviceItem, CareSection, Finding, ParagraphKind, ReceiptProof
from ehc_workflow.domain.commands.command import NO_PROSE, Command
from ehc_workflow.domain.facts import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One item asked of one service. `answers_ask` is what the family asked for, where this answers it."""

    request_id: str
    item: AdviceItem
    service_id: str | None
    setting: Setting | None = None
    bound_by_reg_8: bool = False
    qualified_teacher_consulted: bool = False
    answers_ask: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAdvice(Command):
    """T6: ask for advice, with copies of what the family said and sent, reg 6(1) and (3)."""

    step: ClassVar[str] = "request_advice"
    requested_on: date
    asked: tuple[Asked, ...]
    received_by_body_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRequestReceived(Command):
    """The contributor received the request: their six weeks run from here. `evidence` says what shows it."""

    step: ClassVar[str] = "record_request_received"
    request_id: str
    received_by_body_on: date
    proof: ReceiptProof = ReceiptProof.CONFIRMED
    evidence: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """Who told, or which receipt."""
        return {"evidence": self.evidence} if self.evidence else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRequest(Command):
    """The service that is to give the advice is named, or another one. It moves no day: the body was asked already."""

    step: ClassVar[str] = "route_request"
    request_id: str
    service_id: str
    routed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineToAsk(Command):
    """An item of reg 6(1) is not asked for, with the reason."""

    step: ClassVar[str] = "decline_to_ask"
    request_id: str
    item: AdviceItem
    declined_on: date
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why it is not asked for."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFamilyAsk(Command):
    """The family asks for advice from somebody in particular, reg 6(1)(h). It waits for an answer from this day."""

    step: ClassVar[str] = "record_family_ask"
    ask_id: str
    asked_on: date
    from_whom: str
    why: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """Whose advice they want, and why."""
        return {"from_whom": self.from_whom, **({"why": self.why} if self.why else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineFamilyAsk(Command):
    """What the family asked for is not sought, with reasons about this child, and the family is told."""

    step: ClassVar[str] = "decline_family_ask"
    ask_id: str
    declined_on: date
    family_told_on: date
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why it is not sought."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReuse(Command):
    """What the three parties say to existing advice standing in, reg 6(4). None: has not said yet."""

    step: ClassVar[str] = "record_reuse"
    request_id: str
    item: AdviceItem
    advice_written_on: date
    purpose: str
    author: bool | None
    authority: bool | None
    family: bool | None

    @property
    def prose(self) -> Mapping[str, str]:
        """What the advice was written for."""
        return {"purpose": self.purpose}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One numbered piece of advice: a need, an outcome, or provision: what, how much, how often, by whom, till when.

    `plan_section` is for social care's provision alone: section H1 or H2 of the plan.
    """

    kind: ParagraphKind
    text: str
    amount: str = ""
    frequency: str = ""
    by_whom: str = ""
    until_when: str = ""
    plan_section: CareSection | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAdvice(Command):
    """Advice came in: needs, outcomes and provision, how the child or young person was seen, with files, signed.

    `name_written` and `born_written` are what stands in the report: they are compared with the case and not kept.
    `written_with` are other requests of this child that the same text answers: those who owe them are asked to sign it.
    """

    step: ClassVar[str] = "submit_advice"
    request_id: str
    contribution_id: str
    received_on: date
    author_name: str
    author_role: str
    how_seen: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    document_ids: tuple[str, ...] = ()
    name_written: str = ""
    born_written: date | None = None
    same_child_because: str = ""
    written_with: tuple[str, ...] = ()

    @property
    def prose(self) -> Mapping[str, str]:
        """Why a report that names the child or young person otherwise is about them all the same."""
        return (
            {"same_child_because": self.same_child_because} if self.same_child_because else NO_PROSE
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinAdvice(Command):
    """The advice given on another request of this child is this service's too, and it signs for itself, reg 6(1).

    `joint_with` is the contribution that holds the words. `evidence` says what shows the signature, where the advice
    was not given as written together: an officer has the signed report.
    """

    step: ClassVar[str] = "join_advice"
    request_id: str
    contribution_id: str
    joint_with: str
    received_on: date
    author_name: str
    author_role: str
    evidence: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """What shows that they sign it too."""
        return {"evidence": self.evidence} if self.evidence.strip() else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedParagraph(Paragraph):
    """A paragraph as whoever screens it read it in a file, with the page it stands on, in words."""

    document_id: str
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkOutAdvice(Command):
    """Whoever screens advice that is files alone marks out its paragraphs, apart from the author's own words.

    Done again, it takes the place of what was marked out before, which is kept.
    """

    step: ClassVar[str] = "mark_out_advice"
    request_id: str
    contribution_id: str
    marked_on: date
    paragraphs: tuple[MarkedParagraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptAdvice(Command):
    """Someone checked the advice: needs, outcomes and specific provision are there. Joint advice is accepted as one.

    `contribution_id` is the version they looked at; without it the newest is meant.
    """

    step: ClassVar[str] = "accept_advice"
    request_id: str
    accepted_on: date
    contribution_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAdvice(Command):
    """The advice goes back with its gaps named and a day to come back by. First received stays. Joint advice goes back
    to everybody who signed it.

    `contribution_id` is the version that was looked at; without it the newest is meant.
    """

    step: ClassVar[str] = "return_advice"
    request_id: str
    returned_on: date
    return_due_on: date
    gaps: str
    contribution_id: str | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """The exact gaps."""
        return {"gaps": self.gaps}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRecheck(Command):
    """Somebody looked whether a decision or draft still stands after advice came late.

    `prompted_by` is the representation of the family that prompted the advice, where that is what was found.
    """

    step: ClassVar[str] = "settle_recheck"
    recheck_id: str
    settled_on: date
    finding: Finding
    reason: str
    prompted_by: str | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """What was found, in words."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteContributor(Command):
    """Somebody without an account is sent a one-time link to this request, good to the end of `last_day`."""

    step: ClassVar[str] = "invite_contributor"
    request_id: str
    invitation_id: str
    invited_on: date
    last_day: date
    name: str
    email: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Who is invited, and at which address."""
        return {"invited": f"{self.name.strip()}, {self.email.strip()}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawInvitation(Command):
    """A one-time link is taken back before it was used."""

    step: ClassVar[str] = "withdraw_invitation"
    request_id: str
    invitation_id: str
    withdrawn_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteAdvice(Command):
    """T7: the advice is complete, or a decision-maker says why it goes on without some of it."""

    step: ClassVar[str] = "complete_advice"
    completed_on: date
    why_without: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """Why it goes on without some advice."""
        return {"why_without": self.why_without} if self.why_without else NO_PROSE
