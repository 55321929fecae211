"""Names in a file to what the authority has: settings, services, seats and teams. What is not known is named once.

With `add_unknown` a name that is not known is noted as something to add instead, under an id made from the name, so
that a file read twice speaks of the same thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.facts import Setting
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.importing import columns as k
from ehc_workflow.importing.faults import Fault
from ehc_workflow.importing.reading import Row
from ehc_workflow.store import organisation, seats
from ehc_workflow.store.queries.directory import Directory

FIRST_TEAM = "EHC team"
KINDS = {
    AdviceItem.HEALTH: ServiceKind.HEALTH,
    AdviceItem.PSYCHOLOGY: ServiceKind.PSYCHOLOGY,
    AdviceItem.SOCIAL_CARE: ServiceKind.SOCIAL_CARE,
}
"""Whose advice is a service's to give. A setting gives the advice on education; a family its own views."""


def folded(name: str) -> str:
    """A name as it is compared: capitals, blanks and the kind of apostrophe do not matter."""
    return " ".join(name.casefold().replace("’", "'").split())


@dataclass
class Kept:
    """Things of one kind by folded name; a name that several have belongs to none of them alone."""

    what: str
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    added: dict[str, str] = field(default_factory=dict)

    def know(self, name: str | None, thing_id: str) -> None:
        """Enter something that is there already."""
        if name:
            self.ids[folded(name)].add(thing_id)

    @property
    def only(self) -> str | None:
        """The id of the one thing there is, if there is just one."""
        every = {thing_id for ids in self.ids.values() for thing_id in ids}
        return every.pop() if len(every) == 1 else None


class Names:
    """Looks names up for one file, and keeps what was not known."""

    def __init__(self, directory: Directory, *, add_unknown: bool) -> None:
        """`directory` is what the authority has on the day of the import."""
        self.authority_id = directory.authority_id
        self._add_unknown = add_unknown
        self._teams = Kept("team")
        self._seats = Kept("caseworker")
        self._services = {kind: Kept(kind.value) for kind in ServiceKind}
        self._kinds = {service.id: service.setting for service in directory.services}
        self._seat_teams: dict[str, set[str]] = defaultdict(set)
        self._unknown: dict[tuple[str, str], list[int]] = defaultdict(list)
        for team_id, name in directory.teams:
            self._teams.know(name, team_id)
        for service in directory.services:
            self._services[service.kind].know(service.name, service.id)
        for seat in directory.caseworkers:
            for called in (seat.name, seat.holder, seat.email):
                self._seats.know(called, seat.id)

    def team(self, row: Row) -> str:
        """The row's team, or the only one."""
        found = self._default_of(row, k.TEAM, self._teams, FIRST_TEAM)
        return found or ""

    def caseworker(self, row: Row, team_id: str) -> str | None:
        """The row's caseworker's seat."""
        seat_id = self._of(row, k.CASEWORKER, self._seats)
        if seat_id is not None:
            self._seat_teams[seat_id].add(team_id)
        return seat_id

    def setting(self, row: Row, column: k.Column) -> tuple[str | None, Setting]:
        """A setting and which kind it is to the law; none, where the cell is empty."""
        found = self._of(row, column, self._services[ServiceKind.SETTING])
        if found is None:
            return None, Setting.NONE
        return found, self._kinds.get(found, Setting.SCHOOL)

    def service(self, row: Row, item: AdviceItem) -> str | None:
        """Who is asked for this item of advice, where that is a service."""
        if item not in KINDS:
            return None
        name = f"{k.ADVICE_NAMES[item]} service"
        return self._default_of(row, k.ADVICE_SERVICES[item], self._services[KINDS[item]], name)

    def look_up(self, row: Row) -> None:
        """Look up every name of a row that is refused for something else: its unknown names are to be told as well."""
        self.caseworker(row, self.team(row))
        for column in (k.SETTING, k.CONSULTED_SETTING, k.PLACED_SETTING):
            self.setting(row, column)
        for item in KINDS:
            if row[k.ADVICE_ASKED[item]]:
                self.service(row, item)

    def faults(self) -> Iterator[Fault]:
        """What was not known, each once with its rows."""
        for (column, why), rows in self._unknown.items():
            yield Fault(tuple(rows), column, why)

    def added(self) -> dict[str, list[str]]:
        """The names that would be added, by kind of thing."""
        every = (self._teams, self._seats, *self._services.values())
        return {kept.what: sorted(kept.added.values()) for kept in every if kept.added}

    def add(self, connection: Connection) -> None:
        """Write what was not known, in the transaction of the cases that speak of it."""
        for team_id, name in self._teams.added.items():
            organisation.add_team(
                connection, team_id=team_id, authority_id=self.authority_id, name=name
            )
        for kind, kept in self._services.items():
            for service_id, name in kept.added.items():
                organisation.add_service(
                    connection,
                    service_id=service_id,
                    kind=kind,
                    name=name,
                    authority_ids=[self.authority_id],
                )
        for seat_id, name in self._seats.added.items():
            seats.add_seat(connection, self._seat(seat_id), name=name)

    def _seat(self, seat_id: str) -> Seat:
        """A new seat sees the team of its cases; the authority where its cases are of several."""
        teams = self._seat_teams[seat_id]
        return Seat(
            id=seat_id,
            role=Role.CASEWORKER,
            authority_id=self.authority_id,
            team_id=next(iter(teams)) if len(teams) == 1 else None,
        )

    def _of(self, row: Row, column: k.Column, kept: Kept) -> str | None:
        name: str = row[column]
        if not name:
            return None
        ids = kept.ids.get(folded(name), set())
        if len(ids) == 1:
            return next(iter(ids))
        if self._add_unknown and not ids:
            return self._new(name, kept)
        several = f"{name!r} is the name of several; give the e-mail address of the one meant"
        self._fault(
            row, column, several if ids else f"{name!r} is not known here; --add-unknown adds it"
        )
        return None

    def _default_of(self, row: Row, column: k.Column, kept: Kept, first: str) -> str | None:
        if row[column]:
            return self._of(row, column, kept)
        if kept.only is not None:
            return kept.only
        if self._add_unknown and not kept.ids:
            return self._new(first, kept)
        none = f"there is none yet; --add-unknown adds {first!r}"
        self._fault(
            row, column, "is empty, and there is more than one to choose from" if kept.ids else none
        )
        return None

    def _new(self, name: str, kept: Kept) -> str:
        new_id = str(uuid5(NAMESPACE_URL, f"{self.authority_id}/{kept.what}/{folded(name)}"))
        kept.added[new_id] = name
        kept.know(name, new_id)
        return new_id

    def _fault(self, row: Row, column: k.Column, why: str) -> None:
        self._unknown[column.heading, why].append(row.number)
