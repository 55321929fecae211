"""Refusals to assess, and to assess again, by their reason, and how many were later reversed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ehc_workflow.domain.case import AssessDecision
from ehc_workflow.rules.local_reasons import WeakReason
from ehc_workflow.store.queries.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Reason:
    """Refusals of one reason: how many were told, and how many of them did not stand."""

    name: str
    told: int
    reversed: int

    @property
    def share(self) -> int:
        """Reversed in a hundred."""
        return round(100 * self.reversed / self.told) if self.told else 0


_LIMBS: tuple[tuple[str, Callable[[AssessDecision], bool]], ...] = (
    (
        "No special educational needs (first limb)",
        lambda one: one.may_have_sen is False,
    ),
    (
        "Provision through a plan is not needed (second limb)",
        lambda one: one.may_have_sen is not False and one.may_need_plan is False,
    ),
    (
        "Re-assessment: too soon after the last assessment",
        lambda one: one.too_soon,
    ),
    (
        "Re-assessment: a further assessment is not needed",
        lambda one: one.reassessment and not one.too_soon,
    ),
    (
        "The limbs are not in the record that was brought in",
        lambda one: not one.reassessment and one.may_have_sen is None and one.may_need_plan is None,
    ),
)


def by_limb(refusals: Iterable[Refusal]) -> tuple[Reason, ...]:
    """Each refusal once, by the limb of section 36(8) that was not met, or by the ground of regulation 24."""
    among = tuple(refusals)
    return tuple(row for name, holds in _LIMBS if (row := _counted(name, among, holds)).told)


def by_house_rule(refusals: Iterable[Refusal], rules: Iterable[WeakReason]) -> tuple[Reason, ...]:
    """The refusals whose reasons name a local criterion; one may name several, and count with each."""
    among = tuple(refusals)
    rows = [_counted(rule.name, among, _names(rule.code)) for rule in rules]
    alone = _counted("Nothing but local criteria", among, lambda one: one.house_rules_only)
    return tuple(row for row in (*rows, alone) if row.told)


def _names(code: str) -> Callable[[AssessDecision], bool]:
    return lambda decision: code in decision.house_rules


def _counted(
    name: str, refusals: Iterable[Refusal], holds: Callable[[AssessDecision], bool]
) -> Reason:
    mine = [one for one in refusals if holds(one.decision)]
    return Reason(name, len(mine), sum(one.is_reversed for one in mine))
