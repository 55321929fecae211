"""What may be asked while a request is received, put right and decided on: sections 24 and 36."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import (
    AssessOutcome,
    ContactKind,
    MovedLimit,
    Reassessed,
    RefusalRoute,
)
from ehc_workflow.domain.commands.command import NO_PROSE, Command, Sending, given
from ehc_workflow.domain.facts import (
    Method,
    Setting,
    TriggerKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDetails:
    """Someone who can be written to, as typed in. Names and addresses stay with the child's record."""

    id: str
    kind: ContactKind
    name: str
    email: str = ""
    phone: str = ""
    address: str = ""
    address_confirmed_on: date | None = None
    preferred_method: Method = Method.EMAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildDetails:
    """The child or young person, as typed in. `id` is an existing record's, or a new one."""

    id: str
    given_name: str
    family_name: str
    date_of_birth: date
    upn: str = ""
    nhs_number: str = ""
    vision_impaired: bool = False
    hearing_impaired: bool = False
    language: str = ""
    interpreter_needed: bool = False
    format_needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveRequest(Command):
    """T1: a request arrived, s36(1), or a child was brought to attention, s24(1). Received and logged differ.

    With `reassesses` it asks to assess somebody again who has a plan, s44(2): other limits, and a test of its own.
    """

    step: ClassVar[str] = "receive_request"
    authority_id: str
    team_id: str
    child: ChildDetails
    contacts: tuple[ContactDetails, ...]
    trigger_id: str
    kind: TriggerKind
    received_on: date
    evidence: str
    setting_id: str | None = None
    setting_kind: Setting = Setting.NONE
    caseworker_seat_id: str | None = None
    missing: tuple[str, ...] = ()
    reassesses: Reassessed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTrigger(Command):
    """A second request, or an earlier arrival found later. The earliest day governs; nothing restarts."""

    step: ClassVar[str] = "add_trigger"
    trigger_id: str
    kind: TriggerKind
    received_on: date
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectReceivedDate(Command):
    """The received date was wrong. The old value stays on file; every limit that moves is shown."""

    step: ClassVar[str] = "correct_received_date"
    trigger_id: str
    received_on: date
    evidence: str
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why the date is corrected."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDates(Command):
    """The case is counted again by a changed calendar, rule or target: `moved` says what from and to, `reason` why.

    `change` is the number of the change. For a rule, `code` names it, and `rules_from` the day whose version holds from
    now on though the limit began earlier; None takes the case back to the version it began under.
    """

    step: ClassVar[str] = "move_dates"
    change: int
    provision: str
    reason: str
    moved: tuple[MovedLimit, ...]
    code: str = ""
    rules_from: date | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """Why the dates changed."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Command):
    """Give the case to a caseworker's seat, or the plan to a plan writer's."""

    step: ClassVar[str] = "assign"
    caseworker_seat_id: str | None = None
    plan_writer_seat_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContact(Command):
    """Someone else who can be written to: rights pass to the young person mid-case, and people move."""

    step: ClassVar[str] = "add_contact"
    contact: ContactDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAddress(Command):
    """A contact's delivery address was confirmed with them."""

    step: ClassVar[str] = "confirm_address"
    contact_id: str
    confirmed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeCopies(Command):
    """The young person agreed to copies for a parent, or a finding on capacity makes the parent the representative."""

    step: ClassVar[str] = "agree_copies"
    contact_id: str
    agreed_on: date
    capacity_finding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLanguageNeeds(Command):
    """In which language and form the child and family can be spoken and written to. The words stay with the child."""

    step: ClassVar[str] = "record_language_needs"
    recorded_on: date
    language: str = ""
    interpreter_needed: bool = False
    format_needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultFamily(Command):
    """The family was consulted on whether a plan may be needed, s36(4)."""

    step: ClassVar[str] = "consult_family"
    consulted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForMissing(Command):
    """Ask for something the request lacks. It stops no clock."""

    step: ClassVar[str] = "ask_for_missing"
    item_id: str
    what: str
    asked_of: str
    asked_on: date

    @property
    def prose(self) -> Mapping[str, str]:
        """What was asked for."""
        return {"what": self.what}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveMissing(Command):
    """What was missing has come."""

    step: ClassVar[str] = "receive_missing"
    item_id: str
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordViews(Command):
    """The family's views or evidence came in, s36(7)."""

    step: ClassVar[str] = "record_views"
    received_on: date
    views: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """The views, where they were written down here."""
        return {"views": self.views} if self.views else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class TellFamilyConsidering(Sending):
    """T3: notice N1 went to the family and the reg 4(2) list, s36(7)."""

    step: ClassVar[str] = "tell_family_considering"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideWhetherToAssess(Command):
    """A named officer decides under s36. Deciding is not telling: the limit runs until the notice is sent.

    Without a word on what was seen, it was everything on file: the documents and every version of advice.
    """

    step: ClassVar[str] = "decide_whether_to_assess"
    outcome: AssessOutcome
    decided_on: date
    reasons: str
    may_have_sen: bool | None = None
    may_have_sen_because: str = ""
    may_need_plan: bool | None = None
    may_need_plan_because: str = ""
    extra_time_considered: bool = False
    route: RefusalRoute | None = None
    views_considered: bool = False
    house_rules_only: bool = False
    criteria_weighed: str = ""
    documents_seen: tuple[str, ...] | None = None
    advice_seen: tuple[str, ...] | None = None
    differs_because: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """The reasons about this child, and what is said of each limb, of local criteria and of a panel's advice."""
        said = {
            "may_have_sen_because": self.may_have_sen_because,
            "may_need_plan_because": self.may_need_plan_because,
            "criteria_weighed": self.criteria_weighed,
            "differs_because": self.differs_because,
        }
        return {"reasons": self.reasons, **given(said)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideWhetherToReassess(Command):
    """A named officer decides on a request to re-assess, s44(2). The limit runs until the family is told, reg 25(1).

    `too_soon` rests a refusal on an assessment in the six months before the request, reg 24. Without a word on what was
    seen, it was everything on file.
    """

    step: ClassVar[str] = "decide_whether_to_reassess"
    outcome: AssessOutcome
    decided_on: date
    reasons: str
    further_needed: bool | None = None
    further_needed_because: str = ""
    too_soon: bool = False
    house_rules_only: bool = False
    criteria_weighed: str = ""
    documents_seen: tuple[str, ...] | None = None
    advice_seen: tuple[str, ...] | None = None
    differs_because: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """The reasons about this child, and what is said of the test, of local criteria and of a panel's advice."""
        said = {
            "further_needed_because": self.further_needed_because,
            "criteria_weighed": self.criteria_weighed,
            "differs_because": self.differs_because,
        }
        return {"reasons": self.reasons, **given(said)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRefusal(Command):
    """A second authorised person confirms a decision, not to assess or to make no plan, that rests on house rules."""

    step: ClassVar[str] = "confirm_refusal"
    confirmed_on: date
    reasons: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why the refusal stands."""
        return {"reasons": self.reasons}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyAssessment(Sending):
    """T5: notice N2, the authority will assess, reg 5(1)."""

    step: ClassVar[str] = "notify_assessment"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyRefusal(Sending):
    """T2 and T4: notice N3, the authority will not assess, reg 4(1) or 5(1)."""

    step: ClassVar[str] = "notify_refusal"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyReassessment(Sending):
    """The family is told that the authority will re-assess, reg 25(1)."""

    step: ClassVar[str] = "notify_reassessment"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyRefusalToReassess(Sending):
    """Notice N7: the authority will not re-assess, reg 25(1)."""

    step: ClassVar[str] = "notify_refusal_to_reassess"
