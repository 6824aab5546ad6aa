"""Bugs to be found in the panel, the score, the public and the door.

Each is put into the running application for a few histories, then taken out again.
A bug says what it breaks; it changes the application's functions where they are looked up, never a file.
"""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import replace
from importlib import import_module
from typing import Any

from pytest import MonkeyPatch

from scoring.rules.ballot import Ballot
from tests.torture.history_bugs_ballots import Plant, altered

judging: Any = import_module("scoring.actions.judging")
people: Any = import_module("scoring.actions.people")
public_rows: Any = import_module("scoring.actions.public_rows")
publishing: Any = import_module("scoring.actions.publishing")
running: Any = import_module("scoring.actions.running")
seats: Any = import_module("scoring.actions.seats")
work: Any = import_module("scoring.store.work")
writer: Any = import_module("scoring.store.writer")
ballots: Any = import_module("scoring.store.reading.ballots")
standings: Any = import_module("scoring.store.reading.standings")
auth: Any = import_module("web.auth")
desk: Any = import_module("web.views.api.desk")
judge: Any = import_module("web.views.api.judge")


def counting(patch: MonkeyPatch, states: tuple[str, ...]) -> None:
    """Places in these states count, with the newest version that they have."""

    def counted(connection: Any, entry: str) -> list[Ballot]:
        newest = {row.judge: row for row in ballots.newest_versions(connection, entry)}
        return [
            Ballot(place.judge, place.seat, tuple(judging.json.loads(newest[place.judge].marks)), False)
            for place in seats.panel(connection, entry)
            if place.state in states and place.judge in newest
        ]

    patch.setattr(standings, "counted_ballots", counted)


def missing_counted(patch: MonkeyPatch) -> None:
    """The returned ballot of a judge who is missing counts."""
    counting(patch, ("submitted", "missing"))


def recused_counted(patch: MonkeyPatch) -> None:
    """The ballot of a judge who is recused counts."""
    counting(patch, ("submitted", "recused"))


def draft_counted(patch: MonkeyPatch) -> None:
    """A complete draft counts instead of the ballot."""
    read = standings.counted_ballots

    def with_drafts(connection: Any, entry: str) -> list[Ballot]:
        held = {judge: marks for judge, marks in ballots.drafts(connection, entry).items() if None not in marks}
        return [replace(b, marks=tuple(held.get(b.judge) or b.marks)) for b in read(connection, entry)]

    patch.setattr(standings, "counted_ballots", with_drafts)


def first_version_published(patch: MonkeyPatch) -> None:
    """A score is fixed from the version before the correction."""
    read = ballots.newest_versions

    def oldest(connection: Any, entry: str, round_: str = "presentation") -> list[Any]:
        return [
            row if row.version == 1 else altered(row, marks=_first(connection, entry, row.judge).marks)
            for row in read(connection, entry, round_)
        ]

    patch.setattr(ballots, "newest_versions", oldest)


def _first(connection: Any, entry: str, judge_id: str) -> Any:
    table = judging.ballot
    here = (table.c.entry == entry, table.c.judge == judge_id, table.c.version == 1)
    return connection.execute(table.select().where(*here)).one()


def returned_counts_again(patch: MonkeyPatch) -> None:
    """Who was recused or missing comes back: the ballot that was returned counts again."""
    found = seats.expected_place

    def forgetful(*values: Any) -> Any:
        place = found(*values)
        return altered(place, returned_version=None) if place.state in ("recused", "missing") else place

    patch.setattr(seats, "expected_place", forgetful)


def reveal_of_the_unpublished(patch: MonkeyPatch) -> None:
    """What is closed may be revealed before it is published."""
    refusal = publishing.reveal_refusal

    def lenient(connection: Any, contest: Any, entry: Any) -> Any:
        found = refusal(connection, contest, entry)
        closed = publishing.entry_row(connection, entry.id).phase == "complete"
        return None if closed else found

    patch.setattr(publishing, "reveal_refusal", lenient)


