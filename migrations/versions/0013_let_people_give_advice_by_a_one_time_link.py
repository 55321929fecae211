"""let people give advice by a one-time link

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INVITED = "'invited', "
ROLES = (
    "'caseworker', 'decision_maker', 'plan_writer', 'dco', 'health_administrator', 'social_care', 'psychology', "
    "'setting', {}'manager', 'family', 'auditor', 'administrator'"
)


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "invitation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("code_hash", sa.Text(), nullable=True),
        sa.Column("code_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.Column("codes_asked", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "code_hash IS NULL OR code_ends_at IS NOT NULL", name=op.f("ck_invitation_a_code_ends")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_invitation_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["advice_request.id"], name=op.f("fk_invitation_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_invitation_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_request_id"), ["request_id"], unique=False)

    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("request_id", sa.Text(), nullable=True))
        batch_op.drop_constraint(op.f("ck_seat_role_is_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_seat_role_is_known"), f"role IN ({ROLES.format(INVITED)})"
        )
        batch_op.create_check_constraint(
            op.f("ck_seat_who_is_invited_has_one_request"),
            "(role = 'invited') = (request_id IS NOT NULL)",
        )

    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seat_id", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_sign_in_session_seat_id"), "seat", ["seat_id"], ["id"]
        )


def downgrade() -> None:
    """Take the change back."""
    op.execute("DELETE FROM sign_in_session WHERE seat_id IS NOT NULL")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_sign_in_session_seat_id"), type_="foreignkey")
        batch_op.drop_column("seat_id")

    op.execute("DELETE FROM invitation")
    op.execute(
        "DELETE FROM seat_holding WHERE seat_id IN (SELECT id FROM seat WHERE role = 'invited')"
    )
    op.execute("DELETE FROM seat WHERE role = 'invited'")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_seat_who_is_invited_has_one_request"), type_="check")
        batch_op.drop_constraint(op.f("ck_seat_role_is_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_seat_role_is_known"), f"role IN ({ROLES.format('')})"
        )
        batch_op.drop_column("request_id")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_request_id"))

    op.drop_table("invitation")
