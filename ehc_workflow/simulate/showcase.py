"""Cases written by hand for the demonstration: each shows one thing, on the day that the demonstration stands still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import (
    AdviceItem,
    AssessOutcome,
    Reassessed,
    RefusalRoute,
    RepresentationKind,
)
from ehc_workflow.domain.facts import Setting, TriggerKind
from ehc_workflow.domain.services import SchoolType
from ehc_workflow.simulate.authority import Cast, Place
from ehc_workflow.simulate.course import AdviceCourse, AskedSetting, Contest, Course, Said, WonBy
from ehc_workflow.simulate.days import working, working_days_after
from ehc_workflow.simulate.dice import Dice, made_id
from ehc_workflow.simulate.history import History
from ehc_workflow.simulate.people import Child
from ehc_workflow.simulate.story import Story

DEMO_DAY = date(2026, 6, 15)
"""The Monday on which the demonstration stands still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One case of the demonstration: who, what it shows, and whom to look as."""

    key: str
    given_name: str
    family_name: str
    born_on: date
    shows: str
    look_as: str
    need: str = "speech, language and communication"

    @property
    def name(self) -> str:
        """The child's or young person's name."""
        return f"{self.given_name} {self.family_name}"


DUE_TODAY = Shown(
    key="due today",
    given_name="Pippin",
    family_name="Lanternhill",
    born_on=date(2018, 3, 4),
    shows="the family must be told today whether there will be an assessment",
    look_as="caseworker, then decision-maker",
)
NOBODY_CHASED = Shown(
    key="nobody chased",
    given_name="Juniper",
    family_name="Kettlebrook",
    born_on=date(2016, 11, 20),
    shows="psychology advice is late and nobody has chased it",
    look_as="caseworker or psychology",
    need="autism",
)
UNSENT = Shown(
    key="decided but unsent",
    given_name="Larch",
    family_name="Thimbleby",
    born_on=date(2020, 1, 9),
    shows="decided on Friday, and the family has not been told",
    look_as="caseworker",
)
WINDOW_CLOSES = Shown(
    key="window closes",
    given_name="Sorrel",
    family_name="Brightwater",
    born_on=date(2015, 6, 30),
    shows="the family's time on the draft plan ends tomorrow",
    look_as="caseworker or the family itself",
    need="social, emotional and mental health",
)
NOT_KNOWN = Shown(
    key="not known",
    given_name="Teal",
    family_name="Marblethorpe",
    born_on=date(2017, 8, 2),
    shows="a health service answered 'not known to us', and the DCO has to say who can advise",
    look_as="designated clinical officer or health administrator",
)
YOUNG_PERSON = Shown(
    key="young person",
    given_name="Kestrel",
    family_name="Woolsack",
    born_on=date(2008, 10, 17),
    shows="a young person of 17 asked for themself: letters go to them, not to a parent",
    look_as="caseworker",
    need="autism",
)
YEAR_NINE = Shown(
    key="year nine",
    given_name="Bracken",
    family_name="Whistledon",
    born_on=date(2012, 2, 11),
    shows="a vision-impaired young person in year 9: see who must be asked for advice, and that nobody was yet",
    look_as="caseworker",
    need="vision",
)
NEARLY_DONE = Shown(
    key="nearly done",
    given_name="Clover",
    family_name="Eiderdown",
    born_on=date(2019, 5, 5),
    shows="placement is settled and the final plan is due on Friday",
    look_as="caseworker, then decision-maker",
)
AGREED = Shown(
    key="agreed",
    given_name="Rowan",
    family_name="Hazelmere",
    born_on=date(2017, 4, 22),
    shows="refused, and agreed at mediation to assess after all: the family must be told by Thursday",
    look_as="caseworker",
)
UNROUTED = Shown(
    key="unrouted",
    given_name="Wren",
    family_name="Tumbleweed",
    born_on=date(2016, 2, 19),
    shows="health advice was asked for on Thursday and no service is named yet",
    look_as="designated clinical officer or health administrator",
)
ASKED_AGAIN = Shown(
    key="asked again",
    given_name="Alder",
    family_name="Quillfeather",
    born_on=date(2014, 9, 30),
    shows="there is a plan, and the family asks for a new assessment: to be answered within 15 days, by Wednesday",
    look_as="caseworker, then decision-maker",
)
SHOWN = (
    DUE_TODAY,
    UNSENT,
    NOBODY_CHASED,
    WINDOW_CLOSES,
    NOT_KNOWN,
    YEAR_NINE,
    YOUNG_PERSON,
    NEARLY_DONE,
    AGREED,
    UNROUTED,
    ASKED_AGAIN,
)


def case_id(history: History, shown: Shown) -> str:
    """The id of a shown case."""
    return made_id(history.plan.authority, history.plan.seed, "shown", shown.key)


def scene(history: History) -> Iterator[Story]:
    """Every shown case, as the first caseworker's."""
    today = history.plan.until
    writes = {
        DUE_TODAY: _due_today,
        UNSENT: _unsent,
        NOBODY_CHASED: _nobody_chased,
        WINDOW_CLOSES: _window_closes,
        NOT_KNOWN: _not_known,
        YEAR_NINE: _year_nine,
        YOUNG_PERSON: _young_person,
        NEARLY_DONE: _nearly_done,
        AGREED: _agreed,
        UNROUTED: _unrouted,
        ASKED_AGAIN: _asked_again,
    }
    cast = history.cast
    for shown, write in writes.items():
        named = case_id(history, shown)
        yield Story(
            case_id=named,
            cast=cast,
            team=cast.teams[0],
            child=_child(named, shown),
            course=write(cast, today),
            dice=Dice(history.plan.seed, "shown", shown.key),
            caseworker=cast.teams[0].caseworkers[0],
            opens_everything=True,  # or what each case shows would stand behind a letter nobody opened
        )


