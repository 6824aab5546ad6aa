"""T17 in short: a machine is lost and restored; each planted bug in backups and tablets is found."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scoring.actions import sessions
from scoring.facts import SYSTEM
from tests.torture.hall import Ground, Size, closed
from tests.torture.t17_machine import TWO_PERSONS, Forgetful, Machine
from tests.torture.t17_restore import OFTEN, SHORT, TRIAL, lost_machine
from web.config import read_settings
from web.office import open_office


def test_a_lost_machine_is_restored_by_the_sheet_and_no_ballot_is_lost(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [text for case in cases for text in case.anomalies] == []
    assert TRIAL.held(cases), TRIAL.figures(cases)
    assert all(case.counts["lost before resend"] > 0 for case in cases), "the loss cost nothing: nothing was shown"
    assert list(tmp_path.iterdir()) == []


def test_a_tablet_that_believes_its_old_receipts_is_found(tmp_path: Path) -> None:
    made = Ground(tmp_path, SHORT)
    case = lost_machine(made, tmp_path / "case", 3, OFTEN, Forgetful)
    assert case.counts["lost after resend"] > 0 and not TRIAL.held([case])


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Two backups of a contest whose newest facts were still in the log; then its DATA_DIR is lost."""
    folder = tmp_path_factory.mktemp("t17")
    ground = Ground(folder, Size(halls=1, judges=2, entries=1))
    ground.copy(folder / "data")
    made = Machine(folder, OFTEN)
    backup = made.sheet.verify.replace("ledger verify", "backup")
    assert made.typed(backup).returncode == 0
    office = open_office(read_settings({"DATA_DIR": str(made.data_dir), "ASYNC_MODE": "threading"}))
    office.do(sessions.open_session, SYSTEM, session="H1")
    shutil.copy(made.data_dir / "contest.db", folder / "plain.db")
    assert made.typed(backup).returncode == 0
    closed(office)
    shutil.rmtree(made.data_dir)
    yield made
    made.close()


def restored(machine: Machine, stick: Path, into: Path) -> subprocess.CompletedProcess[str]:
    """By the sheet's command, from a copy of the stick."""
    command = machine.sheet.restore.removesuffix(str(machine.stick))
    return machine.typed(f"{command} {stick} --into {into}", TWO_PERSONS)


def opened(into: Path) -> int:
    """How many sessions a restored contest has opened; its newest fact is the restore's."""
    with closing_to(into / "contest.db") as connection:
        assert connection.execute("select fact from ledger order by seq desc").fetchone() == ("ContestRestored",)
        found = connection.execute("select count(*) from ledger where fact = 'SessionOpened'").fetchone()[0]
        return int(found)


def closing_to(path: Path) -> contextlib.closing[sqlite3.Connection]:
    return contextlib.closing(sqlite3.connect(path))


def flipped(folder: Path, _older: Path) -> None:
    content = bytearray((folder / "contest.db").read_bytes())
    content[len(content) // 3] ^= 4
    (folder / "contest.db").write_bytes(content)


def truncated(folder: Path, _older: Path) -> None:
    content = (folder / "contest.db").read_bytes()
    (folder / "contest.db").write_bytes(content[:-4096])


def other_manifest(folder: Path, older: Path) -> None:
    shutil.copy(older / "manifest.json", folder / "manifest.json")


def plain_copy(folder: Path, _older: Path) -> None:
    """The file as it lay there, without its log: the session that was opened is not in it."""
    shutil.copy(folder.parent / "plain.db", folder / "contest.db")


def other_key(folder: Path, _older: Path) -> None:
    (folder / "ledger-key").write_text("ab" * 32)


@pytest.mark.parametrize("harm", [flipped, truncated, other_manifest, plain_copy, other_key])
def test_a_harmed_backup_is_refused_and_the_one_before_is_taken(
    machine: Machine, tmp_path: Path, harm: Callable[[Path, Path], None]
) -> None:
    shutil.copytree(machine.stick, tmp_path / "stick")
    shutil.copy(machine.stick.parent / "plain.db", tmp_path / "stick" / "plain.db")
    older, newest = sorted((tmp_path / "stick").glob("liangfen-*"), key=machine.made_at)
    harm(newest, older)
    asked = restored(machine, tmp_path / "stick", tmp_path / "into")
    assert asked.returncode == 0 and (newest.name in asked.stderr or harm is other_manifest), asked
    assert opened(tmp_path / "into") == 0


def test_a_harmed_backup_that_is_named_is_refused_and_nothing_is_made(machine: Machine, tmp_path: Path) -> None:
    shutil.copytree(machine.stick, tmp_path / "stick")
    newest = max((tmp_path / "stick").glob("liangfen-*"), key=machine.made_at)
    flipped(newest, newest)
    asked = restored(machine, newest, tmp_path / "into")
    assert asked.returncode == 1 and "contest.db" in asked.stderr
    assert not (tmp_path / "into").exists()


def test_an_unharmed_backup_is_restored_with_all_that_was_in_the_log(machine: Machine, tmp_path: Path) -> None:
    assert restored(machine, machine.stick, tmp_path / "into").returncode == 0
    assert opened(tmp_path / "into") == 1
