"""The shapes of a rule: citation, days in force, time limit, ground, source of advice, section, notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ClockId(StrEnum):
    """The limits the engine works out, by the ids of the clock vectors."""

    THRESHOLD_REFUSAL = "threshold_refusal"
    DECIDE_WHETHER_TO_ASSESS = "decide_whether_to_assess"
    DECIDE_NO_PLAN = "decide_no_plan"
    FINAL_PLAN = "final_plan"
    LATEST_DRAFT_SERVICE = "latest_draft_service"
    ADVICE_EDUCATION = "advice_education"
    ADVICE_HEALTH = "advice_health"
    ADVICE_PSYCHOLOGY = "advice_psychology"
    ADVICE_SOCIAL_CARE = "advice_social_care"
    ADVICE_OTHER = "advice_other"
    ADVICE_ADULTHOOD = "advice_adulthood"
    ADVICE_REQUESTED = "advice_requested"
    DRAFT_WINDOW = "draft_window"
    SCHOOL_REPLY = "school_reply"
    MEDIATION_CONTACT = "mediation_contact"
    APPEAL = "appeal"
    ARRANGE_MEDIATION = "arrange_mediation"
    TELL_HEALTH_BODY = "tell_health_body"
    ARRANGE_HEALTH_MEDIATION = "arrange_health_mediation"
    MEDIATION_CERTIFICATE = "mediation_certificate"
    NOTIFY_WILL_ASSESS = "notify_will_assess"
    DRAFT_PLAN = "draft_plan"
    RECONSIDER = "reconsider"
    AMENDED_PLAN = "amended_plan"
    CARRY_OUT_AGREEMENT = "carry_out_agreement"
    TELL_AUTHORITY_OF_AGREEMENT = "tell_authority_of_agreement"
    DECIDE_WHETHER_TO_REASSESS = "decide_whether_to_reassess"
    TRANSFER_PLAN = "transfer_plan"
    TELL_FAMILY_OF_TRANSFER = "tell_family_of_transfer"
    FIRST_REVIEW_AFTER_TRANSFER = "first_review_after_transfer"


class Contributor(StrEnum):
    """Whose advice the authority seeks, reg 6(1)(b) to (h). The family's own views, (a), are not asked for this way."""

    EDUCATION = "education"
    HEALTH = "health"
    PSYCHOLOGY = "psychology"
    SOCIAL_CARE = "social_care"
    OTHER = "other"
    ADULTHOOD = "adulthood"
    REQUESTED = "requested"


class NoticeKind(StrEnum):
    """What a decision tells the family. `threshold_refusal` is under s36(5), `refusal_to_assess` under s36(8)."""

    WILL_ASSESS = "will_assess"
    REFUSAL_TO_ASSESS = "refusal_to_assess"
    THRESHOLD_REFUSAL = "threshold_refusal"
    NO_PLAN = "no_plan"
    FINAL_PLAN = "final_plan"
    AMENDED_PLAN = "amended_plan"
    REFUSAL_TO_AMEND = "refusal_to_amend"
    CEASING_PLAN = "ceasing_plan"
    WILL_REASSESS = "will_reassess"
    REFUSAL_TO_REASSESS = "refusal_to_reassess"


class Source(StrEnum):
    """How sure we are of a provision: read in the text, confirmed by another page, or still to be checked."""

    LAW_READ = "L"
    CONFIRMED = "S"
    UNVERIFIED = "U"


@dataclass(frozen=True, slots=True)
class Instrument:
    """An Act, a set of regulations or rules, or statutory guidance."""

    short: str
    title: str
    is_law: bool = True


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in an instrument, to the paragraph: `reg 13(2)` of the SEND Regulations."""

    instrument: Instrument
    place: str
    source: Source = Source.LAW_READ
    doubt: str = ""

    @property
    def in_full(self) -> str:
        """The provision with the name of its instrument, as a letter would cite it."""
        return f"{self.place}, {self.instrument.title}"


@dataclass(frozen=True, slots=True)
class InForce:
    """The days on which a rule is the law, both included; no last day means that it still is."""

    first_day: date
    last_day: date | None = None

    def on(self, day: date) -> bool:
        """Whether the rule is the law on this day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


