"""One request for advice: what is asked, by when and why that day, what went with it, what happened, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.deps import ReadContext, Reads
from api.pages.drafts import ADVICE
from api.pages.health_plan import reads_plan
from api.pages.page import Page
from api.pages.request_actions import actions_for, asked, note_request_seen
from api.pages.request_words import (
    basis_in_words,
    language_in_words,
    message_in_words,
    receipt_in_words,
    told_of,
)
from api.pages.reuse_words import purpose_of, reuse_in_words
from api.pages.step_forms.wording import VISIT_PLACES
from api.words import day
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    CareSection,
    ParagraphKind,
    Visit,
    VisitPlace,
)
from ehc_workflow.domain.clocks import Clock, clocks
from ehc_workflow.domain.clocks.explanation import Proof, explain
from ehc_workflow.domain.commands import Paragraph
from ehc_workflow.domain.deadlines import facts_of
from ehc_workflow.domain.joint_advice import files_signed, holder_of, to_sign
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.domain.specificity import Gap, Signature, gaps
from ehc_workflow.domain.visits import cautions
from ehc_workflow.reporting.case_words import ITEMS, SCREENED
from ehc_workflow.rules.vague_wording import VagueTerm
from ehc_workflow.service.case_view import views_written
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.service.documents import may_open
from ehc_workflow.service.drafts import about_request, kept_words
from ehc_workflow.service.permissions import AUTHORITY_WIDE, CONTRIBUTORS, MAY, reaches_case
from ehc_workflow.store import author_questions, invitations, wording
from ehc_workflow.store.author_questions import Question
from ehc_workflow.store.documents import documents_of
from ehc_workflow.store.invitations import Invitation
from ehc_workflow.store.queries import allocation, visits
from ehc_workflow.store.queries.advice_given import Given, advice_given
from ehc_workflow.store.queries.automatic_messages import first_opened_at, messages_to_contributors
from ehc_workflow.store.queries.case_page import names
from ehc_workflow.store.queries.marked_out import MarkedOut, marked_out, marked_versions
from ehc_workflow.store.queries.timeline import Entry, timeline

pages = APIRouter()


@pages.get("/desk/requests/{request_id}")
def request_page(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """One request: what is asked, by when and why that day, what went with it, what happened."""
    found = asked(reads, request_id)
    case, connection = found.case, reads.connection
    history = timeline(connection, case.id)
    entries = [e for e in history if _is_of(e, request_id)]
    called = names(connection, case, [entry.actor_id for entry in entries])
    filed = [d for d in documents_of(connection, case.id) if may_open(reads.actor, case, d)]
    given = advice_given(connection, request_id)
    terms = wording.terms(connection, case.authority_id)
    holders = [holder_of(case, one.words_in) for one in given]
    marked = marked_out(connection, marked_versions(one for one in holders if one is not None))
    signed = files_signed(case, found.request)
    note_request_seen(page, found)
    steps = {action.step for action in actions_for(found)}
    kept = kept_words(connection, reads.actor, about_request(reads.actor, found.request), ADVICE)
    return page.show(
        "desk/request.html",
        found=found,
        line=found.line,
        child=found.file.child,
        item=ITEMS[found.request.item],
        basis=basis_in_words(found.line.basis),
        proof=_proof(found),
        report=_report(found, entries, page.today),
        section_g=_section_g(found),
        reads_plan=reads_plan(reads, found),
        actions=actions_for(found),
        given=[
            (one, gaps_of(one, terms, marked.get(one.words_in)) if one is given[0] else ())
            for one in given
        ],
        marked=marked,
        checks="check_advice" in steps,
        draft=kept.mine if "submit_advice" in steps else None,
        with_it=[d for d in filed if d.kind not in (DocumentKind.ADVICE, DocumentKind.WAITING)],
        views=views_written(history),
        ours=[
            d
            for d in filed
            if d.kind is DocumentKind.ADVICE and (d.request_id == request_id or d.id in signed)
        ],
        waits_for=waiting_signatures(found),
        to_sign=_givers(found),
        judged_elsewhere=_is_judged_elsewhere(reads.actor, found),
        history=[told_of(entry, found, called) for entry in reversed(entries)],
        receipt=receipt_in_words(found.request),
        invitations=_invitations(reads, found),
        may_withdraw="withdraw_invitation" in found.steps,
        opened_at=first_opened_at(connection, request_id),
        messages=[
            (one, *message_in_words(one))
            for one in messages_to_contributors(connection, case.id, request_id)
        ],
        more_facts=more_facts(reads, found),
        visits=visits_in_words(reads, found),
        places=VISIT_PLACES,
        may_end_visits="record_visit_kept" in found.steps,
        questions=asked_about(reads, found),
        may_answer="answer_question" in found.steps,
        may_see_case=_may_see_case(reads.actor, found),
        back=_back(reads.actor, found),
    )


def _section_g(found: RequestFile) -> str:
    """Whether the health body has agreed to its part of the plan: words written later take the agreement away."""
    agreed_on = found.case.health_provision_agreed_on
    if found.request.item is not AdviceItem.HEALTH or agreed_on is None:
        return ""
    return f"Agreed on {day(agreed_on)} (reg 12(2))"


def asked_about(reads: ReadContext, found: RequestFile) -> tuple[Question, ...]:
    """What was asked back about the advice of this request."""
    every = author_questions.of_case(reads.connection, found.case)
    return tuple(one for one in every if one.request_id == found.request.id)


def waiting_signatures(found: RequestFile) -> dict[str, str]:
    """Of the newest version, who it was written together with and has not signed it."""
    latest = found.request.latest
    if latest is None:
        return {}
    waiting = [
        ITEMS[each.item]
        for each in found.case.advice
        if each.id in latest.offered_to
        and all(one.words_in != latest.id for one in each.contributions)
    ]
    return {latest.id: " and ".join(waiting)}


def _givers(found: RequestFile) -> str:
    """Who gave advice as written together with those who owe this one, while they have not answered."""
    return " and ".join(ITEMS[one.request.item] for one in to_sign(found.case, found.request))


def _is_judged_elsewhere(actor: Actor, found: RequestFile) -> bool:
    """Whether this person checks advice, and cannot check this one because another service signed it too."""
    checks = bool(actor.roles & MAY["accept_advice"])
    return checks and found.request.is_unread and "accept_advice" not in found.steps


def _invitations(reads: ReadContext, found: RequestFile) -> list[tuple[Invitation, str]]:
    """Each one-time link with what has become of it, for those who may send one."""
    if "withdraw_invitation" not in found.steps:
        return []
    links = invitations.of_request(reads.connection, found.request.id)
    return [(one, _stands(one, reads.today)) for one in links]


def _stands(link: Invitation, today: date) -> str:
    if link.withdrawn_at is not None:
        return "taken back"
    if link.used_at is not None:
        return "used"
    return "ended" if today > link.last_day else "open"


def more_facts(reads: ReadContext, found: RequestFile) -> list[tuple[str, str]]:
    """Whose work it is within its service, what the child and family need to take part, what a screening found."""
    facts = []
    if found.request.allocated_seat_id is not None:
        one = allocation.line(reads.connection, found.request.id, today=reads.today)
        assert one is not None
        who = f"{one.holder}, {one.seat}" if one.holder else f"Nobody: {one.seat} is vacant"
        facts.append(("Allocated to", who))
    elif found.line.item in (AdviceItem.PSYCHOLOGY, AdviceItem.SOCIAL_CARE):
        facts.append(("Allocated to", "Nobody yet"))
    if needs := language_in_words(found.file.child):
        facts.append(("Language and format", needs))
    for one_look in found.request.screenings:
        said = SCREENED[one_look.found]
        facts.append((f"Screened on {day(one_look.screened_on)}", said[:1].upper() + said[1:]))
    return facts


def visits_in_words(reads: ReadContext, found: RequestFile) -> list[tuple[Visit, tuple[str, ...]]]:
    """The visits, the latest day first, each with what speaks against its day while it is still to be."""
    latest_first = sorted(found.request.visits, key=lambda one: one.visit_on, reverse=True)
    return [
        (one, cautions_of(reads, found, one.visit_on, one.place) if one.is_open else ())
        for one in latest_first
    ]


def cautions_of(
    reads: ReadContext, found: RequestFile, on: date, place: VisitPlace | None
) -> tuple[str, ...]:
    """What speaks against this day, by the closures on file for the child's setting and those recorded on the case."""
    setting_id = found.case.setting_id
    on_file = visits.closures_of(reads.connection, [setting_id], first_day=on, last_day=on)
    recorded = [(one.first_closed_day, one.reopening_day) for one in found.case.closures]
    return cautions(
        on,
        place,
        due_on=found.line.due_on,
        closures=[*on_file.get(setting_id or "", ()), *recorded],
        calendar=reads.policy.calendar,
    )


