"""The draft words of the letter about an exception: which limit, which ground, and why that made it impractical."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehc_workflow.dates.words import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One exception as it was claimed: the duty and its day, the law's own ground, and what was written down."""

    duty: str
    due_on: date
    provision: str
    ground: str
    ground_place: str
    facts: str
    why_impractical: str
    review_on: date


def limit_words(claim: Claim) -> str:
    """Which limit is not kept, and that its day moves nowhere."""
    return (
        f"{claim.duty}: the last day for this is {in_words(claim.due_on)} ({claim.provision}). An exception sets no "
        "new day: we must do it as soon as we can."
    )


def ground_words(claim: Claim) -> str:
    """Which exception of the law is relied on."""
    return f"We rely on {claim.ground_place}: {claim.ground}."


def why_words(claim: Claim) -> str:
    """What happened, why it made the limit impractical, and when it is looked at again."""
    written = "\n\n".join(part for part in (claim.facts, claim.why_impractical) if part.strip())
    if not written:
        return ""
    return f"{written}\n\nWe look at this again by {in_words(claim.review_on)}."
