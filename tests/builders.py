"""A made-up authority and a case in it, moved on by the real commands. Everybody here is invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from uuid import NAMESPACE_URL, uuid4, uuid5

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.domain.case import (
    APPEALABLE_LETTERS,
    AdviceItem,
    Answer,
    AssessOutcome,
    Case,
    ContactKind,
    Letter,
    ParagraphKind,
    PlanOutcome,
    RefusalRoute,
    RepresentationKind,
    State,
    Support,
    Way,
)
from ehc_workflow.domain.facts import MediationIssues, Method, Setting, TriggerKind, Who
from ehc_workflow.domain.notices import required_content
from ehc_workflow.domain.services import SchoolType, ServiceKind
from ehc_workflow.domain.voices import voices_of
from ehc_workflow.service.execute import execute
from ehc_workflow.store import organisation, seats
from ehc_workflow.store.engine import Database
from tests.support.plans import items_for

MONDAY = date(2026, 1, 12)
"""The day the base case of the scenarios arrived."""


TOLD = {"setting_told": True, "health_body_told": True, "social_care_told": True}
"""That those who must be told of a decision besides the family are told."""


def fixed_id(name: str) -> str:
    """The same id for the same name, so that a failing test can be read."""
    return str(uuid5(NAMESPACE_URL, name))


AUTHORITY = fixed_id("authority")
TEAM = fixed_id("team")
CASEWORKERS_SEAT = fixed_id("a seat of a caseworker")
SERVICES = {
    AdviceItem.HEALTH: fixed_id("health"),
    AdviceItem.PSYCHOLOGY: fixed_id("psychology"),
    AdviceItem.SOCIAL_CARE: fixed_id("social care"),
    AdviceItem.EDUCATION: fixed_id("school"),
    AdviceItem.ADULTHOOD: fixed_id("school"),
}
SCHOOL = SERVICES[AdviceItem.EDUCATION]
OTHER_SCHOOL = fixed_id("other school")


def actor(
    role: Role, *, service: str | None = None, team: str | None = TEAM, name: str = ""
) -> Actor:
    """Somebody with one seat of this role."""
    seat_id = fixed_id(f"seat {role.value} {name}")
    held = Seat(
        id=seat_id,
        role=role,
        authority_id=AUTHORITY,
        team_id=team if service is None else None,
        service_id=service,
    )
    return Actor(
        id=fixed_id(f"user {role.value} {name}"), name=f"Invented {role.value}", seats=(held,)
    )


CASEWORKER = actor(Role.CASEWORKER)
DECISION_MAKER = actor(Role.DECISION_MAKER)
SECOND_DECISION_MAKER = actor(Role.DECISION_MAKER, name="second")
MANAGER = actor(Role.MANAGER)
PLAN_WRITER = actor(Role.PLAN_WRITER)
DCO = actor(Role.DCO, service=SERVICES[AdviceItem.HEALTH])
HEALTH_ADMINISTRATOR = actor(Role.HEALTH_ADMINISTRATOR, service=SERVICES[AdviceItem.HEALTH])
PSYCHOLOGIST = actor(Role.PSYCHOLOGY, service=SERVICES[AdviceItem.PSYCHOLOGY])
SOCIAL_WORKER = actor(Role.SOCIAL_CARE, service=SERVICES[AdviceItem.SOCIAL_CARE])
SENCO = actor(Role.SETTING, service=SCHOOL)


def found_authority(database: Database) -> None:
    """Write the made-up authority, its team and its services."""
    with database.writing() as connection:
        organisation.add_authority(
            connection, authority_id=AUTHORITY, name="Invented Shire", dfe_number="999"
        )
        organisation.add_team(connection, team_id=TEAM, authority_id=AUTHORITY, name="North")
        held = Seat(id=CASEWORKERS_SEAT, role=Role.CASEWORKER, authority_id=AUTHORITY, team_id=TEAM)
        seats.add_seat(connection, held, name="North, cases A to K")
        kinds = {
            AdviceItem.HEALTH: ServiceKind.HEALTH,
            AdviceItem.PSYCHOLOGY: ServiceKind.PSYCHOLOGY,
            AdviceItem.SOCIAL_CARE: ServiceKind.SOCIAL_CARE,
        }
        for item, kind in kinds.items():
            organisation.add_service(
                connection,
                service_id=SERVICES[item],
                kind=kind,
                name=f"Invented {item.value.replace('_', ' ')} service",
                authority_ids=[AUTHORITY],
                email=f"{item.value}@example.invalid",
                lead_email=f"{item.value}.lead@example.invalid",
                confirmed_on=MONDAY,
            )
        for service_id, name in ((SCHOOL, "Larkrise School"), (OTHER_SCHOOL, "Quayside School")):
            organisation.add_service(
                connection,
                service_id=service_id,
                kind=ServiceKind.SETTING,
                name=name,
                authority_ids=[AUTHORITY],
                email="office@example.invalid",
                school_type=SchoolType.MAINTAINED_MAINSTREAM,
                confirmed_on=MONDAY,
            )


def receive_request(
    case_id: str,
    *,
    received_on: date = MONDAY,
    date_of_birth: date = date(2018, 3, 4),
    kind: TriggerKind = TriggerKind.PARENTAL_REQUEST,
    **changes: object,
) -> c.ReceiveRequest:
    """A request for an invented child whose parent's address was confirmed on the day."""
    values: dict[str, object] = {
        "assessment_id": case_id,
        "authority_id": AUTHORITY,
        "team_id": TEAM,
        "child": c.ChildDetails(
            id=fixed_id(f"child {case_id}"),
            given_name="Robin",
            family_name="Example",
            date_of_birth=date_of_birth,
        ),
        "contacts": (
            c.ContactDetails(
                id=parent_of(case_id),
                kind=ContactKind.PARENT,
                name="Sam Example",
                email="sam@example.invalid",
                address_confirmed_on=received_on,
            ),
        ),
        "trigger_id": fixed_id(f"trigger {case_id}"),
        "kind": kind,
        "received_on": received_on,
        "evidence": "E-mail in the team inbox",
        "setting_id": SCHOOL,
        "setting_kind": Setting.SCHOOL,
        "caseworker_seat_id": CASEWORKERS_SEAT,
    }
    return c.ReceiveRequest(**{**values, **changes})  # type: ignore[arg-type]  # a builder's values


