"""The authority's own choices where the law leaves one; the days of its own targets are in `local_targets`.

`Policy` has one setting for each point on which the law can be read in two ways and the reading changes an answer. Each
default is the safest: the earlier day where the authority's own time is in doubt, the later where it is the family's.

Points with no setting, because only the safe reading is built: the dates of a closure are the two that the authority
enters; an order counts from its date; a change of mind with neither order, concession nor agreement leaves the first
clock running; week 16 is the day for either decision about a plan; no plan is final before day 16 of the family's
window; the day of receipt is day 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES, BankHolidays
from ehc_workflow.rules.book import BOOK, RuleBook
from ehc_workflow.rules.ladders import LADDERS, Ladders, Way
from ehc_workflow.rules.local_reasons import HOUSE_RULES, NO_REASON_NOT_TO_ASK, WeakReason
from ehc_workflow.rules.local_targets import LOCAL_TARGETS, LocalTargets
from ehc_workflow.rules.remaining_work import PLANNED_WORK, PlannedWork


class ReceiptRule(StrEnum):
    """When a request that arrives after 5 pm or on a non-working day counts as received."""

    ACTUAL_DAY = "actual_day"
    NEXT_WORKING_DAY = "next_working_day"


class LeadTrigger(StrEnum):
    """Which of several triggers starts the clock."""

    EARLIEST = "earliest"
    LATEST = "latest"


class InternalTarget(StrEnum):
    """The day by which the authority means to act."""

    LAST_WORKING_DAY = "last_working_day"
    LEGAL_DAY = "legal_day"


class SendMeans(StrEnum):
    """When something posted counts as sent for the authority's own duty."""

    DEEMED_DELIVERED = "deemed_delivered"
    DAY_POSTED = "day_posted"


class ElectronicService(StrEnum):
    """When a draft sent by e-mail, portal or hand after 5 pm or on a non-working day opens the family's window."""

    NEXT_WORKING_DAY = "next_working_day"
    DAY_SENT = "day_sent"


class ClosureBoundary(StrEnum):
    """Whether the first and last day of a closure window are inside it."""

    IN_TO_CONFIRM = "in_to_confirm"
    OUT = "out"


class AbsenceRule(StrEnum):
    """Whether all the days of an absence must fall in the period of the limit."""

    INSIDE = "inside"
    OVERLAPPING = "overlapping"


class ExceptionPeriod(StrEnum):
    """The first day of a limit's period, for exceptions."""

    DAY_ONE = "day_one"
    DAY_ZERO = "day_zero"


class AgreementExceptions(StrEnum):
    """Whether reg 44(3) follows the limits that reg 42(2) lends to a mediation agreement."""

    NONE = "none"
    AS_FOR_ORDERS = "as_for_orders"


class Reg133Period(StrEnum):
    """What "that time period" in reg 13(3) means."""

    TWENTY_WEEKS_TO_CONFIRM = "twenty_weeks_to_confirm"
    SIXTEEN_WEEKS = "sixteen_weeks"


@dataclass(frozen=True, slots=True)
class Policy:
    """One authority's settings, each with the safest default, and what it counts by: calendar, rules, own targets,
    the days it plans for its own work.

    `own_ladders` are those of authorities that changed one, by authority. `no_reason_not_to_ask` and `house_rules` list
    the reasons that do not stand alone.
    """

    calendar: BankHolidays = ENGLAND_AND_WALES
    book: RuleBook = BOOK
    targets: LocalTargets = LOCAL_TARGETS
    planned: PlannedWork = PLANNED_WORK
    own_ladders: Mapping[str, Ladders] = field(default_factory=dict, hash=False)
    receipt_rule: ReceiptRule = ReceiptRule.ACTUAL_DAY
    unknown_post_receipt_working_days: int = 1
    internal_target: InternalTarget = InternalTarget.LAST_WORKING_DAY
    lead_trigger: LeadTrigger = LeadTrigger.EARLIEST
    send_means: SendMeans = SendMeans.DEEMED_DELIVERED
    first_class_working_days: int = 2
    second_class_working_days: int = 4
    electronic_service: ElectronicService = ElectronicService.NEXT_WORKING_DAY
    draft_window_days: int = 15
    school_reply_days: int = 15
    school_reply_counts_day_sent: bool = False
    days_tried_before_not_reached: int = 2
    closure_boundary: ClosureBoundary = ClosureBoundary.IN_TO_CONFIRM
    absence_rule: AbsenceRule = AbsenceRule.INSIDE
    exception_period: ExceptionPeriod = ExceptionPeriod.DAY_ONE
    agreement_exceptions: AgreementExceptions = AgreementExceptions.NONE
    reg_13_3_period: Reg133Period = Reg133Period.TWENTY_WEEKS_TO_CONFIRM
    no_reason_not_to_ask: tuple[WeakReason, ...] = NO_REASON_NOT_TO_ASK
    house_rules: tuple[WeakReason, ...] = HOUSE_RULES

    def ladders_of(self, authority_id: str) -> Ladders:
        """Whom this authority tells of a day at risk, and when."""
        return self.own_ladders.get(authority_id, LADDERS)

    @property
    def on_the_list_alone(self) -> tuple[tuple[str, str, str], ...]:
        """The rungs that stand in no digest: authority, code of the deadline, code of the rung."""
        return tuple(
            (authority_id, code, rung.code)
            for authority_id, ladders in self.own_ladders.items()
            for code, rungs in ladders.items()
            for rung in rungs
            if rung.way is Way.IN_APP
        )

    def __post_init__(self) -> None:
        """Refuse a setting that the law does not allow."""
        if self.draft_window_days < 15:
            raise ValueError("The family's time on a draft is at least 15 days, reg 13(1)(a).")
        if (
            min(
                self.first_class_working_days,
                self.second_class_working_days,
                self.unknown_post_receipt_working_days,
            )
            < 1
        ):
            raise ValueError("Post takes at least one working day.")


DEFAULT_POLICY = Policy()

REASONABLE_OFFERS = 2
"""Days for a meeting that the family must have refused before a plan may go without it. The law gives no number."""
