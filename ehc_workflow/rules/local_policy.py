"""The authority's own choices where the law leaves one, and its own targets: never mixed with law.

`Policy` has one setting for each point on which the law can be read in two ways. Each default is the safest reading:
the earlier day where the authority's own time is in doubt, the later where it is the family's. Points with no setting,
because there is nothing to switch: the dates of a closure are the two that the authority enters; an order counts from
its date; a change of mind with neither order, concession nor agreement leaves the first clock running.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES, BankHolidays
from ehc_workflow.rules.model import ClockId, Period, days, working_days


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


class EarlyFinalise(StrEnum):
    """Whether a plan may be final before the family's window is over."""

    NEVER = "never"
    ON_WRITTEN_AGREEMENT = "on_written_agreement"


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


class TargetStart(StrEnum):
    """What a local target is counted from."""

    REQUEST_RECEIVED = "request_received"
    ADVICE_RECEIVED = "advice_received"
    ADVICE_DUE = "advice_due"
    FAMILY_ASKED_FOR_ADVICE = "family_asked_for_advice"
    LAST_UPDATE_TO_FAMILY = "last_update_to_family"
    SCHOOL_REPLY_DUE = "school_reply_due"


@dataclass(frozen=True, slots=True)
class LocalTarget:
    """Something the authority has set itself, of no standing in law. `repeats`: again after each period."""

    code: str
    duty: str
    start: TargetStart
    period: Period
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class WarningPoint:
    """How many calendar days before the day to act by a limit is shown as coming near, earliest first."""

    clock: ClockId
    days_before: tuple[int, ...]


ACKNOWLEDGE_REQUEST = LocalTarget(
    "acknowledge_request", "Acknowledge the request", TargetStart.REQUEST_RECEIVED, working_days(2)
)
SCREEN_ADVICE = LocalTarget(
    "screen_advice",
    "Say whether advice received is good enough",
    TargetStart.ADVICE_RECEIVED,
    working_days(3),
)
CHASE_ADVICE = LocalTarget(
    "chase_advice", "Chase advice that is late", TargetStart.ADVICE_DUE, days(7), repeats=True
)
ANSWER_ADVICE_ASKED_FOR = LocalTarget(
    "answer_advice_asked_for",
    "Answer the family's request for particular advice",
    TargetStart.FAMILY_ASKED_FOR_ADVICE,
    working_days(10),
)
UPDATE_FAMILY = LocalTarget(
    "update_family",
    "Tell the family where things are",
    TargetStart.LAST_UPDATE_TO_FAMILY,
    days(14),
    repeats=True,
)
CHASE_SCHOOL_REPLY = LocalTarget(
    "chase_school_reply",
    "Chase a consultation reply that is late",
    TargetStart.SCHOOL_REPLY_DUE,
    days(7),
    repeats=True,
)

LOCAL_TARGETS = (
    ACKNOWLEDGE_REQUEST,
    SCREEN_ADVICE,
    CHASE_ADVICE,
    ANSWER_ADVICE_ASKED_FOR,
    UPDATE_FAMILY,
    CHASE_SCHOOL_REPLY,
)

