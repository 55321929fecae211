"""Is the made-up population like the published ones? What each case came to, and the sanity checks over all of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ehc_workflow.domain.case import (
    REFUSES_ASSESSMENT,
    AdviceItem,
    AdviceRequest,
    Case,
    Letter,
    State,
)
from ehc_workflow.domain.facts import TriggerKind
from ehc_workflow.simulate.history import History

TWENTY_WEEKS = timedelta(weeks=20)
A_YEAR = timedelta(weeks=52)
SIX_WEEKS = timedelta(weeks=6)
STAGE = timedelta(days=14)
ENOUGH = 100
"""Fewer cases than this show no share that means anything."""
_FAMILYS = (TriggerKind.PARENTAL_REQUEST, TriggerKind.YOUNG_PERSON_REQUEST)


@dataclass(frozen=True, slots=True)
class Check:
    """One sanity check. `passed` is None where the population is too small or too young to say."""

    number: int
    says: str
    found: str
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Split:
    """Plans by week 20, to a year, and later, in per cent, of so many."""

    by_20: float
    to_52: float
    over_52: float
    plans: int

    @property
    def shares(self) -> tuple[float, float, float]:
        """The three shares."""
        return self.by_20, self.to_52, self.over_52


def sent_on(case: Case, *letters: Letter) -> date | None:
    """The day the first of these letters went."""
    notice = case.notice(*letters)
    return notice.sent_on if notice else None


def first_final(case: Case) -> date | None:
    """The day the final plan of a first assessment went: one that follows an order or an agreement is not counted."""
    return None if _was_refused(case) else sent_on(case, Letter.FINAL_PLAN)


def plan_took(case: Case, today: date) -> timedelta | None:
    """How long the plan took, or has taken so far where one is still to come; None where none will."""
    final = first_final(case)
    if final is not None:
        return final - case.received_on
    return today - case.received_on if case.is_open and not _was_refused(case) else None


def split_of(cases: Iterable[Case], today: date) -> Split:
    """The three-way split of those who asked a year or more ago: all of them have had the time to be late."""
    took = [
        length
        for case in cases
        if case.received_on <= today - A_YEAR and (length := plan_took(case, today)) is not None
    ]
    count = len(took) or 1
    by_20 = 100 * sum(length <= TWENTY_WEEKS for length in took) / count
    over = 100 * sum(length > A_YEAR for length in took) / count
    return Split(by_20, 100 - by_20 - over if took else 0.0, over, len(took))


def on_time_share(cases: Iterable[Case], *, leave_out_exceptions: bool) -> float | None:
    """The share of final plans by week 20, in per cent, exceptions left out or counted."""
    finals = [
        (final - case.received_on) <= TWENTY_WEEKS
        for case in cases
        if (final := first_final(case)) is not None
        and not (leave_out_exceptions and _is_excepted(case))
    ]
    return 100 * sum(finals) / len(finals) if finals else None


def _is_excepted(case: Case) -> bool:
    return any(claim.limit == "final_plan" for claim in case.exceptions)


# --- why late ---------------------------------------------------------------------------------------------------------


def causes(case: Case) -> tuple[str, ...]:
    """Which stages of a plan took longer than their part of the 20 weeks, in order. A late plan has at least one."""
    return tuple(_causes(case))


def _causes(case: Case) -> Iterator[str]:
    told = sent_on(case, Letter.WILL_ASSESS)
    asked = min((r.requested_on for r in case.advice if r.requested_on), default=None)
    heard = max((day for r in case.advice if (day := _last_on(r))), default=None)
    decided = sent_on(case, Letter.PLAN_WILL_BE_MADE)
    draft = case.current_draft.sent_on if case.current_draft else None
    final = sent_on(case, Letter.FINAL_PLAN)
    if told is not None and told - case.received_on > SIX_WEEKS:
        yield "decision late"
    if told is not None and asked is not None and asked > told:
        yield "asked late by the authority"
    if asked is not None and heard is not None and heard - asked > SIX_WEEKS:
        yield "contributor late"
    if heard is not None and decided is not None and decided - heard > STAGE:
        yield "decision on the plan late"
    if decided is not None and draft is not None and draft - decided > STAGE:
        yield "drafting late"
    if draft is not None and final is not None and final - draft > 2 * STAGE:
        yield "family's time and placement"


def _last_on(request: AdviceRequest) -> date | None:
    return request.contributions[-1].received_on if request.contributions else None


def last_item(case: Case) -> AdviceItem | None:
    """Whose advice came in last."""
    came = [(day, request.item) for request in case.advice if (day := _last_on(request))]
    return max(came)[1] if came else None


# --- the checks -------------------------------------------------------------------------------------------------------


def tolerance(points: float, share: float, count: int) -> float:
    """What chance allows: the points given, or two standard errors where so few cases cannot be nearer."""
    if count == 0:
        return points
    return max(points, 200 * math.sqrt(share / 100 * (1 - share / 100) / count))


def checks(history: History) -> list[Check]:
    """Sanity checks 1 to 7 and 9 of the parameter page; the eighth is about a clearance, which nobody ordered here."""
    cases = list(history.cases)
    until = history.plan.until
    return [
        _split_check(history, split_of(cases, until)),
        _refusal_check(history, cases),
        _no_plan_check(cases),
        _exception_check(cases),
        _arrival_check(history, cases),
        _last_item_check(history, cases),
        _old_case_check(history, cases),
        _cause_check(cases),
    ]


def _split_check(history: History, split: Split) -> Check:
    target = history.plan.profile.split
    found = f"{_three(split.shares)} of {split.plans} plans"
    if target is None or not split.plans:
        return Check(1, "Three-way split near the published one", found, None)
    near = all(
        abs(share - wanted) <= tolerance(3, wanted, split.plans)
        for share, wanted in zip(split.shares, target, strict=True)
    )
    return Check(1, f"Three-way split near {_three(target)}", found, near)


def _three(shares: Sequence[float]) -> str:
    return " / ".join(f"{share:.0f}" for share in shares) + " %"


def _refusal_check(history: History, cases: Sequence[Case]) -> Check:
    decided = [c for c in cases if sent_on(c, Letter.WILL_ASSESS) or _was_refused(c)]
    rate = _share(decided, _was_refused)
    family = _share([c for c in decided if c.triggers[0].kind in _FAMILYS], _was_refused)
    school = _share([c for c in decided if c.triggers[0].kind not in _FAMILYS], _was_refused)
    wanted = 100 * history.refusal_rate
    says = f"Refusals near {wanted:.0f} %, families' at least twice as often"
    found = f"{rate:.1f} %; families {family:.0f}, others {school:.0f} %"
    near = abs(rate - wanted) <= tolerance(1.5, wanted, len(decided))
    return Check(2, says, found, near and family >= 2 * school if decided else None)


def _was_refused(case: Case) -> bool:
    """Whether the answer was no, though an order or an agreement may have set it aside since."""
    return any(notice.kind in REFUSES_ASSESSMENT for notice in case.notices)


def _share(cases: Sequence[Case], holds: object) -> float:
    if not cases:
        return 0.0
    assert callable(holds)
    return 100 * sum(bool(holds(case)) for case in cases) / len(cases)


def _no_plan_check(cases: Sequence[Case]) -> Check:
    decided = [c for c in cases if sent_on(c, Letter.NO_PLAN, Letter.PLAN_WILL_BE_MADE)]
    share = _share(decided, lambda case: sent_on(case, Letter.NO_PLAN) is not None)
    passed = 1 <= share <= 10 if len(decided) >= ENOUGH else None
    return Check(3, "No plan after 1 to 10 % of assessments", f"{share:.1f} %", passed)


def _exception_check(cases: Sequence[Case]) -> Check:
    counted = on_time_share(cases, leave_out_exceptions=False)
    left_out = on_time_share(cases, leave_out_exceptions=True)
    says = "In time with exceptions counted: at most 2 points under the share with them left out"
    if counted is None or left_out is None:
        return Check(4, says, "no plans", None)
    found = f"{counted:.1f} % counted, {left_out:.1f} % left out"
    plans = sum(sent_on(case, Letter.FINAL_PLAN) is not None for case in cases)
    # Among few plans one exception more or less moves the share by more than the check allows.
    passed = 0 <= left_out - counted <= 2 if plans >= ENOUGH else None
    return Check(4, says, found, passed)


def _arrival_check(history: History, cases: Sequence[Case]) -> Check:
    years = int(history.plan.years)
    says = "August under 5 % of requests; more in January to March than in July to September"
    if years < 1:
        return Check(5, says, "less than a year", None)
    first = history.plan.until - timedelta(days=round(years * 365.25))
    months = Counter(case.received_on.month for case in cases if case.received_on >= first)
    count = sum(months.values()) or 1
    august = 100 * months[8] / count
    winter = 100 * (months[1] + months[2] + months[3]) / count
    summer = 100 * (months[7] + months[8] + months[9]) / count
    found = (
        f"August {august:.1f} %, January to March {winter:.1f}, July to September {summer:.1f} %"
    )
    return Check(5, says, found, august < 5 and winter > summer)


def _last_item_check(history: History, cases: Sequence[Case]) -> Check:
    late = [case for case in cases if _is_late_plan(case)]
    last = Counter(last_item(case) for case in late)
    psychology = 100 * last[AdviceItem.PSYCHOLOGY] / (len(late) or 1)
    partners = 100 * (last[AdviceItem.HEALTH] + last[AdviceItem.SOCIAL_CARE]) / (len(late) or 1)
    found = f"psychology {psychology:.0f} %, health or social care {partners:.0f} % of {len(late)}"
    says = "Psychology is last in over half of late plans, health or social care in a fifth"
    if history.plan.profile.name != "middle" or len(late) < ENOUGH:
        return Check(6, says, found, None)
    near = tolerance(0, 50, len(late)), tolerance(0, 20, len(late))
    return Check(6, says, found, psychology > 50 - near[0] and partners >= 20 - near[1])


def _is_late_plan(case: Case) -> bool:
    final = first_final(case)
    return final is not None and final - case.received_on > TWENTY_WEEKS


def _old_case_check(history: History, cases: Sequence[Case]) -> Check:
    """Month ends count once the history is old enough to have such cases: 18 months in."""
    says = "At every month end some cases are open past a year, unless the area is healthy"
    ends = list(_month_ends(history.plan.first_day + timedelta(days=548), history.plan.until))
    if not ends or history.plan.profile.name == "healthy":
        return Check(7, says, "no month end to look at", None)
    counts = [sum(_open_past_a_year(case, end) for case in cases) for end in ends]
    return Check(
        7, says, f"{min(counts)} to {max(counts)} over {len(ends)} months", min(counts) > 0
    )


def _month_ends(first: date, until: date) -> Iterator[date]:
    day = first
    while day < until:
        if (day + timedelta(days=1)).day == 1:
            yield day
        day += timedelta(days=1)


def _open_past_a_year(case: Case, on: date) -> bool:
    if on - case.received_on <= A_YEAR:
        return False
    closed = case.ended_on or sent_on(case, Letter.FINAL_PLAN, Letter.NO_PLAN, *REFUSES_ASSESSMENT)
    return closed is None or closed > on


def _cause_check(cases: Sequence[Case]) -> Check:
    late = [case for case in cases if _is_late_plan(case)]
    without = sum(not causes(case) for case in late)
    named = Counter(cause for case in late for cause in causes(case))
    found = f"{without} of {len(late)} without; " + ", ".join(
        f"{cause} {count}" for cause, count in named.most_common()
    )
    return Check(9, "Every late plan has a cause", found, without == 0)


def by_state(cases: Iterable[Case]) -> dict[State, int]:
    """How many cases stand where."""
    counted = Counter(case.state for case in cases)
    return {state: counted[state] for state in State if counted[state]}
