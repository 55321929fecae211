"""What must be true to consult settings and to settle placement: sections 39 and 40."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ehc_workflow.domain.case import NO_NEED_TO_CONSULT, Case, RepresentationKind
from ehc_workflow.domain.guards.guard import Known, guard
from ehc_workflow.domain.guards.plan import window_is_over


@guard("The family asked for a setting, or their time to respond is over", "s38(2), reg 13(1)(a)")
def setting_asked_or_window_over(case: Case, command: Any, known: Known) -> bool:
    asked = any(
        said.kind is RepresentationKind.SETTING_REQUEST and said.taken_back_on is None
        for said in case.representations
    )
    return asked or window_is_over(case, command.consulted_on)


@guard(
    "Every setting consulted has replied, or 15 days have passed since it was asked", "Code 9.83"
)
def consultations_over(case: Case, command: Any, known: Known) -> bool:
    counts_day_sent = known.policy.school_reply_counts_day_sent
    given = timedelta(days=known.policy.school_reply_days - (1 if counts_day_sent else 0))
    return all(
        asked.replied_on is not None or command.decided_on > asked.consulted_on + given
        for asked in case.consultations_that_count
    )


@guard("The setting was consulted and has not replied yet", "Code 9.83")
def consultation_is_open(case: Case, command: Any, known: Known) -> bool:
    asked = case.consultation(command.consultation_id)
    return asked is not None and asked.replied_on is None


@guard(
    "A setting that could not be reached was tried by a person on the days that prove it, besides the letter",
    "s39(2), s40(3)",
)
def attempts_prove_it(case: Case, command: Any, known: Known) -> bool:
    asked = case.consultation(command.consultation_id)
    days = {tried.tried_on for tried in asked.attempts} if asked else set()
    return len(days) >= known.policy.days_tried_before_not_reached


@guard(
    "A setting that is named was consulted first, on the draft that the family has",
    "s39(2), s40(3)",
)
def named_setting_consulted(case: Case, command: Any, known: Known) -> bool:
    return not command.setting_id or case.has_consulted(command.setting_id)


@guard(
    "The setting the family asked for was consulted before another is named, on the draft that the family has, or the "
    "reason not to name it is that the law gives no right to ask for it, or that it is asked for no longer",
    "s38(3), s39(2)",
)
def requested_setting_consulted(case: Case, command: Any, known: Known) -> bool:
    no_need = {one.setting_id for one in command.not_named if one.ground in NO_NEED_TO_CONSULT}
    return all(
        case.has_consulted(setting_id) or setting_id in no_need
        for setting_id in case.settings_asked_for
    )


@guard(
    "For each setting that the family asked for and that is not named, the ground and the reasons are given",
    "s39(3), (4)",
)
def not_naming_is_grounded(case: Case, command: Any, known: Known) -> bool:
    given = {one.setting_id for one in command.not_named if one.because.strip()}
    return all(
        setting_id == command.setting_id or setting_id in given
        for setting_id in case.settings_asked_for
    )


@guard("A setting or a type of setting is named", "s39(5), s40(2)")
def placement_named(case: Case, command: Any, known: Known) -> bool:
    return bool(command.setting_id) or bool(command.setting_type)


@guard(
    "The letter says of each setting that the family asked for and that is not named why it is not: its name, the "
    "ground and every sentence of the reasons that were decided, reworded at most. The draft of the letter has them",
    "s39(3), (4)",
)
def letter_says_why_not_named(case: Case, command: Any, known: Known) -> bool:
    letter = "\n".join(text for _, text in command.blocks)
    return all(one.is_explained_in(letter) for one in known.passed_over)
