"""Loading one case to change it, and saving what a command made of it: few statements, one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import msgspec

from ehc_workflow.domain.case import (
    REFUSES_ASSESSMENT,
    AdviceItem,
    AdviceRequest,
    Case,
    Letter,
    Person,
    State,
)
from ehc_workflow.domain.deadlines import Deadline
from ehc_workflow.domain.errors import NotFoundError, StaleCaseError
from ehc_workflow.domain.events import Event
from ehc_workflow.domain.joint_advice import stands_on, to_sign
from ehc_workflow.domain.risk import Rating, rating, standings
from ehc_workflow.rules.ladders import Level
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.store import counting, log, owed
from ehc_workflow.store.owed import Kept
from ehc_workflow.store.rows import Rows, to_json

_CASE = msgspec.json.Decoder(Case)

_LOAD = f"""
SELECT a.facts, a.head, a.risk_level, a.risk_order, a.risk_code, a.risk_ref, a.risk_due_on, a.next_due_on,
       c.date_of_birth, c.vision_impaired, c.hearing_impaired, {counting.NUMBER}
FROM assessment a JOIN child c ON c.id = a.child_id
WHERE a.id = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A case with the hash of its last log entry, its rating and deadlines as stored; one not yet open has none.

    `last_change` is the number of the last change of what dates are counted by, read with it.
    """

    case: Case
    head: str
    rated: Rating | None = None
    owed: Mapping[tuple[str, str], Kept] = field(default_factory=dict)
    last_change: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCopy:
    """A letter as it was printed when it went, in one form; its bytes lie in the document store under their hash."""

    id: str
    form: str
    name: str
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one command made of a case: the events with the state after each, and the case before and after."""

    before: Case
    after: Case
    entries: Sequence[tuple[Event, State, State]]
    prose: Mapping[str, str]
    actor_id: str
    at: datetime
    today: date
    citation: str
    head: str
    key: str | None
    rated_before: Rating | None
    owed_before: Mapping[tuple[str, str], Kept]
    imported: bool = False
    copies: tuple[LetterCopy, ...] = ()


def load(rows: Rows, assessment_id: str) -> Loaded:
    """One case, held until the transaction ends, or `NotFoundError`."""
    lock = "" if rows.dialect == "sqlite" else " FOR UPDATE OF a"
    # Deadlines are a query of their own: once the case is held, it sees what the command before this one wrote.
    found, kept = rows.each((_LOAD + lock, assessment_id), (owed.query(rows), assessment_id))
    if not found:
        raise NotFoundError("There is no such case.")
    facts, head, level, order, code, ref, due_on, next_due_on, born, vision, hearing, last = found[
        0
    ]
    person = Person(
        date_of_birth=_day(born), vision_impaired=bool(vision), hearing_impaired=bool(hearing)
    )
    return Loaded(
        case=replace(_CASE.decode(facts), person=person),
        head=head,
        rated=Rating(
            Level(level),
            order,
            code,
            ref,
            None if due_on is None else _day(due_on),
            None if next_due_on is None else _day(next_due_on),
        ),
        owed=owed.kept(kept),
        last_change=last,
    )


def _day(stored: date | str) -> date:
    """A day as the driver gives it: SQLite's has no dates."""
    return stored if isinstance(stored, date) else date.fromisoformat(stored)


def decode(facts: str) -> Case:
    """The stored picture as the domain's case, without its person."""
    return _CASE.decode(facts)


def facts_json(case: Case) -> str:
    """The picture as stored: everything but what is kept with the child's record."""
    return to_json(replace(case, person=None))


def save(rows: Rows, change: Change, policy: Policy) -> None:
    """Write the case row, its log entries, and every deadline and request for advice that changed."""
    entries = _chained(change)
    owed_now = standings(change.after, change.today, policy)
    row = _assessment_row(change.after, rating(owed_now))
    if change.rated_before is not None:
        row = _differing(row, _assessment_row(change.before, change.rated_before))
    row |= {"head": entries[-1].hash, "facts": facts_json(change.after)}
    if change.rated_before is None:
        rows.insert("assessment", row)
    else:
        # The version is asked for again: on a database without our lock, the second of two is told.
        where = {"id": change.after.id, "version": change.before.version}
        rows.change_one(
            "assessment", row, where, otherwise=StaleCaseError(change.before.version + 1)
        )
    log.append(rows, entries, change.prose)
    owed.save(rows, change.after.id, owed_now, change.owed_before, change.today)
    _save_advice(rows, change, (deadline for deadline, _ in owed_now))


