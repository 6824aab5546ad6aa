"""A day of five halls whose thirty judges all submit at once, to the writer as it is."""

from __future__ import annotations

import json
import queue
import shutil
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scoring.actions.judging import BallotSent, Kept, submit_ballot
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM, Actor
from scoring.rules.contest import Contest, Session
from scoring.rules.ledger import content_hash
from scoring.rules.rubric import Criterion, Rubric
from scoring.store.database import open_engine
from scoring.store.plain_threads import PlainThreads
from scoring.store.reading.ledger_checks import wrong_ballots, wrong_in_chain
from scoring.store.writer import Job, NoReport, Queue, Writer
from tests.office import KIND, as_judge, entry, judge, small_contest, template
from tools.bench.commit_rivals import Row, Rows
from web.keys import LedgerSigner
from web.office import new_id, now_ms

HALLS, PANEL = "ABCDE", 6
MAXIMA = (1500, 3000, 2000, 2000, 500, 1000)
Batch = Sequence[tuple[Actor, BallotSent]]


class Together:
    """The writer's queue, which hands out nothing before as many wait as are to share a commit."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self.awaited = 1

    def put(self, job: Job | None) -> None:
        self._waiting.put(job)

    def take(self, most: int) -> list[Job | None]:
        taken = [self._waiting.get()]
        while len(taken) < min(most, self.awaited) and taken[-1] is not None:
            taken.append(self._waiting.get())
        return taken


class TogetherThreads(PlainThreads):
    """Plain threads around one such queue."""

    def __init__(self) -> None:
        self.line = Together()

    def queue(self) -> Queue:  # type: ignore[override]
        return self.line


class Stopwatch(NoReport):
    """What the writer says of its commits: s of each."""

    def __init__(self) -> None:
        self.took: list[float] = []

    def committed(self, ms: float, at_ms: int) -> None:
        self.took.append(ms / 1000)


class Marking:
    """Ballots on their way through a writer of our own on ``path``."""

    def __init__(self, path: Path) -> None:
        self._path, self._threads, self._watch = path, TogetherThreads(), Stopwatch()
        self._writer = _writer(path, self._threads, self._watch)
        self._reader = open_engine(f"sqlite:///{path}", writes=False)
        self._tablets = ThreadPoolExecutor(len(HALLS) * PANEL)

    def batch(self, turn: int, judges: Sequence[str], *, alone: bool) -> Batch:
        """A first ballot of each of ``judges`` in a turn: for the hall's entry of it, or for the one that is alone."""
        return [(as_judge(name), _ballot(f"{name[0]}{'alone' if alone else ''}{turn}", name)) for name in judges]

    def commit(self, batch: Batch) -> float:
        """s that the writer takes for all of them in one commit; raises what one of them raises."""
        self._threads.line.awaited = len(batch)
        before = len(self._watch.took)
        answers = [self._tablets.submit(self._writer.do, submit_ballot, actor, sent=sent) for actor, sent in batch]
        kept: list[Kept] = [answer.result(60) for answer in answers]
        took = self._watch.took[before:]
        if {one.outcome for one in kept} != {"counted"} or len(took) != 1:
            raise RuntimeError(f"{kept}, {len(took)} commits")
        return took[0]

    def rows(self, batch: Batch) -> Rows:
        """What a batch left behind."""
        ids = [sent.id for _, sent in batch]
        with closing(sqlite3.connect(self._path)) as connection:
            among = f"({', '.join('?' * len(ids))})"
            ballots = connection.execute(f"select * from ballot where id in {among} order by rowid", ids)
            ballot_columns, counted = [name for name, *_ in ballots.description], ballots.fetchall()
            newest = connection.execute("select * from ledger order by seq desc limit ?", (len(ids),))
            ledger_columns, facts = [name for name, *_ in newest.description], newest.fetchall()[::-1]
        at = facts[-1][ledger_columns.index("at")]
        places: list[Row] = [(at, sent.entry, sent.judge) for _, sent in batch]
        body, before = ledger_columns.index("body"), ledger_columns.index("previous")
        links = [(row[before], json.loads(row[body])) for row in facts]
        return Rows(
            ballot_columns, counted, ledger_columns, facts, places, [sent.content() for _, sent in batch], links
        )

    def check(self, ballots: int) -> None:
        """Raises RuntimeError unless so many are there and chain, hashes and receipts hold."""
        with self._reader.connect() as connection:
            wrong = [*wrong_in_chain(connection), *wrong_ballots(connection)]
            count = connection.exec_driver_sql("select count(*) from ballot").scalar_one()
        if wrong or count != ballots:
            raise RuntimeError(f"{count} ballots, {wrong[:3]}")

    def close(self) -> None:
        """End the writer."""
        self._threads.line.awaited = 1
        self._writer.close()
        self._tablets.shutdown()


