"""What the events make of a case while settings are consulted and placement is settled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case, PanelMatter
from ehc_workflow.domain.replay.evolving import applies, off_the_agenda


def _with_consultation(case: Case, consultation_id: str, **changes: Any) -> Case:
    return replace(
        case,
        consultations=tuple(
            replace(asked, **changes) if asked.id == consultation_id else asked
            for asked in case.consultations
        ),
    )


@applies(e.SettingConsulted)
def _setting_consulted(case: Case, event: e.SettingConsulted) -> Case:
    return replace(case, consultations=(*case.consultations, event.consultation))


@applies(e.ConsultationAnswered)
def _consultation_answered(case: Case, event: e.ConsultationAnswered) -> Case:
    asked = case.consultation(event.consultation_id)
    first = asked.replied_on if asked else None
    return _with_consultation(
        case,
        event.consultation_id,
        replied_on=first or event.replied_on,
        changed_on=event.replied_on if first else None,
        can_meet_needs=event.can_meet_needs,
        grounds=event.grounds,
        starts_on=event.starts_on,
        places=event.places,
    )


@applies(e.MoreAskedOnConsultation)
def _more_asked_on_consultation(case: Case, event: e.MoreAskedOnConsultation) -> Case:
    return _with_consultation(case, event.consultation_id, asked_more_on=event.asked_on)


@applies(e.ConsultationAttempted)
def _consultation_attempted(case: Case, event: e.ConsultationAttempted) -> Case:
    asked = case.consultation(event.consultation_id)
    before = asked.attempts if asked else ()
    return _with_consultation(case, event.consultation_id, attempts=(*before, event.attempt))


@applies(e.SettingNotReached)
def _setting_not_reached(case: Case, event: e.SettingNotReached) -> Case:
    return _with_consultation(case, event.consultation_id, not_reached_on=event.found_on)


@applies(e.PlacementSettled)
def _placement_settled(case: Case, event: e.PlacementSettled) -> Case:
    left = off_the_agenda(case, PanelMatter.PLACEMENT, event.placement.decided_on)
    return replace(case, placement=event.placement, agenda=left)
