"""The sample's contest under hostile names: in every cell of a name, and in every word that the day adds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from papers.face import missing_glyphs
from papers.face_covers import unprintable
from scoring.actions import people, publishing, running, seats, sessions
from scoring.actions.appeals import register_appeal
from scoring.actions.judging import submit_ballot
from scoring.actions.setting_up import apply_set_up
from scoring.facts import Actor
from scoring.rules.contest import Contest
from scoring.rules.ledger import content_hash
from scoring.setup.cells import address, sheets_from_rows
from scoring.setup.parse import Problem, parse_contest
from scoring.store.reading.day import entry_row, place_of
from tests.setup.grids import Grids, grids
from tests.torture.hostile import RARE, kept, names
from tests.web import played
from tests.web.played import DESK, lines, sent, turns
from web.config import read_settings
from web.forms import clean_text
from web.office import Office, open_office

TITLES = 36  # names that stand as titles in one contest
COLUMNS = {
    "成果": {"课题名称": 60, "小组名称": 40, "单位": 40, "推荐单位": 40, "组长": 20, "成员": 20},
    "评委": {"姓名": 20, "单位": 40},
    "场次": {"名称": 40, "地点": 60},
    "评审表": {"评审项目": 40},
}
ITEMS = {"赛事名称": 60, "主办单位": 40}
MAY_BE_EMPTY = ("推荐单位", "组长", "成员", "地点")
PARTS = "、,，;；\n\r"  # part the members
UNSEEN = frozenset(
    "\u061c\u200b\u200e\u200f\u2028\u2029\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
Cell = tuple[str, str]  # sheet, address


@dataclass(frozen=True, slots=True)
class Planted:
    """A contest with names in its cells, and which of the names must have been refused where."""

    contest: Contest
    problems: Mapping[Cell, Problem]
    wrong: tuple[str, ...]


def fits(name: str, most: int, empty: bool = False) -> bool:
    """Whether a name may stand in a cell, by the rule's words: seen, printable, not too long."""
    said = kept(name)
    return not unseen(name) and len(said) <= most and (bool(said) or empty) and not missing_glyphs(said)


def unseen(name: str) -> bool:
    """Whether a name holds a character that nobody sees and that changes what is read."""
    return any(char in UNSEEN or unicodedata.category(char) in ("Cc", "Cs") for char in kept(name))


def planted(number: int) -> Planted:
    """Contest ``number`` (0 is the first): its names first as they are, then those refused replaced."""
    hostile, tame = grids(), grids()
    refused: dict[Cell, bool] = {}
    for at, (sheet, row, column, most, title) in enumerate(_cells(hostile)):
        name = _name(number, at, title)
        cell = (sheet, address(row + 1, column + 1))
        hostile[sheet][row][column] = name
        if not fits(name, most, title in MAY_BE_EMPTY):
            refused[cell] = unseen(name)
            name = _next_fitting(number, at, most, title)
        tame[sheet][row][column] = name
    found = {(one.sheet, one.cell): one for one in parse_contest(sheets_from_rows(hostile), unprintable).problems}
    parsed = parse_contest(sheets_from_rows(tame), unprintable)
    assert parsed.contest is not None, parsed.problems[:3]
    return Planted(parsed.contest, found, tuple(_complaints(refused, found)))


def _complaints(refused: Mapping[Cell, bool], found: Mapping[Cell, Problem]) -> Iterator[str]:
    for cell in sorted(set(refused) ^ set(found)):
        yield f"{cell}: " + ("taken, and should be refused" if cell in refused else f"refused: {found[cell].en}")
    for cell, one in found.items():
        if not one.zh or not one.en or missing_glyphs(one.en):
            yield f"{cell}: refused without a reason"
        if refused.get(cell) and "看不见的控制字符 U+" not in one.zh:
            yield f"{cell}: an unseen character is not named: {one.en}"


def _cells(sheets: Grids) -> Iterator[tuple[str, int, int, int, str]]:
    for sheet, columns in COLUMNS.items():
        heading = sheets[sheet][0]
        for title, most in columns.items():
            for row in range(1, len(sheets[sheet])):
                yield sheet, row, heading.index(title), most, title
    for row, line in enumerate(sheets["赛事"]):
        if line[0] in ITEMS:
            yield "赛事", row, 1, ITEMS[line[0]], line[0]


