"""What shows whether the jobs kept their promises: what is owed, what was raised for it, what the families heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ehc_workflow.clock import LONDON
from ehc_workflow.domain.alerts import CLIMBED
from ehc_workflow.domain.deadlines import Deadline, Kind, Owner, Status
from ehc_workflow.domain.events import FamilyReached
from ehc_workflow.domain.facts import Method
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.sweep import DEADLINE_COLUMNS, deadline_of

Cause = tuple[str, str, str, str]
"""A case, a code, a ref and the day it is due."""

_GONE = f"('{Status.VOID.value}', '{Status.SUPERSEDED.value}')"
_DAY = len("2026-01-31")
_BEHIND_A_SIGN_IN = f"('{Method.EMAIL.value}', '{Method.PORTAL.value}')"
_ON_PAPER = f"""
SELECT assessment_id, max(sent_on) FROM notice WHERE method NOT IN {_BEHIND_A_SIGN_IN} GROUP BY assessment_id
"""
_MESSAGES = """
SELECT assessment_id, max(sent_at) FROM outbox_message
WHERE recipient LIKE 'contact:%' AND sent_at IS NOT NULL AND failed_at IS NULL AND bounced_at IS NULL
  AND assessment_id IS NOT NULL
GROUP BY assessment_id
"""
_REACHED = f"""
SELECT assessment_id, max(at) FROM log_entry WHERE kind = '{FamilyReached.kind}' GROUP BY assessment_id
"""
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


def planned(rows: Rows) -> dict[Cause, date]:
    """For each cause that somebody took up, the last day of recovery that was promised."""
    found: dict[Cause, date] = {}
    sql = """
    SELECT assessment_id, code, ref, due_on, max(recovery_on) FROM alert
    WHERE cleared_on IS NULL AND recovery_on IS NOT NULL GROUP BY assessment_id, code, ref, due_on
    """
    for case_id, code, ref, due_on, until in rows.all(sql):
        found[case_id, code, ref, str(due_on)] = _day_of(until)
    return found


def went_up(rows: Rows) -> int:
    """How many alerts went up because nobody took them up."""
    return int(rows.all("SELECT count(*) FROM alert WHERE rung LIKE ?", f"{CLIMBED}%")[0][0])


def digests_of(rows: Rows, day: date) -> dict[str, int]:
    """How many digests of a day were written for each person."""
    sql = "SELECT recipient, count(*) FROM outbox_message WHERE key LIKE ? GROUP BY recipient"
    return {
        str(recipient).removeprefix("user:"): int(count)
        for recipient, count in rows.all(sql, f"digest/%/{day}")
    }


def raised_twice(rows: Rows) -> int:
    """How many causes have more than one alert for one rung."""
    sql = """
    SELECT count(*) FROM (SELECT 1 FROM alert GROUP BY assessment_id, code, ref, due_on, rung HAVING count(*) > 1) t
    """
    return int(rows.all(sql)[0][0])


def last_heard(rows: Rows) -> dict[str, date]:
    """For each case, the last day on which something got through to the family; what failed or came back is silence.

    A letter behind a sign-in is heard by the message that says it is there; one on paper by itself. Where that failed,
    the family heard on the day somebody rang it or posted it.
    """
    heard: dict[str, date] = {}
    for case_id, moment in (*rows.all(_ON_PAPER), *rows.all(_MESSAGES), *rows.all(_REACHED)):
        day = _day_of(moment)
        heard[case_id] = max(heard.get(case_id, day), day)
    return heard


def _day_of(moment: datetime | date | str) -> date:
    """SQLite gives a moment as text in UTC and a day as text, PostgreSQL each as itself."""
    if isinstance(moment, str) and len(moment) == _DAY:
        return date.fromisoformat(moment)
    if isinstance(moment, date) and not isinstance(moment, datetime):
        return moment
    at = datetime.fromisoformat(f"{moment}+00:00") if isinstance(moment, str) else moment
    return at.astimezone(LONDON).date()
