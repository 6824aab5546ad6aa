"""The ledger as a file to take away: every fact with its hash, the signed heads between them, a signed end.

`checker/check_ledger.py` checks it without anything of this system.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from scoring.rules.ledger import GENESIS, canonical_json
from scoring.store.reading.contest import contest_row
from scoring.store.tables import ledger, signed_head
from scoring.store.work import Signer

FORMAT = "liangfen ledger 1"
MEDIA = "application/jsonl"
AT_ONCE = 500  # rows read together


def file_statement(digest: str) -> bytes:
    """What the end of an exported ledger signs: the SHA-256 (hex) of all bytes before it."""
    return f"liangfen ledger file 1\n{digest}\n".encode()


def exported(connection: Connection, signer: Signer) -> Iterator[bytes]:
    """The lines of the file, each with its line feed: a header, facts and heads, the signed end."""
    hashed = hashlib.sha256()
    facts, head = 0, GENESIS
    for line in _lines(connection, signer):
        if "seq" in line:
            facts, head = line["seq"], line["hash"]
        written = canonical_json(line) + b"\n"
        hashed.update(written)
        yield written
    digest = hashed.hexdigest()
    signature = signer.sign(file_statement(digest))
    end = {"end": {"facts": facts, "head": head}, "file": digest, "key": signer.key, "signature": signature}
    yield canonical_json(end) + b"\n"


def _lines(connection: Connection, signer: Signer) -> Iterator[dict[str, Any]]:
    contest: Any = contest_row(connection)
    name = "" if contest is None else str(contest.name)
    yield {"format": FORMAT, "contest": name, "key": signer.key, "genesis": GENESIS}
    heads = {row.seq: row for row in connection.execute(select(signed_head))}
    wanted = select(ledger.c.seq, ledger.c.previous, ledger.c.hash, ledger.c.body).order_by(ledger.c.seq)
    for row in connection.execution_options(yield_per=AT_ONCE).execute(wanted):
        yield {"seq": row.seq, "previous": row.previous, "hash": row.hash, "body": row.body}
        signed = heads.get(row.seq)
        if signed is not None:
            yield {
                "head": signed.seq, "hash": signed.hash, "why": signed.why, "key": signed.key,
                "signature": signed.signature,
            }  # fmt: skip


def ledger_file(connection: Connection, signer: Signer) -> bytes:
    """The whole file."""
    return b"".join(exported(connection, signer))
