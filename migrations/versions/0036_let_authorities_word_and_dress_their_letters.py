"""let authorities word and dress their letters

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = (
    "'body_set', 'service_made', 'service_changed', 'addresses_confirmed', 'service_closed', 'service_reopened', "
    "'team_made', 'seat_made', 'seat_closed', 'seat_reopened', 'seat_given', 'seat_taken', 'cover_given', "
    "'cover_ended', 'alerts_set', 'family_letters_set'"
)
OF_LETTERS = "'letter_worded', 'look_set'"
OF_PANELS = (
    "'panel_made', 'panel_changed', 'panel_closed', 'panel_reopened', 'member_added', 'member_left', "
    "'meeting_planned', 'meeting_called_off', 'attendance_recorded'"
)
KIND = "ck_organisation_change_kind_is_known"


def upgrade() -> None:
    """Keep the files that documents are dressed with, and who changed words or look."""
    op.create_table(
        "look_file",
        sa.Column("authority_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_look_file_authority_id")
        ),
        sa.PrimaryKeyConstraint("authority_id", "sha256", name=op.f("pk_look_file")),
    )
    with op.batch_alter_table("organisation_change") as table:
        table.drop_constraint(op.f(KIND), type_="check")
        table.create_check_constraint(op.f(KIND), f"kind IN ({KINDS}, {OF_LETTERS}, {OF_PANELS})")


def downgrade() -> None:
    """Take the files away. The kinds of change stay lawful: that log is only added to."""
    op.drop_table("look_file")
