"""What the events make of a case while settings are consulted and placement is settled."""

from __future__ import annotations

from dataclasses import replace

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.replay.evolving import applies


@applies(e.SettingConsulted)
def _setting_consulted(case: Case, event: e.SettingConsulted) -> Case:
    return replace(case, consultations=(*case.consultations, event.consultation))


@applies(e.ConsultationAnswered)
def _consultation_answered(case: Case, event: e.ConsultationAnswered) -> Case:
    return replace(
        case,
        consultations=tuple(
            replace(
                asked,
                replied_on=event.replied_on,
                can_meet_needs=event.can_meet_needs,
                grounds=event.grounds,
            )
            if asked.id == event.consultation_id
            else asked
            for asked in case.consultations
        ),
    )


@applies(e.MoreAskedOnConsultation)
def _more_asked_on_consultation(case: Case, event: e.MoreAskedOnConsultation) -> Case:
    return replace(
        case,
        consultations=tuple(
            replace(asked, asked_more_on=event.asked_on)
            if asked.id == event.consultation_id
            else asked
            for asked in case.consultations
        ),
    )


@applies(e.PlacementSettled)
def _placement_settled(case: Case, event: e.PlacementSettled) -> Case:
    return replace(case, placement=event.placement)
