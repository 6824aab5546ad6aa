"""The one way in for a pool's results: ranks, awards and selection of all its entries."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.rules.aggregate import EntryScore
from scoring.rules.awards import award_of
from scoring.rules.codec import Json, encode
from scoring.rules.contest import AwardTier, Quota
from scoring.rules.ranking import PoolEntry, Standing, StandingState, rank_pool
from scoring.rules.rounding import format_score
from scoring.rules.rulecard import RuleCard
from scoring.rules.selection import Selection, select
from scoring.rules.tiebreak import DecidedBy, Decision

__all__ = ["Decision", "PoolEntry", "Result", "format_score", "pool_results"]

_ONLY_RANKED = (
    "used",
    "deduction",
    "presentation",
    "document",
    "final",
    "shown",
    "exact_final",
)


@dataclass(frozen=True, slots=True)
class Result:
    """What is said of one entry; score texts are None unless it is ranked."""

    entry: str
    kind: str
    state: StandingState
    valid: int
    rank: int | None = None
    award: str | None = None
    selection: Selection | None = None
    decided_by: DecidedBy | None = None
    used: int | None = None
    deduction: str | None = None
    presentation: str | None = None
    document: str | None = None
    final: str | None = None
    shown: str | None = None
    exact_final: str | None = None

    def to_json(self) -> Json:
        """Strings, integers and null; an entry without a rank has no score fields at all."""
        fields = encode(self)
        if self.state != "ranked":
            for name in _ONLY_RANKED:
                del fields[name]
        return fields


def pool_results(
    card: RuleCard,
    quota: Quota,
    awards: Sequence[AwardTier],
    entries: Sequence[PoolEntry],
    decisions: Sequence[Decision] = (),
) -> list[Result]:
    """The result of every entry of a pool, in the order given.

    Whether the pool is still provisional is for `blockers` to say: while it is, award and
    selection are not to be shown.
    """
    standings = rank_pool(card, entries, decisions)
    chosen = select(card, quota, entries, standings, decisions)
    ranked = sum(standing.rank is not None for standing in standings)
    return [
        _result(card, quota.kind, entry, standing, chosen.get(entry.entry), (awards, ranked))
        for entry, standing in zip(entries, standings, strict=True)
    ]


def _result(
    card: RuleCard,
    kind: str,
    entry: PoolEntry,
    standing: Standing,
    selection: Selection | None,
    awarding: tuple[Sequence[AwardTier], int],
) -> Result:
    score = entry.score
    valid = 0 if score is None else score.valid
    if score is None or standing.rank is None or standing.final is None:
        return Result(entry.entry, kind, standing.state, valid)
    return Result(
        entry=entry.entry,
        kind=kind,
        state="ranked",
        valid=valid,
        rank=standing.rank,
        award=award_of(*awarding, standing.rank),
        selection=selection,
        decided_by=standing.decided_by,
        used=score.used,
        deduction=format_score(score.deduction, card),
        presentation=_text(card, score, "presentation"),
        document=_text(card, score, "document"),
        final=standing.published,
        shown=standing.shown,
        exact_final=str(standing.final),
    )


def _text(card: RuleCard, score: EntryScore, field: str) -> str | None:
    value = getattr(score, field)
    return None if value is None else format_score(value, card)
