"""One day by which something is owed for one case, who owes it, and how it stands."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ehc_workflow.domain.case import AdviceItem

ADVICE_LIMITS = frozenset(f"advice_{item.value}" for item in AdviceItem)
"""The limits of those who were asked for advice."""


class Kind(StrEnum):
    """What makes a day binding: the law, guidance, the authority itself; or it is the family's own time."""

    STATUTORY = "statutory"
    GUIDANCE = "guidance"
    LOCAL = "local"
    FAMILY = "family"


class Status(StrEnum):
    """How a limit stands (statutory-timetable section 5.4)."""

    RUNNING = "running"
    MET = "met"
    MET_LATE = "met_late"
    BREACHED_OPEN = "breached_open"
    DISAPPLIED_ASAP = "disapplied_asap"
    SUPERSEDED = "superseded"
    VOID = "void"


OPEN_STATUSES = frozenset({Status.RUNNING, Status.BREACHED_OPEN, Status.DISAPPLIED_ASAP})


class Owner(StrEnum):
    """Whose move it is."""

    CASEWORKER = "caseworker"
    PLAN_WRITER = "plan_writer"
    SERVICE = "service"
    DCO = "dco"
    FAMILY = "family"


class Deadline(NamedTuple):
    """One day by which something is owed for one case. `due_on` is the last lawful day; no weekend moves it."""

    code: str
    ref: str
    kind: Kind
    owner: Owner
    starts_on: date
    due_on: date
    act_by: date
    provision: str
    rule_version: str
    service_id: str | None = None
    met_on: date | None = None
    is_void: bool = False
    is_superseded: bool = False
    disapplied_by: str | None = None

    def status(self, today: date) -> Status:
        """How it stands on this London day. An exception disapplies and moves no day; a family's own time just ends."""
        if self.met_on is not None:
            return Status.MET if self.met_on <= self.due_on else Status.MET_LATE
        if self.is_superseded:
            return Status.SUPERSEDED
        over = self.kind is Kind.FAMILY and today > self.due_on
        if self.is_void or over:
            return Status.VOID
        if self.disapplied_by is not None:
            return Status.DISAPPLIED_ASAP
        return Status.BREACHED_OPEN if today > self.due_on else Status.RUNNING

    def days_late(self, today: date) -> int:
        """Calendar days after the due day, to the day it was met or to today; 0 when in time."""
        return max(0, ((self.met_on or today) - self.due_on).days)
