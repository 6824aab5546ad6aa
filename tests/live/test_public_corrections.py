"""更正 in the public picture: what was seen before stands beside what is true now, and nothing hidden does."""

from __future__ import annotations

import json
from typing import Any

from live.picture.corrected import TOLD
from live.picture.public import public_parts, revealed_entry
from scoring.actions import changing, publishing
from scoring.actions.public_corrections import take_off
from scoring.facts import Actor
from scoring.rules.change import OvertimeChange
from scoring.rules.moves import Moves
from scoring.store.reading.contest import load_contest
from scoring.store.work import Work
from tests.corrected import A_POOL, correct, marks, of_entry, phase, revealed_day
from tests.office import Day

ROW = {"entry", "circle", "unit", "title", "rank", "shown", "decided_by", "award", "selection", "newest", "corrected"}
SECOND = Actor("staff", "supervisor-1", "supervisor", "second-login")


def picture(day: Day) -> dict[str, Any]:
    return dict(day.read(public_parts))


def rows(day: Day) -> dict[str, dict[str, Any]]:
    return {row["entry"]: row for row in picture(day)[f"standings/{A_POOL}"]["rows"]}


def text_of(day: Day) -> str:
    return json.dumps(picture(day), ensure_ascii=False)


def test_the_picture_has_the_same_shape_with_and_without_corrections(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    plain = picture(day)
    assert plain["corrections"] == []
    assert {row["corrected"] for row in rows(day).values()} == {None}
    correct(day, of_entry("A1", document="95"))
    told = picture(day)
    assert set(told) == set(plain) and set(told["reveal/A"]) == set(plain["reveal/A"])
    assert {frozenset(row) for row in rows(day).values()} == {frozenset(ROW)}
    assert (plain["reveal/A"]["corrected"], plain["reveal/A"]["was"]) == (False, None)


def test_a_corrected_row_says_what_was_seen_before_and_when(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    correct(day, of_entry("A1", document="95"))
    before = {"shown": "86.40", "rank": 2, "award": None, "selection": None}
    assert rows(day)["A1"]["corrected"] == {"before": before, "changed": ["shown", "rank"], "at": day.clock}
    assert rows(day)["A2"]["corrected"]["changed"] == ["rank"]
    first, second = picture(day)["corrections"]
    assert (first["entry"], first["circle"], first["pool"], first["at"]) == ("A1", "小组A1", A_POOL, day.clock)
    assert (first["before"], first["after"]["shown"], first["after"]["rank"]) == (before, "88.40", 1)
    assert (second["entry"], second["changed"], second["inner"]) == ("A2", ["rank"], False)


def test_a_corrected_reveal_says_so_with_the_score_that_was_seen(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    correct(day, of_entry("A2", document="95"))
    reveal = picture(day)["reveal/A"]
    assert (reveal["entry"]["id"], reveal["corrected"], reveal["was"]) == ("A2", True, "87.00")
    assert reveal["result"]["shown"] == "89.00"
    other = day.read(lambda connection: revealed_entry(connection, load_contest(connection), "A1"))
    assert (other["corrected"], other["was"]) == (False, None)


def test_a_place_that_another_reveal_moved_is_not_called_corrected(day: Day) -> None:
    revealed_day(day, ("A1", "A2", "A3"))
    correct(day)
    assert {row["corrected"] for row in rows(day).values()} == {None}
    assert picture(day)["reveal/A"]["corrected"] is False


def test_a_correction_of_what_is_not_revealed_changes_no_byte_of_the_picture(day: Day) -> None:
    revealed_day(day, ("A1",))
    day.publish("A2")
    day.reveal("A2", (1, 2))
    day.publish("A3")
    before = text_of(day)
    correct(day, of_entry("A2", document="95"), of_entry("A3", document="95"), marks("A3", "JA1", 60))
    assert text_of(day) == before
    day.reveal("A2", (3, 4))
    assert picture(day)["reveal/A"]["corrected"] is False and picture(day)["corrections"] == []


def test_totals_corrected_under_the_same_score_are_told_as_such(day: Day) -> None:
    revealed_day(day, ("A1",))
    correct(day, marks("A1", "JX", 91))
    told = picture(day)["corrections"][0]
    assert (told["inner"], told["changed"]) == (True, [])
    assert rows(day)["A1"]["corrected"] is None
    assert (picture(day)["reveal/A"]["corrected"], picture(day)["reveal/A"]["was"]) == (True, None)


def test_what_was_taken_off_and_comes_back_the_same_is_not_corrected(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    correct(day, lambda work: take_off(work, "A1"))
    gone = picture(day)["corrections"][0]
    assert (gone["entry"], gone["before"]["shown"], gone["after"]) == ("A1", "86.40", None)
    day.reveal("A1")
    assert rows(day)["A1"]["corrected"] is None
    assert picture(day)["reveal/A"]["corrected"] is False


def test_a_corrected_step_that_is_taken_back_takes_its_chip_with_it(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    correct(day, of_entry("A1", document="86"), of_entry("A2", document="84.5"))
    assert picture(day)["reveal/A"]["corrected"] is True
    for step in (4, 3):
        day.do(publishing.unreveal, entry="A2", step=step)
    assert (picture(day)["reveal/A"]["step"], picture(day)["reveal/A"]["corrected"]) == (2, False)


def test_details_corrected_before_it_was_taken_off_are_not_told_of_what_came_back(day: Day) -> None:
    revealed_day(day, ("A1",))
    correct(day, marks("A1", "JX", 91))
    correct(day, lambda work: take_off(work, "A1"))
    day.reveal("A1")
    assert picture(day)["reveal/A"]["corrected"] is False


def test_what_was_taken_off_and_comes_back_otherwise_says_what_it_was(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    correct(day, lambda work: take_off(work, "A1"))
    correct(day, of_entry("A1", document="95"))
    assert "95.00" not in text_of(day) and "88.40" not in text_of(day)
    day.reveal("A1", (1, 2, 3))
    assert picture(day)["reveal/A"]["corrected"] is False
    day.reveal("A1", (4,))
    assert rows(day)["A1"]["corrected"]["before"]["shown"] == "86.40"
    assert (picture(day)["reveal/A"]["corrected"], picture(day)["reveal/A"]["was"]) == (True, "86.40")


def test_put_right_twice_the_last_seen_value_stands_beside(day: Day) -> None:
    revealed_day(day, ("A1",))
    correct(day, of_entry("A1", document="95"))
    correct(day, of_entry("A1", document="90"))
    assert rows(day)["A1"]["corrected"]["before"]["shown"] == "88.40"
    assert picture(day)["reveal/A"]["was"] == "88.40"


def test_a_prize_that_appears_with_a_corrected_score_is_not_called_changed(day: Day) -> None:
    revealed_day(day, ("A1", "A2", "A3"))
    correct(day, phase("A4", "disqualified"), of_entry("A1", document="99"))
    assert rows(day)["A1"]["award"] == "一等奖"
    assert rows(day)["A1"]["corrected"]["changed"] == ["shown", "rank"]


def test_of_many_the_newest_are_told_and_of_one_act_the_scores_first(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    for number in range(TOLD):
        correct(day, of_entry("A1", document="95" if number % 2 == 0 else "80"))
    told = picture(day)["corrections"]
    assert len(told) == TOLD and [one["entry"] for one in told[:4]] == ["A1", "A2", "A1", "A2"]
    assert told[0]["at"] == day.clock and told[0]["at"] > told[2]["at"]


def test_a_correction_that_two_people_confirm_reaches_the_picture(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    change = OvertimeChange("A2", 200)
    found: Moves = day.do(lambda work: changing.preview(work, change, "秒表记错").moves)

    def asked(work: Work) -> str:
        return changing.ask(work, change, "秒表记错", found.fingerprint()).id

    waiting = day.do(asked)
    assert picture(day)["corrections"] == []
    day.do(changing.confirm, SECOND, change=waiting, expected=found.fingerprint())
    assert [one["entry"] for one in picture(day)["corrections"]] == ["A2", "A1"]
    assert rows(day)["A2"]["corrected"]["before"]["shown"] == "87.00"
