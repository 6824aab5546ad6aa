"""Whether names are kept apart as told: a salt for everybody who is named, a fact for everybody who is forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, select

from scoring.rules.names_apart import Named, Plain, is_reference, people_of
from scoring.store.reading.ledger_checks import Wrong
from scoring.store.reading.names import name_salts
from scoring.store.tables import change, ledger, set_up_version


def wrong_names(connection: Connection) -> Iterator[Wrong]:
    """Salts that are missing or nobody's, and references that no fact tells: names that were taken away."""
    named = {one for plain in set_ups_kept(connection) for one in people_of(plain)}
    gone = {one for one in named if is_reference(one[1])}
    for owner in sorted({owner for owner, _ in (named - gone) ^ set(name_salts(connection))}):
        yield Wrong("name_salt", {"who": owner})
    for owner in sorted({owner for owner, _ in gone - forgotten_told(connection)}):
        yield Wrong("forgotten_untold", {"who": owner})


def set_ups_kept(connection: Connection) -> Iterator[Plain]:
    """Every set-up that is kept anywhere: the versions, and what was asked for in changes."""
    for body in connection.execute(select(set_up_version.c.body)).scalars():
        yield json.loads(body)
    for body in connection.execute(select(change.c.body).where(change.c.kind == "set-up")).scalars():
        yield json.loads(body)["contest"]


def forgotten_told(connection: Connection) -> set[Named]:
    """Whom the ledger tells as forgotten, by what stands in the name's place."""
    bodies = connection.execute(select(ledger.c.body).where(ledger.c.fact == "PersonForgotten")).scalars()
    return {(body["person"], one) for body in map(json.loads, bodies) for one in body["references"]}
