"""Where the words of a certificate stand, measured in the finished PDF."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.certificate_face import (
    ADDRESS,
    ADDRESSEE,
    BODY,
    DATE,
    ISSUER,
    MEMBERS,
    NOTE,
    NUMBER,
    QR_SIDE,
    SEAL,
    Block,
)
from papers.certificate_words import Words, words_of
from papers.certificates import Overprint
from scoring.rules.certificate import CertificateText
from tests.papers.certificates_made import (
    FINALIST,
    JUDGE,
    MEMBER,
    PLAIN,
    QR,
    Ink,
    bundle_of,
    ink_of,
    long_text,
    text_of,
)

NEAR = 0.15  # mm, by which ink may stand over the edge of its type
BLOCKS = {"addressee": ADDRESSEE, "body": BODY, "members": MEMBERS, "issuer": ISSUER, "date": DATE}
RECORD = (NUMBER, NOTE, ADDRESS)
LEAN = 1.1  # mm, by which a j leans out of its place to the left, an f to the right
HEADING_FOOT = 52
SIDES = ("left", "top", "right", "bottom")
SEAL_LABEL = Block(SEAL[0], SEAL[1], SEAL[2], 9, ())

FINAL = "2020年度全国通信行业质量管理小组成果发表暨优秀企业交流赛（华东赛区决赛）"
LONG_NAMES = tuple(f"买买提明·阿卜杜热合曼·艾尔肯江{figure * 4}" for figure in "一二三四五六七八九十")
BODIES = "上海市质量协会、上海市总工会、上海市科学技术协会、共青团上海市委员会"
COMPOUND = ("欧阳建国", "司马相如", "诸葛孔明", "上官婉儿", "皇甫谧之")
SHORT = {"unit": "甲厂", "circle": "乙组", "title": "降耗", "contest": "质量赛", "members": ("李𫖯",)}
LATIN = {"unit": "ABB Engineering (Shanghai) Ltd.", "circle": "QC-7", "title": "Reducing MTTR from 12.5 h to 2.5 h"}

TEXTS = {
    "ordinary": PLAIN,
    "the longest": long_text(),
    "the longest, with the longest names": long_text(members=LONG_NAMES),
    "one line": replace(PLAIN, **SHORT),
    "ten members": replace(PLAIN, members=COMPOUND * 2),
    "thirty members": replace(PLAIN, members=COMPOUND * 6),
    "a long contest": long_text(contest=FINAL),
    "many issuers": replace(PLAIN, organiser=BODIES),
    "latin": replace(PLAIN, **LATIN),
    "member": MEMBER,
    "the longest member": long_text(kind="member", person=LONG_NAMES[0], contest=FINAL + FINAL),
    "judge": JUDGE,
    "finalist": FINALIST,
}


def place_of(ink: Ink) -> str:
    """The one box that a character stands in, whole; a character outside all of them ends the test."""
    if ink.bottom < HEADING_FOOT:
        return "heading"
    found = [name for name, block in BLOCKS.items() if inside(ink, block)]
    found += ["record" for block in RECORD if inside(ink, block)][:1]
    if ink.char in "盖章处" and inside(ink, SEAL_LABEL):
        found = ["seal"]
    assert len(found) == 1, f"{ink} stands in {found or 'no box'}"
    return found[0]


def inside(ink: Ink, block: Block) -> bool:
    across = block.x - LEAN <= ink.left and ink.right <= block.x + block.width + LEAN
    return across and block.y - NEAR <= ink.top and ink.bottom <= block.y + block.height + NEAR


def overlaps(inks: list[Ink]) -> list[tuple[str, str]]:
    """Pairs of characters whose ink lies in one another; neighbours in a word may (an f leans over a y)."""
    left, top, right, bottom = (np.array([getattr(ink, side) for ink in inks]) for side in SIDES)
    across = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    down = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    found = np.argwhere(np.triu((across > NEAR) & (down > NEAR), k=1))
    return [(inks[one].char, inks[two].char) for one, two in found if two > one + 1 or across[one, two] > LEAN]


def bare(text: str) -> str:
    return "".join(text.split())


def expected(words: Words) -> dict[str, str]:
    return {
        "heading": words.heading,
        "addressee": "".join(words.addressee),
        "body": "".join(piece for piece, _ in words.body) + words.closing,
        "members": "小组成员：" + "、".join(words.members) if words.members else "",
        "issuer": words.organiser,
        "date": words.date,
        "seal": "盖章处",
    }


def check(text: CertificateText, qr: str) -> None:
    """Every word in its box, whole, beside and not over another, as often as it should be."""
    inks = ink_of(bundle_of(text, qr=qr))
    placed: dict[str, str] = {}
    for ink in inks:
        place = place_of(ink)
        placed[place] = placed.get(place, "") + ink.char
        if qr and place == "record":
            assert ink.left > NUMBER.x + QR_SIDE + 3, "a QR code needs a free margin"
    for name, said in expected(words_of(text)).items():
        assert sorted(placed.get(name, "")) == sorted(bare(said)), name
    assert overlaps(inks) == []


@pytest.mark.parametrize("qr", ["", QR])
@pytest.mark.parametrize("name", TEXTS)
def test_every_word_stands_in_its_box_and_none_over_another(name: str, qr: str) -> None:
    check(TEXTS[name], qr)


LETTERS = "质量管理小组成果发表赛一二三龘𫖯㼆玥，。、：《》（）“”0123456789 QCabWij.-%/"


def words(most: int) -> st.SearchStrategy[str]:
    return st.text(LETTERS, min_size=1, max_size=most).map(lambda text: text.strip() or "某")


@settings(max_examples=60, deadline=None)
@given(
    unit=words(40), circle=words(40), title=words(60), contest=words(60), award=words(8), person=words(20),
    members=st.lists(words(20), min_size=1, max_size=10), organiser=words(40),
    kind=st.sampled_from(["award", "member", "participation", "judge"]), qr=st.sampled_from(["", QR]),
)  # fmt: skip
def test_any_words_within_the_workbooks_lengths_fit(qr: str, **values: object) -> None:
    values["members"] = tuple(values["members"])  # type: ignore[arg-type]
    check(replace(PLAIN, **values), qr)  # type: ignore[arg-type]


def test_the_contests_name_is_not_broken_where_it_fits_a_line() -> None:
    for name in ("ordinary", "the longest", "a long contest", "finalist"):
        text = TEXTS[name]
        inks = [ink for ink in ink_of(bundle_of(text)) if place_of(ink) == "body"]
        said = "".join(ink.char for ink in inks)
        at = said.index(bare(text.contest))
        feet = [round(ink.bottom) for ink in inks[at : at + len(text.contest)]]
        assert max(feet) - min(feet) < 4, name


def test_the_award_is_the_largest_and_stands_on_one_line() -> None:
    for name in ("ordinary", "the longest", "a long contest"):
        inks = [ink for ink in ink_of(bundle_of(TEXTS[name])) if place_of(ink) == "body"]
        at = "".join(ink.char for ink in inks).index("一等奖")
        award = inks[at : at + 3]
        assert max(ink.right - ink.left for ink in inks if ink not in award) < max(i.right - i.left for i in award)
        assert max(ink.bottom for ink in award) - min(ink.bottom for ink in award) < 6


def test_the_place_for_the_seal_is_free_of_all_but_issuer_and_date() -> None:
    seal = Block(*SEAL, SEAL[2], ())
    for name, text in TEXTS.items():
        within = {place_of(ink) for ink in ink_of(bundle_of(text, qr=QR)) if inside(ink, seal)}
        assert within <= {"issuer", "date", "seal"}, name


@pytest.mark.parametrize("rare", ["𫖯", "㼆", "玥", "赟", "喆", "堃", "〇", "é"])
def test_a_rare_character_copies_out_as_itself(rare: str) -> None:
    said = text_of(bundle_of(replace(PLAIN, members=(f"张{rare}丙",), unit=f"甲{rare}厂")))
    assert f"张{rare}丙" in said and f"甲{rare}厂" in said


def test_text_over_bought_paper_stands_where_it_stands_on_white_but_for_its_offset() -> None:
    on_white = [ink for ink in ink_of(bundle_of(PLAIN)) if place_of(ink) not in ("heading", "seal")]
    over = ink_of(bundle_of(PLAIN, overprint=Overprint(right=15, down=-20)))
    assert "".join(ink.char for ink in over) == "".join(ink.char for ink in on_white)
    for one, two in zip(on_white, over, strict=True):
        assert (two.left - one.left, two.top - one.top) == (pytest.approx(1.5, abs=0.02), pytest.approx(-2, abs=0.02))
