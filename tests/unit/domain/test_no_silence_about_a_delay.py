"""Whatever is asked of a case: no missed limit is met with silence that no deadline shows as late."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from ehc_workflow.domain.case import Case
from ehc_workflow.domain.deadlines import Deadline, Status, deadlines
from ehc_workflow.domain.deadlines.forecast import FORECAST_LIMITS
from ehc_workflow.domain.guards import Guard
from ehc_workflow.domain.guards import family as family_guards
from ehc_workflow.domain.table import TABLE
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.rules.local_targets import OWN_PROMISE
from ehc_workflow.rules.notices import DELAY_UPDATE
from tests.depth import examples
from tests.unit.domain.test_thrown_commands import a_history

TELLING = {"tell_family_of_delay", "update_family"}
OWED_TO_FAMILIES = {
    "record_family_message",
    "answer_family_message",
    "close_family_message",
    "update_family",
    "record_promise_kept",
    "record_family_reached",
    "record_notice_opened",
    "record_notice_failed",
}
LATER = (0, 1, 13, 14, 15, 40, 150, 300)
"""Days after the last thing that was done to a case on which it is looked at."""


def missed(owed: tuple[Deadline, ...], day: date) -> list[Deadline]:
    """The limits of 6, 16 and 20 weeks that have passed and are still to be kept, by how they stand."""
    return [
        one
        for one in owed
        if one.code in FORECAST_LIMITS and one.status(day) is Status.BREACHED_OPEN
    ]


def heard_on(case: Case) -> date | None:
    """The last letter about a delay."""
    return max((one.sent_on for one in case.delays_told), default=None)


def last_day(case: Case) -> date:
    """A day after everything that was sent and asked."""
    sent = [one.sent_on for one in case.notices]
    asked = [one.requested_on for one in case.advice if one.requested_on is not None]
    return max(case.received_on, *sent, *asked) if sent or asked else case.received_on


def test_after_fourteen_days_of_silence_somebody_is_late_with_telling_the_family() -> None:
    seen: Counter[str] = Counter()
    for seed in range(examples(400)):
        _, case, log = a_history(seed)
        if not log:
            continue
        for after in LATER:
            day = last_day(case) + timedelta(days=after)
            owed = deadlines(case)
            late = [
                one
                for one in owed
                if one.code in TELLING and one.status(day) is Status.BREACHED_OPEN
            ]
            told = heard_on(case)
            silent = told is None or (day - told).days > DEFAULT_POLICY.targets.update_family.days
            if missed(owed, day) and silent:
                seen["silent"] += 1
                assert late, (seed, day)
            seen["told"] += told is not None
            assert len([one for one in owed if one.code == "update_family"]) <= 1
    assert seen["silent"] > 50
    assert seen["told"] > 20


def test_every_message_is_answered_closed_or_owed_and_every_promise_kept_replaced_or_owed() -> None:
    messages = promises = 0
    for seed in range(1500, 1500 + examples(1200)):  # a stretch in which promises come up
        _, case, _log = a_history(seed)
        owed = {(one.code, one.ref): one for one in deadlines(case)}
        for message in case.family_messages:
            messages += 1
            one = owed.get(("answer_family_message", message.id))
            assert one is None or one.met_on == message.settled_on
            assert one is not None or not case.is_open
        for promise in case.promises:
            promises += 1
            shown = ("keep_promise", promise.id) in owed
            assert shown or promise.replaced_on is not None or not case.is_open
    assert messages > 10
    assert promises > 1


def test_what_the_authority_promises_of_itself_claims_no_section_of_the_act() -> None:
    ours = [step for step in TABLE if step.trigger in OWED_TO_FAMILIES]
    assert {step.trigger for step in ours} == OWED_TO_FAMILIES
    assert {step.citation for step in ours} == {OWN_PROMISE}
    for guard in vars(family_guards).values():
        if isinstance(guard, Guard):
            assert guard.citation == OWN_PROMISE, guard.says
    of_law = {part.key for part in DELAY_UPDATE if part.citation.instrument.is_law}
    assert of_law == {"information_and_advice"}, "section 32, and nothing else"
