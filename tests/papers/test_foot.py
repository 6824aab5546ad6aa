"""The foot of every sheet: one line or two, whole on the page, its numbers never cut."""

from __future__ import annotations

import pytest

from papers.face import width_of
from papers.foot import SIZES, final_words, finals_words, fitted, foot
from papers.result_rows import PoolFinal
from papers.sheet import BODY, Part, sheets_pdf, text
from tests.papers.sheet_reading import beyond_the_margins, pages, squeezed

LEDGER = "样例，不作依据　台账 第 123456 条 0123456789abcdef　规则卡指纹 0123456789ab"
KEY = "台账公钥 fedcba987654"
FINAL = PoolFinal("问题解决型", 2, "2020-08-18 17:05", "abcdef012345")
OPEN = PoolFinal("创新型")


def test_a_final_stands_with_its_version_its_time_and_its_result() -> None:
    assert final_words(FINAL) == "定稿第 2 版　2020-08-18 17:05　结果指纹 abcdef012345"


def test_a_pool_that_is_not_final_says_so_and_which_final_has_ended() -> None:
    assert final_words(OPEN) == "未定稿"
    assert final_words(PoolFinal("创新型", ended=1)) == "未定稿（定稿第 1 版已失效）"


@pytest.mark.parametrize(
    ("finals", "words"),
    [
        ([FINAL], final_words(FINAL)),
        ([FINAL, FINAL], "各组均已定稿，版次和结果指纹见各组成绩表"),
        ([OPEN, OPEN], "各组均未定稿"),
        ([FINAL, OPEN], "未定稿：创新型；其余各组已定稿"),
        ([FINAL, OPEN, OPEN, OPEN, OPEN], "未定稿 4 组，已定稿 1 组"),
        ([], ""),
    ],
)
def test_several_pools_are_said_in_one_short_line(finals: list[PoolFinal], words: str) -> None:
    assert finals_words(finals) == words


def test_the_final_stands_before_the_key_on_the_second_line() -> None:
    assert foot("成绩表", f"{LEDGER}\n{KEY}", "未定稿") == f"成绩表　{LEDGER}\n未定稿　{KEY}"
    assert foot("成绩表", LEDGER) == f"成绩表　{LEDGER}"


@pytest.mark.parametrize("landscape", [False, True])
def test_the_longest_foot_stands_whole_beside_the_page_number(landscape: bool) -> None:
    what = "成绩表 " + "名称很长的会场" * 12
    mark = foot(what, f"{LEDGER}\n{KEY}", final_words(FINAL))
    pdf = sheets_pdf("长", [Part([text("正文", BODY)], mark, landscape)])
    (page,) = pages(pdf)
    assert beyond_the_margins(pdf) == []
    assert all(squeezed(words) in page for words in (LEDGER, KEY, final_words(FINAL), "第 1 页 / 共 1 页"))


def test_a_long_line_grows_smaller_before_its_first_words_are_cut() -> None:
    line = foot("成绩表 问题解决型", LEDGER)
    assert fitted(line, 1000) == (SIZES[0], line)
    size, words = fitted(line, width_of(line, SIZES[2]))
    assert (size, words) == (SIZES[2], line)
    size, words = fitted(line, width_of(LEDGER, SIZES[-1]) + 30)
    assert (size, words[-len(LEDGER) :]) == (SIZES[-1], LEDGER) and "…" in words
