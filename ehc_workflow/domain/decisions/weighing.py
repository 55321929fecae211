"""Whether a decision against the family rests on nothing but the authority's own criteria."""

from __future__ import annotations

from dataclasses import dataclass

from ehc_workflow.domain.decisions.registry import Facing
from ehc_workflow.domain.limbs import GRANTS, Deciding, because
from ehc_workflow.domain.reasons import only_weak, weak_reasons


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The local criteria that reasons name, by code, and whether they name nothing else."""

    named: tuple[str, ...]
    alone: bool


def house_rules_in(command: Deciding, facing: Facing) -> HouseRules:
    """What the reasons and the words on each limb rest on; one of them that says nothing else is enough.

    A decision for the family is never flagged by itself.
    """
    listed = () if command.outcome in GRANTS else facing.known.policy.house_rules
    written = (command.reasons, *because(command).values())
    return HouseRules(
        named=tuple(one.code for one in weak_reasons("\n".join(written), listed)),
        alone=command.house_rules_only or any(only_weak(text, listed) for text in written),
    )
