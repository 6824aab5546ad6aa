"""Certificates and their prints, ballots typed in from paper, scans; and where a ballot came from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("certificate_print", "scan")


def upgrade() -> None:
    op.add_column("ballot", sa.Column("source", sa.String(length=8), server_default="tablet", nullable=False))
    _certificates()
    _typed_ballots()
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _certificates() -> None:
    op.create_table(
        "certificate",
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("entry", sa.String(length=40), nullable=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("result", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("replaces", sa.String(length=120), nullable=True),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_certificate_from_one")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_certificate")),
    )
    op.create_index("ix_certificate_owner", "certificate", ["kind", "entry", "person"], unique=False)
    op.create_table(
        "certificate_print",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["certificate.number"], name=op.f("fk_certificate_print_number_certificate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_print")),
    )
    op.create_index("ix_certificate_print_number", "certificate_print", ["number"], unique=False)


def _typed_ballots() -> None:
    op.create_table(
        "typed_ballot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("judge", sa.String(length=40), nullable=False),
        sa.Column("round", sa.String(length=16), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("rubric", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("staff", sa.String(length=40), nullable=False),
        sa.Column("login", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("typed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_typed_ballot_entry_entry")),
        sa.ForeignKeyConstraint(["judge"], ["judge.id"], name=op.f("fk_typed_ballot_judge_judge")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_ballot")),
    )
    op.create_index("ix_typed_ballot_place", "typed_ballot", ["entry", "judge", "round"], unique=False)
    op.create_table(
        "scan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("judge", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.String(length=40), nullable=False),
        sa.Column("attached_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_scan_entry_entry")),
        sa.ForeignKeyConstraint(["judge"], ["judge.id"], name=op.f("fk_scan_judge_judge")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
    )
    op.create_index("ix_scan_entry", "scan", ["entry"], unique=False)


def downgrade() -> None:
    for table in ("scan", "typed_ballot", "certificate_print", "certificate"):
        op.drop_table(table)
    # SQLite drops a column in place: the triggers that guard the table stay
    op.drop_column("ballot", "source")
