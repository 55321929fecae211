"""Changing what dates are counted by: bank holidays, a version of a rule and the cases moved to it, targets, plans.

Each is one transaction: the change on file, and for every open case with a day that moves a log entry with its reason.
Killed in the middle, nothing has happened. Nothing else ever moves a date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES, BankHolidays
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import SYSTEM
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.deadlines import OPEN_STATUSES, deadlines
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.rules.changes import (
    NewPlannedDays,
    NewTarget,
    NewVersion,
    RuleChangeError,
    with_planned,
    with_target,
    with_version,
)
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service.execute import Asked, carry_out, known_things
from ehc_workflow.service.impact import Counted, Impact, every_move, impact
from ehc_workflow.store import cases, counting
from ehc_workflow.store.counting import Change, ChangeKind
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

HOLIDAYS_ACT = "Banking and Financial Dealings Act 1971"
AUTHORITYS_CHOICE = "the authority's own target, not law"
AUTHORITYS_PLAN = "the authority's own planning, not law"
OnCase = Callable[[int], object]


def unheard(number: int) -> None:
    """Nobody waits for how far it has got."""


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who makes a change, why, and when."""

    name: str
    reason: str
    now: datetime
    today: date

    def why(self, kept_with: str) -> str:
        """The reason, or `ImpossibleFactsError` where there is none; `kept_with` says what it stays with."""
        if not self.reason.strip():
            says = f"Say why: the reason is kept with {kept_with}."
            raise ImpossibleFactsError(Impossible("/reason", says))
        return self.reason.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A change before it is made, with how it makes a case count: `now` and `then`."""

    kind: ChangeKind
    content: Mapping[str, Any]
    provision: str
    policy: Policy
    now: Counted
    then: Counted
    code: str = ""
    rules_from: date | None = None


def policy_now(database: Database) -> Policy:
    """What dates are counted by."""
    with database.reading() as connection:
        return database.counting.policy(Rows(connection))


def changes_made(database: Database) -> list[Change]:
    """Every change on file, the oldest first."""
    with database.reading() as connection:
        return counting.changes(Rows(connection))


def other_holidays(database: Database, calendar: BankHolidays) -> Proposed:
    """This list in the place of the one in force."""
    policy = policy_now(database)
    other = replace(policy, calendar=calendar)
    return Proposed(
        kind=ChangeKind.BANK_HOLIDAYS,
        content=counting.plain(calendar),
        provision=HOLIDAYS_ACT,
        policy=other,
        now=lambda case: deadlines(case, policy),
        then=lambda case: deadlines(case, other),
    )


def holidays_before(database: Database) -> BankHolidays:
    """The list that was in force before the present one; raises `NotFoundError` where none was taken over."""
    taken = [one for one in changes_made(database) if one.kind is ChangeKind.BANK_HOLIDAYS]
    if not taken:
        raise NotFoundError(
            "No list of bank holidays was taken over: there is none to go back from."
        )
    return counting.policy_of(taken[:-1]).calendar if taken[:-1] else ENGLAND_AND_WALES


def new_version(database: Database, new: NewVersion) -> Proposed:
    """A new version of a rule. Limits that have begun keep theirs, so it moves nothing by itself."""
    policy = policy_now(database)
    try:
        other = replace(policy, book=with_version(policy.book, new))
    except RuleChangeError as error:
        raise ImpossibleFactsError(Impossible(f"/{error.field}", str(error))) from None
    return Proposed(
        kind=ChangeKind.RULE,
        content=counting.plain(new),
        provision=f"{new.provision}, {new.instrument}",
        policy=other,
        now=lambda case: deadlines(case, policy),
        then=lambda case: deadlines(case, other),
    )


def other_target(database: Database, new: NewTarget, today: date) -> Proposed:
    """Other days for one of the authority's own targets, from today: every one still owed moves, none that was met."""
    policy = policy_now(database)
    try:
        targets = with_target(policy.targets, new, today - timedelta(days=1))
    except RuleChangeError as error:
        raise ImpossibleFactsError(Impossible(f"/{error.field}", str(error))) from None
    other = replace(policy, targets=targets)
    return Proposed(
        kind=ChangeKind.TARGET,
        content=counting.plain(new),
        provision=AUTHORITYS_CHOICE,
        policy=other,
        now=lambda case: deadlines(case, policy),
        then=lambda case: deadlines(case, other),
    )


def other_planned_days(database: Database, new: NewPlannedDays) -> Proposed:
    """Other days for a part of the authority's own work: the day on which a delay is first seen moves with them."""
    policy = policy_now(database)
    try:
        other = replace(policy, planned=with_planned(policy.planned, new))
    except RuleChangeError as error:
        raise ImpossibleFactsError(Impossible(f"/{error.field}", str(error))) from None
    return Proposed(
        kind=ChangeKind.PLANNED_DAYS,
        content=counting.plain(new),
        provision=AUTHORITYS_PLAN,
        policy=other,
        now=lambda case: deadlines(case, policy),
        then=lambda case: deadlines(case, other),
    )


