"""A caseload as it was known at the end of a past day: every case made again from what its log had by then.

A case of which nothing was recorded since is its stored picture; only the others are replayed. What was true then and
was learned later is counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from ehc_workflow.clock import LONDON
from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.deadlines import Deadline
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.risk import Rating, rating, standings
from ehc_workflow.rules.ladders import Level
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service.as_known import as_known
from ehc_workflow.store.counting import policy_as_known
from ehc_workflow.store.queries.as_known import Recorded, recorded_by
from ehc_workflow.store.queries.reach import Reach
from ehc_workflow.store.rows import Rows


@dataclass(frozen=True, slots=True)
class KnownCase:
    """One case as known on the day: its picture, its rating with the deadline that is the reason, what came later."""

    case: Case
    rated: Rating
    reason: Deadline | None
    learned_later: int


@dataclass(frozen=True, slots=True)
class PlanSent:
    """A final plan that had gone: its day, whether within 20 weeks of reg 13(2), whether the case had an exception."""

    day: date
    in_time: bool
    excepted: bool


@dataclass(slots=True)
class Known:
    """The caseload of a day: those with something owed, worst first, counts by level and team, plans that had gone."""

    day: date
    owed: list[KnownCase] = field(default_factory=list)
    by_level: Counter[Level] = field(default_factory=Counter)
    by_team: dict[str, Counter[Level]] = field(default_factory=dict)
    plans: list[PlanSent] = field(default_factory=list)
    learned_later: int = 0


def caseload_as_known(
    connection: Connection,
    reach: Reach,
    day: date,
    *,
    today: date,
    on_case: Callable[[int], object] = lambda number: None,
) -> Known:
    """The caseload within reach at the end of this London day. Raises `ImpossibleFactsError` for a day to come."""
    if day > today:
        says = f"{in_words(day)} is still to come; nobody knows it yet."
        raise ImpossibleFactsError(Impossible("/day", says))
    known = Known(day)
    policy = policy_as_known(Rows(connection), day)
    for one in _cases(connection, reach, day, today):
        found = _rated(*one, day, policy, known)
        known.learned_later += bool(found.learned_later)
        if not found.case.is_settled:
            known.owed.append(found)
            known.by_level[found.rated.level] += 1
            of_team = known.by_team.setdefault(found.case.team_id, Counter())
            of_team[found.rated.level] += 1
        on_case(1)
    known.owed.sort(key=_worst_first)
    return known


def _cases(
    connection: Connection, reach: Reach, day: date, today: date
) -> Iterator[tuple[Case, int]]:
    end = datetime.combine(day + timedelta(days=1), time(0), tzinfo=LONDON)
    for recorded in recorded_by(connection, reach, end):
        yield _as_known(recorded, day, today)


def _as_known(recorded: Recorded, day: date, today: date) -> tuple[Case, int]:
    if not recorded.entries:
        return recorded.case, 0
    known = as_known(recorded.case, tuple(recorded.entries), day, today=today)
    return known.case, len(known.learned_later)


def _rated(case: Case, later: int, day: date, policy: Policy, known: Known) -> KnownCase:
    dated = standings(case, day, policy)
    owed, rated = tuple(one for one, _ in dated), rating(dated)
    reason = next((one for one in owed if (one.code, one.ref) == (rated.code, rated.ref)), None)
    known.plans.extend(_plans_sent(owed))
    return KnownCase(case, rated, reason, later)


def _plans_sent(owed: tuple[Deadline, ...]) -> Iterator[PlanSent]:
    excepted = any(one.disapplied_by and not one.code.startswith("advice") for one in owed)
    for one in owed:
        if one.code == "final_plan" and not one.ref and one.met_on is not None:
            yield PlanSent(one.met_on, one.met_on <= one.due_on, excepted)


def _worst_first(one: KnownCase) -> tuple[int, date, str]:
    return one.rated.order, one.rated.due_on or date.max, one.case.id
