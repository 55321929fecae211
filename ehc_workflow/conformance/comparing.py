"""How an answer is held against what must come out: only what is written is compared, and entries pair off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ehc_workflow.conformance.words import shown

Entry = Mapping[str, Any]
AS_SETS = frozenset({"exceptions", "confirm"})
IN_ORDER = frozenset({"closure_windows", "right_holder"})
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the answer is not what must come out."""

    where: str
    expected: str
    answered: str
    clock: str | None = None
    key: str | None = None

    def __str__(self) -> str:
        """In a line."""
        return f"{self.where}: expected {self.expected}, answered {self.answered}"


def differences(expect: Mapping[str, Any], answer: Mapping[str, Any]) -> list[Difference]:
    """Every difference between what must come out of a vector and what did."""
    found: list[Difference] = []
    for key, wanted in expect.items():
        if key == "clocks":
            found += _clocks(wanted, _entries(answer))
        elif key == "no_clocks":
            found += _no_clocks(wanted, _entries(answer))
        elif key in IN_ORDER:
            found += _in_order(key, wanted, answer.get(key))
        elif not same(key, wanted, answer.get(key, _MISSING)):
            found.append(Difference(key, shown(wanted), _told(answer.get(key, _MISSING)), key=key))
    return found


def same(key: str, wanted: object, answered: object) -> bool:
    """Whether two values agree: grounds and points to confirm as sets, the rest as they are; true is not 1."""
    if key in AS_SETS and isinstance(wanted, list) and isinstance(answered, list):
        return sorted(map(str, wanted)) == sorted(set(map(str, answered)))
    return type(wanted) is type(answered) and wanted == answered


def agrees(wanted: Entry, answered: Entry) -> bool:
    """Whether an answered entry agrees in every key that is written."""
    return all(same(key, value, answered.get(key, _MISSING)) for key, value in wanted.items())


def _entries(answer: Mapping[str, Any]) -> list[Entry]:
    entries = answer.get("clocks", [])
    return (
        [entry for entry in entries if isinstance(entry, Mapping)]
        if isinstance(entries, list)
        else []
    )


def _clocks(wanted: list[Entry], answered: list[Entry]) -> Iterator[Difference]:
    for clock in dict.fromkeys(entry["clock"] for entry in wanted):
        ours = [entry for entry in wanted if entry["clock"] == clock]
        theirs = [entry for entry in answered if entry.get("clock") == clock]
        yield from _pair_off(clock, ours, theirs)


def _pair_off(clock: str, wanted: list[Entry], answered: list[Entry]) -> Iterator[Difference]:
    if len(wanted) != len(answered):
        where = f"clocks, {clock}"
        yield Difference(where, _count(len(wanted)), _count(len(answered)), clock=clock)
        return
    if all_pair_off([[agrees(one, other) for other in answered] for one in wanted]):
        return
    for one, other in _nearest(wanted, answered):
        for key, value in one.items():
            if not same(key, value, other.get(key, _MISSING)):
                name = f"{clock} {one['ref']}" if "ref" in one else clock
                told = _told(other.get(key, _MISSING))
                yield Difference(f"clocks, {name}, {key}", shown(value), told, clock=clock, key=key)


def all_pair_off(fits: list[list[bool]]) -> bool:
    """Whether rows can be matched with columns one to one; by augmenting paths, so no early choice spoils a later."""
    taken_by: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for column, fit in enumerate(fits[row]):
            if fit and column not in tried:
                tried.add(column)
                if column not in taken_by or place(taken_by[column], tried):
                    taken_by[column] = row
                    return True
        return False

    return all(place(row, set()) for row in range(len(fits)))


def _nearest(wanted: list[Entry], answered: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Pairs for telling the differences: the best agreeing first."""
    left = list(answered)
    for one in sorted(
        wanted, key=lambda entry: not any(agrees(entry, other) for other in answered)
    ):
        other = max(
            left, key=lambda entry: sum(same(k, v, entry.get(k, _MISSING)) for k, v in one.items())
        )
        left.remove(other)
        yield one, other


def _no_clocks(wanted: list[str], answered: list[Entry]) -> Iterator[Difference]:
    for clock in wanted:
        number = sum(entry.get("clock") == clock for entry in answered)
        if number:
            yield Difference(f"no_clocks, {clock}", "no entry", _count(number), clock=clock)


def _in_order(key: str, wanted: list[Entry], answered: object) -> Iterator[Difference]:
    theirs = answered if isinstance(answered, list) else []
    if len(wanted) != len(theirs):
        yield Difference(key, _count(len(wanted)), _count(len(theirs)), key=key)
        return
    for place, (one, other) in enumerate(zip(wanted, theirs, strict=True)):
        for name, value in one.items():
            told = other.get(name, _MISSING) if isinstance(other, Mapping) else _MISSING
            if not same(name, value, told):
                yield Difference(f"{key}[{place}].{name}", shown(value), _told(told), key=key)


def _count(number: int) -> str:
    return "no entry" if number == 0 else "1 entry" if number == 1 else f"{number} entries"


def _told(value: object) -> str:
    return "nothing" if value is _MISSING else shown(value)
