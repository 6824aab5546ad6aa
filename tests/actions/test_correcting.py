"""Corrections of every kind, before and after publishing, by one person or two; and what they may not do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoring.actions import changing, publishing, running
from scoring.actions.setting_up import apply_set_up
from scoring.errors import Conflict, Invalid, NotAllowed, Refusal, RuleBroken
from scoring.rules.change import BallotChange, Change, OvertimeChange, Reopening, SetUpChange
from scoring.rules.contest import Contest, Quota
from scoring.rules.rubric import Criterion
from scoring.store.reading.contest import load_contest
from scoring.store.reading.standings import all_standings
from tests.actions.two_persons import asked, changed, confirmed, made, of_entry, previewed, signed_in, to_set_up, two
from tests.office import KIND, MARKS, OTHER_KIND, Day, as_judge, ballot, marks_of, small_contest

MINUTE = 60_000  # ms


def until_complete(day: Day, entry: str = "A1") -> Day:
    """The entry's marks are closed, its score is not fixed yet."""
    if day.rows("select state from session where id='A'") == [("waiting",)]:
        day.open()
    day.present(entry)
    day.vote(entry)
    day.do(running.close_entry, entry=entry)
    return day


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


def other_card(day: Day) -> SetUpChange:
    now = day.read(load_contest)
    return to_set_up(day, replace(now, card=replace(now.card, places=3)))


def other_rubric(day: Day) -> SetUpChange:
    now: Contest = day.read(load_contest)
    criteria = (Criterion(1, "内容", 5000, "core"), Criterion(2, "表现", 5000, "second"))
    return to_set_up(day, replace(now, rubrics=(replace(now.rubrics[0], criteria=criteria), *now.rubrics[1:])))


TURNS: dict[str, Callable[[Day], Change]] = {
    "document": lambda day: of_entry(day, "A1", document="95"),
    "unit": lambda day: of_entry(day, "A1", unit="单位A2"),
    "title": lambda day: of_entry(day, "A1", title="另一课题"),
    "recommendation": lambda day: of_entry(day, "A1", recommendation="无"),
    "kind": lambda day: of_entry(day, "A1", kind=OTHER_KIND),
    "session": lambda day: of_entry(day, "A1", session="B"),
    "rubric": other_rubric,
    "card": other_card,
    "overtime": lambda day: OvertimeChange("A1", 100),
}


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("out", [False, True], ids=["before", "after"])
def test_one_person_before_publishing_two_after_it(wide: Day, turn: str, out: bool) -> None:
    day = published(wide) if out else until_complete(wide)
    first, second = two(day)
    change = TURNS[turn](day)
    found = previewed(day, change)
    assert found.two == (out or turn in ("rubric", "card"))
    before = day.rows("select set_up from contest")
    answer = asked(day, first, change)
    assert answer.state == ("waiting" if found.two else "done")
    if found.two:
        assert day.rows("select set_up from contest") == before
        assert confirmed(day, second, answer).state == "done"
    if isinstance(change, SetUpChange):
        assert day.read(load_contest).entries == change.contest.entries
        assert day.read(load_contest).card == change.contest.card


def test_a_corrected_document_score_fixes_the_score_anew_beside_the_first(day: Day) -> None:
    published(day)
    assert (shown(day, "A1"), scores(day, "A1")) == ("86.40", [(1,)])
    made(day, of_entry(day, "A1", document="95"))
    assert (shown(day, "A1"), scores(day, "A1")) == ("88.40", [(1,), (2,)])
    assert [fact["version"] for fact in day.ledger("ResultPublished")] == [1, 2]


def test_a_corrected_title_fixes_no_score_anew(day: Day) -> None:
    made(published(day), of_entry(day, "A1", title="另一课题"))
    assert scores(day, "A1") == [(1,)]


def test_another_rule_card_fixes_every_published_score_anew_and_no_other(day: Day) -> None:
    until_complete(published(day, "A1", "A2"), "A3")
    made(day, other_card(day))
    assert [scores(day, name) for name in ("A1", "A2", "A3")] == [[(1,), (2,)], [(1,), (2,)], []]
    assert shown(day, "A1") == "86.400"


def test_overtime_after_publishing_is_mended_and_counts(day: Day) -> None:
    made(published(day), OvertimeChange("A1", 100))
    assert day.rows("select overtime, overtime_source from entry where id='A1'") == [(100, "mended")]
    assert shown(day, "A1") == "85.50"
    assert day.ledger("OvertimeSet")[-1]["reason"] == "录入有误"


@pytest.mark.parametrize("seconds", [-1, 86_401])
def test_overtime_out_of_range_is_refused(day: Day, seconds: int) -> None:
    published(day)
    with pytest.raises(Invalid, match="seconds_out_of_range"):
        previewed(day, OvertimeChange("A1", seconds))


