"""One case for those who work on it: who may look, what stands beside it, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import (
    GRANTS_ASSESSMENT,
    AdviceRequest,
    Case,
)
from ehc_workflow.domain.clocks import Clock, clocks
from ehc_workflow.domain.deadlines import OPEN_STATUSES, Deadline, facts_of
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.events import (
    AdviceReceived,
    FamilyAnswered,
    FamilyAsked,
    FamilyUpdated,
    ViewsReceived,
)
from ehc_workflow.domain.facts import RightHolder
from ehc_workflow.domain.guards import Known, holder_on
from ehc_workflow.domain.outlook import StepOutlook, step_outlook
from ehc_workflow.domain.risk import Rating, Standing, rating, standings
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service.permissions import may_step, sees_whole_case
from ehc_workflow.store import organisation
from ehc_workflow.store.engine import Database
from ehc_workflow.store.organisation import ClosureOnFile
from ehc_workflow.store.queries import case_page
from ehc_workflow.store.queries.case_page import CaseFile, Choice, Names, Papers
from ehc_workflow.store.queries.timeline import Entry, timeline
from ehc_workflow.store.record_views import note_view

NOT_YOURS = "There is no such case, or it is not yours to know of."


def open_file(connection: Connection, actor: Actor, assessment_id: str) -> CaseFile:
    """The case for an officer, plan writer or auditor whose seat reaches it; for anybody else there is none."""
    file = case_page.case_file(connection, assessment_id)
    if not sees_whole_case(actor, file.case):
        raise NotFoundError(NOT_YOURS)
    return file


def note_seen(
    database: Database,
    actor: Actor,
    assessment_id: str,
    part: str,
    *,
    at: datetime,
    request_id: str | None = None,
) -> None:
    """Every view of a child's record is noted: who, when, which part, and which request for advice they owe."""
    with database.writing() as connection:
        note_view(
            connection,
            assessment_id=assessment_id,
            user_id=actor.id,
            part=part,
            at=at,
            request_id=request_id,
        )


@dataclass(frozen=True)
class CaseView:
    """One case on one day, as one person sees it."""

    file: CaseFile
    actor: Actor
    today: date
    names: Names
    entries: tuple[Entry, ...]
    papers: Papers
    policy: Policy

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.file.case

    @property
    def known(self) -> Known:
        """What a step may know besides the case."""
        return Known(today=self.today, policy=self.policy)

    @property
    def right_holder(self) -> RightHolder:
        """Who holds the rights of Part 3 today."""
        return holder_on(self.case, self.today)

    @cached_property
    def deadlines(self) -> tuple[tuple[Deadline, Standing], ...]:
        """Every deadline with how it stands today, worst first."""
        owed = standings(self.case, self.today, self.policy)
        return tuple(sorted(owed, key=_worst_first))

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """Every limit as the law counts it."""
        return clocks(facts_of(self.case), self.policy)

    @cached_property
    def rating(self) -> Rating:
        """How the case stands today: its worst open deadline."""
        return rating(self.deadlines)

    def deadline(self, code: str, ref: str) -> tuple[Deadline, Standing] | None:
        """One deadline of the case."""
        return next(
            (pair for pair in self.deadlines if (pair[0].code, pair[0].ref) == (code, ref)), None
        )

    def limit_of(self, code: str) -> tuple[Deadline, Standing] | None:
        """The deadline of this kind that binds: of several the last to start, as an order's own."""
        found = [pair for pair in self.deadlines if pair[0].code == code]
        return max(found, key=lambda pair: pair[0].starts_on, default=None)

    @cached_property
    def steps(self) -> tuple[StepOutlook, ...]:
        """Every step from the state the case is in."""
        return step_outlook(self.case, self.known)

    def may(self, trigger: str) -> bool:
        """Whether this person's role may ask a step."""
        return may_step(self.actor, trigger, self.case)

    def words_with(self, kind: str) -> Mapping[str, str]:
        """Everything that was written down with the latest event of a kind, by field."""
        return next(
            (entry.words for entry in reversed(self.entries) if entry.event.kind == kind), {}
        )

    def words_of(self, kind: str, field: str) -> str:
        """What was written down with the latest event of a kind."""
        return self.words_with(kind).get(field, "")

    def asked_of(self, ask_id: str) -> str:
        """Whose advice the family asked for, in their words."""
        return next(
            (
                entry.words.get("from_whom", "")
                for entry in self.entries
                if isinstance(entry.event, FamilyAsked) and entry.event.ask.id == ask_id
            ),
            "",
        )

    def promised(self, promise_id: str) -> str:
        """What the family was promised, in the words of the letter or reply."""
        return next(
            (
                entry.words.get("promised", "")
                for entry in self.entries
                if isinstance(entry.event, FamilyAnswered | FamilyUpdated)
                and entry.event.promise is not None
                and entry.event.promise.id == promise_id
            ),
            "",
        )

    @cached_property
    def resting_on_sealed(self) -> tuple[AdviceReceived, ...]:
        """Advice that came with a document since sealed, because it is about another child: to be looked at again."""
        sealed = frozenset(self.case.sealed_documents)
        return tuple(
            entry.event
            for entry in self.entries
            if isinstance(entry.event, AdviceReceived) and sealed & set(entry.event.document_ids)
        )

    def days_asked_late(self, request: AdviceRequest) -> int:
        """Days between telling the family of the assessment and asking: the authority's own, not the contributor's."""
        told = self.case.notice(*GRANTS_ASSESSMENT)
        if told is None or request.requested_on is None:
            return 0
        return max(0, (request.requested_on - told.sent_on).days)


