"""What the family said about the draft, in its words, with what became of each thing and of a meeting it asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AgreedPoint, Case, MeetingOffer, Representation
from ehc_workflow.store.queries.timeline import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTold:
    """One offer of a meeting: time and place, and what the family said if it refused."""

    offer: MeetingOffer
    where: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointTold:
    """One point agreed at a meeting, with what was done or answered."""

    point: AgreedPoint
    words: str
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One thing said about the draft. `added` is what was added later, each with its day; `reason` is the answer's."""

    said: Representation
    words: str = ""
    added: tuple[tuple[date, str], ...] = ()
    reason: str = ""
    offers: tuple[OfferTold, ...] = ()
    points: tuple[PointTold, ...] = ()
    gave_up: str = ""


@dataclass(slots=True)
class _Words:
    """What the log keeps of one thing said."""

    text: str = ""
    added: list[tuple[date, str]] = field(default_factory=list)
    reason: str = ""
    where: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    agreed: list[str] = field(default_factory=list)
    how: dict[int, str] = field(default_factory=dict)
    gave_up: str = ""


def responses(case: Case, entries: Iterable[Entry]) -> tuple[Response, ...]:
    """Everything said about the draft, the newest first."""
    kept: defaultdict[str, _Words] = defaultdict(_Words)
    for entry in entries:
        _keep(kept, entry)
    return tuple(_response(said, kept[said.id]) for said in reversed(case.representations))


def _keep(kept: defaultdict[str, _Words], entry: Entry) -> None:
    words = entry.words
    match entry.event:
        case e.RepresentationReceived(representation=said):
            kept[said.id].text = words.get("text", "")
        case e.RepresentationAddedTo(representation_id=one, added_on=day):
            kept[one].added.append((day, words.get("text", "")))
        case e.RepresentationAnswered(representation_id=one):
            kept[one].reason = words.get("reason", "")
        case e.MeetingOffered(representation_id=one, offer=offer):
            kept[one].where[offer.id] = words.get("where", "")
        case e.OfferRefused(representation_id=one, offer_id=refused):
            kept[one].refused[refused] = words.get("said", "")
        case e.MeetingHeld(representation_id=one, agreed=count):
            kept[one].agreed.extend(words.get(f"agreed_{place}", "") for place in range(count))
        case e.AgreedPointSettled(representation_id=one, point=number):
            kept[one].how[number] = words.get("how", "")
        case e.MeetingDeclined(representation_id=one):
            kept[one].gave_up = words.get("said", "")


def _response(said: Representation, words: _Words) -> Response:
    meeting = said.meeting
    return Response(
        said=said,
        words=words.text,
        added=tuple(words.added),
        reason=words.reason,
        offers=tuple(
            OfferTold(
                offer=one, where=words.where.get(one.id, ""), refused=words.refused.get(one.id, "")
            )
            for one in meeting.offers
        ),
        points=tuple(
            PointTold(
                point=one, words=words.agreed[one.number - 1], how=words.how.get(one.number, "")
            )
            for one in meeting.points
        ),
        gave_up=words.gave_up,
    )
