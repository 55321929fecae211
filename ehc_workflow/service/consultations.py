"""Consultations of settings on a draft plan: for each setting its own alone, for the authority all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.case import Case, Consultation, State
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.papers import Scan
from ehc_workflow.domain.plan_items import written_from
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.service.permissions import reaches_case
from ehc_workflow.store.documents import Document, documents_of
from ehc_workflow.store.queries.advice_given import Given, versions_given
from ehc_workflow.store.queries.case_page import CaseFile, case_file
from ehc_workflow.store.queries.plan_text import plan_items
from ehc_workflow.store.queries.setting import Consulted, Services, consultations
from ehc_workflow.store.queries.timeline import Entry

NOT_YOURS = "There is no such consultation, or it is not yours to know of."


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """What went with a consultation, each thing as it was then: nothing that was written or sent in later."""

    draft: tuple[PlanItem, ...]
    advice: tuple[Given, ...]
    documents: tuple[Document, ...]


NOTHING_ANY_MORE = Enclosed(draft=(), advice=(), documents=())
"""What is left of it for a setting that the final plan does not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationFile:
    """One consultation with its day to reply by and what went with it."""

    file: CaseFile
    asked: Consultation
    deadline: Consulted | None
    enclosed: Enclosed
    final: Enclosed | None = None
    """The final plan with the advice attached, for the setting that it names: its due by s39(8)(b), s40(5)(b)."""

    @property
    def case(self) -> Case:
        """The case it belongs to."""
        return self.file.case

    @property
    def counts(self) -> bool:
        """Whether it is on the draft that counts, and not on one that a fresh draft took the place of."""
        return self.case.counts(self.asked)

    @property
    def asked_again(self) -> Consultation | None:
        """The consultation that this setting should answer in place of this one, where it was asked again."""
        setting_id = self.asked.setting_id
        again = [one for one in self.case.consultations_that_count if one.setting_id == setting_id]
        return again[-1] if again and not self.counts else None

    @property
    def may_answer(self) -> bool:
        """Whether an answer counts as things stand: the first one, or one that changes it."""
        return self.counts and self.case.state in STEPS["record_consultation_reply"].sources

    @property
    def may_ask(self) -> bool:
        """Whether there is still time to ask for more before answering."""
        return self.counts and self.case.state is State.PLACING and self.asked.replied_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that happened in a consultation, with the words kept of it."""

    entry: Entry

    @property
    def words(self) -> list[tuple[str, str]]:
        """What was written, in the order of the form."""
        return [
            (field, self.entry.words[field]) for field in _IN_ORDER if self.entry.words.get(field)
        ]


_IN_ORDER = (
    "because_unsuitable",
    "because_education_of_others",
    "because_use_of_resources",
    "needs",
    "reply",
    "question",
    "what_came_of_it",
)


def settings_of(actor: Actor) -> Services:
    """The settings that this person's seats are of, each with its authority."""
    seats = (seat for seat in actor.seats if seat.role is Role.SETTING)
    return sorted({(seat.authority_id, seat.service_id) for seat in seats if seat.service_id})


def consultation_file(
    connection: Connection, assessment_id: str, consultation_id: str, actor: Actor
) -> ConsultationFile:
    """One consultation, or `NotFoundError` where it is not that of one of this person's settings."""
    file = case_file(connection, assessment_id)
    asked = file.case.consultation(consultation_id)
    if asked is None or not _is_asked_of(actor, file.case, asked):
        raise NotFoundError(NOT_YOURS)
    listed = consultations(connection, settings_of(actor), [assessment_id])
    deadline = next(
        (one for one in listed.get(assessment_id, ()) if one.consultation_id == consultation_id),
        None,
    )
    return ConsultationFile(
        file=file,
        asked=asked,
        deadline=deadline,
        enclosed=NOTHING_ANY_MORE
        if file.case.passed_over(asked.setting_id)
        else enclosed_with(connection, file.case, asked),
        final=plan_sent(connection, file.case) if file.case.names(asked.setting_id) else None,
    )


def _is_asked_of(actor: Actor, case: Case, asked: Consultation) -> bool:
    return any(
        seat.role is Role.SETTING and seat.service_id == asked.setting_id
        for seat in actor.seats
        if reaches_case(seat, case)
    )


def enclosed_with(connection: Connection, case: Case, asked: Consultation) -> Enclosed:
    """What a setting was sent, in three statements; of one from before this was kept, the draft as it was served."""
    served = case.current_draft.plan_version if case.current_draft else None
    version = served if asked.plan_version is None else asked.plan_version
    return Enclosed(
        draft=plan_items(connection, case.id, version) if version else (),
        advice=versions_given(connection, [one.contribution_id for one in asked.advice]),
        documents=tuple(_files(connection, case, asked)),
    )


def plan_sent(connection: Connection, case: Case) -> Enclosed:
    """The plan that went as final with the advice attached to it, section K, each piece by its version."""
    return Enclosed(
        draft=plan_items(connection, case.id, case.version_sent),
        advice=versions_given(connection, [one.id for one in written_from(case)]),
        documents=(),
    )


def _files(connection: Connection, case: Case, asked: Consultation) -> list[Document]:
    wanted = asked.enclosed_documents
    if not wanted:
        return []
    return [
        each
        for each in documents_of(connection, case.id)
        if each.id in wanted and each.sealed_at is None and each.scan is not Scan.INFECTED
    ]


def said_in(entries: Iterable[Entry], consultation_id: str) -> list[Said]:
    """What was said and tried in one consultation after it was sent, the newest first."""
    found = [
        Said(entry=entry)
        for entry in entries
        if getattr(entry.event, "consultation_id", None) == consultation_id
    ]
    return found[::-1]


def letter_of(entries: Iterable[Entry], consultation_id: str) -> str:
    """The letter of one consultation, word for word; empty where none was kept."""
    for entry in entries:
        asked = getattr(entry.event, "consultation", None)
        if isinstance(asked, Consultation) and asked.id == consultation_id:
            return entry.words.get("letter", "")
    return ""
