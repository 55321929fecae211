"""Visits by week for those who make them, and the closures of the settings they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from ehc_workflow.domain.case import AdviceItem, VisitEnd, VisitPlace
from ehc_workflow.domain.facts import AppointmentPurpose
from ehc_workflow.store.queries.allocation import holder_on
from ehc_workflow.store.queries.desk_reach import DeskReach, reached
from ehc_workflow.store.tables.accounts import SeatRow
from ehc_workflow.store.tables.advice import AdviceRequestRow, VisitRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Service, SettingClosure
from ehc_workflow.store.tables.people import ChildRow

Closures = tuple[tuple[date, date], ...]
"""First closed day and the day it opens again, of one setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One visit as the list of a week shows it."""

    request_id: str
    number: int
    visit_on: date
    at: str | None
    purpose: AppointmentPurpose
    place: VisitPlace | None
    ended: VisitEnd | None
    child: str
    reference: str
    item: AdviceItem
    due_on: date | None
    setting_id: str | None
    setting: str | None
    seat: str | None
    holder: str | None
    language: str | None
    interpreter_needed: bool | None


def week(
    connection: Connection,
    reach: DeskReach,
    monday: date,
    *,
    today: date,
    seats: tuple[str, ...] = (),
) -> tuple[Line, ...]:
    """The visits of one week, in the order of their days and times, of these seats or of everybody."""
    statement = (
        select(
            VisitRow.request_id,
            VisitRow.number,
            VisitRow.visit_on,
            VisitRow.at,
            VisitRow.purpose,
            VisitRow.place,
            VisitRow.ended,
            (ChildRow.given_name + " " + ChildRow.family_name).label("child"),
            AssessmentRow.reference,
            AdviceRequestRow.item,
            AdviceRequestRow.due_on,
            AssessmentRow.setting_id,
            Service.name.label("setting"),
            SeatRow.name.label("seat"),
            holder_on(today).label("holder"),
            ChildRow.language,
            ChildRow.interpreter_needed,
        )
        .join(AdviceRequestRow, AdviceRequestRow.id == VisitRow.request_id)
        .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .outerjoin(Service, Service.id == AssessmentRow.setting_id)
        .outerjoin(SeatRow, SeatRow.id == AdviceRequestRow.allocated_seat_id)
        .where(
            VisitRow.visit_on >= monday,
            VisitRow.visit_on < monday + timedelta(weeks=1),
            reached(reach),
        )
        .order_by(VisitRow.visit_on, VisitRow.at.is_(None), VisitRow.at, VisitRow.request_id)
    )
    if seats:
        statement = statement.where(AdviceRequestRow.allocated_seat_id.in_(seats))
    return tuple(_line(row._mapping) for row in connection.execute(statement))


def _line(row: Any) -> Line:
    place, ended = row["place"], row["ended"]
    return Line(
        **{
            **row,
            "item": AdviceItem(str(row["item"])),
            "purpose": AppointmentPurpose(str(row["purpose"])),
            "place": VisitPlace(str(place)) if place else None,
            "ended": VisitEnd(str(ended)) if ended else None,
        }
    )


def closures_of(
    connection: Connection, setting_ids: Iterable[str | None], *, first_day: date, last_day: date
) -> Mapping[str, Closures]:
    """The closures on file of these settings that touch these days, by setting."""
    statement = (
        select(
            SettingClosure.service_id, SettingClosure.first_closed_day, SettingClosure.reopening_day
        )
        .where(
            SettingClosure.service_id.in_(sorted({one for one in setting_ids if one})),
            SettingClosure.first_closed_day <= last_day,
            SettingClosure.reopening_day > first_day,
        )
        .order_by(SettingClosure.service_id, SettingClosure.first_closed_day)
    )
    found: dict[str, Closures] = {}
    for service_id, first, reopening in connection.execute(statement):
        found[service_id] = (*found.get(service_id, ()), (first, reopening))
    return found
