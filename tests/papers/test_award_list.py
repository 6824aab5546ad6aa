"""获奖名单, read back from the PDF."""

from __future__ import annotations

import io

from pypdf import PdfReader

from papers.award_list import AwardList, print_award_list
from papers.documents import DOCUMENTS
from papers.result_rows import PrizeGroup
from tests.papers.sheet_reading import LONG, beyond_the_margins, fonts, pages, pool_row, printed, whole


def listed(*groups: PrizeGroup, left_out: tuple[str, ...] = ()) -> bytes:
    files = printed(print_award_list, AwardList("样例赛", "样例协会", groups, left_out, "台账 第 9 条"))
    assert list(files) == ["award-list.pdf"]
    return files["award-list.pdf"]


THIRD = PrizeGroup("三等奖", "创新型", (pool_row(5), pool_row(4)))
FIRST = PrizeGroup("一等奖", "创新型", (pool_row(2), pool_row(1)))


def test_the_registry_names_this_printer() -> None:
    assert DOCUMENTS["awards"].load() == (AwardList, print_award_list)


def test_the_list_keeps_the_order_of_the_ceremony_and_numbers_it_through() -> None:
    text = whole(listed(THIRD, FIRST))
    found = [
        text.index(words)
        for words in ("三等奖创新型（2项）", "15SH005", "24SH004", "一等奖创新型（2项）", "32SH002", "41SH001")
    ]
    assert found == sorted(found)
    assert "41SH001单位1号小组1号课题1号组长1、组员1" in text
    assert "共4项获奖：一等奖2项，三等奖2项。" in text


def test_a_pool_that_is_left_out_is_named_with_the_reason() -> None:
    sentence = "问题解决型的成绩尚为暂定，不在其内；全部定分后请重新打印。"
    assert sentence in whole(listed(FIRST, left_out=(sentence,)))
    assert "暂定" not in whole(listed(FIRST))


def test_sixty_prizes_flow_over_pages_with_every_name_whole() -> None:
    pdf = listed(PrizeGroup("三等奖", "创新型", tuple(pool_row(number, **LONG) for number in range(1, 61))))
    found = pages(pdf)
    assert all("次序名次编号单位小组课题小组成员" in page for page in found if LONG["unit"] in page)
    for words in LONG.values():
        assert whole(pdf).count(words) == 60
    assert set(fonts(pdf).values()) == {True} and beyond_the_margins(pdf) == []


def test_without_prizes_the_list_says_so() -> None:
    assert "没有可以颁发的奖项。" in whole(listed())


def test_no_name_stands_on_two_lines() -> None:
    row = pool_row(1, members="欧阳建国、王五、李四、诸葛孔明、上官婉儿")
    pdf = listed(PrizeGroup("一等奖", "创新型", (row,)))
    found = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert all(name in found for name in row.members.split("、")), found
