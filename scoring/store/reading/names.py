"""Salts of people's names, and what versions of the set-up and changes are known by."""

from __future__ import annotations

from sqlalchemy import Connection, select

from scoring.rules.names_apart import Named
from scoring.store.tables import name_salt, set_up_version


def name_salts(connection: Connection) -> dict[Named, str]:
    """The salt of everybody who is named anywhere and not forgotten."""
    return {(row.owner, row.name): row.salt for row in connection.execute(select(name_salt))}


def set_up_mark(connection: Connection) -> str:
    """What the set-up that holds is known by: the hash of its newest version, "" before there is one."""
    newest = select(set_up_version.c.hash).order_by(set_up_version.c.version.desc()).limit(1)
    return str(connection.execute(newest).scalar() or "")
