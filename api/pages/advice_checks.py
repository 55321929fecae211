"""Checking advice that came in, and the health body's agreement to section G."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Caller, Execute, ReadContext, Reads
from api.pages.advice_answers import form_page
from api.pages.advice_requests import gaps_of, waiting_signatures
from api.pages.answers import AnswersError
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page, PageContext
from api.pages.request_actions import asked, may_do, open_for
from api.pages.request_words import gap_in_words
from ehc_workflow.dates.counting import working_days_after
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceRequest
from ehc_workflow.domain.commands import AcceptAdvice, AgreeHealthProvision, ReturnAdvice
from ehc_workflow.domain.errors import Impossible, NotFoundError
from ehc_workflow.domain.events import AdviceAccepted, AdviceReturned
from ehc_workflow.domain.joint_advice import holder_of, stands_on
from ehc_workflow.domain.specificity import Gap
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.service.documents import files_with
from ehc_workflow.store import wording
from ehc_workflow.store.queries.advice_given import Given, advice_given
from ehc_workflow.store.queries.case_page import names
from ehc_workflow.store.queries.marked_out import marked_out, marked_versions
from ehc_workflow.store.queries.plan_text import items_of_sections
from ehc_workflow.store.queries.timeline import timeline
from ehc_workflow.store.record_views import last_viewed_by_another

pages = APIRouter()
BACK_WITHIN = 5
"""The working days that the form proposes for advice to come back in: whoever returns it chooses."""
LOOKS_FOR = timedelta(minutes=30)
"""How long after opening a check a person is taken to be at it."""


class CheckForm(PageForm):
    """Whether the advice is good enough to write a plan from."""

    outcome: str = question(
        "Is the advice good enough to write a plan from?",
        hint="Needs, outcomes, and provision that says what, how much, how often and by whom.",
        options={"accept": "Yes, accept it", "return": "No, return it with its gaps"},
    )
    found: tuple[str, ...] = question(
        "Gaps that were found",
        hint="When you return it, tick those that have to be filled.",
        default=(),
        control="checkboxes",
    )
    gaps: str = question(
        "Gaps in your own words",
        hint="Name each one, so that it can be filled in one go.",
        default="",
        control="textarea",
        max_length=20000,
    )
    return_due_on: date | None = question(
        "Day to come back by",
        hint="Needed when you return it. A working day; it has a clock of its own, and the first due day stays.",
        default=None,
    )
    contribution_id: str = question("Version", default="", control="hidden")


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided on the version that was to be checked."""

    by: str
    at: datetime
    accepted: bool
    back_by: date | None
    gaps: str


def all_gaps(form: CheckForm) -> str:
    """The gaps that were ticked, then those in the person's own words, one on a line."""
    return "\n".join((*form.found, *([form.gaps.strip()] if form.gaps.strip() else [])))


