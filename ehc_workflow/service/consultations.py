"""A consultation of a setting on a draft plan, for that setting alone: what is asked, the draft, the answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.case import Case, Consultation, State
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.service.permissions import reaches_case
from ehc_workflow.store.queries.case_page import CaseFile, case_file
from ehc_workflow.store.queries.plan_text import plan_items
from ehc_workflow.store.queries.setting import Consulted, Services, consultations

NOT_YOURS = "There is no such consultation, or it is not yours to know of."


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationFile:
    """One consultation with its day to reply by and the draft it is about."""

    file: CaseFile
    asked: Consultation
    deadline: Consulted | None
    draft: tuple[PlanItem, ...]

    @property
    def case(self) -> Case:
        """The case it belongs to."""
        return self.file.case

    @property
    def may_answer(self) -> bool:
        """Whether an answer can be recorded: none was given, and the case is where one counts."""
        sources = STEPS["record_consultation_reply"].sources
        return self.asked.replied_on is None and self.case.state in sources

    @property
    def may_ask(self) -> bool:
        """Whether there is still time to ask for more before answering."""
        return self.may_answer and self.case.state is State.PLACING


def settings_of(actor: Actor) -> Services:
    """The settings that this person's seats are of, each with its authority."""
    seats = (seat for seat in actor.seats if seat.role is Role.SETTING)
    return sorted({(seat.authority_id, seat.service_id) for seat in seats if seat.service_id})


def consultation_file(
    connection: Connection, assessment_id: str, consultation_id: str, actor: Actor
) -> ConsultationFile:
    """One consultation, or `NotFoundError` where it is not that of one of this person's settings."""
    file = case_file(connection, assessment_id)
    asked = next((one for one in file.case.consultations if one.id == consultation_id), None)
    if asked is None or not _is_asked_of(actor, file.case, asked):
        raise NotFoundError(NOT_YOURS)
    listed = consultations(connection, settings_of(actor), [assessment_id])
    deadline = next(
        (one for one in listed.get(assessment_id, ()) if one.consultation_id == consultation_id),
        None,
    )
    return ConsultationFile(
        file=file, asked=asked, deadline=deadline, draft=_draft(connection, file.case)
    )


def _is_asked_of(actor: Actor, case: Case, asked: Consultation) -> bool:
    return any(
        seat.role is Role.SETTING and seat.service_id == asked.setting_id
        for seat in actor.seats
        if reaches_case(seat, case)
    )


def _draft(connection: Connection, case: Case) -> tuple[PlanItem, ...]:
    """The draft as it was served to the family: not what has been written since."""
    served = case.current_draft
    return plan_items(connection, case.id, served.plan_version) if served else ()
