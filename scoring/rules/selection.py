"""Who is taken as national candidate and reserve, and why the others are not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from scoring.rules.contest import Quota
from scoring.rules.ranking import PoolEntry, Standing, rank_value
from scoring.rules.rulecard import RuleCard
from scoring.rules.tiebreak import Decision, decided_order

Selection = Literal[
    "candidate",
    "reserve",
    "not_recommended",
    "below_minimum",
    "unit_cap",
    "declined",
    "tied_at_unit_cap",
    "tied_at_candidate_cut",
    "tied_at_reserve_cut",
]
Row = tuple[PoolEntry, Standing]

RECOMMENDED = frozenset({"同意推荐", "秘书处确认"})


def select(
    card: RuleCard,
    quota: Quota,
    entries: Sequence[PoolEntry],
    standings: Sequence[Standing],
    decisions: Sequence[Decision] = (),
) -> dict[str, Selection]:
    """Selection by entry for those that got one or were put aside before the end.

    `standings` belong to `entries`, one each, in the same order.
    """
    ranks: dict[int, list[Row]] = {}
    for entry, standing in zip(entries, standings, strict=True):
        if standing.rank is not None:
            ranks.setdefault(standing.rank, []).append((entry, standing))
    draft = _Draft(card, quota, decisions)
    for rank in sorted(ranks):
        if not draft.open():
            break
        draft.take(ranks[rank])
    return draft.chosen


@dataclass
class _Draft:
    """The places given so far; working state of one call of `select`."""

    card: RuleCard
    quota: Quota
    decisions: Sequence[Decision]
    chosen: dict[str, Selection] = field(default_factory=dict)
    by_unit: Counter[str] = field(default_factory=Counter)
    stopped: bool = False

    def left(self) -> tuple[Literal["candidate", "reserve"], int]:
        given = Counter(self.chosen.values())
        candidates = self.quota.candidates - given["candidate"]
        if candidates > 0:
            return "candidate", candidates
        return "reserve", self.quota.reserves - given["reserve"]

    def open(self) -> bool:
        return not self.stopped and self.left()[1] > 0

    def take(self, group: list[Row]) -> None:
        """Give places to the entries of one rank, or stop at a tie among them."""
        rest = [row for row in group if not self._put_aside(row)]
        tie = self._tie(rest)
        if tie is None:
            place, _ = self.left()
            for entry, _ in rest:
                self.chosen[entry.entry] = place
                self.by_unit[entry.unit] += 1
            return
        open_names = frozenset(entry.entry for entry, _ in rest)
        all_names = frozenset(entry.entry for entry, _ in group)
        order = decided_order(self.decisions, open_names, all_names)
        if order is None:
            self.chosen.update(dict.fromkeys(open_names, tie))
            self.stopped = True
            return
        rows = {row[0].entry: row for row in rest}
        for name in order:
            if name in rows and self.open():
                self.take([rows[name]])

    def _put_aside(self, row: Row) -> bool:
        reason = self._reason(*row)
        if reason is not None:
            self.chosen[row[0].entry] = reason
        return reason is not None

    def _reason(self, entry: PoolEntry, standing: Standing) -> Selection | None:
        if entry.declined:
            return "declined"
        if entry.recommendation.strip() not in RECOMMENDED:
            return "not_recommended"
        if self._below(standing):
            return "below_minimum"
        cap = self.quota.unit_cap
        if cap is not None and self.by_unit[entry.unit] >= cap:
            return "unit_cap"
        return None

    def _below(self, standing: Standing) -> bool:
        least = self.card.minimum_final
        if least is None or standing.final is None:
            return False
        return rank_value(self.card, standing.final) < least

    def _tie(self, rest: list[Row]) -> Selection | None:
        cap = self.quota.unit_cap
        asked = Counter(entry.unit for entry, _ in rest)
        if cap is not None and any(self.by_unit[u] + n > cap for u, n in asked.items()):
            return "tied_at_unit_cap"
        place, places = self.left()
        if len(rest) <= places:
            return None
        return "tied_at_candidate_cut" if place == "candidate" else "tied_at_reserve_cut"
