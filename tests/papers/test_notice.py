"""公示, read back from the PDF and the text file."""

from __future__ import annotations

import codecs
import io

import pytest
from pypdf import PdfReader

from papers.documents import DOCUMENTS
from papers.notice import Notice, print_notice
from papers.result_rows import PrizeGroup
from tests.papers.sheet_reading import LONG, beyond_the_margins, fonts, pages, pool_row, printed, squeezed, whole

PRIZES = (
    PrizeGroup("一等奖", "创新型", (pool_row(1), pool_row(2))),
    PrizeGroup("二等奖", "创新型", (pool_row(3, **LONG),)),
)
CHOSEN = (PrizeGroup("全国候选", "创新型", (pool_row(1),)),)


def notice(scores: bool = True, **more: object) -> dict[str, bytes]:
    usual: dict[str, object] = {"prizes": PRIZES, "chosen": CHOSEN, "mark": "台账 第 9 条"}
    values = Notice("样例赛", "样例协会", ("2020年8月18日",), **{**usual, **more}, scores=scores)  # type: ignore[arg-type]
    return printed(print_notice, values)


def text_of(files: dict[str, bytes]) -> str:
    (content,) = (content for name, content in files.items() if name.endswith(".txt"))
    return content.decode("utf-8-sig")


def pdf_of(files: dict[str, bytes]) -> bytes:
    (content,) = (content for name, content in files.items() if name.endswith(".pdf"))
    return content


def test_the_registry_names_this_printer() -> None:
    assert DOCUMENTS["notice"].load() == (Notice, print_notice)


def test_the_files_are_named_for_what_they_show() -> None:
    assert list(notice()) == ["notice-with-scores.pdf", "notice-with-scores.txt"]
    assert list(notice(scores=False)) == ["notice.pdf", "notice.txt"]


def test_the_text_opens_in_notepad_and_wps() -> None:
    content = notice()["notice-with-scores.txt"]
    assert content.startswith(codecs.BOM_UTF8)
    assert b"\r\n" in content and b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize("scores", [True, False])
def test_paper_and_text_say_the_same(scores: bool) -> None:
    files = notice(scores)
    on_paper = whole(pdf_of(files))
    for line in text_of(files).splitlines():
        assert squeezed(line) in on_paper, line


def test_scores_are_shown_only_where_they_are_wanted() -> None:
    for text in (text_of(notice()), whole(pdf_of(notice()))):
        assert "98.30" in text and "96.30" in text
    for text in (text_of(notice(scores=False)), whole(pdf_of(notice(scores=False)))):
        assert "98.30" not in text and "96.30" not in text and "得分" not in text


def test_it_is_a_notice_with_its_subject_period_objections_and_lists() -> None:
    text = text_of(notice())
    assert text.startswith("关于样例赛评审结果的公示\r\n")
    for words in (
        "样例赛于2020年8月18日举行",
        "公示期：＿＿＿＿年＿＿月＿＿日至＿＿＿＿年＿＿月＿＿日，共＿＿日。",
        "以书面形式向样例协会秘书处提出",
        "样例协会（盖章处）",
        "　　特此公示。\r\n\r\n　　附件：1. 拟获奖名单\r\n　　　　　2. 拟推荐全国候选名单\r\n",
        "一等奖　创新型（2 项）\r\n1　SH001　单位1号　小组1号　课题1号　98.30\r\n2　SH002",
        "创新型　全国候选（1 项）\r\n1　SH001",
    ):
        assert words in text
    assert text.index("一等奖　") < text.index("二等奖　") < text.index("全国候选（")


def test_what_the_secretariat_still_has_to_fill_in_is_a_blank_and_no_instruction_to_the_public() -> None:
    assert "由秘书处填写" not in text_of(notice()) and "秘书处填写" not in whole(pdf_of(notice()))


def test_a_long_subject_breaks_before_its_last_words() -> None:
    values = Notice("2020年样例市质量管理小组成果发表赛", "样例协会", (), PRIZES, CHOSEN)
    pdf = printed(print_notice, values)["notice-with-scores.pdf"]
    lines = PdfReader(io.BytesIO(pdf)).pages[0].extract_text().splitlines()
    assert [line.strip() for line in lines[:2]] == ["关于2020年样例市质量管理小组成果发表赛", "评审结果的公示"]


def test_the_lists_begin_on_pages_of_their_own() -> None:
    found = pages(pdf_of(notice()))
    assert ["附件1.拟获奖名单" in page for page in found] == [False, True, False]
    assert "附件2.拟推荐全国候选名单" in found[2] and "盖章处" in found[0]


def test_what_is_left_out_is_said_and_what_is_empty_is_no_appendix() -> None:
    sentence = "问题解决型的成绩尚为暂定，不在本公示之内，另行公示。"
    text = text_of(notice(chosen=(), left_out=(sentence,)))
    assert sentence in text and "候选名单" not in text
    nothing = text_of(notice(prizes=(), chosen=()))
    assert "附件：无" in nothing and "现将评审结果" in nothing


def test_long_lists_flow_over_pages_with_every_name_whole() -> None:
    rows = tuple(pool_row(number, **LONG) for number in range(1, 61))
    pdf = pdf_of(notice(prizes=(PrizeGroup("三等奖", "创新型", rows),), chosen=()))
    for words in LONG.values():
        assert whole(pdf).count(words) == 60
    assert all("序号编号单位小组课题得分" in page for page in pages(pdf) if LONG["unit"] in page)
    assert set(fonts(pdf).values()) == {True} and beyond_the_margins(pdf) == []
