"""The contest itself (one row: one DATA_DIR is one contest) and its rubrics."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Integer, String, Table, Text

from scoring.store.tables.base import metadata

contest = Table(
    "contest",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="only_one"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("organiser", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("set_up", Text, nullable=False),  # canonical JSON of scoring.rules.contest.Contest
    Column("fingerprint", String(64), nullable=False),  # of the rule card
    Column("sample", Boolean, nullable=False),
    Column("frozen_at", BigInteger),  # ms; the rule card is fixed from here on
    Column("changed_at", BigInteger, nullable=False),
)

rubric = Table(
    "rubric",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("body", Text, nullable=False),  # canonical JSON of scoring.rules.rubric.Rubric
)
