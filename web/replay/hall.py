"""One session of the day, entry by entry, as its hall would live it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from scoring.rules.stage import LAST_STEP
from web.replay.pace import Pace, Progress
from web.replay.people import VirtualDesk, VirtualJudge
from web.replay.script import EntryScript, Turn
from web.replay.wire import Json, ServerRefused

PRESENTING, QUESTIONS, MARKING, STEP, STANDINGS = 720, 180, 90, 6, 15  # s of the day
FROM_RECORD = "按记录重放"
CORRECTION = "组长要求更正"
OVER = ("published", "withdrawn", "disqualified")


class Stopped(Exception):
    """Another hall has failed: there is no sense in going on here."""


@dataclass(frozen=True)
class Stage:
    """What a hall works with."""

    session: str
    desk: VirtualDesk
    judges: Mapping[str, VirtualJudge]
    pace: Pace
    progress: Progress
    stop: threading.Event


class Hall:
    """Plays the entries of one session; `held` are those whose reveal has to wait."""

    def __init__(self, stage: Stage, pool_of: Callable[[str], str | None]) -> None:
        self._stage, self._desk, self._pool_of = stage, stage.desk, pool_of
        self.held: list[str] = []

    def play(self, entries: Sequence[EntryScript]) -> None:
        """Play what has not been played yet, in the order given."""
        part = self._part()
        if part["state"] != "open":
            self._desk.command("open-session", session=self._stage.session)
        over = {row["id"] for row in part["order"] if row["phase"] in OVER}
        for script in entries:
            if self._stage.stop.is_set():
                raise Stopped
            outcome = "played before" if script.entry in over else self._play_entry(script)
            self._stage.progress.entry_done(script.entry, outcome)

    def reveal_held(self) -> None:
        """Reveal what may be revealed now; what may not stays held."""
        waiting = list(self.held)
        while waiting:
            entry = waiting.pop(0)
            refusal = self._reveal(entry)
            if refusal is None:
                self.held.remove(entry)
            elif refusal.code == "reveal_from_below" and refusal.params.get("entry") in waiting:
                below = str(refusal.params["entry"])
                waiting.remove(below)
                waiting[:0] = [below, entry]

    def _part(self) -> Json:
        part: Json = self._desk.picture()[f"session/{self._stage.session}"]
        return part

    def _play_entry(self, script: EntryScript) -> str:
        self._present(script)
        for revision in script.revisions:
            self._mark(script.entry, script.of_revision(revision))
        if script.withdrawn:
            self._desk.command("withdraw", entry=script.entry, reason=FROM_RECORD)
            return "withdrawn"
        self._declare_rest_missing()
        self._desk.command("close-entry", entry=script.entry)
        self._desk.command("publish-entry", entry=script.entry)
        self.held.append(script.entry)
        self.reveal_held()
        return "published" if script.entry in self.held else "revealed"

    def _present(self, script: EntryScript) -> None:
        entry, pace = script.entry, self._stage.pace
        self._desk.command("call", entry=entry)
        pace.pause(STEP)
        self._desk.command("start-presenting", entry=entry)
        pace.pause(PRESENTING)
        self._desk.command("end-presenting", entry=entry)
        if script.overtime is not None:
            self._desk.command("set-overtime", entry=entry, seconds=script.overtime, reason=FROM_RECORD)
        pace.pause(QUESTIONS)
        self._desk.command("end-questions", entry=entry)

    def _mark(self, entry: str, turns: Sequence[Turn]) -> None:
        """All judges of one revision at the same time, then what the desk declares."""
        submitting = [turn for turn in turns if turn.status == "submitted"]
        for turn in submitting:
            if turn.revision > 1:
                self._desk.command("return-ballot", entry=entry, judge=turn.judge, reason=CORRECTION)
        with ThreadPoolExecutor(max_workers=max(1, len(submitting))) as tablets:
            for done in [tablets.submit(self._submit, entry, turn) for turn in submitting]:
                done.result()
        for turn in turns:
            if turn.status != "submitted":
                self._declare(entry, turn)

    def _submit(self, entry: str, turn: Turn) -> None:
        judge, session = self._stage.judges[turn.judge], self._stage.session
        if self._stage.pace.speed is not None:
            judge.draft(session, entry, turn.marks)
            # each judge takes an own time, the same in every replay
            self._stage.pace.pause(MARKING * (1 + sum(turn.marks) % 7) / 7)
        judge.submit(session, entry, turn.marks)

    def _declare(self, entry: str, turn: Turn) -> None:
        if turn.status == "missing":
            self._desk.command("declare-missing", entry=entry, judge=turn.judge, reason=FROM_RECORD)
            return
        seats = self._desk.picture()[f"seats/{self._stage.session}"]
        if {seat["judge"]: seat["state"] for seat in seats}.get(turn.judge) != "recused":
            self._desk.command("recuse", entry=entry, judge=turn.judge, reason=FROM_RECORD)

    def _declare_rest_missing(self) -> None:
        """A seat that the records do not name is declared missing; one whose receipt outran the picture is not."""
        now = self._part()["now"]
        for blocker in now["blockers"]:
            if blocker.get("judge"):
                self._declare_missing(now["id"], blocker["judge"])

    def _declare_missing(self, entry: str, judge: str) -> None:
        try:
            self._desk.command("declare-missing", entry=entry, judge=judge, reason=FROM_RECORD)
        except ServerRefused as refusal:
            if refusal.code != "not_waiting_for_ballot":
                raise

    def _reveal(self, entry: str) -> ServerRefused | None:
        for step in range(1, LAST_STEP + 1):
            try:
                self._desk.command("reveal", entry=entry, step=step)
            except ServerRefused as refusal:
                if step > 1:
                    raise
                return refusal
            self._stage.pace.pause(STEP)
        pool, session = self._pool_of(entry), self._stage.session
        self._desk.command("show-scene", session=session, scene="standings", pool=pool, entry=None, page=1)
        self._stage.pace.pause(STANDINGS)
        return None
