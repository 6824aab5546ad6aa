"""Bugs to be found in what becomes of a ballot.

Each is put into the running application for a few histories, then taken out again.
A bug says what it breaks; it changes the application's functions where they are looked up, never a file.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from pytest import MonkeyPatch

ballot_ground: Any = import_module("scoring.actions.ballot_ground")
judging: Any = import_module("scoring.actions.judging")
writer: Any = import_module("scoring.store.writer")
judge: Any = import_module("web.views.api.judge")

STALE = 0.05  # s

Plant = Callable[[MonkeyPatch], None]


def altered(row: Any, **values: Any) -> Any:
    """A row with other values."""
    return SimpleNamespace(**{**row._asdict(), **values})


def stale_phase(patch: MonkeyPatch) -> None:
    """A ballot is judged by a phase that was read up to 50 ms ago."""
    read = ballot_ground.entry_row
    last: dict[str, tuple[float, Any]] = {}

    def stale(connection: Any, entry: str) -> Any:
        if time.monotonic() - last.get(entry, (0.0, None))[0] > STALE:
            last[entry] = time.monotonic(), read(connection, entry)
        return last[entry][1]

    patch.setattr(ballot_ground, "entry_row", stale)


def lost_update(patch: MonkeyPatch) -> None:
    """Of every three ballots one leaves its place as it was."""
    turn, count = itertools.count(), judging.count_ballot

    def forget(work: Any, sent: Any, *values: Any) -> Any:
        was, kept = judging.expected_place(work, sent.entry, sent.judge), count(work, sent, *values)
        if next(turn) % 3 == 2:
            table = judging.panel_place
            here = (table.c.entry == sent.entry, table.c.judge == sent.judge)
            work.connection.execute(table.update().where(*here).values(state=was.state, reason=was.reason))
        return kept

    patch.setattr(judging, "count_ballot", forget)


def version_reused(patch: MonkeyPatch) -> None:
    """A correction is acknowledged under the version that it corrects."""
    count = judging.count_ballot

    def reuse(*values: Any) -> Any:
        kept = count(*values)
        return replace(kept, version=max(1, kept.version - 1))

    patch.setattr(judging, "count_ballot", reuse)


def version_left_out(patch: MonkeyPatch) -> None:
    """A correction takes the version after the next."""
    count = judging.count_ballot

    def skip(work: Any, sent: Any, seat: int, version: int, *values: Any) -> Any:
        return count(work, sent, seat, version + (version > 1), *values)

    patch.setattr(judging, "count_ballot", skip)


def receipt_of_another(patch: MonkeyPatch) -> None:
    """A judge is told the receipt code of the ballot before."""
    made, last = judging.receipt_code, ["AAAAAAAA"]

    def another(ballot: str, content: str) -> str:
        last.append(made(ballot, content))
        return last[-2]

    patch.setattr(judging, "receipt_code", another)


def close_does_not_stop(patch: MonkeyPatch) -> None:
    """A ballot counts after the close too."""
    takes = judging.takes_ballots
    patch.setattr(judging, "takes_ballots", lambda phase: takes(phase) or phase in ("complete", "published"))


def late_of_the_missing_counted(patch: MonkeyPatch) -> None:
    """Who was declared missing submits, and it counts."""
    found = judging.expected_place

    def present(*values: Any) -> Any:
        place = found(*values)
        return altered(place, state="expected") if place.state == "missing" else place

    patch.setattr(judging, "expected_place", present)


def conflict_counted(patch: MonkeyPatch) -> None:
    """A ballot that rests on an old version overwrites the newer one."""
    aside = judging._keep_aside

    def overwrite(work: Any, sent: Any, why: str, ground: Any) -> Any:
        if why != "conflict":
            return aside(work, sent, why, ground)
        newest = judging.latest_ballot(work.connection, sent.entry, sent.judge, sent.round)
        place = judging.expected_place(work, sent.entry, sent.judge)
        return judging.count_ballot(work, sent, place.seat, (newest.version if newest else 0) + 1, "tablet")

    patch.setattr(judging, "_keep_aside", overwrite)


def known_id_stored_again(patch: MonkeyPatch) -> None:
    """The same ballot sent again is stored once more beside itself."""
    same = judging._same_receipt

    def again(work: Any, sent: Any, known: Any) -> Any:
        told = same(work, sent, known)
        if judging.known_ballot(work.connection, sent.id[::-1]) is None:
            judging._keep_aside(work, replace(sent, id=sent.id[::-1]), "late", judging.ground_of(work, sent))
        return told

    patch.setattr(judging, "_same_receipt", again)


def known_id_with_other_marks(patch: MonkeyPatch) -> None:
    """Who sends again is told that it was stored now, under a new number of the ledger."""
    same = judging._same_receipt
    patch.setattr(judging, "_same_receipt", lambda *values: replace(same(*values), outcome="counted", seq=1))


def seq_of_another(patch: MonkeyPatch) -> None:
    """A receipt names the place in the ledger of the fact before."""
    count = judging.count_ballot

    def before(*values: Any) -> Any:
        kept = count(*values)
        return replace(kept, seq=kept.seq - 1)

    patch.setattr(judging, "count_ballot", before)


def acknowledged_without_a_row(patch: MonkeyPatch) -> None:
    """Every fourth ballot is acknowledged, recorded and not stored."""
    turn, count = itertools.count(), judging.count_ballot
    nothing = judging.Prepared(judging.ballot.delete().where(judging.ballot.c.version < 0))

    def drop(*values: Any) -> Any:
        with MonkeyPatch.context() as once:
            if next(turn) % 4 == 3:
                once.setattr(judging, "_COUNT", nothing)
            return count(*values)

    patch.setattr(judging, "count_ballot", drop)


def refusal_stored(patch: MonkeyPatch) -> None:
    """A recused judge is refused, and the ballot is there all the same."""
    submit = judge.submit_ballot

    def both(work: Any, sent: Any) -> Any:
        try:
            return submit(work, sent)
        except judging.NotAllowed as refused:
            judging._keep_aside(work, sent, "late", judging.ground_of(work, sent))
            return refused

    def told(work: Any, sent: Any) -> Any:
        kept = both(work, sent)
        if not isinstance(kept, Exception):
            return kept
        return judging.Kept("late", sent.id, 0, judging.receipt_code(sent.id, sent.hash), work.now, sent.hash, "", 0)

    patch.setattr(judge, "submit_ballot", told)


def refusal_unrecorded(patch: MonkeyPatch) -> None:
    """A refused attempt leaves nothing in the ledger."""
    patch.setattr(writer.Writer, "_record_refusal", lambda *values: None)


BUGS: tuple[Plant, ...] = (
    stale_phase,
    lost_update,
    version_reused,
    version_left_out,
    receipt_of_another,
    close_does_not_stop,
    late_of_the_missing_counted,
    conflict_counted,
    known_id_stored_again,
    known_id_with_other_marks,
    seq_of_another,
    acknowledged_without_a_row,
    refusal_stored,
    refusal_unrecorded,
)
