"""let a request to re-assess be answered

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. This one lets in two letters that were kept out; the old
version's list of refusals finds them by reading more, until it is stopped.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0038"
down_revision: str | None = "0037"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_LETTERS = (
    "'considering', 'will_assess', 'refusal_to_assess', 'threshold_refusal', 'no_plan', 'plan_will_be_made', "
    "'draft_plan', 'final_plan', 'exception', 'amended_plan', 'delay_update'"
)
_KINDS = "ck_notice_kind_is_known"
_REFUSALS = "ix_notice_refusal"
_OF_A_FIRST = "'refusal_to_assess', 'threshold_refusal'"


def upgrade() -> None:
    """Apply the change."""
    _let_in(f"kind IN ({_LETTERS}, 'will_reassess', 'refusal_to_reassess')")
    _index(was=_OF_A_FIRST, becomes=f"{_OF_A_FIRST}, 'refusal_to_reassess'")


def downgrade() -> None:
    """Take the change back; refused by the database while a letter of the new kinds is there."""
    _index(was=f"{_OF_A_FIRST}, 'refusal_to_reassess'", becomes=_OF_A_FIRST)
    _let_in(f"kind IN ({_LETTERS})")


def _let_in(kinds: str) -> None:
    with op.batch_alter_table("notice") as batch:
        batch.drop_constraint(op.f(_KINDS), type_="check")
        batch.create_check_constraint(op.f(_KINDS), kinds)


def _index(*, was: str, becomes: str) -> None:
    before, after = sa.text(f"kind IN ({was})"), sa.text(f"kind IN ({becomes})")
    op.drop_index(_REFUSALS, "notice", sqlite_where=before, postgresql_where=before)
    op.create_index(
        _REFUSALS,
        "notice",
        ["sent_on", "assessment_id"],
        sqlite_where=after,
        postgresql_where=after,
    )
