"""Whether a pool's results are final, as sheets and workbooks say it."""

from __future__ import annotations

from sqlalchemy import Connection

from papers.result_rows import PoolFinal
from scoring.store.reading.finals import finals
from web.beijing import beijing

SHOWN = 12  # digits of a hash on paper


def pool_final(connection: Connection, pool: str, title: str) -> PoolFinal:
    """The final of a pool that holds now, or the newest that has ended; `title` is the pool's."""
    rows = finals(connection, pool)
    if not rows:
        return PoolFinal(title)
    newest = rows[-1]
    if newest.ended_at is not None:
        return PoolFinal(title, ended=newest.version)
    return PoolFinal(title, newest.version, beijing(newest.at, "%Y-%m-%d %H:%M"), newest.result[:SHOWN])
