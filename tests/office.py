"""A small contest of two halls in a real SQLite file, and the moves of a day in one word each."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scoring.actions import judging, publishing, running, seats, sessions
from scoring.actions.judging import BallotSent, Kept
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM, Actor, Fact
from scoring.rules.contest import AwardTier, Contest, Entry, JudgePerson, Quota, Session
from scoring.rules.ledger import content_hash
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import RuleCard
from scoring.store.database import open_engine
from scoring.store.plain_threads import PlainThreads
from scoring.store.reading.day import entry_row
from scoring.store.writer import Writer
from web.keys import LedgerSigner
from web.office import migrate

KIND, OTHER_KIND = "问题解决型", "创新型"
DESK = Actor("staff", "secretariat-1", "secretariat", "desk-login")
START = 1_600_000_000_000  # ms
PANEL = ("JA1", "JA2", "JA3", "JA4", "JX")
MARKS = {"JA1": 80, "JA2": 82, "JA3": 84, "JA4": 86, "JX": 88}


def rubric(kind: str) -> Rubric:
    """Two criteria of 60 and 40 points."""
    return Rubric(kind, 1, (Criterion(1, "内容", 6000, "core"), Criterion(2, "表现", 4000, "second")))


def entry(name: str, session: str, position: int, **more: Any) -> Entry:
    """An entry of a unit of its own, with a document score of 90."""
    values: dict[str, Any] = {
        "kind": KIND, "title": f"课题{name}", "circle": f"小组{name}", "unit": f"单位{name}", "recommender": "协会",
        "leader": "组长", "members": ("甲", "乙"), "document": "90", "recommendation": "同意推荐", **more,
    }  # fmt: skip
    return Entry(id=name, session=session, position=position, **values)


def judge(name: str, *rooms: str, role: Any = "judge", recused: tuple[str, ...] = ()) -> JudgePerson:
    """A judge who sits in ``rooms``."""
    return JudgePerson(name, f"评委{name}", f"{name}的单位", recused, rooms, role)


def small_contest(**card: Any) -> Contest:
    """Hall A with four entries and five judges, hall B with two and four; JX sits in both."""
    rules = replace(RuleCard(), **card)
    assert rules.problems() == []
    return Contest(
        name="小赛", organiser="协会", year=2026, card=rules, certificate_date=None, certificate_number=None,
        rubrics=(rubric(KIND), rubric(OTHER_KIND)),
        sessions=(
            Session("A", "第一会场", "2026-08-18", "09:00", "一楼"),
            Session("B", "第二会场", "2026-08-18", "09:00", "二楼", "hybrid", "https://meet.example/b"),
        ),
        entries=(
            *(entry(f"A{n}", "A", n) for n in range(1, 5)),
            entry("B1", "B", 1, kind=OTHER_KIND),
            entry("B2", "B", 2, kind=OTHER_KIND, attendance="remote"),
        ),
        judges=(
            judge("JA1", "A", role="chief"), judge("JA2", "A", role="deputy"), judge("JA3", "A"),
            judge("JA4", "A", recused=("单位A3",)), judge("JX", "A", "B"),
            judge("JB1", "B", role="chief"), judge("JB2", "B"), judge("JB3", "B"), judge("JR", recused=()),
        ),
        quotas=(Quota(KIND, "A", 1, 1, None), Quota(OTHER_KIND, None, 1, 0, None)),
        awards=(AwardTier("一等奖", Fraction(50)), AwardTier("二等奖", Fraction(50))),
    )  # fmt: skip


def template(folder: Path) -> Path:
    """An empty database at the newest revision, to be copied."""
    path = folder / "template.db"
    migrate(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def as_judge(name: str) -> Actor:
    """A judge at the own tablet."""
    return Actor("judge", name, "judge", f"login-{name}")


def marks_of(total: int | float | Fraction) -> tuple[int, int]:
    """Marks on the two criteria that sum to ``total`` points."""
    whole = int(Fraction(str(total)) * 100)
    second = whole * 2 // 5 // 50 * 50
    return whole - second, second


def ballot(entry_id: str, judge_id: str, total: int | float, base: int = 0, **more: Any) -> BallotSent:
    """A ballot as a tablet sends it: its id from its content unless given, its hash right unless given."""
    values: dict[str, Any] = {
        "entry": entry_id, "judge": judge_id, "round": "presentation", "base": base, "rubric": 1,
        "kind": OTHER_KIND if entry_id.startswith("B") else KIND,
        "marks": marks_of(total), "comment": "", **more,
    }  # fmt: skip
    given_hash = values.pop("hash", None)
    if values.get("presentation") == 1:
        del values["presentation"]
    made_up = hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:32]
    draft = BallotSent(id=values.pop("id", made_up), hash="", **values)
    return replace(draft, hash=given_hash or content_hash(draft.content()))


class Day:
    """The contest's one writer and a reader on ``path``, with a clock that the test sets (ms)."""

    def __init__(self, path: Path, contest: Contest | None) -> None:
        self.url, self.path, self.clock = f"sqlite:///{path}", path, START
        self.facts: list[Fact] = []
        self._ids = 0
        self.writer = Writer(
            open_engine(self.url, writes=True), PlainThreads(), lambda: self.clock, self._new_id, self.facts.extend,
            LedgerSigner(Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)),
        )  # fmt: skip
        self._reader = open_engine(self.url, writes=False)
        if contest is not None:
            self.do(apply_set_up, SYSTEM, contest=contest)

    def _new_id(self) -> str:
        self._ids += 1
        return hashlib.sha256(str(self._ids).encode()).hexdigest()[:32]

    def do(self, action: Callable[..., Any], actor: Actor = DESK, **values: Any) -> Any:
        """Committed, or its refusal."""
        return self.writer.do(action, actor, **values)

    def read(self, question: Callable[..., Any], *values: Any) -> Any:
        """Ask a reader."""
        with self._reader.connect() as connection:
            return question(connection, *values)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of plain SQL, past everything of the application."""
        connection = sqlite3.connect(self.path)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def ledger(self, fact: str | None = None) -> list[dict[str, Any]]:
        """Bodies of the ledger, of one kind of fact or all."""
        bodies = [json.loads(body) for (body,) in self.rows("select body from ledger order by seq")]
        return [body for body in bodies if fact in (None, body["fact"])]

    def phase(self, entry_id: str) -> str:
        return str(self.read(entry_row, entry_id).phase)

    def state(self, entry_id: str, judge_id: str) -> str:
        """The judge's place in the entry's panel."""
        found = self.rows("select state from panel_place where entry=? and judge=?", entry_id, judge_id)
        return str(found[0][0]) if found else "not_in_panel"

    def submit(self, entry_id: str, judge_id: str, total: int | float, base: int = 0, **more: Any) -> Kept:
        """A judge's ballot by a total of points."""
        for kind, presentation in self.rows("select kind, presentation from entry where id=?", entry_id):
            more.setdefault("kind", kind)
            more.setdefault("presentation", presentation)
        sent = ballot(entry_id, judge_id, total, base, **more)
        kept: Kept = self.do(judging.submit_ballot, as_judge(judge_id), sent=sent)
        return kept

    def open(self, *rooms: str) -> None:
        for room in rooms or ("A",):
            self.do(sessions.open_session, session=room)

    def present(self, entry_id: str, seconds: int = 600) -> None:
        """Call, present for ``seconds``, ask: marks are awaited."""
        self.do(running.call, entry=entry_id)
        self.do(running.start_presenting, entry=entry_id)
        self.clock += seconds * 1000
        self.do(running.end_presenting, entry=entry_id)
        self.do(running.end_questions, entry=entry_id)

    def vote(self, entry_id: str, marks: Mapping[str, int | float] = MARKS) -> None:
        for judge_id, total in marks.items():
            if self.state(entry_id, judge_id) == "expected":
                self.submit(entry_id, judge_id, total)

    def publish(self, entry_id: str, marks: Mapping[str, int | float] = MARKS) -> None:
        """The whole turn of an entry up to its fixed score."""
        self.present(entry_id)
        self.vote(entry_id, marks)
        self.do(running.close_entry, entry=entry_id)
        self.do(publishing.publish_entry, entry=entry_id)

    def reveal(self, entry_id: str, steps: Sequence[int] = (1, 2, 3, 4)) -> None:
        for step in steps:
            self.do(publishing.reveal, entry=entry_id, step=step)

    def miss(self, entry_id: str, judge_id: str) -> None:
        self.do(seats.declare_missing, entry=entry_id, judge=judge_id, reason="离席")


def copied(blank: Path, folder: Path) -> Path:
    """A fresh copy of the empty database."""
    path = folder / "contest.db"
    shutil.copy(blank, path)
    return path
