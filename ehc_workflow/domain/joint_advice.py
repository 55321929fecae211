"""Advice that several services give as one: which requests stand on the same words, and who may sign them too.

Reg 6(1) asks each person for advice of their own, so nobody signs for another: the words stand once, with whoever gave
them, and each other service signs them on its own request, on its own day.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ehc_workflow.domain.case import AdviceItem, AdviceRequest, Case, Contribution


@dataclass(frozen=True, slots=True)
class Signable:
    """A version that those who owe another request may sign as theirs too, with the request it was given on."""

    request: AdviceRequest
    given: Contribution


def holder_of(case: Case, contribution_id: str) -> AdviceRequest | None:
    """The request of this case on which a contribution was given."""
    return next(
        (
            each
            for each in case.advice
            if any(one.id == contribution_id for one in each.contributions)
        ),
        None,
    )


def words_of(case: Case, given: Contribution) -> Contribution:
    """The contribution that holds the words: itself, or the one that it stands on."""
    every = (one for each in case.advice for one in each.contributions)
    return next((one for one in every if one.id == given.words_in), given)


def given_together(case: Case, request: AdviceRequest) -> tuple[AdviceRequest, ...]:
    """The other requests whose newest version is the same advice; none where a service gave its own."""
    latest = request.latest
    if latest is None:
        return ()
    return tuple(
        each
        for each in case.advice
        if each.id != request.id
        and each.latest is not None
        and each.latest.words_in == latest.words_in
    )


def read_together(case: Case, request: AdviceRequest) -> tuple[AdviceRequest, ...]:
    """The request, then the others whose newest version is the same advice and was not judged yet."""
    return (request, *(each for each in given_together(case, request) if each.is_unread))


def stands_on(case: Case, request: AdviceRequest) -> AdviceRequest | None:
    """The request that holds the words of this one's newest version, where that version is the newest there too."""
    latest = request.latest
    if latest is None or latest.joint_with is None:
        return None
    holder = holder_of(case, latest.joint_with)
    is_newest = holder and holder.latest and holder.latest.id == latest.joint_with
    return holder if is_newest else None


def signers_of(case: Case, contribution_id: str) -> tuple[AdviceRequest, ...]:
    """Every request that this contribution answers: the one that holds the words first, then those that signed them."""
    return tuple(
        sorted(
            (
                each
                for each in case.advice
                if any(one.words_in == contribution_id for one in each.contributions)
            ),
            key=lambda each: all(one.id != contribution_id for one in each.contributions),
        )
    )


def is_read_with_another(case: Case, given: Contribution) -> bool:
    """Whether a version was, or will be, judged with the words that it stands on, and not by itself."""
    holder = holder_of(case, given.joint_with) if given.joint_with is not None else None
    if holder is None or holder.latest is None:
        return False
    words = words_of(case, given)
    judged = words.accepted_on, words.returned_on
    waits_with_it = words.id == holder.latest.id
    return judged == (given.accepted_on, given.returned_on) and (waits_with_it or any(judged))


def has_sealed_file(case: Case, given: Contribution) -> bool:
    """Whether a file of this version was sealed, because it is about another child."""
    return bool(set(given.document_ids) & set(case.sealed_documents))


def is_settled_alone(case: Case, request: AdviceRequest, holder: AdviceRequest) -> bool:
    """Whether the newest version of a request is accepted, and is no earlier version of the holder's advice."""
    latest = request.latest
    if latest is None or latest.accepted_on is None:
        return False
    return latest.joint_with not in {one.id for one in holder.contributions}


def signable(case: Case, request: AdviceRequest) -> tuple[Signable, ...]:
    """What those who owe this request could sign: the newest of each other request that stands and waits for it."""
    if not request.is_asked or request.item is AdviceItem.FAMILY:
        return ()
    signed = {one.words_in for one in request.contributions}
    return tuple(
        Signable(each, latest)
        for each in case.advice
        if (latest := each.latest) is not None
        and each.item is not AdviceItem.FAMILY
        and latest.joint_with is None
        and latest.returned_on is None
        and latest.id not in signed
        and not has_sealed_file(case, latest)
        and not is_settled_alone(case, request, each)
    )


def to_sign(case: Case, request: AdviceRequest) -> tuple[Signable, ...]:
    """What was given as written together with those who owe this request, and waits for their signature.

    Advice of their own that waits to be read answers it: they chose to write apart.
    """
    found = tuple(one for one in signable(case, request) if request.id in one.given.offered_to)
    if request.latest is None or not request.is_unread:
        return found
    return tuple(one for one in found if request.latest.joint_with in _ids(one.request))


def _ids(request: AdviceRequest) -> set[str]:
    return {one.id for one in request.contributions}


def readable(case: Case, request: AdviceRequest) -> frozenset[str]:
    """The contributions of others that those who owe this request may read: what they signed, or are asked to sign."""
    signed = (one.joint_with for one in request.contributions if one.joint_with is not None)
    return frozenset((*signed, *(one.given.id for one in to_sign(case, request))))


def files_signed(case: Case, request: AdviceRequest) -> frozenset[str]:
    """The files of advice that others gave and this request's services signed."""
    return _files(case, {one.joint_with for one in request.contributions if one.joint_with})


def files_to_read(case: Case, request: AdviceRequest) -> frozenset[str]:
    """The files of advice of others that those who owe this request may read."""
    return _files(case, readable(case, request))


def _files(case: Case, contribution_ids: Collection[str]) -> frozenset[str]:
    return frozenset(
        document_id
        for each in case.advice
        for one in each.contributions
        if one.id in contribution_ids
        for document_id in one.document_ids
    )


def is_offered(case: Case, contribution_id: str, request_id: str) -> bool:
    """Whether a contribution was given as written together with those who owe this request."""
    return any(
        one.id == contribution_id and request_id in one.offered_to
        for each in case.advice
        for one in each.contributions
    )


def may_offer_to(case: Case, request_id: str) -> tuple[AdviceRequest, ...]:
    """The requests that advice on this one may be given together with: asked of a service, and still to be given.

    One that signed an earlier version of this advice is among them, whatever was thought of that version.
    """
    own = case.advice_request(request_id)
    mine = _ids(own) if own else set()
    return tuple(
        each
        for each in case.advice
        if each.id != request_id
        and each.item is not AdviceItem.FAMILY
        and each.is_asked
        and (each.is_owed or (each.latest is not None and each.latest.joint_with in mine))
    )
