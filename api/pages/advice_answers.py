"""What can be done with one request for advice, short of giving the advice: a page for each."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page, PageContext
from api.pages.request_actions import asked, open_for
from ehc_workflow.domain.case import AdviceItem, Channel, ReplyKind
from ehc_workflow.domain.commands import (
    RecordChase,
    RecordMissedAppointment,
    ReplyToRequest,
    SettleNotKnown,
)
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.facts import AppointmentPurpose
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.store.queries.case_page import services_of_authority

pages = APIRouter()


def form_page(
    page: PageContext,
    found: RequestFile,
    form: Any,
    *,
    title: str,
    button: str,
    template: str = "desk/form.html",
    **more: Any,
) -> HTMLResponse:
    """A page that asks one thing about a request."""
    return page.show(
        template,
        form=form,
        found=found,
        line=found.line,
        child=found.file.child,
        item=ITEMS[found.request.item],
        title=title,
        button=button,
        **more,
    )


REPLIES: dict[str, str] = {
    ReplyKind.KNOWN: "Known to us, and the advice is coming",
    ReplyKind.NOT_KNOWN: "The child or young person is not known to this service",
    ReplyKind.EXISTING_REPORT: "An existing report will do",
    ReplyKind.NEW_ASSESSMENT: "A new assessment is needed, and is planned",
    ReplyKind.OTHER_AREA: "Another area’s patient",
}


class ReplyForm(PageForm):
    """An answer that is not advice."""

    kind: ReplyKind = question(
        "What is your answer?",
        options=REPLIES,
        option_hints={
            ReplyKind.NOT_KNOWN: "This is kept as a reply. It is not advice, and the need for advice stays: "
            "somebody will decide who can give it.",
            ReplyKind.EXISTING_REPORT: "By this answer its author agrees that it is enough. It stands in for new "
            "advice if the authority and the family agree too (reg 6(4)); until they do, the advice is still owed.",
            ReplyKind.NEW_ASSESSMENT: "The day the advice is due stays as it is.",
            ReplyKind.OTHER_AREA: "This is not advice: somebody will decide who can give it.",
        },
    )
    replied_on: date = question("Day of the answer")
    advice_written_on: date | None = question(
        "Existing report: day it was written",
        hint="Only if an existing report will do.",
        default=None,
    )
    purpose: str = question(
        "Existing report: what it was written for",
        hint="For example, a review of hearing at the clinic.",
        default="",
        max_length=500,
    )
    planned_for: date | None = question(
        "New assessment: day it is planned for",
        hint="Only if a new assessment is needed.",
        default=None,
    )
    other_body: str = question(
        "Another area’s patient: whose",
        hint="The health body, if you know it. Write nothing here about the child.",
        default="",
        max_length=200,
    )
    note: str = question(
        "Anything to add", default="", control="textarea", lines=4, max_length=5000
    )


@pages.get("/desk/requests/{request_id}/reply")
def reply_form(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask for an answer that is not advice. One that was refused comes back, also where none can be given any more."""
    found = asked(reads, request_id)
    if not page.is_refused:
        found = open_for(found, "reply_to_request")
    form = page.form(ReplyForm, values={"replied_on": page.today})
    return form_page(page, found, form, title="Answer without advice", button="Send the answer")


