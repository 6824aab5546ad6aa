"""What the database holds, in the words of the model: read with plain SQL, past everything of the application."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.torture.history import Answer, Fact

PANEL = ("JA1", "JA2", "JA3", "JA4", "JX")
FIELDS = {
    "Refused": ("command", "code"),
    "BallotSubmitted": ("judge", "version", "ballot", "hash", "marks"),
    "BallotKeptAside": ("judge", "ballot", "hash", "why"),
    "SeatStateChanged": ("judge", "before", "after"),
    "PhaseChanged": ("command", "before", "after"),
    "ResultPublished": ("version", "score"),
    "ResultRevealed": ("step",),
    "RevealTakenBack": ("step",),
    "SceneShown": ("scene",),
    "LoginEnded": ("owner", "why"),
    "LoggedIn": ("owner",),
}  # what the model says of each fact after its name and who did it; other facts it does not know
AT_THE_DOOR = ("login_taken_over",)  # refused before or inside the transaction: recorded or not, the answer is one


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path)
    try:
        yield connection
    finally:
        connection.close()


def newest_seq(path: Path) -> int:
    with reading(path) as connection:
        return int(connection.execute("select coalesce(max(seq), 0) from ledger").fetchone()[0])


def ledger_since(path: Path, seq: int) -> list[tuple[int, Fact]]:
    """The ledger's facts after ``seq``, in the order in which it holds them."""
    with reading(path) as connection:
        rows = connection.execute("select seq, actor, body from ledger where seq > ? order by rowid", (seq,)).fetchall()
    found = []
    for number, actor, text in rows:
        body = json.loads(text)
        if body["fact"] in FIELDS and body.get("code") not in AT_THE_DOOR:
            who = ":".join(actor.split(":")[:2])
            values = (body[name] for name in FIELDS[body["fact"]])
            plain = (tuple(value) if isinstance(value, list) else value for value in values)
            found.append((number, (body["fact"], who, *plain)))
    return found


def tables(path: Path, name: str) -> dict[str, Any]:
    """What the database holds of one entry, as `history_search.tables_of` says it."""
    with reading(path) as connection:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return connection.execute(query, (name,) if "?" in query else ()).fetchall()

        return {
            "phase": rows("select phase, reveal_step from entry where id = ?")[0],
            "places": rows("select judge, state from panel_place where entry = ? order by judge"),
            "ballots": rows("select judge, version, id, hash from ballot where entry = ? order by judge, version, id"),
            "asides": sorted(rows("select judge, id, hash, why from ballot_aside where entry = ?")),
            "drafts": sorted(
                (judge, tuple(json.loads(marks)))
                for judge, marks in rows("select judge, marks from draft where entry = ?")
            ),
            "scores": [
                (version, json.loads(body)["final"] or json.loads(body)["state"])
                for version, body in rows("select version, body from score where entry = ? order by version")
            ],
            "revealed": [
                (step, _stored_step(step, json.loads(body)))
                for step, body in rows("select step, body from revealed where entry = ? order by step")
            ],
            "leases": [
                row for row in rows("select owner, count(*) from login where kind = 'judge' and ended_at is null "
                "group by owner order by owner") if row[0] in PANEL
            ],
        }  # fmt: skip


def _stored_step(step: int, body: dict[str, Any]) -> Answer:
    if step == 1:
        return tuple((seat["seat"], seat["state"], seat["total"]) for seat in by_seat(body["seats"]))
    if step == 2:
        return tuple(sorted((int(seat), dropped) for seat, dropped in body["dropped"].items()))
    return (body["result"].get("final") if step == 4 else None,)


def by_seat(seats: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(seats, key=lambda seat: int(seat["seat"]))
