"""Whatever days a row gives, it is refused by column or becomes a case in the state it names, with its limits."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, AssessOutcome, Case, PlanOutcome, State
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.decisions import Facing, imported_case
from ehc_workflow.domain.decisions.imported_facts import STEP_DAYS
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.guards import Known
from ehc_workflow.domain.risk import rating, standing
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from tests.builders import fixed_id, receive_request
from tests.unit.importing.sheet import START, TODAY

FACING = Facing(actor_id="x", known=Known(today=TODAY, policy=DEFAULT_POLICY))
DAYS = st.dates(START - timedelta(days=3), TODAY + timedelta(days=3))
MAYBE = st.none() | DAYS


WAY = (
    (State.CONSIDERING, "considering_told_on"),
    (State.ASSESSING, "assessment_told_on"),
    (State.DECIDING_PLAN, "advice_completed_on"),
    (State.DRAFTING, "plan_told_on"),
    (State.DRAFT_WITH_FAMILY, "draft_sent_on"),
    (State.PLACING, "consulted_on"),
    (State.FINALISING, "placement_decided_on"),
    (State.PLAN_ISSUED, "final_sent_on"),
)
ENDS = {State.REFUSED_TO_ASSESS: (1, "refusal_told_on"), State.NO_PLAN: (3, "no_plan_told_on")}


@st.composite
def days_of(draw: st.DrawFn, state: State) -> dict[str, date | None]:
    """The days that this state has passed, in order; then one or two of any step taken away, moved or put in."""
    states = [each for each, _ in WAY]
    passed = states.index(state) + 1 if state in states else ENDS.get(state, (0, ""))[0]
    names = [name for _, name in WAY[:passed]] + [
        name for _, name in [ENDS.get(state, (0, ""))] if name
    ]
    day, days = START, dict[str, date | None]()
    for name in names:
        day += timedelta(days=draw(st.integers(0, 25)))
        days[name] = day
    for name in draw(st.lists(st.sampled_from(list(STEP_DAYS)), max_size=2)):
        days[name] = draw(MAYBE)
    return days


@st.composite
def advice(draw: st.DrawFn) -> tuple[c.ImportedAdvice, ...]:
    return tuple(
        c.ImportedAdvice(
            request_id=f"r-{item}",
            item=item,
            service_id=None,
            setting=None,
            bound_by_reg_8=item is AdviceItem.HEALTH,
            requested_on=draw(DAYS),
            received_on=draw(MAYBE),
        )
        for item in draw(st.sets(st.sampled_from(list(AdviceItem)), max_size=3))
    )


@st.composite
def commands(draw: st.DrawFn) -> c.ImportCase:
    state = draw(st.sampled_from([State.RECEIVED, *(each for each, _ in WAY), *ENDS]))
    return c.ImportCase(
        assessment_id=fixed_id("any row"),
        request=receive_request(fixed_id("any row"), received_on=START),
        logged_on=draw(st.dates(START, TODAY)),
        state=state,
        assess_outcome=draw(st.none() | st.sampled_from(AssessOutcome)),
        plan_outcome=draw(st.none() | st.sampled_from(PlanOutcome)),
        advice=draw(st.just(()) | advice()),
        advice_checked=draw(st.booleans()),
        consulted_setting_id="setting",
        **draw(days_of(state)),  # type: ignore[arg-type]  # the names of days
    )


def made(command: c.ImportCase) -> Case | tuple[Impossible, ...]:
    try:
        return imported_case(command, FACING)
    except ImpossibleFactsError as refused:
        return refused.errors


@settings(max_examples=600)
@given(command=commands())
def test_a_row_is_refused_by_name_or_comes_to_its_state(command: c.ImportCase) -> None:
    case = made(command)
    if not isinstance(case, Case):
        event("refused")
        assert case
        assert all(wrong.pointer.startswith("/") and wrong.detail for wrong in case)
        return
    event(f"brought in: {case.state}")
    assert case.state is command.state
    assert case.imported
    owed = deadlines(case)
    assert all(deadline.due_on >= deadline.starts_on for deadline in owed)
    rating((deadline, standing(deadline, TODAY)) for deadline in owed)
