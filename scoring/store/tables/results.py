"""Scores once fixed (append-only), and the public side: rows that exist only once revealed."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text

from scoring.store.tables.base import metadata

score = Table(
    "score",
    metadata,
    Column("entry", ForeignKey("entry.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("body", Text, nullable=False),  # JSON: exact scores as fractions, what was dropped
    Column("inputs", String(64), nullable=False),  # hash over ballots, document score, overtime, card
    Column("fixed_at", BigInteger, nullable=False),
)

revealed = Table(
    "revealed",
    metadata,
    Column("entry", ForeignKey("entry.id"), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("session", String(40), nullable=False, index=True),
    Column("body", Text, nullable=False),  # JSON: what the public may see from this step on
    Column("at", BigInteger, nullable=False),
)

public_standing = Table(
    "public_standing",
    metadata,
    Column("pool", String(120), primary_key=True),
    Column("body", Text, nullable=False),
)
