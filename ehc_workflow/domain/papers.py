"""What a file is, what a virus scanner said of it, and which files the law sends along with a request for advice."""

from __future__ import annotations

from enum import StrEnum


class DocumentKind(StrEnum):
    """What a file on a case is.

    `family` is what the parent or young person said, or evidence sent at their request; `waiting` came in for advice
    not given yet, and becomes `advice` with it; `notice` is a letter of the authority as it was printed when it went.
    """

    REQUEST = "request"
    FAMILY = "family"
    WAITING = "waiting"
    ADVICE = "advice"
    ENCLOSURE = "enclosure"
    NOTICE = "notice"
    OTHER = "other"


NOT_GIVEN = (DocumentKind.WAITING.value, DocumentKind.NOTICE.value)
"""The kinds of files that are nobody's word on the case: what waits for its advice, and letters as printed, which stand
with the letters. They are not listed with its files, enclosed to anybody, or named as what a decision rests on."""

GOES_WITH_REQUESTS = frozenset({DocumentKind.FAMILY})
"""Reg 6(3): whoever is asked for advice is given what the family said and sent. Nothing else goes by itself."""


class Scan(StrEnum):
    """What is known of a file: `unscanned` where no scanner is set up, `waiting` where it has not answered."""

    CLEAN = "clean"
    UNSCANNED = "unscanned"
    WAITING = "waiting"
    INFECTED = "infected"


class Desk(StrEnum):
    """Whose inbox a file came to: the authority's own, or its desk for health advice."""

    AUTHORITY = "authority"
    HEALTH = "health"
