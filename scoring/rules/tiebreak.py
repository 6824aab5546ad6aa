"""What sets entries of one score apart: the tie keys in order, then the chief judges."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.rules.aggregate import EntryScore
from scoring.rules.rulecard import RuleCard, TieKey

DecidedBy = TieKey | Literal["shared", "decision"]


@dataclass(frozen=True, slots=True)
class Decision:
    """The chief judges' order of tied entries (best first), with reason and names."""

    order: tuple[str, ...]
    reason: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tied:
    """Entries that share a place, and what set them apart from their rivals (None: no rival)."""

    entries: tuple[str, ...]
    decided_by: DecidedBy | None


def key_value(key: TieKey, score: EntryScore) -> Fraction | None:
    """The unrounded value of a tie key, None where the entry has none."""
    value: Fraction | None = getattr(score, key)
    return value


def break_tie(
    card: RuleCard,
    group: Sequence[tuple[str, EntryScore]],
    decisions: Sequence[Decision] = (),
) -> list[Tied]:
    """Entries of one score in the order that the tie keys give them, best first.

    A key that one of those still tied has no value for sets none of them apart.
    """
    if len(group) == 1:
        return [Tied((group[0][0],), None)]
    settled = []
    for tied in _by_keys(group, card.tie_chain, None):
        order = _decided(card, tied, decisions)
        settled += [tied] if order is None else [Tied((e,), "decision") for e in order]
    return settled


def _by_keys(group: Sequence[tuple[str, EntryScore]], chain: Sequence[TieKey], asked: TieKey | None) -> list[Tied]:
    if len(group) == 1:
        return [Tied((group[0][0],), asked)]
    if not chain:
        return [Tied(tuple(entry for entry, _ in group), "shared")]
    key, rest = chain[0], chain[1:]
    parts: dict[Fraction, list[tuple[str, EntryScore]]] = {}
    for entry, score in group:
        value = key_value(key, score)
        if value is None:
            return _by_keys(group, rest, asked)
        parts.setdefault(value, []).append((entry, score))
    return [tied for value in sorted(parts, reverse=True) for tied in _by_keys(parts[value], rest, key)]


def _decided(card: RuleCard, tied: Tied, decisions: Sequence[Decision]) -> tuple[str, ...] | None:
    if card.still_tied != "chief" or tied.decided_by != "shared":
        return None
    return decided_order(decisions, frozenset(tied.entries), frozenset(tied.entries))


def decided_order(
    decisions: Sequence[Decision], at_least: frozenset[str], at_most: frozenset[str]
) -> tuple[str, ...] | None:
    """The last decision on these entries; one made on other entries no longer holds."""
    for decision in reversed(decisions):
        named = frozenset(decision.order)
        if at_least <= named <= at_most and len(named) == len(decision.order):
            return decision.order
    return None
