"""Appeals: registered, answered, conceded, ordered, over; and the first step of each way back. T19 to T24."""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AMENDS, Appeal, AppealEnd, Case, Order, Placement
from ehc_workflow.domain.decisions.mediation import days_of_their_own, the_notice
from ehc_workflow.domain.decisions.notices import notice_of, words_of
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    not_before,
    not_in_future,
    not_used,
    refuse,
)
from ehc_workflow.domain.errors import Impossible, NotFoundError
from ehc_workflow.domain.facts import AppealMatter, OrderKind


@answers(c.RegisterAppeal)
def register_appeal(case: Case, command: c.RegisterAppeal, facing: Facing) -> tuple[e.Event, ...]:
    """T19. Whether it came in time is the Tribunal's to say, which registered it."""
    sent_on = the_notice(case, command.notice_id).sent_on
    registered, reply_due = command.registered_on, command.reply_due_on
    refuse(
        not_in_future(registered, facing, "/registered_on", "The day of registration"),
        not_before(registered, sent_on, "/registered_on", "The appeal", "the notice went"),
        not_before(reply_due, registered, "/reply_due_on", "The response", "the registration"),
        not_used((one.id for one in case.appeals), command.appeal_id, "/appeal_id"),
    )
    return (
        e.AppealRegistered(
            appeal=Appeal(
                id=command.appeal_id,
                notice_id=command.notice_id,
                registered_on=registered,
                reply_due_on=reply_due,
                placement_only=command.placement_only,
            ),
            tribunal_gave_leave=command.tribunal_gave_leave,
        ),
    )


@answers(c.RespondToAppeal)
def respond_to_appeal(
    case: Case, command: c.RespondToAppeal, facing: Facing
) -> tuple[e.Event, ...]:
    """The day it went to the Tribunal."""
    appeal = _the_appeal(case, command.appeal_id)
    what, registered = "The response", appeal.registered_on
    refuse(
        not_in_future(command.responded_on, facing, "/responded_on", what),
        not_before(command.responded_on, registered, "/responded_on", what, "the registration"),
    )
    return (e.AppealAnswered(appeal_id=appeal.id, responded_on=command.responded_on),)


@answers(c.WithdrawAppeal)
def withdraw_appeal(case: Case, command: c.WithdrawAppeal, facing: Facing) -> tuple[e.Event, ...]:
    """The decision stands."""
    appeal = _the_appeal(case, command.appeal_id)
    what, day = "The withdrawal", command.withdrawn_on
    refuse(
        not_in_future(day, facing, "/withdrawn_on", what),
        not_before(day, appeal.registered_on, "/withdrawn_on", what, "the registration"),
    )
    return (e.AppealEnded(appeal_id=appeal.id, ended=AppealEnd.WITHDRAWN, ended_on=day),)


@answers(c.DismissAppeal)
def dismiss_appeal(case: Case, command: c.DismissAppeal, facing: Facing) -> tuple[e.Event, ...]:
    """T21: the decision stands."""
    appeal = _the_appeal(case, command.appeal_id)
    refuse(*_of_the_tribunal(command.made_on, appeal, facing))
    ended = AppealEnd.DISMISSED
    return (e.AppealEnded(appeal_id=appeal.id, ended=ended, ended_on=command.made_on),)


@answers(c.ConcedeAssessment)
def concede_assessment(
    case: Case, command: c.ConcedeAssessment, facing: Facing
) -> tuple[e.Event, ...]:
    """T20, reg 45(3): to assess, or to assess again."""
    matter = AppealMatter.REASSESS if case.reassesses else AppealMatter.ASSESS
    return _conceded(case, command, facing, matter)


@answers(c.ConcedePlan)
def concede_plan(case: Case, command: c.ConcedePlan, facing: Facing) -> tuple[e.Event, ...]:
    """T20, reg 45."""
    return _conceded(case, command, facing, AppealMatter.MAKE_PLAN)


@answers(c.ConcedeAmendment)
def concede_amendment(
    case: Case, command: c.ConcedeAmendment, facing: Facing
) -> tuple[e.Event, ...]:
    """T20: 5 weeks for the contents, reg 45(4), 2 for the placement alone, reg 45(5)."""
    placement_only = _the_appeal(case, command.appeal_id).placement_only
    matter = AppealMatter.AMEND_PLACEMENT if placement_only else AppealMatter.AMEND_CONTENTS
    return _conceded(case, command, facing, matter)


