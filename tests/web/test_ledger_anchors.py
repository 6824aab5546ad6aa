"""Heads kept outside the database: what a backup or a printed foot says against its ledger, and what it does not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scoring.actions.restoring import record_restored
from scoring.actions.running import show_scene
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM
from scoring.store.backup_folder import make_backup
from scoring.store.database import open_engine
from scoring.store.reading.ledger import ledger_head
from tests.office import START, Day, copied, small_contest
from tests.web.played import played_folder
from tests.web.test_ledger_command import run
from web.keys import LedgerSigner
from web.verifying import Grounds, wrong_anchors

SIGNER = LedgerSigner(Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))  # that of tests.office.Day
HOUR = 3_600_000  # ms
Days = Callable[..., Day]


def backed_up(day: Day, place: Path, signer: LedgerSigner = SIGNER) -> Grounds:
    """The grounds with one more backup of the day as it is now."""
    (place.parent / "data").mkdir(exist_ok=True)
    sign = lambda said: {"key": signer.key, "signature": signer.sign(said)}  # noqa: E731
    make_backup(day.path, place.parent / "data", place, (day.clock, "20260818-090000", "test"), sign)
    return Grounds({SIGNER.key}, backups=place)


def anchors(day: Day, grounds: Grounds) -> list[str]:
    with open_engine(day.url, writes=False).connect() as connection:
        return [wrong.code for wrong in wrong_anchors(connection, grounds)]


def goes_on(day: Day, scene: str = "stage") -> None:
    day.clock += HOUR
    day.do(show_scene, session="A", scene=scene)


@pytest.fixture
def day(days: Days) -> Day:
    return days(small_contest())


def test_a_ledger_that_went_on_since_its_backups_agrees_with_them(day: Day, tmp_path: Path) -> None:
    grounds = backed_up(day, tmp_path / "place")
    goes_on(day)
    assert anchors(day, backed_up(day, tmp_path / "place")) == anchors(day, grounds) == []


def test_an_older_copy_and_one_that_went_on_otherwise_are_found(day: Day, days: Days, tmp_path: Path) -> None:
    early = tmp_path / "early.db"
    backed_up(day, tmp_path / "first")
    shutil.copy(next((tmp_path / "first").glob("liangfen-*/contest.db")), early)
    goes_on(day)
    grounds = backed_up(day, tmp_path / "place")
    (tmp_path / "older").mkdir()
    older = Day(copied(early, tmp_path / "older"), None)
    assert anchors(older, grounds) == ["anchor"]
    older.clock = day.clock
    goes_on(older, "idle")
    assert anchors(older, grounds) == ["anchor"]
    older.writer.close()


def test_another_contest_in_its_place_is_found_and_one_begun_after_it_is_not(days: Days, tmp_path: Path) -> None:
    first = days(small_contest())
    goes_on(first)
    grounds = backed_up(first, tmp_path / "place")
    in_its_place = days(replace(small_contest(), name="另一赛"))
    assert anchors(in_its_place, grounds) == ["anchor"]
    begun_later = days(None)
    begun_later.clock = first.clock + HOUR
    begun_later.do(apply_set_up, SYSTEM, contest=small_contest())
    assert anchors(begun_later, grounds) == []


def test_a_backup_signed_by_another_key_says_nothing(day: Day, tmp_path: Path) -> None:
    goes_on(day)
    stranger = LedgerSigner(Ed25519PrivateKey.from_private_bytes(b"\x09" * 32))
    backed_up(day, tmp_path / "place", stranger)
    other = Grounds({SIGNER.key}, backups=tmp_path / "place")
    assert anchors(day, other) == []


def test_what_was_left_behind_by_a_restore_that_two_signed_is_no_finding(days: Days, tmp_path: Path) -> None:
    day = days(small_contest())
    early = backed_up(day, tmp_path / "early")
    assert early.backups is not None
    seq, head = day.read(ledger_head)
    goes_on(day)
    later = backed_up(day, tmp_path / "place")
    (tmp_path / "restored").mkdir()
    brought_back = Day(copied(next(early.backups.glob("liangfen-*/contest.db")), tmp_path / "restored"), None)
    brought_back.clock = day.clock + HOUR
    assert anchors(brought_back, later) == ["anchor"], "until the restore is told"
    who = {"by": "secretariat-1", "witness": "scorer-1", "reason": "磁盘坏了"}
    brought_back.do(record_restored, SYSTEM, backup=(seq, head, START), **who)
    assert anchors(brought_back, later) == []
    brought_back.writer.close()


def test_verify_compares_with_the_foot_of_a_printed_sheet(tmp_path: Path) -> None:
    folder = played_folder(tmp_path)
    with open_engine(f"sqlite:///{folder}/contest.db", writes=False).connect() as connection:
        seq, head = ledger_head(connection)
    right: Result = run(folder, "verify", "--at", str(seq), head[:12].upper())
    assert right.exit_code == 0, right.output
    for number, begun in ((seq, "0" * 12), (seq + 1, head[:12])):
        wrong = run(folder, "verify", "--at", str(number), begun)
        assert wrong.exit_code == 1 and "foot" in wrong.output
    assert run(folder, "verify", "--at", str(seq), head[:11]).exit_code == 2
