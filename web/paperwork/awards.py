"""Values of the 获奖名单 and the 颁奖词: prizes in the order of the ceremony."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import Connection

from papers.award_list import AwardList
from papers.foot import finals_words
from papers.host_script import HostScript
from papers.result_rows import PoolRow, PoolSheet, PrizeGroup
from scoring.rules.awards import ceremony_order
from scoring.rules.contest import AwardTier
from scoring.store.reading.contest import load_contest
from web.paperwork.wanted import Wanted, sheet_mark
from web.results_book import pool_sheets


def award_list(connection: Connection, wanted: Wanted) -> AwardList:
    """All prizes of the pools that are whole."""
    contest, pools = load_contest(connection), pool_sheets(connection)
    groups = prize_groups(contest.awards, pools)
    mark, finals = sheet_mark(connection, wanted.ledger_key), finals_words([pool.final for pool in pools])
    return AwardList(contest.name, contest.organiser, groups, left_out(pools), mark, finals)


def host_script(connection: Connection, wanted: Wanted) -> HostScript:
    """What the host reads aloud of them."""
    contest, pools = load_contest(connection), pool_sheets(connection)
    highest = contest.awards[0].name if contest.awards else ""
    groups = prize_groups(contest.awards, pools)
    mark, finals = sheet_mark(connection, wanted.ledger_key), finals_words([pool.final for pool in pools])
    return HostScript(contest.name, contest.organiser, highest, groups, left_out(pools), mark, finals)


def prize_groups(awards: Sequence[AwardTier], pools: Sequence[PoolSheet]) -> tuple[PrizeGroup, ...]:
    """Who gets a prize, in the order of the ceremony, gathered by prize and pool."""
    prized = {
        row.entry: (number, row) for number, pool in enumerate(pools) for row in pool.rows if row.award and row.rank
    }
    places = [(number, row.award, int(row.rank), entry) for entry, (number, row) in prized.items()]

    def group(entry: str) -> tuple[str, int]:
        return prized[entry][1].award, prized[entry][0]

    def rows(entries: Sequence[str]) -> tuple[PoolRow, ...]:
        return tuple(prized[entry][1] for entry in entries)

    found = groupby(ceremony_order(awards, places), group)
    return tuple(PrizeGroup(award, pools[number].title, rows(list(entries))) for (award, number), entries in found)


def left_out(pools: Sequence[PoolSheet]) -> tuple[str, ...]:
    """Why a pool has no prizes yet, one sentence each."""
    waiting = [pool.title for pool in pools if pool.provisional]
    return tuple(f"{title}的成绩尚为暂定，不在其内；全部定分后请重新打印。" for title in waiting)
