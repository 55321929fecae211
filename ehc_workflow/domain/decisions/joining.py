"""Advice written by two services together: the second signs what the first gave, for itself and on its own day."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AdviceRequest, Case, Contribution
from ehc_workflow.domain.decisions.advice import contribution_ids, recheck
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
from ehc_workflow.domain.joint_advice import holder_of, words_of
from ehc_workflow.domain.signed_advice import joined_words


@answers(c.JoinAdvice)
def join_advice(case: Case, command: c.JoinAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """Received of this service too, on the day it signed. A look that is owed at the same words is one look."""
    request, holder = the_request(case, command.request_id), holder_of(case, command.joint_with)
    assert holder is not None, "the guard asks for it"
    signed = next(one for one in holder.contributions if one.id == command.joint_with)
    joined = Contribution(
        id=command.contribution_id,
        version=len(request.contributions) + 1,
        received_on=command.received_on,
        joint_with=command.joint_with,
    )
    refuse(
        _unsigned(request, command),
        _unshown(request, words_of(case, joined), command),
        not_used(contribution_ids(case), command.contribution_id, "/contribution_id"),
        not_in_future(command.received_on, facing, "/received_on", "The day it came"),
        not_before(
            command.received_on,
            request.requested_on or case.received_on,
            "/received_on",
            "The day it came",
            "it was asked for",
        ),
        not_before(
            command.received_on,
            signed.received_on,
            "/received_on",
            "The day it came",
            "the advice itself came",
        ),
    )
    came = e.AdviceReceived(
        request_id=command.request_id, contribution=joined, digest=joining_digest(command)
    )
    return (came, *recheck(case, command, facing, {command.request_id, holder.id}))


def joining_digest(command: c.JoinAdvice) -> str:
    """The digest that stands in the log for who signed, and what."""
    return digest(*joined_words(command.author_name, command.author_role, command.joint_with))


def _unsigned(request: AdviceRequest, command: c.JoinAdvice) -> list[Impossible]:
    found = []
    if any(one.joint_with == command.joint_with for one in request.contributions):
        found.append(Impossible("/joint_with", "This version is signed for this request already."))
    if not command.author_name.strip() or not command.author_role.strip():
        says = "Give the name and role of the person who signs the advice for this service."
        found.append(Impossible("/author_name", says))
    return found


def _unshown(
    request: AdviceRequest, given: Contribution, command: c.JoinAdvice
) -> list[Impossible]:
    """Whoever gave the advice says with whom it was written; otherwise the signature itself has to be shown."""
    if request.id in given.offered_to or command.evidence.strip():
        return []
    return [
        Impossible(
            "/evidence",
            "It was not given as written together: say what shows the signature, such as the signed report.",
        )
    ]
