"""let services sign advice together

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Say with which advice a signature, and a request, is one; nothing on file is joint yet."""
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joint_with", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_contribution_joint_with"), "contribution", ["joint_with"], ["id"]
        )
    with op.batch_alter_table("advice_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joint_with_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("to_sign_from", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_advice_request_joint_with_id"), "advice_request", ["joint_with_id"], ["id"]
        )
    for table, column in (("contribution", "joint_with"), ("advice_request", "joint_with_id")):
        is_joint = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_{table}_{column}",
            table,
            [column],
            sqlite_where=is_joint,
            postgresql_where=is_joint,
        )


def downgrade() -> None:
    """Take the change back."""
    for table, column in (("advice_request", "joint_with_id"), ("contribution", "joint_with")):
        op.drop_index(f"ix_{table}_{column}", table)
    with op.batch_alter_table("advice_request", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_advice_request_joint_with_id"), type_="foreignkey")
        batch_op.drop_column("to_sign_from")
        batch_op.drop_column("joint_with_id")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_contribution_joint_with"), type_="foreignkey")
        batch_op.drop_column("joint_with")