class Counting(StrEnum):
    """How a period is counted."""

    DAYS_AFTER = "days after"
    WEEKS_AFTER = "weeks after"
    MONTHS_AFTER = "months after"
    WORKING_DAYS_AFTER = "working days after"
    DAYS_BEGINNING_WITH = "days beginning with"
    MONTHS_BEGINNING_WITH = "months beginning with"
    WORKING_DAYS_BEGINNING_WITH = "working days beginning with"
    DAYS_BEFORE = "days before"
    WORKING_DAYS_BEFORE = "working days before"
    THE_DAY_ITSELF = "the day itself"
    ANOTHER_DATE = "the date set instead"


COUNTED_FROM_DAY_ONE = frozenset(
    {
        Counting.DAYS_BEGINNING_WITH,
        Counting.MONTHS_BEGINNING_WITH,
        Counting.WORKING_DAYS_BEGINNING_WITH,
    }
)


@dataclass(frozen=True, slots=True)
class Period:
    """So many days, weeks or months, counted in one of the law's ways."""

    number: int
    counting: Counting


class Start(StrEnum):
    """The event a limit is counted from, in words that fit after "from"."""

    REQUEST_OR_RESPONSIBLE = "the day the request was received or the authority became responsible"
    FINAL_PLAN_DUE = "the last day for the final plan"
    BODY_RECEIVED_REQUEST = "the day the body received the authority's request for advice"
    DRAFT_SERVED = "the day the draft plan was served"
    CONSULTED = "the day the institution was consulted"
    NOTICE_SENT = "the day the decision notice was sent"
    CERTIFICATE_ISSUED = "the day the mediation certificate was issued"
    AUTHORITY_TOLD_OF_MEDIATION = "the day the authority was told that mediation is wanted"
    HEALTH_BODY_TOLD = "the day the health body was told"
    MEDIATION_OVER = "the day mediation was declined, ended, or reported impossible to arrange"
    APPEAL_REGISTERED = "the day the Tribunal registered the appeal"
    ORDER_MADE = "the date of the Tribunal's order"
    TRIBUNAL_NOTIFIED = "the day the authority told the Tribunal that it does not oppose the appeal"
    AGREEMENT_MADE = "the date of the mediation agreement"
    REASSESSMENT_REQUESTED = "the day the request to re-assess was received"
    REASSESSMENT_NOTIFIED = (
        "the day the family was told of, or the authority decided on, a re-assessment"
    )
    MOVE = "the day of the move"
    OLD_AUTHORITY_AWARE = "the day the old authority became aware of the move"
    PLAN_TRANSFERRED = "the day the plan was transferred"
    LAST_REVIEW = "the day the plan was made or last reviewed"


class LimitKind(StrEnum):
    """What stands behind a limit. The authority's own targets are no limits: they live in `local_policy`."""

    STATUTORY = "statutory"
    GUIDANCE = "guidance"
    REFERENCE = "reference"


class Owner(StrEnum):
    """Whose time it is."""

    AUTHORITY = "local authority"
    CONTRIBUTOR = "contributor"
    SETTING = "school or other institution"
    HEALTH_BODY = "responsible commissioning body"
    ADVISER = "mediation adviser"
    FAMILY = "family"


class GroundKind(StrEnum):
    """The kinds of reason for which the law lets a limit go."""

    SCHOOL_CLOSURE = "school_closure"
    EARLY_YEARS_CLOSURE = "early_years_closure"
    CIRCUMSTANCES = "circumstances"
    ABSENCE = "absence"
    APPOINTMENT = "appointment"
    CORONAVIRUS = "coronavirus"


