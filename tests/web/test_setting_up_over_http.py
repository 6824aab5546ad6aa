"""Setting up at the desk: check says everything, apply changes only what was checked."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from papers.workbook_read import read_workbook
from scoring.actions import sessions
from scoring.facts import SYSTEM
from tests.setup.grids import sample
from tests.web.serving import OURS, House, code

BOOKS = Path(__file__).resolve().parents[1] / "sample"
Sheets = dict[str, list[list[str]]]


@pytest.fixture
def house(blank: Path, tmp_path: Path) -> House:
    """A house with the sample's contest, which sheets can hold whole."""
    return House(blank, tmp_path / "house", sample())


@pytest.fixture
def desk(house: House) -> FlaskClient:
    return house.staff("secretariat")


def sheets(desk: FlaskClient) -> Sheets:
    return dict(desk.get("/api/v1/desk/setup").get_json()["sheets"])


def send(desk: FlaskClient, act: str, **values: Any) -> Any:
    return desk.post(f"/api/v1/desk/setup/{act}", json=values, headers=OURS)


def upload(desk: FlaskClient, content: bytes, name: str = "contest.xlsx") -> Any:
    return desk.post("/api/v1/desk/workbook/check", data={"file": (io.BytesIO(content), name)}, headers=OURS)


def cell(changed: Sheets, sheet: str, title: str, row: int) -> tuple[list[str], int]:
    """The row (from 1) and the column under a title."""
    column = next(index for index, name in enumerate(changed[sheet][0]) if name.startswith(title))
    return changed[sheet][row], column


def test_the_grid_as_it_is_has_no_problem_and_no_change(desk: FlaskClient) -> None:
    told = send(desk, "check", sheets=sheets(desk)).get_json()
    assert (told["problems"], told["changes"], told["refused"]) == ([], [], [])


def test_a_changed_cell_is_said_before_it_is_applied(house: House, desk: FlaskClient) -> None:
    changed, mark = sheets(desk), desk.get("/api/v1/desk/setup").get_json()["fingerprint"]
    row, column = cell(changed, "成果", "小组", 1)
    before, row[column] = row[column], "新小组"
    told = send(desk, "check", sheets=changed).get_json()
    assert [(one["sheet"], one["old"], one["new"]) for one in told["changes"]] == [("成果", before, "新小组")]
    assert sheets(desk) != changed
    applied = send(desk, "apply", sheets=changed, expected=mark)
    assert applied.status_code == 200
    assert sheets(desk) == changed
    again = send(desk, "apply", sheets=changed, expected=mark)
    assert (again.status_code, code(again)) == (409, "set_up_changed")


def test_a_grid_with_problems_is_not_applied_and_names_the_cells(desk: FlaskClient) -> None:
    changed = sheets(desk)
    before = sheets(desk)
    row, column = cell(changed, "成果", "文审得分", 1)
    row[column] = "九十"
    told = send(desk, "check", sheets=changed).get_json()
    assert told["problems"][0]["sheet"] == "成果" and told["problems"][0]["zh"] and told["problems"][0]["en"]
    answer = send(desk, "apply", sheets=changed)
    assert (answer.status_code, code(answer)) == (400, "set_up_has_problems")
    assert sheets(desk) == before


def test_the_frozen_rule_card_is_refused_in_words(house: House, desk: FlaskClient) -> None:
    house.office.do(sessions.open_session, SYSTEM, session=sample().sessions[0].id)
    changed = sheets(desk)
    row = next(row for row in changed["赛事"] if row[0].startswith("小数位数"))
    row[1] = "3"
    told = send(desk, "check", sheets=changed).get_json()
    assert [bool(one["zh"] and one["en"]) for one in told["refused"]] == [True]
    answer = send(desk, "apply", sheets=changed)
    assert (answer.status_code, code(answer)) == (409, "rule_card_fixed")
    assert desk.get("/api/v1/desk/setup").get_json()["frozen"] is True