def test_overtime_of_an_entry_that_has_not_begun_is_refused(day: Day) -> None:
    with pytest.raises(RuleBroken, match="not_now"):
        previewed(day, OvertimeChange("A1", 10))


def test_a_ballot_after_publishing_gets_its_next_version_through_two_people(day: Day) -> None:
    published(day)
    made(day, BallotChange("A1", "JA3", 1, marks_of(90), "笔误"))
    rows = day.rows("select version, source, marks from ballot where entry='A1' and judge='JA3' order by version")
    assert [row[:2] for row in rows] == [(1, "tablet"), (2, "mended")]
    assert (shown(day, "A1"), scores(day, "A1")) == ("87.20", [(1,), (2,)])


@pytest.mark.parametrize(
    ("change", "error", "code"),
    [
        (BallotChange("A1", "JA3", 0, marks_of(90)), Conflict, "ballot_changed"),
        (BallotChange("A1", "JA3", 1, (9000, 0)), Invalid, "mark_out_of_range"),
        (BallotChange("A1", "JA3", 1, (10, 0)), Invalid, "mark_off_step"),
        (BallotChange("A1", "JA3", 1, (1000,)), Invalid, "marks_count"),
        (BallotChange("A1", "JB1", 1, marks_of(90)), Refusal, "not_in_panel"),
        (BallotChange("A3", "JA4", 0, marks_of(90)), RuleBroken, "no_counted_ballot"),
        (BallotChange("A2", "JA3", 1, marks_of(90)), RuleBroken, "return_ballot_instead"),
    ],
)
def test_a_ballot_that_cannot_be_is_refused(day: Day, change: BallotChange, error: type[Refusal], code: str) -> None:
    until_complete(published(day, "A1", "A3"), "A2")
    with pytest.raises(error, match=code):
        previewed(day, change)


def test_a_published_entry_goes_back_to_its_close_and_is_published_again(day: Day) -> None:
    published(day)
    day.reveal("A1")
    assert previewed(day, Reopening("A1")).two
    made(day, Reopening("A1"))
    assert (day.phase("A1"), day.rows("select count(*) from revealed")) == ("complete", [(0,)])
    day.do(publishing.publish_entry, entry="A1")
    assert scores(day, "A1") == [(1,), (2,)]


def test_the_same_person_login_or_browser_is_no_second_one(day: Day) -> None:
    published(day)
    first = signed_in(day, "secretariat-1", "b1")
    change = of_entry(day, "A1", document="95")
    answer = asked(day, first, change)
    with pytest.raises(NotAllowed, match="second_same_person"):
        confirmed(day, signed_in(day, "secretariat-1", "b3"), answer)
    with pytest.raises(NotAllowed, match="second_same_device"):
        confirmed(day, signed_in(day, "scorer-1", "b1"), answer)
    with pytest.raises(NotAllowed, match="second_same_device"):
        confirmed(day, replace(signed_in(day, "scorer-2", "b4"), login=first.login), answer)
    assert confirmed(day, signed_in(day, "scorer-1", "b2"), answer).state == "done"
    with pytest.raises(RuleBroken, match="change_done"):
        day.do(changing.confirm, first, change=answer.id, expected="")


def test_a_second_person_who_comes_after_ten_minutes_is_too_late(day: Day) -> None:
    published(day)
    first, second = two(day)
    change = of_entry(day, "A1", document="95")
    answer = asked(day, first, change)
    day.clock += 10 * MINUTE
    with pytest.raises(RuleBroken, match="change_expired"):
        confirmed(day, second, answer)
    assert shown(day, "A1") == "86.40"


def test_what_moved_meanwhile_is_not_confirmed(day: Day) -> None:
    published(day, "A1")
    first, second = two(day)
    change = OvertimeChange("A1", 100)
    answer = asked(day, first, change)
    seen = previewed(day, change).moves.fingerprint()
    made(day, of_entry(day, "A1", document="95"), (first, second))
    with pytest.raises(Conflict, match="moved_meanwhile"):
        day.do(changing.confirm, second, change=answer.id, expected=seen)
    assert day.rows("select overtime from entry where id='A1'") == [(0,)]


def test_a_set_up_that_changed_since_is_not_overwritten(day: Day) -> None:
    published(day)
    change = of_entry(day, "A1", document="95")
    day.do(apply_set_up, contest=changed(day.read(load_contest), "A4", document="70"))
    with pytest.raises(Conflict, match="set_up_changed"):
        previewed(day, change)


def test_a_judge_sends_a_known_ballot_again_after_its_entry_was_retyped(day: Day) -> None:
    published(day)
    first = ballot("A1", "JA3", 84)
    made(day, of_entry(day, "A1", kind=OTHER_KIND))
    kept = day.submit("A1", "JA3", 84, kind=KIND)
    assert (kept.outcome, kept.id, kept.total) == ("known", first.id, "84.0")
    assert as_judge("JA3").id == "JA3"
