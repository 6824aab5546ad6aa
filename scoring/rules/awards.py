"""Awards by rank: tiers by cumulative share of the ranked entries, or by count."""

from collections.abc import Sequence
from fractions import Fraction

from scoring.rules.contest import AwardTier
from scoring.rules.rounding import scaled_round


def award_cuts(tiers: Sequence[AwardTier], ranked: int) -> list[int]:
    """The last rank of each tier; shares (percent) and counts add up down the tiers."""
    share, count, cuts = Fraction(0), 0, []
    for tier in tiers:
        share += tier.share or 0
        count += tier.count or 0
        cuts.append(scaled_round(ranked * share / 100, 0, "half_up") + count)
    return cuts


def award_of(tiers: Sequence[AwardTier], ranked: int, rank: int) -> str | None:
    """The first tier whose cut reaches the rank, so that a shared rank shares the higher."""
    for tier, cut in zip(tiers, award_cuts(tiers, ranked), strict=True):
        if rank <= cut:
            return tier.name
    return None


def ceremony_order(awards: Sequence[AwardTier], rows: Sequence[tuple[int, str, int, str]]) -> list[str]:
    """The entries in the order in which their prizes are handed over, the winner last.

    `rows` are (pool index, award name, rank, entry).  The lowest tier comes first; within a tier one
    pool after the other, within a pool the last rank first; who shares a rank stands by number.
    Raises ValueError for an award that is none of the tiers.
    """
    tiers = [tier.name for tier in awards]
    ordered = sorted(rows, key=lambda row: (-tiers.index(row[1]), row[0], -row[2], row[3]))
    return [entry for _, _, _, entry in ordered]
