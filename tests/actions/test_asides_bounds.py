"""What never comes in by the door of the ballots kept aside: a flood, an earlier presentation, a login that ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.actions import judging, people, seats
from scoring.actions.people import Opening, enter
from scoring.errors import NotAllowed, Refusal, RuleBroken
from scoring.facts import Actor
from scoring.rules.change import AsideAcceptance, IncompleteRuling
from scoring.store.reading.asides import open_asides
from scoring.store.reading.ledger_checks import wrong_ballots
from scoring.store.reading.retold import retold_differences
from tests.actions.paper_ballots import ANNA, type_in
from tests.actions.ruled_day import changed, published_short, short
from tests.actions.two_persons import made, previewed, signed_in
from tests.office import Day, as_judge, ballot, copied, small_contest, template


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("blank"))


@pytest.fixture
def day(blank: Path, tmp_path: Path) -> Day:
    opened = Day(copied(blank, tmp_path), small_contest())
    opened.open("A")
    return opened


def waiting(day: Day, base: int = 0) -> AsideAcceptance:
    row = day.read(open_asides)[-1]
    return AsideAcceptance(row.entry, row.judge, row.id, base)


def test_one_judge_cannot_fill_the_disk_with_ballots_that_wait(day: Day) -> None:
    day.present("A1")
    first = day.submit("A1", "JA4", 86)
    for number in range(judging.MOST_ASIDE):
        assert day.submit("A1", "JA4", 60, comment=str(number)).outcome == "conflict"
    with pytest.raises(RuleBroken, match="too_many_aside"):
        day.submit("A1", "JA4", 60, comment="one more")
    assert day.submit("A1", "JA4", 60, comment="0").outcome == "conflict"  # known
    assert day.submit("A1", "JA1", 70).outcome == "counted"
    assert day.submit("A1", "JA4", 86, id=first.id).outcome == "known"


def test_a_device_that_was_taken_over_leaves_room_for_the_one_that_judges(day: Day) -> None:
    day.present("A1")
    old, new = (day.do(enter, opening=Opening("judge", "JA4", 1, sign * 64, "", take_over=True)) for sign in "ab")
    for number in range(judging.MOST_ASIDE):
        sent = ballot("A1", "JA4", 60, comment=str(number))
        assert day.do(judging.submit_ballot, Actor("judge", "JA4", "judge", old), sent=sent).outcome == "taken_over"
    first = ballot("A1", "JA4", 86)
    assert day.do(judging.submit_ballot, Actor("judge", "JA4", "judge", new), sent=first).outcome == "counted"
    late = ballot("A1", "JA4", 70, comment="late")
    assert day.do(judging.submit_ballot, Actor("judge", "JA4", "judge", new), sent=late).outcome == "conflict"


@pytest.mark.parametrize("again", ["before", "after"])
def test_a_ballot_of_the_earlier_presentation_is_not_accepted_into_the_new_one(day: Day, again: str) -> None:
    short(day, "A1")
    order = IncompleteRuling("A1", "present_again", ("JA1",))
    if again == "after":
        changed(day, order)
    assert day.submit("A1", "JA4", 60, presentation=1).outcome == "late"
    change = waiting(day)
    if again == "before":
        changed(day, order)
    day.present("A1")
    with pytest.raises(Refusal, match="aside_earlier_presentation"):
        previewed(day, change)
    day.submit("A1", "JA4", 86)
    assert day.submit("A1", "JA4", 61).outcome == "conflict"
    made(day, waiting(day, 1))
    assert day.read(retold_differences) == []


@pytest.mark.parametrize("comes", ["before the call", "while it presents", "after it counts"])
@pytest.mark.parametrize(("judge", "base"), [("JA4", 0), ("JA2", 1)], ids=["first", "correction"])
def test_a_ballot_of_the_earlier_presentation_never_counts_for_the_new_one(
    day: Day, comes: str, judge: str, base: int
) -> None:
    """A tablet that was off the air sends what it was given then: also on the very version that comes next now."""
    short(day, "A1")
    offline = ballot("A1", judge, 60, base)
    changed(day, IncompleteRuling("A1", "present_again", ("JA1",)))
    if comes != "before the call":
        day.present("A1")
    if comes == "after it counts":
        assert day.submit("A1", judge, 88, base).outcome == "counted"
    assert day.do(judging.submit_ballot, as_judge(judge), sent=offline).outcome == "late"
    if comes == "before the call":
        day.present("A1")
    if comes != "after it counts":
        assert day.submit("A1", judge, 88, base).outcome == "counted"
    assert day.read(lambda connection: list(wrong_ballots(connection))) == []
    assert day.rows("select presentation, version from ballot where judge=? order by version desc", judge)[0] == (
        2,
        base + 1,
    )


def test_a_ballot_of_a_presentation_that_is_not_yet_known_here_waits_at_the_desk(day: Day) -> None:
    day.present("A1")
    assert day.submit("A1", "JA4", 60, presentation=2).outcome == "conflict"


def test_nothing_begun_in_the_earlier_presentation_is_carried_into_the_new_one(day: Day) -> None:
    day.present("A1")
    day.do(judging.save_draft, as_judge("JA4"), entry="A1", judge="JA4", marks=[100, None], comment="")
    published_short(day, "A1")
    assert day.rows("select judge from draft") == [("JA4",)]
    changed(day, IncompleteRuling("A1", "present_again", ("JA1",)))
    assert day.rows("select judge from draft") == []


def test_a_paper_half_typed_is_dropped_when_the_ballot_aside_is_accepted(day: Day) -> None:
    day.present("A1")
    day.submit("A1", "JA4", 86)
    day.submit("A1", "JA4", 60)
    change = waiting(day, 1)
    day.do(seats.return_ballot, entry="A1", judge="JA4", reason="漏看")
    type_in(day, ANNA, judge="JA4")
    made(day, change)
    assert day.rows("select state from typed_ballot") == [("dropped",)]
    assert day.read(retold_differences) == []


def test_a_ballot_under_way_while_the_desk_ends_the_login_is_not_taken(day: Day) -> None:
    day.present("A1")
    tablet = signed_in(day, "JA4", "first")
    day.do(people.end_login, login=tablet.login)
    sent = ballot("A1", "JA4", 60)
    with pytest.raises(NotAllowed, match="login_ended"):
        day.do(judging.submit_ballot, tablet, sent=sent)
    again = signed_in(day, "JA4", "second")
    assert day.do(judging.submit_ballot, again, sent=sent).outcome == "counted"
    assert day.do(judging.submit_ballot, tablet, sent=sent).outcome == "known"
