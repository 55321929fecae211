"""A whole file to commands: names looked up, duplicates joined to the earlier clock, every fault found before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import NAMESPACE_URL, uuid5

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, ContactKind
from ehc_workflow.domain.decisions import Facing, imported_history
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.domain.facts import Method, Setting, TriggerKind
from ehc_workflow.domain.guards import Known
from ehc_workflow.importing import columns as k
from ehc_workflow.importing.reading import Fault, Row
from ehc_workflow.rules.local_policy import DEFAULT_POLICY

Found = TypeVar("Found")
_ORDER = tuple(k.STATES.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """What the authority already has, by folded name: settings with their kind, seats, teams, services by item."""

    authority_id: str
    teams: dict[str, str]
    settings: dict[str, tuple[str, Setting]]
    caseworkers: dict[str, str]
    services: dict[AdviceItem, str]
    known_children: dict[tuple[str, date], tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a file would do: the commands in order, what was noticed, and every fault. Faults mean nothing is done."""

    imports: tuple[c.ImportCase, ...]
    joins: tuple[c.AddTrigger, ...]
    notes: tuple[str, ...]
    faults: tuple[Fault, ...]
    rows: int


def plan_of(rows: Iterable[Row], directory: Directory, today: date) -> Plan:
    """Read every row, and say all that is wrong at once."""
    faults: list[Fault] = []
    cases: list[tuple[Row, c.ImportCase]] = []
    count = 0
    for row in rows:
        count += 1
        found = list(row.faults)
        command = None if found else _command(row, directory, found)
        if command is not None:
            found += _impossible(row, command, today)
        faults += found
        if command is not None and not found:
            cases.append((row, command))
    imports, joins, notes = _join_duplicates(cases, directory)
    return Plan(
        imports=tuple(imports),
        joins=tuple(joins),
        notes=tuple(notes),
        faults=tuple(faults),
        rows=count,
    )


def _command(row: Row, directory: Directory, faults: list[Fault]) -> c.ImportCase:
    identity = row[k.OWN_REFERENCE] or f"{_name(row)}/{row[k.DATE_OF_BIRTH]}"
    assessment_id = str(uuid5(NAMESPACE_URL, f"{directory.authority_id}/{identity}"))
    setting = _look_up(row, k.SETTING, directory.settings, faults)
    team = _look_up(row, k.TEAM, directory.teams, faults) or next(iter(directory.teams.values()))
    kind: TriggerKind = row[k.WHO]
    request = c.ReceiveRequest(
        assessment_id=assessment_id,
        authority_id=directory.authority_id,
        team_id=team,
        child=c.ChildDetails(
            id=str(
                uuid5(
                    NAMESPACE_URL, f"{directory.authority_id}/{_name(row)}/{row[k.DATE_OF_BIRTH]}"
                )
            ),
            given_name=row[k.GIVEN_NAME],
            family_name=row[k.FAMILY_NAME],
            date_of_birth=row[k.DATE_OF_BIRTH],
            upn=row[k.UPN],
            nhs_number=row[k.NHS_NUMBER],
            vision_impaired=row[k.VISION],
            hearing_impaired=row[k.HEARING],
        ),
        contacts=(_contact(row, assessment_id, kind),),
        trigger_id=_trigger_id(assessment_id, row[k.RECEIVED], kind),
        kind=kind,
        received_on=row[k.RECEIVED],
        evidence="The record kept before",
        setting_id=setting[0] if setting else None,
        setting_kind=setting[1] if setting else Setting.NONE,
        caseworker_seat_id=_look_up(row, k.CASEWORKER, directory.caseworkers, faults),
    )
    return c.ImportCase(
        assessment_id=assessment_id,
        request=request,
        logged_on=row[k.LOGGED] or row[k.RECEIVED],
        state=row[k.STATE],
        advice=tuple(_advice(row, request, directory)),
        **{name: row[column] for name, column in k.STEP_DAYS.items()},
    )


def _name(row: Row) -> str:
    return f"{row[k.GIVEN_NAME]} {row[k.FAMILY_NAME]}".casefold()


def _trigger_id(assessment_id: str, received_on: date, kind: TriggerKind) -> str:
    return str(uuid5(NAMESPACE_URL, f"{assessment_id}/{received_on}/{kind}"))


def _look_up(
    row: Row, column: k.Column, known: dict[str, Found], faults: list[Fault]
) -> Found | None:
    name = (row[column] or "").casefold()
    if not name:
        return None
    if name not in known:
        faults.append(Fault(row.number, column.heading, f"{row[column]!r} is not known here"))
    return known.get(name)


