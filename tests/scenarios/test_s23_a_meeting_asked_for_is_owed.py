"""S23 A meeting asked for is a meeting owed."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Answer, MeetingWay, RepresentationKind, Settled, State
from ehc_workflow.domain.errors import ImpossibleFactsError, TransitionRefusedError
from ehc_workflow.reporting.draft_talk import responses
from ehc_workflow.store.queries.timeline import timeline
from tests.builders import Journey

ASKED_ON, FINAL_ON = date(2026, 3, 5), date(2026, 3, 20)
HELD = r"Each meeting the family asked for was held, or declined by them.*reg 13\(1\)"


@pytest.fixture
def asked(journey: Journey) -> Journey:
    """A meeting asked for on 5 March, and by 20 March everything done but that."""
    journey.receive().consider().at(date(2026, 1, 26)).decide_to_assess().tell_assessing().ask()
    journey.at(date(2026, 2, 20)).complete_advice()
    journey.decide_plan().save_plan().agree_health()
    journey.at(date(2026, 3, 2)).serve_draft().at(ASKED_ON).ask_for_setting().consult()
    journey.do(
        c.RecordRepresentation(
            assessment_id=journey.case_id,
            representation_id="meeting",
            kind=RepresentationKind.MEETING_REQUEST,
            received_on=ASKED_ON,
            text="We want to meet somebody about the draft.",
        )
    )
    journey.at(date(2026, 3, 10)).do(
        c.RecordConsultationReply(
            assessment_id=journey.case_id,
            consultation_id=journey.now.consultations[0].id,
            replied_on=journey.today,
            can_meet_needs=True,
        )
    )
    return journey.at(FINAL_ON).place().answer_all()


def offer(journey: Journey, offer_id: str, meet_on: date) -> None:
    journey.do(
        c.OfferMeeting(
            assessment_id=journey.case_id,
            representation_id="meeting",
            offer_id=offer_id,
            offered_on=journey.today,
            meet_on=meet_on,
            way=MeetingWay.IN_PERSON,
            where="4pm at the school",
        )
    )


def refuse(journey: Journey, offer_id: str) -> None:
    journey.do(
        c.RecordOfferRefused(
            assessment_id=journey.case_id,
            representation_id="meeting",
            offer_id=offer_id,
            refused_on=journey.today,
            said="We cannot come.",
        )
    )


def hold(journey: Journey, *agreed: str) -> None:
    journey.do(
        c.RecordMeetingHeld(
            assessment_id=journey.case_id,
            representation_id="meeting",
            held_on=journey.today,
            way=MeetingWay.VIDEO,
            agreed=tuple(c.PointAgreed(words=words) for words in agreed),
        )
    )


def test_the_final_plan_is_held_while_no_meeting_is_recorded(asked: Journey) -> None:
    with pytest.raises(TransitionRefusedError, match=HELD):
        asked.send_final()
    assert asked.now.state is State.FINALISING


def test_saying_yes_to_a_meeting_is_not_meeting_and_saying_no_is_not_open(asked: Journey) -> None:
    assert asked.now.representations[-1].answer is Answer.ACCEPTED
    assert asked.now.representations[-1].owes_meeting
    with pytest.raises(ImpossibleFactsError, match="is its right"):
        asked.do(
            c.AnswerRepresentation(
                assessment_id=asked.case_id,
                representation_id="meeting",
                answer=Answer.DECLINED,
                answered_on=asked.today,
                reason="No room.",
            )
        )


def test_a_meeting_held_lets_the_final_plan_go(asked: Journey) -> None:
    hold(asked)
    asked.send_final()
    assert asked.now.state is State.PLAN_ISSUED


def test_the_family_may_give_the_meeting_up(asked: Journey) -> None:
    asked.do(
        c.RecordMeetingDeclined(
            assessment_id=asked.case_id,
            representation_id="meeting",
            declined_on=asked.today,
            said="It was settled on the telephone.",
        )
    )
    asked.send_final()
    assert asked.now.state is State.PLAN_ISSUED


def test_one_offer_or_one_that_nobody_refused_is_not_enough(asked: Journey) -> None:
    offer(asked, "first", date(2026, 3, 23))
    with pytest.raises(TransitionRefusedError, match=HELD):
        asked.send_final()
    refuse(asked, "first")
    with pytest.raises(TransitionRefusedError, match=HELD):
        asked.send_final()
    offer(asked, "second", date(2026, 3, 24))
    with pytest.raises(TransitionRefusedError, match=HELD):
        asked.send_final()


def test_reasonable_offers_that_are_listed_and_were_refused_let_it_go(asked: Journey) -> None:
    for offer_id, day in (("first", date(2026, 3, 23)), ("second", date(2026, 3, 24))):
        offer(asked, offer_id, day)
        refuse(asked, offer_id)
    asked.send_final()
    assert asked.now.state is State.PLAN_ISSUED
    with asked.database.reading() as connection:
        (meeting, *_) = responses(asked.now, timeline(connection, asked.case_id))
    assert [(one.offer.meet_on, one.where, one.refused) for one in meeting.offers] == [
        (date(2026, 3, 23), "4pm at the school", "We cannot come."),
        (date(2026, 3, 24), "4pm at the school", "We cannot come."),
    ]


def test_each_point_agreed_is_done_or_answered_before_the_final_goes(asked: Journey) -> None:
    hold(asked, "Say how often in F", "Ask the school about lunch")
    hold(asked, "Send us the report")
    points = r"Each point agreed at a meeting is done or answered \(reg 13\(1\)"
    for number in (1, 2, 3):
        with pytest.raises(TransitionRefusedError, match=points):
            asked.send_final()
        asked.do(
            c.SettleAgreedPoint(
                assessment_id=asked.case_id,
                representation_id="meeting",
                point=number,
                settled=Settled.DONE if number == 1 else Settled.ANSWERED,
                settled_on=asked.today,
                how=f"What became of point {number}",
            )
        )
    asked.send_final()
    with asked.database.reading() as connection:
        (meeting, *_) = responses(asked.now, timeline(connection, asked.case_id))
    assert [(one.words, one.how) for one in meeting.points] == [
        ("Say how often in F", "What became of point 1"),
        ("Ask the school about lunch", "What became of point 2"),
        ("Send us the report", "What became of point 3"),
    ]
