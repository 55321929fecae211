"""The table of limits as a Markdown page, printed from the rules so that no second list can drift from them."""

from __future__ import annotations

from collections.abc import Iterator

from ehc_workflow.dates.words import in_words
from ehc_workflow.rules.book import RuleBook
from ehc_workflow.rules.coronavirus_2020 import (
    CORONAVIRUS_GROUND,
    CORONAVIRUS_IN_FORCE,
    CORONAVIRUS_REACHED,
)
from ehc_workflow.rules.model import Citation, Counting, Source, TimeLimit

_SURE = {
    Source.LAW_READ: "read",
    Source.CONFIRMED: "confirmed",
    Source.UNVERIFIED: "to be checked",
}
_HEAD = """# The limits

Printed from the rules by `ehc clock limits`; do not edit. "Read" means that the provision was read in a copy of the
statutory text, "confirmed" that a government, ombudsman or advice page says the same, "to be checked" that neither was
found. This is not legal advice.

Every limit of a local authority is an outer limit: the duty is to act as soon as practicable. None of them moves for a
weekend or a bank holiday. An exception lets a limit go; it never sets another day.
"""


def limits_page(book: RuleBook) -> str:
    """The whole page: every version of every limit, then rule 12, the grounds and the points to be checked."""
    parts = (_HEAD, *_limits(book), *_tribunal_time(book), *_grounds(book), *_doubts(book))
    return "\n".join(parts) + "\n"


def period_in_words(limit: TimeLimit) -> str:
    """The period as the table shows it: 6 weeks, 15 working days beginning with."""
    period = limit.period
    if period.counting is Counting.ANOTHER_DATE:
        return "the date set"
    if period.counting is Counting.THE_DAY_ITSELF:
        return "on the day itself"
    unit = period.counting.value.removesuffix(" after")
    return f"{period.number} {unit[:-1] if period.number == 1 and unit.endswith('s') else unit}"


def _limits(book: RuleBook) -> Iterator[str]:
    yield "## Limits\n"
    yield "| Rule | What is owed | Whose time | Period | Counted from | Provision | Kind | In force | Exceptions |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for limit in book.limits:
        yield _row(limit)
    yield ""


def _row(limit: TimeLimit) -> str:
    cells = (
        f"`{limit.code}`",
        limit.duty,
        limit.owner.value,
        period_in_words(limit),
        limit.start.value,
        f"{limit.citation.place} ({_SURE[limit.citation.source]})",
        limit.kind.value,
        _days(limit.in_force.first_day, limit.in_force.last_day),
        _exceptions(limit),
    )
    return "| " + " | ".join(cells) + " |"


def _days(first_day: object, last_day: object) -> str:
    return f"{first_day} to {last_day}" if last_day else f"from {first_day}"


def _exceptions(limit: TimeLimit) -> str:
    if limit.grounds is None:
        return "no list"
    return ", ".join(ground.citation.place for ground in limit.grounds) or "none of any kind"


def _tribunal_time(book: RuleBook) -> Iterator[str]:
    yield "## When time before the Tribunal ends\n"
    yield "After this a last day that is no working day moves to the next working day: r12(2).\n"
    for rule in book.tribunal_times:
        days = _days(rule.in_force.first_day, rule.in_force.last_day)
        sure = _SURE[rule.citation.source]
        yield f"- {rule.citation.place} ({sure}), {days}: {rule.says}."
    yield ""


def _grounds(book: RuleBook) -> Iterator[str]:
    yield "## Grounds for an exception\n"
    yield "| Ground | The reason | How sure |"
    yield "|---|---|---|"
    seen = {
        ground.citation.place: ground for limit in book.limits for ground in limit.grounds or ()
    }
    for ground in seen.values():
        yield f"| {ground.citation.place} | {ground.says} | {_SURE[ground.citation.source]} |"
    yield ""
    yield from _coronavirus()


def _coronavirus() -> Iterator[str]:
    days, ground = CORONAVIRUS_IN_FORCE, CORONAVIRUS_GROUND
    until = in_words(days.last_day) if days.last_day else "now"
    yield f"From {in_words(days.first_day)} to {until} only ({ground.citation.place}): {ground.says}. It reached"
    yield ", ".join(f"`{code}`" for code in CORONAVIRUS_REACHED) + "."
    yield ""


def _doubts(book: RuleBook) -> Iterator[str]:
    yield "## Points to be checked with a lawyer\n"
    yield from dict.fromkeys(
        _doubt(citation) for citation in _cited(book) if _is_doubtful(citation)
    )
    yield ""
    yield f"The first rule here is in force from {in_words(min(limit.in_force.first_day for limit in book.limits))}."


def _cited(book: RuleBook) -> Iterator[Citation]:
    for limit in book.limits:
        yield limit.citation
        yield from (ground.citation for ground in limit.grounds or ())
    yield from (rule.citation for rule in book.tribunal_times)


def _is_doubtful(citation: Citation) -> bool:
    return bool(citation.doubt) or citation.source is Source.UNVERIFIED


def _doubt(citation: Citation) -> str:
    return f"- {citation.place}: {citation.doubt or 'The text was not read.'}"
