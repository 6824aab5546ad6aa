"""Histories: what people asked of the application at the same time, in one global order of asks and answers."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Answer = tuple[Any, ...]  # (status, code or what was read, …), see `history_model`
Fact = tuple[Any, ...]  # (name, who, …), as in `history_model.FIELDS`
NAMED = ("id", "base", "marks", "judge", "step")  # of a request, where a history is told


@dataclass(slots=True)
class Op:
    """One request: between ``invoked`` and ``returned`` (places in the global order) it took effect, once or never.

    ``returned`` is None where nobody knows when the server was through with it; ``answer`` None where it was lost.
    """

    number: int
    thread: str
    kind: str
    who: str  # judge:JA1, staff:scorer-1, "" for the public
    device: str
    values: dict[str, Any]
    invoked: int
    returned: int | None = None
    answer: Answer | None = None
    lost: bool = False

    def __str__(self) -> str:
        told = "lost" if self.lost else self.answer
        values = {name: self.values[name] for name in NAMED if name in self.values}
        return f"[{self.invoked}–{self.returned}] {self.thread}: {self.kind} {values} → {told}"


class Recorder:
    """Keeps a history while threads make it: the one clock is a counter behind a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0
        self.ops: list[Op] = []

    def _tick(self) -> int:
        self._next += 1
        return self._next

    def invoke(self, thread: str, kind: str, who: str, device: str, values: dict[str, Any]) -> Op:
        """Before the first byte is sent."""
        with self._lock:
            op = Op(len(self.ops), thread, kind, who, device, values, self._tick())
            self.ops.append(op)
            return op

    def answered(self, op: Op, answer: Answer) -> None:
        """After the last byte was read."""
        with self._lock:
            op.answer, op.returned = answer, self._tick()

    def lost(self, op: Op, *, through: bool) -> None:
        """Nobody heard the answer; ``through`` says that the server is known to be done with it."""
        with self._lock:
            op.lost, op.returned = True, self._tick() if through else None


@dataclass(frozen=True, slots=True)
class Start:
    """How an entry stands before a history: its phase, the panel's states, and who holds which judge's lease."""

    entry: str
    phase: str
    seats: tuple[tuple[str, int, str], ...]  # judge, seat number, state
    devices: tuple[tuple[str, str], ...]  # judge, device


@dataclass(slots=True)
class History:
    """All that was asked and answered, the ledger that came of it, and what the tables hold in the end."""

    start: Start
    ops: list[Op]
    ledger: list[tuple[int, Fact]] = field(default_factory=list)  # (seq, fact) in the order of seq
    final: Mapping[str, Any] = field(default_factory=dict)

    @property
    def overlapping(self) -> int:
        """Pairs of operations that were under way at the same time."""
        spans = sorted((op.invoked, op.returned or op.invoked) for op in self.ops)
        return sum(other[0] < span[1] for index, span in enumerate(spans) for other in spans[index + 1 :])
