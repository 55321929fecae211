"""The family's own part of the advice, for those who work on the case and for the family itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.case import AdviceRequest, Case
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.facts import Who
from ehc_workflow.domain.voices import family_request, unheard, voices_of
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.service.permissions import AUTHORITY_WIDE, may_step, reaches_case
from ehc_workflow.store.queries.case_page import CaseFile, case_file
from ehc_workflow.store.queries.views import Views, views_given

NOT_YOURS = "There is no such case, or it is not yours to know of."
SEES_VIEWS = AUTHORITY_WIDE - {Role.ADMINISTRATOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPart:
    """The request to the family, and what of the views this person may read: a family, what it gave itself."""

    file: CaseFile
    request: AdviceRequest | None
    views: tuple[Views, ...]
    is_family: bool
    may_give: bool
    may_accept: bool
    voices: tuple[Who, ...]
    unheard: tuple[Who, ...]

    @property
    def case(self) -> Case:
        """The case it belongs to."""
        return self.file.case

    def of(self, voice: Who) -> tuple[Views, ...]:
        """What is shown of one voice, the newest first."""
        return tuple(one for one in self.views if one.voice is voice)

    def tried(self, voice: Who) -> date | None:
        """The last day on which it was recorded that this person's views could not be had."""
        days = [
            one.recorded_on
            for one in (self.request.views_not_obtained if self.request else ())
            if one.voice is voice
        ]
        return max(days, default=None)


def family_part(
    connection: Connection, assessment_id: str, actor: Actor, today: date
) -> FamilyPart:
    """The family's own part of a case, or `NotFoundError` where it is none of this person's business."""
    file = case_file(connection, assessment_id)
    case = file.case
    reaching = [seat for seat in actor.seats if reaches_case(seat, case)]
    works = any(seat.role in SEES_VIEWS for seat in reaching)
    if not works and not any(seat.role is Role.FAMILY for seat in reaching):
        raise NotFoundError(NOT_YOURS)
    request = family_request(case)
    given = views_given(connection, request.id) if request else ()
    is_open = request is not None and request.accepted_on is None
    return FamilyPart(
        file=file,
        request=request,
        views=tuple(one for one in given if works or one.given_by == actor.id),
        is_family=not works,
        may_give=is_open and _may(actor, "give_views", case),
        may_accept=is_open and bool(given) and _may(actor, "accept_advice", case),
        voices=voices_of(case, today),
        unheard=unheard(case, request, today) if request else (),
    )


def _may(actor: Actor, step: str, case: Case) -> bool:
    return may_step(actor, step, case) and case.state in STEPS[step].sources
