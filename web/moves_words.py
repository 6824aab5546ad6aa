"""The preview of a change in sentences: who moved, for an entry's story."""

from __future__ import annotations

from live.words import LANGUAGES, sentence
from scoring.rules.moves import Moved, Moves, Seen
from web.ledger_names import Names
from web.ledger_values import entry_name, joined, word

Said = dict[str, str]
FIELDS = {"pool": "", "phase": "phase", "version": "", "waits": "", "score": "", "rank": "", "award": "",
          "selection": "selection", "state": "state"}  # fmt: skip
OTHERS = 5  # entries beside the one whose story it is


def moves_words(moves: Moves, entry: str, names: Names) -> list[Said]:
    """One sentence for each entry that moves, the story's own first; finals and certificates after them."""
    mine = [one for one in moves.entries if one.entry == entry]
    others = [one for one in moves.entries if one.entry != entry]
    told = [_moved(one, names) for one in [*mine, *others[:OTHERS]]]
    if len(others) > OTHERS:
        told.append(_said("moved_more", count=len(others) - OTHERS))
    if moves.finals:
        told.append(_listed("moved_finals", "pools", [names.pools.get(pool, pool) for pool in moves.finals]))
    if moves.certificates:
        told.append(_listed("moved_certificates", "numbers", [one.number for one in moves.certificates]))
    return told or [_said("no_moves")]


def _said(key: str, **values: object) -> Said:
    return {language: sentence(language, f"ledger.{key}", values) for language in LANGUAGES}


def _listed(key: str, name: str, values: list[str]) -> Said:
    return {one: sentence(one, f"ledger.{key}", {name: joined(one, values)}) for one in LANGUAGES}


def _moved(moved: Moved, names: Names) -> Said:
    return {language: _in(language, moved, names) for language in LANGUAGES}


def _in(language: str, moved: Moved, names: Names) -> str:
    parts = [
        sentence(language, f"ledger.moved_field.{name}", {
            "before": _value(language, name, moved.before, names), "after": _value(language, name, moved.after, names),
        })
        for name in FIELDS
        if getattr(moved.before, name, None) != getattr(moved.after, name, None)
    ]  # fmt: skip
    if not parts or getattr(moved.before, "set_up", "") != getattr(moved.after, "set_up", ""):
        parts.append(sentence(language, "ledger.moved_text"))
    hold = {"entry": entry_name(names, moved.entry), "changes": joined(language, parts)}
    return sentence(language, "ledger.moved", hold)


def _value(language: str, name: str, seen: Seen | None, names: Names) -> str:
    value = getattr(seen, name, None)
    if value in (None, "") or seen is None:
        return sentence(language, "ledger.none")
    if name == "pool":
        return names.pools.get(seen.pool, seen.pool)
    return word(language, FIELDS[name], value) if FIELDS[name] else str(value)
