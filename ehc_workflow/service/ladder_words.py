"""A step of a ladder in words: when, whom, and how."""

from __future__ import annotations

from collections.abc import Sequence

from ehc_workflow.rules.ladders import Audience, Rung, Way

AUDIENCES = {
    Audience.CASEWORKER: "caseworker",
    Audience.TEAM_MANAGER: "team manager",
    Audience.HEAD_OF_SERVICE: "head of service",
    Audience.DECISION_MAKER: "decision-maker",
    Audience.SERVICE: "service",
    Audience.SERVICE_LEAD: "service lead",
    Audience.DCO: "designated clinical officer",
    Audience.EXECUTIVE_LEAD: "executive lead of the health body",
}


WAYS = {
    Way.AT_ONCE: "",
    Way.DIGEST: ", in the digest and on the list",
    Way.IN_APP: ", on the list alone",
}
"""By which way a step goes, where that is less than at once."""


def moments(rungs: Sequence[Rung]) -> str:
    """When the steps of a ladder come, in one line."""
    parts = [f"{rung.percent} %" for rung in rungs if rung.percent is not None]
    before = [str(-rung.days) for rung in rungs if rung.days < 0]
    after = [str(rung.days) for rung in rungs if rung.days > 0]
    said = [
        f"when {_listed(parts)} of the time has gone" if parts else "",
        f"{_listed(before)} working {'day' if before == ['1'] else 'days'} before"
        if before
        else "",
        "on the day" if any(rung.days == 0 and rung.percent is None for rung in rungs) else "",
        f"{_listed(after)} {'day' if after == ['1'] else 'days'} after" if after else "",
    ]
    line = ", ".join(part for part in said if part)
    return line[:1].upper() + line[1:]


def step(rung: Rung) -> str:
    """A rung in words: when, whom, and by which way where that is less than at once."""
    told = _listed([AUDIENCES[one] for one in rung.audience])
    unless = ", unless it is taken up" if rung.unless_planned else ""
    return f"{_moment(rung)}: {told}{WAYS[rung.way]}{unless}"


def _moment(rung: Rung) -> str:
    if rung.percent is not None:
        return f"When {rung.percent} % of the time has gone"
    if rung.days == 0:
        return "On the last working day for it"
    days = "day" if abs(rung.days) == 1 else "days"
    return f"{-rung.days} working {days} before" if rung.days < 0 else f"{rung.days} {days} after"


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
