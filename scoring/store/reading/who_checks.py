"""Whether the tables name the same people and times as the ledger: who asked, who confirmed, who made final."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Table, select

from scoring.rules.change import LASTS
from scoring.store.reading.day import Found
from scoring.store.reading.ledger_checks import Wrong
from scoring.store.tables import change, final, ledger


def wrong_persons(connection: Connection) -> Iterator[Wrong]:
    """Changes and finals whose people or times are others than those of their facts."""
    yield from _wrong_changes(connection)
    yield from _wrong_finals(connection)


def _facts(connection: Connection, fact: str, *key: str) -> dict[tuple[str, ...], Found]:
    """The ledger's rows of one kind of fact by fields of their bodies."""
    rows: Sequence[Found] = connection.execute(select(ledger).where(ledger.c.fact == fact).order_by(ledger.c.seq)).all()
    return {tuple(str(json.loads(row.body)[name]) for name in key): row for row in rows}


def _who(row: Found) -> tuple[str, str]:
    """("kind:id", login) of a fact's actor "kind:id:role:login"."""
    who, _role, login = row.actor.rsplit(":", 2)
    return str(who), str(login)


def _rows(connection: Connection, table: Table) -> Sequence[Found]:
    return connection.execute(select(table)).all()


def _wrong_changes(connection: Connection) -> Iterator[Wrong]:
    asked, answered = _facts(connection, "ChangeAsked", "change"), _facts(connection, "ChangeAnswered", "change")
    for row in _rows(connection, change):
        first, second = asked.get((row.id,)), answered.get((row.id,))
        if first is None or not _asked_so(row, first) or not _answered_so(row, first, second):
            yield Wrong("change_persons", {"change": row.id[:8]})


def _asked_so(row: Found, fact: Found) -> bool:
    who, login = _who(fact)
    return (row.by, row.login, row.at, row.until) == (who.partition(":")[2], login, fact.at, fact.at + LASTS)


def _answered_so(row: Found, first: Found, fact: Found | None) -> bool:
    """One person alone leaves no second name: the fact of the answer is then the same login's, in the same moment."""
    if fact is None:
        return bool(row.state == "waiting" and row.answered_at is None and row.answered_by == row.answered_login == "")
    who, login = _who(fact)
    alone = _who(first) == (who, login) and json.loads(fact.body)["state"] == "done"
    told = ("", "") if alone else (who, login)
    return bool((row.answered_by, row.answered_login, row.answered_at) == (*told, fact.at))


def _wrong_finals(connection: Connection) -> Iterator[Wrong]:
    made = _facts(connection, "PoolFinalised", "pool", "version")
    for row in _rows(connection, final):
        fact = made.get((row.pool, str(row.version)))
        if fact is None or (row.second, row.at) != (_who(fact)[0], fact.at):
            yield Wrong("final_persons", {"pool": row.pool, "version": row.version})
