"""A course turned into commands: what each person asks of the case, on which day, in the order the law needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import SYSTEM, Actor
from ehc_workflow.domain.case import (
    AdviceItem,
    Answer,
    AssessOutcome,
    Case,
    Channel,
    ContactKind,
    Letter,
    PanelMatter,
    PlanOutcome,
    RefusalRoute,
    ReplyKind,
    RepresentationKind,
    Road,
    Trigger,
)
from ehc_workflow.domain.clocks import compulsory_school_age_ends
from ehc_workflow.domain.decisions.request import reference_of
from ehc_workflow.domain.facts import (
    Absence,
    Closure,
    Method,
    RightHolder,
    TriggerKind,
    Who,
)
from ehc_workflow.service.letter_writing import Writing
from ehc_workflow.service.letters import draft_letter
from ehc_workflow.simulate import hearing, people, placing, words
from ehc_workflow.simulate import profiles as p
from ehc_workflow.simulate.advice_drawing import YEAR_9_AGE
from ehc_workflow.simulate.authority import Cast, Place, TeamCast
from ehc_workflow.simulate.contesting import contest_steps, letter_contested
from ehc_workflow.simulate.course import (
    AdviceCourse,
    AskedSetting,
    Contest,
    Course,
    Said,
)
from ehc_workflow.simulate.days import working, working_days_before
from ehc_workflow.simulate.dice import Dice, made_id
from ehc_workflow.simulate.meetings import meeting_steps
from ehc_workflow.simulate.panel import asked_of
from ehc_workflow.simulate.people import Child
from ehc_workflow.simulate.psychology_service import within_psychology

ENDINGS = (c.Withdraw, c.MoveOut, c.NotifyRefusal, c.NotifyNoPlan, c.SendFinalPlan)


@dataclass(frozen=True, slots=True)
class Planned:
    """One command, on its day, by somebody whose seat may ask it."""

    on: date
    command: c.Command
    actor: Actor


@dataclass(slots=True)
class Story:
    """One case as its people will live it."""

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
    _views_id: str = ""
    _next_caseworker: Actor | None = None

    def __post_init__(self) -> None:
        """Give the case to somebody, and know whom to write to."""
        self.caseworker = self.caseworker or self.dice.one_of(self.team.caseworkers)
        self._next_caseworker = self.dice.one_of(self.team.caseworkers)
        self.contacts = people.contacts(
            self.case_id, self.child, self.course.received_on, Dice(self.case_id, "contacts")
        )

    def told(self) -> list[Planned]:
        """Every command in order. What would come after the end of the case is left out."""
        self._request()
        self._decision()
        if self.course.contest is not None:
            self._contest(self.course.contest)
        if self.course.assessed_from is not None:
            self._advice()
            self._plan_decision()
            self._plan()
            self._delays()
        self._ending()
        self._hearing()
        in_order = sorted(self.steps, key=lambda step: step.on)
        for place, step in enumerate(in_order):
            if isinstance(step.command, ENDINGS) and not self._is_contested(step):
                later = in_order[place + 1 :]
                return [
                    *in_order[: place + 1],
                    *(one for one in later if hearing.outlives_the_end(step.command, one.command)),
                ]
        return in_order

    def letter_by_post(self, on: date) -> c.UpdateFamily:
        """What somebody writes about the delay on a day on which nothing was planned."""
        return hearing.update_on(
            on, self.course, self._sending(Letter.DELAY_UPDATE, on, method=Method.FIRST_CLASS_POST)
        )

    def _is_contested(self, step: Planned) -> bool:
        return self.course.contest is not None and isinstance(step.command, c.NotifyRefusal)

    # --- who acts -----------------------------------------------------------------------------------------------------

    def _worker(self, on: date) -> Actor:
        """The caseworker of the day: some leave, and the case passes to another seat."""
        leaves = self.course.caseworker_leaves_on
        found = self._next_caseworker if leaves is not None and on >= leaves else self.caseworker
        assert found is not None
        return found

    def _decider(self) -> Actor:
        return self.cast.decision_makers[int(self.case_id[0], 16) % len(self.cast.decision_makers)]

    def _second_decider(self) -> Actor:
        first = self._decider()
        return next(other for other in self.cast.decision_makers if other.id != first.id)

    def _writer(self) -> Actor:
        return self.cast.plan_writers[int(self.case_id[1], 16) % len(self.cast.plan_writers)]

    def _contributor(self, one: AdviceCourse, on: date) -> Actor:
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
            return self._place(one.service_id).senco
        return self._worker(on)

    def _place(self, service_id: str | None) -> Place:
        return next(place for place in self.cast.places if place.service_id == service_id)

    # --- how it is told -----------------------------------------------------------------------------------------------

    def _do(self, on: date | None, command: c.Command, actor: Actor | None = None) -> None:
        if on is not None:
            self.steps.append(Planned(on, command, actor or self._worker(on)))

    def _id(self, *names: object) -> str:
        return made_id(self.case_id, *names)

    def _holder(self, on: date) -> c.ContactDetails:
        """Who holds the rights on this day: that is who is written to."""
        young = self.child.holder_on(on) is RightHolder.YOUNG_PERSON
        if not young:
            return self.contacts[0]
        return self.contacts[1] if len(self.contacts) > 1 else self._newly_of_age()

    def _newly_of_age(self) -> c.ContactDetails:
        return people.young_person(self.case_id, self.child, self.course.received_on)

    def _sending(
        self,
        letter: Letter,
        on: date,
        reasons: str = "",
        method: Method | None = None,
        placement: str = "",
    ) -> dict[str, object]:
        """What every letter has: its words are the product's own drafts."""
        to = self._holder(on)
        agreed = self._copies_agreed_on()
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
            "blocks": self._blocks(letter, to, reasons, placement),
            "setting_told": True,
            "health_body_told": True,
            "social_care_told": True,
        }

    def _blocks(
        self, letter: Letter, to: c.ContactDetails, reasons: str, placement: str
    ) -> tuple[tuple[str, str], ...]:
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

    def _confirm_address(self, on: date) -> None:
        """Before a letter that starts appeal time, the address is confirmed."""
        day = max(working_days_before(on, self.dice.number(0, 3)), self.course.logged_on)
        command = c.ConfirmAddress(
            assessment_id=self.case_id, contact_id=self._holder(on).id, confirmed_on=day
        )
        self._do(day, command)

    # --- the request --------------------------------------------------------------------------------------------------

    def _request(self) -> None:
        course = self.course
        assert self.caseworker is not None
        self._do(course.logged_on, self._received(), self.caseworker)
        self._other_arrivals()
        if course.missing_came_on is not None:
            item = f"{self._id('trigger')}-1"
            self._do(
                course.missing_came_on,
                c.ReceiveMissing(
                    assessment_id=self.case_id, item_id=item, received_on=course.missing_came_on
                ),
            )
        if course.consulted_on is not None:
            command = c.ConsultFamily(assessment_id=self.case_id, consulted_on=course.consulted_on)
            self._do(course.consulted_on, command)
        self._copies()
        self._come_of_age()

    def _come_of_age(self) -> None:
        """Where the rights pass to a young person whom nobody had as a contact, they are added the next day."""
        day = working(compulsory_school_age_ends(self.child.born_on) + timedelta(days=1))
        if len(self.contacts) == 1:
            contact = self._newly_of_age()
            self._do(day, c.AddContact(assessment_id=self.case_id, contact=contact))

    def _received(self) -> c.ReceiveRequest:
        course = self.course
        assert self.caseworker is not None
        return c.ReceiveRequest(
            assessment_id=self.case_id,
            authority_id=self.cast.authority_id,
            team_id=self.team.id,
            child=self.child.details,
            contacts=self.contacts,
            trigger_id=self._id("trigger"),
            kind=course.kind,
            received_on=course.received_on,
            evidence=course.evidence,
            setting_id=course.setting_id,
            setting_kind=course.setting,
            caseworker_seat_id=self.caseworker.seats[0].id,
            missing=course.missing,
        )

    def _other_arrivals(self) -> None:
        course = self.course
        arrivals: tuple[tuple[date | None, date | None, TriggerKind, str], ...] = (
            (
                course.second_request_on,
                course.second_request_on,
                course.second_request_kind,
                "A second request for the same child",
            ),
            (
                course.earlier_found_on,
                course.earlier_arrival_on,
                TriggerKind.BROUGHT_TO_ATTENTION,
                "A letter found in the scanned post, stamped on arrival",
            ),
        )
        for logged_on, received_on, kind, evidence in arrivals:
            if logged_on is not None and received_on is not None:
                day = max(logged_on, course.logged_on)
                self._do(
                    day,
                    c.AddTrigger(
                        assessment_id=self.case_id,
                        trigger_id=self._id("trigger", evidence),
                        kind=kind,
                        received_on=received_on,
                        evidence=evidence,
                    ),
                )

    def _copies_agreed_on(self) -> date | None:
        """Only who holds the rights already can agree that a parent gets copies."""
        agreed = self.course.copies_agreed_on
        if agreed is None or self.child.holder_on(agreed) is not RightHolder.YOUNG_PERSON:
            return None
        return agreed

    def _copies(self) -> None:
        agreed = self._copies_agreed_on()
        if agreed is None:
            return
        parent = next(x for x in self.contacts if x.kind is ContactKind.PARENT)
        self._do(
            agreed,
            c.AgreeCopies(assessment_id=self.case_id, contact_id=parent.id, agreed_on=agreed),
        )

    def _decision(self) -> None:
        course = self.course
        if course.considering_told_on is not None:
            day = course.considering_told_on
            fields = self._sending(Letter.CONSIDERING, day)
            self._do(day, c.TellFamilyConsidering(**fields))  # type: ignore[arg-type]
        if course.views_on is not None and (
            course.decided_on is None or course.views_on <= course.decided_on
        ):
            views = c.RecordViews(
                assessment_id=self.case_id,
                received_on=course.views_on,
                views=self.dice.one_of(words.VIEWS),
            )
            self._do(course.views_on, views)
        if course.decided_on is None:
            return
        assess = course.outcome is AssessOutcome.ASSESS
        reasons = self._reasons()
        differs = self._before_the_panel(
            PanelMatter.ASSESS,
            open_from=course.considering_told_on,
            ready_on=course.considering_told_on,
            decided_on=course.decided_on,
            weeks=6,
            granted=assess,
        )
        self._do(
            course.decided_on,
            c.DecideWhetherToAssess(
                assessment_id=self.case_id,
                outcome=course.outcome,
                decided_on=course.decided_on,
                reasons=reasons,
                may_have_sen=True,
                may_need_plan=assess,
                may_need_plan_because="" if assess else words.SUPPORT_IS_ENOUGH,
                extra_time_considered=True,
                route=course.route,
                views_considered=course.route is not RefusalRoute.THRESHOLD,
                house_rules_only=course.house_rules,
                differs_because=differs,
            ),
            self._decider(),
        )
        self._tell_decision(reasons)

    def _before_the_panel(
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
        self._do(asked.put_on, put_on)
        self._do(asked.meets_on, advice)
        return asked.why_otherwise(granted=granted)

    def _reasons(self) -> str:
        if self.course.outcome is AssessOutcome.ASSESS:
            return self.dice.one_of(words.TO_ASSESS)
        return self.dice.one_of(words.HOUSE_RULES if self.course.house_rules else words.TO_REFUSE)

    def _tell_decision(self, reasons: str) -> None:
        course = self.course
        if course.told_on is None:
            return
        if course.outcome is AssessOutcome.ASSESS:
            fields = self._sending(Letter.WILL_ASSESS, course.told_on, reasons)
            self._do(course.told_on, c.NotifyAssessment(**fields))  # type: ignore[arg-type]
            return
        if course.house_rules:
            confirm = c.ConfirmRefusal(
                assessment_id=self.case_id,
                confirmed_on=course.told_on,
                reasons="Weighed again on this child's own evidence, the test is not met.",
            )
            self._do(course.told_on, confirm, self._second_decider())
        self._confirm_address(course.told_on)
        threshold = course.route is RefusalRoute.THRESHOLD
        letter = Letter.THRESHOLD_REFUSAL if threshold else Letter.REFUSAL_TO_ASSESS
        fields = self._sending(letter, course.told_on, reasons)
        self._do(course.told_on, c.NotifyRefusal(**fields))  # type: ignore[arg-type]

    def _contest(self, contest: Contest) -> None:
        """What the family does about a refusal, and what comes of it."""
        for step in contest_steps(self.case_id, letter_contested(self.course), contest):
            self._do(step.on, step.command, self._decider() if step.by_decision_maker else None)
        if contest.told_on is not None:
            why = self.dice.one_of(words.TO_ASSESS)
            fields = self._sending(Letter.WILL_ASSESS, contest.told_on, why)
            self._do(contest.told_on, c.StartOrderedAssessment(**fields))  # type: ignore[arg-type]

    # --- advice -------------------------------------------------------------------------------------------------------

    def _advice(self) -> None:
        course = self.course
        if course.held_psychology_on is not None:
            self._do(course.held_psychology_on, self._reuse(course.held_psychology_on))
        if course.family_ask_on is not None:
            self._do(course.family_ask_on, self._family_ask(course.family_ask_on))
        if course.asked_on is not None:
            self._ask(course.asked_on)
        for one in course.advice:
            self._one_advice(one)
        self._leaver()
        if course.completed_on is not None:
            done = c.CompleteAdvice(
                assessment_id=self.case_id,
                completed_on=course.completed_on,
                why_without=course.why_without,
            )
            self._do(course.completed_on, done, self._decider() if course.why_without else None)

    def _family_ask(self, on: date) -> c.RecordFamilyAsk:
        return c.RecordFamilyAsk(
            assessment_id=self.case_id,
            ask_id=self._id("ask", "therapy"),
            asked_on=on,
            from_whom="An occupational therapist",
            why="Getting dressed and finding the way about take most of the morning.",
        )

    def _reuse(self, on: date) -> c.RecordReuse:
        return c.RecordReuse(
            assessment_id=self.case_id,
            request_id=self._id("advice", "psychology"),
            item=AdviceItem.PSYCHOLOGY,
            advice_written_on=date.fromordinal(on.toordinal() - 90),
            purpose="Written for the setting this term",
            author=True,
            authority=True,
            family=True,
        )

    def _ask(self, on: date) -> None:
        """One command for what reaches its body the same day, one for what takes longer to arrive."""
        for same_day in (True, False):
            asked = tuple(
                c.Asked(
                    request_id=self._id("advice", one.name),
                    item=one.item,
                    service_id=one.service_id,
                    setting=one.setting,
                    qualified_teacher_consulted=one.teacher_consulted,
                )
                for one in self.course.advice
                if (one.reached_on == on) is same_day
            )
            if asked:
                command = c.RequestAdvice(
                    assessment_id=self.case_id,
                    requested_on=on,
                    received_by_body_on=on if same_day else None,
                    asked=asked,
                )
                self._do(on, command)

    def _one_advice(self, one: AdviceCourse) -> None:
        request_id = self._id("advice", one.name)
        if one.reached_on is not None and one.reached_on != self.course.asked_on:
            reached = c.RecordRequestReceived(
                assessment_id=self.case_id,
                request_id=request_id,
                received_by_body_on=one.reached_on,
            )
            self._do(one.reached_on, reached)
        self._not_known(one, request_id)
        for step in within_psychology(one, request_id, self.case_id, self.cast.psychologists):
            self._do(*step)
        self._waiting(one, request_id)
        if one.signs_with is not None:
            return  # it is signed when the advice is given that it was written with
        if one.first_on is not None:
            self._give(one, request_id, one.first_on, version=1)
        if one.returned_on is not None and one.back_by is not None:
            back = c.ReturnAdvice(
                assessment_id=self.case_id,
                request_id=request_id,
                returned_on=one.returned_on,
                return_due_on=one.back_by,
                gaps=self.dice.one_of(words.GAPS),
            )
            self._do(one.returned_on, back)
        if one.second_on is not None:
            self._give(one, request_id, one.second_on, version=2)
        self._signed_too(one)
        self._accept(one, request_id)

    def _not_known(self, one: AdviceCourse, request_id: str) -> None:
        if one.not_known_on is None:
            return
        reply = c.ReplyToRequest(
            assessment_id=self.case_id,
            request_id=request_id,
            kind=ReplyKind.NOT_KNOWN,
            replied_on=one.not_known_on,
            note="Not known to this service.",
        )
        self._do(one.not_known_on, reply, self._contributor(one, one.not_known_on))
        if one.settled_on is not None:
            settled = c.SettleNotKnown(
                assessment_id=self.case_id,
                request_id=request_id,
                settled_on=one.settled_on,
                service_id=one.settled_by_service_id,
                statement="Another service can advise on these needs and has been asked.",
            )
            by_dco = one.item is AdviceItem.HEALTH
            self._do(one.settled_on, settled, self.cast.dco if by_dco else None)

    def _waiting(self, one: AdviceCourse, request_id: str) -> None:
        """What happens before the advice comes: an appointment not kept, chases, another way."""
        if one.missed_on is not None:
            missed = c.RecordMissedAppointment(
                assessment_id=self.case_id,
                request_id=request_id,
                purpose=one.missed_purpose,
                missed_on=one.missed_on,
                what_would_help="An appointment at the setting, in the morning",
            )
            self._do(one.missed_on, missed, self._contributor(one, one.missed_on))
        for day in one.chased_on:
            chase = c.RecordChase(
                assessment_id=self.case_id,
                request_id=request_id,
                chased_on=day,
                channel=self.dice.one_of((Channel.PHONE, Channel.EMAIL, Channel.EMAIL)),
                to_whom="The service's administrator",
                reply=self.dice.one_of(("", "", "They will come back with a date.")),
            )
            by_dco = one.item is AdviceItem.HEALTH and self.dice.chance(0.4)
            self._do(day, chase, self.cast.dco if by_dco else None)
        if one.other_way_on is not None:
            other = c.RecordAlternative(
                assessment_id=self.case_id,
                request_id=request_id,
                recorded_on=one.other_way_on,
                another_way=self.dice.chance(0.3),
                reasons="A locum was asked for a date; the service itself has given none.",
            )
            self._do(one.other_way_on, other)

    def _give(self, one: AdviceCourse, request_id: str, on: date, *, version: int) -> None:
        if one.item is AdviceItem.FAMILY:
            self._give_views(request_id, on, version=version)
            return
        who = self._contributor(one, on)
        contribution_id = self._id("contribution", one.name, version)
        vague = version == 1 and one.returned_on is not None
        name = self.child.details.given_name
        given = c.SubmitAdvice(
            assessment_id=self.case_id,
            request_id=request_id,
            contribution_id=contribution_id,
            received_on=on,
            author_name=who.name,
            author_role=words.ROLES[one.item],
            how_seen=words.how_seen(one.item, vague=vague),
            paragraphs=words.advice(one.item, name, self.child.need, vague=vague, dice=self.dice),
            written_with=tuple(self._id("advice", each.name) for each in self._written_with(one))
            if on == one.last_received_on
            else (),
        )
        self._do(on, given, who)

    def _written_with(self, one: AdviceCourse) -> list[AdviceCourse]:
        """Who wrote this advice too."""
        return [each for each in self.course.advice if each.signs_with == one.name]

    def _signed_too(self, one: AdviceCourse) -> None:
        """Each service that wrote the last version too signs it the same day, before anybody reads it."""
        if one.last_received_on is None:
            return
        words_in = self._id("contribution", one.name, 2 if one.second_on else 1)
        for each in self._written_with(one):
            who = self._contributor(each, one.last_received_on)
            signed = c.JoinAdvice(
                assessment_id=self.case_id,
                request_id=self._id("advice", each.name),
                contribution_id=self._id("contribution", each.name, 1),
                joint_with=words_in,
                received_on=one.last_received_on,
                author_name=who.name,
                author_role=words.ROLES[each.item],
            )
            self._do(one.last_received_on, signed, who)

    def _give_views(self, request_id: str, on: date, *, version: int) -> None:
        """Parent and child apart; a young person for themself."""
        young = self.child.holder_on(on) is RightHolder.YOUNG_PERSON
        details = self.child.details
        own = f"{details.given_name} {details.family_name}"
        parent = next((x.name for x in self.contacts if x.kind is ContactKind.PARENT), own)
        voices = [(Who.YOUNG_PERSON, own)] if young else [(Who.PARENT, parent), (Who.CHILD, own)]
        for voice, name in voices:
            contribution_id = self._id("contribution", "family", version, voice.value)
            given = c.GiveViews(
                assessment_id=self.case_id,
                request_id=request_id,
                contribution_id=contribution_id,
                voice=voice,
                received_on=on,
                author_name=name,
                **words.views(voice, details.given_name, self.child.need, self.dice),
            )
            self._do(on, given, self._worker(on))
            self._views_id = contribution_id

    def _accept(self, one: AdviceCourse, request_id: str) -> None:
        if one.accepted_on is None:
            return
        completed = self.course.completed_on
        day = min(one.accepted_on, completed) if completed else one.accepted_on
        accepted = c.AcceptAdvice(
            assessment_id=self.case_id, request_id=request_id, accepted_on=day
        )
        self._do(day, accepted)

    def _leaver(self) -> None:
        leaves = self.course.caseworker_leaves_on
        if leaves is not None and self._next_caseworker is not None:
            passed_on = c.Assign(
                assessment_id=self.case_id,
                caseworker_seat_id=self._next_caseworker.seats[0].id,
            )
            self._do(leaves, passed_on, self.team.manager)

    # --- the plan -----------------------------------------------------------------------------------------------------

    def _plan_decision(self) -> None:
        course = self.course
        if course.plan_decided_on is None:
            return
        make = course.plan_outcome is PlanOutcome.MAKE_PLAN
        reasons = self.dice.one_of(words.TO_ISSUE if make else words.NOT_TO_ISSUE)
        differs = self._before_the_panel(
            PanelMatter.ISSUE,
            open_from=course.asked_on,
            ready_on=course.completed_on,
            decided_on=course.plan_decided_on,
            weeks=16,
            granted=make,
        )
        decided = c.DecideWhetherToIssue(
            assessment_id=self.case_id,
            outcome=course.plan_outcome,
            decided_on=course.plan_decided_on,
            reasons=reasons,
            plan_needed=make,
            differs_because=differs,
            plan_needed_because=words.PLAN_SECURES_IT if make else words.SUPPORT_IS_ENOUGH,
        )
        self._do(course.plan_decided_on, decided, self._decider())
        if course.plan_told_on is None:
            return
        if not make:
            self._confirm_address(course.plan_told_on)
            fields = self._sending(Letter.NO_PLAN, course.plan_told_on, reasons)
            self._do(course.plan_told_on, c.NotifyNoPlan(**fields))  # type: ignore[arg-type]
            return
        fields = self._sending(Letter.PLAN_WILL_BE_MADE, course.plan_told_on, reasons)
        self._do(course.plan_told_on, c.NotifyPlanWillBeMade(**fields))  # type: ignore[arg-type]

    def _plan(self) -> None:
        course = self.course
        if course.written_on is None:
            return
        writer = self._writer()
        seat = c.Assign(assessment_id=self.case_id, plan_writer_seat_id=writer.seats[0].id)
        self._do(course.plan_told_on, seat, self.team.manager)
        written = c.SavePlan(
            assessment_id=self.case_id, saved_on=course.written_on, items=self._text()
        )
        self._do(course.written_on, written, writer)
        self._asks_back(course.written_on, writer)
        if course.health_agreed_on is not None:
            agreed = c.AgreeHealthProvision(
                assessment_id=self.case_id,
                agreed_on=course.health_agreed_on,
                by_whom="The health body's commissioning manager",
            )
            self._do(course.health_agreed_on, agreed, self.cast.dco)
        if course.draft_on is not None:
            fields = self._sending(Letter.DRAFT_PLAN, course.draft_on, method=course.draft_method)
            draft = c.ServeDraft(draft_id=self._id("draft"), **fields)  # type: ignore[arg-type]
            self._do(course.draft_on, draft)
            self._answers()

    def _asks_back(self, on: date, writer: Actor) -> None:
        """Some writers ask the psychologist what is meant, and most hear within days."""
        dice = Dice(self.case_id, "asks back")
        asked = next((one for one in self.course.advice if one.item is AdviceItem.PSYCHOLOGY), None)
        if asked is None or asked.accepted_on is None or not dice.chance(words.ASKED_BACK):
            return
        about = self._given(asked)
        question = c.AskAuthor(
            assessment_id=self.case_id,
            question_id=self._id("question"),
            request_id=self._id("advice", asked.name),
            contribution_id=about.id,
            paragraph=1,
            asked_on=on,
            question=dice.one_of(words.QUESTIONS),
        )
        self._do(on, question, writer)
        answered_on = working(on + timedelta(days=dice.number(1, 9)))
        final_on = self.course.final_on
        in_time = final_on is None or answered_on < final_on
        if dice.chance(words.ANSWERED_BACK) and in_time:
            answer = c.AnswerQuestion(
                assessment_id=self.case_id,
                question_id=question.question_id,
                request_id=question.request_id,
                answered_on=answered_on,
                answer=dice.one_of(words.ANSWERS_BACK),
            )
            self._do(answered_on, answer, self._contributor(asked, answered_on))

    def _text(self) -> tuple[c.PlanItem, ...]:
        name, written_on = self.child.details.given_name, self.course.written_on
        # Year 9 may begin before the final plan goes: a year is more than that ever takes.
        grows_up = written_on is not None and self.child.age_on(written_on) >= YEAR_9_AGE - 1
        return words.plan(name, self.child.need, self._accepted(), grows_up=grows_up)

    def _accepted(self) -> list[words.Given]:
        return [self._given(one) for one in self.course.advice if one.signs_with is None]

    def _given(self, one: AdviceCourse) -> words.Given:
        """The version that was accepted, or the request where the case went on without it."""
        if one.accepted_on is None:
            return words.Given(one.item, self._id("advice", one.name), has_words=False)
        if one.item is AdviceItem.FAMILY:
            return words.Given(one.item, self._views_id)
        version = 2 if one.second_on else 1
        return words.Given(one.item, self._id("contribution", one.name, version))

    def _answers(self) -> None:
        """What the family says, the settings reply, and the authority makes of both."""
        course = self.course
        for number, said in enumerate(course.said):
            self._said(number, said)
        self._consult(sorted(course.consulted, key=lambda one: one.on))
        if course.changed_on is not None:
            place = next(
                n for n, one in enumerate(course.said) if one.kind is RepresentationKind.COMMENT
            )
            outcome = next(item for item in self._text() if item.section == "E")
            changed = c.SavePlan(
                assessment_id=self.case_id,
                saved_on=course.changed_on,
                items=words.journey_added(self.child.details.given_name, outcome),
                prompted_by=self._id("said", place),
            )
            self._do(course.changed_on, changed, self._writer())
        if course.settled_on is not None:
            settled = placing.settled(self.case_id, course, course.settled_on)
            self._do(course.settled_on, settled, self._decider())
        if course.final_on is not None:
            self._final(course.final_on)

    def _said(self, number: int, said: Said) -> None:
        recorded = c.RecordRepresentation(
            assessment_id=self.case_id,
            representation_id=self._id("said", number),
            kind=said.kind,
            received_on=said.on,
            text=words.SAID[said.kind],
            setting_id=said.setting_id,
            about_item=self._item_about(said),
            road=Road.EMAIL,
            by_contact_id=self.contacts[0].id,
        )
        self._do(said.on, recorded)
        if said.kind is RepresentationKind.MEETING_REQUEST and said.answered_on is not None:
            refused = Dice(self.case_id, "meeting").chance(p.REFUSES_FIRST_OFFER)
            asked = (self.case_id, self._id("said", number), said.on, said.answered_on)
            for on, step in meeting_steps(*asked, one_refused=refused):
                self._do(on, step)
        elif said.answered_on is not None:
            accepted = said.kind is not RepresentationKind.PERSONAL_BUDGET_REQUEST
            answered = c.AnswerRepresentation(
                assessment_id=self.case_id,
                representation_id=self._id("said", number),
                answer=Answer.ACCEPTED if accepted else Answer.PARTLY,
                answered_on=said.answered_on,
                reason=""
                if accepted
                else "A personal budget can be had for the short breaks only.",
            )
            self._do(said.answered_on, answered)

    def _item_about(self, said: Said) -> str | None:
        """A comment is about the first need of the draft; what is asked for is about the whole."""
        if said.kind is not RepresentationKind.COMMENT:
            return None
        return next((item.id for item in self._text() if item.section == "B"), None)

    def _consult(self, consulted: Sequence[AskedSetting]) -> None:
        """Those of one day are asked in one step; each answers by itself, or not at all."""
        days = sorted({asked.on for asked in consulted})
        for number, on in enumerate(days):
            kind = c.ConsultAnother if number else c.ConsultOnPlacement
            sent = kind(
                assessment_id=self.case_id,
                settings=tuple(
                    c.SettingToConsult(
                        consultation_id=self._id("consultation", place), setting_id=asked.setting_id
                    )
                    for place, asked in enumerate(consulted)
                    if asked.on == on
                ),
                consulted_on=on,
                contributions=tuple(each.id for each in self._accepted() if each.has_words),
                letter=words.TO_A_SETTING,
            )
            self._do(on, sent)
        for place, asked in enumerate(consulted):
            if asked.replied_on is not None:
                self._replied(self._id("consultation", place), asked, asked.replied_on)

    def _replied(self, consultation_id: str, asked: AskedSetting, on: date) -> None:
        can = asked.setting_id == placing.named(self.case_id, self.course) or self.dice.chance(0.6)
        grounds = () if can else (self.dice.one_of(tuple(words.REFUSALS)),)
        reply = c.RecordConsultationReply(
            assessment_id=self.case_id,
            consultation_id=consultation_id,
            replied_on=on,
            can_meet_needs=can,
            grounds=grounds,
            starts_on=on + words.NOTICE_OF_A_PLACE if can else None,
            **{f"because_{one.value}": words.REFUSALS[one] for one in grounds},  # type: ignore[arg-type]
        )
        self._do(on, reply, self._place(asked.setting_id).senco)

    def _final(self, on: date) -> None:
        self._confirm_address(on)
        settled = placing.settled(self.case_id, self.course, on)
        said = placing.said(settled, lambda setting_id: self._place(setting_id).name)
        fields = self._sending(Letter.FINAL_PLAN, on, placement=said)
        officer = self._decider()
        final = c.SendFinalPlan(signed_by=officer.name, signed_on=on, **fields)  # type: ignore[arg-type]
        self._do(on, final, officer)

    # --- delays and endings -------------------------------------------------------------------------------------------

    def _delays(self) -> None:
        course = self.course
        if course.delay_cause is not None and course.delay_recorded_on is not None:
            cause = c.RecordDelayCause(
                assessment_id=self.case_id,
                limit=course.delay_limit,
                cause=course.delay_cause,
                recorded_on=course.delay_recorded_on,
                what_was_done=words.REMEDIES[course.delay_cause],
            )
            self._do(course.delay_recorded_on, cause)
        for excuse in course.exceptions:
            command, facts = self._fact(excuse.fact)
            self._do(excuse.fact_recorded_on, command)
            claim = c.ClaimException(
                assessment_id=self.case_id,
                exception_id=self._id("exception", excuse.limit),
                limit=excuse.limit,
                ref="",
                ground=excuse.ground,
                decided_on=excuse.on,
                family_told_on=excuse.on,
                review_on=date.fromordinal(excuse.on.toordinal() + 21),
                facts=facts,
                evidence="Dates from the setting and the family, kept on file.",
                why_impractical="Advice that the plan rests on could not be had in that time.",
            )
            self._do(excuse.on, claim, self._decider())
            self._do(excuse.on, self._told_of(claim), self._worker(excuse.on))

    def _told_of(self, claim: c.ClaimException) -> c.TellOfException:
        """The letter in which the family is told of it."""
        limit = "The time limit moves nowhere: what is owed is done as soon as it can be."
        to = self._holder(claim.decided_on)
        drafted = dict(self._blocks(Letter.EXCEPTION, to, "", ""))
        said = {"limit": limit, "ground": claim.ground, "why": claim.why_impractical}
        sending = self._sending(Letter.EXCEPTION, claim.decided_on)
        blocks = {"opening": drafted["opening"], **said, "contact": drafted["contact"]}
        return c.TellOfException(
            exception_id=claim.exception_id,
            **{**sending, "blocks": tuple(blocks.items())},  # type: ignore[arg-type]
        )

    def _fact(self, fact: object) -> tuple[c.Command, str]:
        if isinstance(fact, Closure):
            closure = c.RecordClosure(assessment_id=self.case_id, closure=fact)
            return closure, words.CLOSURE_FACTS
        if isinstance(fact, Absence):
            absence = c.RecordAbsence(assessment_id=self.case_id, absence=fact)
            return absence, words.AWAY_FACTS
        circumstances = c.RecordCircumstances(
            assessment_id=self.case_id,
            circumstance=fact,  # type: ignore[arg-type]  # the third kind of fact
        )
        return circumstances, words.CIRCUMSTANCES_FACTS

    def _hearing(self) -> None:
        """What the family hears and says beside the process, and which of its letters it opens."""
        course = self.course
        for day in hearing.days_of_updates(self.case_id, course):
            fields = self._sending(Letter.DELAY_UPDATE, day)
            self._do(day, hearing.update_on(day, course, fields))
        letters = sorted(
            ((step.on, step.command) for step in self.steps if isinstance(step.command, c.Sending)),
            key=lambda step: step[0],
        )
        last = letters[-1][0] if letters else course.logged_on
        for heard in (
            *hearing.notices_followed(self.case_id, letters, always=self.opens_everything),
            *hearing.messages_and_replies(self.case_id, course, last),
        ):
            self._do(heard.on, heard.command, SYSTEM if heard.by_engine else None)

    def _ending(self) -> None:
        course = self.course
        if course.withdrawn_on is not None:
            withdrawn = c.Withdraw(
                assessment_id=self.case_id,
                withdrawn_on=course.withdrawn_on,
                by_contact_id=self._holder(course.withdrawn_on).id,
                reasons=words.WITHDRAWN,
            )
            self._do(course.withdrawn_on, withdrawn, self._decider())
        if course.moved_out_on is not None:
            moved = c.MoveOut(
                assessment_id=self.case_id,
                moved_on=course.moved_out_on,
                new_authority="Invented Neighbourshire",
            )
            self._do(course.moved_out_on, moved)
