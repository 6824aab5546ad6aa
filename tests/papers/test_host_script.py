"""颁奖词, read back from the PDF, and the readings behind rare characters and surnames."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from papers.documents import DOCUMENTS
from papers.host_script import HostScript, print_host_script
from papers.pinyin import UNKNOWN, annotated, annotated_name, is_rare
from papers.result_rows import PrizeGroup
from tests.papers.sheet_reading import LONG, beyond_the_margins, fonts, pool_row, printed, squeezed, whole

RARE = pool_row(1, circle="玥光小组", unit="某堃研究院", title="降低𫖯㼆误差", members="单雄信、尉迟恭、李赟、王喆")
SCRIPT = (
    PrizeGroup("三等奖", "创新型", (pool_row(5), pool_row(4))),
    PrizeGroup("一等奖", "创新型", (pool_row(2, members=""), RARE)),
)


def script(*groups: PrizeGroup, left_out: tuple[str, ...] = ()) -> bytes:
    values = HostScript("样例赛", "样例协会", "一等奖", groups, left_out, "台账 第 9 条")
    files = printed(print_host_script, values)
    assert list(files) == ["host-script.pdf"]
    return files["host-script.pdf"]


def test_the_registry_names_this_printer() -> None:
    assert DOCUMENTS["script"].load() == (HostScript, print_host_script)


def test_it_is_read_from_the_lowest_prize_to_the_winner() -> None:
    text = whole(script(*SCRIPT))
    parts = (
        "获得创新型三等奖的小组共2个，他们是：",
        "单位5号，小组5号，课题《课题5号》。",
        "单位4号，小组4号，课题《课题4号》。",
        "请以上2个小组的代表上台领奖。",
        "下面揭晓创新型一等奖，获奖小组共2个。",
        "获得创新型一等奖的是：单位2号，小组2号，课题《课题2号》。",
        "请小组2号上台领奖。",
        "课题《降低𫖯（fǔ）㼆（yíng）误差》",
    )
    found = [text.index(squeezed(words)) for words in parts]
    assert found == sorted(found)


def test_readings_stand_behind_rare_characters_and_surnames() -> None:
    text = whole(script(*SCRIPT))
    for words in ("玥（yuè）光小组", "某堃（kūn）研究院", "单（Shàn）雄信、尉迟（Yùchí）恭、李赟（yūn）、王喆（zhé）"):
        assert words in text


def test_what_is_read_aloud_is_large() -> None:
    pdf = script(*SCRIPT)
    sizes: list[tuple[float, str]] = []

    def seen(words: str, _matrix: Any, _text: Any, _font: Any, size: float) -> None:
        if words.strip():
            sizes.append((size, words))

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=seen)
    small = "".join(words for size, words in sizes if size < 15)
    assert "台账" in small and "小组" not in small and "上台" not in small


def test_no_announcement_is_divided_between_two_pages() -> None:
    groups = [PrizeGroup("三等奖", "创新型", tuple(pool_row(n, **LONG) for n in range(1, 31)))]
    for page in pypdfium2.PdfDocument(script(*groups)):
        text = squeezed(page.get_textpage().get_text_range())
        assert text.count(LONG["circle"][-20:]) == text.count(LONG["title"][-20:])


def test_a_reading_stays_on_the_line_of_its_character() -> None:
    rows = (pool_row(1, members="、".join(("单" * length + "赟") for length in range(1, 19))) for _ in range(1))
    document = pypdfium2.PdfDocument(script(PrizeGroup("一等奖", "创新型", tuple(rows))))
    lines = [line for page in document for line in page.get_textpage().get_text_range().splitlines()]
    assert sum("（yūn）" in line for line in lines) > 5
    assert not [line for line in lines if line.startswith(("（", "）", "，", "、")) or line.endswith(("（", "《"))]


def test_a_pool_that_is_left_out_is_a_hint_to_the_host() -> None:
    assert "问题解决型的成绩尚为暂定" in whole(script(*SCRIPT, left_out=("问题解决型的成绩尚为暂定。",)))
    assert "没有可以宣布的奖项。" in whole(script())


def test_the_longest_names_stay_on_the_page() -> None:
    pdf = script(
        PrizeGroup(
            "一等奖", "创新型", (pool_row(1, members="、".join(["阿卜杜热合曼·买买提明·托合提江阿"] * 10), **LONG),)
        )
    )
    assert beyond_the_margins(pdf) == [] and set(fonts(pdf).values()) == {True}


@pytest.mark.parametrize("character", "玥赟喆堃翀㼆𫖯龘")
def test_a_character_beyond_the_usual_ones_is_rare(character: str) -> None:
    assert is_rare(character)


@pytest.mark.parametrize("character", "单降低率座A1，（·")
def test_a_usual_character_a_letter_and_a_sign_are_not(character: str) -> None:
    assert not is_rare(character)


def test_the_level_of_gb2312_divides_them() -> None:
    assert "座".encode("gb2312")[0] == 0xD7 and "亍".encode("gb2312")[0] == 0xD8
    assert (is_rare("座"), is_rare("亍")) == (False, True)


def test_a_reading_that_nobody_knows_is_said_to_be_missing() -> None:
    assert annotated("𠮷野") == f"𠮷（{UNKNOWN}）野"
    assert annotated("翀飞小组") == "翀（chōng）飞小组"
    assert annotated("") == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("单于飞", "单于（Chányú）飞"),
        ("单小玲", "单（Shàn）小玲"),
        ("仇和", "仇（Qiú）和"),
        ("解珍", "解（Xiè）珍"),
        ("查良镛", "查（Zhā）良镛（yōng）"),
        ("曾敏", "曾（Zēng）敏"),
        ("区静", "区（Ōu）静"),
        ("盖文", "盖（Gě）文"),
        ("朴正", "朴（Piáo）正"),
        ("任红", "任（Rén）红"),
        ("万俟明", "万俟（Mòqí）明"),
        ("仉赟", "仉（Zhǎng）赟（yūn）"),
        ("张三", "张三"),
        ("李单", "李单"),
        ("", ""),
    ],
)
def test_a_surname_has_its_own_reading_and_only_at_the_front(name: str, said: str) -> None:
    assert annotated_name(name) == said
