"""Text of cells → names, identifiers, numbers, dates; None where the text is not one."""

import re
import unicodedata
from datetime import date, time
from fractions import Fraction

INVISIBLE = frozenset("\u061c\u200b\u200e\u200f\u2028\u2029\u2060\ufeff") | frozenset(
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})%?")
_RATIO = re.compile(r"\d{1,9}/0*[1-9]\d{0,8}")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+\d{1,2}:\d{2}(?::\d{2})?)?")
_TIME = re.compile(r"(上午|下午)?(\d{1,2})(?::|时|点)(\d{1,2})(?:分|:\d{1,2})?")
_IDENTIFIER = re.compile(r"[\w.\-]{1,20}")
_PARTS = re.compile(r"[、,，;；\n\r]+")


def wide(text: str) -> str:
    """NFKC without outer blanks: for identifiers, numbers and choices, never for names."""
    return unicodedata.normalize("NFKC", text).strip()


def squeezed(text: str) -> str:
    """`wide` without any blank, for headings and words of a list."""
    return "".join(wide(text).split())


def heading(text: str) -> str:
    """A heading without blanks, notes in brackets, stars and colons."""
    return _BRACKETS.sub("", squeezed(text)).strip("*:")


def bracketed(text: str) -> str:
    """What stands in the brackets of a heading, "分钟" of "发表时限(分钟)"."""
    found = _BRACKETS.search(squeezed(text))
    return found.group()[1:-1] if found else ""


def name(text: str) -> str:
    """A name as written (NFC), without outer blanks."""
    return unicodedata.normalize("NFC", text).strip()


def hidden_character(text: str) -> str | None:
    """The first control, bidi or invisible character as "U+202E", None where there is none."""
    for char in text:
        if char in INVISIBLE or unicodedata.category(char) in ("Cc", "Cs"):
            return f"U+{ord(char):04X}"
    return None


def identifier(text: str) -> str | None:
    """NFKC and upper case; letters, digits, dot, dash and underscore, at most 20."""
    found = wide(text).upper()
    return found if _IDENTIFIER.fullmatch(found) else None


def number(text: str) -> Fraction | None:
    """A plain decimal, "40%" as 2/5, or a ratio such as "1/3"."""
    plain = squeezed(text).replace("−", "-")
    if _RATIO.fullmatch(plain):
        return Fraction(plain)
    if not _NUMBER.fullmatch(plain):
        return None
    if plain.endswith("%"):
        return Fraction(plain[:-1]) / 100
    return Fraction(plain)


def percent(text: str) -> Fraction | None:
    """Percent points: "20", "20%" → 20."""
    return number(squeezed(text).removesuffix("%"))


def decimal_text(value: Fraction) -> str:
    """The shortest decimal of a fraction, "a/b" where it has no finite one."""
    scaled, places = value, 0
    while scaled.denominator != 1 and places < 30:
        scaled, places = scaled * 10, places + 1
    if scaled.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def day(text: str) -> str | None:
    """ "2020年8月18日", "2020/8/18", "2020-08-18 09:00" → "2020-08-18"."""
    found = _DATE.fullmatch(_BRACKETS.sub("", wide(text)).strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return None


def clock(text: str) -> str | None:
    """ "9:00", "09:00:00", "2020-08-18 09:00", "9点30分", "下午2:00" → "14:00"."""
    found = _TIME.fullmatch(wide(text).split(" ")[-1])
    if found is None:
        return None
    hour = int(found[2])
    if found[1] == "下午" and hour < 12:
        hour += 12
    try:
        return time(hour, int(found[3])).isoformat("minutes")
    except ValueError:
        return None


def parts(text: str) -> list[str]:
    """A list written with 、,; or line breaks."""
    return [part for part in (name(piece) for piece in _PARTS.split(text)) if part]
