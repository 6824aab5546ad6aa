"""Correcting the set-up: what stays refused, what follows from it, its versions, and what the ledger says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoring.actions.setting_up import apply_set_up
from scoring.errors import RuleBroken
from scoring.rules.change import Finalising
from scoring.rules.contest import Quota
from scoring.store.reading.contest import load_contest
from scoring.store.reading.set_ups import set_up_at
from scoring.store.reading.standings import all_standings
from tests.actions.two_persons import changed, made, of_entry, previewed, to_set_up
from tests.office import KIND, MARKS, OTHER_KIND, Day, small_contest


def published(day: Day, *entries: str) -> Day:
    day.open()
    for place, entry in enumerate(entries or ("A1",)):
        day.publish(entry, {judge: total - place for judge, total in MARKS.items()})
    return day


@pytest.fixture
def wide(days: Callable[..., Day]) -> Day:
    """The small contest, its pools over all halls."""
    contest = small_contest()
    return days(replace(contest, quotas=(Quota(KIND, None, 1, 1, None), contest.quotas[1])))


def scores(day: Day, entry: str) -> list[tuple[Any, ...]]:
    return day.rows("select version from score where entry=? order by version", entry)


def shown(day: Day, entry: str) -> str | None:
    results = {one.entry: one.shown for standing in day.read(all_standings) for one in standing.results}
    return results.get(entry)


@pytest.mark.parametrize("values", [{"kind": OTHER_KIND}, {"session": "B"}])
def test_the_entry_on_stage_keeps_its_kind_and_session(day: Day, values: dict[str, Any]) -> None:
    day.open()
    day.present("A1")
    with pytest.raises(RuleBroken, match="entry_on_stage"):
        previewed(day, of_entry(day, "A1", **values))


def test_what_has_marks_is_not_removed_by_a_correction_either(day: Day) -> None:
    published(day)
    now = day.read(load_contest)
    for contest, code in (
        (replace(now, entries=now.entries[1:]), "entry_has_ballots"),
        (replace(now, judges=now.judges[1:]), "judge_has_ballots"),
        (replace(now, entries=tuple(e for e in now.entries if e.session == "B"), sessions=now.sessions[1:]), "entry"),
    ):
        with pytest.raises(RuleBroken, match=code):
            previewed(day, to_set_up(day, contest))


def test_a_new_unit_recuses_the_judge_who_must_not_mark_it_and_the_ballot_stays(day: Day) -> None:
    published(day)
    made(day, of_entry(day, "A1", unit="单位A3"))
    assert day.rows("select state, reason from panel_place where entry='A1' and judge='JA4'") == [
        ("recused", "回避单位")
    ]
    assert day.rows("select count(*) from ballot where entry='A1'") == [(5,)]
    assert scores(day, "A1") == [(1,), (2,)]


def test_an_entry_moved_to_another_session_comes_last_there_with_what_was_revealed(wide: Day) -> None:
    day = published(wide)
    day.reveal("A1")
    made(day, of_entry(day, "A1", session="B"))
    assert day.rows("select session, position, drawn_position from entry where id='A1'") == [("B", 3, 3)]
    assert {row[0] for row in day.rows("select session from revealed")} == {"B"}


def test_an_entry_that_no_pool_would_hold_is_refused_by_name(day: Day) -> None:
    published(day)
    with pytest.raises(RuleBroken, match="entry_without_pool"):
        previewed(day, of_entry(day, "A1", session="B"))


def test_a_final_pool_is_changed_by_a_correction_only(day: Day) -> None:
    published(day, "A1", "A2", "A3", "A4")
    made(day, Finalising(f"{KIND}@A"))
    now = day.read(load_contest)
    for contest, code in (
        (changed(now, "A1", title="另一课题"), "entry_pool_final"),
        (changed(now, "B1", kind=KIND, session="A"), "entry_pool_final"),
        (replace(now, awards=now.awards[:1]), "final_pool_fixed"),
        (replace(now, quotas=(replace(now.quotas[0], candidates=2), *now.quotas[1:])), "final_pool_fixed"),
    ):
        with pytest.raises(RuleBroken, match=code):
            day.do(apply_set_up, contest=contest)
    day.do(apply_set_up, contest=changed(now, "B1", title="另一课题"))
    made(day, of_entry(day, "A1", document="95"))
    assert day.rows("select ended_at is null from final") == [(0,)]


def test_every_write_of_the_set_up_is_a_version_and_an_earlier_one_can_be_put_back(day: Day) -> None:
    published(day)
    first = day.read(load_contest)
    made(day, of_entry(day, "A1", document="95"))
    answer = made(day, to_set_up(day, day.read(set_up_at, 1)))
    assert day.read(load_contest) == first
    versions = day.rows('select version, reason, change, "by" from set_up_version order by version')
    assert [row[0] for row in versions] == [1, 2, 3]
    assert versions[2][1:] == ("录入有误", answer.id, "secretariat-1")
    assert [fact["version"] for fact in day.ledger("ContestSetUp")] == [1, 2, 3]
    assert shown(day, "A1") == "86.40"
    assert scores(day, "A1") == [(1,), (2,), (3,)]


def test_the_ledger_tells_each_edit_and_no_name_of_a_person(day: Day) -> None:
    now = changed(day.read(load_contest), "A1", leader="张三丰", members=("李四光",), document="95")
    now = replace(now, judges=tuple(replace(j, name="王五岳") if j.id == "JA1" else j for j in now.judges))
    made(published(day), to_set_up(day, now))
    edits = day.ledger("ContestSetUp")[-1]["edits"]
    assert ["成果", "A1", "文审得分", "90", "95"] in edits
    assert {(edit[2], edit[4][0], len(edit[4])) for edit in edits if edit[2] != "文审得分"} == {
        ("组长", "#", 13), ("成员", "#", 13), ("姓名", "#", 13),
    }  # fmt: skip
    text = "".join(body for (body,) in day.rows("select body from ledger"))
    assert not [name for name in ("张三丰", "李四光", "王五岳", "评委JA1") if name in text]


def test_a_judge_added_and_one_removed_stand_in_the_ledger_without_their_names(day: Day) -> None:
    now = day.read(load_contest)
    spare = next(j for j in now.judges if j.id == "JR")
    kept = tuple(j for j in now.judges if j.id != "JR")
    day.do(apply_set_up, contest=replace(now, judges=(*kept, replace(spare, id="JN", name="赵六合"))))
    text = "".join(body for (body,) in day.rows("select body from ledger"))
    assert not [name for name in ("赵六合", "评委JR") if name in text]
