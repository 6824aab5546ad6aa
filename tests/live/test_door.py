"""A socket's events: each names its permission, each asks anew who holds the socket."""

from __future__ import annotations

from typing import Any

import pytest

from live.board import BoardNamespace
from live.desk import DeskNamespace
from live.door import Door, GuardedNamespace, event, events_of
from live.judge import JudgeNamespace
from scoring.facts import Actor
from scoring.rules.access import PERMISSIONS, kind_of

JUDGE = Actor("judge", "JA1", "judge", "login-1")


class OneJudge:
    """A door that knows one judge, until the login ends."""

    def __init__(self) -> None:
        self.held: Actor | None = JUDGE
        self.asked: list[tuple[str, str]] = []

    def actor(self, kind: str, permission: str) -> Actor | None:
        self.asked.append((kind, permission))
        return self.held


class Listening(GuardedNamespace):
    """Hears one event of a judge and one of anybody."""

    def __init__(self, door: Door) -> None:
        super().__init__("/listening", door)
        self.heard: list[Any] = []

    @event("judge")
    def on_connect(self, actor: Actor, _auth: object = None) -> None:
        self.heard.append(actor)

    @event("judge")
    def on_word(self, actor: Actor, word: str) -> str:
        self.heard.append((actor.id, word))
        return "heard"

    @event("public")
    def on_anything(self, word: str) -> None:
        self.heard.append(word)


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Notes each socket that is cut."""
    found: list[bool] = []
    monkeypatch.setattr("live.door.disconnect", lambda: found.append(True))
    return found


def test_an_event_gives_its_handler_the_actor_and_asks_each_time(cut: list[bool]) -> None:
    door = OneJudge()
    listening: Any = Listening(door)
    assert listening.on_word("one") == "heard"
    assert listening.on_word("two") == "heard"
    assert listening.heard == [("JA1", "one"), ("JA1", "two")]
    assert door.asked == [("judge", "judge")] * 2
    assert cut == []


def test_a_login_that_ended_is_not_heard_and_its_socket_is_cut(cut: list[bool]) -> None:
    door = OneJudge()
    listening: Any = Listening(door)
    door.held = None
    assert listening.on_word("late") is False
    assert (listening.heard, cut) == ([], [True])


def test_who_may_not_connect_is_refused(cut: list[bool]) -> None:
    door = OneJudge()
    door.held = None
    listening: Any = Listening(door)
    assert listening.on_connect() is False
    assert cut == []


def test_a_public_event_asks_nobody(cut: list[bool]) -> None:
    door = OneJudge()
    listening: Any = Listening(door)
    listening.on_anything("hello")
    assert (listening.heard, door.asked, cut) == (["hello"], [], [])


def test_an_event_without_a_permission_stops_the_start() -> None:
    with pytest.raises(TypeError, match=r"Planted: .*open"):
        type("Planted", (GuardedNamespace,), {"on_open": lambda self: "anybody"})


def test_a_permission_that_the_table_does_not_know_stops_the_start() -> None:
    with pytest.raises(KeyError, match="fly"):
        event("fly")


def test_the_three_namespaces_name_what_their_events_need() -> None:
    assert events_of(BoardNamespace) == {"connect": "public", "resync": "public"}
    assert events_of(DeskNamespace) == {"connect": "see-desk", "resync": "see-desk"}
    assert events_of(JudgeNamespace) == {
        "connect": "judge", "disconnect": "public", "presence": "judge", "resync": "judge",
    }  # fmt: skip


def test_every_permission_asks_for_the_login_of_one_kind_or_of_none() -> None:
    kinds = {name: kind_of(name) for name in PERMISSIONS}
    assert {name for name, kind in kinds.items() if kind is None} == {"public"}
    assert {name for name, kind in kinds.items() if kind == "judge"} == {"judge", "chief-panel", "chief-confirm"}
    with pytest.raises(KeyError):
        kind_of("fly")
