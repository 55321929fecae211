"""Pages on which a person keeps something of one authority of several: whose it is, and why a change is taken back."""

from __future__ import annotations

from collections.abc import Sequence

from api.deps import ReadContext
from api.pages.forms import PageForm, question
from api.pages.page import PageContext
from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.service.organisation_changes import By, administered
from ehc_workflow.store import organisation

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


class UndoForm(PageForm):
    """Why a change is taken back."""

    reason: str = question(
        "Why", hint="Kept with the change.", control="textarea", lines=2, max_length=2000
    )


def whose(kept: Sequence[str], authority: str) -> str:
    """The authority that is meant: the one asked for, or the first of those that this person keeps it for."""
    if authority and authority not in kept:
        raise NotFoundError("There is no such authority, or this is not yours to keep for it.")
    return authority or kept[0]


def whose_of_administrator(
    page: PageContext, actor: Actor, authority: str
) -> tuple[list[str], str]:
    """The authorities that an administrator looks after, and the one that is meant; nobody else has such a page."""
    page.only_for(*ADMINISTRATORS)
    kept = sorted(administered(actor))
    return kept, whose(kept, authority)


def as_administrator(page: PageContext, actor: Actor) -> By:
    """Who makes a change, now."""
    return By.administrator(actor, now=page.clock.now(), today=page.today)


def by_name(reads: ReadContext, kept: Sequence[str]) -> list[tuple[str, str]]:
    """These authorities with their names, to choose from."""
    return [one for one in organisation.authorities(reads.connection) if one[0] in kept]
