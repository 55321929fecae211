"""A speech and language therapist and an occupational therapist write one report about one child.

Each was asked (reg 6(1) asks each person), so each signs; the report is read once, and nothing is typed twice. The
base case: asked on 23 February 2026, so each owes by 6 April, Easter Monday.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, State
from ehc_workflow.domain.errors import NotPermittedError, TransitionRefusedError
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.service.verify import verify
from ehc_workflow.store import organisation
from ehc_workflow.store.queries.plan_text import accepted_advice
from tests.builders import AUTHORITY, DCO, MONDAY, SOCIAL_WORKER, Journey, actor, fixed_id
from tests.scenarios.looking import limit, owes, rows

ASKED, DUE = date(2026, 2, 23), date(2026, 4, 6)
SPEECH, MOVEMENT = fixed_id("speech and language"), fixed_id("occupational therapy")
SPEECH_REQUEST, MOVEMENT_REQUEST = "the speech request", "the movement request"
SPEECH_THERAPIST = actor(Role.HEALTH_ADMINISTRATOR, service=SPEECH, name="speech")
OCCUPATIONAL_THERAPIST = actor(Role.HEALTH_ADMINISTRATOR, service=MOVEMENT, name="movement")
OTHERS = (AdviceItem.FAMILY, AdviceItem.EDUCATION, AdviceItem.PSYCHOLOGY, AdviceItem.SOCIAL_CARE)


@pytest.fixture
def asked(journey: Journey) -> Journey:
    """Both therapists are asked, each for health advice of their own; the others have given theirs."""
    with journey.database.writing() as connection:
        for service_id, name in ((SPEECH, "Speech and language"), (MOVEMENT, "Occupational")):
            organisation.add_service(
                connection,
                service_id=service_id,
                kind=ServiceKind.HEALTH,
                name=f"{name} therapy",
                authority_ids=[AUTHORITY],
                email="therapy@example.invalid",
                confirmed_on=MONDAY,
            )
    journey.receive().at(date(2026, 1, 20)).consider()
    journey.at(ASKED).decide_to_assess().tell_assessing().ask(*OTHERS)
    journey.do(
        c.RequestAdvice(
            assessment_id=journey.case_id,
            requested_on=ASKED,
            received_by_body_on=ASKED,
            asked=tuple(
                c.Asked(request_id=request_id, item=AdviceItem.HEALTH, service_id=service_id)
                for request_id, service_id in (
                    (SPEECH_REQUEST, SPEECH),
                    (MOVEMENT_REQUEST, MOVEMENT),
                )
            ),
        )
    )
    for item in OTHERS:
        journey.give(item).accept(item)
    return journey.at(date(2026, 3, 30))


def give(journey: Journey, contribution_id: str) -> None:
    """The speech therapist gives the report, and says with whom it was written."""
    journey.give(
        AdviceItem.HEALTH,
        SPEECH_THERAPIST,
        request_id=SPEECH_REQUEST,
        contribution_id=contribution_id,
        author_name="Invented Speech Therapist",
        written_with=(MOVEMENT_REQUEST,),
    )


def sign(journey: Journey, contribution_id: str) -> None:
    """The occupational therapist signs it."""
    journey.do(
        c.JoinAdvice(
            assessment_id=journey.case_id,
            request_id=MOVEMENT_REQUEST,
            contribution_id=f"under {contribution_id}",
            joint_with=contribution_id,
            received_on=journey.today,
            author_name="Invented Occupational Therapist",
            author_role="Occupational therapist",
        ),
        OCCUPATIONAL_THERAPIST,
    )


def complete(journey: Journey) -> None:
    journey.do(c.CompleteAdvice(assessment_id=journey.case_id, completed_on=journey.today))


def test_one_report_satisfies_both_once_it_was_signed_by_both_and_read_once(
    asked: Journey,
) -> None:
    give(asked, "first")
    assert (
        limit(asked, "advice_health", MOVEMENT_REQUEST).status(date(2026, 4, 7)) == "breached_open"
    )
    asked.at(date(2026, 4, 1))
    sign(asked, "first")
    # It goes back once, with one list of gaps and one day, to both.
    asked.at(date(2026, 4, 2)).do(
        c.ReturnAdvice(
            assessment_id=asked.case_id,
            request_id=MOVEMENT_REQUEST,
            returned_on=asked.today,
            return_due_on=date(2026, 4, 13),
            gaps="How long is each session, and who gives it?",
        ),
        DCO,
    )
    gaps = rows(
        asked,
        "SELECT t.body FROM log_text t JOIN log_entry e ON e.assessment_id = t.assessment_id "
        "AND e.seq = t.seq WHERE e.kind = 'advice_returned' AND t.field = 'gaps' AND e.assessment_id = :id",
    )
    assert [one.body for one in gaps] == ["How long is each session, and who gives it?"] * 2
    # The newer version is the speech therapist's alone until the other signs it.
    asked.at(date(2026, 4, 9))
    give(asked, "second")
    with pytest.raises(TransitionRefusedError, match="answered"):
        complete(asked)
    asked.at(date(2026, 4, 10))
    sign(asked, "second")
    asked.at(date(2026, 4, 13)).do(
        c.AcceptAdvice(
            assessment_id=asked.case_id,
            request_id=SPEECH_REQUEST,
            accepted_on=asked.today,
            contribution_id="second",
        ),
        DCO,
    )
    assert not owes(asked, "check_advice")
    for request_id, came in (
        (SPEECH_REQUEST, date(2026, 3, 30)),
        (MOVEMENT_REQUEST, date(2026, 4, 1)),
    ):
        found = limit(asked, "advice_health", request_id)
        assert (found.due_on, found.met_on) == (DUE, came)
    complete(asked)
    assert asked.now.state is State.DECIDING_PLAN
    with asked.database.reading() as connection:
        titles = [
            one.title for one in accepted_advice(connection, asked.now) if one.item == "health"
        ]
    assert titles == [
        "Speech and language therapy: Invented Speech Therapist and "
        "Occupational therapy: Invented Occupational Therapist"
    ]
    assert verify(asked.database).is_whole


def test_nobody_else_can_sign_it(asked: Journey) -> None:
    give(asked, "first")
    with pytest.raises(NotPermittedError):
        asked.do(
            c.JoinAdvice(
                assessment_id=asked.case_id,
                request_id=asked.request_id(AdviceItem.SOCIAL_CARE),
                contribution_id="not theirs",
                joint_with="first",
                received_on=asked.today,
                author_name="Invented Social Worker",
                author_role="Social worker",
            ),
            SOCIAL_WORKER,
        )


def test_a_service_that_says_otherwise_gives_its_own(asked: Journey) -> None:
    """Named as a co-author and not one: its own advice answers its own request, and the other's stands alone."""
    give(asked, "first")
    asked.at(asked.today + timedelta(days=1)).give(
        AdviceItem.HEALTH,
        OCCUPATIONAL_THERAPIST,
        request_id=MOVEMENT_REQUEST,
        contribution_id="own",
    )
    accepted = asked.do(
        c.AcceptAdvice(
            assessment_id=asked.case_id, request_id=MOVEMENT_REQUEST, accepted_on=asked.today
        )
    )
    speech, movement = (accepted.advice_request(one) for one in (SPEECH_REQUEST, MOVEMENT_REQUEST))
    assert speech is not None
    assert speech.accepted_on is None
    assert movement is not None
    assert movement.is_answered
