"""The ledger: an append-only hash chain of facts."""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from scoring.store.tables.base import metadata

ledger = Table(
    "ledger",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON; the hash covers it
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)
