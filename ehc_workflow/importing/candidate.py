"""One row to the case it would make. Its ids are made from the row: the same file always speaks of the same case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, ContactKind
from ehc_workflow.domain.deadlines import Kind, Status, deadlines
from ehc_workflow.domain.decisions import Facing, imported_case
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.domain.facts import Method, Setting, TriggerKind
from ehc_workflow.domain.guards import Known
from ehc_workflow.importing import columns as k
from ehc_workflow.importing.faults import WHOLE_ROW, Fault
from ehc_workflow.importing.names import Names, folded
from ehc_workflow.importing.reading import Row
from ehc_workflow.rules.local_policy import DEFAULT_POLICY

EVIDENCE = "The record kept before"
UNDER = 25
"""Part 3 is about people under this age: s83(2)."""

ChildKey = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row without fault, the case it would make alone, and how many limits of the law that case has passed."""

    row: Row
    command: c.ImportCase
    late: int

    @property
    def child(self) -> ChildKey:
        """What two rows about one child have in common."""
        return child_key(self.row[k.GIVEN_NAME], self.row[k.FAMILY_NAME], self.row[k.DATE_OF_BIRTH])

    @property
    def received_on(self) -> date:
        """The day this row says the request arrived."""
        return self.command.request.received_on


def child_key(given_name: str, family_name: str, date_of_birth: date) -> ChildKey:
    """Full name and day of birth."""
    return folded(f"{given_name} {family_name}"), date_of_birth


