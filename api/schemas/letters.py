"""Letters as JSON."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel

from ehc_workflow.domain.case import Letter
from ehc_workflow.domain.facts import Method
from ehc_workflow.service.press import FORMS, Form
from ehc_workflow.store.queries.letters_sent import LetterAsSent


class LetterPartOut(BaseModel):
    """One part of a letter, in its exact words."""

    key: str
    text: str


class LetterOut(BaseModel):
    """A letter that went. `printed` says in which forms a copy is kept; none for imported history."""

    seq: int
    kind: Letter
    dated_on: date
    sent_on: date
    method: Method
    addressee: str
    copies: list[str]
    parts: list[LetterPartOut]
    printed: list[Form]

    @classmethod
    def of(cls, letter: LetterAsSent) -> Self:
        """The letter with the ids of the contacts it went to."""
        return cls(
            seq=letter.seq,
            kind=Letter(letter.kind),
            dated_on=letter.dated_on,
            sent_on=letter.sent_on,
            method=letter.method,
            addressee=letter.addressee,
            copies=list(letter.copies),
            parts=[LetterPartOut(key=key, text=text) for key, text in letter.blocks],
            printed=[form for form in FORMS if form in letter.printed],
        )