@dataclass(frozen=True, slots=True)
class ExceptionGround:
    """One reason on a limit's own list. It lets the limit go; it never sets a new day.

    `doubtful_after` is the shorter period within which the ground counts on any reading of the law.
    """

    kind: GroundKind
    citation: Citation
    says: str
    least_days: int = 0
    doubtful_after: Period | None = None

    @property
    def basis(self) -> str:
        """The ground as the clock vectors write it."""
        return self.citation.place


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """One limit of the law: who owes what, from when, how counted, by which provision, on which days the law.

    `grounds` is None where the law has no list of exceptions to go to, and empty where it is settled that none exists.
    """

    code: str
    clocks: tuple[ClockId, ...]
    duty: str
    owner: Owner
    start: Start
    period: Period
    citation: Citation
    in_force: InForce
    grounds: tuple[ExceptionGround, ...] | None = None
    kind: LimitKind = LimitKind.STATUTORY
    note: str = ""

    @property
    def version(self) -> str:
        """The name of this version of the rule, kept with every deadline that came from it."""
        return f"{self.code}/{self.in_force.first_day.isoformat()}"

    @property
    def basis(self) -> str:
        """The provision as the clock vectors write it."""
        return self.citation.place


class TribunalTimeKind(StrEnum):
    """What the days from 25 December to 1 January and those of August do to the family's time to appeal."""

    DAYS_LEFT_OUT = "days left out"
    ENDS_ON_SUCH_A_DAY = "ends on such a day"


@dataclass(frozen=True, slots=True)
class TribunalTime:
    """How rule 12 of the Tribunal's rules ends a period, after which a day that is no working day moves to the next."""

    code: str
    kind: TribunalTimeKind
    citation: Citation
    in_force: InForce
    says: str


class AdviceKey(StrEnum):
    """The items of reg 6(1), in its order."""

    FAMILY = "family"
    EDUCATION = "education"
    HEALTH = "health"
    PSYCHOLOGY = "psychology"
    SOCIAL_CARE = "social_care"
    OTHER = "other"
    ADULTHOOD = "adulthood"
    REQUESTED = "requested"


@dataclass(frozen=True, slots=True)
class AdviceSource:
    """One item of advice that the authority must seek, reg 6(1)."""

    key: AdviceKey
    paragraph: str
    comes_from: str
    citation: Citation
    sought: str
    reusable: bool


@dataclass(frozen=True, slots=True)
class PlanSection:
    """One separately identifiable section of a plan, reg 12(1)."""

    letter: str
    title: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """One thing that a notice must contain: its key, what it is, and the provision that asks for it."""

    key: str
    says: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Notice:
    """A letter of the process: to whom it goes and what it must contain."""

    number: str
    title: str
    goes_to: tuple[str, ...]
    must_contain: tuple[NoticeContent, ...]
    citation: Citation


def weeks(number: int) -> Period:
    """So many weeks after the event, whose day does not count."""
    return Period(number, Counting.WEEKS_AFTER)


def days(number: int) -> Period:
    """So many calendar days after the event, whose day does not count."""
    return Period(number, Counting.DAYS_AFTER)


def months(number: int) -> Period:
    """So many months after the event."""
    return Period(number, Counting.MONTHS_AFTER)


def working_days(number: int) -> Period:
    """So many working days after the event, whose day does not count."""
    return Period(number, Counting.WORKING_DAYS_AFTER)


def days_beginning_with(number: int) -> Period:
    """So many calendar days of which the day of the event is the first."""
    return Period(number, Counting.DAYS_BEGINNING_WITH)


def months_beginning_with(number: int) -> Period:
    """So many months of which the day of the event is the first day."""
    return Period(number, Counting.MONTHS_BEGINNING_WITH)


def working_days_beginning_with(number: int) -> Period:
    """So many working days of which the day of the event, if it is one, is the first."""
    return Period(number, Counting.WORKING_DAYS_BEGINNING_WITH)


@dataclass(frozen=True, slots=True)
class Limb:
    """One limb: the code its answer is kept under, the question, either answer as a family reads it, the provision."""

    code: str
    question: str
    met: str
    not_met: str
    citation: Citation
