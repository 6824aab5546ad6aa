"""What the chief judges still have to decide in a pool: ties by rank, and ties at a cut of the selection."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.rules.ranking import PoolEntry, undecided_ties
from scoring.rules.results import Result
from scoring.rules.rulecard import RuleCard
from scoring.rules.tiebreak import Decision

UndecidedCode = Literal["rank", "tied_at_unit_cap", "tied_at_candidate_cut", "tied_at_reserve_cut"]
CUTS: tuple[UndecidedCode, ...] = ("tied_at_unit_cap", "tied_at_candidate_cut", "tied_at_reserve_cut")


@dataclass(frozen=True, slots=True)
class Undecided:
    """Entries that only a decision sets apart, in the order of the set-up; `code` is where it matters.

    Where the card leaves shared ranks to the chiefs it is `rank`, and a cut among the same entries goes with it.
    """

    code: UndecidedCode
    entries: tuple[str, ...]


def undecided(
    card: RuleCard,
    entries: Sequence[PoolEntry],
    results: Sequence[Result],
    decisions: Sequence[Decision] = (),
    *,
    complete: bool,
) -> list[Undecided]:
    """The tied sets of a pool that no decision settles; cuts are asked only once the pool is `complete`."""
    found = [Undecided("rank", _in_order(entries, tied)) for tied in undecided_ties(card, entries, decisions)]
    for code in CUTS if complete else ():
        tied = [result.entry for result in results if result.selection == code]
        if tied and not any(set(tied) <= set(one.entries) for one in found):
            found.append(Undecided(code, _in_order(entries, tied)))
    return found


def _in_order(entries: Sequence[PoolEntry], tied: Sequence[str]) -> tuple[str, ...]:
    return tuple(entry.entry for entry in entries if entry.entry in tied)