def _contact(row: Row, assessment_id: str, kind: TriggerKind) -> c.ContactDetails:
    own = kind is TriggerKind.YOUNG_PERSON_REQUEST
    return c.ContactDetails(
        id=str(uuid5(NAMESPACE_URL, f"{assessment_id}/contact")),
        kind=ContactKind.YOUNG_PERSON if own else ContactKind.PARENT,
        name=row[k.CONTACT_NAME],
        email=row[k.CONTACT_EMAIL],
        phone=row[k.CONTACT_PHONE],
        address=row[k.CONTACT_ADDRESS],
        address_confirmed_on=row[k.CONTACT_CONFIRMED],
        preferred_method=Method.EMAIL if row[k.CONTACT_EMAIL] else Method.FIRST_CLASS_POST,
    )


def _advice(
    row: Row, request: c.ReceiveRequest, directory: Directory
) -> Iterator[c.ImportedAdvice]:
    for item in k.ADVICE_NAMES:
        asked_on, received_on = row[k.ADVICE_ASKED[item]], row[k.ADVICE_RECEIVED[item]]
        if asked_on is not None or received_on is not None:
            education = item is AdviceItem.EDUCATION
            yield c.ImportedAdvice(
                request_id=str(uuid5(NAMESPACE_URL, f"{request.assessment_id}/{item}")),
                item=item,
                service_id=request.setting_id if education else directory.services.get(item),
                setting=request.setting_kind if education else None,
                bound_by_reg_8=item is AdviceItem.HEALTH,
                requested_on=asked_on or received_on,
                received_on=received_on,
            )


_POINTERS = {
    "/received_on": k.RECEIVED,
    "/child/date_of_birth": k.DATE_OF_BIRTH,
    "/logged_on": k.LOGGED,
    "/state": k.STATE,
    **{f"/{name}": column for name, column in k.STEP_DAYS.items()},
}


def _impossible(row: Row, command: c.ImportCase, today: date) -> Iterator[Fault]:
    """What the domain says cannot be true, told by column."""
    facing = Facing(actor_id="", known=Known(today=today, policy=DEFAULT_POLICY))
    try:
        imported_history(command, facing)
    except ImpossibleFactsError as error:
        for wrong in error.errors:
            column = _POINTERS.get(wrong.pointer)
            heading = column.heading if column else _advice_heading(wrong.pointer, command)
            yield Fault(row.number, heading, wrong.detail.rstrip("."))


def _advice_heading(pointer: str, command: c.ImportCase) -> str:
    parts = pointer.split("/")
    if parts[1] != "advice":
        return "the whole row"
    item = command.advice[int(parts[2])].item
    return (k.ADVICE_RECEIVED if parts[3] == "received_on" else k.ADVICE_ASKED)[item].heading


# --- the same child twice -------------------------------------------------------------------------------------------


def _join_duplicates(
    cases: list[tuple[Row, c.ImportCase]], directory: Directory
) -> tuple[list[c.ImportCase], list[c.AddTrigger], list[str]]:
    """One case for one child: the row furthest on leads, every other row adds its arrival, the earliest day governs."""
    by_child: dict[str, list[tuple[Row, c.ImportCase]]] = defaultdict(list)
    for row, command in cases:
        by_child[command.request.child.id].append((row, command))
    imports: list[c.ImportCase] = []
    joins: list[c.AddTrigger] = []
    notes: list[str] = []
    for same in by_child.values():
        request = same[0][1].request
        known = directory.known_children.get(
            (
                f"{request.child.given_name} {request.child.family_name}".casefold(),
                request.child.date_of_birth,
            )
        )
        same.sort(key=lambda pair: _ORDER.index(pair[1].state), reverse=True)
        lead_id = known[0] if known else same[0][1].assessment_id
        if known is None:
            imports.append(same[0][1])
        others = same if known and known[0] != same[0][1].assessment_id else same[1:]
        for row, command in others:
            joins.append(_as_trigger(lead_id, command.request))
            where = f"case {known[1]}" if known else f"row {same[0][0].number}"
            notes.append(
                f"Row {row.number} is the same child as {where}: one case, and the earlier day of arrival starts its clock."
            )
    return imports, joins, notes


def _as_trigger(lead_id: str, request: c.ReceiveRequest) -> c.AddTrigger:
    return c.AddTrigger(
        assessment_id=lead_id,
        trigger_id=_trigger_id(lead_id, request.received_on, request.kind),
        kind=request.kind,
        received_on=request.received_on,
        evidence=request.evidence,
    )