def _writer(path: Path, threads: PlainThreads, watch: Stopwatch) -> Writer:
    signer = LedgerSigner(Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
    engine = open_engine(f"sqlite:///{path}", writes=True)
    return Writer(engine, threads, now_ms, new_id, lambda facts: None, signer, watch)


def panel_of(halls: str = HALLS) -> list[str]:
    """The judges of some halls."""
    return [f"{hall}J{seat}" for hall in halls for seat in range(1, PANEL + 1)]


def _ballot(entry_id: str, judge_id: str) -> BallotSent:
    seat = int(judge_id[-1])
    marks = tuple(maximum - 50 * ((seat + at) % 7) for at, maximum in enumerate(MAXIMA))
    bare = BallotSent(new_id(), entry_id, judge_id, "presentation", 0, 1, marks, "思路清楚，数据充分。", "", KIND)
    return replace(bare, hash=content_hash(bare.content()))


def five_halls(turns: int) -> Contest:
    """A panel of six in each, an entry for each turn, and in hall A one more for who submits alone."""
    numbered = enumerate(MAXIMA, 1)
    rubric = Rubric(KIND, 1, tuple(Criterion(at, f"项目{at}", maximum) for at, maximum in numbered))
    entries = [entry(f"{hall}{turn}", hall, turn + 1) for hall in HALLS for turn in range(turns)]
    entries += [entry(f"Aalone{turn}", "A", turns + turn + 1) for turn in range(turns)]
    usual = small_contest()
    return replace(
        usual,
        rubrics=(rubric, replace(usual.rubrics[1], version=1)),
        sessions=tuple(Session(hall, f"第{hall}会场", "2026-08-18", "09:00", "一楼") for hall in HALLS),
        entries=tuple(entries),
        judges=tuple(judge(name, name[0], role="chief" if name[-1] == "1" else "judge") for name in panel_of()),
        quotas=(replace(usual.quotas[0], session=None),),
    )


def hall_day(paths: Sequence[Path], turns: int) -> None:
    """The same database at each path: the contest is set up, all its entries await their panels' marks."""
    first = template(paths[0].parent)
    writer = _writer(first, PlainThreads(), Stopwatch())
    writer.do(apply_set_up, SYSTEM, contest=five_halls(turns))
    writer.close()
    with closing(sqlite3.connect(first)) as connection:
        connection.execute("update entry set phase='scoring', presenting_from=1, scoring_from=1")
        connection.execute(
            "insert into panel_place (entry, judge, seat, role, attendance, state, reason, changed_at)"
            " select e.id, s.judge, s.number, s.role, s.attendance, 'expected', '', 0"
            " from entry e join seat s on s.session = e.session"
        )
        connection.executemany(
            "insert into login (id, token_hash, kind, owner, device, opened_at, ended_why)"
            " values (?, ?, 'judge', ?, '', 1, '')",
            [(as_judge(name).login, name, name) for name in panel_of()],
        )
        connection.commit()
        connection.execute("pragma wal_checkpoint(truncate)")
    for path in paths:
        shutil.copy(first, path)
