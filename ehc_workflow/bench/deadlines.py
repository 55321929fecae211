"""All clocks of a case, from request to final plan, beside the bare additions of days they come to. No database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from ehc_workflow.bench.measure import Work
from ehc_workflow.domain.clocks import clocks
from ehc_workflow.domain.facts import (
    AdviceRequestFacts,
    Consultation,
    DraftFacts,
    Facts,
    Method,
    NoticeFacts,
    Setting,
    Trigger,
    TriggerKind,
)
from ehc_workflow.rules.book import BOOK, RuleBook
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.rules.model import Contributor, NoticeKind

FIRST_DAY = date(2022, 1, 3)
CASES = 1_000
CONTRIBUTORS = (
    Contributor.EDUCATION,
    Contributor.HEALTH,
    Contributor.PSYCHOLOGY,
    Contributor.SOCIAL_CARE,
)
_AT_ONCE = 100
"""Cases in one piece of work, so that the watch itself costs nothing."""


def case_of(received: date) -> Facts:
    """An ordinary case, told everything: four requests for advice, a draft, a consultation, a final plan."""
    asked = received + timedelta(weeks=6)
    came = asked + timedelta(weeks=6)
    return Facts(
        triggers=(Trigger(TriggerKind.PARENTAL_REQUEST, received_on=received),),
        advice_requests=tuple(
            AdviceRequestFacts(
                contributor=each,
                setting=Setting.SCHOOL if each is Contributor.EDUCATION else None,
                requested_on=asked,
                received_by_body_on=asked,
                answered_on=came,
                ref=str(each),
            )
            for each in CONTRIBUTORS
        ),
        drafts=(DraftFacts(received + timedelta(weeks=15), Method.EMAIL),),
        consultations=(Consultation(received + timedelta(weeks=16)),),
        notices=(
            NoticeFacts(NoticeKind.WILL_ASSESS, asked, Method.EMAIL),
            NoticeFacts(NoticeKind.FINAL_PLAN, received + timedelta(weeks=19), Method.EMAIL),
        ),
        date_of_birth=received - timedelta(days=365 * 7),
    )


def _cases() -> list[Facts]:
    return [case_of(FIRST_DAY + timedelta(days=number)) for number in range(CASES)]


def warm() -> Iterator[Work]:
    """All clocks of case after case, with the rules of their days at hand."""
    cases = _cases()
    while True:
        for first in range(0, CASES, _AT_ONCE):
            yield partial(_count, cases[first : first + _AT_ONCE])


def _count(cases: list[Facts]) -> None:
    for facts in cases:
        clocks(facts)


def cold() -> Iterator[Work]:
    """The same with a rule book that nobody has opened, for every case anew."""
    cases = _cases()
    while True:
        for first in range(0, CASES, _AT_ONCE):
            yield partial(_count_cold, cases[first : first + _AT_ONCE])


def _count_cold(cases: list[Facts]) -> None:
    for facts in cases:
        clocks(facts, replace(DEFAULT_POLICY, book=RuleBook(BOOK.limits, BOOK.tribunal_times)))


def limit() -> Iterator[Work]:
    """As many bare additions as a hundred such cases have clocks."""
    starts = [FIRST_DAY + timedelta(days=number) for number in range(_AT_ONCE)]
    periods = [timedelta(weeks=6)] * len(clocks(case_of(FIRST_DAY)))
    while True:
        yield partial(_add, starts, periods)


def _add(starts: list[date], periods: list[timedelta]) -> None:
    for start in starts:
        for period in periods:
            start + period
