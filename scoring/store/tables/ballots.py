"""Ballots: never updated, never deleted (triggers refuse it). Drafts: erasable, as secret as ballots."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from scoring.store.tables.base import metadata

ballot = Table(
    "ballot",
    metadata,
    Column("id", String(32), primary_key=True),  # made on the tablet before the first send
    Column("entry", ForeignKey("entry.id"), nullable=False),
    Column("judge", ForeignKey("judge.id"), nullable=False),
    Column("seat", Integer, nullable=False),
    Column("round", String(16), nullable=False),  # presentation, document, site
    Column("version", Integer, CheckConstraint("version >= 1", name="from_one"), nullable=False),
    Column("rubric", Integer, nullable=False),
    Column("marks", Text, nullable=False),  # JSON list of whole hundredths, in the rubric's order
    Column("comment", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("receipt", String(16), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("login", String(32), nullable=False),
    Column("kind", Text, nullable=False, server_default=""),  # of the entry then; "": before the hash covered it
    Column("source", String(8), nullable=False, server_default="tablet"),  # tablet, paper, mended
    Column("presentation", Integer, nullable=False, server_default="1"),  # of the entry: the first, or one again
    UniqueConstraint("entry", "judge", "round", "version", name="uq_ballot_version"),
)

ballot_aside = Table(
    "ballot_aside",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("entry", ForeignKey("entry.id"), nullable=False),
    Column("judge", ForeignKey("judge.id"), nullable=False),
    Column("round", String(16), nullable=False),
    Column("base", Integer, nullable=False),
    Column("rubric", Integer, nullable=False),
    Column("marks", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("why", String(16), nullable=False),  # late, conflict, taken_over
    Column("receipt", String(16), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("login", String(32), nullable=False),
    Column("kind", Text, nullable=False, server_default=""),  # of the entry then; "": before the hash covered it
    Column("presentation", Integer, nullable=False, server_default="1"),
    Index("ix_ballot_aside_entry", "entry"),
)

# What was decided of a ballot that was kept aside; the newest row holds.
aside_answer = Table(
    "aside_answer",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("aside", ForeignKey("ballot_aside.id"), nullable=False),
    Column("answer", String(8), nullable=False),  # accepted, left, open (a leaving that was taken back)
    Column("counted", String(32), nullable=False),  # the ballot that counts since then, "" for none
    Column("reason", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Index("ix_aside_answer_aside", "aside"),
)

draft = Table(
    "draft",
    metadata,
    Column("entry", ForeignKey("entry.id"), primary_key=True),
    Column("judge", ForeignKey("judge.id"), primary_key=True),
    Column("round", String(16), primary_key=True),
    Column("marks", Text, nullable=False),  # JSON list of whole hundredths or null
    Column("comment", Text, nullable=False),
    Column("saved_at", BigInteger, nullable=False),
)
