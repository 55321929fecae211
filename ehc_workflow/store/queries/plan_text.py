"""The words a plan is written from and the words written so far: advice paragraphs beside plan items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, select
from sqlalchemy.orm import aliased

from ehc_workflow.domain.case import AdviceItem, Became, Case, ParagraphKind, Source
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.domain.plan_items import SECTIONS
from ehc_workflow.store.plan_items import item_of
from ehc_workflow.store.queries.marked_out import MarkedOut, marked_out, marked_versions
from ehc_workflow.store.queries.signatories import Signatory, signatories
from ehc_workflow.store.tables.accounts import UserAccount
from ehc_workflow.store.tables.advice import (
    AdviceRequestRow,
    ContributionParagraph,
    ContributionRow,
)
from ehc_workflow.store.tables.organisation import Service
from ehc_workflow.store.tables.papers import AdviceFateRow, PlanItemRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One numbered paragraph of advice."""

    number: int
    kind: ParagraphKind
    text: str
    amount: str
    frequency: str
    by_whom: str
    until_when: str
    plan_section: str | None = None

    @property
    def text_until(self) -> str:
        """The words with until when, for an item that does not say how often."""
        return (
            f"{self.text.rstrip('.')}, until {self.until_when}." if self.until_when else self.text
        )

    @property
    def for_item(self) -> tuple[str, str]:
        """The words and how often, with until when, which an item of the plan has no place of its own for."""
        if self.until_when and self.frequency:
            return self.text, f"{self.frequency}, until {self.until_when}"
        return self.text_until, self.frequency

    @property
    def in_full(self) -> str:
        """The paragraph with what, how much, how often, by whom and until when, as one sentence to write from."""
        more = [part for part in (self.amount, self.frequency) if part]
        by = [f"by {self.by_whom}"] if self.by_whom else []
        until = [f"until {self.until_when}"] if self.until_when else []
        return ", ".join([self.text.rstrip("."), *more, *by, *until]) + "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One accepted contribution with its paragraphs; joint advice once, with all whose signatures are accepted."""

    id: str
    request_id: str
    version: int
    item: AdviceItem
    service: str
    author: str
    role: str
    received_on: date
    passages: tuple[Passage, ...]
    signed: tuple[Signatory, ...] = ()

    @property
    def title(self) -> str:
        """Whose advice it is, to choose it by: of joint advice each service with its author."""
        if not self.signed:
            return _title(self.service, self.item, self.author)
        return " and ".join(_title(one.service, one.item, one.author_name) for one in self.signed)


def _title(service: str, item: AdviceItem, author: str) -> str:
    return f"{service or item.value.replace('_', ' ').capitalize()}: {author}"


def accepted_advice(connection: Connection, case: Case) -> tuple[Advice, ...]:
    """The advice that was accepted, by item, with every paragraph; one statement more for files read, one for joint."""
    every = [given for request in case.advice for given in request.written_from]
    accepted = {given.words_in for given in every}
    rows = _paragraphs(connection, accepted)
    marked = marked_out(connection, [one for one in marked_versions(case.advice) if one in rows])
    signed = signatories(connection, {given.joint_with for given in every if given.joint_with})
    theirs = {given.id for given in every}
    found = (
        _with_signatures(
            _with_marked(_advice(group), marked.get(group[0].id)),
            [one for one in signed.get(group[0].id, ()) if one.contribution_id in theirs],
        )
        for group in rows.values()
    )
    return tuple(sorted(found, key=lambda one: list(AdviceItem).index(one.item)))


def advice_attached(connection: Connection, contributions: Iterable[str]) -> tuple[Advice, ...]:
    """The advice that went with a draft, each version as it was then, in one statement."""
    rows = _paragraphs(connection, set(contributions))
    found = (_advice(group) for group in rows.values())
    return tuple(sorted(found, key=lambda one: list(AdviceItem).index(one.item)))


