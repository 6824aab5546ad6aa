"""`flask contest …` as the secretariat types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask.testing import FlaskCliRunner

from papers.workbook_read import read_workbook
from scoring.setup.parse import parse_contest
from web.app import create_app
from web.config import read_settings

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
WORKBOOKS = Path(__file__).resolve().parents[1] / "sample" / "workbooks"


class Office:
    """A command line at one DATA_DIR."""

    def __init__(self, folder: Path, **settings: str) -> None:
        app = create_app(read_settings({"DATA_DIR": str(folder), **settings}))
        self.runner: FlaskCliRunner = app.test_cli_runner()

    def type(self, *words: str) -> Result:
        """What came of `flask contest <words>`."""
        return self.runner.invoke(args=["contest", *words])


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "instance")


@pytest.fixture
def imported(office: Office) -> Office:
    assert office.type("import", str(SAMPLE / "contest.xlsx")).exit_code == 0
    return office


def test_the_sample_is_imported_into_an_empty_directory(office: Office) -> None:
    done = office.type("import", str(SAMPLE / "contest.xlsx"))
    assert done.exit_code == 0
    assert "成果  新增 added  36" in done.output
    assert len(json.loads(office.type("results", "--json").output)) == 0


def test_a_check_imports_nothing(office: Office) -> None:
    done = office.type("import", str(SAMPLE / "contest.xlsx"), "--check")
    assert done.exit_code == 0
    assert "nothing was imported" in done.output
    assert office.type("results", "--json").exit_code == 1


def test_a_bad_workbook_is_refused_with_every_place_at_once(office: Office) -> None:
    done = office.type("import", str(WORKBOOKS / "bad.xlsx"))
    assert done.exit_code == 1
    for problem in json.loads((WORKBOOKS / "problems.json").read_text(encoding="utf-8")):
        assert f"{problem['sheet']}!{problem['cell']}  " in done.output
    assert office.type("results").exit_code == 1


def test_what_is_no_workbook_is_refused_in_words(office: Office) -> None:
    done = office.type("import", str(WORKBOOKS / "not-a-workbook.xlsx"))
    assert done.exit_code == 1
    assert "这不是工作簿" in done.output


def test_importing_the_tolerant_workbook_after_the_sample_changes_nothing(imported: Office) -> None:
    done = imported.type("import", str(WORKBOOKS / "tolerant.xlsx"), "--check")
    assert done.exit_code == 0
    assert "added" not in done.output
    assert "changed" not in done.output
    assert "removed" not in done.output


def test_a_new_contest_is_begun_once(office: Office) -> None:
    assert office.type("new", "--name", "明年的发表赛").exit_code == 0
    done = office.type("new")
    assert done.exit_code == 1
    assert "已有赛事" in done.output


def test_a_new_contest_takes_over_an_old_set_up(imported: Office, tmp_path: Path) -> None:
    following = Office(tmp_path / "following")
    assert following.type("new", "--from", str(tmp_path / "instance"), "--name", "次年").exit_code == 0
    done = following.type("import", str(SAMPLE / "contest.xlsx"), "--check")
    assert "赛事名称 内容: '次年' → " in done.output
    assert "added" not in done.output


def test_a_directory_without_a_contest_cannot_be_taken_over(office: Office, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    done = office.type("new", "--from", str(tmp_path / "nothing"))
    assert done.exit_code == 1
    assert "没有赛事数据" in done.output


def test_every_judge_has_a_card_and_staff_have_links_only_on_request(imported: Office) -> None:
    cards = imported.type("cards", "--url", "http://192.0.2.7:8000/").output.splitlines()
    assert len(cards) == 13
    assert all("\thttp://192.0.2.7:8000/enter#j." in card for card in cards)
    everyone = imported.type("cards", "--links").output.splitlines()
    assert sorted(line.split("\t")[2] for line in everyone[:5]) == [
        "host", "scorer", "scorer", "secretariat", "timekeeper",
    ]  # fmt: skip


def test_the_template_can_be_read_and_is_never_written_over_a_file(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "empty.xlsx"
    assert office.type("template", str(target)).exit_code == 0
    assert parse_contest(read_workbook(target.read_bytes())).contest is not None
    assert office.type("template", str(target)).exit_code == 1


def test_the_results_leave_as_a_workbook(imported: Office, tmp_path: Path) -> None:
    target = tmp_path / "results.xlsx"
    assert imported.type("export", str(target)).exit_code == 0
    assert {"成绩", "候选与候补", "获奖名单", "评审汇总 A", "评审汇总 B"} <= set(read_workbook(target.read_bytes()))


def test_a_replay_without_a_server_says_so(imported: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.replay.wire.FIRST_PAUSE", 0.001)
    done = imported.type("replay", str(SAMPLE), "--url", "http://127.0.0.1:9", "--speed", "max")
    assert done.exit_code == 1
    assert "no answer after 6 attempts" in done.output


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "nan", "inf"])
def test_a_speed_that_is_none_is_refused(imported: Office, speed: str) -> None:
    assert imported.type("replay", str(SAMPLE), "--speed", speed).exit_code == 2
