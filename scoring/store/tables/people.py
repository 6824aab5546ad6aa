"""Judges, their seats, staff, the cards that let them in, and the logins those open."""

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

judge = Table(
    "judge",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("recused_units", Text, nullable=False),  # JSON list; 回避单位
)

seat = Table(
    "seat",
    metadata,
    Column("session", ForeignKey("session.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("judge", ForeignKey("judge.id"), nullable=False),
    Column("role", String(8), nullable=False),  # chief, deputy, judge
    Column("attendance", String(8), nullable=False),  # onsite, remote
    UniqueConstraint("session", "judge"),
)

staff = Table(
    "staff",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("password", Text, nullable=False, server_default=""),  # parameters, salt and hash; "" where there is none
    Column("removed_at", BigInteger),  # the row stays: the ledger names who acted
    Column("salt", String(32), nullable=False, server_default=""),  # of the name's hash in the ledger
)

# The code on a card is derived from the key file, the owner and the generation: no secret is stored.
card = Table(
    "card",
    metadata,
    Column("kind", String(8), primary_key=True),  # staff, judge
    Column("owner", String(40), primary_key=True),
    Column("generation", Integer, nullable=False),
)

login = Table(
    "login",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("kind", String(8), nullable=False),
    Column("owner", String(40), nullable=False),
    Column("device", Text, nullable=False),  # what the browser says of itself, shown at the desk
    Column("opened_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("ended_why", Text, nullable=False),
    Column("browser", String(64), nullable=False, server_default=""),  # hash of the mark that a browser keeps
    Index("ix_login_owner", "kind", "owner"),
)

# When a login of staff was last used (ms), within a minute; no fact tells it, and it goes with the login's end.
login_used = Table(
    "login_used",
    metadata,
    Column("login", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# Of the names that stand in set-ups and changes of them, for their references in what is hashed; gone with the name.
name_salt = Table(
    "name_salt",
    metadata,
    Column("owner", String(48), primary_key=True),  # judge:ID, entry:ID
    Column("name", Text, primary_key=True),
    Column("salt", String(32), nullable=False),
)

# One row: what the salts of the names that come next are made of; renewed whenever some were made.
name_seed = Table(
    "name_seed",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="only_one"), primary_key=True),
    Column("seed", String(64), nullable=False),
)
