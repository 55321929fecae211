"""The panel of the synthetic authority: it meets every second Tuesday and advises on some of the decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import PanelAdvised, PanelMatter
from ehc_workflow.domain.panels import Member
from ehc_workflow.simulate.days import working
from ehc_workflow.simulate.dice import Dice, made_id
from ehc_workflow.store import panels as store

SHARE = 0.4
"""So many of the decisions that a meeting can still be had for are put on an agenda."""
DIFFERS, DISSENTS = 0.1, 0.15
AHEAD = timedelta(weeks=10)
PAPERS, FORTNIGHT = timedelta(days=5), timedelta(weeks=2)
QUORUM = 3
TUESDAY = 1
MEMBERS = (
    ("Team manager", "Education"),
    ("Principal psychologist", "Psychology"),
    ("Designated clinical officer", "Health"),
    ("Designated social care officer", "Social care"),
    ("Head teacher", "Schools"),
)
FOR = "On what is in the pack the panel is for it: what this child needs goes beyond what the setting has."
AGAINST = "The panel would see first what the support of this term does for this child."
DISSENT = "What we know of this child points the other way."
WHY_OTHERWISE = "The evidence on this child weighs more than the panel gave it."


@dataclass(frozen=True, slots=True)
class PanelCast:
    """The panel with its members by body, and its meetings by day."""

    members: dict[str, str]
    meetings: dict[date, str]

    def last_between(self, after: date, until: date) -> date | None:
        """The last meeting after one day and up to another."""
        return max((day for day in self.meetings if after < day <= until), default=None)


def found_panel(
    connection: Connection, authority_id: str, first_day: date, until: date, *, seed: int
) -> PanelCast:
    """Set the panel up. Of meetings before `until` it is known who was there."""
    panel_id = made_id(seed, authority_id, "panel")
    store.put(
        connection,
        store.Panel(
            id=panel_id,
            authority_id=authority_id,
            name="Assessment and plan panel",
            advises_on=frozenset({PanelMatter.ASSESS, PanelMatter.ISSUE}),
            quorum=QUORUM,
            meets="Every second Tuesday at 10am",
            closed_on=None,
        ),
    )
    members = {body: made_id(seed, authority_id, "panel", body) for _, body in MEMBERS}
    for name, body in MEMBERS:
        store.add_member(connection, panel_id, Member(members[body], name, body))
    meetings = {}
    for day in _tuesdays(first_day, until + AHEAD):
        meetings[day] = made_id(seed, authority_id, "meeting", day)
        store.plan_meeting(
            connection, meetings[day], panel_id, meets_on=day, papers_by=day - PAPERS
        )
        if day < until:
            there = list(members.values())
            store.change_meeting(connection, meetings[day], attended=there, chair_id=there[0])
    return PanelCast(members, meetings)


def _tuesdays(first_day: date, until: date) -> Iterator[date]:
    day = first_day + timedelta(days=(TUESDAY - first_day.weekday()) % 7)
    while day <= until:
        yield day
        day += FORTNIGHT


@dataclass(frozen=True, slots=True)
class Asked:
    """One matter that goes before the panel: when it is put on, when it is advised on, and what."""

    meets_on: date
    put_on: date
    advised: PanelAdvised
    commands: tuple[c.PutOnAgenda, c.RecordPanelAdvice]

    def why_otherwise(self, *, granted: bool) -> str:
        """Why the decision is not what the panel advised, where it is not."""
        return "" if (self.advised is PanelAdvised.YES) is granted else WHY_OTHERWISE


def asked_of(
    panel: PanelCast,
    case_id: str,
    matter: PanelMatter,
    *,
    open_from: date,
    ready_on: date,
    decided_on: date,
    limit_on: date,
    granted: bool,
) -> Asked | None:
    """The panel's part in one decision, or None where it has none, or none in time.

    A case can be put on an agenda from one day on, and advised on once it is ready.
    """
    dice = Dice(case_id, "panel", matter)
    meets_on = panel.last_between(ready_on, min(decided_on, limit_on))
    if meets_on is None or not dice.chance(SHARE):
        return None
    agrees = not dice.chance(DIFFERS)
    advised = PanelAdvised.YES if granted is agrees else PanelAdvised.NO
    agenda_id = made_id(case_id, "agenda", matter)
    put_on = working(max(open_from, meets_on - timedelta(days=6)))
    return Asked(
        meets_on=meets_on,
        put_on=put_on,
        advised=advised,
        commands=(
            c.PutOnAgenda(
                assessment_id=case_id,
                agenda_id=agenda_id,
                matter=matter,
                meeting_id=panel.meetings[meets_on],
                put_on=put_on,
            ),
            c.RecordPanelAdvice(
                assessment_id=case_id,
                agenda_id=agenda_id,
                advised=advised,
                said=FOR if advised is PanelAdvised.YES else AGAINST,
                dissent=(c.Dissent(member_id=panel.members["Health"], said=DISSENT),)
                if dice.chance(DISSENTS)
                else (),
            ),
        ),
    )
