"""The publisher: numbered changes, only what differs, and a failure on the way that harms nobody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from live.presence import QUIET_AFTER, Beat, Presence
from live.publish import Publisher
from live.rooms import DESK, PUBLIC, judge_room, login_room, namespace_of
from scoring.facts import (
    BallotKeptAside,
    BallotSubmitted,
    DraftSaved,
    Fact,
    LoginEnded,
    SeatStateChanged,
    SessionOpened,
)

OPENED = SessionOpened("A")


class Paper:
    """Pictures that the test writes: the parts of each room."""

    def __init__(self, **rooms: dict[str, Any]) -> None:
        self.rooms: dict[str, dict[str, Any]] = {"public": {}, "desk": {}, **rooms}
        self.built: list[str] = []
        self.broken: set[str] = set()

    def build(self, room: str) -> dict[str, Any]:
        self.built.append(room)
        if room in self.broken:
            raise ValueError("planted")
        return dict(self.rooms.get(room, {}))

    def build_halls(self, room: str, halls: Collection[str]) -> dict[str, Any]:
        return self.build(room)

    def judges_of(self, session: str | None) -> Iterable[str]:
        return {"A": ["JA1", "JA2"], "B": ["JB1"], None: ["JA1", "JA2", "JB1"]}[session]

    def chiefs_of(self, session: str | None) -> Iterable[str]:
        return {"A": ["JA1"], "B": ["JB1"], None: ["JA1", "JB1"]}[session]


class Line:
    """What was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        self.cut = False

    def __call__(self, event: str, message: dict[str, Any], **where: Any) -> None:
        if self.cut:
            raise OSError("planted")
        self.sent.append((event, message, where))

    def into(self, room: str) -> list[dict[str, Any]]:
        return [message for event, message, where in self.sent if event == "change" and where["room"] == room]


def publisher(paper: Paper) -> tuple[Publisher, Line]:
    line = Line()
    return Publisher(line, paper, lambda: 7, "epoch"), line


def test_a_change_carries_only_the_parts_that_differ_and_the_next_number() -> None:
    paper = Paper(public={"one": 1, "two": {"a": 1}})
    made, line = publisher(paper)
    assert made.snapshot(PUBLIC) == {"epoch": "epoch", "seq": 1, "at": 7, "parts": {"one": 1, "two": {"a": 1}}}
    paper.rooms["public"] = {"one": 1, "two": {"a": 2}, "three": 3}
    made.announce([OPENED])
    assert line.into(PUBLIC)[-1] == {"epoch": "epoch", "seq": 2, "at": 7, "parts": {"two": {"a": 2}, "three": 3}}


def test_a_part_that_vanished_is_sent_as_null_once() -> None:
    paper = Paper(public={"one": 1, "two": 2})
    made, line = publisher(paper)
    made.snapshot(PUBLIC)
    paper.rooms["public"] = {"one": 1}
    made.announce([OPENED])
    made.announce([OPENED])
    assert [message["parts"] for message in line.into(PUBLIC)[1:]] == [{"two": None}]
    assert made.snapshot(PUBLIC)["parts"] == {"one": 1}


def test_nothing_is_sent_and_no_number_used_where_nothing_differs() -> None:
    made, line = publisher(Paper(public={"one": 1}))
    before = made.snapshot(PUBLIC)["seq"]
    count = len(line.into(PUBLIC))
    made.announce([OPENED])
    assert (made.snapshot(PUBLIC)["seq"], len(line.into(PUBLIC))) == (before, count)


def test_a_snapshot_is_as_new_as_the_newest_fact_and_its_change_is_not_lost_to_others() -> None:
    paper = Paper(public={"one": 1})
    made, line = publisher(paper)
    made.snapshot(PUBLIC)
    made.later = lambda _seconds, _call: None
    paper.rooms["public"] = {"one": 2}
    made.announce([OPENED])
    assert made.snapshot(PUBLIC)["parts"] == {"one": 2}
    assert line.into(PUBLIC)[-1]["parts"] == {"one": 2}


def test_what_happens_within_a_tick_goes_out_as_one_change() -> None:
    paper = Paper(public={"one": 0})
    made, line = publisher(paper)
    made.snapshot(PUBLIC)
    waiting: list[Callable[[], None]] = []
    made.later = lambda _seconds, call: waiting.append(call)
    for number in range(1, 6):
        paper.rooms["public"] = {"one": number}
        made.announce([OPENED])
    for call in waiting:
        call()
    assert [message["parts"] for message in line.into(PUBLIC)[1:]] == [{"one": 5}]


def test_a_picture_that_fails_never_raises_and_costs_no_other_room() -> None:
    paper = Paper(desk={"d": 1}, public={"p": 1})
    made, line = publisher(paper)
    paper.broken = {DESK}
    made.announce([OPENED])
    assert [message["parts"] for message in line.into(PUBLIC)] == [{"p": 1}]


