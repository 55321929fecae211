"""Where the days went: the parts always add up, and each day is somebody's by the documented rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    Case,
    Contribution,
    Letter,
    Notice,
    Trigger,
)
from ehc_workflow.domain.days import (
    Cause,
    by_cause,
    ends_on,
    in_whole_days,
    late_by_cause,
    shares,
    waits_on,
    where_the_days_went,
)
from ehc_workflow.domain.deadlines import deadlines, due_days_of_advice
from ehc_workflow.domain.facts import Method, TriggerKind
from tests.unit.domain.test_thrown_commands import a_history

DAY = date(2026, 1, 12)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def request(
    item: AdviceItem, asked: int | None, *came: int, returned: int | None = None
) -> AdviceRequest:
    return AdviceRequest(
        id=item.value,
        item=item,
        service_id=None,
        requested_on=None if asked is None else day(asked),
        contributions=tuple(
            Contribution(
                id=f"{item}-{number}",
                version=number,
                received_on=day(on),
                returned_on=day(returned) if returned is not None and number == 1 else None,
            )
            for number, on in enumerate(came, start=1)
        ),
    )


def case(*advice: AdviceRequest) -> Case:
    """Told on day 10 that there will be an assessment."""
    told = Notice(
        id="n",
        kind=Letter.WILL_ASSESS,
        dated_on=day(10),
        sent_on=day(10),
        method=Method.EMAIL,
        addressee="p",
    )
    trigger = Trigger(
        id="t",
        kind=TriggerKind.PARENTAL_REQUEST,
        received_on=DAY,
        logged_on=DAY,
        evidence="Invented",
    )
    return Case(
        id="c",
        authority_id="a",
        team_id="t",
        child_id="k",
        reference="r",
        caseworker_seat_id="s",
        triggers=(trigger,),
        notices=(told,),
        advice=advice,
    )


def test_the_parts_add_up_for_thousands_of_histories() -> None:
    seen: set[Cause] = set()
    for seed in range(600):
        _, after, _ = a_history(seed)
        if not after.triggers:
            continue
        today = max(after.received_on, ends_on(after, after.received_on)) + timedelta(
            days=seed % 200
        )
        parts = where_the_days_went(after, today)
        whole = (ends_on(after, today) - after.received_on).days
        assert sum(parts.values(), Fraction(0)) == whole
        assert sum(in_whole_days(parts).values()) == whole
        assert all(part > 0 for part in parts.values())
        seen.update(parts)
    process = {Cause.DECIDING, Cause.ASKED_LATE, Cause.DRAFTING, Cause.FAMILY_WINDOW}
    assert process | {Cause.NOBODY} <= seen


def test_before_the_family_is_told_every_day_is_for_deciding() -> None:
    assert where_the_days_went(case(), day(10)) == {Cause.DECIDING: 10}


def test_advice_that_is_not_asked_for_is_the_authoritys_own_time() -> None:
    health = request(AdviceItem.HEALTH, 14, 20)
    assert where_the_days_went(case(health), day(22)) == {
        Cause.DECIDING: 12,
        Cause.ASKED_LATE: 4,
        Cause.HEALTH: 6,
    }


def test_two_that_are_waited_for_share_the_days() -> None:
    health, school = request(AdviceItem.HEALTH, 10, 13), request(AdviceItem.EDUCATION, 10, 16)
    parts = where_the_days_went(case(health, school), day(16))
    assert parts[Cause.HEALTH] == Fraction(3, 2)
    assert parts[Cause.EDUCATION] == Fraction(9, 2)
    assert sum(in_whole_days(parts).values()) == 16


def test_advice_sent_back_is_waited_for_again() -> None:
    health = request(AdviceItem.HEALTH, 10, 12, 18, returned=15)
    assert where_the_days_went(case(health), day(18)) == {Cause.DECIDING: 13, Cause.HEALTH: 5}


def test_whole_stretches_give_what_day_by_day_gives() -> None:
    """Days are taken in stretches between two turns; here each day is asked for by itself."""
    for seed in range(200):
        _, case, _ = a_history(seed)
        if not case.triggers:
            continue
        until = case.received_on + timedelta(days=400)
        slow: dict[Cause, Fraction] = {}
        for number in range(1, (ends_on(case, until) - case.received_on).days + 1):
            causes = [
                cause for cause, _ in waits_on(case, case.received_on + timedelta(days=number))
            ]
            for cause in causes:
                slow[cause] = slow.get(cause, Fraction()) + Fraction(1, len(causes))
        assert where_the_days_went(case, until) == slow


def test_days_after_the_last_day_are_late_and_still_in_the_parts() -> None:
    health = replace(request(AdviceItem.HEALTH, 10, 30), service_id="trust")
    own = list(shares(case(health), day(30), {"health": day(24)}))
    assert by_cause(own) == {Cause.DECIDING: 10, Cause.HEALTH: 20}
    assert late_by_cause(own) == {Cause.HEALTH: 6}
    assert {one.service_id for one in own if one.cause is Cause.HEALTH} == {"trust"}


def test_late_days_are_never_more_than_the_days_and_the_split_changes_no_sum() -> None:
    some_late = 0
    for seed in range(300):
        _, one, _ = a_history(seed)
        if not one.triggers:
            continue
        until = one.received_on + timedelta(days=300)
        own = list(shares(one, until, due_days_of_advice(deadlines(one))))
        assert by_cause(own) == where_the_days_went(one, until)
        assert all(0 <= part.late <= part.days for part in own)
        some_late += any(part.late for part in own)
    assert some_late > 20


def test_days_before_the_request_was_logged_are_nobodys() -> None:
    trigger = replace(case().triggers[0], logged_on=day(7))
    late_logged = replace(case(), triggers=(trigger,))
    assert where_the_days_went(late_logged, day(10)) == {Cause.NOBODY: 7, Cause.DECIDING: 3}
    assert where_the_days_went(replace(late_logged, imported=True), day(10)) == {Cause.DECIDING: 10}


def test_while_no_caseworker_holds_it_the_authoritys_days_are_nobodys() -> None:
    health = request(AdviceItem.HEALTH, 10, 14)
    unheld = replace(case(health), caseworker_seat_id=None)
    assert where_the_days_went(unheld, day(16)) == {Cause.NOBODY: 12, Cause.HEALTH: 4}
    given = replace(unheld, caseworker_seat_id="s", caseworker_since=day(3))
    assert where_the_days_went(given, day(16)) == {
        Cause.NOBODY: 3,
        Cause.DECIDING: 9,
        Cause.HEALTH: 4,
    }
