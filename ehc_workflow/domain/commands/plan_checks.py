"""What may be asked of the quality of a plan: a check before it goes, and a rating of one that went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import CheckEnd
from ehc_workflow.domain.commands.command import NO_PROSE, Command
from ehc_workflow.rules.plan_criteria import Criterion, Met


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionAnswer:
    """What was answered to one criterion, with what the reader would have changed."""

    criterion: Criterion
    met: Met
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPlan(Command):
    """Somebody who did not write it signs a version off, or returns it with what has to be changed."""

    step: ClassVar[str] = "check_plan"
    plan_version: int
    checked_on: date
    end: CheckEnd
    answers: tuple[CriterionAnswer, ...]
    comment: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """What was said to the writer."""
        return {"comment": self.comment} if self.comment else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPlan(Command):
    """Rate a plan that went, by the same criteria and without knowing what another auditor said."""

    step: ClassVar[str] = "audit_plan"
    audited_on: date
    answers: tuple[CriterionAnswer, ...]
