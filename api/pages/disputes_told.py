"""Mediation and appeal on the page of a case, each in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from api.words import short_day, words
from ehc_workflow.domain.case import (
    Case,
)


def disputes_of(case: Case) -> list[tuple[date, str]]:
    """Mediation, certificates, appeals, orders and agreements, in the order of their days, each in a sentence."""
    return sorted(_disputes(case))


def _disputes(case: Case) -> Iterator[tuple[date, str]]:
    for mediation in case.mediations:
        over_on = mediation.ended_on or mediation.agreed_on
        how = "agreed" if mediation.agreed_on else words(mediation.ended or "running").lower()
        over = f"{how}{f', {short_day(over_on)}' if over_on else ''}"
        yield (
            mediation.authority_told_on,
            f"Mediation on {words(mediation.issues).lower()}: {over}",
        )
    for certificate in case.certificates:
        yield certificate.issued_on, "Mediation certificate issued"
    for appeal in case.appeals:
        waits = f"response due {short_day(appeal.reply_due_on)}"
        if appeal.responded_on:
            waits = f"response sent {short_day(appeal.responded_on)}"
        if appeal.ended and appeal.ended_on:
            waits = f"{words(appeal.ended).lower()}, {short_day(appeal.ended_on)}"
        about = " about the placement alone" if appeal.placement_only else ""
        yield appeal.registered_on, f"Appeal{about}: {waits}"
    for order in case.orders:
        yield order.made_on, f"Order of the Tribunal: {words(order.kind).lower()}"
    for agreement in case.agreements:
        done = f", done {short_day(agreement.carried_out_on)}" if agreement.carried_out_on else ""
        what = words(agreement.matter).lower()
        yield agreement.agreed_on, f"Agreement at mediation: {what}{done}"
