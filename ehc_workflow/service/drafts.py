"""Long forms keep what is typed: for the person who types, seen by who writes with them, until it is sent.

What is typed about a request is seen by the own service; what is typed into a plan by whoever may write it.

Each person has words of their own, so two of one service never write over each other; each is told of the other's and
may go on from them. Two windows of one person are told apart by the version.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import AdviceRequest
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, StaleCaseError
from ehc_workflow.service.permissions import CONTRIBUTORS, reaches_request
from ehc_workflow.store import drafts
from ehc_workflow.store.drafts import About, Draft, Words
from ehc_workflow.store.engine import Database
from ehc_workflow.store.ids import new_id

MOST = 400_000
"""Characters that one form keeps: twenty answers as long as one may be."""


class StaleDraftError(StaleCaseError):
    """These words were saved from another window in the meantime. Both texts are here: take over what you need."""

    def __init__(self, version: int) -> None:
        """`version` is the version of the words saved last."""
        super().__init__(version)
        self.args = (
            "These words were saved from another window in the meantime. Yours are still in the form, and the others "
            "stand above it: take over what you need, then go on.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a form is about, for one person: `services` are those they write for, None where all see each other."""

    about: About
    services: tuple[str, ...] | None = None


def about_request(actor: Actor, request: AdviceRequest) -> Topic:
    """A form about a request for advice, written for a service."""
    return Topic(about=About(request_id=request.id), services=tuple(_services(actor, request)))


def about_plan(assessment_id: str) -> Topic:
    """A form about the plan of a case. The caller has seen to it that this person may write it."""
    return Topic(about=About(assessment_id=assessment_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of one form, as one person may see it."""

    mine: Draft | None
    others: tuple[Draft, ...]

    @property
    def version(self) -> int:
        """The version of one's own words, 0 where there are none."""
        return self.mine.version if self.mine else 0

    def to_go_on(self, chosen: str) -> Draft | None:
        """The words to open the form with: a colleague's if they were chosen, else one's own."""
        return next((each for each in self.others if each.id == chosen), self.mine)


def kept_words(connection: Connection, actor: Actor, topic: Topic, form: str) -> Kept:
    """One's own words and those of whoever writes with them."""
    services = topic.services
    found = drafts.drafts_about(connection, topic.about, form)
    return Kept(
        mine=next((each for each in found if each.author_id == actor.id), None),
        others=tuple(
            each
            for each in found
            if each.author_id != actor.id and (services is None or each.service_id in services)
        ),
    )


def _services(actor: Actor, request: AdviceRequest) -> list[str]:
    """The services for which somebody may write about a request; an officer writes for none."""
    return [
        seat.service_id
        for seat in actor.seats
        if seat.service_id and seat.role in CONTRIBUTORS and reaches_request(seat, request)
    ]


def keep_words(
    database: Database,
    actor: Actor,
    topic: Topic,
    form: str,
    words: Words,
    *,
    seen: int,
    now: datetime,
) -> int:
    """Save what was typed, and give its version. The caller has seen to it that the form is this person's to fill in.

    `seen` is the version the form was shown with. Raises `StaleDraftError` where other words were saved since.
    """
    _refuse_too_much(words)
    try:
        with database.writing() as connection:
            mine = kept_words(connection, actor, topic, form).mine
            if mine is None:
                drafts.add(connection, _first(actor, topic, form, words, now))
                return 1
            if mine.words == words:
                return mine.version
            if mine.version != seen or not drafts.change(connection, mine, words, at=now):
                raise StaleDraftError(mine.version)
            return mine.version + 1
    except IntegrityError:  # two windows began in the same moment
        raise StaleDraftError(1) from None


def forget_words(database: Database, actor: Actor, topic: Topic, form: str) -> None:
    """Forget what this person typed into a form: it is saved, or what it was about is gone."""
    with database.writing() as connection:
        drafts.forget(connection, topic.about, form, actor.id)


def _first(actor: Actor, topic: Topic, form: str, words: Words, now: datetime) -> Draft:
    return Draft(
        id=new_id(),
        request_id=topic.about.request_id,
        assessment_id=topic.about.assessment_id,
        form=form,
        author_id=actor.id,
        author_name=actor.name,
        service_id=next(iter(topic.services or ()), None),
        version=1,
        words=words,
        saved_at=now,
    )


def _refuse_too_much(words: Words) -> None:
    if sum(len(said) for _, said in words) > MOST:
        raise ImpossibleFactsError(
            Impossible(
                "",
                f"This is too long to be kept: {MOST:,} characters is the most. Attach it as a file instead.",
            )
        )
