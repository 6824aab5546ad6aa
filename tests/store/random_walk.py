"""Random days: acts of the desk, judges and chiefs in any order, corrections among them, refused ones too."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, select

from scoring.actions import appeals, certificates, judging, people, publishing, running, seats, sessions
from scoring.actions.applying import Asked, make
from scoring.actions.changing import ask, confirm, preview, refuse_change, take_back_change
from scoring.actions.setting_up import apply_set_up
from scoring.errors import Refusal
from scoring.facts import SYSTEM, Actor
from scoring.rules import change as kinds
from scoring.store.reading.ballots import latest_ballot
from scoring.store.reading.day import entry_row, panel
from scoring.store.tables import appeal
from scoring.store.work import Work
from tests.office import DESK, START, as_judge, ballot, small_contest
from tests.store.random_changes import ENTRIES, judges_of, wanted_change
from web.keys import LedgerSigner

SECOND = Actor("staff", "scorer-1", "scorer", "scorer-login")
SIGNER = LedgerSigner(Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
TOTALS = (80, 82, 85)  # few, so that entries tie
NEXT = {
    "waiting": running.call,
    "postponed": running.call,
    "called": running.start_presenting,
    "presenting": running.end_presenting,
    "questioning": running.end_questions,
    "complete": publishing.publish_entry,
}


class Walk:
    """A random day on a connection of its own; `done` counts what was not refused, by name."""

    def __init__(self, connection: Connection, seed: int) -> None:
        self.connection, self.chance, self.now, self.ids = connection, random.Random(seed), START, 0
        self.done: dict[str, int] = {}
        self.waiting: list[str] = []
        contest = small_contest(still_tied=self.chance.choice(("shared", "chief")), tie_chain=("presentation",))
        contest = replace(contest, entries=tuple(replace(entry, document="90") for entry in contest.entries))
        self.do(apply_set_up, SYSTEM, contest=contest)
        for room in ("A", "B"):
            self.do(sessions.open_session, session=room)

    def new_id(self) -> str:
        self.ids += 1
        return hashlib.sha256(str(self.ids).encode()).hexdigest()[:32]

    def do(self, act: Callable[..., Any], actor: Actor = DESK, **values: Any) -> Any:
        """Done, or refused and taken back, as the writer would; None where it was refused."""
        self.now += self.chance.randrange(1, 9) * 1000
        savepoint = self.connection.begin_nested()
        try:
            answer = act(Work(self.connection, actor, self.now, self.new_id, SIGNER), **values)
        except Refusal:
            savepoint.rollback()
            return None
        savepoint.commit()
        self.done[act.__name__] = self.done.get(act.__name__, 0) + 1
        return answer

    def begin(self) -> None:
        """Some entries on their way, most of them up to their score."""
        for entry in self.chance.sample(ENTRIES, 6):
            self.forward(entry, self.chance.choice((2, 4, 7, 8, 9)))

    def go(self, steps: int) -> None:
        acts = (self.forward, self.aside, self.change, self.elsewhere)
        for _ in range(steps):
            (act,) = self.chance.choices(acts, (25, 25, 40, 10))
            act(self.chance.choice(ENTRIES))

    def forward(self, entry: str, most: int = 2) -> None:
        """What brings an entry on, from wherever it stands to its reveal."""
        for _ in range(most):
            row = entry_row(self.connection, entry)
            if row.phase in NEXT:
                self.do(NEXT[row.phase], entry=entry)
            elif row.phase == "published":
                self.do(publishing.reveal, entry=entry, step=row.reveal_step + 1)
            elif row.phase == "scoring":
                self.mark(entry)
                self.do(running.close_entry, entry=entry)

    def mark(self, entry: str) -> None:
        come = self.chance.choice((1.0, 0.9, 0.3))
        for place in panel(self.connection, entry):
            if place.state in ("expected", "returned") and self.chance.random() < come:
                self.submit(entry, place.judge)
            elif place.state in ("expected", "returned"):
                self.do(seats.declare_missing, entry=entry, judge=place.judge, reason="离席")

    def submit(self, entry: str, judge: str) -> None:
        given = latest_ballot(self.connection, entry, judge)
        base = 0 if given is None or self.chance.random() < 0.05 else given.version
        which = entry_row(self.connection, entry).presentation
        sent = ballot(entry, judge, self.chance.choice(TOTALS), base, id=self.new_id(), presentation=which)
        self.do(judging.submit_ballot, as_judge(judge), sent=sent)

    def aside(self, entry: str) -> None:
        """What the desk mends before anything is published, in whatever phase."""
        judge, why = self.chance.choice(judges_of(entry)), {"reason": "改"}
        here: dict[str, Any] = {"entry": entry, "judge": judge, **why}
        act: Callable[[], Any] = self.chance.choice((
            lambda: self.submit(entry, judge),
            lambda: self.do(seats.declare_missing, **here),
            lambda: self.do(seats.undeclare_missing, **here),
            lambda: self.do(seats.recuse, **here),
            lambda: self.do(seats.unrecuse, **here),
            lambda: self.do(seats.return_ballot, **here),
            lambda: self.do(seats.unreturn_ballot, **here),
            lambda: self.do(running.postpone, entry=entry, **why),
            lambda: self.do(running.withdraw, entry=entry, **why) if self.chance.random() < 0.2 else None,
            lambda: self.do(running.reopen_entry, entry=entry, **why),
            lambda: self.do(running.set_overtime, entry=entry, seconds=self.chance.randrange(90), **why),
            lambda: self.do(publishing.unreveal, entry=entry, step=entry_row(self.connection, entry).reveal_step),
        ))  # fmt: skip
        act()

    def elsewhere(self, entry: str) -> None:
        """Seats, scenes, people, certificates, appeals."""
        seat = self.chance.randrange(1, 6)
        card = {"kind": "judge", "owner": "JX"}
        opening = people.Opening("judge", "JX", 1, self.new_id(), "平板", take_over=True)
        act: Callable[[], Any] = self.chance.choice((
            lambda: self.do(sessions.change_seat, session="A", seat=seat, judge="JR", attendance="onsite", reason="换"),
            lambda: self.do(running.show_scene, session="A", scene="standings", page=2),
            lambda: self.do(people.enter, opening=opening),
            lambda: self.do(people.issue_card, **card),
            lambda: self.do(certificates.issue_certificates, kind="award"),
            lambda: self.do(certificates.void_certificate, number="2026-001", reason="错"),
            lambda: self.do(certificates.record_prints, numbers=["2026-001"], reason="补"),
            lambda: self.appeal(entry),
        ))  # fmt: skip
        act()

    def appeal(self, entry: str) -> None:
        number = self.chance.choice([0, *self.connection.execute(select(appeal.c.number)).scalars()])
        values: dict[str, Any] = {"appeal": number}
        act = self.chance.choice((appeals.answer_appeal, appeals.reopen_appeal, appeals.withdraw_appeal))
        if not number:
            letter = {"asker": "单位", "question": "为何？", "asked_on": "2020-09-01", "today": date(2020, 9, 2)}
            self.do(appeals.register_appeal, entry=entry, **letter)
        elif act is appeals.answer_appeal:
            self.do(act, answer="已复核", outcome="partly", **values)
        else:
            self.do(act, reason="又", **values)

    def change(self, entry: str) -> None:
        """Something contested: made at once, or asked for and then confirmed, refused, taken back or left to wait."""
        wanted = wanted_change(self, entry)
        if self.chance.random() < 0.6:
            self.count(wanted, self.do(made, change=wanted))
            return
        found = self.do(preview, change=wanted, reason="查")
        if found is None:
            return
        expected = found.moves.fingerprint()
        answer = self.do(ask, change=wanted, reason="查", expected=expected)
        if answer is None or answer.state == "done":
            self.count(wanted, answer)
            return
        (then,) = self.chance.choices((confirm, refuse_change, take_back_change, None), (5, 2, 2, 1))
        if then is confirm:
            self.count(wanted, self.do(confirm, SECOND, change=answer.id, expected=expected))
        elif then is not None:
            self.do(then, DESK if then is take_back_change else SECOND, change=answer.id, reason="不妥")

    def count(self, change: kinds.Change, answer: Any) -> None:
        if answer is not None:
            name = kinds.kind_of(change)
            self.done[name] = self.done.get(name, 0) + 1


def made(work: Work, change: kinds.Change) -> bool:
    make(work, change, Asked("", DESK.id, "查"))
    return True
