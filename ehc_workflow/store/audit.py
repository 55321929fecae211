"""The log as an auditor reads it: case by case, in batches, with everything an entry vouches for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from ehc_workflow.domain.case import Person
from ehc_workflow.domain.commands import MarkedParagraph, Paragraph
from ehc_workflow.domain.signed_advice import (
    joined_words,
    marked_words,
    signed_words,
    words_around_views,
)
from ehc_workflow.store import log
from ehc_workflow.store.log import Entry
from ehc_workflow.store.plan_items import item_of
from ehc_workflow.store.tables.advice import (
    ContributionParagraph,
    ContributionRow,
    FamilyViews,
    MarkedParagraphRow,
)
from ehc_workflow.store.tables.cases import AssessmentRow, LogEntry, LogText, SealedHead
from ehc_workflow.store.tables.papers import DocumentRow, NoticeRow, PlanItemRow
from ehc_workflow.store.tables.people import ChildRow

BATCH = 200
"""Cases read together: some ten thousand rows."""


@dataclass(slots=True, kw_only=True)
class CaseRecord:
    """One case as stored, and every row that its log vouches for."""

    id: str
    version: int
    head: str
    facts: str
    state: str
    person: Person
    sealed: tuple[int, str] | None = None
    entries: list[Entry] = field(default_factory=list)
    texts: dict[int, dict[str, str]] = field(default_factory=dict)
    contributions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    markings: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    plans: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    notices: dict[int, tuple[str, ...]] = field(default_factory=dict)
    printed: dict[int, dict[str, str]] = field(default_factory=dict)


def number_of_cases(connection: Connection) -> int:
    """How many cases there are to read."""
    return connection.scalar(select(func.count()).select_from(AssessmentRow)) or 0


def records(connection: Connection) -> Iterator[CaseRecord]:
    """Every case in the order of the ids, read in batches: memory does not grow with the log."""
    after: str | None = None
    while batch := _cases(connection, after):
        for gather in (_entries, _texts, _contributions, _markings, _plans, _notices, _sealed):
            gather(connection, batch)
        yield from batch.values()
        after = next(reversed(batch))


Batch = dict[str, CaseRecord]


def _cases(connection: Connection, after: str | None) -> Batch:
    statement = (
        select(
            AssessmentRow.id,
            AssessmentRow.version,
            AssessmentRow.head,
            AssessmentRow.facts,
            AssessmentRow.state,
            ChildRow.date_of_birth,
            ChildRow.vision_impaired,
            ChildRow.hearing_impaired,
        )
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .order_by(AssessmentRow.id)
        .limit(BATCH)
    )
    if after is not None:
        statement = statement.where(AssessmentRow.id > after)
    return {
        row.id: CaseRecord(
            id=row.id,
            version=row.version,
            head=row.head,
            facts=row.facts,
            state=row.state,
            person=Person(
                date_of_birth=row.date_of_birth,
                vision_impaired=row.vision_impaired,
                hearing_impaired=row.hearing_impaired,
            ),
        )
        for row in connection.execute(statement)
    }


_ENTRY_COLUMNS = [LogEntry.__table__.c[name] for name in log.COLUMNS]


def _entries(connection: Connection, batch: Batch) -> None:
    statement = (
        select(*_ENTRY_COLUMNS)
        .where(LogEntry.assessment_id.in_(batch))
        .order_by(LogEntry.assessment_id, LogEntry.seq)
    )
    for row in connection.execute(statement):
        batch[row.assessment_id].entries.append(Entry(**row._mapping))


def _texts(connection: Connection, batch: Batch) -> None:
    statement = select(LogText.assessment_id, LogText.seq, LogText.field, LogText.body)
    for row in connection.execute(statement.where(LogText.assessment_id.in_(batch))):
        batch[row.assessment_id].texts.setdefault(row.seq, {})[row.field] = row.body


_AROUND_VIEWS = (
    FamilyViews.voice,
    FamilyViews.ways,
    FamilyViews.language,
    FamilyViews.helped_by,
    FamilyViews.support,
    FamilyViews.support_by,
)


def _contributions(connection: Connection, batch: Batch) -> None:
    """What was signed, in the order in which the digest was taken."""
    given = select(
        ContributionRow.id,
        ContributionRow.assessment_id,
        ContributionRow.author_name,
        ContributionRow.author_role,
        ContributionRow.how_seen,
        ContributionRow.joint_with,
        *_AROUND_VIEWS,
    ).outerjoin(FamilyViews, FamilyViews.contribution_id == ContributionRow.id)
    given = given.where(ContributionRow.assessment_id.in_(batch))
    paragraph = ContributionParagraph
    written = (
        select(
            paragraph.contribution_id,
            paragraph.kind,
            paragraph.text,
            paragraph.amount,
            paragraph.frequency,
            paragraph.by_whom,
            paragraph.until_when,
            paragraph.plan_section,
        )
        .join(ContributionRow, ContributionRow.id == paragraph.contribution_id)
        .where(ContributionRow.assessment_id.in_(batch))
        .order_by(paragraph.contribution_id, paragraph.number)
    )
    paragraphs: dict[str, list[Paragraph]] = defaultdict(list)
    for each in connection.execute(written):
        parts = dict(each._mapping)
        paragraphs[parts.pop("contribution_id")].append(Paragraph(**parts))
    for row in connection.execute(given):
        if row.joint_with is not None:
            joined = joined_words(row.author_name, row.author_role, row.joint_with)
            # Words or an account of its own would make another digest: a signature has neither.
            own = signed_words("", "", row.how_seen, paragraphs[row.id])
            batch[row.assessment_id].contributions[row.id] = (*joined, *filter(None, own))
            continue
        signed = signed_words(row.author_name, row.author_role, row.how_seen, paragraphs[row.id])
        around = [getattr(row, column.key) for column in _AROUND_VIEWS]
        views = words_around_views(*around) if row.voice else ()
        batch[row.assessment_id].contributions[row.id] = (*signed, *views)


def _markings(connection: Connection, batch: Batch) -> None:
    """What was marked out in files, in the order in which the digest was taken."""
    row = MarkedParagraphRow
    statement = (
        select(
            ContributionRow.assessment_id,
            row.contribution_id,
            row.marking,
            row.kind,
            row.text,
            row.amount,
            row.frequency,
            row.by_whom,
            row.until_when,
            row.plan_section,
            row.document_id,
            row.page,
        )
        .join(ContributionRow, ContributionRow.id == row.contribution_id)
        .where(ContributionRow.assessment_id.in_(batch))
        .order_by(row.contribution_id, row.marking, row.number)
    )
    for each in connection.execute(statement):
        parts = dict(each._mapping)
        kept = batch[parts.pop("assessment_id")].markings
        place = (parts.pop("contribution_id"), parts.pop("marking"))
        kept[place] = (*kept.get(place, ()), *marked_words([MarkedParagraph(**parts)]))


def _plans(connection: Connection, batch: Batch) -> None:
    statement = (
        select(PlanItemRow)
        .where(PlanItemRow.assessment_id.in_(batch), ~PlanItemRow.removed)
        .order_by(PlanItemRow.assessment_id, PlanItemRow.version, PlanItemRow.number)
    )
    for row in connection.execute(statement):
        plans = batch[row.assessment_id].plans
        plans.setdefault(row.version, {})[row.id] = item_of(row).words


def _notices(connection: Connection, batch: Batch) -> None:
    as_pdf, as_word = aliased(DocumentRow), aliased(DocumentRow)
    statement = (
        select(
            NoticeRow.assessment_id,
            NoticeRow.seq,
            NoticeRow.blocks,
            as_pdf.sha256.label("pdf"),
            as_word.sha256.label("word"),
        )
        .outerjoin(as_pdf, as_pdf.id == NoticeRow.pdf_id)
        .outerjoin(as_word, as_word.id == NoticeRow.word_id)
    )
    for row in connection.execute(statement.where(NoticeRow.assessment_id.in_(batch))):
        words = tuple(part for block in row.blocks for part in block)
        batch[row.assessment_id].notices[row.seq] = words
        copies = (("printed_pdf", row.pdf), ("printed_word", row.word))
        batch[row.assessment_id].printed[row.seq] = {
            form: sha256 for form, sha256 in copies if sha256 is not None
        }


def _sealed(connection: Connection, batch: Batch) -> None:
    statement = select(SealedHead.assessment_id, SealedHead.version, SealedHead.head)
    for row in connection.execute(statement.where(SealedHead.assessment_id.in_(batch))):
        batch[row.assessment_id].sealed = (row.version, row.head)


def entry_without_case(connection: Connection) -> tuple[str, int] | None:
    """The first log entry whose case is gone."""
    statement = (
        select(LogEntry.assessment_id, LogEntry.seq)
        .outerjoin(AssessmentRow, AssessmentRow.id == LogEntry.assessment_id)
        .where(AssessmentRow.id.is_(None))
        .order_by(LogEntry.assessment_id, LogEntry.seq)
        .limit(1)
    )
    row = connection.execute(statement).first()
    return (row[0], row[1]) if row else None
