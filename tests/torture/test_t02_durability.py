"""T2 in short: no answer before its sync; a weaker setting and a hasty answer are each seen by each witness."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.hall import Ground
from tests.torture.t02_durability import SIZE, TRIAL, may_trace, one_case, order_of, told_by_strace

BUGS = [(bug, False) for bug in ("synchronous=NORMAL", "synchronous=OFF", "answered before the commit")]
BUGS += [(bug, True) for bug in ("synchronous=NORMAL", "answered before the commit") if may_trace()]


def test_every_acknowledged_ballot_was_synced_before(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases) and all(case.counts["answers"] > 5 for case in cases)
    assert TRIAL.figures(cases)["answers after their sync"] == "100 %"


@pytest.mark.parametrize(("bug", "outside"), BUGS)
def test_a_planted_bug_is_seen(bug: str, outside: bool, tmp_path: Path) -> None:
    case = one_case(Ground(tmp_path, SIZE), tmp_path, 1, outside, bug)
    assert case.counts["unsynced"] > 0
    assert not TRIAL.held([case])


def test_a_sync_counts_for_what_was_written_before_it() -> None:
    good = [("write", "a"), ("sync", ""), ("answer", "a")]
    assert order_of(good).unsynced == ()
    assert order_of([good[1], good[0], good[2]]).unsynced == ("a",)
    assert order_of([("sync", ""), ("answer", "b")]).unsynced == ("b",)


def test_a_sync_that_failed_or_has_not_ended_is_none(tmp_path: Path) -> None:
    name = "0123456789abcdef0123456789abcdef"
    write = f'7 pwrite64(9</d/contest.db-wal>, "{{\\"ballot\\":\\"{name}\\"", 4096, 32) = 4096'
    answer = f'5 sendto(14<socket:[1]>, "{{\\"receipt\\":{{\\"id\\":\\"{name}\\"", 40, 0, NULL, 0) = 40'
    sync = "7 fdatasync(9</d/contest.db-wal>) = 0"
    begun, ended = "7 fdatasync(9</d/contest.db-wal> <unfinished ...>", "7 <... fdatasync resumed>) = 0"
    traces = {
        "held": [write, sync, answer],
        "failed": [write, "7 fdatasync(9</d/contest.db-wal>) = -1 EIO (Input/output error)", answer],
        "another file": [write, "7 fdatasync(8</d/contest.db>) = 0", answer],
        "too early": [write, begun, answer, ended],
        "in time": [write, begun, ended, answer],
    }
    seen = {}
    for kind, lines in traces.items():
        (tmp_path / kind).write_text("\n".join(lines))
        seen[kind] = order_of(told_by_strace(tmp_path / kind)).unsynced == ()
    assert seen == {"held": True, "failed": False, "another file": False, "too early": False, "in time": True}
