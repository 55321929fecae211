"""The whole picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.case.advice import (
    AdviceRequest,
)
from ehc_workflow.domain.case.endings import ClaimedException, DelayCause
from ehc_workflow.domain.case.plan import (
    Consultation,
    Draft,
    Placement,
    PlanText,
    Representation,
)
from ehc_workflow.domain.case.request import (
    AssessDecision,
    Contact,
    Letter,
    MissingItem,
    Notice,
    Person,
    PlanDecision,
    Trigger,
)
from ehc_workflow.domain.case.state import OPEN_STATES, State
from ehc_workflow.domain.facts import (
    Absence,
    Closure,
    PersonalCircumstance,
    Setting,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One EHC needs assessment, from arrival to outcome."""

    id: str
    authority_id: str
    team_id: str
    child_id: str
    reference: str
    state: State = State.NOT_OPEN
    version: int = 0
    person: Person | None = None
    rule_version: str = ""
    setting_id: str | None = None
    setting_kind: Setting = Setting.NONE
    caseworker_seat_id: str | None = None
    plan_writer_seat_id: str | None = None
    imported: bool = False
    triggers: tuple[Trigger, ...] = ()
    contacts: tuple[Contact, ...] = ()
    missing_items: tuple[MissingItem, ...] = ()
    family_consulted_on: date | None = None
    views_received_on: date | None = None
    views_considered_on: date | None = None
    assess_decision: AssessDecision | None = None
    plan_decision: PlanDecision | None = None
    notices: tuple[Notice, ...] = ()
    advice: tuple[AdviceRequest, ...] = ()
    advice_completed_on: date | None = None
    plan_text: PlanText | None = None
    health_provision_agreed_on: date | None = None
    drafts: tuple[Draft, ...] = ()
    representations: tuple[Representation, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    placement: Placement | None = None
    closures: tuple[Closure, ...] = ()
    absences: tuple[Absence, ...] = ()
    circumstances: tuple[PersonalCircumstance, ...] = ()
    exceptions: tuple[ClaimedException, ...] = ()
    delay_causes: tuple[DelayCause, ...] = ()
    ended_on: date | None = None
    duplicate_of: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the authority still owes a step of the assessment itself."""
        return self.state in OPEN_STATES

    @property
    def received_on(self) -> date:
        """The day that starts the clock: the earliest of all triggers (setting `lead_trigger`)."""
        return min(trigger.received_on for trigger in self.triggers)

    @property
    def logged_on(self) -> date:
        """The day the first trigger was logged: a different fact from its arrival."""
        return min(trigger.logged_on for trigger in self.triggers)

    @property
    def current_draft(self) -> Draft | None:
        """The complete draft whose window counts: the last one served and not replaced."""
        for draft in reversed(self.drafts):
            if not draft.part and not draft.replaced:
                return draft
        return None

    def notice(self, *kinds: Letter) -> Notice | None:
        """The first notice of these kinds that went, if any."""
        return next((notice for notice in self.notices if notice.kind in kinds), None)

    def advice_request(self, request_id: str) -> AdviceRequest | None:
        """The request for advice of this id, if it is one of this case's."""
        return next((request for request in self.advice if request.id == request_id), None)

    def contact(self, contact_id: str) -> Contact | None:
        """The contact of this id, if it is one of this case's."""
        return next((contact for contact in self.contacts if contact.id == contact_id), None)
