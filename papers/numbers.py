"""A stored number and its format → the text that a person reads in the cell."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from enum import Enum

_EXACT = Context(prec=15, rounding=ROUND_HALF_EVEN)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_BUILTIN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_BUILTIN_PERCENTS = frozenset((9, 10))
LAST_DAY = 2958466


class Look(Enum):
    """How a number format shows its number."""

    PLAIN = "plain"
    MOMENT = "moment"
    PERCENT = "percent"


def look_of(number: int, code: str | None) -> Look:
    """What a format makes of a number; `code` is None for a built-in format."""
    if code is None:
        if number in _BUILTIN_DATES:
            return Look.MOMENT
        return Look.PERCENT if number in _BUILTIN_PERCENTS else Look.PLAIN
    bare = _LITERAL.sub("", code.split(";")[0])
    if _ELAPSED.search(bare):
        return Look.MOMENT
    bare = _BRACKETS.sub("", bare).lower().replace("general", "")
    if re.search(r"[ymdhs]", bare):
        return Look.MOMENT
    return Look.PERCENT if "%" in bare else Look.PLAIN


def decimal_of(stored: str) -> Decimal | None:
    """The number as 15 significant digits hold it: 90.54000000000001 is 90.54."""
    try:
        found = _EXACT.create_decimal(stored.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 100 else None


def number_text(stored: str, look: Look, from_1904: bool) -> str:
    """ "3.0" → "3", "0.4" in percent → "40%", 44061.375 as a moment → "2020-08-18 09:00"."""
    found = decimal_of(stored)
    if found is None:
        return stored
    if look is Look.MOMENT and 0 <= found < LAST_DAY:
        return _moment(found, from_1904)
    if look is Look.PERCENT:
        return f"{plain(found * 100)}%"
    return plain(found)


def plain(found: Decimal) -> str:
    """A decimal without exponent and without idle zeros."""
    shown = f"{found:f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


def _moment(found: Decimal, from_1904: bool) -> str:
    seconds = int((found * 86400).to_integral_value(ROUND_HALF_EVEN))
    # the calendar of 1900 counts a 29 February that never was
    before_1900_leap = datetime(1899, 12, 30 if found >= 60 else 31)
    start = datetime(1904, 1, 1) if from_1904 else before_1900_leap
    moment = start + timedelta(seconds=seconds)
    return moment_text(moment, seconds >= 86400)


def moment_text(moment: datetime, dated: bool) -> str:
    """The day, the time, or both, leaving out what is not there; seconds only if any."""
    clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    if not dated:
        return clock
    day = moment.date().isoformat()
    return day if clock == "00:00" else f"{day} {clock}"
