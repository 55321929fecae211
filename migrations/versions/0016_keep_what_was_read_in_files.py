"""keep what was read in files

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "advice_marking",
        sa.Column("contribution_id", sa.Text(), nullable=False),
        sa.Column("marking", sa.Integer(), nullable=False),
        sa.Column("marked_by", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_advice_marking_contribution_id")
        ),
        sa.PrimaryKeyConstraint("contribution_id", "marking", name=op.f("pk_advice_marking")),
    )
    op.create_table(
        "marked_paragraph",
        sa.Column("contribution_id", sa.Text(), nullable=False),
        sa.Column("marking", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("by_whom", sa.Text(), nullable=False),
        sa.Column("until_when", sa.Text(), nullable=False),
        sa.Column("plan_section", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('need', 'outcome', 'provision')",
            name=op.f("ck_marked_paragraph_kind_is_known"),
        ),
        sa.CheckConstraint(
            "plan_section IN ('H1', 'H2')", name=op.f("ck_marked_paragraph_plan_section_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id", "marking"],
            ["advice_marking.contribution_id", "advice_marking.marking"],
            name=op.f("fk_marked_paragraph_contribution_id_marking"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_marked_paragraph_document_id")
        ),
        sa.PrimaryKeyConstraint(
            "contribution_id", "marking", "number", name=op.f("pk_marked_paragraph")
        ),
    )
    with op.batch_alter_table("marked_paragraph", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_marked_paragraph_document_id"), ["document_id"], unique=False
        )


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("marked_paragraph", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_marked_paragraph_document_id"))

    op.drop_table("marked_paragraph")
    op.drop_table("advice_marking")
