"""What is past its term leaves the tables: drafts of a contest that is over, what devices said of themselves."""

from __future__ import annotations

from sqlalchemy import delete, func, or_, select, update

from scoring.errors import RuleBroken
from scoring.store.reading.day import session_rows
from scoring.store.reading.retention import over_since
from scoring.store.tables import draft, login
from scoring.store.work import Work


def clear_past_terms(work: Work, device_term: int) -> dict[str, int]:
    """Remove drafts, and after ``device_term`` ms devices' own words; how many of each went.

    Raises RuleBroken("retention_not_over") while a session is not closed.  Nothing of the hashed record is touched.
    """
    over = over_since(work.connection)
    if over is None:
        raise RuleBroken(
            "retention_not_over", count=sum(row.state != "closed" for row in session_rows(work.connection))
        )
    drafts = work.connection.execute(select(func.count()).select_from(draft)).scalar_one()
    work.connection.execute(delete(draft))
    cleared = 0
    if work.now - over >= device_term:
        known = or_(login.c.device != "", login.c.browser != "")
        cleared = work.connection.execute(update(login).where(known).values(device="", browser="")).rowcount
    return {"drafts": int(drafts), "devices": int(cleared)}
