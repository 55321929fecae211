"""What the events make of a case about the family's own views."""

from __future__ import annotations

from dataclasses import replace

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.replay.evolving import applies, with_request


@applies(e.ViewsCouldNotBeHad)
def _could_not_be_had(case: Case, event: e.ViewsCouldNotBeHad) -> Case:
    return with_request(
        case,
        event.request_id,
        lambda request: replace(
            request, views_not_obtained=(*request.views_not_obtained, event.not_obtained)
        ),
    )