def _paragraphs(connection: Connection, contributions: set[str]) -> dict[str, list[Any]]:
    """The paragraphs of these contributions, by contribution; one without any has one row."""
    statement = (
        select(
            ContributionRow.id,
            ContributionRow.request_id,
            ContributionRow.version,
            AdviceRequestRow.item,
            Service.name.label("service"),
            ContributionRow.author_name,
            ContributionRow.author_role,
            ContributionRow.received_on,
            ContributionParagraph.number,
            ContributionParagraph.kind,
            ContributionParagraph.text,
            ContributionParagraph.amount,
            ContributionParagraph.frequency,
            ContributionParagraph.by_whom,
            ContributionParagraph.until_when,
            ContributionParagraph.plan_section,
        )
        .join(AdviceRequestRow, AdviceRequestRow.id == ContributionRow.request_id)
        .outerjoin(Service, Service.id == AdviceRequestRow.service_id)
        .outerjoin(
            ContributionParagraph, ContributionParagraph.contribution_id == ContributionRow.id
        )
        .where(ContributionRow.id.in_(contributions))
        .order_by(ContributionRow.received_on, ContributionRow.id, ContributionParagraph.number)
    )
    rows: dict[str, list[Any]] = {}
    for row in connection.execute(statement):
        rows.setdefault(row.id, []).append(row)
    return rows


def _with_signatures(advice: Advice, signed: list[Signatory]) -> Advice:
    """Joint advice, as that of the first whose part is accepted: words may be accepted of the second service alone."""
    if not signed:
        return advice
    first = signed[0]
    return replace(
        advice,
        item=first.item,
        service=first.service,
        author=first.author_name,
        role=", ".join(one.author_role for one in signed),
        signed=tuple(signed),
    )


def _with_marked(advice: Advice, marked: MarkedOut | None) -> Advice:
    """Advice that is files alone, with the paragraphs that were marked out in them."""
    if marked is None:
        return advice
    return replace(
        advice,
        passages=tuple(
            Passage(
                number=number,
                kind=each.kind,
                text=each.text,
                amount=each.amount,
                frequency=each.frequency,
                by_whom=each.by_whom,
                until_when=each.until_when,
            )
            for number, each in enumerate(marked.paragraphs, start=1)
        ),
    )


def _advice(group: list[Any]) -> Advice:
    first = group[0]
    return Advice(
        id=first.id,
        request_id=first.request_id,
        version=first.version,
        item=AdviceItem(first.item),
        service=first.service or "",
        author=first.author_name,
        role=first.author_role,
        received_on=first.received_on,
        passages=tuple(
            Passage(
                number=row.number,
                kind=ParagraphKind(row.kind),
                text=row.text,
                amount=row.amount,
                frequency=row.frequency,
                by_whom=row.by_whom,
                until_when=row.until_when,
                plan_section=row.plan_section,
            )
            for row in group
            if row.number is not None
        ),
    )


def plan_items(
    connection: Connection, assessment_id: str, version: int | None = None
) -> tuple[PlanItem, ...]:
    """The items of the plan as one version left them, in the order of the sections; None for as they stand now."""
    items = _in_order(connection.execute(_standing(assessment_id, version)))
    there = {item.id for item in items}
    return tuple(_meeting(item, there) for item in items)


def items_of_sections(
    connection: Connection, assessment_id: str, *sections: str
) -> tuple[PlanItem, ...]:
    """What the plan says now in these sections."""
    statement = _standing(assessment_id, None).where(PlanItemRow.section.in_(sections))
    return _in_order(connection.execute(statement))


def _standing(assessment_id: str, version: int | None) -> Select[Any]:
    later = aliased(PlanItemRow)
    is_later = [
        later.assessment_id == PlanItemRow.assessment_id,
        later.id == PlanItemRow.id,
        later.version > PlanItemRow.version,
    ]
    found = select(*PlanItemRow.__table__.c).where(
        PlanItemRow.assessment_id == assessment_id, ~PlanItemRow.removed
    )
    if version is not None:
        found = found.where(PlanItemRow.version <= version)
        is_later.append(later.version <= version)
    return found.where(~exists().where(*is_later))


