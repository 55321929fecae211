"""Whose an alert is: the seats that were told of it, each by what it reaches, and the seat it was given to.

One definition for the list, the counter and the digest: pairs of a seat and the newest alert of a limit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Exists,
    Select,
    and_,
    exists,
    not_,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.risk import CALM
from ehc_workflow.rules.ladders import Audience
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.deadlines import AlertRow, DeadlineRow
from ehc_workflow.store.tables.organisation import Service

HEALTH = (Role.DCO, Role.HEALTH_ADMINISTRATOR)
SERVICES = (Role.SOCIAL_CARE, Role.PSYCHOLOGY, Role.SETTING)
TOLD = frozenset({Role.CASEWORKER, Role.DECISION_MAKER, Role.MANAGER, *HEALTH, *SERVICES})
"""Whose seats hear of alerts."""

_SERVICE = (Audience.SERVICE, Audience.SERVICE_LEAD)
_HEALTH = (*_SERVICE, Audience.DCO, Audience.EXECUTIVE_LEAD)


def waits(today: date) -> ColumnElement[bool]:
    """Nobody has it in hand today: it was never taken up or put off, or the day that was named has passed."""
    return not_(in_hand(today))


def in_hand(today: date) -> ColumnElement[bool]:
    """Somebody took it up or put it off to a day that has not passed."""
    taken_up = and_(AlertRow.acknowledged_at.is_not(None), AlertRow.recovery_on >= today)
    put_off = and_(AlertRow.snoozed_until.is_not(None), AlertRow.snoozed_until >= today)
    return or_(taken_up, put_off)


def is_newest() -> ColumnElement[bool]:
    """Of all alerts that stand for a limit, the one raised last: what is done about that is done about the limit."""
    later = aliased(AlertRow)
    return and_(
        AlertRow.cleared_on.is_(None),
        not_(
            exists().where(
                of_same_limit(later),
                or_(
                    later.raised_on > AlertRow.raised_on,
                    and_(later.raised_on == AlertRow.raised_on, later.id > AlertRow.id),
                ),
            )
        ),
    )


def of_same_limit(other: type[AlertRow]) -> ColumnElement[bool]:
    """Another alert that stands for the same limit."""
    return and_(
        other.assessment_id == AlertRow.assessment_id,
        other.code == AlertRow.code,
        other.ref == AlertRow.ref,
        other.cleared_on.is_(None),
    )


Rungs = Collection[tuple[str, str, str]]
"""Rungs of ladders, each by its authority, the code of the deadline and its own."""


def told(
    roles: Iterable[Role], *which: ColumnElement[bool], but: Rungs = ()
) -> CompoundSelect[*tuple[Any, ...]]:
    """Pairs `seat_id`, `alert_id` of the seats with these roles for which `which` holds. A pair may come twice.

    Who was told and gave it away is among them, unless `not_given_away` is asked for; who was told by the rungs `but`
    and by no other is not.
    """
    known = frozenset(roles)
    parts = [
        *([_held_cases(but)] if Role.CASEWORKER in known else []),
        *([_managed_cases(but)] if Role.MANAGER in known else []),
        *([_decided_cases(but)] if Role.DECISION_MAKER in known else []),
        *([_services_requests(but)] if known & set(SERVICES) else []),
        *([_health_requests(but)] if known & set(HEALTH) else []),
        _given(),
    ]
    return union_all(*(part.where(*which) for part in parts))


def _pairs(*roles: Role) -> Select[*tuple[Any, ...]]:
    return (
        select(SeatRow.id.label("seat_id"), AlertRow.id.label("alert_id"))
        .select_from(SeatRow)
        .where(SeatRow.role.in_([role.value for role in roles]), is_newest())
    )


def _held_cases(but: Rungs) -> Select[*tuple[Any, ...]]:
    held = and_(AssessmentRow.caseworker_seat_id == SeatRow.id, _is_near())
    return (
        _pairs(Role.CASEWORKER)
        .join(AssessmentRow, held)
        .join(AlertRow, AlertRow.assessment_id == AssessmentRow.id)
        .where(_tells(Audience.CASEWORKER, but=but))
    )


def _managed_cases(but: Rungs) -> Select[*tuple[Any, ...]]:
    """A team's manager hears of its cases; who manages the whole authority also of what nobody took up there."""
    head = and_(SeatRow.team_id.is_(None), _tells(Audience.HEAD_OF_SERVICE, but=but))
    return _of_team(Role.MANAGER, or_(_tells(Audience.TEAM_MANAGER, but=but), head))


