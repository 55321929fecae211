"""S07 A panel advises; a named officer decides; reasons are about this child."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AssessOutcome, State
from ehc_workflow.domain.errors import NotPermittedError, TransitionRefusedError
from tests.builders import CASEWORKER, DECISION_MAKER, Journey
from tests.scenarios.looking import last_entry, words_of_last_entry

PANEL = c.PanelAdvice(
    met_on=date(2026, 2, 17),
    advised="To refuse.",
    dissent=True,
    dissent_said="Health: speech and language needs are not met by what the school can do.",
    attended="Team manager, educational psychologist, health officer, head teacher",
    versions_seen="School report of 2 February, version 2; parent's letter of 12 January",
)


@pytest.fixture
def after_the_panel(journey: Journey) -> Journey:
    return journey.receive().at(date(2026, 1, 20)).consider().at(date(2026, 2, 18))


def test_a_panel_minute_sends_no_notice(after_the_panel: Journey) -> None:
    with pytest.raises(TransitionRefusedError) as held:
        after_the_panel.tell_refusal()
    assert "A named officer has decided not to assess" in held.value.message


def test_only_an_officer_with_delegated_power_decides(after_the_panel: Journey) -> None:
    with pytest.raises(NotPermittedError):
        after_the_panel.do(
            c.DecideWhetherToAssess(
                assessment_id=after_the_panel.case_id,
                outcome=AssessOutcome.REFUSE,
                decided_on=after_the_panel.today,
                reasons="The panel said no",
            ),
            CASEWORKER,
        )


def test_the_panels_view_dissent_attendance_and_papers_are_kept_with_the_decision(
    after_the_panel: Journey,
) -> None:
    after_the_panel.decide_to_refuse(panel=PANEL)
    kind, said = last_entry(after_the_panel)
    assert kind == "assessment_decided"
    assert said["decision"]["decided_by"] == DECISION_MAKER.id
    assert said["decision"]["panel"] == {"met_on": "2026-02-17", "dissent": True}
    kept = words_of_last_entry(after_the_panel)
    assert kept["panel_advised"] == "To refuse."
    assert kept["panel_dissent"].startswith("Health: ")
    assert "head teacher" in kept["panel_attended"]
    assert "version 2" in kept["panel_saw"]
    assert kept["reasons"] == "The school's support meets this child's needs."


def test_the_officer_may_differ_from_the_panel_and_say_why(after_the_panel: Journey) -> None:
    after_the_panel.do(
        c.DecideWhetherToAssess(
            assessment_id=after_the_panel.case_id,
            outcome=AssessOutcome.ASSESS,
            decided_on=after_the_panel.today,
            reasons="The health officer's evidence shows that both limbs are met.",
            may_have_sen=True,
            may_need_plan=True,
            views_considered=True,
            panel=PANEL,
        ),
        DECISION_MAKER,
    )
    assert words_of_last_entry(after_the_panel)["reasons"].startswith("The health officer")
    after_the_panel.tell_assessing()
    assert after_the_panel.now.state is State.ASSESSING
