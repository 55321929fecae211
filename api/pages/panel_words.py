"""What panels advise on, and what was changed of one, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from api.pages.organisation_words import Told
from api.words import day, plural
from ehc_workflow.domain.case import PanelMatter
from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.reporting.case_words import MATTERS
from ehc_workflow.store.organisation_changes import Change

MATTERS_ASKED = {one.value: MATTERS[one][:1].upper() + MATTERS[one][1:] for one in PanelMatter}
_PLAIN = {
    ChangeKind.PANEL_MADE: "Panel set up",
    ChangeKind.PANEL_CLOSED: "Panel closed",
    ChangeKind.PANEL_REOPENED: "Panel opened again",
}
_FIELDS = {
    "name": "Name",
    "advises_on": "Advises on",
    "quorum": "Members needed",
    "meets": "Meets",
}


def changes_told(changes: Iterable[Change]) -> list[Told]:
    """What was changed of a panel, the newest first."""
    return [Told(_says(one), one.made_by, one.made_at) for one in changes]


def _says(change: Change) -> str:
    content = change.content
    match change.kind:
        case ChangeKind.PANEL_CHANGED:
            return "; ".join(
                f"{_FIELDS[name]}: {_value(before)}, now {_value(after)}"
                for name, (before, after) in content.items()
            )
        case ChangeKind.MEMBER_ADDED:
            return f"{content['name']} sits there for {content['body']}"
        case ChangeKind.MEMBER_LEFT:
            return f"{content['name']} has left"
        case ChangeKind.MEETING_PLANNED:
            days = [_day(one) for one in content["days"]]
            more = f" and {plural(len(days) - 1, 'meeting')} more" if days[1:] else ""
            return f"Meeting planned for {days[0]}{more}"
        case ChangeKind.MEETING_CALLED_OFF:
            return f"Meeting of {_day(content['day'])} called off"
        case ChangeKind.ATTENDANCE_RECORDED:
            number = plural(content["number"], "member")
            return f"Who was at the meeting of {_day(content['day'])}: {number}"
    return _PLAIN[change.kind]


def _value(value: object) -> str:
    if isinstance(value, list):
        return " and ".join(MATTERS[PanelMatter(one)] for one in value)
    return str(value) or "not said"


def _day(written: str) -> str:
    return day(date.fromisoformat(written))
