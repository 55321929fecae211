"""keep letters as they were printed

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pdf_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("word_id", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_word_id"), "document", ["word_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_notice_pdf_id"), "document", ["pdf_id"], ["id"])


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notice_pdf_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_notice_word_id"), type_="foreignkey")
        batch_op.drop_column("word_id")
        batch_op.drop_column("pdf_id")
