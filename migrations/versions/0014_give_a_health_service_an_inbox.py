"""give a health service an inbox of its own

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.add_column(sa.Column("service_id", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_arrival_service_id"), "service", ["service_id"], ["id"]
        )


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_arrival_service_id"), type_="foreignkey")
        batch_op.drop_column("service_id")
