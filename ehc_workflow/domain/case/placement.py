"""The parts of a case around placement: settings consulted, what they said, and what section I will say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_workflow.domain.case.advice import Channel
from ehc_workflow.domain.case.request import PanelView, Seen
from ehc_workflow.domain.facts import Method


class PlacementGround(StrEnum):
    """On what a setting may say that it should not be named: s39(4) has no other ground."""

    UNSUITABLE = "unsuitable"
    EDUCATION_OF_OTHERS = "education_of_others"
    USE_OF_RESOURCES = "use_of_resources"


class NotNamedGround(StrEnum):
    """Why a setting that the family asked for is not named: a ground of s39(4), or no request that binds.

    `not_of_a_kind`: it is none of the institutions that s38(3) lists. `no_longer_asked_for`: the family took it back.
    """

    UNSUITABLE = "unsuitable"
    EDUCATION_OF_OTHERS = "education_of_others"
    USE_OF_RESOURCES = "use_of_resources"
    NOT_OF_A_KIND = "not_of_a_kind"
    NO_LONGER_ASKED_FOR = "no_longer_asked_for"


NO_NEED_TO_CONSULT = frozenset({NotNamedGround.NOT_OF_A_KIND, NotNamedGround.NO_LONGER_ASKED_FOR})
"""Grounds on which s39(2) does not ask to consult: there is no request under s38 any more, or never was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosedAdvice:
    """One version of advice that went with a consultation: its contribution, where its words stand, and its files."""

    contribution_id: str
    words_in: str
    request_id: str
    version: int
    document_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt of a person to reach a setting that was consulted."""

    tried_on: date
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One setting consulted on the draft, s39(2) or s40(3): what went to it, how and where, and what it said.

    What was enclosed is kept by version, and stays what it was: the plan's version, the advice, the documents. Of one
    brought in from before none of it is known. `replied_on` is the first reply; a later one changes what it says and
    leaves its day in `changed_on`. `asked_more_on`: it must know more to answer.
    """

    id: str
    setting_id: str
    consulted_on: date
    replied_on: date | None = None
    can_meet_needs: bool | None = None
    grounds: tuple[PlacementGround, ...] = ()
    asked_more_on: date | None = None
    method: Method | None = None
    sent_to: str = ""
    plan_version: int | None = None
    advice: tuple[EnclosedAdvice, ...] = ()
    document_ids: tuple[str, ...] = ()
    starts_on: date | None = None
    places: int | None = None
    changed_on: date | None = None
    attempts: tuple[Attempt, ...] = ()
    not_reached_on: date | None = None

    @property
    def enclosed_documents(self) -> frozenset[str]:
        """Every file that went with it: those of the advice, and those enclosed by themselves."""
        return frozenset(self.document_ids).union(*(one.document_ids for one in self.advice))


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNamed:
    """A setting that the family asked for and section I will not name, with the ground; the reasons are beside it."""

    setting_id: str
    ground: NotNamedGround


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What section I will say: a named setting, or a type of setting; and which of those asked for it will not say."""

    decided_on: date
    decided_by: str
    setting_id: str | None
    setting_type: str | None
    panel: PanelView | None = None
    seen: Seen | None = None
    not_named: tuple[NotNamed, ...] = ()
