"""Panels advise: who may sit, when enough of them do, and which limit no case waits past for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.case import AgendaItem, Case, PanelMatter, PanelView, State
from ehc_workflow.domain.deadlines import OPEN_STATUSES, Deadline, deadlines
from ehc_workflow.rules.local_policy import Policy

STAGES: Mapping[PanelMatter, frozenset[State]] = {
    PanelMatter.ASSESS: frozenset({State.RECEIVED, State.CONSIDERING}),
    PanelMatter.ISSUE: frozenset({State.ASSESSING, State.DECIDING_PLAN, State.REMITTED}),
    PanelMatter.PLACEMENT: frozenset({State.DRAFT_WITH_FAMILY, State.PLACING}),
}
"""When a case can be put on an agenda. A plan may be asked about while the last advice is still to come."""
LIMITS: Mapping[PanelMatter, frozenset[str]] = {
    PanelMatter.ASSESS: frozenset(
        {"decide_whether_to_assess", "decide_whether_to_reassess", "threshold_refusal"}
    ),
    PanelMatter.ISSUE: frozenset({"decide_no_plan", "reconsider"}),
    PanelMatter.PLACEMENT: frozenset({"final_plan"}),
}
"""The limits that the decision serves: an agenda is in their order."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who sits on a panel, by name or by seat, and the body they sit there for."""

    id: str
    name: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting as those who plan it have it. `attended` are member ids, None until they have been written down."""

    id: str
    panel_id: str
    panel: str
    authority_id: str
    matters: frozenset[PanelMatter]
    quorum: int
    meets_on: date
    papers_by: date
    members: tuple[Member, ...]
    chair_id: str | None = None
    attended: frozenset[str] | None = None
    called_off_on: date | None = None

    def member(self, member_id: str) -> Member | None:
        """The member of this id."""
        return next((one for one in self.members if one.id == member_id), None)

    def counted(self, interests: Collection[str]) -> tuple[Member, ...]:
        """Those who were there and count for a case in which these members have an interest."""
        there = self.attended or frozenset()
        return tuple(one for one in self.members if one.id in there and one.id not in interests)

    def is_quorate(self, interests: Collection[str]) -> bool:
        """Whether enough members count."""
        return self.attended is not None and len(self.counted(interests)) >= self.quorum


def matter_of(code: str, state: State) -> PanelMatter | None:
    """What a panel would be asked about a case at this stage for which this limit is owed."""
    return next(
        (one for one, codes in LIMITS.items() if code in codes and state in STAGES[one]), None
    )


def on_agenda(case: Case, item_id: str) -> AgendaItem | None:
    """The matter of this id on an agenda, if it is one of this case's."""
    return next((one for one in case.agenda if one.id == item_id), None)


def advised_on(case: Case, matter: PanelMatter) -> PanelView | None:
    """What the last panel advised on the decision that is open: what it said of an earlier one is no view of this."""
    since = _open_since(case, matter)
    advice = (one.advice for one in case.agenda if one.matter is matter)
    return max(
        (one for one in advice if one and one.met_on >= since),
        key=lambda one: one.met_on,
        default=None,
    )


def _open_since(case: Case, matter: PanelMatter) -> date:
    """When this decision came to be taken, or to be taken anew: by an order or an agreement, or on a fresh draft."""
    draft = case.current_draft if matter is PanelMatter.PLACEMENT else None
    return max(
        case.way_back.began_on if case.way_back else date.min,
        draft.sent_on if draft else date.min,
    )


def limit_of(case: Case, matter: PanelMatter, policy: Policy, today: date) -> Deadline | None:
    """The limit by which the family must have been told, while it is owed: no panel is waited for past it."""
    return first_limit(matter, deadlines(case, policy), today)


def first_limit(matter: PanelMatter, among: Iterable[Deadline], today: date) -> Deadline | None:
    """The earliest of these deadlines that binds this matter and is owed."""
    owed = (
        one for one in among if one.code in LIMITS[matter] and one.status(today) in OPEN_STATUSES
    )
    return min(owed, key=lambda one: one.due_on, default=None)