@pages.post("/desk/requests/{request_id}/reply")
def reply(
    request_id: str,
    form: Annotated[ReplyForm, sent(ReplyForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Keep an answer that is not advice."""
    found = asked(reads, request_id)
    run(
        ReplyToRequest(
            assessment_id=found.case.id,
            request_id=request_id,
            kind=form.kind,
            replied_on=form.replied_on,
            planned_for=form.planned_for,
            advice_written_on=form.advice_written_on,
            purpose=form.purpose,
            other_body=form.other_body,
            note=form.note,
        )
    )
    told = "The answer is kept. It is a reply, not advice: the advice is still owed."
    return page.done(f"/desk/requests/{request_id}", told)


PURPOSES = {
    "examination": "An examination or assessment",
    "test": "A test",
    "meeting": "A meeting",
}


class MissedForm(PageForm):
    """An appointment that was not kept; `visit` where it was planned here."""

    visit: int | None = question("Visit", default=None, control="hidden")
    purpose: AppointmentPurpose = question("What was the appointment for?", options=PURPOSES)
    missed_on: date = question("Day of the appointment")
    new_appointment_on: date | None = question("Day of the new appointment", default=None)
    what_would_help: str = question(
        "What would make the next one work?",
        hint="Ask the family, without blame, and write down what they say.",
        default="",
        control="textarea",
        lines=4,
        max_length=5000,
    )


@pages.get("/desk/requests/{request_id}/missed-appointment")
def missed_form(
    request_id: str, page: Page, reads: Reads, visit: int | None = None
) -> HTMLResponse:
    """Ask about an appointment that was not kept: a visit that was planned, or one nobody entered."""
    found = open_for(asked(reads, request_id), "record_missed_appointment")
    request = found.request
    health = request.bound_by_reg_8 or request.item is AdviceItem.HEALTH
    why = (
        "It may be claimed for your own six weeks under reg 8(2)(c). It changes nothing for the "
        "authority: its weeks 16 and 20 stay."
        if health
        else "It is kept as the cause of a delay. Your six weeks come from guidance, and the authority's weeks 16 "
        "and 20 stay as they are."
    )
    return form_page(
        page,
        found,
        page.form(MissedForm, values=_planned(found, visit)),
        title="Record a missed appointment",
        button="Record it",
        why=why,
    )


def _planned(found: RequestFile, number: int | None) -> dict[str, Any]:
    """What is known of the visit that was missed."""
    visit = found.request.visit(number) if number is not None else None
    if visit is None or not visit.is_open:
        return {}
    return {"visit": visit.number, "purpose": visit.purpose, "missed_on": visit.visit_on}


@pages.post("/desk/requests/{request_id}/missed-appointment")
def missed(
    request_id: str,
    form: Annotated[MissedForm, sent(MissedForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Record an appointment that was not kept."""
    found = asked(reads, request_id)
    run(
        RecordMissedAppointment(
            assessment_id=found.case.id,
            request_id=request_id,
            purpose=form.purpose,
            missed_on=form.missed_on,
            new_appointment_on=form.new_appointment_on,
            what_would_help=form.what_would_help,
            visit=form.visit,
        )
    )
    return page.done(f"/desk/requests/{request_id}", "The missed appointment is recorded.")


class ChaseForm(PageForm):
    """A chase by a person."""

    channel: Channel = question("How did you chase?")
    to_whom: str = question("Whom did you reach?", max_length=200)
    reply: str = question(
        "What did they say?", default="", control="textarea", lines=4, max_length=5000
    )
    chased_on: date = question("Day of the chase")


@pages.get("/desk/requests/{request_id}/chase")
def chase_form(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask about a chase."""
    found = open_for(asked(reads, request_id), "record_chase")
    form = page.form(ChaseForm, values={"chased_on": page.today, "channel": Channel.PHONE})
    why = "The engine’s own reminders are kept apart: they never pass for a chase by a person."
    return form_page(page, found, form, title="Log a chase", button="Log it", why=why)


@pages.post("/desk/requests/{request_id}/chase")
def chase(
    request_id: str,
    form: Annotated[ChaseForm, sent(ChaseForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Keep a chase by a person."""
    found = asked(reads, request_id)
    run(
        RecordChase(
            assessment_id=found.case.id,
            request_id=request_id,
            chased_on=form.chased_on,
            channel=form.channel,
            to_whom=form.to_whom,
            reply=form.reply,
        )
    )
    return page.done(f"/desk/requests/{request_id}", "The chase is logged.")


class SettleForm(PageForm):
    """Who can advise instead, or the position in words."""

    service_id: str = question(
        "Who can give the advice?",
        hint="The request goes to this service.",
        default="",
        control="select",
    )
    statement: str = question(
        "Your statement",
        hint="Why this service can advise; or, where no other can, the reasoned position on this child’s needs.",
        control="textarea",
        max_length=20000,
        missing="Say who can advise and why, or give the reasoned position",
    )


@pages.get("/desk/requests/{request_id}/settle")
def settle_form(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask who can advise after an answer of "not known"."""
    found = open_for(asked(reads, request_id), "settle_not_known")
    form = page.form(SettleForm, choices={"service_id": other_services(reads, found)})
    why = (
        "“Not known to this service” and “another area’s patient” are no advice. The authority must still have "
        "advice on needs, outcomes and provision (reg 6(1)): name who can give it, or state the position with reasons."
    )
    return form_page(
        page, found, form, title="Say who can advise instead", button="Settle it", why=why
    )


def other_services(reads: ReadContext, found: RequestFile) -> list[tuple[str, str]]:
    """The other services that could give this advice; for health, those of health."""
    listed = services_of_authority(reads.connection, found.case.authority_id)
    health = found.request.item is AdviceItem.HEALTH
    return [
        (one.id, one.name)
        for one in listed
        if one.id != found.request.service_id
        and one.kind != ServiceKind.SETTING.value
        and (not health or one.kind == ServiceKind.HEALTH.value)
    ]


@pages.post("/desk/requests/{request_id}/settle")
def settle(
    request_id: str,
    form: Annotated[SettleForm, sent(SettleForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Settle an answer of "not known"."""
    found = asked(reads, request_id)
    if form.service_id and form.service_id not in {one for one, _ in other_services(reads, found)}:
        raise ImpossibleFactsError(Impossible("/service_id", "Choose a service from the list."))
    run(
        SettleNotKnown(
            assessment_id=found.case.id,
            request_id=request_id,
            settled_on=page.today,
            service_id=form.service_id or None,
            statement=form.statement,
        )
    )
    return page.done(f"/desk/requests/{request_id}", "It is settled. The advice is still owed.")
