"""Ballots on another kind or rubric count no more, and nothing of them is copied: the judges mark anew."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from scoring.actions import judging, publishing, running, seats
from scoring.errors import RuleBroken
from scoring.rules.contest import Contest
from scoring.rules.rubric import Criterion
from scoring.store.reading.ballots import counted_ballots
from scoring.store.reading.contest import latest_rubric, load_contest
from scoring.store.reading.set_ups import rubric_of_ballot, set_up_at
from scoring.store.reading.standings import rubric_of
from scoring.store.tables import ballot as ballot_table
from scoring.store.tables import typed_ballot
from tests.actions.two_persons import made, of_entry, to_set_up
from tests.office import KIND, MARKS, OTHER_KIND, Day, as_judge

A_PANEL = ("JA1", "JA2", "JA3", "JA4", "JX")


def criteria(*maxima: int) -> tuple[Criterion, ...]:
    roles: tuple[Any, ...] = ("core", "second", None)
    return tuple(Criterion(n + 1, f"项目{n + 1}", one, roles[n]) for n, one in enumerate(maxima))


def with_rubric(contest: Contest, kind: str, *maxima: int) -> Contest:
    rubrics = tuple(replace(r, criteria=criteria(*maxima)) if r.kind == kind else r for r in contest.rubrics)
    return replace(contest, rubrics=rubrics)


def published(day: Day, *entries: str) -> Day:
    day.open()
    for entry in entries or ("A1",):
        day.publish(entry)
    return day


def versions(day: Day, entry: str) -> list[tuple[Any, ...]]:
    return day.rows("select judge, max(version) from ballot where entry=? group by judge order by judge", entry)


def states(day: Day, entry: str) -> set[str]:
    return {str(state) for (state,) in day.rows("select state from panel_place where entry=?", entry)}


def test_a_retyped_entry_is_marked_anew_and_leaves_the_boards(day: Day) -> None:
    published(day)
    day.reveal("A1")
    made(day, of_entry(day, "A1", kind=OTHER_KIND))
    assert (day.phase("A1"), states(day, "A1")) == ("scoring", {"returned"})
    assert day.read(counted_ballots, "A1") == []
    assert day.rows("select count(*) from revealed") == [(0,)]
    assert versions(day, "A1") == [(name, 1) for name in A_PANEL]
    told = day.ledger("BallotsSetAside")[-1]
    assert (told["why"], len(told["ballots"])) == ("kind", 5)


def test_the_next_ballot_is_a_version_beside_the_one_set_aside_and_the_entry_is_published_again(day: Day) -> None:
    published(day)
    made(day, of_entry(day, "A1", kind=OTHER_KIND))
    assert day.submit("A1", "JA1", MARKS["JA1"], kind=KIND).outcome == "known"
    assert day.submit("A1", "JA1", 71).outcome == "conflict"
    for judge in A_PANEL:
        kept = day.submit("A1", judge, 70, 1)
        assert (kept.outcome, kept.version) == ("counted", 2)
    day.do(running.close_entry, entry="A1")
    day.do(publishing.publish_entry, entry="A1")
    assert [one.marks for one in day.read(counted_ballots, "A1")] == [(4200, 2800)] * 5
    assert day.rows("select max(version) from score where entry='A1'") == [(2,)]


def test_a_ballot_made_for_the_kind_of_before_and_not_sent_yet_is_refused(day: Day) -> None:
    """Version, base and number of criteria agree; a judge who had given none is waited for."""
    published(day, "A1", "A2")
    made(day, of_entry(day, "A1", kind=OTHER_KIND))
    made(day, of_entry(day, "A3", kind=OTHER_KIND))
    day.present("A3")
    for name, base in (("A3", 0), ("A1", 1)):
        with pytest.raises(RuleBroken, match="rubric_changed"):
            day.submit(name, "JA2", 60, base, kind=KIND)
        assert day.submit(name, "JA2", 60, base).outcome == "counted"
    mine = "select entry, version, kind from ballot where judge='JA2' and entry<>'A2' order by entry, version"
    assert day.rows(mine) == [("A1", 1, KIND), ("A1", 2, OTHER_KIND), ("A3", 1, OTHER_KIND)]


def test_a_judge_who_was_recused_meanwhile_does_not_count_again_by_being_taken_back(day: Day) -> None:
    published(day, "A1")
    made(day, of_entry(day, "A1", kind=OTHER_KIND))
    day.do(seats.recuse, entry="A1", judge="JA2", reason="亲属")
    day.do(seats.unrecuse, entry="A1", judge="JA2", reason="看错了")
    assert (day.state("A1", "JA2"), day.read(counted_ballots, "A1")) == ("returned", [])


def test_a_ballot_of_who_was_recused_before_does_not_count_after_a_new_kind_either(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1")
    day.do(seats.recuse, entry="A1", judge="JA2", reason="亲属")
    day.do(running.close_entry, entry="A1")
    made(day, of_entry(day, "A1", kind=OTHER_KIND))
    assert day.state("A1", "JA2") == "recused"
    day.do(seats.unrecuse, entry="A1", judge="JA2", reason="看错了")
    assert day.state("A1", "JA2") == "returned"


def test_another_rubric_is_a_version_beside_the_first_and_every_entry_of_the_kind_is_marked_anew(day: Day) -> None:
    published(day, "A1", "A2")
    day.present("A4")
    day.submit("A4", "JA1", 80)
    day.do(judging.save_draft, as_judge("JA2"), entry="A4", judge="JA2", marks=[100, None], comment="")
    made(day, to_set_up(day, with_rubric(day.read(load_contest), KIND, 4000, 3000, 3000)))
    assert day.rows("select version from rubric where kind=? order by version", KIND) == [(1,), (2,)]
    assert day.read(load_contest).rubrics[0].version == 2
    assert [day.phase(name) for name in ("A1", "A2", "A4")] == ["scoring"] * 3
    assert (states(day, "A1"), states(day, "A4")) == ({"returned"}, {"returned", "expected"})
    assert day.rows("select count(*) from draft") == [(0,)]
    assert day.read(rubric_of, "A1").version == 2
    old = day.read(lambda c: c.execute(ballot_table.select().where(ballot_table.c.entry == "A1")).first())
    assert day.read(rubric_of_ballot, old).version == 1


def test_ballots_typed_from_paper_that_wait_are_dropped_with_their_rubric(day: Day) -> None:
    day.open()
    day.present("A1")
    day.do(lambda work: work.connection.execute(_typed()))
    made(day, to_set_up(day, with_rubric(day.read(load_contest), KIND, 5000, 5000)))
    assert day.rows("select state from typed_ballot") == [("dropped",)]
    assert [fact["judge"] for fact in day.ledger("PaperBallotDropped")] == ["JA1"]


def _typed() -> Any:
    return typed_ballot.insert().values(
        id="t1", entry="A1", judge="JA1", round="presentation", base=0, turn=1, rubric=1,
        marks=json.dumps([4800, 3200]), comment="", staff="scorer-1", login="l", state="waiting", typed_at=1,
    )  # fmt: skip


def test_other_guidance_is_a_new_version_and_no_ballot_is_given_again(day: Day) -> None:
    published(day)
    now = day.read(load_contest)
    first = now.rubrics[0]
    told = (replace(first.criteria[0], guidance=("看数据",)), *first.criteria[1:])
    made(day, to_set_up(day, replace(now, rubrics=(replace(first, criteria=told), *now.rubrics[1:]))))
    assert (day.phase("A1"), states(day, "A1")) == ("published", {"submitted"})
    assert day.read(latest_rubric, KIND).version == 2
    assert day.read(rubric_of, "A1").version == 1


def test_the_earlier_rubric_put_back_is_a_third_version_and_brings_no_ballot_back(day: Day) -> None:
    published(day)
    made(day, to_set_up(day, with_rubric(day.read(load_contest), KIND, 5000, 5000)))
    made(day, to_set_up(day, day.read(set_up_at, 1)))
    assert day.rows("select version from rubric where kind=? order by version", KIND) == [(1,), (2,), (3,)]
    assert (day.phase("A1"), states(day, "A1")) == ("scoring", {"returned"})
    assert versions(day, "A1") == [(name, 1) for name in A_PANEL]


def test_the_same_rubric_in_another_versions_name_changes_nothing(day: Day) -> None:
    published(day)
    now = day.read(load_contest)
    made(day, to_set_up(day, replace(now, rubrics=tuple(replace(r, version=7) for r in now.rubrics))))
    assert (day.phase("A1"), day.read(load_contest).rubrics) == ("published", now.rubrics)


@pytest.mark.parametrize("end", ["postpone", "withdraw"])
def test_an_entry_off_the_stage_keeps_its_phase_when_it_is_retyped(day: Day, end: str) -> None:
    day.open()
    day.present("A1")
    day.submit("A1", "JA1", 80)
    day.do(getattr(running, end), entry="A1", reason="停电")
    phase = day.phase("A1")
    made(day, of_entry(day, "A1", kind=OTHER_KIND))
    assert (day.phase("A1"), day.state("A1", "JA1")) == (phase, "returned")