def _may_see_case(actor: Actor, found: RequestFile) -> bool:
    return any(
        seat.role in AUTHORITY_WIDE and reaches_case(seat, found.case) for seat in actor.seats
    )


def _back(actor: Actor, found: RequestFile) -> tuple[str, str]:
    if actor.roles & CONTRIBUTORS:
        return "/desk", "Requests for advice"
    return f"/assessments/{found.case.id}", found.line.reference


def _report(found: RequestFile, entries: Iterable[Entry], today: date) -> str:
    """The existing report that stands beside the request, with what each of the three says (reg 6(4))."""
    reuse = found.request.reuse
    return reuse_in_words(reuse, purpose_of(entries, found.request.id), today) if reuse else ""


def _proof(found: RequestFile) -> Proof | None:
    """Why the day is the day, when the six weeks run."""
    facts = facts_of(found.case)
    mine = [clock for clock in clocks(facts) if _is_for(clock, found.request)]
    return explain(mine[0], facts) if mine else None


def _is_for(clock: Clock, request: AdviceRequest) -> bool:
    return clock.ref == request.id and clock.clock.value.startswith("advice_")


def _is_of(entry: Entry, request_id: str) -> bool:
    event = entry.event
    if getattr(event, "request_id", None) == request_id:
        return True
    return any(each.id == request_id for each in getattr(event, "requests", ()))


def gaps_of(
    given: Given, terms: tuple[VagueTerm, ...], marked: MarkedOut | None = None
) -> tuple[Gap, ...]:
    """What a checker should look at in advice that was given, by the authority's own list of vague wording.

    Advice that is files alone is looked at by what was marked out in it.
    """
    signed = Signature(
        author_name=given.author_name, author_role=given.author_role, how_seen=given.how_seen
    )
    return gaps(marked.paragraphs if marked else paragraphs_of(given), terms, signed)


def paragraphs_of(given: Given) -> list[Paragraph]:
    """The paragraphs of one version, as they were given."""
    return [
        Paragraph(
            kind=ParagraphKind(each.kind),
            text=each.text,
            amount=each.amount,
            frequency=each.frequency,
            by_whom=each.by_whom,
            until_when=each.until_when,
            plan_section=CareSection(each.plan_section) if each.plan_section else None,
        )
        for each in given.paragraphs
    ]
