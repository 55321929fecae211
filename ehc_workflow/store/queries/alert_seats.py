"""To whom an alert can be given: the seats of the same team or service in which somebody sits."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, and_, or_, select

from ehc_workflow.domain.actors import Role
from ehc_workflow.store.queries.standing_alerts import Alert
from ehc_workflow.store.seats import sat_on
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount


def seats_for(
    connection: Connection, alert: Alert, *, office: bool, today: date
) -> list[tuple[str, str]]:
    """The seats, each with who sits there today, by name; the one that has it already is left out."""
    team = and_(
        SeatRow.role.in_((Role.CASEWORKER.value, Role.MANAGER.value)),
        or_(SeatRow.team_id.is_(None), SeatRow.team_id == alert.team_id),
    )
    service = SeatRow.service_id == alert.deadline.service_id
    statement = (
        select(SeatRow.id, SeatRow.name, UserAccount.name)
        .join(SeatHolding, and_(SeatHolding.seat_id == SeatRow.id, sat_on(today)))
        .join(UserAccount, UserAccount.id == SeatHolding.user_id)
        .where(
            SeatRow.authority_id == alert.authority_id,
            SeatRow.closed_on.is_(None),
            UserAccount.active,
            team if office else service,
        )
        .order_by(SeatRow.name, SeatRow.id, SeatHolding.first_day.desc())
    )
    named = {
        seat_id: f"{name} ({holder})" for seat_id, name, holder in connection.execute(statement)
    }
    return [(seat_id, text) for seat_id, text in named.items() if seat_id != alert.given_seat_id]
