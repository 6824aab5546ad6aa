"""The script of a day, the same for both twins: only what is hidden in it comes from the twin's secrets.

Every answer of the acting devices is written down too (stream "acts"): a refusal that one twin meets and the other
does not would be a word about the hidden.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import Any, Protocol

from scoring.rules.stage import LAST_STEP
from tests.office import ballot
from tests.torture.transcript import Transcript, answer_text
from tests.torture.transcript_hall import Told
from tests.torture.transcript_sweep import CONDITIONS, Asking, judge_asks, public_asks, telling_asks
from tests.torture.transcript_twins import ENTRIES, JUDGES, RECUSED, Case, Secrets

DESK, SCORER, TIMEKEEPER = "staff:secretariat-1", "staff:scorer-1", "staff:timekeeper-1"
CHIEF, ELSEWHERE, CONCERNED = "judge:JA1", "judge:JB1", "judge:JX"
WATCHER = "judge:JA3"  # a judge of the hall whose own marks are the same in both
TURN = ("call", "start-presenting", "end-presenting", "end-questions")
PICTURES = {WATCHER: "judge JA3", CHIEF: "judge JA1, chief", ELSEWHERE: "judge JB1, other hall"}


class Hall(Protocol):
    """Where it is played: in this process or against the application's own server."""

    app: Any

    def tick(self, ms: int) -> None: ...
    def enter(self, who: str) -> None: ...
    def ask(
        self, who: str, method: str, path: str, body: Any = None, headers: Sequence[tuple[str, str]] = ()
    ) -> Told: ...
    def listen(self, name: str, who: str, namespace: str) -> None: ...
    def settle(self) -> None: ...
    def frames(self) -> dict[str, list[str]]: ...
    def issue(self) -> str: ...
    def close(self) -> None: ...


