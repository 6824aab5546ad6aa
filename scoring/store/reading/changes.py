"""Changes that were asked for, and who may confirm them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from scoring.errors import NotKnown
from scoring.rules.change import Change, change_from_json, entry_of, pool_of_change
from scoring.rules.moves import Moved, Moves
from scoring.rules.stage import LAST_STEP
from scoring.store.reading.contest import load_contest, pool_id, pool_of
from scoring.store.tables import change as change_table
from scoring.store.tables import entry, login, panel_place, seat, set_up_version

Found = Row[Any]
WITH_NUMBERS = ("set-up", "overtime", "ballot")


def change_row(connection: Connection, change: str) -> Found:
    """One change; raises NotKnown."""
    found = connection.execute(select(change_table).where(change_table.c.id == change)).first()
    if found is None:
        raise NotKnown("no_change")
    return found


def waiting_changes(connection: Connection, now: int) -> Sequence[Found]:
    """Changes that a second person may still confirm, oldest first."""
    waits = (change_table.c.state == "waiting", change_table.c.until > now)
    return connection.execute(select(change_table).where(*waits).order_by(change_table.c.at)).all()


def all_changes(connection: Connection, most: int = 200) -> Sequence[Found]:
    """Changes of every state, newest first."""
    return connection.execute(select(change_table).order_by(change_table.c.at.desc()).limit(most)).all()


def asked_change(row: Found) -> Change:
    """The change as it was asked for."""
    return change_from_json(row.kind, json.loads(row.body))


def asked_moves(row: Found) -> Moves:
    """What its preview said."""
    return Moves.from_json(json.loads(row.moves))


def state_of(row: Found, now: int) -> str:
    """waiting, done, refused, withdrawn, or expired where nobody confirmed in time."""
    return "expired" if row.state == "waiting" and row.until <= now else str(row.state)


def concerned(connection: Connection, row: Found) -> set[str]:
    """The entries that a change speaks of or moves."""
    change = asked_change(row)
    found = {one.entry for one in asked_moves(row).entries}
    if entry_of(change) is not None:
        found.add(str(entry_of(change)))
    contest, pool = load_contest(connection), pool_of_change(change)
    return found | {entry.id for entry in contest.entries if pool_id(pool_of(contest, entry)) == pool}


def chief_may_confirm(connection: Connection, row: Found, judge: str) -> bool:
    """Whether a chief of a hall that the change concerns may say yes to it.

    Not where it puts a number right that the public has not seen yet: judges must not see it either. Nor
    where it changes the judge's own ballot, or an entry that the judge is recused from.
    """
    about = concerned(connection, row)
    if row.kind in WITH_NUMBERS and not about <= _revealed(connection):
        return False
    if getattr(asked_change(row), "judge", None) == judge or _recused(connection, row, judge):
        return False
    mine = select(seat.c.session).where(seat.c.judge == judge, seat.c.role.in_(("chief", "deputy")))
    halls = set(connection.execute(mine).scalars())
    rows = connection.execute(select(entry.c.id, entry.c.session)).all()
    return any(row.id in about and row.session in halls for row in rows)


def _recused(connection: Connection, row: Found, judge: str) -> bool:
    """Whether the judge is recused from an entry that the change itself speaks of."""
    spoken = {entry_of(asked_change(row)), *edited_entries(row)}
    mine = (panel_place.c.judge == judge, panel_place.c.state == "recused")
    return bool(spoken & set(connection.execute(select(panel_place.c.entry).where(*mine)).scalars()))


def edited_entries(row: Found) -> list[str]:
    """The entries of which the set-up would say something else; not those that only move by it."""
    return [one.entry for one in asked_moves(row).entries if _edited(one)]


def _edited(moved: Moved) -> bool:
    return moved.before is None or moved.after is None or moved.before.set_up != moved.after.set_up


def _revealed(connection: Connection) -> set[str]:
    return set(connection.execute(select(entry.c.id).where(entry.c.reveal_step == LAST_STEP)).scalars())


def browser_of(connection: Connection, login_id: str) -> str:
    """The mark of the browser that a login was opened in, "" where it keeps none."""
    found = connection.execute(select(login.c.browser).where(login.c.id == login_id)).scalar()
    return str(found or "")


def set_up_versions(connection: Connection) -> Sequence[Found]:
    """Every version of the set-up without its body, oldest first."""
    wanted = [c for c in set_up_version.c if c.name != "body"]
    return connection.execute(select(*wanted).order_by(set_up_version.c.version)).all()
