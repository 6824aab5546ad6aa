"""Readings for who reads aloud: pinyin behind rare characters, and behind surnames that are read otherwise.

Rare is what GB 2312 does not hold among its 3,755 usual characters (level 1).  The readings of
surnames are those of 《现代汉语词典》 under 姓; where families differ both are printed.
"""

from __future__ import annotations

LEVEL_TWO = 0xD8  # the first byte from which GB 2312 goes on to its second level
UNKNOWN = "读音待查"

COMPOUND_SURNAMES = {
    "尉迟": "Yùchí",
    "万俟": "Mòqí",
    "澹台": "Tántái",
    "单于": "Chányú",
    "长孙": "Zhǎngsūn",
    "令狐": "Línghú",
    "宇文": "Yǔwén",
    "鲜于": "Xiānyú",
    "皇甫": "Huángfǔ",
    "亓官": "Qíguān",
    "濮阳": "Púyáng",
    "赫连": "Hèlián",
    "呼延": "Hūyán",
}
SURNAMES = {
    "单": "Shàn",
    "仇": "Qiú",
    "解": "Xiè",
    "查": "Zhā",
    "曾": "Zēng",
    "区": "Ōu",
    "盖": "Gě",
    "朴": "Piáo",
    "任": "Rén",
    "乐": "Yuè／Lè",
    "华": "Huà",
    "纪": "Jǐ／Jì",
    "宁": "Níng／Nìng",
    "葛": "Gě",
    "燕": "Yān",
    "应": "Yīng",
    "过": "Guō",
    "种": "Chóng",
    "秘": "Bì",
    "繁": "Pó",
    "员": "Yùn",
    "祭": "Zhài",
    "折": "Shé",
    "召": "Shào",
    "哈": "Hǎ",
    "撒": "Sǎ",
    "那": "Nā",
    "车": "Chē",
    "洗": "Xiǎn",
    "翟": "Zhái／Dí",
    "缪": "Miào",
    "隗": "Kuí／Wěi",
    "覃": "Qín／Tán",
    "谌": "Chén／Shèn",
    "牟": "Mù／Móu",
    "乜": "Niè",
    "佴": "Nài",
    "宓": "Mì／Fú",
    "逄": "Páng",
    "晟": "Chéng",
}


def is_rare(character: str) -> bool:
    """Whether this is a Han character outside the usual ones of GB 2312."""
    if not _is_han(character):
        return False
    try:
        return character.encode("gb2312")[0] >= LEVEL_TWO
    except UnicodeEncodeError:
        return True


def _is_han(character: str) -> bool:
    code = ord(character)
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF


def reading(character: str) -> str:
    """The usual reading with its tone mark, empty where none is known."""
    from pypinyin import Style, pinyin  # a seventh of the server's time to start, needed where something is printed

    found = pinyin(character, style=Style.TONE, errors="ignore", heteronym=False)
    return found[0][0] if found else ""


def annotated(text: str) -> str:
    """The text with the reading in brackets behind each rare character; one that is not known is said."""
    return "".join(f"{c}（{reading(c) or UNKNOWN}）" if is_rare(c) else c for c in text)


def annotated_name(name: str) -> str:
    """A person's name: the surname's own reading, then as in any text."""
    for surname, said in (*COMPOUND_SURNAMES.items(), *SURNAMES.items()):
        if name.startswith(surname):
            return f"{surname}（{said}）{annotated(name[len(surname) :])}"
    first, rest = name[:1], name[1:]
    if first and is_rare(first) and reading(first):
        return f"{first}（{reading(first).capitalize()}）{annotated(rest)}"
    return annotated(name)
