"""Registering a request: one short form, in which received and logged are different facts."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, NewCaseId, ReadContext, Reads
from api.pages.forms import BoundForm, PageForm, question, sent
from api.pages.page import Page
from api.pages.request_again import AsksFor, case_of_the_plan, of_the_plan
from api.pages.step_forms.wording import CONTACT_KINDS, METHODS, TRIGGERS
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.domain.case import OPEN_STATES, Case, ContactKind, Reassessed, State
from ehc_workflow.domain.errors import (
    Impossible,
    ImpossibleFactsError,
    NotPermittedError,
)
from ehc_workflow.domain.facts import Method, Setting, TriggerKind
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.service.case_view import Choices, choices_of
from ehc_workflow.service.permissions import MAY
from ehc_workflow.store import organisation
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.queries.search import KnownCase, same_child

pages = APIRouter(prefix="/requests")
NEW_CHILD = "new"
SAME_CHILD = "same:"
_POINTER = re.compile("/(child|reassesses)/")


class ContactRow(PageForm):
    """Somebody who can be written to."""

    kind: ContactKind = question("Who they are to the child", options=CONTACT_KINDS)
    name: str = question("Name", max_length=200)
    email: str = question("E-mail address", default="", control="email", max_length=320)
    phone: str = question("Telephone", default="", width="20", max_length=50)
    address: str = question("Postal address", default="", control="textarea", lines=3)
    preferred_method: Method = question(
        "How they like to be written to", options=METHODS, control="select", default=Method.EMAIL
    )
    address_confirmed_on: date | None = question(
        "Day the address was confirmed with them",
        hint="A letter that starts appeal time goes only to an address confirmed in the last 90 days.",
        default=None,
    )


class RequestForm(PageForm):
    """A request as it is registered."""

    given_name: str = question("Given name", max_length=200)
    family_name: str = question("Family name", max_length=200)
    date_of_birth: date = question("Date of birth", hint="For example, 4 3 2018")
    upn: str = question("Unique pupil number (UPN)", default="", width="20", max_length=13)
    nhs_number: str = question("NHS number", default="", width="20", max_length=12)
    vision_impaired: bool = question(
        "The child or young person has a vision impairment", default=False
    )
    hearing_impaired: bool = question(
        "The child or young person has a hearing impairment", default=False
    )
    language: str = question(
        "Language the child and family are spoken to in", default="", width="20", max_length=100
    )
    interpreter_needed: bool = question("An interpreter is needed", default=False)
    format_needs: str = question(
        "What else helps them take part",
        hint="Such as large print, easy read or signing.",
        default="",
        max_length=500,
    )
    asks_for: AsksFor = question(
        "What is asked for",
        options={
            "assessment": "An assessment",
            "reassessment": "A re-assessment: there is a plan already",
        },
        control="radios",
        default=AsksFor.ASSESSMENT,
    )
    last_assessed_on: date | None = question(
        "Day the family was told the outcome of the last assessment",
        hint="Only for a re-assessment. One asked for within six months of it may be refused for that alone.",
        default=None,
    )
    kind: TriggerKind = question("How it arrived", options=TRIGGERS)
    received_on: date = question(
        "Day it arrived",
        hint="The clock runs from this day: the day of the message itself, however late it is logged.",
    )
    evidence: str = question(
        "How the day of arrival is known",
        hint="Such as “E-mail in the team inbox, 9 January, 16:55” or “Date stamp on the letter”.",
        max_length=500,
    )
    setting_id: str = question("School or other setting", control="select", default="")
    setting_kind: Setting = question(
        "What kind of setting it is",
        options={
            "school": "School",
            "post16": "College or other post-16 institution",
            "early_years": "Early years",
            "none": "None",
        },
        default=Setting.SCHOOL,
    )
    missing: tuple[str, ...] = question(
        "What is missing",
        hint="One thing on each line. An incomplete request is still a request: nothing stops the clock.",
        control="textarea",
        lines=3,
        default=(),
    )
    contacts: tuple[ContactRow, ...] = question(
        "Who can be written to",
        noun="contact",
        missing="Give at least one person who can be written to",
    )
    team_id: str = question("Team", control="select")
    caseworker_seat_id: str = question("Who holds the case", control="select", default="")
    same_child: str = question("Is this the same child?", control="radios", default="")


@pages.get("/new")
def new_request(request: Request, page: Page, reads: Reads, again: str = "") -> HTMLResponse:
    """The form. Where the child typed in has a case already, it asks what this request is.

    `again` is a case whose plan was sent: what is known of its child and people is filled in for a re-assessment.
    """
    seat = _seat(reads.actor)
    choices = choices_of(reads.connection, seat.authority_id, reads.today)
    teams = _teams(reads, seat)
    values = {
        "team_id": teams[0][0] if len(teams) == 1 else None,
        "caseworker_seat_id": next(
            (s.id for s in reads.actor.seats if s.role is Role.CASEWORKER), ""
        ),
        "setting_kind": Setting.SCHOOL,
        "contacts": ({"preferred_method": Method.EMAIL},),
    }
    plan = case_of_the_plan(request, page, reads, again) if again else None
    if plan is not None:
        values |= of_the_plan(plan)
    offered = _offered(choices, teams)
    form = page.form(RequestForm, values=values, choices=offered)
    known = _known_by(form, reads, seat)
    if known and plan is not None:
        values["same_child"] = _a_new_case(known, plan.case.child_id)
    if known:
        form = page.form(
            RequestForm, values=values, choices={**offered, "same_child": _answers(known)}
        )
    return page.show("requests/new.html", form=form, known=known, teams=teams, again=again)


@pages.post("/new")
def register(
    form: Annotated[RequestForm, sent(RequestForm)],
    page: Page,
    reads: Reads,
    run: Execute,
    new_case_id: NewCaseId,
) -> RedirectResponse:
    """Open a case, or add the request to the one the child has."""
    seat = _seat(reads.actor)
    name = f"{form.given_name} {form.family_name}"
    found = _same_child(reads, seat, name, form.date_of_birth)
    # A form sent twice finds the case that its first sending opened: that is no second child.
    known = tuple(one for one in found if one.id != new_case_id)
    allowed = {value for value, _ in _answers(known)}
    if known and form.same_child not in allowed:
        raise ImpossibleFactsError(
            Impossible(
                "/same_child",
                "A child with this date of birth and nearly this name has a case already. Say what this request is.",
            )
        )
    joined = next((one for one in known if one.id == form.same_child), None)
    if joined is not None:
        _refuse_another_kind(form, case_file(reads.connection, joined.id).case)
        run(_another(form, joined.id))
        return page.done(
            f"/assessments/{joined.id}", "The request was added. The earliest arrival governs."
        )
    try:
        case = run(_first(form, seat, new_case_id, _reassessed(form, known)))
    except ImpossibleFactsError as error:
        raise _on_this_form(error) from None
    return page.done(f"/assessments/{case.id}", f"Registered as {case.reference}.")


def _a_new_case(known: tuple[KnownCase, ...], child_id: str) -> str:
    """The answer that this is that very child: a twin is known by the same day. None where a case of theirs is open."""
    is_open = any(one.child_id == child_id and one.state in OPEN_STATES for one in known)
    return "" if is_open else f"{SAME_CHILD}{child_id}"


def _reassessed(form: RequestForm, known: tuple[KnownCase, ...]) -> Reassessed | None:
    """The plan a re-assessment is about; raises `ImpossibleFactsError` where what is asked for is not clear."""
    if form.asks_for is AsksFor.ASSESSMENT:
        if form.last_assessed_on is not None:
            raise ImpossibleFactsError(
                Impossible(
                    "/last_assessed_on",
                    "Say that a re-assessment is asked for, or leave the day of the last assessment out.",
                )
            )
        return None
    if form.last_assessed_on is None:
        raise ImpossibleFactsError(
            Impossible(
                "/last_assessed_on",
                "Give the day the family was told the outcome of the last assessment.",
            )
        )
    child = form.same_child.removeprefix(SAME_CHILD)
    issued = [one.id for one in known if one.child_id == child and one.state is State.PLAN_ISSUED]
    return Reassessed(last_assessed_on=form.last_assessed_on, earlier_id=next(iter(issued), None))


def _on_this_form(error: ImpossibleFactsError) -> ImpossibleFactsError:
    """The same, at the questions of this page: it asks about the child without a heading of its own."""
    return ImpossibleFactsError(
        *(Impossible(_POINTER.sub("/", each.pointer), each.detail) for each in error.errors)
    )


def _refuse_another_kind(form: RequestForm, joined: Case) -> None:
    """A request joins a case that answers what it asks for, and no other."""
    if (form.asks_for is AsksFor.REASSESSMENT) is not (joined.reassesses is not None):
        there = "a re-assessment" if joined.reassesses else "a first assessment"
        raise ImpossibleFactsError(
            Impossible(
                "/asks_for",
                f"The case that it would join, {joined.reference}, is about {there}. Say here what is asked for, or "
                "open another case.",
            )
        )


def _another(form: RequestForm, assessment_id: str) -> c.AddTrigger:
    return c.AddTrigger(
        assessment_id=assessment_id,
        trigger_id=new_id(),
        kind=form.kind,
        received_on=form.received_on,
        evidence=form.evidence,
    )


def _first(
    form: RequestForm, seat: Seat, assessment_id: str, reassesses: Reassessed | None
) -> c.ReceiveRequest:
    child_id = (
        form.same_child.removeprefix(SAME_CHILD)
        if form.same_child.startswith(SAME_CHILD)
        else new_id()
    )
    return c.ReceiveRequest(
        assessment_id=assessment_id,
        authority_id=seat.authority_id,
        team_id=form.team_id,
        child=c.ChildDetails(
            id=child_id,
            given_name=form.given_name,
            family_name=form.family_name,
            date_of_birth=form.date_of_birth,
            upn=form.upn.upper(),
            nhs_number=form.nhs_number,
            vision_impaired=form.vision_impaired,
            hearing_impaired=form.hearing_impaired,
            language=form.language,
            interpreter_needed=form.interpreter_needed,
            format_needs=form.format_needs,
        ),
        contacts=tuple(c.ContactDetails(id=new_id(), **one.model_dump()) for one in form.contacts),
        trigger_id=new_id(),
        kind=form.kind,
        received_on=form.received_on,
        evidence=form.evidence,
        setting_id=form.setting_id or None,
        setting_kind=form.setting_kind if form.setting_id else Setting.NONE,
        caseworker_seat_id=form.caseworker_seat_id or None,
        missing=form.missing,
        reassesses=reassesses,
    )


def _seat(actor: Actor) -> Seat:
    """The seat by which this person may register a request; it says for which authority."""
    for seat in actor.seats:
        if seat.role in MAY["receive_request"]:
            return seat
    raise NotPermittedError("Registering a request is for caseworkers and their managers.")


def _teams(reads: ReadContext, seat: Seat) -> list[tuple[str, str]]:
    found = organisation.teams(reads.connection, seat.authority_id)
    return [team for team in found if seat.team_id in (None, team[0])]


def _offered(choices: Choices, teams: list[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    return {
        "setting_id": choices.of_kind(ServiceKind.SETTING),
        "team_id": teams,
        "caseworker_seat_id": choices.seats_of("caseworker"),
    }


def _known_by(form: BoundForm, reads: ReadContext, seat: Seat) -> tuple[KnownCase, ...]:
    """Cases that the child typed in may have, when the form comes back with a name and a date of birth in it."""
    name = f"{form['given_name'].value} {form['family_name'].value}".strip()
    born = _day(dict(form["date_of_birth"].parts))
    return _same_child(reads, seat, name, born) if name and born else ()


def _day(parts: dict[str, str]) -> date | None:
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError:
        return None


def _same_child(reads: ReadContext, seat: Seat, name: str, born: date) -> tuple[KnownCase, ...]:
    return same_child(
        reads.connection, authority_id=seat.authority_id, name=name, date_of_birth=born
    )


def _answers(known: tuple[KnownCase, ...]) -> list[tuple[str, str]]:
    """Another request to an open case, a new case for the same child, or another child altogether."""
    joins = [
        (one.id, f"Another request for {one.name}: add it to {one.reference}")
        for one in known
        if one.state in OPEN_STATES
    ]
    children = {one.child_id: one for one in known if one.state not in OPEN_STATES}
    again = [
        (f"{SAME_CHILD}{one.child_id}", f"The same child, {one.name}: open a new case")
        for one in children.values()
    ]
    return [*joins, *again, (NEW_CHILD, "Another child: register it anyway")] if known else []
