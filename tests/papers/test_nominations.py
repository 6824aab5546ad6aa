"""推荐表, read back from the PDF."""

from __future__ import annotations

from papers.documents import DOCUMENTS
from papers.nominations import Nominations, print_nominations
from papers.result_rows import PoolSheet
from tests.papers.sheet_reading import LONG, beyond_the_margins, fonts, pages, pool, pool_row, printed, whole

CHOSEN = {"selected": "candidate", "selection": "候选", "selection_reason": "按名次入选全国候选"}
RESERVE = {"selected": "reserve", "selection": "候补", "selection_reason": "按名次列为候补"}
PASSED = {"selected": "not_recommended", "selection": "未入选", "selection_reason": "未获推荐", "recommendation": ""}
TIED = {"selected": "tied_at_reserve_cut", "selection": "待合议", "selection_reason": "同分，候补名额不够，待组长合议"}


def sheets(*pools: PoolSheet) -> bytes:
    files = printed(print_nominations, Nominations("样例赛", "样例协会", pools, "台账 第 9 条"))
    assert list(files) == ["nominations.pdf"]
    return files["nominations.pdf"]


def test_the_registry_names_this_printer() -> None:
    assert DOCUMENTS["nominations"].load() == (Nominations, print_nominations)


def test_candidates_reserves_and_who_was_put_aside_stand_with_their_reasons() -> None:
    text = whole(sheets(pool(pool_row(1, **PASSED), pool_row(2, **CHOSEN), pool_row(3, **RESERVE), pool_row(4))))
    first, second, third = (
        text.index("一、全国候选（1项）"),
        text.index("二、候补（1项）"),
        text.index("三、未入选和待合议（1项）"),
    )
    assert first < text.index("1单位2号小组2号课题2号问题解决型97.302同意推荐候选按名次入选全国候选") < second
    assert second < text.index("1单位3号小组3号课题3号问题解决型96.303同意推荐候补按名次列为候补") < third
    assert third < text.index("1单位1号小组1号课题1号问题解决型98.301无未入选未获推荐")
    assert "单位4号" not in text
    assert "全国候选3个，候补2个，每单位上限1个" in text
    for words in ("评审组长：", "秘书处负责人：", "样例协会（盖章处）：", "推荐全国候选1项，候补1项"):
        assert words in text


def test_an_open_tie_is_said_to_leave_the_list_incomplete() -> None:
    words = "有同分成果待评审组长合议"
    assert words in whole(sheets(pool(pool_row(1, **CHOSEN), pool_row(2, **TIED), pool_row(2, **TIED))))
    assert words not in whole(sheets(pool(pool_row(1, **CHOSEN))))


def test_a_provisional_pool_names_nobody_and_says_what_is_open() -> None:
    rows = (pool_row(1, **CHOSEN), pool_row(2, rank="", state="未定分"), pool_row(3, rank="", state="退赛"))
    text = whole(sheets(pool(*rows, provisional=True)))
    assert "推荐表（问题解决型）暂定" in text and "不产生候选" in text
    assert "SH002小组2号（未定分）" in text
    assert "SH001" not in text and "SH003" not in text and "盖章处" not in text


def test_a_long_list_flows_over_pages_with_every_name_whole() -> None:
    pdf = sheets(pool(*(pool_row(number, **CHOSEN, **LONG) for number in range(1, 41))))
    found = pages(pdf)
    assert len(found) > 2 and all("推荐意见结论理由" in page for page in found if LONG["unit"] in page)
    for words in LONG.values():
        assert whole(pdf).count(words) == 40
    assert set(fonts(pdf).values()) == {True} and beyond_the_margins(pdf) == []


def test_a_pool_without_candidates_says_none() -> None:
    assert whole(sheets(pool())).count("无。") == 3
