"""The parts of a case around its request: arrivals, people, decisions and notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_workflow.domain.facts import (
    Method,
    TriggerKind,
)


class Letter(StrEnum):
    """What a notice to the family says: N1 to N8, a re-assessment, a plan to come, an amended plan, a delay."""

    CONSIDERING = "considering"
    WILL_ASSESS = "will_assess"
    REFUSAL_TO_ASSESS = "refusal_to_assess"
    THRESHOLD_REFUSAL = "threshold_refusal"
    WILL_REASSESS = "will_reassess"
    REFUSAL_TO_REASSESS = "refusal_to_reassess"
    NO_PLAN = "no_plan"
    PLAN_WILL_BE_MADE = "plan_will_be_made"
    DRAFT_PLAN = "draft_plan"
    FINAL_PLAN = "final_plan"
    AMENDED_PLAN = "amended_plan"
    EXCEPTION = "exception"
    DELAY_UPDATE = "delay_update"


GRANTS_ASSESSMENT = (Letter.WILL_ASSESS, Letter.WILL_REASSESS)
"""Letters that tell the family of an assessment, with which the asking for advice begins."""

REFUSES_ASSESSMENT = (
    Letter.REFUSAL_TO_ASSESS,
    Letter.THRESHOLD_REFUSAL,
    Letter.REFUSAL_TO_REASSESS,
)
"""Letters that tell the family of a decision not to assess, or not to assess again."""

APPEALABLE_LETTERS = frozenset(
    {*REFUSES_ASSESSMENT, Letter.NO_PLAN, Letter.FINAL_PLAN, Letter.AMENDED_PLAN}
)


class ContactKind(StrEnum):
    """Who a contact is to the child or young person."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the law makes a step depend on about the child or young person. Never in the log."""

    date_of_birth: date
    vision_impaired: bool = False
    hearing_impaired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Someone a notice can go to, without name or address: those are kept with the child's record."""

    id: str
    kind: ContactKind
    address_confirmed_on: date | None = None
    copy_agreed_on: date | None = None
    capacity_finding_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One arrival that could start the clock, with the day it was logged and how the arrival is proved."""

    id: str
    kind: TriggerKind
    received_on: date
    logged_on: date
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassessed:
    """The plan that a re-assessment is about, s44: the case it came from, where that is on file.

    `last_assessed_on` is the day the family was told the outcome of the last assessment.
    """

    last_assessed_on: date
    earlier_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingItem:
    """Something asked for after an incomplete request. It never stops a clock."""

    id: str
    asked_of: str
    asked_on: date
    received_on: date | None = None


class AssessOutcome(StrEnum):
    """The two answers to s36(3) and (8), and to a request to re-assess, s44(2)."""

    ASSESS = "assess"
    REFUSE = "refuse"


class PlanOutcome(StrEnum):
    """The two answers to s37(1)."""

    MAKE_PLAN = "make_plan"
    NO_PLAN = "no_plan"


class RefusalRoute(StrEnum):
    """Which determination refuses: s36(5) (`threshold`) or s36(8) (`after_considering`)."""

    THRESHOLD = "threshold"
    AFTER_CONSIDERING = "after_considering"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What somebody had before them, by id: files of the case, and versions of advice. Neither changes afterwards."""

    documents: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()


class PanelAdvised(StrEnum):
    """What a panel advised: for an assessment or a plan, against, or something else in words."""

    YES = "yes"
    NO = "no"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """What a panel advised, without its words, which are kept beside the log. It advises only.

    `attended` are the members who counted, `interests` those who did not, `dissented` the bodies of those who saw it
    otherwise. Of a panel that was kept before panels had agendas only the day and the dissent are known.
    """

    met_on: date
    dissent: bool = False
    item_id: str = ""
    advised: PanelAdvised | None = None
    attended: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    dissented: tuple[str, ...] = ()
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessDecision:
    """The authority's decision under s36, or with `reassessment` under s44, by a named officer, before it is told.

    `house_rules` are the local criteria, by code, that the reasons of a refusal name. `seen` is unknown of a decision
    taken before it was kept. `too_soon`: a refusal to re-assess rests on an assessment in the six months before.
    """

    outcome: AssessOutcome
    decided_on: date
    decided_by: str
    may_have_sen: bool | None = None
    may_need_plan: bool | None = None
    reassessment: bool = False
    further_needed: bool | None = None
    too_soon: bool = False
    route: RefusalRoute | None = None
    house_rules_only: bool = False
    house_rules: tuple[str, ...] = ()
    confirmed_by: str | None = None
    panel: PanelView | None = None
    seen: Seen | None = None

    @property
    def waits_for_second(self) -> bool:
        """Whether it rests on house rules alone and no second person has confirmed it."""
        return self.house_rules_only and self.confirmed_by is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDecision:
    """The authority's decision under s37(1), by a named officer, before it is told; the same is kept of it."""

    outcome: PlanOutcome
    decided_on: date
    decided_by: str
    plan_needed: bool | None = None
    house_rules_only: bool = False
    house_rules: tuple[str, ...] = ()
    confirmed_by: str | None = None
    panel: PanelView | None = None
    seen: Seen | None = None

    @property
    def waits_for_second(self) -> bool:
        """Whether it rests on house rules alone and no second person has confirmed it."""
        return self.house_rules_only and self.confirmed_by is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice that went: decided, dated and sent are three facts. Addressee and copies are contact ids.

    `others_told` says which of `setting`, `health_body` and `social_care` were told the same. `set_aside`: an order, a
    concession or an agreement took the decision's place. `opened_on`, `failed_on` and `reached_on` are what is known of
    its getting through: somebody it went to opened it, electronic means failed, the telephone or paper did it.
    `other_form`: a person still has to give it in the family's language or format.
    """

    id: str
    kind: Letter
    dated_on: date
    sent_on: date
    method: Method
    addressee: str
    copies: tuple[str, ...] = ()
    sent_after_five: bool = False
    others_told: tuple[str, ...] = ()
    set_aside: bool = False
    opened_on: date | None = None
    failed_on: date | None = None
    reached_on: date | None = None
    other_form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLimit:
    """A limit whose day changed: the day that was said, and the right one. The days to act by only where they moved."""

    code: str
    was_due_on: date
    due_on: date
    ref: str = ""
    was_act_by: date | None = None
    act_by: date | None = None
