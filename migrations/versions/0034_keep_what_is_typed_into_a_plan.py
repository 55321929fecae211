"""keep what is typed into a plan, and say which provision prepares for adulthood

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Let a draft be about a plan. No provision written so far was said to prepare for adulthood."""
    with op.batch_alter_table("draft") as table:
        table.alter_column("request_id", existing_type=sa.Text(), nullable=True)
        table.add_column(sa.Column("assessment_id", sa.Text(), nullable=True))
        table.create_foreign_key(
            op.f("fk_draft_assessment_id"), "assessment", ["assessment_id"], ["id"]
        )
        table.create_unique_constraint(
            op.f("uq_draft_assessment_id_form_author_id"), ["assessment_id", "form", "author_id"]
        )
        table.create_check_constraint(
            op.f("ck_draft_is_about_one_thing"),
            "(request_id IS NULL) <> (assessment_id IS NULL)",
        )
    op.add_column(
        "plan_item",
        sa.Column("adulthood", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    """Take the change back. What was typed into plans and not saved is lost, and the marks on provision."""
    op.drop_column("plan_item", "adulthood")
    op.execute("DELETE FROM draft WHERE request_id IS NULL")
    with op.batch_alter_table("draft") as table:
        table.drop_constraint(op.f("ck_draft_is_about_one_thing"), type_="check")
        table.drop_constraint(op.f("uq_draft_assessment_id_form_author_id"), type_="unique")
        table.drop_constraint(op.f("fk_draft_assessment_id"), type_="foreignkey")
        table.drop_column("assessment_id")
        table.alter_column("request_id", existing_type=sa.Text(), nullable=False)
