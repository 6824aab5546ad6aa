"""What the machine says of itself is a warning before it hurts, and goes when it is over."""

from __future__ import annotations

import pytest

from live.picture.desk import desk_parts
from live.presence import Presence
from live.watch import MEGABYTE, Watch
from tests.office import START, Day

NOW = 1_700_000_000_000


def codes(watch: Watch, now: int = NOW) -> list[tuple[str, str]]:
    return [(one.code, one.level) for one in watch.warnings(now)]


def backed_up(same_disk: bool = False) -> Watch:
    watch = Watch(NOW)
    watch.backup_wanted("/stick", same_disk)
    watch.session_open(True, NOW)
    watch.backup_done(NOW, 7)
    return watch


def test_a_machine_that_is_well_says_nothing() -> None:
    watch = backed_up()
    watch.looked(NOW, 20_000 * MEGABYTE)
    for number in range(100):
        watch.committed(3.0, NOW + number)
    assert codes(watch, NOW + 60_000) == []


@pytest.mark.parametrize(
    ("free", "said"),
    [(501, []), (499, [("disk_low", "wait")]), (100, [("disk_low", "wait")]), (99, [("disk_short", "stop")])],
)
def test_a_disk_that_fills_is_said_before_it_is_full(free: int, said: list[tuple[str, str]]) -> None:
    watch = Watch()
    watch.looked(NOW, free * MEGABYTE)
    assert codes(watch) == said


def test_a_failed_commit_stays_until_one_goes_through() -> None:
    watch = Watch()
    watch.committing(NOW)
    watch.commit_failed(NOW)
    assert codes(watch, NOW + 86_400_000) == [("not_saved", "stop")]
    watch.committed(2.0, NOW)
    assert codes(watch) == []


def test_a_commit_that_hangs_is_said_after_five_seconds() -> None:
    watch = Watch()
    watch.committing(NOW)
    assert codes(watch, NOW + 4_000) == []
    assert codes(watch, NOW + 6_000) == [("commit_hangs", "stop")]


def test_slow_commits_are_said_for_a_minute() -> None:
    usual, once = Watch(), Watch()
    for number in range(20):
        usual.committed(250.0, NOW + number)
        once.committed(1_200.0 if number == 3 else 2.0, NOW + number)
    assert codes(usual, NOW + 1_000) == codes(once, NOW + 1_000) == [("slow_commits", "wait")]
    assert codes(usual, NOW + 61_000) == codes(once, NOW + 61_000) == []


def test_one_commit_of_a_quiet_minute_is_not_yet_slow() -> None:
    watch = Watch()
    watch.committed(300.0, NOW)
    assert codes(watch) == []


def test_copies_that_stop_coming_are_said_in_an_open_session_only() -> None:
    watch = backed_up()
    assert codes(watch, NOW + 119_000) == []
    assert codes(watch, NOW + 121_000) == [("backup_old", "stop")]
    watch.session_open(False, NOW + 121_000)
    assert codes(watch, NOW + 121_000) == []
    watch.session_open(True, NOW + 9_000_000)
    assert codes(watch, NOW + 9_060_000) == [], "a session that was just opened has its first minutes"


def test_a_failing_copy_says_why_and_becomes_urgent() -> None:
    watch = backed_up()
    watch.backup_failed(NOW + 40_000, "backup_full")
    assert codes(watch, NOW + 41_000) == [("backup_failed", "wait")]
    assert codes(watch, NOW + 121_000) == [("backup_failed", "stop")]
    watch.backup_done(NOW + 122_000, 9)
    assert codes(watch, NOW + 122_000) == []


def test_a_copy_on_the_same_disk_or_nowhere_is_said() -> None:
    assert codes(backed_up(same_disk=True)) == [("backup_same_disk", "wait")]
    watch = Watch()
    watch.backup_wanted(None)
    assert codes(watch) == [("backup_nowhere", "wait")]


@pytest.mark.parametrize(("step", "code"), [(3_600_000, "clock_ahead"), (-86_400_000, "clock_back")])
def test_a_clock_that_steps_is_said_for_ten_minutes_and_takes_nothing_else_along(step: int, code: str) -> None:
    watch = backed_up()
    watch.clock_step(step, NOW + 1_000)
    assert codes(watch, NOW + 2_000) == [(code, "wait")], "told before it is followed"
    after = NOW + 2_000 + step
    watch.clock_adopted(step)
    assert codes(watch, after) == [(code, "wait")], "no copy is old for it"
    assert codes(watch, after + 120_000) == [("backup_old", "stop"), (code, "wait")], "nor ever young"
    watch.backup_done(after + 600_000, 8)
    assert codes(watch, after + 601_000) == []


def test_a_clock_that_is_only_steered_is_no_step() -> None:
    watch = Watch()
    watch.clock_step(1_900, NOW)
    assert codes(watch) == []


def test_a_clock_behind_the_newest_fact_is_said_until_it_has_caught_up() -> None:
    watch = Watch()
    watch.newest_fact(NOW)
    assert codes(watch, NOW - 120_000) == [("clock_behind", "wait")]
    assert codes(watch, NOW - 30_000) == []


def test_the_desk_sees_it_in_both_languages_before_anything_else(day: Day) -> None:
    watch = Watch(START)
    watch.committing(START)
    watch.commit_failed(START)
    watch.backup_wanted("/stick")
    watch.backup_failed(START, "not_saved")
    day.open()
    found = day.read(desk_parts, Presence(), day.clock, {}, watch)["problems"]
    assert found[0]["code"] == "not_saved" and found[0]["level"] == "stop" and found[0]["session"] is None
    assert "腾出空间后自动恢复" in found[0]["zh"] and "tablets" in found[0]["en"]
    failed = next(one for one in found if one["code"] == "backup_failed")
    assert "/stick" in failed["zh"] and "{" not in failed["zh"] + failed["en"]
