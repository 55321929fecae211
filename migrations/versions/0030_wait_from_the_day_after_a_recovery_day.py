"""wait from the day after a recovery day

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NEXT_DAY = {"sqlite": "date(recovery_on, '+1 day')", "postgresql": "recovery_on + 1"}


def upgrade() -> None:
    """What was taken up before 0023 waits as the program has it: from the day after the one that was promised."""
    day = NEXT_DAY[op.get_bind().dialect.name]
    op.execute(
        f"UPDATE alert SET unheeded_from = {day} WHERE cleared_on IS NULL AND unheeded_from = recovery_on"
    )


def downgrade() -> None:
    """A day later is right in the version before as well."""
