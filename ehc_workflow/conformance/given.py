"""`given` of a vector into `Facts`: every word checked, nothing read that the format does not hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from ehc_workflow.conformance.words import (
    VectorError,
    a_date,
    a_list,
    a_moment,
    a_ref,
    a_time,
    a_truth,
    an_object,
    one_of,
    only,
)
from ehc_workflow.domain import facts as f

T = TypeVar("T")
Field = Callable[[object, str], Any]
Check = Callable[[Mapping[str, Any], str], None]

_A_METHOD = one_of(f.Method)
_WHO = one_of(f.Who)
_A_CONTRIBUTOR = one_of(f.Contributor)
_A_CLOCK = one_of(f.ClockId)
_A_SETTING_THAT_CLOSES = one_of(f.Setting, but=frozenset({f.Setting.NONE.value}))


def _object_of(
    make: Callable[..., T],
    fields: Mapping[str, Field],
    required: tuple[str, ...] = (),
    check: Check | None = None,
) -> Callable[[object, str], T]:
    """Read an object with these fields, some of which must be there, into a value."""

    def read(value: object, key: str) -> T:
        given = an_object(value, key)
        only(given, fields, key)
        for name in required:
            if name not in given:
                raise VectorError(key, f"'{name}' is missing")
        if check is not None:
            check(given, key)
        return make(**{name: fields[name](one, f"{key}.{name}") for name, one in given.items()})

    return read


def _exactly_one(*names: str) -> Check:
    def check(given: Mapping[str, Any], key: str) -> None:
        if sum(name in given for name in names) != 1:
            raise VectorError(key, f"exactly one of {', '.join(names)} is expected")

    return check


def _at_least_one(*names: str) -> Check:
    def check(given: Mapping[str, Any], key: str) -> None:
        if not any(name in given for name in names):
            raise VectorError(key, f"one of {', '.join(names)} is missing")

    return check


def _advice(given: Mapping[str, Any], key: str) -> None:
    _at_least_one("requested_on", "received_by_body_on")(given, key)
    if given["contributor"] == f.Contributor.EDUCATION and "setting" not in given:
        raise VectorError(
            key, "'setting' is missing: education names whose head, principal or lead was asked"
        )
    if given["contributor"] != f.Contributor.EDUCATION and "setting" in given:
        raise VectorError(f"{key}.setting", "only education names a setting")


def _in_order(first: str, last: str, *, may_be_equal: bool = True) -> Check:
    """A stretch of days that ends before it begins cannot be true."""

    def check(given: Mapping[str, Any], key: str) -> None:
        begins, ends = a_date(given[first], f"{key}.{first}"), a_date(given[last], f"{key}.{last}")
        if ends < begins or (ends == begins and not may_be_equal):
            raise VectorError(f"{key}.{last}", f"{ends} is not after {first}, {begins}")

    return check


def _mediation(given: Mapping[str, Any], key: str) -> None:
    told = ("authority_told_on", "health_body_told_on")
    _at_least_one(*told, "declined_on", "ended_on", "adviser_told_cannot_arrange_on")(given, key)
    if any(name in given for name in told) and "issues" not in given:
        raise VectorError(
            key, "'issues' is missing: what the family wants to discuss decides who must be told"
        )


def _own_dates(value: object, key: str) -> tuple[tuple[f.ClockId, date], ...]:
    given = an_object(value, key)
    if not given:
        raise VectorError(key, "at least one date is expected")
    return tuple((_A_CLOCK(name, key), a_date(day, f"{key}.{name}")) for name, day in given.items())


_A_TRIGGER = _object_of(
    f.Trigger,
    {
        "kind": one_of(f.TriggerKind),
        "received_at": a_moment,
        "received_on": a_date,
        "posted_on": a_date,
    },
    ("kind",),
    _exactly_one("received_at", "received_on", "posted_on"),
)
_AN_ADVICE_REQUEST = _object_of(
    f.AdviceRequestFacts,
    {
        "ref": a_ref,
        "contributor": _A_CONTRIBUTOR,
        "setting": one_of(f.Setting),
        "s31_body": a_truth,
        "requested_on": a_date,
        "received_by_body_on": a_date,
        "answered_on": a_date,
    },
    ("contributor",),
    _advice,
)
_A_CLOSURE = _object_of(
    f.Closure,
    {"setting": _A_SETTING_THAT_CLOSES, "first_closed_day": a_date, "reopening_day": a_date},
    ("setting", "first_closed_day", "reopening_day"),
    _in_order("first_closed_day", "reopening_day", may_be_equal=False),
)
_AN_ABSENCE = _object_of(
    f.Absence,
    {"who": _WHO, "first_day": a_date, "last_day": a_date},
    ("who", "first_day", "last_day"),
    _in_order("first_day", "last_day"),
)
_A_CIRCUMSTANCE = _object_of(
    f.PersonalCircumstance,
    {"who": _WHO, "kind": one_of(f.CircumstanceKind), "first_day": a_date, "last_day": a_date},
    ("who", "kind", "first_day", "last_day"),
    _in_order("first_day", "last_day"),
)
_A_MISSED_APPOINTMENT = _object_of(
    f.MissedAppointment,
    {
        "ref": a_ref,
        "contributor": _A_CONTRIBUTOR,
        "purpose": one_of(f.AppointmentPurpose),
        "missed_on": a_date,
    },
    ("contributor", "purpose", "missed_on"),
)
_A_DELAY = _object_of(
    f.OtherDelay,
    {"kind": one_of(f.DelayKind), "first_day": a_date, "last_day": a_date},
    ("kind", "first_day", "last_day"),
    _in_order("first_day", "last_day"),
)
_A_CONSULTATION = _object_of(
    f.Consultation, {"ref": a_ref, "consulted_on": a_date}, ("consulted_on",)
)
_A_DRAFT = _object_of(
    f.DraftFacts,
    {"ref": a_ref, "sent_on": a_date, "time": a_time, "method": _A_METHOD},
    ("sent_on", "method"),
)
_A_NOTICE = _object_of(
    f.NoticeFacts,
    {
        "ref": a_ref,
        "kind": one_of(f.NoticeKind),
        "sent_on": a_date,
        "method": _A_METHOD,
        "certificate_issued_on": a_date,
    },
    ("kind", "sent_on", "method"),
)
_A_MEDIATION = _object_of(
    f.Mediation,
    {
        "ref": a_ref,
        "issues": one_of(f.MediationIssues),
        "authority_told_on": a_date,
        "health_body_told_on": a_date,
        "declined_on": a_date,
        "ended_on": a_date,
        "adviser_told_cannot_arrange_on": a_date,
    },
    (),
    _mediation,
)
_AN_AGREEMENT = _object_of(
    f.MediationAgreement,
    {
        "ref": a_ref,
        "matter": one_of(f.AgreementMatter),
        "agreed_on": a_date,
        "agreed_dates": _own_dates,
        "authority_took_part": a_truth,
    },
    ("matter", "agreed_on"),
)
_AN_UNOPPOSED_APPEAL = _object_of(
    f.UnopposedAppeal,
    {"ref": a_ref, "matter": one_of(f.AppealMatter), "notified_tribunal_on": a_date},
    ("matter", "notified_tribunal_on"),
)
_AN_ORDER = _object_of(
    f.OrderFacts,
    {"ref": a_ref, "kind": one_of(f.OrderKind), "made_on": a_date, "directed_dates": _own_dates},
    ("kind", "made_on"),
)
_A_REASSESSMENT = _object_of(
    f.Reassessment,
    {"received_on": a_date, "last_assessed_on": a_date, "own_initiative_on": a_date},
    (),
    _at_least_one("received_on", "own_initiative_on"),
)
_A_TRANSFER = _object_of(
    f.Transfer,
    {
        "moved_on": a_date,
        "old_authority_aware_on": a_date,
        "transferred_on": a_date,
        "plan_made_or_last_reviewed_on": a_date,
    },
    ("moved_on", "old_authority_aware_on"),
)


def _given(given: Mapping[str, Any], key: str) -> None:
    if not given:
        raise VectorError(key, "at least one fact is expected")
    if "right_holder_on" not in given:
        return
    if "date_of_birth" not in given:
        raise VectorError(key, "'date_of_birth' is missing: the right-holder is worked out from it")
    asked = given["right_holder_on"]
    if isinstance(asked, list) and len({str(day) for day in asked}) != len(asked):
        raise VectorError(f"{key}.right_holder_on", "the same day is asked for twice")


read_facts = _object_of(
    f.Facts,
    {
        "triggers": a_list(_A_TRIGGER),
        "advice_requests": a_list(_AN_ADVICE_REQUEST),
        "closures": a_list(_A_CLOSURE),
        "absences": a_list(_AN_ABSENCE),
        "personal_circumstances": a_list(_A_CIRCUMSTANCE),
        "missed_appointments": a_list(_A_MISSED_APPOINTMENT),
        "other_delays": a_list(_A_DELAY),
        "consultations": a_list(_A_CONSULTATION),
        "drafts": a_list(_A_DRAFT),
        "notices": a_list(_A_NOTICE),
        "mediations": a_list(_A_MEDIATION),
        "mediation_agreements": a_list(_AN_AGREEMENT),
        "unopposed_appeals": a_list(_AN_UNOPPOSED_APPEAL),
        "orders": a_list(_AN_ORDER),
        "reassessment": _A_REASSESSMENT,
        "transfer": _A_TRANSFER,
        "date_of_birth": a_date,
        "right_holder_on": a_list(a_date),
    },
    (),
    _given,
)
"""`given` of one vector into `Facts`."""