def _child(named: str, shown: Shown) -> Child:
    details = c.ChildDetails(
        id=made_id(named, "child"),
        given_name=shown.given_name,
        family_name=shown.family_name,
        date_of_birth=shown.born_on,
        vision_impaired=shown.need == "vision",
    )
    return Child(
        details=details,
        need=shown.need,
        parent_name=f"Amberly {shown.family_name}",
        nhs_services=1,
    )


# --- their days -------------------------------------------------------------------------------------------------------


def _request(cast: Cast, received_on: date, *, college: bool = False) -> Course:
    """Logged the same day, considered within the week, the family's views in a fortnight."""
    kind = SchoolType.FURTHER_EDUCATION if college else SchoolType.MAINTAINED_MAINSTREAM
    place = cast.places_of(kind)[0]
    logged_on = working(received_on)
    return Course(
        received_on=received_on,
        logged_on=logged_on,
        kind=TriggerKind.YOUNG_PERSON_REQUEST if college else TriggerKind.PARENTAL_REQUEST,
        evidence="From e-mail in the team inbox",
        setting_id=place.service_id,
        setting=place.setting,
        consulted_on=working_days_after(logged_on, 1),
        considering_told_on=working_days_after(logged_on, 3),
        views_on=working_days_after(logged_on, 10),
    )


def _assessed(cast: Cast, received_on: date, told_on: date) -> Course:
    return _request(cast, received_on).and_then(
        decided_on=working_days_after(told_on - timedelta(days=3), 1), told_on=told_on
    )


def _advice(
    cast: Cast, place: Place, asked_on: date, came: dict[AdviceItem, date]
) -> tuple[AdviceCourse, ...]:
    """The five that are always asked; those with a day have come in and were accepted two working days later."""
    asked: dict[AdviceItem, str | None] = {
        AdviceItem.FAMILY: None,
        AdviceItem.EDUCATION: place.service_id,
        AdviceItem.HEALTH: cast.therapies[0],
        AdviceItem.PSYCHOLOGY: cast.psychology_id,
        AdviceItem.SOCIAL_CARE: cast.social_care_id,
    }
    return tuple(
        AdviceCourse(
            name=item.value,
            item=item,
            service_id=service_id,
            setting=place.setting if item is AdviceItem.EDUCATION else None,
            reached_on=asked_on,
            first_on=came.get(item),
            accepted_on=working_days_after(came[item], 2) if item in came else None,
        )
        for item, service_id in asked.items()
    )


def _place(cast: Cast) -> Place:
    return cast.places_of(SchoolType.MAINTAINED_MAINSTREAM)[0]


def _due_today(cast: Cast, today: date) -> Course:
    return _request(cast, today - timedelta(weeks=6))


def _unsent(cast: Cast, today: date) -> Course:
    friday = today - timedelta(days=3)
    return _request(cast, friday - timedelta(weeks=5)).and_then(decided_on=friday)


