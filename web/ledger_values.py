"""The values of facts in words, one function for each kind of value.

Each takes (language, value, names, body, group of words) and gives the text of a value that is not empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from live.words import PLACE, catalogue, sentence
from scoring.rules.rounding import format_score
from web.beijing import beijing
from web.ledger_names import Names

Tell = Callable[[str, Any, Names, dict[str, Any], str], str]
DIGEST, SHORT, EDITS = 12, 8, 30


def word(language: str, group: str, value: object) -> str:
    """The word of a value in a group, the value itself where there is none."""
    return catalogue(language).get(f"ledger.{group}.{value}", str(value))


def joined(language: str, parts: list[str]) -> str:
    return sentence(language, "ledger.comma").join(parts)


def entry_name(names: Names, entry: str) -> str:
    """ "SH010 星火小组"."""
    return " ".join(part for part in (entry, names.entries.get(entry, "")) if part)


def hundredths(value: int) -> str:
    """1350 → "13.5"."""
    whole, rest = divmod(value, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)


def _plain(_language: str, value: Any, _names: Names, _body: dict[str, Any], _group: str) -> str:
    return str(value)


def _word(language: str, value: Any, _names: Names, _body: dict[str, Any], group: str) -> str:
    return word(language, group, value)


def _flag(language: str, value: Any, _names: Names, _body: dict[str, Any], group: str) -> str:
    return word(language, group, int(value))


def _digest(_language: str, value: Any, _names: Names, _body: dict[str, Any], _group: str) -> str:
    return str(value)[:DIGEST]


def _marks_digest(language: str, value: Any, names: Names, body: dict[str, Any], _group: str) -> str:
    return sentence(language, "ledger.hidden") if body.get("entry") in names.hidden else str(value)[:DIGEST]


def _short(_language: str, value: Any, _names: Names, _body: dict[str, Any], _group: str) -> str:
    return str(value)[:SHORT]


def _count(_language: str, value: Any, _names: Names, _body: dict[str, Any], _group: str) -> str:
    return str(len(value))


def _session(_language: str, value: Any, names: Names, _body: dict[str, Any], _group: str) -> str:
    return " ".join(part for part in (str(value), names.sessions.get(value, "")) if part)


def _entry(_language: str, value: Any, names: Names, _body: dict[str, Any], _group: str) -> str:
    return entry_name(names, str(value))


def _entries(language: str, value: Any, names: Names, _body: dict[str, Any], _group: str) -> str:
    return joined(language, [f"{at} {entry_name(names, str(one))}" for at, one in enumerate(value, 1)])


def _judge(language: str, value: Any, names: Names, body: dict[str, Any], _group: str) -> str:
    """The name, with the seat where the fact itself does not say it."""
    known = names.judges.get(value)
    name = sentence(language, "ledger.person", {"name": known, "id": value}) if known else str(value)
    seat = names.seats.get((str(body.get("entry")), value))
    return name if seat is None or "seat" in body else sentence(language, "ledger.seated", {"seat": seat, "name": name})


def _judges(language: str, value: Any, names: Names, body: dict[str, Any], group: str) -> str:
    return joined(language, [_judge(language, one, names, body, group) for one in value])


def _staff(language: str, value: Any, names: Names, _body: dict[str, Any], _group: str) -> str:
    name = names.staff.get(value, ("", ""))[0]
    return sentence(language, "ledger.person", {"name": name, "id": value}) if name else str(value)


def _owner(language: str, value: Any, names: Names, body: dict[str, Any], group: str) -> str:
    tell = _judge if body.get("kind") == "judge" else _staff
    return tell(language, value, names, body, group)


def _device(_language: str, value: Any, names: Names, _body: dict[str, Any], _group: str) -> str:
    return " ".join(part for part in (names.devices.get(value, ""), str(value)[:SHORT]) if part)


def _pool(_language: str, value: Any, names: Names, _body: dict[str, Any], _group: str) -> str:
    return names.pools.get(value, str(value))


def _about(_language: str, value: Any, names: Names, _body: dict[str, Any], _group: str) -> str:
    name = names.entries.get(value) or names.sessions.get(value)
    return f"{value} {name}" if name else str(value)


def _moment(_language: str, value: Any, _names: Names, _body: dict[str, Any], _group: str) -> str:
    return beijing(int(value), "%H:%M:%S")


def _seconds(language: str, value: Any, _names: Names, _body: dict[str, Any], _group: str) -> str:
    return sentence(language, "ledger.seconds", {"value": value})


def _marks(language: str, value: Any, _names: Names, _body: dict[str, Any], _group: str) -> str:
    marks, total = joined(language, [hundredths(one) for one in value]), hundredths(sum(value))
    return sentence(language, "ledger.marks", {"marks": marks, "total": total})


def _score(language: str, value: Any, names: Names, _body: dict[str, Any], _group: str) -> str:
    if not re.fullmatch(r"-?\d+(/\d+)?", str(value)):
        return word(language, "state", value)
    shown = format_score(Fraction(value), names.card)
    return sentence(language, "ledger.exact", {"shown": shown, "exact": value})


def _again(language: str, value: Any, _names: Names, _body: dict[str, Any], _group: str) -> str:
    return sentence(language, "ledger.again" if value else "ledger.first_print", {"times": value})


def _refusal(language: str, value: Any, _names: Names, body: dict[str, Any], _group: str) -> str:
    """The refusal's own words; what they would name besides its entry or session was not kept."""
    about = body.get("about") or "…"
    said = sentence(language, f"error.{value}", {"entry": about, "session": about})
    return PLACE.sub("…", said) if said != f"error.{value}" else str(value)


