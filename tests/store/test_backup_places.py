"""Places that are missing, full, read-only or low, and which backups stay there."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

import scoring.store.backup_shelf as shelf
import web.backup_worker as worker
from scoring.store.backup_folder import read_manifest
from scoring.store.backup_shelf import DAY, HOUR, Lying, lying_at, thin, to_go
from tests.office import Day
from tests.store.backed_up import BackedUp, refusal

MINUTE = 60_000
NOW = 1_600_000_000_000 // shelf.TEN_MINUTES * shelf.TEN_MINUTES  # ms


@pytest.fixture
def saved(day: Day, tmp_path: Path) -> BackedUp:
    return BackedUp(day, tmp_path)


def at(*minutes_ago: float) -> list[Lying]:
    return [Lying(Path(f"b{ago}"), int(NOW - ago * MINUTE), "line", 1) for ago in minutes_ago]


def ago(backups: list[Lying]) -> set[float]:
    return {(NOW - one.at) / MINUTE for one in backups}


def test_the_last_hour_stays_whole_then_one_stays_per_ten_minutes_then_one_a_day() -> None:
    every_minute = at(*range(180))
    gone = ago(to_go(every_minute, NOW))
    assert not any(one <= 60 for one in gone)
    staying = set(range(61, 180)) - gone
    assert sorted(-(-one // 10) for one in staying) == list(range(7, 19)), staying
    hourly = at(*range(0, 5 * 24 * 60, 60))
    left = {one.at for one in hourly} - {one.at for one in to_go(hourly, NOW)}
    assert len([one for one in left if NOW - one > DAY]) in (4, 5)
    assert len([one for one in left if HOUR < NOW - one <= DAY]) == 23


def test_the_newest_always_stays_however_old_it_is() -> None:
    old = at(*(9 * 24 * 60 + n for n in range(5)))
    assert max(old, key=lambda one: one.at) not in to_go(old, NOW) and len(to_go(old, NOW)) >= 2


def test_thinning_twice_takes_nothing_more() -> None:
    every_minute = at(*range(3000))
    gone = to_go(every_minute, NOW)
    assert to_go([one for one in every_minute if one not in gone], NOW) == []


def test_where_room_is_short_the_oldest_go_first_and_the_newest_stays(
    saved: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [saved.backup()]
    for number in range(3):
        saved.day.submit("A1", "JA4", 80, id=f"{number:032x}")
        folders.append(saved.backup())
    line = read_manifest(folders[0]).state.line
    monkeypatch.setattr(shelf, "free_at", lambda place: 50 - 20 * len(list(place.glob("liangfen-*"))))
    assert thin(saved.place, line, time.time_ns() // 1_000_000, 0) == (2, True)
    assert [one.folder for one in lying_at(saved.place)] == folders[2:]
    assert thin(saved.place, line, time.time_ns() // 1_000_000, 1000) == (1, True)
    assert [one.folder for one in lying_at(saved.place)] == folders[3:] and refusal(folders[3]) == ""


def test_another_contest_at_the_same_place_is_left_alone(saved: BackedUp) -> None:
    folder = saved.backup()
    other = folder.with_name("liangfen-20200101-000000-seq9")
    shutil.copytree(folder, other)
    manifest = other / "manifest.json"
    manifest.write_text(manifest.read_text().replace(read_manifest(folder).state.line, "f" * 64))
    assert thin(saved.place, read_manifest(folder).state.line, 4 * 10**12, 10**18) == (0, True)
    assert other.is_dir() and folder.is_dir()


def test_a_file_in_the_place_of_the_directory_is_said(saved: BackedUp) -> None:
    saved.place.write_text("no directory")
    assert saved.child()["failed"] == "backup_place"


def test_a_directory_that_cannot_be_made_is_said(saved: BackedUp, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert saved.child(place=str(tmp_path / "file" / "stick"))["failed"] == "backup_place"


def test_a_place_that_takes_no_more_bytes_is_said_and_leaves_nothing_behind(saved: BackedUp) -> None:
    size = saved.day.path.stat().st_size // 2
    answer = saved.child(f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))")
    assert answer["failed"] in ("backup_full", "backup_place") and lying_at(saved.place) == []
    assert [path.name for path in saved.place.iterdir()] in ([], ["scans"])


def test_a_full_place_gives_up_its_oldest_backup_for_the_newest(
    saved: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = saved.backup()
    saved.day.submit("A1", "JA4", 80)
    second = saved.backup()
    real, tries = worker.make_backup, []

    def full_until_one_went(*given: object) -> Path:
        tries.append(given)
        if first.is_dir():
            raise OSError(28, os.strerror(28))
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(worker, "make_backup", full_until_one_went)
    saved.day.submit("A1", "JX", 80)
    job = {"source": str(saved.day.path), "data_dir": str(saved.data_dir), "place": str(saved.place)}
    third = worker.back_up(job)["folder"]
    assert len(tries) == 2 and [one.folder.name for one in lying_at(saved.place)] == [second.name, third]


def test_a_scan_is_copied_once_for_all_backups(saved: BackedUp) -> None:
    saved.backup()
    scan = next((saved.place / "scans").iterdir())
    before = scan.stat().st_mtime_ns
    saved.day.submit("A1", "JA4", 80)
    saved.backup()
    assert scan.stat().st_mtime_ns == before and len(list((saved.place / "scans").iterdir())) == 1


def test_unchanged_means_that_the_backup_still_lies_there(saved: BackedUp) -> None:
    folder = saved.backup()
    again = saved.child(unchanged=folder.name)
    assert again["fresh"] and again["folder"] == folder.name and len(lying_at(saved.place)) == 1
    shutil.rmtree(folder)
    assert "fresh" not in saved.child(unchanged=folder.name) and len(lying_at(saved.place)) == 1
