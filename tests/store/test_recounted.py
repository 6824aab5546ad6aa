"""The recount from the stored rows: the same as the rules, and wherever either reading slips, a difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from scoring.actions import publishing, running, seats
from scoring.rules import aggregate, selection
from scoring.rules.change import Declining, IncompleteRuling, RulingLift, TieRuling
from scoring.store.reading import ground
from scoring.store.reading.contest import find_pool, load_contest, pools
from scoring.store.reading.recounted import Difference, recount_differences, recount_of
from scoring.store.reading.rulings import Rulings
from scoring.store.reading.standings import all_standings, entry_score
from tests.actions.ruled_day import POOL, changed, contest_of, play, short
from tests.office import Day
from tests.web.played import played_office
from web.office import Office

Days = Callable[..., Day]
HEADS = ("JA1", "JA2")


def differences(day: Day, pool: str = POOL) -> list[Difference]:
    def ask(connection: Connection) -> list[Difference]:
        contest = load_contest(connection)
        return recount_differences(connection, contest, find_pool(contest, pool))

    found: list[Difference] = day.read(ask)
    return found


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = played_office(tmp_path_factory.mktemp("played"))
    yield office
    office.writer.close()


def of_sample(connection: Connection) -> dict[str, list[Difference]]:
    contest = load_contest(connection)
    return {quota.kind: recount_differences(connection, contest, quota) for quota in pools(contest)}


def test_the_stored_sample_counted_again_is_the_same_in_every_field(sample: Office) -> None:
    found = sample.read(of_sample)
    assert len(found) == 2
    assert set(map(tuple, found.values())) == {()}
    counted = sample.read(lambda c: [recount_of(c, quota) for quota in pools(load_contest(c))])
    assert sum(map(len, counted)) == 36


@pytest.fixture
def every_ruling(days: Days) -> Day:
    """A day with a recusal, a return, overtime and a missing judge; rulings that hold beside some that ended."""
    day = play(days(contest_of((1, 1, 1), "UVVW", still_tied="chief")), {"A1": (90, 80, 70, 95, 60)})
    day.present("A4", seconds=800)
    day.vote("A4", {"JA1": 70, "JA2": 81, "JA3": 82, "JX": 90})
    day.do(seats.recuse, entry="A4", judge="JA2", reason="本单位")
    day.do(seats.return_ballot, entry="A4", judge="JA3", reason="笔误")
    day.submit("A4", "JA3", 84, base=1)
    day.miss("A4", "JA4")
    day.do(running.close_entry, entry="A4")
    day.do(publishing.publish_entry, entry="A4")
    short(day, "A2")
    short(day, "A3")
    changed(day, IncompleteRuling("A2", "document_only", HEADS))
    changed(day, IncompleteRuling("A3", "document_only", HEADS))
    changed(day, TieRuling(POOL, ("A2", "A3"), HEADS))
    changed(day, TieRuling(POOL, ("A3", "A2"), HEADS))
    changed(day, Declining("A3"))
    changed(day, Declining("A1"))
    changed(day, RulingLift("A1", "declined"))
    return day


def test_whatever_was_ruled_the_recount_from_the_rows_agrees(every_ruling: Day) -> None:
    assert differences(every_ruling) == []
    assert every_ruling.rows("select count(*), count(ended_at) from ruling") == [(4, 1)]
    assert every_ruling.rows("select count(*), count(ended_at) from chief_decision") == [(2, 1)]


def test_in_the_middle_of_the_day_it_agrees_over_what_is_published(days: Days) -> None:
    day = play(days(contest_of()), {"A1": 90, "A2": 80})
    day.present("A3")
    day.vote("A3")
    day.do(running.withdraw, entry="A4", reason="缺席")
    assert differences(day) == []


def test_shown_only_it_agrees(days: Days) -> None:
    day = play(days(contest_of()), {"A1": 90, "A3": 80, "A4": 75})
    short(day, "A2")
    changed(day, IncompleteRuling("A2", "out_of_competition", HEADS))
    assert differences(day) == []


def each_by_itself(connection: Connection) -> dict[str, str | None]:
    contest = load_contest(connection)
    scores = {entry.id: entry_score(connection, contest, entry) for entry in contest.entries}
    return {entry: None if score.final is None else str(score.final) for entry, score in scores.items()}


def all_at_once(connection: Connection) -> dict[str, str]:
    results = [result for one in all_standings(connection) for result in one.results]
    return {result.entry: result.exact_final for result in results if result.exact_final is not None}


def test_an_entry_scored_by_itself_has_the_score_that_it_has_among_all(every_ruling: Day, sample: Office) -> None:
    for read in (every_ruling.read, sample.read):
        alone, among = read(each_by_itself), read(all_at_once)
        assert among
        assert {entry: alone[entry] for entry in among} == among


def without_the_newest(connection: Connection) -> dict[str, Any]:
    counted = REAL_COUNTED(connection)
    return {entry: replace(one, ballots=one.ballots[:-1]) for entry, one in counted.items()}


REAL_COUNTED = ground.all_counted
PLANTS: dict[str, tuple[Any, str, Any, str]] = {
    "a ballot not read": (ground, "all_counted", without_the_newest, "valid"),
    "a decision not read": (Rulings, "decisions", lambda *_: [], "decided_by"),
    "overtime forgotten": (aggregate, "overtime_points", lambda *_: 0, "deduction"),
    "nobody recommended": (selection, "RECOMMENDED", frozenset(), "selection"),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_slip_of_the_rules_or_of_their_reading_is_a_difference(
    every_ruling: Day, plant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, name, slip, field = PLANTS[plant]
    monkeypatch.setattr(where, name, slip)
    assert field in {found.field for found in differences(every_ruling)}
