"""Corrections, rulings, finals, appeals; signed heads, and columns to search the ledger by."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = ("set_up_version", "appeal_step", "signed_head")
TABLES = (
    *("signed_head", "appeal_step", "appeal", "public_correction", "final"),
    *("chief_decision", "ruling", "change", "set_up_version"),
)


def upgrade() -> None:
    op.add_column("entry", sa.Column("phase_before", sa.String(length=16), nullable=True))
    op.add_column("login", sa.Column("browser", sa.String(length=64), server_default="", nullable=False))
    for table in ("ballot", "ballot_aside"):  # "": given before a ballot's hash covered the kind
        op.add_column(table, sa.Column("kind", sa.Text(), server_default="", nullable=False))
    _ledger_columns()
    _changes()
    _rulings()
    _finals()
    _appeals()
    _signed_heads()
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            _refuse(table, verb)
    _first_version()


def _refuse(table: str, verb: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _ledger_columns() -> None:
    """The new columns repeat what the hashed body says: the trigger steps aside for that alone."""
    op.add_column("ledger", sa.Column("fact", sa.String(length=40), server_default="", nullable=False))
    op.add_column("ledger", sa.Column("entry", sa.String(length=40), nullable=True))
    op.add_column("ledger", sa.Column("judge", sa.String(length=40), nullable=True))
    op.create_index("ix_ledger_entry", "ledger", ["entry"], unique=False)
    op.execute("DROP TRIGGER ledger_refuses_update")
    op.execute(
        "UPDATE ledger SET fact = json_extract(body, '$.fact'), entry = json_extract(body, '$.entry'), "
        "judge = json_extract(body, '$.judge')"
    )
    _refuse("ledger", "UPDATE")


def _first_version() -> None:
    """A set-up that is there already becomes the first version."""
    connection = op.get_bind()
    row = connection.execute(sa.text("SELECT set_up, changed_at FROM contest")).first()
    if row is None:
        return
    values = {"body": row.set_up, "hash": hashlib.sha256(row.set_up.encode()).hexdigest(), "at": row.changed_at}
    connection.execute(
        sa.text(
            'INSERT INTO set_up_version (version, body, hash, reason, "change", at, "by") '
            "VALUES (1, :body, :hash, '', NULL, :at, 'system')"
        ),
        values,
    )


def _changes() -> None:
    op.create_table(
        "set_up_version",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("change", sa.String(length=32), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_set_up_version_from_one")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_set_up_version")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moves", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("login", sa.String(length=32), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answered_login", sa.String(length=32), nullable=False),
        sa.Column("answered_why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index("ix_change_state", "change", ["state"], unique=False)


def _rulings() -> None:
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("judges", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_ruling_entry_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    op.create_index("ix_ruling_entry", "ruling", ["entry"], unique=False)
    op.create_table(
        "chief_decision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("pool", sa.String(length=120), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("judges", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chief_decision")),
    )
    op.create_index("ix_chief_decision_pool", "chief_decision", ["pool"], unique=False)


def _finals() -> None:
    op.create_table(
        "final",
        sa.Column("pool", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("result", sa.String(length=64), nullable=False),
        sa.Column("card", sa.String(length=64), nullable=False),
        sa.Column("ledger_seq", sa.Integer(), nullable=False),
        sa.Column("ledger_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_final_from_one")),
        sa.PrimaryKeyConstraint("pool", "version", name=op.f("pk_final")),
    )
    op.create_table(
        "public_correction",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("pool", sa.String(length=120), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_correction")),
    )
    op.create_index("ix_public_correction_entry", "public_correction", ["entry"], unique=False)


def _appeals() -> None:
    op.create_table(
        "appeal",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_appeal_entry_entry")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_appeal")),
    )
    op.create_index("ix_appeal_entry", "appeal", ["entry"], unique=False)
    op.create_table(
        "appeal_step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("appeal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=True),
        sa.Column("change", sa.String(length=32), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["appeal"], ["appeal.number"], name=op.f("fk_appeal_step_appeal_appeal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_step")),
    )
    op.create_index("ix_appeal_step_appeal", "appeal_step", ["appeal"], unique=False)


def _signed_heads() -> None:
    op.create_table(
        "signed_head",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["ledger.seq"], name=op.f("fk_signed_head_seq_ledger")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_signed_head")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_ledger_entry", table_name="ledger")
    for column in ("fact", "entry", "judge"):
        op.drop_column("ledger", column)
    op.drop_column("login", "browser")
    for table in ("ballot", "ballot_aside"):
        op.drop_column(table, "kind")
    op.drop_column("entry", "phase_before")
