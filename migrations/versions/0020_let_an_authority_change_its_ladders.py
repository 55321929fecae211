"""let an authority change its ladders

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "ck_counting_change_kind_is_known"


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("counting_change", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.create_check_constraint(
            op.f(NAME),
            "kind IN ('bank_holidays', 'target', 'ladder', 'rule', 'cases_moved', 'cases_moved_back')",
        )


def downgrade() -> None:
    """Take the change back. The kind stays lawful: a ladder that was changed is on file, and the file is never edited."""
