"""A service closes: nothing it still owes is left behind with it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.service.execute import Asked, carry_out, known_things
from ehc_workflow.service.organisation import looked_after
from ehc_workflow.service.organisation_changes import By, note, wrong
from ehc_workflow.service.seating import ONE_DAY
from ehc_workflow.store import holdings, organisation
from ehc_workflow.store.engine import Database
from ehc_workflow.store.organisation import ServiceOnFile
from ehc_workflow.store.queries import services as queue
from ehc_workflow.store.queries.services import OpenRequest
from ehc_workflow.store.rows import Rows


def close_service(database: Database, service_id: str, *, send_on_to: str | None, by: By) -> int:
    """Close a service in one transaction with sending its open requests to another; say how many were sent on.

    Its seats end with it. Refused where something is left with it that cannot be sent on, or nowhere to send it.
    """
    with known_things(database), database.writing() as connection:
        known = looked_after(connection, service_id, by)
        if known.closed_on is not None:
            wrong("", f"{known.name} is closed already.")
        _refuse_others_service(connection, known, by)
        left = queue.open_requests(connection, service_id, known.authority_ids)
        _refuse_what_cannot_go(known, left, send_on_to)
        if send_on_to is not None:
            _send_on(connection, database, left, send_on_to, by)
        holdings.leave_service(connection, service_id, last_day=by.today - ONE_DAY)
        organisation.change_service(connection, service_id, closed_on=by.today)
        note(
            connection,
            by,
            ChangeKind.SERVICE_CLOSED,
            service_id,
            sent_on=len(left),
            to=send_on_to if left else None,
        )
    return len(left)


def reopen_service(database: Database, service_id: str, *, by: By) -> None:
    """Open a closed service again. Its seats are vacant, and what was sent on stays where it is."""
    with database.writing() as connection:
        known = looked_after(connection, service_id, by)
        if known.closed_on is None:
            return
        organisation.change_service(connection, service_id, closed_on=None)
        note(connection, by, ChangeKind.SERVICE_REOPENED, service_id)


def _refuse_others_service(connection: Connection, known: ServiceOnFile, by: By) -> None:
    names = dict(organisation.authorities(connection))
    others = sorted(names[one] for one in known.authority_ids if not by.looks_after(one))
    if others:
        wrong(
            "",
            f"{known.name} also works for {', '.join(others)}: take it off your own authority instead, "
            "under “Change”.",
        )


def _refuse_what_cannot_go(
    known: ServiceOnFile, left: Iterable[OpenRequest], send_on_to: str | None
) -> None:
    requests = list(left)
    stuck = sum(not one.can_be_sent_on for one in requests)
    if stuck:
        wrong(
            "",
            f"{_requests(stuck)} of {known.name} cannot be sent on: advice or a reply has come. Have it accepted, "
            "returned or settled first.",
        )
    if requests and send_on_to is None:
        wrong(
            "/send_on_to",
            f"{_requests(len(requests))} of {known.name} would be left behind: choose the service that they are "
            "sent on to.",
        )


def _requests(number: int) -> str:
    return f"{number:,} open {'request' if number == 1 else 'requests'}"


def _send_on(
    connection: Connection, database: Database, left: Iterable[OpenRequest], to: str, by: By
) -> None:
    rows = Rows(connection)
    for request in left:
        command = c.RouteRequest(
            assessment_id=request.assessment_id,
            request_id=request.id,
            service_id=to,
            routed_on=by.today,
        )
        asked = Asked(command=command, actor=by.actor, now=by.now, today=by.today)
        carry_out(rows, asked, database.counting)
