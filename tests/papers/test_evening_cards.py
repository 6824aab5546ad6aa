"""Judges' cards and seat plates, read back from the page."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

import pypdfium2
import pytest
from reportlab.lib.units import mm

from papers.documents import PrintRefused
from papers.evening_cards import HEIGHT, WIDTH, scanned, typed
from papers.evening_code import code_rows, code_size
from papers.evening_plates import name_lines
from papers.evening_values import CardPlace, Evening, JudgeCard
from tests.papers.evening_scene import (
    BASE,
    SECRET,
    characters,
    codes,
    evening,
    inside,
    outlines,
    printed,
    room,
    seat,
    small,
    texts,
    turn,
)

RARE = "𫖯㼆玥赟喆堃"
LONG_NAME = "古丽巴哈尔·阿不都热依木·买买提明艾力"
FAR = CardPlace("第一会场" * 10, "友谊会堂" * 15, 4, "judge", "remote", "https://meeting.example/" + "a" * 200)


def cards_of(*cards: JudgeCard) -> Evening:
    return replace(small(), cards=cards, parts=("cards",))


def test_every_judge_has_a_card_whose_code_opens_the_secret_link() -> None:
    values = replace(small(judges=9), parts=("cards",))
    pages = pypdfium2.PdfDocument(printed(values))
    assert len(pages) == ceil(9 / 8)
    read = [text for page in pages for text, _ in codes(page)]
    assert sorted(read) == sorted(card.link for card in values.cards)


def test_an_id_in_chinese_is_percent_encoded_in_the_code() -> None:
    card = JudgeCard("评委/甲", "王玥", f"{BASE}/enter#j.{SECRET}.评委/甲", ())
    assert [text for text, _ in codes(pypdfium2.PdfDocument(printed(cards_of(card)))[0])] == [scanned(card.link)]
    assert scanned(card.link) == f"{BASE}/enter#j.{SECRET}.%E8%AF%84%E5%A7%94%2F%E7%94%B2"


def test_what_is_typed_is_the_code_itself_in_groups() -> None:
    site, number = typed(f"{BASE}/enter#j.{SECRET}.J.1")
    assert (site, number) == (f"{BASE}/enter", "j.BI2E HTZ7 WEVL XCMU ZTAB IHZX DM.J.1")
    (page,) = texts(printed(cards_of(JudgeCard("J.1", "王玥", f"{BASE}/enter#j.{SECRET}.J.1", ()))))
    assert f"j.{SECRET}.J.1" in page
    assert f"{BASE}/enter" in page


def test_a_card_names_judge_seat_role_and_where() -> None:
    places = (
        CardPlace("一场", "甲厅", 7, "chief", "onsite"),
        CardPlace("二场", "乙厅", 2, "judge", "remote", "https://m/b"),
    )
    (page,) = texts(printed(cards_of(JudgeCard("J1", f"赵{RARE}", f"{BASE}/enter#j.{SECRET}.J1", places))))
    for words in (f"赵{RARE}", "一场", "甲厅", "组长", "现场", "二场", "乙厅", "评委", "远程", "https://m/b", "7", "2"):
        assert words in page, words


def test_a_judge_in_the_hall_gets_no_meeting_link() -> None:
    place = CardPlace("一场", "甲厅", 7, "chief", "onsite", "https://m/b")
    (page,) = texts(printed(cards_of(JudgeCard("J1", "王玥", f"{BASE}/enter#j.{SECRET}.J1", (place,)))))
    assert "https://m/b" not in page


def longest_cards() -> Evening:
    far = f"https://{'a' * 300}.example.org/enter#j.{SECRET}.{'评委' * 20}"
    links = (
        far,
        f"https://scoring.association.example.org:8443/enter#j.{SECRET}.{'评委' * 20}",
        f"{BASE}/enter#j.{SECRET}.J",
    )
    return cards_of(*(JudgeCard("J", LONG_NAME, links[at % 3], (FAR,) * (1 + at % 5)) for at in range(8)))


def test_no_text_and_no_code_leaves_its_card_however_long_the_words() -> None:
    (page,) = pypdfium2.PdfDocument(printed(longest_cards()))
    cells = [
        (column * WIDTH + 2 * mm, row * HEIGHT + 2 * mm, (column + 1) * WIDTH - 2 * mm, (row + 1) * HEIGHT - 2 * mm)
        for row in range(4)
        for column in range(2)
    ]
    read = codes(page)
    assert len(read) == 8
    for _, box in read:
        assert any(inside(box, cell) for cell in cells), box
    for character, box in characters(page):
        assert any(inside(box, cell) for cell in cells), (character, box)


def test_the_modules_of_a_code_are_never_smaller_than_four_tenths_of_a_millimetre() -> None:
    (page,) = pypdfium2.PdfDocument(printed(longest_cards()))
    for text, (left, _, right, _) in codes(page):
        assert (right - left) / len(code_rows(text)) >= 0.4 * mm * 0.99, text
    assert code_size("x", 2.0) == (21 + 8) * 2.0, "four modules of white on each side"


def test_a_plate_reads_the_same_from_both_sides_of_the_fold() -> None:
    values = replace(small(judges=2), parts=("plates",))
    pages = pypdfium2.PdfDocument(printed(values))
    assert len(pages) == 2
    for page, judge in zip(pages, values.rooms[0].seats, strict=True):
        middle = page.get_height() / 2
        name = [(c, box) for c, box in characters(page) if box[3] - box[1] > 20 * mm]
        below = "".join(c for c, box in name if box[3] < middle)
        above = "".join(c for c, box in name if box[1] > middle)
        assert below in judge.name and len(below) >= 3
        assert sorted(above) == sorted(below)
        assert "".join(page.get_textpage().get_text_range().split()).count(judge.name) == 2


@pytest.mark.parametrize("name", ["王玥", "欧阳𫖯㼆", LONG_NAME, "赟" * 20, "Alexander van der Berg"])
def test_a_name_is_as_large_as_its_plate_allows_and_never_leaves_it(name: str) -> None:
    lines, size = name_lines(name)
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert size >= 44
    one = room(
        (turn(1),), (seat(12, name=name, unit="研究院" * 13, role="deputy"),), name="第一会场" * 10, place="厅" * 60
    )
    (page,) = pypdfium2.PdfDocument(printed(evening((one,), parts=("plates",))))
    frame = (8 * mm, 4 * mm, page.get_width() - 8 * mm, page.get_height() - 4 * mm)
    halves = [(frame[0], frame[1], frame[2], 146 * mm), (frame[0], 151 * mm, frame[2], frame[3])]
    assert all(any(inside(box, half) for half in halves) for _, box in characters(page))
    assert len([box for box in outlines(page) if 20 * mm < box[3] - box[1] < 30 * mm]) == 2, "a lamp on each face"


def test_a_plate_is_refused_by_name_and_a_card_spells_the_character_that_the_face_lacks() -> None:
    """The set-up refuses such a name; of an older one the cards still let the judge in, the plate says what to mend."""
    odd = "王\U0001f600"
    one = room((turn(1),), (seat(1, name=odd),))
    with pytest.raises(PrintRefused) as refused:
        printed(evening((one,), parts=("plates",)))
    assert (refused.value.code, refused.value.params["glyph"]) == ("missing_glyph", "\U0001f600")
    card = JudgeCard("J", odd, f"{BASE}/enter#j.{SECRET}.J", ())
    pages = texts(printed(replace(small(judges=1), cards=(card,), parts=("cards",))))
    assert "王〔U+1F600〕" in "".join(pages)