@pages.get("/desk/requests/{request_id}/check")
def check_form(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Show the advice beside the question whether it is good enough; once decided, what was decided and by whom."""
    found = asked(reads, request_id)
    if not may_do(found, "check_advice"):
        return _decided_page(page, reads, found)
    given = advice_given(reads.connection, request_id)[0]
    holder = holder_of(found.case, given.words_in) or found.request
    marked = marked_out(reads.connection, marked_versions([holder])).get(given.words_in)
    warnings = gaps_of(given, wording.terms(reads.connection, found.case.authority_id), marked)
    other = _note_checked(page, reads, found)
    return form_page(
        page,
        found,
        page.form(
            CheckForm,
            values={
                "contribution_id": given.id,
                "return_due_on": working_days_after(
                    page.today, BACK_WITHIN, reads.policy.calendar.days
                ),
            },
            choices={"found": _to_tick(warnings)},
        ),
        title="Check the advice",
        button="Record the check",
        template="desk/check.html",
        given=given,
        marked=marked,
        unsigned="".join(waiting_signatures(found).values()),
        to_mark_out=holder.id if _waits_for_marking(found, holder) else "",
        warnings=warnings,
        other=other,
        newer=_is_newer(page, given),
        ours=files_with(reads.connection, reads.actor, found.case, request_id),
    )


def _waits_for_marking(found: RequestFile, holder: AdviceRequest) -> bool:
    """Whether whoever checks it can still mark out the files that hold the words: of joint advice, where they stand."""
    if holder.id == found.request.id:
        return may_do(found, "mark_out_advice")
    stands_there = stands_on(found.case, found.request) == holder
    return stands_there and holder.has_files_to_mark_out and "mark_out_advice" in found.steps


def _to_tick(warnings: Sequence[Gap]) -> list[tuple[str, str]]:
    """Each gap once, in the words in which it is sent."""
    said = [gap_in_words(gap) for gap in warnings]
    return [(words, words) for words in dict.fromkeys(said)]


def _is_newer(page: PageContext, given: Given) -> bool:
    """Whether the page is drawn again because a newer version came than the one that was looked at."""
    looked_at = page.typed("contribution_id")
    return bool(looked_at) and looked_at != [given.id]


def _part_of(found: RequestFile) -> str:
    """What a look at the check is noted as."""
    return f"check of request {found.request.id}"


def _note_checked(
    page: PageContext, reads: ReadContext, found: RequestFile
) -> tuple[str, datetime] | None:
    """Note that this person checks it; who else opened the same check in the last half hour, and when."""
    now, part = page.clock.now(), _part_of(found)
    other = last_viewed_by_another(
        reads.connection, found.case.id, part, user_id=reads.actor.id, since=now - LOOKS_FOR
    )
    note_seen(page.request.app.state.database, reads.actor, found.case.id, part, at=now)
    return other


def _decided_page(page: PageContext, reads: ReadContext, found: RequestFile) -> HTMLResponse:
    """Who decided before, and how; what this person had typed stands beneath, to take along."""
    decided = _last_decision(reads, found)
    if decided is None or "accept_advice" not in found.steps:
        raise NotFoundError("This cannot be done with this request, or not by you.")
    note_seen(
        page.request.app.state.database,
        reads.actor,
        found.case.id,
        _part_of(found),
        at=page.clock.now(),
    )
    return form_page(
        page,
        found,
        None,
        title="This advice has been checked",
        button="",
        template="desk/decided.html",
        decided=decided,
        typed="\n".join((*page.typed("found"), *page.typed("gaps"))).strip(),
    )


def _last_decision(reads: ReadContext, found: RequestFile) -> Decided | None:
    """The last word on this request's advice: accepted or returned, by whom, when, with which gaps."""
    for entry in reversed(timeline(reads.connection, found.case.id)):
        event = entry.event
        if isinstance(event, AdviceAccepted | AdviceReturned) and (
            event.request_id == found.request.id
        ):
            called = names(reads.connection, found.case, [entry.actor_id])
            return Decided(
                by=called.person(entry.actor_id),
                at=entry.at,
                accepted=isinstance(event, AdviceAccepted),
                back_by=event.return_due_on if isinstance(event, AdviceReturned) else None,
                gaps=entry.words.get("gaps", ""),
            )
    return None


@pages.post("/desk/requests/{request_id}/check")
def check(
    request_id: str,
    form: Annotated[CheckForm, sent(CheckForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Accept advice, or return it with its gaps. The day it first came and the due day stay."""
    found = asked(reads, request_id)
    here = f"/desk/requests/{request_id}"
    if form.outcome == "accept":
        run(
            AcceptAdvice(
                assessment_id=found.case.id,
                request_id=request_id,
                accepted_on=page.today,
                contribution_id=form.contribution_id or None,
            )
        )
        return page.done(here, "The advice is accepted.")
    run(_return(form, found, page.today))
    return page.done(here, "The advice is returned, and the service is told what is missing.")


def _return(form: CheckForm, found: RequestFile, today: date) -> ReturnAdvice:
    """The advice goes back: with at least one gap, and a day."""
    missing = []
    if not all_gaps(form):
        missing.append(
            Impossible("/gaps", "Tick a gap, or name one: advice goes back with its gaps.")
        )
    if form.return_due_on is None:
        missing.append(Impossible("/return_due_on", "Enter the day the advice is to come back by."))
    if missing or form.return_due_on is None:
        raise AnswersError(*missing)
    return ReturnAdvice(
        assessment_id=found.case.id,
        request_id=found.request.id,
        returned_on=today,
        return_due_on=form.return_due_on,
        gaps=all_gaps(form),
        contribution_id=form.contribution_id or None,
    )


class SectionGForm(PageForm):
    """Who agrees the health provision."""

    by_whom: str = question(
        "Agreed by",
        hint="Name and role of the person who agrees for the health body.",
        max_length=200,
        missing="Enter who agrees for the health body",
    )
    agreed_on: date = question("Day of the agreement")
    seen_digest: str = question("Words", default="", control="hidden")


@pages.get("/desk/requests/{request_id}/section-g")
def section_g_form(request_id: str, page: Page, reads: Reads, caller: Caller) -> HTMLResponse:
    """Show what the draft says of health, and ask for the agreement."""
    found = open_for(asked(reads, request_id), "agree_health_provision")
    values = {"agreed_on": page.today, "by_whom": caller.name if Role.DCO in caller.roles else ""}
    text = found.case.plan_text
    return form_page(
        page,
        found,
        page.form(SectionGForm, values=values).carrying(
            "seen_digest", text.health_digest if text else ""
        ),
        title="Agree the health provision",
        button="Agree section G",
        template="desk/section_g.html",
        sections=items_of_sections(reads.connection, found.case.id, "C", "G"),
    )


@pages.post("/desk/requests/{request_id}/section-g")
def section_g(
    request_id: str,
    form: Annotated[SectionGForm, sent(SectionGForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """The health body agrees section G."""
    found = asked(reads, request_id)
    run(
        AgreeHealthProvision(
            assessment_id=found.case.id,
            agreed_on=form.agreed_on,
            by_whom=form.by_whom,
            seen_digest=form.seen_digest or None,
        )
    )
    told = "The agreement to section G is recorded (reg 12(2))."
    return page.done(f"/desk/requests/{request_id}", told)
