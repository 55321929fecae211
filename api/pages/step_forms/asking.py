"""A command's fields as a form's questions, and the answers as the command again."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import create_model

from api.pages.answers import AnswersError
from api.pages.questions import PageForm, question
from api.pages.step_forms.wording import ask_for
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Letter
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.outlook import COMMANDS
from ehc_workflow.service.letters import block_keys
from ehc_workflow.store.ids import new_id

LETTERS: dict[type[c.Command], Letter] = {
    c.TellFamilyConsidering: Letter.CONSIDERING,
    c.NotifyAssessment: Letter.WILL_ASSESS,
    c.NotifyRefusal: Letter.REFUSAL_TO_ASSESS,
    c.NotifyReassessment: Letter.WILL_REASSESS,
    c.NotifyRefusalToReassess: Letter.REFUSAL_TO_REASSESS,
    c.NotifyNoPlan: Letter.NO_PLAN,
    c.NotifyPlanWillBeMade: Letter.PLAN_WILL_BE_MADE,
    c.ServeDraft: Letter.DRAFT_PLAN,
    c.SendFinalPlan: Letter.FINAL_PLAN,
    c.StartOrderedAssessment: Letter.WILL_ASSESS,
    c.SendAmendedPlan: Letter.AMENDED_PLAN,
    c.UpdateFamily: Letter.DELAY_UPDATE,
    c.TellOfException: Letter.EXCEPTION,
}
"""Which letter's parts each sending asks for. Both refusals have the same."""

MADE_HERE = frozenset(
    {
        "add_trigger.trigger_id",
        "put_on_agenda.agenda_id",
        "ask_for_missing.item_id",
        "decline_to_ask.request_id",
        "record_family_ask.ask_id",
        "record_family_message.message_id",
        "record_reuse.request_id",
        "submit_advice.contribution_id",
        "serve_draft.draft_id",
        "share_part_draft.draft_id",
        "record_representation.representation_id",
        "offer_meeting.offer_id",
        "claim_exception.exception_id",
        "start_mediation.mediation_id",
        "agree_assessment.agreement_id",
        "agree_plan.agreement_id",
        "agree_amendment.agreement_id",
        "agree_other.agreement_id",
        "register_appeal.appeal_id",
        "order_to_assess.order_id",
        "order_to_make_plan.order_id",
        "order_to_reconsider.order_id",
        "order_to_amend.order_id",
        "add_contact.contact-id",
    }
)
"""Ids of things that a step brings into being: nobody types them."""

_TOLD = ("setting_told", "health_body_told", "social_care_told")
NOT_ASKED = frozenset(
    {
        "assessment_id",
        "document_ids",
        "submit_advice.written_with",
        "accept_advice.contribution_id",
        "return_advice.contribution_id",
        "claim_exception.ref",
        "claim_exception.ground",
        *(f"notify_plan_will_be_made.{told}" for told in _TOLD),
        *(f"serve_draft.{told}" for told in _TOLD),
        *(f"notify_refusal_to_reassess.{told}" for told in _TOLD),
        *(f"update_family.{told}" for told in _TOLD),
        "update_family.automatic",
        *(f"tell_of_exception.{told}" for told in _TOLD),
        "notify_no_plan.social_care_told",
        "send_final_plan.social_care_told",
        "send_amended_plan.social_care_told",
        "agree_other.agreed_dates",
        "record_missed_appointment.visit",
    }
)
"""A form has no files; with whom advice was written is said on its request's own page, and so is a visit missed; a
limit is chosen with its ground.
"""

MUST_BE_SAID = frozenset(
    {
        "decide_whether_to_assess.may_have_sen",
        "decide_whether_to_assess.may_need_plan",
        "decide_whether_to_issue.plan_needed",
    }
)
"""Answers that a command may lack and the law may not: both limbs of section 36(8), and what section 37(1) asks."""

MAY_BE_EMPTY = frozenset({"answer_representation.reason"})
"""Words that only some answers need: a guard asks for them then."""

MARK = "|"
"""What stands between limit, ref and ground in the one answer that chooses all three."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One field of a command as the form sees it: its name there, its type, and whether it may be left out."""

    name: str
    type: Any
    optional: bool
    default: Any


def form_of(command: type[c.Command]) -> type[PageForm]:
    """The form that asks for everything a command needs."""
    return _form_of_step(command.step)


@cache
def _form_of_step(step: str) -> type[PageForm]:
    command = COMMANDS[step]
    asked: dict[str, Any] = {wanted.name: _as_question(step, wanted) for wanted in _wanted(command)}
    made: type[PageForm] = create_model(
        f"{command.__name__}Form", __base__=PageForm, __doc__=command.__doc__, **asked
    )
    return made


def command_of(command: type[c.Command], form: PageForm, assessment_id: str) -> c.Command:
    """The command that a filled form asks for."""
    values = {
        field.name: _value(command, field, form)
        for field in fields(command)
        if field.name != "assessment_id"
    }
    if isinstance(values.get("limit"), str) and command is c.ClaimException:
        values |= _limit_and_ground(values["limit"])
    return command(assessment_id=assessment_id, **values)


def _limit_and_ground(chosen: str) -> dict[str, str]:
    """What one answer says of three; an answer that the form never offered is a mistake of the form."""
    parts = chosen.split(MARK)
    if len(parts) != 3 or not parts[0] or not parts[2]:
        raise AnswersError(Impossible("/limit", "Choose one of the limits that are offered."))
    return dict(zip(("limit", "ref", "ground"), parts, strict=True))


