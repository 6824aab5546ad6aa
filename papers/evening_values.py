"""What the secretariat prints on the evening before, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from scoring.rules.contest import Attendance, JudgeRole, Mode
from scoring.rules.rubric import Rubric
from scoring.rules.rulecard import RuleCard

EveningPart = Literal["cards", "plates", "order", "ballots", "checklists"]
PARTS: tuple[EveningPart, ...] = get_args(EveningPart)
Gone = Literal["", "withdrawn", "disqualified"]

ROLES: dict[JudgeRole, str] = {"chief": "组长", "deputy": "副组长", "judge": "评委"}
ATTENDANCE: dict[Attendance, str] = {"onsite": "现场", "remote": "远程"}
GONE: dict[Gone, str] = {"": "", "withdrawn": "退赛", "disqualified": "取消资格"}


@dataclass(frozen=True, slots=True)
class Turn:
    """An entry in the order that holds now; one that is `gone` is listed and called no more."""

    position: int
    entry: str
    kind: str
    title: str
    circle: str
    unit: str
    attendance: Attendance = "onsite"
    gone: Gone = ""


@dataclass(frozen=True, slots=True)
class PanelSeat:
    """Who sits where in a room; `recused` are the entries (编号) that this judge may not mark."""

    number: int
    judge: str
    name: str
    unit: str
    role: JudgeRole = "judge"
    attendance: Attendance = "onsite"
    recused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A session with its order and its panel; date "2020-08-18", start "09:00"."""

    id: str
    name: str
    date: str
    start: str
    place: str
    mode: Mode
    meeting_link: str
    turns: tuple[Turn, ...]
    seats: tuple[PanelSeat, ...]


@dataclass(frozen=True, slots=True)
class CardPlace:
    """One of a judge's seats, as the card names it."""

    session: str
    place: str
    seat: int
    role: JudgeRole
    attendance: Attendance
    meeting_link: str = ""


@dataclass(frozen=True, slots=True)
class JudgeCard:
    """A judge's key: `link` is the whole secret address, "http://…/enter#j.CODE.ID"."""

    judge: str
    name: str
    link: str
    places: tuple[CardPlace, ...]


@dataclass(frozen=True, slots=True)
class Evening:
    """Everything that is printed on the evening before; no `parts` means all of them.

    `address` is where the system is reached (no slash at its end), `mark` the line at a sheet's foot.
    """

    contest: str
    organiser: str
    address: str
    card: RuleCard
    rooms: tuple[Room, ...]
    rubrics: tuple[Rubric, ...]
    cards: tuple[JudgeCard, ...]
    parts: tuple[EveningPart, ...] = ()
    mark: str = ""
