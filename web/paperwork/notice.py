"""Values of the 公示: the prizes of the pools that are whole, the highest first, and their candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from papers.foot import finals_words
from papers.notice import Notice
from papers.result_rows import PoolSheet, PrizeGroup
from scoring.rules.contest import AwardTier, Contest
from scoring.store.reading.contest import load_contest
from web.paperwork.wanted import Wanted, sheet_mark
from web.results_book import pool_sheets

CHOSEN = (("candidate", "全国候选"), ("reserve", "候补"))


def notice(connection: Connection, wanted: Wanted) -> Notice:
    """The notice, with scores or without."""
    contest, pools = load_contest(connection), pool_sheets(connection)
    return Notice(
        contest=contest.name,
        organiser=contest.organiser,
        days=_days(contest),
        prizes=tuple(_prizes(contest.awards, pools)),
        chosen=tuple(_chosen(pools)),
        left_out=tuple(_left_out(pools)),
        scores=wanted.scores,
        mark=sheet_mark(connection, wanted.ledger_key),
        finals=finals_words([pool.final for pool in pools]),
    )


def _days(contest: Contest) -> tuple[str, ...]:
    """2020-08-18 → 2020年8月18日."""
    days = sorted({room.date for room in contest.sessions if room.date})
    parts = [day.split("-") for day in days]
    return tuple(f"{year}年{int(month)}月{int(day)}日" for year, month, day in parts)


def _prizes(awards: Sequence[AwardTier], pools: Sequence[PoolSheet]) -> Iterator[PrizeGroup]:
    for tier in awards:
        for pool in pools:
            rows = tuple(row for row in pool.rows if row.award == tier.name)
            if rows:
                yield PrizeGroup(tier.name, pool.title, rows)


def _chosen(pools: Sequence[PoolSheet]) -> Iterator[PrizeGroup]:
    """Of a pool with an open tie nobody is named: the chief judges have yet to decide."""
    for pool in pools:
        for code, words in CHOSEN:
            rows = tuple(row for row in pool.rows if row.selected == code)
            if rows and not _tied(pool):
                yield PrizeGroup(words, pool.title, rows)


def _tied(pool: PoolSheet) -> bool:
    return any(row.selected.startswith("tied") for row in pool.rows)


def _left_out(pools: Sequence[PoolSheet]) -> Iterator[str]:
    for pool in pools:
        if pool.provisional:
            yield f"{pool.title}的成绩尚为暂定，不在本公示之内，另行公示。"
        elif _tied(pool):
            yield f"{pool.title}有同分成果待评审组长合议，其拟推荐全国候选名单不在本公示之内，另行公示。"
