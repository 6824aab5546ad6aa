"""Whatever is changed on whatever day: its preview says who moves, and exactly that then happens."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scoring.actions import changing
from scoring.errors import Refusal
from scoring.rules.change import KINDS, Change, Declining, TieRuling, kind_of
from scoring.rules.moves import ContestSeen, Moves, Seen
from scoring.store.database import open_engine
from scoring.store.reading.seen import contest_seen
from scoring.store.reading.standings import all_standings
from scoring.store.rehearsal import copied_contest
from scoring.store.work import Work
from tests.actions.random_changes import random_change, ripe_change
from tests.actions.random_contests import go_on, random_day
from tests.actions.two_persons import two
from tests.office import DESK, Day
from web.keys import LedgerSigner

CHANGES = 30  # a day, of which about half are refused
FIELDS = ("pool", "phase", "version", "waits", "score", "exact", "rank", "decided_by", "award", "selection", "state")
DAYS = 7  # at least; every second one is even
Row = tuple[Any, ...]
SIGNER = LedgerSigner(Ed25519PrivateKey.from_private_bytes(b"\x09" * 32))  # another than the day's


@dataclass
class Tally:
    """What became of the changes that were tried, by kind."""

    made: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


def rows_now(day: Day) -> dict[str, Row]:
    """By entry, the fields of `FIELDS`, out of the tables and the standings themselves."""
    phases = dict(day.rows("select id, phase from entry"))
    versions = dict(day.rows("select entry, max(version) from score group by entry"))
    owed = "select entry, count(*) from panel_place where state in ('expected', 'returned') group by entry"
    waits = dict(day.rows(owed))
    contest = json.loads(day.rows("select set_up from contest")[0][0])
    found: dict[str, Row] = {}
    quotas = {(quota["kind"], quota["session"]) for quota in contest["quotas"]}
    for one in contest["entries"]:
        own = (one["kind"], one["session"]) in quotas
        pool = f"{one['kind']}@{one['session']}" if own else one["kind"]
        found[one["id"]] = (pool, phases[one["id"]], versions.get(one["id"], 0), waits.get(one["id"], 0))
    scored: dict[str, Row] = {}
    for standing in day.read(all_standings):
        for one in standing.results:
            prizes = ("", "") if standing.provisional else (one.award or "", one.selection or "")
            numbers = (one.shown or "", one.exact_final or "", one.rank, one.decided_by or "")
            scored[one.entry] = (*numbers, *prizes, one.state)
    return {name: (*row, *scored.get(name, ("", "", None, "", "", "", ""))) for name, row in found.items()}


def finals_now(day: Day) -> dict[str, int]:
    return {str(pool): int(n) for pool, n in day.rows("select pool, version from final where ended_at is null")}


def said(found: Moves) -> dict[str, tuple[Row | None, Row | None]]:
    """What a preview says of the same fields, without entries of which only the words differ."""
    pairs = {one.entry: (_row(one.before), _row(one.after)) for one in found.entries}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _row(seen: Seen | None) -> Row | None:
    return None if seen is None else tuple(getattr(seen, name) for name in FIELDS)


def on_a_copy(day: Day, change: Change) -> changing.Previewed:
    """The preview as a page makes it, away from the writer."""
    engine = open_engine(day.url, writes=False)
    numbers = iter(range(10_000))
    with copied_contest(engine) as connection:
        work = Work(connection, DESK, day.clock + 5, lambda: f"copy-{next(numbers)}", SIGNER)
        found = changing.preview(work, change, "试一试")
    engine.dispose()
    return found


def try_change(day: Day, change: Change, persons: Any) -> bool:
    """Preview on a copy, ask, confirm, compare; whether it was made. Raises AssertionError where something differs.

    Asking rehearses the change in the writer's own transaction and refuses it where that comes to anything else.
    """
    try:
        beforehand = on_a_copy(day, change)
    except Refusal as refusal:
        with pytest.raises(Refusal) as again:
            day.do(changing.ask, persons[0], change=change, reason="错了", expected="")
        assert again.value.code == refusal.code
        return False
    before, finals = rows_now(day), finals_now(day)
    expected = beforehand.moves.fingerprint()
    answer = day.do(changing.ask, persons[0], change=change, reason="错了", expected=expected)
    assert (answer.state == "waiting") == beforehand.two
    if beforehand.two:
        assert rows_now(day) == before
        day.do(changing.confirm, persons[1], change=answer.id, expected=expected)
    after, lasting = rows_now(day), finals_now(day)
    moved = {name: (before.get(name), after.get(name)) for name in {*before, *after}}
    assert said(beforehand.moves) == {name: pair for name, pair in moved.items() if pair[0] != pair[1]}
    as_meant(day, change, after)
    assert set(beforehand.moves.finals) == {pool for pool in finals if lasting.get(pool) != finals[pool]}
    return True


def as_meant(day: Day, change: Change, after: dict[str, Row]) -> None:
    """What the preview cannot vouch for, since it asks the same code: the order decided, the place given up."""
    if isinstance(change, Declining):
        assert after[change.entry][FIELDS.index("selection")] == "declined", change
    if isinstance(change, TieRuling):
        decided = json.loads(
            day.rows("select entries from chief_decision where ended_at is null order by id desc")[0][0]
        )
        assert decided == list(change.order)
        standing = next(one for one in day.read(all_standings) if one.id == change.pool)
        assert set(change.order) not in [set(tie.entries) for tie in standing.ties], change
        ranks = [after[name][FIELDS.index("rank")] for name in change.order]
        assert ranks == sorted(ranks), (change, ranks)


def a_day_of_changes(seed: int, blank: Path, folder: Path, tally: Tally, changes: int = CHANGES) -> None:
    even = seed % 2 == 0
    day = random_day(seed, blank, folder, even=even)
    try:
        persons = two(day)
        for number in range(changes):
            key = seed * 1000 + number
            go_on(key, day)
            ripe = even and number % 3
            change = ripe_change(key, day, tally.made + tally.refused) if ripe else random_change(key, day)
            outcome = tally.made if try_change(day, change, persons) else tally.refused
            outcome[kind_of(change)] += 1
    finally:
        day.writer.close()


def test_who_moves_is_what_the_preview_said(blank: Path, tmp_path: Path) -> None:
    tally = Tally()
    seed = 0
    while sum(tally.made.values()) < 150 or seed < DAYS:
        seed += 1
        (tmp_path / str(seed)).mkdir()
        a_day_of_changes(seed, blank, tmp_path / str(seed), tally)
    assert {kind: tally.made[kind] for kind in KINDS if tally.made[kind] < 2} == {}, dict(tally.made)


def test_a_preview_that_forgets_the_ranks_is_found_out(
    blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_ranks(connection: Any) -> ContestSeen:
        seen = contest_seen(connection)
        return replace(seen, entries={name: replace(one, rank=None) for name, one in seen.entries.items()})

    monkeypatch.setattr(changing, "contest_seen", without_ranks)
    with pytest.raises(AssertionError):
        a_day_of_changes(1, blank, tmp_path, Tally())
