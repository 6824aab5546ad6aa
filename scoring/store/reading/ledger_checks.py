"""What is wrong with the ledger, and with what rests on it: chain, heads, ballots, scores, set-ups, finals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from scoring.rules.ledger import GENESIS, canonical_json, content_hash, head_statement, link_hash, receipt_code
from scoring.store.reading.contest import find_entry, load_contest
from scoring.store.reading.day import Found, entry_rows
from scoring.store.reading.finals import lasting_finals, still_holds
from scoring.store.reading.standings import all_standings, entry_score, score_inputs
from scoring.store.tables import ballot, ballot_aside, final, ledger, score, signed_head

Holds = Callable[[str, bytes, str], bool]  # key (hex), message, signature (hex)
ANCHORED = {"SessionOpened": "opened", "PoolFinalised": "finalised"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A key of the words and what goes into them."""

    code: str
    params: dict[str, object] = field(default_factory=dict)


def wrong_in_chain(connection: Connection) -> Iterator[Wrong]:
    """Facts that are missing, altered or not joined, and columns that say otherwise than the hashed body."""
    number, head = 0, GENESIS
    for row in connection.execute(select(ledger).order_by(ledger.c.seq)):
        number += 1
        if row.seq != number:
            yield Wrong("sequence", {"seq": row.seq, "expected": number})
            number = row.seq
        if row.previous != head or link_hash(row.previous, row.body.encode()) != row.hash:
            yield Wrong("hash", {"seq": row.seq})
        head = row.hash
        if not _columns_fit(row):
            yield Wrong("columns", {"seq": row.seq})


def _columns_fit(row: Found) -> bool:
    body = json.loads(row.body)
    columns = {name: getattr(row, name) for name in ("seq", "at", "actor", "fact", "entry", "judge")}
    fits = columns == {name: body.get(name) for name in columns}
    return fits and canonical_json(body) == row.body.encode()


def wrong_heads(connection: Connection, keys: Collection[str], holds: Holds) -> Iterator[Wrong]:
    """Signed heads that do not hold, and openings, publishes and finals that have none though earlier ones do."""
    hashes = {row.seq: row.hash for row in connection.execute(select(ledger.c.seq, ledger.c.hash))}
    heads = {row.seq: row for row in connection.execute(select(signed_head).order_by(signed_head.c.seq))}
    for row in heads.values():
        if row.key not in keys:
            yield Wrong("head_key", {"seq": row.seq, "signer": row.key})
        elif row.hash != hashes.get(row.seq) or not holds(row.key, head_statement(row.seq, row.hash), row.signature):
            yield Wrong("head", {"seq": row.seq})
    first = _signed_since(connection, len(hashes) + 1)
    for seq, why in _anchors(connection):
        if seq >= first and (seq not in heads or heads[seq].why != why):
            yield Wrong("head_missing", {"seq": seq})


def _signed_since(connection: Connection, never: int) -> int:
    """The first fact of a program that signs heads: it tells a set-up's version, or a panel."""
    wanted = select(ledger.c.seq, ledger.c.fact, ledger.c.body).where(
        ledger.c.fact.in_(("ContestSetUp", "PanelSeated"))
    )
    for row in connection.execute(wanted.order_by(ledger.c.seq)):
        if row.fact == "PanelSeated" or json.loads(row.body).get("version"):
            return int(row.seq)
    return never


def _anchors(connection: Connection) -> Iterator[tuple[int, str]]:
    """Number and kind of every fact that is signed: of a score, where it was published, not where it was mended."""
    before = ""
    wanted = ("SessionOpened", "PoolFinalised", "PhaseChanged", "ResultPublished")
    query = select(ledger.c.seq, ledger.c.fact, ledger.c.body).where(ledger.c.fact.in_(wanted))
    for row in connection.execute(query.order_by(ledger.c.seq)):
        body = json.loads(row.body)
        if row.fact in ANCHORED:
            yield row.seq, ANCHORED[row.fact]
        elif row.fact == "ResultPublished" and before == f"{row.seq - 1} {body['entry']}":
            yield row.seq, "published"
        published = row.fact == "PhaseChanged" and body["command"] == "publish-entry"
        before = f"{row.seq} {body['entry']}" if published else ""


def wrong_ballots(connection: Connection) -> Iterator[Wrong]:
    """Ballots whose content is another than the one that their hash, and so their receipt, speaks of."""
    for row in connection.execute(select(ballot)):
        if _ballot_hash(row, row.version - 1) != row.hash:
            yield Wrong("ballot", {"entry": row.entry, "judge": row.judge, "version": row.version})
        yield from _wrong_receipt(row)
    for row in connection.execute(select(ballot_aside)):
        if _ballot_hash(row, row.base) != row.hash:
            yield Wrong("aside", {"entry": row.entry, "judge": row.judge})
        yield from _wrong_receipt(row)


def _wrong_receipt(row: Found) -> Iterator[Wrong]:
    if row.receipt != receipt_code(row.id, row.hash):
        yield Wrong("receipt", {"entry": row.entry, "judge": row.judge, "receipt": row.receipt})


def _ballot_hash(row: Found, base: int) -> str:
    names = (
        "id",
        "entry",
        "judge",
        "round",
        "rubric",
        "comment",
        *(("kind",) if row.kind else ()),
    )  # older ones had none
    content = {name: getattr(row, name) for name in names}
    if row.presentation > 1:
        content["presentation"] = row.presentation
    return content_hash({**content, "base": base, "marks": json.loads(row.marks)})


def wrong_scores(connection: Connection) -> Iterator[Wrong]:
    """Published entries whose newest fixed score is not what follows from the rows of now."""
    contest = load_contest(connection)
    newest = {row.entry: row for row in connection.execute(select(score).order_by(score.c.version))}
    for row in entry_rows(connection):
        if row.phase != "published":
            continue
        entry, fixed = find_entry(contest, row.id), newest.get(row.id)
        if fixed is None or fixed.inputs != score_inputs(connection, contest, entry):
            yield Wrong("inputs", {"entry": row.id})
        elif json.loads(fixed.body) != _score_body(entry_score(connection, contest, entry)):
            yield Wrong("score", {"entry": row.id})


def _score_body(scored: Any) -> dict[str, Any]:
    final_text = "" if scored.final is None else str(scored.final)
    return {"final": final_text, "state": scored.state, "valid": scored.valid, "used": scored.used}


def wrong_finals(connection: Connection) -> Iterator[Wrong]:
    """Finals whose results are not what was hashed, whose head is not in the chain, or that hold no more."""
    hashes = {row.seq: row.hash for row in connection.execute(select(ledger.c.seq, ledger.c.hash))}
    for row in connection.execute(select(final).order_by(final.c.pool, final.c.version)):
        hashed = hashlib.sha256(row.body.encode()).hexdigest() == row.result
        if not hashed or hashes.get(row.ledger_seq) != row.ledger_hash:
            yield Wrong("final", {"pool": row.pool, "version": row.version})
    lasting = lasting_finals(connection)
    standings = {standing.id: standing for standing in all_standings(connection)} if lasting else {}
    for row in lasting:
        if not still_holds(row, standings.get(row.pool)):
            yield Wrong("final_moved", {"pool": row.pool})
