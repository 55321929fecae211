"""What shows whether the jobs kept their promises: what is owed, what was raised for it, what the families heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ehc_workflow.clock import LONDON
from ehc_workflow.domain.deadlines import Deadline, Kind, Owner, Status
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.sweep import DEADLINE_COLUMNS, deadline_of

Cause = tuple[str, str, str, str]
"""A case, a code, a ref and the day it is due."""

_GONE = f"('{Status.VOID.value}', '{Status.SUPERSEDED.value}')"
_THEIRS = f"('{Kind.FAMILY.value}')"


@dataclass(frozen=True, slots=True)
class Owed:
    """A deadline that nobody has met, by its facts and not by what a sweep made of them."""

    assessment_id: str
    authority_id: str
    deadline: Deadline

    @property
    def cause(self) -> Cause:
        """What names it, with its day."""
        one = self.deadline
        return self.assessment_id, one.code, one.ref, one.due_on.isoformat()

    def is_late_with_family(self, today: date) -> bool:
        """Whether the family waits for what the authority owes by law, and the limit has passed."""
        one = self.deadline
        is_authoritys = one.owner in (Owner.CASEWORKER, Owner.PLAN_WRITER)
        return one.kind is Kind.STATUTORY and is_authoritys and today > one.due_on


def owed(rows: Rows) -> list[Owed]:
    """Every deadline of every case that is neither met nor disapplied nor taken away, a family's own time left out."""
    columns = ", ".join(f"d.{column}" for column in DEADLINE_COLUMNS)
    sql = f"""
    SELECT a.id, a.authority_id, {columns} FROM deadline d JOIN assessment a ON a.id = d.assessment_id
    WHERE d.met_on IS NULL AND d.disapplied_by IS NULL AND d.status NOT IN {_GONE} AND d.kind NOT IN {_THEIRS}
    """
    return [
        Owed(case_id, authority_id, deadline_of(row))
        for case_id, authority_id, *row in rows.all(sql)
    ]


def raised(rows: Rows) -> dict[Cause, dict[str, str]]:
    """The levels of every alert there ever was, by cause and rung."""
    found: dict[Cause, dict[str, str]] = {}
    sql = "SELECT assessment_id, code, ref, due_on, rung, level FROM alert"
    for case_id, code, ref, due_on, rung, level in rows.all(sql):
        found.setdefault((case_id, code, ref, str(due_on)), {})[rung] = level
    return found


def raised_twice(rows: Rows) -> int:
    """How many causes have more than one alert for one rung."""
    sql = """
    SELECT count(*) FROM (SELECT 1 FROM alert GROUP BY assessment_id, code, ref, due_on, rung HAVING count(*) > 1) t
    """
    return int(rows.all(sql)[0][0])


def last_heard(rows: Rows) -> dict[str, date]:
    """For each case, the last day on which something was sent to the family: a letter or a message to a contact."""
    heard = {
        case_id: date.fromisoformat(str(day))
        for case_id, day in rows.all(
            "SELECT assessment_id, max(sent_on) FROM notice GROUP BY assessment_id"
        )
    }
    sql = """
    SELECT assessment_id, max(sent_at) FROM outbox_message
    WHERE recipient LIKE ? AND sent_at IS NOT NULL AND assessment_id IS NOT NULL GROUP BY assessment_id
    """
    for case_id, moment in rows.all(sql, "contact:%"):
        day = _day_of(moment)
        heard[case_id] = max(heard.get(case_id, day), day)
    return heard


def _day_of(moment: datetime | str) -> date:
    """SQLite gives a moment as text in UTC, PostgreSQL as a moment."""
    at = datetime.fromisoformat(f"{moment}+00:00") if isinstance(moment, str) else moment
    return at.astimezone(LONDON).date()