def test_a_checked_workbook_is_applied_by_its_token_unless_the_set_up_changed_meanwhile(desk: FlaskClient) -> None:
    content = (BOOKS / "contest" / "contest.xlsx").read_bytes()
    told = upload(desk, content).get_json()
    assert told["problems"] == told["changes"] == [] and told["token"]
    changed = sheets(desk)
    row, column = cell(changed, "成果", "小组", 1)
    row[column] = "新小组"
    send(desk, "apply", sheets=changed)
    stale = desk.post("/api/v1/desk/workbook/apply", json={"token": told["token"]}, headers=OURS)
    assert (stale.status_code, code(stale)) == (409, "set_up_changed")
    told = upload(desk, content).get_json()
    assert len(told["changes"]) == 1
    applied = desk.post("/api/v1/desk/workbook/apply", json={"token": told["token"]}, headers=OURS)
    assert applied.status_code == 200
    assert sheets(desk)["成果"][1][column] == sample().entries[0].circle


def test_a_workbook_with_problems_gets_no_token(desk: FlaskClient) -> None:
    told = upload(desk, (BOOKS / "workbooks" / "bad.xlsx").read_bytes()).get_json()
    planted = json.loads((BOOKS / "workbooks" / "problems.json").read_text(encoding="utf-8"))
    found = {(one["sheet"], one["cell"]) for one in told["problems"]}
    assert {(one["sheet"], one["cell"]) for one in planted} <= found
    assert told.get("token") is None


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04" + b"\x00" * 200])
def test_what_is_no_workbook_is_refused_in_words(desk: FlaskClient, content: bytes) -> None:
    answer = upload(desk, content)
    assert answer.status_code == 200
    assert answer.get_json()["token"] is None
    assert [bool(one["zh"] and one["en"]) for one in answer.get_json()["refused"]] == [True]


def test_an_upload_without_a_file_or_with_an_unknown_token_is_refused(desk: FlaskClient) -> None:
    answer = desk.post("/api/v1/desk/workbook/check", data={}, headers=OURS)
    assert (answer.status_code, code(answer)) == (400, "no_file")
    answer = desk.post("/api/v1/desk/workbook/apply", json={"token": "0" * 32}, headers=OURS)
    assert (answer.status_code, code(answer)) == (404, "preview_gone")


def test_an_upload_over_its_own_limit_is_413(desk: FlaskClient) -> None:
    answer = upload(desk, b"x" * (8 * 1024 * 1024 + 1))
    assert (answer.status_code, code(answer)) == (413, "too_large")


@pytest.mark.parametrize("sign", ["\u202e", "\u0007"])
def test_hidden_signs_in_a_cell_are_a_problem_or_are_taken_out(desk: FlaskClient, sign: str) -> None:
    changed = sheets(desk)
    row, column = cell(changed, "成果", "小组", 1)
    row[column] = f"新{sign}小组"
    told = send(desk, "check", sheets=changed).get_json()
    assert told["problems"] or all(sign not in str(one["new"]) for one in told["changes"])


@pytest.mark.parametrize("path", ["/desk/template.xlsx", "/desk/results.xlsx"])
def test_the_files_to_take_away_are_workbooks(desk: FlaskClient, path: str) -> None:
    answer = desk.get(path)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.data[:2] == b"PK"


def test_the_template_opens_again(desk: FlaskClient) -> None:
    assert "成果" in read_workbook(desk.get("/desk/template.xlsx").data)


def test_an_odd_grid_is_answered_never_a_fault(desk: FlaskClient) -> None:
    odd: tuple[Any, ...] = ({}, {"成果": []}, {"成果": [[]]}, {"x" * 300: [["a"]]}, {"赛事": [["项目"]] * 300})
    for grid in odd:
        assert send(desk, "check", sheets=grid).status_code in (200, 400)
    ragged = sheets(desk)
    ragged["成果"][1] = ragged["成果"][1][:2]
    assert send(desk, "check", sheets=ragged).status_code == 200


def test_the_page_of_cards_holds_every_seated_judges_card(desk: FlaskClient) -> None:
    text = desk.get("/desk/cards").text
    assert [judge.id for judge in sample().judges if judge.name not in text] == []
    assert text.count("<svg") == len(sample().judges)
