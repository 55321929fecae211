"""The words of a plan's items: a row for each item and each version that wrote it or took it out."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import PlanLine, Source
from ehc_workflow.domain.decisions.registry import digest
from ehc_workflow.domain.events import PlanSaved
from ehc_workflow.rules.plan_criteria import Grade, grade_of
from ehc_workflow.store.cases import Change
from ehc_workflow.store.rows import Rows

_STANDING = """
SELECT p.id, p.version, p.number, p.section, p.text, p.sources FROM plan_item p
WHERE p.assessment_id = ? AND NOT p.removed AND NOT EXISTS (
    SELECT 1 FROM plan_item l WHERE l.assessment_id = p.assessment_id AND l.id = p.id AND l.version > p.version)
ORDER BY p.number, p.id
"""


def keep(rows: Rows, command: c.SavePlan, change: Change) -> None:
    """What this version wrote and took out; every other item's last row goes on standing."""
    text = change.after.plan_text
    version = text.version if text else 1
    written = {
        "assessment_id": command.assessment_id,
        "version": version,
        "prompted_by": command.prompted_by,
        "written_by": change.actor_id,
        "written_at": change.at,
    }
    places = {line.id: line.number for line in change.after.plan_lines}
    before = {line.id: line for line in (*change.before.plan_lines, *_adopted(change))}
    kept = [_row(item, places[item.id], removed=False) for item in command.items]
    for one in command.taken_out:
        gone = before[one.id]
        no_words = c.PlanItem(id=gone.id, section=gone.section, text="")
        kept.append(_row(no_words, gone.number, removed=True))
    rows.insert_many("plan_item", [{**written, **row} for row in kept])


def _row(item: c.PlanItem, number: int, *, removed: bool) -> dict[str, Any]:
    return {
        "id": item.id,
        "number": number,
        "section": item.section,
        "text": item.text,
        "amount": item.amount,
        "frequency": item.frequency,
        "by_whom": item.by_whom,
        "qualified": item.qualified,
        "achieve_by": item.achieve_by,
        "meets": list(item.meets),
        "sources": [[source.of, source.paragraph] for source in item.sources],
        "none_found": item.none_found,
        "adulthood": item.adulthood,
        "removed": removed,
    }


def _adopted(change: Change) -> tuple[PlanLine, ...]:
    return tuple(
        line
        for event, _, _ in change.entries
        if isinstance(event, PlanSaved)
        for line in event.adopted
    )


def older_lines(rows: Rows, assessment_id: str) -> tuple[PlanLine, ...]:
    """What stands in a plan from before it was kept item by item: words and sources, and nothing that they meet."""
    return tuple(
        PlanLine(
            id=item_id,
            section=section,
            number=number,
            version=version,
            digest=digest(*c.PlanItem(id=item_id, section=section, text=text).words),
            sources=tuple(Source(of, paragraph) for of, paragraph in _read(sources)),
        )
        for item_id, version, number, section, text, sources in rows.all(_STANDING, assessment_id)
    )


def _read(stored: str | list[Any]) -> list[Any]:
    """SQLite gives JSON back as text, PostgreSQL as what it says."""
    found: list[Any] = msgspec.json.decode(stored) if isinstance(stored, str) else stored
    return found


def item_of(row: Any) -> c.PlanItem:
    """An item as its row has it; `seen` is the version that wrote it, for whoever goes on from there."""
    return c.PlanItem(
        id=row.id,
        section=row.section,
        text=row.text,
        amount=row.amount,
        frequency=row.frequency,
        by_whom=row.by_whom,
        qualified=row.qualified,
        achieve_by=row.achieve_by,
        meets=tuple(row.meets),
        sources=tuple(Source(of, paragraph) for of, paragraph in row.sources),
        none_found=row.none_found,
        adulthood=row.adulthood,
        number=row.number,
        seen=row.version,
    )


def keep_fate(rows: Rows, command: c.AccountForAdvice, change: Change) -> None:
    """Why a paragraph of advice is left out or changed."""
    rows.insert(
        "advice_fate",
        {
            "assessment_id": command.assessment_id,
            "seq": change.after.version,
            "contribution_id": command.contribution_id,
            "paragraph": command.paragraph,
            "became": command.became.value,
            "reason": command.reason,
            "said_on": command.accounted_on,
            "said_by": change.actor_id,
        },
    )


def keep_check(rows: Rows, command: c.CheckPlan, change: Change) -> None:
    """What a checker answered, criterion by criterion."""
    check = change.after.plan_checks[-1]
    what = ("check", check.grade, command.checked_on, command.comment)
    _keep_rating(rows, command.answers, change, check.plan_version, what)


def keep_audit(rows: Rows, command: c.AuditPlan, change: Change) -> None:
    """What an auditor answered."""
    grade = grade_of({one.criterion: one.met for one in command.answers})
    what = ("audit", grade, command.audited_on, "")
    _keep_rating(rows, command.answers, change, change.after.version_sent, what)


def _keep_rating(
    rows: Rows,
    answers: tuple[c.CriterionAnswer, ...],
    change: Change,
    version: int,
    what: tuple[str, Grade, date, str],
) -> None:
    kind, grade, day, comment = what
    rows.insert(
        "plan_rating",
        {
            "assessment_id": change.after.id,
            "seq": change.after.version,
            "kind": kind,
            "plan_version": version,
            "grade": grade.value,
            "answers": [[one.criterion.value, one.met.value, one.comment] for one in answers],
            "comment": comment,
            "rated_on": day,
            "rated_by": change.actor_id,
        },
    )
