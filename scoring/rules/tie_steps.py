"""How entries of one score came to their places, key by key: what was asked, and who fell away.

`break_tie` gives the order; the steps here give the way to it, for one entry at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.rules.aggregate import EntryScore
from scoring.rules.rulecard import RuleCard, TieKey
from scoring.rules.tiebreak import DecidedBy, Decision, decided_order, key_value

Group = Sequence[tuple[str, EntryScore]]


@dataclass(frozen=True, slots=True)
class TieValue:
    """What a key says of one entry; None where the entry has no such value."""

    entry: str
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class TieStep:
    """One key asked of everybody who was still tied with the entry, the entry itself among them.

    `above` and `below` fell away here, `left` are still tied (the entry included); each in the order
    of the group.  A key that one of them has no value for sets nobody apart: all are `left`.
    """

    key: TieKey
    values: tuple[TieValue, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether everybody has a value, so that the key could set them apart."""
        return all(asked.value is not None for asked in self.values)


def tie_steps(card: RuleCard, group: Group, entry: str) -> tuple[TieStep, ...]:
    """The keys that had to be asked for one entry of a group of the same score, in the card's order.

    Empty where the entry has no rival.  Raises KeyError for an entry that is not in the group.
    """
    scores = dict(group)
    left = tuple(scores)
    steps = []
    for key in card.tie_chain:
        if len(left) == 1:
            break
        steps.append(_asked(key, {name: scores[name] for name in left}, scores[entry]))
        left = steps[-1].left
    return tuple(steps)


def _asked(key: TieKey, scores: dict[str, EntryScore], own_score: EntryScore) -> TieStep:
    values = {name: key_value(key, score) for name, score in scores.items()}
    told = tuple(TieValue(name, value) for name, value in values.items())
    own = key_value(key, own_score)
    known = {name: value for name, value in values.items() if value is not None}
    if own is None or len(known) < len(values):
        return TieStep(key, told, (), (), tuple(scores))
    return TieStep(
        key,
        told,
        above=tuple(name for name, value in known.items() if value > own),
        below=tuple(name for name, value in known.items() if value < own),
        left=tuple(name for name, value in known.items() if value == own),
    )


def still_tied(group: Group, steps: Sequence[TieStep]) -> tuple[str, ...]:
    """Whom no key set apart from the entry, the entry included."""
    return steps[-1].left if steps else tuple(entry for entry, _ in group)


def decided_by_steps(
    card: RuleCard, group: Group, steps: Sequence[TieStep], decisions: Sequence[Decision] = ()
) -> DecidedBy | None:
    """What the steps say decided; None where there was nothing to decide. The same as `break_tie` says."""
    if len(group) == 1:
        return None
    left = frozenset(still_tied(group, steps))
    if len(left) == 1:
        return steps[-1].key
    chiefs = card.still_tied == "chief" and decided_order(decisions, left, left) is not None
    return "decision" if chiefs else "shared"
