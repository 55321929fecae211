"""write the plan item by item, and keep what became of each recommendation

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. This one changes what an item is, so it needs a stop.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_SECTIONS = "section IN ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H1', 'H2', 'I', 'J')"
_NAMED = "'v' || version || '-' || number"
_NO_WORDS = "'', '', '', ''"
_SOURCES = """CASE WHEN source_id IS NULL THEN '[]' ELSE '[["' || source_id || '", 0]]' END"""


def upgrade() -> None:
    """Give each item of each old version an id of its own: nobody knows which of the next version it became."""
    _put_aside()
    op.create_table("plan_item", *_new_columns(), *_keys("assessment_id", "id", "version"))
    as_json = "AS jsonb" if op.get_bind().dialect.name == "postgresql" else "AS TEXT"
    no, yes = ("false", "true") if op.get_bind().dialect.name == "postgresql" else ("0", "1")
    columns = (
        "assessment_id, id, version, number, section, text, amount, frequency, by_whom, qualified, "
        "meets, sources, none_found, removed"
    )
    op.execute(
        f"INSERT INTO plan_item ({columns}) SELECT assessment_id, {_NAMED}, version, number, section, text, "
        f"{_NO_WORDS}, CAST('[]' {as_json}), CAST({_SOURCES} {as_json}), {no}, {no} FROM plan_item_before"
    )
    op.execute(
        f"INSERT INTO plan_item ({columns}) SELECT assessment_id, {_NAMED}, (SELECT min(n.version) FROM "
        "plan_item_before n WHERE n.assessment_id = b.assessment_id AND n.version > b.version), number, section, '', "
        f"{_NO_WORDS}, CAST('[]' {as_json}), CAST('[]' {as_json}), {no}, {yes} FROM plan_item_before b WHERE EXISTS "
        "(SELECT 1 FROM plan_item_before n WHERE n.assessment_id = b.assessment_id AND n.version > b.version)"
    )
    op.drop_table("plan_item_before")
    op.create_table(
        "advice_fate",
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Text(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("became", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "became IN ('left_out', 'changed')", name=op.f("ck_advice_fate_became_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_advice_fate_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_advice_fate_contribution_id"),
        ),
        sa.PrimaryKeyConstraint("assessment_id", "seq", name=op.f("pk_advice_fate")),
    )


def downgrade() -> None:
    """Write every version out in full again. Quantities, links and what became of recommendations are lost."""
    op.drop_table("advice_fate")
    _put_aside()
    op.create_table("plan_item", *_old_columns(), *_keys("assessment_id", "version", "number"))
    op.execute(
        "INSERT INTO plan_item (assessment_id, version, number, section, text, source_id) "
        "SELECT v.assessment_id, v.version, row_number() OVER (PARTITION BY v.assessment_id, v.version ORDER BY "
        "i.section, i.number, i.id), i.section, i.text, NULL "
        "FROM (SELECT DISTINCT assessment_id, version FROM plan_item_before) v "
        "JOIN plan_item_before i ON i.assessment_id = v.assessment_id AND i.version <= v.version AND NOT i.removed "
        "AND NOT EXISTS (SELECT 1 FROM plan_item_before l WHERE l.assessment_id = i.assessment_id AND l.id = i.id "
        "AND l.version > i.version AND l.version <= v.version)"
    )
    op.drop_table("plan_item_before")


def _put_aside() -> None:
    op.execute("CREATE TABLE plan_item_before AS SELECT * FROM plan_item")
    op.drop_table("plan_item")


def _new_columns() -> list[sa.Column]:
    words = ("section", "text", "amount", "frequency", "by_whom", "qualified")
    return [
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.Column("achieve_by", sa.Date(), nullable=True),
        sa.Column("meets", _JSON, nullable=False),
        sa.Column("sources", _JSON, nullable=False),
        sa.Column("none_found", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("prompted_by", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _old_columns() -> list[sa.Column]:
    return [
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=True),
    ]


def _keys(*names: str) -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(_SECTIONS, name=op.f("ck_plan_item_section_is_known")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_plan_item_assessment_id")
        ),
        sa.PrimaryKeyConstraint(*names, name=op.f("pk_plan_item")),
    ]
