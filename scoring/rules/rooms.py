"""The room effect: how the rooms of one pool marked, shown beside the result and changing none of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class RoomMean:
    """A room's mean final score (points), and how far it lies from the mean of the whole pool."""

    session: str
    entries: int
    mean: Fraction
    difference: Fraction


def room_effect(finals: Mapping[str, Sequence[Fraction]]) -> list[RoomMean]:
    """One row per room from its ranked entries' exact finals; empty where fewer than two rooms have any.

    Raw means of several rooms are pooled only because the contest says so: whoever reads the standing
    should see whether one room was milder.
    """
    rooms = {session: values for session, values in finals.items() if values}
    if len(rooms) < 2:
        return []
    everything = [value for values in rooms.values() for value in values]
    whole = Fraction(sum(everything), len(everything))
    means = {session: Fraction(sum(values), len(values)) for session, values in rooms.items()}
    return [RoomMean(session, len(rooms[session]), mean, mean - whole) for session, mean in sorted(means.items())]
