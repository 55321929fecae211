"""Days that are owed as iCalendar, RFC 5545: whole days without a word about any child."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from ehc_workflow.dates.bank_holidays import BankHolidays
from ehc_workflow.domain.calendars import Entry, Owed, entries_of
from ehc_workflow.domain.deadlines import Kind
from ehc_workflow.service.alert_words import duty_of, reason

_AGAIN = timedelta(hours=6)
"""How soon a calendar program is asked to look again."""
_KINDS = {Kind.STATUTORY: "Law", Kind.GUIDANCE: "Guidance", Kind.LOCAL: "Own target"}


def as_ical(owed: Iterable[Owed], today: date, address: str, holidays: BankHolidays) -> bytes:
    """The days of what is owed. `address` is where the pages are; one day gives the same facts the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//EHC workflow//Days that are owed//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "EHC: days that are owed")
    calendar.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
    for one in owed:
        for entry in entries_of(one):
            calendar.add_component(_event(entry, today, address, holidays))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry, today: date, address: str, holidays: BankHolidays) -> Event:
    owed, deadline = entry.owed, entry.owed.deadline
    duty = duty_of(deadline.code, deadline.rule_version)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", owed.version)
    event.add("dtstamp", datetime.combine(today, time(0), tzinfo=UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", f"{'Act by' if entry.is_act_by else 'Due'}: {duty} ({owed.reference})")
    event.add("description", reason(deadline, today, holidays))
    event.add("url", f"{address}/assessments/{owed.assessment_id}")
    event.add("categories", [_KINDS[deadline.kind]])
    event.add("transp", "TRANSPARENT")
    return event
