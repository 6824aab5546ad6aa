"""What is mended and decided: versions of the set-up, changes and who confirmed them, rulings, finals, appeals."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from scoring.store.tables.base import metadata

# The whole set-up after each change of it: the new version beside the old.
set_up_version = Table(
    "set_up_version",
    metadata,
    Column("version", Integer, CheckConstraint("version >= 1", name="from_one"), primary_key=True),
    Column("body", Text, nullable=False),  # canonical JSON of scoring.rules.contest.Contest
    Column("hash", String(64), nullable=False),  # of the body
    Column("reason", Text, nullable=False),
    Column("change", String(32)),  # the change that it came from, null for the set-up before the day
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
)

# A change of something contested: made at once by one person, or waiting for a second one.
change = Table(
    "change",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(24), nullable=False),  # scoring.rules.change.KINDS
    Column("body", Text, nullable=False),  # canonical JSON of the change
    Column("reason", Text, nullable=False),
    Column("moves", Text, nullable=False),  # canonical JSON of scoring.rules.moves.Moves: what its preview said
    Column("state", String(10), nullable=False),  # waiting, done, refused, withdrawn
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("login", String(32), nullable=False),
    Column("until", BigInteger, nullable=False),  # ms; a second person may confirm before this
    Column("answered_at", BigInteger),
    Column("answered_by", Text, nullable=False),  # staff:ID or judge:ID, empty where one person was enough
    Column("answered_login", String(32), nullable=False),
    Column("answered_why", Text, nullable=False),
    Index("ix_change_state", "state"),
)

# What was decided about one entry beside its marks; it holds until it is lifted.
ruling = Table(
    "ruling",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("entry", ForeignKey("entry.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),  # disqualified, document_only, out_of_competition, declined
    Column("reason", Text, nullable=False),
    Column("judges", Text, nullable=False),  # JSON list of the ids of who decided
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("ended_at", BigInteger),
    Column("ended_by", Text, nullable=False),
    Column("ended_why", Text, nullable=False),
)

# 评审组长合议: the order of entries that no key set apart; it holds until it is lifted.
chief_decision = Table(
    "chief_decision",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("pool", String(120), nullable=False, index=True),
    Column("entries", Text, nullable=False),  # JSON list, best first
    Column("reason", Text, nullable=False),
    Column("judges", Text, nullable=False),  # JSON list of the ids of who decided
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("ended_at", BigInteger),
    Column("ended_by", Text, nullable=False),
    Column("ended_why", Text, nullable=False),
)

# A pool made final; a correction that moves it ends this and the pool is made final anew, with the next version.
final = Table(
    "final",
    metadata,
    Column("pool", String(120), primary_key=True),
    Column("version", Integer, CheckConstraint("version >= 1", name="from_one"), primary_key=True),
    Column("body", Text, nullable=False),  # canonical JSON: the results, entry by entry
    Column("result", String(64), nullable=False),  # hash of the body
    Column("card", String(64), nullable=False),  # fingerprint of the rule card
    Column("ledger_seq", Integer, nullable=False),  # the ledger's head when it was made final
    Column("ledger_hash", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("second", Text, nullable=False),
    Column("ended_at", BigInteger),
    Column("ended_by", Text, nullable=False),
    Column("ended_why", Text, nullable=False),
)

appeal = Table(
    "appeal",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("entry", ForeignKey("entry.id"), nullable=False, index=True),
    Column("asker", Text, nullable=False),  # who appeals: the unit, the circle, a person
    Column("asked_on", String(10), nullable=False),  # "2020-08-20", the date of the letter
    Column("state", String(10), nullable=False),  # open, answered, withdrawn
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
)

# What was asked and answered, each step beside those before it.
appeal_step = Table(
    "appeal_step",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("appeal", ForeignKey("appeal.number"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),  # asked, answered, reopened, withdrawn
    Column("text", Text, nullable=False),
    Column("outcome", String(10), nullable=False),  # upheld, partly, rejected; empty where it is no answer
    Column("sheet", Integer),  # ledger number at the foot of the 得分计算单 that it refers to
    Column("change", String(32)),  # the correction that it led to
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
)

# What of the revealed was corrected; holds only what the public had seen and sees now.
public_correction = Table(
    "public_correction",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("entry", String(40), nullable=False, index=True),
    Column("pool", String(120), nullable=False),
    Column("before", Text, nullable=False),  # JSON: {shown, rank, award, selection}, null where it was not seen
    Column("after", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
