"""成果 → entries."""

from dataclasses import dataclass, replace
from typing import cast

from scoring.rules.contest import Attendance, Entry
from scoring.setup import text
from scoring.setup.cells import Sheets
from scoring.setup.layout import ATTENDANCE, ATTENDANCE_WORDS, ENTRIES, LONGEST, RECOMMENDATIONS
from scoring.setup.problems import Report
from scoring.setup.table import Row, refuse_repeated, rows_of


@dataclass(frozen=True, slots=True)
class Known:
    """What other sheets offer; empty where that sheet cannot be read."""

    kinds: tuple[str, ...]
    sessions: set[str]


def read_entries(sheets: Sheets, known: Known, report: Report) -> list[tuple[Row, Entry]]:
    """The entries with their rows; those without a position follow in the sheet's order."""
    rows = [(row, _entry(row, known)) for row in rows_of(sheets, ENTRIES, report)]
    refuse_repeated([(row, entry.id or None) for row, entry in rows], "编号")
    taken = [
        (row, f"{entry.session} {entry.position}" if entry.session and entry.position else None) for row, entry in rows
    ]
    refuse_repeated(taken, "发表顺序", "同一场次")
    return _placed(rows, report)


def known_session(row: Row, found: str | None, sessions: set[str]) -> str | None:
    """The session where 场次 has it; else a problem at 场次编号."""
    if found is None or not sessions or found in sessions:
        return found
    listed = "、".join(sorted(sessions))
    zh = f"没有场次“{found}”；应为工作表“场次”中的 {listed}"
    row.refuse("场次编号", zh, f"No session {found}; it should be one of {listed}")
    return None


def known_kind(row: Row, kinds: tuple[str, ...]) -> str | None:
    """The kind where 评审表 has it; else a problem at 成果类型."""
    if kinds:
        words = {text.squeezed(kind).upper(): kind for kind in kinds}
        return row.choice("成果类型", words, "、".join(kinds))
    return row.name("成果类型", LONGEST["person"])


def _entry(row: Row, known: Known) -> Entry:
    position = row.number("发表顺序", 1, 9999, 0)
    return Entry(
        id=row.identifier("编号") or "",
        kind=known_kind(row, known.kinds) or "",
        title=row.name("课题名称", LONGEST["title"]) or "",
        circle=row.name("小组名称", LONGEST["circle"]) or "",
        unit=row.name("单位", LONGEST["unit"]) or "",
        recommender=row.name("推荐单位", LONGEST["unit"], False) or "",
        leader=row.name("组长", LONGEST["person"], False) or "",
        members=_members(row),
        session=known_session(row, row.identifier("场次编号"), known.sessions) or "",
        position=0 if position is None else int(position),
        attendance=cast(Attendance, row.choice("发表方式", ATTENDANCE_WORDS, "、".join(ATTENDANCE)) or "onsite"),
        document=_document(row),
        recommendation=_recommendation(row),
    )


def _members(row: Row) -> tuple[str, ...]:
    found = text.parts(row.raw("成员") or "")
    for person in found:
        if row.unfit("成员", person):
            break
        if len(person) > LONGEST["person"]:
            zh = f"成员“{person[:12]}…”过长；每人最多{LONGEST['person']}字，用顿号隔开"
            en = f"A member's name is too long; at most {LONGEST['person']} each, parted by 、"
            row.refuse("成员", zh, en)
    return tuple(found)


def _document(row: Row) -> str | None:
    found = row.number("文审得分", 0, 100)
    if found is None:
        return None
    shown = text.decimal_text(found)
    if "/" in shown:
        zh = "文审得分不是小数；应为0–100的小数，如 90.54"
        row.refuse("文审得分", zh, "The document score should be a decimal such as 90.54")
        return None
    return shown


def _recommendation(row: Row) -> str:
    if not row.raw("推荐意见"):
        return ""
    words = {word: word for word in RECOMMENDATIONS}
    return row.choice("推荐意见", words, "、".join(RECOMMENDATIONS) + "或空着") or ""


def _placed(rows: list[tuple[Row, Entry]], report: Report) -> list[tuple[Row, Entry]]:
    last: dict[str, int] = {}
    for _, entry in rows:
        last[entry.session] = max(last.get(entry.session, 0), entry.position)
    found = []
    told: set[str] = set()
    for row, entry in rows:
        if entry.session and not entry.position and not report.has(row.at("发表顺序")):
            last[entry.session] += 1
            _tell(row, entry.session, told, report)
            found.append((row, replace(entry, position=last[entry.session])))
        else:
            found.append((row, entry))
    return found


def _tell(row: Row, session: str, told: set[str], report: Report) -> None:
    if session not in told:
        told.add(session)
        zh = f"场次 {session} 有成果没有发表顺序，已按表中次序排在最后；抽签后会改变"
        en = f"Session {session} has entries without a position; they follow in the sheet's order"
        report.warning(row.at("发表顺序"), zh, en)
