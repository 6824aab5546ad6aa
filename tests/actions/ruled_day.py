"""Changes of contested things on a day, in one word: previewed, asked for, and confirmed where two are needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from scoring.actions import changing, publishing, running
from scoring.actions.changing import Answer, Previewed
from scoring.facts import Actor
from scoring.rules.change import Change, kind_of
from scoring.rules.contest import Contest, Entry, Quota
from scoring.rules.moves import Moved
from scoring.store.reading.contest import find_pool, load_contest
from scoring.store.reading.standings import PoolStanding, pool_standing
from tests.office import DESK, KIND, Day, small_contest

SECOND = Actor("staff", "scorer-1", "scorer", "scorer-login")
POOL = f"{KIND}@A"
FIRST_OF_A = ("A1", "A2", "A3", "A4")


def contest_of(quota: tuple[int, int, int | None] = (1, 1, None), units: str = "", **card: Any) -> Contest:
    """The small contest with other places in hall A, its entries of the units that letters name."""
    contest = small_contest(**card)
    candidates, reserves, cap = quota
    mine = Quota(KIND, "A", candidates, reserves, cap)
    quotas = tuple(mine if one.kind == KIND else one for one in contest.quotas)
    judges = tuple(replace(judge, recused_units=()) for judge in contest.judges)
    entries = tuple(_of_unit(entry, units) for entry in contest.entries)
    return replace(contest, quotas=quotas, entries=entries, judges=judges)


def _of_unit(entry: Entry, units: str) -> Entry:
    letters = dict(zip(FIRST_OF_A, units, strict=False))
    return replace(entry, unit=letters.get(entry.id, entry.unit))


def play(day: Day, totals: Mapping[str, int | Sequence[int]]) -> Day:
    """Hall A opened and its entries published, each with one total of all its judges, or one of each judge."""
    day.open("A")
    for entry, given in totals.items():
        panel = (given,) * 5 if isinstance(given, int) else given
        day.publish(entry, dict(zip(("JA1", "JA2", "JA3", "JA4", "JX"), panel, strict=True)))
    return day


def short(day: Day, entry: str) -> None:
    """Presented, and published with two ballots: too few for a score."""
    day.present(entry)
    published_short(day, entry)


def published_short(day: Day, entry: str) -> None:
    """Two ballots, the others missing."""
    day.vote(entry, {"JA1": 80, "JA2": 82})
    for judge in ("JA3", "JA4", "JX"):
        day.miss(entry, judge)
    day.do(running.close_entry, entry=entry)
    day.do(publishing.publish_entry, entry=entry)


def previewed(day: Day, change: Change, reason: str = "合议决定") -> Previewed:
    found: Previewed = day.do(changing.preview, change=change, reason=reason)
    return found


def changed(day: Day, change: Change, reason: str = "合议决定") -> Previewed:
    """The change made, with its second person where it needs one; what had been previewed."""
    seen = previewed(day, change, reason)
    expected = seen.moves.fingerprint()
    answer: Answer = day.do(changing.ask, DESK, change=change, reason=reason, expected=expected)
    assert answer.state == ("waiting" if seen.two else "done"), kind_of(change)
    if seen.two:
        day.do(changing.confirm, SECOND, change=answer.id, expected=expected)
    return seen


def moved(seen: Previewed, entry: str) -> Moved:
    """What a preview says of one entry."""
    (found,) = (one for one in seen.moves.entries if one.entry == entry)
    return found


def standing(day: Day, pool: str = POOL) -> PoolStanding:
    """A pool as it stands."""

    def ask(connection: Any) -> PoolStanding:
        contest = load_contest(connection)
        return pool_standing(connection, contest, find_pool(contest, pool))

    found: PoolStanding = day.read(ask)
    return found


def selections(day: Day, pool: str = POOL) -> dict[str, str | None]:
    return {result.entry: result.selection for result in standing(day, pool).results}


def ranks(day: Day, pool: str = POOL) -> dict[str, int | None]:
    return {result.entry: result.rank for result in standing(day, pool).results}


def state(day: Day, entry: str, pool: str = POOL) -> str:
    return next(result.state for result in standing(day, pool).results if result.entry == entry)
