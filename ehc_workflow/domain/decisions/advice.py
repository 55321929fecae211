"""Advice comes in: what it must hold, whom it must be about, and what it makes owed (reg 6(1))."""

from __future__ import annotations

from collections.abc import Iterator

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    Case,
    Contribution,
    ParagraphKind,
    Recheck,
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
from ehc_workflow.domain.joint_advice import may_offer_to
from ehc_workflow.domain.rechecks import rests_on
from ehc_workflow.domain.same_child import Difference, Identity, born_otherwise, differences
from ehc_workflow.domain.signed_advice import signed_words


@answers(c.SubmitAdvice)
def submit_advice(case: Case, command: c.SubmitAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """Received is a fact of its own: whether it is good enough is somebody's decision later."""
    request = the_request(case, command.request_id)
    refuse(
        _is_the_familys(request),
        _not_advice(command),
        of_somebody_else(command, facing.known.who),
        _sections_of_others(request, command),
        _sealed_files(case, command),
        _not_written_with(case, command),
        not_used(contribution_ids(case), command.contribution_id, "/contribution_id"),
        not_in_future(command.received_on, facing, "/received_on", "The day it came"),
        not_before(
            command.received_on,
            request.requested_on or case.received_on,
            "/received_on",
            "The day it came",
            "it was asked for",
        ),
    )
    came = e.AdviceReceived(
        request_id=command.request_id,
        contribution=Contribution(
            id=command.contribution_id,
            version=len(request.contributions) + 1,
            received_on=command.received_on,
            is_files_alone=not command.paragraphs,
            document_ids=command.document_ids,
            offered_to=command.written_with,
            kinds=tuple(paragraph.kind for paragraph in command.paragraphs),
        ),
        digest=advice_digest(command),
        document_ids=command.document_ids,
    )
    return (came, *recheck(case, command, facing, {command.request_id}))


def recheck(
    case: Case, command: c.SubmitAdvice | c.JoinAdvice, facing: Facing, looks: set[str]
) -> Iterator[e.RecheckRaised]:
    """Where something rests on the advice there was, a look is owed; an open one at `looks` looks at this too."""
    found = rests_on(case)
    waits = any(one.is_open and one.request_id in looks for one in case.rechecks)
    if found is not None and not waits:
        yield e.RecheckRaised(
            recheck=Recheck(
                id=command.contribution_id,
                request_id=command.request_id,
                raised_on=facing.today,
                rests_on=found,
            )
        )


def _not_written_with(case: Case, command: c.SubmitAdvice) -> list[Impossible]:
    """Only who still owes advice on this child can be asked to sign it too; the family's views are their own."""
    open_to = {one.id for one in may_offer_to(case, command.request_id)}
    says = (
        "It can be written together only with another service that was asked about this child or young person and "
        "whose own advice is not accepted yet."
    )
    return [] if set(command.written_with) <= open_to else [Impossible("/written_with", says)]


def contribution_ids(case: Case) -> list[str]:
    """Every contribution of the case."""
    return [given.id for request in case.advice for given in request.contributions]


def advice_digest(command: c.SubmitAdvice) -> str:
    """The digest that stands in the log for the advice itself."""
    return digest(
        *signed_words(
            command.author_name, command.author_role, command.how_seen, command.paragraphs
        )
    )


_DIFFERS = (
    "is not the one on this case. Correct it, or say why it is the same child or young person."
)


def of_somebody_else(command: c.SubmitAdvice, who: Identity | None) -> list[Impossible]:
    """What in advice is another's name or date of birth, unless a reason is given. What was typed is not repeated."""
    if who is None or command.same_child_because.strip():
        return []
    typed = differences(command.name_written, command.born_written, who)
    found = [Impossible(_WRITTEN[each], f"{_SAYS[each]} {_DIFFERS}") for each in typed]
    words = (command.how_seen, *(paragraph.text for paragraph in command.paragraphs))
    if born_otherwise("\n".join(words), who):
        found.append(Impossible("/paragraphs", f"A date of birth in the advice {_DIFFERS}"))
    return found


_WRITTEN = {Difference.NAME: "/name_written", Difference.BORN: "/born_written"}
_SAYS = {Difference.NAME: "This name", Difference.BORN: "This date of birth"}


def _is_the_familys(request: AdviceRequest) -> list[Impossible]:
    """A family has views and owes no needs, outcomes and provision."""
    if request.item is not AdviceItem.FAMILY:
        return []
    says = "The family’s own part is given as views: whose, in their words, and how they were obtained."
    return [Impossible("/request_id", says)]


def _not_advice(command: c.SubmitAdvice) -> list[Impossible]:
    found = []
    if not command.paragraphs and not command.document_ids:
        found.append(
            Impossible("/paragraphs", "Give the advice, or attach the file that holds it.")
        )
    if any(not paragraph.text.strip() for paragraph in command.paragraphs):
        found.append(Impossible("/paragraphs", "A paragraph is empty."))
    if any(paragraph.kind is ParagraphKind.VIEW for paragraph in command.paragraphs):
        found.append(
            Impossible("/paragraphs", "A view is the family’s to give, with its own part.")
        )
    if not command.author_name.strip() or not command.author_role.strip():
        found.append(
            Impossible("/author_name", "Give the name and role of the person who signs the advice.")
        )
    return found


def _sections_of_others(request: AdviceRequest, command: c.SubmitAdvice) -> list[Impossible]:
    """Sections H1 and H2 hold social care's provision, and nothing else is sorted by them."""
    sorted_ones = [one for one in command.paragraphs if one.plan_section is not None]
    strays = [one for one in sorted_ones if one.kind is not ParagraphKind.PROVISION]
    if strays or (sorted_ones and request.item is not AdviceItem.SOCIAL_CARE):
        says = "Only provision in social care’s advice belongs to section H1 or H2 (reg 12(1))."
        return [Impossible("/paragraphs", says)]
    return []


def _sealed_files(case: Case, command: c.SubmitAdvice) -> list[Impossible]:
    if set(command.document_ids) & set(case.sealed_documents):
        says = "A file of this advice was sealed, because it is about another child."
        return [Impossible("/document_ids", says)]
    return []