def revealed_is_another(patch: MonkeyPatch) -> None:
    """The public is shown two seats' totals the wrong way round."""
    seats_of = public_rows._seats

    def swapped(*values: Any) -> Any:
        body = seats_of(*values)
        first, second = body["seats"][:2]
        first["total"], second["total"] = second["total"], first["total"]
        return body

    patch.setattr(public_rows, "_seats", swapped)


def close_ignores_the_returned(patch: MonkeyPatch) -> None:
    """An entry closes while a returned ballot is out."""
    found = running.blockers
    patch.setattr(running, "blockers", lambda *values: [b for b in found(*values) if b.code != "returned"])


def both_devices_leased(patch: MonkeyPatch) -> None:
    """A second device comes in, and the first one stays in."""
    patch.setattr(people, "open_logins", lambda *values: [])


def old_device_counted(patch: MonkeyPatch) -> None:
    """The ballot of a device that was taken over counts."""
    patch.setattr(judging, "was_taken_over", lambda *values: False)


def old_device_writes(patch: MonkeyPatch) -> None:
    """The draft of a device that was taken over overwrites the newer one's: who asks is looked up once, at the door."""
    known: dict[str, Any] = {}
    find = auth.find_actor

    def remembered(kind: str, **values: Any) -> Any:
        token = str(auth.request.cookies.get(auth.COOKIES[kind]))
        if known.get(token) is None:
            known[token] = find(kind, **values)
        return known[token]

    patch.setattr(auth, "find_actor", remembered)
    patch.setattr(judging, "check_lease", lambda *values: None)


def stale_preview(patch: MonkeyPatch) -> None:
    """The host's preview is kept from one look to the next."""
    read = desk.preview_of
    last: dict[str, Any] = {}

    def kept(connection: Any, entry: str) -> Any:
        now = read(connection, entry)
        before = last.get(entry, now)
        last[entry] = now
        return before

    patch.setattr(desk, "preview_of", kept)


def draft_lost(patch: MonkeyPatch) -> None:
    """Every third draft is acknowledged and thrown away."""
    turn, save = itertools.count(), judge.save_draft

    def sometimes(work: Any, **values: Any) -> int:
        return int(work.now if next(turn) % 3 == 2 else save(work, **values))

    patch.setattr(judge, "save_draft", sometimes)


def answered_before_the_commit(patch: MonkeyPatch) -> None:
    """A judge is told before the commit, which takes its time."""

    def early(self: Any, jobs: Any) -> None:
        with self._connection.begin():
            for job in jobs:
                self._try(job)
            for job in jobs:
                if job.action.__name__ in ("save_draft", "submit_ballot"):
                    job.waiter.set()
            time.sleep(0.01)

    patch.setattr(writer.Writer, "_commit", early)


def published_twice(patch: MonkeyPatch) -> None:
    """Publishing what is published fixes its score once more."""
    forward = publishing.next_phase
    patch.setattr(
        publishing,
        "next_phase",
        lambda command, phase: "published" if phase == "published" else forward(command, phase),
    )


def unreveal_leaves_it(patch: MonkeyPatch) -> None:
    """A step taken back stays with the public."""
    write = publishing.delete
    patch.setattr(publishing, "delete", lambda table: write(table).where(table.c.step < 0))


def ledger_out_of_step(patch: MonkeyPatch) -> None:
    """A ballot is told to the ledger one ballot later."""
    record, waiting = work.Work.record, []
    lock = threading.Lock()

    def late(self: Any, fact: Any) -> int:
        if type(fact).__name__ != "BallotSubmitted":
            return int(record(self, fact))
        with lock:
            waiting.append(fact)
            told = waiting.pop(0) if len(waiting) > 1 else fact
        return int(record(self, told))

    patch.setattr(work.Work, "record", late)


BUGS: tuple[Plant, ...] = (
    missing_counted,
    recused_counted,
    draft_counted,
    first_version_published,
    returned_counts_again,
    reveal_of_the_unpublished,
    revealed_is_another,
    close_ignores_the_returned,
    both_devices_leased,
    old_device_counted,
    old_device_writes,
    stale_preview,
    draft_lost,
    answered_before_the_commit,
    published_twice,
    unreveal_leaves_it,
    ledger_out_of_step,
)