def _in_order(rows: Iterable[Any]) -> tuple[PlanItem, ...]:
    items = (item_of(row) for row in rows)
    return tuple(sorted(items, key=_place))


def _meeting(item: PlanItem, there: set[str]) -> PlanItem:
    """The item without what was taken out since it was written: what is gone is met by nothing."""
    return replace(item, meets=tuple(one for one in item.meets if one in there))


def _place(item: PlanItem) -> tuple[int, int]:
    return SECTIONS.index(item.section), item.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One item as one version wrote it or took it out. `by` is empty for what was brought in."""

    item: PlanItem
    removed: bool
    prompted_by: str | None
    by: str
    at: datetime | None


def written_items(connection: Connection, assessment_id: str) -> tuple[Written, ...]:
    """The items as they stand now, in order, each with who wrote it last."""
    statement = (
        _standing(assessment_id, None)
        .add_columns(UserAccount.name.label("by"))
        .outerjoin(UserAccount, UserAccount.id == PlanItemRow.written_by)
    )
    found = [_written(row) for row in connection.execute(statement)]
    there = {one.item.id for one in found}
    kept = (replace(one, item=_meeting(one.item, there)) for one in found)
    return tuple(sorted(kept, key=lambda one: _place(one.item)))


def history_of(connection: Connection, assessment_id: str, item_id: str) -> tuple[Written, ...]:
    """Every version of one item, the last first."""
    statement = (
        select(*PlanItemRow.__table__.c, UserAccount.name.label("by"))
        .outerjoin(UserAccount, UserAccount.id == PlanItemRow.written_by)
        .where(PlanItemRow.assessment_id == assessment_id, PlanItemRow.id == item_id)
        .order_by(PlanItemRow.version.desc())
    )
    return tuple(_written(row) for row in connection.execute(statement))


def _written(row: Any) -> Written:
    return Written(
        item=item_of(row),
        removed=row.removed,
        prompted_by=row.prompted_by,
        by=row.by or "",
        at=row.written_at,
    )


def causes_since(
    connection: Connection, assessment_id: str, first: int, last: int
) -> dict[str, tuple[str, ...]]:
    """What prompted each item's changes after one version and up to another: each cause once, the earliest first."""
    statement = (
        select(PlanItemRow.id, PlanItemRow.prompted_by)
        .where(
            PlanItemRow.assessment_id == assessment_id,
            PlanItemRow.version > first,
            PlanItemRow.version <= last,
            PlanItemRow.prompted_by.is_not(None),
        )
        .order_by(PlanItemRow.version)
    )
    found: dict[str, dict[str, None]] = {}
    for row in connection.execute(statement):
        found.setdefault(row.id, {})[row.prompted_by] = None
    return {item: tuple(causes) for item, causes in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What somebody said became of one paragraph of advice, and why."""

    source: Source
    became: Became
    reason: str
    said_on: date
    by: str


def fates(connection: Connection, assessment_id: str) -> dict[Source, Fate]:
    """What holds of each paragraph of which something was said: the last word."""
    statement = (
        select(*AdviceFateRow.__table__.c, UserAccount.name.label("by"))
        .outerjoin(UserAccount, UserAccount.id == AdviceFateRow.said_by)
        .where(AdviceFateRow.assessment_id == assessment_id)
        .order_by(AdviceFateRow.seq)
    )
    found = (
        Fate(
            source=Source(row.contribution_id, row.paragraph),
            became=Became(row.became),
            reason=row.reason,
            said_on=row.said_on,
            by=row.by or "",
        )
        for row in connection.execute(statement)
    )
    return {fate.source: fate for fate in found}
