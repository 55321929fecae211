"""The recount: every open case's deadlines and rating worked out from its facts, held against what is stored.

Lists and sweeps read rows that commands and sweeps keep up to date. This proves that they do, and mends a row that does
not say what the facts say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ehc_workflow.domain.case import Case, Person
from ehc_workflow.domain.deadlines import Status
from ehc_workflow.domain.risk import rating, standings
from ehc_workflow.rules.ladders import Level
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.store import cases, owed
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

BATCH = 200
"""Cases read together."""

_OPEN = "SELECT id FROM assessment WHERE closed_on IS NULL"
_RATED = ("risk_level", "risk_order", "risk_code", "risk_ref", "risk_due_on", "next_due_on")
_KEPT = (
    "kind",
    "owner",
    "service_id",
    "starts_on",
    "due_on",
    "act_by",
    "provision",
    "rule_version",
    "met_on",
    "disapplied_by",
    "status",
    "level",
    "risk_order",
    "changes_on",
)
_SAYS = _KEPT[: _KEPT.index("status")]

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Stored:
    """One case with its rating and deadlines as stored, in the driver's values."""

    case: Case
    rated: tuple[Any, ...]
    owed: Mapping[Key, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a case's rows should say and do not: deadlines to write, deadlines that are owed no more, the rating."""

    wrong: Mapping[Key, dict[str, Any]]
    gone: tuple[Key, ...]
    rated: dict[str, Any]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.wrong or self.gone or self.rated)

    @property
    def size(self) -> int:
        """How many rows differ."""
        return len(self.wrong) + len(self.gone) + bool(self.rated)


def open_cases(database: Database) -> list[str]:
    """The ids of every open case."""
    with database.reading() as connection:
        return [case_id for (case_id,) in Rows(connection).all(_OPEN)]


def open_cases_of_settings(database: Database, settings: Iterable[str]) -> list[str]:
    """The ids of the open cases of children at these settings."""
    with database.reading() as connection:
        rows = Rows(connection)
        sql = f"{_OPEN} AND {rows.one_of('setting_id')}"
        return [case_id for (case_id,) in rows.all(sql, rows.listed(settings))]


def batches(case_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids in lots that are read together."""
    return (case_ids[start : start + BATCH] for start in range(0, len(case_ids), BATCH))


def cases_of(database: Database, case_ids: Sequence[str]) -> list[Case]:
    """The cases of a lot, for reading only."""
    with database.reading() as connection:
        return [stored.case for stored in _read(Rows(connection), case_ids)]


def differing(
    database: Database, case_ids: Sequence[str], today: date, policy: Policy
) -> list[str]:
    """The cases of a lot whose rows do not say what their facts say."""
    with database.reading() as connection:
        rows = Rows(connection)
        found = _read(rows, case_ids)
        return [stored.case.id for stored in found if difference(rows, stored, today, policy)]


def mend(database: Database, case_id: str, today: date, policy: Policy) -> int:
    """Bring one case's rows in line with its facts, and say how many were not. It is read again, and held meanwhile."""
    with database.writing() as connection:
        rows = Rows(connection)
        cases.load(rows, case_id)  # holds it
        (stored,) = _read(rows, [case_id])
        found = difference(rows, stored, today, policy)
        if found:
            _write(rows, case_id, found, today)
        return found.size


def difference(rows: Rows, stored: Stored, today: date, policy: Policy) -> Difference:
    """What differs. A row that still waits for the sweep is asked only for what does not depend on the day."""
    left = dict(stored.owed)
    wrong: dict[Key, dict[str, Any]] = {}
    waiting = any(_waits(kept, today) for kept in left.values())
    owed_now = standings(stored.case, today, policy)
    for deadline, at in owed_now:
        key = (deadline.code, deadline.ref)
        row = owed.deadline_row(stored.case.id, deadline, at)
        kept = left.pop(key, None)
        columns = _SAYS if kept is not None and _waits(kept, today) else _KEPT
        if kept is None or rows.stored(row[name] for name in columns) != kept[: len(columns)]:
            wrong[key] = row
    gone = [key for key, kept in left.items() if _of(kept, "status") != Status.VOID]
    rated = rating(owed_now)
    want = dict(
        zip(
            _RATED,
            (rated.level, rated.order, rated.code, rated.ref, rated.due_on, rated.next_due_on),
            strict=True,
        )
    )
    same = waiting or rows.stored(want.values()) == stored.rated
    return Difference(wrong=wrong, gone=tuple(gone), rated={} if same else want)


def _of(kept: tuple[Any, ...], column: str) -> Any:
    return kept[_KEPT.index(column)]


def _waits(kept: tuple[Any, ...], today: date) -> bool:
    """Whether the sweep has still to look at it."""
    changes_on = _of(kept, "changes_on")
    return changes_on is not None and str(changes_on) <= today.isoformat()


_CASES = f"""
SELECT a.id, a.facts, c.date_of_birth, c.vision_impaired, c.hearing_impaired,
       {", ".join(f"a.{name}" for name in _RATED)}
FROM assessment a JOIN child c ON c.id = a.child_id WHERE
"""
_OWED = f"SELECT assessment_id, code, ref, {', '.join(_KEPT)} FROM deadline WHERE"


def _read(rows: Rows, case_ids: Sequence[str]) -> list[Stored]:
    listed = rows.listed(case_ids)
    owed: dict[str, dict[Key, tuple[Any, ...]]] = {case_id: {} for case_id in case_ids}
    for case_id, code, ref, *kept in rows.all(f"{_OWED} {rows.one_of('assessment_id')}", listed):
        owed[case_id][code, ref] = tuple(kept)
    return [
        Stored(
            case=replace(
                cases.decode(facts),
                person=Person(
                    date_of_birth=date.fromisoformat(str(born)),
                    vision_impaired=bool(vision),
                    hearing_impaired=bool(hearing),
                ),
            ),
            rated=tuple(rated),
            owed=owed[case_id],
        )
        for case_id, facts, born, vision, hearing, *rated in rows.all(
            f"{_CASES} {rows.one_of('a.id')}", listed
        )
    ]


def _write(rows: Rows, case_id: str, found: Difference, today: date) -> None:
    """Whatever is put right is left for the next sweep to raise or clear."""
    mended = [
        {**row, "changes_on": today if row["level"] != Level.ON_TRACK else row["changes_on"]}
        for row in found.wrong.values()
    ]
    rows.put("deadline", ("assessment_id", "code", "ref"), mended)
    for code, ref in found.gone:
        rows.change(
            "deadline",
            {
                "status": Status.VOID,
                "level": Level.ON_TRACK,
                "risk_order": 99,
                "changes_on": today,
                "met_on": None,
            },
            {"assessment_id": case_id, "code": code, "ref": ref},
        )
    if found.rated:
        rows.change("assessment", found.rated, {"id": case_id})
