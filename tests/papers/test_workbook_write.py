"""The workbooks that leave the system, read back."""

import io
import re
import zipfile
from itertools import chain

from python_calamine import CalamineWorkbook

from papers.tables import guarded, sheet_title
from papers.template import example_contest
from papers.workbook_read import read_workbook
from papers.workbook_write import (
    JudgeColumn,
    PoolRow,
    PoolSheet,
    ResultsBook,
    SessionRow,
    SessionSheet,
    results_workbook,
    template_workbook,
)
from scoring.setup.parse import parse_contest

FIRST = PoolRow(
    *("1", "SH001", "创新型", "=1+1", "甲组", "甲单位", "94.50", "0.50", "90.54", "92.92"),
    reason="发表得分",
    award="一等奖",
    selection="候选",
    selection_reason="名额内第1名",
    members="张三、李四",
)
SECOND = PoolRow("", "SH002", "创新型", "课题乙", "乙组", "乙单位", state="退出")
SESSION = SessionSheet(
    "A",
    "问题解决型会场",
    (JudgeColumn(1, "评委甲"), JudgeColumn(2, "评委乙")),
    (SessionRow("1", "SH001", "课题", "甲组", "创新型", ("94.5", "回避"), "1", "1", "94.50", "92.92", "1"),),
)


def results(provisional: bool = False, session_id: str = "A") -> bytes:
    session = SessionSheet(session_id, SESSION.name, SESSION.judges, SESSION.rows)
    return results_workbook(
        ResultsBook("样例赛", (PoolSheet("创新型", (FIRST, SECOND), provisional),), (session,), "2020-08-18")
    )


def texts(content: bytes) -> dict[str, list[list[str]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def parts(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_the_results_hold_standings_candidates_prizes_and_each_session() -> None:
    found = texts(results())
    assert list(found) == ["成绩", "候选与候补", "获奖名单", "评审汇总 A"]
    standings = found["成绩"]
    assert standings[0][0] == "样例赛 成绩 2020-08-18"
    first = dict(zip(standings[1], standings[2], strict=True))
    assert (first["名次"], first["最终得分"], first["名次依据"], first["入选"]) == ("1", "92.92", "发表得分", "候选")
    assert dict(zip(standings[1], standings[3], strict=True))["状态"] == "退出"
    assert found["候选与候补"][2][-1] == "名额内第1名"
    assert found["获奖名单"][2][-1] == "张三、李四"
    assert len(found["获奖名单"]) == 3
    summary = dict(zip(found["评审汇总 A"][1], found["评审汇总 A"][2], strict=True))
    assert (summary["J1 评委甲"], summary["J2 评委乙"], summary["计分/有效"]) == ("94.5", "回避", "1/1")


def test_a_provisional_pool_names_no_candidate_and_no_prize() -> None:
    found = texts(results(provisional=True))
    assert found["成绩"][2][0] == "创新型(暂定)"
    assert len(found["候选与候补"]) == len(found["获奖名单"]) == 2


def test_no_cell_starts_a_formula() -> None:
    content = results()
    assert "<f>" not in parts(content) and "<f " not in parts(content)
    cells = chain.from_iterable(chain.from_iterable(texts(content).values()))
    assert not [text for text in cells if str(text).startswith(("=", "+", "@", "-"))]


def test_a_guard_stands_before_formulas_and_not_before_numbers() -> None:
    assert [guarded(text) for text in ("=1", "+1", "@a", "-cmd", "\t=1")] == ["'=1", "'+1", "'@a", "'-cmd", "'\t=1"]
    assert [guarded(text) for text in ("-1.50", "94.5", "小组", "")] == ["-1.50", "94.5", "小组", ""]
    assert guarded("\ud800") == "?"


def test_headings_stay_and_repeat_and_the_print_area_is_set() -> None:
    found = parts(results())
    assert found.count('state="frozen"') == found.count("_xlnm.Print_Titles") == found.count("_xlnm.Print_Area") == 4
    assert found.count('orientation="landscape"') == 4
    assert re.search(r"_xlnm\.Print_Area[^>]*>[^<]*\$A\$1:\$P\$5<", found)


def test_the_same_values_give_the_same_bytes() -> None:
    assert results() == results()


def test_sheet_names_are_made_to_fit_and_kept_apart() -> None:
    taken: set[str] = set()
    names = [sheet_title(wanted, taken) for wanted in ("a/b:c", "A-B-C", "x" * 40, "", "'")]
    assert names == ["a-b-c", "A-B-C 2", "x" * 28, "表", "表 2"]
    assert "评审汇总 会-场" in texts(results(session_id="会/场"))


def test_the_template_reads_back_as_the_example_without_a_problem() -> None:
    found = parse_contest(read_workbook(template_workbook()))
    assert found.problems == []
    assert found.contest == example_contest()


def test_the_template_offers_lists_and_notes() -> None:
    content = template_workbook()
    found = parts(content)
    for words in ("现场,远程", "组长,副组长,评委", "当场,下一个之后,典礼", "评审表!$A$2:$A$1000"):
        assert words in found
    notes = read_workbook(content)["说明"]
    assert len(notes.row_numbers()) > 20
