"""Order, seats and rubrics retold from the versions of the set-up and from what was drawn, swapped and reseated since.

A set-up is a plain object as `Contest.to_json` makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
Plain = dict[str, Any]


@dataclass(slots=True)
class Standing:
    """Where an entry stands in its session: the order that holds, and the one that was drawn or given."""

    session: str
    position: int
    drawn: int


@dataclass(slots=True)
class Sitting:
    """Who sits on a seat; ``attendance`` None where an older ledger did not tell it."""

    judge: str
    role: str
    attendance: str | None


@dataclass(slots=True)
class SetUpRetold:
    """What follows from the set-ups so far; ``whole`` is whether every version of them is known."""

    set_up: Plain = field(default_factory=dict)
    version: int = 0
    whole: bool = True
    order: dict[str, Standing] = field(default_factory=dict)
    drawn: set[str] = field(default_factory=set)
    begun: dict[str, bool] = field(default_factory=dict)
    seats: dict[tuple[str, int], Sitting] = field(default_factory=dict)
    rubrics: dict[tuple[str, int], Plain] = field(default_factory=dict)
    sample: bool | None = None
    changed_at: int | None = None
    frozen_at: int | None = None


def set_up_retold(bodies: Iterable[Body], versions: Mapping[int, Plain]) -> SetUpRetold:
    """From the first fact on; ``versions`` are the set-ups by their number."""
    told = SetUpRetold()
    for body in bodies:
        if body["fact"] == "ContestSetUp":
            _set_up(told, body, versions)
        elif body["fact"] in TELLS:
            TELLS[body["fact"]](told, body)
    return told


def _set_up(told: SetUpRetold, body: Body, versions: Mapping[int, Plain]) -> None:
    number = body.get("version") or 0
    new, told.changed_at = versions.get(number), body["at"]
    if told.sample is None and not body["changes"] and "sample" in body:
        told.sample = body["sample"]
    if new is None:
        told.whole = False
        return
    old, told.set_up, told.version = told.set_up, new, number
    _rubrics(told, new)
    _entries(told, old, new)
    _judges(told, old, new)
    rooms = {room["id"] for room in new["sessions"]}
    told.drawn &= rooms
    told.seats = {key: sitting for key, sitting in told.seats.items() if key[0] in rooms}


def _rubrics(told: SetUpRetold, new: Plain) -> None:
    """Versions stay; those from the new one's number on make room for it."""
    for value in new["rubrics"]:
        mine = [key for key in told.rubrics if key[0] == value["kind"]]
        if mine and told.rubrics[max(mine)] == value:
            continue
        for key in mine:
            if key[1] >= value["version"]:
                del told.rubrics[key]
        told.rubrics[value["kind"], value["version"]] = value


def _entries(told: SetUpRetold, old: Plain, new: Plain) -> None:
    before = {value["id"]: value for value in old.get("entries", ())}
    known = set(told.order)
    for value in new["entries"]:
        name, room = value["id"], value["session"]
        if name not in known:
            told.begun.pop(name, None)
            told.order[name] = _placed(told, value)
        elif before.get(name) != value:
            stays = before.get(name, {}).get("session") == room
            if not (stays and before[name]["position"] == value["position"]):
                told.order[name] = _moved(told, value, stays=stays)
            told.order[name].session = room
    staying = {value["id"] for value in new["entries"]}
    told.order = {name: standing for name, standing in told.order.items() if name in staying}


def _moved(told: SetUpRetold, value: Plain, *, stays: bool) -> Standing:
    if told.begun.get(value["id"], False) and not stays:
        return _last(told, value["session"])
    if stays and value["session"] in told.drawn:
        return told.order[value["id"]]
    return _placed(told, value)


def _placed(told: SetUpRetold, value: Plain) -> Standing:
    if value["session"] in told.drawn:
        return _last(told, value["session"])
    return Standing(value["session"], value["position"], value["position"])


def _last(told: SetUpRetold, room: str) -> Standing:
    last = max((one.position for one in told.order.values() if one.session == room), default=0) + 1
    return Standing(room, last, last)


def _judges(told: SetUpRetold, old: Plain, new: Plain) -> None:
    before = {person["id"]: person for person in old.get("judges", ())}
    for person in new["judges"]:
        _seats(told, before.get(person["id"]), person)
    staying = {person["id"] for person in new["judges"]}
    told.seats = {key: sitting for key, sitting in told.seats.items() if sitting.judge in staying}


def _seats(told: SetUpRetold, before: Plain | None, person: Plain) -> None:
    earlier = set(before["sessions"]) if before is not None else set()
    mine = {key[0]: key for key, sitting in told.seats.items() if sitting.judge == person["id"]}
    other = before is not None and (before["role"], before["attendance"]) != (person["role"], person["attendance"])
    for room in person["sessions"]:
        if room not in earlier | set(mine):
            number = max((key[1] for key in told.seats if key[0] == room), default=0) + 1
            told.seats[room, number] = Sitting(person["id"], person["role"], person["attendance"])
        elif other and room in mine:
            told.seats[mine[room]] = Sitting(person["id"], person["role"], person["attendance"])
    for room in earlier - set(person["sessions"]):
        if room in mine:
            told.seats.pop(mine[room])


def rule_card_frozen(told: SetUpRetold, body: Body) -> None:
    told.frozen_at = body["at"]


def order_drawn(told: SetUpRetold, body: Body) -> None:
    told.drawn.add(body["session"])
    for position, name in enumerate(body["order"], start=1):
        told.order[name] = Standing(body["session"], position, position)


def order_swapped(told: SetUpRetold, body: Body) -> None:
    one, other = told.order.get(body["entry"]), told.order.get(body["other"])
    if one is not None and other is not None:
        one.position, other.position = other.position, one.position


def seat_changed(told: SetUpRetold, body: Body) -> None:
    key = (body["session"], body["seat"])
    before = told.seats.get(key)
    role = "judge" if before is None else before.role
    told.seats[key] = Sitting(body["after"], role, body.get("attendance") or None)


def phase_changed(told: SetUpRetold, body: Body) -> None:
    told.begun[body["entry"]] = body["after"] != "waiting"


TELLS: dict[str, Callable[[SetUpRetold, Body], None]] = {
    "RuleCardFrozen": rule_card_frozen,
    "OrderDrawn": order_drawn,
    "OrderSwapped": order_swapped,
    "SeatChanged": seat_changed,
    "PhaseChanged": phase_changed,
}
