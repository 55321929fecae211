"""What people do about a family that would fall silent: they write to it by post.

A caseworker does so on some mornings. A manager who is told of it does so on the same day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from ehc_workflow.domain.actors import Actor
from ehc_workflow.rules.local_targets import LOCAL_TARGETS
from ehc_workflow.service.execute import Asked
from ehc_workflow.simulate.authority import TeamCast
from ehc_workflow.simulate.dice import Dice
from ehc_workflow.simulate.story import Story
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries import standing_alerts
from ehc_workflow.store.queries.standing_alerts import PAGE, Alert, Wanted

WRITES_AT_ONCE = 0.35
"""The share of such alerts that a caseworker answers on a morning."""
SILENCES = frozenset({LOCAL_TARGETS.tell_family_of_delay.code, LOCAL_TARGETS.update_family.code})


def silences_broken(
    database: Database,
    teams: Iterable[TeamCast],
    stories: Mapping[str, Story],
    seed: int,
    now: datetime,
    today: date,
) -> Iterator[Asked]:
    """What is written on a morning, once for each family: commands that are not carried out yet."""
    done: set[str] = set()
    for team in teams:
        people = [(one, WRITES_AT_ONCE) for one in team.caseworkers]
        for person, share in (*people, (team.manager, 1.0)):
            for alert in _silences(database, person, today):
                dice = Dice(seed, "breaks the silence", alert.assessment_id, person.id, today)
                if alert.assessment_id in done or not dice.chance(share):
                    continue
                done.add(alert.assessment_id)
                command = stories[alert.assessment_id].letter_by_post(today)
                yield Asked(command=command, actor=person, now=now, today=today)


def _silences(database: Database, person: Actor, today: date) -> Iterator[Alert]:
    sight, after = standing_alerts.sight_of(person), None
    while True:
        with database.reading() as connection:
            found = standing_alerts.alerts(
                connection, sight, Wanted(by_law=False), today=today, after=after
            )
        yield from (one for one in found[:PAGE] if one.deadline.code in SILENCES)
        if len(found) <= PAGE:
            return
        after = found[PAGE - 1].place
