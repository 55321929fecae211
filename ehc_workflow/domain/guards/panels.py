"""What must be true before a case is before a panel, and before a panel's advice counts as such."""

from __future__ import annotations

from typing import Any

from ehc_workflow.domain.case import AssessOutcome, Case, PanelAdvised, PanelMatter, PlanOutcome
from ehc_workflow.domain.guards.guard import Known, guard
from ehc_workflow.domain.panels import STAGES, advised_on, limit_of, on_agenda

_ADVISED = {
    AssessOutcome.ASSESS: PanelAdvised.YES,
    AssessOutcome.REFUSE: PanelAdvised.NO,
    PlanOutcome.MAKE_PLAN: PanelAdvised.YES,
    PlanOutcome.NO_PLAN: PanelAdvised.NO,
}


@guard("The case is at the stage at which this is decided", "design")
def matter_is_open(case: Case, command: Any, known: Known) -> bool:
    return case.state in STAGES[command.matter]


@guard(
    "The meeting is one of this authority's, is not called off, and its panel advises on this",
    "design",
)
def meeting_takes_it(case: Case, command: Any, known: Known) -> bool:
    meeting = known.meeting
    return (
        meeting is not None
        and meeting.authority_id == case.authority_id
        and meeting.called_off_on is None
        and command.matter in meeting.matters
    )


@guard(
    "The panel meets on or before the day by which the family must be told: no case waits for a panel past it, and a "
    "named officer decides without it",
    "reg 4(1), 5(1), 10(1), 13(2)",
)
def meets_before_the_limit(case: Case, command: Any, known: Known) -> bool:
    meeting = known.meeting
    if meeting is None or meeting.meets_on <= known.today:
        return True
    limit = limit_of(case, command.matter, known.policy, known.today)
    return limit is None or meeting.meets_on <= limit.due_on


@guard("The case is on this agenda, and the panel has not advised on it", "design")
def on_the_agenda(case: Case, command: Any, known: Known) -> bool:
    item = on_agenda(case, command.agenda_id)
    return item is not None and item.is_open


@guard("The meeting has been held, and who was there is written down", "design")
def meeting_was_held(case: Case, command: Any, known: Known) -> bool:
    meeting = known.meeting
    return meeting is not None and meeting.attended is not None


@guard(
    "Enough members were there for the panel to advise, those with an interest in this case not counted",
    "design",
)
def panel_is_quorate(case: Case, command: Any, known: Known) -> bool:
    item = on_agenda(case, command.agenda_id)
    interests = item.interests if item else ()
    meeting = known.meeting
    return meeting is None or meeting.attended is None or meeting.is_quorate(interests)


@guard("What the panel advised is written down", "design")
def panel_words_written(case: Case, command: Any, known: Known) -> bool:
    return bool(command.said.strip())


@guard("Where the decision is not what the panel advised, it is said why", "design")
def difference_explained(case: Case, command: Any, known: Known) -> bool:
    is_plan = isinstance(command.outcome, PlanOutcome)
    advice = advised_on(case, PanelMatter.ISSUE if is_plan else PanelMatter.ASSESS)
    if advice is None or advice.advised in (None, PanelAdvised.OTHER):
        return True
    return advice.advised is _ADVISED[command.outcome] or bool(command.differs_because.strip())
