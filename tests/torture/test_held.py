"""The looks at what a server holds find every kind of loss, and nothing where there is none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.torture.hall import Ground, Size, day_of
from tests.torture.held import Reader, Told, doubled, lost, rows, verify
from tests.torture.outbox import Acknowledged
from tests.torture.quiet import differences, final_export, play_quietly

SIZE = Size(halls=1, judges=5, entries=2)
ACK = Acknowledged("a" * 32, "H1E1", "H1J1", 0, "f" * 64, 1, "ABCD2345", 9, 0.0, (100, 100))
HELD: dict[str, Any] = {
    "id": ACK.id, "entry": ACK.entry, "judge": ACK.judge, "version": 1, "hash": ACK.hash, "receipt": ACK.receipt,
}  # fmt: skip
TOLD = Told((ACK,), {ACK.id: ACK.hash})


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    made = Ground(tmp_path_factory.mktemp("ground"), SIZE)
    yield made
    made.remove()


def test_what_is_held_as_it_was_acknowledged_is_in_order() -> None:
    assert [*lost(TOLD, [HELD]), *doubled(TOLD, [HELD], [])] == []


def test_an_acknowledged_ballot_that_is_not_there_is_lost() -> None:
    assert [text.partition(":")[0] for text in lost(TOLD, [])] == ["lost"]


@pytest.mark.parametrize("change", [{"version": 2}, {"hash": "0" * 64}, {"receipt": "OTHER234"}, {"judge": "H1J2"}])
def test_an_acknowledged_ballot_that_is_held_otherwise_is_altered(change: dict[str, Any]) -> None:
    assert [text.partition(":")[0] for text in lost(TOLD, [{**HELD, **change}])] == ["altered"]


def test_a_ballot_that_no_tablet_has_made_or_that_lies_aside_too_is_doubled() -> None:
    other = {**HELD, "id": "b" * 32, "version": 2}
    assert len(list(doubled(TOLD, [HELD, other], []))) == 1
    assert len(list(doubled(TOLD, [HELD, HELD], []))) == 1
    assert len(list(doubled(TOLD, [HELD], [{**HELD, "why": "conflict"}]))) == 1


def test_the_same_day_ends_alike_and_another_one_does_not(ground: Ground, tmp_path: Path) -> None:
    day = day_of(3, SIZE)
    wanted = play_quietly(day, ground.copy(tmp_path / "one"))
    assert differences(play_quietly(day, ground.copy(tmp_path / "two")), wanted) == []
    other = play_quietly(replace(day_of(4, SIZE), seed=3), ground.copy(tmp_path / "three"))
    told = " ".join(differences(other, wanted))
    assert "book" in told and "ballots" in told and "revealed" in told


def test_a_link_that_was_cut_out_of_the_ledger_is_seen_by_the_reader_and_by_verify(
    ground: Ground, tmp_path: Path
) -> None:
    folder = ground.copy(tmp_path / "day")
    play_quietly(day_of(5, SIZE), folder)
    assert verify(folder) == []
    [(seq,)] = [tuple(row.values()) for row in rows(folder, "select max(seq) - 3 from ledger")]
    with closing(sqlite3.connect(folder / "contest.db")) as connection, connection:
        for name, kind in connection.execute("select name, type from sqlite_master where type = 'trigger'").fetchall():
            connection.execute(f"drop {kind} {name}")
        connection.execute("delete from ledger where seq = ?", (seq,))
    found = Reader(folder).wrong([])
    assert any(text == f"ledger: after {seq - 1} comes {seq + 1}" for text in found), found
    assert any("verify" in text for text in verify(folder))
    assert final_export(folder)["ballots"] != []
