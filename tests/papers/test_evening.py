"""The evening's print as a whole: its parts, the orders with their times, the checklists, the cover."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace

import pypdfium2
import pytest
from pypdf import PdfReader

from papers.evening import print_evening
from papers.evening_order import expected_starts
from papers.evening_values import PARTS, EveningPart
from papers.press import Press
from scoring.rules.codec import decode, encode
from scoring.rules.rulecard import Overtime, RuleCard
from tests.papers.evening_scene import Tray, characters, evening, inside, printed, room, seat, small, texts, turn

OWN_WORDS: dict[EveningPart, str] = {
    "cards": "扫不了码",
    "plates": "研究院",
    "order": "“预计”是预计",
    "ballots": "评委签字：",
    "checklists": "检查单",
}


def test_everything_comes_in_order_behind_a_cover_that_counts_it() -> None:
    values = evening((room((turn(1), turn(2), turn(3)), (seat(1, recused=("SH002",)), seat(2))),))
    pages = texts(printed(values))
    cover = pages[0]
    for words in (
        "评委卡片22张卡片",
        "席位牌3–42个席位",
        "出场顺序5–61个场次，3项",
        "纸质评分表7–102叠，5张，另1张回避不印",
    ):
        assert words in cover, words
    assert "检查单11–155个岗位" in cover
    assert len(pages) == 15
    for page, part in zip((1, 2, 4, 6, 10), PARTS, strict=True):
        assert OWN_WORDS[part] in pages[page], part


@pytest.mark.parametrize("part", PARTS)
def test_a_part_alone_has_no_cover_and_nothing_else(part: EveningPart) -> None:
    pages = texts(printed(replace(small(), parts=(part,))))
    found = [other for other, words in OWN_WORDS.items() if any(words in page for page in pages)]
    assert found == [part]
    assert not any("赛前一晚" in page for page in pages)


def test_several_parts_have_a_cover_that_lists_just_them() -> None:
    pages = texts(printed(replace(small(), parts=("ballots", "cards"))))
    assert "评委卡片23张卡片" in pages[0]
    assert "纸质评分表3–113叠，12张" in pages[0]
    assert not any(words in pages[0] for words in ("个席位", "个场次", "个岗位"))


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_codes_that_open_on_no_other_device_are_warned_of_even_for_one_part(address: str) -> None:
    pages = texts(printed(replace(small(), address=address, parts=("cards",))))
    assert f"先不要印：卡片和评分表上的二维码指向{address}" in pages[0]
    assert not any("先不要印" in page for page in texts(printed(small())))


def test_same_values_same_bytes() -> None:
    hashes = {hashlib.sha256(printed(small())).hexdigest() for _ in range(2)}
    assert len(hashes) == 1
    assert printed(small()) != printed(small(entries=5))


def test_all_faces_are_embedded_and_the_parts_stand_in_the_outline() -> None:
    tray = Tray()
    print_evening(small(), tray)
    (content,) = tray.files.values()
    reader = PdfReader(io.BytesIO(content))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    used = [font for font in fonts if "/FontDescriptor" in font]
    assert used and all("/FontFile2" in font["/FontDescriptor"] for font in used)
    assert [item["/Title"] for item in reader.outline] == [
        "封面",
        "评委卡片",
        "席位牌",
        "出场顺序",
        "纸质评分表",
        "检查单",
    ]


def test_the_press_prints_it_and_tells_how_far_it_is() -> None:
    kept: dict[str, bytes] = {}
    told: list[tuple[int, int]] = []
    values = small(entries=10, judges=4)
    Press().print("evening", values, lambda name, content: kept.update({name: content}), lambda *at: told.append(at))
    assert kept == {"evening.pdf": printed(values)}
    pages = len(pypdfium2.PdfDocument(kept["evening.pdf"]))
    assert told == [*((done, pages) for done in range(10, pages, 10)), (pages, pages)]


def test_the_values_survive_the_way_to_the_press() -> None:
    values = replace(small(), parts=("cards", "ballots"))
    assert decode(type(values), encode(values)) == values


def test_expected_starts_follow_from_the_rule_card() -> None:
    one = room((turn(1), turn(2, gone="withdrawn"), turn(3)), (), start="09:00")
    assert expected_starts(one, RuleCard()) == ["09:00", "", "09:15"]
    odd = RuleCard(presentation_seconds=890, question_seconds=40)
    assert expected_starts(room(tuple(turn(at) for at in range(1, 4)), ()), odd) == ["09:00", "09:15", "09:31"]
    late = room((turn(1), turn(2)), (), start="23:50")
    assert expected_starts(late, RuleCard()) == ["23:50", "次日 00:05"]
    assert expected_starts(room((turn(1),), (), start=""), RuleCard()) == [""]


def test_both_copies_of_an_order_hold_every_turn_with_its_expected_start() -> None:
    turns = tuple(turn(at, attendance="remote" if at == 2 else "onsite") for at in range(1, 4))
    door, running = texts(printed(evening((room(turns, ()),), parts=("order",))))
    for page in (door, running):
        for at, start in ((1, "现场09:00"), (2, "远程09:15"), (3, "现场09:30")):
            assert re.search(rf"{at}SH00{at}第{at}小组单位{at}课题{at}问题解决型{start}", page), (at, page)
        assert "“预计”是预计的开始时间" in page
    for words in ("开始", "结束", "超时", "备注", "计时员签字"):
        assert words in running


def test_sixty_long_turns_fill_pages_that_are_numbered_and_repeat_their_headings() -> None:
    turns = tuple(turn(at, title="题" * 60, circle="组" * 40, unit="位" * 40) for at in range(1, 61))
    document = pypdfium2.PdfDocument(printed(evening((room(turns, (), name="场" * 40),), parts=("order",))))
    pages = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    upright = [page for page in pages if "备注" not in page]
    assert all("顺序编号" in page for page in pages)
    assert f"第1页/共{len(upright)}页" in upright[0] and f"第{len(upright)}页/共{len(upright)}页" in upright[-1]
    assert all(sum(f"SH{at:03}" in page for page in pages) == 2 for at in range(1, 61))
    for page in document:
        frame = (8, 8, page.get_width() - 8, page.get_height() - 8)
        assert all(inside(box, frame) for _, box in characters(page))


@pytest.mark.parametrize(
    ("over", "words"),
    [
        (Overtime(), "发表超时：超出15秒以内不扣分，其后每超30秒（不足按30秒计）扣0.5分，最多扣3分"),
        (Overtime(grace=0, cap=None), "发表超时：每超30秒（不足按30秒计）扣0.5分；"),
        (None, "发表超时不扣分。"),
    ],
)
def test_the_overtime_rule_stands_on_the_running_sheet_and_the_timekeepers_list(
    over: Overtime | None, words: str
) -> None:
    pages = texts(printed(replace(small(), card=RuleCard(overtime=over), parts=("order", "checklists"))))
    assert [page for page in pages if words in page] == [
        next(page for page in pages if title in page) for title in ("计时员签字", "检查单计时员")
    ]


def test_every_post_has_one_page_that_also_says_what_to_do_on_paper() -> None:
    pages = texts(printed(replace(small(), parts=("checklists",))))
    posts = ("秘书处", "主持人", "计时员", "记分员", "技术保障")
    assert [next(post for post in posts if f"检查单{post}" in page) for page in pages] == list(posts)
    for page in pages:
        assert "http://192.168.1.20:8000/desk/paper" in page
        assert "由没有录过这一张的第三人对照原件定" in page
        assert "□" in page
        assert not re.search(r"\{\w+\}", page), "every place is filled in"


@pytest.mark.parametrize("parts", [(), ("cards",), ("plates",), ("ballots",), ("order",)])
def test_an_empty_contest_still_gives_a_page(parts: tuple[EveningPart, ...]) -> None:
    nothing = evening((room((), ()),), parts=parts)
    assert len(texts(printed(nothing))) >= 1
    assert "还没有" in "".join(texts(printed(nothing)))


def test_a_seat_without_any_entry_gets_a_slip_alone() -> None:
    (page,) = texts(printed(evening((room((), (seat(1),)),), parts=("ballots",))))
    assert "本叠0张" in page
