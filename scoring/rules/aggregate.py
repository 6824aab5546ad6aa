"""From a panel's ballots to an entry's score: what is struck, the mean, the final score.

Marks are whole hundredths, in numpy integer arrays of shape (judges, criteria, entries): entries that share a
rubric and have equally many ballots are scored side by side, and a single one is the case of a row of one.
Machine integers where no sum can overflow and Python's otherwise; results are exact fractions in points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.rules.ballot import Ballot
from scoring.rules.overtime import overtime_points
from scoring.rules.panels import Marked, Panels, SeatScore, check, seats_alone
from scoring.rules.rounding import round_score
from scoring.rules.rubric import Rubric
from scoring.rules.rulecard import RuleCard
from scoring.rules.trimming import middle_sums, trimmed_sums


@dataclass(frozen=True, slots=True)
class EntryScore:
    """What the ballots of one entry come to; fractions are points, None where incomplete.

    `criteria` are trimmed mean marks, unrounded and without factor; `parts` is what is
    added up where criteria are trimmed one by one; `presentation` is after the deduction.
    """

    state: Literal["scored", "incomplete"]
    valid: int
    used: int
    seats: tuple[SeatScore, ...]
    deduction: Fraction
    document: Fraction | None
    criteria: tuple[Fraction, ...] = ()
    parts: tuple[Fraction, ...] = ()
    trimmed: Fraction | None = None
    presentation: Fraction | None = None
    final: Fraction | None = None
    core: Fraction | None = None
    second: Fraction | None = None
    untrimmed: Fraction | None = None
    median: Fraction | None = None
    chief: Fraction | None = None


def score_entry(
    card: RuleCard,
    rubric: Rubric,
    ballots: Sequence[Ballot],
    document: Fraction | None = None,
    overtime_seconds: int = 0,
    *,
    document_only: bool = False,
) -> EntryScore:
    """`score_entries` of one."""
    return score_entries(card, [Marked(rubric, ballots, document, overtime_seconds, document_only)])[0]


def score_entries(card: RuleCard, entries: Sequence[Marked]) -> list[EntryScore]:
    """The score of each entry, in their order.

    Too few ballots, or no document score where it has weight, make an entry incomplete.
    Raises ValueError for a seat given twice or for a ballot that does not fit the rubric.
    """
    scores: dict[int, EntryScore] = {}
    alike: dict[tuple[int, int], list[int]] = {}
    for at, entry in enumerate(entries):
        check(entry)
        valid = len(entry.ballots)
        if entry.document_only:
            scores[at] = _by_document(entry)
        elif valid < card.min_valid:
            deduction = Fraction(overtime_points(card, entry.overtime_seconds), 100)
            scores[at] = EntryScore("incomplete", valid, 0, seats_alone(entry), deduction, entry.document)
        else:
            alike.setdefault((id(entry.rubric), valid), []).append(at)
    for group in alike.values():
        scores.update(zip(group, _scored(card, [entries[at] for at in group]), strict=True))
    return [scores[at] for at in range(len(entries))]


def _by_document(entry: Marked) -> EntryScore:
    state: Literal["scored", "incomplete"] = "incomplete" if entry.document is None else "scored"
    valid, seats = len(entry.ballots), seats_alone(entry)
    return EntryScore(state, valid, 0, seats, Fraction(0), entry.document, final=entry.document)


def drops(card: RuleCard, valid: int) -> tuple[int, int]:
    """How many of the highest and of the lowest are struck with so many valid ballots."""
    return (card.drop_high, card.drop_low) if valid >= card.drop_from else (0, 0)


def _scored(card: RuleCard, entries: Sequence[Marked]) -> Iterator[EntryScore]:
    """The scores of entries with one rubric and equally many ballots, enough of them."""
    panels = Panels.of(entries)
    high, low = drops(card, panels.size)
    used = panels.size - high - low
    criteria = trimmed_sums(panels.marks, high, low, panels.kind).T.tolist()
    trimmed = trimmed_sums(panels.totals, high, low, panels.kind).tolist()
    untrimmed = panels.totals.sum(axis=0, dtype=panels.kind).tolist()
    middles = middle_sums(panels.totals, panels.kind).tolist()
    seats = panels.seats(high, low, by_criterion=card.drop_mode == "criterion")
    for at, entry in enumerate(entries):
        yield _score(
            card,
            entry,
            seats[at],
            used,
            criteria=tuple(Fraction(whole, used * 100) for whole in criteria[at]),
            trimmed=Fraction(trimmed[at], used * panels.scale),
            untrimmed=Fraction(untrimmed[at], panels.size * panels.scale),
            median=Fraction(middles[at], 2 * panels.scale),
        )


def _score(
    card: RuleCard,
    entry: Marked,
    seats: tuple[SeatScore, ...],
    used: int,
    *,
    criteria: tuple[Fraction, ...],
    trimmed: Fraction,
    untrimmed: Fraction,
    median: Fraction,
) -> EntryScore:
    """One entry's score from its means (points)."""
    deduction = Fraction(overtime_points(card, entry.overtime_seconds), 100)
    parts = _parts(card, entry.rubric, criteria) if card.drop_mode == "criterion" else ()
    trimmed = sum(parts, Fraction(0)) if card.drop_mode == "criterion" else trimmed
    presentation = max(Fraction(0), trimmed - deduction)
    final = _final(card, presentation, entry.document)
    chiefs = {ballot.seat for ballot in entry.ballots if ballot.chief}
    return EntryScore(
        state="incomplete" if final is None else "scored",
        valid=len(seats),
        used=used,
        seats=seats,
        deduction=deduction,
        document=entry.document,
        criteria=criteria,
        parts=parts,
        trimmed=trimmed,
        presentation=presentation,
        final=final,
        core=_of_role(criteria, entry.rubric.index_of("core")),
        second=_of_role(criteria, entry.rubric.index_of("second")),
        untrimmed=untrimmed,
        median=median,
        chief=next((seat.total for seat in seats if seat.seat in chiefs), None),
    )


def _parts(card: RuleCard, rubric: Rubric, criteria: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    exact = [c.factor * mean for c, mean in zip(rubric.criteria, criteria, strict=True)]
    if card.rounding_at == "criterion":
        return tuple(round_score(part, card) for part in exact)
    return tuple(exact)


def _final(card: RuleCard, presentation: Fraction, document: Fraction | None) -> Fraction | None:
    if card.document_weight == 0:
        return presentation * card.presentation_weight
    if document is None:
        return None
    return document * card.document_weight + presentation * card.presentation_weight


def _of_role(criteria: tuple[Fraction, ...], index: int | None) -> Fraction | None:
    return None if index is None else criteria[index]
