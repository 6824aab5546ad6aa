"""`make torture` itself: it resumes, it fails where a goal is missed, and its table hides no loss."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.torture.trial import Case, Trial
from tests.torture.trials import CODES, TrialMissing, trial_of
from tools import torture as runner
from tools.torture_records import Record, Records
from tools.torture_table import BEGIN, END, Outcome, text_of, write


class Counting:
    """Four cases in full, two in short; the numbers in ``bad`` find something."""

    code, title, goal, full, short = "T1", "counting", "nothing lost", 4, 2

    def __init__(self, bad: Sequence[int] = (), breaks_at: int | None = None, slow_by: float = 0.0) -> None:
        self.bad, self.breaks_at, self.slow_by = bad, breaks_at, slow_by
        self.ran: list[int] = []

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        for number in numbers:
            if number == self.breaks_at:
                raise KeyboardInterrupt if self.slow_by else RuntimeError("the ground is gone")
            self.ran.append(number)
            yield Case(number, {"lost": float(number in self.bad)}, ("lost: one",) if number in self.bad else (), 0.1)

    def held(self, cases: Sequence[Case]) -> bool:
        return sum(case.counts["lost"] for case in cases) == 0

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        return {"lost": str(int(sum(case.counts["lost"] for case in cases)))}


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Runs the runner over one trial in this process: its exit status and the paper afterwards."""
    paper = tmp_path / "reliability.md"
    paper.write_text(f"before\n{BEGIN}\nold\n{END}\nbehind\n", encoding="utf-8")

    def play(trial: Trial, commit: str = "abc1234", **more: Any) -> tuple[int, str]:
        def found(code: str) -> Trial:
            if code == "T1":
                return trial
            raise TrialMissing(code)

        monkeypatch.setattr(runner, "trial_of", found)
        monkeypatch.setattr(runner.Run, "run", _in_this_process)
        monkeypatch.setattr(runner, "commit_now", lambda: commit)
        wanted = runner.Wanted(**{"codes": ("T1",), "folder": tmp_path / "kept", "paper": paper, **more})
        return runner.torture(wanted), paper.read_text("utf-8")

    return play


def _in_this_process(run: runner.Run) -> None:
    told: list[object] = []
    try:
        for case in run.trial.run(run.left, run.folder):
            run.records.add(Record(case, run.commit))
    except RuntimeError as error:
        told.append(error)
        run.trouble = str(error)


def test_a_run_that_was_stopped_goes_on_where_it_stopped(played: Callable[..., tuple[int, str]]) -> None:
    first, second = Counting(breaks_at=2, slow_by=1), Counting()
    assert played(first)[0] == 130
    status, paper = played(second)
    assert (first.ran, second.ran, status) == ([0, 1], [2, 3], 0)
    assert "4 of 4" in paper and "**held**" in paper


def test_a_finished_run_is_not_run_again_unless_it_is_to_begin_anew(played: Callable[..., tuple[int, str]]) -> None:
    played(Counting())
    again, anew = Counting(), Counting()
    assert played(again)[0] == 0 and again.ran == []
    assert played(anew, fresh=True)[0] == 0 and anew.ran == [0, 1, 2, 3]


def test_a_case_that_finds_something_makes_the_run_fail_and_stands_in_the_table(
    played: Callable[..., tuple[int, str]],
) -> None:
    status, paper = played(Counting(bad=(2,)))
    assert status == 1
    assert "lost: 1" in paper and "**MISSED**" in paper and "T1, case 2: lost: one" in paper
    assert paper.startswith("before\n") and paper.endswith("behind\n") and "old" not in paper


def test_a_case_that_failed_is_run_again_on_another_commit_only(played: Callable[..., tuple[int, str]]) -> None:
    played(Counting(bad=(2,)))
    same, mended = Counting(), Counting()
    assert played(same)[0] == 1 and same.ran == []
    assert played(mended, commit="def5678")[0] == 0 and mended.ran == [2]


def test_a_goal_that_is_missed_without_a_finding_fails_too(played: Callable[..., tuple[int, str]]) -> None:
    class Slow(Counting):
        def held(self, cases: Sequence[Case]) -> bool:
            return False

    status, paper = played(Slow())
    assert status == 1 and "**MISSED**" in paper