def _decided_cases(but: Rungs) -> Select[*tuple[Any, ...]]:
    return _of_team(Role.DECISION_MAKER, _tells(Audience.DECISION_MAKER, but=but))


def _of_team(role: Role, tells: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    reached = and_(
        AssessmentRow.authority_id == SeatRow.authority_id,
        or_(SeatRow.team_id.is_(None), SeatRow.team_id == AssessmentRow.team_id),
        _is_near(),
    )
    return (
        _pairs(role)
        .join(AssessmentRow, reached)
        .join(AlertRow, AlertRow.assessment_id == AssessmentRow.id)
        .where(tells)
    )


def _services_requests(but: Rungs) -> Select[*tuple[Any, ...]]:
    owed = and_(
        DeadlineRow.service_id == SeatRow.service_id,
        DeadlineRow.met_on.is_(None),
        DeadlineRow.risk_order < CALM,
    )
    mine = and_(
        AssessmentRow.id == DeadlineRow.assessment_id,
        AssessmentRow.authority_id == SeatRow.authority_id,
    )
    return (
        _pairs(*SERVICES)
        .join(DeadlineRow, owed)
        .join(AssessmentRow, mine)
        .join(AlertRow, of_deadline())
        .where(_tells(*_SERVICE, but=but))
    )


def _health_requests(but: Rungs) -> Select[*tuple[Any, ...]]:
    """Health's requests of an authority, but for what lies with the services of another health body."""
    own, asked = aliased(Service), aliased(Service)
    request = AdviceRequestRow
    reached = and_(
        request.id == AlertRow.ref,
        or_(request.item == AdviceItem.HEALTH.value, request.bound_by_reg_8),
    )
    another_bodys = and_(
        own.health_body.is_not(None),
        asked.health_body.is_not(None),
        own.health_body != asked.health_body,
    )
    return (
        _pairs(*HEALTH)
        .join(AssessmentRow, and_(AssessmentRow.authority_id == SeatRow.authority_id, _is_near()))
        .join(AlertRow, AlertRow.assessment_id == AssessmentRow.id)
        .join(request, reached)
        .outerjoin(own, own.id == SeatRow.service_id)
        .outerjoin(asked, asked.id == request.service_id)
        .where(
            _tells(*_HEALTH, but=but),
            or_(own.id.is_(None), asked.id.is_(None), not_(another_bodys)),
        )
    )


def _given() -> Select[*tuple[Any, ...]]:
    """What was given to a seat. While nobody sits there it is with whoever was told as well."""
    return _pairs(*sorted(TOLD)).join(AlertRow, AlertRow.delegated_to == SeatRow.id)


def _is_near() -> ColumnElement[bool]:
    """Cases on which anything is late or near: an alert stands on no other."""
    return and_(AssessmentRow.closed_on.is_(None), AssessmentRow.risk_order < CALM)


def of_deadline() -> ColumnElement[bool]:
    """An alert and the limit it is about."""
    return and_(
        AlertRow.assessment_id == DeadlineRow.assessment_id,
        AlertRow.code == DeadlineRow.code,
        AlertRow.ref == DeadlineRow.ref,
    )


def _tells(*audiences: Audience, but: Rungs) -> ColumnElement[bool]:
    """Whether any alert that stands for the limit tells one of these, by another rung than those left out."""
    every = aliased(AlertRow)
    listed = "," + every.audience + ","
    named = or_(*(listed.like(f"%,{audience.value},%") for audience in audiences))
    rung = tuple_(AssessmentRow.authority_id, every.code, every.rung)
    counts = [rung.not_in(sorted(but))] if but else []
    return exists().where(of_same_limit(every), named, *counts)


def not_given_away(today: date) -> ColumnElement[bool]:
    """It was not given to another seat, or to one in which nobody sits any more."""
    sits = is_sat_in(AlertRow.delegated_to, today)
    return or_(AlertRow.delegated_to.is_(None), AlertRow.delegated_to == SeatRow.id, not_(sits))


def is_sat_in(seat_id: Any, today: date) -> Exists:
    """Whether anybody sits in a seat today."""
    holding = aliased(SeatHolding)
    until = or_(holding.last_day.is_(None), holding.last_day >= today)
    return exists().where(holding.seat_id == seat_id, holding.first_day <= today, until)
