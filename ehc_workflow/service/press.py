"""Printing a letter at the moment it goes, and before: the same words, the same facts, and bytes that are kept.

A letter is rehearsed first, by the very guards and decision that send it, so that what cannot go is not printed. Then
it is printed outside any transaction; the one that sends it takes the copies along, or refuses both.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from ehc_workflow.dates.words import in_words
from ehc_workflow.documents.storage import Storage, Taken
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.clocks import clocks
from ehc_workflow.domain.deadlines import facts_of
from ehc_workflow.domain.decisions import Facing, decide
from ehc_workflow.domain.decisions.notices import notice_of
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, StaleCaseError
from ehc_workflow.domain.guards import Known
from ehc_workflow.domain.replay import evolve
from ehc_workflow.domain.workflow import next_state
from ehc_workflow.rendering import pdf, word
from ehc_workflow.rendering.document import Heading, Part, Printable, RenderingError
from ehc_workflow.service.changes_told import CHANGED, changes_printed, ledger_of
from ehc_workflow.service.document_look import look_on_file
from ehc_workflow.service.documents import Documents
from ehc_workflow.service.letter_document import (
    NOT_SENT,
    LetterFacts,
    left_out,
    letter_document,
)
from ehc_workflow.service.letter_summary import Days
from ehc_workflow.service.letters import writing_for
from ehc_workflow.service.permissions import permit
from ehc_workflow.service.plan_document import PlanFacts, enclosed
from ehc_workflow.settings import Settings
from ehc_workflow.store import author_questions
from ehc_workflow.store.cases import LetterCopy
from ehc_workflow.store.engine import Database
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import CaseFile, Names, case_file, names
from ehc_workflow.store.queries.plan_text import accepted_advice, plan_items
from ehc_workflow.store.rows import Rows

Form = Literal["pdf", "word"]
FORMS: Mapping[Form, tuple[str, str]] = {
    "pdf": (pdf.MEDIA_TYPE, "pdf"),
    "word": (word.MEDIA_TYPE, "docx"),
}
"""The forms a document is printed in: what each is called, its media type and how its name ends."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter in its printed forms, made for one version of a case and not kept yet."""

    storage: Storage
    case_version: int
    taken: Mapping[str, Taken]

    @property
    def digests(self) -> dict[str, str]:
        """The hash of each form, for the log: it vouches for the bytes as for the words."""
        return {f"printed_{form}": taken.sha256 for form, taken in self.taken.items()}

    def keep(self, rows: Rows, case: Case) -> tuple[LetterCopy, ...]:
        """Put the files in their place. They come before their record: a file without one is no promise broken."""
        if case.version != self.case_version:
            raise StaleCaseError(case.version)
        for taken in self.taken.values():
            if rows.dialect == "postgresql":  # nobody may drop the same content meanwhile
                rows.run("SELECT pg_advisory_xact_lock(hashtext(?))", taken.sha256)
            self.storage.keep(taken)
        return tuple(
            LetterCopy(
                id=new_id(),
                form=form,
                name=taken.name,
                media_type=taken.media_type,
                sha256=taken.sha256,
                size=taken.size,
            )
            for form, taken in self.taken.items()
        )


@dataclass(frozen=True, slots=True)
class Press:
    """The printing of one installation."""

    database: Database
    storage: Storage
    fonts_dir: Path | None = None

    @contextmanager
    def printed(
        self, command: c.Command, *, actor: Actor, today: date, expected_version: int | None
    ) -> Iterator[Printed | None]:
        """The letter that this command sends, in all its forms; nothing for a command that sends none."""
        if not isinstance(command, c.Sending):
            yield None
            return
        with self.database.reading() as connection:
            file, known = self._looked_up(connection, command, actor, today)
            case = file.case
            if expected_version not in (None, case.version):
                raise StaleCaseError(case.version)
            after = _rehearsed(case, command, actor, known)
            facts, document = _letter(connection, file, command, after, known)
        if left_out(facts, document):
            raise RenderingError
        taken: dict[str, Taken] = {}
        try:
            for form in FORMS:
                made = io.BytesIO(self.typeset(form, document))
                taken[form] = self.storage.take(_name(document, form), made)
            yield Printed(self.storage, case.version, taken)
        finally:
            for each in taken.values():
                self.storage.let_go(each)

    def preview(self, command: c.Sending, form: Form, *, actor: Actor, today: date) -> bytes:
        """The letter as it would go, marked as not sent on every page, and not kept."""
        with self.database.reading() as connection:
            file, known = self._looked_up(connection, command, actor, today)
            notice = notice_of(file.case, command, _facing(file.case, actor, known))
            after = replace(file.case, notices=(*file.case.notices, notice))
            _, document = _letter(connection, file, command, after, known, mark=NOT_SENT)
        return self.typeset(form, document)

    def typeset(self, form: Form, document: Printable) -> bytes:
        """A document in one of the `FORMS`, with the fonts of this installation."""
        if form == "pdf":
            return pdf.as_pdf(document, fonts_dir=self.fonts_dir)
        return word.as_word(document)

    def _looked_up(
        self, connection: Connection, command: c.Sending, actor: Actor, today: date
    ) -> tuple[CaseFile, Known]:
        file = case_file(connection, command.assessment_id)
        permit(actor, command, file.case)
        policy = self.database.counting.policy(Rows(connection))
        return file, Known(today=today, policy=policy)