def test_a_trial_that_breaks_off_is_an_error_and_keeps_its_cases(played: Callable[..., tuple[int, str]]) -> None:
    status, paper = played(Counting(breaks_at=3))
    assert status == 1
    assert "3 of 4" in paper and "**BROKEN OFF**" in paper and "T1: the ground is gone" in paper


def test_a_trial_that_is_not_there_is_an_error_and_no_empty_row(played: Callable[..., tuple[int, str]]) -> None:
    status, paper = played(Counting(), codes=("T1", "T2"))
    assert status == 1
    assert "| T2 | – | – | 0 of 0 | – | **MISSING** |" in paper


def test_the_short_form_is_kept_apart_and_not_written_into_the_paper(played: Callable[..., tuple[int, str]]) -> None:
    short, full = Counting(), Counting()
    status, paper = played(short, short=True)
    assert (status, short.ran) == (0, [0, 1]) and "old" in paper
    played(full)
    assert full.ran == [0, 1, 2, 3]


def test_what_a_machine_forbids_is_a_line_of_its_own() -> None:
    class Forbidden(Counting):
        not_shown = ("no strace",)

    text = text_of([Outcome("T1", Forbidden(), (Case(0, {"lost": 0}, (), 1.0),), 1)], "abc", "make torture")
    assert "- T1: NOT SHOWN HERE: no strace" in text


def test_a_line_that_a_kill_has_cut_is_no_record(tmp_path: Path) -> None:
    records = Records("T1", False, tmp_path)
    records.add(Record(Case(0, {"lost": 0.0}, (), 1.0), "abc"))
    with records.path.open("a", encoding="utf-8") as file:
        file.write('{"number": 1, "com')
    again = Records("T1", False, tmp_path)
    assert [case.number for case in again.cases(range(4))] == [0]
    again.add(Record(Case(1, {"lost": 0.0}, (), 1.0), "abc"))
    assert [case.number for case in Records("T1", False, tmp_path).cases(range(4))] == [0, 1]


def test_a_paper_without_markers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "paper.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match="torture:begin"):
        write("table", tmp_path / "paper.md")


def test_a_trial_that_was_not_run_keeps_its_row(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text(f"{BEGIN}\nold\n| T1 | a | **held** | abc |\n| T2 | b | **held** | abc |\n{END}\n", "utf-8")
    write("new\n| T1 | a | **not run** | – |\n| T2 | b | **MISSED** | def |\n| T3 | c | **not run** | – |\n", paper)
    told = paper.read_text("utf-8").splitlines()[1:-1]
    assert told == [
        "new",
        "| T1 | a | **held** | abc |",
        "| T2 | b | **MISSED** | def |",
        "| T3 | c | **not run** | – |",
    ]


def test_make_variables_are_read_and_wrong_ones_refused() -> None:
    wanted = runner.asked({"ONLY": "t3, T12", "SHORT": "1", "JOBS": "2"})
    assert (wanted.codes, wanted.short, wanted.jobs) == (("T3", "T12"), True, 2)
    assert runner.asked({}).codes == CODES
    for wrong in ({"ONLY": "T99"}, {"JOBS": "many"}, {"JOBS": "0"}):
        with pytest.raises(ValueError, match="="):
            runner.asked(wrong)


def test_a_real_worker_process_tells_of_its_cases_and_of_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t01_none.py").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(TrialMissing, match="T1: no t01_"):
        trial_of("T1", tmp_path)
    records = Records("T1", False, tmp_path / "kept")

    class Absent(Counting):
        code = "T99"

    run = runner.Run(Absent(), records, runner.Wanted(folder=tmp_path / "kept"), "abc")
    run.run()
    assert run.trouble.startswith("TrialMissing: T99") and records.cases(range(4)) == []
    assert "pytest" in sys.modules


@pytest.mark.parametrize("code", CODES)
def test_every_trial_that_is_listed_is_there(code: str) -> None:
    trial = trial_of(code)
    assert trial.code == code and 0 < trial.short <= trial.full
