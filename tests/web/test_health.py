"""/healthz: 200 while what is sent is saved, 503 while it is not, the same shape always and nothing hidden."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from scoring.actions import running
from scoring.errors import StoreFailed
from scoring.facts import SYSTEM
from scoring.store.database import store_nothing
from scoring.store.reading.day import entry_row
from scoring.store.work import Work
from tests.web.serving import House, put, wire
from web import watching
from web.office import ContestClock, now_ms
from web.watching import Watchman

SHAPE = {"state", "ready", "saving", "keeping_up"}


def no_more_writing(work: Work) -> None:
    """From here on the writer's connection only reads, as on a disk that became read-only."""
    work.connection.exec_driver_sql("PRAGMA query_only = ON")


def failing(house: House) -> None:
    house.office.do(no_more_writing, SYSTEM)
    with pytest.raises(StoreFailed):
        house.office.do(store_nothing, SYSTEM)


def test_a_server_that_saves_says_so(house: House) -> None:
    answer = house.stranger().get("/healthz")
    assert answer.status_code == 200
    assert answer.get_json() == {"state": "ok", "ready": True, "saving": True, "keeping_up": True}


def test_a_failed_commit_is_503_until_one_goes_through(house: House) -> None:
    failing(house)
    answer = house.stranger().get("/healthz")
    assert answer.status_code == 503
    assert answer.get_json() == {"state": "stop", "ready": False, "saving": False, "keeping_up": True}
    house.office.do(store_nothing, SYSTEM)
    assert house.stranger().get("/healthz").status_code == 200


def test_a_ballot_that_cannot_be_saved_is_refused_in_words_and_not_kept_anywhere(house: House) -> None:
    house.begin()
    tablet, body = house.judge("JA1"), wire("A1", "JA1", 80)
    house.office.do(no_more_writing, SYSTEM)
    answer = put(tablet, body)
    assert answer.status_code == 507
    error = answer.get_json()["error"]
    assert error["code"] == "not_saved" and error["zh"] and error["en"]
    assert house.stranger().get("/api/v1/public/picture").status_code == 200, "reading goes on"
    again = put(tablet, body)
    assert again.status_code == 201 and again.get_json()["receipt"], "the next one is saved without a restart"


def test_a_warning_is_still_ready(house: House) -> None:
    house.app.extensions["watch"].looked(now_ms(), 300_000_000)
    answer = house.stranger().get("/healthz")
    assert (answer.status_code, answer.get_json()["state"]) == (200, "warn")


def test_the_look_notices_by_itself_that_saving_works_again(house: House) -> None:
    failing(house)
    watch = house.app.extensions["watch"]
    Watchman(watch, house.office).look()
    assert not watch.last_commit_failed


def test_a_disk_that_does_not_answer_stops_no_look(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def never(folder: Path) -> int:
        asked.append(folder)
        raise OSError("a share that is gone")

    monkeypatch.setattr(watching, "free_bytes", never)
    watchman = Watchman(house.app.extensions["watch"], house.office)
    for _ in range(3):
        watchman.look()
    assert house.stranger().get("/healthz").status_code == 200
    assert asked[0] == house.office.settings.data_dir


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """By how much (ms) somebody sets the machine's clock."""
    by = [0]
    real = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() + by[0] * 1_000_000)
    return by


def test_a_step_of_the_clock_is_told_and_followed_where_nothing_is_timed(house: House, moved: list[int]) -> None:
    watch, clock = house.app.extensions["watch"], ContestClock()
    watchman = Watchman(watch, house.office, clock)
    before = clock.now()
    watchman.look()
    assert watch.warnings(clock.now()) == []
    moved[0] = -3_600_000
    watchman.look()
    assert [one.code for one in watch.warnings(clock.now())] == ["clock_back"]
    assert abs(clock.now() - before + 3_600_000) < 5_000


def test_a_step_in_the_middle_of_a_turn_waits_until_nothing_is_timed(house: House, moved: list[int]) -> None:
    house.begin()
    watch, clock = house.app.extensions["watch"], ContestClock()
    watchman = Watchman(watch, house.office, clock)
    before = clock.now()
    moved[0] = 3_600_000
    watchman.look()
    watchman.look()
    assert [one.code for one in watch.warnings(clock.now())] == ["clock_ahead"]
    assert clock.now() - before < 5_000
    house.office.do(running.end_presenting, SYSTEM, entry="A1")
    house.office.do(running.end_questions, SYSTEM, entry="A1")
    watchman.look()
    assert clock.now() - before > 3_500_000
    assert clock.stepped() < 500


def test_a_step_is_no_overtime(house: House, moved: list[int]) -> None:
    house.begin()
    moved[0] = 3_600_000
    house.office.do(running.end_presenting, SYSTEM, entry="A1")
    assert house.office.read(entry_row, "A1").overtime == 0
