"""Previews of changes, worked out off the hub on a copy of the contest, and what pages show of them."""

from __future__ import annotations

from typing import Any

from live.picture.moves import moves_part as named_moves
from scoring.actions.changing import Previewed, preview
from scoring.facts import Actor
from scoring.rules.change import Change
from scoring.rules.moves import Moves
from scoring.store.rehearsal import copied_contest
from scoring.store.work import Work
from web.office import Office, new_id, now_ms

Part = dict[str, Any]


def previewed(office: Office, actor: Actor, change: Change, reason: str = "") -> Previewed:
    """What a change would come to now; raises the refusal that it would meet."""
    found: Previewed = office.away(_on_a_copy, office, actor, change, reason)
    return found


def _on_a_copy(office: Office, actor: Actor, change: Change, reason: str) -> Previewed:
    with copied_contest(office.reader) as connection:
        return preview(Work(connection, actor, now_ms(), new_id, office.signer), change, reason)


def moves_part(office: Office, moves: Moves, two: bool) -> Part:
    """The moves with the names of now, for who may see every number."""
    part: Part = office.read(named_moves, moves, two)
    return part
