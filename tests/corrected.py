"""Changes of what is fixed, written straight into the rows, with what the public side makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import insert, select, update

from scoring.actions.applying import make
from scoring.actions.asked import Asked
from scoring.actions.public_corrections import correct_public, public_now
from scoring.rules.change import SetUpChange
from scoring.rules.contest import Contest
from scoring.store.reading.contest import load_contest
from scoring.store.reading.names import set_up_mark
from scoring.store.tables import ballot
from scoring.store.tables import contest as contest_table
from scoring.store.tables import entry as entry_table
from scoring.store.work import Work
from tests.office import MARKS, Day, marks_of

A_POOL = "问题解决型@A"
Change = Callable[[Work], None]


def correct(day: Day, *changes: Change) -> None:
    """Make changes in one act, and tell the public."""

    def act(work: Work) -> None:
        before = public_now(work.connection)
        for change in changes:
            change(work)
        correct_public(work, before)

    day.clock += 1000
    day.do(act)


def set_up(**values: Any) -> Change:
    """Other values of the contest itself."""
    return lambda work: _write(work, replace(load_contest(work.connection), **values))


def of_entry(entry: str, **values: Any) -> Change:
    """Other values of an entry in the set-up."""

    def change(work: Work) -> None:
        contest = load_contest(work.connection)
        entries = tuple(replace(one, **values) if one.id == entry else one for one in contest.entries)
        _write(work, replace(contest, entries=entries))

    return change


def _write(work: Work, contest: Contest) -> None:
    text = json.dumps(contest.to_json(), ensure_ascii=False)
    work.connection.execute(update(contest_table).values(set_up=text))


def phase(entry: str, name: str) -> Change:
    """The entry is in another phase of its life."""
    return lambda work: _rows(work, entry, phase=name)


def _rows(work: Work, entry: str, **values: Any) -> None:
    work.connection.execute(update(entry_table).where(entry_table.c.id == entry).values(**values))


def marks(entry: str, judge: str, total: float) -> Change:
    """A judge's next version of a ballot."""

    def change(work: Work) -> None:
        mine = select(ballot).where(ballot.c.entry == entry, ballot.c.judge == judge)
        newest = work.connection.execute(mine.order_by(ballot.c.version.desc())).first()
        assert newest is not None
        values = {**newest._asdict(), "id": work.new_id(), "version": newest.version + 1}
        work.connection.execute(insert(ballot).values(**{**values, "marks": json.dumps(marks_of(total))}))

    return change


def revealed_day(day: Day, entries: Sequence[str], steps: Sequence[int] = (1, 2, 3, 4)) -> Day:
    """Hall A with these entries published and revealed, each a point better than the one before."""
    day.open()
    for place, entry in enumerate(entries):
        day.publish(entry, {judge: total + place for judge, total in MARKS.items()})
        day.reveal(entry, steps)
    return day


def standing(day: Day, pool: str = A_POOL) -> dict[str, Any]:
    """A pool's public standing as it is stored."""
    return dict(json.loads(day.rows("select body from public_standing where pool=?", pool)[0][0]))


def step(day: Day, entry: str, number: int) -> dict[str, Any]:
    """A revealed step as it is stored."""
    found = day.rows("select body from revealed where entry=? and step=?", entry, number)
    return dict(json.loads(found[0][0]))


def marked(day: Day) -> list[tuple[str, str | None, int | None, str | None, int | None]]:
    """What was marked: entry, score and place before, score and place after."""
    rows = day.rows("select entry, before, after from public_correction order by id")
    found = []
    for entry, before, after in rows:
        was, now = json.loads(before) or {}, json.loads(after) or {}
        found.append((entry, was.get("shown"), was.get("rank"), now.get("shown"), now.get("rank")))
    return found


def put_right(work: Work, contest: Contest) -> None:
    """The set-up as two persons would correct it, without the two: what has begun, and what is published, too."""
    change = SetUpChange(set_up_mark(work.connection), contest)
    make(work, change, Asked("", work.actor.id, "更正"))
