"""The set-up as it stands, and the pools that it makes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import Connection, Row, bindparam, select

from scoring.errors import NotKnown
from scoring.rules.contest import Contest, Entry, Quota
from scoring.rules.rubric import Rubric
from scoring.rules.rulecard import RuleCard
from scoring.store.prepared import Prepared
from scoring.store.tables import contest as contest_table
from scoring.store.tables import rubric as rubric_table

# Asked for each ballot that comes: made once, for making a statement takes longer than running it.
_CARD = Prepared(select(contest_table.c.fingerprint))
_SET_UP = Prepared(select(contest_table.c.set_up))
_NEWEST_RUBRIC = Prepared(
    select(rubric_table.c.body)
    .where(rubric_table.c.kind == bindparam("kind"))
    .order_by(rubric_table.c.version.desc())
    .limit(1)
)


def contest_row(connection: Connection) -> Row[tuple[object, ...]] | None:
    """The one row of the contest, None before there is one."""
    return connection.execute(select(contest_table)).first()


_cards: dict[str, RuleCard] = {}  # by fingerprint


@lru_cache(maxsize=8)
def _parsed(set_up: str) -> Contest:
    return Contest.from_json(json.loads(set_up))


def load_contest(connection: Connection) -> Contest:
    """The contest's set-up; raises NotKnown("no_contest")."""
    found = _SET_UP.scalar(connection)
    if found is None:
        raise NotKnown("no_contest")
    return _parsed(found)


def rule_card(connection: Connection) -> RuleCard:
    """The card alone, known again by its fingerprint: a set-up is long, and read once for it; raises NotKnown."""
    known = _cards.get(_CARD.scalar(connection) or "")
    if known is None:
        known = load_contest(connection).card
        _cards[known.fingerprint()] = known
    return known


def find_entry(contest: Contest, entry: str) -> Entry:
    """The entry with this id; raises NotKnown."""
    for candidate in contest.entries:
        if candidate.id == entry:
            return candidate
    raise NotKnown("no_entry", entry=entry)


@lru_cache(maxsize=64)
def parsed_rubric(body: str) -> Rubric:
    """The rubric of a stored body."""
    return Rubric.from_json(json.loads(body))


def newest_rubric(connection: Connection, kind: str) -> Rubric | None:
    """The newest version of a kind's rubric, None where the kind has none."""
    body = _NEWEST_RUBRIC.scalar(connection, kind=kind)
    return None if body is None else parsed_rubric(body)


def latest_rubric(connection: Connection, kind: str) -> Rubric:
    """The version of a kind's rubric that judges mark on now; raises NotKnown."""
    found = newest_rubric(connection, kind)
    if found is None:
        raise NotKnown("no_rubric", kind=kind)
    return found


def pool_id(quota: Quota) -> str:
    """A pool's name in pictures and tables: the kind, with its session where it has one."""
    return quota.kind if quota.session is None else f"{quota.kind}@{quota.session}"


def pools(contest: Contest) -> list[Quota]:
    """Every pool: the rows of 名额, and one without places for a kind that has no row."""
    named = {quota.kind for quota in contest.quotas}
    kinds = dict.fromkeys(entry.kind for entry in contest.entries)
    return [*contest.quotas, *(Quota(kind, None, 0, 0, None) for kind in kinds if kind not in named)]


def pool_of(contest: Contest, entry: Entry) -> Quota:
    """The pool in which an entry is ranked: its session's own before that of all rooms."""
    fitting = [q for q in pools(contest) if q.kind == entry.kind and q.session in (None, entry.session)]
    return max(fitting, key=lambda quota: quota.session is not None)


def find_pool(contest: Contest, pool: str) -> Quota:
    """The pool with this id; raises NotKnown("no_pool")."""
    for quota in pools(contest):
        if pool_id(quota) == pool:
            return quota
    raise NotKnown("no_pool", pool=pool)


def pools_with_entries(contest: Contest) -> list[tuple[Quota, list[Entry]]]:
    """Every pool with the entries ranked in it, all worked out in one go."""
    every = pools(contest)
    found: list[list[Entry]] = [[] for _ in every]
    for entry in contest.entries:
        fitting = [n for n, quota in enumerate(every) if quota.holds(entry)]
        found[max(fitting, key=lambda n: every[n].session is not None)].append(entry)
    return list(zip(every, found, strict=True))


def entries_of_pool(contest: Contest, quota: Quota) -> Iterable[Entry]:
    """The entries ranked in this pool."""
    return next((entries for known, entries in pools_with_entries(contest) if known == quota), [])
