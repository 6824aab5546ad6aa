"""Every refusal stands in the ledger, but nobody fills the disk by being refused."""

from __future__ import annotations

import pytest

from scoring.actions import judging
from scoring.errors import Invalid
from scoring.store.refusals import MOST, WITHIN
from tests.office import Day, as_judge, ballot


def refuse(day: Day, judge: str, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(Invalid):
            day.do(judging.submit_ballot, as_judge(judge), sent=ballot("A1", judge, 80, hash="0" * 64))


def told(day: Day, judge: str) -> int:
    return sum(body["actor"].startswith(f"judge:{judge}:") for body in day.ledger("Refused"))


def test_a_script_that_is_refused_for_ever_is_told_only_so_often_in_a_minute(day: Day) -> None:
    day.open("A")
    refuse(day, "JA1", MOST + 20)
    refuse(day, "JA3")
    assert (told(day, "JA1"), told(day, "JA3")) == (MOST, 1)
    day.clock += WITHIN
    refuse(day, "JA1")
    assert told(day, "JA1") == MOST + 1
