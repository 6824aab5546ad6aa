"""Sheets' paragraphs broken as Chinese is set: brackets, closing marks, numbers."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from papers.chinese_lines import names_in_lines
from papers.face import width_of
from papers.sheet import BODY, Part, sheets_pdf, struck, table, text

SIZE = BODY.fontSize


def lines(words: str, room: float) -> list[str]:
    """How a paragraph stands in a column of `room` squares of its type."""
    paragraph = text(words)
    paragraph.wrap(room * SIZE + 0.01, 1000)
    return [piece for _, (piece,) in paragraph.blPara.lines]


@pytest.mark.parametrize(
    ("words", "room", "broken"),
    [
        ("某某建设（集团）公司", 5, ["某某建设", "（集团）公", "司"]),
        ("提高《某某规范》执行", 3, ["提高", "《某某", "规范》", "执行"]),
        ("评委打分，再定分", 4, ["评委打", "分，再定", "分"]),
        ("共得95.28分", 4, ["共得", "95.28分"]),
        ("第一行\n第二行还要折", 4, ["第一行", "第二行还", "要折"]),
    ],
)
def test_no_line_ends_with_an_opening_bracket_or_begins_with_a_closing_mark(
    words: str, room: float, broken: list[str]
) -> None:
    assert lines(words, room) == broken


def test_a_closing_mark_at_the_end_may_lose_the_empty_half_of_its_square_and_no_more() -> None:
    assert lines("写理由。", 3.5) == ["写理由。"]
    assert lines("写理由。", 3.4) == ["写理", "由。"]
    assert width_of("写理由。", SIZE) == pytest.approx(4 * SIZE)


def test_words_that_fit_nowhere_are_torn_and_lost_nowhere() -> None:
    assert "".join(lines("ABCDEFGHIJKLMNOP", 3)) == "ABCDEFGHIJKLMNOP"
    assert "".join(lines("（（（一）））", 1)) == "（（（一）））"


def test_a_struck_cell_and_a_row_over_two_pages_keep_every_word() -> None:
    long = "".join(f"第{number}句（括号）。" for number in range(120))
    pdf = sheets_pdf("试", [Part([struck(long), table(("栏",), [(long,)], (400,)), text(long)])])
    found = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)
    assert found.count("第119句（括号）。") == 3 and found.count("（括号）。") == 360


def test_names_are_set_whole_and_only_one_wider_than_the_line_is_torn() -> None:
    names = ("欧阳建国", "王五", "李四", "买买提明江吐尔逊")
    room = 8 * SIZE
    broken = names_in_lines(names, room, SIZE, BODY.fontName)
    assert broken == "欧阳建国、王五、\n李四、\n买买提明江吐尔逊"
    assert names_in_lines(("欧阳建国",), SIZE, SIZE, BODY.fontName) == "欧阳建国"
