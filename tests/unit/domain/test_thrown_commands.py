"""Commands of every kind thrown at a case: what must hold whatever is asked, by whom it is asked, and on whatever day.

The rules are written here from the law, not by asking the guards again.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.advice_list import expected_advice
from ehc_workflow.domain.case import (
    NO_NEED_TO_CONSULT,
    AdviceItem,
    AssessDecision,
    AssessOutcome,
    Case,
    PlanOutcome,
    Reassessed,
    RefusalRoute,
    Representation,
    RepresentationKind,
    State,
)
from ehc_workflow.domain.clocks import right_holder
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.errors import EhcError, TransitionRefusedError
from ehc_workflow.domain.events import EVENTS, Event
from ehc_workflow.domain.facts import RightHolder
from ehc_workflow.domain.replay import replay
from ehc_workflow.domain.workflow import allowed_steps
from tests.builders import fixed_id
from tests.depth import examples
from tests.unit.domain.course import ask, blank
from tests.unit.domain.moves import Thrower

S = State
FIFTEEN_DAYS = timedelta(days=15)
PEOPLE = ("officer", "decision-maker", "second decision-maker")
SEEDS = st.integers(0, 2**32 - 1)
FIRST_DAYS = st.dates(date(2025, 9, 1), date(2027, 8, 31))
REFUSALS = {"refusal_to_assess", "threshold_refusal", "no_plan"}
BY_ARRIVAL = {
    "threshold_refusal",
    "decide_whether_to_assess",
    "decide_no_plan",
    "final_plan",
    "latest_draft_service",
}


def days_owed(case: Case) -> dict[tuple[str, str], date]:
    """The last lawful day of each limit that is not the authority's own target."""
    return {(d.code, d.ref): d.due_on for d in deadlines(case) if d.kind != "local"}


def no_limit_moves_silently(before: Case, after: Case, event: Event) -> None:
    was, now = days_owed(before), days_owed(after)
    moved = {key for key in was.keys() & now.keys() if was[key] != now[key]}
    if isinstance(event, e.TriggerAdded | e.ReceivedDateCorrected):
        assert {code for code, _ in moved} <= BY_ARRIVAL
        said = {limit.code: (limit.was_due_on, limit.due_on) for limit in event.moved}
        assert said == {code: (was[code, ref], now[code, ref]) for code, ref in moved}
    elif isinstance(event, e.CertificateIssued):
        assert moved <= {("appeal", event.certificate.notice_id)}
        assert all(now[key] > was[key] for key in moved)
    elif isinstance(event, e.RequestReachedContributor):
        assert moved <= {key for key in was if key[1] == event.request_id}
        assert all(now[key] > was[key] for key in moved)
    else:
        assert not moved
    lost = {code for code, _ in was.keys() - now.keys()}
    assert lost <= {"threshold_refusal", "draft_window"}


def every_step_rests_on_what_it_needs(before: Case, command: c.Command, after: Case) -> None:
    """The law's own conditions for each way a case can move on, and for each letter."""
    if isinstance(command, c.Sending):
        a_letter_tells_the_right_person_everything(before, command)
    if isinstance(command, c.AcceptAdvice | c.ReturnAdvice):
        joint_advice_is_read_once(before, command, after)
    if isinstance(command, c.JoinAdvice):
        nobody_signs_for_another(before, command, after)
    if after.state is not before.state and after.state in NEEDS:
        NEEDS[after.state](before, command, after)


def joint_advice_is_read_once(
    before: Case, command: c.AcceptAdvice | c.ReturnAdvice, after: Case
) -> None:
    """Nobody who signed the same words is left waiting; what they received, and when, and by when, stays."""
    named = before.advice_request(command.request_id)
    assert named is not None
    assert named.latest is not None
    same = [
        one for one in after.advice if one.latest and one.latest.words_in == named.latest.words_in
    ]
    assert all(one.latest and (one.latest.accepted_on or one.latest.returned_on) for one in same)
    assert len({one.latest.return_due_on for one in same if one.latest and one.is_owed}) <= 1
    others = {one.id for one in before.advice} - {one.id for one in same}
    assert all(before.advice_request(one) == after.advice_request(one) for one in others)
    for one in before.advice:
        then = after.advice_request(one.id)
        assert then is not None
        assert then.first_received_on == one.first_received_on


