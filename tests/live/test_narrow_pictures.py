"""After a ballot only some parts of a picture are built anew: what is sent is what the whole picture would be."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from live import pictures as room_pictures
from live.pictures import DatabasePictures
from live.presence import Presence
from live.publish import Publisher
from live.rooms import DESKS, PUBLIC, judge_room
from live.watch import Watch
from scoring.actions import judging, seats
from scoring.errors import Refusal
from scoring.facts import Fact
from scoring.store.database import store_nothing
from tests.office import PANEL, Day, as_judge

ROOMS = (PUBLIC, *DESKS, *(judge_room(judge) for judge in (*PANEL, "JB1")))
Do = Callable[[Day, random.Random], None]


def draft(day: Day, chance: random.Random) -> None:
    judge = chance.choice(PANEL)
    marks: list[int | None] = [chance.randrange(0, 6000, 50), None]
    day.do(judging.save_draft, as_judge(judge), entry="A1", judge=judge, marks=marks, comment="")


def submit(day: Day, chance: random.Random) -> None:
    day.submit("A1", chance.choice(PANEL), chance.randrange(60, 100), base=chance.randrange(2))


def give_back(day: Day, chance: random.Random) -> None:
    day.do(seats.return_ballot, entry="A1", judge=chance.choice(PANEL), reason="核对")


def told(day: Day, before: int) -> list[Fact]:
    """What happened since so many facts: answers come before announcements, so one more is waited for."""
    day.do(store_nothing)
    return day.facts[before:]


def differing(day: Day, seed: int, plant: Callable[[DatabasePictures], None] = lambda _pictures: None) -> list[str]:
    """Rooms whose picture, as it was sent, was not the whole one at some moment of a turn with 40 moves."""
    pictures = DatabasePictures(day.read, Presence(), lambda: day.clock, {"epoch": "e", "started_at": 1}, Watch())
    publisher = Publisher(lambda *_what, **_where: None, pictures, lambda: day.clock, "e")
    plant(pictures)
    day.open()
    for room in ROOMS:
        publisher.snapshot(room)
    chance, found = random.Random(seed), []
    before = len(day.facts)
    day.present("A1")
    publisher.announce(told(day, before))
    for move in chance.choices((draft, submit, submit, give_back), k=40):
        before = len(day.facts)
        try:
            move(day, chance)
        except Refusal:
            continue
        facts = told(day, before)
        if not facts:
            continue  # a refusal is written down and announced with what comes next
        publisher.announce(facts)
        found += [room for room in ROOMS if publisher.snapshot(room)["parts"] != pictures.build(room)]
    assert len(day.facts) > 15
    return found


@pytest.fixture(params=["no", "lamps", "count"])
def shown(request: pytest.FixtureRequest, days: Callable[..., Day]) -> Day:
    """A day by what the rule card shows of the ballots that are in."""
    return days(show_count=request.param)


def test_what_was_sent_is_the_whole_picture(shown: Day) -> None:
    assert differing(shown, 1) == []


def test_a_part_that_is_forgotten_is_found(shown: Day) -> None:
    def plant(pictures: Any) -> None:
        whole = pictures.build_halls
        pictures.build_halls = lambda room, halls: {
            name: part for name, part in whole(room, halls).items() if not name.startswith(("session/", "stage/"))
        }

    assert set(differing(shown, 1, plant)) >= {*DESKS, judge_room("JA1")}


def test_a_room_that_nobody_hears_is_left_until_somebody_asks(day: Day) -> None:
    pictures = DatabasePictures(day.read, Presence(), lambda: day.clock, {"epoch": "e", "started_at": 1}, Watch())
    sent: list[str] = []
    publisher = Publisher(lambda *_what, room="", **_where: sent.append(room), pictures, lambda: day.clock, "e")
    day.open()
    day.present("A1")
    for room in ROOMS:
        publisher.snapshot(room)
    publisher.heard = lambda room: room == PUBLIC
    sent.clear()
    before = len(day.facts)
    day.submit("A1", "JA3", 80)
    publisher.announce(told(day, before))
    assert set(sent) <= {PUBLIC}
    for room in ROOMS:
        assert publisher.snapshot(room)["parts"] == pictures.build(room)


def test_the_chiefs_of_a_hall_are_the_same_by_both_ways_of_asking(day: Day) -> None:
    day.open()
    day.present("A1")
    for hall, chiefs in (("A", {"JA1", "JA2"}), ("B", {"JB1"})):
        assert set(day.read(room_pictures._chiefs, hall)) == chiefs
        assert set(day.read(room_pictures._seated, hall, ("chief", "deputy"))) == chiefs
