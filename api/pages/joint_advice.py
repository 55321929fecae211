"""Advice written by two services together: the second reads what the first gave, and signs it for itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Caller, Execute, ReadContext, Reads
from api.pages.advice_answers import form_page
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page, PageContext
from api.pages.request_actions import asked, open_for
from api.words import role as role_in_words
from ehc_workflow.domain.commands import JoinAdvice
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.joint_advice import Signable
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.service.documents import may_open
from ehc_workflow.service.permissions import CONTRIBUTORS, sees_whole_case
from ehc_workflow.store.documents import documents_of
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries import desk
from ehc_workflow.store.queries.advice_given import advice_given
from ehc_workflow.store.queries.marked_out import marked_out, marked_versions

pages = APIRouter()
STEP = "join_advice"
OWN, FOR_THEM = "Sign advice written together", "Record that they sign this advice too"


class SignForm(PageForm):
    """Who signs for this service, and when it came from them."""

    joint_with: str = question("Advice", control="hidden")
    author_name: str = question(
        "Name of the person who signs for this service",
        max_length=200,
        missing="Enter the name of the person who signs for this service",
    )
    author_role: str = question("Their role", max_length=200, missing="Enter their role")
    received_on: date = question(
        "Day it came from this service",
        hint="The day it was signed, or the signed report came: not before the advice itself.",
    )
    evidence: str = question(
        "What shows that they sign it",
        hint="Needed where it was not given as written together. For example: the report, signed by both, came by "
        "e-mail on 3 March 2026.",
        default="",
        max_length=500,
    )


@pages.get("/desk/requests/{request_id}/sign")
def sign_form(
    request_id: str,
    page: Page,
    reads: Reads,
    caller: Caller,
    advice: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    """Show the advice that was written together, and ask who signs it; where there are several, ask which first."""
    found = open_for(asked(reads, request_id), STEP)
    chosen = _chosen(page, found, advice)
    if chosen is None:
        return form_page(
            page,
            found,
            None,
            title="Which advice was written together?",
            button="",
            template="advice/which.html",
            choices=_told(reads, found),
        )
    return _to_be_signed(page, reads, found, chosen, caller)


def _chosen(page: PageContext, found: RequestFile, contribution_id: str) -> Signable | None:
    """The advice that is meant: what was chosen, or the only one there is. A refused form may name an older one."""
    by_id = {one.given.id: one for one in found.to_sign}
    wanted = "".join(page.typed("joint_with")) or contribution_id
    if wanted not in by_id and contribution_id and not page.is_refused:
        raise NotFoundError("This advice cannot be signed here: a newer version may have come.")
    only = found.to_sign[0] if len(found.to_sign) == 1 else None
    return by_id.get(wanted, only)


def _told(reads: ReadContext, found: RequestFile) -> list[tuple[str, str, date]]:
    """Each advice to choose from: its id, whose it is, and the day it came."""
    lines = desk.lines_of(reads.connection, [one.request.id for one in found.to_sign])
    return [
        (one.given.id, _whose(one, lines[one.request.id].service), one.given.received_on)
        for one in found.to_sign
    ]


def _whose(one: Signable, service: str | None) -> str:
    return f"{ITEMS[one.request.item]}: {service}" if service else ITEMS[one.request.item]


def _to_be_signed(
    page: PageContext, reads: ReadContext, found: RequestFile, chosen: Signable, caller: Caller
) -> HTMLResponse:
    connection, case = reads.connection, found.case
    part = f"joint advice: {chosen.request.item.value}"
    note_seen(page.request.app.state.database, reads.actor, case.id, part, at=page.clock.now())
    given = next(
        one for one in advice_given(connection, chosen.request.id) if one.id == chosen.given.id
    )
    mine, for_others = sorted(caller.roles & CONTRIBUTORS), sees_whole_case(reads.actor, case)
    return form_page(
        page,
        found,
        page.form(
            SignForm,
            values={
                "joint_with": given.id,
                "author_name": caller.name if mine else "",
                "author_role": role_in_words(mine[0]) if mine else "",
                "received_on": page.today if mine else None,
            },
        ),
        title=FOR_THEM if for_others else OWN,
        button="Record the signature" if for_others else "Sign it",
        for_others=for_others,
        newer="".join(page.typed("joint_with")) not in ("", given.id),
        template="advice/sign.html",
        given=given,
        whose=ITEMS[chosen.request.item],
        marked=marked_out(connection, marked_versions([chosen.request])).get(given.id),
        files=[
            each
            for each in documents_of(connection, case.id)
            if each.id in chosen.given.document_ids and may_open(reads.actor, case, each)
        ],
    )


@pages.post("/desk/requests/{request_id}/sign")
def sign(
    request_id: str,
    form: Annotated[SignForm, sent(SignForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Keep the signature: the advice is this service's too, from the day that it came from them."""
    found = asked(reads, request_id)
    run(
        JoinAdvice(
            assessment_id=found.case.id,
            request_id=request_id,
            contribution_id=new_id(),
            joint_with=form.joint_with,
            received_on=form.received_on,
            author_name=form.author_name,
            author_role=form.author_role,
            evidence=form.evidence,
        )
    )
    told = "It is signed: the advice is this service’s too. It is read once, for both."
    return page.done(f"/desk/requests/{request_id}", told)
