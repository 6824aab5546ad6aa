"""The contest retold from its ledger alone: what the tables must say if nobody has edited them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from scoring.rules import retelling_day, retelling_office
from scoring.rules.told import EntryTold, SessionTold, Told

Body = dict[str, Any]
TELLS: dict[str, Callable[[Told, Body], None]] = {**retelling_day.TELLS, **retelling_office.TELLS}
# an order and who sits where come out of the set-up as well: the panel as it was seated is what counts; who was
# forgotten is compared by `scoring.store.reading.forgotten_checks`
UNTOLD = ("Refused", "DraftSaved", "OrderSwapped", "SeatChanged", "ContestRestored", "PersonForgotten")


def tell(told: Told, body: Body) -> None:
    """What one fact of the ledger adds to what was told before it; a fact without a place in it changes nothing."""
    act = TELLS.get(body["fact"])
    if act is not None:
        act(told, body)


def retold(bodies: Iterable[Body]) -> Told:
    """Everything that a ledger tells, from its first fact on."""
    told = Told()
    for body in bodies:
        tell(told, body)
    return without_beginnings(told)


def without_beginnings(told: Told) -> Told:
    """The same without entries and sessions that stand as they did at the start."""
    told.entries = {key: value for key, value in told.entries.items() if value != EntryTold()}
    told.sessions = {key: value for key, value in told.sessions.items() if value != SessionTold()}
    return told