def _nobody_chased(cast: Cast, today: date) -> Course:
    received_on = today - timedelta(weeks=14)
    asked_on = working(received_on + timedelta(weeks=5, days=1))
    items = (AdviceItem.FAMILY, AdviceItem.EDUCATION, AdviceItem.HEALTH, AdviceItem.SOCIAL_CARE)
    came = {item: working(asked_on + timedelta(weeks=3 + n // 2)) for n, item in enumerate(items)}
    return _assessed(cast, received_on, asked_on).and_then(
        asked_on=asked_on, advice=_advice(cast, _place(cast), asked_on, came)
    )


def _to_draft(cast: Cast, received_on: date, draft_on: date) -> Course:
    """All advice in time and a draft: what comes after is the scene's own."""
    asked_on = working(received_on + timedelta(weeks=4, days=1))
    heard = working(asked_on + timedelta(weeks=5))
    told_on = working(heard + timedelta(days=7))
    came = dict.fromkeys(AdviceItem, heard)
    return _assessed(cast, received_on, asked_on).and_then(
        asked_on=asked_on,
        advice=_advice(cast, _place(cast), asked_on, came),
        completed_on=working_days_after(heard, 2),
        plan_decided_on=told_on,
        plan_told_on=told_on,
        written_on=working_days_after(told_on, 2),
        health_agreed_on=working_days_after(told_on, 3),
        draft_on=draft_on,
    )


def _window_closes(cast: Cast, today: date) -> Course:
    draft_on = today - timedelta(days=13)
    comment = Said(kind=RepresentationKind.COMMENT, on=today - timedelta(days=5))
    return _to_draft(cast, today - timedelta(weeks=16), draft_on).and_then(said=(comment,))


def _not_known(cast: Cast, today: date) -> Course:
    received_on = today - timedelta(weeks=8)
    asked_on = today - timedelta(days=14)
    asked = _advice(cast, _place(cast), asked_on, {})
    health = next(one for one in asked if one.item is AdviceItem.HEALTH)
    answered = AdviceCourse(
        name=health.name,
        item=health.item,
        service_id=cast.therapies[3],
        reached_on=asked_on,
        not_known_on=today - timedelta(days=5),
    )
    return _assessed(cast, received_on, asked_on).and_then(
        asked_on=asked_on,
        advice=tuple(answered if one is health else one for one in asked),
    )


def _asked_again(cast: Cast, today: date) -> Course:
    received_on = today - timedelta(days=13)
    place = _place(cast)
    return Course(
        received_on=received_on,
        logged_on=received_on,
        kind=TriggerKind.PARENTAL_REQUEST,
        evidence="From e-mail in the team inbox",
        setting_id=place.service_id,
        setting=place.setting,
        reassesses=Reassessed(last_assessed_on=received_on - timedelta(weeks=90)),
    )


def _year_nine(cast: Cast, today: date) -> Course:
    friday = today - timedelta(days=3)
    return _assessed(cast, friday - timedelta(weeks=5), friday).and_then(family_ask_on=friday)


def _young_person(cast: Cast, today: date) -> Course:
    course = _request(cast, today - timedelta(weeks=4, days=1), college=True)
    return course.and_then(setting=Setting.POST16)


def _nearly_done(cast: Cast, today: date) -> Course:
    received_on = today + timedelta(days=4) - timedelta(weeks=20)
    draft_on = today - timedelta(days=27)
    place = _place(cast)
    asked_on = working(draft_on + timedelta(days=6))
    wish = Said(
        kind=RepresentationKind.SETTING_REQUEST,
        on=asked_on,
        answered_on=today - timedelta(days=4),
        setting_id=place.service_id,
    )
    consulted = AskedSetting(
        setting_id=place.service_id, on=asked_on, replied_on=today - timedelta(days=6)
    )
    return _to_draft(cast, received_on, draft_on).and_then(
        said=(wish,),
        consulted=(consulted,),
        settled_on=today - timedelta(days=4),
        placed_id=place.service_id,
    )


def _agreed(cast: Cast, today: date) -> Course:
    agreed_on = today - timedelta(days=11)
    refused_on = working(agreed_on - timedelta(weeks=7))
    return _request(cast, refused_on - timedelta(weeks=5)).and_then(
        outcome=AssessOutcome.REFUSE,
        route=RefusalRoute.AFTER_CONSIDERING,
        decided_on=refused_on,
        told_on=refused_on,
        contest=Contest(
            mediation_on=working(agreed_on - timedelta(weeks=3)),
            met_on=agreed_on,
            won_by=WonBy.AGREEMENT,
            settled_on=agreed_on,
        ),
    )


def _unrouted(cast: Cast, today: date) -> Course:
    asked_on = today - timedelta(days=4)
    asked = _advice(cast, _place(cast), asked_on, {})
    return _assessed(cast, asked_on - timedelta(weeks=5), asked_on).and_then(
        asked_on=asked_on,
        advice=tuple(
            replace(one, service_id=None) if one.item is AdviceItem.HEALTH else one for one in asked
        ),
    )
