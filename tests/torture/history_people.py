"""Who takes part in a history, and what each of them may come to ask."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import Any

from scoring.rules.ledger import content_hash
from tests.office import KIND, marks_of
from tests.torture.history import Op, Recorder
from tests.torture.history_hall import Hall, Lost, Send, read_answer
from tests.torture.history_tables import PANEL

PAUSE = 0.006  # s at most between two requests of one person
LOST = 0.12  # of all requests
SEATS = ("declare-missing", "undeclare-missing", "recuse", "unrecuse", "return-ballot", "unreturn-ballot")
SEAT_WEIGHTS = (2, 3, 1, 2, 6, 2)


@dataclass
class People:
    """Everybody's devices; they stay from one history to the next."""

    hall: Hall
    judges: dict[str, tuple[str, Send]] = field(default_factory=dict)  # who holds the lease, as far as is known
    staff: dict[str, Send] = field(default_factory=dict)
    _made: int = 0

    def prepare(self) -> None:
        """The hall is open, staff have come in."""
        for role in ("scorer", "host", "secretariat"):
            self.staff[role] = self.hall.device("staff", f"{role}-1")
            assert self.hall.enter(self.staff[role], "staff", f"{role}-1", False) == 200
        assert self.command("secretariat", "open-session", session="A") == 200
        for judge in PANEL:
            self.judges[judge] = self.new_device(judge)
            assert self.hall.enter(self.judges[judge][1], "judge", judge, False) == 200

    def new_device(self, judge: str) -> tuple[str, Send]:
        """One that holds no login yet."""
        self._made += 1
        return f"{judge}#{self._made}", self.hall.device("judge", judge)

    def command(self, role: str, name: str, **values: Any) -> int:
        return self.staff[role]("POST", f"/desk/{name}", values, False)[0]


class Player:
    """One thread of a history: its requests one after the other, with its own dice."""

    def __init__(self, day: Day, name: str, seed: int) -> None:
        self.day, self.name, self.dice = day, name, random.Random(f"{seed}:{name}")

    def ask(self, kind: str, who: str, device: str, send: Send, values: dict[str, Any], pause: bool = True) -> Op:
        """Send one request and write down what came of it; sometimes the answer is lost."""
        if pause:
            time.sleep(self.dice.random() * PAUSE)
        lose = pause and kind != "enter" and self.dice.random() < LOST
        op = self.day.recorder.invoke(self.name, kind, who, device, values)
        try:
            if kind == "enter":
                answer = read_answer(kind, self.day.people.hall.enter(send, "judge", who[6:], lose), None)
            else:
                answer = read_answer(kind, *send(*_request(kind, self.day.entry, who, values), lose))
        except Lost as lost:
            self.day.recorder.lost(op, through=lost.through)
            return op
        self.day.recorder.answered(op, answer)
        return op


def _request(kind: str, entry: str, who: str, values: dict[str, Any]) -> tuple[str, str, Any]:
    if kind == "submit":
        return "PUT", f"/judge/ballots/{values['id']}", values
    if kind == "draft":
        return "PUT", f"/judge/drafts/{entry}", values
    if kind == "read-draft":
        return "GET", f"/judge/drafts/{entry}", None
    if kind == "public":
        return "GET", f"/public/entries/{entry}", None
    if kind == "preview":
        return "GET", f"/desk/entries/{entry}/preview", None
    if kind == "recuse-myself":
        return "POST", "/judge/recuse", {"entry": entry, "reason": "同单位"}
    reason = {"reason": "演练"} if kind in (*SEATS, "reopen-entry") else {}
    root = "/judge" if who.startswith("judge:") else "/desk"
    return "POST", f"{root}/{kind}", {"entry": entry, **values, **reason}


@dataclass
class Day:
    """What the threads of one history share."""

    people: People
    entry: str
    recorder: Recorder
    bases: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PANEL, 0))  # versions heard of


def ballot_of(entry: str, judge: str, total: float, base: int, dice: random.Random) -> dict[str, Any]:
    """A ballot's JSON with an id made before its first send."""
    sent = {
        "id": f"{dice.getrandbits(128):032x}", "entry": entry, "judge": judge, "round": "presentation", "base": base,
        "rubric": 1, "marks": list(marks_of(total)), "comment": "", "kind": KIND,
    }  # fmt: skip
    return {**sent, "hash": content_hash(sent)}


