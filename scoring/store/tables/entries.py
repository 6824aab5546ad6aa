"""Sessions, entries with where they stand today, and each entry's panel."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from scoring.store.tables.base import metadata

session = Table(
    "session",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("state", String(8), nullable=False),  # waiting, open, closed
    Column("current_entry", String(40)),
    Column("scene", String(12), nullable=False),
    Column("scene_pool", String(120)),
    Column("scene_entry", String(40)),
    Column("page", Integer, nullable=False),
    Column("seed", BigInteger),  # of the draw; null while the given order stands
)

entry = Table(
    "entry",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("session", ForeignKey("session.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("position", Integer, nullable=False),  # the order that holds now
    Column("drawn_position", Integer, nullable=False),  # as drawn or given, swaps leave it
    Column("phase", String(16), nullable=False),
    Column("phase_before", String(16)),  # where it stood when it was withdrawn or disqualified
    Column("reveal_step", Integer, CheckConstraint("reveal_step between 0 and 4", name="step"), nullable=False),
    Column("presenting_from", BigInteger),  # ms
    Column("presenting_until", BigInteger),
    Column("questions_from", BigInteger),
    Column("scoring_from", BigInteger),
    Column("published_at", BigInteger),
    Column("revealed_at", BigInteger),
    Column("overtime", Integer),  # whole seconds over the limit
    Column("overtime_source", String(8)),  # timer, typed
    Column("presentation", Integer, nullable=False, server_default="1"),  # 2 and more: by order of the chief judges
)

panel_place = Table(
    "panel_place",
    metadata,
    Column("entry", ForeignKey("entry.id"), primary_key=True),
    Column("judge", ForeignKey("judge.id"), primary_key=True),
    Column("seat", Integer, nullable=False),
    Column("role", String(8), nullable=False),
    Column("attendance", String(8), nullable=False),
    Column("state", String(12), nullable=False),  # expected, submitted, returned, recused, missing
    Column("reason", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("returned_version", Integer),  # the ballot version given back for correction, whatever came since
    UniqueConstraint("entry", "seat"),
)
