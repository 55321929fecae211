"""The whole picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.case.advice import AdviceItem, AdviceRequest, FamilyAsk
from ehc_workflow.domain.case.disputes import (
    Agreement,
    Appeal,
    Certificate,
    Mediation,
    Order,
    WayBack,
)
from ehc_workflow.domain.case.endings import ClaimedException, DelayCause
from ehc_workflow.domain.case.family import DelayTold, FamilyMessage, Promise
from ehc_workflow.domain.case.panels import AgendaItem
from ehc_workflow.domain.case.placement import Consultation, Placement
from ehc_workflow.domain.case.plan import Draft
from ehc_workflow.domain.case.plan_lines import Accounted, PlanCheck, PlanLine, PlanText
from ehc_workflow.domain.case.questions import AuthorQuestion
from ehc_workflow.domain.case.recheck import Recheck
from ehc_workflow.domain.case.representation import Representation, RepresentationKind
from ehc_workflow.domain.case.request import (
    AssessDecision,
    Contact,
    Letter,
    MissingItem,
    Notice,
    Person,
    PlanDecision,
    Reassessed,
    Trigger,
)
from ehc_workflow.domain.case.state import ENDED_STATES, OPEN_STATES, PLAN_STATES, Overlay, State
from ehc_workflow.domain.facts import (
    Absence,
    AgreementMatter,
    Closure,
    PersonalCircumstance,
    Setting,
)

AMENDS = frozenset({"amend_contents", "amend_placement", "continue_and_amend"})
"""What an order, a concession or an agreement can say of a plan that stands: send it amended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One EHC needs assessment, from arrival to outcome. With `reassesses` it is one of somebody who has a plan, s44.

    `final_version` is that of the plan text that was signed and sent as the final plan, 0 before.
    """

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
    caseworker_since: date | None = None
    plan_writer_seat_id: str | None = None
    imported: bool = False
    reassesses: Reassessed | None = None
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
    family_asks: tuple[FamilyAsk, ...] = ()
    advice_completed_on: date | None = None
    rechecks: tuple[Recheck, ...] = ()
    plan_text: PlanText | None = None
    plan_lines: tuple[PlanLine, ...] = ()
    accounted: tuple[Accounted, ...] = ()
    plan_checks: tuple[PlanCheck, ...] = ()
    health_provision_agreed_on: date | None = None
    drafts: tuple[Draft, ...] = ()
    representations: tuple[Representation, ...] = ()
    final_version: int = 0
    final_written_by: str = ""
    handed_over_on: date | None = None
    consultations: tuple[Consultation, ...] = ()
    placement: Placement | None = None
    closures: tuple[Closure, ...] = ()
    absences: tuple[Absence, ...] = ()
    circumstances: tuple[PersonalCircumstance, ...] = ()
    exceptions: tuple[ClaimedException, ...] = ()
    delay_causes: tuple[DelayCause, ...] = ()
    mediations: tuple[Mediation, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    orders: tuple[Order, ...] = ()
    way_back: WayBack | None = None
    rules_of: tuple[tuple[str, date], ...] = ()
    ended_on: date | None = None
    duplicate_of: str | None = None
    sealed_documents: tuple[str, ...] = ()
    family_messages: tuple[FamilyMessage, ...] = ()
    delays_told: tuple[DelayTold, ...] = ()
    promises: tuple[Promise, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    questions: tuple[AuthorQuestion, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the authority still owes a step of the assessment itself."""
        return self.state in OPEN_STATES

    @property
    def decision_to_tell(self) -> AssessDecision | PlanDecision | None:
        """The decision of the stage the case is at: whether to assess, then whether to make a plan."""
        if self.state in (State.RECEIVED, State.CONSIDERING):
            return self.assess_decision
        return self.plan_decision

    @property
    def version_sent(self) -> int:
        """The version of the plan text that went as the final plan: of an older case, the one that stands."""
        return self.final_version or (self.plan_text.version if self.plan_text else 0)

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        """What runs beside a decision: `in_mediation`, `in_appeal`."""
        return (
            *((Overlay.IN_MEDIATION,) if any(one.is_running for one in self.mediations) else ()),
            *((Overlay.IN_APPEAL,) if any(one.is_running for one in self.appeals) else ()),
        )

    @property
    def amendment_is_owed(self) -> bool:
        """Whether an order, a concession or an agreement to amend the plan waits for the amended plan."""
        sent = [one.sent_on for one in self.notices if one.kind is Letter.AMENDED_PLAN]
        return any(not any(day >= began for day in sent) for began in self._amendments())

    def _amendments(self) -> Iterator[date]:
        yield from (one.made_on for one in self.orders if one.kind in AMENDS)
        yield from (
            one.ended_on
            for one in self.appeals
            if one.conceded in AMENDS and one.ended_on is not None
        )
        yield from (one.agreed_on for one in self.agreements if one.matter in AMENDS)

    @property
    def family_waits(self) -> bool:
        """Whether the family wrote and has no reply, while there is somebody to reply to."""
        return self.state not in ENDED_STATES and any(
            one.settled_on is None for one in self.family_messages
        )

    @property
    def is_settled(self) -> bool:
        """Whether nothing is owed any more: the assessment has its outcome, and no dispute or amendment is open."""
        promised = any(
            one.matter is AgreementMatter.NOT_APPEALABLE and one.carried_out_on is None
            for one in self.agreements
        )
        return not (
            self.is_open
            or promised
            or self.amendment_is_owed
            or self.family_waits
            or (self.overlays and self.state not in ENDED_STATES)
        )

    @property
    def received_on(self) -> date:
        """The day that starts the clock: the earliest of all triggers (setting `lead_trigger`)."""
        return min(trigger.received_on for trigger in self.triggers)

    @property
    def logged_on(self) -> date:
        """The day the first trigger was logged: a different fact from its arrival."""
        return min(trigger.logged_on for trigger in self.triggers)

    @property
    def provision_to_agree_from(self) -> date | None:
        """The day since which the words of section G wait for the health body to agree to them, reg 12(2)."""
        text = self.plan_text
        waits = self.health_provision_agreed_on is None and self.state in PLAN_STATES
        return text.saved_on if waits and text is not None and "G" in text.sections else None

    @property
    def current_draft(self) -> Draft | None:
        """The complete draft whose window counts: the last one served and not replaced."""
        for draft in reversed(self.drafts):
            if not draft.part and not draft.replaced:
                return draft
        return None

    @property
    def served_draft(self) -> Draft | None:
        """The complete draft that the family had last, whether or not a fresh one is being written."""
        return next((draft for draft in reversed(self.drafts) if not draft.part), None)

    def letter_with(self, draft: Draft) -> Notice | None:
        """The letter that a draft went with; a part-draft goes with none."""
        if draft.part:
            return None
        if draft.notice_id:
            return self.notice_of_id(draft.notice_id)
        same_day = (one for one in self.notices if one.sent_on == draft.sent_on)
        return next((one for one in same_day if one.kind is Letter.DRAFT_PLAN), None)

    def representation(self, representation_id: str) -> Representation | None:
        """What the family said under this id, if it is one of this case's."""
        return next((said for said in self.representations if said.id == representation_id), None)

    def notice(self, *kinds: Letter) -> Notice | None:
        """The first notice of these kinds that went and still stands: an order or agreement sets a refusal aside."""
        return next((one for one in self.notices if one.kind in kinds and not one.set_aside), None)

    def notice_of_id(self, notice_id: str) -> Notice | None:
        """The notice of this id, standing or set aside, if it is one of this case's."""
        return next((notice for notice in self.notices if notice.id == notice_id), None)

    def mediation(self, mediation_id: str) -> Mediation | None:
        """The mediation of this id, if it is one of this case's."""
        return next((one for one in self.mediations if one.id == mediation_id), None)

    def appeal(self, appeal_id: str) -> Appeal | None:
        """The appeal of this id, if it is one of this case's."""
        return next((one for one in self.appeals if one.id == appeal_id), None)

    def agreement(self, agreement_id: str) -> Agreement | None:
        """The agreement of this id, if it is one of this case's."""
        return next((one for one in self.agreements if one.id == agreement_id), None)

    def advice_request(self, request_id: str) -> AdviceRequest | None:
        """The request for advice of this id, if it is one of this case's."""
        return next((request for request in self.advice if request.id == request_id), None)

    def consultation(self, consultation_id: str) -> Consultation | None:
        """The consultation of this id, if it is one of this case's."""
        return next((asked for asked in self.consultations if asked.id == consultation_id), None)

    def passed_over(self, setting_id: str | None) -> bool:
        """Whether the final plan went and does not name this setting: what it was consulted with is over."""
        return self.notice(Letter.FINAL_PLAN) is not None and not self.names(setting_id)

    def names(self, setting_id: str | None) -> bool:
        """Whether the final plan went and names this setting."""
        named = self.placement.setting_id if self.placement else None
        return self.notice(Letter.FINAL_PLAN) is not None and named == setting_id

    @property
    def health_request(self) -> AdviceRequest | None:
        """The first request for health advice that lies with a service: by it the health body finds this case."""
        return next(
            (one for one in self.advice if one.item is AdviceItem.HEALTH and one.service_id), None
        )

    def counts(self, asked: Consultation) -> bool:
        """Whether a consultation was on the draft that counts: a fresh draft is a new one to consult on, Code 9.125.

        Of one brought in, or from before versions were kept, it is not known, and it counts.
        """
        draft = self.current_draft
        return asked.plan_version in (None, draft.plan_version if draft else None)

    @property
    def consultations_that_count(self) -> tuple[Consultation, ...]:
        """The consultations on the draft that counts, s39(2), s40(3)."""
        return tuple(asked for asked in self.consultations if self.counts(asked))

    def has_consulted(self, setting_id: str) -> bool:
        """Whether this setting was consulted on the draft that counts."""
        return any(asked.setting_id == setting_id for asked in self.consultations_that_count)

    @property
    def settings_to_consult_again(self) -> tuple[str, ...]:
        """The settings that were consulted on an earlier draft alone, each once, in the order of asking."""
        every = dict.fromkeys(asked.setting_id for asked in self.consultations)
        return tuple(each for each in every if not self.has_consulted(each))

    @property
    def settings_asked_for(self) -> tuple[str, ...]:
        """The settings that the family asked for, s38(2)(b), each once, in the order of asking."""
        asked = (
            said.setting_id
            for said in self.representations
            if said.kind is RepresentationKind.SETTING_REQUEST and said.taken_back_on is None
        )
        return tuple(dict.fromkeys(setting_id for setting_id in asked if setting_id is not None))

    def family_ask(self, ask_id: str) -> FamilyAsk | None:
        """What the family asked for under this id, if it is one of this case's."""
        return next((ask for ask in self.family_asks if ask.id == ask_id), None)

    def family_message(self, message_id: str) -> FamilyMessage | None:
        """The family's message of this id, if it is one of this case's."""
        return next((one for one in self.family_messages if one.id == message_id), None)

    def promise(self, promise_id: str) -> Promise | None:
        """The promise of this id, if it is one of this case's."""
        return next((one for one in self.promises if one.id == promise_id), None)

    def recheck(self, recheck_id: str) -> Recheck | None:
        """The look of this id that late advice made owed, if it is one of this case's."""
        return next((one for one in self.rechecks if one.id == recheck_id), None)

    def contact(self, contact_id: str) -> Contact | None:
        """The contact of this id, if it is one of this case's."""
        return next((contact for contact in self.contacts if contact.id == contact_id), None)
