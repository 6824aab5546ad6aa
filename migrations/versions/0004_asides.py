"""What was decided of ballots that were kept aside; one id is one ballot, whether it counts or was kept aside."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PAIRS = (("ballot", "ballot_aside"), ("ballot_aside", "ballot"))


def upgrade() -> None:
    op.create_table(
        "aside_answer",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("aside", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("counted", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["aside"], ["ballot_aside.id"], name=op.f("fk_aside_answer_aside_ballot_aside")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aside_answer")),
    )
    op.create_index("ix_aside_answer_aside", "aside_answer", ["aside"], unique=False)
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER aside_answer_refuses_{verb.lower()} BEFORE {verb} ON aside_answer "
            "BEGIN SELECT RAISE(ABORT, 'aside_answer is append-only'); END"
        )
    for table, other in PAIRS:
        op.execute(
            f"CREATE TRIGGER {table}_id_is_new BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {other} WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, 'a ballot of this id is there already'); END"
        )


def downgrade() -> None:
    for table, _ in PAIRS:
        op.execute(f"DROP TRIGGER {table}_id_is_new")
    op.drop_table("aside_answer")