def _worst_first(pair: tuple[Deadline, Standing]) -> tuple[bool, int, date]:
    """What is still owed before what is done, and by legal risk within that."""
    deadline, at = pair
    return at.status not in OPEN_STATUSES, at.order, deadline.due_on


def case_view(
    connection: Connection,
    actor: Actor,
    assessment_id: str,
    today: date,
    *,
    policy: Policy,
) -> CaseView:
    """The whole case in four statements, or `NotFoundError`."""
    file = open_file(connection, actor, assessment_id)
    entries = timeline(connection, assessment_id)
    names = case_page.names(connection, file.case, {entry.actor_id for entry in entries})
    papers = case_page.papers(connection, assessment_id)
    return CaseView(file, actor, today, names, entries, papers, policy)


def views_written(entries: Iterable[Entry]) -> list[str]:
    """Views of the family that were written down with a step and are no file: they go with each request, reg 6(3)."""
    return [
        entry.words["views"]
        for entry in entries
        if isinstance(entry.event, ViewsReceived) and entry.words.get("views")
    ]


@dataclass(frozen=True)
class Choices:
    """What an authority's forms choose from."""

    services: tuple[Choice, ...]
    seats: tuple[Choice, ...]

    def of_kind(self, *kinds: str) -> list[tuple[str, str]]:
        """Services of these kinds, as a list to choose from; all without one."""
        return [(one.id, one.name) for one in self.services if not kinds or one.kind in kinds]

    def seats_of(self, role: str) -> list[tuple[str, str]]:
        """Seats of one role."""
        return [(one.id, one.name) for one in self.seats if one.kind == role]


def choices_of(connection: Connection, authority_id: str, today: date) -> Choices:
    """The services and seats of an authority."""
    return Choices(
        case_page.services_of_authority(connection, authority_id),
        case_page.seats_of_authority(connection, authority_id, day=today),
    )


def closures_on_file(connection: Connection, case: Case) -> list[ClosureOnFile]:
    """Closures of the child's own setting that the case does not hold yet.

    Those that were over before the request arrived are left out: no limit of this case ran then.
    """
    if case.setting_id is None or not case.triggers:
        return []
    held = {(one.first_closed_day, one.reopening_day) for one in case.closures}
    on_file = organisation.closures(connection, case.authority_id).get(case.setting_id, [])
    return [one for one in on_file if one[:2] not in held and one.reopening_day > case.received_on]