def nobody_signs_for_another(before: Case, command: c.JoinAdvice, after: Case) -> None:
    """One signature on one request, under the newest words of another, neither of them the family's."""
    changed = [one for one in after.advice if one != before.advice_request(one.id)]
    assert [one.id for one in changed] == [command.request_id]
    (signed,) = (
        one for each in before.advice for one in each.contributions if one.id == command.joint_with
    )
    holder = next(one for one in before.advice if signed in one.contributions)
    assert holder.id != command.request_id
    assert holder.contributions[-1] == signed
    assert signed.joint_with is None
    assert signed.returned_on is None
    assert signed.received_on <= command.received_on
    assert AdviceItem.FAMILY not in (holder.item, changed[0].item)
    assert command.request_id in signed.offered_to or command.evidence.strip()


def a_refusal(before: Case, command: c.Command, after: Case) -> None:
    decision = before.assess_decision
    assert decision is not None
    assert decision.outcome is AssessOutcome.REFUSE
    if decision.house_rules_only:
        assert decision.confirmed_by not in (None, decision.decided_by)
    if before.reassesses is not None:
        a_refusal_to_reassess(before, before.reassesses, decision)
        return
    assert before.family_consulted_on is not None
    assert (decision.route is RefusalRoute.THRESHOLD) is (before.state is S.RECEIVED)


def a_refusal_to_reassess(before: Case, plan: Reassessed, decision: AssessDecision) -> None:
    """On one of the two grounds of reg 24 when it was decided; an arrival found later changes no decision."""
    assert decision.reassessment
    assert decision.further_needed is False or decision.too_soon
    if decision.too_soon and len(before.triggers) == 1:
        assert plan.last_assessed_on > before.received_on - timedelta(days=185)


def an_assessment(before: Case, command: c.Command, after: Case) -> None:
    if before.state is S.ASSESS_ORDERED:
        assert before.way_back is not None
        return
    assert before.assess_decision is not None
    assert before.assess_decision.outcome is AssessOutcome.ASSESS
    assert before.assess_decision.reassessment is (before.reassesses is not None)


def no_plan(before: Case, command: c.Command, after: Case) -> None:
    assert before.plan_decision is not None
    assert before.plan_decision.outcome is PlanOutcome.NO_PLAN
    assert before.reassesses is None


def a_plan(before: Case, command: c.Command, after: Case) -> None:
    if before.way_back is not None and before.state not in (S.DECIDING_PLAN, S.REMITTED):
        return  # ordered, conceded or agreed
    assert before.plan_decision is not None
    assert before.plan_decision.outcome is PlanOutcome.MAKE_PLAN


def a_draft(before: Case, command: c.Command, after: Case) -> None:
    the_plan_can_go(before)
    draft = after.current_draft
    assert draft is not None
    assert draft.window_ends_on == draft.served_on + timedelta(days=14)
    assert draft.served_on >= draft.sent_on


def consulting(before: Case, command: c.Command, after: Case) -> None:
    asked = any(
        said.kind == "setting_request" and said.taken_back_on is None
        for said in before.representations
    )
    assert asked or after.consultations[-1].consulted_on > window_end(before)


