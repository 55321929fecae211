"""What a person should know before filling in a step: which limit it meets, what it starts, what it does not do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from api.pages.request_words import language_in_words
from api.pages.step_forms.choosing import Offer
from api.words import day, short_day
from ehc_workflow.domain.case import Draft, Reassessed
from ehc_workflow.domain.clocks import assessed_within_six_months, clocks
from ehc_workflow.domain.deadlines import OPEN_STATUSES, facts_of
from ehc_workflow.domain.facts import Method
from ehc_workflow.store.organisation import ClosureOnFile

MEETS = {
    "notify_assessment": "decide_whether_to_assess",
    "notify_refusal": "decide_whether_to_assess",
    "notify_reassessment": "decide_whether_to_reassess",
    "notify_refusal_to_reassess": "decide_whether_to_reassess",
    "notify_no_plan": "decide_no_plan",
    "notify_plan_will_be_made": "decide_no_plan",
    "send_final_plan": "final_plan",
    "start_ordered_assessment": "notify_will_assess",
    "send_amended_plan": "amended_plan",
    "carry_out_agreement": "carry_out_agreement",
    "respond_to_appeal": "tribunal_response",
    "tell_health_body": "tell_health_body",
}
SAID = {
    "ask_for_missing": "An incomplete request is still a request. Asking stops no clock.",
    "correct_received_date": "The old day stays on file, and every limit is counted again.",
    "decide_whether_to_assess": "Deciding is not telling: the limit runs until the letter goes.",
    "decide_whether_to_reassess": "Deciding is not telling: the limit runs until the letter goes.",
    "decide_whether_to_issue": "Deciding is not telling: the limit runs until the letter goes.",
    "share_part_draft": "A part-draft is for conversation. It starts no time for the family or a setting.",
    "start_fresh_draft": "The family gets a fresh 15 days. The day the final plan is due does not change.",
    "claim_exception": "An exception lets one limit go. It sets no other date, and the case shows “as soon as "
    "practicable”. A shortage of staff or a waiting list is a cause of delay, not an exception.",
    "record_delay_cause": "A cause is no exception: the case counts as late in every figure.",
    "reply_to_request": "A reply is not advice: the count of advice received does not go up.",
    "record_family_message": "Whatever road it came by, the family is owed a reply, by the authority’s own target.",
    "close_family_message": "A thank-you needs no reply. A question does, even where you have no news.",
    "update_family": "The words below are made from what is on file. Change them until they are right: the family "
    "reads exactly this. They name no clinician and no member of staff who is late.",
    "record_family_reached": "A notice that nobody opens tells nobody anything. Ring, or post it: post counts as "
    "served some working days later, and a draft that had failed starts its 15 days from there.",
    "record_chase": "For a chase by a person. Automatic reminders are kept apart.",
    "record_setting_not_reached": "It ends no duty: the letter stands, and after its 15 days you may decide "
    "without it.",
    "start_mediation": "The decision stands while the parties talk. From the day the authority was told it has 30 days "
    "to arrange mediation.",
    "issue_certificate": "An appeal needs a certificate, but for one about the placement alone.",
    "register_appeal": "The decision stands until the Tribunal or the authority says otherwise.",
    **dict.fromkeys(
        (
            "agree_assessment",
            "agree_plan",
            "concede_assessment",
            "concede_plan",
            "order_to_assess",
            "order_to_make_plan",
            "order_to_reconsider",
        ),
        "This reopens the assessment. The limits of the request are superseded and stay on file; new ones run from "
        "the day given here.",
    ),
    "record_death": "No standard letter goes to the family.",
}


def notes_for(trigger: str, offer: Offer) -> list[str]:
    """Sentences to stand above the form."""
    return list(_notes(trigger, offer))


def _notes(trigger: str, offer: Offer) -> Iterator[str]:
    if trigger in SAID:
        yield SAID[trigger]
    pair = offer.view.limit_of(MEETS.get(trigger, ""))
    if pair is not None and pair[1].status in OPEN_STATUSES:
        deadline = pair[0]
        late = deadline.days_late(offer.view.today)
        yield (
            f"The limit was {short_day(deadline.due_on)}, {late} {'day' if late == 1 else 'days'} ago "
            f"({deadline.provision})."
            if late
            else f"This meets the limit of {short_day(deadline.due_on)} ({deadline.provision}); "
            f"act by {short_day(deadline.act_by)}."
        )
    yield from map(_on_file, offer.closures)
    if trigger in (
        "confirm_refusal",
        "notify_refusal",
        "notify_refusal_to_reassess",
        "notify_no_plan",
    ):
        yield from _house_rules(offer)
    if trigger == "decide_whether_to_reassess" and offer.case.reassesses:
        yield _last_assessed(offer.case.reassesses, offer.case.received_on)
    if trigger == "serve_draft":
        yield from _windows(offer)
    if trigger == "update_family" and (needs := language_in_words(offer.view.file.child)):
        yield f"They need it in: {needs}. The engine makes no such form: somebody has to, and it is ticked below."


def _last_assessed(plan: Reassessed, requested_on: date) -> str:
    """When the last assessment was, and whether that alone could be a ground, reg 24."""
    lately = assessed_within_six_months(plan.last_assessed_on, requested_on)
    return (
        f"The family was told the outcome of the last assessment on {day(plan.last_assessed_on)}, "
        f"{'in' if lately else 'before'} the six months that end with the day of the request."
    )


def _house_rules(offer: Offer) -> Iterator[str]:
    """Which local criteria the reasons for a refusal rest on alone, and why each decides nothing."""
    decision = offer.case.decision_to_tell
    if decision is None or not decision.waits_for_second:
        return
    yield (
        "The reasons rest on local criteria alone. A second authorised person confirms the refusal on the test of "
        "the law, or a decision-maker decides afresh."
    )
    for rule in offer.view.policy.house_rules:
        if rule.code in decision.house_rules:
            yield f"{rule.name}. {rule.because}"


def _on_file(closure: ClosureOnFile) -> str:
    closed = (closure.reopening_day - closure.first_closed_day).days
    said = (
        f", recorded by {closure.recorded_by} on {day(closure.recorded_on)}"
        if closure.recorded_by and closure.recorded_on
        else ""
    )
    return (
        f"On file for the child’s setting: closed from {day(closure.first_closed_day)}, "
        f"reopens on {day(closure.reopening_day)} ({closed} {'day' if closed == 1 else 'days'}){said}."
    )


def _windows(offer: Offer) -> Iterator[str]:
    """When the family's days would begin and end if it went today, by e-mail and by first class post."""
    for method, words in (
        (Method.EMAIL, "by e-mail before 5pm"),
        (Method.FIRST_CLASS_POST, "by first class post"),
    ):
        draft = Draft(
            id="if-sent-today",
            plan_version=0,
            sent_on=offer.view.today,
            method=method,
            sent_after_five=False,
            served_on=offer.view.today,
            window_ends_on=None,
        )
        facts = facts_of(replace(offer.case, drafts=(draft,)))
        window = next(
            (one for one in clocks(facts, offer.view.policy) if one.clock == "draft_window"), None
        )
        if window is not None:
            yield (
                f"Sent today {words}, it is served on {day(window.starts_on)} and the family has until the end of "
                f"{day(window.due_on)}."
            )
