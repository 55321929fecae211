"""let the sweep read its index alone

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_NAME, _OWED = "ix_deadline_changes_on", sa.text("changes_on IS NOT NULL")


def upgrade() -> None:
    """Put the key of a deadline into the index of what changes. On SQLite every index holds the key anyway."""
    if op.get_bind().dialect.name == "postgresql":
        _index_again(("assessment_id", "code", "ref"))


def downgrade() -> None:
    """Take the key out again."""
    if op.get_bind().dialect.name == "postgresql":
        _index_again(())


def _index_again(included: Sequence[str]) -> None:
    op.drop_index(_NAME, table_name="deadline")
    op.create_index(
        _NAME,
        "deadline",
        ["changes_on"],
        postgresql_where=_OWED,
        postgresql_include=list(included),
    )
