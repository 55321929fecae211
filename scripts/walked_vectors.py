"""Clock vectors by the hundred, from the slow walk of the tests: day after day, sharing nothing with the engine.

Each says by which provision its dates follow. `make docs` writes them to `tests/examples/clock_vectors/walked.yaml`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.unit.domain import day_by_day as walk

HEAD = """# Made by `make docs` with scripts/walked_vectors.py, from a walk day by day. All facts are made up.
"""
Vector = tuple[str, dict[str, Any], list[dict[str, Any]], str]


def days() -> Iterator[date]:
    """Days on which counting goes wrong: ends of months, leap days, holidays, changes of the clock, weekends."""
    for year in (2022, 2024, 2026, 2027, 2028):
        sunday = walk.easter(year)
        yield date(year, 1, 31)
        yield walk.day_after(date(year, 3, 1), -1)
        yield from sorted({walk.day_after(sunday, -3), walk.day_after(sunday)})
        yield max(
            d for d in walk.EVERY_DAY if (d.year, d.month) == (year, 10) and d.isoweekday() == 7
        )
        yield date(year, 6, 30)
        yield date(year, 8, 31)
        yield date(year, 12, 24)


def clock(name: str, starts: date, due: date, **more: Any) -> dict[str, Any]:
    """One expected clock; what is to be done is best done on the last working day on or before."""
    act_by = (
        {}
        if name in {"draft_window", "appeal", "mediation_contact"}
        else {"act_by": walk.open_on_or_before(due)}
    )
    return {"clock": name, "starts": starts, "due": due, **act_by, **more}


def weeks(day: date, number: int) -> date:
    """The same weekday so many weeks on."""
    return walk.day_after(day, 7 * number)


def request(day: date) -> Vector:
    """The limits that begin with the request."""
    final = weeks(day, 20)
    expected = [
        clock("decide_whether_to_assess", day, weeks(day, 6), basis="reg 5(1)"),
        clock("decide_no_plan", day, weeks(day, 16), basis="reg 10(1)"),
        clock("final_plan", day, final, basis="reg 13(2)"),
        clock("latest_draft_service", day, walk.day_after(final, -15), basis="reg 13(1)"),
    ]
    given = {"triggers": [{"kind": "parental_request", "received_on": day}]}
    return (
        "Requested",
        given,
        expected,
        "Regs 5(1), 10(1) and 13(2): the day of receipt is day 0, weeks are seven calendar days.",
    )


def advice(day: date) -> Vector:
    """Six weeks from the day a body receives the request for advice."""
    given = {"advice_requests": [{"contributor": "health", "received_by_body_on": day}]}
    expected = [clock("advice_health", day, weeks(day, 6), basis="reg 8(1)")]
    return (
        "Advice asked of a health body",
        given,
        expected,
        "Reg 8(1): six weeks from the day the body received it.",
    )


def draft(day: date) -> Vector:
    """The family's fifteen days, by each way of serving."""
    served = {
        "email": walk.open_on_or_after(day),
        "first_class_post": walk.working_day_after(day, 2),
        "second_class_post": walk.working_day_after(day, 4),
    }
    given = {
        "drafts": [
            {"ref": f"D{place}", "sent_on": day, "method": way}
            for place, way in enumerate(served, start=1)
        ]
    }
    expected = [
        clock(
            "draft_window",
            on,
            walk.day_after(on, 14),
            ref=f"D{place}",
            basis="reg 13(1)",
            earliest_final=walk.day_after(on, 15),
        )
        for place, on in enumerate(served.values(), start=1)
    ]
    why = "Reg 13(1): 15 days beginning with service; post is served on the second or fourth working day after posting."
    return "A draft sent in three ways", given, expected, why


def appeal(day: date) -> Vector:
    """Two months from sending, for the adviser and for the Tribunal."""
    end = walk.months_after(day, 2)
    given = {"notices": [{"kind": "no_plan", "sent_on": day, "method": "email"}]}
    expected = [
        clock("appeal", day, walk.tribunal_end(end), unadjusted=end, basis="r20(1)(c)"),
        clock("mediation_contact", day, end, basis="reg 33"),
    ]
    return (
        "No plan, told",
        given,
        expected,
        "R20(1)(c), r12(2) and (3) for the appeal; reg 33, which never moves, for the adviser.",
    )


