"""A ballot filled in by hand is typed in twice, blind; where the two differ, a third person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.rules.rubric import Rubric

Waits = Literal["first", "second", "third"]
Bar = Literal["paper_same_person", "paper_same_login"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One typing of a paper ballot: who, on which device, and the marks in hundredths."""

    id: str
    number: int
    staff: str
    login: str
    marks: tuple[int, ...]


def differing(rubric: Rubric, first: Sequence[int], second: Sequence[int]) -> tuple[int, ...]:
    """Numbers of the criteria on which two typings differ; raises ValueError for another count of marks."""
    rows = zip(rubric.criteria, first, second, strict=True)
    return tuple(criterion.number for criterion, one, other in rows if one != other)


def waits_for(turns: Sequence[Turn]) -> Waits:
    """What a place waits for next, from the turns that wait for it: two of them stand only while they differ."""
    return ("first", "second", "third")[min(len(turns), 2)]


def bar_to(turns: Sequence[Turn], staff: str, login: str) -> Bar | None:
    """Why this person on this device may not take the next turn, None where it may.

    Every turn is another person's, on another login, than those before it.
    """
    if any(turn.staff == staff for turn in turns):
        return "paper_same_person"
    if any(turn.login == login for turn in turns):
        return "paper_same_login"
    return None


def in_neither(first: Sequence[int], second: Sequence[int], chosen: Sequence[int]) -> bool:
    """Whether the third look chose a mark that neither typing holds in its row: that needs a reason."""
    return any(mark not in pair for mark, *pair in zip(chosen, first, second, strict=True))
