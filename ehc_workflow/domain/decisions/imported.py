"""A case taken over from the record kept until now: its history as log entries, in the order of the lifecycle.

No guard is asked: what happened before cannot be refused now. What cannot be true is, and every deadline is the law's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    AdviceRequest,
    AssessDecision,
    AssessOutcome,
    Consultation,
    Contribution,
    Draft,
    Letter,
    Notice,
    Placement,
    PlanDecision,
    PlanOutcome,
    RefusalRoute,
    State,
    Trigger,
)
from ehc_workflow.domain.clocks import clocks
from ehc_workflow.domain.decisions.registry import Facing, not_before, not_in_future, refuse
from ehc_workflow.domain.decisions.request import contacts_of, impossible_arrival, reference_of
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.facts import DraftFacts, Facts, Method

BY_RECORD = "imported"
"""Who decided, where the record does not say: the log marks the entry imported."""

_PATH = (
    State.RECEIVED,
    State.CONSIDERING,
    State.ASSESSING,
    State.DECIDING_PLAN,
    State.DRAFTING,
    State.DRAFT_WITH_FAMILY,
    State.PLACING,
    State.FINALISING,
    State.PLAN_ISSUED,
)
_NEEDED: dict[State, tuple[str, str]] = {
    State.ASSESSING: ("assessment_told_on", "the day the family was told of the assessment"),
    State.DECIDING_PLAN: ("advice_completed_on", "the day the advice was complete"),
    State.DRAFTING: ("plan_told_on", "the day the family was told that a plan will be made"),
    State.DRAFT_WITH_FAMILY: ("draft_sent_on", "the day the draft was sent"),
    State.PLACING: ("consulted_on", "the day a setting was consulted"),
    State.FINALISING: ("placement_decided_on", "the day placement was decided"),
    State.PLAN_ISSUED: ("final_sent_on", "the day the final plan was sent"),
}
_STEP_DAYS = (
    "considering_told_on",
    "assess_decided_on",
    "assessment_told_on",
    "refusal_told_on",
    "advice_completed_on",
    "plan_decided_on",
    "plan_told_on",
    "no_plan_told_on",
    "draft_sent_on",
    "consulted_on",
    "placement_decided_on",
    "final_sent_on",
)

Entry = tuple[e.Event, State]


def imported_history(command: c.ImportCase, facing: Facing) -> tuple[Entry, ...]:
    """The log entries of an imported case, each with the state after it."""
    refuse(
        impossible_arrival(command.request, facing),
        _impossible_days(command, facing),
        _missing_days(command),
    )
    return tuple(_history(command, facing))


def _impossible_days(command: c.ImportCase, facing: Facing) -> list[Impossible]:
    found: list[Impossible] = not_before(
        command.logged_on,
        command.request.received_on,
        "/logged_on",
        "The day of logging",
        "the request arrived",
    )
    for name in _STEP_DAYS:
        day: date | None = getattr(command, name)
        if day is not None:
            what = f"The day in {name.replace('_', ' ')}"
            found += not_in_future(day, facing, f"/{name}", what)
            found += not_before(
                day, command.request.received_on, f"/{name}", what, "the request arrived"
            )
    for place, asked in enumerate(command.advice):
        pointer = f"/advice/{place}"
        found += not_in_future(
            asked.requested_on, facing, f"{pointer}/requested_on", "The day of asking"
        )
        if asked.received_on is not None:
            found += not_in_future(
                asked.received_on, facing, f"{pointer}/received_on", "The day the advice came"
            )
            found += not_before(
                asked.received_on,
                asked.requested_on,
                f"{pointer}/received_on",
                "The day the advice came",
                "it was asked for",
            )
    return found


def _passed(command: c.ImportCase) -> tuple[State, ...]:
    if command.state is State.REFUSED_TO_ASSESS:
        return ()
    if command.state is State.NO_PLAN:
        return (State.ASSESSING, State.DECIDING_PLAN)
    return _PATH[1 : _PATH.index(command.state) + 1] if command.state in _PATH else ()


def _missing_days(command: c.ImportCase) -> list[Impossible]:
    state = command.state
    if state not in (*_PATH, State.REFUSED_TO_ASSESS, State.NO_PLAN):
        return [
            Impossible("/state", f"A case cannot be brought in as {state.value.replace('_', ' ')}.")
        ]
    needed = [_NEEDED[passed] for passed in _passed(command) if passed in _NEEDED]
    if state is State.REFUSED_TO_ASSESS:
        needed.append(("refusal_told_on", "the day the family was told of the refusal"))
    if state is State.NO_PLAN:
        needed.append(("no_plan_told_on", "the day the family was told that there will be no plan"))
    return [
        Impossible(
            f"/{name}", f"The case is {state.value.replace('_', ' ')}, but {what} is missing."
        )
        for name, what in needed
        if getattr(command, name) is None
    ]


def _history(command: c.ImportCase, facing: Facing) -> Iterator[Entry]:
    passed = _passed(command)
    yield _received(command, facing), State.RECEIVED
    state = State.RECEIVED
    if command.considering_told_on is not None and (
        passed or command.state is State.REFUSED_TO_ASSESS
    ):
        state = State.CONSIDERING
        yield _told(command, Letter.CONSIDERING, command.considering_told_on), state
    elif command.state is State.CONSIDERING:
        state = State.CONSIDERING
        yield _told(command, Letter.CONSIDERING, command.request.received_on), state
    if command.state is State.REFUSED_TO_ASSESS and command.refusal_told_on is not None:
        yield from _refused(command, command.refusal_told_on, state)
    if State.ASSESSING in passed and command.assessment_told_on is not None:
        yield from _assessing(command, command.assessment_told_on, state)
    elif (
        command.assess_decided_on is not None
        and State.ASSESSING not in passed
        and command.state in _PATH
    ):
        yield _assess_decided(command, command.assess_decided_on, AssessOutcome.ASSESS), state
    yield from _plan_path(command, passed)


def _received(command: c.ImportCase, facing: Facing) -> e.RequestReceived:
    request = command.request
    return e.RequestReceived(
        authority_id=request.authority_id,
        team_id=request.team_id,
        child_id=request.child.id,
        reference=reference_of(request.assessment_id),
        rule_version=facing.rule_version,
        trigger=Trigger(
            id=request.trigger_id,
            kind=request.kind,
            received_on=request.received_on,
            logged_on=command.logged_on,
            evidence=request.evidence,
        ),
        contacts=contacts_of(request),
        setting_id=request.setting_id,
        setting_kind=request.setting_kind,
        caseworker_seat_id=request.caseworker_seat_id,
        imported=True,
    )


def _notice(command: c.ImportCase, letter: Letter, sent_on: date) -> Notice:
    return Notice(
        id=f"{letter.value}-1",
        kind=letter,
        dated_on=sent_on,
        sent_on=sent_on,
        method=Method.EMAIL,
        addressee=command.request.contacts[0].id,
    )


def _told(command: c.ImportCase, letter: Letter, sent_on: date) -> e.NoticeSent:
    return e.NoticeSent(notice=_notice(command, letter, sent_on), digest="")


def _assess_decided(
    command: c.ImportCase, day: date, outcome: AssessOutcome
) -> e.AssessmentDecided:
    route = None
    if outcome is AssessOutcome.REFUSE:
        considered = command.considering_told_on is not None
        route = RefusalRoute.AFTER_CONSIDERING if considered else RefusalRoute.THRESHOLD
    return e.AssessmentDecided(
        decision=AssessDecision(outcome=outcome, decided_on=day, decided_by=BY_RECORD, route=route),
        views_considered=False,
    )


def _refused(command: c.ImportCase, told_on: date, state: State) -> Iterator[Entry]:
    decided = _assess_decided(command, command.assess_decided_on or told_on, AssessOutcome.REFUSE)
    yield decided, state
    letter = (
        Letter.THRESHOLD_REFUSAL
        if decided.decision.route is RefusalRoute.THRESHOLD
        else Letter.REFUSAL_TO_ASSESS
    )
    yield _told(command, letter, told_on), State.REFUSED_TO_ASSESS


def _assessing(command: c.ImportCase, told_on: date, state: State) -> Iterator[Entry]:
    yield (
        _assess_decided(command, command.assess_decided_on or told_on, AssessOutcome.ASSESS),
        state,
    )
    yield _told(command, Letter.WILL_ASSESS, told_on), State.ASSESSING
    if command.advice:
        yield e.AdviceRequested(requests=tuple(map(_asked, command.advice))), State.ASSESSING
    for asked in command.advice:
        if asked.received_on is not None:
            yield _came(asked, asked.received_on), State.ASSESSING
            if command.state is not State.ASSESSING:
                yield (
                    e.AdviceAccepted(request_id=asked.request_id, accepted_on=asked.received_on),
                    State.ASSESSING,
                )


def _asked(asked: c.ImportedAdvice) -> AdviceRequest:
    return AdviceRequest(
        id=asked.request_id,
        item=asked.item,
        service_id=asked.service_id,
        setting=asked.setting,
        bound_by_reg_8=asked.bound_by_reg_8,
        requested_on=asked.requested_on,
        received_by_body_on=asked.requested_on,
    )


def _came(asked: c.ImportedAdvice, received_on: date) -> e.AdviceReceived:
    return e.AdviceReceived(
        request_id=asked.request_id,
        contribution=Contribution(id=f"{asked.request_id}-1", version=1, received_on=received_on),
        digest="",
    )


def _plan_path(command: c.ImportCase, passed: tuple[State, ...]) -> Iterator[Entry]:
    if State.DECIDING_PLAN in passed and command.advice_completed_on is not None:
        yield e.AdviceCompleted(completed_on=command.advice_completed_on), State.DECIDING_PLAN
    if command.state is State.NO_PLAN and command.no_plan_told_on is not None:
        day = command.plan_decided_on or command.no_plan_told_on
        yield _plan_decided(day, PlanOutcome.NO_PLAN), State.DECIDING_PLAN
        yield _told(command, Letter.NO_PLAN, command.no_plan_told_on), State.NO_PLAN
    if State.DRAFTING in passed and command.plan_told_on is not None:
        day = command.plan_decided_on or command.plan_told_on
        yield _plan_decided(day, PlanOutcome.MAKE_PLAN), State.DECIDING_PLAN
        yield _told(command, Letter.PLAN_WILL_BE_MADE, command.plan_told_on), State.DRAFTING
    if State.DRAFT_WITH_FAMILY in passed and command.draft_sent_on is not None:
        yield _served(command, command.draft_sent_on), State.DRAFT_WITH_FAMILY
    if State.PLACING in passed and command.consulted_on is not None:
        yield _consulted(command, command.consulted_on), State.PLACING
    if State.FINALISING in passed and command.placement_decided_on is not None:
        yield _placed(command, command.placement_decided_on), State.FINALISING
    if State.PLAN_ISSUED in passed and command.final_sent_on is not None:
        yield _finished(command, command.final_sent_on), State.PLAN_ISSUED


def _plan_decided(day: date, outcome: PlanOutcome) -> e.PlanDecided:
    return e.PlanDecided(
        decision=PlanDecision(outcome=outcome, decided_on=day, decided_by=BY_RECORD)
    )


def _served(command: c.ImportCase, sent_on: date) -> e.DraftServed:
    window = next(
        clock
        for clock in clocks(Facts(drafts=(DraftFacts(sent_on=sent_on, method=Method.EMAIL),)))
        if clock.clock == "draft_window"
    )
    draft = Draft(
        id="draft-1",
        plan_version=0,
        sent_on=sent_on,
        method=Method.EMAIL,
        sent_after_five=False,
        served_on=window.starts_on,
        window_ends_on=window.due_on,
    )
    return e.DraftServed(
        draft=draft, notice=_notice(command, Letter.DRAFT_PLAN, sent_on), digest=""
    )


def _consulted(command: c.ImportCase, consulted_on: date) -> e.SettingConsulted:
    setting_id = command.request.setting_id or ""
    return e.SettingConsulted(
        consultation=Consultation(
            id="consultation-1", setting_id=setting_id, consulted_on=consulted_on
        )
    )


def _placed(command: c.ImportCase, decided_on: date) -> e.PlacementSettled:
    return e.PlacementSettled(
        placement=Placement(
            decided_on=decided_on,
            decided_by=BY_RECORD,
            setting_id=command.request.setting_id,
            setting_type=None if command.request.setting_id else "as recorded",
        )
    )


def _finished(command: c.ImportCase, sent_on: date) -> e.FinalPlanSent:
    return e.FinalPlanSent(
        notice=_notice(command, Letter.FINAL_PLAN, sent_on),
        signed_by=BY_RECORD,
        signed_on=sent_on,
        setting_told=command.request.setting_id is not None,
        health_body_told=True,
        digest="",
    )
