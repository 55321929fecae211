"""One case: where it stands and why, its line of weeks, what can be done now, and everything on file about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from api.deps import Reads
from api.pages.advice_lines import advice_lines, blank_of
from api.pages.consulted import to_ask_again
from api.pages.decisions_taken import decisions_taken
from api.pages.disputes_told import disputes_of
from api.pages.exceptions import exception_says
from api.pages.notice_facts import must_reach, what_became_of
from api.pages.page import Page
from api.pages.panel_on_case import panel_on_case
from api.pages.printed import handed_out_as
from api.pages.reasons import duty_of, reason_for
from api.pages.request_words import language_in_words
from api.pages.step_forms.choosing import has_something_to_be_about
from ehc_workflow.domain.case import (
    Case,
    Recheck,
)
from ehc_workflow.domain.deadlines import Deadline
from ehc_workflow.domain.deadlines.forecast import open_limits
from ehc_workflow.domain.handover import first_review_by
from ehc_workflow.domain.outlook import StepOutlook
from ehc_workflow.reporting.case_words import (
    FINDINGS,
    ITEMS,
    RESTED_ON,
    SCREENED,
    advice_in_words,
    grounds_in_words,
    items_together,
    newest_together,
)
from ehc_workflow.reporting.family_asks import asks_told
from ehc_workflow.reporting.telling import LETTERS, tell
from ehc_workflow.reporting.twenty_weeks import twenty_weeks
from ehc_workflow.service.case_view import CaseView, case_view, note_seen, open_file
from ehc_workflow.service.letter_writing import TITLES
from ehc_workflow.service.permissions import may_register
from ehc_workflow.service.verify import PRINTED
from ehc_workflow.store.queries import case_page
from ehc_workflow.store.queries.automatic_messages import plans_for_others
from ehc_workflow.store.queries.letters_sent import letter_as_sent
from ehc_workflow.store.queries.timeline import Entry

pages = APIRouter(prefix="/assessments/{assessment_id}")

GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "Advice",
        frozenset(
            {
                "request_advice",
                "record_request_received",
                "route_request",
                "decline_to_ask",
                "record_family_ask",
                "decline_family_ask",
                "record_reuse",
                "submit_advice",
                "give_views",
                "record_views_not_obtained",
                "accept_advice",
                "return_advice",
                "settle_recheck",
                "reply_to_request",
                "settle_not_known",
                "record_chase",
                "record_alternative",
                "record_missed_appointment",
                "plan_visit",
                "record_screening",
            }
        ),
    ),
    (
        "Panel",
        frozenset(
            {
                "put_on_agenda",
                "change_pack",
                "take_off_agenda",
                "declare_interest",
                "record_panel_advice",
            }
        ),
    ),
    (
        "Plan and placement",
        frozenset(
            {
                "save_plan",
                "agree_health_provision",
                "hand_over_plan",
                "share_part_draft",
                "record_representation",
                "answer_representation",
                "offer_meeting",
                "record_meeting_held",
                "settle_agreed_point",
                "start_fresh_draft",
                "consult_another",
                "record_consultation_reply",
                "ask_more_on_consultation",
                "record_consultation_attempt",
                "record_setting_not_reached",
            }
        ),
    ),
    (
        "Request and family",
        frozenset(
            {
                "add_trigger",
                "correct_received_date",
                "add_contact",
                "confirm_address",
                "agree_copies",
                "consult_family",
                "record_language_needs",
                "ask_for_missing",
                "receive_missing",
                "record_views",
                "record_family_message",
                "answer_family_message",
                "close_family_message",
                "record_promise_kept",
                "record_family_reached",
                "record_notice_failed",
                "seal_document",
                "assign",
            }
        ),
    ),
    (
        "Lateness",
        frozenset(
            {
                "update_family",
                "record_closure",
                "record_absence",
                "record_circumstances",
                "record_delay_cause",
                "claim_exception",
                "settle_late_exception",
                "tell_of_exception",
                "review_exception",
            }
        ),
    ),
    (
        "Mediation and appeal",
        frozenset(
            {
                "start_mediation",
                "tell_health_body",
                "end_mediation",
                "agree_assessment",
                "agree_plan",
                "agree_amendment",
                "agree_other",
                "carry_out_agreement",
                "issue_certificate",
                "register_appeal",
                "respond_to_appeal",
                "withdraw_appeal",
                "concede_assessment",
                "concede_plan",
                "concede_amendment",
                "order_to_assess",
                "order_to_make_plan",
                "order_to_reconsider",
                "order_to_amend",
                "dismiss_appeal",
            }
        ),
    ),
    (
        "Ending without a decision",
        frozenset(
            {
                "withdraw",
                "keep_open_after_withdrawal",
                "move_out",
                "record_death",
                "record_left_england",
                "record_over_25",
                "record_not_in_area",
                "join_duplicate",
            }
        ),
    ),
)
_GROUPED = frozenset().union(*(triggers for _, triggers in GROUPS))
_ON_OTHER_PAGES = frozenset(
    {
        "acknowledge_alert",
        "snooze_alert",
        "delegate_alert",
        "put_back_alert",
        "move_dates",
        "join_advice",
        "mark_out_advice",
        "allocate_request",
        "record_visit_kept",
        "call_off_visit",
        "unseal_document",
        "record_notice_opened",
    }
)


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What can be done: the steps that move the case, those beside it by group, and what is not open."""

    main: tuple[StepOutlook, ...]
    groups: tuple[tuple[str, tuple[StepOutlook, ...]], ...]
    not_yet: tuple[StepOutlook, ...]
    for_others: tuple[StepOutlook, ...]


