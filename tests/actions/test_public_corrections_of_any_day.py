"""更正 in a ceremony, which names true places; and after any corrections whatever."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest

from tests.actions.test_public_corrections import ALL, places, public_rows
from tests.corrected import correct, marked, marks, of_entry, phase, standing
from tests.office import PANEL, Day


def ceremony(days: Callable[..., Day]) -> Day:
    """All four published, the last two places revealed."""
    day = days(reveal_when="ceremony")
    day.open()
    for place, entry in enumerate(ALL):
        day.publish(entry, dict.fromkeys(PANEL, 80 + place))
    day.reveal("A1")
    day.reveal("A2")
    assert [(entry, rank) for entry, _, rank in places(day)] == [("A2", 3), ("A1", 4)]
    return day


def test_in_a_ceremony_a_place_that_a_hidden_entry_moves_is_marked_and_says_nothing_of_that_entry(
    days: Callable[..., Day],
) -> None:
    day = ceremony(days)
    correct(day, of_entry("A4", document="60"))
    assert [(entry, rank) for entry, _, rank in places(day)] == [("A2", 2), ("A1", 3)]
    assert [(entry, was, now) for entry, _, was, _, now in marked(day)] == [("A1", 4, 3), ("A2", 3, 2)]
    assert "A4" not in json.dumps(public_rows(day), ensure_ascii=False)
    assert "73.80" not in json.dumps(public_rows(day), ensure_ascii=False)


def test_a_ceremony_that_a_reopened_entry_interrupts_keeps_naming_true_places(days: Callable[..., Day]) -> None:
    day = ceremony(days)
    correct(day, phase("A4", "scoring"))
    assert standing(day)["provisional"] is True
    assert [(entry, rank) for entry, _, rank in places(day)] == [("A2", 2), ("A1", 3)]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_was_corrected_the_public_side_is_whole_and_a_second_look_finds_nothing(
    days: Callable[..., Day], seed: int
) -> None:
    chance = random.Random(seed)
    ceremonial = chance.random() < 1 / 2
    day = days(reveal_when="ceremony" if ceremonial else "at_once")
    day.open()
    for place, entry in enumerate(ALL):
        day.publish(entry, dict.fromkeys(PANEL, 80 + place))
    for entry in ALL[: chance.randint(1, 3)]:
        day.reveal(entry, (1, 2, 3, 4) if ceremonial or chance.random() < 3 / 4 else (1, 2))
    hidden = {entry for entry in ALL if day.rows("select reveal_step from entry where id=?", entry) == [(0,)]}
    for _ in range(5):
        entry = chance.choice(ALL)
        correct(
            day,
            chance.choice(
                [
                    of_entry(entry, document=str(chance.randint(60, 99))),
                    marks(entry, "JA1", chance.randint(60, 99)),
                    phase(entry, chance.choice(["published", "disqualified", "complete"])),
                ]
            ),
        )
        before = public_rows(day)
        correct(day)
        assert public_rows(day) == before
        seen = json.dumps(before, ensure_ascii=False)
        assert not [name for name in hidden if f"小组{name}" in seen or f'"{name}"' in seen]
        standing_now = {row["entry"]: (row["shown"], row["rank"]) for row in standing(day)["rows"]}
        newest = {name: (shown, rank) for name, _, _, shown, rank in marked(day)}
        assert {name: value for name, value in newest.items() if value[0]} == {
            name: standing_now[name] for name in newest if name in standing_now
        }
