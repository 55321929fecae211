"""disputes after the outcome: a closed case can have something owed, and an amended plan is a letter

Add, backfill, switch, drop: a change that old code could meet goes out as four migrations, never as one,
because the old version still runs while the new one starts. This one only lets in what was kept out.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OPEN = (
    "'assess_ordered', 'assessing', 'considering', 'deciding_plan', 'draft_with_family', 'drafting', 'finalising', "
    "'placing', 'plan_ordered', 'received', 'remitted'"
)
_LETTERS = (
    "'considering', 'will_assess', 'refusal_to_assess', 'threshold_refusal', 'no_plan', 'plan_will_be_made', "
    "'draft_plan', 'final_plan', 'exception'"
)
_CLOSED_WHEN_NOT_OPEN = (
    "ck_assessment_closed_when_not_open",
    f"(closed_on IS NULL) = (state IN ({_OPEN}))",
)
_NOT_CLOSED_WHILE_OPEN = (
    "ck_assessment_not_closed_while_open",
    f"closed_on IS NULL OR state NOT IN ({_OPEN})",
)
_OLD_LETTERS = ("ck_notice_kind_is_known", f"kind IN ({_LETTERS})")
_NEW_LETTERS = ("ck_notice_kind_is_known", f"kind IN ({_LETTERS}, 'amended_plan')")

Check = tuple[str, str]


def upgrade() -> None:
    """Apply the change."""
    _replace("assessment", _CLOSED_WHEN_NOT_OPEN, _NOT_CLOSED_WHILE_OPEN)
    _replace("notice", _OLD_LETTERS, _NEW_LETTERS)


def downgrade() -> None:
    """Take the change back; refused by the database while a row needs what it takes away."""
    _replace("notice", _NEW_LETTERS, _OLD_LETTERS)
    _replace("assessment", _NOT_CLOSED_WHILE_OPEN, _CLOSED_WHEN_NOT_OPEN)


def _replace(table: str, old: Check, new: Check) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(old[0]), type_="check")
        batch.create_check_constraint(op.f(new[0]), new[1])