def next_steps(view: CaseView) -> NextSteps:
    """The steps from here, sorted by what stands in their way: nothing, the law, or the role."""
    from_here = [one for one in view.steps if one.step.trigger not in _ON_OTHER_PAGES]
    now = [one for one in from_here if _is_about_something(one, view)]
    mine = [one for one in now if view.may(one.step.trigger)]
    open_now = [one for one in mine if one.is_open]
    return NextSteps(
        main=tuple(one for one in open_now if one.step.trigger not in _GROUPED),
        groups=tuple(
            (title, tuple(one for one in open_now if one.step.trigger in triggers))
            for title, triggers in GROUPS
        ),
        not_yet=tuple(one for one in mine if not one.is_open),
        for_others=tuple(
            one for one in now if one not in mine and one.step.trigger not in _GROUPED
        ),
    )


def _is_about_something(outlook: StepOutlook, view: CaseView) -> bool:
    return has_something_to_be_about(outlook.step.trigger, view)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the timeline."""

    entry: Entry
    says: str
    by: str

    @property
    def words(self) -> dict[str, str]:
        """What was said, without the digests by which the log vouches for printed letters."""
        return {field: body for field, body in self.entry.words.items() if field not in PRINTED}


def timeline_of(view: CaseView) -> list[Told]:
    """The history, newest first."""
    return [
        Told(entry, tell(entry.event, view.case, view.names), view.names.person(entry.actor_id))
        for entry in reversed(view.entries)
    ]


def recheck_of(case: Case, recheck: Recheck) -> str:
    """Whose advice came late: of joint advice everybody who signed it."""
    request = case.advice_request(recheck.request_id)
    return newest_together(case, request) if request else "Advice"


def letters_of(entries: Iterable[Entry]) -> list[Entry]:
    """The log entries under which a letter is kept in its exact words."""
    kinds = {
        "notice_sent",
        "draft_served",
        "final_plan_sent",
        "amended_plan_sent",
        "family_updated",
    }
    return [entry for entry in entries if entry.event.kind in kinds and not entry.imported]


def _is_shown(deadline: Deadline, today: date) -> bool:
    """What is owed to a family only once a delay is seen, or a notice not opened, is not shown before."""
    if deadline.code not in ("tell_family_of_delay", "reach_family"):
        return True
    return deadline.met_on is not None or deadline.act_by <= today


def owed(view: CaseView, deadline: Deadline) -> str:
    """What is owed, and for a target about one request for advice, which."""
    duty = duty_of(deadline.code, deadline.rule_version)
    if deadline.code.startswith("advice_") and deadline.code != "advice_back":
        return duty
    for request in view.case.advice:
        if deadline.ref == request.id:
            return f"{duty}: {ITEMS[request.item].lower()}"
        if deadline.ref in {one.id for one in request.contributions}:
            # A version goes back to each who signed it, and is checked once for all of them.
            together = items_together(view.case, deadline.ref)
            once = together if together and deadline.code == "check_advice" else ITEMS[request.item]
            return f"{duty}: {once.lower()}"
    return duty


@pages.get("")
def case(assessment_id: str, request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """The case."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    note_seen(request.app.state.database, reads.actor, assessment_id, "case", at=page.clock.now())
    deadline = view.deadline(view.rating.code, view.rating.ref)
    return page.show(
        "assessment/case.html",
        view=view,
        case=view.case,
        child=view.file.child,
        rating=view.rating,
        reason=reason_for(deadline[0], view.today) if deadline else "",
        line=twenty_weeks(view.case, [each for each, _ in view.deadlines], view.today),
        steps=next_steps(view),
        deadlines=[
            (each, at, owed(view, each))
            for each, at in view.deadlines
            if _is_shown(each, view.today)
        ],
        waiting_messages=sum(one.settled_on is None for one in view.case.family_messages),
        offers_update=view.may("update_family")
        and bool(open_limits(each for each, _ in view.deadlines)),
        advice=advice_lines(view),
        blank=blank_of(view),
        again=to_ask_again(view),
        asks=asks_told(view.case, view.entries, (each for each, _ in view.deadlines)),
        on_sealed=advice_in_words(view.case, view.resting_on_sealed),
        decisions=decisions_taken(view),
        panel=panel_on_case(reads, view),
        disputes=disputes_of(view.case),
        review_by=first_review_by(view.case),
        registers=may_register(reads.actor),
        for_others=plans_for_others(reads.connection, view.case.id)
        if view.case.final_version
        else {},
        exception_says=partial(exception_says, view),
        recheck_of=partial(recheck_of, view.case),
        rested_on=RESTED_ON,
        findings=FINDINGS,
        told=timeline_of(view),
        letters=letters_of(view.entries),
        letter_words=LETTERS,
        went_through=partial(what_became_of, view),
        must_reach=partial(must_reach, view),
        language=language_in_words(view.file.child),
        screened=SCREENED,
        grounds_in_words=grounds_in_words,
    )


@pages.get("/letters/{seq}")
def letter(
    assessment_id: str, seq: int, request: Request, page: Page, reads: Reads
) -> HTMLResponse:
    """A letter in its exact words, as it went."""
    file = open_file(reads.connection, reads.actor, assessment_id)
    sent = letter_as_sent(reads.connection, assessment_id, seq)
    names = case_page.names(reads.connection, file.case)
    note_seen(
        request.app.state.database, reads.actor, assessment_id, f"letter {seq}", at=page.clock.now()
    )
    return page.show("assessment/letter.html", file=file, letter=sent, names=names, titles=TITLES)


@pages.get("/letters/{seq}/{form}")
def printed_letter(
    assessment_id: str, seq: int, form: str, request: Request, page: Page, reads: Reads
) -> StreamingResponse:
    """A letter as it was printed when it went."""
    open_file(reads.connection, reads.actor, assessment_id)
    sent = letter_as_sent(reads.connection, assessment_id, seq)
    return handed_out_as(form, sent, request, page, reads.actor)
