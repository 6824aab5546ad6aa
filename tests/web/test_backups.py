"""The server's own backups: when they are made, what is told of them, and a place that never answers."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import web.backups as backups_module
from scoring.facts import ContestSetUp, ResultPublished, SessionOpened
from scoring.store.backup_shelf import lying_at
from tests.office import Day
from tests.store.backed_up import BackedUp
from web.backups import Attempt, Backups
from web.config import SettingRefused, read_settings

OPENED = SessionOpened("A")


class Told:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.wanted: list[tuple[str | None, bool]] = []
        self.done: list[int] = []
        self.failed: list[str] = []

    def backup_wanted(self, place: str | None, same_disk: bool = False) -> None:
        self.wanted.append((place, same_disk))

    def backup_done(self, at_ms: int, ledger_seq: int) -> None:
        self.done.append(ledger_seq)

    def backup_failed(self, at_ms: int, code: str) -> None:
        self.failed.append(code)


@pytest.fixture
def saved(day: Day, tmp_path: Path) -> BackedUp:
    return BackedUp(day, tmp_path)


def backups_of(saved: BackedUp, **more: str) -> tuple[Backups, Told]:
    told = Told()
    settings = read_settings({"DATA_DIR": str(saved.data_dir), "BACKUP_DIR": str(saved.place), **more})
    return Backups(settings, told, lambda: time.time_ns() // 1_000_000), told


def ticked(backups: Backups, until: Callable[[], object], seconds: float = 15.0) -> float:
    """Look again and again; the longest look, in s."""
    give_up, longest = time.monotonic() + seconds, 0.0
    while not until():
        assert time.monotonic() < give_up, "nothing happened"
        began = time.monotonic()
        backups.tick()
        longest = max(longest, time.monotonic() - began)
        time.sleep(0.01)
    return longest


def test_the_first_is_made_at_once_and_an_unchanged_contest_counts_as_fresh(
    saved: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups_module, "SOON", 0.1)
    backups, told = backups_of(saved)
    ticked(backups, lambda: told.done)
    backups.hear([OPENED])
    ticked(backups, lambda: len(told.done) == 2)
    assert len(lying_at(saved.place)) == 1 and told.done[0] == told.done[1] and not told.failed
    saved.day.submit("A1", "JA4", 80)
    backups.hear([OPENED])
    ticked(backups, lambda: len(told.done) == 3)
    assert len(lying_at(saved.place)) == 2 and told.done[2] == told.done[1] + 1


def test_openings_and_publishes_ask_for_one_and_other_facts_do_not(saved: BackedUp) -> None:
    backups, told = backups_of(saved)
    ticked(backups, lambda: told.done)
    backups._started -= backups_module.SOON
    for facts, asked in (
        ([ContestSetUp("", "", 1)], False), ([OPENED], True), ([ResultPublished("A", "A1", 1, "86", "")], True),
    ):  # fmt: skip
        backups._asked = False
        backups.hear(facts)
        backups.tick()
        assert (backups._attempt is not None) == asked
        ticked(backups, lambda: backups._attempt is None)
        backups._started -= backups_module.SOON


def test_what_lies_on_the_same_disk_is_called_so(saved: BackedUp) -> None:
    backups, told = backups_of(saved, BACKUP_DIR="")
    assert told.wanted == [(str(saved.data_dir / "backups"), True)]
    ticked(backups, lambda: told.done)
    assert told.wanted[-1] == (str(saved.data_dir / "backups"), True)
    elsewhere = Path("/dev/shm") / f"liangfen-{os.getpid()}"
    try:
        other, heard = backups_of(saved, BACKUP_DIR=str(elsewhere))
        ticked(other, lambda: heard.done)
        same = elsewhere.stat().st_dev == saved.data_dir.stat().st_dev
        assert heard.wanted[-1] == (str(elsewhere), same)
    finally:
        subprocess.run(["rm", "-rf", str(elsewhere)], check=True)


def test_a_place_that_is_gone_is_told_and_tried_again(saved: BackedUp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups_module, "AGAIN", 0.2)
    saved.place.write_text("a file in the place of the directory")
    backups, told = backups_of(saved)
    ticked(backups, lambda: len(told.failed) >= 2)
    assert set(told.failed) == {"backup_place"} and not told.done
    saved.place.unlink()
    ticked(backups, lambda: told.done)


def children() -> set[str]:
    """Processes that this one has started and not buried."""
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


def test_a_place_that_never_answers_stops_nobody_and_piles_nothing_up(
    saved: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the child opens is a pipe that nobody writes: opening it blocks for ever, as a dead share does."""
    monkeypatch.setattr(backups_module, "AGAIN", 0.1)
    pipe = saved.data_dir / "share"
    os.mkfifo(pipe)
    real = backups_module.job_of
    hanging = {"source": str(pipe)}
    monkeypatch.setattr(backups_module, "job_of", lambda settings, place: {**(real(settings, place) or {}), **hanging})
    monkeypatch.setattr(backups_module, "Attempt", lambda job: Attempt(job, 1.0))
    before = children()
    backups, told = backups_of(saved)
    most: list[int] = []

    def thrice() -> bool:
        most.append(len(children() - before))
        return len(told.failed) >= 3

    longest = ticked(backups, thrice)
    assert set(told.failed) == {"backup_hangs"} and longest < 0.2 and max(most) == 1
    hanging.clear()
    ticked(backups, lambda: told.done)
    ticked(backups, lambda: backups._attempt is None)
    assert children() == before


def _sleeper() -> int:
    return os.posix_spawn("/bin/sleep", ["/bin/sleep", "60"], {})


def test_a_child_that_even_a_kill_does_not_end_is_told_of_and_never_joined_by_another(
    saved: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups_module, "AGAIN", 0.05)
    spawned: list[int] = []

    def spawn(source: int, sink: int) -> int:
        spawned.append(_sleeper())
        return spawned[-1]

    real = os.kill
    monkeypatch.setattr(backups_module, "Attempt", lambda job: Attempt(job, 0.2))
    monkeypatch.setattr(backups_module, "_spawn", spawn)
    monkeypatch.setattr(os, "kill", lambda pid, sign: None)
    backups, told = backups_of(saved)
    ticked(backups, lambda: len(told.failed) >= 3)
    assert len(spawned) == 1 and set(told.failed) == {"backup_hangs"}
    real(spawned[0], 9)
    ticked(backups, lambda: backups._attempt is None)


def test_a_child_that_dies_is_told(saved: BackedUp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups_module, "_spawn", lambda s, k: os.posix_spawn("/bin/false", ["/bin/false"], {}))
    backups, told = backups_of(saved)
    ticked(backups, lambda: told.failed)
    assert told.failed == ["backup_broken"]


def test_stopping_makes_the_last_one_and_waits_for_it(saved: BackedUp) -> None:
    backups, told = backups_of(saved)
    ticked(backups, lambda: told.done)
    saved.day.submit("A1", "JA4", 80)
    backups.stop()
    newest = saved.day.rows("select max(seq) from ledger")[0][0]
    assert told.done[-1] == newest == lying_at(saved.place)[-1].seq
    backups.stop()
    assert len(told.done) == 2


@pytest.mark.parametrize(
    "wrong",
    [{"BACKUP_DIR": "stick"}, {"BACKUP_DIR": "/srv/contest"}, {"BACKUP_SECONDS": "61"}, {"BACKUP_SECONDS": "soon"}],
)
def test_settings_that_cannot_be_meant_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingRefused):
        read_settings({"DATA_DIR": "/srv/contest", **wrong})
