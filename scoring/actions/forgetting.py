"""A person's names are taken away for good; what they judged and what their circle reached stays."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, select, update

from scoring.errors import Invalid, RuleBroken
from scoring.facts import PersonForgotten
from scoring.rules.ledger import canonical_json
from scoring.rules.names_apart import FORGOTTEN, Named, Plain, reference, renamed
from scoring.store.reading.account_checks import NAME_DIGITS
from scoring.store.reading.day import session_rows
from scoring.store.reading.forgetting import hashed_with_names, names_held
from scoring.store.reading.names import name_salts
from scoring.store.reading.retention import over_since
from scoring.store.tables import appeal, change, contest, judge, login, name_salt, set_up_version, staff
from scoring.store.work import Work

Gone = dict[Named, str]  # a name and what stands in its place


def forget_person(work: Work, kind: str, owner: str, reason: str) -> list[str]:
    """Put references in the place of the names of judge:ID, staff:ID or member:ENTRY:NAME; the references.

    Nothing is done, and nothing recorded, where they were forgotten before.  Hashes and results hold as they did:
    what is hashed held the references from the first (`scoring.rules.names_apart`).  Raises NotKnown("no_person"),
    Invalid("reason_missing"), and RuleBroken while a session or an appeal is open, for staff who were not
    removed, and for names that hashes of older programs hold.
    """
    if not reason.strip():
        raise Invalid("reason_missing")
    names = names_held(work.connection, kind, owner)
    _check_over(work.connection)
    if not names:
        return []
    gone = _staff(work, names[0]) if kind == "staff" else _named(work.connection, names)
    if kind != "member":
        logins = and_(login.c.kind == kind, login.c.owner == owner)
        work.connection.execute(update(login).where(logins).values(device="", browser=""))
    found = sorted(gone.values())
    work.record(PersonForgotten(names[0][0], found, reason.strip()))
    return found


def _check_over(connection: Connection) -> None:
    if over_since(connection) is None:
        count = sum(row.state != "closed" for row in session_rows(connection))
        raise RuleBroken("retention_not_over", count=count)
    pending = select(func.count()).select_from(appeal).where(appeal.c.state == "open")
    count = connection.execute(pending).scalar_one()
    if count:
        raise RuleBroken("forget_appeals_open", count=count)


def _staff(work: Work, named: Named) -> Gone:
    me = staff.c.id == named[0].partition(":")[2]
    row: Any = work.connection.execute(select(staff).where(me)).one()
    if row.removed_at is None:
        raise RuleBroken("forget_still_works", staff=row.id)
    salt = row.salt or work.new_id()  # older programs told no hash of the name
    told = reference(salt, row.name)[: len(FORGOTTEN) + NAME_DIGITS]
    work.connection.execute(update(staff).where(me).values(name=told, salt=""))
    return {named: told}


def _named(connection: Connection, names: Collection[Named]) -> Gone:
    """A name's references wherever its set-ups stand, and in the judge's own row."""
    old = hashed_with_names(connection, names)
    if old:
        raise RuleBroken("forget_in_old_hashes", where="、".join(old[:3]))
    salts = name_salts(connection)
    gone = {one: reference(salts[one], one[1]) for one in names}
    with _writable(connection, set_up_version):
        for row in connection.execute(select(set_up_version.c.version, set_up_version.c.body)).all():
            body = _text(_renamed(json.loads(row.body), gone))
            here = set_up_version.c.version == row.version
            connection.execute(update(set_up_version).where(here, set_up_version.c.body != body).values(body=body))
    for row in connection.execute(select(change.c.id, change.c.body).where(change.c.kind == "set-up")).all():
        plain = json.loads(row.body)
        body = _text({**plain, "contest": _renamed(plain["contest"], gone)})
        connection.execute(update(change).where(change.c.id == row.id, change.c.body != body).values(body=body))
    now = json.loads(connection.execute(select(contest.c.set_up)).scalar_one())
    connection.execute(update(contest).values(set_up=_text(_renamed(now, gone))))
    for (owner, name), stands in gone.items():
        mine = (judge.c.id == owner.removeprefix("judge:"), judge.c.name == name)
        if owner.startswith("judge:"):
            connection.execute(update(judge).where(*mine).values(name=stands))
        connection.execute(delete(name_salt).where(name_salt.c.owner == owner, name_salt.c.name == name))
    return gone


def _renamed(plain: Plain, gone: Gone) -> Plain:
    return renamed(plain, lambda owner, name: gone.get((owner, name), name))


def _text(plain: Plain) -> str:
    return canonical_json(plain).decode()


@contextmanager
def _writable(connection: Connection, table: Table) -> Iterator[None]:
    """An append-only table without its triggers, put back word by word: all of it in the one transaction."""
    kept: list[Any] = []
    if connection.dialect.name == "sqlite":
        mine = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? ORDER BY rowid"
        kept = list(connection.exec_driver_sql(mine, (table.name,)).all())
    for row in kept:
        connection.exec_driver_sql(f'DROP TRIGGER "{row.name}"')
    yield
    for row in kept:
        connection.exec_driver_sql(row.sql)
