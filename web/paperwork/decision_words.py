"""What the sheets of decisions and rulings share: when, by whom, of which pool, and whether it still holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from live.picture.public import pool_title
from papers.decisions import DecisionSheet
from scoring.rules.contest import Contest
from scoring.store.reading.contest import pool_id, pools
from scoring.store.reading.day import judge_row
from web.beijing import beijing

SECRETARIAT = ("秘书处经办人", "秘书处负责人", "日期")


@dataclass(frozen=True, slots=True)
class Dated:
    """A sheet with its moment (ms), the id of its pool and the entries that it speaks of."""

    at: int
    pool: str
    entries: tuple[str, ...]
    sheet: DecisionSheet


def pool_words(contest: Contest, pool: str) -> str:
    """A pool's title; its id where the set-up has it no more."""
    return next((pool_title(contest, quota) for quota in pools(contest) if pool_id(quota) == pool), pool)


def moment(at: int) -> str:
    """A moment (ms) as a letter dates it: "2026年8月18日 11:50"."""
    year, month, day = (int(part) for part in beijing(at, "%Y %m %d").split())
    return f"{year}年{month}月{day}日 {beijing(at, '%H:%M')}"


def judge_names(connection: Connection, judges: Sequence[str]) -> tuple[str, ...]:
    """The names of who decided, by their ids."""
    return tuple(judge_row(connection, judge).name for judge in judges)


def lifted_words(row: Any) -> str:
    """When and why a row's decision ended, "" while it holds."""
    if row.ended_at is None:
        return ""
    why = f"，理由：{row.ended_why}" if row.ended_why else ""
    return f"{moment(row.ended_at)}{why}"