WARNING_POINTS = (
    WarningPoint(ClockId.THRESHOLD_REFUSAL, (14, 5)),
    WarningPoint(ClockId.DECIDE_WHETHER_TO_ASSESS, (14, 5)),
    WarningPoint(ClockId.DECIDE_NO_PLAN, (21, 7)),
    WarningPoint(ClockId.LATEST_DRAFT_SERVICE, (21, 7)),
    WarningPoint(ClockId.FINAL_PLAN, (28, 14, 5)),
    WarningPoint(ClockId.ADVICE_EDUCATION, (14, 5)),
    WarningPoint(ClockId.ADVICE_HEALTH, (14, 5)),
    WarningPoint(ClockId.ADVICE_PSYCHOLOGY, (14, 5)),
    WarningPoint(ClockId.ADVICE_SOCIAL_CARE, (14, 5)),
    WarningPoint(ClockId.ADVICE_OTHER, (14, 5)),
    WarningPoint(ClockId.ADVICE_ADULTHOOD, (14, 5)),
    WarningPoint(ClockId.ADVICE_REQUESTED, (14, 5)),
    WarningPoint(ClockId.DRAFT_WINDOW, (3,)),
    WarningPoint(ClockId.SCHOOL_REPLY, (3,)),
    WarningPoint(ClockId.MEDIATION_CONTACT, (14,)),
    WarningPoint(ClockId.APPEAL, (14,)),
    WarningPoint(ClockId.ARRANGE_MEDIATION, (14, 5)),
    WarningPoint(ClockId.TELL_HEALTH_BODY, (1,)),
    WarningPoint(ClockId.ARRANGE_HEALTH_MEDIATION, (14, 5)),
    WarningPoint(ClockId.MEDIATION_CERTIFICATE, (1,)),
    WarningPoint(ClockId.NOTIFY_WILL_ASSESS, (7, 3)),
    WarningPoint(ClockId.DRAFT_PLAN, (14, 5)),
    WarningPoint(ClockId.RECONSIDER, (7, 3)),
    WarningPoint(ClockId.AMENDED_PLAN, (7, 3)),
    WarningPoint(ClockId.CARRY_OUT_AGREEMENT, (7, 3)),
    WarningPoint(ClockId.TELL_AUTHORITY_OF_AGREEMENT, (3,)),
    WarningPoint(ClockId.DECIDE_WHETHER_TO_REASSESS, (7, 3)),
    WarningPoint(ClockId.TRANSFER_PLAN, (7, 3)),
    WarningPoint(ClockId.TELL_FAMILY_OF_TRANSFER, (14, 5)),
    WarningPoint(ClockId.FIRST_REVIEW_AFTER_TRANSFER, (42, 14)),
)


@dataclass(frozen=True, slots=True)
class Policy:
    """One authority's settings, each with the safest default."""

    calendar: BankHolidays = ENGLAND_AND_WALES
    receipt_rule: ReceiptRule = ReceiptRule.ACTUAL_DAY
    unknown_post_receipt_working_days: int = 1
    internal_target: InternalTarget = InternalTarget.LAST_WORKING_DAY
    warn_one_day_earlier: bool = False
    lead_trigger: LeadTrigger = LeadTrigger.EARLIEST
    send_means: SendMeans = SendMeans.DEEMED_DELIVERED
    first_class_working_days: int = 2
    second_class_working_days: int = 4
    electronic_service: ElectronicService = ElectronicService.NEXT_WORKING_DAY
    draft_window_days: int = 15
    early_finalise: EarlyFinalise = EarlyFinalise.NEVER
    school_reply_days: int = 15
    school_reply_counts_day_sent: bool = False
    closure_boundary: ClosureBoundary = ClosureBoundary.IN_TO_CONFIRM
    absence_rule: AbsenceRule = AbsenceRule.INSIDE
    exception_period: ExceptionPeriod = ExceptionPeriod.DAY_ONE
    agreement_exceptions: AgreementExceptions = AgreementExceptions.NONE
    reg_13_3_period: Reg133Period = Reg133Period.TWENTY_WEEKS_TO_CONFIRM
    plan_decision_by_week_16: bool = True
    targets: tuple[LocalTarget, ...] = LOCAL_TARGETS
    warnings: tuple[WarningPoint, ...] = WARNING_POINTS

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

    def target(self, code: str) -> LocalTarget | None:
        """The authority's own target of this name, if it has set itself one."""
        return next((target for target in self.targets if target.code == code), None)

    def warning_points(self, clock: ClockId) -> tuple[int, ...]:
        """The days before the day to act by on which this limit is shown as coming near."""
        extra = 1 if self.warn_one_day_earlier else 0
        return next(
            (
                tuple(n + extra for n in point.days_before)
                for point in self.warnings
                if point.clock == clock
            ),
            (),
        )


DEFAULT_POLICY = Policy()
