"""An entry's place in its pool, with everybody of the same score and the keys that set them apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection

from papers.calculation_values import Place, Rival
from scoring.rules.contest import Contest, Entry
from scoring.rules.ranking import rank_value
from scoring.rules.results import Result
from scoring.rules.tie_steps import TieStep, decided_by_steps, still_tied, tie_steps
from scoring.store.reading.contest import find_entry
from scoring.store.reading.rulings import ChiefDecision, decisions_of
from scoring.store.reading.standings import PoolStanding, entry_score
from web.paperwork.calculation_rulings import decision_ruling

TAKEN = ("candidate", "reserve")


def place_of(
    connection: Connection,
    contest: Contest,
    entry: Entry,
    standing: PoolStanding,
    title: str,
    revealed: Callable[[str], bool],
) -> Place:
    """Where the entry stands among what is published; `revealed` says who may be named.

    Raises ValueError where the steps of a tie would tell another key than the ranking.
    """
    results = {result.entry: result for result in standing.results}
    own = results[entry.id]
    ranked = sum(result.rank is not None for result in standing.results)
    if own.rank is None:
        return Place(title, own.state, ranked, tuple(standing.open_entries))
    tie = _tie(connection, contest, own, standing)
    return Place(
        pool=title,
        state=own.state,
        ranked=ranked,
        open=tuple(standing.open_entries),
        rank=own.rank,
        published=own.final,
        shown=own.shown,
        same=tuple(_rival(contest, result, revealed) for result in tie.same),
        steps=tie.steps,
        decided_by=own.decided_by or "",
        decision=None if tie.decision is None else decision_ruling(connection, contest, tie.decision),
        order=() if tie.decision is None else tie.decision.order,
        award=None if standing.provisional else own.award,
        selection=None if standing.provisional else own.selection,
        stopped=_stopped(standing.results),
        mates=() if standing.provisional else tuple(filter(revealed, _mates(contest, entry, own, standing.results))),
        held=_held(own, standing.results, revealed),
    )


@dataclass(frozen=True, slots=True)
class _Tie:
    """Everybody of the entry's final, the keys that were asked for it, and the decision that speaks of it."""

    same: list[Result]
    steps: tuple[TieStep, ...]
    decision: ChiefDecision | None


def _tie(connection: Connection, contest: Contest, own: Result, standing: PoolStanding) -> _Tie:
    same = _same_final(contest, own, standing.results)
    group = [(result.entry, entry_score(connection, contest, find_entry(contest, result.entry))) for result in same]
    steps = tie_steps(contest.card, group, own.entry)
    made, left = decisions_of(connection, standing.id), set(still_tied(group, steps))
    told = decided_by_steps(contest.card, group, steps, [decision.as_rule() for decision in made])
    if told != own.decided_by:
        raise ValueError(f"{own.entry}: the steps say {told}, the ranking says {own.decided_by}")
    mine = (decision for decision in reversed(made) if own.entry in decision.order and set(decision.order) <= left)
    return _Tie(same, steps, next(mine, None))


def _held(own: Result, results: list[Result], revealed: Callable[[str], bool]) -> int:
    """How many others have a rank that the public has not seen."""
    return sum(r.rank is not None and r.entry != own.entry and not revealed(r.entry) for r in results)


def _same_final(contest: Contest, own: Result, results: list[Result]) -> list[Result]:
    """All ranked entries whose final ranks alike, the entry itself among them, best first."""
    finals = {r.entry: rank_value(contest.card, Fraction(r.exact_final)) for r in results if r.exact_final is not None}
    same = [result for result in results if finals.get(result.entry) == finals[own.entry]]
    return sorted(same, key=lambda result: (result.rank or 0, result.entry))


def _rival(contest: Contest, result: Result, revealed: Callable[[str], bool]) -> Rival:
    return Rival(result.entry, find_entry(contest, result.entry).circle, result.rank or 0, revealed(result.entry))


def _stopped(results: list[Result]) -> bool:
    return any((result.selection or "").startswith("tied_") for result in results)


def _mates(contest: Contest, entry: Entry, own: Result, results: list[Result]) -> tuple[str, ...]:
    """The numbers of its unit's entries that were taken before it."""
    before = [r for r in results if r.selection in TAKEN and (r.rank or 0) <= (own.rank or 0) and r.entry != entry.id]
    return tuple(r.entry for r in before if find_entry(contest, r.entry).unit == entry.unit)
