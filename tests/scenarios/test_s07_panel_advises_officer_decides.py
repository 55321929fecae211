"""S07 A panel advises; a named officer decides; reasons are about this child."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AssessOutcome, PanelAdvised, PanelMatter, State, WayBack
from ehc_workflow.domain.errors import (
    ImpossibleFactsError,
    NotPermittedError,
    TransitionRefusedError,
)
from ehc_workflow.domain.panels import advised_on
from ehc_workflow.store.queries import agendas
from ehc_workflow.store.queries.reach import reach_of
from tests.builders import CASEWORKER, DECISION_MAKER, MANAGER, Journey
from tests.scenarios.looking import last_entry, words_of_last_entry
from tests.support.panels import AssessmentPanel, advise, assessment_panel, put_on

PANEL_DAY = date(2026, 2, 17)
NEEDS = "Speech and language needs are not met by what the school can do."


@dataclass
class BeforeThePanel:
    """A case on the agenda of the meeting of 17 February."""

    journey: Journey
    panel: AssessmentPanel
    meeting: str
    agenda_id: str


@pytest.fixture
def before(journey: Journey) -> BeforeThePanel:
    journey.receive().at(date(2026, 1, 20)).consider()
    panel = assessment_panel(journey.database, journey.today)
    meeting = panel.meets(PANEL_DAY, planned_on=journey.today)
    return BeforeThePanel(journey, panel, meeting, put_on(journey, meeting))


@pytest.fixture
def after(before: BeforeThePanel) -> Journey:
    """The panel was against it, and health dissented."""
    before.journey.at(date(2026, 2, 18))
    before.panel.was_held(before.meeting, before.journey.today)
    nurse = before.panel.members["Health"]
    advise(before.journey, before.agenda_id, PanelAdvised.NO, (nurse, NEEDS))
    return before.journey


def decide(journey: Journey, outcome: AssessOutcome, **fields: object) -> None:
    values: dict[str, object] = {
        "assessment_id": journey.case_id,
        "outcome": outcome,
        "decided_on": journey.today,
        "reasons": "The health officer's evidence shows that both limbs are met.",
        "may_have_sen": True,
        "may_need_plan": True,
        "views_considered": True,
    }
    journey.do(c.DecideWhetherToAssess(**(values | fields)), DECISION_MAKER)  # type: ignore[arg-type]


def test_a_panels_advice_moves_nothing_and_sends_no_notice(after: Journey) -> None:
    assert after.now.state is State.CONSIDERING
    assert after.now.assess_decision is None
    with pytest.raises(TransitionRefusedError) as held:
        after.tell_refusal()
    assert "A named officer has decided not to assess" in held.value.message


def test_only_an_officer_with_delegated_power_decides(after: Journey) -> None:
    with pytest.raises(NotPermittedError):
        after.do(
            c.DecideWhetherToAssess(
                assessment_id=after.case_id,
                outcome=AssessOutcome.REFUSE,
                decided_on=after.today,
                reasons="The panel said no",
            ),
            CASEWORKER,
        )


def test_the_panels_view_dissent_attendance_and_papers_are_kept_with_the_decision(
    after: Journey,
) -> None:
    assert words_of_last_entry(after)["dissent_1"] == NEEDS
    after.decide_to_refuse()
    kind, said = last_entry(after)
    assert kind == "assessment_decided"
    decision = after.now.assess_decision
    assert decision is not None
    assert decision.decided_by == DECISION_MAKER.id
    assert decision.panel is not None
    assert (decision.panel.met_on, decision.panel.advised) == (PANEL_DAY, PanelAdvised.NO)
    assert decision.panel.dissented == ("Health",)
    assert len(decision.panel.attended) == 4
    assert decision.panel.seen == after.now.agenda[0].pack
    assert said["decision"]["panel"]["dissented"] == ["Health"]


def test_the_officer_may_differ_from_the_panel_and_say_why(after: Journey) -> None:
    with pytest.raises(TransitionRefusedError, match="not what the panel advised, it is said why"):
        decide(after, AssessOutcome.ASSESS)
    decide(after, AssessOutcome.ASSESS, differs_because="The nurse saw what the minute leaves out.")
    assert words_of_last_entry(after)["differs_because"].startswith("The nurse")
    after.tell_assessing()
    assert after.now.state is State.ASSESSING


def test_without_a_quorum_there_is_no_advice(before: BeforeThePanel) -> None:
    before.journey.at(date(2026, 2, 18))
    before.panel.was_held(before.meeting, before.journey.today, ("Education", "Health"))
    with pytest.raises(TransitionRefusedError, match="Enough members were there"):
        advise(before.journey, before.agenda_id, PanelAdvised.NO)


def test_a_member_with_an_interest_is_named_and_does_not_count(before: BeforeThePanel) -> None:
    head = before.panel.members["Schools"]
    before.journey.do(
        c.DeclareInterest(
            assessment_id=before.journey.case_id,
            agenda_id=before.agenda_id,
            member_id=head,
            declared_on=before.journey.today,
            interest="Is the head of this child's school",
        )
    )
    before.journey.at(date(2026, 2, 18))
    before.panel.was_held(before.meeting, before.journey.today, ("Education", "Health", "Schools"))
    with pytest.raises(TransitionRefusedError, match="with an interest in this case not counted"):
        advise(before.journey, before.agenda_id, PanelAdvised.NO)
    before.panel.was_held(before.meeting, before.journey.today)
    with pytest.raises(ImpossibleFactsError, match="has no interest in this case"):
        advise(before.journey, before.agenda_id, PanelAdvised.NO, (head, NEEDS))
    advise(before.journey, before.agenda_id, PanelAdvised.NO)
    advice = before.journey.now.agenda[0].advice
    assert advice is not None
    assert advice.interests == (head,)
    assert head not in advice.attended


def test_who_was_there_stays_once_the_panel_has_advised(before: BeforeThePanel) -> None:
    before.journey.at(date(2026, 2, 18))
    before.panel.was_held(before.meeting, before.journey.today)
    advise(before.journey, before.agenda_id, PanelAdvised.OTHER)
    with pytest.raises(ImpossibleFactsError, match="who was there stays as it is"):
        before.panel.was_held(before.meeting, before.journey.today, ("Education",))


def test_no_case_waits_for_a_meeting_past_its_limit(before: BeforeThePanel) -> None:
    """Week 6 is Monday 23 February; the panel after that is too late, and the officer decides without it."""
    late = before.panel.meets(date(2026, 2, 24), planned_on=before.journey.today)
    with pytest.raises(TransitionRefusedError, match="no case waits for a panel past it"):
        put_on(before.journey, late)
    in_time = before.panel.meets(date(2026, 2, 23), planned_on=before.journey.today)
    put_on(before.journey, in_time)
    first, second = before.journey.now.agenda
    assert (first.is_open, second.is_open) == (False, True), "it was moved"


def test_a_decision_waits_for_no_panel_and_leaves_its_agenda(before: BeforeThePanel) -> None:
    decide(before.journey, AssessOutcome.ASSESS)
    decision = before.journey.now.assess_decision
    assert decision is not None
    assert decision.panel is None
    assert not before.journey.now.agenda[0].is_open


def test_an_agenda_is_in_the_order_of_the_limits(before: BeforeThePanel) -> None:
    sooner = Journey(before.journey.database).receive(received_on=date(2026, 1, 8))
    sooner.at(date(2026, 1, 20)).consider()
    put_on(sooner, before.meeting)
    reach = reach_of(MANAGER, frozenset({Role.MANAGER}))
    with before.journey.database.reading() as connection:
        lines = agendas.agenda(connection, before.meeting, reach)
    assert [one.assessment_id for one in lines] == [sooner.case_id, before.journey.case_id]
    assert [str(one.due_on) for one in lines] == ["2026-02-19", "2026-02-23"]


# --- the same matter once more ------------------------------------------------------------------------------------


def test_what_a_panel_advised_before_an_order_is_no_view_of_the_decision_after_it(
    after: Journey,
) -> None:
    (item,) = after.now.agenda
    issue = replace(after.now, agenda=(replace(item, matter=PanelMatter.ISSUE),))
    assert advised_on(issue, PanelMatter.ISSUE) is not None
    ordered = replace(issue, way_back=WayBack(ref="order", began_on=date(2026, 2, 18)))
    assert advised_on(ordered, PanelMatter.ISSUE) is None


@pytest.fixture
def placing(journey: Journey) -> Journey:
    """A draft served on 2 March, and a school asked for."""
    journey.receive().consider().at(date(2026, 1, 26)).decide_to_assess().tell_assessing().ask()
    journey.at(date(2026, 2, 20)).complete_advice().decide_plan().save_plan().agree_health()
    return journey.at(date(2026, 3, 2)).serve_draft().at(date(2026, 3, 3)).ask_for_setting()


def _begin_again(journey: Journey) -> None:
    fresh = c.StartFreshDraft(assessment_id=journey.case_id, reason="New hearing test")
    journey.do(fresh, DECISION_MAKER)


def test_a_fresh_draft_takes_the_placement_off_the_agenda(placing: Journey) -> None:
    panel = assessment_panel(placing.database, placing.today)
    meeting = panel.meets(date(2026, 3, 17), planned_on=placing.today)
    put_on(placing, meeting, PanelMatter.PLACEMENT)
    _begin_again(placing.at(date(2026, 3, 5)))
    (item,) = placing.now.agenda
    assert item.off_on == date(2026, 3, 5)
    with placing.database.reading() as connection:
        reach = reach_of(MANAGER, frozenset({Role.MANAGER}))
        assert agendas.agenda(connection, meeting, reach) == ()


def test_what_a_panel_advised_on_a_draft_is_no_view_of_the_placement_after_a_fresh_one(
    placing: Journey,
) -> None:
    panel = assessment_panel(placing.database, placing.today)
    meeting = panel.meets(date(2026, 3, 10), planned_on=placing.today)
    agenda_id = put_on(placing, meeting, PanelMatter.PLACEMENT)
    panel.was_held(meeting, placing.at(date(2026, 3, 11)).today)
    advise(placing, agenda_id, PanelAdvised.OTHER)
    assert advised_on(placing.now, PanelMatter.PLACEMENT) is not None
    _begin_again(placing)
    placing.save_plan().agree_health().at(date(2026, 3, 12)).serve_draft(draft_id="fresh")
    assert advised_on(placing.now, PanelMatter.PLACEMENT) is None