def a_placement(before: Case, command: c.Command, after: Case) -> None:
    placement = after.placement
    assert placement is not None
    assert placement.decided_on > window_end(before)
    assert before.current_draft is not None
    versions = (None, before.current_draft.plan_version)  # a fresh draft needs a fresh consultation
    consulted = {one.setting_id for one in before.consultations if one.plan_version in versions}
    assert placement.setting_type or placement.setting_id in consulted
    passed_over = {one.setting_id: one.ground for one in placement.not_named}
    for setting_id in before.settings_asked_for:
        named = setting_id == placement.setting_id
        assert named or setting_id in passed_over  # never passed over without a ground
        assert setting_id in consulted or passed_over[setting_id] in NO_NEED_TO_CONSULT
    for asked in before.consultations:  # silence holds it for its days, and no longer
        assert asked.replied_on or placement.decided_on > asked.consulted_on + FIFTEEN_DAYS


def a_final_plan(before: Case, command: c.Command, after: Case) -> None:
    the_plan_can_go(before)
    for said in before.representations:
        nothing_said_is_lost(said)
    assert after.notices[-1].sent_on > window_end(before)


def nothing_said_is_lost(said: Representation) -> None:
    """Answered, or taken back; and whoever asked to meet has met, given it up, or refused two days at the least."""
    if said.taken_back_on is not None:
        return
    if said.kind is not RepresentationKind.MEETING_REQUEST:
        assert said.answered_on is not None
        return
    meeting = said.meeting
    refused = [one for one in meeting.offers if one.refused_on is not None]
    assert (
        meeting.held_on is not None
        or meeting.declined_on is not None
        or (len(refused) >= 2 and len(refused) == len(meeting.offers))
    )
    assert all(point.settled_on is not None for point in meeting.points)


def nothing_is_blank(case: Case, command: c.Command, after: Case) -> None:
    assert isinstance(command, c.CompleteAdvice)
    for expected in expected_advice(case, command.completed_on):
        mine = [request for request in case.advice if request.item is expected.item]
        assert any(
            request.requested_on or request.not_asked_on or request.is_held for request in mine
        )
        answered = any(request.accepted_on or request.is_held for request in mine)
        assert answered or command.why_without.strip()
    for wish in case.family_asks:
        answers = [request for request in case.advice if request.answers_ask == wish.id]
        asked = any(request.requested_on is not None or request.is_held for request in answers)
        assert asked or wish.family_told_on is not None
    for request in case.advice:
        if request.item in (AdviceItem.OTHER, AdviceItem.REQUESTED):
            assert request.requested_on or request.not_asked_on or request.is_held


def the_plan_can_go(case: Case) -> None:
    psychology = [request for request in case.advice if request.item is AdviceItem.PSYCHOLOGY]
    assert any(request.accepted_on or request.is_held for request in psychology)
    assert case.health_provision_agreed_on is not None
    assert case.plan_text is not None
    assert {"A", "B", "C", "D", "E", "F", "G", "H1", "H2"} <= set(case.plan_text.sections)
    assert "I" not in case.plan_text.sections


def window_end(case: Case) -> date:
    assert case.current_draft is not None
    assert case.current_draft.window_ends_on is not None
    return case.current_draft.window_ends_on


def a_way_back(before: Case, command: c.Command, after: Case) -> None:
    """What was decided is set aside and stays on file; its limits are superseded, and no day of theirs has moved."""
    assert after.way_back is not None
    assert before.overlays
    assert not after.overlays
    assert [one.id for one in after.notices] == [one.id for one in before.notices]
    assert not {one.kind for one in after.notices if not one.set_aside} & REFUSALS
    owed = {(one.code, one.ref): one for one in deadlines(after)}
    for was in deadlines(before):
        now = owed.get((was.code, was.ref))
        if was.code in BY_ARRIVAL | {"draft_plan", "notify_will_assess", "reconsider"}:
            assert now is not None
            assert now.due_on == was.due_on
            assert now.met_on == was.met_on
            assert now.status(was.due_on) in ("met", "met_late", "superseded")
    begun = [
        one
        for one in owed.values()
        if one.ref == after.way_back.ref and one.code != "tribunal_response"
    ]
    assert begun
    assert {one.starts_on for one in begun} == {after.way_back.began_on}


