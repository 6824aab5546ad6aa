"""What is printed and what comes back on paper: certificates with their prints, typed ballots, scans."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from scoring.store.tables.base import metadata

# The register: a number is given once and never again, whatever becomes of its certificate.
certificate = Table(
    "certificate",
    metadata,
    Column("number", String(120), primary_key=True),
    Column("series", Integer, nullable=False),  # the running number that {序号} stands for
    Column("version", Integer, CheckConstraint("version >= 1", name="from_one"), nullable=False),
    Column("kind", String(16), nullable=False),  # award, member, judge, participation
    Column("entry", String(40)),  # null for a judge's
    Column("person", Text, nullable=False),  # member's name or judge's id, empty for a circle's
    Column("snapshot", Text, nullable=False),  # canonical JSON of what is printed on it
    Column("result", String(64), nullable=False),  # hash over the published result that it rests on
    Column("state", String(8), nullable=False),  # valid, void, replaced
    Column("replaces", String(120)),
    Column("issued_at", BigInteger, nullable=False),
    Column("issued_by", Text, nullable=False),
    Column("ended_at", BigInteger),
    Column("ended_by", Text, nullable=False),
    Column("ended_why", Text, nullable=False),
    Index("ix_certificate_owner", "kind", "entry", "person"),
)

certificate_print = Table(
    "certificate_print",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("number", ForeignKey("certificate.number"), nullable=False, index=True),
    Column("again", Integer, nullable=False),  # 0 the first print, then 1, 2 … (补发)
    Column("reason", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
)

# A paper ballot is typed in twice, blind; the third look decides. Rows are kept, whatever was decided.
typed_ballot = Table(
    "typed_ballot",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("entry", ForeignKey("entry.id"), nullable=False),
    Column("judge", ForeignKey("judge.id"), nullable=False),
    Column("round", String(16), nullable=False),
    Column("base", Integer, nullable=False),  # the ballot version that it follows
    Column("turn", Integer, nullable=False),  # 1, 2; 3 is the third look
    Column("rubric", Integer, nullable=False),
    Column("marks", Text, nullable=False),  # JSON list of whole hundredths, in the rubric's order
    Column("comment", Text, nullable=False),
    Column("staff", String(40), nullable=False),
    Column("login", String(32), nullable=False),
    Column("state", String(8), nullable=False),  # waiting, settled, dropped
    Column("typed_at", BigInteger, nullable=False),
    Index("ix_typed_ballot_place", "entry", "judge", "round"),
)

scan = Table(
    "scan",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("entry", ForeignKey("entry.id"), nullable=False, index=True),
    Column("judge", ForeignKey("judge.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("media", String(32), nullable=False),  # image/jpeg, image/png, application/pdf
    Column("size", Integer, nullable=False),  # bytes
    Column("hash", String(64), nullable=False),  # SHA-256 of the file, which lies under DATA_DIR/scans
    Column("staff", String(40), nullable=False),
    Column("attached_at", BigInteger, nullable=False),
)
