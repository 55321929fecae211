"""The days of one case, drawn before it is lived: what each person will do, and when, if nobody changes it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from ehc_workflow.domain.case import (
    AdviceItem,
    AssessOutcome,
    PlanOutcome,
    Reassessed,
    RefusalRoute,
    RepresentationKind,
)
from ehc_workflow.domain.facts import (
    Absence,
    AppointmentPurpose,
    Closure,
    DelayKind,
    Method,
    PersonalCircumstance,
    Setting,
    TriggerKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceCourse:
    """How one request for advice goes. `service_id` is None for the family's own views.

    `signs_with` names the request whose report was written together with this service, which signs it the same day.
    """

    name: str
    item: AdviceItem
    service_id: str | None
    setting: Setting | None = None
    teacher_consulted: bool = False
    reached_on: date | None = None
    not_known_on: date | None = None
    settled_on: date | None = None
    settled_by_service_id: str | None = None
    missed_on: date | None = None
    missed_purpose: AppointmentPurpose = AppointmentPurpose.MEETING
    chased_on: tuple[date, ...] = ()
    other_way_on: date | None = None
    first_on: date | None = None
    returned_on: date | None = None
    back_by: date | None = None
    second_on: date | None = None
    accepted_on: date | None = None
    signs_with: str | None = None

    @property
    def last_received_on(self) -> date | None:
        """The day the version that was accepted came in."""
        return self.second_on or self.first_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something the family says about the draft, with its answer."""

    kind: RepresentationKind
    on: date
    answered_on: date | None = None
    setting_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSetting:
    """A setting that is consulted."""

    setting_id: str
    on: date
    replied_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """An exception that the facts allow, with the fact it rests on."""

    limit: str
    ground: str
    on: date
    fact: Closure | Absence | PersonalCircumstance
    fact_recorded_on: date


class WonBy(StrEnum):
    """What sets a refusal aside."""

    AGREEMENT = "agreement"
    CONCESSION = "concession"
    ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """A refusal to assess that is contested. `told_on`: the family is told that there will be an assessment after all.

    `settled_on` is the day of the agreement, the concession, the order or the dismissal.
    """

    mediation_on: date | None = None
    met_on: date | None = None
    certified_on: date | None = None
    declined: bool = False
    appealed_on: date | None = None
    respond_by: date | None = None
    responded_on: date | None = None
    won_by: WonBy | None = None
    settled_on: date | None = None
    told_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One case. A day after the end of the history is never reached: such a case is open."""

    received_on: date
    logged_on: date
    kind: TriggerKind
    evidence: str
    setting_id: str
    setting: Setting
    reassesses: Reassessed | None = None
    missing: tuple[str, ...] = ()
    missing_came_on: date | None = None
    second_request_on: date | None = None
    second_request_kind: TriggerKind = TriggerKind.SCHOOL_REQUEST
    earlier_arrival_on: date | None = None
    earlier_found_on: date | None = None
    copies_agreed_on: date | None = None
    consulted_on: date | None = None
    considering_told_on: date | None = None
    views_on: date | None = None
    outcome: AssessOutcome = AssessOutcome.ASSESS
    route: RefusalRoute | None = None
    house_rules: bool = False
    decided_on: date | None = None
    told_on: date | None = None
    contest: Contest | None = None
    caseworker_leaves_on: date | None = None
    held_psychology_on: date | None = None
    family_ask_on: date | None = None
    asked_on: date | None = None
    advice: tuple[AdviceCourse, ...] = ()
    completed_on: date | None = None
    why_without: str = ""
    plan_outcome: PlanOutcome = PlanOutcome.MAKE_PLAN
    plan_decided_on: date | None = None
    plan_told_on: date | None = None
    written_on: date | None = None
    health_agreed_on: date | None = None
    draft_on: date | None = None
    draft_method: Method = Method.EMAIL
    said: tuple[Said, ...] = ()
    consulted: tuple[AskedSetting, ...] = ()
    settled_on: date | None = None
    placement: str = "current"
    placed_id: str | None = None
    changed_on: date | None = None
    final_on: date | None = None
    delay_cause: DelayKind | None = None
    delay_limit: str = "final_plan"
    delay_recorded_on: date | None = None
    exceptions: tuple[Excuse, ...] = field(default=())
    withdrawn_on: date | None = None
    moved_out_on: date | None = None

    @property
    def assessed_from(self) -> date | None:
        """The day the family is told that there will be an assessment, at once or after a contest."""
        if self.contest is not None:
            return self.contest.told_on
        return self.told_on if self.outcome is AssessOutcome.ASSESS else None

    def and_then(self, **changes: object) -> Course:
        """The course with more of it known."""
        return replace(self, **changes)  # type: ignore[arg-type]  # the fields are checked where they are named
