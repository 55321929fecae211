"""note which request those who owe it opened

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("record_view", schema=None) as batch_op:
        batch_op.add_column(sa.Column("request_id", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_record_view_request",
            ["request_id", "at"],
            unique=False,
            sqlite_where=sa.text("request_id IS NOT NULL"),
            postgresql_where=sa.text("request_id IS NOT NULL"),
        )


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("record_view", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_record_view_request",
            sqlite_where=sa.text("request_id IS NOT NULL"),
            postgresql_where=sa.text("request_id IS NOT NULL"),
        )
        batch_op.drop_column("request_id")
