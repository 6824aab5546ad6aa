"""Chinese line breaking and shrinking in steps, on widths of one size for every character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.fitting import (
    ALWAYS,
    CLOSING,
    NEVER,
    OPENING,
    WHERE_IT_MAY,
    WIDOW,
    Fitted,
    Paragraph,
    Run,
    Step,
    break_offsets,
    fit,
)

HALF = set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,%-/")


def run(text: str, whole: int = NEVER, tag: int = 0) -> Run:
    return Run(text, [0.5 if char in HALF else 1.0 for char in text], whole, tag)


def lines_of(fitted: Fitted | None) -> list[str]:
    assert fitted
    return ["".join(span.text for span in line.spans) for line in fitted.lines]


def fitted(text: str, width: float, *steps: Step, height: float = 1000) -> Fitted | None:
    return fit([Paragraph([run(text)])], width, height, steps or (Step(1, firm=9),), (1.5, 2.0))


def broken(text: str, width: float) -> list[str]:
    return lines_of(fitted(text, width))


def test_a_text_that_fits_stays_on_one_line_at_the_first_size() -> None:
    made = fitted("质量管理小组", 120, Step(20, 1), Step(10, 1))
    assert made and made.size == 20 and lines_of(made) == ["质量管理小组"]


def test_a_text_shrinks_before_it_wraps() -> None:
    steps = (Step(20, 1), Step(15, 1), Step(15, 2))
    assert [lines_of(fitted("质量管理小组", width, *steps)) for width in (90, 89)] == [
        ["质量管理小组"],
        ["质量管理小", "组"],
    ]


def test_what_no_step_takes_is_told() -> None:
    assert fitted("质量管理小组", 50, Step(10, 1)) is None
    assert fitted("质量管理小组", 20, Step(10), height=39) is None
    assert fitted("质量管理小组", 20, Step(10), height=40) is not None


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("质量管理，小组", 4, ["质量管", "理，小组"]),
        ("质量《管理》小组", 3, ["质量", "《管", "理》小", "组"]),
        ("（一）、（二）", 4, ["（一）、", "（二）"]),
        ("缩短到2.5小时", 4, ["缩短到", "2.5小时"]),
        ("使用IPv6网络", 3, ["使用", "IPv6网", "络"]),
        ("合格率达98.5%。", 6, ["合格率达", "98.5%。"]),
        ("他说“好”了", 3, ["他说", "“好”", "了"]),
        ("等等……其他", 4, ["等等……", "其他"]),
    ],
)
def test_lines_break_as_chinese_lines_do(text: str, width: float, lines: list[str]) -> None:
    assert broken(text, width) == lines


def test_a_space_ends_a_line_and_begins_none() -> None:
    assert broken("某某公司 绿洲小组", 4) == ["某某公司", "绿洲小组"]


def test_a_word_wider_than_the_line_is_torn_but_keeps_its_punctuation() -> None:
    assert broken("abcdefghij。", 5) == ["abcdefghi", "j。"]


def test_a_run_stays_whole_where_a_step_asks_for_it() -> None:
    runs = [run("荣获"), run("成果发表赛", WHERE_IT_MAY), run("一等奖", ALWAYS)]
    whole, firm, torn = (
        lines_of(fit([Paragraph(runs)], 6, 99, [Step(1, firm=firm)], (1, 1))) for firm in (WHERE_IT_MAY, ALWAYS, 3)
    )
    assert whole == ["荣获", "成果发表赛", "一等奖"]
    assert firm == ["荣获成果发表", "赛一等奖"]
    assert torn == ["荣获成果发表", "赛一等奖"]
    assert fit([Paragraph(runs)], 4, 99, [Step(1, firm=WHERE_IT_MAY)], (1, 1)) is None


def test_punctuation_after_a_whole_run_does_not_begin_a_line() -> None:
    runs = [run("荣获某"), run("一等奖", ALWAYS), run("。")]
    assert lines_of(fit([Paragraph(runs)], 6, 99, [Step(1)], (1, 1))) == ["荣获某", "一等奖。"]


def test_indent_and_hang_take_their_room() -> None:
    made = fit([Paragraph([run("质量管理小组")], indent=2, hang=1)], 4, 99, [Step(1)], (1, 1))
    assert made and lines_of(made) == ["质量", "管理小", "组"]
    assert [line.spans[0].x for line in made.lines] == [2, 1, 1]


def test_pieces_of_one_line_stand_behind_one_another() -> None:
    made = fit([Paragraph([run("荣获", tag=1), run("一等奖", tag=2)])], 20, 99, [Step(2)], (1, 1))
    assert made and [(span.x, span.text, span.tag) for span in made.lines[0].spans] == [
        (0, "荣获", 1),
        (4, "一等奖", 2),
    ]


def test_lines_spread_over_the_height_as_far_as_they_may() -> None:
    least, loose = (fitted("质量管理", 2, Step(1), height=height) for height in (2.5, 99))
    assert least and least.leading == 1.5
    assert loose and loose.leading == 2.0


def test_a_lost_last_character_is_worth_a_smaller_size() -> None:
    text = "质量管理小组一二三四五"
    assert lines_of(fitted(text, 100, Step(10), Step(9))) == ["质量管理小组一二三四五"]
    far = fitted(text, 100, Step(10), Step(7))
    assert far and far.size == 10, "not worth so much"


ALPHABET = "质量管理小组，。、《》（）“”…：2020QCab.,% -"


@given(st.text(ALPHABET, min_size=1, max_size=80).map(str.strip), st.integers(4, 30))
def test_no_line_leaves_the_width_and_nothing_is_lost(text: str, width: int) -> None:
    lines = broken(text, width) if text else []
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(sum(run(line).advances) <= width for line in lines)


PIECE = st.tuples(
    st.sampled_from(["", "《", "（“"]),
    st.sampled_from(["质", "管理小组", "2.5", "QC", "5G-A"]),
    st.sampled_from(["", "，", "》。", "”）、"]),
).map("".join)


@given(st.lists(PIECE, max_size=20).map("".join), st.integers(14, 30))
def test_no_line_begins_with_punctuation_or_ends_with_a_bracket_opened(text: str, width: int) -> None:
    lines = broken(text, width) if text else []
    assert [line for line in lines[1:] if line[0] in CLOSING] == []
    assert [line for line in lines if line[-1] in OPENING] == []
    for word in ("2.5", "QC", "5G-A"):
        assert sum(line.count(word) for line in lines) == text.count(word), "a word is broken"


@given(st.text("质量，。2aB.《》", max_size=40))
def test_breaks_are_in_order_and_the_last_is_the_end(text: str) -> None:
    offsets = break_offsets(text)
    assert list(offsets) == sorted(set(offsets))
    assert not text or offsets[-1] == len(text)


def test_a_widow_is_less_than_three_characters() -> None:
    assert 2 < WIDOW < 3
