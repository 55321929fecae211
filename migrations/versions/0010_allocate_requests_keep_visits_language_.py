"""allocate requests, keep visits, language needs and sections H1 and H2

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ALLOCATED = "ck_advice_request_allocated_on_a_day"
ALLOCATED_SAYS = "(allocated_seat_id IS NULL) = (allocated_on IS NULL)"
SECTION = "ck_contribution_paragraph_plan_section_is_known"


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "visit",
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=False),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "ended IN ('kept', 'missed', 'called_off')", name=op.f("ck_visit_ended_is_known")
        ),
        sa.CheckConstraint(
            "place IN ('setting', 'home', 'service', 'online', 'elsewhere')",
            name=op.f("ck_visit_place_is_known"),
        ),
        sa.CheckConstraint(
            "purpose IN ('examination', 'test', 'meeting')", name=op.f("ck_visit_purpose_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["advice_request.id"], name=op.f("fk_visit_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "number", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visit_visit_on_request_id"), ["visit_on", "request_id"], unique=False
        )

    with op.batch_alter_table("advice_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("allocated_seat_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("allocated_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_advice_request_allocated_seat_id"), "seat", ["allocated_seat_id"], ["id"]
        )
        batch_op.create_check_constraint(op.f(ALLOCATED), ALLOCATED_SAYS)

    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("interpreter_needed", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("format_needs", sa.Text(), nullable=True))

    with op.batch_alter_table("contribution_paragraph", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_section", sa.Text(), nullable=True))
        batch_op.create_check_constraint(op.f(SECTION), "plan_section IN ('H1', 'H2')")


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("contribution_paragraph", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(SECTION), type_="check")
        batch_op.drop_column("plan_section")

    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_column("format_needs")
        batch_op.drop_column("interpreter_needed")
        batch_op.drop_column("language")

    with op.batch_alter_table("advice_request", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(ALLOCATED), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_advice_request_allocated_seat_id"), type_="foreignkey"
        )
        batch_op.drop_column("allocated_on")
        batch_op.drop_column("allocated_seat_id")

    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_visit_on_request_id"))

    op.drop_table("visit")
