"""Advice as JSON: what was given on a request, in its exact words."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from ehc_workflow.domain.case import AdviceItem, ParagraphKind, numbered
from ehc_workflow.store.queries.advice_given import Given, Paragraph
from ehc_workflow.store.queries.signatories import Signatory


class ParagraphOut(BaseModel):
    """One paragraph. `number` is what it is cited by, `address` the page and place where it can be read."""

    number: str = Field(examples=["N1", "O1", "P2"])
    address: str
    kind: ParagraphKind
    text: str
    amount: str
    frequency: str
    by_whom: str
    until_when: str
    plan_section: str | None

    @classmethod
    def of(cls, number: str, given: Paragraph, page: str) -> Self:
        """A paragraph as it was given."""
        return cls(
            number=number,
            address=f"{page}-{number}",
            kind=ParagraphKind(given.kind),
            text=given.text,
            amount=given.amount,
            frequency=given.frequency,
            by_whom=given.by_whom,
            until_when=given.until_when,
            plan_section=given.plan_section,
        )


class SignatoryOut(BaseModel):
    """Who else signed the same words, for which request and on which day."""

    contribution_id: str
    request_id: str
    item: AdviceItem
    service: str
    author_name: str
    author_role: str
    received_on: date

    @classmethod
    def of(cls, signed: Signatory) -> Self:
        """A signature as it came."""
        return cls(**{name: getattr(signed, name) for name in cls.model_fields})


class ContributionOut(BaseModel):
    """One version of the advice on a request, signed. `words_in` is the contribution that holds the words: another
    one where this is the signature of a service that wrote it together with the one that gave it.
    """

    id: str
    version: int
    received_on: date
    author_name: str
    author_role: str
    how_seen: str
    words_in: str
    signed_too: list[SignatoryOut]
    paragraphs: list[ParagraphOut]

    @classmethod
    def of(cls, given: Given, request_id: str) -> Self:
        """A version as it was given."""
        page = f"/desk/requests/{request_id}#v{given.version}"
        return cls(
            id=given.id,
            version=given.version,
            received_on=given.received_on,
            author_name=given.author_name,
            author_role=given.author_role,
            how_seen=given.how_seen,
            words_in=given.words_in,
            signed_too=[SignatoryOut.of(one) for one in given.signed_too],
            paragraphs=[
                ParagraphOut.of(number, each, page) for number, each in numbered(given.paragraphs)
            ],
        )
