"""Bugs that T1 must catch, planted into the server's process or into the tablet: never into the product's code."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tests.torture.link import Json
from tests.torture.outbox import Record, content_hash
from tests.torture.tablet import Tablet

SLOW_DISK = 0.02  # s between the premature answer and the commit


def answer_before_commit() -> None:
    """The receipt goes out while the transaction is still open."""
    from scoring.store.writer import Writer

    writer: Any = Writer
    answer, attempt = writer._answer, writer._try

    def attempted(self: Any, job: Any) -> None:
        attempt(self, job)
        self._threads.post(lambda: answered(self, [job]))
        time.sleep(SLOW_DISK)

    def answered(self: Any, jobs: Sequence[Any]) -> None:
        new = [job for job in jobs if not getattr(job, "told", False)]
        for job in new:
            job.told = True
        answer(self, new)

    writer._try, writer._answer = attempted, answered


def known_stored_again() -> None:
    """A ballot that comes a second time is counted a second time."""
    from scoring.actions.judging import count_ballot, submit_ballot
    from scoring.store.reading.ballots import known_ballot, latest_ballot
    from scoring.store.reading.day import place_of

    def again(work: Any, sent: Any) -> Any:
        newest: Any = latest_ballot(work.connection, sent.entry, sent.judge)
        if known_ballot(work.connection, sent.id) is None or newest is None:
            return submit_ballot(work, sent)
        place: Any = place_of(work.connection, sent.entry, sent.judge)
        other = replace(sent, id=work.new_id(), base=newest.version)
        other = replace(other, hash=content_hash(other.content()))
        return replace(count_ballot(work, other, place.seat, newest.version + 1, "tablet"), id=sent.id, hash=sent.hash)

    again.__name__ = submit_ballot.__name__
    view: Any = importlib.import_module("web.views.api.judge")
    view.submit_ballot = again


def receipts_mixed_up() -> None:
    """Each ballot gets the answer of the one before it, of its batch or of an earlier one."""
    from scoring.actions.judging import Kept
    from scoring.store.writer import Writer

    writer: Any = Writer
    answer = writer._answer
    before: list[Any] = []

    def mixed(self: Any, jobs: Sequence[Any]) -> None:
        for job in jobs:
            if isinstance(job.value, Kept):
                before.append(job.value)
                job.value = before[-2:][0]
        answer(self, jobs)

    writer._answer = mixed


def fact_in_another_commit() -> None:
    """The ballot is committed first, its fact in a transaction of its own."""
    from scoring.facts import BallotSubmitted
    from scoring.store.work import Work
    from scoring.store.writer import Writer

    writer: Any = Writer
    work: Any = Work
    record, commit = work.record, writer._commit
    later: list[tuple[Any, Any]] = []

    def put_off(self: Any, fact: Any) -> int:
        if isinstance(fact, BallotSubmitted):
            later.append((self, fact))
            return 0
        return int(record(self, fact))

    def in_two(self: Any, jobs: Sequence[Any]) -> None:
        commit(self, jobs)
        with self._connection.begin():
            for one, fact in later:
                record(one, fact)
        later.clear()

    work.record, writer._commit = put_off, in_two


SERVER: dict[str, Callable[[], None]] = {
    "answer before commit": answer_before_commit,
    "known id stored again": known_stored_again,
    "receipts mixed up": receipts_mixed_up,
    "fact in another commit": fact_in_another_commit,
}


class ForgetfulTablet(Tablet):
    """Makes a new id at each attempt: the server cannot know the ballot again."""

    def _body(self, record: Record) -> Json:
        if record.attempts > 1:
            record.id = self._new_id(record.entry, 1000 * record.attempts)
            content = {name: value for name, value in record.body.items() if name != "hash"} | {"id": record.id}
            record.body = {**content, "hash": content_hash(content)}
        return record.body


AIMED: dict[str, tuple[str, ...]] = {  # where the server dies, so that few kills are enough
    "answer before commit": ("commit",),
    "known id stored again": ("committed", "commit"),
    "receipts mixed up": ("",),
    "fact in another commit": ("executing", "commit"),
    "a new id at each attempt": ("committed",),
}
TABLET: dict[str, type[Tablet]] = {"a new id at each attempt": ForgetfulTablet}
