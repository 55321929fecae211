"""What happened in a case, in the words of the clock vectors: the only thing the clocks are worked out from.

A value here is a fact about the world, never a conclusion: days are real London `date` values, a moment of arrival is
an aware `datetime`. Facts may be incomplete; whatever is not known is `None` or an empty tuple. A stored case is turned
into `Facts`, and so is a vector, so that both get their dates from the same code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as time_of_day
from enum import StrEnum

from ehc_workflow.rules.model import ClockId, Contributor, NoticeKind

__all__ = [
    "Absence",
    "AdviceRequestFacts",
    "AgreementMatter",
    "AppealMatter",
    "AppointmentPurpose",
    "CircumstanceKind",
    "ClockId",
    "Closure",
    "Consultation",
    "Contributor",
    "DelayKind",
    "DraftFacts",
    "Facts",
    "Mediation",
    "MediationAgreement",
    "MediationIssues",
    "Method",
    "MissedAppointment",
    "NoticeFacts",
    "NoticeKind",
    "OrderFacts",
    "OrderKind",
    "OtherDelay",
    "PersonalCircumstance",
    "Reassessment",
    "RightHolder",
    "Setting",
    "Transfer",
    "Trigger",
    "TriggerKind",
    "UnopposedAppeal",
    "Who",
]


class TriggerKind(StrEnum):
    """What can start the clock: the first four are requests under s36(1), the others make the authority responsible."""

    PARENTAL_REQUEST = "parental_request"
    YOUNG_PERSON_REQUEST = "young_person_request"
    SCHOOL_REQUEST = "school_request"
    POST16_REQUEST = "post16_request"
    BROUGHT_TO_ATTENTION = "brought_to_attention"
    IDENTIFIED_BY_AUTHORITY = "identified_by_authority"
    HEALTH_BODY_NOTIFICATION = "health_body_notification"

    @property
    def is_request(self) -> bool:
        """Whether this is a request under s36(1) rather than the authority becoming responsible under s24."""
        return self.value.endswith("_request")


class Setting(StrEnum):
    """Whose head teacher, principal or early years lead was asked, or which setting closed."""

    SCHOOL = "school"
    POST16 = "post16"
    EARLY_YEARS = "early_years"
    NONE = "none"


class Who(StrEnum):
    """Of whom a fact is told."""

    CHILD = "child"
    PARENT = "parent"
    YOUNG_PERSON = "young_person"


class RightHolder(StrEnum):
    """Who holds the rights of Part 3 on a day."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"


class CircumstanceKind(StrEnum):
    """Circumstances that a person has found to be exceptional."""

    BEREAVEMENT = "bereavement"
    SERIOUS_ILLNESS = "serious_illness"
    HOSPITAL_STAY = "hospital_stay"
    FAMILY_BREAKDOWN = "family_breakdown"
    DOMESTIC_ABUSE = "domestic_abuse"
    HOMELESSNESS = "homelessness"
    OTHER_EXCEPTIONAL = "other_exceptional"


class AppointmentPurpose(StrEnum):
    """What an appointment that was not kept was for; reg 8(2)(c) speaks of an examination or a test."""

    EXAMINATION = "examination"
    TEST = "test"
    MEETING = "meeting"


class DelayKind(StrEnum):
    """Causes of delay that are no ground for an exception, recorded so that they are not mistaken for one."""

    PSYCHOLOGIST_SHORTAGE = "psychologist_shortage"
    THERAPIST_SHORTAGE = "therapist_shortage"
    WAITING_LIST = "waiting_list"
    PANEL_DATE = "panel_date"
    STAFF_ABSENCE = "staff_absence"
    SHORT_SCHOOL_HOLIDAY = "short_school_holiday"
    LATE_SCHOOL_REPLY = "late_school_reply"
    FAMILY_SLOW_TO_REPLY = "family_slow_to_reply"
    FAMILY_COMMENTS_LATE = "family_comments_late"


class Method(StrEnum):
    """How something was sent."""

    EMAIL = "email"
    PORTAL = "portal"
    HAND = "hand"
    FIRST_CLASS_POST = "first_class_post"
    SECOND_CLASS_POST = "second_class_post"


class MediationIssues(StrEnum):
    """What the family wants to discuss."""

    EDUCATION_OR_CARE = "education_or_care"
    HEALTH = "health"
    BOTH = "both"


class OrderKind(StrEnum):
    """What the Tribunal ordered. `amend_contents` includes placement with it, `amend_placement` is section I alone."""

    ASSESS = "assess"
    REASSESS = "reassess"
    MAKE_PLAN = "make_plan"
    RECONSIDER = "reconsider"
    AMEND_CONTENTS = "amend_contents"
    AMEND_PLACEMENT = "amend_placement"
    CONTINUE_AND_AMEND = "continue_and_amend"


