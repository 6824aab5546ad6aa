"""What somebody asks the press for, and what every sheet says of the state it was printed from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from scoring.rules.ledger import key_fingerprint
from scoring.store.reading.contest import contest_row, load_contest
from scoring.store.reading.ledger import ledger_head
from web.pool_finals import SHOWN


@dataclass(frozen=True, slots=True)
class Wanted:
    """Narrows a document to a session, a pool, an entry or a judge (None: all), or to named parts of it.

    `ledger_key` is the public key (hex) that this house signs the ledger's heads with, for the foot.
    """

    session: str | None = None
    pool: str | None = None
    entry: str | None = None
    judge: str | None = None
    scores: bool = True
    parts: tuple[str, ...] = ()
    ledger_key: str = ""


def sheet_mark(connection: Connection, key: str = "") -> str:
    """The state that a sheet was printed from, for its foot: the ledger's head, the rule card, the ledger's key.

    Two lines where the house's public `key` is given, so that an exported ledger can be checked against paper.
    """
    seq, head = ledger_head(connection)
    card = load_contest(connection).card.fingerprint()
    row = contest_row(connection)
    sample = "样例，不作依据　" if row is not None and row.sample else ""
    state = f"{sample}台账 第 {seq} 条 {head[:16]}　规则卡指纹 {card[:SHOWN]}"
    return f"{state}\n台账公钥指纹 {key_fingerprint(key)}" if key else state