def _differing(row: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """The columns that differ: to set a column, even to what it was, is to write every index on it."""
    return {name: value for name, value in row.items() if value != before[name]}


def _chained(change: Change) -> list[log.Entry]:
    entries: list[log.Entry] = []
    previous, seq = change.head, change.before.version
    first = change.entries[0][0]
    for event, from_state, to_state in change.entries:
        seq += 1
        # The words are the first entry's, and of each that tells the same of another request: a return to two services.
        prose = change.prose if event.kind == first.kind else {}
        entry = log.Entry(
            assessment_id=change.after.id,
            seq=seq,
            at=change.at,
            actor_id=change.actor_id,
            kind=event.kind,
            from_state=from_state.value,
            to_state=to_state.value,
            citation=change.citation,
            imported=change.imported,
            payload=log.payload_of(event),
            prose=log.prose_digests(change.after.id, seq, prose),
            previous=previous,
            command_key=None if entries else change.key,
        ).chained()
        previous = entry.hash
        entries.append(entry)
    return entries


def _assessment_row(case: Case, rated: Rating) -> dict[str, Any]:
    return {
        "id": case.id,
        "authority_id": case.authority_id,
        "team_id": case.team_id,
        "child_id": case.child_id,
        "reference": case.reference,
        "state": case.state.value,
        "version": case.version,
        "received_on": case.received_on,
        "logged_on": case.logged_on,
        "closed_on": _closed_on(case),
        "caseworker_seat_id": case.caseworker_seat_id,
        "plan_writer_seat_id": case.plan_writer_seat_id,
        "setting_id": case.setting_id,
        "final_sent_on": _final_sent_on(case),
        "risk_level": rated.level.value,
        "risk_order": rated.order,
        "risk_code": rated.code,
        "risk_ref": rated.ref,
        "risk_due_on": rated.due_on,
        "next_due_on": rated.next_due_on,
    }


def _closed_on(case: Case) -> date | None:
    """Empty while anything is owed, a dispute after the outcome included: such a case is on the lists."""
    if not case.is_settled:
        return None
    last = case.notice(Letter.FINAL_PLAN, Letter.NO_PLAN, *REFUSES_ASSESSMENT)
    return case.ended_on or (last.sent_on if last else None)


def _final_sent_on(case: Case) -> date | None:
    final = case.notice(Letter.FINAL_PLAN)
    return final.sent_on if final else None


# --- what lists and sweeps read -----------------------------------------------------------------------------------


def _save_advice(rows: Rows, change: Change, owed: Iterable[Deadline]) -> None:
    """Bring the requests for advice in line with the case; a closure moves the day of one that nobody touched."""
    known = {request.id: request for request in change.before.advice}
    limits = _advice_limits(owed)
    before = _advice_limits(kept.deadline for kept in change.owed_before.values())
    closing = change.after.is_open != change.before.is_open
    signing = change.after.provision_to_agree_from != change.before.provision_to_agree_from
    for request in change.after.advice:
        was, limit, limit_was = (
            known.get(request.id),
            limits.get(request.id),
            before.get(request.id),
        )
        alike = was == request and limit_was == limit
        if alike and not closing and not signing and not _joins_otherwise(change, request):
            continue
        row = _advice_row(change.after, request, limit)
        if was is None:
            rows.insert("advice_request", row)
            continue
        differing = _differing(row, _advice_row(change.before, was, limit_was))
        if differing:
            rows.change("advice_request", differing, {"id": request.id})
        _save_visits(rows, request, was)


def _joins_otherwise(change: Change, request: AdviceRequest) -> bool:
    """Whether what this request stands on, or is asked to sign, changed by what was given on another."""
    before, after = change.before, change.after
    if before.advice is after.advice and before.sealed_documents == after.sealed_documents:
        return False
    return _joining(before, request) != _joining(after, request)


def _joining(case: Case, request: AdviceRequest) -> dict[str, Any]:
    """With which request's advice it is one, and since when another waits for its signature."""
    holder, waiting = stands_on(case, request), to_sign(case, request)
    return {
        "joint_with_id": holder.id if holder else None,
        "to_sign_from": min((one.given.received_on for one in waiting), default=None),
    }


def _advice_limits(owed: Iterable[Deadline]) -> dict[str, Deadline]:
    return {limit.ref: limit for limit in owed if limit.code.startswith("advice_")}


def _advice_row(case: Case, request: AdviceRequest, limit: Deadline | None) -> dict[str, Any]:
    latest = request.latest
    return {
        "id": request.id,
        "assessment_id": case.id,
        "authority_id": case.authority_id,
        "item": request.item,
        "service_id": request.service_id,
        "bound_by_reg_8": request.bound_by_reg_8,
        "requested_on": request.requested_on,
        "received_by_body_on": request.received_by_body_on,
        "due_on": limit.due_on if limit else None,
        "basis": limit.provision if limit else "",
        "first_received_on": request.first_received_on,
        "returned_on": latest.returned_on if latest else None,
        "accepted_on": latest.accepted_on if latest else None,
        "not_known_on": request.replies[-1].replied_on if request.not_known_open else None,
        "last_chased_on": max((chase.chased_on for chase in request.chases), default=None),
        "first_replied_on": request.replies[0].replied_on if request.replies else None,
        "standing_reply": request.standing_reply,
        "planned_for": request.planned_for,
        "sign_off_from": _sign_off_from(case, request),
        "closed": _is_closed(request) or not case.is_open,
        "allocated_seat_id": request.allocated_seat_id,
        "allocated_on": request.allocated_on,
        **_joining(case, request),
    }


def _sign_off_from(case: Case, request: AdviceRequest) -> date | None:
    """A draft's section G is signed off once for the case: at its first request for health advice."""
    health = next((one for one in case.advice if one.item is AdviceItem.HEALTH), None)
    return case.provision_to_agree_from if request == health else None


def _save_visits(rows: Rows, request: AdviceRequest, was: AdviceRequest) -> None:
    """Write the visits that are new or have ended."""
    rows.put(
        "visit",
        ("request_id", "number"),
        [
            {
                "request_id": request.id,
                "number": visit.number,
                "visit_on": visit.visit_on,
                "at": visit.at.isoformat("minutes") if visit.at else None,
                "purpose": visit.purpose,
                "place": visit.place,
                "ended": visit.ended,
            }
            for visit in request.visits
            if visit not in was.visits
        ],
    )


def _is_closed(request: AdviceRequest) -> bool:
    """Whether nothing is owed on it. A later version that was returned is, whatever was accepted before it."""
    came_back = request.latest is not None and request.latest.returned_on is not None
    return request.is_answered and not came_back
