"""What of the desk's picture a role sees: before the reveal, nobody but who reveals learns who ranks where."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from live.picture.desk import desk_parts
from live.presence import Presence
from live.rooms import DESK, DESK_THAT_REVEALS, desk_room
from scoring.actions import changing
from scoring.rules.change import SetUpChange
from scoring.store.reading.contest import load_contest
from scoring.store.reading.names import set_up_mark
from tests.actions.ruled_day import previewed
from tests.live.test_publisher import OPENED, Paper, publisher
from tests.office import MARKS, Day

ENTRIES = ("A1", "A2", "A3", "A4")
REVEALING = ("secretariat", "host")
OTHERS = ("timekeeper", "scorer", "auditor", "supervisor")


def picture(day: Day, *, reveals: bool) -> str:
    parts = day.read(desk_parts, Presence(), day.clock, {}, None, reveals)
    return json.dumps(parts, ensure_ascii=False, sort_keys=True)


def ceremony(day: Day, worst: str) -> Day:
    """Hall A published for a ceremony; one entry has got less than the others."""
    day.open()
    for entry in ENTRIES:
        off = 20 if entry == worst else 0
        day.publish(entry, {judge: total - off for judge, total in MARKS.items()})
    return day


def pictures(days: Callable[..., Day], *, reveals: bool) -> list[str]:
    """Of days that differ in nothing but in who is last."""
    return [picture(ceremony(days(reveal_when="ceremony"), worst), reveals=reveals) for worst in ("A2", "A4")]


def test_who_may_not_reveal_sees_the_same_whoever_is_last(days: Callable[..., Day]) -> None:
    one, other = pictures(days, reveals=False)
    assert one == other
    assert "reveal_allowed" not in one and '"reveal"' not in one


def test_who_reveals_is_told_whose_turn_it_is(days: Callable[..., Day]) -> None:
    one, other = pictures(days, reveals=True)
    assert one != other
    held = [json.loads(text)["session/A"]["held"] for text in (one, other)]
    assert [[row["entry"] for row in rows if row["reveal_allowed"]] for rows in held] == [["A2"], ["A4"]]


@pytest.mark.parametrize("reveals", [False, True])
def test_both_pictures_are_the_same_but_for_the_reveal(days: Callable[..., Day], reveals: bool) -> None:
    day = ceremony(days(reveal_when="ceremony"), "A2")
    parts: dict[str, Any] = json.loads(picture(day, reveals=reveals))
    now = parts["session/A"]["now"]
    assert ("reveal_allowed" in now, "reveal" in [act["command"] for act in now["acts"]]) == (reveals, reveals)
    del parts["session/A"]
    assert parts == {n: p for n, p in json.loads(picture(day, reveals=not reveals)).items() if n != "session/A"}


@pytest.mark.parametrize("shares", [(50, 50), (25, 75)])
def test_a_waiting_change_names_whom_it_rewrites_not_whom_it_moves(
    days: Callable[..., Day], shares: tuple[int, int]
) -> None:
    day = ceremony(days(reveal_when="ceremony"), "A2")
    day.reveal("A2", (1,))
    contest = day.read(load_contest)
    awards = tuple(replace(tier, share=Fraction(share)) for tier, share in zip(contest.awards, shares, strict=True))
    entries = tuple(replace(one, document="70" if one.id == "A4" else one.document) for one in contest.entries)
    wanted = SetUpChange(day.read(set_up_mark), replace(contest, awards=awards, entries=entries))
    seen = previewed(day, wanted)
    assert len({one.entry for one in seen.moves.entries} & set(ENTRIES)) > 1
    day.do(changing.ask, change=wanted, reason="更正", expected=seen.moves.fingerprint())
    (said,) = (one for one in json.loads(picture(day, reveals=False))["problems"] if one["code"] == "change_waiting")
    assert said["zh"].endswith("：A4"), said


def test_each_role_has_its_desk() -> None:
    assert {role: desk_room(role) for role in (*REVEALING, *OTHERS)} == {
        **dict.fromkeys(REVEALING, DESK_THAT_REVEALS), **dict.fromkeys(OTHERS, DESK),
    }  # fmt: skip


def test_a_fact_reaches_both_desks() -> None:
    paper = Paper(**{DESK: {"d": 0}, DESK_THAT_REVEALS: {"d": 0}})
    made, line = publisher(paper)
    for room in (DESK, DESK_THAT_REVEALS):
        made.snapshot(room)
        paper.rooms[room] = {"d": 1}
    made.announce([OPENED])
    assert [line.into(room)[-1]["parts"] for room in (DESK, DESK_THAT_REVEALS)] == [{"d": 1}, {"d": 1}]
