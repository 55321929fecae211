"""No case comes to the decision about a plan with a blank item of regulation 6, whatever is asked of it on the way.

The list is worked out here from the law once more, not by asking the code that the guard asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, AdviceRequest, Case, State
from ehc_workflow.domain.decisions import Facing, imported_case
from ehc_workflow.domain.errors import EhcError, TransitionRefusedError
from ehc_workflow.domain.facts import Setting
from ehc_workflow.domain.workflow import TABLE
from tests.builders import CASEWORKER, MONDAY, fixed_id, receive_request
from tests.depth import examples
from tests.unit.domain.course import Course, ask, known_on
from tests.unit.domain.moves import MAKERS, Thrower
from tests.unit.domain.places import appealed, at

S = State
Item = AdviceItem
AT_ADVICE = (
    "request_advice",
    "request_advice",
    "decline_to_ask",
    "record_reuse",
    "record_family_ask",
    "decline_family_ask",
    "reply_to_request",
    "settle_not_known",
    "complete_advice",
)
"""What can settle an item of the list, unsettle one, or close the list."""
BORN = (date(2018, 3, 4), date(2013, 8, 31), date(2012, 9, 1), date(2009, 9, 10))
SENSES = ((False, False), (True, False), (False, True))
AT_FIRST = timedelta(weeks=5)


def the_law_lists(case: Case, on: date) -> set[AdviceItem]:
    """Reg 6(1)(a) to (e), and (g) for a child who was 13 by the 31 August before this school year."""
    listed = {Item.FAMILY, Item.EDUCATION, Item.HEALTH, Item.PSYCHOLOGY, Item.SOCIAL_CARE}
    assert case.person is not None
    born = case.person.date_of_birth
    before = date(on.year if on.month >= 9 else on.year - 1, 8, 31)
    thirteen = before.year - born.year - ((born.month, born.day) > (8, 31))
    return listed | {Item.ADULTHOOD} if thirteen >= 13 else listed


def settled(request: AdviceRequest) -> bool:
    """Asked, not asked for a reason, or agreed by the three."""
    reuse = request.reuse
    agreed = reuse is not None and reuse.author and reuse.authority and reuse.family
    return bool(request.requested_on or request.not_asked_on or agreed)


def blank(case: Case, on: date) -> set[str]:
    """Every item that nobody can say anything about."""
    found = {
        item.value
        for item in the_law_lists(case, on)
        if not any(settled(one) for one in case.advice if one.item is item)
    }
    found |= {
        one.id
        for one in case.advice
        if one.item in (Item.OTHER, Item.REQUESTED) and not settled(one)
    }
    for wish in case.family_asks:
        answered = any(settled(one) for one in case.advice if one.answers_ask == wish.id)
        if not answered and not (wish.declined_on and wish.family_told_on):
            found.add(wish.id)
    return found


# --- where a case may come from -------------------------------------------------------------------------------------


def told_of_an_assessment(rng: Random) -> Course:
    """A request that was considered, and the family told."""
    course = Course(case_id=fixed_id("told"))
    vision, hearing = rng.choice(SENSES)
    course.receive(
        child=c.ChildDetails(
            id=fixed_id("a child"),
            given_name="Robin",
            family_name="Example",
            date_of_birth=rng.choice(BORN[:3]),
            vision_impaired=vision,
            hearing_impaired=hearing,
        )
    )
    course.at(MONDAY + timedelta(weeks=1)).consider()
    course.at(MONDAY + timedelta(weeks=4)).decide_to_assess().tell_assessing()
    return course


def ordered_to_assess(rng: Random) -> Course:
    """Refused, appealed, ordered, and the family told again."""
    course = appealed(at(S.REFUSED_TO_ASSESS)).order(c.OrderToAssess)
    course.tell_ordered_assessment()
    return course


def brought_in(rng: Random) -> Course:
    """From the record kept before, with some of the advice asked for and some of that received."""
    told_on = MONDAY + timedelta(weeks=4)
    asked = rng.sample(tuple(AdviceItem), rng.randrange(len(AdviceItem)))
    case_id = fixed_id("brought in")
    command = c.ImportCase(
        assessment_id=case_id,
        request=receive_request(case_id, date_of_birth=rng.choice(BORN[:3])),
        logged_on=MONDAY,
        state=S.ASSESSING,
        considering_told_on=MONDAY + timedelta(weeks=1),
        assess_decided_on=told_on,
        assessment_told_on=told_on,
        advice=tuple(
            c.ImportedAdvice(
                request_id=fixed_id(f"brought in {item}"),
                item=item,
                service_id=None,
                setting=Setting.SCHOOL if item is Item.EDUCATION else None,
                bound_by_reg_8=item is Item.HEALTH,
                requested_on=told_on,
                received_on=told_on if rng.random() < 0.5 else None,
            )
            for item in asked
        ),
        advice_checked=rng.random() < 0.5,
    )
    facing = Facing(actor_id=CASEWORKER.id, known=known_on(MONDAY + AT_FIRST), rule_version="2014")
    return Course(case_id=case_id, today=MONDAY + AT_FIRST, case=imported_case(command, facing))


FROM: dict[str, Callable[[Random], Course]] = {
    "a request": told_of_an_assessment,
    "an order": ordered_to_assess,
    "the record before": brought_in,
}


def moves(seed: int, course: Course) -> Iterator[tuple[c.Command, date]]:
    """Advice asked for, declined, held, given, and the list closed whenever somebody feels like it."""
    rng = Random(seed)
    thrower = Thrower(rng, course.case_id)
    today = course.today
    for _ in range(60):
        today += timedelta(days=rng.choice((0, 0, 0, 1, 3, 20)))
        thrower.clean = rng.random() < 0.5
        maker = rng.random()
        if maker < 0.55:
            yield MAKERS[rng.choice(AT_ADVICE)](thrower, course.now, today), today
        elif maker < 0.85:
            yield thrower.onward(course.now, today), today
        else:
            yield thrower.anything(course.now, today), today


def test_whatever_is_asked_of_a_case_no_item_is_blank_when_its_advice_is_complete() -> None:
    reached: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for seed in range(examples(900)):
        origin = tuple(FROM)[seed % len(FROM)]
        course = FROM[origin](Random(seed))
        for command, today in moves(seed, course):
            before = course.now
            if before.state is not S.ASSESSING:
                break
            try:
                after, _ = ask(before, command, today)
            except TransitionRefusedError as refusal:
                held[origin] += any(unmet.guard == "nothing_blank" for unmet in refusal.unmet)
                continue
            except EhcError:
                continue
            if after.state is S.DECIDING_PLAN:
                assert isinstance(command, c.CompleteAdvice)
                assert blank(before, today) == set()
                reached[origin] += 1
            course.case = after
    assert all(reached[origin] > 20 for origin in FROM), reached
    assert all(held[origin] > 20 for origin in FROM), held


def test_no_step_but_the_closing_of_the_list_leads_to_the_decision_about_a_plan() -> None:
    assert [step.trigger for step in TABLE if step.dest is S.DECIDING_PLAN] == ["complete_advice"]
