"""How an exception stands, in the words of the case and of the proof sheet."""

from __future__ import annotations

from api.words import short_day
from ehc_workflow.domain.case import ClaimedException
from ehc_workflow.service.case_view import CaseView


def exception_says(view: CaseView, claim: ClaimedException) -> str:
    """How one exception stands: who decided it and when, whether it counts, and when it is looked at again."""
    decided = f"Decided {short_day(claim.decided_on)} by {view.names.person(claim.decided_by)}"
    if claim.declined_on:
        return f"{decided}; declined {short_day(claim.declined_on)}. The limit runs on."
    told = f"{decided}; family told {short_day(claim.family_told_on)}"
    if claim.is_waiting:
        return f"{told}. The limit had passed: until a second person approves it, the limit counts as missed."
    if claim.late_claim_approved_by:
        told += f"; approved as a late claim by {view.names.person(claim.late_claim_approved_by)}"
    if claim.cause_ended_on:
        return (
            f"{told}. The cause ended {short_day(claim.cause_ended_on)}: finish as soon as practicable. "
            "It sets no new date."
        )
    again = f"to be looked at again {short_day(claim.review_on)}"
    return f"{told}; {again}. It sets no new date."
