"""The digest: what waits for each person, in one message at their hour of every working day, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from ehc_workflow.clock import LONDON, Clock
from ehc_workflow.dates.counting import is_working_day
from ehc_workflow.dates.words import with_weekday
from ehc_workflow.domain.alerts import quiet_ends
from ehc_workflow.rules.alert_policy import DEFAULT_ALERT_POLICY, AlertPolicy, Telling
from ehc_workflow.service.alert_words import reason
from ehc_workflow.service.messages import Message
from ehc_workflow.store import digests, outbox
from ehc_workflow.store.alert_policies import ALERTS
from ehc_workflow.store.digests import Person, Summary
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

AT_ONCE = 500
"""People in one transaction."""
GET_ONE = frozenset({Telling.URGENT_AT_ONCE, Telling.DIGEST})
"""Who is told in these ways gets one."""


def make_digests(
    database: Database,
    clock: Clock,
    *,
    goes_on: Callable[[], bool] = lambda: True,
) -> int:
    """Write the digest of everybody whose hour has come, and say how many. Killed anywhere, it is simply run again.

    Whose hour came while no worker ran gets it when one does, on the same day, outside the quiet hours.
    """
    there, today = clock.now().astimezone(LONDON), clock.today()
    with database.reading() as connection:
        rows = Rows(connection)
        calendar = database.counting.policy(rows).calendar
        if not is_working_day(today, calendar.days):
            return 0
        policies = ALERTS.of_all(rows)
    awake = {
        authority_id: policy
        for authority_id, policy in policies.items()
        if quiet_ends(there, policy, calendar) is None
    }
    made = 0
    passed: set[str] = set()
    while awake and goes_on():
        due = _due(database, today, there.time(), awake, passed)
        if not due:
            break
        made += _write(database, clock, due, awake)
    return made


def _due(
    database: Database,
    today: date,
    at: time,
    policies: dict[str, AlertPolicy],
    passed: set[str],
) -> list[Person]:
    """The next people whose hour has come; those of whom it has not are remembered in `passed`."""
    earliest = min(policy.digest_at for policy in policies.values())
    with database.reading() as connection:
        found = digests.people_due(
            connection, today, at=at, earliest=earliest, but=passed, limit=AT_ONCE
        )
    due = [person for person in found if _hour_came(person, at, policies)]
    passed |= {person.id for person in found} - {person.id for person in due}
    return due


def _hour_came(person: Person, at: time, policies: dict[str, AlertPolicy]) -> bool:
    policy = policies.get(person.authority_id)
    return policy is not None and (person.digest_at or policy.digest_at) <= at


def _write(
    database: Database, clock: Clock, people: list[Person], policies: dict[str, AlertPolicy]
) -> int:
    today = clock.today()
    with database.writing() as connection:
        taken = digests.claim(connection, [person.id for person in people], today)
        wanted = [
            person
            for person in people
            if person.id in taken
            and person.told_by(policies.get(person.authority_id, DEFAULT_ALERT_POLICY)) in GET_ONE
        ]
        if not wanted:
            return 0
        policy = database.counting.policy(Rows(connection))
        waits = digests.summaries(
            connection, [person.id for person in wanted], today, but=policy.on_the_list_alone
        )
        messages = [
            _message(person, waits[person.id], today, lambda d: reason(d, today, policy.calendar))
            for person in wanted
            if person.id in waits
        ]
        outbox.add(Rows(connection), None, messages, clock.now())
    return len(messages)


def _message(person: Person, waits: Summary, today: date, why: Callable[..., str]) -> Message:
    lines = "\n".join(f"{line.reference}: {why(line.deadline)}" for line in waits.lines)
    more = waits.total - len(waits.lines)
    return Message(
        key=f"digest/{person.id}/{today}",
        recipient=f"user:{person.id}",
        template="alert_digest",
        params={
            "authority_id": person.authority_id,
            "urgent": False,
            "on": with_weekday(today),
            "total": waits.total,
            "law": waits.law,
            "other": waits.late - waits.law,
            "near": waits.total - waits.late,
            "lines": lines + (f"\n\nAnd {more} more." if more else ""),
        },
    )