NEEDS = {
    S.ASSESS_ORDERED: a_way_back,
    S.PLAN_ORDERED: a_way_back,
    S.REMITTED: a_way_back,
    S.REFUSED_TO_ASSESS: a_refusal,
    S.ASSESSING: an_assessment,
    S.DECIDING_PLAN: nothing_is_blank,
    S.NO_PLAN: no_plan,
    S.DRAFTING: a_plan,
    S.DRAFT_WITH_FAMILY: a_draft,
    S.PLACING: consulting,
    S.FINALISING: a_placement,
    S.PLAN_ISSUED: a_final_plan,
}


def a_letter_tells_the_right_person_everything(before: Case, command: c.Sending) -> None:
    contact = before.contact(command.addressee)
    assert contact is not None
    assert before.person is not None
    if right_holder(before.person.date_of_birth, command.sent_on) is RightHolder.YOUNG_PERSON:
        assert contact.kind == "young_person" or contact.capacity_finding_on is not None
    assert command.dated_on == command.sent_on
    words = {key for key, text in command.blocks if text.strip()}
    if isinstance(
        command,
        c.NotifyRefusal
        | c.NotifyRefusalToReassess
        | c.NotifyNoPlan
        | c.SendFinalPlan
        | c.SendAmendedPlan,
    ):
        rights = {"right_of_appeal", "appeal_time_limits", "certificate", "adviser"}
        assert rights | {"disagreement_resolution", "information_and_advice"} <= words
        assert contact.address_confirmed_on is not None


class ThrownCommands(RuleBasedStateMachine):
    """One case, a clock that only goes forward, people who ask for anything, and the log of what happened."""

    @initialize(seed=SEEDS, first_day=FIRST_DAYS)
    def a_request_arrives(self, seed: int, first_day: date) -> None:
        """A case to throw at."""
        self.today = first_day
        self.thrower = Thrower(Random(seed), fixed_id("thrown at"))
        request = self.thrower.request(first_day)
        self.blank = blank(request)
        self.log: list[tuple[Event, State]] = []
        try:
            self.case, entries = ask(self.blank, request, first_day)
            self.log += entries
        except TransitionRefusedError:
            self.case = self.blank

    @rule(days=st.sampled_from((1, 2, 5, 14, 40)))
    def days_pass(self, days: int) -> None:
        """Nothing happens."""
        self.today += timedelta(days=days)

    @precondition(lambda self: self.case.version > 0)
    @rule(seed=SEEDS, who=st.sampled_from(PEOPLE), steps=st.integers(1, 8))
    def somebody_takes_it_on(self, seed: int, who: str, steps: int) -> None:
        """The next lawful steps."""
        self.thrower.rng = Random(seed)
        for _ in range(steps):
            self._throw(self.thrower.onward(self.case, self.today), who)

    @precondition(lambda self: self.case.version > 0)
    @rule(seed=SEEDS, who=st.sampled_from(PEOPLE))
    def somebody_asks_for_anything(self, seed: int, who: str) -> None:
        """Any command, lawful or not."""
        self.thrower.rng = Random(seed)
        self._throw(self.thrower.anything(self.case, self.today), who)

    @precondition(lambda self: self.case.is_open)
    @rule(seed=SEEDS, who=st.sampled_from(PEOPLE))
    def somebody_is_hasty(self, seed: int, who: str) -> None:
        """The step that comes next, before what it needs."""
        self.thrower.rng = Random(seed)
        self._throw(self.thrower.hasty(self.case, self.today), who)

    def _throw(self, command: c.Command, who: str) -> None:
        before, said = self.case, repr(self.case)
        try:
            after, entries = ask(before, command, self.today, who)
        except EhcError:
            assert repr(before) == said
            return
        assert entries
        assert after.version == before.version + len(entries)
        for event, _ in entries:
            no_limit_moves_silently(before, after, event)
        every_step_rests_on_what_it_needs(before, command, after)
        self.case = after
        self.log += entries

    @invariant()
    def the_log_tells_the_case(self) -> None:
        """Replaying what happened gives what is."""
        if hasattr(self, "log"):
            assert replay(self.blank, self.log, self.blank.person) == self.case
            assert self.case.version == len(self.log)

    @invariant()
    def nothing_is_on_file_twice(self) -> None:
        """Every id names one thing."""
        if hasattr(self, "log"):
            for kept in (
                self.case.advice,
                self.case.drafts,
                self.case.notices,
                self.case.contacts,
                self.case.representations,
                self.case.consultations,
                self.case.exceptions,
                self.case.triggers,
                self.case.mediations,
                self.case.agreements,
                self.case.appeals,
                self.case.orders,
            ):
                ids = [one.id for one in kept]
                assert len(ids) == len(set(ids))


