"""Changes of what dates are counted by, and of whom a day at risk tells: holidays, rules, targets, ladders."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.store.tables.types import Base, one_of


class ChangeKind(StrEnum):
    """What was changed. `cases_moved` and `cases_moved_back` change no rule: they say which cases follow one."""

    BANK_HOLIDAYS = "bank_holidays"
    TARGET = "target"
    LADDER = "ladder"
    PLANNED_DAYS = "planned_days"
    RULE = "rule"
    CASES_MOVED = "cases_moved"
    CASES_MOVED_BACK = "cases_moved_back"


class CountingChange(Base):
    """One change, never edited: what is in force follows from all of them in the order of their numbers.

    `content` is the list, the rule, the target, the planned days or the ladder; `moved` how many cases have a day that
    moved, each with an entry in its log.
    """

    __tablename__ = "counting_change"

    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    content: Mapped[dict[str, Any]]
    provision: Mapped[str]
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    moved: Mapped[int]

    __table_args__ = (one_of("kind", ChangeKind),)
