"""Ballots: once, final, never lost, never 0."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scoring.actions import judging, publishing, running, seats
from scoring.errors import Altered, Invalid, NotAllowed, RuleBroken
from scoring.store.reading.ballots import counted_ballots, draft_of
from tests.office import MARKS, Day, as_judge, ballot


@pytest.fixture
def scoring(day: Day) -> Day:
    """A1 waits for its marks."""
    day.open()
    day.present("A1")
    return day


def counted(day: Day, entry: str = "A1") -> list[str]:
    return [one.judge for one in day.read(counted_ballots, entry)]


def score(day: Day) -> dict[str, object]:
    """Close and publish A1: what was fixed."""
    day.do(running.close_entry, entry="A1")
    day.do(publishing.publish_entry, entry="A1")
    return dict(json.loads(day.rows("select body from score where entry='A1'")[0][0]))


def test_a_ballot_before_the_start_is_refused_and_nothing_is_kept(day: Day) -> None:
    day.open()
    day.do(running.call, entry="A1")
    with pytest.raises(RuleBroken, match="not_started"):
        day.submit("A1", "JA1", 80)
    assert day.rows("select count(*) from ballot") == [(0,)]
    day.do(running.start_presenting, entry="A1")
    assert day.submit("A1", "JA1", 80).outcome == "counted"


def test_sending_a_ballot_again_gives_the_same_receipt(scoring: Day) -> None:
    first = scoring.submit("A1", "JA1", 80.5)
    again = scoring.submit("A1", "JA1", 80.5)
    assert (first.outcome, again.outcome) == ("counted", "known")
    assert (first.receipt, first.version, first.at, first.total) == (again.receipt, again.version, again.at, "80.5")
    assert len(scoring.ledger("BallotSubmitted")) == 1


def test_the_same_receipt_comes_even_after_the_publication(scoring: Day) -> None:
    first = scoring.submit("A1", "JA1", 80)
    scoring.vote("A1")
    score(scoring)
    assert scoring.submit("A1", "JA1", 80).receipt == first.receipt


def test_a_known_id_with_another_content_is_altered(scoring: Day) -> None:
    sent = ballot("A1", "JA1", 80)
    scoring.submit("A1", "JA1", 80)
    with pytest.raises(Altered, match="same_id_other_content"):
        scoring.submit("A1", "JA1", 81, id=sent.id)
    with pytest.raises(Altered):
        scoring.submit("A1", "JA2", 80, id=sent.id)
    assert scoring.rows("select judge, marks from ballot") == [("JA1", json.dumps(list(sent.marks)))]


def test_a_ballot_whose_hash_is_not_that_of_its_content_is_refused(scoring: Day) -> None:
    with pytest.raises(Invalid, match="hash_differs"):
        scoring.submit("A1", "JA1", 80, hash="0" * 64)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"marks": (6050, 2000)}, "mark_out_of_range"),
        ({"marks": (-50, 2000)}, "mark_out_of_range"),
        ({"marks": (5025, 2000)}, "mark_off_step"),
        ({"marks": (5000,)}, "marks_count"),
        ({"round": "site"}, "no_such_round"),
    ],
)
def test_marks_off_the_rubric_are_refused(scoring: Day, more: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        scoring.submit("A1", "JA1", 80, **more)
    assert refused.value.code == code


def test_marks_on_another_version_of_the_rubric_are_refused(scoring: Day) -> None:
    with pytest.raises(RuleBroken, match="rubric_changed"):
        scoring.submit("A1", "JA1", 80, rubric=2)


def test_a_judge_can_submit_only_the_own_ballot(scoring: Day) -> None:
    with pytest.raises(NotAllowed, match="not_your_ballot"):
        scoring.do(judging.submit_ballot, as_judge("JA2"), sent=ballot("A1", "JA1", 80))


def test_a_ballot_on_a_wrong_base_or_over_a_final_one_is_kept_and_not_counted(scoring: Day) -> None:
    assert scoring.submit("A1", "JA1", 80, base=3).outcome == "conflict"
    scoring.submit("A1", "JA1", 80)
    assert scoring.submit("A1", "JA1", 90).outcome == "conflict"
    assert scoring.submit("A1", "JA1", 90, base=1).outcome == "conflict"
    assert [one.marks for one in scoring.read(counted_ballots, "A1")] == [ballot("A1", "JA1", 80).marks]
    assert scoring.rows("select why, count(*) from ballot_aside group by why") == [("conflict", 3)]


def test_a_ballot_in_conflict_sent_again_gives_its_own_receipt(scoring: Day) -> None:
    scoring.submit("A1", "JA1", 80)
    first = scoring.submit("A1", "JA1", 90)
    again = scoring.submit("A1", "JA1", 90)
    assert (again.outcome, again.receipt) == ("conflict", first.receipt)
    assert scoring.rows("select count(*) from ballot_aside") == [(1,)]


def test_a_returned_ballot_is_corrected_by_a_new_version_beside_the_old(scoring: Day) -> None:
    scoring.submit("A1", "JA1", 80)
    with pytest.raises(Invalid, match="reason_missing"):
        scoring.do(seats.return_ballot, entry="A1", judge="JA1", reason="")
    scoring.do(seats.return_ballot, entry="A1", judge="JA1", reason="第一项")
    assert counted(scoring) == []
    corrected = scoring.submit("A1", "JA1", 85, base=1)
    assert (corrected.outcome, corrected.version) == ("counted", 2)
    assert scoring.rows("select version from ballot order by version") == [(1,), (2,)]
    assert [sum(one.marks) for one in scoring.read(counted_ballots, "A1")] == [8500]


def test_returning_a_ballot_of_a_closed_entry_opens_it_again(scoring: Day) -> None:
    scoring.vote("A1")
    scoring.do(running.close_entry, entry="A1")
    scoring.do(seats.return_ballot, entry="A1", judge="JA3", reason="误触")
    assert (scoring.phase("A1"), scoring.state("A1", "JA3")) == ("scoring", "returned")
    with pytest.raises(RuleBroken, match="seat_not_settled"):
        scoring.do(running.close_entry, entry="A1")
    assert scoring.submit("A1", "JA3", 90, base=1).outcome == "counted"


def test_nothing_is_returned_that_was_not_submitted(scoring: Day) -> None:
    with pytest.raises(RuleBroken, match="nothing_to_return"):
        scoring.do(seats.return_ballot, entry="A1", judge="JA1", reason="?")


def test_a_missing_judge_is_never_0_and_what_comes_after_is_kept_as_late(scoring: Day) -> None:
    scoring.vote("A1", {name: total for name, total in MARKS.items() if name != "JA4"})
    with pytest.raises(Invalid, match="reason_missing"):
        scoring.do(seats.declare_missing, entry="A1", judge="JA4", reason=" ")
    scoring.miss("A1", "JA4")
    assert scoring.submit("A1", "JA4", 100).outcome == "late"
    fixed = score(scoring)
    assert (fixed["valid"], fixed["used"]) == (4, 4)  # fewer than five: a plain mean
    assert fixed["final"] == "861/10"  # (80 + 82 + 84 + 88) / 4 × 0.6 + 36


def test_what_comes_after_the_close_is_late(scoring: Day) -> None:
    scoring.vote("A1", {name: total for name, total in MARKS.items() if name != "JX"})
    scoring.miss("A1", "JX")
    scoring.do(running.close_entry, entry="A1")
    assert scoring.submit("A1", "JX", 99).outcome == "late"
    assert "JX" not in counted(scoring)


def test_a_declaration_can_be_taken_back_and_the_panel_waits_again(scoring: Day) -> None:
    scoring.vote("A1", {name: total for name, total in MARKS.items() if name != "JX"})
    scoring.miss("A1", "JX")
    scoring.do(running.close_entry, entry="A1")
    scoring.do(seats.undeclare_missing, entry="A1", judge="JX", reason="回来了")
    assert (scoring.phase("A1"), scoring.state("A1", "JX")) == ("scoring", "expected")
    assert scoring.submit("A1", "JX", 99).outcome == "counted"


@pytest.mark.parametrize(("away", "back"), [("miss", "undeclare_missing"), ("recuse", "unrecuse")])
def test_a_returned_ballot_still_waits_for_its_correction_after_an_undone_declaration(
    scoring: Day, away: str, back: str
) -> None:
    scoring.submit("A1", "JA1", 80)
    scoring.do(seats.return_ballot, entry="A1", judge="JA1", reason="第一项")
    if away == "miss":
        scoring.miss("A1", "JA1")
    else:
        scoring.do(seats.recuse, entry="A1", judge="JA1", reason="亲属")
    scoring.do(getattr(seats, back), entry="A1", judge="JA1", reason="误报")
    assert scoring.state("A1", "JA1") == "returned"
    assert counted(scoring) == []


def test_too_few_ballots_make_the_entry_incomplete_not_low(scoring: Day) -> None:
    scoring.vote("A1", {"JA1": 80, "JA2": 90})
    for judge in ("JA3", "JA4", "JX"):
        scoring.miss("A1", judge)
    fixed = score(scoring)
    assert (fixed["state"], fixed["final"], fixed["valid"]) == ("incomplete", "", 2)


def test_a_draft_is_kept_replaced_and_never_recorded(scoring: Day) -> None:
    before = len(scoring.ledger())
    for marks in ([5000, None], [5000, 3000]):
        scoring.do(judging.save_draft, as_judge("JA1"), entry="A1", judge="JA1", marks=marks, comment="好")
    row = scoring.read(draft_of, "A1", "JA1")
    assert (json.loads(row.marks), row.comment) == ([5000, 3000], "好")
    assert len(scoring.ledger()) == before
    with pytest.raises(Invalid, match="marks_count"):
        scoring.do(judging.save_draft, as_judge("JA1"), entry="A1", judge="JA1", marks=[1], comment="")
    assert counted(scoring) == []


def test_the_receipt_is_eight_signs_and_differs_with_the_content(scoring: Day) -> None:
    one, other = scoring.submit("A1", "JA1", 80), scoring.submit("A1", "JA2", 80)
    assert len(one.receipt) == len(other.receipt) == 8
    assert one.receipt != other.receipt


def test_the_hash_covers_every_field_of_a_ballot() -> None:
    sent = ballot("A1", "JA1", 80)
    others = ({"base": 1}, {"comment": "x"}, {"marks": (1, 2)}, {"judge": "JA2"}, {"entry": "A2"}, {"rubric": 2})
    for change in (*others, {"kind": "创新型"}):
        assert replace(sent, **change).content() != sent.content()  # type: ignore[arg-type]
