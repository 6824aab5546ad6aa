"""A set-up applied again in the middle of a day: what was drawn, printed or shown follows it rightly."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scoring.actions import judging, running, sessions
from scoring.actions.people import Opening, enter
from scoring.actions.setting_up import apply_set_up
from scoring.errors import NotAllowed, RuleBroken
from scoring.rules.contest import Contest
from scoring.store.reading.contest import latest_rubric
from tests.corrected import put_right
from tests.office import KIND, Day, as_judge, entry, small_contest

A_POOL = "问题解决型@A"


def without_judge(name: str) -> Contest:
    contest = small_contest()
    return replace(contest, judges=tuple(judge for judge in contest.judges if judge.id != name))


def order(day: Day) -> list[tuple[str, int, int]]:
    return day.rows("select id, position, drawn_position from entry where session='A' order by position, id")


def panel_without_ja3(day: Day) -> None:
    """JA3 began on A1; it was postponed, the seat changed hands, A1 came again."""
    day.open()
    day.do(running.call, entry="A1")
    day.do(judging.save_draft, as_judge("JA3"), entry="A1", judge="JA3", marks=[100, None], comment="")
    day.do(running.postpone, entry="A1", reason="停电")
    day.do(sessions.change_seat, session="A", seat=3, judge="JR", attendance="onsite", reason="病假")


def test_a_judge_who_left_no_more_than_a_draft_can_be_removed(day: Day) -> None:
    panel_without_ja3(day)
    day.do(running.call, entry="A1")
    day.do(apply_set_up, contest=without_judge("JA3"))
    assert day.rows("select count(*) from judge where id='JA3'") == [(0,)]
    assert day.rows("select count(*) from draft") == [(0,)]


def test_a_judge_whose_ballot_was_kept_aside_is_not_removed(day: Day) -> None:
    panel_without_ja3(day)
    assert day.submit("A1", "JA3", 80).outcome == "late"
    day.do(running.call, entry="A1")
    with pytest.raises(RuleBroken, match="judge_has_ballots"):
        day.do(apply_set_up, contest=without_judge("JA3"))


def test_the_card_of_a_removed_judge_never_opens_the_seat_of_who_gets_the_id_later(day: Day) -> None:
    day.do(apply_set_up, contest=without_judge("JR"))
    day.do(apply_set_up, contest=small_contest())
    with pytest.raises(NotAllowed, match="card_not_valid"):
        day.do(enter, opening=Opening("judge", "JR", 1, "t" * 64, "tablet"))


def test_a_drawn_order_survives_an_entry_put_in_above(day: Day) -> None:
    day.do(sessions.draw_order, session="A", seed=7)
    drawn = order(day)
    assert [row[0] for row in drawn] != ["A1", "A2", "A3", "A4"]
    old = small_contest()
    moved = tuple(replace(e, position=e.position + 1) if e.session == "A" else e for e in old.entries)
    day.do(apply_set_up, contest=replace(old, entries=(entry("A0", "A", 1), *moved)))
    assert order(day) == [*drawn, ("A0", 5, 5)]


def test_an_order_that_was_not_drawn_follows_the_set_up(day: Day) -> None:
    old = small_contest()
    places = {"A1": 4, "A4": 1}
    day.do(
        apply_set_up,
        contest=replace(old, entries=tuple(replace(e, position=places.get(e.id, e.position)) for e in old.entries)),
    )
    assert [row[0] for row in order(day)] == ["A4", "A2", "A3", "A1"]


def test_judges_mark_on_the_rubric_that_the_set_up_names_also_when_its_version_went_back(day: Day) -> None:
    old = small_contest()
    newer = replace(old, rubrics=(replace(old.rubrics[0], version=2), old.rubrics[1]))
    day.do(apply_set_up, contest=newer)
    assert day.read(latest_rubric, KIND).version == 2
    day.do(apply_set_up, contest=old)
    assert day.read(latest_rubric, KIND).version == 1


def test_a_name_put_right_is_right_in_the_public_standing_too(day: Day) -> None:
    day.open()
    day.publish("A1")
    day.reveal("A1")
    old = small_contest()
    right = tuple(replace(e, circle="对的名字") if e.id == "A1" else e for e in old.entries)
    day.do(put_right, contest=replace(old, entries=right))
    stored = day.rows("select pool, body from public_standing")
    assert [pool for pool, _ in stored] == [A_POOL]
    row = json.loads(stored[0][1])["rows"][0]
    assert (row["circle"], row["newest"]) == ("对的名字", True)
