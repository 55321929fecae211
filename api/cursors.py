"""A place in a list as a link or a program carries it: where the next page goes on from."""

from __future__ import annotations

from datetime import date, datetime

from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.store.queries import (
    allocation,
    desk,
    failed_messages,
    families,
    manager,
    services,
    standing_alerts,
    worklist,
)

NO_SUCH_PAGE = "There is no such page of the list."


def of_worklist(place: worklist.Place) -> str:
    """A place in the work of the day."""
    return f"{place.order}.{place.due_on.isoformat() if place.due_on else ''}.{place.id}"


def to_worklist(text: str) -> worklist.Place | None:
    """Read it again; no text is the beginning, and one that is no place is not found."""
    if not text:
        return None
    try:
        order, day, case_id = text.split(".", 2)
        return worklist.Place(int(order), date.fromisoformat(day) if day else None, case_id)
    except ValueError:
        raise NotFoundError(NO_SUCH_PAGE) from None


def of_service(line: services.ServiceLine) -> str:
    """A place in the list of services."""
    return f"{line.id}.{line.name}"


def to_service(text: str) -> tuple[str, str] | None:
    """Read it again as name and id; no text is the beginning, and one that is no place is not found."""
    if not text:
        return None
    service_id, dot, name = text.partition(".")
    if not dot:
        raise NotFoundError(NO_SUCH_PAGE)
    return name, service_id


def of_desk(place: desk.Place) -> str:
    """A place in a part of the desk."""
    return f"{place.day.isoformat()}.{place.id}"


def to_desk(text: str) -> desk.Place | None:
    """Read it again; no text is the beginning, and one that is no place is not found."""
    if not text:
        return None
    try:
        day, request_id = text.split(".", 1)
        return desk.Place(date.fromisoformat(day), request_id)
    except ValueError:
        raise NotFoundError(NO_SUCH_PAGE) from None


def of_allocation(place: allocation.Place) -> str:
    """A place in the allocation list."""
    return f"{place.due_on.isoformat()}.{place.limit_on.isoformat()}.{place.id}"


def to_allocation(text: str) -> allocation.Place | None:
    """Read it again; no text is the beginning, and one that is no place is not found."""
    if not text:
        return None
    try:
        due_on, limit_on, request_id = text.split(".", 2)
        return allocation.Place(
            date.fromisoformat(due_on), date.fromisoformat(limit_on), request_id
        )
    except ValueError:
        raise NotFoundError(NO_SUCH_PAGE) from None


def of_limit(place: manager.Place) -> str:
    """A place in the limits that are late or near."""
    parts = (place.order, place.due_on.isoformat(), place.assessment_id, place.code, place.ref)
    return ".".join(map(str, parts))


def to_limit(text: str) -> manager.Place | None:
    """Read it again; no text is the beginning, and one that is no place is not found."""
    if not text:
        return None
    try:
        order, day, assessment_id, code, ref = text.split(".", 4)
        return manager.Place(int(order), date.fromisoformat(day), assessment_id, code, ref)
    except ValueError:
        raise NotFoundError(NO_SUCH_PAGE) from None


def of_alert(place: standing_alerts.Place) -> str:
    """A place in the alerts that stand."""
    return f"{place.order}.{place.due_on.isoformat()}.{place.id}"


def to_alert(text: str) -> standing_alerts.Place | None:
    """Read it again; no text is the beginning, and one that is no place is not found."""
    if not text:
        return None
    try:
        order, day, alert_id = text.split(".", 2)
        return standing_alerts.Place(int(order), date.fromisoformat(day), alert_id)
    except ValueError:
        raise NotFoundError(NO_SUCH_PAGE) from None


def of_message(place: failed_messages.Place) -> str:
    """A place in the messages that did not go."""
    return f"{place.created_at.isoformat()}/{place.id}"


def to_message(text: str) -> failed_messages.Place | None:
    """Read it again; no text is the beginning, and one that is no place is not found."""
    if not text:
        return None
    try:
        moment, message_id = text.split("/", 1)
        return failed_messages.Place(_aware(datetime.fromisoformat(moment)), message_id)
    except ValueError:
        raise NotFoundError(NO_SUCH_PAGE) from None


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment


def of_family(place: families.Place) -> str:
    """A place in the list of families who wait."""
    return f"{place.due_on.isoformat()}.{place.assessment_id}.{place.code}.{place.ref}"


def to_family(text: str) -> families.Place | None:
    """Read it again; no text is the beginning, and one that is no place is not found."""
    if not text:
        return None
    try:
        day, case_id, code, ref = text.split(".", 3)
        return families.Place(date.fromisoformat(day), case_id, code, ref)
    except ValueError:
        raise NotFoundError(NO_SUCH_PAGE) from None
