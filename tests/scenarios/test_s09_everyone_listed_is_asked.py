"""S09 Everyone the law lists has been asked, or the gap is visible."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.advice_list import How, blank_items, expected_advice, lawful_list
from ehc_workflow.domain.case import AdviceItem, ReplyKind, State
from ehc_workflow.domain.errors import TransitionRefusedError
from tests.builders import DECISION_MAKER, SOCIAL_WORKER, Journey, fixed_id

YEAR_NINE = date(2012, 1, 15)
TOLD = date(2026, 2, 23)


@pytest.fixture
def assessing(journey: Journey) -> Journey:
    """A child in year 9 with a vision impairment."""
    journey.receive(
        child=c.ChildDetails(
            id=fixed_id("the child"),
            given_name="Robin",
            family_name="Example",
            date_of_birth=YEAR_NINE,
            vision_impaired=True,
        )
    )
    journey.at(date(2026, 1, 20)).consider()
    return journey.at(TOLD).decide_to_assess().tell_assessing()


def complete(journey: Journey, why_without: str = "") -> None:
    journey.do(
        c.CompleteAdvice(
            assessment_id=journey.case_id, completed_on=journey.today, why_without=why_without
        ),
        DECISION_MAKER,
    )


def ask(journey: Journey, *items: AdviceItem, teacher: bool = True) -> None:
    journey.do(
        c.RequestAdvice(
            assessment_id=journey.case_id,
            requested_on=journey.today,
            received_by_body_on=journey.today,
            asked=tuple(
                c.Asked(
                    request_id=journey.request_id(item),
                    item=item,
                    service_id=None,
                    qualified_teacher_consulted=teacher and item is AdviceItem.EDUCATION,
                )
                for item in items
            ),
        )
    )


def everybody(journey: Journey) -> tuple[AdviceItem, ...]:
    return tuple(expected.item for expected in expected_advice(journey.now, journey.today))


def test_the_list_is_the_laws_for_this_child(assessing: Journey) -> None:
    assert everybody(assessing) == (
        AdviceItem.FAMILY,
        AdviceItem.EDUCATION,
        AdviceItem.HEALTH,
        AdviceItem.PSYCHOLOGY,
        AdviceItem.SOCIAL_CARE,
        AdviceItem.ADULTHOOD,
    )


def test_the_setting_is_listed_with_a_qualified_teacher_and_each_line_has_its_provision(
    assessing: Journey,
) -> None:
    listed = [line.expected for line in lawful_list(assessing.now, assessing.today)]
    assert [one.provision for one in listed] == [
        "reg 6(1)(a)",
        "reg 6(1)(b) and (2)",
        "reg 6(1)(c)",
        "reg 6(1)(d)",
        "reg 6(1)(e)",
        "reg 6(1)(g)",
    ]
    assert "Vision impairment is on file" in listed[1].why
    assert "qualified teacher of sensory impaired pupils" in listed[1].why


def test_whom_the_council_thinks_right_and_whom_the_family_asked_for_are_on_it(
    assessing: Journey,
) -> None:
    ask(assessing, AdviceItem.OTHER)
    assessing.do(
        c.RecordFamilyAsk(
            assessment_id=assessing.case_id,
            ask_id=fixed_id("an ask"),
            asked_on=assessing.today,
            from_whom="An occupational therapist",
        )
    )
    chosen = lawful_list(assessing.now, assessing.today)[6:]
    assert [(one.expected.item, one.expected.provision, one.how) for one in chosen] == [
        (AdviceItem.OTHER, "reg 6(1)(f)", How.ASKED),
        (AdviceItem.REQUESTED, "reg 6(1)(h)", How.BLANK),
    ]


def test_asking_again_with_the_teacher_consulted_is_the_way_out(assessing: Journey) -> None:
    ask(assessing, *everybody(assessing), teacher=False)
    for item in everybody(assessing):
        assessing.give(item).accept(item)
    assessing.do(
        c.RequestAdvice(
            assessment_id=assessing.case_id,
            requested_on=assessing.today,
            asked=(
                c.Asked(
                    request_id=fixed_id("again"),
                    item=AdviceItem.EDUCATION,
                    service_id=None,
                    qualified_teacher_consulted=True,
                ),
            ),
        )
    )
    complete(assessing, why_without="The advice given after the consultation repeats the first")
    assert assessing.now.state is State.DECIDING_PLAN


def test_each_is_asked_or_not_asked_and_why_or_already_held_and_agreed(
    assessing: Journey,
) -> None:
    ask(assessing, AdviceItem.FAMILY, AdviceItem.EDUCATION, AdviceItem.HEALTH)
    assessing.do(
        c.DeclineToAsk(
            assessment_id=assessing.case_id,
            request_id=assessing.request_id(AdviceItem.SOCIAL_CARE),
            item=AdviceItem.SOCIAL_CARE,
            declined_on=assessing.today,
            reason="Advice of last month is on file",
        )
    )
    assessing.do(
        c.RecordReuse(
            assessment_id=assessing.case_id,
            request_id=assessing.request_id(AdviceItem.PSYCHOLOGY),
            item=AdviceItem.PSYCHOLOGY,
            advice_written_on=date(2025, 12, 1),
            purpose="A review of support",
            author=True,
            authority=True,
            family=True,
        )
    )
    assert [blank.item for blank in blank_items(assessing.now, assessing.today)] == [
        AdviceItem.ADULTHOOD
    ]


@pytest.mark.parametrize("forgotten", [AdviceItem.SOCIAL_CARE, AdviceItem.ADULTHOOD])
def test_the_assessment_is_not_complete_while_one_is_blank(
    assessing: Journey, forgotten: AdviceItem
) -> None:
    asked = [item for item in everybody(assessing) if item is not forgotten]
    ask(assessing, *asked)
    for item in asked:
        assessing.give(item).accept(item)
    with pytest.raises(TransitionRefusedError) as held:
        complete(assessing, why_without="A decision-maker's reason")
    assert [unmet.guard for unmet in held.value.unmet] == ["nothing_blank"]


def test_a_qualified_teacher_of_vision_impaired_children_is_consulted(assessing: Journey) -> None:
    ask(assessing, *everybody(assessing), teacher=False)
    for item in everybody(assessing):
        assessing.give(item).accept(item)
    with pytest.raises(TransitionRefusedError, match=r"qualified teacher.*reg 6\(2\)"):
        complete(assessing)


def test_not_known_to_social_care_does_not_take_it_off_the_list(assessing: Journey) -> None:
    ask(assessing, *everybody(assessing))
    for item in everybody(assessing):
        if item is not AdviceItem.SOCIAL_CARE:
            assessing.give(item).accept(item)
    assessing.do(
        c.ReplyToRequest(
            assessment_id=assessing.case_id,
            request_id=assessing.request_id(AdviceItem.SOCIAL_CARE),
            kind=ReplyKind.NOT_KNOWN,
            replied_on=assessing.today,
        )
    )
    with pytest.raises(TransitionRefusedError, match="Every item is answered"):
        complete(assessing)
    assessing.give(AdviceItem.SOCIAL_CARE).accept(AdviceItem.SOCIAL_CARE)
    complete(assessing)
    assert assessing.now.state is State.DECIDING_PLAN


def test_a_reason_for_not_asking_whom_the_law_lists_is_no_answer_without_a_decision_maker(
    assessing: Journey,
) -> None:
    others = [item for item in everybody(assessing) if item is not AdviceItem.SOCIAL_CARE]
    ask(assessing, *others)
    for item in others:
        assessing.give(item).accept(item)
    assessing.do(
        c.DeclineToAsk(
            assessment_id=assessing.case_id,
            request_id=assessing.request_id(AdviceItem.SOCIAL_CARE),
            item=AdviceItem.SOCIAL_CARE,
            declined_on=assessing.today,
            reason="Not known to social care",
        )
    )
    with pytest.raises(TransitionRefusedError, match="a decision-maker records why"):
        complete(assessing)
    complete(assessing, why_without="Social care's own reply of 20 February covers it")


def test_asking_cannot_be_taken_back_by_a_reason(assessing: Journey) -> None:
    ask(assessing, AdviceItem.HEALTH)
    with pytest.raises(TransitionRefusedError, match="The item has not been asked for"):
        assessing.do(
            c.DeclineToAsk(
                assessment_id=assessing.case_id,
                request_id=assessing.request_id(AdviceItem.HEALTH),
                item=AdviceItem.HEALTH,
                declined_on=assessing.today,
                reason="The waiting list is long",
            )
        )


def test_an_old_report_the_family_does_not_accept_becomes_a_request(assessing: Journey) -> None:
    """S15: no three-way agreement, no standing in; what was said stays beside the request."""
    request_id = assessing.request_id(AdviceItem.OTHER)
    old = c.RecordReuse(
        assessment_id=assessing.case_id,
        request_id=request_id,
        item=AdviceItem.OTHER,
        advice_written_on=date(2024, 11, 4),
        purpose="A tribunal",
        author=True,
        authority=True,
        family=False,
    )
    assessing.do(old)
    request = assessing.now.advice_request(request_id)
    assert request is not None
    assert not request.is_settled
    ask(assessing, AdviceItem.OTHER)
    request = assessing.now.advice_request(request_id)
    assert request is not None
    assert request.is_asked
    assert request.reuse is not None
    assert request.reuse.family is False


def test_whoever_can_give_advice_is_asked_and_social_care_gives_its_own(
    assessing: Journey,
) -> None:
    assessing.ask(AdviceItem.SOCIAL_CARE).give(AdviceItem.SOCIAL_CARE, SOCIAL_WORKER)
    request = assessing.now.advice_request(assessing.request_id(AdviceItem.SOCIAL_CARE))
    assert request is not None
    assert request.first_received_on == assessing.today