def _name(number: int, at: int, title: str) -> str:
    """Titles take the names in order, every other cell one that lies elsewhere."""
    every = names()
    name = every[(TITLES * number + at * (1 if title == "课题名称" else 7)) % len(every)]
    return name if title != "成员" else "".join(char for char in name if char not in PARTS) or RARE[0]


def _next_fitting(number: int, at: int, most: int, title: str) -> str:
    every = names()
    later = (_name(number, at + step, title) for step in range(1, len(every)))
    return next(name for name in later if kept(name) and fits(name, most))


def said(number: int, at: int, most: int = 200) -> str:
    """What somebody writes as a reason or a comment: the forms take all but control and bidi characters."""
    able = [name for name in map(kept, names()) if 0 < len(name) <= most and _speakable(name)]
    return able[(TITLES * number + at) % len(able)]


def _speakable(name: str) -> bool:
    try:
        return clean_text(name) == name
    except ValueError:
        return False


class Day:
    """The contest's day: all but the last turn, which stays on stage, and then that one too."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder, self.number, self.planted = folder, number, planted(number)
        self._turns = list(turns())
        self._said = 0

    def open(self) -> Office:
        """The office; who opens it closes its writer."""
        return open_office(read_settings({"DATA_DIR": str(self.folder), "ASYNC_MODE": "threading"}))

    def begin(self, office: Office) -> str:
        """Everything but the last turn is over; the entry on stage, which waits for its marks."""
        office.do(apply_set_up, DESK, contest=self.planted.contest)
        for at in range(3):
            office.do(people.add_staff, DESK, name=said(self.number, at, 20), role="host")
        for room in self.planted.contest.sessions:
            office.do(sessions.open_session, DESK, session=room.id)
        for entry, rows in self._turns[:-1]:
            self._turn(office, entry, rows)
        last, rows = self._turns[-1]
        self._present(office, last)
        return last

    def end(self, office: Office) -> None:
        """The last turn, and an appeal against it."""
        last, rows = self._turns[-1]
        self._mark(office, last, rows)
        text = "\n".join(said(self.number, at) for at in range(20))
        office.do(
            register_appeal, DESK, entry=last, asker=said(self.number, 5, 80), question=text,
            asked_on="2020-08-20", today=date(2020, 8, 21),
        )  # fmt: skip

    def _reason(self) -> str:
        self._said += 1
        return said(self.number, self._said)

    def _turn(self, office: Office, entry: str, rows: list[played.Line]) -> None:
        self._present(office, entry)
        self._mark(office, entry, rows)

    def _present(self, office: Office, entry: str) -> None:
        for act in (running.call, running.start_presenting, running.end_presenting, running.end_questions):
            office.do(act, DESK, entry=entry)

    def _mark(self, office: Office, entry: str, rows: list[played.Line]) -> None:
        over = {row["entry"]: int(row["seconds_over"]) for row in lines("overtime.csv")}
        if entry in over:
            office.do(running.set_overtime, DESK, entry=entry, seconds=over[entry], reason=self._reason())
        for row in rows:
            self._line(office, row)
        if entry in {row["entry"] for row in lines("withdrawn.csv")}:
            office.do(running.withdraw, DESK, entry=entry, reason=self._reason())
            return
        office.do(running.close_entry, DESK, entry=entry)
        office.do(publishing.publish_entry, DESK, entry=entry)
        for step in (1, 2, 3, 4):
            office.do(publishing.reveal, DESK, entry=entry, step=step)

    def _line(self, office: Office, row: played.Line) -> None:
        who = {"entry": row["entry"], "judge": row["judge"], "reason": self._reason()}
        state = office.read(place_of, row["entry"], row["judge"]).state
        if row["status"] in ("missing", "recused"):
            if state != row["status"]:
                act = seats.declare_missing if row["status"] == "missing" else seats.recuse
                office.do(act, DESK, **who)
            return
        if row["revision"] != "1":
            office.do(seats.return_ballot, DESK, **who)
        plain = sent(row, office.read(entry_row, row["entry"]).kind)
        spoken = replace(plain, comment=self._reason())
        spoken = replace(spoken, hash=content_hash(spoken.content()))
        office.do(submit_ballot, Actor("judge", row["judge"], "judge", "1" * 32), sent=spoken)
