"""Bugs that T3 must catch: in the server's process, in the tablet, in a screen."""

from __future__ import annotations

from dataclasses import dataclass

from tests.torture.link import Json, NoAnswer
from tests.torture.outbox import Draft, Record, content_hash
from tests.torture.t03_board import Board, TrustingBoard
from tests.torture.t03_day import MakeBoard, MakeTablet, NetworkTablet
from tests.torture.t03_schedules import schedule

TRIES = 2
PER_BUG = 8  # schedules within which a bug has to be found
SILENCE = 0.3  # s


class NewIdTablet(NetworkTablet):
    """Makes a new id at each attempt: the server cannot know the ballot again."""

    def _body(self, record: Record) -> Json:
        if record.attempts > 1:
            record.id = self._new_id(record.entry, record.attempts)
            content = {name: value for name, value in record.body.items() if name != "hash"} | {"id": record.id}
            record.body = {**content, "hash": content_hash(content)}
        return record.body


class TrustfulTablet(NetworkTablet):
    """Takes an answer that was cut for a ballot that was saved."""

    def _send(self, record: Record) -> bool:
        try:
            return super()._send(record)
        except NoAnswer:
            with self._change:
                record.state = "sent"
                self._change.notify_all()
            return True


class ResignedTablet(NetworkTablet):
    """Gives a ballot up after a few attempts."""

    def _send(self, record: Record) -> bool:
        if record.attempts >= TRIES:
            with self._change:
                record.state = "refused"
                self._change.notify_all()
            return True
        return super()._send(record)


class OneDraftTablet(NetworkTablet):
    """Sends a draft once, whatever comes of it."""

    def _store(self, entry: str, draft: Draft) -> bool:
        super()._store(entry, draft)
        return True


@dataclass(frozen=True, slots=True)
class Planted:
    """Where a bug sits: the server's (a key of `t01_plants.SERVER`), the tablet, a screen."""

    name: str
    finding: str  # the kind of what it is found by
    server: str = ""
    tablet: MakeTablet = NetworkTablet
    board: MakeBoard = Board
    numbers: tuple[int, ...] = tuple(range(PER_BUG))  # of the schedules that it is looked for in


def silencing() -> tuple[int, ...]:
    """Schedules in which every connection falls silent for a while: without one nobody is fooled."""
    return tuple(
        number
        for number in range(PER_BUG * PER_BUG)
        if any(f.kind == "half_open" and f.share == 1.0 and f.end - f.begin > SILENCE for f in schedule(number).faults)
    )[:PER_BUG]


PLANTS = (
    Planted("a new id at each attempt", "doubled", tablet=NewIdTablet),
    Planted("a cut answer is taken for saved", "lost", tablet=TrustfulTablet),
    Planted("a tablet gives up", "lost", tablet=ResignedTablet),
    Planted("a draft is sent once", "lost", tablet=OneDraftTablet),
    Planted("a known id is stored again", "altered", server="known id stored again"),
    Planted("connected is believed", "screen", board=TrustingBoard, numbers=silencing()),
)
