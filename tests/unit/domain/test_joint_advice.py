"""Advice that two services write as one: each signs for itself, it is read once, and each request keeps its facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.advice_list import unanswered
from ehc_workflow.domain.case import AdviceItem, AdviceRequest, Contribution, Finding, State
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.decisions.joining import joining_digest
from ehc_workflow.domain.errors import ImpossibleFactsError, TransitionRefusedError
from ehc_workflow.domain.events import AdviceAccepted, AdviceReturned
from ehc_workflow.domain.joint_advice import files_to_read, readable, signable, to_sign
from tests.builders import Journey
from tests.unit.domain.course import Course
from tests.unit.domain.places import CASE_ID, at

SPEECH, SCHOOL, SOCIAL = AdviceItem.HEALTH, AdviceItem.EDUCATION, AdviceItem.SOCIAL_CARE
PSYCHOLOGY, FAMILY = AdviceItem.PSYCHOLOGY, AdviceItem.FAMILY
BACK_BY = date(2026, 4, 17)


@pytest.fixture
def course() -> Course:
    """Everybody is asked, and nothing has come."""
    course = Course(database=None, case_id=CASE_ID, today=date(2026, 1, 12))
    course.receive().at(date(2026, 1, 20)).consider()
    course.at(date(2026, 2, 23)).decide_to_assess().tell_assessing().ask()
    course.at(date(2026, 3, 16))
    return course


def request(course: Journey, item: AdviceItem) -> AdviceRequest:
    found = course.now.advice_request(course.request_id(item))
    assert found is not None
    return found


def newest(course: Journey, item: AdviceItem) -> Contribution:
    latest = request(course, item).latest
    assert latest is not None
    return latest


def give_together(course: Journey, *others: AdviceItem, words: str = "words") -> None:
    """Health gives a report that it wrote with these."""
    ids = tuple(course.request_id(each) for each in others)
    course.give(SPEECH, contribution_id=words, written_with=ids, document_ids=(f"file of {words}",))


def signing(course: Journey, item: AdviceItem = SCHOOL, **changes: Any) -> c.JoinAdvice:
    values: dict[str, object] = {
        "assessment_id": course.case_id,
        "request_id": course.request_id(item),
        "contribution_id": f"signature {item.value} {len(request(course, item).contributions)}",
        "joint_with": "words",
        "received_on": course.today,
        "author_name": "Invented Teacher",
        "author_role": "Specialist teacher",
    }
    return c.JoinAdvice(**{**values, **changes})


def sending_back(course: Journey, item: AdviceItem) -> c.ReturnAdvice:
    return c.ReturnAdvice(
        assessment_id=course.case_id,
        request_id=course.request_id(item),
        returned_on=course.today,
        return_due_on=BACK_BY,
        gaps="How often?",
    )


def test_a_signature_holds_no_words_of_its_own_and_is_received_on_its_own_day(
    course: Course,
) -> None:
    give_together(course, SCHOOL)
    course.at(date(2026, 3, 19)).do(signing(course))
    signed = newest(course, SCHOOL)
    assert (signed.joint_with, signed.words_in) == ("words", "words")
    assert (signed.document_ids, signed.is_files_alone) == ((), False)
    assert request(course, SPEECH).first_received_on == date(2026, 3, 16)
    assert request(course, SCHOOL).first_received_on == date(2026, 3, 19)


def test_whoever_was_not_asked_to_sign_sees_nothing_of_it(course: Course) -> None:
    give_together(course, SCHOOL)
    assert readable(course.now, request(course, SCHOOL)) == {"words"}
    assert files_to_read(course.now, request(course, SCHOOL)) == {"file of words"}
    assert readable(course.now, request(course, SOCIAL)) == frozenset()
    assert files_to_read(course.now, request(course, SOCIAL)) == frozenset()
    assert [one.given.id for one in to_sign(course.now, request(course, SCHOOL))] == ["words"]
    assert to_sign(course.now, request(course, SOCIAL)) == ()
    assert [one.given.id for one in signable(course.now, request(course, SOCIAL))] == ["words"]


def test_until_they_sign_their_own_advice_is_owed(course: Course) -> None:
    give_together(course, SCHOOL)
    assert request(course, SCHOOL).is_outstanding
    due = next(d for d in deadlines(course.now) if d.ref == course.request_id(SCHOOL))
    assert due.met_on is None


@pytest.mark.parametrize("checked", [SPEECH, SCHOOL, PSYCHOLOGY], ids=lambda item: item.value)
def test_it_is_accepted_once_from_whichever_request(course: Course, checked: AdviceItem) -> None:
    give_together(course, SCHOOL, PSYCHOLOGY)
    course.do(signing(course))
    course.do(signing(course, PSYCHOLOGY))
    owed = {d.ref: d.due_on for d in deadlines(course.now) if d.code.startswith("advice_")}
    course.history.clear()
    course.at(date(2026, 3, 18)).accept(checked)
    told = [event for event, _ in course.history]
    assert all(isinstance(event, AdviceAccepted) for event in told)
    first, *_ = told
    assert isinstance(first, AdviceAccepted)
    assert first.request_id == course.request_id(checked)
    assert len(told) == 3
    for item in (SPEECH, SCHOOL, PSYCHOLOGY):
        assert request(course, item).accepted_on == date(2026, 3, 18)
        assert request(course, item).first_received_on == date(2026, 3, 16)
    after = {d.ref: d.due_on for d in deadlines(course.now) if d.code.startswith("advice_")}
    assert after == owed
    assert request(course, SOCIAL).is_outstanding


@pytest.mark.parametrize("checked", [SPEECH, SCHOOL], ids=lambda item: item.value)
def test_it_goes_back_to_both_with_one_day(course: Course, checked: AdviceItem) -> None:
    give_together(course, SCHOOL)
    course.do(signing(course))
    course.history.clear()
    course.do(sending_back(course, checked))
    told = [event for event, _ in course.history]
    assert len(told) == 2
    assert all(
        isinstance(event, AdviceReturned) and event.return_due_on == BACK_BY for event in told
    )
    back = {d.ref for d in deadlines(course.now) if d.code == "advice_back" and d.met_on is None}
    assert back == {"words", newest(course, SCHOOL).id}


def test_it_is_owed_to_be_checked_once(course: Course) -> None:
    give_together(course, SCHOOL)
    course.do(signing(course))

    def checks() -> list[tuple[str, date | None]]:
        return [(d.ref, d.met_on) for d in deadlines(course.now) if d.code == "check_advice"]

    assert checks() == [("words", None)]
    course.accept(SCHOOL)
    assert checks() == [("words", course.today)]


def test_a_signature_under_advice_that_was_accepted_before_is_checked_by_itself(
    course: Course,
) -> None:
    give_together(course, SCHOOL)
    course.at(date(2026, 3, 17))
    course.accept(SPEECH)
    course.at(date(2026, 3, 20)).do(signing(course))
    owed = [d.ref for d in deadlines(course.now) if d.code == "check_advice" and d.met_on is None]
    assert owed == [newest(course, SCHOOL).id]
    course.accept(SCHOOL)
    assert request(course, SPEECH).accepted_on == date(2026, 3, 17)
    assert request(course, SCHOOL).accepted_on == date(2026, 3, 20)


def test_the_assessment_is_complete_with_signed_advice(course: Course) -> None:
    for item in (FAMILY, PSYCHOLOGY, SOCIAL):
        course.give(item).accept(item)
    give_together(course, SCHOOL)
    course.do(signing(course))
    assert {one.item for one in unanswered(course.now)} == {SPEECH, SCHOOL}
    course.accept(SPEECH)
    assert unanswered(course.now) == ()
    course.do(c.CompleteAdvice(assessment_id=CASE_ID, completed_on=course.today))
    assert course.now.state is State.DECIDING_PLAN


def test_a_newer_version_waits_for_its_own_signature_and_the_old_one_stands_alone(
    course: Course,
) -> None:
    give_together(course, SCHOOL)
    course.do(signing(course))
    course.do(sending_back(course, SPEECH))
    course.at(date(2026, 3, 25))
    give_together(course, SCHOOL, words="newer")
    assert request(course, SCHOOL).is_owed
    assert [one.given.id for one in to_sign(course.now, request(course, SCHOOL))] == ["newer"]
    course.accept(SPEECH)
    assert request(course, SCHOOL).accepted_on is None
    course.do(signing(course, joint_with="newer"))
    assert [one.version for one in request(course, SCHOOL).contributions] == [1, 2]
    course.accept(SCHOOL)
    assert request(course, SCHOOL).is_answered


def test_after_both_were_accepted_a_newer_version_can_be_signed_again(course: Course) -> None:
    give_together(course, SCHOOL)
    course.do(signing(course))
    course.accept(SPEECH)
    give_together(course, SCHOOL, words="newer")
    assert [one.given.id for one in to_sign(course.now, request(course, SCHOOL))] == ["newer"]
    course.do(signing(course, joint_with="newer"))
    course.accept(SPEECH)
    assert {newest(course, item).accepted_on for item in (SPEECH, SCHOOL)} == {course.today}


@pytest.mark.parametrize("apart", [SPEECH, SCHOOL], ids=lambda item: item.value)
def test_either_leaves_it_by_giving_advice_of_its_own(course: Course, apart: AdviceItem) -> None:
    stays = {SPEECH: SCHOOL, SCHOOL: SPEECH}[apart]
    give_together(course, SCHOOL)
    course.do(signing(course))
    course.give(apart, contribution_id="own words")
    course.accept(apart)
    assert request(course, apart).is_answered
    assert not request(course, stays).is_answered
    course.accept(stays)
    assert newest(course, stays).accepted_on == course.today


def test_advice_of_ones_own_that_waits_to_be_read_answers_the_offer(course: Course) -> None:
    give_together(course, SCHOOL)
    course.give(SCHOOL, contribution_id="own words")
    assert to_sign(course.now, request(course, SCHOOL)) == ()
    assert readable(course.now, request(course, SCHOOL)) == frozenset()


def test_a_service_that_the_request_goes_to_instead_is_shown_nothing(course: Course) -> None:
    give_together(course, SCHOOL)
    course.do(
        c.RouteRequest(
            assessment_id=CASE_ID,
            request_id=course.request_id(SCHOOL),
            service_id="another school",
            routed_on=course.today,
        )
    )
    assert readable(course.now, request(course, SCHOOL)) == frozenset()
    assert files_to_read(course.now, request(course, SCHOOL)) == frozenset()


def refused(course: Course, command: c.Command) -> str:
    with pytest.raises(TransitionRefusedError) as caught:
        course.do(command)
    return " ".join(each.says for each in caught.value.unmet)


def test_what_cannot_be_signed_is_refused_in_words(course: Course) -> None:
    give_together(course, SCHOOL)
    sign = signing(course)
    assert "another request of this child" in refused(
        course, replace(sign, joint_with="of another child")
    )
    assert "another request of this child" in refused(
        course, replace(sign, request_id=course.request_id(SPEECH))
    )
    family = replace(sign, request_id=course.request_id(FAMILY))
    assert "theirs alone" in refused(course, family)
    assert "was asked for" in refused(course, replace(sign, request_id="never asked"))


def test_the_familys_views_are_signed_by_nobody(course: Course) -> None:
    course.give(FAMILY)
    sign = signing(course, joint_with=newest(course, FAMILY).id, evidence="A letter")
    assert "theirs alone" in refused(course, sign)


def test_only_the_newest_version_that_was_not_returned_is_signed(course: Course) -> None:
    give_together(course, SCHOOL)
    course.do(sending_back(course, SPEECH))
    assert "was not returned" in refused(course, signing(course))
    give_together(course, SCHOOL, words="newer")
    assert "the newest" in refused(course, signing(course))
    course.do(signing(course, joint_with="newer"))


def test_a_signature_is_no_words_to_sign(course: Course) -> None:
    give_together(course, SCHOOL)
    course.do(signing(course))
    sign = signing(course, SOCIAL, joint_with=newest(course, SCHOOL).id, evidence="The report")
    assert "holds its own words" in refused(course, sign)
    course.do(replace(sign, joint_with="words"))


def test_advice_with_a_sealed_file_is_not_signed(course: Course) -> None:
    give_together(course, SCHOOL)
    course.do(
        c.SealDocument(
            assessment_id=CASE_ID,
            document_id="file of words",
            sealed_on=course.today,
            reason="It names another child",
        )
    )
    assert "sealed" in refused(course, signing(course))
    assert to_sign(course.now, request(course, SCHOOL)) == ()


def test_a_service_whose_own_advice_is_accepted_signs_no_other(course: Course) -> None:
    course.give(SCHOOL).accept(SCHOOL)
    course.give(SPEECH, contribution_id="words")
    assert "own is accepted" in refused(course, signing(course, evidence="The report"))


def test_nobody_signs_twice_under_one_version(course: Course) -> None:
    give_together(course, SCHOOL)
    course.do(signing(course))
    with pytest.raises(ImpossibleFactsError, match="signed for this request already"):
        course.do(signing(course))


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"received_on": date(2026, 3, 13)}, "/received_on"),
        ({"received_on": date(2026, 3, 17)}, "/received_on"),
        ({"author_name": " "}, "/author_name"),
        ({"author_role": ""}, "/author_name"),
        ({"contribution_id": "words"}, "/contribution_id"),
    ],
)
def test_impossible_facts_of_a_signature(
    course: Course, changes: dict[str, Any], pointer: str
) -> None:
    give_together(course, SCHOOL)
    with pytest.raises(ImpossibleFactsError) as caught:
        course.do(signing(course, **changes))
    assert [each.pointer for each in caught.value.errors] == [pointer]


def test_where_it_was_not_given_as_joint_the_signature_is_shown(course: Course) -> None:
    give_together(course)
    with pytest.raises(ImpossibleFactsError, match="signed report"):
        course.do(signing(course))
    sign = signing(course, evidence="The report, signed by both, came by post")
    assert sign.prose == {"evidence": "The report, signed by both, came by post"}
    course.do(sign)
    assert newest(course, SCHOOL).joint_with == "words"


@pytest.mark.parametrize(
    "item", [SPEECH, FAMILY, AdviceItem.ADULTHOOD], ids=lambda item: item.value
)
def test_it_is_written_together_only_with_somebody_who_owes_advice(
    course: Course, item: AdviceItem
) -> None:
    with pytest.raises(ImpossibleFactsError) as caught:
        give_together(course, item)
    assert [each.pointer for each in caught.value.errors] == ["/written_with"]


def test_it_is_not_written_with_somebody_whose_own_advice_is_accepted(course: Course) -> None:
    course.give(SCHOOL).accept(SCHOOL)
    with pytest.raises(ImpossibleFactsError):
        give_together(course, SCHOOL)


def test_late_joint_advice_is_looked_at_once() -> None:
    """A look that is owed at the words is one look, whoever signs them; one that is done is not."""
    late = at(State.DECIDING_PLAN)
    late.ask(AdviceItem.OTHER, AdviceItem.REQUESTED)
    give_together(late, AdviceItem.OTHER, AdviceItem.REQUESTED)
    late.do(signing(late, AdviceItem.OTHER))
    assert [one.id for one in late.now.rechecks] == ["words"]
    late.do(
        c.SettleRecheck(
            assessment_id=CASE_ID,
            recheck_id="words",
            settled_on=late.today,
            finding=Finding.STANDS,
            reason="It says what was known",
        )
    )
    late.do(signing(late, AdviceItem.REQUESTED))
    assert [one.request_id for one in late.now.rechecks if one.is_open] == [
        late.request_id(AdviceItem.REQUESTED)
    ]


def test_the_digest_vouches_for_who_signed_what(course: Course) -> None:
    sign = signing(course)
    others = (
        replace(sign, author_name="Somebody else"),
        replace(sign, author_role="Another role"),
        replace(sign, joint_with="other words"),
    )
    assert len({joining_digest(one) for one in (sign, *others)}) == 4


def test_the_clock_of_each_service_runs_to_its_own_day(course: Course) -> None:
    """Given in time by health and signed late by the school: each is judged by its own day."""
    give_together(course, SCHOOL)
    course.at(date(2026, 4, 13)).do(signing(course))
    found = {
        d.ref: d.status(course.today)
        for d in deadlines(course.now)
        if d.code in ("advice_health", "advice_education")
    }
    assert found == {course.request_id(SPEECH): "met", course.request_id(SCHOOL): "met_late"}
