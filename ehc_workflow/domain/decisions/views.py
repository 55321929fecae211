"""The family's own part: views in any way they can be had, each voice apart; what was tried where they could not."""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    BY_SOMEBODY,
    AdviceItem,
    AdviceRequest,
    Case,
    Contribution,
    Support,
    ViewsNotObtained,
)
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    digest,
    not_before,
    not_in_future,
    not_used,
    refuse,
    the_request,
)
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.facts import Who
from ehc_workflow.domain.signed_advice import signed_words, words_around_views
from ehc_workflow.domain.voices import voices_of


@answers(c.GiveViews)
def give_views(case: Case, command: c.GiveViews, facing: Facing) -> tuple[e.Event, ...]:
    """Received, and for somebody to read: nobody corrects what a family thinks."""
    request = the_request(case, command.request_id)
    given = [one.id for each in case.advice for one in each.contributions]
    refuse(
        _not_the_familys(request),
        _no_such_voice(case, command.voice, facing.today),
        _no_views(command),
        not_used(given, command.contribution_id, "/contribution_id"),
        _days(case, request, command.received_on, facing, "/received_on", "The day of the views"),
    )
    return (
        e.AdviceReceived(
            request_id=command.request_id,
            contribution=Contribution(
                id=command.contribution_id,
                version=len(request.contributions) + 1,
                received_on=command.received_on,
                voice=command.voice,
                kinds=tuple(paragraph.kind for paragraph in command.paragraphs),
            ),
            digest=views_digest(command),
            document_ids=command.document_ids,
        ),
    )


def views_digest(command: c.GiveViews) -> str:
    """The digest that stands in the log for the views themselves."""
    return digest(
        *signed_words(command.author_name, command.author_role, "", command.paragraphs),
        *words_around_views(
            command.voice,
            command.ways,
            command.language,
            command.helped_by,
            command.support,
            command.support_by,
        ),
    )


def _no_views(command: c.GiveViews) -> list[Impossible]:
    found = []
    if not command.words.strip() and not command.document_ids:
        says = "Write down the views, or attach the letter, picture or photograph that holds them."
        found.append(Impossible("/words", says))
    if not command.author_name.strip():
        found.append(
            Impossible("/author_name", "Give the name of the person whose views they are.")
        )
    if not command.ways:
        found.append(Impossible("/ways", "Say how the views were obtained."))
    if BY_SOMEBODY & set(command.ways) and not command.helped_by.strip():
        found.append(Impossible("/helped_by", "Say who spoke for them, or who observed."))
    if command.support is not Support.NOT_NEEDED and not command.support_by.strip():
        found.append(Impossible("/support_by", "Say who gives or offered the support."))
    return found


@answers(c.RecordViewsNotObtained)
def record_views_not_obtained(
    case: Case, command: c.RecordViewsNotObtained, facing: Facing
) -> tuple[e.Event, ...]:
    """It is no contribution: a parent's or young person's part stays owed, and a child's is blank no more."""
    request = the_request(case, command.request_id)
    refuse(
        _not_the_familys(request),
        _no_such_voice(case, command.voice, facing.today),
        [] if command.tried.strip() else [Impossible("/tried", "Say what was tried.")],
        [] if command.why_not.strip() else [Impossible("/why_not", "Say why it did not do.")],
        _days(case, request, command.recorded_on, facing, "/recorded_on", "The day"),
    )
    told = ViewsNotObtained(voice=command.voice, recorded_on=command.recorded_on)
    return (e.ViewsCouldNotBeHad(request_id=command.request_id, not_obtained=told),)


def _not_the_familys(request: AdviceRequest) -> list[Impossible]:
    if request.item is AdviceItem.FAMILY:
        return []
    return [Impossible("/request_id", "Views belong to the request made to the family.")]


def _no_such_voice(case: Case, voice: Who, today: date) -> list[Impossible]:
    if voice in voices_of(case, today):
        return []
    says = {
        Who.CHILD: "They are a young person now: record their views as the young person's own.",
        Who.YOUNG_PERSON: "They are a child still: record their views as the child's own.",
    }
    return [Impossible("/voice", says[voice])]


def _days(
    case: Case, request: AdviceRequest, day: date, facing: Facing, pointer: str, what: str
) -> list[Impossible]:
    asked_on = request.requested_on or case.received_on
    return [
        *not_in_future(day, facing, pointer, what),
        *not_before(day, asked_on, pointer, what, "they were asked"),
    ]