TestThrownCommands = ThrownCommands.TestCase
TestThrownCommands.settings = settings(
    max_examples=examples(15),
    stateful_step_count=50,
    suppress_health_check=list(HealthCheck),
)


def test_replaying_the_log_gives_the_case_for_thousands_of_histories() -> None:
    ends: Counter[State] = Counter()
    kinds: set[str] = set()
    together: Counter[str] = Counter()
    states: set[State] = set()
    for seed in range(10200, 10200 + examples(3000)):  # a stretch in which every rare step comes up
        first, case, log = a_history(seed)
        assert replay(first, log, first.person) == case
        assert case.version == len(log)
        ends[case.state] += 1
        kinds.update(event.kind for event, _ in log)
        states.update(state for _, state in log)
        for request in case.advice:
            for one in request.contributions:
                together["signed"] += one.joint_with is not None
                together["signed and accepted"] += bool(one.joint_with and one.accepted_on)
                together["signed and returned"] += bool(one.joint_with and one.returned_on)
                together["offered"] += bool(one.offered_to)
    assert kinds == set(EVENTS)
    assert ends[S.PLAN_ISSUED] > 90
    assert min(together[how] for how in ("signed", "signed and accepted", "offered")) > 20
    assert together["signed and returned"] > 0
    assert {S.REFUSED_TO_ASSESS, S.NO_PLAN, S.WITHDRAWN, S.DIED, S.DUPLICATE} <= set(ends)
    assert {S.ASSESS_ORDERED, S.PLAN_ORDERED, S.REMITTED} <= states


def a_history(seed: int) -> tuple[Case, Case, list[tuple[Event, State]]]:
    """What one seed makes of a case: before anything, after, and what happened, each step held to the law."""
    thrower = Thrower(Random(seed), fixed_id(f"history {seed}"))
    today = date(2025, 9, 1) + timedelta(days=seed % 700)
    request = thrower.request(today)
    first = blank(request)
    log: list[tuple[Event, State]] = []
    try:
        case, entries = ask(first, request, today)
    except EhcError:
        return first, first, log
    log += entries
    lawful, steps = thrower.rng.choice(((96, 45), (80, 30), (55, 12), (45, 12), (45, 12)))
    pace = (0, 3, 9, 30) if seed % 4 == 0 else (0, 0, 0, 1, 2, 9)
    for _ in range(steps):
        if not allowed_steps(case.state) or (not case.is_open and thrower.chance(5)):
            break
        today += timedelta(days=thrower.rng.choice(pace))
        other = thrower.hasty if thrower.chance(40) else thrower.anything
        command = (thrower.onward if thrower.chance(lawful) else other)(case, today)
        try:
            after, entries = ask(case, command, today, thrower.rng.choice(PEOPLE))
        except EhcError:
            continue
        every_step_rests_on_what_it_needs(case, command, after)
        case = after
        log += entries
    return first, case, log
