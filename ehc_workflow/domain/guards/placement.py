"""What must be true to consult settings and to settle placement: sections 39 and 40."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ehc_workflow.domain.case import Case, RepresentationKind
from ehc_workflow.domain.guards.guard import Known, guard
from ehc_workflow.domain.guards.plan import window_is_over


@guard("The family asked for a setting, or their time to respond is over", "s38(2), reg 13(1)(a)")
def setting_asked_or_window_over(case: Case, command: Any, known: Known) -> bool:
    asked = any(said.kind is RepresentationKind.SETTING_REQUEST for said in case.representations)
    return asked or window_is_over(case, command.consulted_on)


@guard(
    "Every setting consulted has replied, or 15 days have passed since it was asked", "Code 9.83"
)
def consultations_over(case: Case, command: Any, known: Known) -> bool:
    counts_day_sent = known.policy.school_reply_counts_day_sent
    given = timedelta(days=known.policy.school_reply_days - (1 if counts_day_sent else 0))
    return all(
        asked.replied_on is not None or command.decided_on > asked.consulted_on + given
        for asked in case.consultations
    )


@guard("The setting was consulted and has not replied yet", "Code 9.83")
def consultation_is_open(case: Case, command: Any, known: Known) -> bool:
    return any(
        asked.id == command.consultation_id and asked.replied_on is None
        for asked in case.consultations
    )


@guard("A setting that is named was consulted first", "s39(2), s40(3)")
def named_setting_consulted(case: Case, command: Any, known: Known) -> bool:
    asked = {asked.setting_id for asked in case.consultations}
    return not command.setting_id or command.setting_id in asked


@guard("The setting the family asked for was consulted before another is named", "s39(2)")
def requested_setting_consulted(case: Case, command: Any, known: Known) -> bool:
    asked_for = {
        said.setting_id
        for said in case.representations
        if said.kind is RepresentationKind.SETTING_REQUEST and said.setting_id is not None
    }
    return asked_for <= {asked.setting_id for asked in case.consultations}


@guard("A setting or a type of setting is named", "s39(5), s40(2)")
def placement_named(case: Case, command: Any, known: Known) -> bool:
    return bool(command.setting_id) or bool(command.setting_type)
