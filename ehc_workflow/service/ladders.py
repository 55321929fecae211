"""Changing whom an authority tells of a day at risk, and when: kept with its reason, with a way back.

What a change would send today is worked out by `jobs.ladder_preview`, because the sweep is what climbs a ladder.
Nothing that was told is told again, and no date moves.
"""

from __future__ import annotations

from dataclasses import dataclass

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.rules.changes import NewLadder, RuleChangeError, as_ladder
from ehc_workflow.rules.ladders import LADDERS, Rung
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service.counting_changes import AUTHORITYS_CHOICE, By, file_change
from ehc_workflow.service.execute import known_things
from ehc_workflow.service.permissions import authorities_kept
from ehc_workflow.store import counting
from ehc_workflow.store.counting import Change, ChangeKind
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

KEEPERS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
"""Who keeps an authority's ladders, where they sit for the whole of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A ladder before it is kept, and the policy it makes."""

    new: NewLadder
    policy: Policy
    undoes: int | None = None


def kept_by(actor: Actor) -> tuple[str, ...]:
    """The authorities whose ladders this person keeps; raises `NotPermittedError` for somebody who keeps none."""
    return authorities_kept(
        actor, KEEPERS, "A manager of the whole authority or an administrator decides who is told."
    )


def changes_of(rows: Rows, authority_id: str) -> list[Change]:
    """Every change of this authority's ladders, the oldest first."""
    return [
        one
        for one in counting.changes(rows)
        if one.kind is ChangeKind.LADDER and one.content["authority_id"] == authority_id
    ]


def proposed(policy: Policy, new: NewLadder, undoes: int | None = None) -> Proposed:
    """The ladder as it would be kept; raises `ImpossibleFactsError` where it would tell nobody, or nobody in time."""
    try:
        named = as_ladder(policy.ladders_of(new.authority_id), new)
    except RuleChangeError as error:
        raise ImpossibleFactsError(Impossible(f"/{error.field}", str(error))) from None
    if named.rungs == policy.ladders_of(new.authority_id)[new.code]:
        says = "The ladder is like this already: change a step, or leave it."
        raise ImpossibleFactsError(Impossible("/rungs", says))
    return Proposed(new=named, policy=counting.with_ladder(policy, named), undoes=undoes)


def undone(rows: Rows, policy: Policy, authority_id: str, number: int) -> Proposed:
    """The ladder as it was before change `number`.

    Raises `NotFoundError` where there is no such change, and `ImpossibleFactsError` where it is so again by now.
    """
    made = changes_of(rows, authority_id)
    change = next((one for one in made if one.number == number), None)
    if change is None:
        raise NotFoundError(f"There is no change {number} of this authority’s ladders.")
    code = change.content["code"]
    before = NewLadder(
        authority_id=authority_id, code=code, rungs=_rungs_before(made, number, code)
    )
    if before.rungs == policy.ladders_of(authority_id)[code]:
        says = f"The ladder is as it was before change {number}: there is nothing to take back."
        raise ImpossibleFactsError(Impossible("/rungs", says))
    return proposed(policy, before, undoes=number)


def _rungs_before(made: list[Change], number: int, code: str) -> tuple[Rung, ...]:
    earlier = [one for one in made if one.number < number and one.content["code"] == code]
    if not earlier:
        return LADDERS[code]
    (authority_id,) = {one.content["authority_id"] for one in earlier}
    return counting.policy_of(earlier).ladders_of(authority_id)[code]


def keep(database: Database, change: Proposed, by: By) -> Change:
    """Keep the ladder; the next sweep climbs it. Raises `ImpossibleFactsError` without a reason."""
    with known_things(database), database.writing() as connection:
        rows = Rows(connection)
        again = proposed(database.counting.policy(rows), change.new, change.undoes)
        made = file_change(
            rows,
            by,
            kind=ChangeKind.LADDER,
            content={**counting.plain(again.new), "undoes": again.undoes},
            provision=AUTHORITYS_CHOICE,
        )
        counting.climb_again(rows, again.new, by.today)
    return made
