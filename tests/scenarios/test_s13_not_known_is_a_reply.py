"""S13 "Not known to this service" is a reply, not advice."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, ReplyKind
from ehc_workflow.domain.deadlines import Owner
from ehc_workflow.domain.errors import ImpossibleFactsError
from tests.builders import CASEWORKER, DCO, SERVICES, SOCIAL_WORKER, Journey
from tests.scenarios.looking import limit, owes, rows

ASKED, ANSWERED = date(2026, 2, 23), date(2026, 2, 27)
HEALTH, SOCIAL = AdviceItem.HEALTH, AdviceItem.SOCIAL_CARE


@pytest.fixture
def asked(journey: Journey) -> Journey:
    journey.receive().at(date(2026, 1, 20)).consider()
    return journey.at(ASKED).decide_to_assess().tell_assessing().ask().at(ANSWERED)


def not_known(journey: Journey, item: AdviceItem) -> None:
    journey.do(
        c.ReplyToRequest(
            assessment_id=journey.case_id,
            request_id=journey.request_id(item),
            kind=ReplyKind.NOT_KNOWN,
            replied_on=journey.today,
            note="Not known to this service.",
        ),
        DCO if item is HEALTH else SOCIAL_WORKER,
    )


@pytest.mark.parametrize("item", [HEALTH, SOCIAL])
def test_it_is_kept_as_a_reply_and_the_need_for_advice_stays(
    asked: Journey, item: AdviceItem
) -> None:
    not_known(asked, item)
    request = asked.now.advice_request(asked.request_id(item))
    assert request is not None
    assert [reply.replied_on for reply in request.replies] == [ANSWERED]  # four days
    assert request.first_received_on is None
    assert not request.is_answered
    found = limit(asked, f"advice_{item.value}", asked.request_id(item))
    assert found.met_on is None
    assert found.status(date(2026, 4, 7)) == "breached_open"


def test_the_count_of_advice_received_does_not_go_up(asked: Journey) -> None:
    counted = (
        "SELECT count(*) FROM advice_request "
        "WHERE assessment_id = :id AND first_received_on IS NOT NULL"
    )
    before = rows(asked, counted)
    not_known(asked, HEALTH)
    not_known(asked, SOCIAL)
    assert rows(asked, counted) == before
    assert rows(asked, "SELECT 1 FROM contribution WHERE assessment_id = :id") == []


def test_the_dco_is_asked_who_can_advise_or_for_the_health_position(asked: Journey) -> None:
    not_known(asked, HEALTH)
    question = limit(asked, "settle_not_known", asked.request_id(HEALTH))
    assert question.owner is Owner.DCO
    assert question.due_on == date(2026, 3, 4)  # three working days


def test_for_social_care_the_officer_is_asked(asked: Journey) -> None:
    not_known(asked, SOCIAL)
    question = limit(asked, "settle_not_known", asked.request_id(SOCIAL))
    assert question.owner is Owner.CASEWORKER


def settle(journey: Journey, **changes: object) -> None:
    values: dict[str, object] = {
        "assessment_id": journey.case_id,
        "request_id": journey.request_id(HEALTH),
        "settled_on": journey.today,
        "service_id": None,
        "statement": "The school nurse has seen the child and can advise.",
        **changes,
    }
    journey.do(c.SettleNotKnown(**values), DCO)  # type: ignore[arg-type]


def test_another_professional_is_named_told_and_the_requirement_is_met_only_by_advice(
    asked: Journey,
) -> None:
    not_known(asked, HEALTH)
    settle(asked, service_id=SERVICES[SOCIAL])
    assert not owes(asked, "settle_not_known")
    told = "SELECT recipient FROM outbox_message WHERE assessment_id = :id AND key LIKE '%/asked/%'"
    assert [tuple(row) for row in rows(asked, told)] == [(f"service:{SERVICES[SOCIAL]}",)]
    request = asked.now.advice_request(asked.request_id(HEALTH))
    assert request is not None
    assert not request.is_answered
    asked.give(HEALTH, CASEWORKER).accept(HEALTH)
    request = asked.now.advice_request(asked.request_id(HEALTH))
    assert request is not None
    assert request.is_answered


def test_a_settlement_says_something(asked: Journey) -> None:
    not_known(asked, HEALTH)
    with pytest.raises(ImpossibleFactsError, match="reasoned position"):
        settle(asked, statement=" ")


def test_a_second_not_known_asks_the_dco_again(asked: Journey) -> None:
    not_known(asked, HEALTH)
    settle(asked)
    asked.at(date(2026, 3, 6))
    not_known(asked, HEALTH)
    assert owes(asked, "settle_not_known")


def other_answer(journey: Journey, kind: ReplyKind, **fields: object) -> None:
    values: dict[str, object] = {
        "assessment_id": journey.case_id,
        "request_id": journey.request_id(HEALTH),
        "kind": kind,
        "replied_on": journey.today,
        **fields,
    }
    journey.do(c.ReplyToRequest(**values), DCO)  # type: ignore[arg-type]


def test_another_areas_patient_is_no_advice_either_and_goes_to_the_dco(asked: Journey) -> None:
    other_answer(asked, ReplyKind.OTHER_AREA, other_body="Invented Moors NHS")
    question = limit(asked, "settle_not_known", asked.request_id(HEALTH))
    assert question.owner is Owner.DCO
    request = asked.now.advice_request(asked.request_id(HEALTH))
    assert request is not None
    assert not request.is_answered
    assert limit(asked, "advice_health", request.id).met_on is None


def test_a_later_word_of_who_can_advise_ends_the_question(asked: Journey) -> None:
    not_known(asked, HEALTH)
    other_answer(asked, ReplyKind.KNOWN)
    assert not owes(asked, "settle_not_known")


def test_time_to_reply_is_measured_by_the_first_answer(asked: Journey) -> None:
    not_known(asked, HEALTH)
    asked.at(date(2026, 3, 20))
    other_answer(asked, ReplyKind.NEW_ASSESSMENT, planned_for=date(2026, 4, 9))
    kept = "SELECT first_replied_on, standing_reply, planned_for FROM advice_request WHERE id = "
    ((first, reply, planned),) = rows(asked, f"{kept}'{asked.request_id(HEALTH)}'")
    assert str(first) == "2026-02-27"
    assert reply == "new_assessment"
    assert str(planned) == "2026-04-09"
