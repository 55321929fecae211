"""What a guard is, what it may know, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ehc_workflow.domain.case import (
    Case,
    PlanLine,
)
from ehc_workflow.domain.panels import Meeting
from ehc_workflow.domain.passed_over import PassedOver
from ehc_workflow.domain.same_child import Identity
from ehc_workflow.rules.local_policy import Policy

REQUIRED_SECTIONS = ("A", "B", "C", "D", "E", "F", "G", "H1", "H2")
"""Sections a draft cannot lack, reg 12(1). I stays blank until the final, J is only for direct payments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSetting:
    """A setting that a step is about, as it is on file."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a step may know besides the case: the London day, the authority's choices and settings' names, of whom
    advice has to be, the files that a decision can rest on, by id the settings that the step is about, those that the
    family asked for and the plan passes over, the meeting of a panel that it is about, and the items of a plan from
    before plans were kept item by item.
    """

    today: date
    policy: Policy
    setting_names: tuple[str, ...] = ()
    who: Identity | None = None
    documents: tuple[str, ...] = ()
    settings: Mapping[str, KnownSetting] = field(default_factory=dict)
    passed_over: tuple[PassedOver, ...] = ()
    meeting: Meeting | None = None
    older_lines: tuple[PlanLine, ...] = ()


Predicate = Callable[[Case, Any, Known], bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """A precondition of a step."""

    name: str
    says: str
    citation: str
    holds: Predicate


GUARDS: dict[str, Guard] = {}


def guard(says: str, citation: str) -> Callable[[Predicate], Guard]:
    """Name a predicate as a guard: the sentence a person reads when it is unmet, and its provision."""

    def named(predicate: Predicate) -> Guard:
        made = Guard(predicate.__name__, says, citation, predicate)
        GUARDS[made.name] = made
        return made

    return named
