"""What every command is, and what those that send a notice share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from ehc_workflow.domain.facts import Method

NO_PROSE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something asked of one case. `step` is its trigger in the transition table."""

    step: ClassVar[str]
    assessment_id: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Words a person wrote, by field. They are kept beside the log, which holds only their digest."""
        return NO_PROSE


def given(words: Mapping[str, str]) -> dict[str, str]:
    """Words by field, without those that nobody wrote."""
    return {field: text for field, text in words.items() if text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending(Command):
    """How a notice goes: dated and sent are two facts; addressee and copies are contact ids; `blocks` its text.

    The three `…_told` say who besides the family is told the same: reg 4(2), 5(2), 10(1), 13(2).
    """

    dated_on: date
    sent_on: date
    method: Method
    addressee: str
    copies: tuple[str, ...] = ()
    sent_after_five: bool = False
    blocks: tuple[tuple[str, str], ...] = ()
    setting_told: bool = False
    health_body_told: bool = False
    social_care_told: bool = False
