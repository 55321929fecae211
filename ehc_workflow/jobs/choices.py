"""What people chose about hearing of things: quiet hours for what can wait, and a digest instead of single messages."""

from __future__ import annotations

from datetime import datetime

from ehc_workflow.clock import LONDON, Clock
from ehc_workflow.domain.alerts import quiet_ends
from ehc_workflow.rules.alert_policy import Telling
from ehc_workflow.store import digests
from ehc_workflow.store.alert_policies import ALERTS
from ehc_workflow.store.delivery import Waiting
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

BY_CHOICE = frozenset({"deadline_alert", "advice_escalated"})
"""Messages that people may hear of in another way. A reminder to whoever owes advice always goes."""
LEFT_TO_THE_DIGEST = "In the digest and the list of alerts, as each person chose."


class LeftToTheDigestError(Exception):
    """Everybody meant hears of it in another way."""

    def __init__(self) -> None:
        super().__init__(LEFT_TO_THE_DIGEST)


def who_hears_at_once(
    database: Database, clock: Clock, message: Waiting, found: tuple[str, ...]
) -> tuple[str, ...]:
    """The addresses without those of people who chose their digest or the program alone; raises where none is left."""
    if message.template not in BY_CHOICE:
        return found
    hears = {Telling.AT_ONCE} | ({Telling.URGENT_AT_ONCE} if _is_urgent(message) else set())
    with database.reading() as connection:
        policies = ALERTS.of_all(Rows(connection))
        later = {
            person.email
            for person in digests.people_of(connection, found, clock.today())
            if person.told_by(policies[person.authority_id]) not in hears
        }
    to = tuple(address for address in found if address not in later)
    if not to:
        raise LeftToTheDigestError
    return to


def quiet_until(database: Database, clock: Clock, message: Waiting) -> datetime | None:
    """When a message that can wait may go; None where it may go now."""
    if _is_urgent(message):
        return None
    with database.reading() as connection:
        rows = Rows(connection)
        policy = ALERTS.of(rows, message.params["authority_id"])
        calendar = database.counting.policy(rows).calendar
    return quiet_ends(clock.now().astimezone(LONDON), policy, calendar)


def _is_urgent(message: Waiting) -> bool:
    """Only what says of itself that it can wait is not."""
    return bool(message.params.get("urgent", True))