class Day:
    """One twin's day and its transcript."""

    def __init__(self, hall: Hall, case: Case, secrets: Secrets) -> None:
        self.hall, self.case, self.secrets = hall, case, secrets
        self.transcript = Transcript()
        self.moment = 0
        self.closed_at = 0  # moment of the first close of an entry whose hidden side differs
        self.opened: dict[tuple[str, int], int] = {}  # a secret entry's step → the moment of its reveal
        self._dice = random.Random(f"day {case.number}")
        self._versions: dict[tuple[str, str], int] = {}
        self.onlookers = {who: name for who, name in PICTURES.items() if case.whole or who != ELSEWHERE}

    def play(self) -> None:
        self._take_seats()
        self._act(DESK, "POST", "desk/open-session", session="A")
        for entry in ENTRIES:
            self._turn(entry)
        self._hold_and_mend()
        self._reveal_others()
        self.sweep(whole=self.case.whole)
        for entry in self.case.secret:
            for step in range(1, LAST_STEP + 1):
                self.opened[entry, step] = self.moment + 1
                self._act(DESK, "POST", "desk/reveal", entry=entry, step=step)
        self.sweep(whole=False)

    def _take_seats(self) -> None:
        for who in (DESK, SCORER, TIMEKEEPER, *(f"judge:{judge}" for judge in JUDGES), *self.onlookers):
            self.hall.enter(who)
        self.hall.listen("public socket", "", "/public")
        self.hall.listen("desk of the timekeeper, socket", TIMEKEEPER, "/desk")
        for who, name in {**self.onlookers, CONCERNED: "concerned JX"}.items():
            self.hall.listen(f"{name}, socket", who, "/judge")
        self._hear("connected")

    # ── acts ─────────────────────────────────────────────────────────────────

    def _act(self, who: str, method: str, name: str, **values: Any) -> Told:
        """One act, a second later; then everything that anybody hears of it."""
        self.moment += 1
        self.hall.tick(1000)
        told = self.hall.ask(who, method, f"/api/v1/{name}", values)
        about = f"{name} {values.get('entry', '')} {values.get('step', '')}".strip()
        self.transcript.write("acts", self.moment, about, f"{told.status} {told.code}")
        self._hear(about)
        return told

    def _hear(self, about: str) -> None:
        self.hall.settle()
        for name, frames in self.hall.frames().items():
            for frame in frames:
                self.transcript.write(name, self.moment, about, frame)
        self._write("public", "", Asking("GET", "/api/v1/public/picture"))

    def _write(self, stream: str, who: str, asking: Asking) -> None:
        told = self.hall.ask(who, asking.method, asking.path, headers=asking.headers)
        self.transcript.write(stream, self.moment, str(asking), answer_text(told.status, told.headers, told.body))

    def sweep(self, *, whole: bool = True) -> None:
        """Everything that may be asked for without a login (not `whole`: what shows something of entries), and
        what the onlookers may ask for."""
        for asking in public_asks(self.hall.app) if whole else telling_asks(self.hall.app):
            self._write("public", "", asking)
        for who, name in self.onlookers.items():
            for asking in judge_asks():
                self._write(name, who, asking)
        for condition in CONDITIONS:
            self._write("desk of the timekeeper", TIMEKEEPER, Asking("GET", "/api/v1/desk/picture", condition))

    # ── a turn ───────────────────────────────────────────────────────────────

    def _turn(self, entry: str) -> None:
        panel = [judge for judge in JUDGES if (entry, judge) != RECUSED]
        self._act(DESK, "POST", f"desk/{TURN[0]}", entry=entry)
        self._act(DESK, "POST", f"desk/{TURN[1]}", entry=entry)
        self._draft(entry, panel[-1], whole=False)
        self._submit(entry, panel[1])
        for move in TURN[2:]:
            self._act(DESK, "POST", f"desk/{move}", entry=entry)
        if entry not in self.case.secret and not self.case.tied:
            self._act(
                DESK, "POST", "desk/set-overtime", entry=entry, seconds=self._dice.choice((0, 20, 50)), reason="秒表"
            )
        waiting = [panel[0], *panel[2:]]
        self._dice.shuffle(waiting)
        self._draft(entry, waiting[0], whole=True)
        for judge in waiting:
            self._submit(entry, judge)
        if entry in self.case.secret:
            self._given_back(entry, panel)
            self._disputed(entry)
        if entry in self.case.secret:
            self.sweep(whole=False)
            self.closed_at = self.closed_at or self.moment + 1
        self._act(DESK, "POST", "desk/close-entry", entry=entry)
        self._submit(entry, "JA2", late=True)
        self._act(DESK, "POST", "desk/publish-entry", entry=entry)
        if entry in self.case.secret:
            self.sweep(whole=False)

    def _given_back(self, entry: str, panel: Sequence[str]) -> None:
        judge = "JX" if self.case.tied else self._dice.choice(panel)
        self._act(CHIEF, "POST", "judge/return-ballot", entry=entry, judge=judge, reason="请核对")
        self._submit(entry, judge)

    def _disputed(self, entry: str) -> None:
        """A second device's ballot on a version that is not the newest."""
        self._submit(entry, "JA2", base=0, version=3)

    def _draft(self, entry: str, judge: str, *, whole: bool) -> None:
        first, second = self.secrets.marks[entry, judge, 3]
        sent = {"marks": [first, second if whole else None], "comment": self.secrets.comments[entry, judge]}
        self._act(f"judge:{judge}", "PUT", f"judge/drafts/{entry}", **sent, saved_at=0)

    def _submit(self, entry: str, judge: str, base: int | None = None, version: int = 0, *, late: bool = False) -> None:
        newest = self._versions.get((entry, judge), 0)
        given = version or min(newest + 1, 3)
        name = hashlib.sha256(f"{entry} {judge} {newest} {base} {late}".encode()).hexdigest()[:32]
        more = {"marks": self.secrets.marks[entry, judge, given], "comment": self.secrets.comments[entry, judge]}
        sent = ballot(entry, judge, 0, newest if base is None else base, id=name, **more)
        told = self._act(f"judge:{judge}", "PUT", f"judge/ballots/{name}", **sent.content(), hash=sent.hash)
        if told.status == 201:
            self._versions[entry, judge] = newest + 1

    # ── held back, mended, shown ─────────────────────────────────────────────

    def _hold_and_mend(self) -> None:
        """Corrections of what is held, the chief judges' decision of a tie, certificates printed too early."""
        entry = self.case.secret[0]
        if self.case.tied:
            self._change(kind="decide-tie", pool="问题解决型/A", order=list(self.case.secret), judges=["JA1"])
        else:
            marks = list(self.secrets.marks[entry, "JX", 3])
            newest = self._versions[entry, "JX"]
            self._change(kind="ballot", entry=entry, judge="JX", base=newest, marks=marks, comment="")
        self._act(DESK, "POST", "desk/show-scene", session="A", scene="standings", pool=None, entry=None, page=1)
        self.hall.issue()  # how many are due follows from the awards: the desk's to know, not compared

    def _change(self, **change: Any) -> None:
        """Previewed, asked for, and confirmed by a second person."""
        seen = self._act(DESK, "POST", "desk/changes/preview", **change)
        if seen.status != 200:
            return
        expected = seen.json["moves"]["fingerprint"]
        asked = self._act(DESK, "POST", "desk/changes/ask", **change, reason="录入错误", expected=expected)
        if asked.status == 200:  # one that needed nobody else is refused here: the script stays the same
            self._act(SCORER, "POST", f"desk/changes/{asked.json['id']}/confirm", expected=expected)

    def _reveal_others(self) -> None:
        """The rest, some of it taken back once."""
        others = [entry for entry in ENTRIES if entry not in self.case.secret]
        for entry in others:
            for step in range(1, LAST_STEP + 1):
                self._act(DESK, "POST", "desk/reveal", entry=entry, step=step)
            if self._dice.random() < 0.3:
                self._act(DESK, "POST", "desk/unreveal", entry=entry, step=LAST_STEP)
                self._act(DESK, "POST", "desk/reveal", entry=entry, step=LAST_STEP)
