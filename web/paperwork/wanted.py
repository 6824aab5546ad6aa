"""What somebody asks the press for, and what every sheet says of the state it was printed from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from scoring.store.reading.contest import contest_row, load_contest
from scoring.store.reading.ledger import ledger_head


@dataclass(frozen=True, slots=True)
class Wanted:
    """Narrows a document to a session, a pool, an entry or a judge (None: all), or to named parts of it."""

    session: str | None = None
    pool: str | None = None
    entry: str | None = None
    judge: str | None = None
    scores: bool = True
    parts: tuple[str, ...] = ()


def sheet_mark(connection: Connection) -> str:
    """The line at a sheet's foot: the ledger's head and the rule card's fingerprint that it was printed from."""
    seq, head = ledger_head(connection)
    card = load_contest(connection).card.fingerprint()
    row = contest_row(connection)
    sample = "样例，不作依据　" if row is not None and row.sample else ""
    return f"{sample}台账 第 {seq} 条 {head[:16]}　规则卡 {card[:12]}"
