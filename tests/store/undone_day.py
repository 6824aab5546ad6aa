"""A played day, acts on it, and taking one back by what its fact offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scoring.actions import publishing, running
from scoring.rules import change as kinds
from scoring.rules.change import Change
from scoring.store.reading.undoing import Act, newest_acts
from scoring.store.tables import APPEND_ONLY
from tests.actions.ruled_day import POOL, contest_of
from tests.actions.two_persons import asked, confirmed, two
from tests.office import DESK, Day
from web.change_forms import read_change
from web.views.api.desk import COMMANDS

HEADS = ("JA1", "JA2")
MARKS = {"JA1": 80, "JA2": 82, "JA3": 84, "JA4": 86, "JX": 88}
STATE = (
    "select id, phase, position, overtime, reveal_step from entry order by id",
    "select id, state from session order by id",
    "select entry, judge, state, returned_version from panel_place order by entry, judge",
    "select entry, step from revealed order by entry, step",
    "select entry, kind from ruling where ended_at is null order by id",
    "select id from chief_decision where ended_at is null",
    "select pool from final where ended_at is null",
    "select set_up, fingerprint from contest",
)


def played_day(days: Callable[..., Day]) -> Day:
    """A1 and A2 equal, A3 with too few ballots, all revealed but A3; A4 waits; hall B has not begun."""
    day = days(contest_of(still_tied="chief"))
    day.open()
    day.publish("A1", MARKS)
    day.publish("A2", MARKS)
    day.present("A3")
    day.vote("A3", {"JA1": 70, "JA2": 71})
    for judge in ("JA3", "JA4", "JX"):
        day.miss("A3", judge)
    for act in (running.close_entry, publishing.publish_entry):
        day.do(act, entry="A3")
    day.reveal("A1")
    day.reveal("A2", (1, 2))
    return day


def do(day: Day, change: Change) -> None:
    """By two persons of two browsers where it needs two."""
    first, second = two(day)
    answer = asked(day, first, change)
    if answer.state != "done":
        confirmed(day, second, answer)


def whole(day: Day) -> None:
    """The pool of hall A with nothing open: no tie, none without a score."""
    do(day, kinds.IncompleteRuling("A3", "out_of_competition", HEADS))
    do(day, kinds.TieRuling(POOL, ("A2", "A1"), HEADS))
    day.do(running.withdraw, entry="A4", reason="弃权")


def on_stage(day: Day) -> None:
    day.present("A4")
    day.vote("A4", MARKS)


def closed(day: Day) -> None:
    on_stage(day)
    day.do(running.close_entry, entry="A4")


def reopened(day: Day) -> None:
    closed(day)
    day.do(running.reopen_entry, entry="A4", reason="错")


def presenting(day: Day) -> None:
    day.do(running.call, entry="A4")
    day.do(running.start_presenting, entry="A4")
    day.clock += 60_000


def over(day: Day) -> Any:
    return day.do(running.withdraw, entry="A4", reason="弃权")


def nothing(day: Day) -> None: ...


@dataclass(frozen=True)
class Case:
    """What goes before, the act, and the name of what takes it back."""

    act: Callable[[Day], Any]
    name: str
    before: Callable[[Day], Any] = nothing


def command(action: Callable[..., Any], about: str = "A4", **values: Any) -> Callable[[Day], Any]:
    return lambda day: day.do(action, entry=about, **values)


def change(made: Callable[[Day], Change]) -> Callable[[Day], Any]:
    return lambda day: do(day, made(day))


WHO: dict[str, Any] = {"judge": "JA3", "reason": "错"}


def state(day: Day) -> list[Any]:
    return [day.rows(query) for query in STATE]


def kept(day: Day) -> dict[str, set[Any]]:
    return {table.name: set(day.rows(f"select * from {table.name}")) for table in APPEND_ONLY}


def offered(day: Day, name: str) -> Act:
    """The newest act that can be taken back now, which is by `name`."""
    found: Act = next(one for one in day.read(newest_acts) if one.now and one.opposite.way != "words")
    assert found.opposite.name == name
    return found


def take_back(day: Day, act: Act) -> None:
    """As the page does it: the form, then the very action or the change by its persons."""
    opposite = act.opposite
    if opposite.way == "command":
        form, action = COMMANDS[opposite.name]
        given = form.model_validate({**opposite.payload, **({"reason": "误操作"} if opposite.reason else {})})
        day.do(action, DESK, **given.values())
        return
    _permission, made = read_change({"kind": opposite.name, **opposite.payload})
    do(day, day.read(made))


def acts_of(day: Day, name: str, seq: int) -> list[Act]:
    found: list[Act] = day.read(newest_acts)
    return [one for one in found if one.opposite.name == name and one.row.seq > seq]
