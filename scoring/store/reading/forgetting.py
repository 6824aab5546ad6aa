"""Under which names a person is kept, and where else these names stand."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Connection, Text, func, or_, select

from scoring.errors import NotKnown
from scoring.rules.names_apart import Named, change_hash, entry_owner, judge_owner, people_of, set_up_hash
from scoring.store.reading.forgotten_checks import forgotten_told
from scoring.store.reading.names import name_salts
from scoring.store.tables import change, ledger, metadata, set_up_version, staff

APART = ("name_salt",)  # where they stand to be found again


def names_held(connection: Connection, kind: str, owner: str) -> list[Named]:
    """The names that are kept of judge:ID, staff:ID or member:ENTRY:NAME; empty where they were forgotten before.

    Raises NotKnown("no_person") for whom nothing tells.
    """
    entry, _, member = owner.partition(":")
    person = {"judge": judge_owner(owner), "member": entry_owner(entry), "staff": f"staff:{owner}"}.get(kind, "")
    if kind == "staff":
        row = connection.execute(select(staff).where(staff.c.id == owner)).first()
        held = [] if row is None or (person, row.name) in forgotten_told(connection) else [(person, str(row.name))]
    else:
        every = sorted(one for one in name_salts(connection) if one[0] == person)
        held = [one for one in every if kind == "judge" or one[1] == member]
    if not held and not any(one[0] == person for one in forgotten_told(connection)):
        raise NotKnown("no_person", person=f"{kind}:{owner}"[:80])
    return held


def hashed_with_names(connection: Connection, names: Collection[Named]) -> list[str]:
    """Versions of the set-up, and changes, of older programs: these names went into their hashes and must stay."""
    salts, wanted, found = name_salts(connection), set(names), []
    for row in connection.execute(select(set_up_version).order_by(set_up_version.c.version)):
        plain = json.loads(row.body)
        if wanted & set(people_of(plain)) and row.hash != set_up_hash(plain, salts):
            found.append(f"set_up_version {row.version}")
    asked = connection.execute(select(ledger.c.body).where(ledger.c.fact == "ChangeAsked")).scalars()
    told = {body["change"]: body["content"] for body in map(json.loads, asked)}
    for row in connection.execute(select(change.c.id, change.c.body).where(change.c.kind == "set-up")):
        body = json.loads(row.body)
        if wanted & set(people_of(body["contest"])) and told.get(row.id) != change_hash(body, salts):
            found.append(f"change {row.id[:8]}")
    return found


def standing_elsewhere(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """Rows by table that hold one of these names anywhere: texts that somebody wrote, certificates, the set-up."""
    found: dict[str, int] = {}
    for table in metadata.sorted_tables:
        texts = [column for column in table.columns if isinstance(column.type, Text)]
        if texts and table.name not in APART:
            holds = or_(*(column.contains(name, autoescape=True) for column in texts for name in names))
            count = connection.execute(select(func.count()).select_from(table).where(holds)).scalar_one()
            found |= {table.name: int(count)} if count else {}
    return found