def made_id(*parts: object) -> str:
    """The same id for the same parts, always."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, parts))))


def trigger_id(assessment_id: str, received_on: date, kind: TriggerKind) -> str:
    """The id of one arrival within a case."""
    return made_id(assessment_id, received_on, kind)


def candidate(row: Row, names: Names, today: date) -> Candidate | list[Fault]:
    """The case a row would make, or everything that is wrong with it. Unknown names are told by `names`, once each."""
    if row.faults:
        names.look_up(row)
        return list(row.faults)
    faults = [*_too_old(row), *_unasked(row)]
    command = _command(row, names)
    try:
        late = limits_passed(command, today)
    except ImpossibleFactsError as error:
        faults += [
            Fault((row.number,), _heading(wrong.pointer, command), _clause(wrong.detail))
            for wrong in error.errors
        ]
        return faults
    return faults or Candidate(row, command, late)


def limits_passed(command: c.ImportCase, today: date) -> int:
    """How many limits of the law this case would have passed unmet; `ImpossibleFactsError` where it cannot be."""
    known = Known(today=today, policy=DEFAULT_POLICY)
    case = imported_case(command, Facing(actor_id="", known=known))
    return sum(
        owed.kind is Kind.STATUTORY and owed.status(today) is Status.BREACHED_OPEN
        for owed in deadlines(case, DEFAULT_POLICY)
    )


def _command(row: Row, names: Names) -> c.ImportCase:
    assessment_id = _assessment_id(row, names.authority_id)
    request = _request(row, names, assessment_id)
    return c.ImportCase(
        assessment_id=assessment_id,
        request=request,
        logged_on=row[k.LOGGED] or row[k.RECEIVED],
        state=row[k.STATE],
        advice=tuple(_advice(row, request, names)),
        advice_checked=row[k.ADVICE_CHECKED],
        assess_outcome=row[k.ASSESS_OUTCOME],
        plan_outcome=row[k.PLAN_OUTCOME],
        consulted_setting_id=names.setting(row, k.CONSULTED_SETTING)[0],
        placed_setting_id=names.setting(row, k.PLACED_SETTING)[0],
        **{name: row[column] for name, column in k.STEP_DAYS.items()},
    )


def _assessment_id(row: Row, authority_id: str) -> str:
    if row[k.OWN_REFERENCE]:
        return made_id(authority_id, "reference", folded(row[k.OWN_REFERENCE]))
    name = folded(f"{row[k.GIVEN_NAME]} {row[k.FAMILY_NAME]}")
    return made_id(authority_id, "child", name, row[k.DATE_OF_BIRTH], row[k.RECEIVED])


def _request(row: Row, names: Names, assessment_id: str) -> c.ReceiveRequest:
    setting_id, setting_kind = names.setting(row, k.SETTING)
    team_id = names.team(row)
    return c.ReceiveRequest(
        assessment_id=assessment_id,
        authority_id=names.authority_id,
        team_id=team_id,
        child=c.ChildDetails(
            id=made_id(assessment_id, "child"),
            given_name=row[k.GIVEN_NAME],
            family_name=row[k.FAMILY_NAME],
            date_of_birth=row[k.DATE_OF_BIRTH],
            upn=row[k.UPN],
            nhs_number=row[k.NHS_NUMBER],
            vision_impaired=row[k.VISION],
            hearing_impaired=row[k.HEARING],
        ),
        contacts=(_contact(row, assessment_id),),
        trigger_id=trigger_id(assessment_id, row[k.RECEIVED], row[k.WHO]),
        kind=row[k.WHO],
        received_on=row[k.RECEIVED],
        evidence=EVIDENCE,
        setting_id=setting_id,
        setting_kind=setting_kind,
        caseworker_seat_id=names.caseworker(row, team_id),
    )


def _contact(row: Row, assessment_id: str) -> c.ContactDetails:
    asked_themselves = row[k.WHO] is TriggerKind.YOUNG_PERSON_REQUEST
    kind = ContactKind.YOUNG_PERSON if asked_themselves else ContactKind.PARENT
    return c.ContactDetails(
        id=made_id(assessment_id, "contact"),
        kind=row[k.CONTACT_KIND] or kind,
        name=row[k.CONTACT_NAME],
        email=row[k.CONTACT_EMAIL],
        phone=row[k.CONTACT_PHONE],
        address=row[k.CONTACT_ADDRESS],
        address_confirmed_on=row[k.CONTACT_CONFIRMED],
        preferred_method=Method.EMAIL if row[k.CONTACT_EMAIL] else Method.FIRST_CLASS_POST,
    )


def _advice(row: Row, request: c.ReceiveRequest, names: Names) -> Iterator[c.ImportedAdvice]:
    for item in k.ADVICE_NAMES:
        received_on = row[k.ADVICE_RECEIVED[item]]
        asked_on = row[k.ADVICE_ASKED[item]] or received_on
        if asked_on is None:
            continue
        from_setting = item in (AdviceItem.EDUCATION, AdviceItem.ADULTHOOD)
        yield c.ImportedAdvice(
            request_id=made_id(request.assessment_id, item),
            item=item,
            service_id=request.setting_id if from_setting else names.service(row, item),
            setting=_setting_asked(request) if item is AdviceItem.EDUCATION else None,
            bound_by_reg_8=item is AdviceItem.HEALTH,
            requested_on=asked_on,
            received_on=received_on,
        )


def _setting_asked(request: c.ReceiveRequest) -> Setting:
    return request.setting_kind if request.setting_id else Setting.NONE


def _too_old(row: Row) -> Iterator[Fault]:
    born, received_on = row[k.DATE_OF_BIRTH], row[k.RECEIVED]
    age = (
        received_on.year
        - born.year
        - ((received_on.month, received_on.day) < (born.month, born.day))
    )
    if age >= UNDER:
        why = f"makes somebody of {age} on the day of arrival; assessments are for people under {UNDER} (s83(2))"
        yield Fault((row.number,), k.DATE_OF_BIRTH.heading, why)


def _unasked(row: Row) -> Iterator[Fault]:
    """A family sends its views unasked. Anybody else's six weeks run from being asked, so the day is needed."""
    for item, asked in k.ADVICE_ASKED.items():
        if item is not AdviceItem.FAMILY and row[k.ADVICE_RECEIVED[item]] and not row[asked]:
            yield Fault((row.number,), asked.heading, "is empty, but the day it came is given")


# --- what the domain refuses, told by column -------------------------------------------------------------------------

_HEADINGS = {
    "/received_on": k.RECEIVED.heading,
    "/child/date_of_birth": k.DATE_OF_BIRTH.heading,
    "/logged_on": k.LOGGED.heading,
    "/state": k.STATE.heading,
    "/assess_outcome": k.ASSESS_OUTCOME.heading,
    "/plan_outcome": k.PLAN_OUTCOME.heading,
    "/consulted_setting_id": k.CONSULTED_SETTING.heading,
    **{f"/{name}": column.heading for name, column in k.STEP_DAYS.items()},
}


def _heading(pointer: str, command: c.ImportCase) -> str:
    if not pointer.startswith("/advice/"):
        return _HEADINGS.get(pointer, WHOLE_ROW)
    _, _, place, name = pointer.split("/")
    item = command.advice[int(place)].item
    return (k.ADVICE_RECEIVED if name == "received_on" else k.ADVICE_ASKED)[item].heading


def _clause(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].rstrip(".")
