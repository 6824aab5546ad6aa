"""Facts → events. The only module that emits (``fanout`` carries it).

Each room has a picture, a sequence number and an epoch (this process).  After facts, the pictures
that they touch are built anew and only the parts that differ are sent, numbered; whoever missed one
asks for a snapshot.  A failing announcement is logged: the ballot stays saved.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from live.rooms import DESKS, PUBLIC, judge_room, login_room, namespace_of
from scoring.facts import (
    BallotKeptAside,
    BallotSubmitted,
    DraftSaved,
    Fact,
    LoginEnded,
    PaperBallotDropped,
    PaperBallotSettled,
    PaperBallotTyped,
    ScanAttached,
    SeatStateChanged,
)

log = logging.getLogger("liangfen.live")

PAPER = (PaperBallotTyped, PaperBallotSettled, PaperBallotDropped, ScanAttached)
ONE_JUDGE = (BallotSubmitted, DraftSaved, BallotKeptAside, SeatStateChanged, *PAPER)
DESK_ONLY = (DraftSaved, BallotKeptAside, *PAPER)  # what a paper ballot leads to is told by BallotSubmitted
ONE_HALL = (BallotSubmitted, DraftSaved)  # touches but few parts, those of its hall: they alone are built anew
TICK = 0.02  # s: what happens within one tick goes out as one change


class Pictures(Protocol):
    """Builds a room's whole picture from the database, or those parts that a ballot in some halls can touch."""

    def build(self, room: str) -> dict[str, Any]: ...
    def build_halls(self, room: str, halls: Collection[str]) -> dict[str, Any]: ...
    def judges_of(self, session: str | None) -> Iterable[str]: ...
    def chiefs_of(self, session: str | None) -> Iterable[str]: ...


@dataclass
class Room:
    """The last picture that was sent into a room."""

    seq: int = 0
    parts: dict[str, str] = field(default_factory=dict)


Halls = set[str] | None  # sessions in which ballots came; None: anything may have changed


