"""A setting says itself when it is closed: one closure at a time, checked against those on file.

A closure moves no date. It can excuse late school advice where the authority records it in a case and claims it there
(reg 5(4)(a), 10(4)(a) and (b)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ehc_workflow.dates.closures import why_no_closure
from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.store import organisation
from ehc_workflow.store.engine import Database
from ehc_workflow.store.organisation import ClosureOnFile


@dataclass(frozen=True, slots=True)
class OwnSetting:
    """A setting of one of somebody's seats, with its closures on file."""

    id: str
    name: str
    closures: tuple[ClosureOnFile, ...]


def own_settings(connection: Connection, actor: Actor) -> tuple[OwnSetting, ...]:
    """The settings of this person's seats, by name."""
    ids = {seat.service_id for seat in actor.seats if seat.role is Role.SETTING and seat.service_id}
    return tuple(
        OwnSetting(id_, name, organisation.closures_of(connection, id_))
        for id_, name in organisation.services(connection)
        if id_ in ids
    )


def give_closure(
    database: Database,
    actor: Actor,
    service_id: str,
    first_closed_day: date,
    reopening_day: date,
    *,
    today: date,
) -> None:
    """Keep when a setting is closed, with who said so and on which day; refused where the days cannot be."""
    with database.writing() as connection:
        mine = {one.id: one for one in own_settings(connection, actor)}
        if service_id not in mine:
            raise NotFoundError("There is no such setting, or it is not yours.")
        _refuse(first_closed_day, reopening_day, mine[service_id].closures)
        organisation.add_closures(
            connection,
            service_id,
            [(first_closed_day, reopening_day)],
            recorded_by=f"{actor.name}, {mine[service_id].name}",
            recorded_on=today,
        )


def _refuse(first: date, reopening: date, on_file: tuple[ClosureOnFile, ...]) -> None:
    if why := why_no_closure(first, reopening):
        raise ImpossibleFactsError(Impossible("/reopening_day", f"The day it opens again: {why}"))
    for known in on_file:
        if first < known.reopening_day and known.first_closed_day < reopening:
            days = (
                f"{in_words(known.first_closed_day)}, reopening on {in_words(known.reopening_day)}"
            )
            says = f"A closure from {days}, is on file already. If it is wrong, tell the local authority."
            raise ImpossibleFactsError(Impossible("/first_closed_day", says))