class AppealMatter(StrEnum):
    """What the authority concedes when it does not oppose an appeal."""

    ASSESS = "assess"
    REASSESS = "reassess"
    MAKE_PLAN = "make_plan"
    AMEND_CONTENTS = "amend_contents"
    AMEND_PLACEMENT = "amend_placement"


class AgreementMatter(StrEnum):
    """What was agreed at mediation."""

    ASSESS = "assess"
    REASSESS = "reassess"
    MAKE_PLAN = "make_plan"
    AMEND_CONTENTS = "amend_contents"
    AMEND_PLACEMENT = "amend_placement"
    NOT_APPEALABLE = "not_appealable"


@dataclass(frozen=True, slots=True)
class Trigger:
    """What could start the clock, with exactly one of the three days."""

    kind: TriggerKind
    received_at: datetime | None = None
    received_on: date | None = None
    posted_on: date | None = None


@dataclass(frozen=True, slots=True)
class AdviceRequestFacts:
    """A request for advice under reg 6. Asked, received by the body and answered are three facts."""

    contributor: Contributor
    setting: Setting | None = None
    s31_body: bool | None = None
    requested_on: date | None = None
    received_by_body_on: date | None = None
    answered_on: date | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """A closure of the child's own setting."""

    setting: Setting
    first_closed_day: date
    reopening_day: date


@dataclass(frozen=True, slots=True)
class Absence:
    """One continuous absence of one person from the authority's area, whole days."""

    who: Who
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class PersonalCircumstance:
    """Circumstances that a person has found to be exceptional."""

    who: Who
    kind: CircumstanceKind
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class MissedAppointment:
    """An appointment that the child or young person did not keep; `ref` is that of the request for advice."""

    contributor: Contributor
    purpose: AppointmentPurpose
    missed_on: date
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class OtherDelay:
    """A cause of delay that is no ground for anything."""

    kind: DelayKind
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Consultation:
    """A school or other institution consulted on the draft."""

    consulted_on: date
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A complete draft plan sent to the family; `time` is London time, left out it was in office hours."""

    sent_on: date
    method: Method
    time: time_of_day | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A decision told to the family."""

    kind: NoticeKind
    sent_on: date
    method: Method
    certificate_issued_on: date | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Mediation:
    """Mediation sought, declined, held or found impossible to arrange."""

    issues: MediationIssues | None = None
    authority_told_on: date | None = None
    health_body_told_on: date | None = None
    declined_on: date | None = None
    ended_on: date | None = None
    adviser_told_cannot_arrange_on: date | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class MediationAgreement:
    """A written mediation agreement, with other dates agreed in writing by clock."""

    matter: AgreementMatter
    agreed_on: date
    agreed_dates: tuple[tuple[ClockId, date], ...] = ()
    authority_took_part: bool = True
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class UnopposedAppeal:
    """An appeal the authority told the Tribunal, before its response, that it does not oppose."""

    matter: AppealMatter
    notified_tribunal_on: date
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """A Tribunal order, consent orders included, with dates set by a direction by clock."""

    kind: OrderKind
    made_on: date
    directed_dates: tuple[tuple[ClockId, date], ...] = ()
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Reassessment:
    """A request to re-assess, or the authority's own decision to. The answer to a request is a notice.

    `ref` names the decision: the limit for the plan is told apart by it from that of a first assessment.
    """

    received_on: date | None = None
    last_assessed_on: date | None = None
    own_initiative_on: date | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """A plan that moves between authorities."""

    moved_on: date
    old_authority_aware_on: date
    transferred_on: date | None = None
    plan_made_or_last_reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known that can start, meet or except a limit."""

    triggers: tuple[Trigger, ...] = ()
    advice_requests: tuple[AdviceRequestFacts, ...] = ()
    closures: tuple[Closure, ...] = ()
    absences: tuple[Absence, ...] = ()
    personal_circumstances: tuple[PersonalCircumstance, ...] = ()
    missed_appointments: tuple[MissedAppointment, ...] = ()
    other_delays: tuple[OtherDelay, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    drafts: tuple[DraftFacts, ...] = ()
    notices: tuple[NoticeFacts, ...] = ()
    mediations: tuple[Mediation, ...] = ()
    mediation_agreements: tuple[MediationAgreement, ...] = ()
    unopposed_appeals: tuple[UnopposedAppeal, ...] = ()
    orders: tuple[OrderFacts, ...] = ()
    reassessment: Reassessment | None = None
    transfer: Transfer | None = None
    date_of_birth: date | None = None
    right_holder_on: tuple[date, ...] = ()
    rules_of: tuple[tuple[str, date], ...] = ()
    """Rules, by code, to whose version of a later day this case was moved: its limits began under an earlier one."""
