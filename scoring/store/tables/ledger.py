"""The ledger: an append-only hash chain of facts, and its signed heads."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text

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
    # out of the body, to search by
    Column("fact", String(40), nullable=False, server_default=""),
    Column("entry", String(40), index=True),
    Column("judge", String(40)),
)

signed_head = Table(
    "signed_head",
    metadata,
    Column("seq", ForeignKey("ledger.seq"), primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    Column("why", String(10), nullable=False),  # opened, published, finalised, restored
    Column("key", String(64), nullable=False),  # Ed25519 public key, hex
    Column("signature", String(128), nullable=False),  # hex
)
