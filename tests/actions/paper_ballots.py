"""Typing a ballot of JA3 for A1 from paper, in one word each."""

from __future__ import annotations

from typing import Any

from scoring.actions.paper import Typed, TypedIn, settle_ballot, type_ballot
from scoring.facts import Actor
from scoring.store.reading.ballots import counted_ballots
from scoring.store.reading.paper import waiting_turns
from tests.office import Day

ANNA = Actor("staff", "scorer-1", "scorer", "login-anna")
BO = Actor("staff", "scorer-2", "scorer", "login-bo")
CHEN = Actor("staff", "secretariat-1", "secretariat", "login-chen")
GOOD, OTHER = (5000, 3050), (5050, 3050)


def typed(marks: tuple[int, ...] = GOOD, judge: str = "JA3", entry: str = "A1", **more: Any) -> Typed:
    return Typed(entry, judge, **{"rubric": 1, "marks": marks, "control": sum(marks), **more})


def type_in(day: Day, actor: Actor, marks: tuple[int, ...] = GOOD, **more: Any) -> TypedIn:
    done: TypedIn = day.do(type_ballot, actor, typed=typed(marks, **more))
    return done


def differ(day: Day) -> tuple[str, str]:
    """Two typings of JA3's ballot that differ; their ids."""
    type_in(day, ANNA)
    assert type_in(day, BO, OTHER) == TypedIn("differs")
    first, second = differ_ids(day)
    return first, second


def differ_ids(day: Day) -> tuple[str, ...]:
    return tuple(turn.id for turn in day.read(waiting_turns, "A1", "JA3"))


def settle(day: Day, over: tuple[str, ...], marks: tuple[int, ...], reason: str = "", actor: Actor = CHEN) -> Any:
    return day.do(settle_ballot, actor, chosen=typed(marks), over=over, reason=reason)


def counted(day: Day, judge: str = "JA3") -> list[tuple[int, ...]]:
    return [one.marks for one in day.read(counted_ballots, "A1") if one.judge == judge]


def states(day: Day) -> list[tuple[Any, ...]]:
    return day.rows("select turn, staff, state from typed_ballot order by rowid")
