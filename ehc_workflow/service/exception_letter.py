"""Which exception a letter is about, with the words it was claimed in."""

from __future__ import annotations

from ehc_workflow.domain.case import ClaimedException
from ehc_workflow.domain.events import ExceptionClaimed
from ehc_workflow.service.case_view import CaseView
from ehc_workflow.service.claim_words import Claim


def claim_of(view: CaseView, exception_id: str = "") -> Claim | None:
    """This exception of the case, or the newest one that stands; nothing where there is none."""
    standing = [one for one in view.case.exceptions if one.stands]
    chosen = [one for one in standing if one.id == exception_id] or standing[-1:]
    return _claim(view, chosen[0]) if chosen else None


def _claim(view: CaseView, one: ClaimedException) -> Claim | None:
    clock = next((x for x in view.clocks if (x.clock, x.ref or "") == (one.limit, one.ref)), None)
    if clock is None:
        return None
    words = next(
        (
            entry.words
            for entry in view.entries
            if isinstance(entry.event, ExceptionClaimed) and entry.event.claim.id == one.id
        ),
        {},
    )
    grounds = clock.rule.grounds or ()
    ground = next((each for each in grounds if each.citation.place == one.ground), None)
    return Claim(
        duty=clock.rule.duty,
        due_on=clock.due_on,
        provision=clock.rule.citation.place,
        ground=ground.says if ground else "an exception that the law lists",
        ground_place=one.ground,
        facts=words.get("facts", ""),
        why_impractical=words.get("why_impractical", ""),
        review_on=one.review_on,
    )
