"""keep replies and what waits to be signed off

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.

Every request gets its authority here and must have one: in the moments in which old code still runs, a request that it
makes is refused, for one without an authority would be on no desk.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


CHECK = "ck_advice_request_standing_reply_is_known"
AUTHORITY = "fk_advice_request_authority_id_authority"
BY_DAY = {
    "ix_advice_request_accepted": "accepted_on",
    "ix_advice_request_asked": "requested_on",
}
PLAN_STATES = ("drafting", "draft_with_family", "placing", "finalising")


def upgrade() -> None:
    """Add the columns, and fill them from what is on file."""
    with op.batch_alter_table("advice_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("authority_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("first_replied_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("standing_reply", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("planned_for", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("sign_off_from", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            op.f(CHECK),
            "standing_reply IN ('known', 'not_known', 'existing_report', 'new_assessment', 'other_area')",
        )
    op.execute(
        "UPDATE advice_request SET authority_id = "
        "(SELECT authority_id FROM assessment WHERE assessment.id = advice_request.assessment_id)"
    )
    with op.batch_alter_table("advice_request", schema=None) as batch_op:
        batch_op.alter_column("authority_id", existing_type=sa.Text(), nullable=False)
        batch_op.create_foreign_key(op.f(AUTHORITY), "authority", ["authority_id"], ["id"])
    op.create_index(
        "ix_advice_request_on_desk",
        "advice_request",
        ["authority_id", "due_on", "id"],
        sqlite_where=sa.text("closed = 0 OR sign_off_from IS NOT NULL"),
        postgresql_where=sa.text("NOT closed OR sign_off_from IS NOT NULL"),
    )
    for name, day in BY_DAY.items():
        op.create_index(name, "advice_request", ["authority_id", day, "id"])
    connection = op.get_bind()
    for request_id, first, last in _replies(connection):
        connection.execute(
            sa.text(
                "UPDATE advice_request SET first_replied_on = :first, standing_reply = :last WHERE id = :id"
            ).bindparams(sa.bindparam("first", type_=sa.Date())),
            {"id": request_id, "first": first, "last": last},
        )
    for request_id, since in _waiting_provision(connection):
        connection.execute(
            sa.text("UPDATE advice_request SET sign_off_from = :since WHERE id = :id").bindparams(
                sa.bindparam("since", type_=sa.Date())
            ),
            {"id": request_id, "since": since},
        )


def _replies(connection: sa.Connection) -> Iterator[tuple[str, date, str]]:
    """Each request that was replied to, with the day of the first reply and the kind of the last."""
    entries = connection.execute(
        sa.text(
            "SELECT payload FROM log_entry WHERE kind = 'contributor_replied' ORDER BY assessment_id, seq"
        )
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for (payload,) in entries:
        event = json.loads(payload)
        found.setdefault(event["request_id"], []).append(event["reply"])
    for request_id, replies in found.items():
        first = date.fromisoformat(replies[0]["replied_on"])
        yield request_id, first, replies[-1]["kind"]


def _waiting_provision(connection: sa.Connection) -> Iterator[tuple[str, date]]:
    """The first request for health advice of each case whose section G waits to be agreed, and since when."""
    listed = ", ".join(f"'{state}'" for state in PLAN_STATES)
    for (facts,) in connection.execute(
        sa.text(f"SELECT facts FROM assessment WHERE state IN ({listed})")
    ):
        case = json.loads(facts)
        text = case.get("plan_text")
        health = [one["id"] for one in case.get("advice", ()) if one["item"] == "health"]
        waits = text and "G" in text["sections"] and not case.get("health_provision_agreed_on")
        if waits and health:
            yield health[0], date.fromisoformat(text["saved_on"])


def downgrade() -> None:
    """Take the change back."""
    for name in (*BY_DAY, "ix_advice_request_on_desk"):
        op.drop_index(name, "advice_request")
    with op.batch_alter_table("advice_request", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(AUTHORITY), type_="foreignkey")
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.drop_column("sign_off_from")
        batch_op.drop_column("planned_for")
        batch_op.drop_column("standing_reply")
        batch_op.drop_column("first_replied_on")
        batch_op.drop_column("authority_id")
