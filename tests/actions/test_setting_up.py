"""Changing the set-up during the day: what may not is refused by name, the rest of the day stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.actions import running, sessions
from scoring.actions.people import Opening, enter
from scoring.actions.setting_up import apply_set_up, refusals
from scoring.errors import Conflict, RuleBroken
from scoring.rules.contest import Contest
from scoring.rules.rubric import Criterion
from scoring.store.reading.names import set_up_mark
from tests.office import Day, entry, judge, small_contest

OF_THE_DAY = ("session", "entry", "seat", "panel_place", "ballot", "card", "login", "staff", "judge", "rubric")


def without(contest: Contest, what: str, *ids: str) -> Contest:
    kept = tuple(value for value in getattr(contest, what) if value.id not in ids)
    return replace(contest, **{what: kept})


def changed(contest: Contest, what: str, which: str, **changes: Any) -> Contest:
    values = tuple(replace(value, **changes) if value.id == which else value for value in getattr(contest, what))
    return replace(contest, **{what: values})


def codes(day: Day, new: Contest, old: Contest | None = None) -> list[tuple[str, dict[str, str | int]]]:
    return [(one.code, one.params) for one in day.read(refusals, old or small_contest(), new)]


def the_day(day: Day) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(day.rows(f"select * from {table}"), key=repr) for table in OF_THE_DAY}


def test_applying_the_same_set_up_again_changes_nothing_of_the_day(day: Day) -> None:
    day.do(sessions.draw_order, session="A", seed=7)
    day.open()
    first = day.rows("select id from entry where session='A' order by position")[0][0]
    day.publish(first)
    day.reveal(first)
    before = the_day(day)
    mark = day.do(apply_set_up, contest=small_contest(), expected=day.read(set_up_mark))
    assert mark == day.read(set_up_mark)
    assert the_day(day) == before


def test_a_set_up_that_changed_since_its_preview_is_refused(day: Day) -> None:
    with pytest.raises(Conflict, match="set_up_changed"):
        day.do(apply_set_up, contest=small_contest(places=3), expected="0" * 64)


def test_entries_that_were_on_stage_are_not_removed_and_are_named(day: Day) -> None:
    day.open()
    day.publish("A1")
    new = without(small_contest(), "entries", "A1", "A4")
    assert codes(day, new) == [("entry_has_ballots", {"entry": "A1"})]
    with pytest.raises(RuleBroken, match="entry_has_ballots"):
        day.do(apply_set_up, contest=new)
    assert day.rows("select count(*) from entry") == [(6,)]


def test_waiting_entries_are_removed_and_added(day: Day) -> None:
    day.open()
    new = without(small_contest(), "entries", "A4")
    new = replace(new, entries=(*new.entries, entry("A5", "A", 4)))
    day.do(apply_set_up, contest=new)
    assert [row[0] for row in day.rows("select id from entry where session='A' order by position")] == [
        "A1", "A2", "A3", "A5",
    ]  # fmt: skip


def test_what_was_on_stage_keeps_what_counts_and_may_change_its_words(day: Day) -> None:
    day.open()
    day.publish("A1")
    for counts in ({"document": "91"}, {"unit": "别的单位"}, {"kind": "创新型"}, {"recommendation": "无"}):
        new = changed(small_contest(), "entries", "A1", **counts)
        assert codes(day, new) == [("entry_has_begun", {"entry": "A1"})]
    for words in ({"title": "新课题"}, {"circle": "新小组"}, {"recommender": "别的协会"}):
        assert codes(day, changed(small_contest(), "entries", "A1", **words)) == [("entry_published", {"entry": "A1"})]
    day.do(apply_set_up, contest=changed(small_contest(), "entries", "A1", members=("甲", "丙")))


def test_what_is_on_stage_may_change_its_words_until_it_is_published(day: Day) -> None:
    day.open()
    day.present("A1")
    day.do(apply_set_up, contest=changed(small_contest(), "entries", "A1", title="新课题", circle="新小组"))


def test_places_prizes_and_newcomers_of_a_published_pool_need_a_correction(day: Day) -> None:
    day.open()
    old = small_contest()
    more = replace(old, quotas=(replace(old.quotas[0], candidates=2), *old.quotas[1:]))
    day.do(apply_set_up, contest=more)
    for name in ("A1", "A2", "A3", "A4"):
        day.publish(name)
    fixed = [("pool_published", {"pool": f"{old.quotas[0].kind}@A"})]
    newcomer = replace(more, entries=(*more.entries, entry("A5", "A", 5)))
    assert [codes(day, new, more) for new in (old, replace(more, awards=more.awards[:1]), newcomer)] == [fixed] * 3


def test_the_rule_card_is_frozen_by_the_first_opening(day: Day) -> None:
    day.do(apply_set_up, contest=small_contest(places=3))
    day.do(apply_set_up, contest=small_contest())
    day.open("B")
    assert codes(day, small_contest(places=3)) == [("rule_card_fixed", {})]
    with pytest.raises(RuleBroken, match="rule_card_fixed"):
        day.do(apply_set_up, contest=small_contest(places=3))


def test_a_rubric_is_frozen_with_the_rule_card(day: Day) -> None:
    old = small_contest()
    other = replace(old.rubrics[0], criteria=(Criterion(1, "内容", 5000, "core"), Criterion(2, "表现", 5000, "second")))
    new = replace(old, rubrics=(other, old.rubrics[1]))
    assert codes(day, new) == []
    day.open()
    assert codes(day, new) == [("rubric_fixed", {"kind": "问题解决型"})]


def test_a_judge_who_sat_in_a_panel_is_not_removed(day: Day) -> None:
    day.open()
    day.do(running.call, entry="A1")
    new = without(small_contest(), "judges", "JA3", "JR", "JB3")
    assert codes(day, new) == [("judge_has_ballots", {"judge": "JA3", "name": "评委JA3"})]


def test_an_open_session_is_not_removed(day: Day) -> None:
    day.open("B")
    new = without(without(small_contest(), "sessions", "B"), "entries", "B1", "B2")
    new = replace(new, judges=tuple(replace(j, sessions=tuple(s for s in j.sessions if s != "B")) for j in new.judges))
    assert ("session_has_begun", {"session": "B"}) in codes(day, new)


def test_a_waiting_session_goes_with_its_entries_and_seats(day: Day) -> None:
    new = without(without(small_contest(), "sessions", "B"), "entries", "B1", "B2")
    new = replace(new, judges=tuple(replace(j, sessions=tuple(s for s in j.sessions if s != "B")) for j in new.judges))
    day.do(apply_set_up, contest=new)
    assert day.rows("select id from session") == [("A",)]
    assert day.rows("select count(*) from seat where session='B'") == [(0,)]


def test_a_seat_that_changed_hands_survives_a_new_import(day: Day) -> None:
    day.open()
    day.do(sessions.change_seat, session="A", seat=3, judge="JR", attendance="onsite", reason="病假")
    day.do(apply_set_up, contest=changed(small_contest(), "judges", "JB2", name="改名"))
    assert day.rows("select judge from seat where session='A' and number=3") == [("JR",)]
    assert day.rows("select count(*) from seat where session='A'") == [(5,)]


def test_a_judge_whom_the_desk_has_already_seated_can_be_written_into_the_set_up(day: Day) -> None:
    day.open()
    day.do(sessions.change_seat, session="A", seat=6, judge="JR", attendance="onsite", reason="增补")
    day.do(apply_set_up, contest=changed(small_contest(), "judges", "JR", sessions=("A",)))
    assert day.rows("select number from seat where session='A' and judge='JR'") == [(6,)]


def test_a_judge_added_in_the_middle_of_the_day_gets_the_next_seat_and_a_card(day: Day) -> None:
    day.open()
    day.publish("A1")
    old = small_contest()
    day.do(apply_set_up, contest=replace(old, judges=(*old.judges, judge("JN", "A"))))
    assert day.rows("select number from seat where judge='JN'") == [(6,)]
    assert day.rows("select generation from card where kind='judge' and owner='JN'") == [(1,)]
    day.present("A2")
    assert day.state("A2", "JN") == "expected"


def test_a_judge_taken_out_of_the_set_up_is_shown_out(day: Day) -> None:
    day.do(enter, opening=Opening("judge", "JR", 1, "t" * 64, "tablet"))
    day.do(apply_set_up, contest=without(small_contest(), "judges", "JR"))
    assert day.rows("select count(*) from judge where id='JR'") == [(0,)]
    assert [body["owner"] for body in day.ledger("LoginEnded")] == ["JR"]


def test_the_set_up_is_written_down_with_its_fingerprints(day: Day) -> None:
    told = day.ledger("ContestSetUp")[0]
    assert told["set_up"] == day.read(set_up_mark)
    assert told["fingerprint"] == small_contest().card.fingerprint()
    assert [row[0] for row in day.rows("select role from staff order by role")] == [
        "host", "scorer", "scorer", "secretariat", "timekeeper",
    ]  # fmt: skip
