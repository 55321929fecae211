"""A setting that the family asked for and the plan does not name: what the letter with the plan has to say of it."""

from __future__ import annotations

from dataclasses import dataclass

from ehc_workflow.domain.case import NotNamedGround
from ehc_workflow.domain.reasons import told_in

NOT_NAMED = {
    NotNamedGround.UNSUITABLE: "it is unsuitable for the age, ability, aptitude or special educational needs",
    NotNamedGround.EDUCATION_OF_OTHERS: "attendance would not fit with the efficient education of others",
    NotNamedGround.USE_OF_RESOURCES: "attendance would not fit with the efficient use of resources",
    NotNamedGround.NOT_OF_A_KIND: "it is not of a kind that can be asked for (section 38(3))",
    NotNamedGround.NO_LONGER_ASKED_FOR: "it is no longer asked for",
}
"""Why a setting that the family asked for is not named, for the middle of a sentence."""


def reasons_field(number: int) -> str:
    """Under what name the reasons for the first, second and so on are kept beside the decision."""
    return f"not_named_{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """One such setting by name, with the ground of s39(4) and the reasons as they were decided."""

    name: str
    ground: NotNamedGround
    because: str

    def is_explained_in(self, letter: str) -> bool:
        """Whether a letter names it and tells the ground and the reasons, in these words or reworded."""
        is_named = _plain(self.name) in _plain(letter)
        return is_named and told_in(letter, f"{NOT_NAMED[self.ground]}.\n{self.because}")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
