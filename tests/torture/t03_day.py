"""A contest behind a bad network: one server, five halls, thirty tablets and two screens; one entry a schedule."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.torture.desk import Desk
from tests.torture.hall import KIND, STEP, TOPS, Ground, hall_names
from tests.torture.held import Reader, rows
from tests.torture.link import Link, NoAnswer
from tests.torture.outbox import Record
from tests.torture.proxy import Proxy
from tests.torture.server import Killed
from tests.torture.t03_board import Board
from tests.torture.t03_looks import AFTER, is_open, is_returned, stands_at
from tests.torture.t03_schedules import Schedule
from tests.torture.tablet import Tablet

IMPATIENT = 1.0  # s until a tablet gives an attempt up: the page's 10 s, compressed about as its waits are
CONVERGE = 20.0  # s after healing; a quiet machine needs a fraction of one
LOOK = 0.03  # s
RETURNED = 3  # ballots given back in the middle of a schedule
CUT = " {}"  # within the head of an answer: no receipt, so the tablet sends again, and nothing is wrong
UNFINISHED = 2  # tablets that hold only a draft until all is well again


class NetworkTablet(Tablet):
    """The virtual tablet with its waits for an answer compressed too."""

    def __init__(self, url: str, code: str, seed: int) -> None:
        super().__init__(url, code, seed=seed)
        self._link = Link(url, longest=IMPATIENT)
        self._looking = self._link.beside()


MakeTablet = Callable[[str, str, int], Tablet]
MakeBoard = Callable[..., Board]


class NetworkDay:
    """`with NetworkDay(ground, folder) as day:` – everybody has come in while the network was good."""

    def __init__(
        self, ground: Ground, folder: Path, plant: str = "",
        tablet: MakeTablet = NetworkTablet, board: MakeBoard = Board,
    ) -> None:  # fmt: skip
        self.ground, self.folder, self.plant = ground, ground.copy(folder), plant
        self._make_tablet, self._make_board = tablet, board
        self.server = Killed(self.folder)
        self.tablets: dict[str, Tablet] = {}
        self.boards: list[Board] = []
        self.entry = 0  # the number of the newest in each hall

    def __enter__(self) -> NetworkDay:
        self.server.__enter__()
        self.server.start(plant=self.plant)
        self.proxy = Proxy(self.server.port).__enter__()
        link = Link(self.server.url)
        answer = link.request("POST", "/api/v1/enter", {"code": self.ground.codes.desk})
        assert answer.status == 200, (answer, self.server.log()[-2000:])
        self.desk = Desk(link)
        for number, (judge, code) in enumerate(self.ground.codes.judges.items()):
            self.tablets[judge] = self._make_tablet(self.proxy.url, code, number)
            self.tablets[judge].enter()
        for hall in hall_names(self.ground.size):
            self.desk.command("open-session", partial(is_open, hall), session=hall)
        self.boards = [
            self._make_board(self.proxy.port, name, link.cookies if name == "/desk" else None)
            for name in ("/public", "/desk")
        ]
        self.reader = Reader(self.folder)
        return self

    def __exit__(self, *error: object) -> None:
        for board in self.boards:
            board.close()
        for tablet in self.tablets.values():
            tablet.close()
        if hasattr(self, "proxy"):
            self.proxy.__exit__(*error)
        self.server.__exit__(None, None, None)

    @property
    def used_up(self) -> bool:
        return self.entry == self.ground.size.entries

    def run(self, plan: Schedule) -> tuple[Counter[str], list[str]]:
        """One schedule on one entry of every hall: what happened, and what should not have."""
        self.entry += 1
        dice, halls = random.Random(plan.number), hall_names(self.ground.size)
        self._all("call", halls)
        self._all("start-presenting", halls)
        bitten, tries = Counter(self.proxy.counts), self._attempts()
        later = set(dice.sample(sorted(self.tablets), UNFINISHED))
        self._write(plan, dice, later)
        self.proxy.heal()
        healed = time.monotonic()
        wrong = self._converged(later, dice, healed + CONVERGE)
        counts = Counter({f"bitten: {kind}": n for kind, n in (self.proxy.counts - bitten).items()})
        counts["ballots"] = sum(len(self._records(tablet)) for tablet in self.tablets.values())
        counts["again"] = self._attempts() - tries - counts["ballots"]
        wrong += self._looked_at(healed + CONVERGE)
        counts["converged after, ms"] = int((time.monotonic() - healed) * 1000)
        self._all("postpone", halls, reason="下一个")
        return counts, wrong

    def _name(self, hall: str) -> str:
        return f"{hall}E{self.entry}"

    def _all(self, command: str, halls: list[str], **more: str) -> None:
        for hall in halls:
            done = partial(stands_at, hall, self._name(hall), AFTER[command])
            self.desk.command(command, done, entry=self._name(hall), **more)

    def _attempts(self) -> int:
        return sum(record.attempts for tablet in self.tablets.values() for record in tablet.records)

    def _hall_of(self, judge: str) -> str:
        return judge.partition("J")[0]

    def _records(self, tablet: Tablet) -> list[Record]:
        name = self._name(self._hall_of(tablet.judge))
        return [record for record in tablet.records if record.entry == name]

    # ── while it is bad ──────────────────────────────────────────────────────

    def _write(self, plan: Schedule, dice: random.Random, later: set[str]) -> None:
        """Each tablet begins, submits; a few ballots are given back and come again."""
        acts: list[tuple[float, Callable[[], None]]] = []
        for judge in self.tablets:
            begins = dice.uniform(0, plan.seconds * 0.6)
            acts.append((begins, partial(self._draft, judge, _marks(dice))))
            if judge not in later:
                submits = dice.uniform(begins, plan.seconds * 0.9)
                acts.append((submits, partial(self._submit, judge, _marks(dice), 0)))
        for _ in range(RETURNED):
            acts.append((dice.uniform(0.5, 0.95) * plan.seconds, partial(self._return_one, _marks(dice))))
        began = time.monotonic()
        self.proxy.play(plan.faults)
        for due, act in sorted(acts, key=lambda pair: pair[0]):
            time.sleep(max(0.0, began + due - time.monotonic()))
            act()
        time.sleep(max(0.0, began + plan.seconds - time.monotonic()))

    def _draft(self, judge: str, marks: tuple[int, ...]) -> None:
        self.tablets[judge].draft(self._name(self._hall_of(judge)), [marks[0], None])

    def _submit(self, judge: str, marks: tuple[int, ...], base: int) -> None:
        self.tablets[judge].submit(self._name(self._hall_of(judge)), marks, base, kind=KIND)

    def _return_one(self, marks: tuple[int, ...]) -> None:
        """The first tablet that knows its ballot to be stored corrects it, and knows that it is asked to."""
        for tablet in self.tablets.values():
            records = self._records(tablet)
            if len(records) == 1 and records[0].state == "sent":
                hall = self._hall_of(tablet.judge)
                done = partial(is_returned, hall, tablet.judge)
                self.desk.command("return-ballot", done, entry=self._name(hall), judge=tablet.judge, reason="更正")
                self._submit(tablet.judge, marks, 1)
                return

    # ── when it is good again ────────────────────────────────────────────────

    def _converged(self, later: set[str], dice: random.Random, give_up: float) -> list[str]:
        """Everything arrives by itself: ballots, then the drafts, then the ballots that those become."""
        wrong = [
            judge for judge, tablet in self.tablets.items() if not tablet.settle(max(0.0, give_up - time.monotonic()))
        ]
        stuck = [f"stuck: {judge} still waits" for judge in wrong]
        for judge in later:
            stuck += self._draft_arrived(judge, give_up)
            self._submit(judge, _marks(dice), 0)
        for judge in later:
            if not self.tablets[judge].settle(max(0.5, give_up - time.monotonic())):
                stuck.append(f"stuck: {judge} still waits after its draft")
        return stuck

    def _draft_arrived(self, judge: str, give_up: float) -> list[str]:
        name = self._name(self._hall_of(judge))
        wanted = self.tablets[judge]._drafts[name].marks
        while time.monotonic() < give_up:
            held = rows(self.folder, "select marks from draft where entry = ? and judge = ?", name, judge)
            if held and held[0]["marks"].replace(" ", "") == str(wanted).replace(" ", "").replace("None", "null"):
                return []
            time.sleep(LOOK)
        return [f"lost: the draft of {judge} for {name}"]

    def _looked_at(self, give_up: float) -> list[str]:
        """The record against what every tablet was told, what the desk sees, and what the screens hold."""
        found = [text for text in self.reader.wrong(list(self.tablets.values())) if not text.endswith(CUT)]
        found += self._as_the_tablets_say()
        seats = rows(self.folder, "select entry, judge, state from panel_place")
        return [*found, *self._desk_sees({(r["entry"], r["judge"]): r["state"] for r in seats}), *self._boards(give_up)]

    def _as_the_tablets_say(self) -> list[str]:
        """Every ballot of this schedule is stored as its tablet has it, and the tablet says so."""
        stored = {row["id"]: row["version"] for row in rows(self.folder, "select id, version from ballot")}
        return [
            f"lost: {tablet.judge} shows {record.state} for {record.id}, the record has version {stored.get(record.id)}"
            for tablet in self.tablets.values()
            for record in self._records(tablet)
            if record.state != "sent" or stored.get(record.id) != record.body["base"] + 1
            or record.id not in tablet.acknowledged
        ]  # fmt: skip

    def _desk_sees(self, states: dict[tuple[str, str], str]) -> list[str]:
        parts = self.desk.picture()
        seen = [
            (self._name(hall), seat["judge"], seat["state"])
            for hall in hall_names(self.ground.size)
            for seat in parts[f"seats/{hall}"]
        ]
        wanted = len(self.tablets)
        short = [] if len(seen) == wanted else [f"desk: {len(seen)} seats of {wanted}"]
        return short + [
            f"desk: {judge} is {state}, the record says {states.get((entry, judge))}"
            for entry, judge, state in seen
            if states.get((entry, judge)) != state or state != "submitted"
        ]

    def _boards(self, give_up: float) -> list[str]:
        """Each screen comes back by itself and holds what a fresh look gives."""
        while (late := [board.namespace for board in self.boards if not self._is_fresh(board)]) and (
            time.monotonic() < give_up
        ):
            time.sleep(LOOK)
        return [f"screen: {name} does not hold the newest picture" for name in late]

    def _is_fresh(self, board: Board) -> bool:
        path = "/api/v1/public/picture" if board.namespace == "/public" else "/api/v1/desk/picture"
        try:
            answer = self.desk._link.request("GET", path).body
        except NoAnswer:
            return False
        lasting = [name for name in answer["parts"] if name.startswith(("session/", "seats/", "stage/", "contest"))]
        return board.epoch == answer["epoch"] and all(
            board.parts.get(name) == answer["parts"][name] for name in lasting if name != "me"
        )


def _marks(dice: random.Random) -> tuple[int, ...]:
    return tuple(dice.randrange(STEP, top + 1, STEP) for top in TOPS)
