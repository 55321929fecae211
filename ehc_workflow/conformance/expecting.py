"""`expect` of a vector: its words checked, so that a slip of the pen cannot look like a difference in law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ehc_workflow.conformance.words import (
    VectorError,
    a_date,
    a_list,
    a_ref,
    a_truth,
    a_whole_number,
    an_object,
    one_of,
    only,
    shown,
)
from ehc_workflow.domain.clocks.explanation import CONFIRM
from ehc_workflow.domain.clocks.reckoning import FAMILYS_OWN
from ehc_workflow.domain.facts import ClockId, RightHolder, Setting
from ehc_workflow.rules.book import BOOK

Field = Callable[[object, str], object]

_A_CLOCK = one_of(ClockId)
_BASES = frozenset(limit.citation.place for limit in BOOK.limits)
_GROUNDS = frozenset(ground.basis for limit in BOOK.limits for ground in limit.grounds or ())


def _from(known: frozenset[str]) -> Field:
    def read(value: object, key: str) -> object:
        if value not in known:
            raise VectorError(key, f"{shown(value)} is not one of {', '.join(sorted(known))}")
        return value

    return read


def _set_of(known: frozenset[str]) -> Field:
    one = _from(known)

    def read(value: object, key: str) -> object:
        if not isinstance(value, list) or len({str(item) for item in value}) != len(value):
            raise VectorError(key, f"a list without doubles is expected, not {shown(value)}")
        return [one(item, f"{key}[{place}]") for place, item in enumerate(value)]

    return read


_ENTRY: dict[str, Field] = {
    "clock": _A_CLOCK,
    "ref": a_ref,
    "starts": a_date,
    "due": a_date,
    "act_by": a_date,
    "basis": _from(_BASES),
    "exceptions": _set_of(_GROUNDS),
    "confirm": _set_of(frozenset(CONFIRM)),
    "done_on": a_date,
    "days_late": a_whole_number,
    "unadjusted": a_date,
    "earliest_final": a_date,
    "final_in_time": a_truth,
}
_WINDOW: dict[str, Field] = {
    "setting": one_of(Setting, but=frozenset({Setting.NONE.value})),
    "closed_days": a_whole_number,
    "qualifies": a_truth,
    "first_day": a_date,
    "last_day": a_date,
}
_HOLDER: dict[str, Field] = {"day": a_date, "holder": one_of(RightHolder)}
_ONLY_FOR = {
    "unadjusted": frozenset({ClockId.APPEAL}),
    "earliest_final": frozenset({ClockId.DRAFT_WINDOW}),
    "final_in_time": frozenset({ClockId.DRAFT_WINDOW}),
}


def _fields(fields: dict[str, Field], required: str) -> Field:
    def read(value: object, key: str) -> object:
        given = an_object(value, key)
        only(given, fields, key)
        if required not in given:
            raise VectorError(key, f"'{required}' is missing")
        for name, one in given.items():
            fields[name](one, f"{key}.{name}")
        return given

    return read


def _entry(value: object, key: str) -> object:
    given = _fields(_ENTRY, "clock")(value, key)
    clock = an_object(given, key)["clock"]
    for name in an_object(given, key):
        if clock not in _ONLY_FOR.get(name, frozenset(ClockId)):
            raise VectorError(f"{key}.{name}", f"{clock} has no {name}")
        if clock in FAMILYS_OWN and name in ("act_by", "exceptions", "confirm"):
            raise VectorError(
                f"{key}.{name}", f"{clock} is the family's own time and has no {name}"
            )
    return given


_EXPECT: dict[str, Field] = {
    "clock_start": a_date,
    "original_limits_superseded": a_truth,
    "clocks": a_list(_entry),
    "no_clocks": a_list(_A_CLOCK),
    "closure_windows": a_list(_fields(_WINDOW, "setting")),
    "compulsory_school_age_ends": a_date,
    "right_holder": a_list(_fields(_HOLDER, "holder")),
    "assessed_within_six_months": a_truth,
}


def check_expect(expect: dict[str, Any]) -> None:
    """Refuse an expectation that does not keep to the format."""
    if not expect:
        raise VectorError("expect", "at least one expectation is expected")
    only(expect, _EXPECT, "expect")
    for name, value in expect.items():
        _EXPECT[name](value, f"expect.{name}")
