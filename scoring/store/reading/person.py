"""All that is kept of one person: of a judge, of staff, of an entry's leader or member."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, or_, select

from scoring.errors import NotKnown
from scoring.store.reading.contest import load_contest
from scoring.store.tables import (
    ballot,
    ballot_aside,
    certificate,
    draft,
    judge,
    ledger,
    login,
    scan,
    seat,
    staff,
    typed_ballot,
)

Kept = dict[str, Any]
SECRET = ("token_hash", "password", "salt")  # of no use to the person, and of much to a thief


def person_kept(connection: Connection, kind: str, owner: str) -> Kept:
    """What is kept of judge:ID, staff:ID or member:ENTRY:NAME; raises NotKnown("no_person")."""
    asked = {"judge": _judge, "staff": _staff, "member": _member}.get(kind)
    found = None if asked is None else asked(connection, owner)
    if found is None:
        raise NotKnown("no_person", person=f"{kind}:{owner}"[:80])
    return {"person": f"{kind}:{owner}", **found}


def _rows(connection: Connection, table: Any, *where: Any) -> list[Kept]:
    found = connection.execute(select(table).where(*where).order_by(*table.primary_key.columns))
    return [{name: value for name, value in row.items() if name not in SECRET} for row in found.mappings()]


def _judge(connection: Connection, owner: str) -> Kept | None:
    of_judge = {"ballots": ballot, "asides": ballot_aside, "drafts": draft, "typed": typed_ballot, "scans": scan}
    person = _rows(connection, judge, judge.c.id == owner)
    if not person:
        return None
    return {
        "kept": person[0],
        "seats": _rows(connection, seat, seat.c.judge == owner),
        **{name: _rows(connection, table, table.c.judge == owner) for name, table in of_judge.items()},
        "certificates": _rows(connection, certificate, certificate.c.kind == "judge", certificate.c.person == owner),
        **_doings(connection, "judge", owner),
    }


def _staff(connection: Connection, owner: str) -> Kept | None:
    person = _rows(connection, staff, staff.c.id == owner)
    return {"kept": person[0], **_doings(connection, "staff", owner)} if person else None


def _doings(connection: Connection, kind: str, owner: str) -> Kept:
    """Logins, and every fact that names the person: as who acted, or as the judge whom it is about."""
    acted = ledger.c.actor.startswith(f"{kind}:{owner}:", autoescape=True)
    about = or_(acted, ledger.c.judge == owner) if kind == "judge" else acted
    facts = connection.execute(select(ledger.c.body).where(about).order_by(ledger.c.seq)).scalars()
    return {
        "logins": _rows(connection, login, login.c.kind == kind, login.c.owner == owner),
        "facts": [json.loads(body) for body in facts],
    }


def _member(connection: Connection, owner: str) -> Kept | None:
    entry_id, _, name = owner.partition(":")
    entries = [one for one in load_contest(connection).entries if one.id == entry_id]
    if not entries or not name or name not in (entries[0].leader, *entries[0].members):
        return None
    one = entries[0]
    issued = _rows(connection, certificate, certificate.c.entry == entry_id)
    return {
        "kept": {
            "entry": one.id, "circle": one.circle, "unit": one.unit, "title": one.title,
            "leader": name == one.leader, "member": name in one.members,
        },
        "certificates": [row for row in issued if row["person"] == name or name in _named(row["snapshot"])],
    }  # fmt: skip


def _named(snapshot: str) -> tuple[str, ...]:
    body = json.loads(snapshot)
    return (str(body.get("person", "")), *body.get("members", ()))
