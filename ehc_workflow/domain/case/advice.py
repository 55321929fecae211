"""The parts of a case around advice: what was asked of whom, what they answered, and where each request stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_workflow.domain.case.contributions import Contribution
from ehc_workflow.domain.case.views import ViewsNotObtained
from ehc_workflow.domain.case.visits import Visit
from ehc_workflow.domain.facts import AppointmentPurpose, Setting, Who


class AdviceItem(StrEnum):
    """Whose advice reg 6(1)(a) to (h) makes the authority seek."""

    FAMILY = "family"
    EDUCATION = "education"
    HEALTH = "health"
    PSYCHOLOGY = "psychology"
    SOCIAL_CARE = "social_care"
    OTHER = "other"
    ADULTHOOD = "adulthood"
    REQUESTED = "requested"


class Channel(StrEnum):
    """How somebody was chased or told, outside a formal notice."""

    PHONE = "phone"
    EMAIL = "email"
    MEETING = "meeting"
    LETTER = "letter"


class ReceiptProof(StrEnum):
    """What proves that a contributor has a request: their six weeks run from that day, and from no guess.

    `confirmed`: the contributor says so. `opened`: one of theirs opened it, signed in. `delivered`: a receipt of the
    post, a courier or a mail system. `told`: the authority was told, by telephone or in person.
    """

    CONFIRMED = "confirmed"
    OPENED = "opened"
    DELIVERED = "delivered"
    TOLD = "told"


class ReplyKind(StrEnum):
    """What a contributor answered, short of advice."""

    KNOWN = "known"
    NOT_KNOWN = "not_known"
    EXISTING_REPORT = "existing_report"
    NEW_ASSESSMENT = "new_assessment"
    OTHER_AREA = "other_area"


TO_RESOLVE = frozenset({ReplyKind.NOT_KNOWN, ReplyKind.OTHER_AREA})
"""Replies after which somebody must say who can advise: whoever was asked cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer that is not advice. `planned_for` is the day of a new assessment on which the advice is to rest."""

    kind: ReplyKind
    replied_on: date
    planned_for: date | None = None


class ScreeningFinding(StrEnum):
    """What a brief look by social care found of a child or young person it did not know."""

    NO_NEEDS = "no_needs"
    NEEDS = "needs"
    MORE_TO_SEE = "more_to_see"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """A brief look by social care after its answer of "not known", so that it can advise. It is no advice itself."""

    screened_on: date
    found: ScreeningFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class Chase:
    """One chase by a person. Automatic reminders are kept apart and never count as one."""

    chased_on: date
    channel: Channel
    replied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedAppointment:
    """An appointment of this contributor that the child or young person did not keep."""

    purpose: AppointmentPurpose
    missed_on: date
    new_appointment_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseAgreement:
    """Existing advice that may stand in, reg 6(4): each of the three parties agrees, refuses or has not said."""

    advice_written_on: date
    author: bool | None = None
    authority: bool | None = None
    family: bool | None = None

    @property
    def agreed_by_all(self) -> bool:
        """Whether author, authority and family have all agreed."""
        return self.author is True and self.authority is True and self.family is True

    @property
    def is_refused(self) -> bool:
        """Whether somebody does not agree: then the advice is sought as if there were none."""
        return False in (self.author, self.authority, self.family)

    @property
    def is_open(self) -> bool:
        """Whether somebody has not said yet, and nobody has said no."""
        return not self.is_refused and not self.agreed_by_all


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyAsk:
    """Advice from somebody in particular that the family asked for, reg 6(1)(h). Whom and why is kept beside the log.

    It has two outcomes: a request for advice that answers it, or a refusal with reasons that the family is told.
    """

    id: str
    asked_on: date
    declined_on: date | None = None
    family_told_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time link by which somebody without an account gives this one piece of advice. `last_day` is included.

    `used_on` is when the advice came, from whomever: what the link was for is done.
    """

    id: str
    invited_on: date
    last_day: date
    used_on: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRequest:
    """One piece of advice asked for, owed by a service. Asked, received and accepted are three facts.

    `answers_ask` is what the family asked for, where this request answers it.
    """

    id: str
    item: AdviceItem
    service_id: str | None
    setting: Setting | None = None
    bound_by_reg_8: bool = False
    qualified_teacher_consulted: bool = False
    requested_on: date | None = None
    received_by_body_on: date | None = None
    receipt_proof: ReceiptProof | None = None
    replies: tuple[Reply, ...] = ()
    chases: tuple[Chase, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    missed_appointments: tuple[MissedAppointment, ...] = ()
    visits: tuple[Visit, ...] = ()
    allocated_seat_id: str | None = None
    allocated_on: date | None = None
    screenings: tuple[Screening, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    reuse: ReuseAgreement | None = None
    not_asked_on: date | None = None
    alternative_recorded_on: date | None = None
    health_question_settled_on: date | None = None
    answers_ask: str | None = None
    views_not_obtained: tuple[ViewsNotObtained, ...] = ()

    @property
    def first_received_on(self) -> date | None:
        """The day the first version came, whatever was thought of it. A child's own views are not the parent's part."""
        came = [given for given in self.contributions if given.voice is not Who.CHILD]
        if not came and self.accepted_on:  # a child then, a young person since
            came = list(self.contributions)
        return came[0].received_on if came else None

    @property
    def latest(self) -> Contribution | None:
        """The version that came last, whatever was thought of it."""
        return self.contributions[-1] if self.contributions else None

    @property
    def accepted_on(self) -> date | None:
        """The day the version was accepted that decisions and drafts rest on, whatever came after it."""
        days = [one.accepted_on for one in self.contributions if one.accepted_on is not None]
        return days[-1] if days else None

    @property
    def is_unread(self) -> bool:
        """Whether the version that came last was neither accepted nor returned yet."""
        return (
            self.latest is not None
            and self.latest.accepted_on is None
            and self.latest.returned_on is None
        )

    @property
    def has_files_to_mark_out(self) -> bool:
        """Whether the version that came last is files alone and waits to be checked."""
        return self.is_unread and self.latest is not None and self.latest.is_files_alone

    @property
    def is_owed(self) -> bool:
        """Asked, and the version that came last, if any, is not accepted."""
        return self.is_asked and (self.latest is None or self.latest.accepted_on is None)

    def invitation(self, invitation_id: str) -> Invitation | None:
        """The invitation of this id, if it is one of this request's."""
        return next((one for one in self.invitations if one.id == invitation_id), None)

    @property
    def written_from(self) -> tuple[Contribution, ...]:
        """What a plan is written from: the last version accepted, whatever came since; of views each voice's last."""
        if self.accepted_on is None:
            return ()
        counts = (given for given in self.contributions if given.voice or given.accepted_on)
        return tuple({given.voice: given for given in counts}.values())

    @property
    def has_voice_unknown(self) -> bool:
        """Whether something was given of which nobody was asked whose views it is."""
        return any(given.voice is None for given in self.contributions)

    def has_voice(self, voice: Who) -> bool:
        """Whether this person's views are on file."""
        return any(given.voice is voice for given in self.contributions)

    @property
    def is_asked(self) -> bool:
        """Whether the authority has asked."""
        return self.requested_on is not None

    @property
    def is_settled(self) -> bool:
        """Asked, or not asked with a reason, or already held and agreed by all three: never merely blank."""
        return self.is_asked or self.not_asked_on is not None or self.is_held

    @property
    def is_held(self) -> bool:
        """Whether existing advice stands in by agreement of all three, reg 6(4)."""
        return self.reuse is not None and self.reuse.agreed_by_all

    @property
    def is_answered(self) -> bool:
        """Advice accepted and nothing newer unread, or held, or not asked with a reason. "Not known" is no answer."""
        accepted = self.accepted_on is not None and not self.is_unread
        return accepted or self.is_held or self.not_asked_on is not None

    @property
    def is_outstanding(self) -> bool:
        """Asked and nothing received yet."""
        return self.is_asked and not self.contributions

    @property
    def receipt_is_unproven(self) -> bool:
        """Asked of a contributor, and nothing shows that they have it: their six weeks do not run."""
        return (
            self.is_outstanding
            and self.received_by_body_on is None
            and self.item is not AdviceItem.FAMILY
        )

    @property
    def can_be_routed(self) -> bool:
        """Whether it can be sent on to a service: nothing was given or answered that somebody has to settle first."""
        return (
            self.is_outstanding and not self.not_known_open and self.item is not AdviceItem.FAMILY
        )

    @property
    def last_reply(self) -> Reply | None:
        """What was answered last, short of advice: it is what holds."""
        return self.replies[-1] if self.replies else None

    @property
    def planned_for(self) -> date | None:
        """The day of the new assessment that is waited for, while no advice has come."""
        return self.last_reply.planned_for if self.last_reply and self.is_outstanding else None

    @property
    def standing_reply(self) -> ReplyKind | None:
        """What was answered last and still holds: an offer of a report that somebody refused does not."""
        kind = self.last_reply.kind if self.last_reply else None
        offered = kind is ReplyKind.EXISTING_REPORT
        refused = self.reuse is not None and self.reuse.is_refused
        return None if offered and refused else kind

    @property
    def report_waits(self) -> bool:
        """Whether existing advice was offered for what is asked, and not all three have said what they think of it."""
        return self.is_outstanding and self.reuse is not None and self.reuse.is_open

    @property
    def not_known_open(self) -> bool:
        """Answered "not known" or "another area's", the need for advice still unmet and nobody's decision on it yet."""
        return (
            self.last_reply is not None
            and self.last_reply.kind in TO_RESOLVE
            and not self.contributions
            and self.health_question_settled_on is None
            and not self.is_screened
        )

    @property
    def was_not_known(self) -> bool:
        """Whether a service has answered that the child or young person is not known to it."""
        return any(reply.kind is ReplyKind.NOT_KNOWN for reply in self.replies)

    @property
    def is_screened(self) -> bool:
        """Whether social care has looked since it answered "not known": it can advise itself, and still owes it."""
        answered = [one.replied_on for one in self.replies if one.kind in TO_RESOLVE]
        return any(one.screened_on >= max(answered) for one in self.screenings if answered)

    def visit(self, number: int) -> Visit | None:
        """The visit of this number, if one was planned."""
        return next((visit for visit in self.visits if visit.number == number), None)
