"""S10 A family's request for particular advice gets an answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.advice_list import blank_items, open_asks
from ehc_workflow.domain.case import AdviceItem, ReplyKind, State
from ehc_workflow.domain.deadlines import Kind, Owner
from ehc_workflow.domain.errors import ImpossibleFactsError, TransitionRefusedError
from ehc_workflow.domain.risk import rungs_reached, standing
from ehc_workflow.rules.ladders import LADDERS, Audience, Level
from tests.builders import DCO, DECISION_MAKER, SERVICES, Journey, fixed_id
from tests.scenarios.looking import limit, owes, words_of_last_entry

TOLD, ASKED, LAST = date(2026, 2, 23), date(2026, 2, 25), date(2026, 3, 11)
"""Ten working days after Wednesday 25 February is Wednesday 11 March."""
THERAPY, SPEECH = fixed_id("occupational therapy"), fixed_id("speech and language")
REAL = "The school's own therapist assessed this in January and her report is on file."


@pytest.fixture
def journey_with_asks(journey: Journey) -> Journey:
    """Everybody the law lists is asked; the parent then asks for two therapists' advice."""
    journey.receive().at(date(2026, 1, 20)).consider()
    journey.at(TOLD).decide_to_assess().tell_assessing().ask().at(ASKED)
    for ask_id, whom in ((THERAPY, "An occupational therapist"), (SPEECH, "A speech therapist")):
        journey.do(
            c.RecordFamilyAsk(
                assessment_id=journey.case_id, ask_id=ask_id, asked_on=ASKED, from_whom=whom
            )
        )
    return journey


def decline(journey: Journey, ask_id: str, reason: str = REAL, **changes: object) -> None:
    values: dict[str, object] = {
        "assessment_id": journey.case_id,
        "ask_id": ask_id,
        "declined_on": journey.today,
        "family_told_on": journey.today,
        "reason": reason,
    }
    journey.do(c.DeclineFamilyAsk(**{**values, **changes}))  # type: ignore[arg-type]


def seek(journey: Journey, ask_id: str, service_id: str | None = None) -> str:
    request_id = fixed_id(f"request {ask_id}")
    journey.do(
        c.RequestAdvice(
            assessment_id=journey.case_id,
            requested_on=journey.today,
            received_by_body_on=journey.today,
            asked=(
                c.Asked(
                    request_id=request_id,
                    item=AdviceItem.REQUESTED,
                    service_id=service_id,
                    bound_by_reg_8=service_id is not None,
                    answers_ask=ask_id,
                ),
            ),
        )
    )
    return request_id


def complete(journey: Journey) -> None:
    journey.do(
        c.CompleteAdvice(
            assessment_id=journey.case_id, completed_on=journey.today, why_without="A reason"
        ),
        DECISION_MAKER,
    )


def test_the_open_question_is_on_the_officers_list_from_day_one(journey_with_asks: Journey) -> None:
    for ask_id in (THERAPY, SPEECH):
        found = limit(journey_with_asks, "answer_family_ask", ask_id)
        assert (found.kind, found.owner) == (Kind.LOCAL, Owner.CASEWORKER)
        assert (found.starts_on, found.due_on) == (ASKED, LAST)
        assert standing(found, ASKED).level is Level.AT_RISK
        told = {one for rung, _ in rungs_reached(found, None, ASKED) for one in rung.audience}
        assert told == {Audience.CASEWORKER}


def test_and_on_the_managers_after_the_local_limit(journey_with_asks: Journey) -> None:
    found = limit(journey_with_asks, "answer_family_ask", THERAPY)
    day_after = LAST + timedelta(days=1)
    for day, hears in ((LAST, False), (day_after, True)):
        told = {one for rung, _ in rungs_reached(found, None, day) for one in rung.audience}
        assert (Audience.TEAM_MANAGER in told) is hears
    assert standing(found, day_after).level is Level.LATE
    assert LADDERS["answer_family_ask"][-1].audience[-1] is Audience.TEAM_MANAGER


def test_asking_is_an_answer(journey_with_asks: Journey) -> None:
    journey_with_asks.at(date(2026, 3, 2))
    request_id = seek(journey_with_asks, THERAPY, SERVICES[AdviceItem.HEALTH])
    assert limit(journey_with_asks, "answer_family_ask", THERAPY).met_on == date(2026, 3, 2)
    assert limit(journey_with_asks, "advice_requested", request_id).due_on == date(2026, 4, 13)
    assert [ask.id for ask in open_asks(journey_with_asks.now)] == [SPEECH]


def test_declining_with_reasons_the_family_is_told_is_the_other(journey_with_asks: Journey) -> None:
    decline(journey_with_asks.at(date(2026, 3, 4)), SPEECH)
    assert words_of_last_entry(journey_with_asks) == {"reason": REAL}
    ask = journey_with_asks.now.family_ask(SPEECH)
    assert ask is not None
    assert ask.family_told_on == date(2026, 3, 4)
    assert limit(journey_with_asks, "answer_family_ask", SPEECH).met_on == date(2026, 3, 4)


