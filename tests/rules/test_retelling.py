"""Retelling: no kind of fact is forgotten, and what differs is named."""

from __future__ import annotations

import dataclasses

import pytest

from scoring import facts
from scoring.facts import Fact
from scoring.rules.retelling import TELLS, UNTOLD, retold
from scoring.rules.told import Told, differences

PHASE = {"fact": "PhaseChanged", "session": "A", "entry": "A1", "before": "waiting", "at": 5, "reason": ""}


def kinds() -> set[str]:
    found = {
        name
        for name in facts.__all__
        if isinstance(getattr(facts, name), type) and issubclass(getattr(facts, name), Fact)
    } - {"Fact"}
    assert len(found) > 40
    return found


def test_every_fact_is_told_or_said_to_be_left_out() -> None:
    assert set(TELLS) | set(UNTOLD) == kinds()
    assert not set(TELLS) & set(UNTOLD)


def test_a_fact_of_another_version_changes_nothing() -> None:
    assert retold([{"fact": "Unheard", "seq": 1, "at": 1}]) == Told()


def test_a_call_clears_the_times_of_a_first_try() -> None:
    told = retold([
        {**PHASE, "command": "start-presenting", "after": "presenting"},
        {**PHASE, "command": "call", "after": "called", "at": 9},
    ])  # fmt: skip
    assert told.entries["A1"].phase == "called"
    assert told.entries["A1"].presenting_from is None
    assert told.sessions["A"].on_stage == "A1"


HELPING = ("called", "seated", "keeps_before")  # no mappings


@pytest.mark.parametrize("part", [one.name for one in dataclasses.fields(Told) if one.name not in HELPING])
def test_what_one_side_lacks_is_a_difference(part: str) -> None:
    told = Told(seated={"A1"})
    getattr(told, part)["A1", "J1"] = ("x",)
    helps_only = part == "newest"
    assert [one.what for one in differences(told, Told())] == ([] if helps_only else [f"{part} A1 J1"])
