"""The replay: records read strictly, a picture kept whole, and the sample's day in both halls."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ports import free_port
from tools.commands import contest, contest_output
from tools.rehearse import differences
from tools.server import Server
from web.replay.script import ScriptBroken, read_script
from web.replay.watch import Watch
from web.replay.wire import Caller, ServerSilent

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
HEAD = "entry,judge,revision,status,m1,m2\n"


def write_records(folder: Path, ballots: str) -> Path:
    (folder / "ballots.csv").write_text(HEAD + ballots, encoding="utf-8")
    return folder


def test_the_sample_records_are_read_whole() -> None:
    entries = {script.entry: script for script in read_script(SAMPLE)}
    assert len(entries) == 36
    assert entries["SH009"].withdrawn
    assert entries["SH009"].overtime == 75
    assert entries["SH007"].revisions == [1, 2]
    assert entries["SH001"].turns[0].marks == (1350, 2700, 1600, 1600, 450, 800)


def test_marks_are_whole_hundredths_and_blank_columns_at_the_end_are_none(tmp_path: Path) -> None:
    (script,) = read_script(write_records(tmp_path, "E1,J1,1,submitted,7.25,\nE1,J2,1,missing,,\n"))
    assert [turn.marks for turn in script.turns] == [(725,), ()]
    assert script.overtime is None
    assert not script.withdrawn


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("E1,J1,one,submitted,7,8", "ballots.csv:2: revision is 'one'"),
        ("E1,J1,1,absent,7,8", "ballots.csv:2: status is 'absent'"),
        ("E1,J1,1,submitted,seven,8", "ballots.csv:2: 'seven' is not a mark"),
        ("E1,J1,1,submitted,7.125,8", "more than two decimal places"),
    ],
)
def test_broken_records_are_refused_by_line(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(ScriptBroken, match=said):
        read_script(write_records(tmp_path, line + "\n"))


def test_records_without_their_columns_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ballots.csv").write_text("entry,judge\n", encoding="utf-8")
    with pytest.raises(ScriptBroken, match=r"no column revision, status"):
        read_script(tmp_path)


def picture(seq: int, **parts: Any) -> dict[str, Any]:
    return {"epoch": "e", "seq": seq, "at": 0, "parts": parts}


def test_a_gap_in_the_changes_asks_for_the_whole_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    watch, told = Watch(Caller("http://127.0.0.1:9"), "judge"), []
    monkeypatch.setattr(watch, "tell", lambda event, body: told.append(event))
    watch._on_snapshot(picture(4, a=1))
    watch._on_change(picture(5, a=2))
    assert (watch.part("a"), told) == (2, [])
    watch._on_change(picture(7, a=3))
    assert (watch.part("a"), told) == (2, ["resync"])
    watch._on_snapshot(picture(7, a=3))
    watch._on_snapshot(picture(6, a=2))
    assert watch.part("a") == 3


def test_what_never_comes_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.replay.watch.PATIENCE", 0.05)
    monkeypatch.setattr("web.replay.watch.ASK_AGAIN_AFTER", 0.01)
    caller = Caller("http://127.0.0.1:9")
    monkeypatch.setattr(caller, "get", lambda path: picture(1, a=1))
    with pytest.raises(ServerSilent, match="the second act"):
        Watch(caller, "judge").wait_for("a", lambda part: True if part == 2 else None, "the second act")


@pytest.mark.parametrize("async_mode", ["eventlet", "threading"])
def test_the_sample_day_in_two_halls_gives_the_expected_result(tmp_path: Path, async_mode: str) -> None:
    settings = {"DATA_DIR": str(tmp_path / "instance"), "SAMPLE": "1", "DATABASE_URL": "", "ASYNC_MODE": async_mode}
    contest(settings, "import", str(SAMPLE / "contest.xlsx"), quiet=True)
    with Server(settings, "127.0.0.1", free_port()) as server:
        contest(settings, "replay", str(SAMPLE), "--url", server.url, "--speed", "max", quiet=True)
        found = json.loads(contest_output(settings, "results", "--json"))
    assert differences(json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8")), found) == []