def press_for(settings: Settings, documents: Documents) -> Press:
    """The press as an installation's settings have it."""
    return Press(documents.database, documents.storage, settings.fonts_dir)


def _letter(
    connection: Connection,
    file: CaseFile,
    command: c.Sending,
    after: Case,
    known: Known,
    *,
    mark: str = "",
) -> tuple[LetterFacts, Printable]:
    """The letter with the plan that goes with it, and the facts it is printed from."""
    called = names(connection, after)
    facts = _facts(file, called, command, after, known)
    look = look_on_file(connection, file.case.authority_id, file.authority, file.authority_settings)
    letter = letter_document(facts, look, mark=mark)
    changed = _changed(connection, file.case) if isinstance(command, c.SendFinalPlan) else ()
    plan = _plan(connection, file, called, command, after)
    return facts, replace(letter, parts=(*letter.parts, *changed, *plan))


def _facts(
    file: CaseFile, called: Names, command: c.Sending, after: Case, known: Known
) -> LetterFacts:
    contacts = called.contacts
    for pointer, contact_id in (
        ("/addressee", command.addressee),
        *(("/copies", x) for x in command.copies),
    ):
        if contact_id not in contacts:
            raise ImpossibleFactsError(
                Impossible(pointer, "Choose somebody on file for this case.")
            )
    to, notice = contacts[command.addressee], after.notices[-1]
    return LetterFacts(
        letter=notice.kind,
        blocks=command.blocks,
        writing=writing_for(file, to.id, to.name),
        days=Days.of(after, notice, clocks(facts_of(after), known.policy)),
        dated_on=command.dated_on,
        address=to.address,
        copies=tuple(contacts[each].name for each in command.copies),
        others=notice.others_told,
    )


def _changed(connection: Connection, case: Case) -> tuple[Part, ...]:
    """What became of the draft, each change with its cause; nothing where the draft is from before words were kept."""
    told = ledger_of(connection, case)
    if told is None or not told.is_known:
        return ()
    return (Heading(CHANGED), *changes_printed(told))


def _plan(
    connection: Connection, file: CaseFile, called: Names, command: c.Sending, after: Case
) -> tuple[Part, ...]:
    """The plan that goes with this letter; nothing where the words of a case brought in were never written here."""
    if not isinstance(command, _WITH_PLAN) or not after.plan_lines:
        return ()
    signed = (
        f"Signed by {command.signed_by} on {in_words(command.signed_on)}."
        if isinstance(command, c.SendFinalPlan | c.SendAmendedPlan)
        else ""
    )
    return enclosed(
        PlanFacts(
            case=after,
            name=file.child.name,
            born_on=file.child.date_of_birth,
            items=plan_items(connection, after.id),
            advice=accepted_advice(connection, after),
            questions=author_questions.of_case(connection, after),
            dated_on=command.dated_on,
            placement=_placement(called, after) if signed else "",
            signed=signed,
        )
    )


def _placement(called: Names, case: Case) -> str:
    """What section I says: the setting that is named, or the type."""
    settled = case.placement
    if settled is None:
        return ""
    if settled.setting_id:
        return called.service(settled.setting_id)
    return settled.setting_type or ""


_WITH_PLAN = (c.ServeDraft, c.SendFinalPlan, c.SendAmendedPlan)


def _rehearsed(case: Case, command: c.Sending, actor: Actor, known: Known) -> Case:
    """The case as it will be: whatever would refuse the sending refuses it here, in the same words."""
    state = next_state(case, command, known)
    after = case
    for event in decide(case, command, _facing(case, actor, known)):
        after = evolve(after, event, state)
    return after


def _facing(case: Case, actor: Actor, known: Known) -> Facing:
    return Facing(actor_id=actor.id, known=known, rule_version=case.rule_version)


def _name(document: Printable, form: Form) -> str:
    """A name that says nothing of anybody: reference, what it is, and its day."""
    ends = FORMS[form][1]
    return f"{document.reference} {document.title}, {in_words(document.dated_on)}.{ends}"
