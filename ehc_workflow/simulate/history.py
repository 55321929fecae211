"""The history of a synthetic authority, lived day by day: real commands by the one write path on a made-up clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from typing import Protocol

from ehc_workflow.clock import LONDON
from ehc_workflow.dates.counting import is_working_day
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.service.execute import Asked, execute_all
from ehc_workflow.simulate import profiles as p
from ehc_workflow.simulate.arrivals import Arrival, arrivals
from ehc_workflow.simulate.authority import DEFAULT_NAME, Cast, found
from ehc_workflow.simulate.breaking_silence import silences_broken
from ehc_workflow.simulate.dice import Dice, made_id
from ehc_workflow.simulate.drawing import Drawing, draw_course
from ehc_workflow.simulate.people import Child, child
from ehc_workflow.simulate.profiles import PROFILES, Asker, Profile
from ehc_workflow.simulate.story import Story
from ehc_workflow.simulate.taking_up import taken_up
from ehc_workflow.simulate.tale import Planned
from ehc_workflow.store.engine import Database

WEEKLY_FROM = timedelta(weeks=6)
DAILY_FROM = timedelta(days=7)
OPENS, CLOSES = 9 * 60, 17 * 60
_ONE_DAY = timedelta(days=1)


class SimulationError(Exception):
    """The simulator asked for something unlawful: that is a fault in it, and nothing is passed over."""


class Sweep(Protocol):
    """The sweep of one day, as the jobs have it."""

    def __call__(self, database: Database, *, as_of: date, now: datetime) -> object:
        """Raise and clear the alerts of the day."""


class Morning(Protocol):
    """What runs by itself before anybody is at work, on every day of the history and on the day after it."""

    def __call__(self, database: Database, day: date) -> object:
        """Run it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to simulate. The history ends with the evening before `until`."""

    requests: int
    years: float
    profile: Profile
    seed: int
    until: date
    authority: str = DEFAULT_NAME

    @property
    def first_day(self) -> date:
        """The day the history begins."""
        return self.until - timedelta(days=round(self.years * 365.25))


@dataclass(frozen=True, slots=True)
class Lived:
    """One case with the made-up child and people it is about."""

    case: Case
    child: Child
    story: Story


@dataclass(slots=True)
class History:
    """What came of it: every case as it stands, and how much was done."""

    plan: Plan
    cast: Cast
    refusal_rate: float
    lived: dict[str, Lived] = field(default_factory=dict)
    commands: int = 0
    seconds: float = 0.0

    @property
    def cases(self) -> Iterator[Case]:
        """Every case as it stands."""
        return (lived.case for lived in self.lived.values())

    @property
    def open_cases(self) -> list[Lived]:
        """The open caseload, in the order of arrival."""
        return [lived for lived in self.lived.values() if lived.case.is_open]


Scene = Callable[["History"], Iterable[Story]]
"""More cases, written by hand instead of drawn, to be lived among the others."""


def simulate(
    database: Database,
    plan: Plan,
    *,
    sweep: Sweep | None = None,
    morning: Morning | None = None,
    scene: Scene | None = None,
    progress: Callable[[int], object] = lambda days: None,
) -> History:
    """Found the authority and live its days. `progress` hears how many days are done.

    `morning` is run every day and looks after alerts by itself; without it, `sweep` does so near the end.
    """
    began = perf_counter()
    cast = found(
        database,
        seed=plan.seed,
        name=plan.authority,
        requests_a_year=plan.requests,
        first_day=plan.first_day,
        until=plan.until,
    )
    least, most, mode = p.REFUSAL_RATE
    rate = Dice(plan.seed, "area").triangular(least, most, mode)
    history = History(plan=plan, cast=cast, refusal_rate=rate)
    calendar = _Calendar(history)
    for story in scene(history) if scene else ():
        calendar.write(story)
    calendar.live(database, sweep, morning, progress)
    history.seconds = perf_counter() - began
    return history


def refusal_scale(rate: float) -> float:
    """What brings the shares of refusals by asker to the area's own rate."""
    total = sum(p.ASKERS.values())
    national = sum(p.REFUSED_BY_ASKER[asker] * share for asker, share in p.ASKERS.items()) / total
    return rate / national