def order_to_assess(day: date) -> Vector:
    """Two, ten and fourteen weeks from the order."""
    given = {"orders": [{"kind": "assess", "made_on": day}]}
    expected = [
        clock("notify_will_assess", day, weeks(day, 2), basis="reg 44(2)(b)"),
        clock("decide_no_plan", day, weeks(day, 10), basis="reg 44(2)(b)"),
        clock("final_plan", day, weeks(day, 14), basis="reg 44(2)(b)"),
    ]
    return (
        "Ordered to assess",
        given,
        expected,
        "Reg 44(2)(b): 2, 10 and 14 weeks from the date of the order.",
    )


def order_to_make(day: date) -> Vector:
    """Five and eleven weeks from the order."""
    given = {"orders": [{"kind": "make_plan", "made_on": day}]}
    expected = [
        clock("draft_plan", day, weeks(day, 5), basis="reg 44(2)(c)"),
        clock("final_plan", day, weeks(day, 11), basis="reg 44(2)(c)"),
    ]
    return (
        "Ordered to make a plan",
        given,
        expected,
        "Reg 44(2)(c): 5 and 11 weeks from the date of the order.",
    )


def mediation(day: date) -> Vector:
    """Thirty days to arrange, three working days to certify."""
    given = {
        "mediations": [
            {"issues": "education_or_care", "authority_told_on": day, "declined_on": day}
        ]
    }
    expected = [
        clock("mediation_certificate", day, walk.working_day_after(day, 3), basis="regs 34 to 39")
    ]
    expected.append(clock("arrange_mediation", day, walk.day_after(day, 30), basis="regs 34 to 39"))
    return (
        "Mediation asked for and declined",
        given,
        expected,
        "Regs 34 to 39: 30 days; three working days, the day itself not counted.",
    )


def reassessment(day: date) -> Vector:
    """Fifteen days to answer."""
    given = {"reassessment": {"received_on": day}}
    expected = [
        clock("decide_whether_to_reassess", day, walk.day_after(day, 15), basis="reg 25(1)")
    ]
    return (
        "Re-assessment asked for",
        given,
        expected,
        "Reg 25(1): 15 calendar days from the request.",
    )


def consultation(day: date) -> Vector:
    """Fifteen days to reply, the day of sending not counted."""
    given = {"consultations": [{"consulted_on": day}]}
    expected = [clock("school_reply", day, walk.day_after(day, 15), basis="Code 9.83")]
    return (
        "A school consulted",
        given,
        expected,
        "Code 9.83: 15 calendar days, the day of sending not counted.",
    )


def conceded(day: date) -> Vector:
    """The authority does not oppose an appeal against its refusal to assess."""
    given = {"unopposed_appeals": [{"matter": "assess", "notified_tribunal_on": day}]}
    expected = [
        clock("notify_will_assess", day, weeks(day, 2)),
        clock("decide_no_plan", day, weeks(day, 10)),
        clock("final_plan", day, weeks(day, 14)),
    ]
    return (
        "An appeal not opposed",
        given,
        expected,
        "Reg 45(3) and (3A): 2, 10 and 14 weeks from telling the Tribunal.",
    )


KINDS: dict[str, Callable[[date], Vector]] = {
    "WR": request,
    "WA": advice,
    "WD": draft,
    "WP": appeal,
    "WO": order_to_assess,
    "WM": order_to_make,
    "WI": mediation,
    "WE": reassessment,
    "WC": consultation,
    "WU": conceded,
}


def vectors() -> Iterator[dict[str, Any]]:
    """Every kind on every day."""
    for code, kind in KINDS.items():
        for number, day in enumerate(days(), start=1):
            title, given, expected, why = kind(day)
            yield {
                "id": f"{code}-{number:02}",
                "title": f"{title} on {day:%A} {day.day} {day:%B %Y}",
                "given": _plain(given),
                "expect": {"clocks": _plain(expected)},
                "why": why,
            }


def _plain(value: Any) -> Any:
    """Days as text, as the format has them."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def page() -> str:
    """The whole file."""
    document = {"format": "ehc-clock-vectors", "version": 1, "vectors": list(vectors())}
    return HEAD + yaml.safe_dump(document, sort_keys=False, default_flow_style=None, width=120)


if __name__ == "__main__":
    print(page(), end="")
