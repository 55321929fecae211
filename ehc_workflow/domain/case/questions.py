"""What whoever writes the plan asks the author of accepted advice, and whether it was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.case.plan_lines import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorQuestion:
    """A question about one paragraph of accepted advice, which stays as it was. The words are kept beside the case."""

    id: str
    request_id: str
    source: Source
    asked_on: date
    asked_by: str
    answered_on: date | None = None
    taken_back_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.answered_on is None and self.taken_back_on is None