@dataclass(slots=True)
class _Calendar:
    """Which commands fall on which day: what is planned after the end of the history is forgotten."""

    history: History
    days: dict[date, list[tuple[int, int, Planned]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    stories: int = 0
    _told: dict[str, Story] = field(default_factory=dict)
    _ask_again: list[tuple[date, Child]] = field(default_factory=list)
    _last_child: Child | None = None
    _refusals_owed: dict[Asker, float] = field(default_factory=lambda: defaultdict(float))

    def live(
        self,
        database: Database,
        sweep: Sweep | None,
        morning: Morning | None,
        progress: Callable[[int], object],
    ) -> None:
        """Day by day: requests arrive, people act, and near the end the sweep looks at it all."""
        plan = self.history.plan
        coming = arrivals(plan.seed, plan.requests, plan.first_day, plan.until)
        ahead = next(coming, None)
        day = plan.first_day
        while day < plan.until:
            while ahead is not None and ahead.received_on <= day:
                self._arrive(ahead)
                ahead = next(coming, None)
            if sweep is not None and self._is_swept(day - _ONE_DAY):
                self._take_up(database, day)
            if morning is not None:
                morning(database, day)
                self._take_up(database, day, break_silences=True)
            self._carry_out(database, day)
            if sweep is not None and self._is_swept(day):
                sweep(database, as_of=day, now=_moment(day, CLOSES + 60))
            day += _ONE_DAY
            progress(1)
        if morning is not None:
            morning(database, plan.until)
        if sweep is not None:
            sweep(database, as_of=plan.until, now=_moment(plan.until, 5 * 60))

    def _is_swept(self, day: date) -> bool:
        left = self.history.plan.until - day
        return left <= DAILY_FROM or (left <= WEEKLY_FROM and day.weekday() == 0)

    def _arrive(self, arrival: Arrival) -> None:
        plan, cast = self.history.plan, self.history.cast
        who = self._child(arrival)
        dice = Dice(plan.seed, "course", arrival.number)
        refused = self._is_refused(arrival.asker, dice)
        course = draw_course(Drawing(plan.profile, refused, cast, who, arrival, dice))
        story = Story(
            case_id=made_id(plan.authority, plan.seed, "case", arrival.number),
            cast=cast,
            team=cast.teams[arrival.number % len(cast.teams)],
            child=who,
            course=course,
            dice=dice,
        )
        self.write(story)
        left_at_that = course.route is not None and course.contest is None
        if left_at_that and course.told_on and dice.chance(p.ASKS_AGAIN_WITHIN_A_YEAR):
            again = course.told_on + timedelta(days=dice.number(30, 300))
            self._ask_again.append((again, who))

    def _is_refused(self, asker: Asker, dice: Dice) -> bool:
        """As often as the area's rate says; what chance does too seldom it makes up for, in a small area too."""
        share = p.REFUSED_BY_ASKER[asker] * refusal_scale(self.history.refusal_rate)
        owed = self._refusals_owed[asker] + share
        refused = dice.chance(owed)
        self._refusals_owed[asker] = owed - refused
        return refused

    def _child(self, arrival: Arrival) -> Child:
        """Mostly somebody new; a brother or sister of the last; or somebody refused before whose family asks again."""
        due = [pair for pair in self._ask_again if pair[0] <= arrival.received_on]
        if due and arrival.asker is Asker.PARENT and not arrival.with_sibling:
            self._ask_again.remove(due[0])
            self._last_child = due[0][1]
        else:
            plan = self.history.plan
            self._last_child = child(
                plan.seed,
                arrival.number,
                arrival.received_on,
                arrival.asker,
                authority=plan.authority,
                sibling_of=self._last_child if arrival.with_sibling else None,
            )
        return self._last_child

    def write(self, story: Story) -> None:
        """Put a story's commands on their days."""
        self._told[story.case_id] = story
        self.stories += 1
        for place, planned in enumerate(story.told()):
            if planned.on < self.history.plan.until:
                self.days[planned.on].append((self.stories, place, planned))

    def _carry_out(self, database: Database, day: date) -> None:
        planned = self.days.pop(day, [])
        asked = sorted(self._timed(day, planned), key=lambda each: each.now)
        try:
            cases = execute_all(database, asked)
        except EhcError as error:
            raise SimulationError(f"On {day}: {error.message}") from error
        self.history.commands += len(asked)
        self._keep(cases)

    def _take_up(self, database: Database, day: date, *, break_silences: bool = False) -> None:
        """People look at what the evening before or the morning brought, before the day's other work."""
        plan, cast = self.history.plan, self.history.cast
        if not is_working_day(day):
            return
        seed, now = plan.seed, _moment(day, OPENS - 15)
        if break_silences:
            self._ask(database, silences_broken(database, cast.teams, self._told, seed, now, day))
        people = [one for team in cast.teams for one in team.caseworkers]
        self._ask(database, taken_up(database, people, seed, now, day))

    def _ask(self, database: Database, asked: Iterable[Asked]) -> None:
        commands = list(asked)
        self._keep(execute_all(database, commands))
        self.history.commands += len(commands)

    def _keep(self, cases: Iterable[Case]) -> None:
        for case in cases:
            story = self._told[case.id]
            self.history.lived[case.id] = Lived(case, story.child, story)

    def _timed(self, day: date, planned: Sequence[tuple[int, int, Planned]]) -> Iterator[Asked]:
        """Each case's commands at times that follow one another within the working day."""
        by_case: dict[int, list[Planned]] = defaultdict(list)
        for number, _, each in sorted(planned, key=lambda entry: entry[:2]):
            by_case[number].append(each)
        for number, steps in by_case.items():
            dice = Dice(self.history.plan.seed, "times", number, day)
            minute = float(dice.number(OPENS, CLOSES - 120))
            pace = min(20.0, (CLOSES - minute) / len(steps))
            for each in steps:
                minute += dice.between(0.2, 1.0) * pace
                now = _moment(day, minute)
                yield Asked(command=each.command, actor=each.actor, now=now, today=day)


def _moment(day: date, minute: float) -> datetime:
    """A time of the London day, as the moment it is."""
    seconds = int(minute * 60)
    at = datetime.combine(day, time(0), tzinfo=LONDON).replace(
        hour=seconds // 3600, minute=seconds // 60 % 60, second=seconds % 60
    )
    return at.astimezone(UTC)


__all__ = ["PROFILES", "History", "Lived", "Plan", "Scene", "SimulationError", "simulate"]