class Judge(Player):
    """One device of a judge: ballots, the same ones again, drafts, a recusal; the chief's two commands."""

    def __init__(self, day: Day, judge: str, device: tuple[str, Send], name: str, seed: int) -> None:
        super().__init__(day, name, seed)
        self.judge, self.who, self.device = judge, f"judge:{judge}", device
        self.sent: list[dict[str, Any]] = []

    def tell(self, kind: str, values: dict[str, Any], pause: bool = True) -> Op:
        return self.ask(kind, self.who, *self.device, values, pause)

    def submit(self, values: dict[str, Any] | None = None, pause: bool = True) -> None:
        """A new ballot, or one again, as the outbox does it until it is answered."""
        base = self.day.bases[self.judge]
        if pause and self.dice.random() < 0.15:
            base = max(0, base + self.dice.choice((-1, 1)))
        values = values or ballot_of(self.day.entry, self.judge, self.dice.randint(120, 200) / 2, base, self.dice)
        self.sent.append(values)
        for _ in range(3):
            op = self.tell("submit", values, pause)
            if op.answer is not None:
                if op.answer[0] in (200, 201):
                    self.day.bases[self.judge] = max(self.day.bases[self.judge], op.answer[2])
                return

    def act(self) -> None:
        """One thing that a judge does."""
        chance = self.dice.random()
        if chance < 0.45:
            self.submit()
        elif chance < 0.55 and self.sent:
            self.submit(self.dice.choice(self.sent))
        elif chance < 0.75:
            marks = [self.dice.choice((None, self.dice.randint(0, 80) * 50)) for _ in range(2)]
            self.tell("draft", {"marks": marks})
        elif chance < 0.88:
            self.tell("read-draft", {})
        elif chance < 0.90:
            self.tell("recuse-myself", {})
        elif self.judge in ("JA1", "JA2"):
            self.tell(self.dice.choice(("declare-missing", "return-ballot")), {"judge": self.dice.choice(PANEL)})

    def run(self) -> None:
        for _ in range(self.dice.randint(3, 6)):
            self.act()

    def take_over(self) -> None:
        """This device wants the judge's lease; from its answer on it has it."""
        time.sleep(self.dice.random() * PAUSE * 4)
        if self.tell("enter", {}).answer is not None:
            self.run()


class Desk(Player):
    """One at the desk."""

    def tell(self, kind: str, *, pause: bool = True, **values: Any) -> Op:
        role = "host" if kind in HOST else "scorer"
        return self.ask(kind, f"staff:{role}-1", "", self.day.people.staff[role], values, pause)

    def host(self) -> None:
        """The entry's way across the stage, and the reveal."""
        for kind in ("start-presenting", "end-presenting", "preview", "end-questions"):
            self.tell(kind)
            time.sleep(self.dice.random() * PAUSE)
        for _ in range(self.dice.randint(3, 7)):
            kind = self.dice.choices(("reveal", "unreveal", "preview"), (5, 1, 3))[0]
            values: dict[str, Any] = {} if kind == "preview" else {"step": self.dice.randint(1, 2)}
            self.tell(kind, **values)

    def score(self) -> None:
        """Seats, the close and what comes after it."""
        for number in range(self.dice.randint(8, 14)):
            chance = self.dice.random()
            if chance < 0.10:
                self.there_and_back(self.dice.choice(PANEL))
            elif chance < 0.55:
                self.tell(self.dice.choices(SEATS, SEAT_WEIGHTS)[0], judge=self.dice.choice(PANEL))
            elif chance < 0.85:
                self.tell("close-entry")
            elif chance < 0.93 or number < 6:
                self.tell("reopen-entry")
            else:
                self.tell("publish-entry")

    def there_and_back(self, judge: str) -> None:
        """A ballot is returned, its judge leaves the panel and comes back."""
        away, home = self.dice.choice((("recuse", "unrecuse"), ("declare-missing", "undeclare-missing")))
        for kind in ("return-ballot", away, home):
            self.tell(kind, judge=judge)


class Public(Player):
    def watch(self) -> None:
        for _ in range(4):
            self.ask("public", "", "", self.day.people.staff["secretariat"], {})


HOST = ("start-presenting", "end-presenting", "end-questions", "reveal", "unreveal", "preview")