def _edits(language: str, value: Any, _names: Names, _body: dict[str, Any], _group: str) -> str:
    told = [_edit(language, edit) for edit in value[:EDITS]]
    if len(value) > EDITS:
        told.append(sentence(language, "ledger.more", {"count": len(value) - EDITS}))
    return sentence(language, "ledger.semicolon").join(told)


def _edit(language: str, edit: list[str]) -> str:
    sheet, row, column, before, after = (str(part) for part in edit)
    hold = {"sheet": sheet, "row": row, "column": column, "before": _hashed(before), "after": _hashed(after)}
    if not column:
        return sentence(language, "ledger.edit.removed" if before else "ledger.edit.added", hold)
    for name in ("before", "after"):
        hold[name] = hold[name] or sentence(language, "ledger.blank")
    return sentence(language, "ledger.edit", hold)


def _hashed(text: str) -> str:
    """A name stands as # and its hash: enough of it to tell two apart."""
    return text[: SHORT + 1] if re.fullmatch(r"#[0-9a-f]{16,}", text) else text


def _places(language: str, value: Any, names: Names, _body: dict[str, Any], _group: str) -> str:
    told = []
    for judge, seat, role, attendance, state in value:
        known = [word(language, "judge_role", role), word(language, "attendance", attendance),
                 word(language, "seat", state)]  # fmt: skip
        hold = {"seat": seat, "name": names.judges.get(judge, judge), "judge": judge, "known": joined(language, known)}
        told.append(sentence(language, "ledger.place", hold))
    return sentence(language, "ledger.semicolon").join(told)


def _shown(language: str, value: Any, _names: Names, _body: dict[str, Any], _group: str) -> str:
    """ "86.35 #3 一等奖 candidate" as the public saw it."""
    return joined(language, [_seen(language, part) for part in str(value).split()])


def _seen(language: str, part: str) -> str:
    if re.fullmatch(r"#\d+", part):
        return sentence(language, "ledger.rank", {"rank": part[1:]})
    return word(language, "selection", part)


TELLS: dict[str, Tell] = {
    "plain": _plain, "word": _word, "flag": _flag, "digest": _digest, "marks_digest": _marks_digest, "short": _short,
    "count": _count, "session": _session, "entry": _entry, "entries": _entries, "judge": _judge, "judges": _judges,
    "staff": _staff, "owner": _owner, "device": _device, "pool": _pool, "about": _about, "moment": _moment,
    "seconds": _seconds, "marks": _marks, "score": _score, "again": _again, "refusal": _refusal, "edits": _edits,
    "places": _places, "shown": _shown,
}  # fmt: skip
