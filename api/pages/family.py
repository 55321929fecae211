"""The family's page: where are we, whom do we wait for, what happens by law and when, and the letters that went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.family_words import (
    ADVICE,
    DUTIES,
    ENDED,
    Standing,
    duty_of,
    stages_of,
    standing_of,
    what_you_can_do,
)
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page, PageContext
from api.pages.printed import handed_out_as
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, Case, State
from ehc_workflow.domain.commands import RecordFamilyAsk
from ehc_workflow.domain.deadlines import Deadline, Kind, Status, deadlines
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.voices import family_request
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.reporting.family_asks import asks_told
from ehc_workflow.reporting.telling import LETTERS
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.service.letter_writing import TITLES
from ehc_workflow.service.permissions import reaches_case
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import CaseFile, case_file
from ehc_workflow.store.queries.family import letters_to
from ehc_workflow.store.queries.letters_sent import letter_as_sent
from ehc_workflow.store.queries.timeline import timeline

pages = APIRouter()
navigation = [Link("Where we are", "/family", 5, frozenset({Role.FAMILY}))]


def own_case(reads: ReadContext) -> CaseFile:
    """The one case of this family's seat."""
    for seat in reads.actor.seats:
        if seat.role is Role.FAMILY and seat.assessment_id:
            file = case_file(reads.connection, seat.assessment_id)
            if reaches_case(seat, file.case):
                return file
    raise NotFoundError("There is no case that is yours to see here.")


@dataclass(frozen=True, slots=True)
class Day:
    """One day the law sets, as a family reads it."""

    says: str
    due_on: date
    provision: str
    met_on: date | None
    status: Status
    days_late: int
    yours: bool


@dataclass(frozen=True, slots=True)
class Waited:
    """Advice that was asked for, and how it stands."""

    from_whom: str
    asked_on: date
    due_on: date | None
    provision: str
    came_on: date | None
    days_late: int


@pages.get("/family")
def family_page(page: Page, reads: Reads) -> HTMLResponse:
    """The whole status on one page."""
    page.only_for(Role.FAMILY)
    file = own_case(reads)
    case = file.case
    _note(page, case, "family page")
    if case.state in ENDED:
        return page.show("family/ended.html", says=ENDED[case.state], reference=case.reference)
    owed = deadlines(case, reads.policy)
    entries = timeline(reads.connection, case.id) if case.family_asks else ()
    standing = standing_of(case)
    return page.show(
        "family/status.html",
        child=file.child,
        reference=case.reference,
        team=file.team,
        authority=file.authority,
        standing=standing,
        stages=list(_stages(stages_of(case), standing)),
        received_on=case.received_on,
        days=[_day(case, each, reads.today) for each in owed if _is_told(each)],
        waiting=list(_waited(case, owed, reads.today)),
        can_do=what_you_can_do(case),
        may_send=case.is_open,
        has_draft=bool(case.drafts),
        may_respond=case.state in STEPS["record_representation"].sources,
        asks=asks_told(case, entries, owed),
        may_give_views=_gives_views(case),
        may_ask=case.state in STEPS["record_family_ask"].sources,
        assessment_id=case.id,
        letters=letters_to(reads.connection, case.id, reads.actor.id),
        letter_words=LETTERS,
    )


def _gives_views(case: Case) -> bool:
    """Whether the family has been asked for its own part, and may still add to it."""
    request = family_request(case)
    is_open = case.state in STEPS["give_views"].sources
    return is_open and request is not None and request.accepted_on is None


def _stages(stages: tuple[str, ...], standing: Standing) -> Iterator[tuple[str, str]]:
    """Each stage with whether it is done, here, or to come."""
    for number, words in enumerate(stages):
        here = "here" if number == standing.stage else "to_come"
        yield words, "done" if number < standing.stage or standing.is_over else here


def _is_told(deadline: Deadline) -> bool:
    return (
        deadline.code in DUTIES
        and deadline.status(deadline.starts_on) not in (Status.VOID, Status.SUPERSEDED)
        and (deadline.kind in (Kind.STATUTORY, Kind.FAMILY))
    )


