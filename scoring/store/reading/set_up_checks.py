"""Whether what was copied out of the set-up – names, seats, order, rubrics – is what they and the ledger say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from scoring.rules.ledger import canonical_json, content_hash
from scoring.rules.names_apart import set_up_hash
from scoring.rules.retelling_set_up import SetUpRetold, Sitting, set_up_retold
from scoring.store.reading.contest import contest_row
from scoring.store.reading.day import Found, entry_rows
from scoring.store.reading.ledger_checks import Wrong
from scoring.store.reading.names import name_salts
from scoring.store.tables import contest, judge, ledger, rubric, seat, session, set_up_version

FACTS = ("ContestSetUp", "RuleCardFrozen", "OrderDrawn", "OrderSwapped", "SeatChanged", "PhaseChanged")


def wrong_set_ups(connection: Connection) -> Iterator[Wrong]:
    """Versions of the set-up that are not what their hash says; the one in use that is not the newest; its copies."""
    versions: dict[int, Any] = {}
    newest, salts = None, name_salts(connection)
    for row in connection.execute(select(set_up_version).order_by(set_up_version.c.version)):
        newest, plain = row.body, json.loads(row.body)
        known_by = (set_up_hash(plain, salts), content_hash(plain))  # older programs hashed the names themselves
        if canonical_json(plain) != row.body.encode() or row.hash not in known_by:
            yield Wrong("set_up", {"version": row.version})
        versions[row.version] = plain
    if connection.execute(select(contest.c.set_up)).scalar() != newest:
        yield Wrong("set_up_newest")
    facts = select(ledger.c.body).where(ledger.c.fact.in_(FACTS)).order_by(ledger.c.seq)
    told = set_up_retold((json.loads(body) for body in connection.execute(facts).scalars()), versions)
    told.set_up = told.set_up or versions[max(versions)]
    yield from _wrong_copies(connection, told)
    yield from _wrong_entries(connection, told.set_up)
    if told.whole:
        yield from _wrong_order(connection, told)
        yield from _wrong_seats(connection, told)


def _wrong_copies(connection: Connection, told: SetUpRetold) -> Iterator[Wrong]:
    """The contest's own row, its judges, its sessions, its rubrics."""
    plain = told.set_up
    due: dict[str, Any] = {
        f"judge {one['id']}": (one["name"], one["unit"], one["recused_units"]) for one in plain["judges"]
    }
    due |= {f"session {one['id']}": None for one in plain["sessions"]}
    due |= {"contest": (plain["name"], plain["organiser"], plain["year"])}
    found: dict[str, Any] = {
        f"judge {row.id}": (row.name, row.unit, json.loads(row.recused_units))
        for row in connection.execute(select(judge))
    }
    found |= {f"session {name}": None for name in connection.execute(select(session.c.id)).scalars()}
    found |= {"contest": _contest(connection, told, due["contest"])}
    if told.whole:
        due |= {f"rubric {kind} {version}": body for (kind, version), body in told.rubrics.items()}
        rows = connection.execute(select(rubric))
        found |= {f"rubric {row.kind} {row.version}": json.loads(row.body) for row in rows}
    yield from _others(due, found, told.version)


def _contest(connection: Connection, told: SetUpRetold, due: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row's name, organiser and year; nothing of it where its times, or whether it is a sample, are not as told."""
    row: Any = contest_row(connection)
    timed = (row.changed_at, row.frozen_at) == (told.changed_at, told.frozen_at)
    said = told.sample is None or row.sample == told.sample
    return (row.name, row.organiser, row.year) if timed and said else ()


def _others(due: Mapping[str, Any], found: Mapping[str, Any], version: int) -> Iterator[Wrong]:
    nothing = object()
    for what in sorted({*due, *found}):
        if due.get(what, nothing) != found.get(what, nothing):
            yield Wrong("set_up_copy", {"what": what, "version": version})


def _wrong_entries(connection: Connection, plain: dict[str, Any]) -> Iterator[Wrong]:
    due = {one["id"]: (one["session"], one["kind"], one["unit"]) for one in plain["entries"]}
    found = {row.id: (row.session, row.kind, row.unit) for row in entry_rows(connection)}
    for name in sorted({*due, *found}):
        if due.get(name) != found.get(name):
            yield Wrong("set_up_entry", {"entry": name})


def _wrong_order(connection: Connection, told: SetUpRetold) -> Iterator[Wrong]:
    for row in entry_rows(connection):
        due = told.order.get(row.id)
        if due is not None and (row.position, row.drawn_position) != (due.position, due.drawn):
            found = f"{row.position} ({row.drawn_position})"
            yield Wrong("order", {"entry": row.id, "found": found, "due": f"{due.position} ({due.drawn})"})


def _wrong_seats(connection: Connection, told: SetUpRetold) -> Iterator[Wrong]:
    found = {(row.session, row.number): row for row in connection.execute(select(seat))}
    for key in sorted({*told.seats, *found}):
        due, row = told.seats.get(key), found.get(key)
        if due is None or row is None or not _sits(due, row):
            yield Wrong("seat", {"session": key[0], "seat": key[1]})


def _sits(due: Sitting, row: Found) -> bool:
    return (due.judge, due.role) == (row.judge, row.role) and due.attendance in (None, row.attendance)
