"""The standing of a pool: ranks with gaps, what decided them, the places that show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Literal

import numpy as np

from scoring.rules.aggregate import EntryScore
from scoring.rules.rounding import format_score, round_score, scaled_round
from scoring.rules.rulecard import RuleCard
from scoring.rules.tiebreak import DecidedBy, Decision, Tied, break_tie
from scoring.rules.trimming import Integers, competition_ranks, kind_for

StandingState = Literal["ranked", "incomplete", "withdrawn", "disqualified", "out_of_competition"]
EntryState = Literal["present", "withdrawn", "disqualified", "out_of_competition"]


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """An entry of a pool; `declined` where it gave up its place among the candidates.

    `out_of_competition` was shown but takes no part: no rank, no award, no selection, and no share of the awards.
    """

    entry: str
    unit: str
    recommendation: str
    state: EntryState
    score: EntryScore | None
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entry stands; rank, final (points) and texts are None unless it is ranked."""

    entry: str
    state: StandingState
    rank: int | None = None
    decided_by: DecidedBy | None = None
    final: Fraction | None = None
    published: str | None = None
    shown: str | None = None


def rank_value(card: RuleCard, final: Fraction) -> Fraction:
    """The value that ranks and cuts go by: exact, or as published."""
    return round_score(final, card) if card.rank_by == "published" else final


def rank_pool(card: RuleCard, entries: Sequence[PoolEntry], decisions: Sequence[Decision] = ()) -> list[Standing]:
    """The standing of every entry, in the order given; shared ranks leave gaps."""
    scores = {e.entry: e.score for e in entries if e.score and standing_state(e) == "ranked"}
    places = _places(card, scores, decisions)
    finals = {e: score.final for e, score in scores.items() if score.final is not None}
    shown = shown_scores(card, finals)
    standings = []
    for entry in entries:
        if entry.entry not in places:
            standings.append(Standing(entry.entry, standing_state(entry)))
            continue
        rank, decided_by = places[entry.entry]
        final = finals[entry.entry]
        text = format_score(final, card)
        standings.append(Standing(entry.entry, "ranked", rank, decided_by, final, text, shown[entry.entry]))
    return standings


def standing_state(entry: PoolEntry) -> StandingState:
    """Whether an entry is ranked, and if not, why."""
    if entry.state != "present":
        return entry.state
    scored = entry.score is not None and entry.score.state == "scored"
    return "ranked" if scored else "incomplete"


def undecided_ties(
    card: RuleCard, entries: Sequence[PoolEntry], decisions: Sequence[Decision] = ()
) -> list[tuple[str, ...]]:
    """Entries that the card leaves to the chief judges and that they have not decided."""
    if card.still_tied != "chief":
        return []
    scores = {e.entry: e.score for e in entries if e.score and standing_state(e) == "ranked"}
    return [t.entries for t in _in_order(card, scores, decisions) if t.decided_by == "shared"]


def shown_scores(card: RuleCard, finals: dict[str, Fraction]) -> dict[str, str]:
    """The text of each final score: entries that look alike but differ get more places."""
    alike: dict[str, list[str]] = {}
    for entry, final in finals.items():
        alike.setdefault(format_score(final, card), []).append(entry)
    shown = {}
    for group in alike.values():
        places = _telling_places(card, {finals[entry] for entry in group})
        shown.update({entry: format_score(finals[entry], card, places) for entry in group})
    return shown


def _telling_places(card: RuleCard, values: set[Fraction]) -> int:
    places = card.places
    if card.rank_by == "published":
        return places
    while len({scaled_round(value, places, card.rounding) for value in values}) < len(values):
        places += 1
    return places


def _places(
    card: RuleCard, scores: dict[str, EntryScore], decisions: Sequence[Decision]
) -> dict[str, tuple[int, DecidedBy | None]]:
    places: dict[str, tuple[int, DecidedBy | None]] = {}
    for tied in _in_order(card, scores, decisions):
        rank = len(places) + 1
        places.update(dict.fromkeys(tied.entries, (rank, tied.decided_by)))
    return places


def _in_order(card: RuleCard, scores: dict[str, EntryScore], decisions: Sequence[Decision]) -> list[Tied]:
    values = {entry: rank_value(card, score.final) for entry, score in scores.items() if score.final is not None}
    ranks = competition_ranks(_whole(list(values.values()))).tolist()
    groups: dict[int, list[tuple[str, EntryScore]]] = {}
    for entry, rank in zip(values, ranks, strict=True):
        groups.setdefault(rank, []).append((entry, scores[entry]))
    return [tied for rank in sorted(groups) for tied in break_tie(card, groups[rank], decisions)]


def _whole(values: Sequence[Fraction]) -> Integers:
    """The values as whole numbers over one denominator."""
    common = lcm(*(value.denominator for value in values))
    scaled = [value.numerator * (common // value.denominator) for value in values]
    return np.array(scaled, dtype=kind_for(max(map(abs, scaled), default=0)))
