"""What guards need of the items of a plan: where each stands, what it meets, what it rests on; never the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_workflow.rules.plan_criteria import Grade


@dataclass(frozen=True, slots=True)
class Source:
    """What an item rests on: a paragraph of advice by its running number, or with 0 the whole of what is named.

    `of` is the id of a contribution, of a request that was answered short of advice, or of a representation.
    """

    of: str
    paragraph: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One item of the plan as it stands. `version` is that of the text in which it was last written.

    `meets` names items of the same plan: an outcome the needs it is for, provision the outcomes or needs it is for.
    `none_found` marks a plain statement that the assessment found nothing for this section; `adulthood` provision that
    prepares for adulthood and independent living.
    """

    id: str
    section: str
    number: int
    version: int
    digest: str
    meets: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    none_found: bool = False
    adulthood: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanText:
    """What the guards need of the plan text as a whole: its version, filled sections and digests, never the words.

    `digest` is that of the words this version wrote. `health_digest` is that of section G alone: the health body's
    agreement is to those words, reg 12(2).
    """

    version: int
    saved_on: date
    sections: tuple[str, ...]
    setting_named: bool
    digest: str
    health_digest: str = ""
    saved_by: str = ""


class Became(StrEnum):
    """What a writer says became of a recommendation that the plan does not take over as it was given."""

    LEFT_OUT = "left_out"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounted:
    """One paragraph of advice of which it was said, with a reason, that it was left out or changed."""

    source: Source
    became: Became
    accounted_on: date


class CheckEnd(StrEnum):
    """What a checker decides of a version of the plan."""

    SIGNED_OFF = "signed_off"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCheck:
    """One reading of a version of the plan by somebody who did not write it. The grade follows from the answers."""

    plan_version: int
    checked_on: date
    checked_by: str
    end: CheckEnd
    grade: Grade
