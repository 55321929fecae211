"""How far a desk reaches: areas of health, and single services; and for figures everything of an authority."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.store.tables.advice import AdviceRequestRow


@dataclass(frozen=True, slots=True)
class HealthArea:
    """An authority whose health advice a seat sees, but for what lies with the services of other health bodies."""

    authority_id: str
    not_services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskReach:
    """Areas whose health advice a seat sees, and single services within an authority.

    `everything_of` is for figures over all that an authority asked for, and never the reach of who gives advice.
    """

    health_of: tuple[HealthArea, ...] = ()
    services: tuple[tuple[str, str], ...] = ()
    everything_of: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no request can be in it."""
        return not (self.health_of or self.services or self.everything_of)


def reached(
    reach: DeskReach, row: type[AdviceRequestRow] = AdviceRequestRow
) -> ColumnElement[bool]:
    """A health body has one desk for the authority; everybody else sees what their own service was asked."""
    parts = [
        *(row.authority_id == one for one in reach.everything_of),
        *(_in_area(area, row) for area in reach.health_of),
        *(
            and_(row.authority_id == authority, row.service_id == service)
            for authority, service in reach.services
        ),
    ]
    return or_(*parts) if parts else false()


def _in_area(area: HealthArea, row: type[AdviceRequestRow]) -> ColumnElement[bool]:
    """Health's requests of an authority; what nobody was given is seen by every desk."""
    mine = and_(
        row.authority_id == area.authority_id,
        or_(row.item == AdviceItem.HEALTH.value, row.bound_by_reg_8),
    )
    if not area.not_services:
        return mine
    return and_(mine, or_(row.service_id.is_(None), row.service_id.not_in(area.not_services)))