def _conceded(
    case: Case, command: c.ConcedeAppeal, facing: Facing, matter: AppealMatter
) -> tuple[e.Event, ...]:
    appeal = _the_appeal(case, command.appeal_id)
    what, day = "The day the Tribunal was told", command.notified_tribunal_on
    pointer = "/notified_tribunal_on"
    refuse(
        not_in_future(day, facing, pointer, what),
        not_before(day, appeal.registered_on, pointer, what, "the registration"),
    )
    return (e.AppealConceded(appeal_id=appeal.id, matter=matter, notified_tribunal_on=day),)


@answers(c.OrderToAssess)
def order_to_assess(case: Case, command: c.OrderToAssess, facing: Facing) -> tuple[e.Event, ...]:
    """T21, reg 44(2)(b): to assess, or to assess again."""
    kind = OrderKind.REASSESS if case.reassesses else OrderKind.ASSESS
    return _ordered(case, command, facing, kind)


@answers(c.OrderToMakePlan)
def order_to_make_plan(
    case: Case, command: c.OrderToMakePlan, facing: Facing
) -> tuple[e.Event, ...]:
    """T21, reg 44(2)(c)."""
    return _ordered(case, command, facing, OrderKind.MAKE_PLAN)


@answers(c.OrderToReconsider)
def order_to_reconsider(
    case: Case, command: c.OrderToReconsider, facing: Facing
) -> tuple[e.Event, ...]:
    """T21, reg 44(2)(d)."""
    return _ordered(case, command, facing, OrderKind.RECONSIDER)


@answers(c.OrderToAmend)
def order_to_amend(case: Case, command: c.OrderToAmend, facing: Facing) -> tuple[e.Event, ...]:
    """T21, reg 44(2)(e), (f) and (h)."""
    if command.kind not in AMENDS:
        refuse([Impossible("/kind", "This is no order to amend a plan (reg 44(2)(e) to (h)).")])
    return _ordered(case, command, facing, command.kind)


def _ordered(
    case: Case, command: c.RecordOrder, facing: Facing, kind: OrderKind
) -> tuple[e.Event, ...]:
    """One order ends the appeal, and starts limits of its own from its date."""
    appeal = _the_appeal(case, command.appeal_id)
    directed = command.directed_dates
    refuse(
        *_of_the_tribunal(command.made_on, appeal, facing),
        not_used((one.id for one in case.orders), command.order_id, "/order_id"),
        days_of_their_own(directed, command.made_on, "/directed_dates", "reg 44(1)"),
    )
    return (
        e.OrderMade(
            order=Order(
                id=command.order_id,
                appeal_id=appeal.id,
                kind=kind,
                made_on=command.made_on,
                directed_dates=directed,
            )
        ),
    )


@answers(c.StartOrderedPlan)
def start_ordered_plan(
    case: Case, command: c.StartOrderedPlan, facing: Facing
) -> tuple[e.Event, ...]:
    """T23."""
    day, what = command.started_on, "The start"
    began_on = case.way_back.began_on if case.way_back else case.received_on
    refuse(
        not_in_future(day, facing, "/started_on", what),
        not_before(day, began_on, "/started_on", what, "the order, concession or agreement"),
    )
    return (e.OrderedPlanStarted(started_on=day),)


@answers(c.SendAmendedPlan)
def send_amended_plan(
    case: Case, command: c.SendAmendedPlan, facing: Facing
) -> tuple[e.Event, ...]:
    """The amended plan starts the family's time to appeal again, s51(3)."""
    names_one = bool(command.setting_id or command.setting_type)
    return (
        e.AmendedPlanSent(
            notice=notice_of(case, command, facing),
            signed_by=facing.actor_id,
            signed_on=command.signed_on,
            digest=words_of(command),
            placement=Placement(
                decided_on=command.signed_on,
                decided_by=facing.actor_id,
                setting_id=command.setting_id,
                setting_type=command.setting_type,
            )
            if names_one
            else None,
        ),
    )


def _the_appeal(case: Case, appeal_id: str) -> Appeal:
    appeal = case.appeal(appeal_id)
    if appeal is None:
        raise NotFoundError("This case has no such appeal.")
    return appeal


def _of_the_tribunal(made_on: date, appeal: Appeal, facing: Facing) -> list[list[Impossible]]:
    """An order is made between the registration and today: it counts from its own date, reg 44(2)."""
    what = "The date of the order (reg 44(2))"
    return [
        not_in_future(made_on, facing, "/made_on", what),
        not_before(made_on, appeal.registered_on, "/made_on", what, "the appeal was registered"),
    ]
