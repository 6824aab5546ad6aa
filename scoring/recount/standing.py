"""Ranks of a pool: by score, then key by key, then by the chief judges."""

from fractions import Fraction
from typing import Any

from scoring.recount.decimals import rounded, text, units

Plain = dict[str, Any]


def comparable(card: Plain, final: Fraction) -> Fraction:
    """The value that entries are ranked by."""
    return final if card["rank_by"] == "exact" else rounded(final, card)


def standings(card: Plain, scores: dict[str, Plain], decisions: list[Plain]) -> dict[str, Plain]:
    """Rank, what decided it and the text that is shown, for every scored entry."""
    values = {name: comparable(card, score["final"]) for name, score in scores.items()}
    found: dict[str, Plain] = {}
    for value in sorted(set(values.values()), reverse=True):
        level = [name for name in scores if values[name] == value]
        better = sum(other > value for other in values.values())
        for place, decided, names in _separate(card, scores, level, decisions):
            for name in names:
                found[name] = {"rank": better + place, "decided_by": decided}
    for name in found:
        found[name]["shown"] = _shown(card, scores, name)
    return found


def _separate(
    card: Plain, scores: dict[str, Plain], level: list[str], decisions: list[Plain]
) -> list[tuple[int, str | None, list[str]]]:
    if len(level) == 1:
        return [(1, None, level)]
    buckets, last = [level], dict.fromkeys(level, "shared")
    for key in card["tie_chain"]:
        finer = []
        for bucket in buckets:
            parts = _split(scores, bucket, key)
            if len(parts) > 1:
                last.update(dict.fromkeys(bucket, key))
            finer += parts
        buckets = finer
    rows: list[tuple[int, str | None, list[str]]] = []
    place = 1
    for bucket in buckets:
        order = _chiefs_order(card, bucket, decisions)
        if len(bucket) == 1:
            rows.append((place, last[bucket[0]], bucket))
        elif order:
            rows += [(place + i, "decision", [name]) for i, name in enumerate(order)]
        else:
            rows.append((place, "shared", bucket))
        place += len(bucket)
    return rows


def _split(scores: dict[str, Plain], bucket: list[str], key: str) -> list[list[str]]:
    values = [scores[name][key] for name in bucket]
    if None in values:
        return [bucket]
    return [[name for name in bucket if scores[name][key] == value] for value in sorted(set(values), reverse=True)]


def _chiefs_order(card: Plain, bucket: list[str], decisions: list[Plain]) -> list[str]:
    orders = [d["order"] for d in decisions if sorted(d["order"]) == sorted(bucket)]
    return orders[-1] if orders and card["still_tied"] == "chief" else []


def _shown(card: Plain, scores: dict[str, Plain], name: str) -> str:
    mine = scores[name]["final"]
    own = text(mine, card)
    if card["rank_by"] == "published":
        return own
    alike = {s["final"] for s in scores.values() if text(s["final"], card) == own}
    places = card["places"]
    while len({units(value, places, card["rounding"]) for value in alike}) != len(alike):
        places += 1
    return text(mine, card, places)