def _wanted(command: type[c.Command]) -> Iterator[Wanted]:
    hints = get_type_hints(command)
    ordered = [*_before_blocks(command), *(f for f in fields(command) if f.name == "blocks")]
    for field in ordered:
        if field.name in NOT_ASKED or f"{command.step}.{field.name}" in NOT_ASKED | MADE_HERE:
            continue
        if field.name == "blocks":
            for key in block_keys(LETTERS[command]):
                yield Wanted(f"block-{key}", str, False, None)
            continue
        yield from _flat(command.step, field, hints[field.name])


def _before_blocks(command: type[c.Command]) -> list[Field[Any]]:
    """The letter's words come last: first who, when and how."""
    return [field for field in fields(command) if field.name != "blocks"]


def _flat(step: str, field: Field[Any], hint: Any) -> Iterator[Wanted]:
    """One question, or for a fact made of several, one for each of them."""
    plain, optional = _without_none(hint)
    default = None if field.default is MISSING else field.default
    if not is_dataclass(plain):
        yield Wanted(field.name, plain, optional or field.default is not MISSING, default)
        return
    inner = get_type_hints(plain)
    for part in fields(plain):
        name = f"{field.name}-{part.name}"
        if f"{step}.{name}" in MADE_HERE:
            continue
        kind, may_lack = _without_none(inner[part.name])
        has_default = part.default is not MISSING
        yield Wanted(
            name, kind, optional or may_lack or has_default, part.default if has_default else None
        )


def _as_question(step: str, wanted: Wanted) -> tuple[Any, Any]:
    ask = ask_for(step, wanted.name)
    kind: Any = wanted.type
    default: Any = wanted.default if wanted.optional else ...
    if f"{step}.{wanted.name}" in MAY_BE_EMPTY:
        default = ""
    if f"{step}.{wanted.name}" in MUST_BE_SAID:
        default = ...
    if kind is bool and ask.control == "radios":
        kind = Literal["yes", "no"]
    if get_origin(kind) is tuple and is_dataclass(get_args(kind)[0]):
        kind, default = tuple[_row_of(step, get_args(kind)[0]), ...], ()  # type: ignore[misc]  # made here
    elif default is None:
        kind = kind | None
    asked = question(
        ask.label,
        hint=ask.hint,
        default=default,
        control=ask.control,
        options=ask.options,
        lines=ask.lines,
        width=ask.width,
        missing=ask.missing,
        noun=ask.noun,
    )
    return kind, asked


def _row_of(step: str, kind: Any) -> type[PageForm]:
    hints = get_type_hints(kind)
    rows: dict[str, Any] = {
        field.name: _as_question(
            f"{step}.row",
            Wanted(
                field.name,
                hints[field.name],
                field.default is not MISSING,
                None if field.default is MISSING else field.default,
            ),
        )
        for field in fields(kind)
    }
    made: type[PageForm] = create_model(f"{kind.__name__}Row", __base__=PageForm, **rows)
    return made


def _value(command: type[c.Command], field: Field[Any], form: PageForm) -> Any:
    full = f"{command.step}.{field.name}"
    if full in MADE_HERE:
        return new_id()
    if field.name == "blocks":
        return tuple((key, getattr(form, f"block-{key}")) for key in block_keys(LETTERS[command]))
    plain, optional = _without_none(get_type_hints(command)[field.name])
    if is_dataclass(plain):
        return _nested(command.step, field.name, plain, form, optional=optional)
    if field.name not in type(form).model_fields:
        return "" if field.default is MISSING else field.default
    given = getattr(form, field.name)
    if get_origin(plain) is tuple and is_dataclass(get_args(plain)[0]):
        row: Any = get_args(plain)[0]
        return tuple(row(**each.model_dump()) for each in given)
    return _plain(given, plain, optional=optional)


def _nested(step: str, name: str, plain: Any, form: PageForm, *, optional: bool) -> Any:
    hints = get_type_hints(plain)
    given: dict[str, Any] = {}
    for part in fields(plain):
        if f"{step}.{name}-{part.name}" in MADE_HERE:
            given[part.name] = new_id()
            continue
        kind, may_lack = _without_none(hints[part.name])
        given[part.name] = _plain(getattr(form, f"{name}-{part.name}"), kind, optional=may_lack)
    if optional and all(not value for value in given.values()):
        return None
    return plain(
        **{
            key: "" if value is None and hints[key] is str else value
            for key, value in given.items()
        }
    )


def _plain(given: Any, kind: Any, *, optional: bool) -> Any:
    if kind is bool and isinstance(given, str):
        return given == "yes"
    if given == "" and optional:
        return None
    if given is None and get_origin(kind) is tuple:
        return ()  # a form asked: nothing ticked is an answer
    if kind is str and given is None and not optional:
        return ""
    return given


def _without_none(hint: Any) -> tuple[Any, bool]:
    """A type, and whether nothing may stand in its place."""
    if get_origin(hint) in {Union, types.UnionType}:
        rest = [each for each in get_args(hint) if each is not type(None)]
        return rest[0], True
    return hint, False


def asks_for_a_day(form: type[PageForm], name: str) -> bool:
    """Whether a question wants a day that must be given."""
    info = form.model_fields[name]
    return info.annotation is date and info.is_required()
