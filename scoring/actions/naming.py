"""Who is named for the first time gets a salt: what is hashed of them is a reference (`scoring.rules.names_apart`)."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from scoring.rules.names_apart import Plain, Salts, is_reference, new_salts, people_of
from scoring.store.reading.names import name_salts
from scoring.store.tables import name_salt, name_seed
from scoring.store.work import Work


def salts_for(work: Work, set_up: Plain) -> Salts:
    """The salts of everybody whom a set-up names: kept ones, and new ones for who had none."""
    kept = name_salts(work.connection)
    missing = sorted({one for one in people_of(set_up) if one not in kept and not is_reference(one[1])})
    if missing:
        seed = work.connection.execute(select(name_seed.c.seed)).scalar() or work.new_id()
        made, following = new_salts(seed, missing)
        rows = [{"owner": owner, "name": name, "salt": salt} for (owner, name), salt in made.items()]
        work.connection.execute(insert(name_salt), rows)
        work.connection.execute(delete(name_seed))
        work.connection.execute(insert(name_seed).values(id=1, seed=following))
        kept |= made
    return kept
