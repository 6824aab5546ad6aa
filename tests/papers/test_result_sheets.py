"""成绩表, read back from the PDF."""

from __future__ import annotations

from papers.documents import DOCUMENTS
from papers.result_rows import PoolSheet
from papers.result_sheets import ResultSheets, print_result_sheets
from tests.build import card
from tests.papers.sheet_reading import LONG, beyond_the_margins, fonts, pages, pool, pool_row, printed, squeezed, whole

MARK = "台账 第 9 条 0123456789abcdef　规则卡 0123456789ab"


def sheets(*pools: PoolSheet) -> bytes:
    files = printed(print_result_sheets, ResultSheets("样例赛", "样例协会", card(), pools, MARK))
    assert list(files) == ["result-sheets.pdf"]
    return files["result-sheets.pdf"]


def test_the_registry_names_this_printer() -> None:
    assert DOCUMENTS["result-sheets"].load() == (ResultSheets, print_result_sheets)


def test_each_row_says_rank_scores_what_decided_and_the_prize() -> None:
    first = pool_row(1, award="一等奖")
    second = pool_row(2, award="二等奖", reason="同分，按核心项目")
    text = whole(sheets(pool(first, second)))
    assert "1SH001小组1号单位1号课题1号91.100.5081.2098.30得分一等奖" in text
    assert "2SH002小组2号单位2号课题2号92.100.5082.2097.30同分，按核心项目二等奖" in text
    assert text.index("SH001") < text.index("SH002")


def test_who_has_no_rank_stands_behind_with_the_reason() -> None:
    gone = pool_row(2, rank="", presentation="", deduction="", document="", final="", state="退赛")
    text = whole(sheets(pool(pool_row(1), gone)))
    assert "—SH002小组2号单位2号课题2号————退赛—" in text
    assert "共2项成果，有名次1项，无名次1项" in text


def test_the_rules_and_the_places_to_sign_stand_beneath() -> None:
    text = whole(sheets(pool(pool_row(1))))
    for words in ("去掉1个最高总分和1个最低总分", "文审得分×40%", "评审组长：", "记分员：", "秘书处：", "日期："):
        assert words in text


def test_a_provisional_pool_says_so_on_every_page_and_names_no_prize() -> None:
    rows = [pool_row(number, award="一等奖") for number in range(1, 61)]
    found = pages(sheets(pool(*rows, provisional=True)))
    assert len(found) > 1
    assert "成绩表（问题解决型）暂定" in found[0]
    assert all("暂定：有成果尚未定分" in page for page in found)
    assert not any("一等奖" in page for page in found)
    whole_pool = pages(sheets(pool(*rows)))
    assert not any("暂定" in page for page in whole_pool) and "一等奖" in whole_pool[0]


def test_sixty_entries_flow_over_pages_with_headings_and_page_numbers() -> None:
    found = pages(sheets(pool(*(pool_row(number) for number in range(1, 61)))))
    assert sum(page.count("SH0") for page in found) == 60
    for number, page in enumerate(found, 1):
        assert f"第{number}页/共{len(found)}页" in page
        assert squeezed(MARK) in page
    assert all("名次编号小组单位课题" in page for page in found if "SH0" in page)


def test_each_pool_begins_anew_and_counts_its_own_pages() -> None:
    found = pages(sheets(pool(pool_row(1)), pool(pool_row(2), title="创新型")))
    assert ["第1页/共1页" in page for page in found] == [True, True]
    assert "成绩表（创新型）" in found[1]


def test_the_longest_names_and_rare_characters_are_whole() -> None:
    pdf = sheets(pool(pool_row(1, **LONG)))
    text = whole(pdf)
    for words in LONG.values():
        assert words in text
    assert set(fonts(pdf).values()) == {True}
    assert beyond_the_margins(pdf) == []


def test_a_pool_without_entries_says_so() -> None:
    assert "本组别没有成果。" in whole(sheets(pool()))
