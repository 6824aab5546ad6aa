"""What is printed on the evening before, gathered: cards with their secret links, seats, orders, who marks what."""

from __future__ import annotations

import json
from typing import Any, cast

from sqlalchemy import Connection

from papers.evening_values import PARTS, CardPlace, Evening, EveningPart, Gone, JudgeCard, PanelSeat, Room, Turn
from scoring.errors import Invalid, NotKnown
from scoring.rules.contest import Contest
from scoring.rules.contest import Session as Setting
from scoring.store.reading.contest import find_entry, latest_rubric, load_contest
from scoring.store.reading.day import entry_rows, judge_row, panel, seats
from web.links import JudgeCard as Link
from web.links import judge_cards
from web.office import Office
from web.paperwork.wanted import Wanted, sheet_mark


def evening(office: Office, wanted: Wanted, base_url: str) -> Evening:
    """The evening's print as values; `base_url` has no slash at its end.

    A session, a judge and named parts narrow it.  Raises NotKnown for a session or judge that
    is not there, Invalid("no_such_part") for a part that is none.
    """
    for part in wanted.parts:
        if part not in PARTS:
            raise Invalid("no_such_part", part=part)
    return cast(Evening, office.read(_gathered, judge_cards(office), wanted, base_url))


def _gathered(connection: Connection, links: list[Link], wanted: Wanted, base_url: str) -> Evening:
    contest = load_contest(connection)
    settings = [setting for setting in contest.sessions if wanted.session in (None, setting.id)]
    if not settings:
        raise NotKnown("no_session", session=wanted.session or "")
    if wanted.judge is not None:
        judge_row(connection, wanted.judge)
    rooms = tuple(_room(connection, contest, setting, wanted) for setting in settings)
    kinds = dict.fromkeys(turn.kind for room in rooms for turn in room.turns)
    return Evening(
        contest=contest.name,
        organiser=contest.organiser,
        address=base_url,
        card=contest.card,
        rooms=rooms,
        rubrics=tuple(latest_rubric(connection, kind) for kind in kinds),
        cards=_cards(connection, contest, rooms, links, wanted, base_url),
        parts=cast(tuple[EveningPart, ...], wanted.parts),
        mark=sheet_mark(connection, wanted.ledger_key),
    )


def _room(connection: Connection, contest: Contest, setting: Setting, wanted: Wanted) -> Room:
    turns = tuple(_turn(contest, row) for row in entry_rows(connection, setting.id))
    return Room(
        id=setting.id,
        name=setting.name,
        date=setting.date,
        start=setting.start,
        place=setting.place,
        mode=setting.mode,
        meeting_link=setting.meeting_link,
        turns=turns,
        seats=tuple(
            _seat(connection, row, turns) for row in seats(connection, setting.id) if wanted.judge in (None, row.judge)
        ),
    )


def _turn(contest: Contest, row: Any) -> Turn:
    entry = find_entry(contest, row.id)
    gone = row.phase if row.phase in ("withdrawn", "disqualified") else ""
    return Turn(
        position=row.position,
        entry=entry.id,
        kind=entry.kind,
        title=entry.title,
        circle=entry.circle,
        unit=entry.unit,
        attendance=entry.attendance,
        gone=cast(Gone, gone),
    )


def _seat(connection: Connection, row: Any, turns: tuple[Turn, ...]) -> PanelSeat:
    own = set(json.loads(row.recused_units))
    return PanelSeat(
        number=row.number,
        judge=row.judge,
        name=row.name,
        unit=row.unit,
        role=row.role,
        attendance=row.attendance,
        recused=tuple(turn.entry for turn in turns if _is_recused(connection, row.judge, turn, own)),
    )


def _is_recused(connection: Connection, judge: str, turn: Turn, own: set[str]) -> bool:
    """By the set-up's 回避单位 until the entry is called, by what its panel says from then on."""
    called = {place.judge: place.state for place in panel(connection, turn.entry)}
    return called[judge] == "recused" if judge in called else turn.unit in own


def _cards(
    connection: Connection, contest: Contest, rooms: tuple[Room, ...], links: list[Link], wanted: Wanted, base_url: str
) -> tuple[JudgeCard, ...]:
    """Cards by session and seat; a judge who sits in several sessions has one, with all seats on it."""
    by_judge = {link.judge: link for link in links}
    sitting = list(dict.fromkeys(seat.judge for room in rooms for seat in room.seats))
    if wanted.session is None:
        sitting += [link.judge for link in links if link.judge not in sitting and wanted.judge in (None, link.judge)]
    places = {setting.id: seats(connection, setting.id) for setting in contest.sessions}
    return tuple(
        JudgeCard(
            judge=judge,
            name=by_judge[judge].name,
            link=base_url + by_judge[judge].path,
            places=tuple(
                CardPlace(setting.name, setting.place, row.number, row.role, row.attendance, setting.meeting_link)
                for setting in contest.sessions
                for row in places[setting.id]
                if row.judge == judge
            ),
        )
        for judge in sitting
        if judge in by_judge
    )
