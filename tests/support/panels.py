"""A panel of the tests' authority: four members of four bodies, quorate with three, and its meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import PanelAdvised, PanelMatter
from ehc_workflow.service import panels
from ehc_workflow.service.organisation_changes import By, by_command_line
from ehc_workflow.service.panels import PanelDetails
from ehc_workflow.store.engine import Database
from tests.builders import AUTHORITY, CASEWORKER, Journey

BODIES = {
    "Invented Manager": "Education",
    "Invented Psychologist": "Psychology",
    "Invented Nurse": "Health",
    "Invented Head": "Schools",
}


@dataclass(frozen=True, slots=True)
class AssessmentPanel:
    """A panel that was set up, with its members by body."""

    database: Database
    id: str
    members: dict[str, str]

    def meets(self, on: date, *, planned_on: date) -> str:
        """A meeting, whose papers are due that day."""
        (meeting,) = panels.plan_meetings(
            self.database, self.id, meets_on=on, papers_by=on, by=by_on(planned_on)
        )
        return meeting

    def was_held(self, meeting_id: str, on: date, bodies: tuple[str, ...] = ()) -> None:
        """Who was there, by body; everybody unless it is said."""
        there = [self.members[one] for one in bodies or self.members]
        panels.record_attendance(
            self.database, meeting_id, chair_id=there[0], attended=there, by=by_on(on)
        )


def by_on(day: date) -> By:
    """Whoever has the machine, on a day."""
    return by_command_line(now=datetime.combine(day, time(9), tzinfo=UTC), today=day)


def assessment_panel(
    database: Database, on: date, advises_on: frozenset[PanelMatter] = frozenset(PanelMatter)
) -> AssessmentPanel:
    """Set it up."""
    by = by_on(on)
    details = PanelDetails(name="Assessment panel", advises_on=advises_on, quorum=3)
    panel_id = panels.set_up(database, details, authority_id=AUTHORITY, by=by)
    members = {
        body: panels.add_member(database, panel_id, name, body, by=by)
        for name, body in BODIES.items()
    }
    return AssessmentPanel(database, panel_id, members)


def put_on(journey: Journey, meeting_id: str, matter: PanelMatter = PanelMatter.ASSESS) -> str:
    """Put the case on an agenda today."""
    agenda_id = f"{journey.case_id} {meeting_id}"
    journey.do(
        c.PutOnAgenda(
            assessment_id=journey.case_id,
            agenda_id=agenda_id,
            matter=matter,
            meeting_id=meeting_id,
            put_on=journey.today,
        ),
        CASEWORKER,
    )
    return agenda_id


def advise(
    journey: Journey, agenda_id: str, advised: PanelAdvised, *dissent: tuple[str, str]
) -> None:
    """Record what the panel advised, and who dissented, as (member, words)."""
    journey.do(
        c.RecordPanelAdvice(
            assessment_id=journey.case_id,
            agenda_id=agenda_id,
            advised=advised,
            said="The school's support is new, and should be given time.",
            dissent=tuple(c.Dissent(member_id=member, said=words) for member, words in dissent),
        ),
        CASEWORKER,
    )
