"""Within a service that owes advice: allocation, visits, screening. No limit moves by any of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    CareSection,
    ParagraphKind,
    ReplyKind,
    ScreeningFinding,
    State,
    VisitEnd,
    VisitPlace,
)
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.errors import ImpossibleFactsError, NotFoundError, TransitionRefusedError
from ehc_workflow.domain.facts import AppointmentPurpose
from ehc_workflow.domain.visits import cautions
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from tests.unit.domain.course import Course
from tests.unit.domain.places import CASE_ID, at

PSYCHOLOGY, SOCIAL = AdviceItem.PSYCHOLOGY, AdviceItem.SOCIAL_CARE
CALENDAR = DEFAULT_POLICY.calendar


@pytest.fixture
def course() -> Course:
    return at(State.ASSESSING)


def request(course: Course, item: AdviceItem = PSYCHOLOGY) -> AdviceRequest:
    found = course.now.advice_request(course.request_id(item))
    assert found is not None
    return found


def allocate(course: Course, seat_id: str | None) -> None:
    course.do(
        c.AllocateRequest(
            assessment_id=CASE_ID,
            request_id=course.request_id(PSYCHOLOGY),
            seat_id=seat_id,
            allocated_on=course.today,
        )
    )


def plan(course: Course, days: int = 7) -> None:
    course.do(
        c.PlanVisit(
            assessment_id=CASE_ID,
            request_id=course.request_id(PSYCHOLOGY),
            visit_on=course.today + timedelta(days=days),
            purpose=AppointmentPurpose.EXAMINATION,
            place=VisitPlace.SETTING,
        )
    )


def miss(course: Course, **changes: object) -> None:
    course.do(
        c.RecordMissedAppointment(
            assessment_id=CASE_ID,
            request_id=course.request_id(PSYCHOLOGY),
            purpose=AppointmentPurpose.EXAMINATION,
            missed_on=course.today,
            **changes,  # type: ignore[arg-type]  # a builder's values
        )
    )


def days_of(course: Course) -> set[tuple[str, str, date]]:
    return {(one.code, one.ref, one.due_on) for one in deadlines(course.now)}


def test_a_request_is_given_to_a_seat_to_another_and_taken_back(course: Course) -> None:
    before = days_of(course)
    for seat_id in ("first", "second", None):
        allocate(course, seat_id)
        assert request(course).allocated_seat_id == seat_id
        assert (request(course).allocated_on is None) is (seat_id is None)
    assert request(course).service_id  # who owes it
    assert days_of(course) == before


@pytest.mark.parametrize("seat_id", ["first", None])
def test_what_is_so_already_is_not_done_again(course: Course, seat_id: str | None) -> None:
    if seat_id:
        allocate(course, seat_id)
    with pytest.raises(ImpossibleFactsError, match=r"already|not allocated"):
        allocate(course, seat_id)


def test_with_another_service_nobody_has_it_and_the_visits_of_the_first_are_off(
    course: Course,
) -> None:
    allocate(course, "first")
    plan(course)
    course.do(
        c.RouteRequest(
            assessment_id=CASE_ID,
            request_id=course.request_id(PSYCHOLOGY),
            service_id="another service",
            routed_on=course.today,
        )
    )
    assert request(course).allocated_seat_id is None
    assert [visit.ended for visit in request(course).visits] == [VisitEnd.CALLED_OFF]


def test_a_visit_is_kept_or_called_off_once(course: Course) -> None:
    before = days_of(course)
    plan(course, days=0)
    plan(course)
    keep = c.RecordVisitKept(
        assessment_id=CASE_ID,
        request_id=course.request_id(PSYCHOLOGY),
        visit=1,
        kept_on=course.today,
    )
    off = c.CallOffVisit(
        assessment_id=CASE_ID,
        request_id=course.request_id(PSYCHOLOGY),
        visit=2,
        called_off_on=course.today,
        reason="The psychologist is ill",
    )
    course.do(keep)
    course.do(off)
    assert [one.ended for one in request(course).visits] == [VisitEnd.KEPT, VisitEnd.CALLED_OFF]
    assert days_of(course) == before
    for again in (keep, off):
        with pytest.raises(TransitionRefusedError, match="nothing has been recorded"):
            course.do(again)


def test_no_visit_is_from_before_anybody_asked(course: Course) -> None:
    with pytest.raises(ImpossibleFactsError, match="before the advice was asked for"):
        plan(course, days=-60)


def test_s16_a_missed_visit_is_followed_by_the_next_one_and_moves_no_day(course: Course) -> None:
    plan(course, days=0)
    before = days_of(course)
    miss(course, visit=1, new_appointment_on=course.today + timedelta(days=9))
    first, second = request(course).visits
    assert first.ended is VisitEnd.MISSED
    assert second.is_open
    assert (second.visit_on, second.place) == (course.today + timedelta(days=9), first.place)
    assert days_of(course) == before


def test_an_appointment_nobody_had_entered_can_be_missed_too(course: Course) -> None:
    miss(course)
    assert request(course).visits == ()
    miss(course, new_appointment_on=course.today + timedelta(days=9))
    (following,) = request(course).visits
    assert following.place is None
    with pytest.raises(NotFoundError):
        miss(course, visit=7)


def not_known(course: Course) -> None:
    course.do(
        c.ReplyToRequest(
            assessment_id=CASE_ID,
            request_id=course.request_id(SOCIAL),
            kind=ReplyKind.NOT_KNOWN,
            replied_on=course.today,
        )
    )


def screen(course: Course, **changes: object) -> None:
    values: dict[str, object] = {
        "assessment_id": CASE_ID,
        "request_id": course.request_id(SOCIAL),
        "screened_on": course.today,
        "screened_by": "Invented Social Worker, duty team",
        "found": ScreeningFinding.NEEDS,
        "findings": "Help at home in the mornings",
        **changes,
    }
    course.do(c.RecordScreening(**values))  # type: ignore[arg-type]  # a builder's values


def test_s13_a_screening_settles_who_advises_and_the_advice_is_still_owed(course: Course) -> None:
    not_known(course)
    assert request(course, SOCIAL).not_known_open
    before = {one for one in days_of(course) if one[0] != "settle_not_known"}
    screen(course)
    one = request(course, SOCIAL)
    assert not one.not_known_open
    assert one.is_outstanding
    assert not one.is_answered
    assert days_of(course) == before
    course.at(course.today + timedelta(days=1))
    not_known(course)
    assert request(course, SOCIAL).not_known_open


def test_a_screening_says_who_looked_and_what_was_found(course: Course) -> None:
    with pytest.raises(TransitionRefusedError, match="does not know the child"):
        screen(course)
    not_known(course)
    with pytest.raises(ImpossibleFactsError) as refused:
        screen(course, screened_by=" ", findings="")
    assert {one.pointer for one in refused.value.errors} == {"/screened_by", "/findings"}


def care(section: CareSection, kind: ParagraphKind = ParagraphKind.PROVISION) -> c.Paragraph:
    return c.Paragraph(kind=kind, text="Help at home in the mornings", plan_section=section)


def test_social_care_says_which_provision_is_h1_and_which_h2(course: Course) -> None:
    course.give(SOCIAL, paragraphs=(care(CareSection.H1), care(CareSection.H2)))
    assert request(course, SOCIAL).contributions


@pytest.mark.parametrize(
    ("item", "kind"), [(PSYCHOLOGY, ParagraphKind.PROVISION), (SOCIAL, ParagraphKind.NEED)]
)
def test_nothing_else_is_sorted_by_h1_and_h2(
    course: Course, item: AdviceItem, kind: ParagraphKind
) -> None:
    with pytest.raises(ImpossibleFactsError, match="section H1 or H2"):
        course.give(item, paragraphs=(care(CareSection.H1, kind),))


CLOSED = ((date(2026, 7, 22), date(2026, 9, 3)),)


@pytest.mark.parametrize(
    ("day", "place", "says"),
    [
        (date(2026, 7, 21), VisitPlace.SETTING, ""),
        (date(2026, 7, 22), VisitPlace.SETTING, "closed from 22 July 2026"),
        (date(2026, 9, 2), None, "opens again on 3 September 2026"),
        (date(2026, 9, 3), VisitPlace.SETTING, ""),
        (date(2026, 7, 22), VisitPlace.HOME, ""),
        (date(2026, 6, 6), VisitPlace.HOME, "is a Saturday"),
        (date(2026, 5, 25), VisitPlace.HOME, "Spring bank holiday"),
        (date(2026, 10, 1), VisitPlace.HOME, "due before, on 30 September 2026"),
    ],
)
def test_what_speaks_against_a_day(day: date, place: VisitPlace | None, says: str) -> None:
    due = date(2026, 9, 30)
    found = cautions(day, place, due_on=due, closures=CLOSED, calendar=CALENDAR)
    assert (says in " ".join(found)) if says else found == ()


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.sampled_from([None, *VisitPlace]))
def test_nothing_speaks_against_a_working_day_in_time_while_the_setting_is_open(
    day: date, place: VisitPlace | None
) -> None:
    works = day.weekday() < 5 and day not in CALENDAR.days
    found = cautions(day, place, due_on=None, closures=(), calendar=CALENDAR)
    assert (found == ()) is works
