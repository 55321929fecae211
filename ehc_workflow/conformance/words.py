"""Reading the words of a vector one by one, each refused with the key it stands under."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from datetime import time as time_of_day
from enum import StrEnum
from typing import Any, TypeVar

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])",
    re.ASCII,
)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_REF = re.compile(r"[A-Z]{1,3}[0-9]{1,3}", re.ASCII)

T = TypeVar("T")
Word = StrEnum


class VectorError(Exception):
    """A vector that does not keep to the format, or that cannot be worked out."""

    def __init__(self, key: str, says: str) -> None:
        """`key` is the path in the vector, such as given.triggers[0].received_on."""
        super().__init__(f"{key}: {says}" if key else says)
        self.key = key
        self.says = says


def shown(value: object) -> str:
    """A value as a message quotes it, never more than a line of it."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def a_date(value: object, key: str) -> date:
    """A London calendar day, '2026-05-04'."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise VectorError(key, f"there is no day {value}") from None
    raise VectorError(key, f"a date such as '2026-05-04' is expected, not {shown(value)}")


def a_moment(value: object, key: str) -> datetime:
    """A moment with its offset, '2026-06-14T23:20:00Z'."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise VectorError(key, f"there is no moment {value}") from None
    raise VectorError(
        key, f"a moment such as '2026-06-14T23:20:00+01:00' is expected, not {shown(value)}"
    )


def a_time(value: object, key: str) -> time_of_day:
    """A London time of day, '17:00'."""
    if isinstance(value, str) and _TIME.fullmatch(value):
        return time_of_day.fromisoformat(value)
    raise VectorError(key, f"a time such as '17:00' is expected, not {shown(value)}")


def a_ref(value: object, key: str) -> str:
    """A name such as N1."""
    if isinstance(value, str) and _REF.fullmatch(value):
        return value
    raise VectorError(key, f"a name such as N1 is expected, not {shown(value)}")


def a_truth(value: object, key: str) -> bool:
    """True or false, nothing that merely looks like one."""
    if isinstance(value, bool):
        return value
    raise VectorError(key, f"true or false is expected, not {shown(value)}")


def a_whole_number(value: object, key: str) -> int:
    """A whole number, which true and false are not."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise VectorError(key, f"a whole number is expected, not {shown(value)}")


E = TypeVar("E", bound=StrEnum)


def one_of(words: type[E], *, but: frozenset[str] = frozenset()) -> Callable[[object, str], E]:
    """One of the words of a list."""
    known = {word.value: word for word in words if word.value not in but}

    def read(value: object, key: str) -> E:
        word = known.get(value) if isinstance(value, str) else None
        if word is None:
            raise VectorError(key, f"{shown(value)} is not one of {', '.join(known)}")
        return word

    return read


def a_list(read: Callable[[object, str], T]) -> Callable[[object, str], tuple[T, ...]]:
    """A list of at least one."""

    def read_all(value: object, key: str) -> tuple[T, ...]:
        if not isinstance(value, list) or not value:
            raise VectorError(key, f"a list of at least one is expected, not {shown(value)}")
        return tuple(read(one, f"{key}[{place}]") for place, one in enumerate(value))

    return read_all


def an_object(value: object, key: str) -> dict[str, Any]:
    """A mapping of names to values."""
    if isinstance(value, dict) and all(isinstance(name, str) for name in value):
        return value
    raise VectorError(key, f"names with values are expected, not {shown(value)}")


def only(
    given: Mapping[str, object], known: Mapping[str, object] | frozenset[str], key: str
) -> None:
    """Refuse a name that the format does not know: a slip of the pen must not pass as a fact left out."""
    for name in given:
        if name not in known:
            raise VectorError(
                f"{key}.{name}",
                f"not a word of the format here; known are {', '.join(sorted(known))}",
            )
