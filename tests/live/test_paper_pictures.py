"""What screens show of a ballot on paper: how far it is, never a mark, and nothing to the public."""

from __future__ import annotations

import json
from typing import Any

import pytest

from live.picture.desk import desk_parts
from live.picture.judge import judge_parts
from live.picture.public import public_parts
from live.presence import Presence
from live.rooms import DESK, judge_room
from scoring.actions import seats
from scoring.facts import Fact, PaperBallotDropped, PaperBallotSettled, PaperBallotTyped, ScanAttached
from tests.actions.paper_ballots import ANNA, BO, GOOD, OTHER, type_in
from tests.live.test_publisher import touched
from tests.office import Day

WHO = ("A", "A1", "JA2")


@pytest.fixture
def scoring(day: Day) -> Day:
    """A1 waits for its marks."""
    day.open()
    day.present("A1")
    return day


def desk(day: Day) -> dict[str, Any]:
    parts: dict[str, Any] = day.read(desk_parts, Presence(), day.clock, {})
    return parts


def tile(day: Day) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in desk(day)["seats/A"] if one["judge"] == "JA3")
    return found


@pytest.mark.parametrize(
    "fact",
    [PaperBallotTyped(*WHO, 1, "t", False), PaperBallotDropped(*WHO, ["t"], "tablet"), ScanAttached(*WHO, "s", "h"),
     PaperBallotSettled(*WHO, "b", ["t"], False)],
)  # fmt: skip
def test_the_public_hears_nothing_of_a_typing(fact: Fact) -> None:
    assert touched(fact) == {DESK, judge_room("JA1"), judge_room("JA2")}


def test_the_desks_tile_goes_from_typed_to_differing_to_paper(scoring: Day) -> None:
    seen = [(tile(scoring)["typed"], tile(scoring)["source"])]
    for actor, marks in ((ANNA, GOOD), (BO, OTHER)):
        type_in(scoring, actor, marks)
        seen.append((tile(scoring)["typed"], tile(scoring)["source"]))
    assert seen == [(0, None), (1, None), (2, None)]
    assert "paper_differs" in [problem["code"] for problem in desk(scoring)["problems"]]


def test_no_picture_changes_by_a_mark_that_was_typed(scoring: Day) -> None:
    type_in(scoring, ANNA, GOOD)
    everything = [desk(scoring), scoring.read(public_parts), *(scoring.read(judge_parts, f"JA{n}") for n in (1, 2, 3))]
    assert str(GOOD[1]) not in json.dumps(everything)


def test_a_counted_paper_ballot_says_so_on_tile_and_tablet_until_it_is_returned(scoring: Day) -> None:
    type_in(scoring, ANNA)
    type_in(scoring, BO)
    ballot = scoring.read(judge_parts, "JA3")["session/A"]["ballot"]
    assert (tile(scoring)["source"], ballot["source"], ballot["marks"]) == ("paper", "paper", list(GOOD))
    assert scoring.read(judge_parts, "JA3")["earlier"][0]["source"] == "paper"
    scoring.do(seats.return_ballot, entry="A1", judge="JA3", reason="第一项")
    assert (tile(scoring)["source"], tile(scoring)["state"]) == (None, "returned")
    assert desk(scoring)["problems"] == [one for one in desk(scoring)["problems"] if one["code"] != "paper_differs"]
