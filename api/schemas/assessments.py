"""A case as JSON: where it stands, what it owes, and what may be asked of it now."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Self

from pydantic import BaseModel

from ehc_workflow.domain.case import Case, Overlay, State
from ehc_workflow.domain.days import (
    Cause,
    by_cause,
    ends_on,
    in_whole_days,
    late_by_cause,
    rounded,
    shares,
)
from ehc_workflow.domain.deadlines import (
    Deadline,
    Kind,
    Owner,
    Status,
    deadlines,
    due_days_of_advice,
)
from ehc_workflow.domain.risk import Standing, standings
from ehc_workflow.domain.workflow import steps_of
from ehc_workflow.rules.ladders import Level
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service.as_known import AsKnown


class DeadlineOut(BaseModel):
    """One deadline. `due_on` is the last lawful day; `act_by` the last working day on or before it."""

    code: str
    ref: str
    kind: Kind
    owner: Owner
    starts_on: date
    due_on: date
    act_by: date
    provision: str
    rule_version: str
    status: Status
    level: Level
    met_on: date | None
    days_late: int

    @classmethod
    def of(cls, deadline: Deadline, at: Standing, today: date) -> Self:
        """The deadline as it stands on a day."""
        return cls(
            code=deadline.code,
            ref=deadline.ref,
            kind=deadline.kind,
            owner=deadline.owner,
            starts_on=deadline.starts_on,
            due_on=deadline.due_on,
            act_by=deadline.act_by,
            provision=deadline.provision,
            rule_version=deadline.rule_version,
            status=at.status,
            level=at.level,
            met_on=deadline.met_on,
            days_late=deadline.days_late(today) if at.status not in _NEVER_LATE else 0,
        )


_NEVER_LATE = frozenset({Status.VOID, Status.SUPERSEDED})


class ReassessedOut(BaseModel):
    """The plan that a re-assessment is about; `earlier_id` is the case it came from, where that is on file."""

    last_assessed_on: date
    earlier_id: str | None

    @classmethod
    def of(cls, case: Case) -> Self | None:
        """None of a first assessment."""
        return cls(**asdict(case.reassesses)) if case.reassesses else None


class AssessmentOut(BaseModel):
    """One case; `overlays` run beside a closed or issued state. Names are left to the pages, a program works by id."""

    id: str
    reference: str
    state: State
    overlays: list[Overlay]
    version: int
    received_on: date
    logged_on: date
    reassesses: ReassessedOut | None
    caseworker_seat_id: str | None
    deadlines: list[DeadlineOut]
    allowed_steps: list[str]

    @classmethod
    def of(cls, case: Case, today: date, policy: Policy) -> Self:
        """The case as it stands on a day, counted by this policy."""
        return cls(
            id=case.id,
            reference=case.reference,
            state=case.state,
            overlays=list(case.overlays),
            version=case.version,
            received_on=case.received_on,
            logged_on=case.logged_on,
            reassesses=ReassessedOut.of(case),
            caseworker_seat_id=case.caseworker_seat_id,
            deadlines=[
                DeadlineOut.of(deadline, at, today)
                for deadline, at in standings(case, today, policy)
            ],
            allowed_steps=[step.trigger for step in steps_of(case)],
        )


class LearnedLaterOut(BaseModel):
    """A fact of that time that was recorded after it: `seq` is its entry in the log."""

    seq: int
    kind: str
    recorded_on: date
    happened_on: dict[str, date]


class AsKnownOut(BaseModel):
    """A case as it was known at the end of a day, apart from what was learned of that time later."""

    day: date
    known_then: AssessmentOut
    learned_later: list[LearnedLaterOut]

    @classmethod
    def of(cls, known: AsKnown, policy: Policy) -> Self:
        """The case with its deadlines as they stood on that day, counted by what was in force then."""
        return cls(
            day=known.day,
            known_then=AssessmentOut.of(known.case, known.day, policy),
            learned_later=[
                LearnedLaterOut(
                    seq=one.seq,
                    kind=one.kind,
                    recorded_on=one.recorded_on,
                    happened_on=one.happened_on,
                )
                for one in known.learned_later
            ],
        )


class DaysOut(BaseModel):
    """Whole days by cause from the trigger to the outcome, or to today where there is none yet.

    `late` are those of a contributor after its last day, rounded; they are in `parts` too.
    """

    from_day: date
    until: date
    in_all: int
    parts: dict[Cause, int]
    late: dict[Cause, int]

    @classmethod
    def of(cls, case: Case, today: date, policy: Policy) -> Self:
        """The days of one case."""
        own = list(shares(case, today, due_days_of_advice(deadlines(case, policy))))
        parts = in_whole_days(by_cause(own))
        until = ends_on(case, today)
        return cls(
            from_day=case.received_on,
            until=until,
            in_all=(until - case.received_on).days,
            parts=parts,
            late=rounded(late_by_cause(own)),
        )


class TakenOut(BaseModel):
    """What a contributor or a family gets back: that the step was taken, and nothing of the rest of the case."""

    id: str
    reference: str
    version: int

    @classmethod
    def of(cls, case: Case) -> Self:
        """The case by its names alone."""
        return cls(id=case.id, reference=case.reference, version=case.version)
