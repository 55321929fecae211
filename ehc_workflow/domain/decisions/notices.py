"""A notice goes: dated, sent and served are facts of their own, and its exact words leave a digest in the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case, Draft, Letter, Notice, State
from ehc_workflow.domain.clocks import clocks
from ehc_workflow.domain.deadlines import facts_of
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    digest,
    not_before,
    not_in_future,
    not_used,
    refuse,
)
from ehc_workflow.domain.guards import letter_of
from ehc_workflow.domain.plan_items import written_from

Sent = (
    c.TellFamilyConsidering
    | c.NotifyAssessment
    | c.NotifyRefusal
    | c.NotifyReassessment
    | c.NotifyRefusalToReassess
    | c.NotifyNoPlan
    | c.NotifyPlanWillBeMade
    | c.ServeDraft
    | c.SendFinalPlan
    | c.StartOrderedAssessment
    | c.SendAmendedPlan
    | c.UpdateFamily
    | c.TellOfException
)


def notice_of(case: Case, command: c.Sending, facing: Facing) -> Notice:
    """The notice as a fact. It cannot go tomorrow, nor before the decision it tells."""
    letter = letter_of(case, command)
    earliest = _tells(case, letter)
    refuse(
        not_in_future(command.sent_on, facing, "/sent_on", "The day of sending"),
        not_before(command.sent_on, earliest, "/sent_on", "The day of sending", "what it tells"),
    )
    return Notice(
        id=f"{letter.value}-{sum(notice.kind is letter for notice in case.notices) + 1}",
        kind=letter,
        dated_on=command.dated_on,
        sent_on=command.sent_on,
        method=command.method,
        addressee=command.addressee,
        copies=command.copies,
        sent_after_five=command.sent_after_five,
        others_told=others_told(command),
    )


def others_told(command: c.Sending) -> tuple[str, ...]:
    """Who besides the family was told the same."""
    told = {
        "setting": command.setting_told,
        "health_body": command.health_body_told,
        "social_care": command.social_care_told,
    }
    return tuple(who for who, was_told in told.items() if was_told)


def _tells(case: Case, letter: Letter) -> date:
    """The day of the decision that this letter tells: of an order, a concession or an agreement, its own day."""
    if case.state is State.ASSESS_ORDERED and case.way_back is not None:
        return case.way_back.began_on
    decided = {
        Letter.WILL_ASSESS: case.assess_decision,
        Letter.REFUSAL_TO_ASSESS: case.assess_decision,
        Letter.THRESHOLD_REFUSAL: case.assess_decision,
        Letter.WILL_REASSESS: case.assess_decision,
        Letter.REFUSAL_TO_REASSESS: case.assess_decision,
        Letter.NO_PLAN: case.plan_decision,
        Letter.PLAN_WILL_BE_MADE: case.plan_decision,
        Letter.FINAL_PLAN: case.placement,
    }.get(letter)
    return decided.decided_on if decided is not None else case.received_on


def words_of(command: Sent) -> str:
    """The digest of the letter's exact words."""
    return digest(*(part for block in command.blocks for part in block))


@answers(
    c.TellFamilyConsidering,
    c.NotifyAssessment,
    c.NotifyRefusal,
    c.NotifyReassessment,
    c.NotifyRefusalToReassess,
    c.NotifyNoPlan,
    c.NotifyPlanWillBeMade,
    c.StartOrderedAssessment,
    c.TellOfException,
)
def send_notice(case: Case, command: Sent, facing: Facing) -> tuple[e.Event, ...]:
    """T2 to T5, T8, T9, T22, T24 and re-assessment: telling the family is what meets the limit. N8 meets none."""
    return (e.NoticeSent(notice=notice_of(case, command, facing), digest=words_of(command)),)


@answers(c.ServeDraft)
def serve_draft(case: Case, command: c.ServeDraft, facing: Facing) -> tuple[e.Event, ...]:
    """T10: the 15 days begin with the day of service, which post and late e-mail put after the day of sending."""
    notice = notice_of(case, command, facing)
    refuse(not_used((draft.id for draft in case.drafts), command.draft_id, "/draft_id"))
    draft = Draft(
        id=command.draft_id,
        plan_version=case.plan_text.version if case.plan_text else 0,
        sent_on=command.sent_on,
        method=command.method,
        sent_after_five=command.sent_after_five,
        served_on=command.sent_on,
        window_ends_on=None,
        notice_id=notice.id,
    )
    return (
        e.DraftServed(
            draft=_with_contents(case, with_window(case, draft, facing)),
            notice=notice,
            digest=words_of(command),
        ),
    )


def _with_contents(case: Case, draft: Draft) -> Draft:
    """The draft with what it holds and what goes with it, each piece of advice by its version."""
    return replace(
        draft,
        items=tuple(line.id for line in case.plan_lines),
        attached=tuple(given.id for given in written_from(case)),
    )


def with_window(case: Case, draft: Draft, facing: Facing) -> Draft:
    """The draft with the day it counts as served and the end of the family's time on it, reg 13(1)(a)."""
    drafted = replace(case, drafts=(draft,))
    window = next(
        clock
        for clock in clocks(facts_of(drafted), facing.known.policy)
        if clock.clock == "draft_window"
    )
    return replace(draft, served_on=window.starts_on, window_ends_on=window.due_on)


@answers(c.SharePartDraft)
def share_part_draft(case: Case, command: c.SharePartDraft, facing: Facing) -> tuple[e.Event, ...]:
    """A part-draft is for conversation: no window, no setting's time."""
    refuse(
        not_in_future(command.sent_on, facing, "/sent_on", "The day of sending"),
        not_used((draft.id for draft in case.drafts), command.draft_id, "/draft_id"),
    )
    return (
        e.PartDraftShared(
            draft=Draft(
                id=command.draft_id,
                plan_version=case.plan_text.version if case.plan_text else 0,
                sent_on=command.sent_on,
                method=command.method,
                sent_after_five=False,
                served_on=command.sent_on,
                window_ends_on=None,
                part=True,
            )
        ),
    )


@answers(c.SendFinalPlan)
def send_final_plan(case: Case, command: c.SendFinalPlan, facing: Facing) -> tuple[e.Event, ...]:
    """T15. What is signed is what was decided: not a plan from before the placement was settled."""
    settled = case.placement.decided_on if case.placement else command.signed_on
    what = "The day of signing"
    refuse(not_before(command.signed_on, settled, "/signed_on", what, "placement was decided"))
    return (
        e.FinalPlanSent(
            notice=notice_of(case, command, facing),
            signed_by=facing.actor_id,
            signed_on=command.signed_on,
            setting_told=command.setting_told,
            health_body_told=command.health_body_told,
            digest=words_of(command),
            plan_version=case.plan_text.version if case.plan_text else 0,
        ),
    )
