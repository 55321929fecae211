"""What is done about advice that has not come: chases, another way to it, appointments that were missed."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    Case,
    Chase,
    MissedAppointment,
)
from ehc_workflow.domain.decisions.contributing import next_number, the_visit
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    refuse,
    the_request,
)
from ehc_workflow.domain.errors import Impossible


@answers(c.RecordChase)
def record_chase(case: Case, command: c.RecordChase, facing: Facing) -> tuple[e.Event, ...]:
    """A person chased. Automatic reminders are alerts, and never pass for this."""
    the_request(case, command.request_id)
    happened(case, command.chased_on, facing, "/chased_on", "The day of the chase")
    chase = Chase(
        chased_on=command.chased_on, channel=command.channel, replied=bool(command.reply.strip())
    )
    return (e.ContributorChased(request_id=command.request_id, chase=chase),)


@answers(c.RecordAlternative)
def record_alternative(
    case: Case, command: c.RecordAlternative, facing: Facing
) -> tuple[e.Event, ...]:
    """Whether late advice is got another way, and why or why not."""
    the_request(case, command.request_id)
    happened(case, command.recorded_on, facing, "/recorded_on", "The day")
    if not command.reasons.strip():
        refuse([Impossible("/reasons", "Say why, or why not.")])
    return (
        e.AlternativeRecorded(
            request_id=command.request_id,
            recorded_on=command.recorded_on,
            another_way=command.another_way,
        ),
    )


@answers(c.RecordMissedAppointment)
def record_missed_appointment(
    case: Case, command: c.RecordMissedAppointment, facing: Facing
) -> tuple[e.Event, ...]:
    """A fact of the contributor's own period: the authority's limits do not change."""
    request = the_request(case, command.request_id)
    happened(case, command.missed_on, facing, "/missed_on", "The day of the appointment")
    if command.visit is not None and not the_visit(request, command.visit).is_open:
        refuse([Impossible("/visit", "What came of this visit is on file already.")])
    missed = MissedAppointment(
        purpose=command.purpose,
        missed_on=command.missed_on,
        new_appointment_on=command.new_appointment_on,
    )
    return (
        e.AppointmentMissed(
            request_id=command.request_id,
            missed=missed,
            visit=command.visit,
            next_visit=next_number(request) if command.new_appointment_on else None,
        ),
    )