def moved_to(database: Database, code: str) -> Proposed:
    """Every running case whose limit by this rule began under an earlier version, moved to the newest one."""
    policy = policy_now(database)
    newest = [limit for limit in policy.book.limits if limit.code == code][-1:]
    versions = [one for one in changes_made(database) if one.content.get("code") == code]
    if not newest or not versions:
        raise NotFoundError(
            f"No new version of “{code}” was added: there is nothing to move cases to."
        )
    (rule,) = newest
    first_day = rule.in_force.first_day

    def then(case: Case) -> Any:
        now = deadlines(case, policy)
        running = any(
            one.rule_version.startswith(f"{code}/")
            and one.rule_version != rule.version
            and one.met_on is None
            and one.status(first_day) in OPEN_STATUSES
            for one in now
        )
        return deadlines(_with_rule(case, code, first_day), policy) if running else now

    return Proposed(
        kind=ChangeKind.CASES_MOVED,
        content={"code": code, "rules_from": first_day.isoformat()},
        provision=versions[-1].provision,
        policy=policy,
        now=lambda case: deadlines(case, policy),
        then=then,
        code=code,
        rules_from=first_day,
    )


def undone(database: Database, number: int, today: date) -> Proposed:
    """The change that takes change `number` back: the cases of a batch, the days of a target, or those planned."""
    made = changes_made(database)
    change = next((one for one in made if one.number == number), None)
    if change is not None and change.kind is ChangeKind.CASES_MOVED:
        return _moved_back(database, change)
    if change is not None and change.kind is ChangeKind.TARGET:
        earlier = counting.policy_of([one for one in made if one.number < number])
        code = change.content["code"]
        (days,) = [one.days for one in earlier.targets if one.code == code]
        return other_target(database, NewTarget(code=code, days=days), today)
    if change is not None and change.kind is ChangeKind.PLANNED_DAYS:
        earlier = counting.policy_of([one for one in made if one.number < number])
        code = change.content["code"]
        (days,) = [one.days for one in earlier.planned if one.code == code]
        return other_planned_days(database, NewPlannedDays(code=code, days=days))
    if change is not None and change.kind is ChangeKind.LADDER:
        raise NotFoundError(f"Change {number} is of a ladder: `ehc ladders undo {number}`.")
    raise NotFoundError(f"Change {number} moved no cases and set no days.")


def _moved_back(database: Database, batch: Change) -> Proposed:
    """The cases that a batch moved, back to the version their limit began under."""
    policy = policy_now(database)
    code, first_day = batch.content["code"], date.fromisoformat(batch.content["rules_from"])

    def then(case: Case) -> Any:
        moved = (code, first_day) in case.rules_of
        return deadlines(_with_rule(case, code, None) if moved else case, policy)

    return Proposed(
        kind=ChangeKind.CASES_MOVED_BACK,
        content={"code": code, "batch": batch.number},
        provision=batch.provision,
        policy=policy,
        now=lambda case: deadlines(case, policy),
        then=then,
        code=code,
    )


def _with_rule(case: Case, code: str, first_day: date | None) -> Case:
    others = tuple(known for known in case.rules_of if known[0] != code)
    return replace(case, rules_of=(*others, *(() if first_day is None else ((code, first_day),))))


def preview(
    database: Database, proposed: Proposed, today: date, on_case: OnCase = unheard
) -> Impact:
    """What the change would move. Nothing is written."""
    return impact(database, today, proposed.now, proposed.then, on_case)


def apply(
    database: Database, proposed: Proposed, by: By, on_case: OnCase = unheard
) -> tuple[Change, Impact]:
    """Make the change, and give it with what it moved. Raises `ImpossibleFactsError` without a reason."""
    by.why("every day that moves")  # before the long look at every open case
    moves = preview(database, proposed, by.today, on_case)
    with known_things(database), database.writing() as connection:
        rows = Rows(connection)
        change = file_change(
            rows,
            by,
            kind=proposed.kind,
            content=proposed.content,
            provision=proposed.provision,
            moved=len(moves.touched),
        )
        if change.kind is ChangeKind.BANK_HOLIDAYS:
            counting.look_again(rows, by.today)
        for command in _commands(rows, proposed, change, moves.touched):
            asked = Asked(command=command, actor=SYSTEM, now=by.now, today=by.today)
            carry_out(rows, asked, database.counting, proposed.policy)
    return change, moves


def file_change(
    rows: Rows,
    by: By,
    *,
    kind: ChangeKind,
    content: Mapping[str, Any],
    provision: str,
    moved: int = 0,
) -> Change:
    """Put a change on file under the next number. Raises `ImpossibleFactsError` without a reason."""
    reason = by.why("it")
    change = Change(
        number=max((one.number for one in counting.changes(rows)), default=0) + 1,
        kind=kind,
        content=content,
        provision=provision,
        reason=reason,
        made_by=by.name,
        made_at=by.now,
        moved=moved,
    )
    counting.add(rows, change)
    return change


def _commands(
    rows: Rows, proposed: Proposed, change: Change, case_ids: Iterable[str]
) -> Iterable[c.MoveDates]:
    """One command for each case, from the case as it is now that it is held."""
    for case_id in case_ids:
        case = cases.load(rows, case_id).case
        moved = every_move(proposed.now(case), proposed.then(case))
        if moved:
            yield c.MoveDates(
                assessment_id=case_id,
                change=change.number,
                provision=change.provision,
                reason=change.reason,
                moved=moved,
                code=proposed.code,
                rules_from=proposed.rules_from,
            )
