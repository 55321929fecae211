"""The nightly recount: what is kept for speed is worked out again from the facts, and mended where it differs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ehc_workflow.store import recount as store
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RecountReport:
    """How many cases were counted again, and how many rows of how many of them were wrong."""

    cases: int
    differing: tuple[str, ...]
    mended: int


def recount(
    database: Database,
    today: date,
    *,
    after_batch: Callable[[], object] = lambda: None,
    goes_on: Callable[[], bool] = lambda: True,
) -> RecountReport:
    """Count every open case again. It runs after the day's sweep; what waits for the next one is no difference."""
    with database.reading() as connection:
        policy = database.counting.policy(Rows(connection))
    case_ids = store.open_cases(database)
    counted, mended = 0, 0
    found: list[str] = []
    for batch in store.batches(case_ids):
        if not goes_on():
            break
        for case_id in store.differing(database, batch, today, policy):
            size = store.mend(database, case_id, today, policy)
            if size:
                found.append(case_id)
                mended += size
                _LOG.error("case %s: %d rows did not say what its facts say", case_id, size)
        counted += len(batch)
        after_batch()
    return RecountReport(cases=counted, differing=tuple(found), mended=mended)
