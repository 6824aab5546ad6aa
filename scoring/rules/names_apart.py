"""People's names stand apart from what is hashed: in their place a reference, made of the name and a salt of its own.

Once name and salt are forgotten the reference stands there in the open, the hashes hold as before, and nobody can
try names against it.  A set-up is a plain object as `Contest.to_json` makes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scoring.rules.ledger import content_hash

Plain = dict[str, Any]
Named = tuple[str, str]  # whose name (judge:ID, entry:ID) and the name
Salts = Mapping[Named, str]

FORGOTTEN = "已删除#"
DIGITS = 20  # 80 bits: nobody finds another name and salt for a reference
_REFERENCE = re.compile(rf"{FORGOTTEN}[0-9a-f]{{{DIGITS}}}")


def reference(salt: str, name: str) -> str:
    """What stands in a name's place."""
    return FORGOTTEN + content_hash([salt, name])[:DIGITS]


def is_reference(name: str) -> bool:
    """Whether a name has been forgotten."""
    return _REFERENCE.fullmatch(name) is not None


def judge_owner(judge: str) -> str:
    """Whose name a judge's is."""
    return f"judge:{judge}"


def entry_owner(entry: str) -> str:
    """Whose names an entry's leader and members have."""
    return f"entry:{entry}"


def renamed_entry(plain: Plain, name_of: Callable[[str, str], str]) -> Plain:
    """An entry of a set-up with its people's names as ``name_of(owner, name)`` says; an empty name stays."""
    owner = entry_owner(plain["id"])
    members = [name_of(owner, name) for name in plain["members"]]
    return {**plain, "leader": plain["leader"] and name_of(owner, plain["leader"]), "members": members}


def renamed(plain: Plain, name_of: Callable[[str, str], str]) -> Plain:
    """A set-up with everybody's name as ``name_of(owner, name)`` says."""
    entries = [renamed_entry(one, name_of) for one in plain["entries"]]
    judges = [{**one, "name": one["name"] and name_of(judge_owner(one["id"]), one["name"])} for one in plain["judges"]]
    return {**plain, "entries": entries, "judges": judges}


def people_of(plain: Plain) -> Iterator[Named]:
    """Everybody whom a set-up names, and references where somebody was forgotten."""
    for one in plain["entries"]:
        yield from ((entry_owner(one["id"]), name) for name in (one["leader"], *one["members"]) if name)
    yield from ((judge_owner(one["id"]), one["name"]) for one in plain["judges"] if one["name"])


def apart(salts: Salts) -> Callable[[str, str], str]:
    """Names to references: for `renamed`. One without a salt stays, as do references."""

    def name_of(owner: str, name: str) -> str:
        salt = salts.get((owner, name))
        return name if salt is None else reference(salt, name)

    return name_of


def set_up_hash(plain: Plain, salts: Salts) -> str:
    """What a version of the set-up is known by: SHA-256 (hex) of it with references for names."""
    return content_hash(renamed(plain, apart(salts)))


def change_hash(body: Plain, salts: Salts) -> str:
    """The same of a change's content (`change_to_json`): one of the set-up holds a whole set-up."""
    asked = body.get("contest")
    return content_hash({**body, "contest": renamed(asked, apart(salts))} if isinstance(asked, dict) else body)


def new_salts(seed: str, missing: list[Named]) -> tuple[dict[Named, str], str]:
    """Salts for these, and the seed of the next ones, from which this one cannot be found again.

    Not from chance alone: a change is rehearsed before it is made, and both must come to the same hashes.
    """
    return {one: content_hash([seed, *one])[:32] for one in missing}, content_hash([seed])