def test_a_picture_that_failed_is_sent_as_soon_as_it_can_be_built_again() -> None:
    paper = Paper(desk={"d": 1}, public={"p": 1})
    made, line = publisher(paper)
    made.snapshot(PUBLIC)
    paper.broken, paper.rooms["public"] = {PUBLIC}, {"p": 2}
    made.announce([OPENED])
    paper.broken = set()
    made.touch(DESK)  # the tick of presence, which has nothing to do with the public
    assert line.into(PUBLIC)[-1]["parts"] == {"p": 2}


def test_a_line_that_fails_never_raises() -> None:
    made, line = publisher(Paper(public={"p": 1}))
    line.cut = True
    made.announce([OPENED, LoginEnded("judge", "JA1", "l1", "why")])
    line.cut = False
    assert made.snapshot(PUBLIC)["parts"] == {"p": 1}


def touched(fact: Fact) -> set[str]:
    """The rooms that a fact makes the publisher look at, all of them known before."""
    paper = Paper()
    made, _line = publisher(paper)
    for room in (PUBLIC, DESK, *(judge_room(name) for name in ("JA1", "JA2", "JB1"))):
        made.snapshot(room)
    paper.built.clear()
    made.announce([fact])
    return set(paper.built)


def test_a_fact_reaches_only_the_rooms_that_it_may_concern() -> None:
    ballot = BallotSubmitted("A", "A1", "JA2", 2, "presentation", 1, "id", "hash", [1])
    aside = BallotKeptAside("A", "A1", "JA2", "id", "hash", "late")
    moved = SeatStateChanged("A", "A1", "JA2", 2, "expected", "missing")
    mine = {judge_room("JA1"), judge_room("JA2")}
    assert touched(OPENED) == {PUBLIC, DESK, *mine}
    assert touched(SessionOpened("B")) == {PUBLIC, DESK, judge_room("JB1")}
    assert touched(ballot) == touched(moved) == {PUBLIC, DESK, *mine}
    assert touched(aside) == touched(DraftSaved("A", "A1", "JA2", 1, 2)) == {DESK, *mine}


def test_a_tablet_that_never_connected_gets_no_picture_built() -> None:
    paper = Paper()
    made, _line = publisher(paper)
    made.announce([OPENED])
    assert set(paper.built) == {PUBLIC, DESK}


def test_a_judge_who_left_the_hall_still_hears_that_the_hall_is_gone() -> None:
    former = judge_room("former")
    paper = Paper(**{former: {"me": 1, "session/A": {"entry": "A1"}}})
    made, line = publisher(paper)
    made.snapshot(former)
    paper.rooms[former] = {"me": 1}
    made.announce([OPENED])
    assert line.into(former)[-1]["parts"] == {"session/A": None}


def test_an_ended_login_is_told_and_cut_at_once() -> None:
    made, line = publisher(Paper())
    cut: list[tuple[str, str]] = []
    made.cut = lambda room, namespace: cut.append((room, namespace))
    made.announce([LoginEnded("judge", "JA1", "l1", "new_card"), LoginEnded("staff", "host-1", "l2", "logged_out")])
    assert cut == [(login_room("l1"), "/judge"), (login_room("l2"), "/desk")]
    assert [message for event, message, _where in line.sent if event == "ended"] == [
        {"why": "new_card"}, {"why": "logged_out"},
    ]  # fmt: skip


def test_every_room_has_its_namespace() -> None:
    assert [namespace_of(room) for room in (PUBLIC, DESK, judge_room("J"))] == ["/public", "/desk", "/judge"]


def test_a_judge_is_online_while_a_socket_is_up_and_was_heard_of_lately() -> None:
    presence = Presence()
    assert (presence.online("J", 0), presence.last("J")) == (False, None)
    presence.joined("J", "s1", 1000)
    presence.heard("J", Beat(2000, 80, 3, 12))
    assert presence.online("J", 2000 + QUIET_AFTER)
    assert not presence.online("J", 2001 + QUIET_AFTER)
    presence.joined("J", "s2", 3000)
    assert presence.last("J") == Beat(3000, 80, 3, 12)
    presence.left("J", "s1")
    assert presence.online("J", 3000)
    presence.left("J", "s2")
    presence.left("J", "never-there")
    assert not presence.online("J", 3000)


def test_a_socket_that_lingers_after_sleep_is_not_online_and_a_clock_set_back_does_not_wake_it() -> None:
    presence = Presence()
    presence.joined("J", "asleep", 1_000_000)
    presence.joined("J", "new", 1_001_000)
    presence.left("J", "new")
    assert presence.online("J", 1_001_000 + QUIET_AFTER)
    assert not presence.online("J", 1_001_001 + QUIET_AFTER)
    assert not presence.online("J", 500_000)  # one hour back: the beat lies in the future
    presence.heard("J", Beat(500_100))
    assert presence.online("J", 500_200)
