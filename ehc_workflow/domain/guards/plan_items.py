"""What the items of a plan must hold together before it goes to the family: regs 11 and 12."""

from __future__ import annotations

from typing import Any

from ehc_workflow.domain.case import Case
from ehc_workflow.domain.guards.guard import REQUIRED_SECTIONS, Known, guard
from ehc_workflow.domain.plan_items import lacks_adulthood, lost, unmet_needs, untraced


@guard("A plan text is saved, and every section A to H2 says something", "reg 12(1)")
def sections_present(case: Case, command: Any, known: Known) -> bool:
    return case.plan_text is not None and set(REQUIRED_SECTIONS) <= set(case.plan_text.sections)


@guard("Section I is blank and no school, college or type of setting is named", "s38(5)")
def no_setting_named(case: Case, command: Any, known: Known) -> bool:
    return case.plan_text is not None and not case.plan_text.setting_named


@guard("There is a section G to agree", "reg 12(2)")
def provision_to_agree(case: Case, command: Any, known: Known) -> bool:
    return case.plan_text is not None and "G" in case.plan_text.sections


@guard(
    "Every need in section B has provision in section F that meets it, straight or through an outcome",
    "reg 11, reg 12(1)(b) and (f)",
)
def needs_met(case: Case, command: Any, known: Known) -> bool:
    return not unmet_needs(case)


@guard(
    "Sections C, D, G, H1 and H2 rest on advice, or say plainly that none was found and rest on the reply that says so",
    "reg 11, reg 12(1)",
)
def health_and_care_traced(case: Case, command: Any, known: Known) -> bool:
    return not untraced(case)


@guard(
    "Every need, outcome and provision of the accepted advice is in the plan, or left out with a reason",
    "reg 11",
)
def nothing_lost(case: Case, command: Any, known: Known) -> bool:
    return not lost(case)


@guard("There is a plan text to check", "reg 12(1)")
def plan_is_written(case: Case, command: Any, known: Known) -> bool:
    return bool(case.plan_lines)


@guard(
    "From year 9 the plan has provision to prepare for adulthood and independent living",
    "reg 12(3)",
)
def adulthood_provided(case: Case, command: Any, known: Known) -> bool:
    return not lacks_adulthood(case, known.today)
