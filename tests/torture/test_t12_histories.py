"""T12 in short: fifty histories have an order that explains them; every planted bug leaves one that has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.history import History, Op, Start
from tests.torture.history_bugs_ballots import Plant
from tests.torture.history_search import anomaly
from tests.torture.t12_histories import BUGS, FEWEST_REQUESTS, TRIAL, histories_until_found

PLANTED = 20  # at least


def test_every_history_has_an_order_that_explains_it(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases) and len(cases) == TRIAL.short
    assert all(case.counts["requests"] >= FEWEST_REQUESTS and case.counts["overlapping"] > 0 for case in cases)
    assert sum(case.counts["lost"] for case in cases) > TRIAL.short
    assert sum(case.counts["served"] for case in cases) >= TRIAL.short // 4


def test_there_are_enough_planted_bugs() -> None:
    assert len(set(BUGS)) >= PLANTED


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_planted_bug_is_found(bug: Plant, tmp_path: Path) -> None:
    assert histories_until_found(bug, tmp_path) is not None, bug.__doc__


def _history(*spans: tuple[int, int | None, tuple[object, ...] | None]) -> History:
    """A draft of 1, a draft of 2, a look that reads what the third span's answer says."""
    start = Start("E1", "scoring", (("JA1", 1, "expected"),), (("JA1", "tablet"),))
    kinds: tuple[tuple[str, dict[str, object]], ...] = (
        ("draft", {"marks": [1]}),
        ("draft", {"marks": [2]}),
        ("read-draft", {}),
    )
    ops = [
        Op(number, "JA1", kind, "judge:JA1", "tablet", dict(values), invoked, returned, answer, answer is None)
        for number, ((kind, values), (invoked, returned, answer)) in enumerate(zip(kinds, spans, strict=True))
    ]
    final = {
        "phase": ("scoring", 0), "places": [("JA1", "expected")], "ballots": [], "asides": [], "scores": [],
        "drafts": [("JA1", (2,))], "revealed": [], "leases": [("JA1", 1)],
    }  # fmt: skip
    return History(start, ops, [], final)


def test_an_order_has_to_respect_who_was_answered_before_another_asked() -> None:
    at_once = _history((1, 4, (200, "")), (2, 6, (200, "")), (3, 5, (200, (1,))))
    one_after_the_other = _history((1, 2, (200, "")), (3, 4, (200, "")), (5, 6, (200, (1,))))
    assert anomaly(at_once) is None
    assert anomaly(one_after_the_other) is not None


def test_a_request_whose_end_nobody_saw_may_come_late() -> None:
    assert anomaly(_history((1, 2, (200, "")), (3, None, None), (4, 5, (200, (1,))))) is None
    assert anomaly(_history((1, 2, (200, "")), (3, 4, None), (5, 6, (200, (1,))))) is not None
