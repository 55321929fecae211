"""Existing advice in words, reg 6(4): how old it is, what it was written for, and what each of the three says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from api.words import day
from ehc_workflow.domain.case import ReuseAgreement
from ehc_workflow.store.queries.timeline import Entry

SAYS = {True: "agrees", False: "does not agree", None: "has not said yet"}
PARTIES = ("author", "authority", "family")


def purpose_of(entries: Iterable[Entry], request_id: str) -> str:
    """What the existing advice on a request was written for, as it was last said."""
    said = [
        entry.words["purpose"]
        for entry in entries
        if "purpose" in entry.words and getattr(entry.event, "request_id", "") == request_id
    ]
    return said[-1] if said else ""


def report_in_words(reuse: ReuseAgreement, purpose: str, today: date) -> str:
    """How old the existing advice is and what it was written for: that is what the three agree to."""
    written_on = reuse.advice_written_on
    months = (today.year - written_on.year) * 12 + today.month - written_on.month
    age = f"{months} {'month' if months == 1 else 'months'} old"
    return f"Existing advice of {day(written_on)}, {age}, for: {purpose}"


def reuse_in_words(reuse: ReuseAgreement, purpose: str, today: date) -> str:
    """The report, and what each of the three says to it."""
    three = "; ".join(f"{one} {SAYS[getattr(reuse, one)]}" for one in PARTIES)
    return f"{report_in_words(reuse, purpose, today)} ({three})"
