"""let the engine write to families itself, and let an authority set the days that a forecast adds up

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. This one only lets in what was kept out, and adds an index.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_BY_THE_ENGINE = sa.text("kind = 'delay_update' AND sent_by = 'system'")
_ORGANISATION = (
    "'body_set', 'service_made', 'service_changed', 'addresses_confirmed', 'service_closed', 'service_reopened', "
    "'team_made', 'seat_made', 'seat_closed', 'seat_reopened', 'seat_given', 'seat_taken', 'cover_given', "
    "'cover_ended', 'alerts_set', 'family_letters_set'"
)
_COUNTING = (
    "'bank_holidays', 'target', 'ladder', 'planned_days', 'rule', 'cases_moved', 'cases_moved_back'"
)


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notice_by_the_engine",
            ["sent_on", "assessment_id"],
            unique=False,
            sqlite_where=_BY_THE_ENGINE,
            postgresql_where=_BY_THE_ENGINE,
        )
    _let_in("organisation_change", _ORGANISATION)
    _let_in("counting_change", _COUNTING)


def downgrade() -> None:
    """Take the change back. The kinds of change stay lawful: what was chosen is on file, and the file is never edited."""
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notice_by_the_engine",
            sqlite_where=_BY_THE_ENGINE,
            postgresql_where=_BY_THE_ENGINE,
        )


def _let_in(table: str, kinds: str) -> None:
    name = f"ck_{table}_kind_is_known"
    with op.batch_alter_table(table, schema=None) as batch:
        batch.drop_constraint(op.f(name), type_="check")
        batch.create_check_constraint(op.f(name), f"kind IN ({kinds})")
