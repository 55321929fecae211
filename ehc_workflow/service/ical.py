"""Days that are owed as iCalendar, RFC 5545: whole days without a word about any child."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event

from ehc_workflow.domain.calendars import Days, Entry, Owed, PlannedVisit, entries_of
from ehc_workflow.domain.deadlines import Deadline, Kind, Owner
from ehc_workflow.domain.deadlines.model import ADVICE_LIMITS
from ehc_workflow.service.alert_words import duty_of
from ehc_workflow.store.queries.agendas import MeetingLine

_AGAIN = timedelta(hours=6)
"""How soon a calendar program is asked to look again."""
_KINDS = {Kind.STATUTORY: "Law", Kind.GUIDANCE: "Guidance", Kind.LOCAL: "Own target"}


def as_ical(days: Days, address: str, meetings: Iterable[MeetingLine] = ()) -> bytes:
    """The days of what is owed, visits and panels. `address` is where the pages are; the same facts, the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//EHC workflow//Days that are owed//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "EHC: days that are owed")
    calendar.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
    for one in days.owed:
        for entry in entries_of(one):
            calendar.add_component(_event(entry, address))
    for visit in days.visits:
        calendar.add_component(_visit(visit, address))
    for meeting in meetings:
        for event in _panel_days(meeting, address):
            calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _panel_days(meeting: MeetingLine, address: str) -> Iterator[Event]:
    """The day a panel meets, and the day its papers are due where that is another."""
    days = {"meets": (meeting.meets_on, f"{meeting.panel} meets")}
    if meeting.papers_by != meeting.meets_on:
        days["papers"] = (meeting.papers_by, f"Papers due for {meeting.panel}")
    for name, (day, summary) in days.items():
        event = Event()
        event.add("uid", f"panel/{meeting.id}/{name}")
        event.add("dtstamp", datetime.combine(meeting.papers_by, time(0), tzinfo=UTC))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", summary)
        event.add("description", "A panel advises. No case waits for it past its limit.")
        event.add("url", f"{address}/panels/meetings/{meeting.id}")
        event.add("categories", ["Panel"])
        event.add("transp", "TRANSPARENT")
        yield event


def _said(deadline: Deadline, duty: str) -> str:
    """What stays true while the day comes nearer: a calendar program may keep it for weeks."""
    whose = {
        Kind.STATUTORY: f"The law’s limit, {deadline.provision}.",
        Kind.GUIDANCE: f"Guidance, {deadline.provision}.",
        Kind.LOCAL: "The authority’s own target, not law.",
    }
    return f"{duty}. {whose[deadline.kind]}"


def _path(owed: Owed) -> str:
    """Where it is done: whoever owes advice cannot open the whole case."""
    if owed.deadline.code in ADVICE_LIMITS and owed.deadline.owner is Owner.SERVICE:
        return f"/desk/requests/{owed.deadline.ref}"
    return f"/assessments/{owed.assessment_id}"


def _event(entry: Entry, address: str) -> Event:
    owed, deadline = entry.owed, entry.owed.deadline
    duty = duty_of(deadline.code, deadline.rule_version)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", owed.version)
    event.add("dtstamp", datetime.combine(deadline.starts_on, time(0), tzinfo=UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", f"{'Act by' if entry.is_act_by else 'Due'}: {duty} ({owed.reference})")
    event.add("description", _said(deadline, duty))
    event.add("url", address + _path(owed))
    event.add("categories", [_KINDS[deadline.kind]])
    event.add("transp", "TRANSPARENT")
    return event


def _visit(visit: PlannedVisit, address: str) -> Event:
    """A visit as a whole day with its time in the words: how long it takes is nobody's to guess."""
    event = Event()
    event.add("uid", f"{visit.assessment_id}/visit/{visit.request_id}/{visit.number}")
    event.add("sequence", visit.version)
    event.add("dtstamp", datetime.combine(visit.visit_on, time(0), tzinfo=UTC))
    event.add("dtstart", visit.visit_on)
    event.add("dtend", visit.visit_on + timedelta(days=1))
    at = f" at {visit.at}" if visit.at else ""
    event.add("summary", f"Visit{at} ({visit.reference})")
    event.add("description", "A visit for advice. It moves no day that is owed.")
    event.add("url", f"{address}/desk/requests/{visit.request_id}")
    event.add("transp", "TRANSPARENT")
    return event
