"""Letting people try the synthetic authority: one person in each role can sign in, with one password for all."""

from __future__ import annotations

from datetime import UTC, datetime, time

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.service.accounts import Passwords
from ehc_workflow.simulate.authority import Founding
from ehc_workflow.simulate.history import History, Lived
from ehc_workflow.store import accounts, outbox
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows


def open_sign_ins(
    database: Database, history: History, password: str, *, family_of: str | None = None
) -> None:
    """Give the first person of each role the password, and the family of one case an account of their own."""
    hashed = Passwords().hash(password)
    with database.writing() as connection:
        people = [actor for _, actor in history.cast.first_of_each_role()]
        if family_of is not None:
            people.append(_family(_founding(connection, history), history.lived[family_of]))
        for actor in people:
            accounts.set_password_hash(connection, actor.id, hashed)


def _family(founding: Founding, lived: Lived) -> Actor:
    contact = lived.story.contacts[0]
    return founding.person(Role.FAMILY, "Family", assessment_id=lived.case.id, name=contact.name)


def settle_outbox(database: Database, history: History) -> None:
    """The history's messages went out in the history: nothing of it is sent when the worker starts."""
    until = datetime.combine(history.plan.until, time(23), tzinfo=UTC)
    with database.writing() as connection:
        rows = Rows(connection)
        outbox.settle_history(rows, history.cast.authority_id, until)
        rows.close()


def _founding(connection: Connection, history: History) -> Founding:
    plan = history.plan
    return Founding(connection, plan.seed, plan.authority, plan.first_day, plan.until)
