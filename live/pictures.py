"""Which builder paints which room."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from live.picture.desk import desk_halls, desk_parts
from live.picture.judge import judge_halls, judge_parts
from live.picture.public import public_halls, public_parts
from live.presence import Presence
from live.rooms import DESK_THAT_REVEALS, DESKS, PUBLIC
from live.watch import Watch
from scoring.store.prepared import Prepared
from scoring.store.tables import judge as judge_table
from scoring.store.tables import panel_place, seat
from scoring.store.tables import session as session_table

Read = Callable[..., Any]
_CHIEFS = Prepared(
    select(seat.c.judge)
    .where(seat.c.session == bindparam("of_session"), or_(seat.c.role == "chief", seat.c.role == "deputy"))
    .union(
        select(panel_place.c.judge)
        .join(session_table, session_table.c.current_entry == panel_place.c.entry)
        .where(session_table.c.id == bindparam("of_session"))
        .where(or_(panel_place.c.role == "chief", panel_place.c.role == "deputy"))
    )
)


class DatabasePictures:
    """Pictures built from the database through ``read(question, *values)``."""

    def __init__(
        self,
        read: Read,
        presence: Presence,
        now: Callable[[], int],
        server: Mapping[str, object],
        watch: Watch | None = None,
    ) -> None:
        self._read, self._presence, self._now, self._server = read, presence, now, server
        self._watch = watch

    def build(self, room: str) -> dict[str, Any]:
        """The whole picture of a room."""
        if room == PUBLIC:
            return dict(self._read(public_parts))
        if room in DESKS:
            reveals = room == DESK_THAT_REVEALS
            return dict(self._read(desk_parts, self._presence, self._now(), self._server, self._watch, reveals))
        return dict(self._read(_of_judge, room.split(":", 1)[1], self._now()))

    def build_halls(self, room: str, halls: Collection[str]) -> dict[str, Any]:
        """Those parts of a room's picture that a ballot in these halls can change, and no other."""
        if room == PUBLIC:
            return dict(self._read(public_halls, halls))
        if room in DESKS:
            reveals = room == DESK_THAT_REVEALS
            return dict(self._read(desk_halls, self._presence, self._now(), self._server, self._watch, reveals, halls))
        return dict(self._read(judge_halls, room.split(":", 1)[1], halls))

    def judges_of(self, session: str | None) -> Iterable[str]:
        """Judges seated in a session, or all of them."""
        return list(self._read(_seated, session, ("chief", "deputy", "judge")))

    def chiefs_of(self, session: str | None) -> Iterable[str]:
        """Those who see the panel's states."""
        if session is None:
            return list(self._read(_seated, session, ("chief", "deputy")))
        return list(self._read(_chiefs, session))


def _of_judge(connection: Connection, judge: str, now: int) -> dict[str, Any]:
    """Nothing for a judge who was taken out of the set-up: the room outlives its person."""
    known = connection.execute(select(judge_table.c.id).where(judge_table.c.id == judge)).first()
    return {} if known is None else judge_parts(connection, judge, now)


def _chiefs(connection: Connection, session: str) -> list[str]:
    """As ``_seated`` says for a session's chiefs; asked after each ballot."""
    return [row.judge for row in _CHIEFS.all(connection, of_session=session)]


def _seated(connection: Connection, session: str | None, roles: tuple[str, ...]) -> list[str]:
    """Who sits there now, and who still finishes the entry on stage after a seat changed hands."""
    sitting = select(seat.c.judge).where(seat.c.role.in_(roles))
    on_stage = (
        select(panel_place.c.judge)
        .join(session_table, session_table.c.current_entry == panel_place.c.entry)
        .where(panel_place.c.role.in_(roles))
    )
    if session is not None:
        sitting = sitting.where(seat.c.session == session)
        on_stage = on_stage.where(session_table.c.id == session)
    return list(connection.execute(sitting.union(on_stage)).scalars())
