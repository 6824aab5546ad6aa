"""When each login of staff was used last: noted in memory at each request, kept in the database once a minute.

So no page that is only looked at writes, and a crash forgets a minute.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Flask

from scoring.actions.outworn import note_used, outworn
from scoring.actions.people import end_login
from scoring.errors import NotKnown
from scoring.store.reading.people import open_logins, used_rows
from web.office import Office, now_ms, steady_ms

EVERY = 60  # s


class Used:
    """One server's; everything here runs on the hub or in one thread of many: a dict's single acts need no lock.

    What this server has seen itself is counted by a clock that nobody sets: a corrected clock logs nobody out.
    """

    def __init__(self, office: Office) -> None:
        self.office = office
        self._at: dict[str, int] = {}  # steady ms
        self._before: dict[str, int] = office.read(used_rows)  # ms since 1970, by an earlier server
        self._new = False

    def now(self, login_id: str) -> None:
        """Somebody asks by it."""
        self._at[login_id] = steady_ms()
        self._new = True

    def last(self, login: Any) -> int:
        """When it was used last, ms since 1970; when it was opened, where nothing else is known."""
        at = self._at.get(login.id)
        if at is not None:
            return now_ms() - (steady_ms() - at)
        return max(int(login.opened_at), self._before.get(login.id, 0))

    def over(self, login: Any) -> str | None:
        """Why this login of staff is over by itself, None while it is not."""
        return outworn(int(login.opened_at), self.last(login), now_ms())

    def keep(self) -> None:
        """Once a minute: keep what is new, then end what is over."""
        held = self.office.read(open_logins, "staff")
        if self._new:
            self._new = False
            self.office.do(note_used, used={row.id: self.last(row) for row in held})
        for row in held:
            why = self.over(row)
            if why is not None:
                with suppress(NotKnown):  # somebody was faster
                    self.office.do(end_login, login=row.id, why=why)
        self._at = {row.id: self._at[row.id] for row in held if row.id in self._at}


def used_of(app: Flask) -> Used:
    """The one of this application."""
    made: Used | None = app.extensions.get("used")
    if made is None or made.office is not app.extensions["liangfen"]:
        made = app.extensions["used"] = Used(app.extensions["liangfen"])
    return made