class Publisher:
    """Keeps each room's picture and sends what changed."""

    def __init__(self, emit: Callable[..., None], pictures: Pictures, now: Callable[[], int], epoch: str) -> None:
        self._emit, self._pictures, self._now, self.epoch = emit, pictures, now, epoch
        self._rooms: dict[str, Room] = {}
        self._dirty: dict[str, Halls] = {}
        self._chiefs: dict[str | None, list[str]] = {}  # asked for once in an announcement
        self._one_at_a_time = threading.RLock()  # matters in threading mode; free under eventlet
        self.later: Callable[[float, Callable[[], None]], None] | None = None
        self.cut: Callable[[str, str], None] | None = None
        self.told: Callable[[float], None] | None = None  # ms from a commit until all that it changed is handed on
        self._untold_since: float | None = None
        self.heard: Callable[[str], bool] = lambda _room: True

    def announce(self, facts: Sequence[Fact]) -> None:
        """Called after each commit with its facts; never raises."""
        self._untold_since = self._untold_since or time.monotonic()
        try:
            self._chiefs.clear()
            for fact in facts:
                self._soil(self._touched(fact), {fact.session} if isinstance(fact, ONE_HALL) else None)
                if isinstance(fact, LoginEnded):
                    self._cut(fact)
            self._flush_soon()
        except Exception:
            log.exception("announcement failed; screens will resync")

    def _touched(self, fact: Fact) -> set[str]:
        session = getattr(fact, "session", None)
        rooms = set(DESKS) if isinstance(fact, DESK_ONLY) else {*DESKS, PUBLIC}
        judge = getattr(fact, "judge", None)
        if isinstance(fact, ONE_JUDGE) and judge is not None:
            return rooms | {judge_room(j) for j in (judge, *self._chiefs_of(session))}
        return rooms | self._showing(session) | {judge_room(j) for j in self._pictures.judges_of(session)}

    def _chiefs_of(self, session: str | None) -> Iterable[str]:
        if session not in self._chiefs:
            self._chiefs[session] = list(self._pictures.chiefs_of(session))
        return self._chiefs[session]

    def _showing(self, session: str | None) -> set[str]:
        """Rooms whose last picture shows this hall: also of judges who have left it since."""
        return {room for room, state in self._rooms.items() if f"session/{session}" in state.parts}

    def _cut(self, fact: LoginEnded) -> None:
        namespace = "/judge" if fact.kind == "judge" else "/desk"
        self._emit("ended", {"why": fact.why}, room=login_room(fact.login_id), namespace=namespace)
        if self.cut is not None:
            self.cut(login_room(fact.login_id), namespace)

    def touch(self, *rooms: str) -> None:
        """Something that is no fact changed (presence): build these rooms anew soon."""
        self._soil(rooms, None)
        self._flush_soon()

    def _soil(self, rooms: Iterable[str], halls: Halls) -> None:
        """These rooms' pictures are not as they were: all of each, or what shows these halls' ballots."""
        for room in rooms:
            before = self._dirty.get(room, set())
            self._dirty[room] = None if before is None or halls is None else {*before, *halls}

    def _flush_soon(self) -> None:
        if self.later is None:
            self.flush()
        else:
            self.later(TICK, self.flush)

    def flush(self) -> None:
        """Send what changed in every room touched since the last time."""
        with self._one_at_a_time:
            dirty, self._dirty = self._dirty, {}
            since, self._untold_since = self._untold_since, None
            for room, halls in sorted(dirty.items(), key=lambda one: one[0]):
                if not self.heard(room):
                    self._soil([room], halls)  # whoever comes is given the whole picture
                elif room in self._rooms or ":" not in room:
                    self._try_to_send(room, halls)
        if since is not None and self.told is not None:
            self.told((time.monotonic() - since) * 1000)

    def _try_to_send(self, room: str, halls: Halls) -> None:
        try:
            self._send_changes(room, halls)
        except Exception:
            self._soil([room], halls)  # tried again at the next occasion, at the latest by the tick of presence
            log.exception("picture of %s failed; screens keep the last good one", room)

    def _send_changes(self, room: str, halls: Halls = None) -> None:
        state = self._rooms.get(room)
        if state is None:
            state, halls = self._rooms.setdefault(room, Room()), None
        changed = self._renew(state, room) if halls is None else self._renew_some(state, room, halls)
        if changed:
            state.seq += 1
            self._emit("change", self._message(state, changed), room=room, namespace=namespace_of(room))

    def _renew(self, state: Room, room: str) -> dict[str, Any]:
        built = self._pictures.build(room)
        texts, changed = _differing(state, built)
        changed.update({name: None for name in state.parts if name not in texts})
        state.parts = texts
        return changed

    def _renew_some(self, state: Room, room: str, halls: Collection[str]) -> dict[str, Any]:
        texts, changed = _differing(state, self._pictures.build_halls(room, halls))
        state.parts = {**state.parts, **texts}
        return changed

    def _message(self, state: Room, parts: dict[str, Any]) -> dict[str, Any]:
        return {"epoch": self.epoch, "seq": state.seq, "at": self._now(), "parts": parts}

    def snapshot(self, room: str) -> dict[str, Any]:
        """The whole picture of a room as of its newest change."""
        with self._one_at_a_time:
            if room not in self._rooms or room in self._dirty:
                self._send_changes(room, self._dirty.pop(room, None))
            return self._whole(self._rooms[room])

    def sent(self, room: str) -> tuple[int, dict[str, Any]] | None:
        """The number and the whole picture of what was sent last: nothing is built, nothing becomes known by it."""
        state = self._rooms.get(room)
        return None if state is None else (state.seq, self._whole(state))

    def _whole(self, state: Room) -> dict[str, Any]:
        return self._message(state, {name: json.loads(text) for name, text in state.parts.items()})

    def send_snapshot(self, room: str, socket: str, own: dict[str, Any] | None = None) -> None:
        """Give one socket the whole picture, with parts of its ``own`` that no change touches."""
        message = self.snapshot(room)
        message["parts"].update(own or {})
        self._emit("snapshot", message, to=socket, namespace=namespace_of(room))


def _differing(state: Room, built: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """Parts as text, and those that are not as they were sent last."""
    texts = {name: json.dumps(value, ensure_ascii=False, sort_keys=True) for name, value in built.items()}
    return texts, {name: built[name] for name, text in texts.items() if state.parts.get(name) != text}
