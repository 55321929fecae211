"""What a case owes and by when: the law's limits, guidance, and the authority's own targets, kept apart."""

from ehc_workflow.domain.deadlines.limits import (
    deadline_of,
    deadlines,
    facts_of,
    is_unasked,
)
from ehc_workflow.domain.deadlines.model import (
    OPEN_STATUSES,
    Deadline,
    Kind,
    Owner,
    Status,
)
from ehc_workflow.domain.deadlines.targets import due_days_of_advice

__all__ = [
    "OPEN_STATUSES",
    "Deadline",
    "Kind",
    "Owner",
    "Status",
    "deadline_of",
    "deadlines",
    "due_days_of_advice",
    "facts_of",
    "is_unasked",
]
