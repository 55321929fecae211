"""scan seal and receive documents

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. Locks are waited for a few seconds only
(migrations/env.py): a migration that cannot have its lock fails, and is tried again at a quieter time.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "arrival",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scan", sa.Text(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "desk IN ('authority', 'health')", name=op.f("ck_arrival_desk_is_known")
        ),
        sa.CheckConstraint(
            "scan IN ('clean', 'unscanned', 'waiting', 'infected')",
            name=op.f("ck_arrival_scan_is_known"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_arrival_has_a_digest")),
        sa.CheckConstraint("size > 0", name=op.f("ck_arrival_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_arrival_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_arrival_document_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_arrival_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
    )
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.create_index(
            "ix_arrival_inbox",
            ["authority_id", "desk", "added_at", "id"],
            unique=False,
            sqlite_where=sa.text("filed_at IS NULL"),
            postgresql_where=sa.text("filed_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_arrival_sha256"), ["sha256"], unique=False)

    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_child_authority_id_upn"), ["authority_id", "upn"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_child_authority_id_nhs_number"),
            ["authority_id", "nhs_number"],
            unique=False,
        )

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("scan", sa.Text(), server_default="unscanned", nullable=False)
        )
        batch_op.add_column(sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sealed_by", sa.Text(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_document_scan_is_known"),
            "scan IN ('clean', 'unscanned', 'waiting', 'infected')",
        )
        batch_op.create_index(
            "ix_document_sealed",
            ["sealed_at", "id"],
            unique=False,
            sqlite_where=sa.text("sealed_at IS NOT NULL"),
            postgresql_where=sa.text("sealed_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_document_sha256"), ["sha256"], unique=False)
        batch_op.create_index(
            "ix_document_to_scan",
            ["sha256"],
            unique=False,
            sqlite_where=sa.text("scan = 'waiting'"),
            postgresql_where=sa.text("scan = 'waiting'"),
        )


def downgrade() -> None:
    """Take the change back, unless that would open a document that was sealed."""
    sealed = sa.text("SELECT count(*) FROM document WHERE sealed_at IS NOT NULL")
    if not op.get_context().as_sql and op.get_bind().execute(sealed).scalar():
        raise RuntimeError("Documents are sealed: unseal or remove them before going back.")
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_child_authority_id_nhs_number"))
        batch_op.drop_index(batch_op.f("ix_child_authority_id_upn"))

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_document_to_scan",
            sqlite_where=sa.text("scan = 'waiting'"),
            postgresql_where=sa.text("scan = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_document_sha256"))
        batch_op.drop_index(
            "ix_document_sealed",
            sqlite_where=sa.text("sealed_at IS NOT NULL"),
            postgresql_where=sa.text("sealed_at IS NOT NULL"),
        )
        batch_op.drop_constraint(op.f("ck_document_scan_is_known"), type_="check")
        batch_op.drop_column("sealed_by")
        batch_op.drop_column("sealed_at")
        batch_op.drop_column("scanned_at")
        batch_op.drop_column("scan")

    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_arrival_sha256"))
        batch_op.drop_index(
            "ix_arrival_inbox",
            sqlite_where=sa.text("filed_at IS NULL"),
            postgresql_where=sa.text("filed_at IS NULL"),
        )

    op.drop_table("arrival")
