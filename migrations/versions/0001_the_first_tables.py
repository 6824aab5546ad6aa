"""The first tables, and the triggers that keep ballots, scores and the ledger as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("ballot", "ballot_aside", "score", "ledger")


def upgrade() -> None:
    op.create_table(
        "card",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "owner", name=op.f("pk_card")),
    )
    op.create_table(
        "contest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organiser", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("set_up", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("frozen_at", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_contest_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
    )
    op.create_table(
        "judge",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("recused_units", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judge")),
    )
    op.create_table(
        "ledger",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger")),
        sa.UniqueConstraint("hash", name=op.f("uq_ledger_hash")),
    )
    op.create_table(
        "login",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_token_hash")),
    )
    with op.batch_alter_table("login", schema=None) as batch_op:
        batch_op.create_index("ix_login_owner", ["kind", "owner"], unique=False)

    op.create_table(
        "public_standing",
        sa.Column("pool", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pool", name=op.f("pk_public_standing")),
    )
    op.create_table(
        "rubric",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "version", name=op.f("pk_rubric")),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("current_entry", sa.String(length=40), nullable=True),
        sa.Column("scene", sa.String(length=12), nullable=False),
        sa.Column("scene_pool", sa.String(length=120), nullable=True),
        sa.Column("scene_entry", sa.String(length=40), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("session", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("drawn_position", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=16), nullable=False),
        sa.Column("reveal_step", sa.Integer(), nullable=False),
        sa.Column("presenting_from", sa.BigInteger(), nullable=True),
        sa.Column("presenting_until", sa.BigInteger(), nullable=True),
        sa.Column("questions_from", sa.BigInteger(), nullable=True),
        sa.Column("scoring_from", sa.BigInteger(), nullable=True),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("revealed_at", sa.BigInteger(), nullable=True),
        sa.Column("overtime", sa.Integer(), nullable=True),
        sa.Column("overtime_source", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name=op.f("fk_entry_session_session")),
        sa.CheckConstraint("reveal_step between 0 and 4", name=op.f("ck_entry_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_session"), ["session"], unique=False)

    op.create_table(
        "seat",
        sa.Column("session", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("judge", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("attendance", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["judge"], ["judge.id"], name=op.f("fk_seat_judge_judge")),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name=op.f("fk_seat_session_session")),
        sa.PrimaryKeyConstraint("session", "number", name=op.f("pk_seat")),
        sa.UniqueConstraint("session", "judge", name=op.f("uq_seat_session")),
    )
    op.create_table(
        "ballot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("judge", sa.String(length=40), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("round", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rubric", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_ballot_entry_entry")),
        sa.ForeignKeyConstraint(["judge"], ["judge.id"], name=op.f("fk_ballot_judge_judge")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_ballot_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("entry", "judge", "round", "version", name="uq_ballot_version"),
    )
    op.create_table(
        "ballot_aside",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("judge", sa.String(length=40), nullable=False),
        sa.Column("round", sa.String(length=16), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("rubric", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_ballot_aside_entry_entry")),
        sa.ForeignKeyConstraint(["judge"], ["judge.id"], name=op.f("fk_ballot_aside_judge_judge")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_aside")),
    )
    with op.batch_alter_table("ballot_aside", schema=None) as batch_op:
        batch_op.create_index("ix_ballot_aside_entry", ["entry"], unique=False)

    op.create_table(
        "draft",
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("judge", sa.String(length=40), nullable=False),
        sa.Column("round", sa.String(length=16), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_draft_entry_entry")),
        sa.ForeignKeyConstraint(["judge"], ["judge.id"], name=op.f("fk_draft_judge_judge")),
        sa.PrimaryKeyConstraint("entry", "judge", "round", name=op.f("pk_draft")),
    )
    op.create_table(
        "panel_place",
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("judge", sa.String(length=40), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("attendance", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("returned_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_panel_place_entry_entry")),
        sa.ForeignKeyConstraint(["judge"], ["judge.id"], name=op.f("fk_panel_place_judge_judge")),
        sa.PrimaryKeyConstraint("entry", "judge", name=op.f("pk_panel_place")),
        sa.UniqueConstraint("entry", "seat", name=op.f("uq_panel_place_entry")),
    )
    op.create_table(
        "revealed",
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_revealed_entry_entry")),
        sa.PrimaryKeyConstraint("entry", "step", name=op.f("pk_revealed")),
    )
    with op.batch_alter_table("revealed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revealed_session"), ["session"], unique=False)

    op.create_table(
        "score",
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("inputs", sa.String(length=64), nullable=False),
        sa.Column("fixed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_score_entry_entry")),
        sa.PrimaryKeyConstraint("entry", "version", name=op.f("pk_score")),
    )
    _refuse_changes()


def downgrade() -> None:
    op.drop_table("score")
    with op.batch_alter_table("revealed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revealed_session"))

    op.drop_table("revealed")
    op.drop_table("panel_place")
    op.drop_table("draft")
    with op.batch_alter_table("ballot_aside", schema=None) as batch_op:
        batch_op.drop_index("ix_ballot_aside_entry")

    op.drop_table("ballot_aside")
    op.drop_table("ballot")
    op.drop_table("seat")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_session"))

    op.drop_table("entry")
    op.drop_table("staff")
    op.drop_table("session")
    op.drop_table("rubric")
    op.drop_table("public_standing")
    with op.batch_alter_table("login", schema=None) as batch_op:
        batch_op.drop_index("ix_login_owner")

    op.drop_table("login")
    op.drop_table("ledger")
    op.drop_table("judge")
    op.drop_table("contest")
    op.drop_table("card")


def _refuse_changes() -> None:
    """Append-only means that the database itself refuses."""
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
