"""let services belong to health bodies and seats be covered

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "health_body",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("executive_email", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_health_body")),
    )
    op.create_table(
        "organisation_change",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column(
            "content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('body_set', 'service_made', 'service_changed', 'addresses_confirmed', 'service_closed', 'service_reopened', 'team_made', 'seat_made', 'seat_closed', 'seat_reopened', 'seat_given', 'seat_taken', 'cover_given', 'cover_ended')",
            name=op.f("ck_organisation_change_kind_is_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_change")),
    )
    with op.batch_alter_table("organisation_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_change_about_made_at"), ["about", "made_at"], unique=False
        )

    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))

    with op.batch_alter_table("seat_holding", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("stands_in", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_seat_holding_cover_has_a_last_day"),
            "last_day IS NOT NULL OR NOT stands_in",
        )
        batch_op.create_index(
            "ix_seat_holding_held",
            ["seat_id"],
            unique=True,
            sqlite_where=sa.text("last_day IS NULL AND NOT stands_in"),
            postgresql_where=sa.text("last_day IS NULL AND NOT stands_in"),
        )

    # The body was a name; its executive lead was the lead of the service of that name.
    op.execute(
        "INSERT INTO health_body (name, executive_email) SELECT s.health_body, "
        "(SELECT max(b.lead_email) FROM service b WHERE b.name = s.health_body) "
        "FROM service s WHERE s.health_body IS NOT NULL GROUP BY s.health_body"
    )
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_service_health_body"), "health_body", ["health_body"], ["name"]
        )


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_service_health_body"), type_="foreignkey")
        batch_op.drop_column("closed_on")

    # Without the column, cover would look like holding the seat.
    op.execute("DELETE FROM seat_holding WHERE stands_in")
    with op.batch_alter_table("seat_holding", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_seat_holding_held",
            sqlite_where=sa.text("last_day IS NULL AND NOT stands_in"),
            postgresql_where=sa.text("last_day IS NULL AND NOT stands_in"),
        )
        batch_op.drop_constraint(batch_op.f("ck_seat_holding_cover_has_a_last_day"), type_="check")
        batch_op.drop_column("stands_in")

    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_column("closed_on")

    with op.batch_alter_table("organisation_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_change_about_made_at"))

    op.drop_table("organisation_change")
    op.drop_table("health_body")
