"""What the law lists for each open limit, and for each ground the facts that meet it or why it is not offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.pages.step_forms.choosing import Offer
from api.words import short_day
from ehc_workflow.domain.clocks import Clock, GroundLookedAt, grounds_looked_at
from ehc_workflow.domain.deadlines import OPEN_STATUSES, Deadline, Kind, facts_of
from ehc_workflow.reporting.case_words import ITEMS


@dataclass(frozen=True, slots=True)
class LimitLookedAt:
    """One open limit: its grounds, or the sentence that says why it has none to offer."""

    name: str
    provision: str
    grounds: tuple[GroundLookedAt, ...]
    instead: str


def limits_looked_at(offer: Offer) -> list[LimitLookedAt]:
    """Every open limit of the authority and of those it asked, in the order of the deadlines."""
    return list(_limits(offer))


def _limits(offer: Offer) -> Iterator[LimitLookedAt]:
    facts = facts_of(offer.case)
    clocks = {(one.clock.value, one.ref or ""): one for one in offer.view.clocks}
    for deadline, at in offer.view.deadlines:
        clock = clocks.get((deadline.code, deadline.ref))
        if clock is None or deadline.kind is Kind.FAMILY or at.status not in OPEN_STATUSES:
            continue
        grounds = grounds_looked_at(clock, facts, offer.view.policy)
        instead = _instead(offer, deadline, clock)
        yield LimitLookedAt(
            name=f"{clock.rule.duty}{_whose(offer, deadline)}, due {short_day(deadline.due_on)}",
            provision=deadline.provision,
            grounds=() if instead else grounds,
            instead=instead,
        )


def _whose(offer: Offer, deadline: Deadline) -> str:
    request = offer.case.advice_request(deadline.ref)
    return f" ({ITEMS[request.item].lower()})" if request else ""


def _instead(offer: Offer, deadline: Deadline, clock: Clock) -> str:
    for claim in offer.case.exceptions:
        if (claim.limit, claim.ref) == (deadline.code, deadline.ref) and claim.declined_on is None:
            return f"An exception under {claim.ground} is on file for it already."
    if deadline.kind is Kind.GUIDANCE:
        return (
            "These days come from guidance, not from the regulations: there is nothing to disapply."
        )
    if clock.rule.grounds == ():
        return "The law allows no exception of any kind here."
    if clock.rule.grounds is None and clock.exceptions is None:
        return "The law has no list of exceptions for it."
    return ""
