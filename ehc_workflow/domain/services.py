"""What the services that owe advice are, and what kinds of school or other institution there are."""

from __future__ import annotations

from enum import StrEnum

from ehc_workflow.domain.facts import Setting


class ServiceKind(StrEnum):
    """What a service is to the assessment: where reg 6(1) sends the authority for advice."""

    HEALTH = "health"
    PSYCHOLOGY = "psychology"
    SOCIAL_CARE = "social_care"
    SETTING = "setting"
    OTHER = "other"


class SchoolType(StrEnum):
    """What a setting is, for s38(3): only some kinds can be asked for, and be bound to admit."""

    EARLY_YEARS = "early_years"
    MAINTAINED_NURSERY = "maintained_nursery"
    MAINTAINED_MAINSTREAM = "maintained_mainstream"
    MAINTAINED_SPECIAL = "maintained_special"
    ACADEMY_MAINSTREAM = "academy_mainstream"
    ACADEMY_SPECIAL = "academy_special"
    NON_MAINTAINED_SPECIAL = "non_maintained_special"
    INDEPENDENT = "independent"
    INDEPENDENT_SPECIAL = "independent_special"
    PUPIL_REFERRAL_UNIT = "pupil_referral_unit"
    FURTHER_EDUCATION = "further_education"
    SPECIAL_POST_16 = "special_post_16"


_EARLY = frozenset({SchoolType.EARLY_YEARS})
_POST_16 = frozenset({SchoolType.FURTHER_EDUCATION, SchoolType.SPECIAL_POST_16})


def setting_of(school_type: SchoolType | None) -> Setting:
    """Which kind of setting this is to the exceptions for closures. A nursery school is a school; so is one unknown."""
    if school_type in _EARLY:
        return Setting.EARLY_YEARS
    return Setting.POST16 if school_type in _POST_16 else Setting.SCHOOL