def _day(case: Case, deadline: Deadline, today: date) -> Day:
    return Day(
        says=duty_of(case, deadline.code, is_done=deadline.met_on is not None),
        due_on=deadline.due_on,
        provision=deadline.provision,
        met_on=deadline.met_on,
        status=deadline.status(today),
        days_late=deadline.days_late(today),
        yours=deadline.kind is Kind.FAMILY,
    )


def _waited(case: Case, owed: tuple[Deadline, ...], today: date) -> Iterator[Waited]:
    """The advice asked for, while the case waits for it. Who wrote what is for the plan, not for this page."""
    if case.state is not State.ASSESSING:
        return
    due = {each.ref: each for each in owed if each.code.startswith("advice_")}
    for request in case.advice:
        if request.requested_on is None or request.item is AdviceItem.FAMILY:
            continue
        limit = due.get(request.id)
        yield Waited(
            from_whom=ADVICE[request.item],
            asked_on=request.requested_on,
            due_on=limit.due_on if limit else None,
            provision=limit.provision if limit else "",
            came_on=request.first_received_on,
            days_late=limit.days_late(today) if limit else 0,
        )


class AskForm(PageForm):
    """Whose advice the family wants."""

    from_whom: str = question(
        "Whose advice do you want us to get?",
        hint="One at a time, such as: an occupational therapist. You can ask again for another.",
        max_length=200,
    )
    why: str = question(
        "Why would it help?",
        hint="For example, what you have noticed, or what somebody has told you.",
        control="textarea",
        default="",
        max_length=5000,
    )


@pages.get("/family/ask-for-advice")
def ask_page(page: Page, reads: Reads) -> HTMLResponse:
    """Ask for advice from somebody in particular, reg 6(1)(h)."""
    page.only_for(Role.FAMILY)
    case = _case_that_may_ask(reads)
    return page.show("family/ask.html", form=page.form(AskForm), reference=case.reference)


@pages.post("/family/ask-for-advice")
def ask_for_advice(
    form: Annotated[AskForm, sent(AskForm)], page: Page, reads: Reads, run: Execute
) -> RedirectResponse:
    """Keep what the family asks for from today."""
    page.only_for(Role.FAMILY)
    run(
        RecordFamilyAsk(
            assessment_id=_case_that_may_ask(reads).id,
            ask_id=new_id(),
            asked_on=reads.today,
            from_whom=form.from_whom,
            why=form.why,
        )
    )
    return page.done("/family", "We have what you asked for. We will tell you whether we ask.")


def _case_that_may_ask(reads: ReadContext) -> Case:
    case = own_case(reads).case
    if case.state not in STEPS["record_family_ask"].sources:
        raise NotFoundError("Advice is not being gathered for this case now.")
    return case


@pages.get("/family/letters/{seq}")
def letter_page(seq: int, page: Page, reads: Reads) -> HTMLResponse:
    """A letter in its exact words, for the person it went to."""
    page.only_for(Role.FAMILY)
    file = own_case(reads)
    if seq not in {each.seq for each in letters_to(reads.connection, file.case.id, reads.actor.id)}:
        raise NotFoundError("There is no such letter to you.")
    letter = letter_as_sent(reads.connection, file.case.id, seq)
    _note(page, file.case, f"letter {seq}")
    return page.show("family/letter.html", letter=letter, authority=file.authority, titles=TITLES)


@pages.get("/family/letters/{seq}/{form}")
def printed_letter(
    seq: int, form: str, request: Request, page: Page, reads: Reads
) -> StreamingResponse:
    """A letter as it was printed when it went, for the person it went to."""
    page.only_for(Role.FAMILY)
    case = own_case(reads).case
    if seq not in {each.seq for each in letters_to(reads.connection, case.id, reads.actor.id)}:
        raise NotFoundError("There is no such letter to you.")
    letter = letter_as_sent(reads.connection, case.id, seq)
    return handed_out_as(form, letter, request, page, reads.actor)


def _note(page: PageContext, case: Case, part: str) -> None:
    request: Request = page.request
    assert page.actor is not None
    note_seen(request.app.state.database, page.actor, case.id, part, at=page.clock.now())
