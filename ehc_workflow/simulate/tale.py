"""One case as it is told: its people, who of them acts on a day, and what each letter of it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import AdviceItem, Case, ContactKind, Letter, PanelMatter, Trigger
from ehc_workflow.domain.decisions.request import reference_of
from ehc_workflow.domain.facts import Method, RightHolder
from ehc_workflow.service.letter_writing import Writing
from ehc_workflow.service.letters import draft_letter
from ehc_workflow.simulate import people
from ehc_workflow.simulate.authority import Cast, Place, TeamCast
from ehc_workflow.simulate.course import AdviceCourse, Course
from ehc_workflow.simulate.days import working_days_before
from ehc_workflow.simulate.dice import Dice, made_id
from ehc_workflow.simulate.panel import asked_of
from ehc_workflow.simulate.people import Child


@dataclass(frozen=True, slots=True)
class Planned:
    """One command, on its day, by somebody whose seat may ask it."""

    on: date
    command: c.Command
    actor: Actor


@dataclass(slots=True)
class Tale:
    """One case with its people and its course, and the steps told of it so far.

    `views_id` is the version of the family's views that came last, once one did.
    """

    case_id: str
    cast: Cast
    team: TeamCast
    child: Child
    course: Course
    dice: Dice
    caseworker: Actor | None = None
    opens_everything: bool = False
    contacts: tuple[c.ContactDetails, ...] = ()
    steps: list[Planned] = field(default_factory=list)
    views_id: str = ""
    next_caseworker: Actor | None = None

    def __post_init__(self) -> None:
        """Give the case to somebody, and know whom to write to."""
        self.caseworker = self.caseworker or self.dice.one_of(self.team.caseworkers)
        self.next_caseworker = self.dice.one_of(self.team.caseworkers)
        self.contacts = people.contacts(
            self.case_id, self.child, self.course.received_on, Dice(self.case_id, "contacts")
        )

    def worker(self, on: date) -> Actor:
        """The caseworker of the day: some leave, and the case passes to another seat."""
        leaves = self.course.caseworker_leaves_on
        found = self.next_caseworker if leaves is not None and on >= leaves else self.caseworker
        assert found is not None
        return found

    def decider(self) -> Actor:
        """The decision-maker of the case."""
        return self.cast.decision_makers[int(self.case_id[0], 16) % len(self.cast.decision_makers)]

    def second_decider(self) -> Actor:
        """Somebody else who decides: for what takes two."""
        first = self.decider()
        return next(other for other in self.cast.decision_makers if other.id != first.id)

    def writer(self) -> Actor:
        """The plan writer of the case."""
        return self.cast.plan_writers[int(self.case_id[1], 16) % len(self.cast.plan_writers)]

    def contributor(self, one: AdviceCourse, on: date) -> Actor:
        """Who gives this advice: the service's own seat where it has one, else the caseworker files it."""
        if one.item is AdviceItem.HEALTH:
            return self.dice.one_of(
                (self.cast.health_administrator, self.cast.health_administrator, self.cast.dco)
            )
        if one.item is AdviceItem.PSYCHOLOGY:
            return self.dice.one_of(self.cast.psychologists)
        if one.item is AdviceItem.SOCIAL_CARE:
            return self.cast.social_worker
        if one.item in (AdviceItem.EDUCATION, AdviceItem.ADULTHOOD):
            return self.place(one.service_id).senco
        return self.worker(on)

    def place(self, service_id: str | None) -> Place:
        """The school or college of this id."""
        return next(place for place in self.cast.places if place.service_id == service_id)

    def do(self, on: date | None, command: c.Command, actor: Actor | None = None) -> None:
        """Have this asked on a day, by the caseworker of that day unless somebody is named; nothing without a day."""
        if on is not None:
            self.steps.append(Planned(on, command, actor or self.worker(on)))

    def id_of(self, *names: object) -> str:
        """The id of something in this case, the same in every run."""
        return made_id(self.case_id, *names)

    def holder(self, on: date) -> c.ContactDetails:
        """Who holds the rights on this day: that is who is written to."""
        young = self.child.holder_on(on) is RightHolder.YOUNG_PERSON
        if not young:
            return self.contacts[0]
        return self.contacts[1] if len(self.contacts) > 1 else self.newly_of_age()

    def newly_of_age(self) -> c.ContactDetails:
        """The young person as a contact, where nobody had them as one."""
        return people.young_person(self.case_id, self.child, self.course.received_on)

    def sending(
        self,
        letter: Letter,
        on: date,
        reasons: str = "",
        method: Method | None = None,
        placement: str = "",
    ) -> dict[str, object]:
        """What every letter has: its words are the product's own drafts."""
        to = self.holder(on)
        agreed = self.copies_agreed_on()
        copies = (
            tuple(contact.id for contact in self.contacts if contact.id != to.id)
            if agreed is not None and agreed < on
            else ()
        )
        return {
            "assessment_id": self.case_id,
            "dated_on": on,
            "sent_on": on,
            "method": method or to.preferred_method,
            "addressee": to.id,
            "copies": copies,
            "blocks": self.blocks(letter, to, reasons, placement),
            "setting_told": True,
            "health_body_told": True,
            "social_care_told": True,
        }

    def blocks(
        self, letter: Letter, to: c.ContactDetails, reasons: str, placement: str
    ) -> tuple[tuple[str, str], ...]:
        """The words of a letter, as the product drafts them."""
        name = self.child.details
        writing = Writing(
            case=self._picture(),
            authority=self.cast.name,
            settings=self.cast.settings,
            given_name=name.given_name,
            name=f"{name.given_name} {name.family_name}",
            addressee=to.name,
            to_young_person=to.kind is ContactKind.YOUNG_PERSON,
            reasons=reasons,
            placement=placement,
        )
        return tuple(
            (block.key, block.text) for block in draft_letter(letter, writing) if block.text
        )

    def _picture(self) -> Case:
        """As much of the case as a letter speaks of."""
        course = self.course
        trigger = Trigger(
            id="",
            kind=course.kind,
            received_on=course.received_on,
            logged_on=course.logged_on,
            evidence=course.evidence,
        )
        return Case(
            id=self.case_id,
            authority_id=self.cast.authority_id,
            team_id=self.team.id,
            child_id=self.child.details.id,
            reference=reference_of(self.case_id),
            triggers=(trigger,),
        )

    def confirm_address(self, on: date) -> None:
        """Before a letter that starts appeal time, the address is confirmed."""
        day = max(working_days_before(on, self.dice.number(0, 3)), self.course.logged_on)
        command = c.ConfirmAddress(
            assessment_id=self.case_id, contact_id=self.holder(on).id, confirmed_on=day
        )
        self.do(day, command)

    def copies_agreed_on(self) -> date | None:
        """Only who holds the rights already can agree that a parent gets copies."""
        agreed = self.course.copies_agreed_on
        if agreed is None or self.child.holder_on(agreed) is not RightHolder.YOUNG_PERSON:
            return None
        return agreed

    def before_the_panel(
        self,
        matter: PanelMatter,
        *,
        open_from: date | None,
        ready_on: date | None,
        decided_on: date,
        weeks: int,
        granted: bool,
    ) -> str:
        """Put it before the panel, if a meeting is in time; why the decision differs, where it will."""
        if open_from is None or ready_on is None or self.course.contest is not None:
            return ""
        arrived = min(self.course.received_on, self.course.earlier_arrival_on or date.max)
        asked = asked_of(
            self.cast.panel,
            self.case_id,
            matter,
            open_from=open_from,
            ready_on=ready_on,
            decided_on=decided_on,
            limit_on=arrived + timedelta(weeks=weeks),
            granted=granted,
        )
        if asked is None:
            return ""
        put_on, advice = asked.commands
        self.do(asked.put_on, put_on)
        self.do(asked.meets_on, advice)
        return asked.why_otherwise(granted=granted)
