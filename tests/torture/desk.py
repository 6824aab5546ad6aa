"""The desk and the judges of a hall, who go on through refusals, lost answers and restarts.

A command whose answer was lost may have been done: the desk looks at the hall, and gives it again where it was not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from scoring.rules.stage import LAST_STEP
from tests.torture.hall import Day, Turn
from tests.torture.link import Json, Link, NoAnswer
from tests.torture.tablet import Tablet

PATIENCE = 45.0  # s without any progress before a hall gives up
PAUSE = 0.03  # s between two attempts
ORDER = ("waiting", "called", "presenting", "questioning", "scoring", "complete", "published")
Done = Callable[[Json], bool]  # by the desk's picture of the hall


class Stuck(Exception):
    """A hall that cannot go on: what it wanted, and the last answer to it."""


class Desk:
    """One login of the secretariat; ``beside`` gives another hall's connection of it."""

    def __init__(self, link: Link, stop: Callable[[], bool] = lambda: False) -> None:
        self._link, self.stop = link, stop
        self.lost = 0  # answers that never came

    @classmethod
    def entered(cls, url: str, code: str, stop: Callable[[], bool] = lambda: False) -> Desk:
        """By the link that works once: while nothing is killed yet; raises Stuck."""
        link = Link(url)
        answer = link.request("POST", "/api/v1/enter", {"code": code})
        if answer.status != 200:
            raise Stuck(f"enter: {answer.status} {answer.code}")
        return cls(link, stop)

    def beside(self) -> Desk:
        return Desk(self._link.beside(), self.stop)

    def close(self) -> None:
        self._link.close()

    def picture(self) -> Json:
        """All parts, asked for until they come; raises Stuck."""
        answer, give_up = "", time.monotonic() + PATIENCE
        while time.monotonic() < give_up and not self.stop():
            try:
                got = self._link.request("GET", "/api/v1/desk/picture")
                if got.status == 200:
                    parts: Json = got.body["parts"]
                    return parts
                answer = f"{got.status} {got.code}"
            except NoAnswer as trouble:
                answer = str(trouble)
            time.sleep(PAUSE)
        raise Stuck(f"picture: {answer}")

    def command(self, name: str, done: Done, **values: object) -> None:
        """Have something done once; raises Stuck."""
        answer, give_up = "", time.monotonic() + PATIENCE
        while time.monotonic() < give_up and not self.stop():
            try:
                got = self._link.request("POST", f"/api/v1/desk/{name}", dict(values))
                if got.status == 200:
                    return
                answer = f"{got.status} {got.code}"
            except NoAnswer as trouble:
                answer, self.lost = str(trouble), self.lost + 1
            if done(self.picture()):
                return
            time.sleep(PAUSE)
        raise Stuck(f"{name} {values}: {answer}")


class HallDay:
    """One hall's day: every turn of it, to the published and revealed score."""

    def __init__(
        self, day: Day, hall: str, desk: Desk, tablets: Mapping[str, Tablet], pace: Callable[[], None]
    ) -> None:
        self.day, self.hall, self.desk, self.tablets, self._pace = day, hall, desk, tablets, pace

    def play(self) -> None:
        """Raises Stuck, or what the tablets raise."""
        self._do("open-session", lambda part: part["state"] == "open", session=self.hall)
        for turn in self.day.halls[self.hall]:
            self._play(turn)
        self._do("close-session", lambda part: part["state"] == "closed", session=self.hall)

    def _play(self, turn: Turn) -> None:
        self._moves(turn.entry, ("call", "called"), ("start-presenting", "presenting"))
        for judge in turn.missing:
            self._seat("declare-missing", turn.entry, judge, "missing")
        for judge, versions in turn.ballots.items():
            self._submit(turn.entry, judge, versions[0], 0)
        self._moves(turn.entry, ("end-presenting", "questioning"), ("end-questions", "scoring"))
        self._settle(turn)
        for judge in turn.returned:
            self._seat("return-ballot", turn.entry, judge, "returned")
        for judge in turn.returned:
            self._submit(turn.entry, judge, turn.ballots[judge][1], 1)
        self._settle(turn)
        self._moves(turn.entry, ("close-entry", "complete"), ("publish-entry", "published"))
        for step in range(1, LAST_STEP + 1):
            self._do("reveal", self._revealed(turn.entry, step), entry=turn.entry, step=step)

    def _do(self, name: str, done: Done, **values: object) -> None:
        self._pace()
        self.desk.command(name, lambda parts: done(parts[f"session/{self.hall}"]), **values)

    def _moves(self, entry: str, *moves: tuple[str, str]) -> None:
        """Commands, each with the phase that it leads to; whoever is further has had it."""
        for name, phase in moves:
            self._do(name, _at_least(entry, phase), entry=entry)

    def _revealed(self, entry: str, step: int) -> Done:
        return lambda part: bool(_row(part, entry)["reveal_step"] >= step)

    def _seat(self, name: str, entry: str, judge: str, state: str) -> None:
        def done(parts: Json) -> bool:
            return any(s["judge"] == judge and s["state"] == state for s in parts[f"seats/{self.hall}"])

        self._pace()
        self.desk.command(name, done, entry=entry, judge=judge, reason="离席" if state == "missing" else "请更正")

    def _submit(self, entry: str, judge: str, marks: tuple[int, ...], base: int) -> None:
        """What the judge does: wait until the page asks for it, begin, submit."""
        tablet = self.tablets[judge]
        ballot, part = self._asked(tablet, entry, base)
        if ballot["base"] != base:
            raise Stuck(f"{judge} {entry}: the server counts version {ballot['base']}, the judge has given {base}")
        tablet.draft(entry, [marks[0], *[None] * (len(marks) - 1)])
        if base == 0:
            time.sleep(0.01)
        tablet.submit(entry, marks, base, kind=part["entry"]["kind"])

    def _asked(self, tablet: Tablet, entry: str, base: int) -> tuple[Json, Json]:
        give_up, seen = time.monotonic() + PATIENCE, ""
        while time.monotonic() < give_up and not self.desk.stop():
            parts = tablet.look()
            part = parts.get(f"session/{self.hall}") if parts else None
            if part and (part.get("entry") or {}).get("id") == entry:
                seen = part["ballot"]["state"]
                if seen in ("open", "returned"):
                    return part["ballot"], part
            time.sleep(PAUSE)
        raise Stuck(f"{tablet.judge} is never asked for {entry} upon version {base}: {seen}")

    def _settle(self, turn: Turn) -> None:
        for judge in turn.ballots:
            give_up = time.monotonic() + PATIENCE
            while not self.tablets[judge].settle(0.2):
                if time.monotonic() > give_up or self.desk.stop():
                    record = self.tablets[judge].waiting()[:1]
                    raise Stuck(f"{judge} {turn.entry}: never answered for good: {record}")


def _row(part: Json, entry: str) -> Json:
    return next(row for row in part["order"] if row["id"] == entry)


def _at_least(entry: str, phase: str) -> Done:
    return lambda part: ORDER.index(_row(part, entry)["phase"]) >= ORDER.index(phase)
