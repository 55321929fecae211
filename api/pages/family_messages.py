"""What a family and the authority say to each other: the family writes on its page, the caseworker replies."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.family import own_case
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page
from api.pages.step_forms.wording import ROADS
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import Case, Road
from ehc_workflow.domain.commands import RecordFamilyMessage
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.decisions.family import MOST_SAID
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.reporting.family_talk import promises_of, talk_of
from ehc_workflow.service.case_view import case_view, note_seen
from ehc_workflow.service.own_words import is_mine
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.family import contacts_of
from ehc_workflow.store.queries.timeline import timeline

pages = APIRouter()
navigation = [Link("Messages", "/family/messages", 6, frozenset({Role.FAMILY}))]


class WriteForm(PageForm):
    """What the family wants to say."""

    said: str = question(
        "Your message",
        hint="A question, news, or anything you want us to know. Please send documents with “Send us a document”.",
        control="textarea",
        lines=8,
        max_length=MOST_SAID,
        missing="Write your message",
    )


@pages.get("/family/messages")
def messages_page(request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """Everything the family wrote, with our replies, and a form to write."""
    page.only_for(Role.FAMILY)
    case = own_case(reads).case
    note_seen(
        request.app.state.database, reads.actor, case.id, "family messages", at=page.clock.now()
    )
    entries = timeline(reads.connection, case.id)
    mine = contacts_of(reads.connection, case.id, reads.actor.id)
    talk = [
        one
        for one in talk_of(case, entries, deadlines(case, reads.policy))
        if one.written_by == reads.actor.id or is_mine(one.message.by_contact_id, case, mine)
    ]
    said_to_me = {f"reply-{one.message.id}" for one in talk} | {
        one.id for one in case.notices if mine & {one.addressee, *one.copies}
    }
    return page.show(
        "family/messages.html",
        reference=case.reference,
        talk=talk,
        promises=[one for one in promises_of(case, entries) if one.promise.id in said_to_me],
        form=page.form(WriteForm) if _may_write(case) else None,
        within=reads.policy.targets.answer_family_message.days,
        roads=ROADS,
    )


@pages.post("/family/messages")
def write(
    form: Annotated[WriteForm, sent(WriteForm)], page: Page, reads: Reads, run: Execute
) -> RedirectResponse:
    """Keep a message from today. It is owed a reply."""
    page.only_for(Role.FAMILY)
    case = _case_to_write_to(reads)
    mine = contacts_of(reads.connection, case.id, reads.actor.id)
    run(
        RecordFamilyMessage(
            assessment_id=case.id,
            message_id=new_id(),
            received_on=reads.today,
            road=Road.PORTAL,
            said=form.said,
            by_contact_id=next(iter(mine), None),
        )
    )
    return page.done("/family/messages", "We have your message. You will get a reply.")


def _may_write(case: Case) -> bool:
    return case.state in STEPS["record_family_message"].sources


def _case_to_write_to(reads: ReadContext) -> Case:
    case = own_case(reads).case
    if not _may_write(case):
        raise NotFoundError("This case has ended: please ring or write to us.")
    return case


@pages.get("/assessments/{assessment_id}/messages")
def talk_page(assessment_id: str, request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """The same for those who work on the case: what waits, what was answered, what was promised."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    note_seen(
        request.app.state.database,
        reads.actor,
        assessment_id,
        "messages of the family",
        at=page.clock.now(),
    )
    return page.show(
        "family/talk.html",
        view=view,
        case=view.case,
        child=view.file.child,
        talk=talk_of(view.case, view.entries, (one for one, _ in view.deadlines)),
        promises=promises_of(view.case, view.entries),
        roads=ROADS,
    )
