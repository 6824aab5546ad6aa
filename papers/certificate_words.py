"""What a certificate says, sentence by sentence; how it looks is decided in certificate_face.

The four kinds speak to whom they are given: a circle (你小组), a member (你), a judge (您).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from papers.documents import PrintRefused
from scoring.rules.certificate import CertificateKind, CertificateText

HONOUR, TAKING_PART = "荣誉证书", "参赛证书"
DIGITS = "〇一二三四五六七八九"
MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
SEAL_WORDS = "盖章处"
NUMBER_WORDS = "证书编号："
SCAN, LOOK_UP = "扫码或凭编号查验", "凭编号查验"
PLAIN, CONTEST, AWARD = 0, 1, 2


class Words(NamedTuple):
    """Everything printed on one certificate, in the order of reading.

    `heading` is pre-printed where text is printed over bought paper.  `addressee` are one or two
    names that a line should not divide; `body` pieces of text with PLAIN, CONTEST or AWARD.
    """

    heading: str
    addressee: tuple[str, ...]
    body: tuple[tuple[str, int], ...]
    closing: str
    members: tuple[str, ...]
    number: str
    organiser: str
    date: str


def words_of(text: CertificateText) -> Words:
    """The words of a certificate; raises PrintRefused where its date is none."""
    addressee, body, closing = SPEECH[text.kind](text)
    return Words(
        heading_of(text.kind),
        tuple(map(_one_line, addressee)),
        tuple((_one_line(piece), kind) for piece, kind in body if piece),
        closing,
        tuple(map(_one_line, members_of(text))),
        f"{NUMBER_WORDS}{_one_line(text.number)}",
        _one_line(text.organiser),
        _month(text),
    )


def members_of(text: CertificateText) -> tuple[str, ...]:
    """The names listed on a circle's certificate; a person's own names nobody else."""
    return text.members if text.kind in ("award", "participation") else ()


def fields_of(text: CertificateText) -> tuple[str, ...]:
    """The values that are printed, as they were entered."""
    said = (text.number, text.unit, text.circle, text.title, text.contest, text.award, text.person, text.organiser)
    return (*said, *members_of(text))


def heading_of(kind: CertificateKind) -> str:
    """The large words at the top; a judge is honoured on the same paper as a winner."""
    return TAKING_PART if kind == "participation" else HONOUR


def _month(text: CertificateText) -> str:
    try:
        return chinese_month(text.date)
    except ValueError:
        raise PrintRefused("certificate_without_date", number=text.number, text=text.date) from None


@lru_cache(maxsize=16)
def chinese_month(iso: str) -> str:
    """ "2020-12-18" as 二〇二〇年十二月, without its day, as certificates have it; raises ValueError."""
    day = date.fromisoformat(iso)
    return f"{''.join(DIGITS[int(figure)] for figure in f'{day.year:04d}')}年{MONTHS[day.month - 1]}月"


def quoted(title: str) -> str:
    """A title in 《》; titles inside it get 〈〉 (GB/T 15834)."""
    bare = _one_line(title)
    if re.fullmatch(r"《[^《》]*》", bare):
        return bare
    return f"《{bare.replace('《', '〈').replace('》', '〉')}》"


def _one_line(words: str) -> str:
    return words.strip() if words.isprintable() else re.sub(r"[\t\r\n]+", " ", words).strip()


Speech = tuple[tuple[str, ...], tuple[tuple[str, int], ...], str]


def _of_circle(text: CertificateText) -> Speech:
    body = (
        (f"你小组的课题{quoted(text.title)}荣获", PLAIN),
        (text.contest, CONTEST),
        (text.award, AWARD),
        ("。", PLAIN),
    )
    return _circle(text), body, "特发此证，以资鼓励。"


def _of_finalist(text: CertificateText) -> Speech:
    body = (
        (f"你小组携课题{quoted(text.title)}参加", PLAIN),
        (text.contest, CONTEST),
        ("，并作成果发表。", PLAIN),
    )
    return _circle(text), body, "特发此证，以资鼓励。"


def _of_member(text: CertificateText) -> Speech:
    team = text.circle if text.circle.endswith("组") else f"{text.circle}小组"
    won: tuple[tuple[str, int], ...] = (("荣获", PLAIN), (text.contest, CONTEST), (text.award, AWARD), ("。", PLAIN))
    if not text.award:
        won = (("参加了", PLAIN), (text.contest, CONTEST), ("。", PLAIN))
    done = f"你作为{text.unit}{team}成员参与完成的课题{quoted(text.title)}"
    return (f"{text.person}同志：",), ((done, PLAIN), *won), "特发此证，以资鼓励。"


def _of_judge(text: CertificateText) -> Speech:
    body = (
        ("您受聘担任", PLAIN),
        (text.contest, CONTEST),
        ("评委", AWARD),
        ("，评审认真负责、客观公正，为赛事圆满完成作出了贡献。", PLAIN),
    )
    return (f"{text.person}同志：",), body, "特发此证，谨致谢忱。"


def _circle(text: CertificateText) -> tuple[str, ...]:
    return tuple(name for name in (text.unit, f"{text.circle}：") if name)


SPEECH = {"award": _of_circle, "participation": _of_finalist, "member": _of_member, "judge": _of_judge}
