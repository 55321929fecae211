"""An invented case taken along by the pure core alone: no database, no permissions, and its history kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import Case, PanelMatter, Person, State
from ehc_workflow.domain.decisions import Facing, decide
from ehc_workflow.domain.events import Event
from ehc_workflow.domain.guards import Known
from ehc_workflow.domain.panels import Meeting, Member
from ehc_workflow.domain.replay import evolve
from ehc_workflow.domain.workflow import next_state
from ehc_workflow.rules.local_policy import DEFAULT_POLICY, Policy
from tests.builders import AUTHORITY, CASEWORKER, Journey

MEMBERS = (
    Member("officer", "Invented Officer", "Education"),
    Member("nurse", "Invented Nurse", "Health"),
    Member("head", "Invented Head", "Schools"),
)
SETTING_NAMES = ("Larkrise School", "Quayside School")


def known_on(today: date, policy: Policy = DEFAULT_POLICY) -> Known:
    """What a step may know besides the case."""
    return Known(today=today, policy=policy, setting_names=SETTING_NAMES, meeting=meeting_on(today))


def meeting_on(day: date) -> Meeting:
    """A meeting of a panel that advises on everything, with everybody there."""
    return Meeting(
        id="meeting",
        panel_id="panel",
        panel="Invented panel",
        authority_id=AUTHORITY,
        matters=frozenset(PanelMatter),
        quorum=2,
        meets_on=day,
        papers_by=day,
        members=MEMBERS,
        attended=frozenset(one.id for one in MEMBERS),
    )


def blank(command: c.ReceiveRequest) -> Case:
    """The case that a request finds: none yet, and the child it is about."""
    child = command.child
    return Case(
        id=command.assessment_id,
        authority_id="",
        team_id="",
        child_id="",
        reference="",
        person=Person(
            date_of_birth=child.date_of_birth,
            vision_impaired=child.vision_impaired,
            hearing_impaired=child.hearing_impaired,
        ),
    )


def ask(
    case: Case, command: c.Command, today: date, actor_id: str = CASEWORKER.id
) -> tuple[Case, tuple[tuple[Event, State], ...]]:
    """What a command makes of a case, and what happened; or the refusal."""
    known = known_on(today)
    state = next_state(case, command, known)
    facing = Facing(actor_id=actor_id, known=known, rule_version="2014-09-01")
    entries = tuple((event, state) for event in decide(case, command, facing))
    for event, after in entries:
        case = evolve(case, event, after)
    return case, entries


@dataclass
class Course(Journey):
    """The same people and steps as `Journey`, without a database."""

    database: None = None  # type: ignore[assignment]  # that is the point
    blank: Case | None = None
    history: list[tuple[Event, State]] = field(default_factory=list)

    def do(self, command: c.Command, who: Actor = CASEWORKER, **options: object) -> Case:
        """Carry out a command by the pure core."""
        if isinstance(command, c.ReceiveRequest):
            self.case = self.blank = blank(command)
        assert self.case is not None
        self.case, entries = ask(self.case, command, self.today, who.id)
        self.history += entries
        return self.case
