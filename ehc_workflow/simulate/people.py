"""The children, young people and families of the synthetic authority. None of them exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import ContactKind
from ehc_workflow.domain.clocks import compulsory_school_age_ends, right_holder
from ehc_workflow.domain.facts import Method, RightHolder
from ehc_workflow.simulate import profiles as p
from ehc_workflow.simulate.dice import Dice, made_id
from ehc_workflow.simulate.names import FAMILY_NAMES, GIVEN_NAMES, STREETS
from ehc_workflow.simulate.profiles import Asker

OLDEST_WITH_PARENT_ONLY = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A made-up child or young person, with what their case depends on."""

    details: c.ChildDetails
    need: str
    parent_name: str
    nhs_services: int

    @property
    def born_on(self) -> date:
        """Date of birth."""
        return self.details.date_of_birth

    def age_on(self, day: date) -> int:
        """Whole years."""
        born = self.born_on
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def holder_on(self, day: date) -> RightHolder:
        """Who holds the rights of Part 3 that day."""
        return right_holder(self.born_on, day)


def child(
    seed: int,
    number: int,
    on: date,
    asker: Asker,
    *,
    authority: str,
    sibling_of: Child | None = None,
) -> Child:
    """The child of one request, of an age that fits the day and who asks."""
    dice = Dice(seed, "child", number)
    need = dice.share_of(p.NEEDS)
    born = _born_on(on, asker, dice)
    if sibling_of is not None:
        born = sibling_of.born_on - timedelta(days=dice.number(400, 1400))
    family = sibling_of.details.family_name if sibling_of else dice.one_of(FAMILY_NAMES)
    child_id = made_id(authority, seed, "child", number)
    own = int(child_id[:8], 16)
    return Child(
        details=c.ChildDetails(
            id=child_id,
            given_name=dice.one_of(GIVEN_NAMES),
            family_name=family,
            date_of_birth=born,
            upn=made_upn(own) if dice.chance(0.8) else "",
            nhs_number=made_nhs_number(own) if dice.chance(0.6) else "",
            vision_impaired=need in ("vision", "multi-sensory"),
            hearing_impaired=need in ("hearing", "multi-sensory"),
            **_language(Dice(seed, "language", number)),
        ),
        need=need,
        parent_name=sibling_of.parent_name
        if sibling_of
        else f"{dice.one_of(GIVEN_NAMES)} {family}",
        nhs_services=dice.share_of(p.NHS_SERVICES),
    )


def _language(dice: Dice) -> dict[str, Any]:
    """English for nearly all and not said of them; some families speak another language, half with an interpreter."""
    if not dice.chance(p.OTHER_LANGUAGE):
        return {}
    return {"language": dice.share_of(p.LANGUAGES), "interpreter_needed": dice.chance(0.5)}


def made_upn(number: int) -> str:
    """A pupil number of the right form, its check letter first, of an authority 999 that does not exist."""
    digits = f"999{number % 10**9:09d}"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23] + digits


def made_nhs_number(number: int) -> str:
    """Ten digits with a right last one, from 999 on: no patient's number begins so. One in eleven has no last digit."""
    digits = f"999{number % 10**6:06d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return f"{digits}{check}" if check < 10 else ""


def _born_on(on: date, asker: Asker, dice: Dice) -> date:
    youngest, oldest = (16, 19) if asker is Asker.YOUNG_PERSON else dice.share_of(p.AGE_BANDS)
    born = on - timedelta(days=round(dice.between(youngest, oldest + 1) * 365.25))
    if asker is Asker.YOUNG_PERSON and on <= compulsory_school_age_ends(born):
        born = date(on.year - 18, born.month, min(born.day, 28))
    return born


def contacts(
    case_id: str, who: Child, received_on: date, dice: Dice
) -> tuple[c.ContactDetails, ...]:
    """Those to write to when the request comes: a parent, and the young person from the age that nears their rights."""
    both = (_parent(case_id, who, received_on, dice), young_person(case_id, who, received_on))
    return both if who.age_on(received_on) > OLDEST_WITH_PARENT_ONLY else both[:1]


def _parent(case_id: str, who: Child, received_on: date, dice: Dice) -> c.ContactDetails:
    return c.ContactDetails(
        id=made_id(case_id, "parent"),
        kind=ContactKind.PARENT,
        name=who.parent_name,
        email=_email(who.parent_name, case_id),
        phone=f"01632 960{dice.number(0, 999):03d}",  # numbers that are kept for fiction
        address=_address(case_id),
        address_confirmed_on=received_on if dice.chance(0.5) else None,
        preferred_method=Method.FIRST_CLASS_POST
        if dice.chance(p.SENT_BY_POST)
        else dice.one_of((Method.EMAIL, Method.EMAIL, Method.PORTAL)),
    )


def young_person(case_id: str, who: Child, confirmed_on: date) -> c.ContactDetails:
    """The young person themself, at the same address."""
    name = f"{who.details.given_name} {who.details.family_name}"
    return c.ContactDetails(
        id=made_id(case_id, "young person"),
        kind=ContactKind.YOUNG_PERSON,
        name=name,
        email=_email(name, case_id),
        address=_address(case_id),
        address_confirmed_on=confirmed_on,
    )


def _address(case_id: str) -> str:
    dice = Dice(case_id, "address")
    return f"{dice.number(1, 99)} {dice.one_of(STREETS)}"


def _email(name: str, case_id: str) -> str:
    return f"{name.lower().replace(' ', '.')}.{case_id[:4]}@example.invalid"
