"""let a letter tell of a delay, and find what families wait for

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. This one only lets in what was kept out, and adds an index.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_LETTERS = (
    "'considering', 'will_assess', 'refusal_to_assess', 'threshold_refusal', 'no_plan', 'plan_will_be_made', "
    "'draft_plan', 'final_plan', 'exception', 'amended_plan'"
)
_KINDS = "ck_notice_kind_is_known"
_WAITED_FOR = sa.text(
    "met_on IS NULL AND code IN ('answer_family_message', 'keep_promise', 'reach_family', 'tell_family_of_delay', "
    "'update_family')"
)


def upgrade() -> None:
    """Apply the change."""
    _let_in(f"kind IN ({_LETTERS}, 'delay_update')")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deadline_family_waits",
            ["code", "due_on", "assessment_id"],
            unique=False,
            sqlite_where=_WAITED_FOR,
            postgresql_where=_WAITED_FOR,
        )


def downgrade() -> None:
    """Take the change back; refused by the database while a letter of the new kind is there."""
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deadline_family_waits",
            sqlite_where=_WAITED_FOR,
            postgresql_where=_WAITED_FOR,
        )
    _let_in(f"kind IN ({_LETTERS})")


def _let_in(kinds: str) -> None:
    with op.batch_alter_table("notice") as batch:
        batch.drop_constraint(op.f(_KINDS), type_="check")
        batch.create_check_constraint(op.f(_KINDS), kinds)
