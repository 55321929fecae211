"""The services that a command names: open, and working for the authority of the case."""

from __future__ import annotations

from collections.abc import Iterator

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.store.rows import Rows

_OPEN = """
SELECT s.id FROM service s JOIN service_authority x ON x.service_id = s.id
WHERE x.authority_id = ? AND s.closed_on IS NULL AND s.id IN ({places})
"""
_NOT_ASKED = "This service is closed, or works for another authority: choose one from the list."


def refuse_services_not_asked(rows: Rows, command: c.Command, case: Case) -> None:
    """Refuse to ask a service that nobody would answer for."""
    named = dict(_named(command))
    if not named:
        return
    wanted = sorted(set(named.values()))
    statement = _OPEN.format(places=", ".join("?" for _ in wanted))
    known = {service_id for (service_id,) in rows.all(statement, case.authority_id, *wanted)}
    wrong = [pointer for pointer, service_id in named.items() if service_id not in known]
    if wrong:
        raise ImpossibleFactsError(*(Impossible(pointer, _NOT_ASKED) for pointer in wrong))


def _named(command: c.Command) -> Iterator[tuple[str, str]]:
    """Each service named, by the pointer to where."""
    match command:
        case c.RequestAdvice():
            for place, asked in enumerate(command.asked):
                if asked.service_id is not None:
                    yield f"/asked/{place}/service_id", asked.service_id
        case c.ConsultOnPlacement():
            for place, consulted in enumerate(command.settings):
                yield f"/settings/{place}/setting_id", consulted.setting_id
        case c.RouteRequest():
            yield "/service_id", command.service_id
        case c.SettleNotKnown() if command.service_id is not None:
            yield "/service_id", command.service_id