@pytest.mark.parametrize("step", ["decline_to_ask", "another request under (h)"])
def test_nothing_else_is_an_answer(journey_with_asks: Journey, step: str) -> None:
    if step == "decline_to_ask":
        journey_with_asks.do(
            c.DeclineToAsk(
                assessment_id=journey_with_asks.case_id,
                request_id=fixed_id("not asked"),
                item=AdviceItem.REQUESTED,
                declined_on=journey_with_asks.today,
                reason=REAL,
            )
        )
    else:
        journey_with_asks.ask(AdviceItem.REQUESTED)
    assert [ask.id for ask in open_asks(journey_with_asks.now)] == [THERAPY, SPEECH]


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("Long waiting list", "says nothing about whether this child needs its advice"),
        ("We never ask for OT.", "A rule for every child does not look at this one"),
        ("There is a shortage of therapists. It is a national problem.", "another way"),
        ("The cost cannot be justified from our budget this year.", "What advice costs"),
        ("The waiting list is a year; we do not ask for OT.", "A waiting list: .* A rule for"),
    ],
)
def test_a_waiting_list_or_a_blanket_rule_is_no_reason_by_itself(
    journey_with_asks: Journey, reason: str, says: str
) -> None:
    with pytest.raises(ImpossibleFactsError, match=says) as refused:
        decline(journey_with_asks, THERAPY, reason)
    assert [error.pointer for error in refused.value.errors] == ["/reason"]
    assert THERAPY in {ask.id for ask in open_asks(journey_with_asks.now)}


def test_a_real_reason_may_stand_beside_it(journey_with_asks: Journey) -> None:
    decline(journey_with_asks, THERAPY, f"The waiting list is a year long. {REAL}")
    assert [ask.id for ask in open_asks(journey_with_asks.now)] == [SPEECH]


@pytest.mark.parametrize(
    "changes",
    [
        {"family_told_on": date(2026, 2, 24)},
        {"family_told_on": date(2026, 2, 26)},
        {"declined_on": date(2026, 2, 24)},
    ],
)
def test_the_family_is_told_when_it_is_declined_and_not_before_it_asked(
    journey_with_asks: Journey, changes: dict[str, date]
) -> None:
    with pytest.raises(ImpossibleFactsError):
        decline(journey_with_asks, THERAPY, REAL, **changes)


def test_an_answer_is_given_once(journey_with_asks: Journey) -> None:
    seek(journey_with_asks, THERAPY)
    with pytest.raises(TransitionRefusedError, match="waiting for an answer"):
        decline(journey_with_asks, THERAPY)


def test_without_an_answer_the_advice_is_never_complete(journey_with_asks: Journey) -> None:
    for item in journey_with_asks.items():
        journey_with_asks.give(item).accept(item)
    seek(journey_with_asks, THERAPY)
    blank = blank_items(journey_with_asks.now, journey_with_asks.today)
    assert [one.ask_id for one in blank] == [SPEECH]
    with pytest.raises(TransitionRefusedError) as held:
        complete(journey_with_asks)
    assert [unmet.guard for unmet in held.value.unmet] == ["nothing_blank"]
    decline(journey_with_asks, SPEECH)
    complete(journey_with_asks)
    assert journey_with_asks.now.state is State.DECIDING_PLAN


def test_if_the_service_cannot_do_it_another_way_is_to_be_found_at_once(
    journey_with_asks: Journey,
) -> None:
    request_id = seek(journey_with_asks, THERAPY, SERVICES[AdviceItem.HEALTH])
    assert limit(journey_with_asks, "other_way", request_id).starts_on == date(2026, 4, 8)
    journey_with_asks.at(date(2026, 3, 3)).do(
        c.ReplyToRequest(
            assessment_id=journey_with_asks.case_id,
            request_id=request_id,
            kind=ReplyKind.NOT_KNOWN,
            replied_on=journey_with_asks.today,
            note="We cannot see this child.",
        ),
        DCO,
    )
    found = limit(journey_with_asks, "other_way", request_id)
    assert (found.starts_on, found.due_on) == (date(2026, 3, 3), date(2026, 3, 3))
    assert standing(found, found.due_on).level is Level.DUE_NOW
    journey_with_asks.do(
        c.RecordAlternative(
            assessment_id=journey_with_asks.case_id,
            request_id=request_id,
            recorded_on=journey_with_asks.today,
            another_way=True,
            reasons="An independent therapist is commissioned.",
        )
    )
    with pytest.raises(ValueError, match="not enough values"):
        limit(journey_with_asks, "other_way", request_id)


def test_what_is_asked_before_the_decision_waits_from_the_day_of_its_notice(
    journey: Journey,
) -> None:
    journey.receive().at(date(2026, 1, 20)).consider()
    journey.do(
        c.RecordFamilyAsk(
            assessment_id=journey.case_id,
            ask_id=THERAPY,
            asked_on=journey.today,
            from_whom="An occupational therapist",
        )
    )
    assert not owes(journey, "answer_family_ask")
    journey.at(TOLD).decide_to_assess().tell_assessing()
    assert limit(journey, "answer_family_ask", THERAPY).starts_on == TOLD
