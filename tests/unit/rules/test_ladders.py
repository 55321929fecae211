"""An authority's own ladder: named, in order, and refused where somebody would find out late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES
from ehc_workflow.domain.deadlines import Deadline, Kind, Owner
from ehc_workflow.domain.risk import rungs_reached, standing
from ehc_workflow.rules.changes import MOST_RUNGS, NewLadder, RuleChangeError, as_ladder
from ehc_workflow.rules.ladders import LADDERS, LEVELS, Audience, Ladders, Level, Rung, Way
from ehc_workflow.store.counting import Change, ChangeKind, plain, policy_of

CASEWORKER, MANAGER = (Audience.CASEWORKER,), (Audience.TEAM_MANAGER,)
BEFORE, LATE = Rung("", -7, CASEWORKER), Rung("", 1, MANAGER)
DAY = timedelta(days=1)


def new(*rungs: Rung, code: str = "final_plan") -> NewLadder:
    return NewLadder(authority_id="an authority", code=code, rungs=rungs)


def test_a_step_at_a_moment_that_had_one_keeps_its_name() -> None:
    kept = as_ladder(LADDERS, new(LATE, Rung("", -10, MANAGER), BEFORE))
    assert [(rung.code, rung.days) for rung in kept.rungs] == [
        ("at_risk", -10),
        ("before_7", -7),
        ("overdue", 1),
    ]


@pytest.mark.parametrize(
    ("rungs", "field", "says"),
    [
        ((), "rungs", "nobody would ever be told"),
        ((BEFORE, LATE) * MOST_RUNGS, "rungs", "1 to 12 steps"),
        ((LATE,), "rungs", "before the due day"),
        ((BEFORE,), "rungs", "Once it is late"),
        ((BEFORE, replace(LATE, audience=(Audience.DCO,))), "rungs", "Once it is late"),
        ((BEFORE, LATE, BEFORE), "rungs/2/days", "at this moment already"),
        ((replace(BEFORE, audience=()), LATE), "rungs/0/audience", "whom"),
        ((BEFORE, replace(LATE, days=366)), "rungs/1/days", "at most"),
        ((replace(BEFORE, days=-61), LATE), "rungs/0/days", "at most"),
        ((replace(BEFORE, percent=100), LATE), "rungs/0/days", "1 to 99"),
        ((replace(BEFORE, way=Way.IN_APP), LATE), "rungs", "at once or in a digest"),
        ((BEFORE, replace(LATE, way=Way.DIGEST)), "rungs", "Once it is late"),
        (
            (replace(BEFORE, audience=(Audience.SERVICE,), way=Way.DIGEST), LATE),
            "rungs/0/way",
            "told at once",
        ),
    ],
)
def test_a_ladder_that_tells_nobody_in_time_is_refused(
    rungs: tuple[Rung, ...], field: str, says: str
) -> None:
    with pytest.raises(RuleChangeError, match=says) as refused:
        as_ladder(LADDERS, new(*rungs))
    assert refused.value.field == field


def test_there_is_no_ladder_for_what_is_never_owed() -> None:
    with pytest.raises(RuleChangeError, match="no ladder"):
        as_ladder(LADDERS, new(BEFORE, LATE, code="made_up"))


@given(st.sampled_from(sorted(LADDERS)))
def test_every_built_in_ladder_would_be_taken_as_it_is(code: str) -> None:
    assert as_ladder(LADDERS, new(*LADDERS[code], code=code)).rungs == LADDERS[code]


def test_a_ladder_is_plain_data() -> None:
    kept = plain(as_ladder(LADDERS, new(replace(BEFORE, percent=80, way=Way.DIGEST), LATE)))
    assert kept["rungs"][0]["percent"] == 80
    assert kept["rungs"][0]["way"] == "digest"


def test_a_ladder_on_file_that_said_whether_it_sends_is_read_as_before() -> None:
    made = as_ladder(LADDERS, new(BEFORE, LATE))
    content = plain(made)
    for rung, sends in zip(content["rungs"], (False, True), strict=True):
        del rung["way"]
        rung["sends"] = sends
    change = Change(
        number=1,
        kind=ChangeKind.LADDER,
        content=content,
        provision="",
        reason="",
        made_by="",
        made_at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    rungs = policy_of([change]).ladders_of("an authority")["final_plan"]
    assert [rung.way for rung in rungs] == [Way.DIGEST, Way.AT_ONCE]


@given(
    st.integers(1, 99),
    st.integers(0, 140),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(-20, 160),
)
def test_a_part_of_the_period_is_reached_once_so_much_has_gone_and_never_after_the_due_day(
    percent: int, length: int, first: date, off: int
) -> None:
    owing = Deadline(
        code="final_plan",
        ref="",
        kind=Kind.STATUTORY,
        owner=Owner.CASEWORKER,
        starts_on=first,
        due_on=first + length * DAY,
        act_by=first + length * DAY,
        provision="reg 13(2)",
        rule_version="",
    )
    ladders = Ladders({"final_plan": (Rung("part", 0, CASEWORKER, percent=percent), LATE)})
    reached = dict(rungs_reached(owing, None, date.max, ENGLAND_AND_WALES, ladders))
    (day,) = [day for rung, day in reached.items() if rung.percent is not None]
    assert first <= day <= owing.due_on
    gone = (day - first).days
    assert gone * 100 >= percent * length
    assert (gone - 1) * 100 < percent * length or gone == 0
    today = first + off * DAY
    level = standing(owing, today, ENGLAND_AND_WALES, ladders).level
    later = standing(owing, today + DAY, ENGLAND_AND_WALES, ladders).level
    assert (level is not Level.ON_TRACK) == (today >= day)
    assert LEVELS.index(level) <= LEVELS.index(later)