def parent_of(case_id: str) -> str:
    """The id of the invented parent."""
    return fixed_id(f"parent {case_id}")


def blocks(letter: Letter) -> tuple[tuple[str, str], ...]:
    """Some words for every part the law requires of a letter."""
    return tuple(
        (content.key, f"Invented words: {content.says}.") for content in required_content(letter)
    )


@dataclass
class Journey:
    """One case and its people, on a clock that the test moves. Each step goes through `execute`."""

    database: Database
    case_id: str = field(default_factory=lambda: str(uuid4()))
    today: date = MONDAY
    case: Case | None = None

    @property
    def now(self) -> Case:
        """The case, which there is."""
        assert self.case is not None
        return self.case

    def at(self, today: date) -> Self:
        """Move the clock."""
        self.today = today
        return self

    def do(self, command: c.Command, who: Actor = CASEWORKER, **options: object) -> Case:
        """Carry out a command as somebody, at noon of the day."""
        self.case = execute(
            command,
            database=self.database,
            actor=who,
            now=datetime.combine(self.today, time(12), tzinfo=UTC),
            today=self.today,
            **options,  # type: ignore[arg-type]  # a builder's values
        )
        return self.case

    def sending(self, letter: Letter, **changes: object) -> dict[str, object]:
        """The fields that every letter sent today has. It goes by hand, so that nobody waits for it to be opened."""
        return {
            "assessment_id": self.case_id,
            "dated_on": self.today,
            "sent_on": self.today,
            "method": Method.HAND,
            "addressee": parent_of(self.case_id),
            "blocks": blocks(letter),
            **changes,
        }

    def receive(self, **changes: object) -> Self:
        """T1, logged on the day the clock shows."""
        self.do(receive_request(self.case_id, **{"received_on": self.today, **changes}))  # type: ignore[arg-type]
        return self

    def consider(self) -> Self:
        """T3 with the family consulted."""
        self.do(c.ConsultFamily(assessment_id=self.case_id, consulted_on=self.today))
        self.do(c.TellFamilyConsidering(**self.sending(Letter.CONSIDERING)))  # type: ignore[arg-type]
        return self

    def decide_to_assess(self) -> Self:
        """The decision, not yet told."""
        self.do(
            c.DecideWhetherToAssess(
                assessment_id=self.case_id,
                outcome=AssessOutcome.ASSESS,
                decided_on=self.today,
                reasons="Both limbs are met on this child's evidence.",
                may_have_sen=True,
                may_need_plan=True,
                views_considered=True,
            ),
            DECISION_MAKER,
        )
        return self

    def decide_to_refuse(self, **changes: object) -> Self:
        """A refusal under s36(8), not yet told."""
        values: dict[str, object] = {
            "assessment_id": self.case_id,
            "outcome": AssessOutcome.REFUSE,
            "decided_on": self.today,
            "reasons": "The school's support meets this child's needs.",
            "may_have_sen": True,
            "may_need_plan": False,
            "may_need_plan_because": "What the school does has closed the gap of last year.",
            "route": RefusalRoute.AFTER_CONSIDERING,
            "views_considered": True,
        }
        self.do(c.DecideWhetherToAssess(**{**values, **changes}), DECISION_MAKER)  # type: ignore[arg-type]
        return self

    def decide_to_reassess(self, outcome: AssessOutcome = AssessOutcome.ASSESS) -> Self:
        """What is decided on a request to re-assess, not yet told."""
        needed = outcome is AssessOutcome.ASSESS
        self.do(
            c.DecideWhetherToReassess(
                assessment_id=self.case_id,
                outcome=outcome,
                decided_on=self.today,
                reasons="What has changed for this child since the plan was made was looked at.",
                further_needed=needed,
                further_needed_because="" if needed else "The plan still fits this child's needs.",
            ),
            DECISION_MAKER,
        )
        return self

    def tell_reassessing(self) -> Self:
        """That there will be a re-assessment, reg 25(1)."""
        self.do(c.NotifyReassessment(**self.sending(Letter.WILL_REASSESS)))  # type: ignore[arg-type]
        return self

    def tell_no_reassessment(self, **changes: object) -> Self:
        """N7."""
        fields = self.sending(Letter.REFUSAL_TO_REASSESS, **changes)
        self.do(c.NotifyRefusalToReassess(**fields))  # type: ignore[arg-type]
        return self

    def tell_refusal(self, letter: Letter = Letter.REFUSAL_TO_ASSESS, **changes: object) -> Self:
        """T2 or T4."""
        self.do(c.NotifyRefusal(**self.sending(letter, **{**TOLD, **changes})))  # type: ignore[arg-type]
        return self

    def tell_no_plan(self, **changes: object) -> Self:
        """T8."""
        self.do(c.NotifyNoPlan(**self.sending(Letter.NO_PLAN, **{**TOLD, **changes})))  # type: ignore[arg-type]
        return self

    def tell_assessing(self) -> Self:
        """T5."""
        self.do(c.NotifyAssessment(**self.sending(Letter.WILL_ASSESS)))  # type: ignore[arg-type]
        return self

    def request_id(self, item: AdviceItem) -> str:
        """The id of the request for one item."""
        return fixed_id(f"{self.case_id} {item.value}")

    def items(self) -> Iterator[AdviceItem]:
        """What has to be asked for."""
        yield from (
            AdviceItem.FAMILY,
            AdviceItem.EDUCATION,
            AdviceItem.HEALTH,
            AdviceItem.PSYCHOLOGY,
            AdviceItem.SOCIAL_CARE,
        )

    def ask(self, *items: AdviceItem) -> Self:
        """T6: ask for the items, received by each the same day."""
        self.do(
            c.RequestAdvice(
                assessment_id=self.case_id,
                requested_on=self.today,
                received_by_body_on=self.today,
                asked=tuple(
                    c.Asked(
                        request_id=self.request_id(item),
                        item=item,
                        service_id=SERVICES.get(item),
                        setting=Setting.SCHOOL if item is AdviceItem.EDUCATION else None,
                    )
                    for item in (items or tuple(self.items()))
                ),
            )
        )
        return self

    def give(self, item: AdviceItem, who: Actor = CASEWORKER, **changes: object) -> Self:
        """Advice on one item, specific enough; of the family, what each of them thinks."""
        if item is AdviceItem.FAMILY:
            for voice in voices_of(self.now, self.today):
                self.give_views(voice, who)
            return self
        values: dict[str, object] = {
            "assessment_id": self.case_id,
            "request_id": self.request_id(item),
            "contribution_id": str(uuid4()),
            "received_on": self.today,
            "author_name": "Invented Author",
            "author_role": "Invented role",
            "how_seen": "Seen in class by the invented author.",
            "paragraphs": (
                c.Paragraph(
                    kind=ParagraphKind.NEED, text="Finds it hard to follow spoken instructions."
                ),
                c.Paragraph(
                    kind=ParagraphKind.OUTCOME, text="Follows two-step instructions by July 2027."
                ),
                c.Paragraph(
                    kind=ParagraphKind.PROVISION,
                    text="A language programme in a small group",
                    amount="30 minutes",
                    frequency="three times a week",
                    by_whom="a trained teaching assistant",
                    until_when="July 2027",
                ),
            ),
        }
        self.do(c.SubmitAdvice(**{**values, **changes}), who)  # type: ignore[arg-type]
        return self

    def give_views(self, voice: Who, who: Actor = CASEWORKER, **changes: object) -> Self:
        """What one of the family thinks, said and written down."""
        values: dict[str, object] = {
            "assessment_id": self.case_id,
            "request_id": self.request_id(AdviceItem.FAMILY),
            "contribution_id": str(uuid4()),
            "voice": voice,
            "received_on": self.today,
            "author_name": "Robin Example" if voice is Who.CHILD else "Sam Example",
            "words": f"Invented words of the {voice.value}.",
            "ways": (Way.SAID,),
            "support": Support.NOT_NEEDED,
        }
        self.do(c.GiveViews(**{**values, **changes}), who)  # type: ignore[arg-type]
        return self

    def accept(self, item: AdviceItem) -> Self:
        """Found good enough."""
        self.do(
            c.AcceptAdvice(
                assessment_id=self.case_id,
                request_id=self.request_id(item),
                accepted_on=self.today,
            )
        )
        return self

    def complete_advice(self) -> Self:
        """Everything given, accepted and closed: T7."""
        for item in self.items():
            self.give(item).accept(item)
        self.do(c.CompleteAdvice(assessment_id=self.case_id, completed_on=self.today))
        return self

    def decide_plan(self, outcome: PlanOutcome = PlanOutcome.MAKE_PLAN) -> Self:
        """The decision under s37(1), and for a plan the letter that it will come."""
        self.do(
            c.DecideWhetherToIssue(
                assessment_id=self.case_id,
                outcome=outcome,
                decided_on=self.today,
                reasons="What this child needs was looked at in the light of all the advice.",
                plan_needed=outcome is PlanOutcome.MAKE_PLAN,
                plan_needed_because="So say the psychologist and the school of this child.",
            ),
            DECISION_MAKER,
        )
        if outcome is PlanOutcome.MAKE_PLAN:
            self.do(c.NotifyPlanWillBeMade(**self.sending(Letter.PLAN_WILL_BE_MADE)))  # type: ignore[arg-type]
        return self

    def save_plan(self, **sections: str) -> Self:
        """A plan text with something in each section the draft needs."""
        assert self.case
        self.do(
            c.SavePlan(
                assessment_id=self.case_id,
                saved_on=self.today,
                items=items_for(self.case, **sections),
            ),
            PLAN_WRITER,
        )
        return self

    def agree_health(self) -> Self:
        """Section G agreed."""
        self.do(
            c.AgreeHealthProvision(
                assessment_id=self.case_id, agreed_on=self.today, by_whom="Invented officer"
            ),
            DCO,
        )
        return self

    def serve_draft(self, draft_id: str = "draft-1", **changes: object) -> Self:
        """T10, by e-mail."""
        fields = self.sending(Letter.DRAFT_PLAN, **{"method": Method.EMAIL, **changes})
        self.do(c.ServeDraft(draft_id=draft_id, **fields))  # type: ignore[arg-type]
        return self

    def fresh_draft(self, draft_id: str = "fresh") -> Self:
        """T12 for a change that nobody prompted, and T10 again with it."""
        reason = "New hearing test."
        self.do(c.StartFreshDraft(assessment_id=self.case_id, reason=reason), DECISION_MAKER)
        return self.save_plan().agree_health().serve_draft(draft_id)

    def ask_for_setting(self, setting_id: str = SCHOOL) -> Self:
        """The family asks for a setting, and is answered."""
        said = str(uuid4())
        self.do(
            c.RecordRepresentation(
                assessment_id=self.case_id,
                representation_id=said,
                kind=RepresentationKind.SETTING_REQUEST,
                received_on=self.today,
                text="We ask for this school.",
                setting_id=setting_id,
            )
        )
        return self

    def answer_all(self) -> Self:
        """Every representation accepted."""
        assert self.case is not None
        for said in self.case.representations:
            self.do(
                c.AnswerRepresentation(
                    assessment_id=self.case_id,
                    representation_id=said.id,
                    answer=Answer.ACCEPTED,
                    answered_on=self.today,
                    reason="",
                )
            )
        return self

    def consult(self, *setting_ids: str, **changes: object) -> Self:
        """T13, or more settings while placement is open: with the draft and everything that was accepted."""
        placing = self.now.state is State.PLACING
        values: dict[str, object] = {
            "assessment_id": self.case_id,
            "settings": tuple(
                c.SettingToConsult(consultation_id=str(uuid4()), setting_id=setting_id)
                for setting_id in setting_ids or (SCHOOL,)
            ),
            "consulted_on": self.today,
            "contributions": tuple(
                given.id for request in self.now.advice for given in request.written_from
            ),
            "letter": "Invented words to a setting.",
            **changes,
        }
        kind = c.ConsultAnother if placing else c.ConsultOnPlacement
        self.do(kind(**values))  # type: ignore[arg-type]  # fields by name
        return self

    def hear(self, setting_id: str = SCHOOL, **changes: object) -> Self:
        """A consulted setting replies; it can meet the needs unless said otherwise."""
        asked = [one for one in self.now.consultations if one.setting_id == setting_id][-1]
        values: dict[str, object] = {
            "assessment_id": self.case_id,
            "consultation_id": asked.id,
            "replied_on": self.today,
            "can_meet_needs": True,
            **changes,
        }
        self.do(c.RecordConsultationReply(**values))  # type: ignore[arg-type]  # fields by name
        return self

    def place(self, setting_id: str | None = SCHOOL, **changes: object) -> Self:
        """T14."""
        values: dict[str, object] = {
            "assessment_id": self.case_id,
            "decided_on": self.today,
            "setting_id": setting_id,
            "setting_type": None,
            "reasons": "The family's choice suits this child.",
            **changes,
        }
        self.do(c.SettlePlacement(**values), DECISION_MAKER)  # type: ignore[arg-type]
        return self

    def send_final(self, **changes: object) -> Self:
        """T15."""
        fields = {
            "signed_by": "Invented officer",
            "signed_on": self.today,
            "setting_told": True,
            "health_body_told": True,
            **self.sending(Letter.FINAL_PLAN),
            **changes,
        }
        self.do(c.SendFinalPlan(**fields), DECISION_MAKER)  # type: ignore[arg-type]
        return self

    def decision_id(self) -> str:
        """The id of the last notice of a decision that can be appealed."""
        return [one.id for one in self.now.notices if one.kind in APPEALABLE_LETTERS][-1]

    def ask_for_mediation(self, **changes: object) -> Self:
        """T16, the adviser and the authority told today."""
        values: dict[str, object] = {
            "assessment_id": self.case_id,
            "mediation_id": f"mediation-{len(self.now.mediations) + 1}",
            "notice_id": self.decision_id(),
            "contacted_adviser_on": self.today,
            "authority_told_on": self.today,
            "issues": MediationIssues.EDUCATION_OR_CARE,
        }
        self.do(c.StartMediation(**{**values, **changes}))  # type: ignore[arg-type]
        return self

    def agree(self, command: type[c.AgreeAtMediation], **changes: object) -> Self:
        """T17."""
        values: dict[str, object] = {
            "assessment_id": self.case_id,
            "agreement_id": f"agreement-{len(self.now.agreements) + 1}",
            "mediation_id": self.now.mediations[-1].id,
            "agreed_on": self.today,
            "terms": "Invented terms.",
        }
        self.do(command(**{**values, **changes}), DECISION_MAKER)  # type: ignore[arg-type]
        return self

    def certify(self, **changes: object) -> Self:
        """T18 for a family that declined mediation today."""
        values: dict[str, object] = {
            "assessment_id": self.case_id,
            "notice_id": self.decision_id(),
            "issued_on": self.today,
            "declined_on": self.today,
        }
        self.do(c.IssueCertificate(**{**values, **changes}))  # type: ignore[arg-type]
        return self

    def appeal(self, **changes: object) -> Self:
        """T19, the response due in six weeks."""
        values: dict[str, object] = {
            "assessment_id": self.case_id,
            "appeal_id": f"appeal-{len(self.now.appeals) + 1}",
            "notice_id": self.decision_id(),
            "registered_on": self.today,
            "reply_due_on": self.today + timedelta(weeks=6),
        }
        self.do(c.RegisterAppeal(**{**values, **changes}))  # type: ignore[arg-type]
        return self

    def concede(self, command: type[c.ConcedeAppeal]) -> Self:
        """T20."""
        self.do(
            command(
                assessment_id=self.case_id,
                appeal_id=self.now.appeals[-1].id,
                notified_tribunal_on=self.today,
            ),
            DECISION_MAKER,
        )
        return self

    def order(self, command: type[c.RecordOrder], **changes: object) -> Self:
        """T21, made and recorded today."""
        values: dict[str, object] = {
            "assessment_id": self.case_id,
            "order_id": f"order-{len(self.now.orders) + 1}",
            "appeal_id": self.now.appeals[-1].id,
            "made_on": self.today,
        }
        self.do(command(**{**values, **changes}))  # type: ignore[arg-type]
        return self

    def tell_ordered_assessment(self) -> Self:
        """T22."""
        self.do(c.StartOrderedAssessment(**self.sending(Letter.WILL_ASSESS)))  # type: ignore[arg-type]
        return self

    def send_amended(self, **changes: object) -> Self:
        """The plan as it was to be amended."""
        fields = {
            "signed_by": "Invented officer",
            "signed_on": self.today,
            "setting_told": True,
            "health_body_told": True,
            **self.sending(Letter.AMENDED_PLAN),
            **changes,
        }
        self.do(c.SendAmendedPlan(**fields), DECISION_MAKER)  # type: ignore[arg-type]
        return self

    def confirm_address(self) -> Self:
        """The parent's address, confirmed today."""
        self.do(
            c.ConfirmAddress(
                assessment_id=self.case_id,
                contact_id=parent_of(self.case_id),
                confirmed_on=self.today,
            )
        )
        return self

    def to_final(self, **changes: object) -> Self:
        """The whole way, in time."""
        start = self.today
        self.receive(**changes).at(start + timedelta(weeks=1)).consider()
        self.at(start + timedelta(weeks=4)).decide_to_assess().tell_assessing().ask()
        self.at(start + timedelta(weeks=10)).complete_advice()
        self.at(start + timedelta(weeks=12)).decide_plan().save_plan().agree_health().serve_draft()
        self.at(start + timedelta(weeks=13)).ask_for_setting().consult()
        self.at(start + timedelta(weeks=16)).answer_all().place()
        self.confirm_address()
        return self.at(start + timedelta(weeks=17)).send_final()
